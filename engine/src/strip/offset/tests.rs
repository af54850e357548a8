//! Judged by brute force on geographiclib-rs: the distance to every near edge, by golden section along it.
//! Blind to islands and holes that hold none of the random points.

use super::*;
use crate::geodesy::direct::Path;
use geo::{Contains, MultiPolygon, Point};
use geographiclib_rs::{Geodesic, InverseGeodesic};

fn line(points: &[(f64, f64)]) -> Vec<Coord<f64>> {
    points.iter().map(|&(x, y)| Coord { x, y }).collect()
}

fn between(p: Coord<f64>, q: Coord<f64>) -> f64 {
    Geodesic::wgs84().inverse(p.y, p.x, q.y, q.x)
}

fn distance_to_edge(a: Coord<f64>, b: Coord<f64>, edges: Edges, p: Coord<f64>) -> f64 {
    let path = Path::new(a, b);
    let at = |t: f64| match edges {
        Edges::Planar => a + (b - a) * t,
        Edges::Geodesic => path.at(t).0,
    };
    let d = |t: f64| between(at(t), p);
    let (mut lo, mut hi) = (0.0, 1.0);
    let golden = 0.5 * (5f64.sqrt() - 1.0);
    for _ in 0..48 {
        let (s, t) = (hi - golden * (hi - lo), lo + golden * (hi - lo));
        if d(s) < d(t) { hi = t } else { lo = s }
    }
    d(0.5 * (lo + hi)).min(d(0.0)).min(d(1.0))
}

/// Distance from `p` to `parts`; exact where it is near `w`, else only on the right side of it.
fn distance(parts: &[Vec<Coord<f64>>], edges: Edges, p: Coord<f64>, w: f64) -> f64 {
    let mut best = f64::MAX;
    for part in parts {
        best = best.min(between(part[0], p));
        for e in part.windows(2) {
            let (da, db) = (between(e[0], p), between(e[1], p));
            best = best.min(da).min(db);
            let length = Path::new(e[0], e[1]).length;
            // 1.01: a straight edge is a little longer than the geodesic.
            if 0.5 * (da + db - 1.01 * length) < w.min(best) + 50.0 {
                best = best.min(distance_to_edge(e[0], e[1], edges, p));
            }
        }
    }
    best
}

struct Random(u64);
impl Random {
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}

fn by_offsets(
    parts: &[Vec<Coord<f64>>],
    edges: Edges,
    w: f64,
    tol: f64,
) -> Option<MultiPolygon<f64>> {
    let found = strip_by_offsets(parts, edges, w, tol, THINNEST, &Halt::default());
    found.expect("never stopped").map(|d| d.polygons)
}

/// Checks the outline (vertices and three places on edges) and the random points' side; answers the strip.
fn check(parts: &[Vec<Coord<f64>>], edges: Edges, w: f64, tol: f64) -> MultiPolygon<f64> {
    let strip = by_offsets(parts, edges, w, tol).expect("suitable");
    judge(&strip, parts, edges, w, tol);
    strip
}

/// The judgement. `parts` may be a denser telling of the line: along very long edges the search needs short ones.
fn judge(strip: &MultiPolygon<f64>, parts: &[Vec<Coord<f64>>], edges: Edges, w: f64, tol: f64) {
    assert!(!strip.0.is_empty());
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let outline: Vec<(Coord<f64>, Coord<f64>)> = strip
        .0
        .iter()
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
        .flat_map(|r| r.0.windows(2).map(|e| (e[0], e[1])))
        .filter(|(a, b)| !(a.x.abs() == 180.0 && a.x == b.x))
        .collect();
    let keep = (200.0 / outline.len() as f64).min(1.0);
    for &(a, b) in &outline {
        if random.next() > keep {
            continue;
        }
        for t in [0.0, 0.25, 0.42, 0.5, 0.75] {
            let p = a + (b - a) * t;
            let miss = distance(parts, edges, p, w) - w;
            assert!(miss.abs() <= tol, "outline at {p:?} stands {miss} m off");
        }
    }
    let mut seen = [0, 0];
    for _ in 0..300 {
        let part = &parts[(random.next() * parts.len() as f64) as usize % parts.len()];
        let from = part[(random.next() * part.len() as f64) as usize % part.len()];
        let heading = direct::Heading::from_azimuth(360.0 * random.next());
        let p = direct::Base::new(from).go(heading, 1.7 * w * random.next());
        let d = distance(parts, edges, p, w);
        if (d - w).abs() > tol {
            let x = p.x - 360.0 * ((p.x + 180.0) / 360.0).floor();
            assert_eq!(strip.contains(&Point::new(x, p.y)), d < w, "{p:?} at {d} m");
            seen[usize::from(d < w)] += 1;
        }
    }
    assert!(seen[0] > 10 && seen[1] > 10, "one-sided sample {seen:?}");
}

