//! Reading and checking what users bring: lines and territories in GeoJSON and other formats.
//!
//! In reading order: [`source`] gets the bytes of a file or of standard input as a stream; `text` is a window on it, `number` and `json`
//! parse it, `document` makes features of it and hands them over one by one;
//! `notes` gathers what is worth a warning; `position` checks each path of positions; `lines` and `territories` build the two
//! results, the latter with `rings` (oriented and cut), `seam` (halves that nearly meet at ±180), `names` (codes and names), `doubt` (rings that cross themselves), [`defects`] (what is wrong, until it is known what matters) and `neighbours` (territories that
//! overlap each other), which both stand on [`geodesy::edge_tree`](crate::geodesy::edge_tree); [`geojson`] is the entry.
//!
//! [`reading`] stands before these: it tells the format of a file (`formats` reads GeoPackage, FlatGeobuf, shapefiles, KML, GPX,
//! well-known text and tables into the same features; `table` knows columns and degrees as people write them), and brings what is in another coordinate reference system to WGS84 (`project`).
//!
//! [`sites`] reads points, lines and polygons that a line is asked about, CSV too.
//!
//! `zones` reads zones that are to be judged, with what they say they were made with (`recorded`).
//!
//! Apart from these stands [`shipped`]: the boundaries and the membership table inside the program.
//!
//! Nothing is skipped or repaired silently: what is used other than as written is told in a warning, all else is an
//! [`Error`](crate::error::Error) with its place. Warnings of one sort are told once, with the first place and the count.
pub(crate) mod checksum;
pub mod defects;
mod document;
mod doubt;
pub mod finer;
mod formats;
pub mod geojson;
mod json;
mod lines;
mod names;
mod neighbours;
mod notes;
mod number;
#[cfg(test)]
mod parity;
mod position;
mod project;
pub mod reading;
pub mod recorded;
mod rings;
mod seam;
pub mod shipped;
pub mod sites;
pub mod source;
mod table;
mod territories;
mod text;
pub mod zones;

use crate::error::Warning;
use std::path::{Path, PathBuf};

/// The file that an argument names, and the layer in it where one is named: `FILE:LAYER`.
pub fn located(argument: &str) -> (PathBuf, Option<String>) {
    let located = formats::Located::of(Path::new(argument));
    (located.path, located.layer)
}

/// What was read, and what the user should know about it.
#[derive(Clone, Debug)]
pub struct Loaded<T> {
    pub value: T,
    pub warnings: Vec<Warning>,
}
