//! Lines derived from the shipped boundaries, against figures that were measured by other means.
//!
//! Lengths in `docs/data.md` were computed with pyproj from segments found in Python; those of the literature are not
//! used, for a border's length depends on the scale at which it is drawn.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::OnceLock;

use geo::{Coord, LineString, MultiLineString, MultiPolygon, polygon};
use geographiclib_rs::{Geodesic, InverseGeodesic, PolygonArea, Winding};
use jiff::civil::{Date, date};
use standoff::border::alliance::AllianceTable;
use standoff::border::group::MemberChange;
use standoff::border::line::{DerivedLine, LineChoice, Reading, Whose, derive};
use standoff::border::territory::Territory;
use standoff::border::topology;
use standoff::border::worldview::{Worldview, shipped_territories, territories};
use standoff::error::Kind;
use standoff::load::shipped;
use standoff::units::SquareMetres;

fn world() -> &'static [Territory] {
    static WORLD: OnceLock<Vec<Territory>> = OnceLock::new();
    WORLD.get_or_init(|| shipped_territories(Worldview::DeFacto).expect("shipped"))
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

fn area_km2(polygons: &MultiPolygon<f64>) -> f64 {
    let geodesic = Geodesic::wgs84();
    let ring = |ring: &LineString<f64>| {
        let mut area = PolygonArea::new(&geodesic, Winding::CounterClockwise);
        ring.0[1..].iter().for_each(|c| area.add_point(c.y, c.x));
        area.compute(true).1 / 1e6
    };
    polygons
        .iter()
        .map(|p| ring(p.exterior()) + p.interiors().iter().map(ring).sum::<f64>())
        .sum()
}

// ---- shipped units -----------------------------------------------------------------------------------------------

#[test]
fn the_packed_units_are_those_of_the_geojson_bit_for_bit() {
    let mut text = String::new();
    let file = std::fs::File::open(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/data/units.geojson.gz"
    ))
    .expect("shipped");
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut text)
        .expect("gzip");
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let features = json["features"].as_array().expect("features");
    let units = shipped::units().expect("shipped");
    assert_eq!((units.len(), features.len()), (264, 264));
    let mut positions = 0;
    for (unit, feature) in units.iter().zip(features) {
        let property = |name: &str| feature["properties"][name].as_str().expect("property");
        assert_eq!(unit.code, property("unit"));
        assert_eq!(unit.name, property("name"));
        assert_eq!(
            [&unit.defacto, &unit.dejure, &unit.sov],
            [property("defacto"), property("dejure"), property("sov")]
        );
        let (kind, coordinates) = (
            &feature["geometry"]["type"],
            &feature["geometry"]["coordinates"],
        );
        let polygons: Vec<Vec<Vec<[f64; 2]>>> = if kind == "Polygon" {
            vec![serde_json::from_value(coordinates.clone()).expect("polygon")]
        } else {
            serde_json::from_value(coordinates.clone()).expect("polygons")
        };
        let found: Vec<Vec<Vec<[f64; 2]>>> = unit
            .polygons
            .iter()
            .map(|p| {
                std::iter::once(p.exterior())
                    .chain(p.interiors())
                    .map(|r| r.0.iter().map(|c| [c.x, c.y]).collect())
                    .collect()
            })
            .collect();
        assert_eq!(found, polygons, "{}", unit.code);
        positions += polygons.iter().flatten().map(Vec::len).sum::<usize>();
    }
    assert_eq!(positions, 553_907);
}

#[test]
fn disputed_units_have_the_areas_that_data_md_states() {
    let areas: BTreeMap<String, f64> = shipped::units()
        .expect("shipped")
        .iter()
        .map(|u| (u.code.clone(), area_km2(&u.polygons)))
        .collect();
    for (code, km2) in [
        ("UKR-43", 26_346.0),
        ("UKR-40", 750.0),
        ("UKR-14X", 9_451.0),
        ("UKR-09X", 8_306.0),
        ("UKR-14", 17_148.0),
        ("UKR-09", 18_004.0),
        ("UKR-23", 27_081.0),
        ("UKR-65", 26_177.0),
        ("GEO-AB", 8_638.0),
        ("GEO-SO", 4_465.0),
        ("MDA-TN", 3_052.0),
        ("RUS-KGD", 13_449.0),
        ("KAB", 6_501.0),
    ] {
        // The stated figures are rounded to whole square kilometres.
        assert!(
            (areas[code] - km2).abs() <= 1.0,
            "{code}: {} km2, stated {km2}",
            areas[code]
        );
    }
}

