//! Coordinate reference systems: known points of each, edges that stay where they were, one operation for a run.
#![cfg(feature = "proj")]

use standoff::crs::Transformation;
use standoff::load::reading::Reading;
use standoff::load::{geojson, source::Source};

/// Code, longitude, latitude, x (east), y (north), m: pyproj 3.7.2 (PROJ 9.5.1), the operation of the same name; `tools/crs.py --golden`.
const KNOWN: [(u32, f64, f64, f64, f64); 26] = [
    (3035, 24.7536, 59.437, 5153013.44667, 4124198.39313),
    (3035, -8.61, 41.15, 2769980.00191, 2197840.99254),
    (2180, 21.01, 52.23, 637231.09033, 486786.39368),
    (2180, 14.55, 53.43, 204509.29696, 627553.31255),
    (3301, 24.7536, 59.437, 542763.36912, 6589036.27537),
    (3301, 26.7225, 58.3806, 659224.97520, 6474356.88840),
    (3059, 24.11, 56.95, 506691.22378, 311825.56021),
    (3059, 26.53, 55.87, 658300.78554, 194504.93096),
    (3346, 25.28, 54.69, 582524.02765, 6062260.63734),
    (3346, 21.14, 55.71, 320285.97569, 6178746.42728),
    (32635, 24.7536, 59.437, 372593.99930, 6590864.90093),
    (32635, 29.9, 47.1, 720055.69048, 5220358.07103),
    (3857, -120.5, 48.99, -13413998.64059, 6273164.77354),
    (3857, 137.25, -66.5, 15278600.11138, -10015051.24417),
    (28403, 21.5, 54.7, 3918892.80362, 6083402.84115),
    (28403, 23.9, 55.1, 4067468.65109, 6144770.05591),
    (28405, 24.7, 52.3, 5343233.94369, 5799340.88685),
    (28405, 27.9, 55.7, 5556713.55709, 6175652.98613),
    (28406, 30.2, 55.7, 6324096.71341, 6178828.84029),
    (28406, 33.1, 52.4, 6506927.19270, 5807968.62684),
    (20005, 27.9, 57.4, 5554231.61668, 6364938.42909),
    (20005, 28.4, 59.4, 5579652.32179, 6588186.74340),
    (3576, 105.0, 72.5, 503780.40465, -1880134.06603),
    (3576, -169.5, 66.1, 2604335.32424, 482685.02168),
    (3995, 30.5, 69.6, 1136520.35028, -1929428.68303),
    (3995, -141.0, 69.65, -1405699.47383, 1735894.28318),
];

#[test]
fn a_known_point_of_each_system_comes_out_east_before_north() {
    for pair in KNOWN.chunks(2) {
        let code = pair[0].0;
        let positions = [[pair[0].1, pair[0].2], [pair[1].1, pair[1].2]];
        let way = Transformation::find_back(&format!("EPSG:{code}"), &positions, false).unwrap();
        let mut found = positions;
        way.from_wgs84(&mut found);
        for (at, known) in found.iter().zip(pair) {
            let apart = (at[0] - known.3).abs().max((at[1] - known.4).abs());
            assert!(apart < 1e-5 + 1e-6, "EPSG:{code}: {at:?}, {apart} m off");
        }
        // There and back: small-angle datum shifts and the authalic latitude of LAEA are not inverted better by PROJ itself.
        way.to_wgs84(&mut found);
        for (at, from) in found.iter().zip(&positions) {
            let metres = 111_700.0 * (at[0] - from[0]).hypot(at[1] - from[1]);
            assert!(
                metres < 1e-3,
                "EPSG:{code}: {metres} m off after the way back"
            );
        }
    }
}

