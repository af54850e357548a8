//! Strips as features of GeoJSON (RFC 7946), in the types of the `geojson` crate.

use super::Strip;
use super::sides::{Cap, Side};
use geojson::{Feature, Geometry, GeometryValue, JsonObject};
use std::io::{self, Write};

impl Strip {
    /// The strip as a feature: a MultiPolygon in WGS84 longitude, latitude, degrees, not rounded; `width_m`, `tolerance_m`, `max_error_m`,
    /// `side` and `cap` as properties.
    ///
    /// # Examples
    /// ```
    /// use standoff_engine::strip::{Edges, PreparedLine, StripOptions};
    /// use standoff_engine::units::Metres;
    /// let line = geo::wkt!(MULTILINESTRING((20. 50.,24. 51.)));
    /// let strip = PreparedLine::new(&line, Edges::Planar)?.strip(&StripOptions::new(Metres(50e3)))?;
    /// let feature = strip.to_feature();
    /// assert_eq!(feature.property("width_m").and_then(|v| v.as_f64()), Some(50e3));
    /// # Ok::<(), standoff_engine::error::Error>(())
    /// ```
    pub fn to_feature(&self) -> Feature {
        let origin = self.origin();
        let side = match origin.side {
            Side::Both => "both",
            Side::Left => "left",
            Side::Right => "right",
        };
        let cap = match origin.cap {
            Cap::Round => "round",
            Cap::Flat => "flat",
        };
        let mut properties = JsonObject::new();
        for (name, length) in [
            ("width_m", self.width()),
            ("tolerance_m", self.tolerance()),
            ("max_error_m", self.max_error()),
        ] {
            properties.insert(name.to_owned(), length.0.into());
        }
        properties.insert("side".to_owned(), side.into());
        properties.insert("cap".to_owned(), cap.into());
        Feature {
            geometry: Some(Geometry::new(GeometryValue::from(self.polygons()))),
            properties: Some(properties),
            ..Feature::default()
        }
    }

    /// Writes [`Strip::to_feature`] as a document.
    ///
    /// # Errors
    /// What `out` gives.
    pub fn write_geojson(&self, mut out: impl Write) -> io::Result<()> {
        writeln!(out, "{}", self.to_feature())?;
        out.flush()
    }
}
