//! Borders of neighbours that have not the same positions, matched within a distance: small made-up territories, and the shipped ones.
//!
//! Expected lengths and areas are computed with geographiclib-rs from the positions that the territories are made of.

use geo::{Coord, LineString, MultiLineString, MultiPolygon, Polygon};
use geographiclib_rs::{Geodesic, InverseGeodesic};
use standoff::border::alliance::AllianceTable;
use standoff::border::line::{DerivedLine, LineChoice, Reading, Whose, derive};
use standoff::border::snap::{self, Snapped};
use standoff::border::territory::Territory;
use standoff::border::topology::{A, B, Land, Pick, Sides};
use standoff::border::worldview::{Worldview, shipped_territories};
use standoff::error::Kind;
use standoff::units::Metres;

/// 100 m of latitude at the equator, degrees.
const HUNDRED: f64 = 100.0 / 110_574.3;

fn territory(code: &str, ring: &[[f64; 2]]) -> Territory {
    let mut ring: Vec<Coord<f64>> = ring.iter().map(|&[x, y]| Coord { x, y }).collect();
    ring.push(ring[0]);
    Territory::new(
        code,
        code,
        MultiPolygon(vec![Polygon::new(LineString(ring), Vec::new())]),
    )
}

/// A square degree south of the equator, and one north of it that begins at latitude `from`.
fn south_and_north(from: f64) -> [Territory; 2] {
    [
        territory("SOU", &[[0.0, -1.0], [1.0, -1.0], [1.0, 0.0], [0.0, 0.0]]),
        territory("NOR", &[[0.0, from], [1.0, from], [1.0, 1.0], [0.0, 1.0]]),
    ]
}

fn line_of(territories: &[Territory], sides: &[Sides], land: Land, metres: f64) -> Snapped {
    let pick = Pick { land, coast: false };
    snap::line(territories, sides, pick, Metres(metres)).expect("a line")
}

fn metres(lines: &MultiLineString<f64>) -> f64 {
    let edges = lines.iter().flat_map(LineString::lines);
    let length =
        |p: Coord<f64>, q: Coord<f64>| -> f64 { Geodesic::wgs84().inverse(p.y, p.x, q.y, q.x) };
    edges.map(|l| length(l.start, l.end)).sum()
}

#[track_caller]
fn near(found: f64, expected: f64, tolerance: f64) {
    assert!(
        (found - expected).abs() <= tolerance,
        "{found}, expected {expected} ± {tolerance}"
    );
}

/// One degree of the equator, m.
const DEGREE: f64 = 111_319.49;

#[test]
fn a_gap_of_200_m_is_closed_within_300_m_on_the_positions_of_a() {
    let two = south_and_north(2.0 * HUNDRED);
    let found = line_of(&two, &[A, B], Land::Contact, 300.0);
    assert_eq!(found.lines.0.len(), 1);
    assert!(found.lines.0[0].0.iter().all(|c| c.y == 0.0));
    // With A to the left of it: south of a line to the west.
    assert!(found.lines.0[0].0[0].x > 0.99);
    near(metres(&found.lines), DEGREE, 1.0);
    let [m] = found.matches.as_slice() else {
        panic!("{:?}", found.matches)
    };
    assert_eq!((m.taken.as_str(), m.other.as_str()), ("SOU", "NOR"));
    near(m.length.0, DEGREE, 15.0);
    near(m.greatest.0, 200.0, 0.1);
    near(m.mean.0, 200.0, 0.1);
    near(m.gaps.0, 200.0 * DEGREE, 1e-3 * 200.0 * DEGREE);
    assert_eq!(m.overlaps.0, 0.0);
}

#[test]
fn the_other_order_of_groups_takes_the_other_positions() {
    let two = south_and_north(2.0 * HUNDRED);
    let found = line_of(&two, &[B, A], Land::Contact, 300.0);
    assert!(found.lines.0[0].0.iter().all(|c| c.y == 2.0 * HUNDRED));
    near(metres(&found.lines), DEGREE, 1.0);
}

#[test]
fn a_gap_wider_than_the_distance_stays_open() {
    let two = south_and_north(2.0 * HUNDRED);
    let found = line_of(&two, &[A, B], Land::Contact, 199.0);
    assert!(found.lines.0.is_empty() && found.matches.is_empty());
}

#[test]
fn an_overlap_of_100_m_is_matched_and_its_area_told_apart_from_a_gap() {
    let two = south_and_north(-HUNDRED);
    let found = line_of(&two, &[A, B], Land::Contact, 150.0);
    near(metres(&found.lines), DEGREE, 1.0);
    // Less half a square of 100 m at each end, where the neighbour's own coast is nearer than its border.
    near(
        found.matches[0].overlaps.0,
        100.0 * DEGREE - 100.0 * 100.0,
        2e3,
    );
    assert_eq!(found.matches[0].gaps.0, 0.0);
}

