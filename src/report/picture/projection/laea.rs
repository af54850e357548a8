//! Lambert's azimuthal equal-area projection (Snyder 1987, (24-3) to (24-29)).

use super::super::authalic;
use super::albers::m;
use super::turn;
use crate::geodesy::ellipsoid::A;
use geo::Coord;

/// Farther from its centre than this, degrees, Lambert's azimuthal projection is not drawn: shapes are past recognition there, and the
/// antipode is a whole circle.
pub const RIM: f64 = 172.0;

#[derive(Clone, Copy, Debug)]
pub struct Laea {
    pub centre: Coord<f64>,
    sin: f64,
    cos: f64,
    /// Makes the scale true at the centre in all directions.
    d: f64,
}

impl Laea {
    pub fn new(centre: Coord<f64>) -> Self {
        let sin = authalic::sine(centre.y);
        let cos = (1.0 - sin * sin).max(0.0).sqrt();
        let d = if centre.y.abs() > 89.999 {
            1.0
        } else {
            A * m(centre.y) / (authalic::radius() * cos)
        };
        Laea {
            centre,
            sin,
            cos,
            d,
        }
    }

    pub fn forward(&self, p: Coord<f64>) -> Coord<f64> {
        let sin = authalic::sine(p.y);
        let cos = (1.0 - sin * sin).sqrt();
        let (sin_lon, cos_lon) = (p.x - self.centre.x).to_radians().sin_cos();
        let cosine = self.sin * sin + self.cos * cos * cos_lon;
        let b = authalic::radius() * (2.0 / (1.0 + cosine).max(1e-12)).sqrt();
        Coord {
            x: b * self.d * cos * sin_lon,
            y: b / self.d * (self.cos * sin - self.sin * cos * cos_lon),
        }
    }

    pub fn inverse(&self, at: Coord<f64>) -> Option<Coord<f64>> {
        let (x, y) = (at.x / self.d, at.y * self.d);
        let rho = x.hypot(y);
        let half = rho / (2.0 * authalic::radius());
        if half > (0.5 * RIM.to_radians()).sin() {
            return None;
        }
        if rho == 0.0 {
            return Some(self.centre);
        }
        let (sin, cos) = (2.0 * half.asin()).sin_cos();
        let sine = cos * self.sin + y * sin * self.cos / rho;
        let east = (x * sin).atan2(rho * self.cos * cos - y * self.sin * sin);
        Some(Coord {
            x: turn(self.centre.x + east.to_degrees()),
            y: authalic::latitude(sine),
        })
    }
}
