//! Claims about coverage, each a share of some territories: the widths for which it holds.
//!
//! A claim such as "a third of Poland" is a territory and a share from-to. The covered share never falls as the width grows, so
//! a claim holds on one interval of widths; the claims of a list hold together where their intervals meet.
//!
//! In reading order: `file` reads a list of claims, `judge` finds the intervals.

pub mod file;
pub mod judge;

pub use file::{Claim, Claims, Reading};
pub use judge::{Span, judge, together};
