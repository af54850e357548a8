//! What is refused, with which code and words.

use super::bench::*;
use std::fs;

#[test]
fn strict_turns_a_warning_into_an_error_of_the_data() {
    let bench = Bench::new();
    bench
        .run("strip --width 10km --strict --out zone.geojson")
        .fails(DATA, &["16.2km", "--strict"]);
    assert_eq!(bench.names(), ["line.json", "states.json"]);
}

#[test]
fn a_width_that_makes_no_sense_is_refused_with_a_remedy() {
    let bench = Bench::new();
    for (width, words) in [
        ("300", vec!["no unit", "300km or 300m"]),
        ("0km", vec!["not above 0"]),
        ("-5km", vec!["not above 0"]),
        ("NaNkm", vec!["300km"]),
        ("20003932m", vec!["half the circumference"]),
        ("300M", vec!["300nmi or 300m"]),
        ("50km..10km:5km", vec!["backwards"]),
        ("10km..50km:0km", vec!["step"]),
        ("10km..55km:10km", vec!["does not land on its end", "50km"]),
        ("10km..50km", vec!["no step"]),
    ] {
        bench
            .run(&format!("strip --width {width}"))
            .fails(USAGE, &words);
    }
    bench.run("strip").fails(USAGE, &["--width"]);
}

#[test]
fn a_tolerance_out_of_its_range_is_refused() {
    let bench = Bench::new();
    for (flags, word) in [
        ("--tolerance 1", "1km or 1m"),
        ("--tolerance 0m", "0.01m"),
        ("--tolerance -1m", "0.01m"),
        ("--tolerance 1mm", "unknown unit"),
        ("--tolerance 2km", "tenth of the width"),
    ] {
        bench
            .run(&format!("strip --width 10km {flags}"))
            .fails(USAGE, &[word]);
    }
    bench
        .run(&format!("{OWN} --width 10km --tolerance 0.01m"))
        .done();
}

#[test]
fn an_unknown_name_is_refused_with_the_nearest_known_one() {
    let bench = Bench::new();
    bench
        .run("strip --width 10km --between CTSO NATO")
        .fails(USAGE, &["CTSO", "CSTO"]);
    bench
        .run("strip --width 10km --around RUSS")
        .fails(USAGE, &["RUSS", "RUS"]);
    bench
        .run("strip --width 10km --member NTAO=UKR")
        .fails(USAGE, &["NTAO", "NATO"]);
    bench
        .run("strip --width 10km --not-member NATO")
        .fails(USAGE, &["NATO"]);
    bench.run("strip --width 10km --worldview unn").fails(
        USAGE,
        &["unknown worldview", "did you mean un?", "de-facto"],
    );
    bench
        .run("strip --width 10km --reading inner")
        .fails(USAGE, &["inner", "contact"]);
    bench
        .run("strip --width 10km --as-of 17.12.2021")
        .fails(USAGE, &["17.12.2021", "2021-12-17"]);
    bench
        .run("strip --width 10km --as-of 1900-01-01")
        .fails(USAGE, &["1900-01-01"]);
}

#[test]
fn a_member_that_the_territories_lack_is_named() {
    Bench::new()
        .run("strip --territories states.json --width 10km")
        .fails(USAGE, &["ARM"]);
}

#[test]
fn flags_that_exclude_each_other_are_refused() {
    let bench = Bench::new();
    for flags in [
        "--border line.json --between RUS NATO",
        "--border line.json --around RUS",
        "--border line.json --coast",
        "--border line.json --as-of 2024-01-01",
        "--between RUS NATO --around RUS",
        "--around RUS --reading every",
        "--territories states.json --worldview de-facto",
    ] {
        bench
            .run(&format!("strip --width 10km {flags}"))
            .fails(USAGE, &["cannot be used with"]);
    }
    bench
        .run("strip --width 10km --between RUS")
        .fails(USAGE, &["--between"]);
}

