//! Names, units and flags as people type them.

use super::bench::*;

#[test]
fn what_a_name_was_understood_as_is_told_once_and_a_code_is_not() {
    let bench = Bench::new();
    let by_code = bench
        .run("strip --around LUX --width 20km --exclude DEU --format csv")
        .done();
    assert!(!by_code.err.contains("LUX: "), "{}", by_code.err);
    let by_name = bench
        .run("strip --around luxembourg --width 20km --exclude Germany --format csv")
        .done();
    assert_eq!(by_name.out, by_code.out);
    assert_eq!(by_name.err.matches("luxembourg: LUX").count(), 1);
    assert_eq!(by_name.err.matches("Germany: DEU").count(), 1);
    let quiet = bench
        .run("strip --around luxembourg --width 20km --format csv -q")
        .done();
    assert_eq!(quiet.err, "");
}

#[test]
fn names_are_understood_by_every_flag_and_command_that_takes_a_code() {
    let bench = Bench::new();
    for command in [
        "strip --width 20km --between luxembourg FR --width-in Luxembourg=5km --blanket belgium",
        "strip --width 20km --between benelux DE --third-states clip",
        "strip --width 5km --around Kaliningrad --assign kaliningrad=kaliningrad",
        "strip --reach 20km --of luxembourg",
        "border --between EU Switzerland --as-of 2024-06-01 --pairs",
        "border --between nato russia --member nato=ukraine --pairs",
        "curve --around LU --widths 5km,10km --territory luxembourg,BE",
        "solve --around LU --territory luxembourg --share 1/2",
        "sites --places --around luxembourg --width 20km --where a3=Belgium",
    ] {
        bench.run(command).done();
    }
    bench
        .run("sites --places --around LUX --width 100km --where country=Belgium --format csv")
        .fails(DATA, &["no site has", "country", "a3"]);
}

#[test]
fn an_ambiguous_name_and_a_place_without_territory_end_with_code_2_and_the_choices() {
    let bench = Bench::new();
    bench
        .run("strip --width 20km --around korea")
        .fails(USAGE, &["KOR (South Korea)", "PRK (North Korea)"]);
    bench
        .run("strip --width 20km --around crimea")
        .fails(USAGE, &["UKR-43", "a part of RUS", "--assign"]);
    bench
        .run("strip --width 20km --exclude england")
        .fails(USAGE, &["--exclude england", "GBR (United Kingdom)"]);
    for (word, never) in [
        ("GRB", "GBR"),
        ("XYZ", "did you mean"),
        ("QT", "did you mean"),
    ] {
        let told = bench
            .run(&format!("strip --width 20km --around {word}"))
            .fails(USAGE, &[word, "data find"]);
        assert!(!told.err.contains(never), "{}", told.err);
    }
}

#[test]
fn the_users_own_territories_are_named_first() {
    let bench = Bench::new();
    let told = bench
        .run("strip --territories states.json --between westland eas --width 5km --format csv")
        .done();
    assert!(told.err.contains("westland: WES") && told.err.contains("eas: EAS"));
    bench
        .run("strip --territories states.json --around Russia --width 5km")
        .fails(USAGE, &["RUS", "WES, EAS, FAR"]);
}

#[test]
fn names_in_scenario_and_claims_files_are_understood_and_shares_may_be_numbers() {
    let bench = Bench::new();
    let write =
        |name: &str, text: &str| std::fs::write(bench.path().join(name), text).expect("a file");
    write(
        "s.toml",
        "[grid]\nwidth = [\"20km\", \"30km\"]\naround = [\"Luxembourg\"]\n",
    );
    let sweep = bench.run("sweep s.toml").done();
    assert!(sweep.out.contains(",LUX,"));
    assert_eq!(
        sweep.err.matches("Luxembourg: LUX").count(),
        1,
        "{}",
        sweep.err
    );
    write(
        "c.toml",
        "[[claim]]\nname = \"half\"\nwording = \"half of Luxembourg\"\nof = [\"luxembourg\"]\nfrom = 0.5\n",
    );
    let claims = bench.run("claims c.toml --around LU --format csv").done();
    assert!(claims.out.contains("half of Luxembourg") && claims.err.contains("luxembourg: LUX"));
}

#[test]
fn flags_of_other_programs_are_understood() {
    let bench = Bench::new();
    let plain = bench
        .run("strip --border line.json --width 5km --format csv")
        .done()
        .out;
    for flag in ["-w", "--distance", "--radius", "--buffer"] {
        let same = bench
            .run(&format!("strip --border line.json {flag} 5km --format csv"))
            .done();
        assert_eq!(same.out, plain, "{flag}");
    }
    for (flag, file) in [("-o", "a.geojson"), ("--output", "b.geojson")] {
        bench
            .run(&format!(
                "strip --border line.json --width 5km {flag} {file}"
            ))
            .done();
        assert!(bench.path().join(file).exists(), "{flag}");
    }
    bench
        .run("strip --between South Korea North --width 5km")
        .fails(USAGE, &["quotes"]);
}

#[test]
fn a_preset_is_known_to_every_command_that_takes_a_line() {
    let bench = Bench::new();
    let curve = bench.run("curve --preset korea-2018 --format csv").done();
    assert!(
        curve
            .rows()
            .iter()
            .all(|row| row[0].starts_with("korea-2018") && row[2] == "5")
    );
    let own = bench
        .run("curve --preset korea-2018 --widths 3km --format csv")
        .done();
    assert!(own.rows().iter().all(|row| row[2] == "3"));
    bench
        .run("solve --preset korea-2018 --territory KOR --share 1/100")
        .done();
    bench.run("sites --places --preset korea-2018").done();
    bench.run("border --preset korea-2018").done();
    let claims = bench.run("claims --preset brazil-1979").done();
    assert!(
        claims.err.contains("--third-states left out"),
        "{}",
        claims.err
    );
    bench
        .run("curve --preset article-7")
        .fails(USAGE, &["has no width"]);
}

#[test]
fn the_short_help_of_strip_is_one_screen_and_the_long_one_has_every_flag() {
    let bench = Bench::new();
    let short = bench.run("strip -h").done().out;
    assert!(short.lines().count() <= 40, "{short}");
    let flags = |text: &str| {
        text.lines()
            .filter(|l| l.trim_start().starts_with('-'))
            .count()
    };
    assert!(flags(&short) >= 20, "{short}");
    let long = bench.run("strip --help").done().out;
    for flag in [
        "--snap-to",
        "--metropolitan",
        "--third-states",
        "--out-crs",
        "--borders",
        "--tolerance",
    ] {
        assert!(long.contains(flag) && !short.contains(flag), "{flag}");
    }
}

#[test]
fn what_is_shipped_is_found_by_words() {
    let bench = Bench::new();
    let found = bench.run("data find korea --format csv").done();
    let has = |kind: &str, code: &str| {
        found
            .rows()
            .iter()
            .any(|row| row[0] == kind && row[1] == code)
    };
    assert!(has("territory", "KOR") && has("territory", "PRK") && has("preset", "korea-1953"));
    for (words, code) in [
        ("crim", "UKR-43"),
        ("european union", "EU"),
        ("de-facto", "de-facto"),
        ("GER", "DEU"),
    ] {
        let found = bench.run(&format!("data find {words} --format csv")).done();
        assert!(
            found.rows().iter().any(|row| row[1].contains(code)),
            "{words}: {}",
            found.out
        );
    }
    bench
        .run("data find polnad")
        .fails(USAGE, &["POL (Poland)"]);
    bench.run("data find").fails(USAGE, &["<WORD>"]);
}
