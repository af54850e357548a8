//! What a strip or zone covers: clipping against territories, and areas with their error bounds.
//!
//! In reading order: [`clip`] (polygons on a fixed grid), [`chords`] (the outline between the chords), [`measure`] (areas and
//! bounds), [`pieces`] (a zone's part on each soil), [`mod@overlaps`] (the entry), [`rows`] (many zones over the same strips).
pub mod chords;
pub mod clip;
pub mod measure;
pub mod overlaps;
pub mod pieces;
pub mod rows;
pub use measure::Measured;
pub use overlaps::{Overlap, Overlaps, overlaps, overlaps_with, zone_overlaps};
