//! The command line as a user meets it: flags, errors, exit codes, what goes where, and that a failed run writes nothing.

use assert_cmd::Command;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const USAGE: i32 = 2;
const DATA: i32 = 3;
const WORK: i32 = 1;

/// Two squares that share the meridian 0, and one apart; 1° wide, at the equator.
const STATES: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"WES","name":"Westland"},"geometry":{"type":"Polygon","coordinates":[[[-1,0],[0,0],[0,1],[-1,1],[-1,0]]]}},
{"type":"Feature","properties":{"code":"EAS","name":"Eastland"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},
{"type":"Feature","properties":{"code":"FAR","name":"Farland"},"geometry":{"type":"Polygon","coordinates":[[[10,0],[11,0],[11,1],[10,1],[10,0]]]}}]}"#;

const LINE: &str = r#"{"type":"LineString","coordinates":[[0,0.4],[0,0.6]]}"#;

/// A folder with the two files, in which the program runs.
struct Bench(TempDir);

impl Bench {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        fs::write(folder.path().join("states.json"), STATES).expect("states");
        fs::write(folder.path().join("line.json"), LINE).expect("line");
        Bench(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, arguments: &str) -> Run {
        self.run_with(arguments, "")
    }

    fn run_with(&self, arguments: &str, stdin: &str) -> Run {
        let output = Command::cargo_bin("standoff")
            .expect("the program")
            .args(arguments.split_whitespace())
            .current_dir(self.path())
            .write_stdin(stdin)
            .output()
            .expect("a run");
        Run {
            command: arguments.to_owned(),
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path()).expect("the folder");
        let mut names: Vec<_> = entries
            .map(|e| {
                e.expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }
}

struct Run {
    command: String,
    code: Option<i32>,
    out: String,
    err: String,
}

impl Run {
    #[track_caller]
    fn done(self) -> Self {
        assert_eq!(self.code, Some(0), "{}: {}", self.command, self.err);
        self
    }

    /// Ends with `code`, nothing on standard output, one error message that holds all `words`.
    #[track_caller]
    fn fails(self, code: i32, words: &[&str]) -> Self {
        assert_eq!(self.code, Some(code), "{}: {}", self.command, self.err);
        assert_eq!(self.out, "", "{}", self.command);
        assert_eq!(
            self.err.matches("error: ").count(),
            1,
            "{}: {}",
            self.command,
            self.err
        );
        for word in words {
            assert!(
                self.err.contains(word),
                "{}: {:?} is not in {}",
                self.command,
                word,
                self.err
            );
        }
        self
    }

    /// Rows of a CSV table on standard output, without the header.
    #[track_caller]
    fn rows(&self) -> Vec<Vec<String>> {
        let mut reader = csv::Reader::from_reader(self.out.as_bytes());
        let rows = reader
            .records()
            .map(|r| r.expect("a row").iter().map(str::to_owned).collect());
        rows.collect()
    }
}

#[track_caller]
fn number(text: &str) -> f64 {
    text.parse().expect(text)
}

const OWN: &str = "strip --territories states.json --between WES EAS --format csv --quiet";

#[test]
fn the_default_command_answers_from_any_folder_with_nothing_on_standard_error_but_words() {
    let bench = Bench::new();
    let run = bench.run("strip --width 300km").done();
    for word in ["Poland", "CSTO", "NATO", "2021-12-17", "de-facto"] {
        assert!(run.out.contains(word), "{word} is not in {}", run.out);
    }
    assert_eq!(bench.names(), ["line.json", "states.json"]);
    assert!(
        bench
            .run("strip --width 300km --quiet")
            .done()
            .err
            .is_empty()
    );
}

#[test]
fn the_columns_are_those_of_the_contract() {
    let run = Bench::new().run(&format!("{OWN} --width 10km")).done();
    assert_eq!(
        run.out.lines().next(),
        Some(
            "scenario,worldview,width_km,territory,name,group,overlap_km2,overlap_share,territory_km2,error_km2,data_error_km2"
        )
    );
}

/// Along a meridian of 1° (110.574 km) a strip covers 10 km × 110.574 km of each side at most, less at its ends.
#[test]
fn the_strip_of_a_shared_border_covers_as_much_of_both_neighbours() {
    let rows = Bench::new()
        .run(&format!("{OWN} --width 10km"))
        .done()
        .rows();
    assert_eq!(rows.len(), 2);
    for row in &rows {
        assert!((number(&row[6]) - 1105.7).abs() < 1.0, "{row:?}");
        assert!(number(&row[9]) > 0.0 && number(&row[9]) < 0.5, "{row:?}");
        assert_eq!(row[10], "", "the accuracy of a user's data is unknown");
    }
    let groups: Vec<_> = rows
        .iter()
        .map(|r| (r[3].as_str(), r[5].as_str()))
        .collect();
    assert!(groups.contains(&("WES", "A")) && groups.contains(&("EAS", "B")));
    assert!((number(&rows[0][6]) - number(&rows[1][6])).abs() <= number(&rows[0][9]));
}

#[test]
fn a_users_line_makes_a_strip_over_a_users_territories() {
    let rows = Bench::new()
        .run("strip --border line.json --territories states.json --width 5km --format csv")
        .done()
        .rows();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|r| r[5].is_empty()), "no groups: {rows:?}");
}

