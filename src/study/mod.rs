//! What the product does, in the library: from a [`Scenario`](crate::scenario::value::Scenario) to territories, a line, strips and what they
//! cover. Nothing here prints, reads the process's arguments or ends it; whoever asks opens files ([`Open`]) and listens ([`Voice`]).
//!
//! In reading order: `desk` (who asks), `inputs` (territories and a line, with `borders` for finer ones and `understood` for names),
//! `zone` and `soil` (the configuration), `tolerance`, `request` (one scenario's steps), `strips` (what strips cover), `tabulate` (the user's own
//! polygons), `select` (territories by name), `readings` (the lines under which claims are judged), `record` (what a result says of its
//! scenario).

mod borders;
mod claims;
mod covered;
mod curve;
mod desk;
pub mod inputs;
pub mod readings;
pub mod record;
pub mod request;
pub mod select;
pub mod soil;
mod solve;
pub mod strips;
pub mod tabulate;
pub mod tolerance;
mod understood;
pub mod zone;

pub use borders::files as files_of_borders;
pub use claims::{Judged, Verdicts};
pub use covered::{Covered, Strips};
pub use curve::{Asked as CurveAsked, Courses, Curve, Event};
pub use desk::{Disk, Open, Study, Voice};
pub use solve::{Answer, Answers, Asked as SolveAsked};
pub use understood::{conditions, line as understood_line, territory as understood_territory};
