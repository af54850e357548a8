//! The edges that territories share, found exactly, and chained into long lines.
//!
//! Also known as: shared arcs, border extraction. In: territories, and for each the groups (sides) it belongs to.
//! Out: the edges that a [`Pick`] chooses, as polylines.
//!
//! Two edges are the same where both ends have the same longitude and latitude, bit for bit, in either direction: in
//! a clean coverage no tolerance is needed, and none is used. Borders that two territories draw with different
//! positions are therefore not found; overlapping or gaping territories share nothing there.
//! A chain that meets the antimeridian ends there and goes on as another part on its other side.

use geo::{Coord, LineString, MultiLineString, Polygon};
use rustc_hash::FxHashMap;

use super::edge_index::EdgeIndex;
use super::territory::Territory;

/// A set of groups: bit 0 is group A, bit 1 is group B; 0 stands for everyone else.
pub type Sides = u8;
pub const A: Sides = 1;
pub const B: Sides = 2;

/// Which edges to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Land {
    /// Between a territory of A and one of B.
    Contact,
    /// Between a group and whoever does not belong to it.
    Outer,
    /// Between any two territories, one of them in A or B.
    Every,
    /// None.
    Nothing,
}

/// The edges that a line is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    pub land: Land,
    /// Edges of A and B that no other territory has: sea coasts, and shores of lakes that belong to no territory.
    /// Edges of the artificial cut along ±180° or at a pole are left out.
    pub coast: bool,
}

/// The chosen edges, chained where two meet and no third; closed rings stay rings.
///
/// `sides[i]` says which groups the holder of `territories[i]` belongs to. What lies between two territories of one holder is no
/// border, and an edge of a territory that is [off the line](Territory::off_line) is never chosen. An edge runs as the ring of the first territory of A, else
/// of B, that has it: with exterior rings counter-clockwise, A lies to the left of its border. Where edges of one chain
/// disagree, most of them decide. Parts come in the order in which the territories' rings have their first edges.
/// The result depends on the input alone. Empty where nothing is chosen.
///
/// # Units
/// Degrees of longitude and latitude, as in the territories.
pub fn line(territories: &[Territory], sides: &[Sides], pick: Pick) -> MultiLineString<f64> {
    let edges: Vec<_> = (chosen(territories, sides, pick).iter())
        .map(|edge| edge.ends)
        .collect();
    chain(&edges)
}

/// The border that two territories or groups share; positions of `territories`.
pub fn shared(territories: &[Territory], a: &[usize], b: &[usize]) -> MultiLineString<f64> {
    line(
        territories,
        &sides_of(territories.len(), a, b),
        Pick {
            land: Land::Contact,
            coast: false,
        },
    )
}

/// The land border of a group against everyone else; positions of `territories`.
pub fn outer(territories: &[Territory], group: &[usize]) -> MultiLineString<f64> {
    line(
        territories,
        &sides_of(territories.len(), group, &[]),
        Pick {
            land: Land::Outer,
            coast: false,
        },
    )
}

fn sides_of(n: usize, a: &[usize], b: &[usize]) -> Vec<Sides> {
    let mut sides = vec![0; n];
    for (group, side) in [(a, A), (b, B)] {
        for &i in group {
            if let Some(of) = sides.get_mut(i) {
                *of |= side;
            }
        }
    }
    sides
}

/// The holder of an edge that has no second one.
pub(super) const NOBODY: u32 = u32::MAX;

/// An edge with the holders of the territories that have it.
pub(super) struct Edge {
    pub ends: [Coord<f64>; 2],
    /// The first holder that has it, and another one or [`NOBODY`]: each the position of its first territory.
    pub holders: [u32; 2],
    /// How often it occurs, 2 standing for more.
    count: u8,
    /// Groups that some holder belongs to, and groups that every holder belongs to.
    any: Sides,
    all: Sides,
    /// Whether an owner makes no line.
    pub off: bool,
}

impl Edge {
    /// An edge that nobody has been [`seen`](Edge::seen) to have yet.
    pub(super) fn new(ends: [Coord<f64>; 2], holder: u32, side: Sides) -> Self {
        Edge {
            ends,
            holders: [holder, NOBODY],
            count: 0,
            any: side,
            all: side,
            off: false,
        }
    }

    /// The same edge with its ends in another order.
    pub(super) fn with_ends(&self, ends: [Coord<f64>; 2]) -> Self {
        Edge { ends, ..*self }
    }

