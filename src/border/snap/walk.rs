//! Along a run of open edges: which territory's open edges are nearest, and from where to where.
//!
//! A *step* is a part of one edge along which the answer is the same. Steps are short beside the reach where something is
//! near, and long where nothing is: the distance to the nearest outline says how far nothing can change.

use geo::Coord;

use super::cubes::Crowded;
use super::outline::{Chord, Foot, Outlines, chord};
use crate::geodesy::area::edge_length;
use crate::geodesy::ellipsoid::space_of_lonlat;
use crate::geodesy::vector::V3;

/// Shortest and longest step near another outline, as parts of the reach. An outline that leaves the reach and comes back
/// within the shortest step, and so by a thirty-second of the reach at most, is not seen to leave.
const SHORTEST: f64 = 1.0 / 16.0;
const LONGEST: f64 = 1.0 / 8.0;
/// How far beyond the reach a look goes, as a multiple of it. Farther looks make longer steps where nothing is near, but meet more of
/// the ring's own edges.
const AHEAD: f64 = 32.0;
/// The territory that was nearest stays it until another one is nearer by this, m: where two neighbours meet both have the same
/// point, and rounding must not decide between them at every step.
const STICK: f64 = 1e-3;
/// Where the answer changes is found to this, m.
const CUT: f64 = 1e-3;
/// Edges are looked at in parts no longer than this, m, so that their lengths are known well.
const PART: f64 = 50_000.0;
/// Two borders face each other where they run against each other within 60°: the cosine, squared.
const FACING2: f64 = 0.25;

/// What is near a step: the territory, and the nearest points to the step's two ends.
#[derive(Clone, Copy)]
pub struct Partner {
    pub territory: u32,
    pub feet: [Foot; 2],
}

/// A part of one edge with one answer.
#[derive(Clone, Copy)]
pub struct Step {
    /// Number of the edge in its ring, and where on it the step starts, 0..=1.
    pub edge: u32,
    pub from: f64,
    pub ends: [Coord<f64>; 2],
    pub partner: Option<Partner>,
}

impl Step {
    pub fn territory(&self) -> Option<u32> {
        self.partner.map(|p| p.territory)
    }
}

/// The open edges of all territories, seen from one ring.
pub struct Surroundings<'a> {
    outlines: &'a Outlines,
    crowded: &'a Crowded,
    /// Index of the territory whose ring it is: its own edges do not count.
    me: u32,
    /// Straight-line distance in space, m.
    reach: f64,
}

/// The position a part `t` of the way along an edge, exact at its ends.
fn at([p, q]: [Coord<f64>; 2], t: f64) -> Coord<f64> {
    match t {
        0.0 => p,
        1.0 => q,
        t => p + (q - p) * t,
    }
}

/// Where the parts of an edge begin and end, 0..=1.
fn parts([p, q]: [Coord<f64>; 2]) -> impl Iterator<Item = [f64; 2]> {
    let n = (edge_length(p, q) / PART).ceil().max(1.0) as u32;
    (0..n).map(move |k| [k, k + 1].map(|k| f64::from(k) / f64::from(n)))
}

impl<'a> Surroundings<'a> {
    /// For a ring of the territory `me`. `reach`: geodesic distance, m.
    pub fn new(outlines: &'a Outlines, crowded: &'a Crowded, me: u32, reach: f64) -> Self {
        Surroundings {
            outlines,
            crowded,
            me,
            reach: chord(reach),
        }
    }

