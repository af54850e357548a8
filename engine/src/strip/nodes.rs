//! Where the line's edges meet: which of its positions are free ends, bends, junctions or isolated points.
//!
//! Positions of any parts that are the same place on earth, to the last bit once whole turns of longitude are taken off, are one
//! *node*. The edges that leave a node in one direction (within `SAME`) count once, so that a line that turns back on
//! itself ends where it turns, and a part that is given twice has the ends of one part.

use super::piece::{NONE, Piece};
use crate::geodesy::vector::V3;
use geo::Coord;
use rustc_hash::{FxHashMap, FxHashSet};

/// Directions within this are one, rad.
const SAME: f64 = 1e-8;

/// An edge at a node.
#[derive(Clone, Copy, Debug)]
pub struct Arm {
    /// Unit tangent in space, away from the node.
    pub direction: V3,
    /// Whether the edge is digitised away from the node.
    pub leaves: bool,
}

/// Nodes of a line.
pub struct Nodes {
    /// The node of each input position.
    of_vertex: Vec<u32>,
    /// The arms of node `k` stand at `starts[k]..starts[k + 1]`.
    starts: Vec<u32>,
    arms: Vec<Arm>,
    /// Edges that run against an earlier one between the same two places.
    against: FxHashSet<u32>,
}

impl Nodes {
    /// Of parts (longitude, latitude, degrees) and the pieces they were cut into.
    pub fn new(parts: &[Vec<Coord<f64>>], pieces: &[Piece]) -> Nodes {
        let mut numbers: FxHashMap<(u64, u64), u32> = FxHashMap::default();
        let mut of_vertex = Vec::new();
        let mut edges: FxHashMap<(u32, u32, i64), bool> = FxHashMap::default();
        let mut against = FxHashSet::default();
        for part in parts {
            for (k, &c) in part.iter().enumerate() {
                let next = numbers.len() as u32;
                let node = *numbers.entry(place_key(c)).or_insert(next);
                if k > 0 {
                    let from = of_vertex[of_vertex.len() - 1];
                    // Two edges between the same places may go round the globe by different ways.
                    let step = c.x - part[k - 1].x;
                    let (key, forward) = if from <= node {
                        ((from, node, step.round() as i64), true)
                    } else {
                        ((node, from, (-step).round() as i64), false)
                    };
                    if from != node && *edges.entry(key).or_insert(forward) != forward {
                        against.insert(of_vertex.len() as u32 - 1);
                    }
                }
                of_vertex.push(node);
            }
        }
        let mut found: Vec<Vec<Arm>> = vec![Vec::new(); numbers.len()];
        for p in pieces.iter().filter(|p| p.inv_e2 > 0.0) {
            for (end, tangent) in [(0, p.e + p.bend), (1, -(p.e - p.bend))] {
                if p.ends[end] == NONE {
                    continue;
                }
                let arms = &mut found[of_vertex[p.ends[end] as usize] as usize];
                let direction = tangent.unit();
                if arms.iter().all(|a| (a.direction - direction).norm() > SAME) {
                    arms.push(Arm {
                        direction,
                        leaves: end == 0,
                    });
                }
            }
        }
        let mut starts = vec![0];
        let mut arms = Vec::new();
        for a in found {
            arms.extend(a);
            starts.push(arms.len() as u32);
        }
        Nodes {
            of_vertex,
            starts,
            arms,
            against,
        }
    }

    /// The edges at an input position, in the order of the input: none at an isolated point, one at a free end.
    pub fn arms(&self, vertex: u32) -> &[Arm] {
        let node = self.node(vertex) as usize;
        &self.arms[self.starts[node] as usize..self.starts[node + 1] as usize]
    }

    /// The number of the node at an input position.
    pub fn node(&self, vertex: u32) -> u32 {
        self.of_vertex[vertex as usize]
    }

    /// Whether the edge runs against an earlier one on the same way: then the earlier one's direction counts for both.
    pub fn runs_against(&self, edge: u32) -> bool {
        self.against.contains(&edge)
    }
}

/// The same for positions that are the same place.
fn place_key(c: Coord<f64>) -> (u64, u64) {
    let pole = c.y.abs() == 90.0;
    let x = if pole { 0.0 } else { c.x.rem_euclid(360.0) };
    // `+ 0.0`: a zero has one sign.
    let x = if x == 360.0 { 0.0 } else { x };
    ((x + 0.0).to_bits(), (c.y + 0.0).to_bits())
}

#[cfg(test)]
mod tests {
    use super::super::{Edges, piece};
    use super::*;

    fn nodes(parts: &[&[(f64, f64)]]) -> Nodes {
        let parts: Vec<Vec<Coord<f64>>> = parts
            .iter()
            .map(|p| p.iter().map(|&(x, y)| Coord { x, y }).collect())
            .collect();
        let mut pieces = Vec::new();
        let mut vertex = 0;
        for p in &parts {
            piece::cut(p, Edges::Planar, vertex, &mut pieces);
            vertex += p.len() as u32;
        }
        Nodes::new(&parts, &pieces)
    }

    #[test]
    fn ends_that_are_one_place_on_earth_are_one_node() {
        let n = nodes(&[
            &[(178.0, 0.0), (180.0, 1.0)],
            &[(-180.0, 1.0), (-178.0, 0.0)],
            &[(-540.0, 1.0), (-540.0, 3.0)],
        ]);
        assert_eq!(
            [0, 1, 2, 3, 4, 5].map(|v| n.arms(v).len()),
            [1, 3, 3, 1, 3, 1]
        );
    }

    #[test]
    fn a_line_that_turns_back_on_itself_ends_there() {
        let n = nodes(&[&[(0.0, 0.0), (1.0, 0.3), (0.0, 0.0)]]);
        assert_eq!([0, 1, 2].map(|v| n.arms(v).len()), [1, 1, 1]);
        assert!(!n.runs_against(0) && n.runs_against(1));
    }

    #[test]
    fn closed_parts_have_no_ends_and_points_no_arms() {
        let n = nodes(&[
            &[(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (0.0, 0.0)],
            &[(5.0, 5.0), (5.0, 5.0)],
        ]);
        assert_eq!(
            [0, 1, 2, 3, 4, 5].map(|v| n.arms(v).len()),
            [2, 2, 2, 2, 0, 0]
        );
    }
}
