//! The line as short curved pieces in space, and the distance to one of them.
//!
//! Input: polylines in degrees whose edges are straight in longitude and latitude, or geodesics. An edge is cut into
//! pieces of a few kilometres; each is a parabola in space through its two ends and its middle, which lie on the exact
//! curve. So an edge of 40 km that bends 40 m away from the geodesic is followed to [`CURVE_ERROR`], and the number
//! of pieces does not depend on the tolerance.
//!
//! Error budget of a distance `d` to the line, m, for edges straight in longitude and latitude and geodesic ones alike:
//!
//! | term | size | condition, where it is met |
//! |---|---|---|
//! | a piece stands off the true curve | [`CURVE_ERROR`] | [`cut`] |
//! | the geodesic kernel | `distance::error_bound(d)`; to [`distance::SHORT`] [`distance::SHORT_ERROR`], less than `far::GAP_NEAR` | everywhere |
//! | the foot is the nearest point in space, not on the ellipsoid | θ²/2D″ ≤ 2e-4 (d/10⁶)⁵, θ ≤ 1.4e-5 (d/10⁶)² the angle between the two ways | d < [`GAIN_FROM`] and κd ≤ `FOCAL`, so that D″ ≥ ½/d |
//! | the same after one step of Newton's along the piece, κ included | third order: D‴ (θ/D″)³/6 < 2e-5 | d ≤ [`NEAR`] and κd ≤ `FOCAL` |
//! | branch and bound on geodesic distances (`far`) | `far::GAP`, below 700 km `far::GAP_NEAR` | everywhere else, to the antipode |
//!
//! κ is the geodesic curvature of the piece, tan φ/R for a parallel. On its hollow side the distance along it has the second
//! derivative D″ = cot(d/R)/R - κ, which vanishes at its focus: that, not the distance alone, ends the quick way.

use super::Edges;
use super::far;
use crate::geodesy::distance::{self, inverse};
use crate::geodesy::ellipsoid::{A, aux_of_lonlat, aux_of_space, normal_at, space_of_aux};
use crate::geodesy::vector::{V3, v3};
use geo::Coord;
use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};

/// Greatest distance between a piece and the curve it stands for, m.
pub const CURVE_ERROR: f64 = 2e-4;
/// Distance from which the foot is corrected, m. Below, the correction is under 0.02 mm.
pub const GAIN_FROM: f64 = 700_000.0;
/// Longest piece, m.
const LONGEST: f64 = 4_000.0;

/// Greatest distance at which the foot found in space is near enough to the one on the ellipsoid, m.
pub const NEAR: f64 = 2_990_000.0;
/// ... and greatest product of the distance and the piece's curvature.
const FOCAL: f64 = 0.45;

/// Bound on the error of a computed distance `d` to the line, m, from nothing to half the circumference.
pub fn distance_error(d: f64) -> f64 {
    let foot = if d > GAIN_FROM {
        far::GAP
    } else {
        far::GAP.min(2e-4 * (d / 1e6).powi(5)).max(far::GAP_NEAR)
    };
    CURVE_ERROR + distance::error_bound(d) + foot
}

/// "No vertex": the end of a piece inside an edge.
pub const NONE: u32 = u32::MAX;

/// The parabola `p0 + t e + t(1-t) bend`, 0 ≤ t ≤ 1, in space (m).
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    pub p0: V3,
    pub e: V3,
    pub bend: V3,
    /// 1/|e|², or 0 for a point.
    pub inv_e2: f64,
    /// Greatest distance from the chord, m.
    pub deviation: f64,
    /// Greatest geodesic curvature, 1/m.
    pub curvature: f64,
    /// Number of the input edge it is cut from.
    pub edge: u32,
    /// Numbers of the input positions at its ends, or [`NONE`].
    pub ends: [u32; 2],
}

impl Piece {
    #[inline(always)]
    pub fn at(&self, t: f64) -> V3 {
        self.p0 + self.e * t + self.bend * (t * (1.0 - t))
    }

