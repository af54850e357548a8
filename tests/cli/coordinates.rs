//! Other formats and coordinate reference systems, in and out.

use super::bench::*;
#[cfg(feature = "proj")]
use rusqlite::Connection;
use std::fs;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/formats");

/// A bench with all fixtures in it.
fn bench() -> Bench {
    let bench = Bench::new();
    for file in fs::read_dir(FOLDER).expect("the fixtures") {
        let file = file.expect("a file");
        fs::copy(file.path(), bench.path().join(file.file_name())).expect("a copy");
    }
    bench
}

const STRIP: &str = "strip --width 20km --format csv";

#[test]
fn a_layer_that_is_not_named_ends_the_run_with_the_names() {
    bench()
        .run(&format!(
            "{STRIP} --border border.gpkg --territories states.geojson --out z.geojson"
        ))
        .fails(USAGE, &["2 layers", "border, states", "border.gpkg"]);
}

#[cfg(feature = "proj")]
#[test]
fn the_operation_stands_in_the_table_and_in_every_file() {
    let bench = bench();
    let told = "Inverse of Europe Equal Area 2001 + ETRS89 to WGS 84 (1)";
    let run = bench
        .run("strip --width 20km --border border.fgb --territories states.fgb --out z.geojson --out z.gpkg --out z.fgb")
        .done();
    assert!(
        run.out
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .contains(told),
        "{}",
        run.out
    );
    let text = fs::read_to_string(bench.path().join("z.geojson")).expect("z.geojson");
    let json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let words = json["features"][0]["properties"]["coordinates"]
        .as_str()
        .expect("coordinates");
    assert!(
        words.contains(told) && words.contains("accuracy 1 m"),
        "{words}"
    );
    let fgb = fs::read(bench.path().join("z.fgb")).expect("z.fgb");
    assert!(fgb.windows(told.len()).any(|w| w == told.as_bytes()));
    // Nothing is said where all is WGS84.
    let run = bench
        .run("strip --width 20km --border border.geojson --territories states.geojson")
        .done();
    assert!(!run.out.contains("coordinates"), "{}", run.out);
}

#[cfg(feature = "proj")]
#[test]
fn a_system_is_stated_for_one_file() {
    let bench = bench();
    let text = fs::read_to_string(bench.path().join("legacy.geojson")).expect("the file");
    let bare = text
        .lines()
        .filter(|line| !line.starts_with("\"crs\""))
        .collect::<Vec<_>>()
        .join("\n");
    fs::write(bench.path().join("bare.geojson"), bare).expect("a file");
    let run = |crs: &str| {
        bench.run(&format!(
            "{STRIP} --border bare.geojson --territories states.geojson {crs}"
        ))
    };
    run("").fails(DATA, &["latitude"]);
    let stated = run("--crs bare.geojson=EPSG:3301").done();
    let legacy = bench
        .run(&format!(
            "{STRIP} --border legacy.geojson --territories states.geojson"
        ))
        .done();
    assert_eq!(stated.rows()[0][6], legacy.rows()[0][6]);
    run("--crs 3301").fails(USAGE, &["EPSG:3301"]);
    run("--crs bare.geojson=EPSG:99999").fails(USAGE, &["unknown", "EPSG:99999"]);
    run("--crs bare.geojson=EPSG:5773").fails(USAGE, &["vertical"]);
    run("--crs bare.geojson=EPSG:4978").fails(USAGE, &["geocentric"]);
    run("--crs EPSG:3301 --crs EPSG:3035").fails(USAGE, &["twice"]);
}

#[cfg(feature = "proj")]
#[test]
fn a_ballpark_operation_needs_a_word_and_writes_nothing_without() {
    let bench = bench();
    let line = r#"{"type":"LineString","coordinates":[[3430000,5790000],[3440000,5790000]]}"#;
    fs::write(bench.path().join("line.json"), line).expect("a file");
    let run = |more: &str| {
        bench.run(&format!(
            "{STRIP} --border line.json --crs line.json=EPSG:28403 --out z.geojson {more}"
        ))
    };
    run("").fails(USAGE, &["ballpark", "--allow-ballpark", "EPSG:28403"]);
    assert!(!bench.path().join("z.geojson").exists());
    let forced = run("--allow-ballpark").done();
    assert!(forced.err.contains("ballpark"), "{}", forced.err);
}

#[cfg(feature = "proj")]
#[test]
fn sites_come_in_any_format_and_system() {
    let bench = bench();
    let degrees = "id,lon,lat\na,25.1,57.9\nb,26.2,58.1\n";
    fs::write(bench.path().join("d.csv"), degrees).expect("a file");
    // The same by pyproj 3.7.2 in EPSG:3301.
    let metres = "id,x,y\na,565225.87332,6418131.91981\nb,629703.74385,6441999.83130\n";
    fs::write(bench.path().join("m.csv"), metres).expect("a file");
    let lines = "{\"type\":\"Feature\",\"properties\":{\"id\":\"a\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[565225.87332,6418131.91981]}}\n\
                 {\"type\":\"Feature\",\"properties\":{\"id\":\"b\"},\"geometry\":{\"type\":\"Point\",\"coordinates\":[629703.74385,6441999.83130]}}\n";
    fs::write(bench.path().join("m.ndjson"), lines).expect("a file");
    let run = |file: &str, more: &str| {
        let text = format!(
            "sites {file} --width 20km --border border.geojson --territories states.geojson --format csv {more}"
        );
        let mut rows = bench.run(&text).done().rows();
        // Ours: after them each file's own columns stand as they are.
        rows.iter_mut().for_each(|row| row.truncate(9));
        rows
    };
    let known = run("d.csv", "");
    assert_eq!(known.len(), 2);
    assert_eq!(run("m.csv", "--crs m.csv=EPSG:3301"), known);
    assert_eq!(run("m.ndjson", "--crs m.ndjson=EPSG:3301"), known);
    assert_eq!(run("border.gpkg:states", "").len(), 2);
    assert_eq!(run("states.shp", "--id-field code")[0][0], "NOR");
}

