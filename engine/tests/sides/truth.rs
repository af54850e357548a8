//! Where a position stands about a line, by brute force: every edge by golden section on geographiclib's geodesics, and a rule of sides
//! of its own from azimuths. Shares nothing with the program's distance, nodes or sides. Edges are straight in longitude and latitude.

use geo::Coord;
use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};
use standoff_engine::strip::sides::{Cap, Side};

pub type Parts = Vec<Vec<(f64, f64)>>;

/// Distance, m, and azimuth at `a` toward `b`, degrees.
pub fn inverse(a: Coord<f64>, b: Coord<f64>) -> (f64, f64) {
    let (d, azimuth, _, _): (f64, f64, f64, f64) = Geodesic::wgs84().inverse(a.y, a.x, b.y, b.x);
    (d, azimuth)
}

pub fn direct(a: Coord<f64>, azimuth: f64, d: f64) -> Coord<f64> {
    let (lat, lon): (f64, f64) = Geodesic::wgs84().direct(a.y, a.x, azimuth, d);
    Coord { x: lon, y: lat }
}

/// Degrees from azimuth `a` clockwise to `b`, 0 to 360.
fn clockwise(a: f64, b: f64) -> f64 {
    (b - a).rem_euclid(360.0)
}

/// A position by brute force: distance, left, right, beyond an end.
#[derive(Clone, Copy, Debug)]
pub struct Truth {
    pub distance: f64,
    pub left: bool,
    pub right: bool,
    pub beyond: bool,
}

impl Truth {
    pub fn holds(&self, width: f64, side: Side, cap: Cap) -> bool {
        self.distance <= width
            && match side {
                Side::Both => true,
                Side::Left => self.left,
                Side::Right => self.right,
            }
            && !(cap == Cap::Flat && self.beyond)
    }
}

/// The definition, worked out from the parts: the nearest edge by golden section, sides from azimuths.
pub fn truth(parts: &Parts, p: Coord<f64>) -> Truth {
    let at = |c: (f64, f64)| Coord { x: c.0, y: c.1 };
    let mut best = (f64::INFINITY, (0, 0), 0.0);
    for (i, part) in parts.iter().enumerate() {
        if part.len() == 1 || part.iter().all(|&c| c == part[0]) {
            let d = inverse(at(part[0]), p).0;
            if d < best.0 {
                best = (d, (i, usize::MAX), 0.0);
            }
            continue;
        }
        for (k, w) in part.windows(2).enumerate() {
            // A position told twice is no edge, and sees nothing from a side.
            if w[0] == w[1] {
                continue;
            }
            let (a, b) = (at(w[0]), at(w[1]));
            let on = |t: f64| a + (b - a) * t;
            let d = |t: f64| inverse(on(t), p).0;
            let (da, db) = (d(0.0), d(1.0));
            let length = 111_700.0 * (b.x - a.x).hypot(b.y - a.y);
            if da.min(db) - length > best.0 {
                continue;
            }
            let g = 0.618_033_988_749_894_9;
            let (mut lo, mut hi) = (0.0, 1.0);
            let (mut u, mut v) = (hi - g * (hi - lo), lo + g * (hi - lo));
            let (mut du, mut dv) = (d(u), d(v));
            for _ in 0..45 {
                if du < dv {
                    (hi, v, dv) = (v, u, du);
                    u = hi - g * (hi - lo);
                    du = d(u);
                } else {
                    (lo, u, du) = (u, v, dv);
                    v = lo + g * (hi - lo);
                    dv = d(v);
                }
            }
            let t = 0.5 * (lo + hi);
            for (t, d) in [(t, d(t)), (0.0, da), (1.0, db)] {
                if d < best.0 {
                    best = (d, (i, k), t);
                }
            }
        }
    }
    let (distance, (i, k), t) = best;
    let point = Truth {
        distance,
        left: true,
        right: true,
        beyond: true,
    };
    if k == usize::MAX {
        return point;
    }
    let (a, b) = (at(parts[i][k]), at(parts[i][k + 1]));
    let length = inverse(a, b).0;
    // Golden section finds a minimum to half the digits only: an end so near is the end if the edge rises from there.
    let slack = (1e-3 + (1e-7 * distance).sqrt()) / length;
    for (node, other, t_end) in [(a, b, 0.0), (b, a, 1.0)] {
        if (t - t_end).abs() > slack {
            continue;
        }
        let toward = inverse(node, p).1;
        let along = tangent(node, other);
        if clockwise(along, toward) < 90.0 || clockwise(along, toward) > 270.0 {
            continue;
        }
        return at_node(parts, node, toward, distance);
    }
    let foot = a + (b - a) * t;
    let turn = clockwise(tangent(foot, foot + (b - a) * 1e-3), inverse(foot, p).1);
    Truth {
        distance,
        left: turn > 180.0,
        right: turn < 180.0,
        beyond: false,
    }
}

/// Azimuth at `a` of the straight longitude/latitude edge to `b`.
fn tangent(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let step = b - a;
    let small = 1e-7 / step.x.hypot(step.y);
    if a.y.abs() == 90.0 {
        return inverse(a, a + step * (small * 1e3)).1;
    }
    let f = 1.0 / 298.257_223_563f64;
    let e2 = f * (2.0 - f);
    let (s, c) = a.y.to_radians().sin_cos();
    let w2 = 1.0 - e2 * s * s;
    let (n, m) = (1.0 / w2.sqrt(), (1.0 - e2) / (w2 * w2.sqrt()));
    (step.x * n * c).atan2(step.y * m).to_degrees()
}

/// Sectors: the next edge clockwise and the next counter-clockwise speak for a direction; where they disagree, the nearer one.
fn at_node(parts: &Parts, node: Coord<f64>, toward: f64, distance: f64) -> Truth {
    let same = |c: &(f64, f64)| (c.0 - node.x).rem_euclid(360.0) == 0.0 && c.1 == node.y;
    let mut arms: Vec<(f64, bool)> = Vec::new();
    for part in parts {
        for w in part.windows(2).filter(|w| w[0] != w[1]) {
            let (a, b) = (
                Coord {
                    x: w[0].0,
                    y: w[0].1,
                },
                Coord {
                    x: w[1].0,
                    y: w[1].1,
                },
            );
            for (here, azimuth, leaves) in
                [(&w[0], tangent(a, b), true), (&w[1], tangent(b, a), false)]
            {
                if same(here)
                    && !arms
                        .iter()
                        .any(|x| clockwise(x.0, azimuth).min(clockwise(azimuth, x.0)) < 1e-6)
                {
                    arms.push((azimuth, leaves));
                }
            }
        }
    }
    let next = |f: &dyn Fn(f64) -> f64| {
        arms.iter()
            .map(|x| (f(x.0), x.1))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .unwrap()
    };
    // The arm met when turning counter-clockwise from `toward` has it on its right if it leaves.
    let (turn_left, leaves_left) = next(&|x| clockwise(x, toward));
    let (turn_right, leaves_right) = next(&|x| clockwise(toward, x));
    let by_left_arm = !leaves_left; // is it on the left?
    let by_right_arm = leaves_right;
    let left = if by_left_arm == by_right_arm || turn_left < turn_right {
        by_left_arm
    } else {
        by_right_arm
    };
    Truth {
        distance,
        left,
        right: !left,
        beyond: arms.len() == 1,
    }
}

/// A number from 0 to 1, not reached; the next ones for the same seed differ.
pub fn random(seed: &mut u64) -> f64 {
    *seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *seed;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}
