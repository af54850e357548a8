//! Polygons from the edges of a plane drawing: its faces, and the outlines of any of them joined. Other names: planar subdivision,
//! half-edge structure, polygonizer.
//!
//! Input: straight edges on a grid that meet at common ends only. Output: rings whose interior is on their left, each simple, each hole
//! within its own shell, whatever faces are chosen: that the polygons are valid does not rest on which faces are.
//!
//! An overlay that cuts a strip gives such edges. Which hole belongs to which shell is worked out here and not taken from it: of rings
//! that touch at a corner it gives some to the wrong shell (about one self-crossing line in 200).
//!
//! All decisions are exact: signs of areas and turns are those of whole numbers.

use super::boxes::Boxes;
use crate::geodesy::edge_tree::{self, Box2};
use geo::{Coord, LineString};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;
use std::cmp::Ordering;

/// A place on the grid; differences of coordinates below 2^54.
pub type Spot = [i64; 2];

/// A face or a polygon: its outer ring counter-clockwise, then its holes clockwise; the first place is not repeated.
pub type Rings = Vec<Vec<Spot>>;

/// Half-edge 2k leads along edge k, 2k + 1 back.
type Half = u32;
const NONE: u32 = u32::MAX;

/// A plane drawing.
pub struct Drawing {
    spots: Vec<Spot>,
    /// From where each half-edge leads.
    from: Vec<u32>,
    /// The half-edges that leave spot v, counter-clockwise: `around[starts[v]..starts[v + 1]]`.
    around: Vec<Half>,
    starts: Vec<u32>,
    /// Where each half-edge stands in `around`.
    at: Vec<u32>,
}

/// The faces of a drawing.
pub struct Faces {
    /// The face on the left of each half-edge; [`NONE`] for the outermost.
    left: Vec<u32>,
    pub rings: Vec<Rings>,
}

impl Drawing {
    /// Of edges in any order and direction; those given twice, and those without length, count once and not at all.
    pub fn new(edges: impl Iterator<Item = [Spot; 2]>) -> Drawing {
        let mut numbers: FxHashMap<Spot, u32> = FxHashMap::default();
        let mut spots = Vec::new();
        let mut number = |s: Spot| {
            *numbers.entry(s).or_insert_with(|| {
                spots.push(s);
                spots.len() as u32 - 1
            })
        };
        let mut pairs: Vec<(u32, u32)> = edges
            .filter(|[a, b]| a != b)
            .map(|[a, b]| (number(a), number(b)))
            .map(|(a, b)| (a.min(b), a.max(b)))
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        let from: Vec<u32> = pairs.iter().flat_map(|&(a, b)| [a, b]).collect();
        let mut starts = vec![0u32; spots.len() + 1];
        for &v in &from {
            starts[v as usize + 1] += 1;
        }
        for v in 0..spots.len() {
            starts[v + 1] += starts[v];
        }
        let mut free = starts.clone();
        let mut around = vec![0; from.len()];
        for (h, &v) in from.iter().enumerate() {
            around[free[v as usize] as usize] = h as Half;
            free[v as usize] += 1;
        }
        let mut drawing = Drawing {
            spots,
            from,
            around,
            starts,
            at: Vec::new(),
        };
        let mut around = std::mem::take(&mut drawing.around);
        for v in 0..drawing.spots.len() {
            let own = drawing.starts[v] as usize..drawing.starts[v + 1] as usize;
            around[own].sort_unstable_by(|&g, &h| turned(drawing.step(g), drawing.step(h)));
        }
        drawing.at = vec![0; around.len()];
        for (k, &h) in around.iter().enumerate() {
            drawing.at[h as usize] = k as u32;
        }
        drawing.around = around;
        drawing
    }

    fn spot(&self, h: Half) -> Spot {
        self.spots[self.from[h as usize] as usize]
    }

    fn step(&self, h: Half) -> [i128; 2] {
        let (a, b) = (self.spot(h), self.spot(h ^ 1));
        [i128::from(b[0] - a[0]), i128::from(b[1] - a[1])]
    }

