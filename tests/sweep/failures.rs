//! Scenarios that fail.

use crate::bench::Bench;

const SOME: &str = r#"
[defaults]
territories = "states.json"
tolerance = "10m"
data-accuracy = "1m"
[grid]
width = ["1km", "2km", "50m"]
exclude = ["FAR", "XXX"]
between = [["WES", "EAS"], ["WES", "FAR"]]
"#;

#[test]
fn a_scenario_that_fails_is_told_and_does_not_stop_the_others() {
    let bench = Bench::new(SOME);
    let run = bench.run("sweep s.toml --out r.csv --threads 3");
    let run = run.fails(
        1,
        &[
            "10 of 12 scenarios failed",
            "reasons are in r.manifest.json",
            "WES and FAR share no land border",
            "XXX",
        ],
    );
    assert_eq!(run.err.matches("error: scenario ").count(), 10);
    let rows = bench.read("r.csv");
    assert!(rows.starts_with("scenario,"), "{rows}");
    assert!(
        rows.contains("1km / FAR / WES EAS,") && rows.contains("2km / FAR / WES EAS,"),
        "{rows}"
    );
    let manifest: serde_json::Value =
        serde_json::from_str(&bench.read("r.manifest.json")).expect("JSON");
    assert_eq!(manifest["results"]["failed"], 10);
    let why = |i: usize| {
        manifest["scenarios"][i]["failed"]
            .as_str()
            .map(str::to_owned)
    };
    assert_eq!(why(0), None);
    assert!(
        (0..12)
            .filter_map(why)
            .any(|why| why.contains("too coarse")),
        "a tolerance of 10 m for 50 m"
    );
    // Started again, the same is said.
    bench
        .run("sweep s.toml --out r.csv")
        .fails(1, &["10 of 12 scenarios failed"]);
    let out = bench.run("sweep s.toml").fails(1, &["10 of 12"]).out;
    assert_eq!(out, rows);
}

#[test]
fn fail_fast_stops_at_the_first_and_keeps_what_is_before_it() {
    let bench = Bench::new(SOME);
    let run = bench.run("sweep s.toml --out r.csv --fail-fast --threads 2");
    let run = run.fails(1, &["scenario \"1km / XXX / WES EAS\" failed"]);
    assert_eq!(run.err.matches("error: ").count(), 1);
    assert_eq!(
        bench.names(),
        ["r.csv.journal", "r.csv.part", "s.toml", "states.json"]
    );
    assert!(bench.read("r.csv.part").contains("1km / FAR / WES EAS"));
    bench.run("sweep s.toml --out r.csv").fails(
        1,
        &[
            "1 of 12 scenarios are finished",
            "10 of 12 scenarios failed",
        ],
    );
}

#[test]
fn warnings_are_told_once_and_strict_makes_them_failures() {
    let text = SOME
        .replace("data-accuracy = \"1m\"", "data-accuracy = \"900m\"")
        .replace(", \"50m\"", "");
    let bench = Bench::new(
        &text
            .replace(", \"XXX\"", "")
            .replace(", [\"WES\", \"FAR\"]", ""),
    );
    let run = bench.run("sweep s.toml").done();
    assert_eq!(
        run.err
            .matches("times the accuracy of the border data")
            .count(),
        2,
        "{}",
        run.err
    );
    assert!(run.err.contains("(first in scenario \"1km"), "{}", run.err);
    assert_eq!(bench.run("sweep s.toml --quiet").done().err, "");
    bench.run("sweep s.toml --strict").fails(
        1,
        &["2 of 2 scenarios failed", "--strict turns this warning"],
    );
}
