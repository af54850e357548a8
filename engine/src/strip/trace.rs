//! The outline within a leaf, as vertices no farther apart than the tolerance allows.
//!
//! Error budget, in tolerances. The vertices stand at distance `w + SHIFT` from the line, not at `w`, so that the chords
//! err to both sides of it:
//!
//! | part | outward | inward |
//! |---|---|---|
//! | vertices beyond `w` | [`SHIFT`] 0.45 | |
//! | chords: a disc of radius `w` that holds neither end cannot come deeper than its sagitta | | `SAG_IN` - [`SHIFT`] = 0.85 |
//! | chords across a corner of the outline, or that bend outward (longitude/latitude edges bend) | `SAG_OUT` 0.45 | |
//! | roots, rounding of coordinates, the distance itself | 0.1 | 0.1 |
//!
//! An edge P–Q is accepted when it is short enough for both sagittas, and when a part of the line is within `w + SHIFT + SAG_OUT` of all of it
//! ([`above`]). Beside one long edge of the line longer chords are taken than a disc would allow; that nothing else of the line
//! comes between is left to the [certificate](super::certificate).

use super::bends::{lonlat_bend, walk};
use super::between::{Vertex, above};
use super::nearest::{Near, Search};
use super::piece::NONE;
use super::tree::{Ref, Tree};
use crate::geodesy::ellipsoid::{A, aux_of_space, normal_at, space_of_aux};
use crate::geodesy::vector::V3;

/// How far beyond the width the vertices stand, in tolerances.
pub const SHIFT: f64 = 0.45;
/// Greatest sagitta of a chord inside the outline, in tolerances.
const SAG_IN: f64 = 1.28;
/// Greatest excess of a chord outside the outline, in tolerances.
const SAG_OUT: f64 = 0.44;
/// Roots are taken as found within this, in tolerances.
const ROOT: f64 = 0.01;
/// Edges so short are never divided, in tolerances.
const SHORTEST: f64 = 0.3;
/// Edges are divided so many times at most; the rest is left to the certificate. Met where three sites' curves nearly meet in one point.
const DEEPEST: u32 = 300;
/// A point that divides an edge should be this part of its length away from both ends, or others are tried.
const GOOD_SPREAD: f64 = 0.1;
/// Steps toward the line longer than this are taken again, m: a tangent is not a geodesic.
const LONG_STEP: f64 = 500.0;

/// The runs of the line to search: a leaf's candidates within their reach, the whole line beyond it.
pub struct Scope<'a> {
    pub candidates: &'a [Ref],
    pub all: &'a [Ref],
    pub centre: V3,
    /// m
    pub reach: f64,
}

impl Scope<'_> {
    pub fn runs(&self, x: V3) -> &[Ref] {
        if (x - self.centre).norm2() <= self.reach * self.reach {
            self.candidates
        } else {
            self.all
        }
    }
}

/// Traces outlines of one line at one width.
pub struct Tracer<'a> {
    pub tree: &'a Tree,
    /// Distance of the vertices, m.
    pub level: f64,
    pub tolerance: f64,
    /// Greatest geodesic curvature of the outline (round a point), 1/m.
    round: f64,
    /// Cosine and sine of the level as an angle at the earth's centre.
    cos: f64,
    sin: f64,
}

impl<'a> Tracer<'a> {
    pub fn new(tree: &'a Tree, width: f64, tolerance: f64) -> Self {
        let level = width + SHIFT * tolerance;
        let (sin, cos) = (level / A).min(1.5).sin_cos();
        Tracer {
            tree,
            level,
            tolerance,
            round: 1.01 * cos / (sin * A),
            cos,
            sin,
        }
    }

    /// The outline's point near `aux`, from the inside or the outside, with its site.
    pub fn project(&self, search: &mut Search, scope: &Scope, aux: V3) -> Vertex {
        let mut aux = aux;
        let mut vertex = None;
        for _ in 0..40 {
            let x = space_of_aux(aux);
            let near = search.nearest(self.tree, scope.runs(x), aux);
            let miss = near.distance - self.level;
            let at = x + near.toward(x) * miss;
            let moved = aux_of_space(at);
            // Moved by what was missing, it stands at the level.
            vertex = Some(Vertex {
                aux: moved,
                x: space_of_aux(moved),
                near: Near {
                    distance: self.level,
                    ..near
                },
            });
            // Toward the line the nearest point stays the nearest: one step is exact. Away from it another may take over.
            if miss.abs() <= ROOT * self.tolerance || (0.0..LONG_STEP).contains(&miss) {
                break;
            }
            aux = if miss > 0.0 {
                moved
            } else {
                aux_of_space(x + near.toward(x) * (miss - 0.02 * self.tolerance))
            };
        }
        vertex.unwrap_or_else(|| unreachable!("the loop runs at least once"))
    }

