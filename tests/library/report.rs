//! `standoff report`: what it refuses, that a page is whole or not there, and shares between computed widths. What a browser makes of
//! the page: tests/page.

use assert_cmd::Command;
use geo::{LineString, MultiLineString, MultiPolygon, Polygon};
use standoff::border::alliance::AllianceTable;
use standoff::border::line::{self, LineChoice};
use standoff::border::territory::Territory;
use standoff::border::worldview::{Worldview, shipped_territories};
use standoff::overlap::overlaps;
use standoff::overlap::profile::profiles;
use standoff::strip::{Edges, PreparedLine, StripOptions};
use standoff::units::Metres;
use std::path::Path;

fn report(folder: &Path, words: &[&str]) -> std::process::Output {
    Command::cargo_bin("standoff")
        .expect("the program")
        .current_dir(folder)
        .arg("report")
        .args(words)
        .output()
        .expect("a run")
}

/// A square of two degrees beside another one: a small world whose page is made at once.
fn world(folder: &Path) {
    let square = |code: &str, x: u32| {
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}","name":"{code}"}},"geometry":{{"type":"Polygon","coordinates":[[[{x},50],[{},50],[{},52],[{x},52],[{x},50]]]}}}}"#,
            x + 2,
            x + 2
        )
    };
    let features = [square("AAA", 10), square("BBB", 12)].join(",");
    let text = format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
    std::fs::write(folder.join("world.geojson"), text).expect("a file");
}

const WORLD: [&str; 5] = ["--territories", "world.geojson", "--between", "AAA", "BBB"];

#[track_caller]
fn refused(words: &[&str], code: i32, said: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    world(folder.path());
    let before = std::fs::read_dir(folder.path()).expect("a folder").count();
    let output = report(folder.path(), words);
    let told = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{words:?}: {told}");
    for word in said {
        assert!(told.contains(word), "{told:?} lacks {word:?}");
    }
    let after = std::fs::read_dir(folder.path()).expect("a folder").count();
    assert_eq!(before, after, "{words:?} left something behind");
}

#[test]
fn a_report_without_widths_or_of_nonsense_is_refused_and_nothing_is_written() {
    let out = ["--out", "r.html"];
    let with = |words: &[&'static str]| -> Vec<&'static str> {
        words.iter().copied().chain(WORLD).chain(out).collect()
    };
    refused(&with(&[]), 2, &["--widths"]);
    refused(&with(&["--widths", "0km"]), 2, &["not above 0"]);
    refused(&with(&["--widths", "300"]), 2, &["300km"]);
    refused(
        &with(&["--widths", "1km..2000km:1km"]),
        2,
        &["too many strips", "larger step"],
    );
    refused(
        &with(&["--widths", "10km", "--claims", "none.toml"]),
        2,
        &["none.toml"],
    );
    refused(&["--widths", "10km"], 2, &["--out"]);
    refused(&["--widths", "10km", "--out", "r.pdf"], 2, &[".html"]);
    refused(
        &[
            "--widths",
            "10km",
            "--reading",
            "contact,contact",
            "--out",
            "r.html",
        ],
        2,
        &["twice"],
    );
    refused(
        &[
            "--widths",
            "10km",
            "--worldview",
            "de-facto,nowhere",
            "--out",
            "r.html",
        ],
        2,
        &["nowhere"],
    );
    refused(
        &["--widths", "10km", "--out", "no/r.html"],
        1,
        &["does not exist"],
    );
}

#[test]
fn several_readings_are_for_the_report_alone() {
    let output = Command::cargo_bin("standoff")
        .expect("the program")
        .args(["strip", "--width", "300km", "--reading", "contact,outer"])
        .output()
        .expect("a run");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("several readings"));
}

