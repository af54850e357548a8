//! `standoff verify`: zones of the program by what they say of themselves, zones of others by the flags.

use super::bench::*;
use std::fs;

const LINE_FLAGS: &str = "--border line.json --territories states.json";
/// Coarse places keep these runs short; what is looked for is wider.
const COARSE: &str = "--spacing 2km --format csv";
/// A box of about 20 km on each side: right beside the line's middle, too wide at its corners.
const BOX: &str = r#"{"type":"Polygon","coordinates":[[[-0.18,0.22],[0.18,0.22],[0.18,0.78],[-0.18,0.78],[-0.18,0.22]]]}"#;

fn with_zone() -> Bench {
    let bench = Bench::new();
    bench
        .run(&format!(
            "strip {LINE_FLAGS} --width 10km,20km --out zone.geojson --out zone.gpkg --out zone.fgb --quiet"
        ))
        .done();
    bench
}

/// Width and verdict of each row.
fn verdicts(run: &Run) -> Vec<(String, String)> {
    (run.rows().into_iter())
        .map(|row| (row[1].clone(), row[8].clone()))
        .collect()
}

#[track_caller]
fn all_pass(run: &Run, widths: &[&str]) {
    let all = verdicts(run);
    assert!(
        all.iter().all(|(_, verdict)| verdict == "passes"),
        "{}",
        run.out
    );
    let mut found: Vec<&str> = all.iter().map(|(width, _)| width.as_str()).collect();
    found.dedup();
    assert_eq!(found, widths, "{}", run.out);
}

