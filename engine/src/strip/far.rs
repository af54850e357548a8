//! The nearest point of the line where it is far, or as far as its edge bends: branch and bound on geodesic distances.
//!
//! Straight chords in space say which point is nearest only up to [`chord_margin`](super::nearest::chord_margin), which grows with the
//! cube of the distance and is without limit near the antipode. Here nothing rests on chords but a first sieve. What decides is a
//! bound from below on the distance D along a stretch of curve, from its values at the two ends alone:
//!
//! **D″ ≤ cot(D/R)/R + κ**, with D along the curve by arc length, R = [`R_MAX`] and κ the curve's geodesic curvature, turned
//! away from the asking point. The first term is the comparison theorem of Hessians: Gauss's curvature is at least 1/R² everywhere on the
//! ellipsoid. It holds in the sense of support functions on the cut locus too, thus for all distances up to the antipode; it needs no
//! derivative and no direction. So D lies above the parabola through its end values with that second derivative ([`secant`]), and a
//! stretch whose parabola is nowhere below the least distance known, less [`GAP`], is done. Others are divided where their parabola is
//! lowest.
//!
//! A run of several edges lies within its capsule's radius and twice the sag of its chord about the geodesic between its ends: the
//! bound on that geodesic (κ = 0), less so much. The distance is 1-Lipschitz, which is the bound where the ends are near.
//!
//! The answer depends on the line and the runs asked alone.

use super::nearest::Near;
use super::piece::{GAIN_FROM, NONE, Piece};
use super::tree::{Ref, Tree, is_piece, piece_index};
use crate::geodesy::distance::distance;
use crate::geodesy::ellipsoid::{B, R_MAX, R_MIN, aux_of_space, normal_at, space_of_aux};
use crate::geodesy::vector::V3;
use std::f64::consts::PI;

/// The distance found is no more than this above the least, m (the error of the single distances apart).
pub const GAP: f64 = 1e-4;
/// The same for one piece nearer than 700 km, where its bend alone brings it here, m.
pub const GAP_NEAR: f64 = 1e-6;
/// The geodesic curvature of a piece's parabola is nowhere more than so many times that in its middle, nor less than 2 minus so
/// many times: its speed changes by less than a tenth.
const CURVATURE_FACTOR: f64 = 1.25;
/// Between these distances the side from which a piece is seen is known well enough to say which way it bends, m; it may turn
/// by [`SIGHT`] along a piece and between chord and geodesic.
const SIDES: (f64, f64) = (100_000.0, 17_000_000.0);
const SIGHT: f64 = 0.1;
/// Runs that stray more from their chord than this are tried by chords in space too, m.
const SIEVED: f64 = 5_000.0;
/// Where the point opposite tells more than the chord itself, m.
const FAR_SIDE: f64 = 12_000_000.0;

/// A run whose ends are measured. `lower` bounds the distance to it from below.
#[derive(Clone, Copy)]
struct Item {
    run: Ref,
    ends: [f64; 2],
    lower: f64,
}

/// Room for the search.
#[derive(Default)]
pub struct Room {
    stack: Vec<Item>,
}

/// The least distance known, and where.
#[derive(Clone, Copy)]
pub struct Best {
    pub distance: f64,
    pub piece: u32,
    pub t: f64,
}

/// The nearest point among the runs `among` to the auxiliary vector `aux`.
pub fn nearest(room: &mut Room, tree: &Tree, among: &[Ref], aux: V3) -> Near {
    let mut job = Job {
        tree,
        aux,
        x: space_of_aux(aux),
        best: Best {
            distance: f64::INFINITY,
            piece: 0,
            t: 0.0,
        },
    };
    let stack = &mut room.stack;
    stack.clear();
    for &run in among {
        let lower = job.sieve(run);
        stack.push(Item {
            run,
            ends: [f64::NAN; 2],
            lower,
        });
    }
    // Nearest last, so that it is opened first.
    stack.sort_by(|a, b| b.lower.total_cmp(&a.lower));
    while let Some(item) = stack.pop() {
        if item.lower < job.best.distance - GAP {
            job.open(item, stack);
        }
    }
    let found = &tree.pieces[job.best.piece as usize];
    polish(found, aux, &mut job.best);
    let Best { distance, piece, t } = job.best;
    Near {
        distance,
        piece,
        t,
        vertex: found.vertex(t),
        foot: found.at(t),
    }
}