#[test]
fn a_line_is_read_from_standard_input_and_once_only() {
    let bench = Bench::new();
    let piped = bench.run_with(
        "strip --border - --territories states.json --width 5km --format csv",
        LINE,
    );
    let read =
        bench.run("strip --border line.json --territories states.json --width 5km --format csv");
    // All but the line's name, which is the file's.
    let numbers = |run: Run| -> Vec<Vec<String>> {
        let rows = run.done().rows();
        rows.into_iter().map(|r| r[1..].to_vec()).collect()
    };
    assert_eq!(numbers(piped), numbers(read));
    bench
        .run_with("strip --border - --territories - --width 5km", LINE)
        .fails(USAGE, &["standard input", "twice"]);
}

#[test]
fn several_borders_make_one_line() {
    let bench = Bench::new();
    fs::write(
        bench.path().join("far.json"),
        r#"{"type":"LineString","coordinates":[[10.5,0.4],[10.5,0.6]]}"#,
    )
    .expect("a file");
    let rows = bench
        .run("strip --border line.json --border far.json --territories states.json --width 5km --format csv")
        .done()
        .rows();
    let mut codes: Vec<_> = rows.iter().map(|r| r[3].as_str()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["EAS", "FAR", "WES"]);
}

#[test]
fn several_widths_give_rows_sorted_by_width() {
    let bench = Bench::new();
    let run = bench
        .run(
            &format!("{OWN} --width 20km,5km --width 10km..30km:10km --verbose")
                .replace(" --quiet", ""),
        )
        .done();
    let widths: Vec<_> = run.rows().iter().map(|r| number(&r[2])).collect();
    assert_eq!(widths, [5.0, 5.0, 10.0, 10.0, 20.0, 20.0, 30.0, 30.0]);
    assert!(
        run.err.contains("20km") && run.err.contains("given twice"),
        "{}",
        run.err
    );
}

#[test]
fn a_reading_and_a_group_change_the_line() {
    let bench = Bench::new();
    let far = |run: Run| run.done().rows().iter().any(|r| r[3] == "FAR");
    assert!(!far(bench.run(&format!("{OWN} --width 10km"))));
    // FAR has no land border, so only its coast can bring it in.
    let outer = OWN
        .replace("EAS", "FAR")
        .replace("--between", "--reading outer --coast --between");
    assert!(far(bench.run(&format!("{outer} --width 10km"))));
    let around = OWN.replace("--between WES EAS", "--around WES");
    assert_eq!(
        bench
            .run(&format!("{around} --width 10km"))
            .done()
            .rows()
            .len(),
        2
    );
    let every = OWN.replace("--between", "--reading every --between");
    assert_eq!(
        bench
            .run(&format!("{every} --width 10km"))
            .done()
            .rows()
            .len(),
        2
    );
}

#[test]
fn alliances_are_taken_by_date_and_as_changed() {
    let bench = Bench::new();
    let covered = |code: &str, arguments: &str| -> f64 {
        let run = bench.run(&format!(
            "strip --width 20km --format csv --quiet {arguments}"
        ));
        let rows = run.done().rows();
        rows.iter()
            .find(|r| r[3] == code)
            .map_or(0.0, |r| number(&r[6]))
    };
    // In 2021 a corner of Finland by the Norwegian border; later its whole border, 1,225 km long in this data.
    assert!(covered("FIN", "") < 20.0 * 20.0 * 3.0);
    assert!(covered("FIN", "--as-of 2024-06-01") > 1225.0 * 20.0 * 0.7);
    assert_eq!(
        covered("UKR", "--not-member CSTO=BLR --not-member CSTO=RUS"),
        0.0
    );
    assert!(covered("UKR", "--member NATO=UKR") > 1670.0 * 20.0 * 0.7);
    assert!(covered("ARM", "") > 0.0);
    assert_eq!(covered("ARM", "--not-member CSTO=ARM"), 0.0);
}

