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
fn a_scenario_that_fails_is_told_and_does_not_stop_the_others_and_the_results_stay_unfinished() {
    let bench = Bench::new(SOME);
    let run = bench.run("sweep s.toml --out r.csv --threads 3");
    let run = run.fails(
        1,
        &[
            "10 of 12 scenarios failed",
            "r.csv.part",
            "--allow-failures",
            "WES and FAR share no land border",
            "XXX",
        ],
    );
    assert_eq!(run.err.matches("error: scenario ").count(), 10);
    // A `make` that looks for the result finds none.
    assert_eq!(
        bench.names(),
        ["r.csv.journal", "r.csv.part", "s.toml", "states.json"]
    );
    let rows = bench.read("r.csv.part");
    assert!(rows.starts_with("scenario,"), "{rows}");
    assert!(
        rows.contains("1km / FAR / WES EAS,") && rows.contains("2km / FAR / WES EAS,"),
        "{rows}"
    );
    // Started again, only what failed is computed, and the same is said.
    let run = bench.run("sweep s.toml --out r.csv");
    let run = run.fails(
        1,
        &[
            "10 of 12 scenarios failed",
            "trying again what failed before: 10",
        ],
    );
    assert!(!run.err.contains("nothing to do"), "{}", run.err);
    assert_eq!(bench.read("r.csv.part"), rows);
    let out = bench.run("sweep s.toml").fails(1, &["10 of 12"]).out;
    assert_eq!(out, rows);
}

#[test]
fn failures_that_are_allowed_have_a_row_each_with_the_reason() {
    let bench = Bench::new(SOME);
    bench
        .run("sweep s.toml --out r.csv")
        .fails(1, &["10 of 12"]);
    let part = bench.read("r.csv.part");
    let run = bench
        .run("sweep s.toml --out r.csv --allow-failures")
        .done();
    assert!(run.err.contains("10 of 12 scenarios failed"), "{}", run.err);
    assert_eq!(
        bench.names(),
        ["r.csv", "r.manifest.json", "s.toml", "states.json"]
    );
    let table = bench.read("r.csv");
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    assert_eq!(
        reader.headers().expect("a header").iter().next_back(),
        Some("failed")
    );
    let (mut failed, mut without) = (Vec::new(), String::new());
    for record in reader.records() {
        let record = record.expect("a row");
        let cells: Vec<&str> = record.iter().collect();
        if cells[11].is_empty() {
            without += &format!(
                "{}\n",
                cells[..11]
                    .join(",")
                    .replace("East, land", "\"East, land\"")
            );
        } else {
            assert!(cells[1..11].iter().all(|cell| cell.is_empty()), "{cells:?}");
            failed.push((cells[0].to_owned(), cells[11].to_owned()));
        }
    }
    assert_eq!(without, part.split_once('\n').expect("a header").1);
    assert_eq!(failed.len(), 10);
    let why = |name: &str| {
        failed
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, why)| why.as_str())
    };
    let why = why("1km / FAR / WES FAR").expect("it failed");
    assert!(why.contains("WES and FAR share no land border"), "{why}");
    let manifest: serde_json::Value =
        serde_json::from_str(&bench.read("r.manifest.json")).expect("JSON");
    assert_eq!(manifest["results"]["failed"], 10);
    assert_eq!(manifest["results"]["rows"], 10 + part.lines().count() - 1);
    let reasons = manifest["scenarios"].as_array().expect("an array");
    let reasons = reasons
        .iter()
        .filter_map(|scenario| scenario["failed"].as_str());
    assert!(
        reasons.clone().any(|why| why.contains("too coarse")),
        "a tolerance of 10 m for 50 m"
    );
    assert_eq!(reasons.count(), 10);
    // Whole now; without the flag it would be other results.
    let run = bench
        .run("sweep s.toml --out r.csv --allow-failures")
        .done();
    assert!(run.err.contains("nothing to do"), "{}", run.err);
    bench
        .run("sweep s.toml --out r.csv")
        .fails(2, &["the output file exists"]);
    // The same on standard output, in every format; and compared with itself nothing is missed.
    let out = bench.run("sweep s.toml --allow-failures").done().out;
    assert_eq!(out, table);
    let out = bench
        .run("sweep s.toml --allow-failures --format json")
        .done()
        .out;
    let objects: Vec<serde_json::Value> = serde_json::from_str(&out).expect("JSON");
    let failed = |o: &&serde_json::Value| o["failed"].is_string() && o["overlap_km2"].is_null();
    assert_eq!(objects.iter().filter(failed).count(), 10);
    assert_eq!(objects.len(), table.lines().count() - 1);
    bench.run("compare r.csv r.csv").done();
}

#[test]
fn a_file_that_comes_later_is_another_question() {
    let bench = Bench::new(
        r#"
[defaults]
territories = "states.json"
between = ["WES", "EAS"]
tolerance = "10m"
[[scenario]]
name = "first"
width = "1km"
[[scenario]]
name = "second"
width = "2km"
except = "lake.geojson"
[[scenario]]
name = "third"
width = "3km"
"#,
    );
    let whole = bench.run("sweep s.toml").fails(1, &["1 of 3"]);
    assert!(whole.err.contains("lake.geojson"), "{}", whole.err);
    bench.run("sweep s.toml --out r.csv").fails(1, &["1 of 3"]);
    bench.write(
        "lake.geojson",
        r#"{"type":"Polygon","coordinates":[[[0.1,0.1],[0.2,0.1],[0.2,0.2],[0.1,0.1]]]}"#,
    );
    // Another file is another question, for the scenarios that are done as well.
    bench
        .run("sweep s.toml --out r.csv")
        .fails(1, &["sha256 of lake.geojson was no such file", "--restart"]);
}

#[test]
fn a_file_that_appears_while_a_sweep_runs_is_not_replaced_without_force() {
    let bench = Bench::new(SOME);
    bench
        .run("sweep s.toml --out r.csv")
        .fails(1, &["10 of 12"]);
    bench.write("r.csv", "another's");
    bench
        .run("sweep s.toml --out r.csv --allow-failures")
        .fails(2, &["the output file exists", "--force"]);
    assert_eq!(bench.read("r.csv"), "another's");
    let run = bench
        .run("sweep s.toml --out r.csv --allow-failures --force")
        .done();
    assert!(
        run.err.contains("12 of 12 scenarios are finished"),
        "{}",
        run.err
    );
    assert!(bench.read("r.csv").starts_with("scenario,"));
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
