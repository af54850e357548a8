//! `standoff verify`.

use super::bench::*;
use std::fs;

const LINE_FLAGS: &str = "--border line.json --territories states.json";

fn with_zone() -> Bench {
    let bench = Bench::new();
    bench
        .run(&format!(
            "strip {LINE_FLAGS} --width 10km,20km --out zone.geojson --out zone.gpkg --quiet"
        ))
        .done();
    bench
}

fn verdicts(run: &Run) -> Vec<(String, String)> {
    (run.rows().into_iter())
        .map(|row| (row[1].clone(), row[8].clone()))
        .collect()
}

#[test]
fn a_file_of_the_program_passes_at_the_widths_that_it_states() {
    let bench = with_zone();
    for zone in ["zone.geojson", "zone.gpkg:strip"] {
        let run = bench
            .run(&format!(
                "verify {zone} {LINE_FLAGS} --samples 500 --format csv --strict"
            ))
            .done();
        assert_eq!(
            run.out.lines().next(),
            Some("scenario,width_km,check,samples,failed,worst_m,at_lon,at_lat,verdict")
        );
        let all = verdicts(&run);
        assert_eq!(all.len(), 8);
        assert!(
            all[..4]
                .iter()
                .all(|v| v == &("10".into(), "passes".into()))
        );
        assert!(
            all[4..]
                .iter()
                .all(|v| v == &("20".into(), "passes".into()))
        );
    }
    let one = bench
        .run(&format!(
            "verify zone.geojson {LINE_FLAGS} --width 20km --samples 500 --format csv"
        ))
        .done();
    assert_eq!(verdicts(&one).len(), 4);
    assert!(one.err.contains("other layers"), "{}", one.err);
}

#[test]
fn a_zone_that_fails_is_a_warning_with_its_place_and_an_error_when_strict() {
    let bench = with_zone();
    // A box of about 20 km on each side: right beside the line's middle, too wide at its corners.
    let zone = r#"{"type":"Polygon","coordinates":[[[-0.18,0.22],[0.18,0.22],[0.18,0.78],[-0.18,0.78],[-0.18,0.22]]]}"#;
    fs::write(bench.path().join("box.json"), zone).expect("a file");
    let check = format!("verify box.json {LINE_FLAGS} --width 20km --samples 500 --format csv");
    let run = bench.run(&check).done();
    let row = &run.rows()[0];
    assert_eq!(row[2], "outline beyond the width");
    // The corner is √2 times as far.
    let worst: f64 = row[5].parse().expect("a number");
    assert!((8_000.0..8_700.0).contains(&worst), "{worst}");
    let lon: f64 = row[6].parse().expect("a number");
    assert!((lon.abs() - 0.18).abs() < 1e-9);
    assert_eq!(row[8], "fails");
    assert!(run.err.contains("off by up to"), "{}", run.err);
    let strict = bench.run(&format!("{check} --strict"));
    assert_eq!(strict.code, Some(DATA));
    // The table says what is wrong, so it comes all the same.
    assert_eq!(strict.out, run.out);
    let near = bench.run(&format!("{check} --tolerance 1900m"));
    assert_eq!(near.code, Some(0), "{}", near.err);
    assert!(verdicts(&near).iter().any(|v| v.1 == "fails"));
}

#[test]
fn parts_of_a_zone_are_one_and_the_edge_that_they_share_is_no_outline() {
    let bench = with_zone();
    bench
        .run(&format!(
            "strip {LINE_FLAGS} --width 20km --out whole.geojson --quiet"
        ))
        .done();
    let text = fs::read_to_string(bench.path().join("whole.geojson")).expect("a file");
    let all: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let parts: Vec<_> = (all["features"].as_array().expect("features").iter())
        .filter(|f| f["properties"]["layer"] == "overlap")
        .map(
            |f| serde_json::json!({"type": "Feature", "properties": {}, "geometry": f["geometry"]}),
        )
        .collect();
    assert_eq!(parts.len(), 2);
    let parts = serde_json::json!({"type": "FeatureCollection", "features": parts});
    fs::write(bench.path().join("parts.json"), parts.to_string()).expect("a file");
    let run = bench
        .run(&format!(
            "verify parts.json {LINE_FLAGS} --width 20km --samples 500 --format csv"
        ))
        .done();
    let short = &run.rows()[1];
    assert_eq!(
        (short[2].as_str(), short[4].as_str(), short[8].as_str()),
        ("outline short of the width", "0", "passes")
    );
}

#[test]
fn a_zone_without_a_width_and_a_width_without_a_zone_are_refused_with_what_to_do() {
    let bench = with_zone();
    let zone = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,1],[0,0]]]}"#;
    fs::write(bench.path().join("plain.json"), zone).expect("a file");
    for (arguments, code, words) in [
        ("verify plain.json", USAGE, "--width 50km"),
        ("verify zone.geojson --width 30km", USAGE, "10 km, 20 km"),
        ("verify line.json --width 30km", DATA, "line"),
        ("verify missing.json --width 30km", USAGE, "missing.json"),
        ("verify zone.geojson --samples 0", USAGE, "--samples"),
        (
            "verify plain.json --width 30km --tolerance 5km",
            USAGE,
            "tenth",
        ),
        ("verify", USAGE, "<ZONE>"),
    ] {
        let run = bench.run(&format!("{arguments} --border line.json"));
        assert_eq!(run.code, Some(code), "{arguments}: {}", run.err);
        assert!(run.err.contains(words), "{arguments}: {}", run.err);
        assert_eq!(run.out, "");
    }
}