#[test]
fn code_and_name_come_from_the_named_fields() {
    let bench = Bench::new();
    fs::write(
        bench.path().join("own.json"),
        STATES.replace("code", "kod").replace("name", "nimi"),
    )
    .expect("a file");
    let run = bench.run("strip --territories own.json --code-field kod --name-field nimi --between WES EAS --width 10km --format csv");
    assert!(
        run.done()
            .rows()
            .iter()
            .any(|r| r[3] == "WES" && r[4] == "Westland")
    );
    bench
        .run("strip --territories own.json --code-field cod --between WES EAS --width 10km")
        .fails(DATA, &["cod", "kod"]);
    bench
        .run("strip --code-field kod --width 10km")
        .fails(USAGE, &["--territories"]);
}

#[test]
fn geodesic_edges_move_the_line_of_a_long_edge() {
    let bench = Bench::new();
    fs::write(
        bench.path().join("long.json"),
        r#"{"type":"LineString","coordinates":[[20,60],[60,60]]}"#,
    )
    .expect("a file");
    fs::write(
        bench.path().join("box.json"),
        r#"{"type":"Feature","properties":{"code":"BOX","name":"Box"},
        "geometry":{"type":"Polygon","coordinates":[[[15,55],[65,55],[65,70],[15,70],[15,55]]]}}"#,
    )
    .expect("a file");
    let area = |edges: &str| -> f64 {
        let run = bench.run(&format!(
            "strip --border long.json --territories box.json --edges {edges} --width 50km --format csv --quiet"
        ));
        run.done().rows().iter().map(|r| number(&r[6])).sum()
    };
    // 40° of the 60th parallel are 2,232.000 km, the geodesic between its ends 2,197.750 km (PROJ 9.5.1). A tube's area is
    // its length times its breadth, whatever its bends, and both tubes end in the same half discs.
    let more = area("planar") - area("geodesic");
    assert!(
        (more - 100.0 * (2232.000 - 2197.750)).abs() < 1.0,
        "{more} km²"
    );
    bench
        .run("strip --edges round --width 5km")
        .fails(USAGE, &["planar", "geodesic"]);
}

#[test]
fn data_accuracy_fills_its_column_and_warns_of_narrow_widths() {
    let bench = Bench::new();
    let own = OWN.replace(" --quiet", "");
    let run = bench
        .run(&format!("{own} --width 10km,100km --data-accuracy 1km"))
        .done();
    assert!(run.rows().iter().all(|r| number(&r[10]) > 0.0));
    assert!(
        run.err.contains("warning: the width 10km") && run.err.contains("20.0km"),
        "{}",
        run.err
    );
    let run = bench.run("strip --width 10km").done();
    assert!(run.err.contains("16.2km"), "{}", run.err);
    assert!(
        !bench
            .run("strip --width 17km")
            .done()
            .err
            .contains("warning")
    );
    bench
        .run("strip --width 17km --data-accuracy 0m")
        .fails(USAGE, &["not above 0"]);
}

#[test]
fn strict_turns_a_warning_into_an_error_of_the_data() {
    let bench = Bench::new();
    bench
        .run("strip --width 10km --strict --out zone.geojson")
        .fails(DATA, &["16.2km", "--strict"]);
    assert_eq!(bench.names(), ["line.json", "states.json"]);
}

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
fn a_width_that_makes_no_sense_is_refused_with_a_remedy() {
    let bench = Bench::new();
    for (width, words) in [
        ("300", vec!["no unit", "300km or 300m"]),
        ("0km", vec!["not above 0"]),
        ("-5km", vec!["not above 0"]),
        ("NaNkm", vec!["300km"]),
        ("20003932m", vec!["half the circumference"]),
        ("300KM", vec!["300km"]),
        ("50km..10km:5km", vec!["backwards"]),
        ("10km..50km:0km", vec!["step"]),
        ("10km..55km:10km", vec!["does not land on its end", "50km"]),
        ("10km..50km", vec!["no step"]),
    ] {
        bench
            .run(&format!("strip --width {width}"))
            .fails(USAGE, &words);
    }
    bench.run("strip").fails(USAGE, &["--width"]);
}

#[test]
fn a_tolerance_out_of_its_range_is_refused() {
    let bench = Bench::new();
    for (flags, word) in [
        ("--tolerance 1", "1km or 1m"),
        ("--tolerance 0m", "0.01m"),
        ("--tolerance -1m", "0.01m"),
        ("--tolerance 1mm", "unknown unit"),
        ("--tolerance 2km", "tenth of the width"),
    ] {
        bench
            .run(&format!("strip --width 10km {flags}"))
            .fails(USAGE, &[word]);
    }
    bench
        .run(&format!("{OWN} --width 10km --tolerance 0.01m"))
        .done();
}

