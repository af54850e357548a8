//! Tests of the GeoJSON writer: what it writes is read back by serde_json and judged by geo.

use super::super::fixtures::*;
use super::super::grid::tests::check;
use super::super::model::COLUMNS;
use super::*;
use crate::overlap::Overlaps;
use crate::overlap::overlaps as overlaps_of;
use crate::strip::{Edges, PreparedLine, Strip, StripOptions};
use crate::territory::Territory;
use crate::units::Metres;
use crate::units::SquareMetres;
use geo::{Coord, LineString, MultiLineString, MultiPolygon, Polygon};
use serde_json::Value as Json;

fn lines(parts: &[&[(f64, f64)]]) -> MultiLineString<f64> {
    MultiLineString(parts.iter().map(|p| LineString::from(p.to_vec())).collect())
}

fn ring(points: &[(f64, f64)]) -> LineString<f64> {
    LineString::from(points.to_vec())
}

/// The collection for a line, a width (m) and a tolerance (m).
fn written(
    border: &MultiLineString<f64>,
    widths: &[f64],
    tolerance: f64,
    territories: &[Territory],
) -> Json {
    let line = PreparedLine::new(border, Edges::Planar).expect("a line");
    let strips: Vec<Strip> = widths
        .iter()
        .map(|&w| {
            line.strip(&StripOptions::new(Metres(w)).tolerance(Metres(tolerance)))
                .expect("a strip")
        })
        .collect();
    let found: Vec<Overlaps> = strips
        .iter()
        .map(|s| overlaps_of(&line, s, territories).expect("overlaps"))
        .collect();
    let layers: Vec<StripLayer> = strips
        .iter()
        .zip(&found)
        .map(|(strip, overlaps)| StripLayer {
            strip,
            overlaps,
            tabulated: &[],
        })
        .collect();
    let mut facts = facts();
    facts.tolerance = Metres(tolerance);
    let mut out = Vec::new();
    let layers = Layers {
        strips: &layers,
        territories,
        districts: None,
        hidden: &[],
        labels: &labels(),
        border,
    };
    write(&layers, &facts, &mut out).expect("memory does not fail");
    serde_json::from_slice(&out).expect("JSON")
}

fn layer<'a>(collection: &'a Json, name: &str) -> Vec<&'a Json> {
    let features = collection["features"].as_array().expect("features");
    features
        .iter()
        .filter(|f| f["properties"]["layer"] == name)
        .collect()
}

fn positions(ring: &Json) -> Vec<Coord<f64>> {
    let number = |v: &Json| v.as_f64().expect("a number");
    (ring.as_array().expect("positions").iter())
        .map(|p| Coord {
            x: number(&p[0]),
            y: number(&p[1]),
        })
        .collect()
}

fn polygons(feature: &Json) -> MultiPolygon<f64> {
    let geometry = &feature["geometry"];
    assert_eq!(geometry["type"], "MultiPolygon");
    (geometry["coordinates"].as_array().expect("polygons").iter())
        .map(|p| {
            let mut rings = p
                .as_array()
                .expect("rings")
                .iter()
                .map(|r| LineString(positions(r)));
            Polygon::new(rings.next().expect("an exterior"), rings.collect())
        })
        .collect()
}

#[test]
fn strips_come_first_then_overlaps_then_the_border() {
    let mut square = territory("NOR", "<b>\"Norway\"\n");
    square.polygons = MultiPolygon(vec![Polygon::new(
        ring(&[(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]),
        vec![],
    )]);
    square.doubtful = SquareMetres(12.0);
    let border = lines(&[&[(-1.0, 0.5), (2.0, 0.5)]]);
    let json = written(&border, &[20e3, 10e3], 10.0, &[square]);
    assert!(json.get("crs").is_none());
    let order: Vec<_> = (json["features"].as_array().expect("features").iter())
        .map(|f| {
            (
                f["properties"]["layer"].as_str().expect("a layer"),
                f["properties"]["width_km"].as_f64(),
            )
        })
        .collect();
    assert_eq!(
        order,
        [
            ("strip", Some(10.0)),
            ("strip", Some(20.0)),
            ("overlap", Some(10.0)),
            ("overlap", Some(20.0)),
            ("border", None)
        ]
    );
    let strip = &layer(&json, "strip")[0]["properties"];
    let keys: Vec<_> = strip
        .as_object()
        .expect("an object")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        keys,
        [
            "layer",
            "width_km",
            "tolerance_m",
            "max_error_m",
            "area_km2",
            "error_km2",
            "program",
            "line",
            "as_of",
            "worldview",
            "source",
            "edges",
            "width_is"
        ]
    );
    assert!(
        strip["max_error_m"]
            .as_f64()
            .is_some_and(|e| e > 0.0 && e <= 10.0)
    );
    let overlap = &layer(&json, "overlap")[0]["properties"];
    let keys: Vec<_> = overlap
        .as_object()
        .expect("an object")
        .keys()
        .skip(1)
        .cloned()
        .collect();
    assert_eq!(keys, COLUMNS);
    assert_eq!(overlap["name"], "<b>\"Norway\"\n");
    for feature in layer(&json, "strip")
        .into_iter()
        .chain(layer(&json, "overlap"))
    {
        check(&polygons(feature));
    }
}

