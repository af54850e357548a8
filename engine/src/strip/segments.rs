//! How near the line comes to a straight segment: the last resort of the [certificate](super::certificate) for what stands too deep.

use super::piece::Piece;
use super::tree::{Ref, Tree, is_piece, piece_index};
use crate::geodesy::ellipsoid::R_MIN;
use crate::geodesy::vector::V3;

/// Pieces that are looked at one by one, at most; of more the tree is searched.
const MOST: usize = 256;

/// The pieces of some runs of the line.
#[derive(Default)]
pub struct Beside {
    /// Balls round the pieces, or none where these are many.
    balls: Vec<Ball>,
    work: Vec<Ref>,
}

/// A ball that holds a piece.
struct Ball {
    centre: V3,
    radius: f64,
    piece: u32,
}

impl Beside {
    /// Takes the pieces of some runs.
    pub fn gather(&mut self, tree: &Tree, runs: &[Ref]) {
        self.balls.clear();
        self.work.clear();
        self.work.extend_from_slice(runs);
        while let Some(run) = self.work.pop() {
            if is_piece(run) {
                let piece = piece_index(run);
                let s = &tree.pieces[piece];
                self.balls.push(Ball {
                    centre: s.p0 + s.e * 0.5,
                    radius: s.deviation + 0.5 * s.e.norm(),
                    piece: piece as u32,
                });
            } else if self.balls.len() + self.work.len() > MOST {
                self.balls.clear();
                return;
            } else {
                self.work.extend_from_slice(&tree.node(run).children);
            }
        }
    }

    /// The distance in space between the ground of an edge P–Q and the line, m; at least. `runs`: those that were gathered. The edge
    /// lies at most `dip` above its chord, and a piece at most its deviation above its own. Over a distance D on the ground that comes to
    /// the square of the greater over 2 D, and to their sum × D / 2R for the turn of the vertical. `at_most`: what is known from the ends.
    pub fn at_least(
        &mut self,
        tree: &Tree,
        runs: &[Ref],
        [p, q]: [V3; 2],
        dip: f64,
        at_most: f64,
    ) -> f64 {
        let d = q - p;
        let (middle, half) = ((p + q) * 0.5, 0.5 * d.norm());
        let turn = 0.5 * (at_most + 2.0 * half) / R_MIN;
        let mut best = at_most;
        let compare = |s: &Piece, best: f64| {
            let apart = between_segments(p, d, s.p0, s.e);
            if apart - s.deviation >= best {
                return best;
            }
            let sunk = s.deviation.max(dip);
            let aside = s.curvature * s.e.norm2() * 0.125 + turn * (s.deviation + dip);
            best.min((apart * apart - sunk * sunk).max(0.0).sqrt() - aside)
        };
        if !self.balls.is_empty() {
            for ball in &self.balls {
                let far = best + ball.radius + half;
                if (ball.centre - middle).norm2() < far * far {
                    best = compare(&tree.pieces[ball.piece as usize], best);
                }
            }
            return best;
        }
        self.work.clear();
        self.work.extend_from_slice(runs);
        while let Some(run) = self.work.pop() {
            let (p0, e, radius) = tree.capsule(run);
            // Balls round both decide most.
            let far = best + radius + half + 0.5 * e.norm();
            if (p0 + e * 0.5 - middle).norm2() >= far * far {
                continue;
            }
            if is_piece(run) {
                best = compare(&tree.pieces[piece_index(run)], best);
            } else if between_segments(p, d, p0, e) - radius < best {
                self.work.extend_from_slice(&tree.node(run).children);
            }
        }
        best
    }
}

/// Distance between the segments `p + s d` and `q + t e`, s and t in 0..1.
fn between_segments(p: V3, d: V3, q: V3, e: V3) -> f64 {
    let r = p - q;
    let (a, b, c) = (d.norm2(), d.dot(e), e.norm2());
    let (f, g) = (d.dot(r), e.dot(r));
    let at = |s: f64, t: f64| (r + d * s - e * t).norm2();
    let t_for = |s: f64| {
        if c > 0.0 {
            ((b * s + g) / c).clamp(0.0, 1.0)
        } else {
            0.0
        }
    };
    let s_for = |t: f64| {
        if a > 0.0 {
            ((b * t - f) / a).clamp(0.0, 1.0)
        } else {
            0.0
        }
    };
    let det = a * c - b * b;
    let s = if det > 1e-12 * a * c {
        ((b * g - c * f) / det).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let t = t_for(s);
    let first = at(s_for(t), t);
    // Near-parallel segments: the ends decide.
    let ends = at(0.0, t_for(0.0))
        .min(at(1.0, t_for(1.0)))
        .min(at(s_for(0.0), 0.0))
        .min(at(s_for(1.0), 1.0));
    first.min(ends).sqrt()
}
