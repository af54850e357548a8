//! The help: every example in it runs as it stands, and it can be read and copied at 80 columns.

use super::bench::Bench;
use assert_cmd::Command;
use std::fs;
use std::path::Path;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const NARROW: usize = 80;

/// What users bring: the files called my-… in the examples.
const CLAIMS: &str = "data/claims/article-7-2022.toml";
const LINE: &str = r#"{"type":"LineString","coordinates":[[0,0.4],[0,0.6]]}"#;
const STATES: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"WES","iso":"WES"},"geometry":{"type":"Polygon","coordinates":[[[-1,0],[0,0],[0,1],[-1,1],[-1,0]]]}},
{"type":"Feature","properties":{"code":"EAS","iso":"EAS"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]]]}}]}"#;
const GARRISONS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"name":"A"},"geometry":{"type":"Point","coordinates":[23.1,53.1]}}]}"#;
const UNITS: &str = "name,echelon,lon,lat\n1st,brigade,23.1,53.1\n2nd,company,23.2,53.2\n";
const SCENARIOS: &str = "[grid]\nwidth = [\"50km\", \"100km\"]\n";

/// Every command whose help has examples, as typed.
const COMMANDS: [&str; 14] = [
    "",
    "strip",
    "border",
    "curve",
    "solve",
    "sites",
    "claims",
    "sweep",
    "compare",
    "report",
    "data",
    "completions",
    "man",
    "verify",
];

