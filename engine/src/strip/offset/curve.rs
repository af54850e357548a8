//! The closed curve round one part of a line, at the strip's width on its right there and back.
//!
//! # Error budget
//! In tolerances; d is the geodesic distance to the line, w the width.
//! * Offsets of edges have their vertices at w exactly. A chord bends away from the true offset by [`STRAIGHT`] at most (in
//!   longitude and latitude even the offset of a straight edge is not straight); measured at its middle, or bounded if tiny.
//! * Arcs have their end vertices at w (they are the edges' too) and the others at w + [`SHIFT`]; sag = [`SAG`], shift = 2/3 sag,
//!   so that a chord between two such stands outside by as much area as inside: d - w from -1/3 to +2/3 sag. A chord from w to
//!   w + shift has its least distance at t = 5/12: d - w = 2/3 t sag - 4t(1-t) sag = -25/36 sag = -0.80,
//!   to first order in sag/w (met: -0.801 at tol = w/100).
//!   The sag counts the bend of a lon/lat-straight chord against the geodesic: curvature 1/w + tan φ / R.
//! * A mild bend has one vertex, where the two offsets meet when prolonged: it stands outside by w τ²/8, at most [`MITRE`].
//! * Where two chords cross, the point is on both: its distance to each chord's own place on the line is within the budget, so d is
//!   not above w + budget; and d is not below w - budget, because a point deeper than that inside any other piece's reach is
//!   inside that piece's chords, so not on the outline.
//! * Rounding: that of [`direct`](crate::geodesy::direct), 1e-5 m, and the overlay's grid, 1e-7 m. At the least tolerance, 1 cm: 0.001.
//!
//! The sum is at most STRAIGHT + MITRE = 0.9 or 0.80.
//!
//! # Why the curve winds right
//! At a bend to the right (the reflex side) the exact curve would go backward along an arc round the vertex. That arc is never outline, so
//! it is replaced by its chord, which lies in the vertex's disc: winding numbers only grow, and only inside the strip. Where the two
//! offsets cross, the little loop beyond the crossing is left out: the part enters and leaves the discs of its points at least
//! twice (once before the vertex, once after), so that one turn less leaves at least one.

use super::super::Edges;
use super::too_near_a_pole;
use crate::geodesy::direct::{Base, Heading, Path};
use crate::geodesy::ellipsoid::A;
use crate::halt::Halt;
use geo::Coord;

/// Greatest sag of an arc's chord, in tolerances.
pub const SAG: f64 = 1.15;
/// How far outside an arc's inner vertices stand, in tolerances.
pub const SHIFT: f64 = SAG * 2.0 / 3.0;
/// Greatest distance of an edge's offset from its chords, in tolerances.
pub const STRAIGHT: f64 = 0.2;
/// Greatest distance of a mitred vertex beyond the width, in tolerances.
pub const MITRE: f64 = 0.7;
/// Bends within this of a full reversal are one, rad: there left and right are rounding noise, and a cap is never wrong.
const REVERSAL: f64 = 1e-6;
/// Two vertices at a bend nearer than this, m, are one: neither the budget nor the overlay's grid sees it.
const SAME: f64 = 1e-6;
/// Least radius of curvature of the ellipsoid, m, rounded down.
const LEAST_RADIUS: f64 = 6_335_000.0;
/// Halvings of an edge's offset after which it is taken as it is: 2^-40 of an edge is below the grid.
const DEEPEST: u32 = 40;

/// How curves are made for one width and tolerance.
pub struct Offset<'a> {
    edges: Edges,
    width: f64,
    tol: f64,
    /// Tangent of the angle at the centre that the width takes.
    reach: f64,
    halt: &'a Halt,
}

/// An edge of the part: from vertex `from` on.
struct Edge {
    a: Coord<f64>,
    step: Coord<f64>,
    path: Option<Path>,
    /// Whether `path` runs the other way.
    backward: bool,
    /// Headings at the start and at the end.
    heads: [Heading; 2],
    /// Pieces of equal length with which to begin; 0 for an edge whose offset needs no look at its middle.
    pieces: u32,
}

impl<'a> Offset<'a> {
    /// `width` and `tol` in metres, `tol` at most a tenth of `width`.
    pub fn new(edges: Edges, width: f64, tol: f64, halt: &'a Halt) -> Self {
        let reach = (1.1 * width / LEAST_RADIUS).tan();
        Offset {
            edges,
            width,
            tol,
            reach,
            halt,
        }
    }

