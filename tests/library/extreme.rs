//! Nearest and farthest points against closed forms and against dense samples.

use geo::{Coord, LineString, MultiLineString, MultiPolygon, Polygon};
use geographiclib_rs::{Geodesic, InverseGeodesic};
use standoff::border::alliance::AllianceTable;
use standoff::border::line::{self, LineChoice};
use standoff::border::worldview::{Worldview, shipped_territories};
use standoff::overlap::extreme::{Extreme, farthest, farthest_on, nearest, nearest_on};
use standoff::strip::{Edges, PreparedLine};
use standoff::units::Metres;

fn prepared(lines: &[&[(f64, f64)]]) -> PreparedLine {
    let lines = MultiLineString::new(lines.iter().map(|l| LineString::from(l.to_vec())).collect());
    PreparedLine::new(&lines, Edges::Planar).unwrap()
}

fn polygon(ring: &[(f64, f64)]) -> MultiPolygon<f64> {
    MultiPolygon(vec![Polygon::new(LineString::from(ring.to_vec()), vec![])])
}

fn geodesic(a: (f64, f64), b: (f64, f64)) -> f64 {
    Geodesic::wgs84().inverse(a.1, a.0, b.1, b.0)
}

/// The interval holds the true value, is as narrow as asked for, and its point is where it says.
#[track_caller]
fn check(line: &PreparedLine, found: Extreme, truth: f64, tolerance: f64) {
    assert!(
        found.low.0 <= truth + 1e-3 && truth - 1e-3 <= found.high.0,
        "{found:?} {truth}"
    );
    assert!(
        found.high.0 - found.low.0 <= tolerance + 0.01,
        "{found:?} is too wide"
    );
    let at = line.distance(found.at).0;
    assert!(
        found.low.0 <= at + 1e-3 && at <= found.high.0 + 1e-3,
        "{found:?} {at}"
    );
}

#[test]
fn of_a_box_away_from_a_point_the_extremes_are_at_a_side_and_a_corner() {
    let line = prepared(&[&[(30.0, 0.0), (30.0, 0.0)]]);
    let square = polygon(&[(32.0, -1.0), (34.0, -1.0), (34.0, 1.0), (32.0, 1.0)]);
    for tolerance in [1.0, 0.01] {
        let low = nearest(&line, &square, Metres(tolerance)).unwrap();
        check(&line, low, geodesic((30.0, 0.0), (32.0, 0.0)), tolerance);
        assert!(low.at.x == 32.0 && low.at.y.abs() < 2e-2);
        let high = farthest(&line, &square, Metres(tolerance)).unwrap();
        check(&line, high, geodesic((30.0, 0.0), (34.0, 1.0)), tolerance);
    }
}

#[test]
fn the_farthest_point_may_lie_inside_between_three_parts_of_the_line() {
    // On the equator and the meridian of symmetry the point is equally far from all three.
    let line = prepared(&[
        &[(-3.0, 0.0), (-3.0, 0.0)],
        &[(3.0, 0.0), (3.0, 0.0)],
        &[(0.0, 4.0), (0.0, 4.0)],
    ]);
    let triangle = polygon(&[(-3.0, 0.0), (3.0, 0.0), (0.0, 4.0)]);
    let found = farthest(&line, &triangle, Metres(0.1)).unwrap();
    assert!(found.at.x.abs() < 1e-4, "{found:?}");
    let sides = geodesic((found.at.x, found.at.y), (3.0, 0.0));
    let top = geodesic((found.at.x, found.at.y), (0.0, 4.0));
    assert!((sides - top).abs() < 1.0, "{sides} {top}");
    check(&line, found, sides.min(top), 0.1);
}

