//! Edges that are straight in one system, as edges of another: positions are put in until none strays by more than a bound.
//!
//! An edge that is straight in a transverse Mercator strays from the one that is straight in longitude and latitude by 1.5 m over 10 km.
//!
//! # Accuracy
//! An edge is halved while it strays at a quarter, the middle or three quarters by more than half the bound, measured across it in
//! metres on the ground: the curves are near to cubics, whose greatest distance from the chord is at most 1.03 times the greatest of
//! those three. The same edge gives the same positions in whatever direction it is written, so that what two outlines share stays shared.

use super::Transformation;
use crate::units::Metres;

/// Metres in a degree, at most (a meridian degree at the pole).
const METRES_PER_DEGREE: f64 = 111_700.0;
/// Halvings of an edge, at most: a thousand millionth of it.
const DEEPEST: u32 = 30;
/// Positions put into one edge, at most: half round the globe takes 25,000.
const MOST: usize = 100_000;

/// Which of the two systems the edges are straight in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Straight {
    /// In the transformation's own: the path that comes out is WGS84.
    InSystem,
    /// In WGS84 longitude and latitude: the path that comes out is in the system.
    InDegrees,
}

/// Transforms a path to the other system, with positions put into its edges. `from` and `to` are its positions in both.
///
/// # Errors
/// The number from 0 of an edge that leaves what the system can show, or whose bends have no end.
pub fn straight(
    from: &[[f64; 2]],
    to: &[[f64; 2]],
    way: &Transformation,
    which: Straight,
    bound: Metres,
) -> Result<Vec<[f64; 2]>, usize> {
    let mut out = Vec::with_capacity(to.len());
    for (index, (f, t)) in from.windows(2).zip(to.windows(2)).enumerate() {
        out.push(t[0]);
        let degrees = way.about.geographic || which == Straight::InDegrees;
        if f[0] == f[1] || degrees && is_cut(f[0], f[1]) {
            continue;
        }
        let turned = (f[0][0], f[0][1]) > (f[1][0], f[1][1]);
        let (a, b) = if turned { (1, 0) } else { (0, 1) };
        let start = out.len();
        let mut edge = Edge {
            way,
            which,
            bound: bound.0,
            out: &mut out,
            most: start + MOST,
        };
        edge.halve([f[a], f[b]], [t[a], t[b]], 0).ok_or(index)?;
        if turned {
            out[start..].reverse();
        }
    }
    out.extend(to.last());
    Ok(out)
}

/// An edge of degrees along the antimeridian or a pole, or round the globe: how that is read is not a matter of straightness.
fn is_cut(a: [f64; 2], b: [f64; 2]) -> bool {
    (a[0] - b[0]).abs() >= 180.0
        || (a[0] == b[0] && a[0].abs() == 180.0)
        || (a[1] == b[1] && a[1].abs() == 90.0)
}

/// Between two positions, `t` of the way.
fn between([a, b]: [[f64; 2]; 2], t: f64) -> [f64; 2] {
    [a[0] * (1.0 - t) + b[0] * t, a[1] * (1.0 - t) + b[1] * t]
}

/// A longitude on the same turn as another.
fn near(lon: f64, other: f64) -> f64 {
    lon - 360.0 * ((lon - other) / 360.0).round()
}

/// An edge that positions are put into.
struct Edge<'a> {
    way: &'a Transformation,
    which: Straight,
    /// m.
    bound: f64,
    out: &'a mut Vec<[f64; 2]>,
    /// Its positions must not become more than these.
    most: usize,
}

impl Edge<'_> {
    /// Puts positions between two, in order; `None` where that has no end.
    fn halve(&mut self, from: [[f64; 2]; 2], to: [[f64; 2]; 2], depth: u32) -> Option<()> {
        // Judged on the ground, whichever way it goes.
        let (plane, degrees) = match self.which {
            Straight::InSystem => (from, to),
            Straight::InDegrees => (to, from),
        };
        let parts = [0.25, 0.5, 0.75];
        let mut there = parts.map(|t| between(plane, t));
        self.way.to_wgs84(&mut there);
        let chord = [
            degrees[0],
            [near(degrees[1][0], degrees[0][0]), degrees[1][1]],
        ];
        let mut worst: f64 = 0.0;
        for (t, at) in parts.into_iter().zip(&there) {
            if !(at[0].is_finite() && at[1].is_finite()) {
                return None;
            }
            worst = worst.max(across(chord, between(chord, t), *at));
        }
        if worst <= 0.5 * self.bound || depth >= DEEPEST {
            return Some(());
        }
        if self.out.len() >= self.most {
            return None;
        }
        let middle = between(from, 0.5);
        let at = match self.which {
            Straight::InSystem => there[1],
            Straight::InDegrees => {
                let mut at = [middle];
                self.way.from_wgs84(&mut at);
                at[0]
            }
        };
        if !(at[0].is_finite() && at[1].is_finite()) {
            return None;
        }
        self.halve([from[0], middle], [to[0], at], depth + 1)?;
        self.out.push(at);
        self.halve([middle, from[1]], [at, to[1]], depth + 1)
    }
}

/// How far a position lies from a chord, across it, m; `beside` is the chord's position that it is compared with. That one of the two
/// runs ahead of the other along the edge moves no edge.
fn across(chord: [[f64; 2]; 2], beside: [f64; 2], at: [f64; 2]) -> f64 {
    let scale = at[1].to_radians().cos();
    let (x, y) = (
        (near(at[0], beside[0]) - beside[0]) * scale,
        at[1] - beside[1],
    );
    let (u, v) = (
        (chord[1][0] - chord[0][0]) * scale,
        chord[1][1] - chord[0][1],
    );
    let length = u.hypot(v);
    METRES_PER_DEGREE
        * if length > 0.0 {
            ((x * v - y * u) / length).abs()
        } else {
            x.hypot(y)
        }
}
