//! The engine of `standoff`: geodesic strips round lines on WGS84, each with the bound of its error, and what they cover.
//!
//! No files, no clock, no arguments. In reading order: [`units`] and [`error`] (quantities, messages), [`geodesy`] (points, distances,
//! areas), [`territory`], [`fingerprint`] (which lines and territories are the same), [`halt`] (stopping), [`strip`] (all points within a width of a line), [`zone`] (which of them belong), [`overlap`] (what that
//! covers), [`verify`] (whether a published zone is what it says), [`sites`] (points, lines and polygons about a line).

#[doc(hidden)]
pub mod par;

pub mod units;

pub mod error;

pub mod likeness;

pub mod thin;

pub mod territory;

pub mod geodesy;

pub mod fingerprint;

pub mod halt;

pub mod strip;

pub mod zone;

pub mod overlap;

pub mod verify;

pub mod sites;
