//! Overlaps at all widths, and the inverse, against exact strips, closed forms and independent figures.

use geo::{LineString, MultiLineString, MultiPolygon, Polygon};
use geographiclib_rs::{Geodesic, InverseGeodesic};
use standoff::border::alliance::AllianceTable;
use standoff::border::line::{self, LineChoice, Reading, Whose};
use standoff::border::territory::Territory;
use standoff::border::worldview::{Worldview, shipped_territories};
use standoff::error::Kind;
use standoff::overlap::field::{Course, DEFAULT_TOLERANCE, courses};
use standoff::overlap::overlaps;
use standoff::overlap::solve::{Solution, solve};
use standoff::strip::{Edges, PreparedLine, StripOptions};
use standoff::units::Metres;

fn shipped(whose: Option<Whose>) -> (PreparedLine, Vec<Territory>) {
    let territories = shipped_territories(&Worldview::default()).unwrap();
    let alliances = AllianceTable::shipped().unwrap();
    let mut choice = LineChoice::default();
    if let Some(whose) = whose {
        choice.whose = whose;
    }
    let derived = line::derive(&choice, &territories, &alliances).unwrap();
    let line = PreparedLine::new(&derived.lines, Edges::Planar).unwrap();
    (line, territories)
}

fn kilometres(widths: impl IntoIterator<Item = usize>) -> Vec<Metres> {
    widths.into_iter().map(|k| Metres(1e3 * k as f64)).collect()
}

/// Every overlap of exact strips is within its bounds, and within `most` of the territory's area.
#[track_caller]
fn agree(
    line: &PreparedLine,
    territories: &[Territory],
    widths: &[Metres],
    found: &[Course],
    most: f64,
) {
    let mut compared = 0;
    for (k, &width) in widths.iter().enumerate() {
        let strip = line
            .strip(&StripOptions::new(width).tolerance(Metres(1.0)))
            .unwrap();
        for row in overlaps(line, &strip, territories).unwrap().rows {
            let code = &territories[row.territory].code;
            let Some(course) = found.iter().find(|c| c.territory == row.territory) else {
                panic!("{code} is missing at {width:?}");
            };
            let cover = course.covers[k];
            let difference = (cover.area.0 - row.area.0).abs();
            assert!(
                difference <= cover.error.0 + row.error.0,
                "{code} at {width:?}: off by {difference}, bound {:?}",
                cover.error
            );
            assert!(
                difference <= most * row.territory_area.0 + row.error.0,
                "{code} at {width:?}: off by {:e}",
                difference / row.territory_area.0
            );
            compared += 1;
        }
        for course in found {
            let cover = course.covers[k];
            assert!(cover.area.0 >= 0.0 && course.share(k) <= 1.0);
        }
    }
    assert!(compared > 2 * widths.len());
}

#[test]
fn on_the_contact_line_every_area_is_within_1e_4_and_its_bound_of_the_exact_strip() {
    let (line, territories) = shipped(None);
    let widths = kilometres([1, 2, 3, 7, 20, 55, 144, 300, 471, 750, 1000]);
    let found = courses(&line, &widths, &territories, DEFAULT_TOLERANCE).unwrap();
    agree(&line, &territories, &widths, &found, 1e-4);
    for course in &found {
        for cover in &course.covers {
            assert!(cover.error.0 <= DEFAULT_TOLERANCE * course.territory_area.0);
        }
    }
}

#[test]
fn on_russias_land_border_every_area_is_within_its_bound_of_the_exact_strip() {
    let (line, territories) = shipped(Some(Whose::Around { a: "RUS".into() }));
    let widths = kilometres([30, 100, 226, 400]);
    let found = courses(&line, &widths, &territories, DEFAULT_TOLERANCE).unwrap();
    agree(&line, &territories, &widths, &found, 1e-4);
}

#[test]
fn a_tighter_tolerance_is_kept() {
    let (line, territories) = shipped(None);
    let few: Vec<Territory> = (territories.into_iter())
        .filter(|t| ["EST", "AZE", "SWE"].contains(&t.code.as_str()))
        .collect();
    let widths = kilometres([40, 110, 250, 400]);
    let found = courses(&line, &widths, &few, 1e-6).unwrap();
    agree(&line, &few, &widths, &found, 1e-6);
    for course in &found {
        for cover in &course.covers {
            assert!(cover.error.0 <= 1.1e-6 * course.territory_area.0);
        }
    }
}

