//! Reading lines and territories: what is refused, what is warned of, and what comes out.
//! All texts are made for these tests; areas are in the ellipsoid's square metres where a message names one.

use proptest::prelude::*;
use standoff::border::territory::Territory;
use standoff::error::{Error, Kind, Warning};
use standoff::load::{Loaded, geojson, source::Source};

fn source(text: &[u8]) -> Source {
    Source::Bytes {
        name: "in.geojson".into(),
        bytes: text.to_vec(),
    }
}

fn lines(text: &str) -> Result<Loaded<geo::MultiLineString<f64>>, Error> {
    geojson::lines(&source(text.as_bytes()))
}

fn territories(text: &str) -> Result<Loaded<Vec<Territory>>, Error> {
    geojson::territories(&source(text.as_bytes()), None, None)
}

fn line(coordinates: &str) -> String {
    format!(r#"{{"type":"LineString","coordinates":{coordinates}}}"#)
}

fn feature(code: &str, kind: &str, coordinates: &str) -> String {
    format!(
        r#"{{"type":"Feature","properties":{{"code":"{code}"}},"geometry":{{"type":"{kind}","coordinates":{coordinates}}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    )
}

fn polygon(coordinates: &str) -> String {
    collection(&[feature("AAA", "Polygon", coordinates)])
}

/// The message holds each of the words, names the file, and gives a remedy.
fn refused<T: std::fmt::Debug>(result: Result<Loaded<T>, Error>, words: &[&str]) {
    let error = result.expect_err(&format!("should be refused: {words:?}"));
    assert_eq!(error.kind, Kind::Data, "{error}");
    assert_eq!(error.place.file.as_deref(), Some("in.geojson"), "{error}");
    assert!(!error.remedy.is_empty(), "no remedy: {error}");
    let text = error.to_string();
    for word in words {
        assert!(text.contains(word), "`{word}` is not in: {text}");
    }
}

fn warned(warnings: &[Warning], words: &[&str]) {
    let told: Vec<String> = warnings.iter().map(ToString::to_string).collect();
    let hit = told.iter().any(|t| words.iter().all(|w| t.contains(w)));
    assert!(hit, "no warning with {words:?} in {told:#?}");
}

fn plane_area(t: &Territory) -> f64 {
    use geo::Area;
    t.polygons.unsigned_area()
}

#[test]
fn bad_lines_are_refused_with_place_and_remedy() {
    let cases: &[(&str, &[&str])] = &[
        ("", &["not JSON", "empty"]),
        ("hello", &["not JSON", "line 1 column 1"]),
        (
            "{\"type\":\"LineString\",\n\"coordinates\":[[1,2],[3",
            &["truncated", "line 2 column"],
        ),
        ("[1,2]", &["wrong type", "GeoJSON object"]),
        ("{\"a\":1}", &["wrong type", "without `type`"]),
        (
            r#"{"type":"linestring","coordinates":[[0,0],[1,1]]}"#,
            &["wrong type", "write `LineString`"],
        ),
        (r#"{"type":"Topology","objects":{}}"#, &["TopoJSON"]),
        (r#"{"type":"LineString"}"#, &["without `coordinates`"]),
        (
            r#"{"type":"LineString","coordinates":[[[0,0],[1,1]]]}"#,
            &["2 deep, here 3"],
        ),
        (
            r#"{"type":"LineString","coordinates":[[0,0],["1",1]]}"#,
            &["wrong type", "string", "line 1"],
        ),
        (
            r#"{"type":"LineString","coordinates":[[0,0],[[1,1]]]}"#,
            &["unevenly"],
        ),
        (
            r#"{"type":"LineString","coordinates":[[0],[1,1]]}"#,
            &["two numbers"],
        ),
        (
            r#"{"type":"LineString","coordinates":[[0,0],[1,1]]} x"#,
            &["more text", "line 1"],
        ),
        (
            r#"{"type":"LineString","coordinates":[[0,0],[1,1]]} {}"#,
            &["`nothing`, not `Feature`"],
        ),
        (
            "{\"type\":\"LineString\",\"coordinates\":[[0,0],[1,1]]}\n{\"type\":\"FeatureCollection\",\"features\":[]}",
            &["`FeatureCollection`, not `Feature`"],
        ),
        (
            r#"{"type":"LineString","coordinates":[[0,0],[1,95]]}"#,
            &["latitude 95", "position 2"],
        ),
        (
            r#"{"type":"LineString","coordinates":[[0,0],[1,1e30]]}"#,
            &["latitude 1e30", "±90", "`crs`"],
        ),
        (
            r#"{"type":"LineString","coordinates":[[1e30,0],[1,1]]}"#,
            &["longitude", "±360", "position 1"],
        ),
        (
            r#"{"type":"LineString","coordinates":[[-1.7976931348623157e308,-1.7976931348623157e308],[1,1]]}"#,
            &["no position: -1.7976931348623157e308"],
        ),
        (
            r#"{"type":"LineString","coordinates":[[1e999,0],[1,1]]}"#,
            &["infinite"],
        ),
        (
            r#"{"type":"LineString","coordinates":[[0,0],[NaN,1]]}"#,
            &["NaN", "line 1"],
        ),
        (
            r#"{"type":"LineString","coordinates":[[0,0],[1,-Infinity]]}"#,
            &["infinite", "line 1"],
        ),
        (
            r#"{"type":"LineString","coordinates":[[0,0],[null,1]]}"#,
            &["not a finite number", "position 2"],
        ),
        (
            r#"{"type":"LineString","coordinates":[[0,0],[361,1]]}"#,
            &["longitude 361", "position 2"],
        ),
        (
            r#"{"type":"LineString","coordinates":[[5,6]]}"#,
            &["a line of one position", "lon 5, lat 6"],
        ),
        (
            r#"{"type":"LineString","coordinates":[]}"#,
            &["no geometry has any positions"],
        ),
        (
            r#"{"type":"LineString","coordinates":[[0,0],[180,0]]}"#,
            &["exactly 180°", "position 1"],
        ),
        (
            r#"{"type":"FeatureCollection","features":[]}"#,
            &["empty FeatureCollection"],
        ),
        (r#"{"type":"FeatureCollection"}"#, &["without `features`"]),
        (
            r#"{"type":"FeatureCollection","features":[{"type":"Point","coordinates":[0,0]}]}"#,
            &["not `Feature`", "feature 1"],
        ),
        (
            r#"{"type":"Point","coordinates":[0,0]}"#,
            &["only points", "equal positions"],
        ),
        (
            r#"{"type":"MultiPoint","coordinates":[[0,0]]}"#,
            &["only points"],
        ),
        (
            r#"{"type":"MultiPoint","coordinates":[[0,0],[-1.7976931348623157e308,-1.7976931348623157e308]]}"#,
            &[
                "no position: -1.7976931348623157e308",
                "a MultiPoint alone is no line",
                "position 2",
                "remove or mend that position",
                "LineString",
            ],
        ),
        (
            r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1]]]}"#,
            &["unclosed ring", "part 1", "position 4"],
        ),
        (
            r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,0]]]}"#,
            &["a ring of 3 positions", "part 1"],
        ),
        (
            r#"{"type":"LineString","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::99999"}},"coordinates":[[0,0],[1,1]]}"#,
            &["EPSG::99999"],
        ),
    ];
    for (text, words) in cases {
        refused(lines(text), words);
    }
    refused(geojson::lines(&source(&[0x1f, 0x8b, 8, 0])), &["gzip"]);
    refused(geojson::lines(&source(&[0xff, 0xfe, b'{', 0])), &["UTF-16"]);
}

