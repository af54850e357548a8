//! The farthest point of polygons: cells, the most promising first.

use super::super::halves::{Along, Extent, Rings};
use super::{BUDGET, CONVEX_TO, Found, bend};
use crate::geodesy::distance;
use crate::geodesy::ellipsoid::{aux_of_lonlat, aux_of_space};
use crate::geodesy::vector::V3;
use crate::strip::PreparedLine;
use crate::strip::nearest::Search;
use geo::{Coord, MultiPolygon};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// In cells of at most so many corners each corner counts; in others the box does.
const FEW: usize = 32;

/// A part of the polygons in which no point is farther than `upper`.
struct Cell {
    upper: f64,
    rings: Rings,
    extent: Extent,
    /// Decides between equal bounds, so that the order is the same on every machine.
    number: usize,
}

impl PartialEq for Cell {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Cell {}
impl PartialOrd for Cell {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Cell {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.upper.total_cmp(&other.upper)).then(other.number.cmp(&self.number))
    }
}

struct Job<'a> {
    line: &'a PreparedLine,
    search: Search,
    heap: BinaryHeap<Cell>,
    /// The farthest point found so far.
    best: f64,
    at: Coord<f64>,
    number: usize,
}

pub(super) fn farthest(
    line: &PreparedLine,
    polygons: &MultiPolygon<f64>,
    tolerance: f64,
) -> Option<Found> {
    let rings = Rings::new(polygons);
    let start = rings.corners().first()?.at;
    let mut job = Job {
        line,
        search: Search::default(),
        heap: BinaryHeap::new(),
        best: f64::NEG_INFINITY,
        at: start,
        number: 0,
    };
    job.consider(start);
    job.add(rings, f64::INFINITY);
    let mut high = job.best;
    while let Some(cell) = job.heap.pop() {
        if line.halt().is_stopped() {
            return None;
        }
        if cell.upper <= job.best + tolerance || job.number > BUDGET {
            high = cell.upper;
            break;
        }
        let size = cell.extent.max - cell.extent.min;
        let middle = cell.extent.middle();
        let (along, at) = if size.x * middle.y.to_radians().cos() > size.y {
            (Along::Meridian, middle.x)
        } else {
            (Along::Parallel, middle.y)
        };
        for half in cell.rings.halves(along, at) {
            job.add(half, cell.upper);
        }
        high = job.best;
    }
    Some(Found {
        low: job.best,
        high: high.max(job.best),
        at: job.at,
    })
}

impl Job<'_> {
    /// Distance and nearest point of the line, as an auxiliary vector.
    fn ask(&mut self, aux: V3) -> (f64, V3) {
        let tree = self.line.tree();
        let near = self.search.nearest(tree, &[tree.root()], aux);
        (near.distance, aux_of_space(near.foot))
    }

    fn consider(&mut self, p: Coord<f64>) -> f64 {
        let (d, _) = self.ask(aux_of_lonlat(p));
        if d > self.best {
            self.best = d;
            self.at = p;
        }
        d
    }

    /// Bounds a cell, and keeps it if it may hold a farther point.
    fn add(&mut self, rings: Rings, parent: f64) {
        let Some(extent) = rings.extent() else { return };
        self.number += 1;
        let middle = extent.middle();
        let r = extent.radius();
        let (d, foot) = self.ask(aux_of_lonlat(middle));
        let mut upper = parent.min(d + r);
        if upper <= self.best {
            return;
        }
        let few = rings.corners().len() <= FEW;
        // Convex: the distance to one point of the line is greatest at a corner.
        let mut candidate = None;
        if d + r < CONVEX_TO {
            let mut greatest = 0f64;
            if few {
                let mut far = f64::NEG_INFINITY;
                for c in rings.corners() {
                    let to_foot = distance::distance(aux_of_lonlat(c.at), foot);
                    greatest = greatest.max(to_foot);
                    if c.real && to_foot > far {
                        far = to_foot;
                        candidate = Some(c.at);
                    }
                }
            } else {
                for c in extent.corners() {
                    greatest = greatest.max(distance::distance(aux_of_lonlat(c), foot));
                }
            }
            upper = upper.min(greatest + bend(&extent, r));
        }
        if upper <= self.best {
            return;
        }
        if let Some(p) = candidate.or_else(|| rings.corners().iter().find(|c| c.real).map(|c| c.at))
        {
            self.consider(p);
        }
        if d > self.best && (few || self.heap.len() < FEW) && rings.hold(middle) {
            self.best = d;
            self.at = middle;
        }
        if upper > self.best {
            self.heap.push(Cell {
                upper,
                rings,
                extent,
                number: self.number,
            });
        }
    }
}