#[test]
fn a_strip_with_cusps_and_holes_is_valid_at_every_tolerance() {
    // Sharp bends, and an outline that nearly meets itself: in a room 10,008 m wide 8 m are left over.
    let zigzag: Vec<(f64, f64)> = (0..40)
        .map(|i| (0.05 * i as f64, if i % 2 == 0 { 0.0 } else { 0.3 }))
        .collect();
    let room = [
        (3.0, 0.0),
        (3.0, 0.5),
        (3.089_9, 0.5),
        (3.089_9, 0.0),
        (3.0, 0.0),
    ];
    let border = lines(&[&zigzag, &room]);
    for tolerance in [500.0, 30.0, 1.0] {
        let json = written(&border, &[5e3], tolerance, &[]);
        let found = polygons(layer(&json, "strip")[0]);
        check(&found);
        assert!(found.0.iter().any(|p| !p.interiors().is_empty()) || tolerance > 1.0);
    }
}

#[test]
fn written_vertices_keep_the_certified_distance() {
    let border = lines(&[&[(20.0, 60.0), (21.0, 60.5), (20.2, 60.6), (21.5, 61.0)]]);
    let line = PreparedLine::new(&border, Edges::Planar).expect("a line");
    for tolerance in [100.0, 2.0, 0.5] {
        let json = written(&border, &[20e3], tolerance, &[]);
        let strip = layer(&json, "strip")[0];
        let bound = strip["properties"]["max_error_m"]
            .as_f64()
            .expect("a number");
        assert!(bound <= tolerance);
        for polygon in &polygons(strip) {
            for edge in std::iter::once(polygon.exterior())
                .chain(polygon.interiors())
                .flat_map(|r| r.lines())
            {
                for at in [edge.start, (edge.start + edge.end) / 2.0] {
                    let off = (line.distance(at).0 - 20e3).abs();
                    assert!(off <= bound, "{off} m at {at:?}");
                }
            }
        }
    }
}

#[test]
fn a_polygon_below_the_rounding_has_no_geometry_but_its_properties() {
    let mut found = overlap(0, 0.5, 0.1);
    found.polygons = MultiPolygon(vec![Polygon::new(
        ring(&[(0.0, 0.0), (1e-9, 0.0), (0.0, 1e-9), (0.0, 0.0)]),
        vec![],
    )]);
    let border = lines(&[&[(0.0, 0.0), (1.0, 0.0)]]);
    let strip = PreparedLine::new(&border, Edges::Planar)
        .and_then(|l| l.strip(&StripOptions::new(Metres(1e3)).tolerance(Metres(1.0))))
        .expect("a strip");
    let result = overlaps(vec![found]);
    let layers = Layers {
        strips: &[StripLayer {
            strip: &strip,
            overlaps: &result,
            tabulated: &[],
        }],
        territories: &[territory("NOR", "Norway")],
        districts: None,
        hidden: &[],
        labels: &labels(),
        border: &border,
    };
    let mut out = Vec::new();
    write(&layers, &facts(), &mut out).expect("memory does not fail");
    let json: Json = serde_json::from_slice(&out).expect("JSON");
    let feature = layer(&json, "overlap")[0];
    assert!(feature["geometry"].is_null());
    assert_eq!(feature["properties"]["territory"], "NOR");
}

#[test]
fn the_antimeridian_cuts_the_border_and_the_strip() {
    let border = lines(&[&[(179.0, 10.0), (181.0, 12.0)], &[(181.5, 0.0)]]);
    let json = written(&border, &[50e3], 10.0, &[]);
    let geometry = &layer(&json, "border")[0]["geometry"];
    assert_eq!(geometry["type"], "MultiLineString");
    let parts: Vec<Vec<(f64, f64)>> = (geometry["coordinates"].as_array().expect("parts").iter())
        .map(|p| positions(p).iter().map(|c| (c.x, c.y)).collect())
        .collect();
    assert_eq!(
        parts,
        [
            vec![(179.0, 10.0), (180.0, 11.0)],
            vec![(-180.0, 11.0), (-179.0, 12.0)],
            vec![(-178.5, 0.0), (-178.5, 0.0)]
        ]
    );
    let strip = polygons(layer(&json, "strip")[0]);
    check(&strip);
    assert_eq!(strip.0.len(), 3);
}

#[test]
fn a_strip_over_the_pole_is_valid() {
    let json = written(
        &lines(&[&[(10.0, 88.0), (100.0, 89.0)]]),
        &[500e3],
        10.0,
        &[],
    );
    check(&polygons(layer(&json, "strip")[0]));
}
