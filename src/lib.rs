//! What lies inside a strip of agreed width along a border, on the WGS84 ellipsoid, with a bound on every error.
//!
//! In reading order: [`units`] and [`error`] (quantities, messages), [`geodesy`] (points, distances, areas), [`load`] (users'
//! GeoJSON and the shipped data), [`border`] (territories and alliances become one line), [`strip`] (all points within a width of
//! the line), [`zone`] (which of them belong), [`overlap`] (what that covers), [`verify`] (whether a published zone is
//! what it says), [`districts`] (what a zone covers of a user's polygons), [`sites`] (points, lines and polygons about a line),
//! [`claims`] (for which widths a statement holds), [`report`] (rows and files), [`scenario`] (a scenario as a value, and many of them), [`study`] (all of
//! that for one scenario), [`cli`] (the command).
//!
//! ```
//! use geo::{MultiLineString, wkt};
//! use standoff::border::worldview::{Worldview, shipped_territories};
//! use standoff::overlap::overlaps;
//! use standoff::strip::{Edges, PreparedLine, StripOptions};
//! use standoff::units::Metres;
//!
//! let border = MultiLineString(vec![wkt!(LINESTRING(23.6 52.6, 23.9 53.2, 23.5 53.9))]);
//! let line = PreparedLine::new(&border, Edges::Planar)?;
//! let strip = line.strip(&StripOptions::new(Metres(50e3)))?; // 50 km on each side, every point within 1 m of that
//! assert!(strip.max_error().0 <= 1.0);
//! let territories = shipped_territories(&Worldview::default())?;
//! let covered = overlaps(&line, &strip, &territories)?;
//! let first = &covered.rows[0];
//! println!("{}: {:.1} ± {:.1} km²", territories[first.territory].name, first.area.km2(), first.error.km2());
//! assert!(covered.residual.0.abs() <= covered.strip_error.0 + covered.sea_error.0);
//! # Ok::<(), standoff::error::Error>(())
//! ```

// What only the command needs; its own build has every check.
#![cfg_attr(not(feature = "cli"), allow(dead_code))]

// The engine's rooms under this crate's name.
pub use standoff_engine::{
    error, fingerprint, geodesy, halt, likeness, overlap, sites, strip, territory, units, verify,
    zone,
};
pub(crate) use standoff_engine::{par, thin};

pub mod crs;

pub mod load;

pub mod border;

pub mod districts;

pub mod claims;

pub mod report;

pub mod scenario;

pub mod study;

#[cfg(feature = "cli")]
pub mod cli;