    /// Whether the piece may be nearer than `limit`, m; cheap, by its chord.
    #[inline(always)]
    pub fn may_be_within(&self, x: V3, limit: f64) -> bool {
        let r = x - self.p0;
        let t = (r.dot(self.e) * self.inv_e2).clamp(0.0, 1.0);
        let reach = limit + self.deviation;
        (r - self.e * t).norm2() <= reach * reach
    }

    /// Parameter of the nearest point in space, and the squared distance to it, m².
    #[inline(always)]
    pub fn nearest(&self, x: V3) -> (f64, f64) {
        let r = x - self.p0;
        let t = (r.dot(self.e) * self.inv_e2).clamp(0.0, 1.0);
        let c = r - self.e * t - self.bend * (t * (1.0 - t));
        let tangent = self.e + self.bend * (1.0 - 2.0 * t);
        // One Newton step on |x - c(t)|²/2; where the piece bends round x it would not do.
        let slope = c.dot(tangent);
        let h = tangent.norm2() + 2.0 * c.dot(self.bend);
        if h * self.inv_e2 < 0.3 && self.inv_e2 > 0.0 {
            return self.nearest_at_focus(r);
        }
        let t = if self.inv_e2 > 0.0 {
            (t + slope / h).clamp(0.0, 1.0)
        } else {
            0.0
        };
        let c = r - self.e * t - self.bend * (t * (1.0 - t));
        (t, c.norm2())
    }

    /// [`Piece::nearest`] where x, which lies at `r` from the first end, is about as far as the piece's centre of curvature: the
    /// distance is all but the same along it. The squared distance is of the fourth degree, its slope is halved between eighths.
    #[cold]
    #[inline(never)]
    fn nearest_at_focus(&self, r: V3) -> (f64, f64) {
        let to = |t: f64| r - self.e * t - self.bend * (t * (1.0 - t));
        let falls = |t: f64| to(t).dot(self.e + self.bend * (1.0 - 2.0 * t)) > 0.0;
        let mut best = (0.0, to(0.0).norm2());
        let mut take = |t: f64| {
            let d2 = to(t).norm2();
            if d2 < best.1 {
                best = (t, d2);
            }
        };
        take(1.0);
        for k in 0..8 {
            let (mut lo, mut hi) = (f64::from(k) / 8.0, f64::from(k + 1) / 8.0);
            if falls(lo) && !falls(hi) {
                for _ in 0..40 {
                    let middle = 0.5 * (lo + hi);
                    if falls(middle) {
                        lo = middle;
                    } else {
                        hi = middle;
                    }
                }
                take(0.5 * (lo + hi));
            }
        }
        best
    }

    /// Geodesic distance, m, from the auxiliary vector `x` to the piece, whose nearest point in space is at `t`.
    #[inline]
    pub fn distance(&self, x: V3, t: f64) -> f64 {
        self.closest(x, t, f64::INFINITY).0
    }

    /// Geodesic distance, m, from the auxiliary vector `x` to the piece, whose nearest point in space is at `t`, and the parameter
    /// of the nearest point on the ellipsoid. Where that is above `known`, any greater distance will do.
    ///
    /// # Accuracy
    /// As [`distance_error`], the curve's own error apart.
    #[inline]
    pub fn closest(&self, x: V3, t: f64, known: f64) -> (f64, f64) {
        let foot = self.at(t);
        let v = aux_of_space(foot);
        let (from, to) = (space_of_aux(x), space_of_aux(v));
        if (from - to).norm2() <= distance::SHORT * distance::SHORT
            && self.curvature * distance::SHORT <= FOCAL
        {
            return (distance::short(from, to), t);
        }
        let inv = inverse(x, v);
        if self.inv_e2 > 0.0 {
            let near = inv.distance <= NEAR && self.curvature * inv.distance <= FOCAL;
            if !near {
                return far::of_piece(self, x, known);
            }
            if inv.distance >= GAIN_FROM {
                let inv = distance::again(x, aux_of_space(foot), &inv);
                return self.corrected(x, t, foot, &inv, known);
            }
        } else if inv.sigma > distance::ONE_TRIAL {
            return (distance::distance(x, aux_of_space(foot)), t);
        }
        (inv.distance, t)
    }

