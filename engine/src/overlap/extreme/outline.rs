//! The nearest and the farthest point along lines: runs of positions, then parts of edges, the most promising first.

use super::super::halves::Extent;
use super::{BUDGET, CONVEX_TO, Found, Lines, bend};
use crate::geodesy::distance;
use crate::geodesy::ellipsoid::{aux_of_lonlat, aux_of_space};
use crate::strip::PreparedLine;
use crate::strip::nearest::{Near, Search};
use geo::{Coord, LineString};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Positions `first..=last` of a line, or of one edge the part between two fractions.
#[derive(Clone, Copy)]
enum Run {
    Positions(usize, usize),
    Part(usize, f64, f64),
}

struct Item {
    /// No point of the run is nearer (or farther, with its sign turned) than this.
    bound: f64,
    /// Distance at the middle, signed: of equal bounds (0 where the line is near) the most promising goes first.
    value: f64,
    line: usize,
    run: Run,
    number: usize,
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Item {}
impl PartialOrd for Item {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Item {
    /// The least bound is the greatest item, so that the heap gives it first.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.bound.total_cmp(&self.bound))
            .then(other.value.total_cmp(&self.value))
            .then(other.number.cmp(&self.number))
    }
}

pub(super) fn nearest<'a>(
    line: &PreparedLine,
    lines: impl Iterator<Item = &'a LineString<f64>>,
    tolerance: f64,
) -> Option<Found> {
    search(line, lines.collect(), tolerance, 1.0)
}

pub(super) fn farthest<'a>(
    line: &PreparedLine,
    lines: impl Iterator<Item = &'a LineString<f64>>,
    tolerance: f64,
) -> Option<Found> {
    let found = search(line, lines.collect(), tolerance, -1.0)?;
    Some(Found {
        low: -found.high,
        high: -found.low,
        at: found.at,
    })
}

/// The least value of `sign` times the distance; nothing once stopped.
fn search(line: &PreparedLine, lines: Lines, tolerance: f64, sign: f64) -> Option<Found> {
    let start = *lines.iter().find_map(|l| l.0.first())?;
    let mut job = Job {
        line,
        search: Search::default(),
        heap: BinaryHeap::new(),
        best: f64::INFINITY,
        at: start,
        sign,
        number: 0,
    };
    job.consider(start);
    for (i, l) in lines.iter().enumerate() {
        if line.halt().is_stopped() {
            return None;
        }
        if let Some(last) = l.0.len().checked_sub(1) {
            job.add(&lines, i, Run::Positions(0, last), f64::NEG_INFINITY);
        }
    }
    let mut low = job.best;
    while let Some(item) = job.heap.pop() {
        if line.halt().is_stopped() {
            return None;
        }
        if item.bound >= job.best - tolerance || job.number > BUDGET {
            low = item.bound;
            break;
        }
        let halves = match item.run {
            Run::Positions(a, b) if b - a > 1 => {
                let m = a + (b - a) / 2;
                [Run::Positions(a, m), Run::Positions(m, b)]
            }
            Run::Positions(a, _) => [Run::Part(a, 0.0, 0.5), Run::Part(a, 0.5, 1.0)],
            Run::Part(a, t0, t1) => {
                let t = 0.5 * (t0 + t1);
                [Run::Part(a, t0, t), Run::Part(a, t, t1)]
            }
        };
        for run in halves {
            job.add(&lines, item.line, run, item.bound);
        }
        low = job.best;
    }
    Some(Found {
        low: low.min(job.best),
        high: job.best,
        at: job.at,
    })
}

struct Job<'a> {
    line: &'a PreparedLine,
    search: Search,
    heap: BinaryHeap<Item>,
    best: f64,
    at: Coord<f64>,
    sign: f64,
    number: usize,
}

impl Job<'_> {
    fn ask(&mut self, p: Coord<f64>) -> Near {
        let tree = self.line.tree();
        self.search.nearest(tree, &[tree.root()], aux_of_lonlat(p))
    }

    fn consider(&mut self, p: Coord<f64>) -> Near {
        let near = self.ask(p);
        if self.sign * near.distance < self.best {
            self.best = self.sign * near.distance;
            self.at = p;
        }
        near
    }

    fn add(&mut self, lines: &Lines, number: usize, run: Run, parent: f64) {
        self.number += 1;
        let points = &lines[number].0;
        let (bound, value) = match run {
            Run::Positions(a, b) if a == b => {
                self.consider(points[a]);
                return;
            }
            Run::Positions(a, b) if b - a > 1 => {
                let Some(extent) = Extent::of(points[a..=b].iter().copied()) else {
                    return;
                };
                self.consider(points[a + (b - a) / 2]);
                let d = self.ask(extent.middle()).distance;
                (self.sign * d - extent.radius(), self.sign * d)
            }
            Run::Positions(a, b) => self.edge(points[a], points[b]),
            Run::Part(a, t0, t1) => {
                let at = |t: f64| points[a] * (1.0 - t) + points[a + 1] * t;
                self.edge(at(t0), at(t1))
            }
        };
        // No distance is below 0.
        let bound = bound.max(parent).max(if self.sign > 0.0 {
            0.0
        } else {
            f64::NEG_INFINITY
        });
        if bound < self.best {
            self.heap.push(Item {
                bound,
                value,
                line: number,
                run,
                number: self.number,
            });
        }
    }

    /// Bounds one straight edge, and gives the value at its middle.
    fn edge(&mut self, a: Coord<f64>, b: Coord<f64>) -> (f64, f64) {
        let extent = Extent {
            min: Coord {
                x: a.x.min(b.x),
                y: a.y.min(b.y),
            },
            max: Coord {
                x: a.x.max(b.x),
                y: a.y.max(b.y),
            },
        };
        let r = extent.radius();
        let (at_a, at_b) = (self.consider(a).distance, self.consider(b).distance);
        let near = self.consider(extent.middle());
        let d = near.distance;
        // From the middle and from both ends by slope 1.
        let lipschitz = self.sign * d - r;
        if d + r >= CONVEX_TO {
            return (lipschitz, self.sign * d);
        }
        let bend = bend(&extent, r);
        let second = if self.sign > 0.0 {
            // Semi-concave: at most r²/2d below the chord of its two values.
            let least = (d - r).max(0.0);
            at_a.min(at_b) - 0.5 * r * r / least - bend
        } else {
            let foot = aux_of_space(near.foot);
            let [ta, tb] = [a, b].map(|p| distance::distance(aux_of_lonlat(p), foot));
            -(ta.max(tb) + bend)
        };
        // 0/0 where the edge has no length and lies on the line.
        let bound = if second.is_nan() {
            lipschitz
        } else {
            lipschitz.max(second)
        };
        (bound, self.sign * d)
    }
}
