//! Polygons that overlap each other: which pairs, where and by how much.
//!
//! Neighbours share their border edge by edge; an overlay of every such pair costs seconds. So pairs are found first, exactly, and only
//! they are overlaid. Two polygons overlap only if their outlines meet otherwise than along shared edges, or a run of
//! one outline between shared vertices lies within the other: one point of each run decides.

use super::doubt::{area, contours};
use super::edges::{Box2, Edge, Edges, edges, meeting};
use crate::error::Place;
use geo::Polygon;
use i_overlay::core::{fill_rule::FillRule, overlay_rule::OverlayRule};
use i_overlay::float::overlay::FloatOverlay;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::hash::BuildHasher;

/// Overlaps below this are rounding of shared borders, m².
const LEAST_OVERLAP: f64 = 1.0;

/// A polygon by its territory's index and its own there, and the place of its exterior ring.
pub(crate) struct Unit {
    pub owner: usize,
    pub polygon: usize,
    pub place: Place,
}

/// Two units (by index) that overlap.
pub(crate) struct Overlap {
    pub a: usize,
    pub b: usize,
    pub at: [f64; 2],
    /// m².
    pub area: f64,
}

/// All pairs that overlap by more than 1 m², the largest first. `polygons`: those of the units, in order.
///
/// A sweep in longitude: only the polygons that it stands in have their trees of edges, which are larger than they.
pub(crate) fn overlaps(polygons: &[&Polygon<f64>]) -> Vec<Overlap> {
    let runs = runs(polygons);
    let mut boxes: Vec<(Box2, usize)> = (polygons.iter().enumerate())
        .filter_map(|(i, polygon)| Some((bounds(polygon)?, i)))
        .collect();
    boxes.sort_by(|x, y| x.0.min[0].total_cmp(&y.0.min[0]));
    let mut open: Vec<usize> = Vec::new();
    let mut trees: FxHashMap<usize, Edges> = FxHashMap::default();
    let mut found = Vec::new();
    for index in 0..boxes.len() {
        let (here, b) = &boxes[index];
        open.retain(|o| {
            let on = boxes[*o].0.max[0] >= here.min[0];
            if !on {
                trees.remove(&boxes[*o].1);
            }
            on
        });
        for o in open.iter().filter(|o| boxes[**o].0.meets(here)) {
            let a = &boxes[*o].1;
            for unit in [a, b] {
                trees
                    .entry(*unit)
                    .or_insert_with(|| Edges::of(polygons[*unit]));
            }
            let (Some(p), Some(q)) = (trees.get(a), trees.get(b)) else {
                continue; // both are there
            };
            if suspect(p, q, &runs[*a], &runs[*b])
                && let Some((at, area)) = common(polygons[*a], polygons[*b])
            {
                let (a, b) = (*a, *b);
                found.push(Overlap { a, b, at, area });
            }
        }
        open.push(index);
    }
    found.sort_by(|x, y| y.area.total_cmp(&x.area));
    found
}

/// Whether two polygons may overlap; the points are those of their [`runs`].
fn suspect(p: &Edges, q: &Edges, of_p: &[[f64; 2]], of_q: &[[f64; 2]]) -> bool {
    let within = |tests: &[[f64; 2]], edges: &Edges| {
        let bounds = edges.bounds();
        tests
            .iter()
            .any(|t| bounds.is_some_and(|x| x.holds(*t)) && edges.inside(*t))
    };
    p.pair(q, contact).is_some() || within(of_p, q) || within(of_q, p)
}

/// What two polygons have in common: a point and the area, m²; `None` up to 1 m².
fn common(p: &Polygon<f64>, q: &Polygon<f64>) -> Option<([f64; 2], f64)> {
    let common = FloatOverlay::<[f64; 2], i64>::from_subj_and_clip(&contours(p), &contours(q))
        .overlay(OverlayRule::Intersect, FillRule::EvenOdd);
    let area = area(&common);
    let first = common
        .first()
        .and_then(|s| s.first())
        .and_then(|r| r.first())?;
    (area > LEAST_OVERLAP).then_some((*first, area))
}

/// A meeting, or one edge that both have in the same direction: then both have their inside on the same side of it.
fn contact(e: &Edge, f: &Edge) -> Option<[f64; 2]> {
    if e == f { Some(e.a) } else { meeting(e, f) }
}

