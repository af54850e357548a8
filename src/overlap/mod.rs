//! What a strip covers: clipping against territories, and areas with their error bounds; and questions about all widths
//! at once: the nearest and the farthest point of a territory ([`extreme`]).
pub mod chords;
pub mod clip;
pub mod extreme;
pub mod field;
pub mod halves;
pub mod overlaps;
pub use overlaps::{Overlap, Overlaps, overlaps, overlaps_with};
