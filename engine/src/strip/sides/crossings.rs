//! Where a line crosses or touches itself.

use crate::geodesy::vector::V3;
use crate::strip::nodes::Nodes;
use crate::strip::piece::NONE;
use crate::strip::tree::{Tree, is_piece, piece_index};

/// Pieces nearer to each other than this touch, m.
const TOUCH: f64 = 1e-3;

/// Appends the places where pieces that do not follow each other cross or touch.
pub fn crossings(tree: &Tree, next: &[u32], nodes: &Nodes, out: &mut Vec<V3>) {
    let mut work = Vec::new();
    for (k, p) in tree.pieces.iter().enumerate() {
        if tree.halt.is_stopped() {
            return;
        }
        let (middle, half) = (p.p0 + p.e * 0.5, 0.5 * p.e.norm() + p.deviation + TOUCH);
        work.push(tree.root());
        while let Some(run) = work.pop() {
            if tree.bound(run, middle).lower() > half {
                continue;
            }
            if !is_piece(run) {
                work.extend_from_slice(&tree.node(run).children);
                continue;
            }
            let j = piece_index(run);
            if j <= k || next[k] == j as u32 || next[j] == k as u32 {
                continue;
            }
            let q = &tree.pieces[j];
            let node = |v: u32| (v != NONE).then(|| nodes.node(v));
            let meet = (p.ends.iter())
                .any(|&a| node(a).is_some_and(|a| q.ends.iter().any(|&b| node(b) == Some(a))));
            let (at, gap) = closest(p.p0, p.e, q.p0, q.e);
            if !meet && gap <= p.deviation + q.deviation + TOUCH {
                out.push(at);
            }
        }
    }
}

/// Where the segment a + s u is nearest to the segment b + t v, and how near.
fn closest(a: V3, u: V3, b: V3, v: V3) -> (V3, f64) {
    let w = a - b;
    let (uu, uv, vv, uw, vw) = (u.dot(u), u.dot(v), v.dot(v), u.dot(w), v.dot(w));
    let share = |x: f64, of: f64| {
        if of > 0.0 {
            (x / of).clamp(0.0, 1.0)
        } else {
            0.0
        }
    };
    let mut s = share(uv * vw - vv * uw, uu * vv - uv * uv);
    let t = share(uv * s + vw, vv);
    s = share(uv * t - uw, uu);
    let at = a + u * s;
    (at, (at - b - v * t).norm())
}
