//! A tree of the edges of a polygon's rings, in their order: finds where edges meet, and whether a point lies inside.
//!
//! Consecutive edges lie close together, so boxes round runs of them make a good tree without sorting. Two trees are searched together:
//! near-linear for real outlines; the number of meetings bounds the rest.

use geo::{Coord, LineString, Polygon};
use std::ops::Range;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Box2 {
    pub min: [f64; 2],
    pub max: [f64; 2],
}

impl Box2 {
    /// Meets nothing, not even itself.
    const NOWHERE: Box2 = Box2 {
        min: [f64::INFINITY; 2],
        max: [f64::NEG_INFINITY; 2],
    };

    pub fn of(edge: &Edge) -> Self {
        let ([ax, ay], [bx, by]) = (edge.a, edge.b);
        Box2 {
            min: [ax.min(bx), ay.min(by)],
            max: [ax.max(bx), ay.max(by)],
        }
    }
    pub fn join(self, o: Self) -> Self {
        Box2 {
            min: [self.min[0].min(o.min[0]), self.min[1].min(o.min[1])],
            max: [self.max[0].max(o.max[0]), self.max[1].max(o.max[1])],
        }
    }
    pub fn meets(&self, o: &Self) -> bool {
        // All four are looked at: a guess of which fails first would be wrong half of the time.
        (self.min[0] <= o.max[0])
            & (o.min[0] <= self.max[0])
            & (self.min[1] <= o.max[1])
            & (o.min[1] <= self.max[1])
    }
    pub fn holds(&self, p: [f64; 2]) -> bool {
        (0..2).all(|i| self.min[i] <= p[i] && p[i] <= self.max[i])
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    pub a: [f64; 2],
    pub b: [f64; 2],
}

impl Edge {
    const NONE: Edge = Edge {
        a: [f64::NAN; 2],
        b: [f64::NAN; 2],
    };
}

/// Edges a leaf: fewer make the tree large, more make pairs of leaves dear.
const LEAF: usize = 8;

/// The edges of some rings and a tree of boxes: 24 to 28 bytes an edge.
pub struct Edges {
    /// Edge i leads from point i to the next one, but where a ring ends.
    points: Vec<[f64; 2]>,
    /// Last points of rings, but of the last one, ascending.
    ends: Vec<usize>,
    /// Complete binary tree, the root at 1; `leaves` leaves at the end, of which only those with edges are there.
    boxes: Vec<Box2>,
    leaves: usize,
}

impl Edges {
    /// All rings of a polygon, without edges of length zero.
    pub fn of(polygon: &Polygon<f64>) -> Self {
        Self::rings(std::iter::once(polygon.exterior()).chain(polygon.interiors()))
    }

    /// Some rings, without edges of length zero.
    pub fn rings<'a>(rings: impl Iterator<Item = &'a LineString<f64>> + Clone) -> Self {
        let mut points: Vec<[f64; 2]> = Vec::with_capacity(rings.clone().map(|r| r.0.len()).sum());
        let mut ends = Vec::new();
        for ring in rings {
            let start = points.len();
            for c in &ring.0 {
                let point = [c.x, c.y];
                if points.len() == start || points.last() != Some(&point) {
                    points.push(point);
                }
            }
            if points.len() > start {
                ends.push(points.len() - 1);
            }
        }
        ends.pop();
        let used = points.len().saturating_sub(1).div_ceil(LEAF);
        let leaves = used.next_power_of_two();
        let mut edges = Edges {
            points,
            ends,
            boxes: vec![Box2::NOWHERE; leaves + used],
            leaves,
        };
        for node in leaves..leaves + used {
            let all = edges.leaf(node).map(|(_, edge)| Box2::of(&edge));
            edges.boxes[node] = all.reduce(Box2::join).unwrap_or(Box2::NOWHERE);
        }
        for node in (1..leaves).rev() {
            edges.boxes[node] = edges
                .bounds_of(2 * node)
                .join(edges.bounds_of(2 * node + 1));
        }
        edges
    }

    pub fn bounds(&self) -> Option<Box2> {
        Some(self.bounds_of(1)).filter(|b| b.min[0] <= b.max[0])
    }