    /// The closed curve round `part` (not empty), counter-clockwise, first vertex not repeated; nothing if the part is unsuitable, or once stopped.
    pub fn round(&self, part: &[Coord<f64>]) -> Option<Vec<Coord<f64>>> {
        let mut vertices = part.to_vec();
        vertices.dedup();
        if vertices.iter().any(|&v| too_near_a_pole(v, self.width)) {
            return None;
        }
        let bases: Vec<Base> = vertices.iter().map(|&v| Base::new(v)).collect();
        let edges = vertices
            .windows(2)
            .zip(bases.windows(2))
            .map(|(v, b)| self.edge(v[0], v[1], &b[0], &b[1]))
            .collect::<Option<Vec<Edge>>>()?;
        let mut out = Vec::with_capacity(5 * vertices.len() + 16);
        let north = Heading {
            east: 0.0,
            north: 1.0,
        };
        let (Some(first), Some(last)) = (edges.first(), edges.last()) else {
            self.arc(&bases[0], north, std::f64::consts::TAU, &mut out);
            out.push(bases[0].go(north, self.width));
            return Some(out);
        };
        let mut offset = Vec::new();
        for (k, edge) in edges.iter().enumerate() {
            self.along(edge, &bases[k], &bases[k + 1], &mut offset)?;
            if k == 0 {
                out.append(&mut offset);
            } else {
                self.join(
                    &bases[k],
                    edges[k - 1].heads[1],
                    edge.heads[0],
                    &mut offset,
                    &mut out,
                );
            }
        }
        let end = bases.len() - 1;
        let cap = std::f64::consts::PI;
        self.arc(&bases[end], last.heads[1].right(), cap, &mut out);
        for (k, edge) in edges.iter().enumerate().rev() {
            let back = edge.reversed();
            self.along(&back, &bases[k + 1], &bases[k], &mut offset)?;
            if k + 1 == edges.len() {
                out.append(&mut offset);
            } else {
                let came = edges[k + 1].heads[0].back();
                self.join(&bases[k + 1], came, back.heads[0], &mut offset, &mut out);
            }
        }
        self.arc(&bases[0], first.heads[0].left(), cap, &mut out);
        Some(out)
    }

    fn edge(&self, a: Coord<f64>, b: Coord<f64>, at_a: &Base, at_b: &Base) -> Option<Edge> {
        if self.halt.is_stopped() {
            return None;
        }
        let step = b - a;
        let tan = at_a
            .poleward_tangent(self.reach)
            .max(at_b.poleward_tangent(self.reach));
        // Upper bounds: of the length, of the curvature of the offset in longitude and latitude, of that curvature's change.
        let (path, heads, length, bend, change);
        match self.edges {
            Edges::Planar => {
                path = None;
                heads = [at_a.heading_of(step), at_b.heading_of(step)];
                // The edge nearest the equator is the longest; as if all on it.
                length = step.x.hypot(step.y).to_radians() * A * 1.01;
                bend = 2.0 * self.width * (1.0 + 2.0 * tan * tan) / (LEAST_RADIUS * LEAST_RADIUS);
                change = self.width * (1.0 + tan).powi(3) / LEAST_RADIUS.powi(3);
            }
            Edges::Geodesic => {
                if step.x.abs() > 179.0 {
                    return None;
                }
                let p = Path::new(a, b);
                heads = [p.at(0.0).1, p.at(1.0).1];
                length = p.length;
                path = Some(p);
                bend = 2.0 * tan / LEAST_RADIUS;
                change = (1.0 + tan).powi(2) / LEAST_RADIUS.powi(2);
            }
        };
        let limit = STRAIGHT * self.tol;
        let pieces = if 0.125 * length * length * bend < limit {
            0
        } else {
            // An S-shaped offset passes through its chord's middle: keep that part of the bend below a quarter of the limit.
            let longest = (60.0 * 0.25 * limit / change).cbrt();
            (length / longest).ceil().clamp(1.0, 1e6) as u32
        };
        Some(Edge {
            a,
            step,
            path,
            backward: false,
            heads,
            pieces,
        })
    }

    /// The offset of an edge on its right, from start to end, into `out` (emptied first).
    fn along(&self, edge: &Edge, from: &Base, to: &Base, out: &mut Vec<Coord<f64>>) -> Option<()> {
        out.clear();
        if self.halt.is_stopped() {
            return None;
        }
        let mut p = from.go(edge.heads[0].right(), self.width);
        let end = to.go(edge.heads[1].right(), self.width);
        out.push(p);
        for k in 0..edge.pieces {
            let share = |k: u32| f64::from(k) / f64::from(edge.pieces);
            let q = if k + 1 == edge.pieces {
                end
            } else {
                self.beside(edge, share(k + 1))?
            };
            self.refine(edge, (share(k), p), (share(k + 1), q), DEEPEST, out)?;
            p = q;
        }
        if edge.pieces == 0 {
            out.push(end);
        }
        Some(())
    }