#[test]
fn a_page_is_the_same_bytes_each_time_and_replaces_another_only_with_force() {
    let folder = tempfile::tempdir().expect("a folder");
    world(folder.path());
    let words: Vec<_> = WORLD
        .into_iter()
        .chain(["--widths", "20km,50km", "--out", "r.html"])
        .collect();
    assert!(report(folder.path(), &words).status.success());
    let path = folder.path().join("r.html");
    let first = std::fs::read_to_string(&path).expect("a page");
    assert!(first.starts_with("<!doctype html>") && first.trim_end().ends_with("</html>"));
    let again = report(folder.path(), &words);
    assert_eq!(again.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&again.stderr).contains("--force"));
    let forced: Vec<_> = words
        .iter()
        .copied()
        .chain(["--force", "--threads", "1"])
        .collect();
    assert!(report(folder.path(), &forced).status.success());
    assert_eq!(std::fs::read_to_string(&path).expect("a page"), first);
}

#[test]
fn a_page_names_no_address_that_a_browser_would_fetch() {
    let folder = tempfile::tempdir().expect("a folder");
    world(folder.path());
    let words: Vec<_> = WORLD
        .into_iter()
        .chain(["--widths", "20km", "--out", "r.html"])
        .collect();
    assert!(report(folder.path(), &words).status.success());
    let page = std::fs::read_to_string(folder.path().join("r.html")).expect("a page");
    assert!(page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'"));
    for word in [
        " src=",
        "@import",
        "url(",
        "<link",
        "fetch(",
        "XMLHttpRequest",
        "WebSocket",
    ] {
        assert!(!page.contains(word), "{word}");
    }
}

/// The greatest difference between profiles and exact strips at widths that no grid has, as a part of the territory.
fn worst(line: &PreparedLine, territories: &[Territory], widest: f64, widths: &[f64]) -> f64 {
    let profiles = profiles(line, Metres(widest), territories).expect("profiles");
    let mut worst = 0.0f64;
    for &width in widths {
        let strip = line
            .strip(&StripOptions::new(Metres(width)).tolerance(Metres(1.0)))
            .expect("a strip");
        let exact = overlaps(line, &strip, territories).unwrap();
        for (index, _) in territories.iter().enumerate() {
            let share =
                (exact.rows.iter().find(|row| row.territory == index)).map_or(0.0, |row| row.share);
            let found = (profiles.iter().find(|p| p.territory == index))
                .map_or(0.0, |p| p.share(Metres(width)));
            worst = worst.max((share - found).abs());
        }
    }
    worst
}

#[test]
fn between_widths_every_territory_is_within_a_tenth_of_a_point_of_exact_strips() {
    let territories = shipped_territories(&Worldview::default()).expect("shipped");
    let alliances = AllianceTable::shipped().expect("shipped");
    let derived = line::derive(&LineChoice::default(), &territories, &alliances).expect("a line");
    let line = PreparedLine::new(&derived.lines, Edges::Planar).expect("a line");
    let widths: Vec<f64> = (0..40).map(|k| 700.0 + 25_550.0 * f64::from(k)).collect();
    let off = worst(&line, &territories, 1000e3, &widths);
    println!("Article 7, 40 widths: {:.4} points", 100.0 * off);
    assert!(off < 0.001, "{off}");
}

#[test]
fn a_territory_that_is_covered_between_two_widths_of_the_first_look_is_found_too() {
    let square = |x: f64, side: f64| {
        let ring = [
            (x, 50.0),
            (x + side, 50.0),
            (x + side, 50.0 + side),
            (x, 50.0 + side),
            (x, 50.0),
        ];
        MultiPolygon(vec![Polygon::new(LineString::from(ring.to_vec()), vec![])])
    };
    // 300 m wide, some kilometres off the line; and one of 100 km.
    let territories = [
        Territory::new("S", "small", square(12.05, 0.004)),
        Territory::new("L", "large", square(10.0, 1.0)),
    ];
    let border = MultiLineString(vec![LineString::from(vec![(12.0, 49.0), (12.0, 52.0)])]);
    let line = PreparedLine::new(&border, Edges::Planar).expect("a line");
    let widths: Vec<f64> = (0..30).map(|k| 3_500.0 + 17.3 * f64::from(k)).collect();
    let off = worst(&line, &territories, 1000e3, &widths);
    println!(
        "a territory 300 m wide, 30 widths: {:.4} points",
        100.0 * off
    );
    assert!(off < 0.001, "{off}");
}
