//! A territory: the unit of every table.

use crate::units::{Metres, SquareMetres};
use geo::MultiPolygon;

/// A territory under one worldview: a code, a name, and its polygons.
#[derive(Clone, Debug)]
pub struct Territory {
    /// Three-letter code in the shipped data, or the user's own.
    pub code: String,
    pub name: String,
    /// Longitude, latitude in degrees, cut at the antimeridian, within [-180, 180], holes as interior rings.
    /// Neighbouring polygons of one territory may share edges (units are not dissolved).
    pub polygons: MultiPolygon<f64>,
    /// Area in doubt because a ring crosses itself; joins every `error_km2`.
    pub doubtful: SquareMetres,
    /// Positional accuracy of the boundary, where known.
    pub accuracy: Option<Metres>,
}
