//! Help, version, completions, and what is shipped.

use super::bench::*;

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