    /// Appends the vertices between `p` and `q`, the strip lying on the left.
    pub fn trace(
        &self,
        search: &mut Search,
        scope: &Scope,
        p: &Vertex,
        q: &Vertex,
        out: &mut Vec<Vertex>,
    ) {
        self.step(search, scope, p, q, out, 0);
    }

    fn step(
        &self,
        search: &mut Search,
        scope: &Scope,
        p: &Vertex,
        q: &Vertex,
        out: &mut Vec<Vertex>,
        depth: u32,
    ) {
        let d = q.x - p.x;
        let length = d.norm();
        let Err(cap) = self.judge(p, q, d, length) else {
            return;
        };
        if depth <= DEEPEST
            && !self.tree.halt.is_stopped()
            && let Some((before, after)) = self.divide(search, scope, p, q, length, cap)
        {
            self.step(search, scope, p, &before, out, depth + 1);
            out.push(before);
            self.step(search, scope, &after, q, out, depth + 1);
        }
    }

    /// A vertex between `p` and `q`, or the corner between them, which has two sites. None where neither is found.
    fn divide(
        &self,
        search: &mut Search,
        scope: &Scope,
        p: &Vertex,
        q: &Vertex,
        length: f64,
        cap: f64,
    ) -> Option<(Vertex, Vertex)> {
        let mut corner_tried = length <= cap;
        if corner_tried && let Some(corner) = self.corner(search, scope, p, q, length) {
            return Some(corner);
        }
        let d = q.x - p.x;
        let n = (length / cap).ceil().max(2.0);
        // A point between may project onto an end, or close to it: then the corner may serve, or another point does.
        let (mut best, mut spread) = (None, 0.001 * length);
        for f in [(n * 0.5).floor() / n, 0.5, 0.7, 0.3, 0.85, 0.15] {
            let chord = p.x + d * f;
            let sagitta = 0.5 * f * (1.0 - f) * length * length * self.round;
            let start =
                chord + self.outward(p, q, d, chord) * (sagitta * 1.02 + 0.02 * self.tolerance);
            let m = self.project(search, scope, aux_of_space(start));
            let from_ends = (m.x - p.x).norm().min((m.x - q.x).norm());
            if from_ends > spread {
                (best, spread) = (Some((m, m)), from_ends);
            }
            if spread >= GOOD_SPREAD * length {
                break;
            }
            if !corner_tried {
                corner_tried = true;
                if let Some(corner) = self.corner(search, scope, p, q, length) {
                    return Some(corner);
                }
            }
        }
        best
    }

    /// Away from the line at a point between `p` and `q`.
    fn outward(&self, p: &Vertex, q: &Vertex, d: V3, at: V3) -> V3 {
        let n = normal_at(at);
        let sum = p.near.toward(p.x) + q.near.toward(q.x);
        let sum = sum - n * n.dot(sum);
        let length = sum.norm();
        if length > 0.3 {
            sum * (-1.0 / length)
        } else {
            d.cross(n).unit()
        }
    }

    /// Whether the edge may stand.
    ///
    /// # Errors
    /// The length that would do.
    fn judge(&self, p: &Vertex, q: &Vertex, d: V3, length: f64) -> Result<(), f64> {
        let tol = self.tolerance;
        if length <= SHORTEST * tol {
            return Ok(());
        }
        let Some(bend) = lonlat_bend(p.x, q.x, d, length) else {
            // Near a pole an edge turns too fast to be bounded.
            let rho_of = |v: V3| (v.x * v.x + v.y * v.y).sqrt();
            let rho = rho_of(p.x).min(rho_of(q.x)).min(rho_of((p.x + q.x) * 0.5));
            return Err((0.15 * rho).min(0.999 * length).max(SHORTEST * tol));
        };
        let most = if p.near.vertex == NONE && q.near.vertex == NONE && self.same_edge(p, q) {
            self.along(p).max(self.along(q)).min(self.round)
        } else {
            self.round
        };
        let least = if self.same_point(p, q) {
            0.9 * self.round
        } else {
            -self.along(p).max(self.along(q))
        };
        let k8 = length * length / 8.0;
        let sag_in = k8 * (most + bend);
        let sag_out = (k8 * (bend - least)).max(0.0);
        if sag_in > SAG_IN * tol || sag_out > SAG_OUT * tol {
            let by_in = (8.0 * SAG_IN * tol / (most + bend).max(1e-12)).sqrt();
            let by_out = (8.0 * SAG_OUT * tol / (bend - least).max(1e-12)).sqrt();
            return Err(by_in.min(by_out).min(0.999 * length).max(SHORTEST * tol));
        }
        let outward = if self.same_point(p, q) {
            sag_out
        } else {
            let top = self.level + SAG_OUT * tol;
            above(self.tree, p, q, length, bend, top, 2.0 * tol) - self.level
        };
        if outward > SAG_OUT * tol {
            return Err(f64::INFINITY);
        }
        Ok(())
    }