fn disc_area(radius: f64) -> f64 {
    // A ring about a pole, where the authalic latitude gives the area of a cap: here by a fine polygon's own area.
    let line = point(0.0, 90.0);
    let strip = line
        .strip(&StripOptions::new(Metres(radius)).tolerance(Metres(0.01)))
        .unwrap();
    overlaps(&line, &strip, &[]).unwrap().strip.0
}

fn point(lon: f64, lat: f64) -> PreparedLine {
    let ring = LineString::from(vec![(lon, lat), (lon, lat)]);
    PreparedLine::new(&MultiLineString::new(vec![ring]), Edges::Planar).unwrap()
}

fn box_of(code: &str, w: f64, s: f64, e: f64, n: f64) -> Territory {
    let ring = LineString::from(vec![(w, s), (e, s), (e, n), (w, n), (w, s)]);
    Territory::new(code, code, MultiPolygon(vec![Polygon::new(ring, vec![])]))
}

#[test]
fn round_a_pole_the_areas_are_those_of_caps() {
    let line = point(0.0, 90.0);
    let quarter = box_of("QTR", 0.0, 60.0, 90.0, 90.0);
    let widths = kilometres([100, 500, 1500]);
    let found = courses(&line, &widths, &[quarter], 1e-5).unwrap();
    for (k, width) in widths.iter().enumerate() {
        let cover = found[0].covers[k];
        let exact = 0.25 * disc_area(width.0);
        assert!(
            (cover.area.0 - exact).abs() <= cover.error.0,
            "{cover:?} {exact}"
        );
        assert!(cover.error.0 <= 1e-5 * found[0].territory_area.0);
    }
}

#[test]
fn a_territory_wholly_covered_has_a_share_of_exactly_one_and_one_not_reached_has_no_row() {
    let line = point(20.0, 50.0);
    let near = box_of("NEA", 20.1, 50.0, 20.2, 50.1);
    let far = box_of("FAR", 25.0, 50.0, 25.1, 50.1);
    let widths = kilometres([2, 100]);
    let found = courses(&line, &widths, &[near, far], 1e-4).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].share(0), 0.0);
    assert_eq!(found[0].share(1), 1.0);
}

#[test]
fn the_result_does_not_depend_on_the_number_of_threads() {
    let (line, territories) = shipped(None);
    let widths = kilometres((10..=400).step_by(10));
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| courses(&line, &widths, &territories, 1e-3).unwrap())
    };
    let (one, three) = (run(1), run(3));
    assert_eq!(one.len(), three.len());
    for (a, b) in one.iter().zip(&three) {
        assert_eq!((a.territory, &a.covers), (b.territory, &b.covers));
    }
}

#[test]
fn widths_and_tolerances_out_of_range_are_refused() {
    let line = point(0.0, 0.0);
    for (widths, tolerance) in [
        (vec![Metres(0.0)], 1e-4),
        (vec![Metres(2e7)], 1e-4),
        (vec![Metres(2.0), Metres(1.0)], 1e-4),
        (vec![Metres(1.0)], 0.5),
    ] {
        let error = courses(&line, &widths, &[], tolerance).unwrap_err();
        assert_eq!(error.kind, Kind::Usage);
    }
}

fn interval(solution: Solution) -> (f64, f64) {
    match solution {
        Solution::Reached { low, high, .. } => (low.km(), high.km()),
        Solution::Never { share } => panic!("never, {share}"),
    }
}

