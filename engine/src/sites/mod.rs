//! Sites about a line: how far, on which side, on whose territory, and whether a zone holds them.
//!
//! In reading order: [`locate`] (which polygon holds a position, for millions of positions), `filter` (which sites are asked
//! for), `answer` (what is said of one).
//!
//! A site is a point, or a shape: lines, polygons, several points, or a mixture. A point belongs to a zone by the definition of
//! [`Zone::holds`](crate::zone::Zone::holds); a shape is wholly in, out, or in part, by its nearest and its farthest point.

mod answer;
mod filter;
pub mod locate;

pub use answer::{Answer, In, Judge, Shape};
pub use filter::{Condition, Operator};
pub use locate::Locator;