    pub(super) fn is_land(&self, land: Land) -> bool {
        match land {
            Land::Contact => self.any & !self.all == A | B,
            Land::Outer => self.any & !self.all != 0,
            Land::Every => self.holders[1] != NOBODY,
            Land::Nothing => false,
        }
    }

    pub(super) fn is_coast(&self) -> bool {
        let [p, q] = self.ends;
        let on_cut = p.x == q.x && p.x.abs() == 180.0;
        let at_pole = p.y == q.y && p.y.abs() == 90.0;
        self.count == 1 && !on_cut && !at_pole
    }
}

pub(super) type Key = [u64; 4];

/// Undirected: the same for both directions of an edge. `+ 0.0` makes of -0.0 the 0.0 that it equals.
pub(super) fn key(p: Coord<f64>, q: Coord<f64>) -> Key {
    let [a, b, c, d] = [p.x, p.y, q.x, q.y].map(|v| (v + 0.0).to_bits());
    if (a, b) <= (c, d) {
        [a, b, c, d]
    } else {
        [c, d, a, b]
    }
}

/// For each territory the position of the first one of its holder.
pub(super) fn holders(territories: &[Territory]) -> Vec<u32> {
    let mut first: FxHashMap<&str, u32> = FxHashMap::default();
    (territories.iter().enumerate())
        .map(|(i, t)| *first.entry(t.holder.as_str()).or_insert(i as u32))
        .collect()
}

/// The chosen edges in the order and direction of the rings that brought them.
pub(super) fn chosen(territories: &[Territory], sides: &[Sides], pick: Pick) -> Vec<Edge> {
    let holders = holders(territories);
    let mine = |i: usize| sides.get(i).copied().unwrap_or(0);
    // For the contact line alone A's edges are enough: those of B only mark them. Everyone else does not matter then.
    let contact = pick.land == Land::Contact && !pick.coast;
    let mut order: Vec<usize> = (0..territories.len())
        .filter(|&i| mine(i) & A != 0)
        .collect();
    if !contact {
        order.extend((0..territories.len()).filter(|&i| mine(i) == B));
    }
    let count = |i: &usize| -> usize {
        let rings = territories[*i]
            .polygons
            .iter()
            .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        rings.map(|ring| ring.0.len()).sum()
    };
    let mut index = if contact {
        EdgeIndex::default()
    } else {
        EdgeIndex::with_capacity(order.iter().map(count).sum())
    };
    let boxes: Vec<Bounds> = order.iter().map(|&i| Bounds::of(&territories[i])).collect();
    // Territories that touch no other one of interest add nothing to a contact line; their islands are skipped below.
    let others: Vec<usize> = (0..territories.len())
        .filter(|&i| if contact { mine(i) == B } else { mine(i) == 0 })
        .collect();
    let other_boxes: Vec<Bounds> = others
        .iter()
        .map(|&i| Bounds::of(&territories[i]))
        .collect();
    for &i in &order {
        for polygon in &territories[i].polygons {
            if contact && !Bounds::of_ring(polygon).meets_any(&other_boxes) {
                continue;
            }
            each_edge(polygon, |p, q| {
                let at = index
                    .find(p, q)
                    .unwrap_or_else(|hash| index.add(hash, Edge::new([p, q], holders[i], mine(i))));
                index
                    .at(at)
                    .seen(holders[i], mine(i), territories[i].off_line);
            });
        }
    }
    for &i in &others {
        for polygon in &territories[i].polygons {
            if !Bounds::of_ring(polygon).meets_any(&boxes) {
                continue;
            }
            each_edge(polygon, |p, q| {
                if let Ok(at) = index.find(p, q) {
                    index
                        .at(at)
                        .seen(holders[i], mine(i), territories[i].off_line);
                }
            });
        }
    }
    let mut edges = index.into_edges();
    edges.retain(|edge| !edge.off && (edge.is_land(pick.land) || pick.coast && edge.is_coast()));
    edges
}

impl Edge {
    pub(super) fn seen(&mut self, by: u32, side: Sides, off: bool) {
        if self.holders[0] != by && self.holders[1] == NOBODY {
            self.holders[1] = by;
        }
        self.off |= off;
        self.count = (self.count + 1).min(2);
        self.any |= side;
        self.all &= side;
    }
}

/// Calls `f` with the ends of every edge that has a length.
fn each_edge(polygon: &Polygon<f64>, mut f: impl FnMut(Coord<f64>, Coord<f64>)) {
    for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
        for pair in ring.0.windows(2) {
            if pair[0] != pair[1] {
                f(pair[0], pair[1]);
            }
        }
    }
}

