//! What the points of a rectangle see of the line: whether all stretches that can be nearest give one membership, or by which directions
//! those of the two memberships are apart.

use super::{CANDIDATES, Job};
use crate::geodesy::distance::direction;
use crate::geodesy::ellipsoid::{R_MAX, R_MIN, aux_of_space, normal_at};
use crate::geodesy::vector::V3;
use crate::strip::nearest::chord_margin;
use crate::strip::nodes::Arm;
use crate::strip::piece::NONE;
use crate::strip::place::{inside, standing_at};
use crate::strip::tree::{Bound, is_piece, piece_index};

/// Directions to the two sides of a divide differ by at least this, rad: else its place is not certain enough.
const LEAST_ANGLE: f64 = 2e-3;

pub(super) enum Sight {
    /// One membership.
    One,
    /// Two, and the divide is a graph.
    Graph,
    Unclear,
}

impl Job<'_> {
    /// Whether the ball, which the line may meet, sees one stretch of line that comes from outside and leaves again.
    pub(super) fn by_course(&self, x: V3, r: f64, best: f64) -> bool {
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
    pub(super) fn by_sight(&self, x: V3, r: f64, bounds: &[Bound]) -> Sight {
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
