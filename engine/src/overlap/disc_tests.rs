//! Overlaps of a disc, whose outline is known, with territories whose share is known.

use super::{Overlaps, overlaps};
use crate::geodesy::area::{multi_polygon_area, ring_area};
use crate::strip::{Edges, PreparedLine, Strip, StripOptions};
use crate::territory::Territory;
use crate::units::{Metres, SquareMetres};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};

const CENTRE: (f64, f64) = (30.0, 60.0);
const RADIUS: f64 = 100_000.0;

fn disc_ring(corners: usize) -> LineString<f64> {
    let geodesic = Geodesic::wgs84();
    let mut ring: Vec<(f64, f64)> = (0..corners)
        .map(|i| {
            let azimuth = -360.0 * i as f64 / corners as f64;
            let (lat, lon): (f64, f64) = geodesic.direct(CENTRE.1, CENTRE.0, azimuth, RADIUS);
            (lon, lat)
        })
        .collect();
    ring.push(ring[0]);
    LineString::from(ring)
}

/// The line whose strip the disc is.
fn point() -> PreparedLine {
    let point = geo::MultiLineString::new(vec![LineString::from(vec![CENTRE, CENTRE])]);
    PreparedLine::new(&point, Edges::Planar).unwrap()
}

fn distance(at: Coord<f64>) -> Metres {
    Metres(Geodesic::wgs84().inverse(CENTRE.1, CENTRE.0, at.y, at.x))
}

/// Area of the exact disc: chords of a ring fine enough that what they cut off shows only at 1e-11.
fn exact_area() -> f64 {
    // Richardson over the second-order convergence of the inscribed polygon.
    let (coarse, fine) = (
        ring_area(&disc_ring(20_000)).0,
        ring_area(&disc_ring(40_000)).0,
    );
    fine + (fine - coarse) / 3.0
}

/// A disc as a polygon of `corners` corners, with its true sagitta as the stated error.
fn disc(corners: usize) -> Strip {
    let ring = disc_ring(corners);
    let sagitta = ring
        .lines()
        .map(|e| {
            RADIUS
                - distance(Coord {
                    x: (e.start.x + e.end.x) / 2.0,
                    y: (e.start.y + e.end.y) / 2.0,
                })
                .0
        })
        .fold(0.0_f64, |a, d| a.max(d.abs()));
    let polygons = MultiPolygon(vec![Polygon::new(ring, vec![])]);
    Strip::by_hand(&point(), polygons, Metres(RADIUS), Metres(1.01 * sagitta))
}

fn rectangle(w: f64, s: f64, e: f64, n: f64) -> Polygon<f64> {
    Polygon::new(
        LineString::from(vec![(w, s), (e, s), (e, n), (w, n), (w, s)]),
        vec![],
    )
}

fn territory(code: &str, polygons: Vec<Polygon<f64>>) -> Territory {
    Territory {
        accuracy: Some(Metres(50.0)),
        ..Territory::new(code, code.to_lowercase(), MultiPolygon(polygons))
    }
}

fn measure(strip: &Strip, territories: &[Territory]) -> Overlaps {
    overlaps(&point(), strip, territories).expect("a strip of the point")
}

#[test]
fn two_halves_of_a_disc_add_up_to_its_exact_area() {
    let exact = exact_area();
    for corners in [200, 1000] {
        let strip = disc(corners);
        let west = territory("WES", vec![rectangle(20.0, 50.0, 30.0, 70.0)]);
        let east = territory("EAS", vec![rectangle(30.0, 50.0, 40.0, 70.0)]);
        let result = measure(&strip, &[west, east]);
        assert_eq!(result.rows.len(), 2);
        let sum: f64 = result.rows.iter().map(|r| r.area.0).sum();
        // The chords of 200 corners cut off 1.6e-4 of the disc; corrected, less than 1e-7 is left.
        assert!((sum / exact - 1.0).abs() < 1e-7, "{corners}: {sum} {exact}");
        for row in &result.rows {
            assert!((row.area.0 - exact / 2.0).abs() < row.error.0 / 100.0);
            let half_circle = std::f64::consts::PI * RADIUS;
            assert!(
                (row.outline.0 / half_circle - 1.0).abs() < 1e-3,
                "{}",
                row.outline.0
            );
            assert_eq!(row.data_error, Some(SquareMetres(50.0 * row.outline.0)));
        }
        assert_eq!(result.sea.0, 0.0);
        assert!((result.strip.0 - exact).abs() < result.strip_error.0 / 100.0);
        assert!(result.residual.0.abs() < 1e-7 * exact);
    }
}

#[test]
fn a_strip_inside_a_territory_keeps_its_whole_area_and_leaves_no_sea() {
    let result = measure(
        &disc(1000),
        &[territory("ALL", vec![rectangle(0.0, 40.0, 60.0, 80.0)])],
    );
    assert!((result.rows[0].area.0 / exact_area() - 1.0).abs() < 1e-9);
    assert_eq!(result.sea.0, 0.0);
}