    /// The half-edge that goes on along the same face: at its end, the first one clockwise from the way back that is kept.
    fn next(&self, h: Half, keep: &impl Fn(Half) -> bool) -> Half {
        let v = self.from[(h ^ 1) as usize] as usize;
        let (low, high) = (self.starts[v], self.starts[v + 1]);
        let mut k = self.at[(h ^ 1) as usize];
        for _ in low..high {
            k = if k == low { high - 1 } else { k - 1 };
            let g = self.around[k as usize];
            if keep(g) {
                return g;
            }
        }
        h ^ 1
    }

    /// The closed ways along all half-edges that are kept, each with the face on its left.
    fn walks(&self, keep: impl Fn(Half) -> bool) -> Vec<Vec<Half>> {
        let mut seen = vec![false; self.from.len()];
        let mut walks = Vec::new();
        for first in 0..self.from.len() as Half {
            if seen[first as usize] || !keep(first) {
                continue;
            }
            let mut walk = Vec::new();
            let mut h = first;
            while !seen[h as usize] {
                seen[h as usize] = true;
                walk.push(h);
                h = self.next(h, &keep);
            }
            walks.push(walk);
        }
        walks
    }

    /// For each spot a number that it shares with those to which kept half-edges lead.
    fn components(&self, keep: impl Fn(Half) -> bool) -> Vec<u32> {
        let mut parent: Vec<u32> = (0..self.spots.len() as u32).collect();
        let find = |parent: &mut Vec<u32>, mut v: u32| {
            while parent[v as usize] != v {
                parent[v as usize] = parent[parent[v as usize] as usize];
                v = parent[v as usize];
            }
            v
        };
        for h in (0..self.from.len() as Half).filter(|&h| keep(h)) {
            let a = find(&mut parent, self.from[h as usize]);
            let b = find(&mut parent, self.from[(h ^ 1) as usize]);
            parent[a as usize] = b;
        }
        (0..self.spots.len() as u32)
            .map(|v| find(&mut parent, v))
            .collect()
    }

    fn ring(&self, walk: &[Half]) -> Vec<Spot> {
        walk.iter().map(|&h| self.spot(h)).collect()
    }

    /// The bounded faces.
    pub fn faces(&self) -> Faces {
        let walks = self.walks(|_| true);
        let components = self.components(|_| true);
        let component = |walk: &[Half]| components[self.from[walk[0] as usize] as usize];
        let mut left = vec![NONE; self.from.len()];
        let mut rings: Vec<Rings> = Vec::new();
        let mut shells = Shells::default();
        let (outer, inner): (Vec<_>, Vec<_>) = walks
            .into_iter()
            .map(|w| (self.ring(&w), w))
            .partition(|(ring, _)| doubled_area(ring) > 0);
        for (ring, walk) in outer {
            for &h in &walk {
                left[h as usize] = rings.len() as u32;
            }
            shells.push(&ring, component(&walk));
            rings.push(vec![ring]);
        }
        shells.ready();
        for (ring, walk) in inner {
            if let Some(face) = shells.round(ring[0], component(&walk)) {
                for &h in &walk {
                    left[h as usize] = face as u32;
                }
                rings[face].push(ring);
            }
        }
        Faces { left, rings }
    }

    /// The polygons of all faces that are wanted (by their number), joined: their rings are simple and touch at corners at most.
    pub fn join(&self, faces: &Faces, wanted: &[bool]) -> Vec<Rings> {
        let is_wanted = |h: Half| {
            let face = faces.left[h as usize];
            face != NONE && wanted[face as usize]
        };
        let keep = |h: Half| is_wanted(h) && !is_wanted(h ^ 1);
        let components = self.components(keep);
        let mut shells = Shells::default();
        let mut polygons: Vec<Rings> = Vec::new();
        let mut alone = Vec::new();
        for walk in self.walks(keep) {
            let component = components[self.from[walk[0] as usize] as usize];
            let (outer, holes): (Vec<_>, Vec<_>) = loops(self.ring(&walk))
                .into_iter()
                .partition(|ring| doubled_area(ring) > 0);
            // A way along one face goes round the outside of it once, or not at all.
            let mut outer = outer.into_iter();
            match outer.next() {
                Some(shell) => {
                    shells.push(&shell, component);
                    polygons.push(std::iter::once(shell).chain(holes).collect());
                }
                None => alone.push((component, holes)),
            }
            debug_assert!(outer.next().is_none(), "edges that cross");
        }
        shells.ready();
        for (component, holes) in alone {
            if let Some(k) = shells.round(holes[0][0], component) {
                polygons[k].extend(holes);
            }
        }
        polygons
    }
}

