//! Where the outline runs: cells small enough that it crosses each as a graph.
//!
//! Input: the line's tree, the distance `w` of the outline, the tolerance. Output: *leaves*, each with the runs of the
//! line that can be nearest anywhere in it (inflated by a quarter), and the corners at which cells were divided. Every
//! point of the outline lies in a leaf or beside one; what is left out lies wholly inside or wholly outside.
//!
//! A cell is a leaf when the directions to all its candidates lie in one cone: then any minimum of the candidates'
//! distances rises along the cone's axis, and {d = w} is a graph over the direction across it: no loop, hole or island
//! can hide in the cell, whatever the cusps. Where no cone is found the cell is divided, down to a fraction of the
//! tolerance; the number of those last cells is reported, for their area is not resolved.

use super::candidates::{Range, drop_dominated, narrow};
use super::grid::{Cell, Corner, edge_key};
use super::nearest::Search;
use super::tree::{Bound, Ref, Tree};
use crate::geodesy::ellipsoid::{R_MAX, R_MIN, normal_at};
use crate::geodesy::vector::V3;
use crate::par::*;
use rustc_hash::FxHashSet;

/// Candidates hold for the cell's ball inflated by this.
pub const INFLATE: f64 = 1.25;
/// Half-angle of the cone, cosine and sine of 78°.
const CONE: (f64, f64) = (0.207_911_690_817_759_34, 0.978_147_600_733_805_6);
/// A leaf may have so many candidates.
const CANDIDATES: usize = 24;
/// Cells without a cone are divided down to this part of the tolerance.
const SMALLEST: f64 = 0.4;
/// Cells smaller than this part of the width are judged by geodesic distances too.
const EXACT_BELOW: f64 = 0.01;
/// Greatest radius of a leaf, as a part of the width, and in metres: tracing within it works in a tangent plane.
const LARGEST: (f64, f64) = (0.5, 300e3);
/// From this radius on subtrees are shared among threads, m.
const TASK_RADIUS: f64 = 200e3;

/// A cell that the outline may cross.
pub struct Leaf {
    pub cell: Cell,
    pub centre: V3,
    /// Radius of the ball in which the candidates hold, m.
    pub reach: f64,
    candidates: std::ops::Range<usize>,
}

/// Leaves of one subtree.
#[derive(Default)]
pub struct Leaves {
    pub leaves: Vec<Leaf>,
    lists: Vec<Ref>,
    divided: Vec<u128>,
    /// Cells that reached the smallest size without a cone.
    pub unresolved: usize,
}

impl Leaves {
    pub fn candidates(&self, leaf: &Leaf) -> &[Ref] {
        &self.lists[leaf.candidates.clone()]
    }
}

/// The leaves, in groups that can be traced apart, and the edges that some cell divides.
pub struct Cover {
    pub groups: Vec<Leaves>,
    divided: FxHashSet<u128>,
}

impl Cover {
    /// Whether a finer cell meets the edge in its middle.
    pub fn is_divided(&self, a: Corner, b: Corner) -> bool {
        self.divided.contains(&edge_key(a, b))
    }
}

/// Finds the cells that the outline at distance `w` (m) may cross.
pub fn cover(tree: &Tree, w: f64, tolerance: f64) -> Cover {
    let job = Job {
        tree,
        tolerance,
        w,
        certainly_in: 2.0 * R_MIN * (0.5 * w / R_MIN).min(std::f64::consts::FRAC_PI_2).sin() - 1e-4,
        certainly_out: 2.0 * R_MAX * (0.5 * w / R_MAX).min(std::f64::consts::FRAC_PI_2).sin()
            + 1e-4,
    };
    // From the top down to tasks, on one thread; then each task on any.
    let mut top = Leaves::default();
    let mut tasks = Vec::new();
    let mut room = Room {
        runs: vec![tree.root()],
        ..Room::default()
    };
    for face in Cell::faces() {
        job.visit(
            face,
            0..1,
            &mut room,
            &mut top,
            &mut |cell, list: &[Ref]| {
                tasks.push((cell, list.to_vec()));
            },
        );
    }
    let mut groups: Vec<Leaves> = tasks
        .into_par_iter()
        .map(|(cell, list)| {
            let mut out = Leaves::default();
            let n = list.len();
            let mut room = Room {
                runs: list,
                ..Room::default()
            };
            job.divide(cell, 0..n, &mut room, &mut out);
            out
        })
        .collect();
    groups.push(top);
    let mut divided = FxHashSet::with_capacity_and_hasher(
        groups.iter().map(|g| g.divided.len()).sum(),
        Default::default(),
    );
    for g in (groups.iter_mut()).take_while(|_| !tree.halt.is_stopped()) {
        divided.extend(std::mem::take(&mut g.divided));
    }
    Cover { groups, divided }
}

