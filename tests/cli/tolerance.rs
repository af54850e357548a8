//! The tolerance: it follows the width where none is given, and one that is given is kept.

use super::bench::*;

#[test]
fn a_default_follows_a_narrow_width_and_is_printed() {
    let bench = Bench::new();
    let run = bench.run("strip --border line.json --width 5m").done();
    assert!(run.err.contains("0.5 m at 5m"), "{}", run.err);
    assert!(run.out.contains("tolerance  0.5 m\n"), "{}", run.out);
    let strict = bench.run("strip --border line.json --width 2cm,5m --strict");
    strict.fails(USAGE, &["0.02 m", "0.1m"]);
    let run = bench
        .run("strip --border line.json --width 3m,5m,20km --out zone.geojson")
        .done();
    assert!(run.err.contains("0.3 m at 3m, 0.5 m at 5m"), "{}", run.err);
    assert!(run.out.contains("tolerance  0.3 m to 1 m"), "{}", run.out);
    let check = "verify zone.geojson --border line.json --spacing 500m --width 20km";
    bench.run(check).done();
    let wide = bench.run("strip --border line.json --width 20km").done();
    assert!(!wide.err.contains("tolerance"), "{}", wide.err);
}

#[test]
fn a_width_of_soil_is_followed_too() {
    let bench = Bench::new();
    let flags = "--territories states.json --between WES EAS --width 1km --width-in EAS=4m";
    let run = bench.run(&format!("strip {flags}")).done();
    assert!(run.out.contains("tolerance  0.4 m"), "{}", run.out);
}

#[test]
fn a_tolerance_of_the_user_s_is_not_changed_to_fit_a_width() {
    let bench = Bench::new();
    bench
        .run("strip --border line.json --width 5m --tolerance 1m")
        .fails(USAGE, &["1 m", "tenth"]);
}

#[test]
fn a_sweep_follows_the_widths_too() {
    let bench = Bench::new();
    let file = "[defaults]\nborder = \"line.json\"\nterritories = \"states.json\"\n[grid]\nwidth = \"5m,50m\"\n";
    std::fs::write(bench.path().join("s.toml"), file).expect("a file");
    let run = bench.run("sweep s.toml --format csv").done();
    assert!(!run.rows().is_empty());
}
