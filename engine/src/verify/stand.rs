//! On which side of the line a position stands, and whether beyond a free end: by the judge's own feet and azimuths.
//!
//! The definition is that of the strips (`strip::place`), read anew; nothing of it is called. With f the nearest point of the line:
//! inside an edge, the side is that from which the edge sees the position; at a position of the line the edge counts from
//! which the way to the position turns away least, and its side; at a free end (one edge) the position is beyond
//! it where that angle is above 90°; at an isolated position there is no side, and all is beyond.

use super::judge::{Judge, Near};
use super::line::Line;
use crate::strip::sides::{Cap, Side};
use geo::Coord;
use rustc_hash::FxHashMap;
use std::f64::consts::{FRAC_PI_2, PI};

/// A foot nearer to a position of the line than this is there, m: what a foot is known to, far off, is coarser than a distance.
const AT_NODE: f64 = 1e-3;
/// Edges that leave in directions nearer than this are one, rad.
const SAME: f64 = 1e-8;

/// An edge at a position of the line: its azimuth away from there, radians, and whether it is digitised so.
#[derive(Clone, Copy, Debug)]
struct Arm {
    azimuth: f64,
    leaves: bool,
}

/// The positions of a line with the edges that meet there.
#[derive(Clone, Debug)]
pub struct Nodes {
    arms: FxHashMap<(u64, u64), Vec<Arm>>,
}

impl Nodes {
    pub fn of(line: &Line) -> Self {
        let mut arms: FxHashMap<(u64, u64), Vec<Arm>> = FxHashMap::default();
        for piece in &line.pieces {
            let [a, b] = line.given[piece.edge as usize];
            for (is, at, part, turn) in [(piece.first, a, 0.0, 0.0), (piece.last, b, 1.0, PI)] {
                if !is {
                    continue;
                }
                let node = arms.entry(key(at)).or_default();
                if a == b {
                    continue;
                }
                let azimuth = piece.heading(&line.geodesic, part).1 + turn;
                if node.iter().all(|arm| apart(arm.azimuth, azimuth) > SAME) {
                    node.push(Arm {
                        azimuth,
                        leaves: turn == 0.0,
                    });
                }
            }
        }
        Nodes { arms }
    }

    /// Whether the strip on that side, with those caps, holds a position near enough to the line.
    pub fn holds(&self, judge: &Judge, near: &Near, side: Side, cap: Cap) -> bool {
        let (left, beyond) = self.stand(judge, near);
        let by_side = match (side, left) {
            (Side::Both, _) | (_, None) => true,
            (Side::Left, Some(left)) => left,
            (Side::Right, Some(left)) => !left,
        };
        by_side && !(cap == Cap::Flat && beyond)
    }

    /// Whether on the left (`None`: on neither side), and whether beyond a free end.
    fn stand(&self, judge: &Judge, near: &Near) -> (Option<bool>, bool) {
        let piece = &judge.line.pieces[near.piece];
        let [a, b] = judge.line.given[piece.edge as usize];
        let way = near.part * piece.length;
        let node = if piece.first && way <= AT_NODE {
            Some(a)
        } else if piece.last && piece.length - way <= AT_NODE {
            Some(b)
        } else {
            None
        };
        let left_of = |azimuth: f64| {
            let turn = (near.way - azimuth).sin();
            (turn != 0.0).then_some(turn < 0.0)
        };
        let Some(arms) = node.and_then(|at| self.arms.get(&key(at))) else {
            return (left_of(near.heading), false);
        };
        let off = |arm: &Arm| apart(arm.azimuth, near.way);
        let Some(arm) = arms.iter().min_by(|p, q| off(p).total_cmp(&off(q))) else {
            return (None, true);
        };
        let beyond = arms.len() == 1 && off(arm) > FRAC_PI_2;
        (left_of(arm.azimuth).map(|left| left == arm.leaves), beyond)
    }
}

/// The angle between two azimuths, 0 to π.
fn apart(a: f64, b: f64) -> f64 {
    let turn = (a - b).rem_euclid(2.0 * PI);
    turn.min(2.0 * PI - turn)
}

/// Positions that are one place have one key; at a pole any longitude.
fn key(c: Coord<f64>) -> (u64, u64) {
    let x = if c.y.abs() == 90.0 {
        0.0
    } else {
        c.x.rem_euclid(360.0)
    };
    ((x + 0.0).to_bits(), (c.y + 0.0).to_bits())
}
