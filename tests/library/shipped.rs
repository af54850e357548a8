//! The boundaries inside the program: the same as in `data/units.geojson.gz`, and as `docs/data.md` describes them.

use std::collections::BTreeMap;
use std::io::Read;

use geo::{LineString, MultiPolygon};
use geographiclib_rs::{Geodesic, PolygonArea, Winding};
use standoff::border::worldview::{Layout, Worldview, shipped_territories, territories};
use standoff::load::shipped::{self, UnitKind};

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
    assert_eq!((units.len(), features.len()), (309, 309));
    let mut positions = 0;
    for (unit, feature) in units.iter().zip(features) {
        let property = |name: &str| feature["properties"][name].as_str().expect("property");
        assert_eq!(unit.code, property("unit"));
        assert_eq!(unit.name, property("name"));
        assert_eq!(
            [&unit.defacto, &unit.dejure, &unit.sov],
            [property("defacto"), property("dejure"), property("sov")]
        );
        let kind = match unit.kind {
            UnitKind::Country => "country",
            UnitKind::Part => "part",
            UnitKind::Overseas => "overseas",
        };
        assert_eq!(kind, property("kind"), "{}", unit.code);
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
    assert_eq!(positions, 557_732);
}

#[test]
fn disputed_units_have_the_areas_that_data_md_states() {
    let areas: BTreeMap<String, f64> = shipped::units()
        .expect("shipped")
        .iter()
        .map(|u| (u.code.clone(), area_km2(&u.polygons)))
        .collect();
    for (code, km2) in [
        ("UKR-43", 26346.0),
        ("UKR-40", 750.0),
        ("UKR-14X", 9451.0),
        ("UKR-09X", 8306.0),
        ("UKR-14", 17148.0),
        ("UKR-09", 18004.0),
        ("UKR-23", 27081.0),
        ("UKR-65", 26177.0),
        ("GEO-AB", 8638.0),
        ("GEO-SO", 4465.0),
        ("MDA-TN", 3052.0),
        ("RUS-KGD", 13449.0),
        ("KAB", 6501.0),
        ("RUS-KUR", 4970.0),
        ("AZE-NK", 11927.0),
        ("ISR-GOL", 1280.0),
        ("SYR-UN", 265.0),
        ("IND-JK", 42554.0),
        ("IND-LA", 64256.0),
        ("PAK-JK", 11962.0),
        ("PAK-GB", 65245.0),
        ("CHN-AC", 29989.0),
        ("CHN-SH", 5316.0),
        ("IND-AR", 67967.0),
        ("MAR-WS", 177_849.0),
        ("SAH", 90495.0),
        ("SDN-AB", 10876.0),
        ("GUY-ES", 142_396.0),
        ("GUY-NR", 14319.0),
    ] {
        // The stated figures are rounded to whole square kilometres.
        assert!(
            (areas[code] - km2).abs() <= 1.0,
            "{code}: {} km2, stated {km2}",
            areas[code]
        );
    }
}

/// What makes borders exact: a cut gives no neighbour an edge that it has not, and nothing is covered twice by an edge's two sides.
#[test]
fn every_edge_of_the_units_occurs_once_or_twice() {
    let mut count: BTreeMap<[u64; 4], u8> = BTreeMap::new();
    for unit in shipped::units().expect("shipped") {
        for polygon in &unit.polygons {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                for pair in ring.0.windows(2) {
                    assert_ne!(pair[0], pair[1], "an edge without length in {}", unit.code);
                    let mut ends = [pair[0], pair[1]].map(|c| [c.x.to_bits(), c.y.to_bits()]);
                    ends.sort_unstable();
                    *count
                        .entry([ends[0][0], ends[0][1], ends[1][0], ends[1][1]])
                        .or_default() += 1;
                }
            }
        }
    }
    let times = |n: u8| count.values().filter(|c| **c == n).count();
    // Counted by a Python dictionary over data/units.geojson.
    assert_eq!((times(1), times(2)), (407_930, 72_730));
    assert_eq!(times(1) + times(2), count.len());
}

#[test]
fn every_ring_is_wound_as_rfc_7946_says() {
    let geodesic = Geodesic::wgs84();
    for unit in shipped::units().expect("shipped") {
        for polygon in &unit.polygons {
            let area = |ring: &LineString<f64>| {
                let mut area = PolygonArea::new(&geodesic, Winding::CounterClockwise);
                ring.0[1..].iter().for_each(|c| area.add_point(c.y, c.x));
                area.compute(true).1
            };
            assert!(
                area(polygon.exterior()) > 0.0 && polygon.interiors().iter().all(|r| area(r) < 0.0),
                "{}",
                unit.code
            );
        }
    }
}

#[test]
fn the_de_facto_map_gives_crimea_to_russia_and_keeps_its_name() {
    let units = shipped::units().expect("shipped");
    let map = territories(&units, &Worldview::default(), Layout::default()).expect("shipped");
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
    let parts: usize = ["RUS", "RUS-KGD", "RUS-KUR", "UKR-43", "UKR-40"]
        .iter()
        .map(|code| of(code).len())
        .sum();
    assert_eq!(russia.polygons.0.len(), parts);
    assert!(of("UKR-43").iter().all(|p| russia.polygons.0.contains(p)));
    let moved = shipped_territories(&Worldview::default()).expect("shipped");
    assert!(
        map.iter()
            .map(|t| (&t.code, &t.polygons))
            .eq(moved.iter().map(|t| (&t.code, &t.polygons)))
    );
    assert_eq!(russia.accuracy, Some(shipped::ACCURACY));
    // Named after its first region alone in earlier builds of the data.
    assert_eq!(
        map.iter().find(|t| t.code == "PSX").expect("PSX").name,
        "Palestine"
    );
}
