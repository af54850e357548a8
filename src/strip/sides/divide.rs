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

use super::Membership;
use super::crossings::crossings;
use super::squares::{Edge, GridPoint, Square, degrees, edge, grid, to_grid};
use crate::error::Error;
use crate::geodesy::distance::direction;
use crate::geodesy::ellipsoid::{R_MAX, R_MIN, aux_of_space, normal_at};
use crate::geodesy::vector::V3;
use crate::strip::PreparedLine;
use crate::strip::candidates::{Range, drop_dominated, narrow};
use crate::strip::nearest::chord_margin;
use crate::strip::nodes::{Arm, Nodes};
use crate::strip::piece::{NONE, distance_error};
use crate::strip::place::{inside, standing_at};
use crate::strip::tree::{Bound, Ref, Tree, is_piece, piece_index};
use geo::Coord;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

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
/// Directions to the two sides of a divide differ by at least this, rad: else its place is not certain enough.
const LEAST_ANGLE: f64 = 2e-3;
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
    let mut smallest = leaves.smallest;
    let mut visited = leaves.visited;
    let mut divided: FxHashSet<Edge> = leaves.divided.into_iter().collect();
    let mut todo = leaves.mixed;
    let mut traced: Vec<(Square, Vec<Vec<Coord<f64>>>)> = Vec::with_capacity(todo.len());
    while !todo.is_empty() && smallest.len() <= MOST_SMALLEST {
        let round: Vec<Option<Vec<Vec<Coord<f64>>>>> = todo
            .par_iter()
            .map_init(
                || line.placer(),
                |placer, square| job.trace(square, &divided, placer),
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
    if smallest.len() > MOST_SMALLEST {
        return Err(Error::usage(format!(
            "the sides of this line cannot be told apart at a tolerance of {tolerance} m: it runs beside or over itself nearer than that"
        ))
        .remedy("give a finer --tolerance, or a line whose parts do not run beside each other"));
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
        if !square.is_in_the_world() || out.smallest.len() > MOST_SMALLEST {
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
            let (a, b) = rayon::join(
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

    /// Whether the ball, which the line may meet, sees one stretch of line that comes from outside and leaves again.
    fn by_course(&self, x: V3, r: f64, best: f64) -> bool {
        // No nearest point of the ball's points is farther from its centre.
        let reach = best + 2.0 * r + chord_margin(best + 2.0 * r);
        let mut seen: Vec<u32> = Vec::new();
        let mut work = vec![self.tree.root()];
        while let Some(run) = work.pop() {
            if is_piece(run) {
                let p = &self.tree.pieces[piece_index(run)];
                if p.may_be_within(x, reach) && p.nearest(x).1.sqrt() <= reach + 1e-2 {
                    seen.push(piece_index(run) as u32);
                    if seen.len() > CANDIDATES {
                        return false;
                    }
                }
            } else if self.tree.bound(run, x).lower() <= reach {
                work.extend_from_slice(&self.tree.node(run).children);
            }
        }
        seen.sort_unstable();
        let holds = |k: u32| seen.binary_search(&k).is_ok();
        // Pieces of the stretch that none goes before: one, or none if it is closed.
        let mut followed: Vec<u32> = seen.iter().map(|&k| self.next[k as usize]).collect();
        followed.sort_unstable();
        let begins = (seen.iter())
            .filter(|k| followed.binary_search(k).is_err())
            .count();
        let links = followed.iter().filter(|&&k| k != NONE && holds(k)).count();
        if begins > 1 || links + 1 < seen.len() {
            return false;
        }
        // The stretch itself may leave the ball and come back; what it encloses there must hold no end either.
        let mut extent = reach;
        for &k in &seen {
            let p = &self.tree.pieces[k as usize];
            if holds(self.next[k as usize]) && self.next[k as usize] != NONE {
                extent = extent.max((p.p0 + p.e - x).norm());
            }
        }
        extent += 1.0;
        !self.is_special_within(x, extent)
    }

    /// Whether the line is no simple curve somewhere within `reach` of `x`.
    fn is_special_within(&self, x: V3, reach: f64) -> bool {
        self.special
            .iter()
            .any(|&at| (at - x).norm2() <= reach * reach)
    }

    /// What the pieces that can be nearest say of the ball.
    fn by_sight(&self, x: V3, r: f64, bounds: &[Bound]) -> Sight {
        let n = normal_at(x);
        let flat = |v: V3| v - n * n.dot(v);
        let mut seen: Vec<(V3, u8)> = Vec::with_capacity(bounds.len());
        let mut speak: Vec<Bound> = Vec::new();
        let mut mask = 0;
        let mut turn: f64 = 0.0;
        for b in bounds {
            let own = self.piece_says(x, r, b);
            if own == 0 {
                continue;
            }
            let toward = flat(b.offset);
            let d = toward.norm();
            turn = turn.max((r + b.radius) / (d - r).max(1e-9));
            mask |= own;
            seen.push((toward * (1.0 / d), own));
            speak.push(*b);
        }
        if mask != 3 {
            return Sight::One;
        }
        if seen.iter().any(|s| s.1 == 3) {
            // The change is a geodesic from one node, if nothing else is seen.
            return if self.share_a_node(&speak) || self.is_one_stretch(&speak) {
                Sight::Graph
            } else {
                Sight::Unclear
            };
        }
        let mut axis = V3::default();
        for own in [1u8, 2] {
            let sum = seen
                .iter()
                .filter(|s| s.1 == own)
                .fold(V3::default(), |a, s| a + s.0);
            axis = if own == 1 {
                sum.unit()
            } else {
                axis - sum.unit()
            };
        }
        let axis = axis.unit();
        let along = |own: u8| {
            seen.iter()
                .filter(move |s| s.1 == own)
                .map(|s| s.0.dot(axis))
        };
        let least = along(1).fold(f64::INFINITY, f64::min);
        let greatest = along(2).fold(f64::NEG_INFINITY, f64::max);
        if least - greatest > 2.2 * turn + LEAST_ANGLE {
            Sight::Graph
        } else {
            Sight::Unclear
        }
    }

    /// Whether all pieces meet at one special node.
    fn share_a_node(&self, bounds: &[Bound]) -> bool {
        let ends = |b: &Bound| {
            self.tree.pieces[piece_index(b.run)]
                .ends
                .map(|v| if v == NONE { NONE } else { self.nodes.node(v) })
        };
        let Some(first) = bounds.first() else {
            return false;
        };
        ends(first)
            .into_iter()
            .any(|node| node != NONE && bounds.iter().all(|b| ends(b).contains(&node)))
    }

    /// Whether the pieces are on one stretch of line, and at most one end is among them.
    fn is_one_stretch(&self, bounds: &[Bound]) -> bool {
        let seen: Vec<u32> = bounds.iter().map(|b| piece_index(b.run) as u32).collect();
        let ends = (seen.iter())
            .flat_map(|&k| self.tree.pieces[k as usize].ends)
            .filter(|&v| v != NONE && self.nodes.arms(v).len() == 1)
            .count();
        let (Some(&first), Some(&last)) = (seen.iter().min(), seen.iter().max()) else {
            return false;
        };
        ends == 1 && (first..last).all(|k| self.next[k as usize] == k + 1)
    }

    /// The memberships that points of the ball can have whose nearest point is on this piece: 1 in, 2 out, 3 both, 0 no such point.
    fn piece_says(&self, x: V3, r: f64, b: &Bound) -> u8 {
        let k = piece_index(b.run);
        let p = &self.tree.pieces[k];
        let mut mask = 0;
        let bits = |m: bool| if m { 1 } else { 2 };
        // How far the direction to the piece can turn over the ball, and a margin for what the plane leaves out.
        let turn = 1.1 * r / (b.distance - r) + 1e-4 + 0.02 * b.distance / R_MAX;
        if p.inv_e2 > 0.0 {
            let length = p.e.norm();
            let along = p.e * (1.0 / length);
            let n = normal_at(p.p0 + p.e * 0.5);
            let from = x - p.p0;
            let t = from.dot(along);
            let bow = 1.5 * r + p.deviation + 2e-2 * b.distance.min(length) + 1e-5 * b.distance;
            if t > -bow - turn * b.distance && t < length + bow + turn * b.distance {
                let side = n.dot(along.cross(from));
                if side.abs() <= 1.1 * r + p.deviation {
                    mask |= 3;
                } else {
                    let left = (side > 0.0) != self.nodes.runs_against(p.edge);
                    mask |= bits(self.member.holds(inside(left)));
                }
            }
        }
        for (end, at) in [(0, p.p0), (1, p.p0 + p.e)] {
            if p.ends[end] == NONE {
                continue;
            }
            let arms = self.nodes.arms(p.ends[end]);
            let u = direction(aux_of_space(at), aux_of_space(x));
            // Chord to R sin σ: beyond a quarter of the earth geodesics draw together again.
            let chord = (x - at).norm();
            let d = chord * (1.0 - (0.5 * chord / R_MIN).powi(2)).max(0.0).sqrt();
            if d <= 1.2 * r {
                return 3;
            }
            let turn = 1.1 * r / (d - r) + 1e-4;
            if arms.iter().any(|a| u.dot(a.direction) > turn) {
                continue;
            }
            mask |= self.node_says(at, arms, u, turn);
        }
        mask
    }

    fn node_says(&self, at: V3, arms: &[Arm], u: V3, turn: f64) -> u8 {
        if turn >= 1.0 {
            return 3;
        }
        let n = normal_at(at);
        let across = n.cross(u);
        let angle = turn.min(0.999).asin();
        let mut mask = 0;
        for a in [-angle, 0.0, angle] {
            let (s, c) = a.sin_cos();
            let standing = standing_at(at, arms, u * c + across * s);
            mask |= if self.member.holds(standing) { 1 } else { 2 };
        }
        mask
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

enum Sight {
    /// One membership.
    One,
    /// Two, and the divide is a graph.
    Graph,
    Unclear,
}
