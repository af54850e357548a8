//! What a strip covers: clipping against territories, and areas with their error bounds.
pub mod chords;
pub mod clip;
pub mod overlaps;
pub use overlaps::{Overlap, Overlaps, overlaps, overlaps_with};
