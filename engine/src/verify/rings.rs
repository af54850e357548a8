//! Are the rings of a zone those of valid polygons, directed as RFC 7946 says? Nothing of the line is asked here.

use crate::geodesy::edge_tree::{Box2, Edge, Edges as Rings, turn};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use rustc_hash::FxHashMap;

/// What can be wrong with rings: how often, and where first.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Fault {
    pub count: usize,
    pub at: Option<Coord<f64>>,
}

/// The faults of a zone's rings.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Faults {
    /// Exterior rings that run clockwise, holes that run counter-clockwise, rings without area.
    pub reversed: Fault,
    /// Rings whose last position is not their first, or of fewer than four positions.
    pub open: Fault,
    /// Edges that cross each other.
    pub crossing: Fault,
    /// Edges that come twice in the same direction: doubled rings and polygons.
    pub doubled: Fault,
    /// Polygons inside others, holes outside their exterior or inside other holes.
    pub nested: Fault,
    /// Rings and positions that were looked at.
    pub rings: usize,
    pub positions: usize,
}

impl Fault {
    fn add(&mut self, at: Coord<f64>) {
        self.count += 1;
        self.at = self.at.or(Some(at));
    }
}

/// Looks at all rings. Longitude, latitude in degrees, cut at the antimeridian, directions as they are in the file.
pub fn faults(zone: &MultiPolygon<f64>) -> Faults {
    let mut found = Faults::default();
    for polygon in zone {
        for (k, ring) in rings(polygon).enumerate() {
            found.rings += 1;
            found.positions += ring.0.len().saturating_sub(1);
            let Some(&first) = ring.0.first() else {
                found.open.add(Coord { x: 0.0, y: 0.0 });
                continue;
            };
            if ring.0.len() < 4 || ring.0.last() != Some(&first) {
                found.open.add(first);
            }
            // A ring without area has no direction: that is wrong too.
            let area = doubled_area(ring);
            if !(if k == 0 { area > 0.0 } else { area < 0.0 }) {
                found.reversed.add(first);
            }
        }
    }
    doubled(zone, &mut found.doubled);
    let all = Rings::rings(zone.0.iter().flat_map(rings));
    all.pair(&all, |(_, e), (_, f)| {
        if let Some(at) = crossing(e, f) {
            found.crossing.add(at);
        }
        None::<()>
    });
    nested(zone, &mut found.nested);
    found
}

