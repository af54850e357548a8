//! Projections of pictures: three equal-area ones on the ellipsoid that need nothing, and whatever PROJ has.
//!
//! Input: longitude and latitude in degrees. Output: metres east and north of the projection's origin. Areas are those of the ellipsoid,
//! since the sphere's formulas are given authalic latitudes.
//!
//! # References
//! Snyder 1987 (see `picture::authalic`): Albers (14-1) to (14-11), Lambert azimuthal (24-3) to (24-29). B. Šavrič, T. Patterson,
//! B. Jenny, The Equal Earth map projection, International Journal of Geographical Information Science 33 (2019).

mod albers;
mod equal_earth;
mod foreign;
mod laea;
#[cfg(test)]
mod tests;

use crate::crs::Transformation;
use albers::Albers;
use foreign::Foreign;
use geo::Coord;
use laea::{Laea, RIM};

/// A projection that is ready.
#[derive(Debug)]
pub struct Projection<'a> {
    kind: Kind<'a>,
}

#[derive(Debug)]
enum Kind<'a> {
    Laea(Laea),
    Albers(Albers),
    EqualEarth { lon: f64 },
    Proj(Foreign<'a>),
}

/// A difference of longitudes within ±180.
fn turn(d: f64) -> f64 {
    if d.abs() <= 180.0 {
        d
    } else {
        d - 360.0 * (d / 360.0).round()
    }
}

impl<'a> Projection<'a> {
    /// Lambert's azimuthal equal-area projection.
    pub fn laea(centre: Coord<f64>) -> Self {
        Projection {
            kind: Kind::Laea(Laea::new(centre)),
        }
    }

    /// Albers' conic equal-area projection with a central meridian and two standard parallels.
    pub fn albers(lon: f64, parallels: [f64; 2]) -> Self {
        Projection {
            kind: Kind::Albers(Albers::new(lon, parallels)),
        }
    }

    /// Equal Earth, for the whole world.
    pub fn equal_earth(lon: f64) -> Self {
        Projection {
            kind: Kind::EqualEarth { lon },
        }
    }

    /// A system of PROJ's for a region: within `radius` degrees of `centre`.
    /// `text`: what the user calls it.
    pub fn proj(way: &'a Transformation, text: &'a str, centre: Coord<f64>, radius: f64) -> Self {
        Projection {
            kind: Kind::Proj(Foreign::new(way, text, centre, radius)),
        }
    }

    /// The azimuthal projection centred on another place of its plane, so that north is up there; `None` for the others, and near a pole,
    /// where it is up nowhere.
    pub fn recentred(&self, place: Coord<f64>, steps_a_degree: f64) -> Option<Self> {
        let Kind::Laea(laea) = &self.kind else {
            return None;
        };
        let at = laea.inverse(place)?;
        if at.y.abs() > 80.0 || laea.centre.y.abs() > 80.0 {
            return None;
        }
        let rounded = |v: f64| (v * steps_a_degree).round() / steps_a_degree;
        Some(Self::laea(Coord {
            x: rounded(at.x),
            y: rounded(at.y),
        }))
    }

    /// The place of a position; `None` where there is none.
    pub fn forward(&self, p: Coord<f64>) -> Option<Coord<f64>> {
        let at = self.place(p);
        (at.x.is_finite() && at.y.is_finite()).then_some(at)
    }

    /// The places of positions; not finite where there is none.
    pub fn forward_all(&self, positions: &[Coord<f64>]) -> Vec<Coord<f64>> {
        match &self.kind {
            Kind::Proj(foreign) => foreign.forward(positions),
            _ => positions.iter().map(|p| self.place(*p)).collect(),
        }
    }

    fn place(&self, p: Coord<f64>) -> Coord<f64> {
        match &self.kind {
            Kind::Laea(laea) => laea.forward(p),
            Kind::Albers(albers) => albers.forward(p),
            Kind::EqualEarth { lon } => equal_earth::forward(turn(p.x - lon), p.y),
            Kind::Proj(foreign) => foreign.forward(&[p])[0],
        }
    }

    /// The position of a place; `None` outside the world.
    pub fn inverse(&self, at: Coord<f64>) -> Option<Coord<f64>> {
        let p = match &self.kind {
            Kind::Laea(laea) => laea.inverse(at)?,
            Kind::Albers(albers) => albers.inverse(at)?,
            Kind::EqualEarth { lon } => {
                let p = equal_earth::inverse(at)?;
                Coord {
                    x: turn(p.x + lon),
                    y: p.y,
                }
            }
            Kind::Proj(foreign) => foreign.inverse(at),
        };
        (p.x.is_finite() && p.y.is_finite()).then_some(p)
    }

    /// The meridian along which the plane is torn, degrees.
    pub fn seam(&self) -> Option<f64> {
        match &self.kind {
            Kind::Laea(_) => None,
            Kind::Albers(Albers { lon, .. }) | Kind::EqualEarth { lon } => Some(turn(lon + 180.0)),
            Kind::Proj(foreign) => foreign.seam,
        }
    }

    /// What is drawn at all: within so many degrees of a centre; `None` for the whole world.
    pub fn cap(&self) -> Option<(Coord<f64>, f64)> {
        match &self.kind {
            Kind::Laea(laea) => Some((laea.centre, RIM)),
            Kind::Proj(foreign) => Some(foreign.cap),
            _ => None,
        }
    }

    /// Draws what lies in a cap, of one of PROJ's; the others know themselves what they can show.
    pub fn limit(&mut self, cap: (Coord<f64>, f64)) {
        if let Kind::Proj(foreign) = &mut self.kind {
            foreign.cap = cap;
        }
    }

    /// Whether it is a cone, with a gap at the pole.
    pub fn is_conic(&self) -> bool {
        matches!(self.kind, Kind::Albers(_))
    }

    /// Whether it is one of PROJ's, that may give a place to positions that it cannot show.
    pub fn is_foreign(&self) -> bool {
        matches!(self.kind, Kind::Proj(_))
    }

    /// What a reader is told.
    pub fn name(&self) -> String {
        match &self.kind {
            Kind::Laea(laea) => format!(
                "Lambert azimuthal equal-area, centre {}, {}",
                degrees(laea.centre.x, "E", "W"),
                degrees(laea.centre.y, "N", "S")
            ),
            Kind::Albers(albers) => format!(
                "Albers conic equal-area, central meridian {}, standard parallels {} and {}",
                degrees(albers.lon, "E", "W"),
                degrees(albers.parallels[0], "N", "S"),
                degrees(albers.parallels[1], "N", "S")
            ),
            Kind::EqualEarth { lon } => {
                format!("Equal Earth, central meridian {}", degrees(*lon, "E", "W"))
            }
            Kind::Proj(foreign) => foreign.name(),
        }
    }
}

fn degrees(v: f64, positive: &str, negative: &str) -> String {
    let letter = if v < 0.0 { negative } else { positive };
    format!("{}° {letter}", (v.abs() * 1000.0).round() / 1000.0)
}
