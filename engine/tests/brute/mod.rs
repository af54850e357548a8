//! Random lines and places over the whole globe, and the distance between them by geographiclib alone: samples along every edge,
//! and golden sections about those that are lower than their neighbours. It shares nothing with the engine.

use geo::{Coord, LineString, MultiLineString};
use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};
use standoff_engine::geodesy::edges::Edges;

/// Deterministic numbers: splitmix64.
pub struct Random(pub u64);

impl Random {
    pub fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }
    pub fn within(&mut self, lo: f64, hi: f64) -> f64 {
        lo + (hi - lo) * self.unit()
    }
    /// Evenly in the logarithm.
    pub fn decades(&mut self, lo: f64, hi: f64) -> f64 {
        (self.within(lo.ln(), hi.ln())).exp()
    }
    pub fn sign(&mut self) -> f64 {
        if self.unit() < 0.5 { -1.0 } else { 1.0 }
    }
    /// Evenly over the globe.
    pub fn place(&mut self) -> Coord<f64> {
        Coord {
            x: self.within(-180.0, 180.0),
            y: self.within(-1.0, 1.0).asin().to_degrees(),
        }
    }
}

pub const KINDS: [&str; 10] = [
    "parallel",
    "diagonal",
    "over a pole",
    "geodesic",
    "border",
    "point",
    "several parts",
    "antimeridian",
    "about a pole",
    "equator",
];

pub struct Case {
    pub lines: MultiLineString<f64>,
    pub edges: Edges,
}

fn line(p: &[(f64, f64)]) -> LineString<f64> {
    LineString::from(p.to_vec())
}

/// A line of one kind of [`KINDS`].
pub fn case(kind: usize, r: &mut Random) -> Case {
    let mut edges = Edges::Planar;
    let x = r.within(-180.0, 180.0);
    let lines = match kind {
        0 => {
            let y = r.sign() * (90.0 - r.decades(0.05, 40.0));
            let tilt = if r.unit() < 0.5 {
                0.0
            } else {
                r.within(-0.5, 0.5)
            };
            vec![line(&[
                (x, y),
                (x + r.within(5.0, 200.0), (y + tilt).clamp(-90.0, 90.0)),
            ])]
        }
        1 => vec![line(&[
            (x, r.within(-89.0, 89.0)),
            (x + r.sign() * r.decades(0.1, 179.0), r.within(-89.0, 89.0)),
            (x + r.within(-100.0, 100.0), r.within(-89.0, 89.0)),
        ])],
        2 => {
            let s = r.sign();
            let (a, b) = (s * r.within(20.0, 89.99), s * r.within(20.0, 89.99));
            vec![line(&[
                (x, a),
                (x, s * 90.0),
                (x + r.within(90.0, 270.0), s * 90.0),
                (x + 180.0, b),
            ])]
        }
        3 => {
            edges = Edges::Geodesic;
            let g = Geodesic::wgs84();
            let a = r.place();
            let (lat, lon): (f64, f64) = g.direct(
                a.y,
                a.x,
                r.within(0.0, 360.0),
                r.decades(100.0, 19_900_000.0),
            );
            vec![line(&[(a.x, a.y), (lon, lat)])]
        }
        4 => {
            if r.unit() < 0.5 {
                edges = Edges::Geodesic;
            }
            let mut at = (x, r.within(-75.0, 75.0));
            let mut course = r.within(0.0, std::f64::consts::TAU);
            let positions = (0..60)
                .map(|_| {
                    course += r.within(-0.9, 0.9);
                    let step = r.decades(0.003, 0.3);
                    at = (
                        at.0 + step * course.cos(),
                        (at.1 + step * course.sin()).clamp(-89.0, 89.0),
                    );
                    at
                })
                .collect::<Vec<_>>();
            vec![line(&positions)]
        }
        5 => {
            let p = r.place();
            vec![line(&[(p.x, p.y), (p.x, p.y)])]
        }
        6 => (0..4)
            .map(|_| {
                let p = r.place();
                line(&[
                    (p.x, p.y),
                    (
                        p.x + r.within(-20.0, 20.0),
                        (p.y + r.within(-9.0, 9.0)).clamp(-90.0, 90.0),
                    ),
                ])
            })
            .collect(),
        7 => vec![line(&[
            (r.within(100.0, 179.9), r.within(-80.0, 80.0)),
            (r.within(180.1, 250.0), r.within(-80.0, 80.0)),
        ])],
        8 => {
            let s = r.sign();
            let y = |r: &mut Random| s * (90.0 - r.decades(1e-4, 0.3));
            vec![line(&[
                (x, y(r)),
                (x + r.within(5.0, 170.0), y(r)),
                (x + r.within(-100.0, 300.0), y(r)),
            ])]
        }
        _ => {
            if r.unit() < 0.5 {
                edges = Edges::Geodesic;
            }
            vec![line(&[(x, 0.0), (x + r.decades(0.1, 170.0), 0.0)])]
        }
    };
    Case {
        lines: MultiLineString(lines),
        edges,
    }
}

