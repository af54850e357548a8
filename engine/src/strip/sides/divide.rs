//! The divide: where membership changes away from the line, as pieces for the overlay that cuts a strip into sides.
//!
//! Membership changes across the line, and across curves that are equally far from two stretches which see them from different
//! sides, or on which an end begins to count. Rectangles are halved until each is one of these:
//! - *quiet*: no divide runs in it. Either all stretches that can be nearest to any of its points give one membership, or it sees a
//!   single stretch of line that comes from outside and leaves again: then a point's side can change at the line only (a change
//!   elsewhere would trap one of the two continuations of that stretch).
//! - *mixed*: the directions to the stretches of one membership and those to the other are apart by more than the rectangle's own
//!   size can turn them. The difference of their two distances rises across it, so the divide is a graph there.
//!   Rectangles of a few tolerances (`UNCERTIFIED`) need not prove that: it is enough that the divide crosses them once, by their corners.
//! - smaller than a part of the tolerance (`SMALLEST`): at ends, junctions, crossings, and where three stretches are equally far. Its
//!   outline itself joins the cut, so that nothing leaks through it.
//!
//! In mixed rectangles the divide is traced by bisection, between the places where it crosses their edges; one in which it cannot be
//! followed is halved after all.
//!
//! Certified: what is quiet, up to the error of the distance. Measured: between two vertices the divide is looked for at
//! quarters of each chord, within [`WITHIN`](super::trace::WITHIN) tolerances to both sides of it. A leak would join faces of different membership, which
//! is looked for in [`faces`](super::faces) and reported.

mod sight;

use super::Membership;
use super::crossings::crossings;
use super::squares::{Edge, Square, degrees, edge, grid};
use crate::error::Error;
use crate::geodesy::ellipsoid::{R_MAX, aux_of_space, normal_at};
use crate::geodesy::lattice::{GridPoint, to_grid};
use crate::geodesy::vector::V3;
use crate::par::{self, *};
use crate::strip::PreparedLine;
use crate::strip::candidates::{Range, drop_dominated, narrow};
use crate::strip::nearest::chord_margin;
use crate::strip::nodes::Nodes;
use crate::strip::piece::{NONE, distance_error};
use crate::strip::tree::{Bound, Ref, Tree, is_piece, piece_index};
use geo::Coord;
use rustc_hash::FxHashSet;
use sight::Sight;

/// Rectangles of a radius below this part of the tolerance are not divided.
const SMALLEST: f64 = 0.3;
/// More of those than this are refused: the line runs beside itself closer than the tolerance.
const MOST_SMALLEST: usize = 200_000;
/// A mixed rectangle has at most so many pieces of line to judge.
const CANDIDATES: usize = 64;
/// ... unless it is smaller than this part of the distance to the line.
const CROWDED: f64 = 1e-3;
/// Below this many tolerances a rectangle that a divide crosses once, by its corners, is mixed without proof.
const UNCERTIFIED: f64 = 16.0;
/// Greatest radius of a mixed rectangle, m, and as a part of the distance to the line.
const LARGEST: (f64, f64) = (100e3, 0.3);
/// Rectangles at least this many radii from the line are judged by the pieces that they see, nearer ones by its course.
const FAR: f64 = 1.5;
/// From this distance on, m, small rectangles (as a part of it) are judged by geodesic distances too.
const EXACT_FROM: f64 = 100e3;
const CROWDED_EXACT: f64 = 0.02;
/// Subtrees above this radius are shared among threads, m.
const TASK: f64 = 30e3;

/// What cuts a strip.
pub struct Divide {
    pub chains: Vec<Vec<GridPoint>>,
    /// Length of the traced chains, m.
    pub length: f64,
    /// Rectangles of the smallest size, and those looked at in all.
    pub smallest: usize,
    pub visited: usize,
}

#[derive(Default)]
struct Leaves {
    mixed: Vec<Square>,
    smallest: Vec<Square>,
    divided: Vec<Edge>,
    visited: usize,
}

impl Leaves {
    fn merge(&mut self, mut o: Leaves) {
        self.mixed.append(&mut o.mixed);
        self.smallest.append(&mut o.smallest);
        self.divided.append(&mut o.divided);
        self.visited += o.visited;
    }
}