#[test]
fn an_unknown_name_is_refused_with_the_nearest_known_one() {
    let bench = Bench::new();
    bench
        .run("strip --width 10km --between CTSO NATO")
        .fails(USAGE, &["CTSO", "CSTO"]);
    bench
        .run("strip --width 10km --around RUSS")
        .fails(USAGE, &["RUSS", "RUS"]);
    bench
        .run("strip --width 10km --member NTAO=UKR")
        .fails(USAGE, &["NTAO", "NATO"]);
    bench
        .run("strip --width 10km --not-member NATO")
        .fails(USAGE, &["NATO"]);
    bench
        .run("strip --width 10km --worldview un")
        .fails(USAGE, &["unknown worldview", "de-facto"]);
    bench
        .run("strip --width 10km --reading inner")
        .fails(USAGE, &["inner", "contact"]);
    bench
        .run("strip --width 10km --as-of 17.12.2021")
        .fails(USAGE, &["17.12.2021", "2021-12-17"]);
    bench
        .run("strip --width 10km --as-of 1900-01-01")
        .fails(USAGE, &["1900-01-01"]);
}

#[test]
fn a_member_that_the_territories_lack_is_named() {
    Bench::new()
        .run("strip --territories states.json --width 10km")
        .fails(USAGE, &["ARM"]);
}

#[test]
fn flags_that_exclude_each_other_are_refused() {
    let bench = Bench::new();
    for flags in [
        "--border line.json --between RUS NATO",
        "--border line.json --around RUS",
        "--border line.json --coast",
        "--border line.json --as-of 2024-01-01",
        "--between RUS NATO --around RUS",
        "--around RUS --reading every",
        "--territories states.json --worldview de-facto",
    ] {
        bench
            .run(&format!("strip --width 10km {flags}"))
            .fails(USAGE, &["cannot be used with"]);
    }
    bench
        .run("strip --width 10km --between RUS")
        .fails(USAGE, &["--between"]);
}

#[test]
fn flags_of_later_work_are_refused_and_not_ignored() {
    for flag in [
        "--width-in RUS=100km",
        "--side left",
        "--cap flat",
        "--blanket RUS",
        "--except a.json",
        "--exclude RUS",
        "--preset x",
        "--third-states clip",
    ] {
        Bench::new()
            .run(&format!("strip --width 10km {flag}"))
            .fails(USAGE, &["unexpected argument"]);
    }
}

#[test]
fn a_file_that_is_not_there_is_an_error_of_the_command_line() {
    Bench::new()
        .run("strip --border none.json --width 10km")
        .fails(USAGE, &["none.json", "does not exist"]);
}

#[test]
fn bad_data_ends_with_code_3() {
    let bench = Bench::new();
    for (text, word) in [
        ("not json", "JSON"),
        (r#"{"type":"FeatureCollection","features":[]}"#, "bad.json"),
        (r#"{"type":"Point","coordinates":[0,0]}"#, "oint"),
        (r#"{"type":"LineString","coordinates":[[0,0]]}"#, "position"),
    ] {
        fs::write(bench.path().join("bad.json"), text).expect("a file");
        bench
            .run("strip --border bad.json --width 10km")
            .fails(DATA, &["bad.json", word]);
    }
}

#[test]
fn help_shows_examples_and_the_version_names_its_parts() {
    let bench = Bench::new();
    let help = bench.run("strip --help").done().out;
    for word in [
        "standoff strip --width 300km",
        "on each",
        "--between CSTO NATO",
        "2021-12-17",
        "default: 1m",
    ] {
        assert!(help.contains(word), "{word} is not in {help}");
    }
    let version = bench.run("--version").done().out;
    assert!(version.contains(env!("CARGO_PKG_VERSION")) && version.contains("Natural Earth"));
    assert_eq!(
        version.contains("without PROJ"),
        cfg!(not(feature = "proj")),
        "{version}"
    );
    assert!(
        bench
            .run("completions bash")
            .done()
            .out
            .contains("--between")
    );
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

#[test]
fn data_lists_what_is_shipped_in_every_format() {
    let bench = Bench::new();
    let rows = bench.run("data territories --format csv").done().rows();
    let russia = rows.iter().find(|r| r[1] == "RUS").expect("RUS");
    assert!(
        russia[4].contains("RUS-KGD") && number(&russia[3]) > 16e6,
        "{russia:?}"
    );
    let json = bench.run("data alliances --format json").done().out;
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json).expect("JSON");
    assert!(
        rows.iter()
            .all(|r| !r["source"].as_str().expect("a source").is_empty())
    );
    assert!(bench.run("data worldviews").done().out.contains("de-facto"));
    assert!(
        bench
            .run("data sources")
            .done()
            .out
            .contains("Natural Earth")
    );
}