fn rings(strip: &MultiPolygon<f64>) -> Vec<usize> {
    strip.0.iter().map(|p| p.interiors().len()).collect()
}

/// Area on the sphere of the polygons' mean latitude, m²: good to 1 % for small strips.
fn area(strip: &MultiPolygon<f64>) -> f64 {
    use geo::Area;
    let lat = strip.0[0].exterior().0[0].y;
    strip.unsigned_area() * 111_400f64.powi(2) * lat.to_radians().cos()
}

#[test]
fn a_line_of_no_length_gets_a_disc() {
    let p = line(&[(30.0, 55.0), (30.0, 55.0), (30.0, 55.0)]);
    for (w, tol) in [(100.0, 0.01), (1e3, 1.0), (1e5, 1.0)] {
        let strip = check(std::slice::from_ref(&p), Edges::Planar, w, tol);
        assert_eq!(rings(&strip), [0]);
    }
}

#[test]
fn bends_to_both_sides_keep_the_distance() {
    let zigzag = line(&[
        (20.0, 50.0),
        (20.05, 50.06),
        (20.06, 49.98),
        (20.2, 50.0),
        (20.2, 50.1),
        (20.21, 50.1),
        (20.18, 50.02),
    ]);
    for (w, tol) in [
        (100.0, 0.01),
        (100.0, 1.0),
        (1e3, 0.01),
        (1e3, 1.0),
        (1e4, 1.0),
    ] {
        check(std::slice::from_ref(&zigzag), Edges::Planar, w, tol);
    }
}

#[test]
fn long_edges_bend_as_their_edges_say() {
    let long = line(&[(10.0, 60.0), (13.0, 60.0), (13.5, 64.0), (2.0, 62.0)]);
    for edges in [Edges::Planar, Edges::Geodesic] {
        check(std::slice::from_ref(&long), edges, 1e4, 1.0);
        check(std::slice::from_ref(&long), edges, 1e3, 0.01);
    }
}

#[test]
fn edges_across_the_equator_and_along_a_meridian_are_exact() {
    let s = line(&[(0.0, -3.0), (2.0, 3.0), (2.0, 5.0), (4.0, 5.0)]);
    check(std::slice::from_ref(&s), Edges::Planar, 2e4, 0.01);
    check(std::slice::from_ref(&s), Edges::Geodesic, 2e4, 0.1);
}

#[test]
fn a_ring_much_smaller_than_the_width_leaves_no_hole() {
    // A place from which the whole ring is in reach: two curves, one a side, wind 0 times round it.
    let ring = line(&[
        (20.0, 50.0),
        (20.01, 50.0),
        (20.01, 50.01),
        (20.0, 50.01),
        (20.0, 50.0),
    ]);
    let strip = check(std::slice::from_ref(&ring), Edges::Planar, 1e4, 1.0);
    assert_eq!(rings(&strip), [0]);
    let strip = check(std::slice::from_ref(&ring), Edges::Planar, 100.0, 0.1);
    assert_eq!(rings(&strip), [1]);
}

#[test]
fn a_line_that_turns_back_on_itself_has_its_caps() {
    let there = line(&[(20.0, 50.0), (20.1, 50.03)]);
    let and_back = line(&[(20.0, 50.0), (20.1, 50.03), (20.0, 50.0), (20.1, 50.03)]);
    let once = check(std::slice::from_ref(&there), Edges::Planar, 1e3, 0.1);
    let twice = check(&[and_back], Edges::Planar, 1e3, 0.1);
    let doubled = check(&[there.clone(), there], Edges::Planar, 1e3, 0.1);
    for other in [twice, doubled] {
        assert!((area(&once) / area(&other) - 1.0).abs() < 1e-5);
    }
}