fn bounds(polygon: &Polygon<f64>) -> Option<Box2> {
    edges(polygon).map(|e| Box2::of(&e)).reduce(Box2::join)
}

fn key(p: [f64; 2]) -> [u64; 2] {
    p.map(|x| (x + 0.0).to_bits()) // + 0.0 makes -0 and 0 one
}

/// Entries of a table of edges at once: with more edges the tables are made in several passes, so that they take 200 MB at most.
const AT_ONCE: usize = 1 << 22;

/// For each polygon one point of each run of edges without a twin: the middle of the run's first edge. A twin is the
/// neighbour's same edge the other way round; a run ends at every vertex that another polygon has too.
fn runs(polygons: &[&Polygon<f64>]) -> Vec<Vec<[f64; 2]>> {
    let total: usize = polygons.iter().map(|p| edges(p).count()).sum();
    let passes = total.div_ceil(AT_ONCE).max(1);
    let (twins, shared) = (twins(polygons, passes), shared(polygons, passes));
    let mut number = 0;
    let of = |polygon: &&Polygon<f64>| {
        let mut tests = Vec::new();
        let mut last: Option<[f64; 2]> = None; // end of the run that is open
        for Edge { a, b } in edges(polygon) {
            let (twin, vertex) = (twins.has(number), shared.has(number));
            number += 1;
            if twin {
                last = None;
                continue;
            }
            if last != Some(a) || vertex {
                tests.push([(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0]);
            }
            last = Some(b);
        }
        tests
    };
    polygons.iter().map(of).collect()
}

/// Which edges, counted through all polygons, have a twin.
fn twins(polygons: &[&Polygon<f64>], passes: usize) -> Bits {
    let mut twins = Bits::default();
    let all = || polygons.iter().flat_map(|p| edges(p)).enumerate();
    let mut directed: FxHashSet<([u64; 2], [u64; 2])> = FxHashSet::default();
    for pass in 0..passes {
        directed.clear();
        // Both directions fall in one pass.
        let here = |a: [u64; 2], b: [u64; 2]| passes == 1 || part(a.min(b), passes) == pass;
        let keys = |Edge { a, b }| (key(a), key(b));
        for (_, edge) in all() {
            let (a, b) = keys(edge);
            if here(a, b) {
                directed.insert((a, b));
            }
        }
        for (number, edge) in all() {
            let (a, b) = keys(edge);
            if here(a, b) && directed.contains(&(b, a)) {
                twins.set(number);
            }
        }
    }
    twins
}

/// Which edges, counted through all polygons, start at a vertex that another polygon has too.
fn shared(polygons: &[&Polygon<f64>], passes: usize) -> Bits {
    const SHARED: usize = usize::MAX;
    let mut shared = Bits::default();
    let all = || {
        let edges = polygons.iter().enumerate();
        edges.flat_map(|(i, p)| edges_of(i, p)).enumerate()
    };
    let mut owner: FxHashMap<[u64; 2], usize> = FxHashMap::default();
    for pass in 0..passes {
        owner.clear();
        let here = |a: [u64; 2]| passes == 1 || part(a, passes) == pass;
        for (_, (index, edge)) in all() {
            let a = key(edge.a);
            if here(a) {
                let of = owner.entry(a).or_insert(index);
                if *of != index {
                    *of = SHARED;
                }
            }
        }
        for (number, (_, edge)) in all() {
            let a = key(edge.a);
            if here(a) && owner.get(&a) == Some(&SHARED) {
                shared.set(number);
            }
        }
    }
    shared
}

fn edges_of(index: usize, polygon: &Polygon<f64>) -> impl Iterator<Item = (usize, Edge)> {
    edges(polygon).map(move |edge| (index, edge))
}

/// In which of some passes a vertex is looked at.
fn part(key: [u64; 2], passes: usize) -> usize {
    (FxBuildHasher.hash_one(key) >> 32) as usize % passes
}

/// A bit a number; those never set are not held.
#[derive(Default)]
struct Bits(Vec<u64>);

impl Bits {
    fn set(&mut self, number: usize) {
        if self.0.len() <= number / 64 {
            self.0.resize(number / 64 + 1, 0);
        }
        self.0[number / 64] |= 1 << (number % 64);
    }

    fn has(&self, number: usize) -> bool {
        (self.0.get(number / 64)).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }
}
