//! A territory: the unit of every table.

use crate::units::{Metres, SquareMetres};
use geo::MultiPolygon;

/// A territory under one worldview: a code, a name, and its polygons.
#[derive(Clone, Debug)]
pub struct Territory {
    /// Three-letter code in the shipped data, or the user's own.
    pub code: String,
    pub name: String,
    /// Code of the territory that holds it: its own, but for a part that has a row of its own. Groups are made of holders.
    pub holder: String,
    /// Whether its edges make no derived line (overseas pieces, where the user leaves them out).
    pub off_line: bool,
    /// Longitude, latitude in degrees, cut at the antimeridian, within [-180, 180], holes as interior rings.
    /// Neighbouring polygons of one territory may share edges (units are not dissolved).
    pub polygons: MultiPolygon<f64>,
    /// Area in doubt because a ring crosses itself; joins every `error_km2`.
    pub doubtful: SquareMetres,
    /// Positional accuracy of the line that cuts it, where known: its own boundary's, where the line is made of that.
    pub accuracy: Option<Metres>,
    /// Positional accuracy of its own outline, where the line is another one: the outline's place is then uncertain beside the
    /// line's. `None` where the line is made of it, or it is unknown.
    pub outline_accuracy: Option<Metres>,
}

impl Territory {
    /// A territory that holds itself, with nothing in doubt and of unknown accuracy.
    pub fn new(
        code: impl Into<String>,
        name: impl Into<String>,
        polygons: MultiPolygon<f64>,
    ) -> Self {
        let code = code.into();
        Territory {
            name: name.into(),
            holder: code.clone(),
            code,
            off_line: false,
            polygons,
            doubtful: SquareMetres(0.0),
            accuracy: None,
            outline_accuracy: None,
        }
    }
}