    fn same_edge(&self, p: &Vertex, q: &Vertex) -> bool {
        let pieces = &self.tree.pieces;
        pieces[p.near.piece as usize].edge == pieces[q.near.piece as usize].edge
    }

    fn same_point(&self, p: &Vertex, q: &Vertex) -> bool {
        p.near.vertex != NONE && p.near.vertex == q.near.vertex
    }

    /// Bound on the geodesic curvature of the curve parallel to a vertex's piece, 1/m.
    ///
    /// A curve of curvature κ has, at distance w on a sphere, a parallel of curvature (κ cosθ + sinθ/R) / (cosθ - κ R sinθ),
    /// θ = w/R: on the hollow side of a parallel of latitude it grows without bound toward the pole, its focus. Beyond a
    /// twentieth the focus is so near that the piece's ends are nearer than its inside.
    fn along(&self, v: &Vertex) -> f64 {
        let k = self.tree.pieces[v.near.piece as usize].curvature;
        let denominator = (self.cos - k * A * self.sin).max(0.05);
        1.02 * (k * self.cos + self.sin / A) / denominator
    }

    /// The corner between `p` and `q` where the parallel curves of their two sites cross, once for each site.
    fn corner(
        &self,
        search: &mut Search,
        scope: &Scope,
        p: &Vertex,
        q: &Vertex,
        length: f64,
    ) -> Option<(Vertex, Vertex)> {
        let mut aux = aux_of_space((p.x + q.x) * 0.5);
        for _ in 0..12 {
            let x = space_of_aux(aux);
            let n = normal_at(x);
            let nears = [p, q].map(|v| {
                let (piece, t) = walk(self.tree, v.near.piece, x);
                let site = &self.tree.pieces[piece as usize];
                Near {
                    distance: site.distance(aux, t),
                    piece,
                    t,
                    vertex: site.vertex(t),
                    foot: site.at(t),
                }
            });
            let miss = nears.map(|n| n.distance - self.level);
            if miss[0].abs().max(miss[1].abs()) <= ROOT * self.tolerance {
                let there = search.nearest(self.tree, scope.runs(x), aux);
                // It must lie ahead of `p` and behind `q`, walking with the strip on the left.
                let ahead = |v: &Vertex, step: V3| {
                    step.dot(v.near.toward(v.x).cross(n)) > -0.05 * self.tolerance
                };
                let reached = ahead(p, x - p.x) && ahead(q, q.x - x);
                if !reached {
                    return None;
                }
                if there.distance < self.level - 2.0 * ROOT * self.tolerance {
                    // A third site covers the corner: its own part of the outline is near.
                    let m = self.project(search, scope, aux);
                    let from_ends = (m.x - p.x).norm().min((m.x - q.x).norm());
                    return (from_ends > 0.02 * length).then_some((m, m));
                }
                let corner = nears.map(|near| Vertex { aux, x, near });
                return Some((corner[0], corner[1]));
            }
            let g = nears.map(|n| n.toward(x));
            let det = n.dot(g[0].cross(g[1]));
            if det.abs() < 0.02 {
                return None;
            }
            // Step s in the tangent plane with s·g₀ = miss₀ and s·g₁ = miss₁.
            let s = (g[1].cross(n) * miss[0] + n.cross(g[0]) * miss[1]) * (1.0 / det);
            if s.norm2() > 16.0 * length * length {
                return None;
            }
            aux = aux_of_space(x + s);
        }
        None
    }

    /// Whether the vertex `b` between `a` and `c` is not needed.
    pub fn is_redundant(&self, a: &Vertex, b: &Vertex, c: &Vertex) -> bool {
        let d = c.x - a.x;
        let length = d.norm();
        // A detour through b must be a small one, or a whole small ring would be cut off.
        if (b.x - a.x).norm() + (c.x - b.x).norm() > 1.05 * length {
            return false;
        }
        self.judge(a, c, d, length).is_ok()
    }
}
