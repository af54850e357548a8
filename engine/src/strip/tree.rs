//! A strip tree: which parts of the line can be nearest, found in logarithmic time.
//!
//! A node is a run of consecutive pieces, bounded by a *capsule*: the chord from its first to its last point with a
//! radius. A run is connected, so its distance lies within the radius of the distance to the chord, *both ways*; that is
//! why long runs decide most questions unopened, and why no box tree is used. Nodes above the runs of several parts are
//! balls round their middle: there only the trivial upper bound holds.

use super::piece::Piece;
use crate::geodesy::vector::{V3, v3};
use crate::halt::Halt;

/// An inner node, or a piece where [`is_piece`] says so.
pub type Ref = u32;
const PIECE: u32 = 1 << 31;

#[inline(always)]
pub fn is_piece(r: Ref) -> bool {
    r & PIECE != 0
}
#[inline(always)]
pub fn piece_index(r: Ref) -> usize {
    (r & !PIECE) as usize
}

/// A bounded run.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    pub p0: V3,
    pub e: V3,
    pub inv_e2: f64,
    pub radius: f64,
    pub children: [Ref; 2],
}

/// The line's pieces under their nodes.
pub struct Tree {
    pub pieces: Vec<Piece>,
    nodes: Vec<Node>,
    /// Nodes from here on stand above the runs of several parts.
    first_top: u32,
    root: Ref,
    /// Asked by all that searches for long.
    pub halt: Halt,
}

/// What is known of the distance from a point to a run: the nearest point of its chord, the distance to it, and by how
/// much the distance to the run can differ from that.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    pub run: Ref,
    /// From the nearest point of the chord to the asking point, m.
    pub offset: V3,
    pub distance: f64,
    pub radius: f64,
}

impl Bound {
    #[inline(always)]
    pub fn lower(&self) -> f64 {
        self.distance - self.radius
    }
    #[inline(always)]
    pub fn upper(&self) -> f64 {
        self.distance + self.radius
    }
}

impl Tree {
    /// `parts`: index ranges of the pieces of each part; at least one, none empty.
    pub fn new(pieces: Vec<Piece>, parts: &[std::ops::Range<usize>]) -> Tree {
        let mut tree = Tree {
            nodes: Vec::with_capacity(pieces.len()),
            pieces,
            first_top: 0,
            root: 0,
            halt: Halt::default(),
        };
        let mut tops: Vec<(V3, Ref)> = parts
            .iter()
            .map(|p| {
                let run = tree.build_run(p.clone());
                let (a, e, _) = tree.capsule(run);
                (a + e * 0.5, run)
            })
            .collect();
        tree.first_top = tree.nodes.len() as u32;
        tree.root = tree.build_top(&mut tops);
        tree
    }

    pub fn root(&self) -> Ref {
        self.root
    }

    pub fn node(&self, r: Ref) -> &Node {
        &self.nodes[r as usize]
    }

    /// Whether a node stands above the runs of several parts: its middle need not be on the line.
    #[inline(always)]
    pub fn is_top(&self, r: Ref) -> bool {
        !is_piece(r) && r >= self.first_top
    }

    /// No point of the run is farther from `x` in space than this, m.
    #[inline]
    pub fn farthest_within(&self, r: Ref, x: V3) -> f64 {
        let (p0, e, radius) = self.capsule(r);
        (p0 - x).norm2().max((p0 + e - x).norm2()).sqrt() + radius
    }

    /// The chord of a run, from its first point, and how far the run strays from it, m.
    #[inline]
    pub fn capsule(&self, r: Ref) -> (V3, V3, f64) {
        if is_piece(r) {
            let p = &self.pieces[piece_index(r)];
            (p.p0, p.e, p.deviation)
        } else {
            let n = &self.nodes[r as usize];
            (n.p0, n.e, n.radius)
        }
    }

    fn build_run(&mut self, range: std::ops::Range<usize>) -> Ref {
        if range.len() == 1 {
            return range.start as u32 | PIECE;
        }
        let middle = range.start + range.len() / 2;
        let (p0, last) = (self.pieces[range.start].p0, &self.pieces[range.end - 1]);
        let e = last.p0 + last.e - p0;
        let children = [
            self.build_run(range.start..middle),
            self.build_run(middle..range.end),
        ];
        let e2 = e.norm2();
        let mut node = Node {
            p0,
            e,
            inv_e2: if e2 > 0.0 { 1.0 / e2 } else { 0.0 },
            radius: 0.0,
            children,
        };
        // Bottom up, so that building stays linear: the child's chord ends, plus the child's radius.
        for c in children {
            let (a, ce, r) = self.capsule(c);
            let ends = chord_offset(&node, a)
                .norm2()
                .max(chord_offset(&node, a + ce).norm2())
                .sqrt();
            node.radius = node.radius.max(ends + r);
        }
        self.nodes.push(node);
        self.nodes.len() as u32 - 1
    }

    fn build_top(&mut self, tops: &mut [(V3, Ref)]) -> Ref {
        if let [(_, run)] = tops {
            return *run;
        }
        let (mut lo, mut hi) = (
            v3(f64::MAX, f64::MAX, f64::MAX),
            v3(f64::MIN, f64::MIN, f64::MIN),
        );
        for (c, _) in tops.iter() {
            lo = v3(lo.x.min(c.x), lo.y.min(c.y), lo.z.min(c.z));
            hi = v3(hi.x.max(c.x), hi.y.max(c.y), hi.z.max(c.z));
        }
        let size = hi - lo;
        let axis = |v: &V3| {
            if size.x >= size.y && size.x >= size.z {
                v.x
            } else if size.y >= size.z {
                v.y
            } else {
                v.z
            }
        };
        let half = tops.len() / 2;
        tops.select_nth_unstable_by(half, |a, b| {
            axis(&a.0).total_cmp(&axis(&b.0)).then(a.1.cmp(&b.1))
        });
        let (left, right) = tops.split_at_mut(half);
        let children = [self.build_top(left), self.build_top(right)];
        let centre = (lo + hi) * 0.5;
        let mut radius = 0f64;
        for c in children {
            let (a, e, r) = self.capsule(c);
            radius = radius.max((a - centre).norm().max((a + e - centre).norm()) + r);
        }
        self.nodes.push(Node {
            p0: centre,
            e: V3::default(),
            inv_e2: 0.0,
            radius,
            children,
        });
        self.nodes.len() as u32 - 1
    }

    #[inline(always)]
    pub fn bound(&self, r: Ref, x: V3) -> Bound {
        if is_piece(r) {
            // The parabola itself: were its sag the radius, cells at a ridge would have to shrink below it.
            let p = &self.pieces[piece_index(r)];
            let (t, d2) = p.nearest(x);
            Bound {
                run: r,
                offset: x - p.at(t),
                distance: d2.sqrt(),
                radius: 1e-3 + 0.02 * p.deviation,
            }
        } else {
            let n = &self.nodes[r as usize];
            let offset = chord_offset(n, x);
            Bound {
                run: r,
                offset,
                distance: offset.norm(),
                radius: n.radius,
            }
        }
    }
}

#[inline(always)]
fn chord_offset(n: &Node, x: V3) -> V3 {
    let d = x - n.p0;
    let t = (d.dot(n.e) * n.inv_e2).clamp(0.0, 1.0);
    d - n.e * t
}