    /// One step of Newton's from the foot in space to that on the ellipsoid.
    fn corrected(
        &self,
        x: V3,
        t: f64,
        foot: V3,
        inv: &distance::Inverse,
        known: f64,
    ) -> (f64, f64) {
        // Slope of the distance along the piece: azimuths on the ellipsoid and on the auxiliary sphere are equal.
        let tangent = self.e + self.bend * (1.0 - 2.0 * t);
        let length = tangent.norm();
        let rho = (foot.x * foot.x + foot.y * foot.y).sqrt();
        let rho_v = (inv.v.x * inv.v.x + inv.v.y * inv.v.y).sqrt();
        if rho < 1.0 || rho_v < 1e-7 {
            return far::of_piece(self, x, known);
        }
        let east = v3(-foot.y / rho, foot.x / rho, 0.0);
        let n = normal_at(foot);
        let north = n.cross(east);
        let (s, c) = inv.sin_cos;
        let to_x = (x - inv.v * c) * (1.0 / s);
        let east_v = v3(-inv.v.y / rho_v, inv.v.x / rho_v, 0.0);
        let north_v = inv.v.cross(east_v);
        let (to_east, to_north) = (to_x.dot(east_v), to_x.dot(north_v));
        let cos = (tangent.dot(east) * to_east + tangent.dot(north) * to_north) / length;
        // The curve's own acceleration, -2 bend, counts as it points away from x.
        let own = 2.0 * (self.bend.dot(east) * to_east + self.bend.dot(north) * to_north);
        let second = c / (s * A) + own * self.inv_e2;
        let step = (cos / second).clamp(-t * length, (1.0 - t) * length);
        (
            inv.distance - (step * cos - 0.5 * second * step * step).max(0.0),
            (t + step / length).clamp(0.0, 1.0),
        )
    }

    /// The input position at the end where `t` stands, or [`NONE`] where the nearest point is inside an edge.
    #[inline(always)]
    pub fn vertex(&self, t: f64) -> u32 {
        if t <= 0.0 {
            self.ends[0]
        } else if t >= 1.0 {
            self.ends[1]
        } else {
            NONE
        }
    }
}

/// Cuts one part (positions in degrees, no jumps in longitude) into pieces. Edge and vertex numbers go on from
/// `vertex0`. A part whose positions are all equal becomes one point.
pub fn cut(part: &[Coord<f64>], edges: Edges, vertex0: u32, out: &mut Vec<Piece>) {
    let first = out.len();
    for (i, w) in part.windows(2).enumerate() {
        if w[0] == w[1] {
            continue;
        }
        let number = vertex0 + i as u32;
        match edges {
            Edges::Planar => {
                let at = |t: f64| Coord {
                    x: w[0].x + t * (w[1].x - w[0].x),
                    y: w[0].y + t * (w[1].y - w[0].y),
                };
                let at = |t: f64| space_of_aux(aux_of_lonlat(at(t)));
                let first = out.len();
                match planar_count(w[0], w[1]) {
                    Some(n) => equal_pieces(&at, n, number, out),
                    None => halve(&at, 0.0, 1.0, 0, number, out),
                }
                name_ends(&mut out[first..], number);
            }
            Edges::Geodesic => {
                let g = Geodesic::wgs84();
                let (length, azimuth, _, _): (f64, f64, f64, f64) =
                    g.inverse(w[0].y, w[0].x, w[1].y, w[1].x);
                let at = |t: f64| {
                    if t == 0.0 {
                        return space_of_aux(aux_of_lonlat(w[0]));
                    }
                    if t == 1.0 {
                        return space_of_aux(aux_of_lonlat(w[1]));
                    }
                    let (lat, lon): (f64, f64) = g.direct(w[0].y, w[0].x, azimuth, t * length);
                    space_of_aux(aux_of_lonlat(Coord { x: lon, y: lat }))
                };
                let n = (length / LONGEST).ceil().max(1.0) as usize;
                let first = out.len();
                equal_pieces(&at, n, number, out);
                name_ends(&mut out[first..], number);
            }
        }
    }
    if out.len() == first {
        let p0 = space_of_aux(aux_of_lonlat(part[0]));
        out.push(Piece {
            p0,
            e: V3::default(),
            bend: V3::default(),
            inv_e2: 0.0,
            curvature: 0.0,
            deviation: 0.0,
            edge: vertex0,
            ends: [vertex0; 2],
        });
    }
}

