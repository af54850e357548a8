//! Is a published zone what it says: all points within a width of a line, and no others?
//!
//! By other means than those that make strips here: [`judge`] measures distances by geographiclib alone, and a zone is taken as
//! its file has it. It sees what it samples: places on the zone's outline, and places about the line. [`findings`] is the judgement.

pub mod judge;

mod findings;
mod samples;
mod united;

pub use findings::{Check, Findings, Off, findings};
pub use judge::Judge;
pub use united::united;
