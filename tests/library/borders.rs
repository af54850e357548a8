//! Lines derived from the shipped boundaries, against figures that were measured by other means.
//!
//! Golden lengths and segment counts: pyproj 3.7.2 (PROJ 9.5.1) on segments found in data/units.geojson by a Python
//! dictionary, unrelated to this code. Published lengths are no help: they depend on the scale of the map.

use std::sync::OnceLock;

use geo::{Coord, LineString, MultiLineString, MultiPolygon, polygon};
use geographiclib_rs::{Geodesic, InverseGeodesic};
use jiff::civil::{Date, date};
use standoff::border::alliance::AllianceTable;
use standoff::border::group::MemberChange;
use standoff::border::line::{DerivedLine, LineChoice, Reading, Whose, derive};
use standoff::border::territory::Territory;
use standoff::border::topology;
use standoff::border::worldview::{Worldview, shipped_territories};
use standoff::error::Kind;

fn world() -> &'static [Territory] {
    static WORLD: OnceLock<Vec<Territory>> = OnceLock::new();
    WORLD.get_or_init(|| shipped_territories(&Worldview::default()).expect("shipped"))
}

fn alliances() -> AllianceTable {
    AllianceTable::shipped().expect("shipped")
}

fn get(choice: &LineChoice) -> DerivedLine {
    derive(choice, world(), &alliances()).expect("a line")
}

fn between(a: &str, b: &str, reading: Reading) -> LineChoice {
    LineChoice {
        whose: Whose::Between {
            a: a.into(),
            b: b.into(),
            reading,
        },
        ..LineChoice::default()
    }
}

fn around(a: &str) -> LineChoice {
    LineChoice {
        whose: Whose::Around { a: a.into() },
        ..LineChoice::default()
    }
}

fn km(lines: &MultiLineString<f64>) -> f64 {
    let edges = lines.iter().flat_map(LineString::lines);
    let metres =
        |p: Coord<f64>, q: Coord<f64>| -> f64 { Geodesic::wgs84().inverse(p.y, p.x, q.y, q.x) };
    edges.map(|l| metres(l.start, l.end)).sum::<f64>() / 1e3
}

fn segments(lines: &MultiLineString<f64>) -> usize {
    lines.iter().map(|l| l.0.len() - 1).sum()
}

#[track_caller]
fn check_km(lines: &MultiLineString<f64>, expected: f64, tolerance: f64) {
    let found = km(lines);
    assert!(
        (found - expected).abs() <= tolerance,
        "{found} km, expected {expected} ± {tolerance}"
    );
}

// ---- lines -------------------------------------------------------------------------------------------------------

/// Golden lengths have four decimals of a kilometre; both programs are good to far less.
const GOLDEN_KM: f64 = 1e-4;

#[test]
fn the_default_line_is_the_contact_line_of_the_draft() {
    let line = get(&LineChoice::default());
    assert_eq!(
        line.description,
        "contact line of CSTO and NATO on 2021-12-17, land border"
    );
    check_km(&line.lines, 2285.2219, GOLDEN_KM);
    assert_eq!(segments(&line.lines), 831);
    assert_eq!(line.a, ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]);
    assert_eq!(line.b.len(), 30);
    assert!(line.warnings.is_empty());
}

#[test]
fn each_reading_has_its_golden_length() {
    let coast = |choice: LineChoice| LineChoice {
        coast: true,
        ..choice
    };
    for (choice, expected, count) in [
        (between("CSTO", "NATO", Reading::Outer), 38912.5091, 13_670),
        (between("CSTO", "NATO", Reading::Every), 67443.363, 23_392),
        (around("RUS"), 19013.3107, 6_039),
        (around("UNION-STATE"), 19913.1348, 6_420),
        (around("CSTO"), 23390.8847, 7_351),
        (around("BRA"), 12300.482, 3_872),
        (coast(around("RUS")), 94638.0293, 36_602),
        (coast(around("ATA")), 65763.9964, 22_888),
        (
            coast(between("CSTO", "NATO", Reading::Contact)),
            380173.4545,
            181_943,
        ),
    ] {
        let line = get(&choice);
        assert_eq!(segments(&line.lines), count, "{}", line.description);
        check_km(&line.lines, expected, GOLDEN_KM * 10.0);
    }
}

#[test]
fn each_pair_of_neighbours_has_the_length_and_segments_of_data_md() {
    for (a, b, expected, count) in [
        ("RUS", "NOR", 165.1, 65),
        ("RUS", "FIN", 1225.5, 276),
        ("RUS", "EST", 283.9, 93),
        ("RUS", "LVA", 212.9, 74),
        ("RUS", "LTU", 200.5, 80),
        ("RUS", "POL", 206.2, 14),
        ("BLR", "POL", 340.1, 141),
        ("BLR", "LTU", 481.9, 226),
        ("BLR", "LVA", 135.9, 45),
        ("ARM", "TUR", 258.8, 93),
        ("RUS", "UKR", 1670.4, 615),
    ] {
        let line = get(&between(a, b, Reading::Contact));
        check_km(&line.lines, expected, 0.05);
        assert_eq!(segments(&line.lines), count, "{a} {b}");
        assert!(
            !line.description.contains("2021"),
            "a date is told that decides nothing: {}",
            line.description
        );
    }
}