/// How many equal pieces a straight longitude/latitude edge needs: the cubic term that a parabola leaves out, about
/// ℓ³(1 + 3 tan²φ)/(125 R²), stays below half of [`CURVE_ERROR`]. None near a pole, where no equal pieces would do.
fn planar_count(a: Coord<f64>, b: Coord<f64>) -> Option<usize> {
    let lat = a.y.abs().max(b.y.abs());
    if lat > 80.0 {
        return None;
    }
    let dy = (b.y - a.y).to_radians() * A;
    let nearest_equator = if a.y * b.y <= 0.0 {
        0.0
    } else {
        a.y.abs().min(b.y.abs())
    };
    let dx = (b.x - a.x).to_radians() * A * nearest_equator.to_radians().cos();
    let tan = lat.to_radians().tan();
    let longest = (0.5 * CURVE_ERROR * 125.0 * A * A / (1.0 + 3.0 * tan * tan))
        .cbrt()
        .min(LONGEST);
    Some((dx.hypot(dy) / longest).ceil().max(1.0) as usize)
}

/// Halves a stretch of an edge until its parabola holds, by looking at its quarters.
fn halve(at: &impl Fn(f64) -> V3, t0: f64, t1: f64, depth: u32, number: u32, out: &mut Vec<Piece>) {
    let (a, m, b) = (at(t0), at(0.5 * (t0 + t1)), at(t1));
    let parabola = |t: f64| a + (b - a) * t + (m - (a + b) * 0.5) * (4.0 * t * (1.0 - t));
    let miss = |t: f64| (at(t0 + t * (t1 - t0)) - parabola(t)).norm();
    let fits = (b - a).norm() <= LONGEST && miss(0.25).max(miss(0.75)) <= 0.5 * CURVE_ERROR;
    if fits || depth >= 50 {
        push_piece(at, t0, t1, number, out);
    } else {
        let t = 0.5 * (t0 + t1);
        halve(at, t0, t, depth + 1, number, out);
        halve(at, t, t1, depth + 1, number, out);
    }
}

fn equal_pieces(at: &impl Fn(f64) -> V3, n: usize, number: u32, out: &mut Vec<Piece>) {
    for k in 0..n {
        push_piece(
            at,
            k as f64 / n as f64,
            (k + 1) as f64 / n as f64,
            number,
            out,
        );
    }
}

fn push_piece(at: &impl Fn(f64) -> V3, t0: f64, t1: f64, number: u32, out: &mut Vec<Piece>) {
    // The end of the piece before, so that neighbours meet to the last bit and an end is computed once.
    let p0 = match out.last() {
        Some(last) if t0 > 0.0 => last.p0 + last.e,
        _ => at(t0),
    };
    let p1 = at(t1);
    let middle = at(0.5 * (t0 + t1));
    let e = p1 - p0;
    let e2 = e.norm2();
    if e2 > 0.0 {
        let bend = (middle - (p0 + p1) * 0.5) * 4.0;
        let n = normal_at(middle);
        let curvature = 2.0 * (bend - n * n.dot(bend)).norm() / e2;
        out.push(Piece {
            p0,
            e,
            bend,
            inv_e2: 1.0 / e2,
            curvature,
            deviation: 0.25 * bend.norm(),
            edge: number,
            ends: [NONE; 2],
        });
    }
}

/// The first and last piece of an edge end at input positions.
fn name_ends(pieces: &mut [Piece], number: u32) {
    if let Some(first) = pieces.first_mut() {
        first.ends[0] = number;
    }
    if let Some(last) = pieces.last_mut() {
        last.ends[1] = number + 1;
    }
}
