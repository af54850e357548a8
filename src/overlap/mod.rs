//! What a strip covers: clipping against territories, and areas with their error bounds. And questions about all widths
//! at once: the nearest and the farthest point of a territory ([`extreme`]), its overlap at every width ([`field`]), the
//! smallest width for a share of it ([`solve`]).
pub mod chords;
pub mod clip;
pub mod extreme;
pub mod field;
pub mod halves;
pub mod overlaps;
pub mod solve;
pub use overlaps::{Overlap, Overlaps, overlaps, overlaps_with};