#[cfg(feature = "proj")]
#[test]
fn output_in_another_system_comes_back_as_the_same_strip() {
    let bench = bench();
    let run = bench
        .run("strip --width 20km --border border.geojson --territories states.geojson --out z.geojson --out z.gpkg --out z.fgb --out-crs EPSG:3301")
        .done();
    assert!(run.err.contains("z.geojson stays WGS84"), "{}", run.err);
    let file = Connection::open(bench.path().join("z.gpkg")).expect("a database");
    let (code, min): (i64, f64) = file
        .query_row(
            "SELECT srs_id, min_x FROM gpkg_contents WHERE table_name = 'strip'",
            [],
            |r| Ok((r.get(0)?, r.get(1)?)),
        )
        .expect("a row");
    assert_eq!(code, 3301);
    assert!(min > 480_000.0, "{min}");
    // Read again, its outline has the area that it had; 600 km of it may stray by a tenth of the tolerance, and positions by half a unit.
    let whole = strip_area(&bench, "z.geojson");
    let back = strip_area(&bench, "z.gpkg:strip");
    assert!((whole - back).abs() < 600.0 * 1.5e-4, "{whole} {back}");
}

/// Area of the strip in a file, km², by reading it as a territory.
#[cfg(feature = "proj")]
fn strip_area(bench: &Bench, file: &str) -> f64 {
    let mut name = file.to_owned();
    if file.ends_with(".geojson") {
        let text = fs::read_to_string(bench.path().join(file)).expect("the file");
        let mut json: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let features = json["features"].as_array_mut().expect("features");
        features.retain(|f| f["properties"]["layer"] == "strip");
        name = "only.geojson".to_owned();
        fs::write(bench.path().join(&name), json.to_string()).expect("a file");
    }
    let run = bench
        .run(&format!("strip --width 1km --border border.geojson --territories {name} --code-field width_km --format csv"))
        .done();
    number(&run.rows()[0][8])
}

#[cfg(feature = "proj")]
#[test]
fn an_out_crs_that_cannot_be_is_refused_before_the_work() {
    let bench = bench();
    let run = |more: &str| {
        bench.run(&format!(
            "{STRIP} --border border.geojson --territories states.geojson {more}"
        ))
    };
    run("--out z.geojson --out-crs EPSG:3301").fails(USAGE, &["GeoJSON is WGS84", ".gpkg"]);
    run("--out-crs EPSG:3301").fails(USAGE, &["no file"]);
    run("--out z.gpkg --out-crs EPSG:99999").fails(USAGE, &["unknown"]);
    run("--out z.gpkg --out-crs EPSG:5773").fails(USAGE, &["vertical"]);
    assert!(!bench.path().join("z.gpkg").exists());
}

#[cfg(feature = "proj")]
#[test]
fn territories_that_a_system_cannot_show_are_left_out_and_named() {
    let bench = Bench::new();
    let run = bench
        .run("strip --between EST LVA --width 20km --out z.gpkg --out-crs EPSG:3301")
        .done();
    assert!(
        run.err.contains("left out of the layer `territories`"),
        "{}",
        run.err
    );
    let file = Connection::open(bench.path().join("z.gpkg")).expect("a database");
    let there = |code: &str| -> i64 {
        file.query_row(
            "SELECT count(*) FROM territories WHERE territory = ?1",
            [code],
            |r| r.get(0),
        )
        .expect("a count")
    };
    assert_eq!((there("EST"), there("LVA"), there("ATA")), (1, 1, 0));
}

#[cfg(not(feature = "proj"))]
#[test]
fn a_build_without_proj_names_what_it_lacks() {
    let bench = bench();
    let run = |more: &str| bench.run(&format!("{STRIP} --territories states.geojson {more}"));
    run("--border border.fgb").fails(DATA, &["PROJ", "make build"]);
    run("--border border.geojson --crs EPSG:3301").fails(USAGE, &["PROJ", "make build"]);
    run("--border border.geojson --out z.gpkg --out-crs EPSG:3301").fails(USAGE, &["PROJ"]);
    run("--border border.geojson --crs EPSG:4326").done();
    assert!(!bench.path().join("z.gpkg").exists());
}

#[test]
fn a_system_that_no_file_has_is_refused_and_nothing_is_written() {
    let bench = Bench::new();
    for (arguments, words) in [
        (
            "strip --border line.json --crs lime.json=EPSG:4326 --width 5km --out z.geojson",
            "lime.json=EPSG:4326: no such file",
        ),
        (
            "strip --crs EPSG:4326 --width 50km --out z.geojson",
            "has no file",
        ),
        ("border --crs EPSG:4326 --out z.geojson", "has no file"),
        (
            "solve --territory POL --share 1/3 --crs x=EPSG:4326",
            "no such file",
        ),
        (
            "sites line.json --width 50km --crs lime.json=EPSG:4326 --table z.csv",
            "no such file",
        ),
    ] {
        let run = bench.run(arguments);
        assert_eq!(run.code, Some(USAGE), "{arguments}: {}", run.err);
        assert!(run.err.contains(words), "{arguments}: {}", run.err);
        assert_eq!(bench.names(), ["line.json", "states.json"], "{arguments}");
    }
    bench
        .run("strip --border line.json --crs line.json=EPSG:4326 --width 5km")
        .done();
    bench
        .run("sites line.json --width 50km --crs line.json=EPSG:4326")
        .done();
}