struct Job<'a> {
    tree: &'a Tree,
    aux: V3,
    x: V3,
    best: Best,
}

impl Job<'_> {
    fn open(&mut self, item: Item, stack: &mut Vec<Item>) {
        let Item { run, mut ends, .. } = item;
        if self.tree.is_top(run) {
            let mut children = self.tree.node(run).children.map(|run| Item {
                run,
                ends: [f64::NAN; 2],
                lower: self.sieve(run),
            });
            children.sort_by(|a, b| b.lower.total_cmp(&a.lower));
            stack.extend(children.into_iter().filter(|c| self.is_wanted(c)));
            return;
        }
        let (p0, e, _) = self.tree.capsule(run);
        if ends[0].is_nan() {
            ends = [self.at_start(run, p0), self.at_end(run, p0 + e)];
            stack.extend(self.bounded(run, ends));
            return;
        }
        if is_piece(run) {
            let i = piece_index(run);
            refine(
                &self.tree.pieces[i],
                self.aux,
                i as u32,
                ends,
                &mut self.best,
            );
            return;
        }
        let [first, second] = self.tree.node(run).children;
        let middle = self.at_start(second, self.tree.capsule(second).0);
        let mut children = [
            self.bounded(first, [ends[0], middle]),
            self.bounded(second, [middle, ends[1]]),
        ];
        if let [Some(a), Some(b)] = children
            && a.lower < b.lower
        {
            children.swap(0, 1);
        }
        stack.extend(children.into_iter().flatten());
    }

    fn is_wanted(&self, item: &Item) -> bool {
        item.lower < self.best.distance - GAP
    }

    fn at_start(&mut self, run: Ref, p: V3) -> f64 {
        let d = distance(self.aux, aux_of_space(p));
        if d < self.best.distance {
            let mut first = run;
            while !is_piece(first) {
                first = self.tree.node(first).children[0];
            }
            self.best = Best {
                distance: d,
                piece: piece_index(first) as u32,
                t: 0.0,
            };
        }
        d
    }

    fn at_end(&mut self, run: Ref, p: V3) -> f64 {
        let d = distance(self.aux, aux_of_space(p));
        if d < self.best.distance {
            let mut last = run;
            while !is_piece(last) {
                last = self.tree.node(last).children[1];
            }
            self.best = Best {
                distance: d,
                piece: piece_index(last) as u32,
                t: 1.0,
            };
        }
        d
    }

    /// Bound from below on the distance to a run from chords alone: to the run, and to it from the point opposite.
    fn sieve(&self, run: Ref) -> f64 {
        let there = least_distance(self.tree.bound(run, self.x).lower());
        if there < FAR_SIDE {
            return there;
        }
        // Angles on the auxiliary sphere times b are no greater than distances, and opposite points are opposite on both.
        let opposite = self.tree.farthest_within(run, self.x * -1.0);
        let back = B * (PI - 2.0 * (0.5 * opposite / B).min(1.0).asin());
        there.max(back)
    }

    /// An item that needs opening, or none.
    fn bounded(&self, run: Ref, ends: [f64; 2]) -> Option<Item> {
        let wanted = self.best.distance - GAP;
        let (_, e, radius) = self.tree.capsule(run);
        let lower = if is_piece(run) {
            let p = &self.tree.pieces[piece_index(run)];
            secant(ends, length_of(p), CURVATURE_FACTOR * p.curvature).0
        } else {
            let chord = e.norm();
            if chord < R_MIN && radius < 1e6 {
                // An arc of a geodesic is longer than its chord by less than this, and rises above it by ℓ²/8R.
                let length = chord * (1.0 + chord * chord / (20.0 * R_MIN * R_MIN));
                let aside = 1.002 * (radius + length * length / (8.0 * R_MIN));
                secant(ends, length, 0.0).0 - aside
            } else {
                0.0
            }
        };
        let item = Item { run, ends, lower };
        // Long runs are sieved too: their ends say little.
        if lower >= wanted || radius > SIEVED && self.sieve(run) >= wanted {
            None
        } else {
            Some(item)
        }
    }
}