/// A place to ask from: about the line, at any distance, near the antipodes of its positions, near a pole, or anywhere.
pub fn place(case: &Case, r: &mut Random) -> Coord<f64> {
    let g = Geodesic::wgs84();
    let part = &case.lines.0[(r.unit() * case.lines.0.len() as f64) as usize].0;
    let i = (r.unit() * (part.len() - 1) as f64) as usize;
    let t = if r.unit() < 0.3 { 0.0 } else { r.unit() };
    let (a, b) = (part[i], part[i + 1]);
    let on = Coord {
        x: a.x + t * (b.x - a.x),
        y: a.y + t * (b.y - a.y),
    };
    let off = |from: Coord<f64>, azimuth: f64, s: f64| {
        let (lat, lon): (f64, f64) = g.direct(from.y, from.x, azimuth, s);
        Coord { x: lon, y: lat }
    };
    let azimuth = r.within(0.0, 360.0);
    let opposite = |p: Coord<f64>| Coord {
        x: p.x + 180.0,
        y: -p.y,
    };
    let k = r.unit();
    if k < 0.25 {
        off(on, azimuth, r.decades(1.0, 20_003_000.0))
    } else if k < 0.45 {
        off(on, azimuth, r.within(1e5, 20_003_000.0))
    } else if k < 0.6 {
        off(opposite(a), azimuth, r.decades(0.01, 1000.0))
    } else if k < 0.75 {
        off(opposite(on), azimuth, r.decades(1.0, 400_000.0))
    } else if k < 0.9 {
        // Where all of a parallel is about as far.
        let pole = Coord {
            x: 0.0,
            y: 90f64.copysign(if r.unit() < 0.7 { a.y } else { -a.y }),
        };
        off(pole, azimuth, r.decades(1.0, 1_000_000.0))
    } else {
        r.place()
    }
}

/// The distance by brute force, m.
pub fn distance(case: &Case, at: Coord<f64>) -> f64 {
    let g = Geodesic::wgs84();
    let to = |p: Coord<f64>| -> f64 { g.inverse(at.y, at.x, p.y, p.x) };
    let mut best = f64::INFINITY;
    for part in &case.lines.0 {
        for w in part.0.windows(2) {
            let (length, azimuth, _, _): (f64, f64, f64, f64) =
                g.inverse(w[0].y, w[0].x, w[1].y, w[1].x);
            let on = |t: f64| match case.edges {
                Edges::Planar => Coord {
                    x: w[0].x + t * (w[1].x - w[0].x),
                    y: w[0].y + t * (w[1].y - w[0].y),
                },
                Edges::Geodesic => {
                    let (lat, lon): (f64, f64) = g.direct(w[0].y, w[0].x, azimuth, t * length);
                    Coord { x: lon, y: lat }
                }
            };
            let d = |t: f64| to(on(t));
            let turn = (w[1].x - w[0].x).abs();
            let n = ((length / 60_000.0) as usize)
                .max((turn * 0.7) as usize)
                .max(6);
            let samples: Vec<f64> = (0..=n).map(|i| d(i as f64 / n as f64)).collect();
            for i in 0..=n {
                best = best.min(samples[i]);
                let lower = |j: usize| samples[i] <= samples[j];
                if !((i == 0 || lower(i - 1)) && (i == n || lower(i + 1))) {
                    continue;
                }
                let mut lo = i.saturating_sub(1) as f64 / n as f64;
                let mut hi = (i + 1).min(n) as f64 / n as f64;
                const G: f64 = 0.618_033_988_749_894_9;
                let (mut a, mut b) = (hi - G * (hi - lo), lo + G * (hi - lo));
                let (mut da, mut db) = (d(a), d(b));
                for _ in 0..60 {
                    if da <= db {
                        (hi, b, db) = (b, a, da);
                        a = hi - G * (hi - lo);
                        da = d(a);
                    } else {
                        (lo, a, da) = (a, b, db);
                        b = lo + G * (hi - lo);
                        db = d(b);
                    }
                    best = best.min(da).min(db);
                    if (hi - lo) * length < 1e-5 && (hi - lo) * turn < 1e-9 {
                        break;
                    }
                }
            }
        }
    }
    best
}
