//! A tree of the edges of a polygon's rings, in their order: finds where edges meet, and whether a point lies inside.
//!
//! Consecutive edges lie close together, so boxes round runs of them make a good tree without sorting. Two trees are searched together:
//! near-linear for real outlines; the number of meetings bounds the rest.

use geo::{Coord, Polygon};

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Box2 {
    pub min: [f64; 2],
    pub max: [f64; 2],
}

impl Box2 {
    fn of(edge: &Edge) -> Self {
        let ([ax, ay], [bx, by]) = (edge.a, edge.b);
        Box2 {
            min: [ax.min(bx), ay.min(by)],
            max: [ax.max(bx), ay.max(by)],
        }
    }
    fn join(self, o: Self) -> Self {
        Box2 {
            min: [self.min[0].min(o.min[0]), self.min[1].min(o.min[1])],
            max: [self.max[0].max(o.max[0]), self.max[1].max(o.max[1])],
        }
    }
    pub fn meets(&self, o: &Self) -> bool {
        self.min[0] <= o.max[0]
            && o.min[0] <= self.max[0]
            && self.min[1] <= o.max[1]
            && o.min[1] <= self.max[1]
    }
    pub fn holds(&self, p: [f64; 2]) -> bool {
        (0..2).all(|i| self.min[i] <= p[i] && p[i] <= self.max[i])
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Edge {
    pub a: [f64; 2],
    pub b: [f64; 2],
}

/// Edges a leaf: fewer make the tree large, more make pairs of leaves dear.
const LEAF: usize = 8;

pub(crate) struct Edges {
    pub edges: Vec<Edge>,
    /// Complete binary tree, the root at 1; `leaves` leaves at the end, some empty.
    boxes: Vec<Option<Box2>>,
    leaves: usize,
}

impl Edges {
    /// All rings of a polygon, without edges of length zero.
    pub fn of(polygon: &Polygon<f64>) -> Self {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        let pair = |w: &[Coord<f64>]| Edge {
            a: [w[0].x, w[0].y],
            b: [w[1].x, w[1].y],
        };
        Self::new(
            rings
                .flat_map(|r| r.0.windows(2).map(pair))
                .filter(|e| e.a != e.b)
                .collect(),
        )
    }

    pub fn new(edges: Vec<Edge>) -> Self {
        let leaves = edges.len().div_ceil(LEAF).next_power_of_two();
        let mut boxes = vec![None; 2 * leaves];
        for (index, chunk) in edges.chunks(LEAF).enumerate() {
            boxes[leaves + index] = chunk.iter().map(Box2::of).reduce(Box2::join);
        }
        for node in (1..leaves).rev() {
            boxes[node] = match (boxes[2 * node], boxes[2 * node + 1]) {
                (Some(a), Some(b)) => Some(a.join(b)),
                (a, b) => a.or(b),
            };
        }
        Edges {
            edges,
            boxes,
            leaves,
        }
    }

    pub fn bounds(&self) -> Option<Box2> {
        self.boxes[1]
    }

    fn leaf(&self, node: usize) -> std::ops::Range<usize> {
        let from = (node - self.leaves) * LEAF;
        from.min(self.edges.len())..(from + LEAF).min(self.edges.len())
    }

    /// First pair of edges, one of each tree, that `found` accepts and whose boxes meet.
    /// With the same tree twice every pair comes once, and no edge with itself.
    pub fn pair<T>(
        &self,
        other: &Edges,
        mut found: impl FnMut(&Edge, &Edge) -> Option<T>,
    ) -> Option<T> {
        let same = std::ptr::eq(self, other);
        let mut stack = vec![(1usize, 1usize)];
        while let Some((m, n)) = stack.pop() {
            match (&self.boxes[m], &other.boxes[n]) {
                (Some(a), Some(b)) if a.meets(b) => {}
                _ => continue,
            }
            match (m >= self.leaves, n >= other.leaves) {
                (true, true) => {
                    for i in self.leaf(m) {
                        let own = Box2::of(&self.edges[i]);
                        for j in other.leaf(n).filter(|j| !same || *j > i) {
                            if own.meets(&Box2::of(&other.edges[j]))
                                && let Some(hit) = found(&self.edges[i], &other.edges[j])
                            {
                                return Some(hit);
                            }
                        }
                    }
                }
                (false, true) => stack.extend([(2 * m, n), (2 * m + 1, n)]),
                (true, false) => stack.extend([(m, 2 * n), (m, 2 * n + 1)]),
                (false, false) if same && m == n => {
                    stack.extend([(2 * m, 2 * m), (2 * m, 2 * m + 1), (2 * m + 1, 2 * m + 1)]);
                }
                (false, false) => {
                    stack.extend([
                        (2 * m, 2 * n),
                        (2 * m, 2 * n + 1),
                        (2 * m + 1, 2 * n),
                        (2 * m + 1, 2 * n + 1),
                    ]);
                }
            }
        }
        None
    }

    /// Whether a point lies inside, by even-odd count of the edges east of it. On the outline: either answer; on an
    /// edge that two polygons share, the one opposite to the other's.
    pub fn inside(&self, p: [f64; 2]) -> bool {
        let mut odd = false;
        let mut stack = vec![1usize];
        while let Some(node) = stack.pop() {
            let Some(b) = &self.boxes[node] else { continue };
            if b.max[0] < p[0] || b.min[1] > p[1] || b.max[1] < p[1] {
                continue;
            }
            if node < self.leaves {
                stack.extend([2 * node, 2 * node + 1]);
                continue;
            }
            for Edge { a, b } in &self.edges[self.leaf(node)] {
                let (low, high) = if b[1] > a[1] { (a, b) } else { (b, a) };
                if (a[1] > p[1]) != (b[1] > p[1]) && turn(*low, *high, p) > 0.0 {
                    odd = !odd;
                }
            }
        }
        odd
    }

    /// Whether an edge may enter a box: the box round one meets it.
    pub fn enter(&self, cell: &Box2) -> bool {
        let mut stack = vec![1usize];
        while let Some(node) = stack.pop() {
            if !self.boxes[node].is_some_and(|b| b.meets(cell)) {
                continue;
            }
            if node < self.leaves {
                stack.extend([2 * node, 2 * node + 1]);
            } else if (self.edges[self.leaf(node)].iter()).any(|e| Box2::of(e).meets(cell)) {
                return true;
            }
        }
        false
    }
}

/// Twice the signed area of the triangle, exact in sign: positive where `c` lies left of the way from `a` to `b`.
pub(crate) fn turn(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> f64 {
    use geo::{
        GeoNum,
        kernels::{Kernel, Orientation},
    };
    let coord = |p: [f64; 2]| Coord { x: p[0], y: p[1] };
    match <f64 as GeoNum>::Ker::orient2d(coord(a), coord(b), coord(c)) {
        Orientation::CounterClockwise => 1.0,
        Orientation::Clockwise => -1.0,
        Orientation::Collinear => 0.0,
    }
}

/// Where two edges meet other than at an end that both share: they cross, one ends on the other, or they lie on each other.
/// Identical edges (either direction) are a shared border and do not count.
pub(crate) fn meeting(e: &Edge, f: &Edge) -> Option<[f64; 2]> {
    if (e.a == f.a && e.b == f.b) || (e.a == f.b && e.b == f.a) {
        return None;
    }
    let ends = [(e.a, f), (e.b, f), (f.a, e), (f.b, e)];
    let (c0, c1) = (turn(e.a, e.b, f.a), turn(e.a, e.b, f.b));
    let (d0, d1) = (turn(f.a, f.b, e.a), turn(f.a, f.b, e.b));
    if c0 * c1 < 0.0 && d0 * d1 < 0.0 {
        let s = ((f.a[0] - e.a[0]) * (f.b[1] - f.a[1]) - (f.a[1] - e.a[1]) * (f.b[0] - f.a[0]))
            / ((e.b[0] - e.a[0]) * (f.b[1] - f.a[1]) - (e.b[1] - e.a[1]) * (f.b[0] - f.a[0]));
        return Some([
            e.a[0] + s * (e.b[0] - e.a[0]),
            e.a[1] + s * (e.b[1] - e.a[1]),
        ]);
    }
    let zero = [d0, d1, c0, c1];
    let touch = ends
        .iter()
        .zip(zero)
        .find(|((p, g), z)| *z == 0.0 && *p != g.a && *p != g.b && Box2::of(g).holds(*p));
    touch.map(|((p, _), _)| *p)
}