#[test]
fn every_ring_is_wound_as_rfc_7946_says() {
    let geodesic = Geodesic::wgs84();
    for territory in world() {
        for polygon in &territory.polygons {
            let area = |ring: &LineString<f64>| {
                let mut area = PolygonArea::new(&geodesic, Winding::CounterClockwise);
                ring.0[1..].iter().for_each(|c| area.add_point(c.y, c.x));
                area.compute(true).1
            };
            assert!(
                area(polygon.exterior()) > 0.0 && polygon.interiors().iter().all(|r| area(r) < 0.0),
                "{}",
                territory.code
            );
        }
    }
}

#[test]
fn the_de_facto_map_gives_crimea_to_russia_and_keeps_its_name() {
    let units = shipped::units().expect("shipped");
    let map = territories(&units, Worldview::DeFacto);
    let russia = map.iter().find(|t| t.code == "RUS").expect("RUS");
    assert_eq!(russia.name, "Russia");
    let of = |code: &str| {
        units
            .iter()
            .find(|u| u.code == code)
            .expect("unit")
            .polygons
            .0
            .clone()
    };
    let parts: usize = ["RUS", "RUS-KGD", "UKR-43", "UKR-40"]
        .iter()
        .map(|code| of(code).len())
        .sum();
    assert_eq!(russia.polygons.0.len(), parts);
    assert!(of("UKR-43").iter().all(|p| russia.polygons.0.contains(p)));
    assert_eq!(map.len(), world().len());
    assert_eq!(russia.accuracy, Some(shipped::ACCURACY));
}

// ---- lines -------------------------------------------------------------------------------------------------------

#[test]
fn the_default_line_is_the_contact_line_of_data_md() {
    let line = get(&LineChoice::default());
    assert_eq!(
        line.description,
        "contact line of CSTO and NATO on 2021-12-17, land border"
    );
    check_km(&line.lines, 2_285.3, 0.05);
    assert_eq!(line.a, ["ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK"]);
    assert_eq!(line.b.len(), 30);
    assert!(line.warnings.is_empty());
}

#[test]
fn each_pair_of_neighbours_has_the_length_and_segments_of_data_md() {
    for (a, b, expected, count) in [
        ("RUS", "NOR", 165.1, 65),
        ("RUS", "FIN", 1_225.5, 276),
        ("RUS", "EST", 283.9, 93),
        ("RUS", "LVA", 212.9, 74),
        ("RUS", "LTU", 200.5, 80),
        ("RUS", "POL", 206.2, 14),
        ("BLR", "POL", 340.1, 141),
        ("BLR", "LTU", 481.9, 226),
        ("BLR", "LVA", 135.9, 45),
        ("ARM", "TUR", 258.8, 93),
        ("RUS", "UKR", 1_670.4, 615),
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

/// (C) of facts.md: another copy of Natural Earth 10m, distances by another program; its lengths differ by up to 1 %.
#[test]
fn the_contact_line_follows_membership_through_time() {
    for (day, expected, of_facts) in [
        (date(1997, 5, 27), 664.0, 667.0),
        (date(1999, 4, 3), 971.0, 970.0),
        (date(2004, 3, 30), 2_285.3, 2_304.0),
        (date(2021, 12, 17), 2_285.3, 2_304.0),
        (date(2024, 1, 1), 3_510.8, 3_529.0),
    ] {
        let line = get(&LineChoice {
            as_of: day,
            ..LineChoice::default()
        });
        check_km(&line.lines, expected, 1.0);
        check_km(&line.lines, of_facts, 0.01 * of_facts);
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
fn the_contact_line_is_a_few_long_chains() {
    let line = get(&LineChoice::default());
    // NOR-RUS; EST, LVA-RUS with BLR; Kaliningrad with LTU and POL; BLR-LVA-LTU-POL; ARM-TUR; ARM-TUR by Nakhchivan is one.
    let ends: Vec<_> = line
        .lines
        .iter()
        .map(|l| (l.0[0], l.0[l.0.len() - 1]))
        .collect();
    assert!(
        line.lines.0.len() <= 12,
        "{} parts: {ends:?}",
        line.lines.0.len()
    );
    assert!(
        line.lines
            .iter()
            .all(|l| l.0.windows(2).all(|p| p[0] != p[1]))
    );
}
