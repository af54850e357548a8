//! The bar of a long file, on a real pseudo-terminal (by Python's module `pty`).

use super::bench::*;
use std::fs;
use std::process::Command;

/// Runs the program with standard error on a terminal of 120 columns, standard output on a pipe, and gives what the terminal got.
const TERMINAL: &str = r#"
import fcntl, os, pty, struct, subprocess, sys, termios
ours, its = pty.openpty()
fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 120, 0, 0))
run = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=its)
os.close(its)
told = b""
while True:
    try:
        more = os.read(ours, 65536)
    except OSError:
        break
    if not more:
        break
    told += more
sys.stdout.buffer.write(told)
sys.exit(run.wait())
"#;

/// What a terminal got. `COLUMNS` and `TERM` are those of a terminal that can.
#[track_caller]
fn terminal(bench: &Bench, arguments: &str) -> String {
    let output = Command::new("python3")
        .args(["-c", TERMINAL, env!("CARGO_BIN_EXE_standoff")])
        .args(arguments.split_whitespace())
        .current_dir(bench.path())
        .env("TERM", "xterm")
        .output()
        .expect("python3");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{arguments}: {told}");
    told
}

/// Files of 60 MB: white space after the text counts as much as positions.
fn long(bench: &Bench) {
    let white = " ".repeat(60_000_000);
    for (name, text) in [("long-line.json", LINE), ("long-states.json", STATES)] {
        fs::write(bench.path().join(name), format!("{text}{white}")).expect("a long file");
    }
}

#[test]
fn a_long_file_has_a_bar_on_a_terminal_that_goes_when_it_is_read() {
    let bench = Bench::new();
    long(&bench);
    let strip = "strip --width 10km --tolerance 10m --format csv --territories";
    let told = terminal(
        &bench,
        &format!("{strip} states.json --border long-line.json"),
    );
    for word in [
        "reading long-line.json [",
        "MiB of 57.22 MiB, ",
        "iB/s, ",
        "s left",
    ] {
        assert!(told.contains(word), "{word:?} is not in {told:?}");
    }
    // Cleared: what the terminal got last is an empty line.
    let after = told.rsplit_once("s left").expect("a bar").1;
    assert!(after.contains("\r\x1b[2K"), "{after:?}");
    let told_after = after.replace("\r", "").replace("\x1b[2K", "");
    assert!(!told_after.contains("reading"), "{after:?}");

    let quiet = terminal(
        &bench,
        &format!("{strip} states.json --border long-line.json --quiet"),
    );
    assert_eq!(quiet, "");
    let short = terminal(&bench, &format!("{strip} states.json --border line.json"));
    assert!(!short.contains("reading"), "{short:?}");
    let piped = bench
        .run(&format!("{strip} states.json --border long-line.json"))
        .done();
    assert!(!piped.err.contains("reading"), "{}", piped.err);
}

#[test]
fn every_long_file_has_its_bar_whatever_it_is_for() {
    let bench = Bench::new();
    long(&bench);
    let unit = |code: &str, west: f64| {
        let east = west + 1.0;
        format!(
            r#"{{"type":"Feature","properties":{{"unit":"{code}","name":"{code}","defacto":"{code}","dejure":"{code}","sov":"{code}"}},"geometry":{{"type":"Polygon","coordinates":[[[{west},0],[{east},0],[{east},1],[{west},1],[{west},0]]]}}}}"#
        )
    };
    let white = " ".repeat(60_000_000);
    let (west, east) = (unit("WES", -1.0), unit("EAS", 0.0));
    let finer = format!(r#"{{"type":"FeatureCollection","features":[{west},{east}]}}{white}"#);
    fs::write(bench.path().join("long-borders.json"), finer).expect("borders");
    let hole =
        r#"{"type":"Polygon","coordinates":[[[0.01,0.4],[1,0.4],[1,0.5],[0.01,0.5],[0.01,0.4]]]}"#;
    fs::write(
        bench.path().join("long-hole.json"),
        format!("{hole}{white}"),
    )
    .expect("exceptions");
    // One name fills the file: rows would have to be judged.
    let sites = format!("lon,lat,name\n0.1,0.5,{}\n", "a".repeat(60_000_000));
    fs::write(bench.path().join("long-sites.csv"), sites).expect("sites");
    let strip = "strip --width 10km --tolerance 10m --format csv --between WES EAS --territories";
    for (file, arguments) in [
        ("long-states.json", format!("{strip} long-states.json")),
        ("long-hole.json", format!("{strip} states.json --except long-hole.json")),
        ("long-states.json", format!("{strip} states.json --snap-to long-states.json")),
        ("long-borders.json", format!("{strip} states.json --borders long-borders.json")),
        (
            "long-sites.csv",
            "sites long-sites.csv --border line.json --territories states.json --format csv --only in --width 1m".to_owned(),
        ),
    ] {
        let told = terminal(&bench, &arguments);
        let bar = format!("reading {file} [");
        assert!(told.contains(&bar), "{arguments}: {bar:?} is not in {told:?}");
    }
}
