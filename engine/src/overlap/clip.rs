//! Polygon overlay on a fixed grid of longitude and latitude, by i_overlay with 64-bit integers.
//!
//! The grid is the same for every call (`lattice`), so that a vertex has the same grid point in every overlay.
//! i_overlay's own floating-point calls fit a grid to each pair of inputs, which would give a vertex a new value in each.

pub use crate::geodesy::lattice::{GRID, GridPoint, GridPolygons, from_grid, to_grid, to_polygons};
use crate::halt::{Halt, apart};
use crate::strip::regroup::regrouped;
use geo::{Coord, MultiPolygon, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{IntOverlayOptions, Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;

/// How far overlay may move a point, degrees: rounding to the grid, and snapping an intersection to an end near it.
pub const SNAP: f64 = 4.0 / GRID;

/// Rings on the grid, exteriors counter-clockwise, holes clockwise.
pub type Rings = Vec<Vec<GridPoint>>;

/// A bounding box in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

impl Bounds {
    fn of(points: &[Coord<f64>]) -> Option<Self> {
        let first = points.first()?;
        let start = Bounds {
            west: first.x,
            south: first.y,
            east: first.x,
            north: first.y,
        };
        Some(points.iter().fold(start, |b, p| Bounds {
            west: b.west.min(p.x),
            south: b.south.min(p.y),
            east: b.east.max(p.x),
            north: b.north.max(p.y),
        }))
    }
    fn meets(&self, other: &Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }
    fn joined(self, other: Self) -> Self {
        Bounds {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }
    /// Which of the four half-planes outside the box hold the point, one bit each.
    fn outside(&self, p: &Coord<f64>) -> u8 {
        u8::from(p.x < self.west)
            | u8::from(p.x > self.east) << 1
            | u8::from(p.y < self.south) << 2
            | u8::from(p.y > self.north) << 3
    }
}

/// A strip made ready to be clipped against many territories.
pub struct Subject {
    rings: Rings,
    parts: Vec<Bounds>,
    bounds: Option<Bounds>,
}

impl Subject {
    /// Longitude, latitude in degrees within [-180, 180].
    pub fn new(polygons: &MultiPolygon<f64>) -> Self {
        let parts: Vec<Bounds> = polygons
            .iter()
            .filter_map(|p| Bounds::of(&p.exterior().0))
            .collect();
        let bounds = parts.iter().copied().reduce(Bounds::joined);
        Subject {
            rings: oriented(polygons.iter()),
            parts,
            bounds,
        }
    }
    /// The subject's own rings on the grid.
    pub fn rings(&self) -> &Rings {
        &self.rings
    }
    /// The rings of `polygons` that can matter to the subject, cut short where they run outside its bounding box.
    /// Overlay with them gives the same as with the whole: edges that can meet the box stay as they are.
    pub fn relevant(&self, polygons: &MultiPolygon<f64>) -> Rings {
        let Some(bounds) = self.bounds else {
            return Vec::new();
        };
        let mut rings = Vec::new();
        for polygon in polygons {
            let Some(own) = Bounds::of(&polygon.exterior().0) else {
                continue;
            };
            if !own.meets(&bounds) || !self.parts.iter().any(|part| part.meets(&own)) {
                continue;
            }
            push_ring(&mut rings, &polygon.exterior().0, true, Some(&bounds));
            for hole in polygon.interiors() {
                if Bounds::of(&hole.0).is_some_and(|b| b.meets(&bounds)) {
                    push_ring(&mut rings, &hole.0, false, Some(&bounds));
                }
            }
        }
        rings
    }
    /// The part of the subject inside `clip`. Of the subject, too, only what can matter takes part: a strip along many borders has
    /// a hundred thousand vertices, and a territory meets few of them.
    pub fn intersection(&self, clip: &Rings) -> GridPolygons {
        self.intersection_until(clip, &Halt::default())
    }
    /// The same; anything once stopped.
    pub(super) fn intersection_until(&self, clip: &Rings, halt: &Halt) -> GridPolygons {
        let own = within(&self.rings, clip, halt);
        overlay(&own, clip, OverlayRule::Intersect, halt)
    }
    /// The part of the subject outside `clip`.
    pub fn difference(&self, clip: &Rings) -> GridPolygons {
        self.difference_until(clip, &Halt::default())
    }
    /// The same; anything once stopped.
    pub(super) fn difference_until(&self, clip: &Rings, halt: &Halt) -> GridPolygons {
        difference_until(&self.rings, clip, halt)
    }
}

/// Non-zero winding of rings that all run the same way round: units of one territory may share an edge (it
/// cancels) or overlap by a hair (counted once; even-odd would cut a hole there). Nothing once stopped: whoever asks checks that.
fn overlay(subject: &Rings, clip: &Rings, rule: OverlayRule, halt: &Halt) -> GridPolygons {
    if subject.is_empty() || (clip.is_empty() && rule == OverlayRule::Intersect) {
        return Vec::new();
    }
    let capacity = subject.iter().chain(clip).map(Vec::len).sum();
    // Collinear vertices stay, so that an edge of the result lies on one edge of the input.
    let options = IntOverlayOptions {
        preserve_input_collinear: true,
        preserve_output_collinear: true,
        ogc: true,
        ..Default::default()
    };
    let mut overlay = Overlay::new_custom(capacity, options, Default::default());
    for ring in subject {
        overlay.add_contour(ring, ShapeType::Subject);
    }
    for ring in clip {
        overlay.add_contour(ring, ShapeType::Clip);
    }
    apart(halt, capacity, move || {
        overlay.overlay(rule, FillRule::NonZero)
    })
    .unwrap_or_default()
}

/// The union of polygons after rounding to a grid of `per_degree` points a degree, valid on that grid; what
/// collapses to nothing on it is dropped.
pub fn rounded(polygons: &MultiPolygon<f64>, per_degree: f64) -> GridPolygons {
    let mut rings = Vec::new();
    for polygon in polygons {
        for (ring, outer) in std::iter::once((polygon.exterior(), true))
            .chain(polygon.interiors().iter().map(|r| (r, false)))
        {
            let mut points: Vec<GridPoint> = ring
                .0
                .iter()
                .map(|p| IntPoint {
                    x: (p.x * per_degree).round() as i64,
                    y: (p.y * per_degree).round() as i64,
                })
                .collect();
            points.dedup();
            if (planar_area(&ring.0) > 0.0) != outer {
                points.reverse();
            }
            rings.push(points);
        }
    }
    regrouped(union(&rings))
}

/// Rings of polygons on the grid.
pub fn rings(polygons: &MultiPolygon<f64>) -> Rings {
    oriented(polygons.iter())
}

/// Rings of polygons on the grid, without their grouping.
pub fn flat(shapes: &GridPolygons) -> Rings {
    shapes.iter().flatten().cloned().collect()
}

/// What `subject` has and `clip` has not; anything once stopped.
pub(super) fn difference_until(subject: &Rings, clip: &Rings, halt: &Halt) -> GridPolygons {
    overlay(subject, clip, OverlayRule::Difference, halt)
}

/// The union of the areas that rings enclose.
pub fn union(rings: &Rings) -> GridPolygons {
    union_until(rings, &Halt::default())
}

/// The same; anything once stopped.
pub(super) fn union_until(rings: &Rings, halt: &Halt) -> GridPolygons {
    overlay(rings, &Vec::new(), OverlayRule::Subject, halt)
}

fn oriented<'a>(polygons: impl Iterator<Item = &'a Polygon<f64>>) -> Rings {
    let mut rings = Vec::new();
    for polygon in polygons {
        push_ring(&mut rings, &polygon.exterior().0, true, None);
        for hole in polygon.interiors() {
            push_ring(&mut rings, &hole.0, false, None);
        }
    }
    rings
}

fn push_ring(
    rings: &mut Rings,
    ring: &[Coord<f64>],
    counter_clockwise: bool,
    bounds: Option<&Bounds>,
) {
    let mut points: Vec<GridPoint> = match bounds {
        Some(bounds) => pruned(ring.iter().map(|p| bounds.outside(p)))
            .into_iter()
            .map(|i| to_grid(ring[i]))
            .collect(),
        None => ring.iter().map(|&p| to_grid(p)).collect(),
    };
    points.dedup();
    if (planar_area(ring) > 0.0) != counter_clockwise {
        points.reverse();
    }
    if points.len() > 2 {
        rings.push(points);
    }
}

/// `rings` as far as they can matter inside the bounding box of `clip`, cut short outside it; anything once stopped.
fn within(rings: &Rings, clip: &Rings, halt: &Halt) -> Rings {
    let corners: Vec<Coord<f64>> = clip.iter().flatten().map(|&p| from_grid(p)).collect();
    let Some(bounds) = Bounds::of(&corners) else {
        return Vec::new();
    };
    let cut = |ring: &Vec<GridPoint>| {
        let sides = || ring.iter().map(|&p| bounds.outside(&from_grid(p)));
        if sides().fold(u8::MAX, |common, sides| common & sides) != 0 {
            return None; // Wholly beyond one side of the box.
        }
        Some(pruned(sides()).into_iter().map(|i| ring[i]).collect())
    };
    let rings = rings.iter().take_while(|_| !halt.is_stopped());
    rings.filter_map(cut).collect()
}

/// Indices of the vertices to keep: of a run of vertices that all lie beyond the same side of the box, only the first
/// and the last. The edge that joins these two stays beyond that side, so no point of the box changes its winding.
fn pruned(outside: impl Iterator<Item = u8>) -> Vec<usize> {
    let mut keep: Vec<usize> = Vec::new();
    let mut common = 0u8; // the sides that all vertices of the current run share
    let mut length = 0usize;
    for (i, sides) in outside.enumerate() {
        if common & sides != 0 {
            common &= sides;
            length += 1;
            if length > 2 {
                keep.pop();
            }
        } else {
            common = sides;
            length = 1;
        }
        keep.push(i);
    }
    keep
}

/// Twice the area in degrees, positive if counter-clockwise. Taken from the first vertex, so small rings do not cancel.
fn planar_area(ring: &[Coord<f64>]) -> f64 {
    let Some(o) = ring.first() else { return 0.0 };
    ring.windows(2)
        .map(|e| (e[0].x - o.x) * (e[1].y - o.y) - (e[1].x - o.x) * (e[0].y - o.y))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::area::multi_polygon_area;
    use geo::LineString;

    fn square(w: f64, s: f64, size: f64) -> Polygon<f64> {
        Polygon::new(
            LineString::from(vec![
                (w, s),
                (w + size, s),
                (w + size, s + size),
                (w, s + size),
                (w, s),
            ]),
            vec![],
        )
    }

    /// A star-like ring of many vertices round (x, y).
    fn wavy(x: f64, y: f64, radius: f64, n: usize) -> Polygon<f64> {
        let ring = (0..n)
            .map(|i| {
                let t = i as f64 / n as f64 * std::f64::consts::TAU;
                let r = radius * (1.0 + 0.2 * (17.0 * t).sin() + 0.05 * (131.0 * t).cos());
                (x + r * t.cos(), y + r * t.sin())
            })
            .collect::<Vec<_>>();
        Polygon::new(LineString::from(ring), vec![])
    }

    #[test]
    fn cropping_a_ring_leaves_the_area_of_the_intersection() {
        for (x, y) in [(0.0, 0.0), (25.0, 0.0), (-18.0, 18.0), (0.0, -24.0)] {
            let subject = Subject::new(&MultiPolygon(vec![wavy(x, y, 3.0, 500)]));
            let big = MultiPolygon(vec![wavy(0.0, 0.0, 25.0, 20_000)]);
            let cropped = subject.relevant(&big);
            assert!(cropped.iter().map(Vec::len).sum::<usize>() < 8_000);
            let whole = subject.intersection(&oriented(big.iter()));
            let area = |s: &GridPolygons| multi_polygon_area(&to_polygons(s)).0;
            let (a, b) = (area(&whole), area(&subject.intersection(&cropped)));
            assert!(a > 0.0 && (a - b).abs() < 1e-12 * a, "{a} {b}");
        }
    }

    #[test]
    fn cropping_the_subject_leaves_the_area_and_the_vertices_of_the_intersection() {
        let subject = Subject::new(&MultiPolygon(vec![wavy(0.0, 0.0, 25.0, 20_000)]));
        for (x, y) in [
            (0.0, 0.0),
            (25.0, 0.0),
            (-18.0, 18.0),
            (0.0, -24.0),
            (40.0, 0.0),
        ] {
            let clip = oriented([wavy(x, y, 3.0, 500)].iter());
            let shown = |shapes: GridPolygons| {
                let mut points: Vec<_> = shapes
                    .iter()
                    .flatten()
                    .flatten()
                    .map(|p| (p.x, p.y))
                    .collect();
                points.sort_unstable();
                (points, multi_polygon_area(&to_polygons(&shapes)).0)
            };
            let whole = shown(overlay(
                &subject.rings,
                &clip,
                OverlayRule::Intersect,
                &Halt::default(),
            ));
            let cropped = shown(subject.intersection(&clip));
            assert_eq!(whole.0, cropped.0);
            assert!((whole.1 - cropped.1).abs() <= 1e-14 * whole.1);
        }
    }

    #[test]
    fn units_that_share_an_edge_or_overlap_count_once() {
        let subject = Subject::new(&MultiPolygon(vec![square(0.5, 0.25, 1.0)]));
        let units = MultiPolygon(vec![
            square(0.0, 0.0, 1.0),
            square(1.0, 0.0, 1.0),
            square(0.9, 0.0, 1.0),
        ]);
        let shapes = subject.intersection(&subject.relevant(&units));
        let area = multi_polygon_area(&to_polygons(&shapes)).0;
        let rectangle = LineString::from(vec![
            (0.5, 0.25),
            (1.5, 0.25),
            (1.5, 1.0),
            (0.5, 1.0),
            (0.5, 0.25),
        ]);
        let expected = crate::geodesy::area::ring_area(&rectangle).0;
        assert!((area / expected - 1.0).abs() < 1e-13);
    }

    #[test]
    fn a_hole_stays_empty_whichever_way_its_ring_runs() {
        for reverse in [false, true] {
            let mut hole = square(1.0, 1.0, 1.0).exterior().clone();
            if reverse {
                hole.0.reverse();
            }
            let polygon = Polygon::new(square(0.0, 0.0, 3.0).exterior().clone(), vec![hole]);
            let subject = Subject::new(&MultiPolygon(vec![square(1.25, 1.25, 0.5)]));
            assert!(
                subject
                    .intersection(&subject.relevant(&MultiPolygon(vec![polygon])))
                    .is_empty()
            );
        }
    }

    #[test]
    fn far_polygons_are_not_touched() {
        let subject = Subject::new(&MultiPolygon(vec![
            square(0.0, 0.0, 1.0),
            square(20.0, 0.0, 1.0),
        ]));
        assert!(
            subject
                .relevant(&MultiPolygon(vec![
                    square(10.0, 0.0, 1.0),
                    square(0.0, 5.0, 1.0)
                ]))
                .is_empty()
        );
    }
}