/// Least geodesic distance of two points whose straight distance is at least `chord`, m.
pub fn least_distance(chord: f64) -> f64 {
    if chord <= 0.0 {
        return 0.0;
    }
    2.0 * R_MAX * (0.5 * chord / R_MAX).min(1.0).asin()
}

/// Upper bound on the length of a piece, m.
fn length_of(p: &Piece) -> f64 {
    p.e.norm() + 2.0 * p.deviation
}

/// Least value of D along a stretch of `length` (m) with end values `ends`, D″ ≤ cot(D/R)/R + `bend`, and the share of the length at
/// which the bound takes it.
#[inline]
pub fn secant([a, b]: [f64; 2], length: f64, bend: f64) -> (f64, f64) {
    let trivial = 0.5 * (a + b - length);
    if trivial <= 0.0 || length == 0.0 {
        return (trivial.min(a).min(b), 0.5);
    }
    // cot θ ≤ 1/θ - θ/3 - θ³/45 on (0, π).
    let theta = trivial / R_MAX;
    let cot = 1.0 / theta - theta / 3.0 - theta * theta * theta / 45.0;
    let most = cot.max(0.0) / R_MAX + bend;
    let slope = (b - a) / length;
    let at = if most > 0.0 {
        0.5 * length - slope / most
    } else {
        0.0
    };
    if !(at > 0.0 && at < length) {
        return (a.min(b), 0.5);
    }
    let low = a + slope * at - 0.5 * most * at * (length - at);
    (low.max(trivial), at / length)
}

/// Improves `best` by the nearest point of one piece, whose ends are at the distances `ends` (m).
pub fn refine(p: &Piece, aux: V3, number: u32, ends: [f64; 2], best: &mut Best) {
    if p.inv_e2 == 0.0 {
        return;
    }
    let length = length_of(p);
    let nearest = ends[0].min(ends[1]);
    let bend = bend_from(p, aux, nearest);
    let gap = if nearest < GAIN_FROM { GAP_NEAR } else { GAP };
    // Each half is at most 3/4 of the whole, and none shorter than the gap can hold a gain: 77 divisions of the longest piece.
    let mut stack = [(0.0, 1.0, ends[0], ends[1]); 96];
    let mut n = 1;
    while n > 0 {
        n -= 1;
        let (t0, t1, a, b) = stack[n];
        let (low, share) = secant([a, b], length * (t1 - t0), bend);
        if low >= best.distance - gap {
            continue;
        }
        let t = t0 + (t1 - t0) * share.clamp(0.25, 0.75);
        let d = distance(aux, aux_of_space(p.at(t)));
        if d < best.distance {
            *best = Best {
                distance: d,
                piece: number,
                t,
            };
        }
        // The lower half on top.
        let halves = [(t0, t, a, d), (t, t1, d, b)];
        let lower = usize::from(b < a);
        stack[n] = halves[1 - lower];
        stack[n + 1] = halves[lower];
        n += 2;
    }
}

/// The part of the second derivative of the distance along a piece (a parabola, by its parameter) that its own bend and its
/// change of speed make, at most, 1/m.
fn bend_from(p: &Piece, aux: V3, d: f64) -> f64 {
    let speed = 2.0 * p.bend.dot(p.e).abs() * p.inv_e2 * p.inv_e2.sqrt();
    let full = CURVATURE_FACTOR * p.curvature;
    if !(SIDES.0..SIDES.1).contains(&d) || full == 0.0 {
        return full + speed;
    }
    let middle = p.at(0.5);
    let n = normal_at(middle);
    let away = middle - space_of_aux(aux);
    let away = (away - n * n.dot(away)).unit();
    // The curve's acceleration is -2 bend.
    let seen = -2.0 * away.dot(p.bend - n * n.dot(p.bend)) * p.inv_e2 + SIGHT * p.curvature;
    let factor = if seen > 0.0 {
        CURVATURE_FACTOR
    } else {
        2.0 - CURVATURE_FACTOR
    };
    (seen * factor).min(full) + speed
}

