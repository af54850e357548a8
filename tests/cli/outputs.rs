//! Where results go: formats, files, standard output, messages.

use super::bench::*;
use std::fs;

#[test]
fn verbose_tells_stages_bounds_and_what_the_sums_leave_over() {
    let run = Bench::new().run("strip --width 300km --verbose").done();
    for word in [
        "territories read",
        "line prepared",
        "strip of 300km",
        "overlaps at 300km",
        "left over",
        " ms  in all",
    ] {
        assert!(run.err.contains(word), "{word} is not in {}", run.err);
    }
    Bench::new()
        .run("strip --width 3km --quiet --verbose")
        .fails(USAGE, &["--quiet", "--verbose"]);
}

#[test]
fn the_number_of_threads_changes_no_byte() {
    let bench = Bench::new();
    let one = bench
        .run("strip --width 100km,300km --threads 1 --format csv --out one.geojson")
        .done();
    let two = bench
        .run("strip --width 100km,300km --threads 2 --format csv --out two.geojson")
        .done();
    assert_eq!(one.out, two.out);
    let read = |name: &str| fs::read(bench.path().join(name)).expect(name);
    assert!(read("one.geojson") == read("two.geojson"));
    bench
        .run("strip --width 5km --threads 0")
        .fails(USAGE, &["--threads"]);
}

#[test]
fn every_table_format_holds_the_same_rows() {
    let bench = Bench::new();
    let own = OWN.replace("--format csv", "");
    let csv = bench
        .run(&format!("{own} --format csv --width 10km"))
        .done();
    let json = bench
        .run(&format!("{own} --format json --width 10km"))
        .done();
    let lines = bench
        .run(&format!("{own} --format ndjson --width 10km"))
        .done();
    let array: Vec<serde_json::Value> = serde_json::from_str(&json.out).expect("JSON");
    let each: Vec<serde_json::Value> = lines
        .out
        .lines()
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .collect();
    assert_eq!(array, each);
    assert_eq!(array.len(), 2);
    for (row, object) in csv.rows().iter().zip(&array) {
        assert_eq!(row[3], object["territory"].as_str().expect("a code"));
        assert_eq!(
            number(&row[6]),
            object["overlap_km2"].as_f64().expect("a number")
        );
        assert!(object["data_error_km2"].is_null());
    }
    bench
        .run(&format!("{own} --format xml --width 10km"))
        .fails(USAGE, &["xml", "ndjson"]);
}

#[test]
fn files_hold_the_geometry_and_the_same_table_as_standard_output() {
    let bench = Bench::new();
    let run = bench
        .run(&format!(
            "{OWN} --width 10km --out zone.geojson --table t.csv --table t.json --table t.ndjson"
        ))
        .done();
    assert_eq!(
        bench.names(),
        [
            "line.json",
            "states.json",
            "t.csv",
            "t.json",
            "t.ndjson",
            "zone.geojson"
        ]
    );
    let read = |name: &str| fs::read_to_string(bench.path().join(name)).expect(name);
    assert_eq!(read("t.csv"), run.out);
    let zone: serde_json::Value = serde_json::from_str(&read("zone.geojson")).expect("JSON");
    let layers: Vec<_> = zone["features"]
        .as_array()
        .expect("features")
        .iter()
        .map(|f| f["properties"]["layer"].as_str().expect("a layer"))
        .collect();
    for (layer, count) in [("strip", 1), ("overlap", 2), ("border", 1)] {
        assert_eq!(
            layers.iter().filter(|l| **l == layer).count(),
            count,
            "{layers:?}"
        );
    }
    assert!(zone.get("crs").is_none());
}

#[test]
fn an_output_that_exists_is_kept_without_force_and_replaced_with_it() {
    let bench = Bench::new();
    let path = bench.path().join("zone.geojson");
    fs::write(&path, "mine").expect("a file");
    bench
        .run(&format!("{OWN} --width 10km --out zone.geojson"))
        .fails(USAGE, &["zone.geojson", "--force"]);
    assert_eq!(fs::read_to_string(&path).expect("a file"), "mine");
    bench
        .run(&format!("{OWN} --width 10km --out zone.geojson --force"))
        .done();
    assert_ne!(fs::read_to_string(&path).expect("a file"), "mine");
}

#[test]
fn an_output_that_cannot_be_written_is_found_before_the_work() {
    let bench = Bench::new();
    for (flag, code, words) in [
        ("--out zone.shp", USAGE, vec![".geojson"]),
        ("--table t.xlsx", USAGE, vec![".csv", ".json", ".ndjson"]),
        ("--out no/zone.geojson", WORK, vec!["no", "does not exist"]),
        ("--table t.csv --table t.csv", USAGE, vec!["t.csv", "twice"]),
    ] {
        // The territories file is missing too: what is said first shows what was looked at first.
        bench
            .run(&format!(
                "strip --territories none.json --width 10km {flag}"
            ))
            .fails(code, &words);
    }
    assert_eq!(bench.names(), ["line.json", "states.json"]);
}

