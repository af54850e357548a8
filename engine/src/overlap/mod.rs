//! What a strip or zone covers: clipping against territories, and areas with their error bounds.
//!
//! In reading order: [`clip`] (polygons on a fixed grid), `chords` (the outline between the chords), [`measure`] (areas and
//! bounds), `pieces` (a zone's part on each soil), `belong` (what is refused), [`mod@overlaps`] (the entry), [`rows`] (many zones over the same strips). And for
//! all widths at once: `halves` (polygons cut in halves), [`extreme`] (the nearest and the farthest point of a territory), [`field`]
//! (its overlap at chosen widths), [`profile`] (its share as a curve of the width), [`solve`] (the smallest width for a share of it).
mod belong;
pub(crate) mod chords;
pub mod clip;
#[cfg(test)]
mod disc_tests;
pub mod extreme;
pub mod field;
pub mod fixed;
pub(crate) mod halves;
pub mod measure;
pub mod overlaps;
pub(crate) mod pieces;
pub mod profile;
pub mod rows;
pub mod solve;
pub mod solve_beside;
pub use measure::Measured;
pub use overlaps::{Overlap, Overlaps, overlaps, zone_overlaps};
