//! What the distance to the line can be between two places whose nearest points are known.
//!
//! From above: any part of the line bounds the distance. Three are tried, the cheapest first; each holds whatever else the line does.

use super::bends::{curve_concave, point_concave, stretch_toward, walk};
use super::nearest::Near;
use super::piece::NONE;
use super::tree::Tree;
use crate::geodesy::distance::distance;
use crate::geodesy::ellipsoid::aux_of_space;
use crate::geodesy::vector::V3;

/// A place and the point of the line that it is nearest to.
#[derive(Clone, Copy, Debug)]
pub struct Vertex {
    pub aux: V3,
    /// Position in space, m.
    pub x: V3,
    pub near: Near,
}

/// At most so far from the line is any point of the edge from `a` to `b`, m: at most `length` m long, of geodesic curvature `bend` (1/m).
///
/// `limit`: what is asked for, m; below it nothing sharper is sought. `slack`: how far above it an answer may still be of use, m.
pub fn above(
    tree: &Tree,
    a: &Vertex,
    b: &Vertex,
    length: f64,
    bend: f64,
    limit: f64,
    slack: f64,
) -> f64 {
    let (da, db) = (a.near.distance, b.near.distance);
    let most = da.max(db) + length;
    let k8 = 0.125 * length * length;
    let point = k8 * (point_concave(most) + bend);
    if a.near.vertex != NONE && a.near.vertex == b.near.vertex {
        return bulging(da, db, point);
    }
    let mut best = f64::INFINITY;
    for (p, q) in [(a, b), (b, a)] {
        let edge = tree.pieces[p.near.piece as usize].edge;
        let (piece, foot, dq) = if tree.pieces[q.near.piece as usize].edge == edge {
            (q.near.piece, q.near.foot, q.near.distance)
        } else {
            let (piece, t) = walk(tree, p.near.piece, q.x);
            let s = &tree.pieces[piece as usize];
            // The vertex that q is nearest to may end this edge far from the place that the walk came to.
            let d = if s.vertex(t) != NONE && s.vertex(t) == q.near.vertex {
                q.near.distance
            } else {
                s.distance(q.aux, t)
            };
            (piece, s.at(t), d)
        };
        let dp = p.near.distance;
        let top = dp.max(dq);
        if top > limit + slack {
            continue;
        }
        let farthest = top + length + 1.1 * (foot - p.near.foot).norm();
        if let Some(toward) = stretch_toward(tree, p.near.piece, piece, p.x, q.x)
            && let Some(concave) = curve_concave(toward, top + slack, farthest)
        {
            best = best.min(bulging(dp, dq, k8 * (concave + bend)));
            if best <= limit {
                return best;
            }
        }
    }
    // The two nearest points: each is a straight line at most, the smaller of the two counts.
    let from_a = distance(b.aux, aux_of_space(a.near.foot));
    let from_b = distance(a.aux, aux_of_space(b.near.foot));
    let (rise_a, rise_b) = (from_a - da, from_b - db);
    let crossing = if rise_a <= 0.0 || rise_b <= 0.0 {
        da.max(db)
    } else {
        // da + f rise_a = from_b + f (db - from_b)
        let f = ((from_b - da) / (rise_a + from_b - db)).clamp(0.0, 1.0);
        da + f * rise_a
    };
    best.min(crossing + point)
}

/// Least value of a function with ends `da`, `db` whose second derivative is at most 8 × `sag` over the length squared.
pub fn sagging(da: f64, db: f64, sag: f64) -> f64 {
    if sag <= 0.0 || (db - da).abs() >= 4.0 * sag {
        return da.min(db);
    }
    let t = 0.5 - (db - da) / (8.0 * sag);
    da + (db - da) * t - 4.0 * sag * t * (1.0 - t)
}

/// Greatest value of a function with ends `da`, `db` whose second derivative is at least -8 × `sag` over the length squared.
pub fn bulging(da: f64, db: f64, sag: f64) -> f64 {
    -sagging(-da, -db, sag)
}