/// A box in longitude and latitude. Only equal positions count here, so the antimeridian needs no care.
#[derive(Clone, Copy)]
struct Bounds {
    min: Coord<f64>,
    max: Coord<f64>,
}

impl Bounds {
    fn around<'a>(positions: impl Iterator<Item = &'a Coord<f64>>) -> Self {
        let empty = Bounds {
            min: Coord {
                x: f64::INFINITY,
                y: f64::INFINITY,
            },
            max: Coord {
                x: f64::NEG_INFINITY,
                y: f64::NEG_INFINITY,
            },
        };
        positions.fold(empty, |b, c| Bounds {
            min: Coord {
                x: b.min.x.min(c.x),
                y: b.min.y.min(c.y),
            },
            max: Coord {
                x: b.max.x.max(c.x),
                y: b.max.y.max(c.y),
            },
        })
    }

    fn of(territory: &Territory) -> Self {
        Self::around(territory.polygons.iter().flat_map(|p| &p.exterior().0))
    }

    fn of_ring(polygon: &Polygon<f64>) -> Self {
        Self::around(polygon.exterior().0.iter())
    }

    fn meets_any(&self, others: &[Bounds]) -> bool {
        others.iter().any(|o| {
            self.min.x <= o.max.x
                && o.min.x <= self.max.x
                && self.min.y <= o.max.y
                && o.min.y <= self.max.y
        })
    }
}

/// Joins edges at positions where exactly two meet.
pub(super) fn chain(edges: &[[Coord<f64>; 2]]) -> MultiLineString<f64> {
    const NONE: u32 = u32::MAX;
    struct Node {
        /// Edges here: all of them counted, the first two kept.
        degree: u32,
        edges: [u32; 2],
    }
    let mut ids: FxHashMap<[u64; 2], u32> = FxHashMap::default();
    let mut nodes: Vec<Node> = Vec::new();
    let mut ends: Vec<[u32; 2]> = Vec::with_capacity(edges.len());
    for (e, edge) in edges.iter().enumerate() {
        ends.push(edge.map(|c| {
            let id = *ids
                .entry([(c.x + 0.0).to_bits(), (c.y + 0.0).to_bits()])
                .or_insert_with(|| {
                    nodes.push(Node {
                        degree: 0,
                        edges: [NONE; 2],
                    });
                    nodes.len() as u32 - 1
                });
            let node = &mut nodes[id as usize];
            if let Some(slot) = node.edges.get_mut(node.degree as usize) {
                *slot = e as u32;
            }
            node.degree += 1;
            id
        }));
    }
    let mut used = vec![false; edges.len()];
    // From one edge on through a given end of it; gives the edges passed, each with whether it is passed forwards.
    let walk = |start: usize, mut node: u32, used: &mut [bool]| {
        let mut path = Vec::new();
        let mut at = start;
        while nodes[node as usize].degree == 2 {
            let [a, b] = nodes[node as usize].edges;
            let next = if a as usize == at { b } else { a } as usize;
            if used[next] {
                break;
            }
            used[next] = true;
            let forwards = ends[next][0] == node;
            path.push((next, forwards));
            node = ends[next][usize::from(forwards)];
            at = next;
        }
        path
    };
    let mut lines = Vec::new();
    for start in 0..edges.len() {
        if used[start] {
            continue;
        }
        used[start] = true;
        let after = walk(start, ends[start][1], &mut used);
        let before = walk(start, ends[start][0], &mut used);
        // `before` was walked away from the start edge: turn it round.
        let mut path: Vec<(usize, bool)> = before
            .into_iter()
            .rev()
            .map(|(e, forwards)| (e, !forwards))
            .collect();
        path.push((start, true));
        path.extend(after);
        let forwards = path.iter().filter(|(_, forwards)| *forwards).count();
        if 2 * forwards < path.len() {
            path.reverse();
            path.iter_mut()
                .for_each(|(_, forwards)| *forwards = !*forwards);
        }
        let mut positions = Vec::with_capacity(path.len() + 1);
        positions.extend(
            path.first()
                .map(|&(e, forwards)| edges[e][usize::from(!forwards)]),
        );
        positions.extend(
            path.iter()
                .map(|&(e, forwards)| edges[e][usize::from(forwards)]),
        );
        lines.push(LineString(positions));
    }
    MultiLineString(lines)
}
