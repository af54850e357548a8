//! What the user gets: rows, tables and files. The only place that rounds.
//!
//! In reading order: [`number`] (decimals that look the same in every format), [`model`] (the overlap table's rows and
//! the facts that go with them), one file a format – [`table`] (for people, its text broken by [`paragraph`]), [`csv`], [`json`], [`geojson`] with
//! [`wrap`] (a line cut at the antimeridian) and [`grid`] (polygons rounded and still valid) –, [`page`] (a page with a map and a slider), and [`mod@file`]
//! (a file appears whole or not at all).

pub mod number;

pub mod model;

pub mod paragraph;
pub mod table;

pub mod csv;
pub mod json;
pub mod records;
pub mod rows;

pub mod wrap;

pub mod grid;

pub mod geojson;

pub mod file;

pub mod page;

#[cfg(test)]
mod fixtures;