#[test]
fn a_border_that_leaves_the_distance_is_cut_where_it_does() {
    // The gap widens from 0 in the west to 1 km in the east: 400 m are reached at 0.4 degrees.
    let two = [
        territory("SOU", &[[0.0, -1.0], [1.0, -1.0], [1.0, 0.0], [0.0, 0.0]]),
        territory(
            "NOR",
            &[[0.0, 0.0], [1.0, 10.0 * HUNDRED], [1.0, 1.0], [0.0, 1.0]],
        ),
    ];
    let found = line_of(&two, &[A, B], Land::Contact, 400.0);
    near(metres(&found.lines), 0.4 * DEGREE, 25.0 + 5.0);
    near(found.matches[0].greatest.0, 400.0, 0.1);
    near(found.matches[0].mean.0, 200.0, 1.0);
}

#[test]
fn a_neighbour_with_denser_positions_on_the_same_line_is_matched_at_distance_zero() {
    let dense: Vec<[f64; 2]> = (0..=100).map(|k| [f64::from(k) / 100.0, 0.0]).collect();
    let mut north = dense;
    north.extend([[1.0, 1.0], [0.0, 1.0]]);
    let two = [
        territory("SOU", &[[0.0, -1.0], [1.0, -1.0], [1.0, 0.0], [0.0, 0.0]]),
        territory("NOR", &north),
    ];
    let found = line_of(&two, &[A, B], Land::Contact, 10.0);
    assert_eq!(
        found.lines.0[0].0.len(),
        2,
        "A's own positions: {:?}",
        found.lines
    );
    near(metres(&found.lines), DEGREE, 1.0);
    near(found.matches[0].greatest.0, 0.0, 0.05);
    // Taken from the other side it has the dense positions.
    let dense = line_of(&two, &[B, A], Land::Contact, 10.0);
    assert_eq!(dense.lines.0[0].0.len(), 101);
}

/// West and east of longitude 0.5 in the north, one in the south; the two in the north share their border exactly.
fn three() -> [Territory; 3] {
    let from = 2.0 * HUNDRED;
    [
        territory("SOU", &[[0.0, -1.0], [1.0, -1.0], [1.0, 0.0], [0.0, 0.0]]),
        territory("WES", &[[0.0, from], [0.5, from], [0.5, 1.0], [0.0, 1.0]]),
        territory("EAS", &[[0.5, from], [1.0, from], [1.0, 1.0], [0.5, 1.0]]),
    ]
}

#[test]
fn at_a_junction_of_three_each_border_ends_where_the_neighbours_change() {
    let three = three();
    let west = line_of(&three, &[A, B, 0], Land::Contact, 300.0);
    near(metres(&west.lines), 0.5 * DEGREE, 1.0);
    let east = line_of(&three, &[A, 0, B], Land::Contact, 300.0);
    near(metres(&east.lines), 0.5 * DEGREE, 1.0);
    let inner = line_of(&three, &[0, A, B], Land::Contact, 300.0);
    assert_eq!(
        inner.lines.0[0].0.len(),
        2,
        "shared exactly: {:?}",
        inner.lines
    );
    assert!(inner.matches.is_empty());
}

#[test]
fn outer_and_every_go_by_the_same_rules_as_without_matching() {
    let three = three();
    let side = 110_574.3 * (1.0 - 2.0 * HUNDRED);
    // Outer border of the south alone, and of south and west together.
    let south = line_of(&three, &[A, 0, 0], Land::Outer, 300.0);
    near(metres(&south.lines), DEGREE, 1.0);
    let both = line_of(&three, &[A, A, 0], Land::Outer, 300.0);
    near(metres(&both.lines), 0.5 * DEGREE + side, 5.0);
    // Every border of the two: that between them too, once.
    let every = line_of(&three, &[A, A, 0], Land::Every, 300.0);
    near(metres(&every.lines), DEGREE + side, 5.0);
    // Two groups, outer: every border of each, that between them once.
    let groups = line_of(&three, &[A, B, 0], Land::Outer, 300.0);
    near(metres(&groups.lines), DEGREE + side, 5.0);
}

#[test]
fn the_coast_is_what_no_border_matches() {
    let two = south_and_north(2.0 * HUNDRED);
    let pick = Pick {
        land: Land::Nothing,
        coast: true,
    };
    let coast = snap::line(&two, &[A, 0], pick, Metres(300.0)).expect("a line");
    let sides = 2.0 * 110_574.3 + DEGREE * 0.999_848;
    // The border does not run on round its corners into the coast.
    near(metres(&coast.lines), sides, 30.0);
}

