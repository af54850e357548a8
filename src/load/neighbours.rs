//! Polygons that overlap each other: which pairs, where and by how much.
//!
//! Neighbours share their border edge by edge; an overlay of every such pair costs seconds. So pairs are found first, exactly, and only
//! they are overlaid. Two polygons overlap only if their outlines meet otherwise than along shared edges, or a run of
//! one outline between shared vertices lies within the other: one point of each run decides.

use super::doubt::{area, contours};
use super::edges::{Edge, Edges, meeting};
use crate::error::Place;
use geo::Polygon;
use i_overlay::core::{fill_rule::FillRule, overlay_rule::OverlayRule};
use i_overlay::float::overlay::FloatOverlay;
use rustc_hash::{FxHashMap, FxHashSet};

/// Overlaps below this are rounding of shared borders, m².
const LEAST_OVERLAP: f64 = 1.0;

/// A polygon with its territory's index, its edges, and the place of its exterior ring.
pub(crate) struct Unit {
    pub owner: usize,
    pub polygon: Polygon<f64>,
    pub edges: Edges,
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

/// All pairs that overlap by more than 1 m², the largest first.
pub(crate) fn overlaps(units: &[Unit]) -> Vec<Overlap> {
    let pairs = boxes_meet(units);
    let runs = runs(units);
    let mut found = Vec::new();
    for (a, b) in pairs {
        let (p, q) = (&units[a], &units[b]);
        let within = |tests: &[[f64; 2]], edges: &Edges| {
            let bounds = edges.bounds();
            tests
                .iter()
                .any(|t| bounds.is_some_and(|x| x.holds(*t)) && edges.inside(*t))
        };
        let suspect = p.edges.pair(&q.edges, contact).is_some()
            || within(&runs[a], &q.edges)
            || within(&runs[b], &p.edges);
        if !suspect {
            continue;
        }
        let (subject, clip) = (contours(&p.polygon), contours(&q.polygon));
        let common = FloatOverlay::<[f64; 2], i64>::from_subj_and_clip(&subject, &clip)
            .overlay(OverlayRule::Intersect, FillRule::EvenOdd);
        let area = area(&common);
        let first = common
            .first()
            .and_then(|s| s.first())
            .and_then(|r| r.first());
        if let Some(at) = first.filter(|_| area > LEAST_OVERLAP) {
            found.push(Overlap {
                a,
                b,
                at: *at,
                area,
            });
        }
    }
    found.sort_by(|x, y| y.area.total_cmp(&x.area));
    found
}

/// A meeting, or one edge that both have in the same direction: then both have their inside on the same side of it.
fn contact(e: &Edge, f: &Edge) -> Option<[f64; 2]> {
    if e == f { Some(e.a) } else { meeting(e, f) }
}

/// Pairs of units whose bounding boxes meet, by a sweep in longitude.
fn boxes_meet(units: &[Unit]) -> Vec<(usize, usize)> {
    let mut boxes: Vec<_> = units
        .iter()
        .enumerate()
        .filter_map(|(i, u)| Some((u.edges.bounds()?, i)))
        .collect();
    boxes.sort_by(|x, y| x.0.min[0].total_cmp(&y.0.min[0]));
    let mut open: Vec<usize> = Vec::new();
    let mut pairs = Vec::new();
    for index in 0..boxes.len() {
        let (here, unit) = &boxes[index];
        open.retain(|o| boxes[*o].0.max[0] >= here.min[0]);
        pairs.extend(
            open.iter()
                .filter(|o| boxes[**o].0.meets(here))
                .map(|o| (boxes[*o].1, *unit)),
        );
        open.push(index);
    }
    pairs
}

fn key(p: [f64; 2]) -> [u64; 2] {
    p.map(|x| (x + 0.0).to_bits()) // + 0.0 makes -0 and 0 one
}

/// For each unit one point of each run of edges without a twin: the middle of the run's first edge. A twin is the
/// neighbour's same edge the other way round; a run ends at every vertex that another unit has too.
fn runs(units: &[Unit]) -> Vec<Vec<[f64; 2]>> {
    let mut directed: FxHashSet<([u64; 2], [u64; 2])> = FxHashSet::default();
    let mut owner: FxHashMap<[u64; 2], usize> = FxHashMap::default();
    const SHARED: usize = usize::MAX;
    let total = units.iter().map(|u| u.edges.edges.len()).sum();
    directed.reserve(total);
    owner.reserve(total);
    for (index, unit) in units.iter().enumerate() {
        for Edge { a, b } in &unit.edges.edges {
            directed.insert((key(*a), key(*b)));
            owner
                .entry(key(*a))
                .and_modify(|o| {
                    if *o != index {
                        *o = SHARED
                    }
                })
                .or_insert(index);
        }
    }
    let of = |unit: &Unit| {
        let mut tests = Vec::new();
        let mut last: Option<[f64; 2]> = None; // end of the run that is open
        for Edge { a, b } in &unit.edges.edges {
            if directed.contains(&(key(*b), key(*a))) {
                last = None;
                continue;
            }
            if last != Some(*a) || owner.get(&key(*a)) == Some(&SHARED) {
                tests.push([(a[0] + b[0]) / 2.0, (a[1] + b[1]) / 2.0]);
            }
            last = Some(*b);
        }
        tests
    };
    units.iter().map(of).collect()
}