/// Finds the divide of a membership within `width` (m) of the line.
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) where the line runs beside itself nearer than the tolerance for long.
pub(super) fn find(
    line: &PreparedLine,
    member: Membership,
    width: f64,
    tolerance: f64,
) -> Result<Divide, Error> {
    let job = Job::new(line, member, width, tolerance);
    let leaves = job.search(Square::world(), &[line.tree.root()]);
    let halt = line.halt();
    let mut smallest = leaves.smallest;
    let mut visited = leaves.visited;
    let mut divided: FxHashSet<Edge> = leaves.divided.into_iter().collect();
    let mut todo = leaves.mixed;
    let mut traced: Vec<(Square, Vec<Vec<Coord<f64>>>)> = Vec::with_capacity(todo.len());
    while !todo.is_empty() && smallest.len() <= MOST_SMALLEST {
        halt.check()?;
        let round: Vec<Option<Vec<Vec<Coord<f64>>>>> = todo
            .par_iter()
            .map_init(
                || line.placer(),
                |placer, square| {
                    if halt.is_stopped() {
                        return Some(Vec::new());
                    }
                    job.trace(square, &divided, placer)
                },
            )
            .collect();
        // Where the divide is not a graph after all, halve on, and trace again what has that on its edges.
        let mut more = Leaves::default();
        for (square, chains) in todo.into_iter().zip(round) {
            match chains {
                Some(chains) => traced.push((square, chains)),
                None => job.halve(square, &[line.tree.root()], &mut more),
            }
        }
        let new: FxHashSet<Edge> = (more.divided.into_iter())
            .filter(|e| !divided.contains(e))
            .collect();
        divided.extend(new.iter().copied());
        smallest.append(&mut more.smallest);
        visited += more.visited;
        todo = more.mixed;
        if !new.is_empty() {
            traced.retain(|(square, _)| {
                let touched = square
                    .edges()
                    .into_iter()
                    .any(|e| touches(e, &divided, &new));
                if touched {
                    todo.push(*square);
                }
                !touched
            });
        }
    }
    halt.check()?;
    if smallest.len() > MOST_SMALLEST {
        return Err(Error::usage(format!(
            "the sides of this line cannot be told apart at a tolerance of {tolerance} m: it runs beside or over itself nearer than that"
        ))
        .remedy("give a finer ‹tolerance›, or a line whose parts do not run beside each other"));
    }
    let mut length = 0.0;
    let mut chains = Vec::new();
    for chain in traced.into_iter().flat_map(|t| t.1) {
        length += (chain.windows(2))
            .map(|w| crate::geodesy::area::edge_length(w[0], w[1]))
            .sum::<f64>();
        chains.push(chain.into_iter().map(to_grid).collect());
    }
    for s in &smallest {
        let mut ring: Vec<GridPoint> = s.corners().map(grid).to_vec();
        ring.push(ring[0]);
        chains.push(ring);
    }
    Ok(Divide {
        chains,
        length,
        smallest: smallest.len(),
        visited,
    })
}

pub(super) struct Job<'a> {
    line: &'a PreparedLine,
    tree: &'a Tree,
    nodes: &'a Nodes,
    pub(super) member: Membership,
    pub(super) tolerance: f64,
    /// Chords above this belong to positions outside the strip, m.
    outside: f64,
    /// Where the line is no simple curve: free ends, junctions, places where the digitised direction changes, crossings.
    special: Vec<V3>,
    /// For each piece the one that the line goes on with, or [`NONE`].
    next: Vec<u32>,
}

enum Verdict {
    Nothing,
    Mixed,
    Smallest,
    Divide,
}

impl<'a> Job<'a> {
    fn new(line: &'a PreparedLine, member: Membership, width: f64, tolerance: f64) -> Self {
        let nodes = line.nodes();
        let pieces = &line.tree.pieces;
        let is_special = |v: u32| {
            let arms = nodes.arms(v);
            arms.len() != 2 || arms[0].leaves == arms[1].leaves
        };
        let mut special = Vec::new();
        let mut starts = rustc_hash::FxHashMap::default();
        for (k, p) in pieces.iter().enumerate() {
            for (end, at) in [(0, p.p0), (1, p.p0 + p.e)] {
                if p.ends[end] != NONE && is_special(p.ends[end]) {
                    special.push(at);
                }
            }
            if p.ends[0] != NONE && !is_special(p.ends[0]) {
                starts.insert(nodes.node(p.ends[0]), k as u32);
            }
        }
        let next: Vec<u32> = (pieces.iter().enumerate())
            .map(|(k, p)| match p.ends[1] {
                NONE => k as u32 + 1,
                v if is_special(v) => NONE,
                v => starts.get(&nodes.node(v)).copied().unwrap_or(NONE),
            })
            .collect();
        crossings(&line.tree, &next, nodes, &mut special);
        let reach = width + 2.0 * tolerance;
        Job {
            line,
            tree: &line.tree,
            nodes,
            member,
            tolerance,
            outside: 2.0 * R_MAX * (0.5 * reach / R_MAX).min(std::f64::consts::FRAC_PI_2).sin()
                + 1e-3,
            special,
            next,
        }
    }

    fn search(&self, square: Square, parent: &[Ref]) -> Leaves {
        let mut out = Leaves::default();
        self.visit(square, parent, &mut out);
        out
    }

    fn visit(&self, square: Square, parent: &[Ref], out: &mut Leaves) {
        out.visited += 1;
        let is_full = out.smallest.len() > MOST_SMALLEST;
        if !square.is_in_the_world() || is_full || self.tree.halt.is_stopped() {
            return;
        }
        let (_, x, r) = square.ball();
        let mut bounds = Vec::new();
        match self.judge(&square, x, r, parent, &mut bounds) {
            Verdict::Nothing => {}
            Verdict::Mixed => out.mixed.push(square),
            Verdict::Smallest => out.smallest.push(square),
            Verdict::Divide => {
                let own: Vec<Ref> = bounds.iter().map(|b| b.run).collect();
                self.halve(square, &own, out);
            }
        }
    }

