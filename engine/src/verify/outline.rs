//! Every edge of a zone's outline, along the whole of it.
//!
//! A bound, not a sample: between two places of an edge, l apart, the distance to the line is
//! - at least the lesser of the two less C l²/8, C = 1/d + κ, because the distance's second derivative is at most C along a curve of
//!   geodesic curvature κ;
//! - at most the greater of the two distances to any one point of the line, and K l²/8, K = κ − cot(d/b)/b or κ, because the distance to
//!   one point bends down by no more than K;
//! - and within l/2 of the mean of both: 1 is its Lipschitz constant.
//!
//! An edge is halved until the bound is within the tolerance, or a place is found that is not.

use super::bounds::{SMOOTH, least_turn, planar};
use super::judge::{KNOWN, Near};
use super::truth::{Rule, Truth};
use geo::Coord;

/// A stretch of this part of the tolerance is not halved any more: the bound is then within 1 % of the tolerance of what was met.
const FINEST: f64 = 0.01;
/// Places of an edge are no farther apart than the spacing by this, where walls count.
const WALL_STEP: f64 = 4.0;
/// Directions in which both sides of a wall are sought: at first, and before an edge is called astray.
const DIRECTIONS: [usize; 3] = [8, 32, 128];

/// What an edge was found to be.
#[derive(Clone, Copy, Debug)]
pub struct Along {
    /// Greatest and least distance − width that were met, and where.
    pub over: (f64, Coord<f64>),
    pub under: (f64, Coord<f64>),
    /// No place is off by more than this.
    pub bound: f64,
    /// A place where the edge is neither at the width nor at anything else that ends the zone, and how far it is off.
    pub astray: Option<(f64, Coord<f64>)>,
    /// Distances that were computed.
    pub looks: usize,
}

/// A place of an edge.
#[derive(Clone, Copy, Debug)]
struct At {
    part: f64,
    place: Coord<f64>,
    near: Near,
}

/// An edge of a plain strip's outline.
pub fn plain(truth: &Truth, a: Coord<f64>, b: Coord<f64>) -> Option<Along> {
    let look = Edge {
        truth,
        a,
        b,
        width: truth.claim.width.0,
    };
    let mut along = Along::of(a);
    let (start, end) = (look.at(0.0, &mut along)?, look.at(1.0, &mut along)?);
    look.between(start, end, &mut along);
    along.bound = along.bound.max(along.worst());
    Some(along)
}

struct Edge<'a> {
    truth: &'a Truth<'a>,
    a: Coord<f64>,
    b: Coord<f64>,
    width: f64,
}

impl Along {
    fn of(a: Coord<f64>) -> Self {
        Along {
            over: (f64::NEG_INFINITY, a),
            under: (f64::INFINITY, a),
            bound: 0.0,
            astray: None,
            looks: 0,
        }
    }

    fn worst(&self) -> f64 {
        self.over.0.max(-self.under.0)
    }
}

impl Edge<'_> {
    fn at(&self, part: f64, along: &mut Along) -> Option<At> {
        let place = if part < 1.0 {
            self.a + (self.b - self.a) * part
        } else {
            self.b
        };
        let near = self.truth.judge.near(place)?;
        let off = near.distance - self.width;
        along.looks += 1;
        if off > along.over.0 {
            along.over = (off, place);
        }
        if off < along.under.0 {
            along.under = (off, place);
        }
        Some(At { part, place, near })
    }

    fn between(&self, p: At, q: At, along: &mut Along) {
        let tolerance = self.truth.claim.tolerance.0;
        let (length, bend) = planar(p.place, q.place);
        let bound = self.bound(&p, &q, length, bend);
        let wrong = along.worst() > tolerance + KNOWN;
        if bound <= tolerance || length <= FINEST * tolerance || wrong {
            along.bound = along.bound.max(bound);
            return;
        }
        if let Some(middle) = self.at(0.5 * (p.part + q.part), along) {
            self.between(p, middle, along);
            self.between(middle, q, along);
        }
    }

    /// No place between two is off the width by more than this.
    fn bound(&self, p: &At, q: &At, length: f64, bend: f64) -> f64 {
        let (d0, d1) = (p.near.distance, q.near.distance);
        let apart = self.width - 0.5 * (d0 + d1 - length);
        let plain = apart.max(0.5 * (d0 + d1 + length) - self.width);
        let least = d0.min(d1) - length;
        if least <= 0.0 || d0.max(d1) + length >= SMOOTH {
            return plain + KNOWN;
        }
        let eighth = length * length / 8.0;
        let low = (d0.min(d1) - (1.0 / least + bend) * eighth).max(self.width - apart);
        let one = |foot: Coord<f64>| {
            let judge = self.truth.judge;
            judge
                .between(p.place, foot)
                .max(judge.between(q.place, foot))
        };
        let high = one(p.near.foot).min(one(q.near.foot));
        let down = (bend - least_turn(high + length).min(0.0)).max(0.0);
        let high = (high + down * eighth).min(self.width + plain);
        (high - self.width).max(self.width - low) + KNOWN
    }
}

/// An edge of a zone that has walls besides the width: places along it, at each of which what belongs and what does not must be
/// within the tolerance.
pub fn walled(truth: &Truth, a: Coord<f64>, b: Coord<f64>, spacing: f64) -> Along {
    let mut along = Along::of(a);
    let (length, _) = planar(a, b);
    let count = (WALL_STEP * length / spacing).ceil().clamp(2.0, 1e6);
    let tolerance = truth.claim.tolerance.0;
    for k in 0..count as usize {
        let place = a + (b - a) * (k as f64 / count);
        along.looks += 1;
        let off = truth.judge.distance(place).0 - truth.claim.width.0;
        let at_width = match truth.rule(place) {
            Rule::Within(width) => {
                let off = off + truth.claim.width.0 - width;
                (off.abs() <= tolerance).then_some(off)
            }
            _ => None,
        };
        if let Some(off) = at_width {
            if off > along.over.0 {
                along.over = (off, place);
            }
            if off < along.under.0 {
                along.under = (off, place);
            }
        }
        // At the width on the wrong side of the line there is no wall either.
        let reach = tolerance + KNOWN;
        let wall = (DIRECTIONS.iter()).any(|&n| truth.wall_near(place, reach, n))
            || at_width.is_some() && truth.wall_near(place, 2.0 * reach, DIRECTIONS[1]);
        if !wall && along.astray.is_none_or(|(worst, _)| off.abs() > worst) {
            along.astray = Some((off.abs(), place));
        }
    }
    along
}
