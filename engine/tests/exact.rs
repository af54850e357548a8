//! Strips that once stood off their width by more than the bound that was printed with them; and the places where they did. Each
//! is judged by brute force over GeographicLib.
//!
//! The inputs were made for this purpose (`fixtures/exact`); in brackets what was off, with a printed bound of 0.92 m to 9.5 m.

#[path = "../examples/torture/judge.rs"]
mod judge;
#[allow(dead_code)]
#[path = "../examples/torture/oracle.rs"]
mod oracle;
#[allow(dead_code)]
#[path = "../examples/torture/random.rs"]
mod random;
#[path = "../examples/torture/region.rs"]
mod region;
#[allow(dead_code)]
#[path = "../examples/torture/standing.rs"]
mod standing;

use geo::{Coord, LineString, MultiLineString};
use judge::{Claim, judge};
use oracle::Oracle;
use random::Random;
use standoff_engine::geodesy::edges::Edges;
use standoff_engine::strip::validity::defects;
use standoff_engine::strip::{Engine, PreparedLine, StripOptions};
use standoff_engine::units::Metres;

/// The positions of a file that holds one line and nothing else.
fn positions(file: &str) -> Vec<Coord<f64>> {
    let path = format!(
        "{}/tests/fixtures/exact/{file}.geojson",
        env!("CARGO_MANIFEST_DIR")
    );
    let text = std::fs::read_to_string(path).expect("a fixture");
    let list = text.split("\"coordinates\"").nth(1).expect("coordinates");
    let numbers: Vec<f64> = list
        .split(|c: char| !(c.is_ascii_digit() || "+-.eE".contains(c)))
        .filter_map(|word| word.parse().ok())
        .collect();
    numbers
        .chunks(2)
        .map(|c| Coord { x: c[0], y: c[1] })
        .collect()
}

/// The outline keeps its bound, by both engines where both are suited.
#[track_caller]
fn check(file: &str, edges: Edges, width: f64, tolerance: f64) {
    let part = positions(file);
    let oracle = Oracle::new(std::slice::from_ref(&part), edges);
    let line = PreparedLine::new(&MultiLineString(vec![LineString(part)]), edges).expect("a line");
    for engine in [Engine::Cells, Engine::Offsets] {
        let strip = line
            .strip_by(
                engine,
                &StripOptions::new(Metres(width)).tolerance(Metres(tolerance)),
            )
            .expect("a strip");
        let claim = Claim {
            polygons: strip.polygons(),
            width,
            bound: strip.max_error().0,
            tolerance,
        };
        let guide = |p| line.distance(p).0;
        for seed in 0..4 {
            let verdict = judge(
                &oracle,
                &claim,
                None,
                &guide,
                &mut Random::of(file, seed, 0),
            );
            assert!(
                !verdict.is_broken(),
                "{file} by {engine:?}: {:.3} m off at {:?}, where {:.3} m are stated; {:?}",
                verdict.off,
                verdict.worst,
                strip.max_error().0,
                verdict.faults.first()
            );
        }
        assert!(
            strip.max_error().0 <= tolerance,
            "{file} by {engine:?}: {:?}",
            strip.max_error()
        );
    }
}

#[test]
fn a_parallel_at_its_focal_distance_keeps_its_bound() {
    // 105.4 m too far at -120.00592215,87.2170234; at the coarser tolerances 330, 1,087 and 3,384 m.
    for tolerance in [1.0, 10.0, 100.0, 1_000.0] {
        check("focal-1300km", Edges::Planar, 1_300e3, tolerance);
    }
}

#[test]
fn a_slanted_edge_at_its_focal_distance_keeps_its_bound() {
    // 8.35 m too far at -143.87085252,73.49546487.
    check("focal-1854.36km", Edges::Planar, 1_854.36e3, 1.0);
}

#[test]
fn a_strip_of_4431_km_keeps_five_centimetres() {
    // 0.484 m at -102.55577237,-60.70878798.
    check("wide-4430.97km", Edges::Planar, 4_430.97e3, 0.05);
}

#[test]
fn a_strip_of_4606_km_keeps_five_centimetres() {
    // 0.065 m at -71.37803,-7.87940, where the distance itself was off by 0.048.
    check("wide-4606.01km", Edges::Planar, 4_606.01e3, 0.05);
}