    /// Appends the offset between two shares of an edge, without its first vertex.
    fn refine(
        &self,
        edge: &Edge,
        p: (f64, Coord<f64>),
        q: (f64, Coord<f64>),
        depth: u32,
        out: &mut Vec<Coord<f64>>,
    ) -> Option<()> {
        let t = 0.5 * (p.0 + q.0);
        let m = self.beside(edge, t)?;
        let miss = m - (p.1 + q.1) * 0.5;
        let (east, north) = (miss.x * m.y.to_radians().cos(), miss.y);
        if depth > 0 && east.hypot(north).to_radians() * A > STRAIGHT * self.tol {
            self.refine(edge, p, (t, m), depth - 1, out)?;
            self.refine(edge, (t, m), q, depth - 1, out)?;
        } else {
            out.push(q.1);
        }
        Some(())
    }

    /// The offset on the right of a place inside an edge; nothing if that place is too near to a pole.
    fn beside(&self, edge: &Edge, t: f64) -> Option<Coord<f64>> {
        let (base, heading) = match &edge.path {
            None => {
                let base = Base::new(edge.a + edge.step * t);
                (base, base.heading_of(edge.step))
            }
            Some(path) => {
                let back = edge.backward;
                let (at, heading) = path.at(if back { 1.0 - t } else { t });
                if too_near_a_pole(at, self.width) {
                    return None;
                }
                (Base::new(at), if back { heading.back() } else { heading })
            }
        };
        Some(base.go(heading.right(), self.width))
    }

    /// Appends the offset of the next edge, with the bend between the two headings before it.
    fn join(
        &self,
        at: &Base,
        came: Heading,
        goes: Heading,
        next: &mut Vec<Coord<f64>>,
        out: &mut Vec<Coord<f64>>,
    ) {
        let turn = came.angle_to(goes);
        let reversal = turn.abs() > std::f64::consts::PI - REVERSAL;
        let n = out.len();
        if self.width * turn.abs() < SAME {
            out.extend_from_slice(&next[1..]);
            return;
        }
        if turn <= 0.0 && !reversal {
            if let Some(x) = crossing(out[n - 2], out[n - 1], next[0], next[1]) {
                out[n - 1] = x;
                out.extend_from_slice(&next[1..]);
                return;
            }
        } else if self.width * turn * turn <= 8.0 * MITRE * self.tol {
            let middle = Heading::along(came.east + goes.east, came.north + goes.north);
            out[n - 1] = at.go(middle.right(), self.width * (1.0 + 0.125 * turn * turn));
            out.extend_from_slice(&next[1..]);
            return;
        } else {
            self.arc(at, came.right(), turn.abs(), out);
        }
        out.append(next);
    }

    /// Appends an arc round a vertex from the heading `from` counter-clockwise, without its two ends.
    fn arc(&self, at: &Base, from: Heading, angle: f64, out: &mut Vec<Coord<f64>>) {
        let curvature = 1.0 / self.width + at.poleward_tangent(self.reach) / LEAST_RADIUS;
        let widest = (8.0 * SAG * self.tol / curvature).sqrt() / self.width;
        // A lone chord between two vertices at the width itself has no shift to help it.
        let alone = widest * (0.8 / SAG).sqrt();
        if angle <= alone {
            return;
        }
        let n = (angle / widest).ceil().max(2.0);
        let turn = (angle / n).sin_cos();
        let radius = self.width + SHIFT * self.tol;
        let mut heading = from;
        for _ in 1..n as u32 {
            heading = heading.turned(turn);
            out.push(at.go(heading, radius));
        }
    }
}

impl Edge {
    fn reversed(&self) -> Edge {
        Edge {
            a: self.a + self.step,
            step: self.step * -1.0,
            path: self.path,
            backward: !self.backward,
            heads: [self.heads[1].back(), self.heads[0].back()],
            pieces: self.pieces,
        }
    }
}

/// Where a→b and c→d cross, in the plane of longitude and latitude; nothing if they do not.
fn crossing(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>, d: Coord<f64>) -> Option<Coord<f64>> {
    let (u, v, r) = (b - a, d - c, c - a);
    let cross = |p: Coord<f64>, q: Coord<f64>| p.x * q.y - p.y * q.x;
    let det = cross(u, v);
    let (s, t) = (cross(r, v) / det, cross(r, u) / det);
    ((0.0..=1.0).contains(&s) && (0.0..=1.0).contains(&t)).then(|| a + u * s)
}
