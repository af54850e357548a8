//! Where a zone is looked at: along its outline, and about the line. The same places on every run.

use super::judge::Judge;
use crate::units::Metres;
use geo::{Coord, LineString, MultiPolygon};

/// Steps of a sequence that fills the cube evenly (Roberts's R3: powers of the root of x⁴ = x + 1).
const STEPS: [f64; 3] = [
    0.819_172_513_396_164_4,
    0.671_043_606_703_789_2,
    0.549_700_477_901_970_4,
];
/// Every second place about the line is sought near the width, within this part of it; the others up to so many widths away.
const NEAR: f64 = 0.02;
const FAR: f64 = 1.25;
/// A ring, however small, is looked at in so many places at least.
const OF_A_RING: usize = 4;

/// Places on the outline, about `count` of them or as many as keep four on every ring: vertices, and places within edges, which
/// are straight in longitude and latitude. Where the map is cut, along ±180° or at a pole, there is no outline.
pub fn on_outline(zone: &MultiPolygon<f64>, count: usize) -> Vec<Coord<f64>> {
    let rings = || (zone.0.iter()).flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let total: usize = rings().map(|r| edges(r).count()).sum();
    // Two places an edge at least: a vertex, and the middle, where an edge that is straight on the map is farthest off.
    let each = (count / total.max(1)).max(2);
    let skip = (2 * total / count.max(1)).max(1);
    let mut out = Vec::new();
    for ring in rings() {
        let all: Vec<_> = edges(ring).collect();
        let skip = skip.min((all.len() / OF_A_RING).max(1));
        // Few edges are looked at in many places each, so that a long edge cannot hide a bend.
        let each = each.max(OF_A_RING.div_ceil(all.len().max(1)));
        for [a, b] in all.into_iter().step_by(skip) {
            out.extend((0..each).map(|k| a + (b - a) * (k as f64 / each as f64)));
        }
    }
    out
}

fn edges(ring: &LineString<f64>) -> impl Iterator<Item = [Coord<f64>; 2]> {
    (ring.0.windows(2).map(|e| [e[0], e[1]])).filter(|[a, b]| {
        let both = |f: fn(&Coord<f64>) -> f64, edge: f64| f(a) == f(b) && f(a).abs() == edge;
        !both(|c| c.x, 180.0) && !both(|c| c.y, 90.0)
    })
}

/// Places about the line: from places along it, in all directions, up to 1.25 widths away, half of them about the width.
pub fn about(judge: &Judge, width: Metres, count: usize) -> Vec<Coord<f64>> {
    let length = judge.length();
    (0..count)
        .filter_map(|k| {
            let [s, t, u] = STEPS.map(|step| (0.5 + step * k as f64).fract());
            let distance = if k % 2 == 0 {
                1.0 + NEAR * (2.0 * u - 1.0)
            } else {
                FAR * u
            };
            judge.beside(s * length, 360.0 * t, Metres(distance * width.0))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::edges::Edges;
    use geo::{MultiLineString, polygon};

    #[test]
    fn the_cut_of_the_map_is_no_outline_and_every_ring_is_looked_at() {
        let cut = polygon![(x: 170.0, y: 0.0), (x: 180.0, y: 0.0), (x: 180.0, y: 10.0), (x: 170.0, y: 10.0)];
        let triangle = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 0.0, y: 1.0)];
        let zone = MultiPolygon(vec![cut, triangle]);
        let places = on_outline(&zone, 4);
        assert!(
            places
                .iter()
                .all(|c| c.x < 180.0 || c.y == 0.0 || c.y == 10.0)
        );
        assert!(places.iter().filter(|c| c.x <= 1.0).count() >= OF_A_RING);
        let many = on_outline(&zone, 600);
        assert_eq!(many.len(), 600);
    }

    #[test]
    fn places_about_the_line_are_on_all_sides_and_half_of_them_near_the_width() {
        let line = LineString::from(vec![(10.0, 50.0), (12.0, 50.0)]);
        let judge = Judge::new(&MultiLineString(vec![line]), Edges::Planar);
        let places = about(&judge, Metres(10e3), 400);
        assert_eq!(places.len(), 400);
        let north = places.iter().filter(|c| c.y > 50.0).count();
        assert!((150..250).contains(&north), "{north}");
        let farthest = (places.iter().map(|c| judge.distance(*c).0)).fold(0.0, f64::max);
        assert!((11e3..12.6e3).contains(&farthest), "{farthest}");
    }
}
