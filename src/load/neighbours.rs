//! Polygons that overlap each other: which pairs, where and by how much.
//!
//! Neighbours share their border edge by edge; an overlay of every such pair costs seconds. So pairs are found first, exactly, and only
//! they are overlaid. Two polygons overlap only if their outlines meet otherwise than along shared edges, or a run of
//! one outline between shared vertices lies within the other: one point of each run decides.

use super::doubt::{area, contours};
use crate::error::Place;
use crate::geodesy::edge_tree::{Box2, Edge, Edges, edges, meeting};
use geo::Polygon;
use i_overlay::core::{fill_rule::FillRule, overlay_rule::OverlayRule};
use i_overlay::float::overlay::FloatOverlay;
use rustc_hash::FxHashMap;
use std::ops::Range;

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
            if suspect(p, q)
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

/// Whether two polygons may overlap: their outlines meet, or a run of one lies within the other.
fn suspect(p: &Edges, q: &Edges) -> bool {
    let (mut of_p, mut of_q) = (Shared::default(), Shared::default());
    let met = p.pair(q, |(i, e), (j, f)| {
        if contact(e, f).is_some() {
            return Some(());
        }
        let twin = e.a == f.b && e.b == f.a;
        of_p.note(i, e.a, f, twin);
        of_q.note(j, f.a, e, twin);
        None
    });
    met.is_some() || of_p.within(p, q) || of_q.within(q, p)
}

/// The edges of one polygon that start at a vertex of another one: twice the number of each, and one more for one that the other has the
/// other way round (a twin).
#[derive(Default)]
struct Shared(Vec<usize>);

impl Shared {
    /// Takes down what a look at an edge of the other tells of edge `number`, which starts at `start`.
    fn note(&mut self, number: usize, start: [f64; 2], other: &Edge, twin: bool) {
        let entry = 2 * number + usize::from(twin);
        if (start == other.a || start == other.b) && self.0.last() != Some(&entry) {
            self.0.push(entry);
        }
    }

    /// Whether a run of `own` lies within `other`. Runs end where the other has a vertex, and have no twins; the middle of a run's first edge
    /// decides. A ring without a vertex of the other's is one run.
    fn within(mut self, own: &Edges, other: &Edges) -> bool {
        let Some(bounds) = other.bounds() else {
            return false;
        };
        let inside = |number: usize| {
            let middle = own.middle(number);
            bounds.holds(middle) && other.inside(middle)
        };
        self.0.sort_unstable();
        let starts = self.0;
        let twin = |entry: usize| starts.binary_search(&(entry | 1)).is_ok();
        let bare = |ring: &Range<usize>| {
            let next = starts.partition_point(|entry| entry / 2 < ring.start);
            starts.get(next).is_none_or(|entry| entry / 2 >= ring.end)
        };
        (starts.iter()).any(|entry| !twin(*entry) && inside(entry / 2))
            || own
                .rings_of_edges()
                .any(|ring| inside(ring.start) && bare(&ring))
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{LineString, coord};
    use proptest::prelude::*;

    /// A counter-clockwise triangle or box, or a box with a hole, on a small grid, so that vertices and edges are often shared.
    fn polygon() -> impl Strategy<Value = Polygon<f64>> {
        let corner = || (0..7i8, 0..7i8).prop_map(|(x, y)| [f64::from(x), f64::from(y)]);
        (proptest::array::uniform3(corner()), 0..3).prop_filter_map(
            "no area",
            |([a, b, c], kind)| {
                let boxed = |shrunk: f64| {
                    let (x, y) = (a[0].min(b[0]) + shrunk, a[1].min(b[1]) + shrunk);
                    let (u, v) = (a[0].max(b[0]) - shrunk, a[1].max(b[1]) - shrunk);
                    [[x, y], [u, y], [u, v], [x, v], [x, y]]
                        .map(|[x, y]| coord! { x: x, y: y })
                        .to_vec()
                };
                let ring = match kind {
                    0 => [a, b, c, a]
                        .iter()
                        .map(|p| coord! { x: p[0], y: p[1] })
                        .collect(),
                    _ => boxed(0.0),
                };
                let area = doubled(&ring);
                let ring = if area < 0.0 {
                    ring.into_iter().rev().collect()
                } else {
                    ring
                };
                let wide = (a[0] - b[0]).abs().min((a[1] - b[1]).abs()) > 2.0;
                let holes = if kind == 2 && wide {
                    vec![LineString(boxed(1.0).into_iter().rev().collect())]
                } else {
                    vec![]
                };
                (area != 0.0).then(|| Polygon::new(LineString(ring), holes))
            },
        )
    }

    fn doubled(ring: &[geo::Coord<f64>]) -> f64 {
        ring.windows(2)
            .map(|w| w[0].x * w[1].y - w[1].x * w[0].y)
            .sum()
    }

    proptest! {
        /// The overlay of every pair is the oracle.
        #[test]
        fn the_pairs_found_are_those_that_an_overlay_of_all_pairs_finds(
            polygons in proptest::collection::vec(polygon(), 2..7)
        ) {
            let all: Vec<&Polygon<f64>> = polygons.iter().collect();
            let mut found: Vec<(usize, usize)> =
                overlaps(&all).iter().map(|o| (o.a.min(o.b), o.a.max(o.b))).collect();
            found.sort_unstable();
            let pairs = (0..all.len()).flat_map(|i| (i + 1..all.len()).map(move |j| (i, j)));
            let wanted: Vec<(usize, usize)> =
                pairs.filter(|(i, j)| common(all[*i], all[*j]).is_some()).collect();
            prop_assert_eq!(found, wanted);
        }
    }
}
