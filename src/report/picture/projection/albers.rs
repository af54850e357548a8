//! Albers' conic equal-area projection (Snyder 1987, (14-1) to (14-11)).

use super::super::authalic::{self, q};
use super::turn;
use crate::geodesy::ellipsoid::{A, E2};
use geo::Coord;

#[derive(Clone, Copy, Debug)]
pub struct Albers {
    pub lon: f64,
    pub parallels: [f64; 2],
    n: f64,
    c: f64,
    /// Radius of the parallel on which the origin lies; where `n` is 0 the cone is a cylinder.
    rho: f64,
    /// Radius of the first standard parallel.
    m: f64,
}

/// Radius of a parallel, in semi-major axes.
pub fn m(lat: f64) -> f64 {
    let (s, c) = lat.to_radians().sin_cos();
    c / (1.0 - E2 * s * s).sqrt()
}

impl Albers {
    pub fn new(lon: f64, parallels: [f64; 2]) -> Self {
        let [a, b] = parallels;
        let (ma, mb) = (m(a), m(b));
        let (qa, qb) = (q(a.to_radians().sin()), q(b.to_radians().sin()));
        let n = if (a - b).abs() < 1e-9 {
            a.to_radians().sin()
        } else {
            (ma * ma - mb * mb) / (qb - qa)
        };
        let n = if n.abs() < 1e-6 { 0.0 } else { n };
        let c = ma * ma + n * qa;
        let middle = q((0.5 * (a + b)).to_radians().sin());
        Albers {
            lon,
            parallels,
            n,
            c,
            rho: if n == 0.0 {
                0.0
            } else {
                A * (c - n * middle).max(0.0).sqrt() / n
            },
            m: ma,
        }
    }

    pub fn forward(&self, p: Coord<f64>) -> Coord<f64> {
        let east = turn(p.x - self.lon).to_radians();
        let q = q(p.y.to_radians().sin());
        if self.n == 0.0 {
            return Coord {
                x: A * self.m * east,
                y: A * q / (2.0 * self.m),
            };
        }
        let rho = A * (self.c - self.n * q).max(0.0).sqrt() / self.n;
        let (sin, cos) = (self.n * east).sin_cos();
        Coord {
            x: rho * sin,
            y: self.rho - rho * cos,
        }
    }

    pub fn inverse(&self, at: Coord<f64>) -> Option<Coord<f64>> {
        let (east, q_at) = if self.n == 0.0 {
            (at.x / (A * self.m), 2.0 * self.m * at.y / A)
        } else {
            let (x, y) = (at.x, self.rho - at.y);
            let rho = x.hypot(y) * self.n.signum();
            let theta = (x * self.n.signum()).atan2(y * self.n.signum());
            let k = rho * self.n / A;
            (theta / self.n, (self.c - k * k) / self.n)
        };
        let sine = q_at / q(1.0);
        let east = east.to_degrees();
        (sine.abs() <= 1.0 && east.abs() <= 180.0).then(|| Coord {
            x: turn(self.lon + east),
            y: authalic::latitude(sine),
        })
    }
}