fn json(bench: &Bench, name: &str) -> serde_json::Value {
    let text = fs::read_to_string(bench.path().join(name)).expect(name);
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn a_file_of_each_format_is_judged_at_all_its_widths_by_what_it_says_of_itself() {
    let bench = with_zone();
    for zone in ["zone.geojson", "zone.gpkg", "zone.gpkg:strip", "zone.fgb"] {
        let run = bench.run(&format!("verify {zone} {LINE_FLAGS} {COARSE} --strict"));
        let run = run.done();
        assert_eq!(
            run.out.lines().next(),
            Some("scenario,width_km,check,samples,failed,worst_m,at_lon,at_lat,verdict")
        );
        all_pass(&run, &["10", "20"]);
    }
    let one = bench
        .run(&format!(
            "verify zone.geojson {LINE_FLAGS} --width 20km {COARSE}"
        ))
        .done();
    all_pass(&one, &["20"]);
    assert!(one.err.contains("other layers"), "{}", one.err);
}

#[test]
fn a_derived_line_its_day_and_members_come_from_the_file() {
    let bench = Bench::new();
    let flags =
        "--between RUS,BLR NATO --as-of 2024-06-01 --not-member NATO=POL --within 25,54,32,60";
    bench
        .run(&format!(
            "strip {flags} --width 30km --out zone.geojson --quiet"
        ))
        .done();
    let run = bench
        .run("verify zone.geojson --spacing 5km --format csv")
        .done();
    all_pass(&run, &["30"]);
    assert!(run.rows()[0][0].contains("2024-06-01"), "{}", run.out);
    // Once more what the file says: no matter; something else: both are named.
    bench
        .run("verify zone.geojson --as-of 2024-06-01 --worldview de-facto --spacing 5km")
        .done();
    for (flags, words) in [
        (
            "--as-of 2021-12-17",
            vec!["--as-of 2021-12-17", "--as-of 2024-06-01"],
        ),
        (
            "--around RUS",
            vec!["--around RUS", "--between RUS,BLR NATO"],
        ),
        ("--coast", vec!["--coast"]),
        (
            "--worldview un",
            vec!["--worldview un", "--worldview de-facto"],
        ),
        ("--side left", vec!["--side left", "--side both"]),
        ("--cap flat", vec!["--cap round"]),
        ("--width-in RUS=5km", vec!["RUS=5km", "no --width-in"]),
        ("--width 31km", vec!["31km", "30 km"]),
    ] {
        let run = bench.run(&format!("verify zone.geojson {flags}"));
        run.fails(USAGE, &words);
    }
}

#[test]
fn around_a_territory_passes_without_a_flag() {
    let bench = Bench::new();
    bench
        .run("strip --around EST --coast --width 20km --out zone.geojson --quiet")
        .done();
    all_pass(
        &bench
            .run("verify zone.geojson --spacing 5km --format csv")
            .done(),
        &["20"],
    );
}

#[test]
fn one_side_flat_caps_and_a_line_across_the_antimeridian_pass() {
    let bench = Bench::new();
    let line = r#"{"type":"LineString","coordinates":[[179.5,66.0],[-179.6,66.4],[-179,66.2]]}"#;
    fs::write(bench.path().join("far.json"), line).expect("a file");
    for flags in ["", "--side left", "--side right --cap flat", "--cap flat"] {
        bench
            .run(&format!(
                "strip --border far.json --width 15km {flags} --out zone.geojson --force --quiet"
            ))
            .done();
        let run = bench.run("verify zone.geojson --border far.json --spacing 1km --format csv");
        all_pass(&run.done(), &["15"]);
    }
}

#[test]
fn widths_of_soil_whole_territories_and_exceptions_pass() {
    let bench = Bench::new();
    let own = "--territories states.json";
    for flags in [
        "--width-in EAS=5km",
        "--exclude WES",
        "--blanket EAS",
        "--third-states clip",
        "--except-circle 0,0.5,3km",
    ] {
        bench
            .run(&format!(
                "strip {own} --between WES EAS --width 10km {flags} --out zone.geojson --force --quiet"
            ))
            .done();
        let run = bench.run(&format!(
            "verify zone.geojson {own} --spacing 500m --format csv"
        ));
        all_pass(&run.done(), &["10"]);
    }
}

#[test]
fn a_preset_s_zone_passes_and_says_its_name() {
    let bench = Bench::new();
    bench
        .run("strip --preset kosovo-1999-ground --out zone.geojson --quiet")
        .done();
    let run = bench.run("verify zone.geojson --format csv").done();
    all_pass(&run, &["5"]);
    assert!(
        run.rows()[0][0].starts_with("kosovo-1999-ground: "),
        "{}",
        run.out
    );
    bench
        .run("verify zone.geojson --preset kosovo-1999-air")
        .fails(USAGE, &["kosovo-1999-air", "kosovo-1999-ground"]);
}

#[test]
fn files_are_given_again_and_compared_and_no_path_of_the_zone_is_opened() {
    let bench = with_zone();
    // The file lies where it lay: that helps nobody.
    bench
        .run("verify zone.geojson --territories states.json")
        .fails(USAGE, &["line.json", "--border line.json"]);
    bench
        .run("verify zone.geojson --border line.json")
        .fails(USAGE, &["states.json", "--territories"]);
    let text = fs::read_to_string(bench.path().join("zone.geojson")).expect("a file");
    assert!(!text.contains(&bench.path().display().to_string()));
    // Another name is no other file.
    fs::rename(
        bench.path().join("line.json"),
        bench.path().join("moved.json"),
    )
    .expect("moved");
    let moved = "--border moved.json --territories states.json";
    bench
        .run(&format!("verify zone.geojson {moved} {COARSE}"))
        .done();
    fs::write(bench.path().join("line.json"), LINE.replace("0.6", "0.7")).expect("a file");
    bench
        .run(&format!("verify zone.geojson {LINE_FLAGS}"))
        .fails(DATA, &["line.json is not the file", "SHA-256"]);
    bench
        .run(&format!("verify zone.geojson {moved} --except line.json"))
        .fails(USAGE, &["--except"]);
}

#[test]
fn a_line_from_standard_input_is_summed_as_it_is_read() {
    let bench = Bench::new();
    let made = "strip --border - --width 5km --out zone.geojson --quiet";
    bench.run_with(made, LINE).done();
    let check = format!("verify zone.geojson {COARSE}");
    bench.run(&format!("{check} --border line.json")).done();
    bench.run_with(&format!("{check} --border -"), LINE).done();
    let other = LINE.replace("0.6", "0.7");
    bench
        .run_with(&format!("{check} --border -"), &other)
        .fails(DATA, &["standard input", "SHA-256"]);
}

#[test]
fn a_zone_that_fails_ends_with_code_3_and_has_its_verdict_in_every_format() {
    let bench = with_zone();
    fs::write(bench.path().join("box.json"), BOX).expect("a file");
    let check = format!("verify box.json {LINE_FLAGS} --width 20km --spacing 2km");
    let run = bench.run(&format!("{check} --format csv"));
    assert_eq!(run.code, Some(DATA), "{}", run.err);
    let row = &run.rows()[0];
    assert_eq!(row[2], "outline beyond the width");
    // The corner is √2 times as far.
    let worst: f64 = row[5].parse().expect("a number");
    assert!((8_000.0..8_700.0).contains(&worst), "{worst}");
    let lon: f64 = row[6].parse().expect("a number");
    assert!((lon.abs() - 0.18).abs() < 1e-6);
    assert_eq!(row[8], "fails");
    assert!(run.err.contains("off by up to 8"), "{}", run.err);
    for format in ["table", "json", "ndjson"] {
        let run = bench.run(&format!(
            "{check} --format {format} --table found.csv --force"
        ));
        assert_eq!(run.code, Some(DATA));
        assert!(run.out.contains("fails"), "{}", run.out);
        let file = fs::read_to_string(bench.path().join("found.csv")).expect("a table");
        assert!(file.contains(",fails"));
    }
    let near = bench.run(&format!("{check} --tolerance 1900m --format csv"));
    assert_eq!(near.code, Some(DATA), "{}", near.err);
}

#[test]
fn a_hole_that_is_gone_and_a_ring_that_is_reversed_are_found() {
    let bench = Bench::new();
    let ring =
        r#"{"type":"LineString","coordinates":[[-0.5,0],[0.5,0],[0.5,1],[-0.5,1],[-0.5,0]]}"#;
    fs::write(bench.path().join("ring.json"), ring).expect("a file");
    bench
        .run("strip --border ring.json --width 10km --out zone.geojson --quiet")
        .done();
    let check = "verify zone.geojson --border ring.json --spacing 2km --format csv";
    bench.run(check).done();
    let whole = json(&bench, "zone.geojson");
    let strip = "/features/0/geometry/coordinates/0";
    let rings = whole
        .pointer(strip)
        .and_then(|r| r.as_array())
        .expect("rings");
    assert_eq!(rings.len(), 2);
    let mut filled = whole.clone();
    *filled.pointer_mut(strip).expect("rings") = serde_json::json!([rings[0]]);
    let mut reversed = whole.clone();
    let outer: Vec<_> = rings[0].as_array().expect("a ring").iter().rev().collect();
    *reversed.pointer_mut(strip).expect("rings") = serde_json::json!([outer, rings[1]]);
    for wrong in [filled, reversed] {
        fs::write(bench.path().join("zone.geojson"), wrong.to_string()).expect("a file");
        let run = bench.run(check);
        assert_eq!(run.code, Some(DATA), "{}", run.out);
    }
}

#[test]
fn parts_of_a_zone_are_one_and_the_edge_that_they_share_is_no_outline() {
    let bench = with_zone();
    bench
        .run(&format!(
            "strip {LINE_FLAGS} --width 20km --out whole.geojson --quiet"
        ))
        .done();
    let all = json(&bench, "whole.geojson");
    let parts: Vec<_> = (all["features"].as_array().expect("features").iter())
        .filter(|f| f["properties"]["layer"] == "overlap")
        .map(
            |f| serde_json::json!({"type": "Feature", "properties": {}, "geometry": f["geometry"]}),
        )
        .collect();
    assert_eq!(parts.len(), 2);
    let parts = serde_json::json!({"type": "FeatureCollection", "features": parts});
    fs::write(bench.path().join("parts.json"), parts.to_string()).expect("a file");
    let run = bench.run(&format!(
        "verify parts.json {LINE_FLAGS} --width 20km {COARSE}"
    ));
    let short = &run.rows()[1];
    assert_eq!(
        (short[2].as_str(), short[4].as_str(), short[8].as_str()),
        ("outline short of the width", "0", "passes")
    );
}

#[test]
fn what_is_not_there_is_2_and_what_cannot_be_read_is_3_without_a_verdict() {
    let bench = with_zone();
    let zone = r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[0,1],[0,0]]]}"#;
    fs::write(bench.path().join("plain.json"), zone).expect("a file");
    fs::write(bench.path().join("cut.json"), &zone[..40]).expect("a file");
    for (arguments, code, words) in [
        ("verify plain.json", USAGE, "--width 50km"),
        ("verify line.json --width 30km", DATA, "line"),
        ("verify missing.json --width 30km", USAGE, "missing.json"),
        ("verify cut.json --width 30km", DATA, "cut.json"),
        (
            "verify plain.json --width 30km --tolerance 5km",
            USAGE,
            "tenth",
        ),
        ("verify", USAGE, "<ZONE>"),
    ] {
        let run = bench.run(&format!("{arguments} --border line.json"));
        run.fails(code, &[words]);
    }
    bench
        .run("verify plain.json --width 30km --border missing.json")
        .fails(USAGE, &["missing.json"]);
    bench
        .run("verify plain.json --width 30km --border cut.json")
        .fails(DATA, &["cut.json"]);
    bench
        .run(&format!("verify zone.geojson {LINE_FLAGS} --width 30km"))
        .fails(USAGE, &["30km", "10 km, 20 km"]);
}

