//! Each preset against its published figures, run as a user would.

use assert_cmd::Command;
use standoff::scenario::presets::{Measure, Preset, all};

struct Row {
    width_km: f64,
    territory: String,
    overlap: f64,
    share: f64,
}

fn rows(arguments: &[&str]) -> Vec<Row> {
    let output = Command::cargo_bin("standoff")
        .expect("the program")
        .args(["strip", "--format", "csv", "--quiet"])
        .args(arguments)
        .output()
        .expect("a run");
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {err}");
    let mut reader = csv::Reader::from_reader(&output.stdout[..]);
    let number = |text: &str| text.parse::<f64>().expect("a number");
    reader
        .records()
        .map(|r| r.expect("a row"))
        .map(|r| Row {
            width_km: number(&r[2]),
            territory: r[3].to_owned(),
            overlap: number(&r[6]),
            share: number(&r[7]),
        })
        .collect()
}

fn run(preset: &Preset) -> Vec<Row> {
    let mut arguments = vec!["--preset", &preset.name];
    if !preset.scenario.has("width") {
        arguments.extend(["--width", "300km"]);
    }
    rows(&arguments)
}

#[test]
fn every_preset_runs_and_keeps_to_its_published_figures() {
    let mut compared = 0;
    for preset in all().expect("presets") {
        let rows = run(&preset);
        assert!(!rows.is_empty(), "{}", preset.name);
        for published in &preset.published {
            let at = |row: &&Row| published.width_km.is_none_or(|w| w == row.width_km);
            let of = |row: &&Row| published.of.contains(&row.territory);
            let own: Vec<&Row> = rows.iter().filter(at).filter(of).collect();
            assert_eq!(
                own.len(),
                published.of.len(),
                "{}: {published:?}",
                preset.name
            );
            let ours = match published.measure {
                Measure::Area => own.iter().map(|r| r.overlap).sum::<f64>(),
                Measure::Share => 100.0 * own[0].share,
            };
            let difference = (ours - published.value).abs();
            assert!(
                difference <= published.within,
                "{}: {ours}, {published:?}",
                preset.name
            );
            compared += 1;
        }
    }
    assert!(compared >= 9, "{compared}");
}

#[test]
fn the_zone_of_a_preset_is_on_the_parties_soil_alone() {
    let of = |name: &str| {
        let mut codes: Vec<String> = rows(&["--preset", name])
            .into_iter()
            .map(|r| r.territory)
            .collect();
        codes.sort();
        codes
    };
    assert_eq!(of("brazil-1979"), ["BRA"]);
    assert_eq!(of("iraq-kuwait-1991"), ["IRQ", "KWT"]);
    assert_eq!(of("kosovo-1999-ground"), ["MNE", "SRB"]);
    assert_eq!(of("india-bsf-2021"), ["IND"]);
}

#[test]
fn what_the_user_types_overrides_the_preset() {
    let wide = rows(&["--preset", "brazil-1979", "--width", "50km"]);
    assert!(wide.iter().all(|r| r.width_km == 50.0));
    let other = rows(&["--preset", "brazil-1979", "--around", "ARG"]);
    assert_eq!(other.len(), 1);
    assert_eq!(other[0].territory, "ARG");
    let line = rows(&["--preset", "china-1997", "--between", "RUS", "MNG"]);
    assert!(
        line.iter()
            .all(|r| ["RUS", "MNG"].contains(&r.territory.as_str()))
    );
}

/// The circle of 5 km has 78.54 km², all of it within 40 km of the border (and some of it beyond the 30 km of the preset).
#[test]
fn the_circle_round_kirk_kilisse_is_cut_out() {
    let with = rows(&["--preset", "thrace-1923", "--width", "40km"]);
    let without = rows(&[
        "--between",
        "TUR",
        "BGR,GRC",
        "--width",
        "40km",
        "--third-states",
        "clip",
    ]);
    let turkey = |rows: &[Row]| {
        rows.iter()
            .find(|r| r.territory == "TUR")
            .expect("TUR")
            .overlap
    };
    let circle = turkey(&without) - turkey(&with);
    assert!((circle - 78.54).abs() < 0.01, "{circle}");
}
