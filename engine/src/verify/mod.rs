//! Is a published zone what it says: all points within a width of a line, and no others?
//!
//! By other means than those that make strips here, and so that nothing can hide by not being there: every edge of the outline is
//! bounded along the whole of it (`mod@outline`), the globe is swept cell by cell (`mod@sweep`), and rings are looked at as they are in the
//! file (`rings`). `judge` measures distances by geographiclib alone; `truth` is what is claimed; [`findings()`] is the judgement.
//! Shared with the engines are: WGS84's constants and positions in space, the tree of a polygon's edges, the definition of a zone's soil, and, for zones in
//! several features, the overlay that unites them.

mod bounds;
mod judge;
mod outline;
mod rings;
mod sweep;
mod truth;

mod findings;
mod line;
mod stand;
mod united;

pub use findings::{Check, Findings, Off, findings};
pub use judge::Judge;
pub use truth::{Claim, Grounds, default_spacing};
pub use united::united;
