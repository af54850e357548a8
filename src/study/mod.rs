//! What the product does, in the library: from a [`Scenario`](crate::scenario::value::Scenario) to territories, a line, strips and what they
//! cover. Nothing here prints, reads the process's arguments or ends it; whoever asks opens files ([`Open`]) and listens ([`Voice`]).
//!
//! In reading order: `desk` (who asks), `inputs` (territories and a line, with `borders` for finer ones and `understood` for names),
//! `zone` and `soil` (the configuration), `tolerance`, `request` (one scenario's steps), `strips`, `tabulate` (the user's own polygons), `select`
//! (territories by name), `record` (what a result says of its scenario); then a question a file: `covered`, `curve`, `solve`, `readings` and `claims`,
//! `sites`, `verify`, `page` with `verdicts`.

mod borders;
mod claims;
mod covered;
mod curve;
mod desk;
pub mod inputs;
mod page;
pub mod readings;
pub mod record;
pub mod request;
pub mod select;
mod sites;
pub mod soil;
mod solve;
pub mod strips;
pub mod tabulate;
pub mod tolerance;
mod understood;
mod verdicts;
pub mod verify;
pub mod zone;

pub use borders::files as files_of_borders;
pub use claims::{Judged, Verdicts, verdict};
pub use covered::{Covered, Strips};
pub use curve::{Asked as CurveAsked, Courses, Curve, Event};
pub use desk::{Disk, Open, Study, Voice, Work};
pub use page::Asked as PageAsked;
pub use sites::About;
pub use solve::{Answer, Answers, Asked as SolveAsked};
pub use understood::{conditions, line as understood_line, territory as understood_territory};
pub use verdicts::{Listed, TOLERANCE as TOLERANCE_OF_PAGE};