/// Buffers that the recursion shares: the candidate runs of all ancestors, one after the other.
#[derive(Default)]
struct Room {
    runs: Vec<Ref>,
    work: Vec<Ref>,
    bounds: Vec<Bound>,
    search: Search,
}

struct Job<'a> {
    tree: &'a Tree,
    w: f64,
    tolerance: f64,
    /// Chords below this belong to distances below `w`, chords above the other to distances above.
    certainly_in: f64,
    certainly_out: f64,
}

enum Verdict {
    Inside,
    Outside,
    Leaf,
    Unresolved,
    Divide,
}

impl Job<'_> {
    /// Walks the cells above the task size.
    fn visit(
        &self,
        cell: Cell,
        parent: std::ops::Range<usize>,
        room: &mut Room,
        out: &mut Leaves,
        task: &mut dyn FnMut(Cell, &[Ref]),
    ) -> bool {
        if self.tree.halt.is_stopped() {
            return false;
        }
        let (aux, centre, r) = cell.ball();
        let start = room.runs.len();
        let found = match self.judge(aux, centre, r, parent, room) {
            Verdict::Inside | Verdict::Outside => false,
            Verdict::Divide if r < TASK_RADIUS => {
                task(cell, &room.runs[start..]);
                // Whether it has leaves is not known yet; a needless mark does no harm.
                self.mark(cell, out);
                true
            }
            Verdict::Divide => {
                let list = start..room.runs.len();
                let mut any = false;
                for child in cell.children() {
                    any |= self.visit(child, list.clone(), room, out, task);
                }
                if any {
                    self.mark(cell, out);
                }
                any
            }
            Verdict::Leaf | Verdict::Unresolved => {
                self.keep(cell, centre, r, start, room, out);
                true
            }
        };
        room.runs.truncate(start);
        found
    }

    /// Divides a cell whose own candidates are known; true if leaves came of it.
    fn divide(
        &self,
        cell: Cell,
        list: std::ops::Range<usize>,
        room: &mut Room,
        out: &mut Leaves,
    ) -> bool {
        let mut any = false;
        for child in cell.children() {
            if self.tree.halt.is_stopped() {
                return false;
            }
            let (aux, centre, r) = child.ball();
            let start = room.runs.len();
            match self.judge(aux, centre, r, list.clone(), room) {
                Verdict::Inside | Verdict::Outside => {}
                Verdict::Divide => {
                    let own = start..room.runs.len();
                    if self.divide(child, own, room, out) {
                        any = true;
                        self.mark(child, out);
                    }
                }
                verdict => {
                    if let Verdict::Unresolved = verdict {
                        out.unresolved += 1;
                    }
                    self.keep(child, centre, r, start, room, out);
                    any = true;
                }
            }
            room.runs.truncate(start);
        }
        any
    }

    fn keep(&self, cell: Cell, centre: V3, r: f64, start: usize, room: &Room, out: &mut Leaves) {
        let from = out.lists.len();
        out.lists.extend_from_slice(&room.runs[start..]);
        out.leaves.push(Leaf {
            cell,
            centre,
            reach: INFLATE * r,
            candidates: from..out.lists.len(),
        });
    }

    fn mark(&self, cell: Cell, out: &mut Leaves) {
        let c = cell.corners();
        for k in 0..4 {
            out.divided.push(edge_key(c[k], c[(k + 1) % 4]));
        }
    }

    /// Judges the cell of centre `x` and radius `r`; where the answer is not inside or outside, its candidates stand at
    /// the end of `room.runs`.
    fn judge(
        &self,
        aux: V3,
        x: V3,
        r: f64,
        parent: std::ops::Range<usize>,
        room: &mut Room,
    ) -> Verdict {
        let reach = INFLATE * r;
        let Room {
            runs,
            work,
            bounds,
            search,
        } = room;
        work.clear();
        work.extend_from_slice(&runs[parent]);
        let Range { lowest, best } = narrow(self.tree, x, reach, 0.25 * r, work, bounds);
        if best + r < self.certainly_in {
            return Verdict::Inside;
        }
        if lowest - r > self.certainly_out {
            return Verdict::Outside;
        }
        drop_dominated(reach, bounds);
        runs.extend(bounds.iter().map(|b| b.run));
        let small = r < 0.5 * (8.0 * self.w * self.tolerance).sqrt();
        if r <= (LARGEST.0 * self.w).min(LARGEST.1)
            && (bounds.len() <= CANDIDATES || small)
            && self.has_cone(x, reach, bounds)
        {
            return Verdict::Leaf;
        }
        if r <= EXACT_BELOW * self.w {
            let own = &runs[runs.len() - bounds.len()..];
            if let Some(side) = self.exact_side(aux, x, r, own, bounds, search) {
                return side;
            }
        }
        if r <= SMALLEST * self.tolerance {
            Verdict::Unresolved
        } else {
            Verdict::Divide
        }
    }

    /// Inside or outside by geodesic distances: chords alone leave a band round the outline undecided (24 m at 1000 km),
    /// and where the line is equally far on two opposite sides no cone exists, however small the cell.
    fn exact_side(
        &self,
        aux: V3,
        x: V3,
        r: f64,
        own: &[Ref],
        bounds: &[Bound],
        search: &mut Search,
    ) -> Option<Verdict> {
        let r = 1.001 * r;
        let near = search.nearest(self.tree, own, aux);
        if near.distance - r > self.w {
            return Some(Verdict::Outside);
        }
        if near.distance + r < self.w {
            return Some(Verdict::Inside);
        }
        // Two opposite sites: the smaller distance is at most their mean, whose gradient nearly vanishes.
        let g = near.toward(x);
        let opposite = bounds.iter().min_by(|a, b| {
            let cos = |i: &Bound| i.offset.dot(g) / i.distance.max(1e-9);
            cos(b).total_cmp(&cos(a))
        })?;
        let other = search.nearest(self.tree, &[opposite.run], aux);
        let nearest = near.distance.min(other.distance);
        if nearest <= 2.0 * r {
            return None;
        }
        let mean = 0.5 * (near.distance + other.distance)
            + 0.5 * r * ((g + other.toward(x)).norm() + 2e-3)
            + r * r / nearest;
        (mean < self.w).then_some(Verdict::Inside)
    }

    fn has_cone(&self, x: V3, reach: f64, bounds: &[Bound]) -> bool {
        let n = normal_at(x);
        let mut axis = V3::default();
        for b in bounds {
            let q = b.offset - n * n.dot(b.offset);
            axis = axis + q.unit();
        }
        let length = axis.norm();
        if length.is_nan() || length < 1e-3 {
            return false;
        }
        let axis = axis * (1.0 / length);
        bounds.iter().all(|b| {
            // The direction differs from that to the chord's nearest point by the cell's size (sine s1), and by where in
            // the capsule the run's nearest point is (cosine c2).
            let q = b.offset - n * n.dot(b.offset);
            let d = q.norm();
            let s1 = reach / d;
            let c2 = (b.distance - b.radius) / (b.distance + b.radius);
            if s1 >= CONE.1 || c2 <= CONE.0 {
                return false;
            }
            let (c1, s2) = ((1.0 - s1 * s1).sqrt(), (1.0 - c2 * c2).max(0.0).sqrt());
            let (c, s) = (c1 * c2 - s1 * s2, s1 * c2 + c1 * s2);
            c > CONE.0 && q.dot(axis) > d * (CONE.0 * c + CONE.1 * s)
        })
    }
}