    /// Visits the halves of a rectangle, or keeps it if it is of the smallest size.
    fn halve(&self, square: Square, among: &[Ref], out: &mut Leaves) {
        let r = square.ball().2;
        if r <= SMALLEST * self.tolerance {
            out.smallest.push(square);
            return;
        }
        let (halves, edges) = square.halves();
        out.divided.extend(edges);
        if r > TASK {
            let (a, b) = par::join(
                || self.search(halves[0], among),
                || self.search(halves[1], among),
            );
            out.merge(a);
            out.merge(b);
        } else {
            for half in halves {
                self.visit(half, among, out);
            }
        }
    }

    /// Judges the ball of centre `x` and radius `r`; leaves the runs that can be nearest in `bounds`.
    fn judge(
        &self,
        square: &Square,
        x: V3,
        r: f64,
        parent: &[Ref],
        bounds: &mut Vec<Bound>,
    ) -> Verdict {
        let mut work = parent.to_vec();
        let Range { lowest, best } = narrow(self.tree, x, r, 0.1 * r, &mut work, bounds);
        if lowest - r > self.outside {
            return Verdict::Nothing;
        }
        drop_dominated(r, bounds);
        let far = lowest > FAR * r;
        // Near a centre of curvature of the line many pieces are equally near, however small the rectangle.
        let most = if r < CROWDED * lowest {
            usize::MAX
        } else {
            CANDIDATES
        };
        if far && bounds.len() <= most {
            self.open(x, r, bounds);
            if lowest > EXACT_FROM && r < CROWDED_EXACT * lowest {
                self.drop_by_geodesics(x, r, bounds);
            }
            if bounds.len() <= most {
                match self.by_sight(x, r, bounds) {
                    Sight::One => return Verdict::Nothing,
                    Sight::Graph if r <= LARGEST.0.min(LARGEST.1 * lowest) => {
                        return Verdict::Mixed;
                    }
                    _ => {}
                }
            }
        } else if !far && self.by_course(x, r, best) {
            return Verdict::Nothing;
        }
        if r <= SMALLEST * self.tolerance {
            Verdict::Smallest
        } else if far && r <= UNCERTIFIED * self.tolerance && self.is_crossed_once(square) {
            Verdict::Mixed
        } else {
            Verdict::Divide
        }
    }

    /// Whether membership changes on two edges.
    fn is_crossed_once(&self, square: &Square) -> bool {
        let mut placer = self.line.placer();
        let at = square
            .corners()
            .map(|c| self.is_member(degrees(c), &mut placer));
        (0..4).filter(|&k| at[k] != at[(k + 1) % 4]).count() == 2
    }

    /// Opens all runs to pieces and drops those that are dominated then.
    fn open(&self, x: V3, r: f64, bounds: &mut Vec<Bound>) {
        if bounds.iter().all(|b| is_piece(b.run)) {
            return;
        }
        let mut work: Vec<Ref> = bounds.iter().map(|b| b.run).collect();
        let best = (bounds.iter().map(Bound::upper)).fold(f64::INFINITY, f64::min);
        let limit = best + 2.0 * r + chord_margin(best + 2.0 * r);
        bounds.clear();
        while let Some(run) = work.pop() {
            let b = self.tree.bound(run, x);
            if b.lower() > limit {
                continue;
            }
            if is_piece(run) {
                bounds.push(b);
            } else {
                work.extend_from_slice(&self.tree.node(run).children);
            }
        }
        drop_dominated(r, bounds);
    }

    /// Drops pieces by their geodesic distances: far off, straight lines in space leave too many that could be nearest (24 m
    /// at 1000 km).
    fn drop_by_geodesics(&self, x: V3, r: f64, bounds: &mut Vec<Bound>) {
        let n = normal_at(x);
        let aux = aux_of_space(x);
        let exact: Vec<(f64, V3)> = bounds
            .iter()
            .map(|b| {
                let p = &self.tree.pieces[piece_index(b.run)];
                let d = p.distance(aux, p.nearest(x).0);
                (d, (b.offset - n * n.dot(b.offset)).unit())
            })
            .collect();
        let Some(best) = exact.iter().min_by(|a, b| a.0.total_cmp(&b.0)).copied() else {
            return;
        };
        let margin = r * r / (best.0 - r) + 2.0 * distance_error(best.0) + 1e-3;
        let mut stays = exact
            .iter()
            .map(|e| e.0 - best.0 <= r * ((e.1 - best.1).norm() + 1e-3) + margin);
        bounds.retain(|_| stays.next().unwrap_or(true));
    }
}

/// Whether an edge, or a part into which it is divided, is among the new ones.
fn touches(e: Edge, divided: &FxHashSet<Edge>, new: &FxHashSet<Edge>) -> bool {
    if !divided.contains(&e) {
        return false;
    }
    let m = ((e.0.0 + e.1.0) / 2, (e.0.1 + e.1.1) / 2);
    new.contains(&e) || touches(edge(e.0, m), divided, new) || touches(edge(m, e.1), divided, new)
}