#[test]
fn a_border_that_crosses_the_antimeridian_is_matched_across_it() {
    let gap = 2.0 * HUNDRED;
    let two = [
        territory(
            "WES",
            &[
                [179.0, 0.0],
                [180.0 - gap / 2.0, 0.0],
                [180.0 - gap / 2.0, 1.0],
                [179.0, 1.0],
            ],
        ),
        territory(
            "EAS",
            &[
                [-180.0 + gap / 2.0, 0.0],
                [-179.0, 0.0],
                [-179.0, 1.0],
                [-180.0 + gap / 2.0, 1.0],
            ],
        ),
    ];
    let found = line_of(&two, &[A, B], Land::Contact, 300.0);
    near(metres(&found.lines), 110_574.3, 5.0);
    near(found.matches[0].greatest.0, 201.3, 0.2);
    // On both sides of it: a border along the equator from 179.5 to -179.5, with a gap of 200 m.
    let box_of = |code: &str, south: f64, north: f64| {
        let part = |west: f64, east: f64| {
            let [p] = [territory(
                code,
                &[[west, south], [east, south], [east, north], [west, north]],
            )];
            p.polygons.0
        };
        let mut polygons = part(179.5, 180.0);
        polygons.extend(part(-180.0, -179.5));
        Territory::new(code, code, MultiPolygon(polygons))
    };
    let two = [box_of("SOU", -1.0, 0.0), box_of("NOR", gap, 1.0)];
    let found = line_of(&two, &[A, B], Land::Contact, 300.0);
    assert_eq!(found.lines.0.len(), 2);
    near(metres(&found.lines), DEGREE, 1.0);
}

#[test]
fn one_holder_with_two_rows_has_no_border_inside() {
    let mut three = three();
    three[1].holder = "SOU".to_owned();
    let every = line_of(&three, &[A, A, 0], Land::Every, 300.0);
    let side = 110_574.3 * (1.0 - 2.0 * HUNDRED);
    near(metres(&every.lines), 0.5 * DEGREE + side, 5.0);
}

#[test]
fn a_distance_that_cannot_be_is_refused() {
    let two = south_and_north(0.0);
    let pick = Pick {
        land: Land::Contact,
        coast: false,
    };
    for (metres, what) in [
        (0.0, "cannot be matched"),
        (-5.0, "cannot be matched"),
        (f64::NAN, "cannot be matched"),
        (50_001.0, "cannot be matched"),
    ] {
        let error = snap::line(&two, &[A, B], pick, Metres(metres)).expect_err("refused");
        assert_eq!(error.kind, Kind::Usage);
        assert!(error.to_string().contains(what), "{error}");
    }
    let small = [
        territory(
            "SMA",
            &[[0.0, -0.01], [0.01, -0.01], [0.01, 0.0], [0.0, 0.0]],
        ),
        two[1].clone(),
    ];
    let error = snap::line(&small, &[A, B], pick, Metres(900.0)).expect_err("refused");
    assert!(
        error.kind == Kind::Usage && error.to_string().contains("SMA, which is 1569 m across"),
        "{error}"
    );
}

// ---- the shipped territories share exactly -----------------------------------------------------------------------

fn derived(choice: LineChoice) -> DerivedLine {
    let world = shipped_territories(&Worldview::default()).expect("shipped");
    derive(&choice, &world, &AllianceTable::shipped().expect("shipped")).expect("a line")
}

#[test]
fn the_contact_line_of_the_shipped_territories_is_the_same_position_for_position() {
    let exact = derived(LineChoice::default());
    let matched = derived(LineChoice {
        snap: Some(Metres(100.0)),
        ..LineChoice::default()
    });
    assert_eq!(exact.lines, matched.lines);
    assert!(matched.matches.is_empty() && matched.warnings.is_empty());
    assert!(
        matched
            .description
            .contains("neighbours matched within 100 m")
    );
}

#[test]
fn the_land_border_and_coast_of_russia_are_the_same_position_for_position() {
    let russia = LineChoice {
        whose: Whose::Around { a: "RUS".into() },
        coast: true,
        ..LineChoice::default()
    };
    let matched = LineChoice {
        snap: Some(Metres(100.0)),
        ..russia.clone()
    };
    assert_eq!(derived(russia).lines, derived(matched).lines);
}

#[test]
fn where_the_source_units_overlapped_the_shipped_ones_share_exactly() {
    // Italy and Slovenia overlapped by 93 m² in the source: the shipped units are mended, and nothing is left to match.
    let choice = LineChoice {
        whose: Whose::Between {
            a: "ITA".into(),
            b: "SVN".into(),
            reading: Reading::Contact,
        },
        ..LineChoice::default()
    };
    let exact = derived(choice.clone());
    let matched = derived(LineChoice {
        snap: Some(Metres(100.0)),
        ..choice
    });
    assert_eq!(exact.lines, matched.lines);
    assert!(matched.matches.is_empty() && matched.warnings.is_empty());
}