pub(super) fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> + Clone {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

fn doubled_area(ring: &LineString<f64>) -> f64 {
    let Some(&o) = ring.0.first() else { return 0.0 };
    (ring.0.windows(2))
        .map(|w| (w[0].x - o.x) * (w[1].y - o.y) - (w[1].x - o.x) * (w[0].y - o.y))
        .sum()
}

/// Where two edges cross, each with its ends strictly on both sides of the other.
fn crossing(e: &Edge, f: &Edge) -> Option<Coord<f64>> {
    let (c, d) = (turn(e.a, e.b, f.a), turn(e.a, e.b, f.b));
    let (g, h) = (turn(f.a, f.b, e.a), turn(f.a, f.b, e.b));
    (c * d < 0.0 && g * h < 0.0).then(|| {
        let middle = |i: usize| 0.5 * (f.a[i] + f.b[i]);
        Coord {
            x: middle(0),
            y: middle(1),
        }
    })
}

fn doubled(zone: &MultiPolygon<f64>, fault: &mut Fault) {
    let mut known: FxHashMap<[u64; 4], ()> = FxHashMap::default();
    for w in zone.0.iter().flat_map(rings).flat_map(|r| r.0.windows(2)) {
        // The cut of the map at a pole has no place of its own.
        if w[0] == w[1] || w[0].y.abs() == 90.0 && w[0].y == w[1].y {
            continue;
        }
        let key = [w[0].x, w[0].y, w[1].x, w[1].y].map(|c| (c + 0.0).to_bits());
        if known.insert(key, ()).is_some() {
            fault.add(w[0]);
        }
    }
}

fn nested(zone: &MultiPolygon<f64>, fault: &mut Fault) {
    let shells: Vec<(Rings, Option<Box2>)> = (zone.iter())
        .map(|p| {
            let shell = Rings::rings(std::iter::once(p.exterior()));
            let bounds = shell.bounds();
            (shell, bounds)
        })
        .collect();
    let whole: Vec<Rings> = zone.iter().map(Rings::of).collect();
    for (i, polygon) in zone.iter().enumerate() {
        for (j, own) in whole.iter().enumerate() {
            let meets = matches!((shells[i].1, shells[j].1), (Some(a), Some(b)) if a.meets(&b));
            if i != j && meets && mostly_inside(polygon.exterior(), own) {
                fault.add(polygon.exterior().0[0]);
            }
        }
        let holes: Vec<Rings> = (polygon.interiors().iter())
            .map(|hole| Rings::rings(std::iter::once(hole)))
            .collect();
        for (k, hole) in polygon.interiors().iter().enumerate() {
            let Some(own) = holes[k].bounds() else {
                continue;
            };
            let in_another = (holes.iter().enumerate()).any(|(l, other)| {
                l != k
                    && other.bounds().is_some_and(|b| b.meets(&own))
                    && mostly_inside(hole, other)
            });
            if in_another || !mostly_inside(hole, &shells[i].0) {
                fault.add(hole.0[0]);
            }
        }
    }
}

/// Whether a ring lies inside others, which it may touch: by the middles of a few of its edges, of which most count.
fn mostly_inside(ring: &LineString<f64>, rings: &Rings) -> bool {
    const ASKED: usize = 9;
    let edges = ring.0.len().saturating_sub(1);
    let step = edges.div_ceil(ASKED).max(1);
    let (mut inside, mut asked) = (0, 0);
    for w in ring.0.windows(2).step_by(step) {
        let middle = (w[0] + w[1]) * 0.5;
        inside += usize::from(rings.inside([middle.x, middle.y]));
        asked += 1;
    }
    2 * inside > asked
}

/// Stretches of the map's cut at ±180° along which the zone lies on one side only: outline there. As edges.
pub fn uncut(zone: &MultiPolygon<f64>) -> Vec<[Coord<f64>; 2]> {
    // +1 where the zone begins on a side of the cut, −1 where it ends there; the other side counts against it.
    let mut steps: Vec<(f64, i32, i32)> = Vec::new();
    for w in zone.0.iter().flat_map(rings).flat_map(|r| r.0.windows(2)) {
        if on_cut(w[0], w[1]) {
            let (low, high) = (w[0].y.min(w[1].y), w[0].y.max(w[1].y));
            let (east, west) = if w[0].x > 0.0 { (1, 0) } else { (0, 1) };
            steps.push((low, east, west));
            steps.push((high, -east, -west));
        }
    }
    steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = Vec::new();
    let (mut east, mut west, mut from) = (0, 0, f64::NAN);
    for (y, e, w) in steps {
        if (east > 0) != (west > 0) && y - from > LEAST_CUT {
            let x = if east > 0 { 180.0 } else { -180.0 };
            out.push([Coord { x, y: from }, Coord { x, y }]);
        }
        east += e;
        west += w;
        from = y;
    }
    out
}

/// Degrees of latitude, 0.1 mm: less is rounding.
const LEAST_CUT: f64 = 1e-9;

/// Whether an edge runs along ±180°.
pub fn on_cut(a: Coord<f64>, b: Coord<f64>) -> bool {
    a.x.abs() == 180.0 && a.x == b.x
}

/// Whether an edge stays at a pole, and so has no length.
pub fn at_pole(a: Coord<f64>, b: Coord<f64>) -> bool {
    a.y.abs() == 90.0 && a.y == b.y
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    fn square(x: f64, y: f64, side: f64) -> Polygon<f64> {
        polygon![(x: x, y: y), (x: x + side, y: y), (x: x + side, y: y + side), (x: x, y: y + side)]
    }

    fn with_hole(mut hole: LineString<f64>, backwards: bool) -> MultiPolygon<f64> {
        if backwards {
            hole.0.reverse();
        }
        MultiPolygon(vec![Polygon::new(
            square(0.0, 0.0, 10.0).exterior().clone(),
            vec![hole],
        )])
    }

    #[test]
    fn right_rings_have_no_fault_and_each_wrong_one_its_own() {
        let hole = |x: f64| square(x, 2.0, 3.0).exterior().clone();
        let right = faults(&with_hole(hole(2.0), true));
        assert_eq!(
            (
                right.reversed,
                right.crossing,
                right.doubled,
                right.nested,
                right.open
            ),
            Default::default()
        );
        assert_eq!((right.rings, right.positions), (2, 8));
        assert_eq!(faults(&with_hole(hole(2.0), false)).reversed.count, 1);
        assert_eq!(faults(&with_hole(hole(20.0), true)).nested.count, 1);
        assert_eq!(faults(&with_hole(hole(8.0), true)).crossing.count, 2);
        let mut twice = with_hole(hole(2.0), true);
        twice.0.push(square(0.0, 0.0, 10.0));
        let twice = faults(&twice);
        assert_eq!(twice.doubled.count, 4);
        let mut inner = MultiPolygon(vec![square(0.0, 0.0, 10.0), square(3.0, 3.0, 1.0)]);
        assert_eq!(faults(&inner).nested.count, 1);
        inner.0[1] = square(9.0, 9.0, 5.0);
        assert_eq!(faults(&inner).crossing.count, 2);
        inner.0[1] = square(10.0, 10.0, 5.0);
        assert_eq!(
            faults(&inner).crossing.count + faults(&inner).nested.count,
            0
        );
        let bow = polygon![(x: 0.0, y: 0.0), (x: 2.0, y: 2.0), (x: 2.0, y: 0.0), (x: 0.0, y: 1.0)];
        assert_eq!(faults(&MultiPolygon(vec![bow])).crossing.count, 1);
    }

    #[test]
    fn what_has_no_counterpart_across_the_cut_is_outline() {
        let east = square(170.0, 0.0, 10.0);
        let west = square(-180.0, 2.0, 6.0);
        let both = MultiPolygon(vec![east.clone(), west]);
        let spans: Vec<(f64, f64)> = uncut(&both).iter().map(|e| (e[0].y, e[1].y)).collect();
        assert_eq!(spans, [(0.0, 2.0), (8.0, 10.0)]);
        assert_eq!(uncut(&MultiPolygon(vec![east.clone()])).len(), 1);
        let whole = MultiPolygon(vec![east, square(-180.0, 0.0, 10.0)]);
        assert!(uncut(&whole).is_empty());
    }
}
