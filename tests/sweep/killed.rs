//! Runs that are cut off: nothing lost, nothing doubled, the same bytes.

use crate::bench::{Bench, PROGRAM, Run, SCENARIOS};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The results of an undisturbed run, and their manifest.
fn undisturbed() -> (String, String) {
    let bench = Bench::new(SCENARIOS);
    bench.run("sweep s.toml --out r.csv").done();
    (bench.read("r.csv"), bench.read("r.manifest.json"))
}

/// The next of a fixed row of random numbers, 0 to 1 (Knuth's constants).
fn random(seed: &mut u64) -> f64 {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 11) as f64 / (1u64 << 53) as f64
}

/// What it cannot see: a power cut, which loses what the system has not yet written; the order of the forced writes is for that.
#[test]
#[cfg(unix)]
fn two_hundred_kills_at_random_moments_leave_the_bytes_of_an_undisturbed_run() {
    use std::os::unix::process::ExitStatusExt;
    let expected = undisturbed();
    let bench = Bench::new(SCENARIOS);
    let (mut seed, mut kills, mut finished) = (20_211_217, 0, 0);
    while kills < 200 || finished < 3 {
        let mut child = (bench.command("sweep s.toml --out r.csv --quiet"))
            .stderr(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .expect("a run");
        if kills < 200 {
            std::thread::sleep(Duration::from_micros((random(&mut seed) * 120e3) as u64));
            child.kill().expect("it can be killed");
        }
        let output = child.wait_with_output().expect("it ends");
        if output.status.signal() == Some(9) {
            kills += 1;
            continue;
        }
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "after {kills} kills: {errors}");
        assert!(
            bench.read("r.csv") == expected.0,
            "other rows after {kills} kills"
        );
        assert!(
            bench.read("r.manifest.json") == expected.1,
            "another manifest after {kills} kills"
        );
        assert_eq!(
            bench.names(),
            ["r.csv", "r.manifest.json", "s.toml", "states.json"]
        );
        finished += 1;
        for name in ["r.csv", "r.manifest.json"] {
            std::fs::remove_file(bench.path(name)).expect(name);
        }
    }
}

#[test]
fn whatever_stands_behind_the_last_whole_scenario_is_cut_off() {
    let expected = undisturbed();
    let bench = Bench::new(SCENARIOS);
    half_way(&bench);
    let (part, journal) = (bench.read("r.csv.part"), bench.read("r.csv.journal"));
    for (more_part, more_journal) in [
        ("torn ro", ""),
        ("", "0123456789abcdef {\"scen"),
        ("x\n", "no sum\n"),
    ] {
        bench.write("r.csv.part", &format!("{part}{more_part}"));
        bench.write("r.csv.journal", &format!("{journal}{more_journal}"));
        let run = bench.run("sweep s.toml --out r.csv").done();
        assert!(
            run.err
                .contains("of 180 scenarios are finished; going on from there"),
            "{}",
            run.err
        );
        assert!(bench.read("r.csv") == expected.0);
        assert!(bench.read("r.manifest.json") == expected.1);
        std::fs::remove_file(bench.path("r.csv")).expect("it is there");
    }
    // A scenario whose bytes were changed is not whole, nor is what follows.
    bench.write("r.csv.part", &part.replacen("Westland", "Eastland", 1));
    bench.write("r.csv.journal", &journal);
    bench.run("sweep s.toml --out r.csv").done();
    assert!(bench.read("r.csv") == expected.0);
}

/// Fails on a file that may not grow, which is what a full disk does.
fn half_way(bench: &Bench) -> Run {
    let script =
        format!("trap '' XFSZ; ulimit -f 8; exec {PROGRAM} sweep s.toml --out r.csv --threads 2");
    let mut command = Command::new("bash");
    command.args(["-c", &script]).current_dir(bench.path("."));
    Run::of(&mut command).fails(1, &["the disk is full", "run the same command again"])
}