/// The nearest point of one piece and its distance, m; where that is above `known`, any greater distance will do.
pub fn of_piece(p: &Piece, aux: V3, known: f64) -> (f64, f64) {
    let ends = [p.p0, p.p0 + p.e].map(|q| distance(aux, aux_of_space(q)));
    let found = usize::from(ends[1] < ends[0]);
    let t = found as f64;
    let mut best = Best {
        distance: ends[found].min(known),
        piece: NONE,
        t,
    };
    refine(p, aux, NONE, ends, &mut best);
    if best.distance < ends[found] && best.t != t {
        polish(p, aux, &mut best);
        (best.distance, best.t)
    } else {
        (ends[found], t)
    }
}

/// Where D is known to [`GAP`] its place is known to some ten metres: the lowest point of the parabola through three more makes it
/// one. Nothing rests on this.
fn polish(p: &Piece, aux: V3, best: &mut Best) {
    const H: f64 = 0.05;
    if p.inv_e2 == 0.0 {
        return;
    }
    let middle = best.t.clamp(H, 1.0 - H);
    let [a, b, c] = [middle - H, middle, middle + H].map(|t| distance(aux, aux_of_space(p.at(t))));
    let second = a - 2.0 * b + c;
    if second <= 0.0 {
        return;
    }
    let t = (middle + 0.5 * H * (a - c) / second).clamp(0.0, 1.0);
    let d = distance(aux, aux_of_space(p.at(t)));
    if d <= best.distance {
        (best.distance, best.t) = (d, t);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Coord;
    use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};

    /// Distances from (0, `lat`) along a geodesic lie above the parabola through their ends, from a kilometre to the antipode.
    #[test]
    fn the_distance_along_a_geodesic_lies_above_its_secant_parabola() {
        let g = Geodesic::wgs84();
        let mut k = 0u32;
        let mut next = || {
            k += 1;
            (f64::from(k) * 0.618_033_988_75).fract()
        };
        for i in 0..4000 {
            let lat = 90.0 * next();
            let length = [2e3, 5e4, 3e5, 1e6][i % 4];
            let off = [3e3, 1e6, 6e6, 1.3e7, 1.98e7, 1.9996e7][i % 6] * (0.99 + 0.01 * next());
            let (lat1, lon1): (f64, f64) = g.direct(lat, 0.0, 360.0 * next(), off);
            let azimuth = 360.0 * next();
            let d = |s: f64| -> f64 {
                let (lat2, lon2): (f64, f64) = g.direct(lat1, lon1, azimuth, s);
                g.inverse(lat, 0.0, lat2, lon2)
            };
            let low = secant([d(0.0), d(length)], length, 0.0).0;
            let least = (0..=50)
                .map(|j| d(length * f64::from(j) / 50.0))
                .fold(f64::INFINITY, f64::min);
            assert!(
                least >= low - 1e-7,
                "{lat} {off} {length}: {least} below {low}"
            );
        }
    }

    #[test]
    fn a_parabola_through_equal_ends_is_lowest_in_its_middle() {
        let (low, share) = secant([5e6, 5e6], 1e5, 0.0);
        assert!((share - 0.5).abs() < 1e-12);
        assert!(
            (5e6 - low - 1e10 / (8.0 * R_MAX * (5e6f64 / R_MAX).tan())).abs() < 5.0,
            "{low}"
        );
        // Beyond a quarter of the circumference the distance is concave: its ends decide.
        assert_eq!(secant([1.5e7, 1.50001e7], 1e5, 0.0).0, 1.5e7);
    }

    #[test]
    fn chords_bound_distances_from_below() {
        for (lon, lat) in [(3.0, 0.0), (90.0, 10.0), (179.0, 0.5), (180.0, 60.0)] {
            let p = |x, y| space_of_aux(crate::geodesy::ellipsoid::aux_of_lonlat(Coord { x, y }));
            let d: f64 = Geodesic::wgs84().inverse(-5.0, 0.0, lat, lon);
            assert!(least_distance((p(0.0, -5.0) - p(lon, lat)).norm()) <= d);
        }
    }
}
