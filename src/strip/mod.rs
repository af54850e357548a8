//! The strip: all points within a width of a line, as polygons with a certified error.
use crate::units::{Metres, SquareMetres};
use geo::{Coord, MultiLineString, MultiPolygon};

pub mod cells;
pub mod grid;
pub mod nearest;
pub mod outline;
pub mod piece;
pub mod stitch;
pub mod trace;
pub mod tree;

/// How the edge between two positions of a line is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Edges {
    /// Straight in longitude and latitude, as RFC 7946 says.
    #[default]
    Planar,
    /// The geodesic between the two positions.
    Geodesic,
}

/// A line made ready for distance questions and strips of any width: built once, used for every width.
pub struct PreparedLine {}

impl PreparedLine {
    /// `lines`: longitude, latitude in degrees; longitudes may run on beyond ±180 so that no edge jumps.
    pub fn new(_lines: &MultiLineString<f64>, _edges: Edges) -> Result<Self, crate::error::Error> {
        Ok(PreparedLine {})
    }
    /// WGS84 geodesic distance from `at` (longitude, latitude, degrees) to the nearest point of the line, m.
    pub fn distance(&self, _at: Coord<f64>) -> Metres {
        Metres(0.0)
    }
    /// The strip of all points within `width` of the line.
    pub fn strip(&self, width: Metres, tolerance: Metres) -> Result<Strip, crate::error::Error> {
        Ok(Strip {
            width,
            tolerance,
            polygons: MultiPolygon(vec![]),
            max_error: Metres(0.0),
            area: SquareMetres(0.0),
            area_error: SquareMetres(0.0),
        })
    }
}

/// A strip: all points within `width` of a line, on each of its sides.
pub struct Strip {
    /// How far the strip reaches from the line on each side.
    pub width: Metres,
    /// The tolerance that was asked for.
    pub tolerance: Metres,
    /// RFC 7946 polygons: cut at the antimeridian, exterior rings counter-clockwise, longitudes in [-180, 180].
    pub polygons: MultiPolygon<f64>,
    /// Every point of the outline stands at `width ± max_error` from the line.
    pub max_error: Metres,
    /// The exact strip's area (the polygons' area corrected for their chords).
    pub area: SquareMetres,
    /// Bound on the error of `area`.
    pub area_error: SquareMetres,
}