/// A closed way that comes by some spots twice, as ways that do not.
fn loops(ring: Vec<Spot>) -> Vec<Vec<Spot>> {
    let mut out = Vec::new();
    let mut open: Vec<Spot> = Vec::with_capacity(ring.len());
    let mut place: FxHashMap<Spot, usize> = FxHashMap::default();
    for s in ring {
        if let Some(&k) = place.get(&s) {
            let own = open.split_off(k);
            for p in &own {
                place.remove(p);
            }
            out.push(own);
        }
        place.insert(s, open.len());
        open.push(s);
    }
    out.push(open);
    out
}

/// Twice the signed area, counter-clockwise positive. Single terms may pass the ends of the type and come back; the sum does not.
fn doubled_area(ring: &[Spot]) -> i128 {
    let o = ring[0];
    let from_o = |s: Spot| [i128::from(s[0] - o[0]), i128::from(s[1] - o[1])];
    let mut sum = 0i128;
    for k in 1..ring.len().saturating_sub(1) {
        let (a, b) = (from_o(ring[k]), from_o(ring[k + 1]));
        sum = sum.wrapping_add(cross(a, b));
    }
    sum
}

fn cross(a: [i128; 2], b: [i128; 2]) -> i128 {
    a[0] * b[1] - a[1] * b[0]
}

/// Counter-clockwise from east.
fn turned(a: [i128; 2], b: [i128; 2]) -> Ordering {
    let lower = |v: [i128; 2]| v[1] < 0 || (v[1] == 0 && v[0] < 0);
    lower(a).cmp(&lower(b)).then_with(|| 0.cmp(&cross(a, b)))
}

/// Outer rings, to find the smallest one round a spot.
#[derive(Default)]
struct Shells {
    all: Vec<Shell>,
    boxes: Boxes,
}

struct Shell {
    ring: LineString<f64>,
    area: i128,
    component: u32,
    tree: OnceCell<edge_tree::Edges>,
}

impl Shells {
    fn push(&mut self, ring: &[Spot], component: u32) {
        // Exact: coordinates on the grid have 53 bits.
        let mut points: Vec<Coord<f64>> = ring
            .iter()
            .map(|s| Coord {
                x: s[0] as f64,
                y: s[1] as f64,
            })
            .collect();
        points.extend(points.first().copied());
        self.all.push(Shell {
            area: doubled_area(ring),
            ring: LineString(points),
            component,
            tree: OnceCell::new(),
        });
    }

    fn ready(&mut self) {
        self.boxes = Boxes::new(self.all.iter().map(|s| bounds(&s.ring)).collect());
    }

    /// The smallest one of another component round a spot.
    fn round(&self, spot: Spot, component: u32) -> Option<usize> {
        let p = [spot[0] as f64, spot[1] as f64];
        let mut best: Option<usize> = None;
        self.boxes.holding(p, &mut |k| {
            let shell = &self.all[k];
            if shell.component != component
                && best.is_none_or(|b| shell.area < self.all[b].area)
                && shell
                    .tree
                    .get_or_init(|| edge_tree::Edges::rings(std::iter::once(&shell.ring)))
                    .inside(p)
            {
                best = Some(k);
            }
        });
        best
    }
}

