//! How the code stands: what ARCHITECTURE.md and CONTRIBUTING.md promise of it, read off the files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms of the two crates, each of which may use those before it.
const ENGINE: [&str; 14] = [
    "error",
    "halt",
    "units",
    "par",
    "likeness",
    "thin",
    "geodesy",
    "territory",
    "fingerprint",
    "strip",
    "zone",
    "overlap",
    "verify",
    "sites",
];
const LIBRARY: [&str; 10] = [
    "crs",
    "load",
    "border",
    "districts",
    "scenario",
    "claims",
    "report",
    "study",
    "cli",
    "main",
];
const LONGEST: usize = 450;
/// So many equal lines stand nowhere twice.
const EQUAL: usize = 12;

/// The sources of a crate with their texts.
fn sources(folder: &str) -> BTreeMap<PathBuf, String> {
    fn walk(folder: &Path, found: &mut BTreeMap<PathBuf, String>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = fs::read_to_string(&path).expect("UTF-8");
                found.insert(path, text);
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
        &mut found,
    );
    assert!(found.len() > 30, "{folder}: {} files", found.len());
    found
}

fn all() -> BTreeMap<PathBuf, String> {
    let mut all = sources("src");
    all.extend(sources("engine/src"));
    all
}

#[test]
fn no_file_is_longer_than_one_sitting() {
    let mut lengths: Vec<(usize, PathBuf)> = (all().into_iter())
        .map(|(path, text)| (text.lines().count(), path))
        .collect();
    lengths.sort();
    let longest = lengths.last().expect("files");
    assert!(longest.0 <= LONGEST, "{longest:?}");
}

#[test]
fn every_file_says_first_what_it_is_for() {
    for (path, text) in all() {
        let first = text.lines().next().unwrap_or_default();
        let main = path.ends_with("src/main.rs");
        assert!(
            main || first.starts_with("//! "),
            "{}: {first}",
            path.display()
        );
    }
}

#[test]
fn no_twelve_lines_stand_twice() {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (path, text) in all() {
        let lines: Vec<(usize, &str)> = (text.lines().enumerate())
            .map(|(k, line)| (k + 1, line.trim()))
            .filter(|(_, line)| !line.is_empty())
            .collect();
        for run in lines.windows(EQUAL) {
            let words: Vec<&str> = run.iter().map(|(_, line)| *line).collect();
            let place = format!("{}:{}", path.display(), run[0].0);
            if let Some(other) = seen.insert(words.join("\n"), place.clone()) {
                panic!("{EQUAL} lines stand at {other} and again at {place}");
            }
        }
    }
}

/// The room of a file, and the rooms that it names.
fn no_arrow_runs_back(folder: &str, rooms: &[&str]) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let floor = |room: &str| rooms.iter().position(|known| *known == room);
    let mut arrows = 0;
    for (path, text) in sources(folder) {
        let inside = path.strip_prefix(&root).expect("a source");
        let room = inside.components().next().expect("a name").as_os_str();
        let room = room.to_str().expect("UTF-8").trim_end_matches(".rs");
        if room == "lib" {
            continue;
        }
        let own = floor(room).unwrap_or_else(|| panic!("{room} is no room of {folder}"));
        let code = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        for part in code.flat_map(|line| line.split("crate::").skip(1)) {
            let named: String = part
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            if let Some(other) = floor(&named) {
                arrows += 1;
                assert!(
                    other <= own,
                    "{} uses {named}, a room above {room}",
                    path.display()
                );
            }
        }
    }
    assert!(arrows > 50, "{arrows} arrows: nothing was read");
}

#[test]
fn rooms_use_those_before_them_only() {
    no_arrow_runs_back("engine/src", &ENGINE);
    no_arrow_runs_back("src", &LIBRARY);
}

#[test]
fn the_engine_knows_no_files_no_clock_and_no_arguments() {
    for (path, text) in sources("engine/src") {
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for word in [
            "std::fs",
            "std::env",
            "std::time",
            "std::process",
            "println!",
        ] {
            // A span of time, to wait for another thread, is no clock.
            let lines = code.lines().filter(|line| {
                !line.trim_start().starts_with("//") && *line != "use std::time::Duration;"
            });
            for line in lines {
                assert!(!line.contains(word), "{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn only_the_command_parses_arguments_and_draws_bars() {
    for (path, text) in sources("src") {
        if path.components().any(|part| part.as_os_str() == "cli") || path.ends_with("src/main.rs")
        {
            continue;
        }
        for word in [
            "use clap",
            "clap::",
            "indicatif",
            "ctrlc",
            "std::process::exit",
            "println!(",
            "env::args",
        ] {
            let code = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            for line in code {
                assert!(!line.contains(word), "{}: {line}", path.display());
            }
        }
    }
}

#[test]
fn only_the_command_names_its_flags() {
    for (path, text) in all() {
        if path.components().any(|part| part.as_os_str() == "cli") {
            continue;
        }
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//") && !line.contains("ogr2ogr"));
        for line in lines {
            let mut after = line.split("--").skip(1);
            let flag = after.any(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
            assert!(!flag, "{}: {line}", path.display());
        }
    }
}

#[test]
fn what_the_compiler_cannot_check_is_in_the_one_file_that_calls_proj() {
    for (path, text) in all() {
        if !path.ends_with("src/crs/native.rs") {
            let unsafe_code = text
                .lines()
                .any(|l| l.trim_start().starts_with("unsafe ") || l.contains(" unsafe {"));
            assert!(!unsafe_code, "{}", path.display());
        }
    }
}
