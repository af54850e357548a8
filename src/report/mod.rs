//! What the user gets: rows, tables and files. The only place that rounds.
//!
//! In reading order: [`number`] (decimals that look the same in every format), [`model`] (the overlap table's rows and
//! the facts that go with them), one file a format – [`table`] (for people, its text broken by [`paragraph`]), [`csv`], [`json`] –, for geometry [`features`] (the
//! layers, [`columns`] and rounded positions that every format is given, with [`wrap`], a line cut at the antimeridian, and [`grid`],
//! polygons rounded and still valid, and [`sites`], whose features come as a stream), one file a format again – [`geojson`], [`flatgeobuf`], [`geopackage`] – with [`srs`]
//! (coordinate systems) and [`style`] (how QGIS shows it), [`arcs`] (outlines as a topology), [`page`] (a page with a map and a slider),
//! [`picture`] (a map for print), and [`mod@file`] (a file appears whole or not at all).

pub mod number;

pub mod model;

pub mod paragraph;
#[cfg(feature = "cli")]
pub mod table;

pub mod csv;
pub mod json;
#[cfg(feature = "cli")]
pub mod records;
pub mod rows;

pub mod wrap;

pub mod grid;

pub mod columns;
pub mod features;

pub mod sites;

#[cfg(feature = "formats")]
pub mod flatgeobuf;
pub mod geojson;
#[cfg(feature = "gpkg")]
pub mod geopackage;
#[cfg(feature = "formats")]
pub mod kml;
pub mod srs;
pub mod style;

#[cfg(feature = "cli")]
pub mod file;
#[cfg(feature = "cli")]
pub mod files;

pub mod arcs;
pub mod page;
#[cfg(feature = "picture")]
pub mod picture;

#[cfg(test)]
mod fixtures;
