//! The scripts in examples/, run as a user runs them: the program on the path, an empty folder.

use std::fs;
use std::path::Path;
use std::process::Command;

const PROGRAM: &str = env!("CARGO_BIN_EXE_standoff");
const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples");

/// Standard output of a command that must end well.
#[track_caller]
fn run(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("STANDOFF", PROGRAM)
        .output()
        .expect(program);
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{program} {arguments:?}: {errors}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn the_shell_loop_compares_dates() {
    let folder = tempfile::tempdir().expect("a folder");
    let told = run(folder.path(), &format!("{EXAMPLES}/by-date.sh"), &["50km"]);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 3, "{told}");
    assert!(lines[0].starts_with("2003-12-31 to 2009-04-01: "), "{told}");
    let changes =
        fs::read_to_string(folder.path().join("2003-12-31-to-2009-04-01.csv")).expect("a table");
    assert!(changes.contains("EST"), "Estonia joined in 2004: {changes}");
    let last =
        fs::read_to_string(folder.path().join("2021-12-17-to-2024-06-01.csv")).expect("a table");
    assert!(last.contains("FIN"), "Finland joined in 2023: {last}");
}

#[test]
fn the_notebook_script_prints_a_share_for_every_scenario() {
    let folder = tempfile::tempdir().expect("a folder");
    let told = run(
        folder.path(),
        "python3",
        &[&format!("{EXAMPLES}/shares.py")],
    );
    for name in [
        "contact line, 2021-12-17, 50km",
        "Russia and NATO, 2024-06-01, 300km",
    ] {
        assert!(told.contains(name), "{told}");
    }
    assert!(told.contains("EST"), "{told}");
    assert!(told.contains("a third of Estonia: "), "{told}");
}

#[test]
fn the_makefile_runs_what_has_changed_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let text = fs::read_to_string(format!("{EXAMPLES}/readings.toml")).expect("the example");
    for (name, date) in [("old", "2021-12-17"), ("new", "2024-06-01")] {
        let one_date = text
            .replace("[2021-12-17, 2024-06-01]", &format!("[{date}]"))
            .replace("{as-of}, ", "");
        fs::write(path(&format!("{name}.toml")), one_date).expect("a file");
    }
    let make = |target: &str| {
        run(
            folder.path(),
            "make",
            &["-f", &format!("{EXAMPLES}/Makefile"), target],
        )
    };
    make("compare-old-to-new.csv");
    let rows = fs::read_to_string(path("compare-old-to-new.csv")).expect("a table");
    assert!(
        rows.starts_with("scenario,width_km,territory,name,overlap_a_km2"),
        "{rows}"
    );
    assert!(rows.contains("FIN"), "{rows}");
    assert!(make("compare-old-to-new.csv").contains("up to date"));
    assert!(path("old.manifest.json").exists() && !path("old.csv.journal").exists());
}