/// `docs`: widths found by sampling, ± 1 km, beside which an independent program's stand in docs/validation.md.
#[test]
fn widths_for_shares_of_poland_and_the_baltic_states_are_those_found_by_sampling() {
    let of = |all: &[Territory], codes: &[&str]| -> Vec<Territory> {
        let chosen = all.iter().filter(|t| codes.contains(&t.code.as_str()));
        chosen.cloned().collect()
    };
    let rus = Whose::Between {
        a: "RUS".into(),
        b: "NATO".into(),
        reading: Reading::Contact,
    };
    let (line, all) = shipped(Some(rus));
    let third = solve(&line, &of(&all, &["POL"]), 1.0 / 3.0, Metres(1.0)).unwrap();
    let (low, high) = interval(third);
    assert!(
        high - low <= 1e-3 && (high - 226.0).abs() < 1.0,
        "{low} {high}"
    );
    let (line, all) = shipped(None);
    let third = solve(&line, &of(&all, &["POL"]), 1.0 / 3.0, Metres(1.0)).unwrap();
    let (low, high) = interval(third);
    assert!(
        high - low <= 1e-3 && (high - 144.0).abs() < 1.0,
        "{low} {high}"
    );
    let baltic = of(&all, &["EST", "LVA", "LTU"]);
    let (low, high) = interval(solve(&line, &baltic, 0.95, Metres(1.0)).unwrap());
    assert!(
        high - low <= 1e-3 && (high - 223.0).abs() < 1.0,
        "{low} {high}"
    );
    let (low, high) = interval(solve(&line, &baltic, 1.0, Metres(1.0)).unwrap());
    assert!(
        high - low <= 1e-3 && (high - 328.0).abs() < 1.0,
        "{low} {high}"
    );
}

#[test]
fn the_two_ends_of_an_answer_are_proven_by_exact_strips() {
    let (line, territories) = shipped(None);
    let finland: Vec<Territory> = (territories.into_iter())
        .filter(|t| t.code == "FIN")
        .collect();
    for share in [0.01, 0.25, 0.9] {
        let (low, high) = interval(solve(&line, &finland, share, Metres(2.0)).unwrap());
        assert!(high - low <= 2e-3);
        let area = |km: f64| {
            let strip = line
                .strip(&StripOptions::new(Metres(km * 1e3)).tolerance(Metres(0.1)))
                .unwrap();
            let found = overlaps(&line, &strip, &finland).unwrap();
            (
                found.rows[0].share,
                found.rows[0].error.0 / found.rows[0].territory_area.0,
            )
        };
        let (below, above) = (area(low), area(high));
        assert!(
            below.0 - below.1 < share && above.0 + above.1 >= share,
            "{below:?} {above:?}"
        );
    }
}

#[test]
fn the_shares_nothing_and_all_are_the_nearest_and_the_farthest_point() {
    let line = point(20.0, 50.0);
    let land = [box_of("LND", 21.0, 49.0, 22.0, 51.0)];
    let g = Geodesic::wgs84();
    let Solution::Reached { low, high, at } = solve(&line, &land, 1.0, Metres(0.1)).unwrap() else {
        panic!("reached")
    };
    let truth: f64 = g.inverse(50.0, 20.0, 49.0, 22.0);
    assert!(
        low.0 - 1e-3 <= truth && truth <= high.0 + 1e-3,
        "{low:?} {high:?} {truth}"
    );
    let at = at.unwrap();
    assert_eq!((at.x, at.y), (22.0, 49.0));
    let Solution::Reached { low, high, at } = solve(&line, &land, 0.0, Metres(0.1)).unwrap() else {
        panic!("reached")
    };
    let at = at.unwrap();
    let near: f64 = g.inverse(50.0, 20.0, at.y, at.x);
    assert!(at.x == 21.0 && low.0 - 1e-3 <= near && near <= high.0 + 1e-3);
}

#[test]
fn a_gap_between_two_parts_makes_the_interval_as_wide_as_the_gap() {
    // Two equal boxes on the equator, 100 km apart: half is covered from the end of the first to the start of the second.
    let line = point(0.0, 0.0);
    let land = [
        box_of("ONE", 1.0, -0.1, 1.2, 0.1),
        box_of("TWO", 2.0, -0.1, 2.2, 0.1),
    ];
    let (low, high) = interval(solve(&line, &land, 0.5, Metres(10.0)).unwrap());
    assert!((133.0..134.2).contains(&low), "{low}");
    assert!((222.6..223.0).contains(&high), "{high}");
}

#[test]
fn what_the_widest_strip_does_not_cover_is_never_reached_and_the_greatest_share_is_told() {
    let line = point(0.0, 0.0);
    let whole = [box_of("ALL", -180.0, -90.0, 180.0, 90.0)];
    let Solution::Never { share } = solve(&line, &whole, 0.9, Metres(1.0)).unwrap() else {
        panic!("reached")
    };
    assert!((share - 0.5).abs() < 0.01, "{share}");
    assert!(matches!(
        solve(&line, &whole, 0.25, Metres(1.0)).unwrap(),
        Solution::Reached { .. }
    ));
}