#[test]
fn reversing_or_splitting_a_line_changes_no_more_than_rounding() {
    let mut random = Random(12345);
    let mut walk = vec![Coord { x: 40.0, y: 60.0 }];
    for _ in 0..60 {
        let last = walk[walk.len() - 1];
        walk.push(Coord {
            x: last.x + 0.03 * (random.next() - 0.4),
            y: last.y + 0.02 * (random.next() - 0.5),
        });
    }
    for w in [100.0, 700.0, 3e3, 2e4] {
        let whole = check(std::slice::from_ref(&walk), Edges::Planar, w, 0.1);
        let mut back = walk.clone();
        back.reverse();
        let back = by_offsets(&[back], Edges::Planar, w, 0.1).unwrap();
        let halves = [walk[..30].to_vec(), walk[29..].to_vec()];
        let halves = by_offsets(&halves, Edges::Planar, w, 0.1).unwrap();
        for other in [back, halves] {
            // Tolerance times outline: what two right answers may differ by.
            assert!((area(&whole) - area(&other)).abs() < 0.2 * 2e5, "width {w}");
        }
    }
}

#[test]
fn random_star_shaped_tangles_are_right_everywhere() {
    // Sharp bends, crossings, edges both shorter and longer than the width.
    for seed in 1..=20 {
        let mut random = Random(0x2545_f491_4f6c_dd1d_u64.wrapping_mul(seed));
        let tangle: Vec<_> = (0..14)
            .map(|_| Coord {
                x: 25.0 + 0.1 * random.next().powi(2),
                y: 47.0 + 0.06 * random.next(),
            })
            .collect();
        for w in [150.0, 900.0] {
            check(std::slice::from_ref(&tangle), Edges::Planar, w, 0.1);
        }
    }
}

#[test]
fn the_antimeridian_cuts_a_strip_at_180_exactly() {
    let across = line(&[(179.9, 65.0), (180.2, 65.1), (180.4, 65.0)]);
    let strip = check(std::slice::from_ref(&across), Edges::Planar, 5e3, 0.1);
    assert_eq!(strip.0.len(), 2);
    for side in [-180.0, 180.0] {
        let on = |c: &&Coord<f64>| c.x == side;
        assert!(
            strip
                .0
                .iter()
                .any(|p| p.exterior().coords().filter(on).count() >= 2)
        );
    }
    // The same line told with other longitudes, and one that only its strip brings across.
    let other = across
        .iter()
        .map(|c| Coord {
            x: c.x - 360.0,
            y: c.y,
        })
        .collect();
    let other = by_offsets(&[other], Edges::Planar, 5e3, 0.1).unwrap();
    assert!((area(&strip) / area(&other) - 1.0).abs() < 1e-9);
    let near = line(&[(-179.95, 10.0), (-179.96, 10.2)]);
    assert_eq!(check(&[near], Edges::Planar, 2e4, 1.0).0.len(), 2);
}

#[test]
fn a_parallel_round_the_world_has_a_strip_of_one_piece() {
    let parallel = line(&[(-180.0, 70.0), (-60.0, 70.0), (60.0, 70.0), (180.0, 70.0)]);
    let strip = by_offsets(&[parallel], Edges::Planar, 2e4, 1.0).unwrap();
    assert_eq!(rings(&strip), [0]);
    assert!(strip.0[0].exterior().lines().all(|e| e.dx().abs() <= 90.0));
    let dense = (-360..=360).map(|k| (f64::from(k) / 2.0, 70.0));
    judge(
        &strip,
        &[line(&dense.collect::<Vec<_>>())],
        Edges::Planar,
        2e4,
        1.0,
    );
}

#[test]
fn exteriors_turn_left_and_holes_right() {
    use geo::winding_order::Winding;
    let ring = line(&[(5.0, 5.0), (5.2, 5.0), (5.2, 5.2), (5.0, 5.2), (5.0, 5.0)]);
    let strip = by_offsets(&[ring], Edges::Planar, 1e3, 1.0).unwrap();
    assert_eq!(rings(&strip), [1]);
    assert!(strip.0[0].exterior().is_ccw() && strip.0[0].interiors()[0].is_cw());
}

#[test]
fn lines_near_a_pole_and_wide_strips_are_left_to_the_other_engine() {
    let polar = line(&[(0.0, 89.4), (10.0, 89.5)]);
    assert!(by_offsets(&[polar], Edges::Planar, 1e4, 1.0).is_none());
    // Ends in the middle latitudes, the geodesic over the pole.
    let over = line(&[(0.0, 60.0), (178.0, 60.0)]);
    assert!(by_offsets(std::slice::from_ref(&over), Edges::Geodesic, 1e4, 1.0).is_none());
    assert!(by_offsets(&[over], Edges::Planar, 2e5, 1.0).is_none());
}