/// The last figure is from another copy of Natural Earth 10m, sampled by another program; its lengths differ by up to 1 %.
#[test]
fn the_contact_line_follows_membership_through_time() {
    for (day, expected, elsewhere) in [
        (date(1997, 5, 27), 667.2192, 667.0),
        (date(1999, 4, 3), 970.1768, 970.0),
        (date(2004, 3, 30), 2285.2219, 2304.0),
        (date(2021, 12, 17), 2285.2219, 2304.0),
        (date(2024, 1, 1), 3510.7281, 3529.0),
    ] {
        let line = get(&LineChoice {
            as_of: day,
            ..LineChoice::default()
        });
        check_km(&line.lines, expected, GOLDEN_KM);
        check_km(&line.lines, elsewhere, 0.01 * elsewhere);
    }
}

#[test]
fn the_parts_of_a_line_add_up_to_the_whole() {
    let whole = get(&LineChoice::default());
    let (mut sum, mut count) = (0.0, 0);
    for a in &whole.a {
        for b in &whole.b {
            let choice = between(a, b, Reading::Contact);
            if let Ok(line) = derive(&choice, world(), &alliances()) {
                sum += km(&line.lines);
                count += segments(&line.lines);
            }
        }
    }
    assert_eq!(count, segments(&whole.lines));
    assert!((sum - km(&whole.lines)).abs() < 1e-6, "{sum} km in pairs");
}

#[test]
fn chains_are_long_and_no_edge_of_the_cut_at_180_is_coast() {
    let contact = get(&LineChoice::default());
    assert!(
        contact.lines.0.len() <= 10,
        "{} parts",
        contact.lines.0.len()
    );
    let russia = get(&LineChoice {
        coast: true,
        ..around("RUS")
    });
    for line in russia.lines.iter().flat_map(LineString::lines) {
        assert!(
            !(line.start.x.abs() == 180.0 && line.end.x == line.start.x),
            "{line:?}"
        );
    }
    // Islands stay rings; the mainland is open, for it meets the cut.
    let closed = russia
        .lines
        .iter()
        .filter(|l| l.0.first() == l.0.last())
        .count();
    assert!(
        closed > 200 && closed < russia.lines.0.len(),
        "{closed} of {}",
        russia.lines.0.len()
    );
}

#[test]
fn group_a_lies_to_the_left_of_a_contact_line() {
    for (a, b) in [("POL", "BLR"), ("BLR", "POL")] {
        let line = get(&between(a, b, Reading::Contact));
        let [chain] = &line.lines.0[..] else {
            panic!("one chain expected")
        };
        let (first, last) = (chain.0[0], chain.0[chain.0.len() - 1]);
        // Poland lies to the west: seen from it the line runs north, with Poland on the left.
        assert_eq!(
            last.y > first.y,
            a == "POL",
            "{a}: from {first:?} to {last:?}"
        );
    }
}

#[test]
fn changes_of_membership_and_the_coast_are_told_in_the_description() {
    let change = |text: &str, joins| MemberChange::parse(text, joins).expect("a change");
    let choice = LineChoice {
        as_of: date(2025, 1, 1),
        changes: vec![change("NATO=UKR,GEO", true), change("CSTO=TJK", false)],
        coast: true,
        ..LineChoice::default()
    };
    assert_eq!(
        get(&choice).description,
        "contact line of CSTO and NATO on 2025-01-01, land border and coast; NATO with UKR,GEO; CSTO without TJK; \
         ARM in CSTO is frozen since 2024-02-23"
    );
}

#[test]
fn ukraine_in_nato_lengthens_the_contact_line_by_its_borders_with_russia_and_belarus() {
    let change = MemberChange::parse("NATO=UKR", true).expect("a change");
    let choice = LineChoice {
        changes: vec![change],
        ..LineChoice::default()
    };
    let alone = get(&between("CSTO", "UKR", Reading::Contact));
    check_km(&get(&choice).lines, 2285.2219 + km(&alone.lines), GOLDEN_KM);
}

#[test]
fn a_day_that_no_source_states_is_warned_of_unless_the_user_settles_it() {
    let choice = LineChoice {
        as_of: date(2023, 2, 1),
        ..LineChoice::default()
    };
    let told = get(&choice).warnings;
    assert!(
        told.len() == 1 && told[0].to_string().contains("FIN"),
        "{told:?}"
    );
    let changes = vec![MemberChange::parse("NATO=FIN", true).expect("a change")];
    assert!(get(&LineChoice { changes, ..choice }).warnings.is_empty());
}

