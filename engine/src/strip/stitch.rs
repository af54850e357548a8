//! From leaves to closed rings.
//!
//! Each leaf contributes *links*: stretches of the outline from one crossing of a cell edge to another, the strip on
//! their left. A crossing is named by its edge, from either side alike, so rings close by look-up; coordinates are never
//! compared. A crossing without its counterpart is an internal error and is reported as one: nothing is dropped.

use super::between::Vertex;
use super::cells::{Cover, Leaf, Leaves};
use super::grid::{Corner, aux_of_corner, corner_key, edge_key, middle};
use super::nearest::Search;
use super::trace::{Scope, Tracer};
use super::tree::Ref;
use crate::error::Error;
use crate::geodesy::ellipsoid::{normal_at, space_of_aux};
use crate::geodesy::vector::V3;
use crate::par::*;
use rustc_hash::FxHashMap;

/// A stretch of outline; `vertices` begins with the crossing `from` and ends before the crossing `to`.
struct Link {
    from: u128,
    to: u128,
    vertices: Vec<Vertex>,
}

/// Traces every leaf and joins what comes of it: closed rings (the last vertex is not the first again), the strip on their left.
pub fn stitch(tracer: &Tracer, cover: &Cover) -> Result<Vec<Vec<Vertex>>, Error> {
    let traced: Vec<Vec<Link>> = cover
        .groups
        .par_iter()
        .map(|g| Worker::new(tracer, cover).group(g))
        .collect();
    let halt = &tracer.tree.halt;
    halt.check()?;
    let mut links =
        FxHashMap::with_capacity_and_hasher(traced.iter().map(Vec::len).sum(), Default::default());
    let mut order = Vec::with_capacity(links.capacity());
    for group in traced {
        halt.check()?;
        for link in group {
            order.push(link.from);
            if let Some(twice) = links.insert(link.from, link) {
                return Err(broken(&twice));
            }
        }
    }
    let mut rings = Vec::new();
    for start in order {
        halt.check()?;
        let Some(first) = links.remove(&start) else {
            continue;
        };
        let mut ring = first.vertices;
        let mut to = first.to;
        while to != start {
            let Some(mut next) = links.remove(&to) else {
                return Err(Error::work(format!(
                    "the outline is open at crossing {to:x} after {} vertices",
                    ring.len()
                ))
                .remedy(REMEDY));
            };
            ring.append(&mut next.vertices);
            to = next.to;
        }
        rings.push(ring);
    }
    Ok(rings)
}

const REMEDY: &str = "this is a defect of the program: please report it with the line and the width; another ‹tolerance› may get round it";

fn broken(link: &Link) -> Error {
    Error::work(format!(
        "two stretches of the outline begin at crossing {:x}",
        link.from
    ))
    .remedy(REMEDY)
}

struct Crossing {
    key: u128,
    /// On the cell's edge, for sorting.
    x: V3,
    /// Counter-clockwise round the cell the outline is crossed from inside the strip to outside.
    leaving: bool,
}

struct Worker<'a> {
    tracer: &'a Tracer<'a>,
    cover: &'a Cover,
    search: Search,
    all: [Ref; 1],
    corners: FxHashMap<u128, f64>,
    crossings: FxHashMap<u128, (Vertex, V3)>,
    links: Vec<Link>,
}

impl<'a> Worker<'a> {
    fn new(tracer: &'a Tracer<'a>, cover: &'a Cover) -> Self {
        Worker {
            tracer,
            cover,
            search: Search::default(),
            all: [tracer.tree.root()],
            corners: FxHashMap::default(),
            crossings: FxHashMap::default(),
            links: Vec::new(),
        }
    }

    fn group(mut self, group: &Leaves) -> Vec<Link> {
        let all = self.all;
        let halt = &self.tracer.tree.halt;
        for leaf in (group.leaves.iter()).take_while(|_| !halt.is_stopped()) {
            let scope = Scope {
                candidates: group.candidates(leaf),
                all: &all,
                centre: leaf.centre,
                reach: leaf.reach,
            };
            self.leaf(leaf, &scope);
        }
        self.links
    }

    fn leaf(&mut self, leaf: &Leaf, scope: &Scope) {
        let corners = leaf.cell.corners();
        let mut crossings = Vec::new();
        for k in 0..4 {
            self.edge(corners[k], corners[(k + 1) % 4], scope, &mut crossings);
        }
        match crossings.len() {
            0 => {}
            2 => {
                let (a, b) = if crossings[0].leaving { (0, 1) } else { (1, 0) };
                self.link(&crossings[a], &crossings[b], scope);
            }
            _ => self.pair(&crossings, scope, leaf.centre),
        }
    }