#[test]
fn a_territory_inside_the_strip_has_a_share_of_exactly_one() {
    let island = rectangle(29.9, 59.9, 30.123_456_789, 60.1);
    let units = vec![island.clone(), rectangle(30.123_456_789, 59.9, 30.2, 60.1)];
    let expected = multi_polygon_area(&MultiPolygon(units.clone())).0;
    let result = measure(&disc(300), &[territory("ISL", units)]);
    assert_eq!(result.rows[0].share, 1.0);
    assert_eq!(result.rows[0].area.0, expected);
    assert_eq!(result.rows[0].outline.0, 0.0);
    assert_eq!(result.rows[0].data_error, Some(SquareMetres(0.0)));
    assert!((result.sea.0 + expected - exact_area()).abs() < result.sea_error.0);
    assert!(result.residual.0.abs() < 1e-6 * exact_area());
}

#[test]
fn the_whole_part_of_a_territory_in_two_parts_is_not_taken_for_the_whole() {
    let parts = vec![
        rectangle(29.9, 59.9, 30.1, 60.1),
        rectangle(50.0, 59.9, 50.2, 60.1),
    ];
    let result = measure(&disc(300), &[territory("TWO", parts)]);
    assert!((result.rows[0].share - 0.5).abs() < 1e-9);
}

#[test]
fn the_stated_error_holds_where_a_border_cuts_the_disc_aslant() {
    // The exact part by the same clip of a disc with 100 times as many corners: its chords cut off 1e-8 of it.
    let slant = Polygon::new(
        LineString::from(vec![(29.0, 59.0), (32.0, 60.5), (28.0, 62.0), (29.0, 59.0)]),
        vec![],
    );
    let fine = measure(&disc(30_000), &[territory("CUT", vec![slant.clone()])]);
    for corners in [100, 300, 3000] {
        let coarse = measure(&disc(corners), &[territory("CUT", vec![slant.clone()])]);
        let difference = (coarse.rows[0].area.0 - fine.rows[0].area.0).abs();
        assert!(
            difference < coarse.rows[0].error.0,
            "{corners}: {difference} > {}",
            coarse.rows[0].error.0
        );
        // The correction does better than the bound by far.
        assert!(
            difference < coarse.rows[0].error.0 / 50.0,
            "{corners}: {difference}"
        );
    }
}

#[test]
fn doubtful_area_joins_the_error_and_unknown_accuracy_stays_unknown() {
    let mut doubtful = territory("DBT", vec![rectangle(20.0, 50.0, 40.0, 60.0)]);
    let plain = measure(&disc(300), std::slice::from_ref(&doubtful));
    doubtful.doubtful = SquareMetres(12_345.0);
    doubtful.accuracy = None;
    let result = measure(&disc(300), &[doubtful]);
    assert!((result.rows[0].error.0 - plain.rows[0].error.0 - 12_345.0).abs() < 1e-3);
    assert_eq!(result.rows[0].data_error, None);
}

#[test]
fn no_row_where_nothing_is_covered_and_the_largest_overlap_comes_first() {
    let far = territory("FAR", vec![rectangle(100.0, 0.0, 110.0, 10.0)]);
    let touching_box_only = territory("BOX", vec![rectangle(31.7, 60.85, 31.79, 60.9)]);
    let small = territory("SML", vec![rectangle(30.0, 60.0, 30.1, 60.1)]);
    let twin = territory("ATW", vec![rectangle(29.9, 60.0, 30.0, 60.1)]);
    let large = territory("LRG", vec![rectangle(20.0, 50.0, 40.0, 59.9)]);
    let result = measure(&disc(300), &[far, touching_box_only, small, twin, large]);
    let order: Vec<usize> = result.rows.iter().map(|r| r.territory).collect();
    assert_eq!(order[0], 4);
    assert_eq!(order.len(), 3);
    assert!(measure(&disc(300), &[]).rows.is_empty());
    assert!((measure(&disc(300), &[]).sea.0 / exact_area() - 1.0).abs() < 1e-6);
}

#[test]
fn the_real_engine_round_a_point_covers_the_exact_disc_within_the_bound() {
    let line = point();
    let exact = exact_area();
    for tolerance in [0.01, 1.0, 100.0] {
        let strip = line
            .strip(&StripOptions::new(Metres(RADIUS)).tolerance(Metres(tolerance)))
            .unwrap();
        let south = territory("STH", vec![rectangle(20.0, 50.0, 40.0, 60.0)]);
        let north = territory("NTH", vec![rectangle(20.0, 60.0, 40.0, 60.5)]);
        let result = overlaps(&line, &strip, &[south, north]).unwrap();
        assert!(
            (result.strip.0 - exact).abs() < result.strip_error.0,
            "{tolerance}: {}",
            result.strip.0 - exact
        );
        assert!(result.sea.0 > 0.0);
        let bounds: f64 = result.rows.iter().map(|r| r.error.0).sum::<f64>()
            + result.sea_error.0
            + result.strip_error.0;
        assert!(
            result.residual.0.abs() < bounds,
            "{tolerance}: {}",
            result.residual.0
        );
    }
}