fn bounds(ring: &LineString<f64>) -> Box2 {
    let mut b = Box2 {
        min: [f64::INFINITY; 2],
        max: [f64::NEG_INFINITY; 2],
    };
    for c in &ring.0 {
        b = b.join(Box2 {
            min: [c.x, c.y],
            max: [c.x, c.y],
        });
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawing(rings: &[&[Spot]]) -> Drawing {
        let edges = rings
            .iter()
            .flat_map(|r| (0..r.len()).map(|k| [r[k], r[(k + 1) % r.len()]]));
        Drawing::new(edges)
    }

    fn square(x: i64, y: i64, size: i64) -> Vec<Spot> {
        vec![[x, y], [x + size, y], [x + size, y + size], [x, y + size]]
    }

    /// Areas of the rings of each polygon of the faces that hold none of `not`.
    fn check(drawing: &Drawing, not: &[i128], expected: &[&[i128]]) {
        let faces = drawing.faces();
        let area = |rings: &Rings| rings.iter().map(|r| doubled_area(r) / 2).sum::<i128>();
        let wanted: Vec<bool> = faces
            .rings
            .iter()
            .map(|f| !not.contains(&area(f)))
            .collect();
        let mut found: Vec<Vec<i128>> = drawing
            .join(&faces, &wanted)
            .iter()
            .map(|p| p.iter().map(|r| doubled_area(r) / 2).collect())
            .collect();
        found.iter_mut().for_each(|p| p[1..].sort());
        found.sort();
        let mut expected: Vec<Vec<i128>> = expected.iter().map(|p| p.to_vec()).collect();
        expected.sort();
        assert_eq!(found, expected);
    }

    #[test]
    fn a_ring_within_a_ring_is_a_hole_and_a_face() {
        let d = drawing(&[&square(0, 0, 100), &square(10, 10, 20), &square(50, 50, 30)]);
        check(&d, &[400], &[&[10_000, -400]]);
        check(&d, &[400, 900], &[&[10_000, -900, -400]]);
        check(&d, &[], &[&[10_000]]);
        check(&d, &[8700], &[&[400], &[900]]);
    }

    #[test]
    fn faces_that_touch_at_a_corner_are_two_polygons() {
        let d = drawing(&[&square(0, 0, 10), &square(10, 10, 20)]);
        check(&d, &[], &[&[100], &[400]]);
    }

    #[test]
    fn a_hole_that_touches_its_shell_at_a_corner_is_a_ring_of_its_own() {
        let shell = [[0, 0], [10, 0], [10, 10], [0, 10]];
        let hole = [[0, 0], [5, 2], [2, 5]];
        let d = drawing(&[&shell, &hole]);
        let faces = d.faces();
        let wanted: Vec<bool> = (faces.rings.iter())
            .map(|f| {
                doubled_area(&f[0]) + f[1..].iter().map(|r| doubled_area(r)).sum::<i128>() > 100
            })
            .collect();
        let joined = d.join(&faces, &wanted);
        assert_eq!(joined.len(), 1);
        assert_eq!(joined[0].iter().map(Vec::len).collect::<Vec<_>>(), [4, 3]);
    }

    #[test]
    fn two_holes_that_touch_are_two_rings() {
        let d = drawing(&[&square(0, 0, 100), &square(10, 10, 20), &square(30, 30, 10)]);
        check(&d, &[400, 100], &[&[10_000, -400, -100]]);
        check(&d, &[400], &[&[10_000, -400]]);
    }

    #[test]
    fn loose_ends_belong_to_no_outline() {
        let mut edges: Vec<[Spot; 2]> = Vec::new();
        let s = square(0, 0, 10);
        for k in 0..4 {
            edges.push([s[k], s[(k + 1) % 4]]);
        }
        edges.push([[0, 0], [4, 4]]);
        edges.push([[6, 6], [7, 6]]);
        let d = Drawing::new(edges.into_iter());
        let faces = d.faces();
        assert_eq!(faces.rings.len(), 1);
        assert_eq!(d.join(&faces, &[true]), vec![vec![s]]);
    }

    #[test]
    fn no_face_is_no_polygon() {
        check(&drawing(&[&square(0, 0, 10)]), &[100], &[]);
        assert!(Drawing::new(std::iter::empty()).faces().rings.is_empty());
    }
}