#[test]
fn the_place_names_the_feature_its_part_and_the_position() {
    let text = collection(&[
        feature("AAA", "LineString", "[[0,0],[1,1]]"),
        feature(
            "BBB",
            "MultiLineString",
            "[[[0,0],[1,1]],[[0,0],[1,1],[2,91]]]",
        ),
    ]);
    let error = lines(&text).unwrap_err();
    assert_eq!(error.place.feature.as_deref(), Some("2 \"BBB\""));
    assert_eq!((error.place.ring, error.place.position), (Some(2), Some(3)));
    assert_eq!(error.place.at, Some([2.0, 91.0]));
}

#[test]
fn a_file_that_is_not_there_is_an_error_of_the_command_line() {
    let error = geojson::lines(&Source::from_argument("no/such/file.geojson")).unwrap_err();
    assert_eq!(error.kind, Kind::Usage);
    assert!(
        error
            .to_string()
            .contains("does not exist (no/such/file.geojson)"),
        "{error}"
    );
    assert_eq!(Source::from_argument("-"), Source::Stdin);
}

#[test]
fn every_kind_of_line_is_read_without_a_warning() {
    let l = r#"{"type":"LineString","coordinates":[[0,0],[1,1]]}"#;
    let crs = r#"{"type":"LineString","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},"coordinates":[[0,0],[1,1]]}"#;
    let cases = [
        (l.to_owned(), 1),
        (format!("\u{feff}{l}"), 1),
        (crs.to_owned(), 1),
        (line("[[3,4],[3,4]]"), 1),
        (
            r#"{"coordinates":[[[0,0],[1,1]],[[2,2],[3,3]]],"type":"MultiLineString"}"#.to_owned(),
            2,
        ),
        (
            format!(r#"{{"type":"GeometryCollection","geometries":[{l},{l}]}}"#),
            2,
        ),
        (feature("A", "LineString", "[[0,0],[1,1]]"), 1),
        (
            polygon("[[[0,0],[4,0],[4,4],[0,0]],[[2,1],[3,1],[3,2],[2,1]]]"),
            2,
        ),
        (
            feature("A", "MultiPolygon", "[[[[0,0],[4,0],[4,4],[0,0]]]]"),
            1,
        ),
    ];
    for (text, parts) in cases {
        let loaded = lines(&text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(loaded.value.0.len(), parts, "{text}");
        assert_eq!(loaded.warnings, vec![], "{text}");
    }
    assert!(
        lines(&polygon("[[[0,0],[4,0],[4,4],[0,0]]]"))
            .unwrap()
            .value
            .0[0]
            .is_closed()
    );
}

#[test]
fn lines_run_on_beyond_the_antimeridian_with_one_warning_of_jumps() {
    let loaded = lines(&line("[[170,0],[-170,1],[175,2],[-179,3]]")).unwrap();
    let xs: Vec<f64> = loaded.value.0[0].0.iter().map(|c| c.x).collect();
    assert_eq!(xs, [170.0, 190.0, 175.0, 181.0]);
    assert_eq!(loaded.warnings.len(), 1);
    warned(
        &loaded.warnings,
        &[
            "3 edges jump",
            "antimeridian",
            "position 1",
            "lon 170, lat 0",
        ],
    );
}

#[test]
fn longitudes_up_to_360_are_wrapped_with_a_warning_and_do_not_count_as_jumps() {
    let loaded = lines(&line("[[170,0],[190,1],[200,2]]")).unwrap();
    let xs: Vec<f64> = loaded.value.0[0].0.iter().map(|c| c.x).collect();
    assert_eq!(xs, [170.0, 190.0, 200.0]);
    assert_eq!(loaded.warnings.len(), 1);
    warned(
        &loaded.warnings,
        &["2 longitudes beyond ±180 wrapped", "position 2"],
    );
}

#[test]
fn heights_and_absent_geometries_are_warned_of_once() {
    let null = r#"{"type":"Feature","properties":{"name":"nowhere"},"geometry":null}"#.to_owned();
    let text = collection(&[
        feature("A", "LineString", "[[0,0,5],[1,1,6]]"),
        null.clone(),
        null.clone(),
    ]);
    let loaded = lines(&text).unwrap();
    assert_eq!(loaded.value.0.len(), 1);
    assert_eq!(loaded.warnings.len(), 2);
    warned(&loaded.warnings, &["third number", "feature 1"]);
    warned(
        &loaded.warnings,
        &["2 features", "without positions", "feature 2 \"nowhere\""],
    );
    refused(
        lines(&collection(&[null])),
        &["no geometry has any positions"],
    );
}

#[test]
fn cut_edges_of_an_outline_are_dropped_with_a_warning() {
    // The ring is clockwise; its outline has its inside on the left.
    let loaded = lines(&polygon("[[[180,10],[180,0],[170,0],[170,10],[180,10]]]")).unwrap();
    let part: Vec<_> = loaded.value.0[0].0.iter().map(|c| (c.x, c.y)).collect();
    assert_eq!(
        part,
        [(180.0, 10.0), (170.0, 10.0), (170.0, 0.0), (180.0, 0.0)]
    );
    warned(
        &loaded.warnings,
        &["1 edge of outlines", "is dropped", "position 1"],
    );
    // The first position stands amid the kept run: it stays one run.
    let rotated = lines(&polygon("[[[170,0],[170,10],[180,10],[180,0],[170,0]]]")).unwrap();
    let part: Vec<_> = rotated.value.0[0].0.iter().map(|c| (c.x, c.y)).collect();
    assert_eq!(
        (rotated.value.0.len(), part),
        (
            1,
            vec![(180.0, 10.0), (170.0, 10.0), (170.0, 0.0), (180.0, 0.0)]
        )
    );
    // A cap as cut files write it leaves its parallel only.
    let cap = lines(&polygon(
        "[[[-180,-60],[-180,-90],[180,-90],[180,-60],[60,-60],[-60,-60],[-180,-60]]]",
    ))
    .unwrap();
    assert_eq!(cap.value.0.len(), 1);
    assert!(cap.value.0[0].0.iter().all(|c| c.y == -60.0));
    warned(&cap.warnings, &["3 edges of outlines"]);
}

#[test]
fn bad_territories_are_refused_with_place_and_remedy() {
    refused(
        territories(&collection(&[feature("A", "LineString", "[[0,0],[1,1]]")])),
        &["a line is no territory"],
    );
    refused(
        territories(&collection(&[feature("A", "Point", "[0,0]")])),
        &["a Point is no territory"],
    );
    refused(
        territories(&polygon("[[[0,0],[1,0],[1,1],[0,1]]]")),
        &["unclosed ring", "feature 1 \"AAA\""],
    );
    refused(
        territories(&polygon("[[[0,0],[1,1],[2,2],[0,0]]]")),
        &["no territory has any area"],
    );
    // A bow tie of two equal triangles: what it encloses cannot be told.
    refused(
        territories(&polygon("[[[0,0],[2,2],[2,0],[0,2],[0,0]]]")),
        &[
            "cross",
            "in doubt",
            "km²",
            "no less than the polygon has",
            "lon 1, lat 1",
        ],
    );
    refused(
        territories(&polygon(
            "[[[0,0],[1,0],[1,1],[0,0]],[[5,5],[5,6],[6,6],[5,5]]]",
        )),
        &["a hole lies outside its ring", "in doubt"],
    );
    refused(
        territories(&polygon(
            "[[[0,80],[120,80],[-120,80],[0,80],[120,81],[-120,81],[0,80]]]",
        )),
        &["2 times round the globe"],
    );
}

#[test]
fn a_hole_that_lies_outside_its_ring_or_round_it_is_in_doubt_with_all_that_it_may_mean() {
    let good = feature("A", "Polygon", "[[[20,0],[21,0],[21,1],[20,1],[20,0]]]");
    let square = |at: [f64; 2], side: f64| {
        let [x, y] = at;
        let (u, v) = (x + side, y + side);
        format!("[[{x},{y}],[{u},{y}],[{u},{v}],[{x},{v}],[{x},{y}]]")
    };
    let degree = 12_309.0e6;
    // Ring, hole; what the even-odd rule fills and what is in doubt, square degrees at the equator, m².
    let cases = [
        // Beside it: land or nothing.
        (
            square([0.0, -1.0], 2.0),
            square([5.0, -0.5], 1.0),
            5.0,
            1.0,
            "a hole lies outside its ring",
        ),
        // Larger than it.
        (
            square([0.0, -0.5], 1.0),
            square([5.0, -1.0], 2.0),
            5.0,
            4.0,
            "a hole lies outside its ring",
        ),
        // Round it: the ring, or what lies between the two.
        (
            square([0.0, -0.5], 1.0),
            square([-0.5, -1.0], 2.0),
            3.0,
            4.0,
            "a hole lies round its ring",
        ),
        // Across it, and larger.
        (
            square([0.0, -0.5], 1.0),
            square([0.5, -1.5], 3.0),
            9.0,
            8.5,
            "rings cross",
        ),
    ];
    for (ring, hole, filled, doubt, why) in cases {
        let bad = feature("B", "Polygon", &format!("[{ring},{hole}]"));
        let loaded = territories(&collection(&[good.clone(), bad])).expect("one is sure");
        warned(&loaded.warnings, &[why, "in doubt", "feature 2"]);
        let territory = &loaded.value[1];
        let area = standoff::geodesy::area::multi_polygon_area(&territory.polygons).0;
        assert!((area / degree - filled).abs() < 0.01, "{why}: {area}");
        let doubtful = territory.doubtful.0 / degree;
        assert!((doubtful - doubt).abs() < 0.01, "{why}: {doubtful}");
    }
}

#[test]
fn codes_and_names_come_from_common_fields_or_the_ones_asked_for() {
    let ring = "[[[0,0],[1,0],[1,1],[0,0]]]";
    let with = |members: &str| {
        format!(
            r#"{{"type":"Feature",{members},"geometry":{{"type":"Polygon","coordinates":{ring}}}}}"#
        )
    };
    let cases = [
        (
            r#""properties":{"name":"Poland","iso_a3":"POL"}"#,
            None,
            None,
            "POL",
            "Poland",
        ),
        (
            r#""properties":{"ISO_A3":"-99","ADM0_A3":"NOR","NAME_EN":"Norway"}"#,
            None,
            None,
            "NOR",
            "Norway",
        ),
        (r#""id":"FIN","properties":null"#, None, None, "FIN", "FIN"),
        (
            r#""properties":{"code":"X","gid":7,"nom":"Sept"}"#,
            Some("gid"),
            Some("nom"),
            "7",
            "Sept",
        ),
    ];
    for (members, code, name, wanted, named) in cases {
        let loaded = geojson::territories(&source(with(members).as_bytes()), code, name).unwrap();
        assert_eq!(
            (loaded.value[0].code.as_str(), loaded.value[0].name.as_str()),
            (wanted, named),
            "{members}"
        );
    }
    let text = with(r#""properties":{"pop":1,"area":2}"#);
    refused(
        territories(&text),
        &["no code", "`code_field`", "pop, area"],
    );
    refused(
        geojson::territories(&source(text.as_bytes()), Some("c"), None),
        &["`c` is missing", "pop, area"],
    );
    refused(
        geojson::territories(&source(text.as_bytes()), Some("pop"), Some("n")),
        &["`n` is missing", "`name_field`"],
    );
}

#[test]
fn features_of_one_code_become_one_territory_with_a_warning() {
    let text = collection(&[
        feature("A", "Polygon", "[[[0,0],[1,0],[1,1],[0,0]]]"),
        feature("B", "Polygon", "[[[5,0],[6,0],[6,1],[5,0]]]"),
        feature("A", "Polygon", "[[[0,5],[1,5],[1,6],[0,5]]]"),
    ]);
    let loaded = territories(&text).unwrap();
    let sizes: Vec<_> = loaded
        .value
        .iter()
        .map(|t| (t.code.as_str(), t.polygons.0.len()))
        .collect();
    assert_eq!(sizes, [("A", 2), ("B", 1)]);
    warned(
        &loaded.warnings,
        &["several features", "merged", ": A", "feature 3"],
    );
}

#[test]
fn a_tiny_crossing_is_warned_of_and_joins_the_area_in_doubt() {
    // A loop of 1e-5° at the corner: half of (1.1 m)² or so runs the wrong way.
    let loaded = territories(&polygon(
        "[[[0,0],[1,0],[1,1],[0.00001,1],[0,1.00001],[0,1],[0.00001,1.00001],[0,0]]]",
    ));
    let loaded = loaded.unwrap();
    let doubt = loaded.value[0].doubtful.0;
    assert!(doubt > 0.1 && doubt < 2.0, "{doubt} m²");
    warned(
        &loaded.warnings,
        &["territory AAA", "cross", "in doubt", "m²", "part 1"],
    );
    // Touching itself at a vertex leaves nothing in doubt.
    let touching = territories(&polygon("[[[0,0],[2,0],[1,1],[2,2],[0,2],[1,1],[0,0]]]")).unwrap();
    assert_eq!(
        (touching.value[0].doubtful.0, touching.warnings.len()),
        (0.0, 0)
    );
}

#[test]
fn territories_that_overlap_are_warned_of_with_the_area() {
    let a = "[[[0,0],[2,0],[2,2],[0,2],[0,0]]]";
    // Expected areas: Simpson's rule (20,000 steps) on M N cos(lat), independent of the closed form in the crate.
    let cases = [
        ("[[[1,0],[3,0],[3,2],[1,2],[1,0]]]", Some("24613.279")), // a degree by two at the equator
        (
            "[[[0.5,0.5],[1,0.5],[1,1],[0.5,1],[0.5,0.5]]]",
            Some("3077.002"),
        ), // within
        (a, Some("49226.558")),                                   // the same polygon twice
        ("[[[0,0],[2,0],[2,2],[0,0]]]", Some("24615.711")), // shares every vertex, cuts across
        ("[[[2,0],[4,0],[4,2],[2,2],[2,0]]]", None),        // shares an edge
        ("[[[2,2],[4,2],[4,4],[2,2]]]", None),              // shares a corner
        ("[[[2,0.5],[4,0.5],[4,1],[2,1],[2,0.5]]]", None),  // touches in the middle of an edge
    ];
    for (b, area) in cases {
        let text = collection(&[feature("A", "Polygon", a), feature("B", "Polygon", b)]);
        let loaded = territories(&text).unwrap();
        match area {
            Some(area) => warned(
                &loaded.warnings,
                &["territories", "overlap by", area, "km²"],
            ),
            None => assert_eq!(loaded.warnings, vec![], "{b}"),
        }
        assert!(loaded.value.iter().all(|t| t.doubtful.0 == 0.0));
    }
    let own = collection(&[feature(
        "A",
        "MultiPolygon",
        &format!("[{a},{}]", cases[0].0),
    )]);
    let own = territories(&own).unwrap();
    warned(
        &own.warnings,
        &["A: two of its polygons overlap", "in doubt 24613.279 km²"],
    );
    assert!((own.value[0].doubtful.km2() - 24613.279).abs() < 0.01);
}

#[test]
fn a_large_crossing_far_from_the_question_does_not_refuse_it() {
    // A lobe of a quarter of a degree beside a square of a degree, and the same again: one line for both.
    let lobe = |x: f64| {
        format!(
            "[[[{x},0],[{},0],[{},1],[{x},1],[{x},0.5],[{},0.75],[{},0.5],[{x},0.75],[{x},0]]]",
            x + 1.0,
            x + 1.0,
            x - 0.2,
            x - 0.2
        )
    };
    let text = collection(&[
        feature("A", "Polygon", &lobe(0.0)),
        feature("B", "Polygon", &lobe(10.0)),
        feature("C", "Polygon", "[[[30,0],[31,0],[31,1],[30,0]]]"),
    ]);
    let loaded = territories(&text).unwrap();
    assert_eq!(loaded.value.len(), 3);
    assert!(loaded.value[..2].iter().all(|t| t.doubtful.0 > 1e6));
    assert_eq!(loaded.value[2].doubtful.0, 0.0);
    let crossing = loaded.warnings.iter().filter(|w| w.what.contains("cross"));
    assert_eq!(crossing.count(), 1, "{:?}", loaded.warnings);
    warned(&loaded.warnings, &["2 places", "in all", "joins error_km2"]);
}

#[test]
fn features_that_are_no_territories_are_left_out_and_counted() {
    let ring = "[[[0,0],[1,0],[1,1],[0,0]]]";
    let nameless = format!(
        r#"{{"type":"Feature","properties":{{"pop":1}},"geometry":{{"type":"Polygon","coordinates":{ring}}}}}"#
    );
    let text = collection(&[
        feature("A", "Polygon", ring),
        nameless,
        feature("L", "LineString", "[[0,0],[1,1]]"),
        feature("P", "Point", "[0,0]"),
        feature("T", "Polygon", "[[[5,5],[6,6],[5,5]]]"),
    ]);
    let loaded = territories(&text).unwrap();
    assert_eq!(loaded.value.len(), 1);
    warned(&loaded.warnings, &["1 feature without a code", "feature 2"]);
    warned(&loaded.warnings, &["2 points or lines among the polygons"]);
    warned(&loaded.warnings, &["1 ring without area", "feature 5"]);
}

#[test]
fn points_among_lines_are_left_out_and_counted() {
    let loaded = lines(&collection(&[
        feature("a", "Point", "[102,0.5]"),
        feature("b", "LineString", "[[102,0],[103,1]]"),
        feature(
            "c",
            "Polygon",
            "[[[100,0],[101,0],[101,1],[100,1],[100,0]]]",
        ),
    ]))
    .unwrap();
    assert_eq!(loaded.value.0.len(), 2);
    warned(&loaded.warnings, &["1 point among the lines", "feature 1"]);
}

#[test]
fn the_feature_s_own_id_is_a_code_where_the_user_asks_for_id() {
    let text = r#"{"type":"FeatureCollection","features":[{"type":"Feature","id":"48","properties":{"name":"Texas"},
        "geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}"#;
    let loaded = geojson::territories(&source(text.as_bytes()), Some("id"), None).unwrap();
    assert_eq!(loaded.value[0].code, "48");
}

#[test]
fn whole_numbers_of_a_column_of_decimals_are_whole() {
    let text = r#"{"type":"Feature","properties":{"code":37063.0},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}"#;
    assert_eq!(territories(text).unwrap().value[0].code, "37063");
}

#[test]
fn noise_at_the_antimeridian_is_the_antimeridian_without_a_word() {
    let halves = |east: &str| {
        collection(&[feature(
            "FJI",
            "MultiPolygon",
            &format!(
                "[[[[179,-17],[{east},-17],[{east},-16],[179,-16],[179,-17]]],[[[-180,-17],[-179,-17],[-179,-16],[-180,-16],[-180,-17]]]]"
            ),
        )])
    };
    let exact = territories(&halves("180")).unwrap();
    let noisy = territories(&halves("180.00000000000023")).unwrap();
    assert_eq!(noisy.value[0].polygons, exact.value[0].polygons);
    assert_eq!(noisy.warnings, vec![]);
    // Some metres are told, and the gap is in doubt.
    let gap = territories(&halves("179.9999")).unwrap();
    assert_eq!(gap.value[0].polygons, exact.value[0].polygons);
    warned(&gap.warnings, &["FJI", "antimeridian", "no coast"]);
    // A degree of latitude, 110.7 km, by 1e-4 degrees of longitude, 10.7 m at 16° S.
    let doubt = gap.value[0].doubtful.0;
    assert!((1.18e6..1.2e6).contains(&doubt), "{doubt}");
    // A strait of some hundred metres stays, but a coast that runs along a meridian there is told.
    let strait = territories(&halves("179.995")).unwrap();
    assert_ne!(strait.value[0].polygons, exact.value[0].polygons);
    warned(
        &strait.warnings,
        &[
            "FJI",
            "along the antimeridian",
            "counts as coast",
            "m from it",
        ],
    );
    // An island on the meridian with no other part across the antimeridian is nothing to tell of.
    let island = polygon("[[[179,-17],[179.995,-17],[179.995,-16],[179,-16],[179,-17]]]");
    assert_eq!(territories(&island).unwrap().warnings, vec![]);
}

#[test]
fn a_jump_of_exactly_360_degrees_is_a_whole_parallel() {
    for path in ["[[-180,-60],[180,-60]]", "[[0,-60],[360,-60]]"] {
        let loaded = lines(&line(path)).unwrap();
        let points = &loaded.value.0[0].0;
        assert_eq!(points.len(), 5, "{path}");
        assert_eq!(points[4].x - points[0].x, 360.0, "{path}");
        assert!(
            loaded
                .warnings
                .iter()
                .all(|w| !w.what.contains("short way")),
            "{:?}",
            loaded.warnings
        );
    }
    // The antimeridian's two names in the midst of a line are one place.
    let crossed = lines(&line("[[179,50],[180,50],[-180,50],[-179,50]]")).unwrap();
    let points = &crossed.value.0[0].0;
    assert_eq!(points[3].x, 181.0);
    assert_eq!(crossed.warnings, vec![]);
    for (ring, area) in [
        (
            "[[-180,-24.5],[180,-24.5],[180,0.9],[-180,0.9],[-180,-24.5]]",
            25.4 * 360.0,
        ),
        // More positions between, and Antarctica closed along a parallel beside the pole.
        (
            "[[-180,-24],[-60,-24],[60,-24],[180,-24],[180,1],[-180,1],[-180,-24]]",
            25.0 * 360.0,
        ),
        (
            "[[-180,-80],[-60,-80],[60,-80],[180,-80],[180,-89],[-180,-89],[-180,-80]]",
            9.0 * 360.0,
        ),
    ] {
        let band = territories(&polygon(&format!("[{ring}]"))).unwrap();
        assert_eq!(band.warnings, vec![], "{ring}");
        assert!((plane_area(&band.value[0]) - area).abs() < 1e-6, "{ring}");
    }
}

#[test]
fn a_box_that_jumps_nearly_round_the_globe_both_ways_is_told_with_its_area() {
    let loaded = territories(&polygon(
        "[[[-179.99,0],[180,0],[180,10],[-179.99,10],[-179.99,0]]]",
    ))
    .unwrap();
    warned(
        &loaded.warnings,
        &["nearly round the globe", "0.1000 square degrees"],
    );
}

#[test]
fn two_rings_round_the_globe_have_the_polygon_between_them() {
    // Antarctica as programs draw it that close it beside the pole: whichever way the rings are wound.
    let round = |lat: f64, east: bool| {
        let mut lons = [-180.0, -90.0, 0.0, 90.0, 180.0];
        if !east {
            lons.reverse();
        }
        let ring: Vec<String> = lons.iter().map(|lon| format!("[{lon},{lat}]")).collect();
        format!("[{}]", ring.join(","))
    };
    for (a, b) in [(true, true), (true, false), (false, true), (false, false)] {
        let rings = format!("[{},{}]", round(-89.999, a), round(-70.0, b));
        let loaded = territories(&polygon(&rings)).unwrap();
        // 360 degrees by 19.999.
        assert!(
            (plane_area(&loaded.value[0]) - 360.0 * 19.999).abs() < 1e-6,
            "{a} {b}"
        );
    }
}

#[test]
fn left_of_a_polygon_s_ring_is_inside_however_it_is_wound() {
    let outer = |ccw: bool| {
        let mut ring = ["[0,0]", "[4,0]", "[4,4]", "[0,4]", "[0,0]"];
        if !ccw {
            ring.reverse();
        }
        format!("[{}]", ring.join(","))
    };
    let hole = "[[1,1],[2,1],[2,2],[1,2],[1,1]]";
    for ccw in [true, false] {
        let loaded = lines(&polygon(&format!("[{},{hole}]", outer(ccw)))).unwrap();
        let area = |index: usize| {
            use geo::Area;
            geo::Polygon::new(loaded.value.0[index].clone(), vec![]).signed_area()
        };
        assert_eq!((area(0), area(1)), (16.0, -1.0));
    }
}

#[test]
fn features_one_a_line_and_text_sequences_are_read_everywhere() {
    let one = feature("A", "Polygon", "[[[0,0],[1,0],[1,1],[0,0]]]");
    let two = feature("B", "Polygon", "[[[2,0],[3,0],[3,1],[2,0]]]");
    for text in [
        format!("{one}\n{two}\n"),
        format!("\u{1e}{one}\n\u{1e}{two}\n"),
        format!("{one}{two}"),
    ] {
        let loaded = territories(&text).unwrap();
        let codes: Vec<_> = loaded.value.iter().map(|t| t.code.as_str()).collect();
        assert_eq!(codes, ["A", "B"], "{text}");
        assert_eq!(loaded.warnings, vec![]);
        assert_eq!(lines(&text).unwrap().value.0.len(), 2);
    }
    let bare = format!("{}\n{}", line("[[0,0],[1,1]]"), line("[[2,2],[3,3]]"));
    assert_eq!(lines(&bare).unwrap().value.0.len(), 2);
    refused(
        lines(&format!("{one}\n{}", &two[..40])),
        &["truncated", "line 2"],
    );
}

#[test]
fn rings_come_out_counter_clockwise_with_their_bits_kept() {
    let loaded = territories(&polygon(
        "[[[0.1,0.3],[0.1,4.7],[4.9,4.7],[4.9,0.3],[0.1,0.3]],[[1,1],[2,1],[2,2],[1,1]]]",
    ))
    .unwrap();
    use geo::Winding;
    let p = &loaded.value[0].polygons.0[0];
    assert!(p.exterior().is_ccw() && p.interiors()[0].is_cw());
    assert_eq!(p.exterior().0[1], geo::Coord { x: 4.9, y: 0.3 });
    assert_eq!(loaded.warnings, vec![]);
}

#[test]
fn territories_are_cut_at_the_antimeridian_in_every_notation() {
    // 20° by 10° with a hole of 4° by 2° across the antimeridian; both directions; jumping, and beyond 180.
    let jumping = [
        "[[170,0],[-170,0],[-170,10],[170,10],[170,0]]",
        "[[178,4],[-178,4],[-178,6],[178,6],[178,4]]",
    ];
    let beyond = [
        "[[170,0],[170,10],[190,10],[190,0],[170,0]]",
        "[[178,4],[182,4],[182,6],[178,6],[178,4]]",
    ];
    for [outer, hole] in [jumping, beyond] {
        let loaded = territories(&polygon(&format!("[{outer},{hole}]"))).unwrap();
        assert_eq!(loaded.value[0].polygons.0.len(), 2);
        assert!(
            (plane_area(&loaded.value[0]) - 192.0).abs() < 1e-9,
            "{:?}",
            loaded.value[0].polygons
        );
        assert_eq!(loaded.warnings.len(), 1);
        // A hole beside the antimeridian goes to its own side.
        let beside = "[[-178,4],[-176,4],[-176,6],[-178,6],[-178,4]]";
        let loaded = territories(&polygon(&format!("[{outer},{beside}]"))).unwrap();
        let holes: Vec<_> = loaded.value[0]
            .polygons
            .0
            .iter()
            .map(|p| (p.exterior().0[0].x > 0.0, p.interiors().len()))
            .collect();
        assert!(
            holes.contains(&(true, 0)) && holes.contains(&(false, 1)),
            "{holes:?}"
        );
    }
    // The crossing stands at the latitude of the straight edge.
    let slanted = territories(&polygon("[[[178,0],[-176,6],[178,6],[178,0]]]")).unwrap();
    let all: Vec<_> = slanted.value[0]
        .polygons
        .0
        .iter()
        .flat_map(|p| p.exterior().0.clone())
        .collect();
    assert!(
        all.iter().any(|c| c.x == 180.0 && c.y == 2.0)
            && all.iter().any(|c| c.x == -180.0 && c.y == 2.0),
        "{all:?}"
    );
    assert!((plane_area(&slanted.value[0]) - 18.0).abs() < 1e-9);
}

#[test]
fn a_ring_round_a_pole_is_closed_through_the_nearer_pole_in_either_direction() {
    for (ring, area) in [
        ("[[0,80],[120,80],[-120,80],[0,80]]", 3600.0),
        ("[[0,80],[-120,80],[120,80],[0,80]]", 3600.0),
        ("[[0,-70],[120,-70],[-120,-70],[0,-70]]", 7200.0),
        ("[[0,-70],[-120,-70],[120,-70],[0,-70]]", 7200.0),
        ("[[0,-70],[120,-70],[240,-70],[360,-70]]", 7200.0),
    ] {
        let loaded = territories(&polygon(&format!("[{ring}]"))).unwrap();
        assert!(
            (plane_area(&loaded.value[0]) - area).abs() < 1e-9,
            "{ring}: {:?}",
            loaded.value[0].polygons
        );
        warned(&loaded.warnings, &["round the globe", "pole"]);
    }
    // A belt between two parallels: the hole holds the pole.
    let belt = territories(&polygon(
        "[[[0,60],[120,60],[-120,60],[0,60]],[[0,80],[120,80],[-120,80],[0,80]]]",
    ))
    .unwrap();
    assert!(
        (plane_area(&belt.value[0]) - 7200.0).abs() < 1e-9,
        "{:?}",
        belt.value[0].polygons
    );
}

#[test]
fn rings_that_are_cut_already_stay_as_they_are() {
    let cap = "[[[-180,-90],[180,-90],[180,-60],[0,-60],[-180,-60],[-180,-90]]]";
    // 180 to 0 is an edge of exactly 180°, so the cap needs two positions more.
    refused(territories(&polygon(cap)), &["exactly 180°"]);
    let cap = "[[[-180,-90],[180,-90],[180,-60],[60,-60],[-60,-60],[-180,-60],[-180,-90]]]";
    let loaded = territories(&polygon(cap)).unwrap();
    assert_eq!(
        (plane_area(&loaded.value[0]), loaded.warnings.len()),
        (10800.0, 0)
    );
    let band = territories(&polygon(
        "[[[-180,-60],[180,-60],[180,-50],[-180,-50],[-180,-60]]]",
    ))
    .unwrap();
    assert_eq!(plane_area(&band.value[0]), 3600.0);
}

/// A star round a centre: simple by construction, its area known from its own positions.
fn star(lon: f64, lat: f64, radii: &[f64]) -> (Vec<[f64; 2]>, f64) {
    let n = radii.len();
    let at = |i: usize| {
        let angle = i as f64 / n as f64 * std::f64::consts::TAU;
        [radii[i] * angle.cos(), radii[i] * angle.sin()]
    };
    let area = (0..n)
        .map(|i| (at(i), at((i + 1) % n)))
        .map(|(p, q)| (p[0] * q[1] - p[1] * q[0]) / 2.0)
        .sum();
    let place = |i: usize| {
        let [x, y] = at(i % n);
        let x = lon + x;
        [if x > 180.0 { x - 360.0 } else { x }, lat + y]
    };
    ((0..=n).map(place).collect(), area)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_bytes_give_a_result_or_an_error_with_a_message(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for error in [geojson::lines(&source(&bytes)).err(), geojson::territories(&source(&bytes), None, None).err()].into_iter().flatten() {
            prop_assert!(!error.what.is_empty() && error.kind == Kind::Data);
        }
    }

    #[test]
    fn any_rings_of_a_coarse_grid_give_polygons_within_the_globe_or_an_error(
        ring in prop::collection::vec((-36i32..=36, -9i32..=9), 3..12), kind in 0..3
    ) {
        let mut at: Vec<_> = ring.iter().map(|(x, y)| format!("[{},{}]", x * 10, y * 10)).collect();
        at.push(at[0].clone());
        let path = at.join(",");
        let text = match kind { 0 => line(&format!("[{path}]")), _ => polygon(&format!("[[{path}]]")) };
        if let Ok(loaded) = lines(&text) {
            for l in &loaded.value {
                prop_assert!(l.0.windows(2).all(|w| (w[1].x - w[0].x).abs() <= 180.0), "{:?}", l);
            }
        }
        if let Ok(loaded) = territories(&text) {
            for c in loaded.value.iter().flat_map(|t| &t.polygons.0).flat_map(|p| &p.exterior().0) {
                prop_assert!(c.x.abs() <= 180.0 && c.y.abs() <= 90.0);
            }
        }
    }

    /// Simple stars anywhere, in either direction, many across the antimeridian. Cannot see what self-crossing rings do.
    #[test]
    fn stars_keep_their_area(
        lon in -180.0..180.0f64, lat in -60.0..60.0f64, radii in prop::collection::vec(0.5..25.0f64, 5..40), back: bool
    ) {
        let (mut ring, area) = star(lon, lat, &radii);
        for p in &mut ring { if p[0] < -180.0 { p[0] += 360.0 } }
        if back { ring.reverse(); }
        let last = ring.len() - 1;
        ring[last] = ring[0];
        let text = polygon(&serde_json::to_string(&[ring]).unwrap());
        let loaded = territories(&text).unwrap();
        prop_assert!((plane_area(&loaded.value[0]) - area).abs() < 1e-9 * area.max(1.0));
        prop_assert_eq!(loaded.value[0].doubtful.0, 0.0);
    }
}