#[test]
fn a_record_of_another_form_other_boundaries_or_an_unknown_name_gives_no_verdict() {
    let bench = Bench::new();
    bench
        .run("strip --around EST --width 10km --out zone.geojson --quiet")
        .done();
    let zone = json(&bench, "zone.geojson");
    let form = &zone["standoff"];
    assert_eq!(form["version"], 1);
    assert_eq!(form["choices"]["around"], "EST");
    assert_eq!(form["choices"]["tolerance"], "1m");
    for (place, value, word) in [
        ("/standoff/version", serde_json::json!(2), "form 2"),
        (
            "/standoff/choices/around",
            serde_json::json!(["EST"]),
            "cannot be read",
        ),
        (
            "/standoff/choices/side",
            serde_json::json!("outer"),
            "is no side",
        ),
        (
            "/standoff/data/boundaries_sha256",
            serde_json::json!("00"),
            "other boundaries",
        ),
    ] {
        let mut other = zone.clone();
        *other.pointer_mut(place).expect(place) = value;
        fs::write(bench.path().join("other.geojson"), other.to_string()).expect("a file");
        bench
            .run("verify other.geojson")
            .fails(DATA, &[word, "other.geojson"]);
    }
}

#[test]
fn a_geopackage_of_an_older_version_is_read_by_its_words() {
    let bench = with_zone();
    let path = bench.path().join("zone.gpkg");
    let file = rusqlite::Connection::open(path).expect("a database");
    let words = [
        ("command", "strip"),
        ("width", "10km,20km"),
        ("border", "somewhere/line.json"),
        ("edges", "planar"),
        ("side", "both"),
        ("cap", "round"),
        ("territories", "states.json"),
        ("tolerance", "1m"),
    ];
    let items: String = (words.iter())
        .map(|(name, value)| format!("<MDI key=\"choice_{name}\">{value}</MDI>"))
        .collect();
    let xml =
        format!("<GDALMultiDomainMetadata><Metadata>{items}</Metadata></GDALMultiDomainMetadata>");
    file.execute("UPDATE gpkg_metadata SET metadata = ?", [xml])
        .expect("an update");
    drop(file);
    let run = bench
        .run(&format!("verify zone.gpkg {LINE_FLAGS} {COARSE}"))
        .done();
    all_pass(&run, &["10", "20"]);
    assert!(run.err.contains("no checksum"), "{}", run.err);
    bench
        .run("verify zone.gpkg --territories states.json")
        .fails(USAGE, &["--border line.json"]);
    bench
        .run(&format!("verify zone.gpkg {LINE_FLAGS} --cap flat"))
        .fails(USAGE, &["--cap flat", "--cap round"]);
}

#[test]
fn districts_are_taken_as_the_zone_has_them_and_that_is_said() {
    let bench = with_zone();
    let snap = "--snap-to states.json";
    bench
        .run(&format!(
            "strip {LINE_FLAGS} {snap} --width 10km --out snapped.geojson --quiet"
        ))
        .done();
    let run = bench
        .run(&format!(
            "verify snapped.geojson {LINE_FLAGS} {snap} --spacing 2km"
        ))
        .done();
    assert!(
        run.out.contains("not judged: which districts"),
        "{}",
        run.out
    );
}