    /// The steps of consecutive edges; `number`: of each edge in its ring.
    pub fn walk(&self, edges: impl IntoIterator<Item = (u32, [Coord<f64>; 2])>) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut last = None;
        for (number, [p, q]) in edges {
            for part in parts([p, q]) {
                last = self.part(number, [p, q], part, last, &mut steps);
            }
        }
        steps
    }

    /// The steps of one part of an edge; gives the territory nearest at its end.
    fn part(
        &self,
        edge: u32,
        ends: [Coord<f64>; 2],
        [from, to]: [f64; 2],
        last: Option<u32>,
        steps: &mut Vec<Step>,
    ) -> Option<u32> {
        let at = |t: f64| at(ends, t);
        let mut push = |from: f64, to: f64, partner: Option<Partner>| {
            let ends = [at(from), at(to)];
            if ends[0] != ends[1] {
                steps.push(Step {
                    edge,
                    from,
                    ends,
                    partner,
                });
            }
        };
        if !self.crowded.has([at(from), at(to)]) {
            push(from, to, None);
            return None;
        }
        let speed = edge_length(at(from), at(to)) / (to - from);
        if speed <= 0.0 {
            return last;
        }
        // The margin makes up for the length's own error.
        let near = |t: f64, last| {
            let ahead = (1.01 * speed * (to - t)).min(AHEAD * self.reach);
            self.near(space_of_lonlat(at(t)), self.reach + ahead, last)
        };
        let within = |found: &Option<Foot>| found.filter(|foot| foot.distance <= self.reach);
        let (mut t, mut here) = (from, near(from, last));
        while t < to {
            let step = match here {
                None => AHEAD * self.reach,
                Some(foot) if foot.distance > self.reach => {
                    (foot.distance - self.reach).max(SHORTEST * self.reach)
                }
                Some(foot) => {
                    (self.reach - foot.distance).clamp(SHORTEST * self.reach, LONGEST * self.reach)
                }
            };
            let next = t + step / speed;
            let next = if next < to { next } else { to };
            let now = within(&here).map(|foot| foot.owner);
            let there = near(next, now);
            let then = within(&there).map(|foot| foot.owner);
            let cut = if now == then {
                next
            } else {
                let (mut low, mut high) = (t, next);
                while (high - low) * speed > CUT {
                    let middle = 0.5 * (low + high);
                    if !(low < middle && middle < high) {
                        break;
                    }
                    let found = within(&near(middle, now)).map(|foot| foot.owner);
                    if found == now {
                        low = middle;
                    } else {
                        high = middle;
                    }
                }
                high
            };
            if cut == next && now == then {
                let feet = within(&here).zip(within(&there));
                push(
                    t,
                    next,
                    feet.map(|(a, b)| Partner {
                        territory: a.owner,
                        feet: [a, b],
                    }),
                );
            } else {
                push(t, cut, self.partner(now, [at(t), at(cut)]));
                push(cut, next, self.partner(then, [at(cut), at(next)]));
            }
            (t, here) = (next, there);
        }
        within(&here).map(|foot| foot.owner)
    }

    /// The nearest foreign edge within `limit`, m: that of `last` unless another one is nearer by [`STICK`].
    fn near(&self, x: V3, limit: f64, last: Option<u32>) -> Option<Foot> {
        let stays = last.and_then(|last| self.outlines.nearest(x, limit, |o| o == last, |_| true));
        let limit = stays.map_or(limit, |foot| foot.distance - STICK);
        if limit <= 0.0 {
            return stays;
        }
        let other = |owner: u32| owner != self.me && Some(owner) != last;
        self.outlines.nearest(x, limit, other, |_| true).or(stays)
    }

    /// A cut stands within [`CUT`] of where the reach ends, so the feet are looked for a little farther out.
    fn partner(&self, territory: Option<u32>, ends: [Coord<f64>; 2]) -> Option<Partner> {
        let territory = territory?;
        let foot = |c: Coord<f64>| {
            let reach = self.reach + 1.0;
            self.outlines
                .nearest(space_of_lonlat(c), reach, |o| o == territory, |_| true)
        };
        Some(Partner {
            territory,
            feet: [foot(ends[0])?, foot(ends[1])?],
        })
    }

    /// Whether a step's partner has an edge within reach that runs against the step.
    pub fn faces(&self, step: &Step) -> bool {
        let [a, b] = step.ends.map(space_of_lonlat);
        let along = (b - a).unit();
        let Some(territory) = step.territory() else {
            return false;
        };
        let against = |c: &Chord| {
            let cos = c.e.dot(along);
            cos < 0.0 && cos * cos > FACING2 * c.e.norm2()
        };
        let middle = (a + b) * 0.5;
        let its = |owner: u32| owner == territory;
        (self.outlines)
            .nearest(middle, self.reach, its, against)
            .is_some()
    }
}