#[test]
fn a_request_that_has_no_line_is_refused_with_the_reason() {
    let on = |choice: LineChoice, day: Date| LineChoice {
        as_of: day,
        ..choice
    };
    for (choice, what) in [
        (
            between("PRT", "POL", Reading::Contact),
            "PRT and POL share no land border",
        ),
        (
            on(
                between("UNION-STATE", "CAN", Reading::Contact),
                date(2021, 1, 1),
            ),
            "UNION-STATE and CAN share no land border on 2021-01-01",
        ),
        (around("ISL"), "ISL has no land border"),
        (
            between("NATO", "POL,UKR", Reading::Contact),
            "POL stands in both groups",
        ),
        (
            between("RSU", "NATO", Reading::Contact),
            "there is no territory or alliance 'RSU'; `standoff data find",
        ),
        (
            on(LineChoice::default(), date(1990, 1, 1)),
            "CSTO has no members on 1990-01-01: its first row starts on 1994-04-20",
        ),
    ] {
        let error = derive(&choice, world(), &alliances()).expect_err(what);
        assert_eq!(error.kind, Kind::Usage);
        assert!(error.to_string().starts_with(what), "{error}");
    }
}

#[test]
fn a_territory_in_both_groups_is_fine_where_the_two_are_not_played_off() {
    let outer = get(&between("NATO", "POL", Reading::Outer));
    let nato = segments(&get(&around("NATO")).lines);
    let inside = segments(&get(&between("POL", "DEU,CZE,SVK,LTU", Reading::Contact)).lines);
    assert_eq!(segments(&outer.lines), nato + inside);
}

// ---- territories of a user ---------------------------------------------------------------------------------------

fn territory(code: &str, polygons: Vec<geo::Polygon<f64>>) -> Territory {
    Territory::new(code, code, MultiPolygon(polygons))
}

fn square(x: f64, y: f64) -> geo::Polygon<f64> {
    polygon![(x: x, y: y), (x: x + 1.0, y: y), (x: x + 1.0, y: y + 1.0), (x: x, y: y + 1.0)]
}

fn text(lines: &MultiLineString<f64>) -> Vec<String> {
    let position = |c: &Coord<f64>| format!("{} {}", c.x, c.y);
    lines
        .iter()
        .map(|l| l.0.iter().map(position).collect::<Vec<_>>().join(", "))
        .collect()
}

#[test]
fn a_chain_ends_where_three_edges_meet_and_joins_where_two_do() {
    // Two squares of A beneath one another and to the right of each one of B; the two of A keep their common edge.
    let map = [
        territory("A", vec![square(0.0, 0.0), square(0.0, 1.0)]),
        territory("B", vec![square(1.0, 0.0)]),
        territory("C", vec![square(1.0, 1.0)]),
    ];
    assert_eq!(
        text(&topology::shared(&map, &[0], &[1, 2])),
        ["1 0, 1 1, 1 2"]
    );
    assert_eq!(text(&topology::outer(&map, &[0, 1])), ["2 1, 1 1, 1 2"]);
    assert_eq!(text(&topology::shared(&map, &[1], &[0])), ["1 1, 1 0"]);
}

#[test]
fn an_enclave_is_a_closed_ring_and_minus_zero_is_zero() {
    let hole = LineString::from(vec![
        (0.0, 0.0),
        (0.0, 1.0),
        (1.0, 1.0),
        (1.0, 0.0),
        (0.0, 0.0),
    ]);
    let frame = LineString::from(vec![
        (-2.0, -2.0),
        (3.0, -2.0),
        (3.0, 3.0),
        (-2.0, 3.0),
        (-2.0, -2.0),
    ]);
    let map = [
        territory("IN", vec![square(-0.0, -0.0)]),
        territory("OUT", vec![geo::Polygon::new(frame, vec![hole])]),
    ];
    assert_eq!(
        text(&topology::outer(&map, &[1])),
        ["0 0, 0 1, 1 1, 1 0, 0 0"]
    );
}

#[test]
fn the_same_function_serves_territories_of_a_user() {
    let map = [
        territory("x", vec![square(0.0, 0.0)]),
        territory("y", vec![square(1.0, 0.0)]),
    ];
    let line = derive(&between("x", "y", Reading::Contact), &map, &alliances()).expect("a line");
    assert_eq!(text(&line.lines), ["1 0, 1 1"]);
    let error = derive(&LineChoice::default(), &map, &alliances()).expect_err("no members there");
    assert!(
        error.what.starts_with("the territories lack ARM, BLR, KAZ"),
        "{error}"
    );
    let coast = LineChoice {
        coast: true,
        ..around("x,y")
    };
    let line = derive(&coast, &map, &alliances()).expect("a coast");
    assert_eq!(text(&line.lines), ["0 0, 1 0, 2 0, 2 1, 1 1, 0 1, 0 0"]);
}
