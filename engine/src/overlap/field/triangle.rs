//! The distance over a triangle of the plane, bounded by its three corners.
//!
//! The true distance lies in a band about the interpolation of the corners' distances that follows from two facts:
//!
//! * from below: d is semi-concave. Its second derivative along a way straight in the plane is at most `1/d + turn`, so it
//!   falls short of an interpolation over a triangle of enclosing radius ρ by at most `ρ²/2 (1/d + turn)`;
//! * from above: d is at most the distance to one piece of the line, which is convex up to the turn and the piece's own
//!   curvature. So it exceeds the interpolation by at most the greatest excess of that distance at the triangle's corners
//!   over d there, plus `ρ²/2 (turn + curvature)`.
//!
//! Neither asks which pieces are nearest in between: no ridge can hide. The estimate lies in the band where
//! the distance is likely to be; what is left of the band on either side is the bound.

use super::shares::Band;
use crate::geodesy::ellipsoid::space_of_aux;
use crate::geodesy::vector::V3;
use crate::strip::nearest::Search;
use crate::strip::piece::NONE;
use crate::strip::tree::{Ref, Tree};

/// The distance at a position.
#[derive(Clone, Copy)]
pub struct Node {
    pub aux: V3,
    pub d: f64,
    piece: u32,
    /// The position of the line that is nearest, or [`NONE`] inside an edge: about a position the distance is curved.
    vertex: u32,
}

impl Node {
    /// By a search among runs of the line.
    pub fn find(tree: &Tree, search: &mut Search, among: &[Ref], aux: V3) -> Self {
        let near = search.nearest(tree, among, aux);
        Node {
            aux,
            d: near.distance,
            piece: near.piece,
            vertex: near.vertex,
        }
    }
}

/// The size of a triangle.
pub struct Shape {
    /// Squared enclosing radius, m², at least the true one.
    pub rho2: f64,
    /// Squared lengths of the edges from the first to the second corner, and on, m².
    pub edges2: [f64; 3],
}

/// What is known of the distance about a triangle.
#[derive(Clone, Copy)]
pub struct About {
    /// Between these it lies, m.
    pub least: f64,
    pub most: f64,
    /// Turning of the plane's straight lines, 1/m.
    pub turn: f64,
}

/// How far the distance may fall below the interpolation, and exceed it, and by how much it is likely to be above it on
/// average, m.
#[derive(Clone, Copy, Default)]
pub struct Bounds {
    pub below: f64,
    pub above: f64,
    pub likely: f64,
}

impl Bounds {
    /// `enough`: the sum of both that needs no improvement.
    pub fn of(tree: &Tree, nodes: [&Node; 3], shape: &Shape, about: About, enough: f64) -> Self {
        let below = fall(about) * shape.rho2;
        let (mut above, mut excess) = (f64::INFINITY, 0.0);
        for (i, own) in nodes.iter().enumerate() {
            if nodes[..i].iter().any(|n| n.piece == own.piece) {
                continue;
            }
            let e = (nodes.iter()).fold(0.0, |e: f64, node| e.max(excess_of(tree, own, node)));
            let sum = e + rise(tree, own.piece, about) * shape.rho2;
            if sum < above {
                (above, excess) = (sum, e);
            }
            if below + above <= enough {
                break;
            }
        }
        let likely = (mean_miss(nodes, shape) + excess / 3.0).clamp(-below, above);
        Bounds {
            below,
            above,
            likely,
        }
    }

    /// The band about the likely distance.
    pub fn band(&self) -> Band {
        Band {
            below: self.below + self.likely,
            above: self.above - self.likely,
        }
    }
}

/// Half the second derivative of the distance, at most, 1/m.
pub fn fall(about: About) -> f64 {
    0.5 * (1.0 / about.least + about.turn)
}

/// By how much the piece nearest to one node is farther from another than the line is, m.
fn excess_of(tree: &Tree, own: &Node, node: &Node) -> f64 {
    if node.piece == own.piece || (node.vertex != NONE && node.vertex == own.vertex) {
        return 0.0;
    }
    let piece = &tree.pieces[own.piece as usize];
    let (t, _) = piece.nearest(space_of_aux(node.aux));
    (piece.distance(node.aux, t) - node.d).max(0.0)
}

/// Half the second derivative by which the distance to a piece may fail to be convex, 1/m.
fn rise(tree: &Tree, piece: u32, about: About) -> f64 {
    let curvature = tree.pieces[piece as usize].curvature;
    let focus = 1.0 - curvature * about.most;
    if focus < 0.1 {
        return f64::INFINITY;
    }
    0.5 * (about.turn + curvature / focus)
}

/// Mean of distance less interpolation, if the nearest point is a vertex: a quadratic of second derivative 1/d across its
/// slope misses by the sum over the edges of their squared lengths across it, over 24 d.
fn mean_miss(nodes: [&Node; 3], shape: &Shape) -> f64 {
    let sum: f64 = (0..3)
        .map(|i| (shape.edges2[i] - (nodes[i].d - nodes[(i + 1) % 3].d).powi(2)).max(0.0))
        .sum();
    let curved = nodes.iter().filter(|n| n.vertex != NONE).count() as f64 / 3.0;
    -curved * sum / (24.0 * nodes[0].d)
}
