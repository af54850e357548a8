//! What a sweep computes, and how it is compared.

use crate::bench::{Bench, SCENARIOS};

fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let row = |r: csv::StringRecord| r.iter().map(str::to_owned).collect();
    (reader.records().map(|r| row(r.expect("a row")))).collect()
}

/// Without the scenarios' names.
fn unnamed(rows: &[Vec<String>]) -> Vec<&[String]> {
    rows.iter().map(|row| &row[1..]).collect()
}

#[test]
fn rows_are_those_of_single_runs_to_the_last_digit() {
    let bench = Bench::new(SCENARIOS);
    let all = bench.run("sweep s.toml").done().out;
    let base =
        "strip --territories states.json --tolerance 10m --data-accuracy 1m --format csv --quiet";
    for (name, flags) in [
        ("plain / WES EAS / 7km", "--between WES EAS --width 7km"),
        (
            "clipped / EAS FAR / 30km",
            "--between EAS FAR --width 30km --third-states clip",
        ),
        (
            "wide in the west / WES EAS / 12km",
            "--between WES EAS --width 12km --width-in WES=50km",
        ),
    ] {
        let single = bench.run(&format!("{base} {flags}")).done().out;
        let own: Vec<_> = rows(&all)
            .into_iter()
            .filter(|row| row[0] == name)
            .collect();
        let alone = rows(&single);
        assert!(!own.is_empty(), "{name} has no rows");
        assert_eq!(unnamed(&own), unnamed(&alone), "{name}");
    }
}

#[test]
fn the_bytes_do_not_depend_on_the_threads_nor_on_where_they_go() {
    let bench = Bench::new(SCENARIOS);
    let expected = bench.run("sweep s.toml --threads 1").done().out;
    for threads in [2, 3, 7] {
        let out = format!("t{threads}.csv");
        bench
            .run(&format!("sweep s.toml --threads {threads} --out {out}"))
            .done();
        assert!(bench.read(&out) == expected, "{threads} threads");
    }
    let lines = bench.run("sweep s.toml --format ndjson").done().out;
    let json: Vec<serde_json::Value> = (lines.lines())
        .map(|line| serde_json::from_str(line).expect("an object"))
        .collect();
    let array = bench.run("sweep s.toml --format json").done().out;
    assert_eq!(
        serde_json::from_str::<Vec<serde_json::Value>>(&array).expect("an array"),
        json
    );
    assert_eq!(json.len(), expected.lines().count() - 1);
    assert_eq!(json[0]["scenario"], "plain / WES EAS / 1km");
    let blocks = bench.run("sweep s.toml --format table").done().out;
    assert_eq!(blocks.matches("width_km").count(), 180);
}

#[test]
fn the_plan_is_printed_with_what_is_shared_side_by_side() {
    let bench = Bench::new(SCENARIOS);
    let run = bench.run("sweep s.toml --dry-run").done();
    let lines: Vec<&str> = run.out.lines().collect();
    assert_eq!(lines.len(), 181);
    assert_eq!(lines[0], "scenario,flags");
    assert!(
        lines[1].starts_with("plain / WES EAS / 1km,"),
        "{}",
        lines[1]
    );
    assert!(
        lines[2].starts_with("clipped / WES EAS / 1km,"),
        "{}",
        lines[2]
    );
    assert!(run.err.contains("scenarios: 180; lines: 2"), "{}", run.err);
}

#[test]
fn the_manifest_names_data_files_and_every_choice() {
    let bench = Bench::new(SCENARIOS);
    bench.run("sweep s.toml --out r.csv").done();
    assert_eq!(
        bench.names(),
        ["r.csv", "r.manifest.json", "s.toml", "states.json"]
    );
    let manifest: serde_json::Value =
        serde_json::from_str(&bench.read("r.manifest.json")).expect("JSON");
    let made_of = manifest["made_of"].as_object().expect("an object");
    for key in [
        "program",
        "plan_sha256",
        "boundaries_sha256",
        "alliances_sha256",
        "sha256 of states.json",
    ] {
        assert!(made_of.contains_key(key), "{key}");
    }
    assert_eq!(manifest["results"]["bytes"], bench.read("r.csv").len());
    let scenarios = manifest["scenarios"].as_array().expect("a list");
    assert_eq!(scenarios.len(), 180);
    assert_eq!(scenarios[1]["flags"]["third-states"], "clip");
    assert_eq!(
        scenarios[1]["line"],
        "contact line of WES and EAS, land border; third states left out"
    );
    let again = bench.run("sweep s.toml --out r.csv").done();
    assert!(
        again.err.contains("r.csv is complete; nothing to do"),
        "{}",
        again.err
    );
}