#[test]
fn a_full_disk_ends_the_run_and_room_lets_it_go_on() {
    let expected = undisturbed();
    let bench = Bench::new(SCENARIOS);
    half_way(&bench);
    assert_eq!(
        bench.names(),
        ["r.csv.journal", "r.csv.part", "s.toml", "states.json"]
    );
    // Full again before anything more fits.
    half_way(&bench);
    bench.run("sweep s.toml --out r.csv").done();
    assert!(bench.read("r.csv") == expected.0);
    assert!(bench.read("r.manifest.json") == expected.1);
    if std::path::Path::new("/dev/full").exists() {
        let full = std::fs::OpenOptions::new()
            .write(true)
            .open("/dev/full")
            .expect("it is there");
        let run = Run::of(bench.command("sweep s.toml").stdout(full));
        run.fails(1, &["standard output cannot be written to"]);
    }
}

#[test]
fn results_of_something_else_are_not_mixed_in() {
    let bench = Bench::new(SCENARIOS);
    half_way(&bench);
    let text = bench.read("s.toml");
    bench.write("s.toml", &text.replace("10m", "20m"));
    let differs = "the unfinished results here are those of something else: plan_sha256 was";
    bench
        .run("sweep s.toml --out r.csv")
        .fails(1, &[differs, "--restart"]);
    bench.write("s.toml", &text);
    let states = bench.read("states.json");
    bench.write("states.json", &states.replace("Farland", "Nearland"));
    bench
        .run("sweep s.toml --out r.csv")
        .fails(1, &["sha256 of states.json was"]);
    bench.run("sweep s.toml --out r.csv --restart").done();
    assert!(bench.read("r.csv").contains("Nearland"));
    // Whole results of something else stay, too.
    bench.write("states.json", &states);
    bench
        .run("sweep s.toml --out r.csv")
        .fails(2, &["the output file exists", "--force"]);
    bench.run("sweep s.toml --out r.csv --force").done();
    assert!(bench.read("r.csv").contains("Farland"));
    bench.write("r.csv.part", "what is this?");
    bench
        .run("sweep s.toml --out r.csv --force")
        .fails(1, &["nothing says what they are results of"]);
}

#[test]
fn results_of_other_borders_are_not_mixed_in() {
    let unit = |code: &str, west: f64| {
        let (a, b) = (west, west + 1.0);
        format!(
            r#"{{"type":"Feature","properties":{{"unit":"{code}","name":"{code}","defacto":"{code}","dejure":"{code}","sov":"{code}"}},"geometry":{{"type":"Polygon","coordinates":[[[{a},0],[{b},0],[{b},1],[{a},1],[{a},0]]]}}}}"#
        )
    };
    let set = |shift: f64| {
        let units = [
            unit("WES", -1.0 + shift),
            unit("EAS", shift),
            unit("FAR", 1.0 + shift),
        ];
        format!(
            r#"{{"type":"FeatureCollection","features":[{}]}}"#,
            units.join(",")
        )
    };
    let scenarios = SCENARIOS.replace("[grid]", "borders = \"osm\"\n[grid]");
    let bench = Bench::new(&scenarios);
    std::fs::create_dir(bench.path("osm")).expect("a folder");
    bench.write("osm/units.geojson", &set(0.0));
    let run = |arguments: &str| {
        Run::of(
            bench
                .command(arguments)
                .env("STANDOFF_DATA", bench.path(".")),
        )
    };
    let script =
        format!("trap '' XFSZ; ulimit -f 8; exec {PROGRAM} sweep s.toml --out r.csv --threads 2");
    let mut cut_off = Command::new("bash");
    cut_off
        .args(["-c", &script])
        .current_dir(bench.path("."))
        .env("STANDOFF_DATA", bench.path("."));
    Run::of(&mut cut_off).fails(1, &["the disk is full"]);
    bench.write("osm/units.geojson", &set(0.001));
    run("sweep s.toml --out r.csv").fails(
        1,
        &["sha256 of borders osm: units.geojson was", "--restart"],
    );
    bench.write("osm/units.geojson", &set(0.0));
    bench.write("osm/units.provenance.json", r#"{"accuracy_m":10}"#);
    run("sweep s.toml --out r.csv")
        .fails(1, &["units.provenance.json was no such file", "--restart"]);
    std::fs::remove_file(bench.path("osm/units.provenance.json")).expect("it is there");
    run("sweep s.toml --out r.csv").done();
}