    /// The numbers of the edges of each ring that has any.
    pub fn rings_of_edges(&self) -> impl Iterator<Item = Range<usize>> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|end| end + 1));
        let last = self.points.len().saturating_sub(1);
        let ends = self.ends.iter().copied().chain([last]);
        (starts.zip(ends))
            .map(|(start, end)| start..end)
            .filter(|ring| !ring.is_empty())
    }

    /// The middle of an edge.
    pub fn middle(&self, number: usize) -> [f64; 2] {
        let (a, b) = (self.points[number], self.points[number + 1]);
        [(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0]
    }

    /// The box of a node; that of leaves without edges meets nothing.
    fn bounds_of(&self, node: usize) -> Box2 {
        self.boxes.get(node).copied().unwrap_or(Box2::NOWHERE)
    }

    /// The edges of a leaf, with their numbers.
    fn leaf(&self, node: usize) -> impl Iterator<Item = (usize, Edge)> {
        let from = (node - self.leaves) * LEAF;
        let to = (from + LEAF).min(self.points.len().saturating_sub(1));
        let edge = |i: usize| Edge {
            a: self.points[i],
            b: self.points[i + 1],
        };
        (from.min(to)..to)
            .filter(|i| self.ends.is_empty() || self.ends.binary_search(i).is_err())
            .map(move |i| (i, edge(i)))
    }

    /// First pair of edges, one of each tree and with their numbers, that `found` accepts and whose boxes meet.
    /// With the same tree twice every pair comes once, and no edge with itself.
    pub fn pair<T>(
        &self,
        other: &Edges,
        mut found: impl FnMut((usize, &Edge), (usize, &Edge)) -> Option<T>,
    ) -> Option<T> {
        let same = std::ptr::eq(self, other);
        let mut stack = vec![(1usize, 1usize)];
        while let Some((m, n)) = stack.pop() {
            if !self.bounds_of(m).meets(&other.bounds_of(n)) {
                continue;
            }
            match (m >= self.leaves, n >= other.leaves) {
                (true, true) => {
                    let (near, far) = (self.bounds_of(m), other.bounds_of(n));
                    // Few edges of two leaves are near each other: their boxes are made once.
                    let mut others = [(0, Edge::NONE, Box2::NOWHERE); LEAF];
                    let mut count = 0;
                    for (j, f) in other.leaf(n) {
                        let own = Box2::of(&f);
                        if own.meets(&near) {
                            others[count] = (j, f, own);
                            count += 1;
                        }
                    }
                    for (i, e) in self.leaf(m) {
                        let own = Box2::of(&e);
                        if !own.meets(&far) {
                            continue;
                        }
                        for (j, f, its) in &others[..count] {
                            if own.meets(its)
                                && (!same || *j > i)
                                && let Some(hit) = found((i, &e), (*j, f))
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
            let b = self.bounds_of(node);
            if b.max[0] < p[0] || b.min[1] > p[1] || b.max[1] < p[1] {
                continue;
            }
            if node < self.leaves {
                stack.extend([2 * node, 2 * node + 1]);
                continue;
            }
            for (_, Edge { a, b }) in self.leaf(node) {
                let (low, high) = if b[1] > a[1] { (a, b) } else { (b, a) };
                if (a[1] > p[1]) != (b[1] > p[1]) && turn(low, high, p) > 0.0 {
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
            if !self.bounds_of(node).meets(cell) {
                continue;
            }
            if node < self.leaves {
                stack.extend([2 * node, 2 * node + 1]);
            } else if self.leaf(node).any(|(_, e)| Box2::of(&e).meets(cell)) {
                return true;
            }
        }
        false
    }
}

/// All edges of a polygon's rings in their order, without those of length zero.
pub fn edges(polygon: &Polygon<f64>) -> impl Iterator<Item = Edge> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let pair = |w: &[Coord<f64>]| Edge {
        a: [w[0].x, w[0].y],
        b: [w[1].x, w[1].y],
    };
    rings
        .flat_map(move |r| r.0.windows(2).map(pair))
        .filter(|e| e.a != e.b)
}

/// Twice the signed area of the triangle, exact in sign: positive where `c` lies left of the way from `a` to `b`.
pub fn turn(a: [f64; 2], b: [f64; 2], c: [f64; 2]) -> f64 {
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
pub fn meeting(e: &Edge, f: &Edge) -> Option<[f64; 2]> {
    if (e.a == f.a && e.b == f.b) || (e.a == f.b && e.b == f.a) {
        return None;
    }
    // Most that are asked about follow each other in a ring: where they share an end and turn there, they meet nowhere else.
    let corner = if e.b == f.a {
        Some((e.a, e.b, f.b))
    } else if e.a == f.b {
        Some((e.b, e.a, f.a))
    } else if e.a == f.a {
        Some((e.b, e.a, f.b))
    } else {
        (e.b == f.b).then_some((e.a, e.b, f.a))
    };
    if corner.is_some_and(|(p, at, q)| turn(p, at, q) != 0.0) {
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