#[test]
fn a_failed_run_writes_no_file() {
    let bench = Bench::new();
    fs::write(
        bench.path().join("bad.json"),
        r#"{"type":"LineString","coordinates":[[0,95],[1,1]]}"#,
    )
    .expect("a file");
    bench
        .run("strip --border bad.json --width 10km --out zone.geojson --table t.csv")
        .fails(DATA, &["bad.json", "95"]);
    assert_eq!(bench.names(), ["bad.json", "line.json", "states.json"]);
}

#[cfg(target_os = "linux")]
#[test]
fn of_several_outputs_none_is_left_where_one_cannot_be_written() {
    let bench = Bench::new();
    fs::write(bench.path().join("t.csv"), "old").expect("a file");
    // The FlatGeobuf has 264 kB, the GeoJSON 370 kB; blocks of 512 bytes.
    let line = "trap '' XFSZ; ulimit -f 600; exec \"$0\" strip --width 50km --quiet --out a.fgb --out b.geojson --table t.csv --force";
    let run = std::process::Command::new("sh")
        .args(["-c", line])
        .arg(assert_cmd::cargo::cargo_bin("standoff"))
        .current_dir(bench.path())
        .output()
        .expect("a shell");
    let err = String::from_utf8(run.stderr).expect("UTF-8");
    assert_eq!(run.status.code(), Some(WORK), "{err}");
    assert!(
        err.contains("larger than the system allows") && err.contains("b.geojson"),
        "{err}"
    );
    assert!(!err.contains(".part"), "{err}");
    assert_eq!(bench.names(), ["line.json", "states.json", "t.csv"]);
    let table = fs::read(bench.path().join("t.csv")).expect("it is there");
    assert_eq!(table, b"old");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error_of_the_work() {
    let out = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .expect("/dev/full");
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("standoff"))
        .args(["strip", "--width", "300km"])
        .stdout(out)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program");
    assert_eq!(child.wait().expect("its end").code(), Some(WORK));
    let mut err = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().expect("a pipe"), &mut err)
        .expect("UTF-8");
    assert!(
        err.contains("error: standard output cannot be written to"),
        "{err}"
    );
}

#[cfg(unix)]
#[test]
fn a_reader_that_closes_its_end_is_no_error() {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("standoff"))
        .args(["data", "territories"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("its end");
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_the_run_with_130() {
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("standoff"))
        .args(["strip", "--border", "-", "--width", "10km", "--verbose"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program");
    // Kept open: `wait` would close it, and the end of the border's file would race the interrupt.
    let stdin = child.stdin.take();
    // The first line on standard error: the handler is set and the program waits for the border.
    let mut err = std::io::BufReader::new(child.stderr.take().expect("a pipe"));
    std::io::BufRead::read_line(&mut err, &mut String::new()).expect("a line");
    let killed = std::process::Command::new("sh")
        .arg("-c")
        .arg(format!("kill -INT {}", child.id()))
        .status();
    assert!(killed.expect("kill").success());
    assert_eq!(child.wait().expect("its end").code(), Some(130));
    drop(stdin);
}

#[test]
fn border_writes_the_line_to_standard_output_or_to_a_file() {
    let bench = Bench::new();
    let run = bench
        .run("border --territories states.json --between WES EAS")
        .done();
    let line: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    let features = line["features"].as_array().expect("features");
    assert_eq!(features.len(), 1);
    assert_eq!(features[0]["properties"]["layer"], "border");
    let geometry = &features[0]["geometry"];
    let positions = match geometry["type"].as_str() {
        Some("MultiLineString") => &geometry["coordinates"][0],
        _ => &geometry["coordinates"],
    };
    let mut positions: Vec<(f64, f64)> =
        serde_json::from_value(positions.clone()).expect("positions");
    positions.sort_by(|a, b| a.1.total_cmp(&b.1));
    assert_eq!(positions, [(0.0, 0.0), (0.0, 1.0)]);

    let written = bench
        .run("border --territories states.json --between WES EAS --out line.geojson")
        .done();
    assert_eq!(written.out, "");
    assert_eq!(
        fs::read_to_string(bench.path().join("line.geojson")).expect("a file"),
        run.out
    );
    bench
        .run("border --out line.geojson")
        .fails(USAGE, &["line.geojson", "--force"]);
    bench
        .run("border --width 5km")
        .fails(USAGE, &["unexpected argument"]);
}

#[test]
fn a_written_border_is_a_border_to_read() {
    let bench = Bench::new();
    bench.run("border --out article7.geojson").done();
    let numbers =
        |run: Run| -> Vec<f64> { run.done().rows().iter().map(|r| number(&r[6])).collect() };
    let derived = numbers(bench.run("strip --width 100km --format csv"));
    let read = numbers(bench.run("strip --border article7.geojson --width 100km --format csv"));
    assert_eq!(derived.len(), read.len());
    for (a, b) in derived.iter().zip(&read) {
        assert!((a - b).abs() < 1e-3, "{a} {b}");
    }
}
