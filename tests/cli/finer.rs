//! `--snap` and `--borders`: neighbours with different positions, and lines from another file than the territories.

use super::bench::*;
use assert_cmd::Command;
use std::fs;

/// Two squares as in [`STATES`], but for a gap of 0.001° (111 m) between them; the border runs on 0.5° out to sea in the north.
fn finer(bench: &Bench) {
    let unit = |code: &str, ring: &str| {
        format!(
            r#"{{"type":"Feature","properties":{{"unit":"{code}","name":"{code}","defacto":"{code}","dejure":"{code}","sov":"{code}"}},"geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}"#
        )
    };
    let west = unit("WES", "[-1,0],[0.01,0],[0.01,1.5],[-1,1.5],[-1,0]");
    let east = unit("EAS", "[0.011,0],[1,0],[1,1.5],[0.011,1.5],[0.011,0]");
    let text = format!(r#"{{"type":"FeatureCollection","features":[{west},{east}]}}"#);
    fs::write(bench.path().join("finer.geojson"), text).expect("finer borders");
}

fn provenance(bench: &Bench, text: &str) {
    fs::write(bench.path().join("finer.provenance.json"), text).expect("provenance");
}

const KNOWN: &str = r#"{"source":"Survey of 2020","attribution":"(c) Surveyors","licence":"CC0","accuracy_m":10,"snap_m":150,"coast":false}"#;
const STRIP: &str = "strip --between WES EAS --width 20km --territories states.json --format csv --borders finer.geojson";

#[test]
fn a_matching_distance_that_makes_no_sense_is_refused() {
    let bench = Bench::new();
    for (snap, words) in [
        ("0m", vec!["not above 0"]),
        ("-1m", vec!["not above 0"]),
        ("60km", vec!["50km"]),
        ("100", vec!["no unit"]),
    ] {
        bench
            .run(&format!("border --snap {snap}"))
            .fails(USAGE, &words);
    }
    bench
        .run("border --border line.json --snap 100m")
        .fails(USAGE, &["--snap", "--border"]);
    bench
        .run("border --between LIE CHE --snap 20km")
        .fails(USAGE, &["LIE", "too large"]);
}

#[test]
fn a_table_of_pairs_refuses_finer_borders_and_does_not_leave_them_out() {
    let bench = Bench::new();
    finer(&bench);
    let border = "border --between WES EAS --territories states.json --borders finer.geojson";
    bench
        .run(&format!("{border} --pairs"))
        .fails(USAGE, &["--borders", "pairs", "leave it out"]);
}

#[test]
fn territories_with_a_gap_have_a_border_with_snap_only() {
    let bench = Bench::new();
    finer(&bench);
    let border = "border --between WES EAS --territories finer.geojson --code-field unit";
    bench
        .run(border)
        .fails(USAGE, &["share no land border", "--snap"]);
    let found = bench.run(&format!("{border} --snap 150m --verbose")).done();
    assert!(found.out.contains("0.01"), "{}", found.out);
    for told in [
        "1 pair of neighbours",
        "greatest 111.3 m",
        "WES       EAS",
        "gaps",
    ] {
        assert!(found.err.contains(told), "{told}: {}", found.err);
    }
}

#[test]
fn the_line_of_finer_borders_is_matched_as_their_provenance_says_and_ends_at_the_coast() {
    let bench = Bench::new();
    finer(&bench);
    provenance(&bench, KNOWN);
    let rows = bench.run(STRIP).done().rows();
    assert_eq!(rows.len(), 2);
    // The line lies 0.01° inside Eastland; Westland has that much less of 20 km, Eastland that much more.
    let of = |code: &str| {
        let row = rows.iter().find(|r| r[3] == code).expect(code);
        (number(&row[6]), number(&row[10]))
    };
    let ((west, data), (east, _)) = (of("WES"), of("EAS"));
    let shift = 2.0 * 1.1132 * 110.574;
    assert!((east - west - shift).abs() < 2.0, "{west} {east}");
    assert!(
        (west - (20.0 - 1.1132) * 110.574).abs() < 5.0,
        "ends 2 km off the coast: {west}"
    );
    // 10 m x the outline of 110.6 km in the territory: nothing is known of the territories themselves.
    assert!((data - 0.01 * 110.574).abs() < 0.05, "{data}");
    let border = STRIP
        .replace("strip", "border")
        .replace("--width 20km", "")
        .replace("--format csv", "");
    let found = bench.run(&border).done();
    assert!(
        found.out.contains("Survey of 2020, (c) Surveyors, CC0"),
        "{}",
        found.out
    );
    assert!(found.out.contains("neighbours matched within 150 m"));
}

#[test]
fn finer_borders_without_a_coast_refuse_one() {
    let bench = Bench::new();
    finer(&bench);
    provenance(&bench, KNOWN);
    bench
        .run(&format!("{STRIP} --coast"))
        .fails(USAGE, &["no coast", "--coast"]);
}

#[test]
fn finer_borders_of_unknown_accuracy_are_warned_of() {
    let bench = Bench::new();
    finer(&bench);
    let run = bench.run(&format!("{STRIP} --snap 150m")).done();
    assert!(run.err.contains("--data-accuracy"), "{}", run.err);
    assert!(run.rows().iter().all(|row| row[10].is_empty()));
}

#[test]
fn a_broken_provenance_is_an_error_of_the_data() {
    let bench = Bench::new();
    finer(&bench);
    for (text, word) in [
        ("{", "cannot be read"),
        (r#"{"source":"x"}"#, "attribution"),
        (
            r#"{"source":"x","attribution":"y","licence":"z","accuracy_m":-1}"#,
            "accuracy_m",
        ),
    ] {
        provenance(&bench, text);
        bench
            .run(STRIP)
            .fails(DATA, &[word, "finer.provenance.json"]);
    }
}

#[test]
fn borders_that_are_not_there_are_one_error_with_a_remedy() {
    let bench = Bench::new();
    bench
        .run("border --borders missing.geojson")
        .fails(USAGE, &["does not exist", "missing.geojson"]);
    let output = Command::cargo_bin("standoff")
        .expect("the program")
        .args(["border", "--borders", "osm"])
        .env("STANDOFF_DATA", bench.path())
        .output()
        .expect("a run");
    let err = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(output.status.code(), Some(USAGE));
    assert!(
        err.contains("make data-osm") && err.contains("units.geojson"),
        "{err}"
    );
    assert_eq!(err.matches("error: ").count(), 1);
}

#[test]
fn a_feature_without_the_properties_of_a_unit_is_refused() {
    let bench = Bench::new();
    bench
        .run("border --between WES EAS --borders states.json")
        .fails(DATA, &["`unit`", "Westland"]);
}