fn help(command: &str, columns: usize) -> String {
    let output = Command::cargo_bin("standoff")
        .expect("the program")
        .args(command.split_whitespace())
        .arg("--help")
        .env("COLUMNS", columns.to_string())
        .output()
        .expect("a run");
    assert!(output.status.success(), "{command}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The commands in the examples of a help text, each on one line.
fn examples(help: &str) -> Vec<String> {
    let (_, text) = help.split_once("\nExamples\n").unwrap_or_default();
    let mut found: Vec<String> = Vec::new();
    let mut goes_on = false;
    for line in text.lines() {
        if goes_on {
            found
                .last_mut()
                .expect("a command")
                .push_str(&format!(" {}", line.trim()));
        } else if line.starts_with("  ") && !line.starts_with("      ") {
            found.push(line.trim().to_owned());
        }
        goes_on = line.ends_with(['\\', '|']);
        if line.ends_with('\\') {
            found.last_mut().expect("a command").pop();
        }
    }
    found
}

fn prepare(folder: &Path) {
    let claims = fs::read_to_string(Path::new(ROOT).join(CLAIMS)).expect("the shipped claims");
    for (name, text) in [
        ("my-claims.toml", claims.as_str()),
        ("my-line.geojson", LINE),
        ("my-states.geojson", STATES),
        ("my-districts.geojson", STATES),
        ("my-garrisons.geojson", GARRISONS),
        ("my-units.csv", UNITS),
        ("my-scenarios.toml", SCENARIOS),
    ] {
        fs::write(folder.join(name), text).expect("a file");
    }
    fs::create_dir(folder.join("man1")).expect("a folder");
    buffer(folder);
}

/// A zone of another program's: the strip of the line as a bare feature, without what it was made with.
fn buffer(folder: &Path) {
    let file = folder.join("my-buffer.geojson");
    let made = format!(
        "standoff strip --border my-line.geojson --width 5km --quiet --out {} --force",
        file.display()
    );
    run(folder, &made);
    let text = fs::read_to_string(&file).expect("a strip");
    let whole: serde_json::Value = serde_json::from_str(&text).expect("GeoJSON");
    let strip = (whole["features"].as_array().expect("features").iter())
        .find(|f| f["properties"]["layer"] == "strip")
        .expect("a strip");
    fs::write(&file, strip["geometry"].to_string()).expect("a file");
}

/// Runs lines of shell with the program on the path, as they are typed.
#[track_caller]
fn run(folder: &Path, line: &str) {
    let program = Path::new(env!("CARGO_BIN_EXE_standoff"));
    let path = format!(
        "{}:{}",
        program.parent().expect("a folder").display(),
        std::env::var("PATH").expect("a path")
    );
    let output = std::process::Command::new("bash")
        .args(["-eu", "-o", "pipefail", "-c", line])
        .current_dir(folder)
        .env("PATH", path)
        .output()
        .expect("bash");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{line}: {told}");
    assert!(!told.contains("error: "), "{line}: {told}");
}

#[track_caller]
fn every_example_runs(command: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    prepare(folder.path());
    let examples = examples(&help(command, NARROW));
    assert!(examples.len() > 1, "{command} has no examples");
    for example in examples {
        assert!(example.starts_with("standoff "), "{example}");
        run(folder.path(), &example);
    }
}

#[test]
fn every_example_of_the_program_s_help_runs() {
    every_example_runs("");
}

#[test]
fn every_example_of_strip_border_and_compare_runs() {
    every_example_runs("strip");
    every_example_runs("border");
    every_example_runs("compare");
}

#[test]
fn every_example_of_curve_and_solve_runs() {
    every_example_runs("curve");
    every_example_runs("solve");
}

#[test]
fn every_example_of_sites_claims_and_sweep_runs() {
    every_example_runs("sites");
    every_example_runs("claims");
    every_example_runs("sweep");
}

#[test]
fn every_example_of_report_runs() {
    every_example_runs("report");
    every_example_runs("verify");
}

#[test]
fn every_example_of_data_completions_and_man_runs() {
    every_example_runs("data");
    every_example_runs("completions");
    every_example_runs("man");
}

#[test]
fn every_command_of_the_help_has_examples_that_are_tested() {
    let text = help("", 100);
    let (_, list) = text.split_once("Commands:\n").expect("the commands");
    let names: Vec<&str> = (list.lines().take_while(|line| !line.is_empty()))
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.len() > 10, "{names:?}");
    for name in names {
        assert!(
            COMMANDS.contains(&name),
            "{name} has no test of its examples"
        );
    }
}

#[test]
fn examples_are_whole_at_80_columns_and_last_in_the_help() {
    for command in COMMANDS {
        let narrow = help(command, NARROW);
        assert_eq!(
            examples(&narrow),
            examples(&help(command, 120)),
            "{command}: a wrapped command cannot be copied"
        );
        for line in narrow.lines() {
            assert!(line.chars().count() <= NARROW, "{command}: {line}");
        }
    }
}

#[test]
fn the_short_help_points_to_the_examples() {
    Bench::new()
        .run("-h")
        .done()
        .out
        .find("standoff --help")
        .expect("a pointer");
    Bench::new()
        .run("strip -h")
        .done()
        .out
        .find("'--help'")
        .expect("a pointer");
}

/// The README's commands with the user's files under their names there.
#[test]
fn every_command_of_the_readme_s_use_section_runs() {
    let text = fs::read_to_string(Path::new(ROOT).join("README.md")).expect("the README");
    let (_, part) = text.split_once("\n## Use\n").expect("a section");
    let (_, part) = part.split_once("```sh\n").expect("its commands");
    let (part, _) = part.split_once("```").expect("an end");
    let folder = tempfile::tempdir().expect("a folder");
    prepare(folder.path());
    let path = |name: &str| folder.path().join(name);
    for (name, text) in [("line.geojson", LINE), ("scenarios.toml", SCENARIOS)] {
        fs::write(path(name), text).expect("a file");
    }
    for (name, flags) in [("a.csv", ""), ("b.csv", "--as-of 2024-06-01")] {
        run(
            folder.path(),
            &format!("standoff strip --width 300km {flags} --table {name}"),
        );
    }
    let mut count = 0;
    for line in part.lines() {
        let command = line.split('#').next().unwrap_or_default().trim();
        // A layer of a user's GeoPackage in a system of PROJ's: tested in tests/crs.rs and tests/qgis.
        if command.contains("--crs") {
            continue;
        }
        // What an example above wrote, and this one writes anew.
        for name in ["zone.geojson", "zone.gpkg", "zone.csv"] {
            if command.contains(&format!("--out {name}"))
                || command.contains(&format!("--table {name}"))
            {
                let _ = fs::remove_file(path(name));
            }
        }
        run(folder.path(), command);
        count += 1;
    }
    assert!(count > 12, "{count}");
}