#[test]
fn a_configuration_that_makes_no_sense_is_refused_and_writes_nothing() {
    let bench = Bench::new();
    for (flags, words) in [
        ("--width-in XXX=5km", vec!["--width-in XXX", "no territory"]),
        ("--width-in RUS", vec!["RUS=100km"]),
        ("--width-in RUS=0km", vec!["--exclude RUS"]),
        ("--blanket UKR --exclude UKR,POL", vec!["UKR", "both"]),
        ("--exclude Polnd", vec!["did you mean POL"]),
        ("--except none.json", vec!["none.json", "does not exist"]),
        ("--except-circle 200,10,5km", vec!["27.22,41.74,5km"]),
        ("--snap-share 50%", vec!["--snap-to"]),
        ("--snap-to line.json --snap-share 50", vec!["50%"]),
        ("--of NATO", vec!["--reach 500km --of NATO"]),
        ("--preset brasil", vec!["brazil-1979"]),
        ("--third-states no", vec!["keep", "clip"]),
        (
            "--not-member CSTO=ARM,BLR,KAZ,KGZ,RUS,TJK",
            vec!["CSTO is empty", "--not-member"],
        ),
        ("--worldview unn", vec!["did you mean un"]),
        ("--between CSTO,POL NATO", vec!["POL", "both groups"]),
        ("--as-of 1940-01-01", vec!["1994-04-20"]),
    ] {
        bench
            .run(&format!("strip --width 100km --out zone.geojson {flags}"))
            .fails(USAGE, &words);
    }
    bench
        .run("strip --preset article-7")
        .fails(USAGE, &["no width", "--width 300km"]);
    bench
        .run("strip --border line.json --third-states clip --width 5km")
        .fails(USAGE, &["--border", "--third-states"]);
    assert_eq!(bench.names(), ["line.json", "states.json"]);
}

#[test]
fn a_file_that_is_not_there_is_an_error_of_the_command_line() {
    Bench::new()
        .run("strip --border none.json --width 10km")
        .fails(USAGE, &["none.json", "does not exist"]);
}

#[test]
fn bad_data_ends_with_code_3() {
    let bench = Bench::new();
    for (text, word) in [
        ("not json", "JSON"),
        (r#"{"type":"FeatureCollection","features":[]}"#, "bad.json"),
        (r#"{"type":"Point","coordinates":[0,0]}"#, "oint"),
        (r#"{"type":"LineString","coordinates":[[0,0]]}"#, "position"),
    ] {
        fs::write(bench.path().join("bad.json"), text).expect("a file");
        bench
            .run("strip --border bad.json --width 10km")
            .fails(DATA, &["bad.json", word]);
    }
}

#[test]
fn geoparquet_is_named_with_the_way_out_whatever_the_file_is_called() {
    let bench = Bench::new();
    for name in [
        "zone.parquet",
        "zone.geoparquet",
        "zone.geojson",
        "zone.csv",
    ] {
        bench.write(name, b"PAR1\x15\x04\x15\x10");
        for command in [
            format!("strip --border {name} --width 10km"),
            format!("strip --border line.json --territories {name} --width 10km"),
            format!("sites {name} --border line.json --territories states.json"),
        ] {
            bench
                .run(&command)
                .fails(DATA, &[name, "GeoParquet", "ogr2ogr out.fgb"]);
        }
    }
}

#[test]
fn a_position_that_is_none_is_said_to_be_that_by_every_reader() {
    let bench = Bench::new();
    let none = -f64::MAX;
    let point = format!(r#"{{"type":"Point","coordinates":[{none:e},{none:e}]}}"#);
    bench.write("none.json", point);
    for command in [
        "strip --border none.json --width 5km",
        "sites none.json --border line.json --width 5km --territories states.json",
    ] {
        bench.run(command).fails(
            DATA,
            &[
                "no position: -1.7976931348623157e308",
                "none.json",
                "remove or mend",
            ],
        );
    }
}