#[test]
fn a_strip_of_seven_thousand_kilometres_keeps_its_bound() {
    // 1.245 m at -69.1787144,14.0092093: the distance was off by 0.861 m.
    check("wide-7193.74km", Edges::Planar, 7_193.74e3, 1.0);
}

#[test]
fn distances_of_thousands_of_kilometres_are_right_to_their_stated_error() {
    use standoff_engine::strip::piece::distance_error;
    for (file, x, y) in [
        ("wide-4606.01km", -71.37803, -7.87940),
        ("wide-7193.74km", -69.1787144, 14.0092093),
    ] {
        let part = positions(file);
        let p = Coord { x, y };
        let right = Oracle::new(std::slice::from_ref(&part), Edges::Planar).distance(p);
        let line = MultiLineString(vec![LineString(part)]);
        let found = PreparedLine::new(&line, Edges::Planar)
            .expect("a line")
            .distance(p)
            .0;
        let off = (found - right).abs();
        assert!(
            off <= distance_error(right) + 1e-3,
            "{file}: {found} for {right}"
        );
    }
}

#[test]
fn an_arc_much_smaller_than_the_width_keeps_its_bound() {
    // 2.037 m short at 20.0028740,51.9997120.
    check("bound-broken-arc-200m", Edges::Planar, 200.0, 1.0);
}

#[test]
fn an_arc_much_smaller_than_the_width_keeps_a_coarse_bound() {
    // 17.454 m short.
    check("bound-broken-arc-200m-tol10m", Edges::Planar, 200.0, 10.0);
}

#[test]
fn a_receivers_track_keeps_its_bound() {
    // 1.013 m short at 61.254744087,-47.977407437.
    check(
        "bound-broken-gps-track-105m",
        Edges::Planar,
        105.348_334_025_436_81,
        1.0,
    );
}

#[test]
fn a_curl_of_geodesic_edges_keeps_its_bound() {
    // 6.781 m short at -14.435593798,-49.902690256, where 2.246 m were stated.
    check(
        "bound-broken-geodesic-spiral-1900m",
        Edges::Geodesic,
        1_900.168_120_659_063,
        2.364_193_099_363_935,
    );
}

#[test]
fn an_edge_between_two_sites_of_which_one_is_the_others_end_keeps_its_bound() {
    // 229.0 m too far at -143.114581962,80.720052911: the end of the second edge is as near as a place far along it.
    check(
        "corner-1655km",
        Edges::Planar,
        1_654_962.815_209_892_3,
        24.688_817_527_762_026,
    );
}

#[test]
fn a_hole_that_is_left_out_counts_in_the_bound() {
    // 499.9 m at the pole, where 384.5 m were stated: a hole of 500 m was less than the tolerance.
    check(
        "speck-at-a-pole-6190m",
        Edges::Planar,
        6_190.295_942_708_454,
        619.029_594_270_845_5,
    );
}

#[test]
fn a_hole_of_about_the_tolerance_is_drawn_across_no_other_ring() {
    let parts: Vec<LineString<f64>> = positions("hole-of-a-metre-24.9km")
        .chunks(11)
        .map(|part| LineString(part.to_vec()))
        .collect();
    let line = PreparedLine::new(&MultiLineString(parts), Edges::Planar).expect("a line");
    let (width, tolerance) = (Metres(24_872.877_958_062_167), Metres(1.0));
    let strip = line
        .strip_by(
            Engine::Cells,
            &StripOptions::new(width).tolerance(tolerance),
        )
        .expect("a strip");
    assert_eq!(defects(strip.polygons()), Vec::new());
}

#[test]
fn distances_near_the_antipode_are_geographiclibs() {
    // 20,076.192 and 20,064.439 km were printed, farther than any place on earth is from another.
    let part = positions("antipode");
    let line = MultiLineString(vec![LineString(part)]);
    let line = PreparedLine::new(&line, Edges::Planar).expect("a line");
    for (x, y, right) in [
        (-142.500576318, 19.689378150, 19_983_955.0),
        (-143.435343546, 19.762190997, 19_978_525.0),
    ] {
        let found = line.distance(Coord { x, y }).0;
        assert!((found - right).abs() < 1.0, "{found} for {right}");
    }
}
