//! How fast the distance to a line can bend along a way: bounds on its second derivative, from which a few values of it
//! bound it everywhere between.
//!
//! Let d be the distance to one fixed point or curve, and x walk with unit speed along a way of geodesic curvature κ. Then
//! d″ = Hess d (x′, x′) ± κ (∇d·n), and Hess d is, across the gradient,
//! - for a point: between cot(d/r)/r at the ellipsoid's least radius of curvature and at its greatest (Hessian comparison: the Gaussian
//!   curvature lies between 1/[`R_MAX`]² and 1/[`R_MIN`]²);
//! - for a curve of geodesic curvature k toward x: the curvature of its parallel through x,
//!   -(k cosθ + sinθ/r)/(cosθ - k r sinθ) with θ = d/r, the solution of Riccati's equation h′ = -1/r² - h², h(0) = -k, while the
//!   denominator is above 0. Where it comes to 0 lies the curve's focus: beyond it the nearest point jumps along the curve, and nothing holds.
//!
//! A minimum of such distances keeps the upper bound, which is why few values bound the distance to a line from below.

use super::piece::Piece;
use super::tree::Tree;
use crate::geodesy::ellipsoid::{R_MAX, R_MIN, normal_at};
use crate::geodesy::vector::V3;
use std::f64::consts::PI;

/// A curve counts as smooth while the denominator above stays above this.
const FOCUS: f64 = 0.1;
/// Up to this angle at the earth's centre sines are replaced by what they are at most.
const NEAR: f64 = 0.03;
/// The curvature of a piece is known at its middle; along it (at most 4 km) it changes by less than this part.
const CURVATURE_DOUBT: f64 = 1.02;
/// Pieces between the nearest points of two places that are looked at; more are left to finer steps.
const MOST_PIECES: usize = 64;

/// Greatest second derivative, 1/m, of the distance to a point, at a distance of at least `d` m along a geodesic.
#[inline]
pub fn point_most(d: f64) -> f64 {
    let theta = (d / R_MAX).min(0.999 * PI);
    if theta <= 0.0 {
        return f64::INFINITY;
    }
    // Along the gradient it is 0.
    (1.0 / (theta.tan() * R_MAX)).max(0.0)
}

/// By how much the distance to a point may be concave, 1/m, at a distance of at most `d` m: nothing up to a quarter of the globe.
#[inline]
pub fn point_concave(d: f64) -> f64 {
    let theta = d / R_MIN;
    if theta < 0.5 * PI {
        0.0
    } else if theta < 0.999 * PI {
        -1.0 / (theta.tan() * R_MIN)
    } else {
        f64::INFINITY
    }
}

/// By how much the distance to a stretch of a curve of curvature at most `k` (1/m) toward the asking place may be concave, 1/m, at a distance
/// of at most `d` m, where no point of the stretch is farther than `farthest`. None at or beyond the focus.
///
/// Up to the focus each point of the stretch that is seen straight across is a least one, so there is one at most, and the nearest point
/// moves along the stretch without a jump.
#[inline]
pub fn curve_concave(k: f64, d: f64, farthest: f64) -> Option<f64> {
    if farthest >= 0.49 * PI * R_MIN {
        return None;
    }
    let theta = farthest / R_MIN;
    if theta < NEAR {
        // sinθ ≤ θ and cosθ ≥ 1 - θ²/2, at the greater of the two distances: no need of sines.
        let theta = theta.max(d / R_MIN);
        let denominator = 1.0 - 0.5 * theta * theta - k.max(0.0) * R_MIN * theta;
        return (denominator >= FOCUS).then(|| ((k + theta / R_MIN) / denominator).max(0.0));
    }
    let before_focus = |theta: f64| {
        let (s, c) = theta.sin_cos();
        (c - k * R_MIN * s, s, c)
    };
    if before_focus(theta).0 < FOCUS {
        return None;
    }
    let (denominator, s, c) = before_focus(d / R_MIN);
    Some(((k * c + s / R_MIN) / denominator).max(0.0))
}

/// Geodesic curvature, 1/m, of the edge from `p` to `q` (in space) that is straight in longitude and latitude; at most. None so near
/// a pole that the edge turns by more than a fifth of a radian.
///
/// On the sphere it is tanφ/R · e (2 - e²), e the sine of the azimuth; the flattening changes that by less than a hundredth.
#[inline]
pub fn lonlat_bend(p: V3, q: V3, d: V3, length: f64) -> Option<f64> {
    let middle = (p + q) * 0.5;
    let rho_of = |v: V3| (v.x * v.x + v.y * v.y).sqrt();
    let rho_mid = rho_of(middle);
    let rho = rho_of(p).min(rho_of(q)).min(rho_mid);
    if length > 0.2 * rho {
        return None;
    }
    let sin_lat = normal_at(middle).z;
    let east = (d.y * middle.x - d.x * middle.y) / (rho_mid.max(1e-3) * length.max(1e-9));
    let bend = (sin_lat * east * (2.0 - east * east)).abs() / rho_mid.max(1e-3);
    Some(1.05 * bend + 1.2 * length / (rho * rho).max(1.0) * sin_lat.abs() + 1e-9)
}

/// Curvature of a piece toward `x`, signed, 1/m; at most.
fn toward(piece: &Piece, x: V3) -> f64 {
    if piece.curvature == 0.0 {
        return 0.0;
    }
    let foot = piece.at(0.5);
    let n = normal_at(foot);
    let w = x - foot;
    let w = w - n * n.dot(w);
    // The second derivative of the parabola points against `bend`.
    let k = -2.0 * piece.bend.dot(w) * piece.inv_e2 / w.norm().max(1e-9);
    // Where x is not straight across, the part along the piece is no measure of the side: the whole curvature counts then.
    let across = 1.0 - (w.dot(piece.e)).powi(2) * piece.inv_e2 / w.norm2().max(1e-18);
    if across < 0.8 {
        piece.curvature * CURVATURE_DOUBT
    } else {
        k + (CURVATURE_DOUBT - 1.0) * piece.curvature
    }
}

/// Greatest curvature, 1/m, toward two places of the stretch of edge between two of its pieces. None where they are too many.
pub fn stretch_toward(tree: &Tree, from: u32, to: u32, p: V3, q: V3) -> Option<f64> {
    let (lo, hi) = (from.min(to) as usize, from.max(to) as usize);
    (hi - lo <= MOST_PIECES).then(|| {
        (tree.pieces[lo..=hi].iter())
            .map(|s| toward(s, p).max(toward(s, q)))
            .fold(f64::NEG_INFINITY, f64::max)
    })
}

/// The nearest point to `x` on the input edge of a piece, near that piece: its piece and the place on it.
pub fn walk(tree: &Tree, piece: u32, x: V3) -> (u32, f64) {
    let edge = tree.pieces[piece as usize].edge;
    let mut at = piece;
    let (mut t, _) = tree.pieces[at as usize].nearest(x);
    for _ in 0..MOST_PIECES {
        let next = if t <= 0.0 {
            at.checked_sub(1)
        } else if t >= 1.0 {
            Some(at + 1)
        } else {
            None
        };
        let Some(next) =
            next.filter(|&n| tree.pieces.get(n as usize).is_some_and(|p| p.edge == edge))
        else {
            break;
        };
        let (s, _) = tree.pieces[next as usize].nearest(x);
        // Back where it came from: the nearest point is where the two meet.
        if (next < at && s >= 1.0) || (next > at && s <= 0.0) {
            break;
        }
        (at, t) = (next, s);
    }
    (at, t)
}