#[test]
fn a_hole_at_the_ridge_keeps_the_farthest_point_at_its_rim() {
    let line = prepared(&[&[(-2.0, 0.0), (-2.0, 0.0)], &[(2.0, 0.0), (2.0, 0.0)]]);
    let ring = |s: f64| LineString::from(vec![(-s, -s), (s, -s), (s, s), (-s, s), (-s, -s)]);
    let whole = MultiPolygon(vec![Polygon::new(ring(1.0), vec![])]);
    let holed = MultiPolygon(vec![Polygon::new(ring(1.0), vec![ring(0.999)])]);
    let a = farthest(&line, &whole, Metres(1.0)).unwrap();
    check(&line, a, geodesic((0.0, 1.0), (2.0, 0.0)), 1.0);
    let b = farthest(&line, &holed, Metres(1.0)).unwrap();
    check(&line, b, geodesic((0.0, 1.0), (2.0, 0.0)), 1.0);
}

#[test]
fn a_polygon_that_the_line_meets_or_lies_in_is_at_distance_zero() {
    let square = polygon(&[(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]);
    for part in [
        vec![(0.5, 0.5), (0.6, 0.6)],
        vec![(-1.0, 1.0), (3.0, 1.1)],
        vec![(1.0, 1.0), (9.0, 1.0)],
        vec![(360.5, 0.5), (360.6, 0.6)],
    ] {
        let line = prepared(&[&part]);
        let found = nearest(&line, &square, Metres(0.1)).unwrap();
        assert_eq!(found.low.0, 0.0, "{part:?}");
        assert!(found.high.0 <= 0.11, "{part:?} {found:?}");
    }
}

#[test]
fn along_a_line_the_extremes_may_lie_inside_an_edge() {
    let line = prepared(&[&[(0.0, 1.0), (0.0, 1.0)]]);
    let road = MultiLineString::new(vec![LineString::from(vec![(-3.0, 0.0), (2.0, 0.0)])]);
    let low = nearest_on(&line, &road, Metres(0.1)).unwrap();
    check(&line, low, geodesic((0.0, 0.0), (0.0, 1.0)), 0.1);
    let high = farthest_on(&line, &road, Metres(0.1)).unwrap();
    check(&line, high, geodesic((-3.0, 0.0), (0.0, 1.0)), 0.1);
    let two = prepared(&[&[(-3.0, 0.0), (-3.0, 0.0)], &[(3.0, 0.0), (3.0, 0.0)]]);
    let middle = farthest_on(&two, &road, Metres(0.1)).unwrap();
    check(&two, middle, geodesic((0.0, 0.0), (3.0, 0.0)), 0.1);
}

#[test]
fn nothing_has_no_extreme() {
    let line = prepared(&[&[(0.0, 0.0), (1.0, 0.0)]]);
    assert_eq!(nearest(&line, &MultiPolygon(vec![]), Metres(1.0)), None);
    assert_eq!(farthest(&line, &MultiPolygon(vec![]), Metres(1.0)), None);
    assert_eq!(
        farthest_on(&line, &MultiLineString::new(vec![]), Metres(1.0)),
        None
    );
}

#[test]
fn no_sample_of_a_real_territory_is_beyond_the_interval() {
    let territories = shipped_territories(&Worldview::default()).unwrap();
    let alliances = AllianceTable::shipped().unwrap();
    let derived = line::derive(&LineChoice::default(), &territories, &alliances).unwrap();
    let line = PreparedLine::new(&derived.lines, Edges::Planar).unwrap();
    for code in ["EST", "POL", "RUS", "SWE", "DEU", "FIN"] {
        let t = territories.iter().find(|t| t.code == code).unwrap();
        let tolerance = Metres(1.0);
        let far = farthest(&line, &t.polygons, tolerance).unwrap();
        let near = nearest(&line, &t.polygons, tolerance).unwrap();
        for found in [far, near] {
            assert!(found.high.0 - found.low.0 < 1.01, "{code} {found:?}");
            let at = line.distance(found.at).0;
            assert!(found.low.0 - 0.01 <= at && at <= found.high.0 + 0.01);
        }
        let (mut least, mut most) = (f64::INFINITY, 0f64);
        for p in &t.polygons {
            for c in p.exterior().coords().step_by(3) {
                let d = line.distance(Coord { x: c.x, y: c.y }).0;
                least = least.min(d);
                most = most.max(d);
            }
        }
        assert!(near.low.0 <= least + 0.01, "{code} {near:?} {least}");
        assert!(most <= far.high.0 + 0.01, "{code} {far:?} {most}");
    }
}
