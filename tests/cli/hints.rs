//! A newcomer's mistakes: one clear error with what to type instead.

use super::bench::*;

#[test]
fn a_missing_argument_comes_with_an_example() {
    let bench = Bench::new();
    for (command, words) in [
        ("strip", vec!["--width <W>", "ever agreed", "--width 300km"]),
        (
            "solve",
            vec!["for example: standoff solve --territory POL --share 1/3"],
        ),
        ("curve", vec!["for example: standoff curve --widths"]),
        (
            "report --widths 100km",
            vec!["--out <FILE>", "--out report.html"],
        ),
        ("sites", vec!["--places"]),
        (
            "compare a.csv",
            vec!["<B>", "standoff compare 2021.csv 2024.csv"],
        ),
        ("sweep", vec!["standoff sweep my-scenarios.toml"]),
        ("completions", vec!["standoff completions bash"]),
        ("strip --reach 500km", vec!["--of <GROUP>"]),
        ("strip --width", vec!["standoff strip --width 300km"]),
    ] {
        bench.run(command).fails(USAGE, &words);
    }
}

#[test]
fn a_width_that_is_typed_otherwise_is_told_how() {
    let bench = Bench::new();
    for (command, words) in [
        ("strip 300km", vec!["--width 300km"]),
        ("strip --width 300 km", vec!["300km"]),
        (
            "strip --width 300,5km",
            vec!["300 has no unit", "decimals have a point"],
        ),
        ("strip --width 300,000m", vec!["thousands no mark"]),
        ("curve 1km", vec!["--widths 1km"]),
    ] {
        bench.run(command).fails(USAGE, &words);
    }
}

#[test]
fn a_flag_of_another_command_is_told_and_not_mistaken_for_a_like_one() {
    let bench = Bench::new();
    let told = bench
        .run("border --width 300km")
        .fails(USAGE, &["--width is a flag of strip"]);
    assert!(!told.err.contains("'--within'"), "{}", told.err);
    bench
        .run("--width 300km")
        .fails(USAGE, &["--width is a flag of strip"]);
    bench
        .run("curve --width 1km..10km:1km")
        .fails(USAGE, &["'--widths'"]);
    bench
        .run("strip --widht 300km")
        .fails(USAGE, &["'--width'"]);
    bench.run("stirp --width 300km").fails(USAGE, &["'strip'"]);
    bench.run("version").fails(USAGE, &["standoff --version"]);
}

#[test]
fn two_groups_and_their_members_are_told_apart() {
    let bench = Bench::new();
    for between in ["RUS", "RUS POL FIN"] {
        bench
            .run(&format!("strip --width 50km --between {between}"))
            .fails(USAGE, &["takes two groups", "--between RUS,BLR"]);
    }
}

#[test]
fn what_is_no_number_and_no_table_format_is_said_in_plain_words() {
    let bench = Bench::new();
    bench
        .run("strip --width 50km --threads 0")
        .fails(USAGE, &["no number of threads", "1 or more"]);
    bench
        .run("sites --places --width 50km --min-population 1e6")
        .fails(USAGE, &["no number of people", "100000"]);
    bench
        .run("strip --width 50km --format geojson")
        .fails(USAGE, &["--out zone.geojson"]);
    bench
        .run("strip --width 50km --out zone.csv")
        .fails(USAGE, &["use .geojson", "a table goes to --table"]);
    bench
        .run("strip --width 50km --table zone.gpkg")
        .fails(USAGE, &["use .csv", "geometry goes to --out"]);
}

#[test]
fn a_worldview_is_found_by_the_name_of_its_holder() {
    let run = Bench::new().run("strip --around LUX --width 50km --worldview russia --format csv");
    let told = run.done();
    assert!(told.err.contains("russia: RUS"), "{}", told.err);
    assert!(told.rows().iter().all(|row| row[1] == "RUS"));
}