#[test]
fn comparing_tells_which_territories_change_by_how_much() {
    let bench = Bench::new(SCENARIOS);
    let base = "strip --territories states.json --tolerance 10m --quiet --force";
    bench
        .run(&format!(
            "{base} --between WES EAS --width 10km,20km --table a.csv"
        ))
        .done();
    bench
        .run(&format!(
            "{base} --between EAS FAR --width 10km,20km --table b.ndjson"
        ))
        .done();
    let run = bench.run("compare a.csv b.ndjson --format csv").done();
    let mut reader = csv::Reader::from_reader(run.out.as_bytes());
    let header: Vec<String> = reader
        .headers()
        .expect("a header")
        .iter()
        .map(str::to_owned)
        .collect();
    assert_eq!(
        header.join(","),
        "width_km,territory,name,overlap_a_km2,overlap_b_km2,change_km2,share_a,share_b,change_points,error_km2,certain"
    );
    let rows: Vec<Vec<String>> = (reader.records())
        .map(|r| r.expect("a row").iter().map(str::to_owned).collect())
        .collect();
    // EAS lies on both lines, and its squares are mirror images: it does not change by more than the bounds.
    let certain: Vec<_> = rows
        .iter()
        .filter(|r| r[10] == "true")
        .map(|r| (r[0].as_str(), r[1].as_str()))
        .collect();
    assert_eq!(
        certain,
        [("10", "FAR"), ("10", "WES"), ("20", "FAR"), ("20", "WES")]
    );
    let [far, west] = ["FAR", "WES"].map(|code| {
        let row = rows
            .iter()
            .find(|r| r[0] == "10" && r[1] == code)
            .expect(code);
        row[5].parse::<f64>().expect("a number")
    });
    // A strip of 10 km along 1° of a meridian at the equator: 110.57 km long, and half a disc's quarter beyond each end is sea.
    assert!(
        (far - 1105.7).abs() < 1.0 && (far + west).abs() < 0.01,
        "{far} {west}"
    );
    let table = bench.run("compare a.csv b.ndjson").done().out;
    assert!(
        table.contains("A  a.csv") && table.contains("by more than the bounds"),
        "{table}"
    );
    assert!(
        bench
            .run("compare a.csv a.csv")
            .done()
            .out
            .contains("nothing changes")
    );
    bench
        .run("compare a.csv none.csv")
        .fails(2, &["does not exist", "none.csv"]);
    bench.write("c.csv", "width_km,territory,overlap\n1,A,2\n");
    bench.run("compare a.csv c.csv").fails(
        3,
        &[
            "no column overlap_km2",
            "c.csv, line 1",
            "is overlap meant?",
        ],
    );
    bench.write("d.csv", "width_km,territory,overlap_km2\n1,A,2\n1,A,3\n");
    bench
        .run("compare d.csv a.csv")
        .fails(3, &["A has two rows at 1 km", "line 2", "d.csv, line 3"]);
}

/// Every scenario's rows, but for its name, are those of `standoff strip` with `base` and its flags; there are no others.
#[track_caller]
fn each_is_a_single_run(scenarios: &str, base: &str, each: &[(&str, &str)]) -> Vec<Vec<String>> {
    let bench = Bench::new(scenarios);
    bench.write(
        "line.json",
        r#"{"type":"LineString","coordinates":[[0,0.2],[0.3,0.8]]}"#,
    );
    bench.write("gap.json", GAP);
    let all = bench.run("sweep s.toml --quiet").done().out;
    let all = rows(&all);
    let mut told = 0;
    for (name, flags) in each {
        let single = bench.run(&format!("strip --format csv --quiet {base} {flags}"));
        let single = rows(&single.done().out);
        let own: Vec<_> = (all.iter().filter(|row| row[0] == *name).cloned()).collect();
        assert_eq!(unnamed(&own), unnamed(&single), "{name}");
        told += own.len();
    }
    assert_eq!(told, all.len());
    all
}

/// Two squares with 0.001° between them.
const GAP: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"WES","name":"Westland"},"geometry":{"type":"Polygon","coordinates":[[[-1,0],[0,0],[0,1],[-1,1],[-1,0]]]}},
{"type":"Feature","properties":{"code":"EAS","name":"Eastland"},"geometry":{"type":"Polygon","coordinates":[[[0.001,0],[1,0],[1,1],[0.001,1],[0.001,0]]]}}]}"#;

#[test]
fn scenarios_that_share_a_strip_share_the_rows_of_equal_territories_only() {
    let rows = each_is_a_single_run(
        r#"
[defaults]
between = ["EST", "RUS"]
tolerance = "100m"
width = "30km"
[grid]
whose = [{ name = "one" }, { name = "own", assign = "RUS-KGD=RUS-KGD" }]
"#,
        "--between EST RUS --tolerance 100m --width 30km",
        &[("one", ""), ("own", "--assign RUS-KGD=RUS-KGD")],
    );
    let of = |name: &str, code: &str| {
        let row = rows.iter().find(|row| row[0] == name && row[3] == code);
        row.expect("a row").clone()
    };
    assert_eq!(of("one", "EST")[6..], of("own", "EST")[6..]);
    let (one, own) = (of("one", "RUS"), of("own", "RUS"));
    assert_eq!(one[6], own[6], "as much is covered");
    assert_ne!(one[8], own[8], "of a smaller territory");
}

#[test]
fn worldviews_are_an_axis() {
    let rows = each_is_a_single_run(
        r#"
[defaults]
between = ["RUS", "UKR"]
tolerance = "1km"
width = "50km"
[grid]
worldview = ["de-facto", "un", "RUS"]
"#,
        "--between RUS UKR --tolerance 1km --width 50km",
        &[
            ("de-facto", "--worldview de-facto"),
            ("un", "--worldview un"),
            ("RUS", "--worldview RUS"),
        ],
    );
    assert!(rows.iter().any(|row| row[1] == "un"));
}

#[test]
fn sides_are_an_axis_and_so_are_matching_distances() {
    each_is_a_single_run(
        r#"
[defaults]
border = "line.json"
territories = "states.json"
width = "10km"
[grid]
side = ["left", "right", "both"]
cap = ["round", "flat"]
"#,
        "--border line.json --territories states.json --width 10km",
        &[
            ("left / round", "--side left"),
            ("left / flat", "--side left --cap flat"),
            ("right / round", "--side right"),
            ("right / flat", "--side right --cap flat"),
            ("both / round", ""),
            ("both / flat", "--cap flat"),
        ],
    );
    each_is_a_single_run(
        r#"
[defaults]
between = ["WES", "EAS"]
territories = "gap.json"
width = "10km"
[grid]
snap = ["150m", "1km"]
"#,
        "--between WES EAS --territories gap.json --width 10km",
        &[("150m", "--snap 150m"), ("1km", "--snap 1km")],
    );
}