    /// Several stretches in one leaf: the outline is a graph there, so along the direction across its axis ends alternate.
    fn pair(&mut self, crossings: &[Crossing], scope: &Scope, centre: V3) {
        let mut axis = V3::default();
        for c in crossings {
            let v = self.crossings[&c.key].0;
            axis = axis + v.near.toward(v.x);
        }
        let across = normal_at(centre).cross(axis);
        let mut sorted: Vec<&Crossing> = crossings.iter().collect();
        sorted.sort_by(|a, b| across.dot(a.x).total_cmp(&across.dot(b.x)));
        if sorted
            .chunks(2)
            .all(|c| c.len() == 2 && c[0].leaving != c[1].leaving)
        {
            for c in sorted.chunks(2) {
                let (a, b) = if c[0].leaving { (0, 1) } else { (1, 0) };
                self.link(c[a], c[b], scope);
            }
            return;
        }
        // No graph, so a cell of the smallest size: any pairing is within the tolerance. Round the cell, each leaving is
        // joined to the entering after it.
        let n = crossings.len();
        for k in 0..n {
            if crossings[k].leaving {
                self.link(&crossings[k], &crossings[(k + 1) % n], scope);
            }
        }
    }

    fn link(&mut self, from: &Crossing, to: &Crossing, scope: &Scope) {
        let (p, q) = (self.crossings[&from.key].0, self.crossings[&to.key].0);
        let mut vertices = vec![p];
        self.tracer
            .trace(&mut self.search, scope, &p, &q, &mut vertices);
        self.links.push(Link {
            from: from.key,
            to: to.key,
            vertices,
        });
    }

    /// Crossings of one edge of a cell, which finer neighbours may divide.
    fn edge(&mut self, a: Corner, b: Corner, scope: &Scope, out: &mut Vec<Crossing>) {
        if self.cover.is_divided(a, b) {
            let m = middle(a, b);
            self.edge(a, m, scope, out);
            self.edge(m, b, scope, out);
            return;
        }
        let (da, db) = (self.corner(a, scope), self.corner(b, scope));
        let level = self.tracer.level;
        if (da <= level) == (db <= level) {
            return;
        }
        let key = edge_key(a, b);
        let x = match self.crossings.get(&key) {
            Some(known) => known.1,
            None => {
                // The same order from both sides, so that both find the same point to the last bit.
                let found = if a < b {
                    self.cross(a, b, da, db, scope)
                } else {
                    self.cross(b, a, db, da, scope)
                };
                self.crossings.insert(key, found);
                found.1
            }
        };
        out.push(Crossing {
            key,
            x,
            leaving: da <= level,
        });
    }

    fn corner(&mut self, c: Corner, scope: &Scope) -> f64 {
        let key = corner_key(c);
        if let Some(&d) = self.corners.get(&key) {
            return d;
        }
        let aux = aux_of_corner(c);
        let d = self
            .search
            .nearest(self.tracer.tree, scope.runs(space_of_aux(aux)), aux)
            .distance;
        self.corners.insert(key, d);
        d
    }

    /// Where the outline crosses the edge: found along the edge (Illinois) to a fiftieth of its length, then taken
    /// straight to the outline.
    fn cross(&mut self, a: Corner, b: Corner, da: f64, db: f64, scope: &Scope) -> (Vertex, V3) {
        let (ua, ub) = (aux_of_corner(a), aux_of_corner(b));
        let level = self.tracer.level;
        let near_enough =
            (0.02 * (space_of_aux(ua) - space_of_aux(ub)).norm()).max(0.01 * self.tracer.tolerance);
        let (mut s0, mut f0, mut s1, mut f1) = (0.0, da - level, 1.0, db - level);
        let mut side = 0;
        let mut s = 0.5;
        for _ in 0..60 {
            s = (s0 * f1 - s1 * f0) / (f1 - f0);
            if !(s0..=s1).contains(&s) {
                s = 0.5 * (s0 + s1);
            }
            let aux = (ua + (ub - ua) * s).unit();
            let f = self
                .search
                .nearest(self.tracer.tree, scope.runs(space_of_aux(aux)), aux)
                .distance
                - level;
            if f.abs() <= near_enough {
                break;
            }
            if (f < 0.0) == (f0 < 0.0) {
                (s0, f0) = (s, f);
                if side == 1 {
                    f1 *= 0.5;
                }
                side = 1;
            } else {
                (s1, f1) = (s, f);
                if side == 2 {
                    f0 *= 0.5;
                }
                side = 2;
            }
        }
        let aux = (ua + (ub - ua) * s).unit();
        (
            self.tracer.project(&mut self.search, scope, aux),
            space_of_aux(aux),
        )
    }
}