fn read(text: &str, crs: &[&str]) -> (Vec<[f64; 2]>, Vec<String>, Reading) {
    let crs: Vec<String> = crs.iter().map(|c| (*c).to_owned()).collect();
    let reading = Reading::new(&crs, false).unwrap();
    let source = Source::Bytes {
        name: "line".into(),
        bytes: text.as_bytes().to_vec(),
    };
    let loaded = geojson::lines_watched(&source, &reading, &()).unwrap();
    let positions = loaded.value.0[0].0.iter().map(|c| [c.x, c.y]).collect();
    (
        positions,
        loaded.warnings.iter().map(ToString::to_string).collect(),
        reading,
    )
}

fn line(positions: &[[f64; 2]]) -> String {
    format!(r#"{{"type":"LineString","coordinates":{positions:?}}}"#)
}

/// Distance of the midpoints of straight longitude-latitude edges from the straight line in the system, m.
fn strays(way: &Transformation, positions: &[[f64; 2]], a: [f64; 2], b: [f64; 2]) -> f64 {
    let length = (b[0] - a[0]).hypot(b[1] - a[1]);
    let mut worst: f64 = 0.0;
    for w in positions.windows(2) {
        for t in [0.2, 0.35, 0.5, 0.65, 0.8] {
            let mut at = [[
                w[0][0] + t * (w[1][0] - w[0][0]),
                w[0][1] + t * (w[1][1] - w[0][1]),
            ]];
            way.from_wgs84(&mut at);
            let across = (at[0][0] - a[0]) * (b[1] - a[1]) - (at[0][1] - a[1]) * (b[0] - a[0]);
            worst = worst.max((across / length).abs());
        }
    }
    worst
}

#[test]
fn a_long_edge_stays_within_a_centimetre_of_the_straight_one() {
    // The second crosses the central meridian slantwise: its curve is an S, whose middle is on the chord.
    for (crs, a, b) in [
        (
            "EPSG:3301",
            [400_000.0, 6_500_000.0],
            [700_000.0, 6_520_000.0],
        ),
        (
            "EPSG:32635",
            [400_000.0, 6_450_000.0],
            [600_000.0, 6_550_000.0],
        ),
        (
            "EPSG:3035",
            [4_900_000.0, 4_000_000.0],
            [5_300_000.0, 4_100_000.0],
        ),
    ] {
        let (positions, warnings, reading) = read(&line(&[a, b]), &[crs]);
        assert!(warnings.is_empty(), "{warnings:?}");
        let used = &reading.used()[0];
        assert_eq!(used.added, positions.len() - 2);
        assert!(used.added > 50, "{crs}: {}", used.added);
        let way = Transformation::find(crs, &[a, b], false).unwrap();
        let worst = strays(&way, &positions, a, b);
        assert!(worst < 0.01, "{crs}: {worst} m");
        // The bound is used: a tenth of the positions would not do.
        assert!(worst > 0.001, "{crs}: {worst} m");
    }
}

#[test]
fn an_edge_gives_the_same_positions_in_both_directions() {
    let (a, b) = ([412_345.67, 6_480_123.4], [688_888.8, 6_599_999.9]);
    let there = read(&line(&[a, b]), &["EPSG:3301"]).0;
    let mut back = read(&line(&[b, a]), &["EPSG:3301"]).0;
    back.reverse();
    assert_eq!(there, back);
}

#[test]
fn a_line_across_the_antimeridian_runs_on_without_a_warning() {
    // North of Chukotka, in the polar system of Russia.
    let way = Transformation::find_back("EPSG:3576", &[[179.0, 70.0]], false).unwrap();
    let mut ends = [[178.0, 70.0], [-178.0, 70.0]];
    way.from_wgs84(&mut ends);
    let (positions, warnings, _) = read(&line(&ends), &["EPSG:3576"]);
    assert!(warnings.is_empty(), "{warnings:?}");
    assert!(
        positions
            .windows(2)
            .all(|w| (w[1][0] - w[0][0]).abs() < 1.0)
    );
    assert!((positions[0][0] - 178.0).abs() < 1e-8);
    assert!((positions[positions.len() - 1][0] - 182.0).abs() < 1e-8);
}

#[test]
fn the_draft_s_crs_member_is_read_wherever_it_stands() {
    let member = r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3301"}}"#;
    let geometry = r#""coordinates":[[542763.369117,6589036.275375],[542763.369117,6589000]]"#;
    for text in [
        format!(r#"{{"type":"LineString",{member},{geometry}}}"#),
        format!(r#"{{"type":"LineString",{geometry},{member}}}"#),
        format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","geometry":{{"type":"LineString",{geometry}}}}}],{member}}}"#
        ),
    ] {
        let (positions, warnings, reading) = read(&text, &[]);
        assert!(
            (positions[0][0] - 24.7536).abs() < 1e-9 && (positions[0][1] - 59.437).abs() < 1e-9,
            "{positions:?}"
        );
        assert!(warnings.is_empty(), "{warnings:?}");
        assert_eq!(reading.used()[0].about.crs, "EPSG:3301");
    }
    // Two that disagree are an error.
    let other = r#""crs":{"type":"name","properties":{"name":"EPSG:3035"}}"#;
    let text = format!(
        r#"{{"type":"FeatureCollection",{member},"features":[{{"type":"Feature",{other},"geometry":{{"type":"LineString",{geometry}}}}}]}}"#
    );
    let source = Source::Bytes {
        name: "two".into(),
        bytes: text.into_bytes(),
    };
    let error = geojson::lines(&source).unwrap_err();
    assert!(
        error.what.contains("two coordinate reference systems") || error.what.contains("EPSG:3035"),
        "{error}"
    );
}

#[test]
fn a_poor_operation_is_warned_of_with_its_number() {
    let at = [[5_343_233.9, 5_799_340.9], [5_343_300.0, 5_799_400.0]];
    let warnings = read(&line(&at), &["EPSG:28405"]).1;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(
        warnings[0].contains("accurate to 3 m") || warnings[0].contains("accurate to 4"),
        "{warnings:?}"
    );
}

#[test]
fn positions_that_cannot_be_transformed_are_counted_and_named() {
    let text = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"name":"good"},"geometry":{"type":"LineString","coordinates":[[5000000,4000000],[5010000,4000000]]}},
        {"type":"Feature","properties":{"name":"bad"},"geometry":{"type":"LineString","coordinates":[[5000000,4000000],[1e12,6500000],[1e13,0]]}}]}"#;
    let reading = Reading::new(&["EPSG:3035".into()], false).unwrap();
    let source = Source::Bytes {
        name: "x.geojson".into(),
        bytes: text.as_bytes().to_vec(),
    };
    let error = geojson::lines_watched(&source, &reading, &()).unwrap_err();
    assert!(
        error
            .what
            .starts_with("2 positions cannot be transformed from EPSG:3035"),
        "{error}"
    );
    let place = &error.place;
    assert_eq!(
        (place.feature.as_deref(), place.ring, place.position),
        (Some("2 \"bad\""), Some(1), Some(2))
    );
    assert!(error.what.contains("x 1000000000000"), "{error}");
}

#[test]
fn one_operation_serves_all_files_of_a_run() {
    let reading = Reading::new(&["EPSG:28405".into()], false).unwrap();
    // Alone the second would get another operation than the first.
    for at in [
        [[5_343_233.9, 5_799_340.9], [5_343_300.0, 5_799_400.0]],
        [[5_556_713.5, 6_175_652.9], [5_556_800.0, 6_175_700.0]],
    ] {
        let source = Source::Bytes {
            name: format!("{at:?}"),
            bytes: line(&at).into_bytes(),
        };
        geojson::lines_watched(&source, &reading, &()).unwrap();
    }
    let used = reading.used();
    assert_eq!(used.len(), 2);
    assert_eq!(used[0].about.operation, used[1].about.operation);
}
