//! Which runs of the line can be nearest to some point of a ball: what every search by cells, [`cells`](super::cells),
//! [`sides`](super::sides) and [`field`](crate::overlap::field), starts each cell with.

use super::nearest::chord_margin;
use super::tree::{Bound, Ref, Tree, is_piece, piece_index};
use crate::geodesy::vector::V3;

/// Chord lengths about the nearest run, m.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    /// The nearest point of the line is at least as far from the centre...
    pub lowest: f64,
    /// ... and at most.
    pub best: f64,
}

/// Leaves in `bounds` the runs among those in `work` that can be nearest to a point within `reach` (m) of `x`; `work` is empty
/// afterwards. Runs of a radius above `open_above` (m) are opened. Infinite without runs.
pub fn narrow(
    tree: &Tree,
    x: V3,
    reach: f64,
    open_above: f64,
    work: &mut Vec<Ref>,
    bounds: &mut Vec<Bound>,
) -> Range {
    narrow_below(tree, x, reach, open_above, f64::INFINITY, work, bounds)
}

/// As [`narrow`], where some point of the line is known to be within `best` (m) of `x`: it spares a search from the top the runs that
/// are far.
pub fn narrow_below(
    tree: &Tree,
    x: V3,
    reach: f64,
    open_above: f64,
    best: f64,
    work: &mut Vec<Ref>,
    bounds: &mut Vec<Bound>,
) -> Range {
    bounds.clear();
    let mut best = best;
    let mut slack = 2.0 * reach;
    if best.is_finite() {
        slack += chord_margin(best + 2.0 * reach);
    }
    while let Some(run) = work.pop() {
        if is_piece(run) && !tree.pieces[piece_index(run)].may_be_within(x, best + slack) {
            continue;
        }
        let b = tree.bound(run, x);
        if b.lower() > best + slack {
            continue;
        }
        if b.upper() < best {
            best = b.upper();
            slack = 2.0 * reach + chord_margin(best + 2.0 * reach);
        }
        if b.radius > open_above && !is_piece(run) {
            work.extend_from_slice(&tree.node(run).children);
        } else {
            bounds.push(b);
        }
    }
    bounds.retain(|b| b.lower() <= best + slack);
    let lowest = (bounds.iter().map(Bound::lower)).fold(f64::INFINITY, f64::min);
    Range { lowest, best }
}

/// Drops the runs that another is nearer than in the whole ball. The distance to a chord is convex with a Hessian of
/// at most 1/d, so the difference h of two such distances falls by at most `reach |∇h| + reach²/2(d-reach)`.
pub fn drop_dominated(reach: f64, bounds: &mut Vec<Bound>) {
    let Some(b) = (bounds.iter().min_by(|a, b| a.upper().total_cmp(&b.upper()))).copied() else {
        return;
    };
    if b.distance <= 1.01 * reach {
        return;
    }
    let g = b.offset * (1.0 / b.distance);
    let bend =
        0.5 * reach * reach / (b.distance - reach) + chord_margin(b.upper() + reach) + b.radius;
    bounds.retain(|i| {
        let gi = i.offset * (1.0 / i.distance.max(1e-9));
        i.distance - b.distance - i.radius <= reach * (gi - g).norm() + bend
    });
}
