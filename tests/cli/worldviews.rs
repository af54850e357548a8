//! Worldviews, parts, pairs, boxes and a user's alliances on the command line.

use crate::bench::{Bench, DATA, USAGE};
use std::fs;

#[test]
fn several_days_give_the_length_by_day_and_pair() {
    let out = Bench::new()
        .run("border --between CSTO NATO --as-of 2021-12-17,1997-05-27 --format csv")
        .done()
        .out;
    let lines: Vec<_> = out.lines().collect();
    assert_eq!(lines[0], "as_of,worldview,a,a_name,b,b_name,length_km");
    // The days in order; facts as in tests/worldviews.rs.
    assert_eq!(
        lines[1],
        "1997-05-27,de-facto,ARM,Armenia,TUR,Turkey,258.765108"
    );
    assert_eq!(lines.len(), 1 + 4 + 9);
    assert!(lines[5].starts_with("2021-12-17,de-facto,ARM"));
}

#[test]
fn the_table_of_pairs_is_written_to_files_and_a_line_is_not() {
    let bench = Bench::new();
    bench
        .run("border --around LVA --pairs --table pairs.csv --table pairs.json")
        .done();
    let json = fs::read_to_string(bench.path().join("pairs.json")).expect("a file");
    let rows: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(rows.as_array().map(Vec::len), Some(4));
    assert_eq!(rows[0]["b"], "BLR");
    bench
        .run("border --around LVA --pairs --out line.geojson")
        .fails(USAGE, &["--table"]);
    bench
        .run("border --border line.json --pairs")
        .fails(USAGE, &["--between"]);
    bench
        .run("strip --width 10km --as-of 1997-05-27,2021-12-17")
        .fails(USAGE, &["several days", "standoff border"]);
}

#[test]
fn a_worldview_and_its_assignments_stand_in_every_row() {
    let out = Bench::new()
        .run(
            "border --between RUS UKR --worldview un --assign RUS-KGD=RUS-KGD --pairs --format csv",
        )
        .done()
        .out;
    assert!(out.contains(",un; RUS-KGD=RUS-KGD,RUS,"), "{out}");
}

#[test]
fn a_part_is_refused_as_a_group_with_the_flag_that_makes_it_one() {
    let bench = Bench::new();
    bench
        .run("border --between RUS-KGD NATO")
        .fails(USAGE, &["part of RUS", "--assign RUS-KGD=RUS-KGD"]);
    let out = bench
        .run("border --between RUS-KGD NATO --assign RUS-KGD=RUS-KGD --pairs --format ndjson")
        .done()
        .out;
    assert_eq!(out.lines().count(), 2, "{out}");
}

#[test]
fn a_box_is_told_in_the_scenario_and_cuts_a_users_line_too() {
    let bench = Bench::new();
    let out = bench
        .run("border --border line.json --within -1,0,1,0.5")
        .done()
        .out;
    assert!(out.contains("within -1,0,1,0.5"), "{out}");
    assert!(out.contains("0.5]") && !out.contains("0.6]"), "{out}");
    bench
        .run("border --border line.json --within 5,0,6,1")
        .fails(USAGE, &["no part of the line"]);
    bench
        .run("border --within 1,2,3")
        .fails(USAGE, &["four numbers"]);
}

#[test]
fn a_users_table_takes_the_place_of_the_shipped_alliances() {
    let bench = Bench::new();
    let table = "alliance,code,start,end,status,day,source\nPACT,POL,2000-01-01,,member,ok,mine\n";
    fs::write(bench.path().join("mine.csv"), table).expect("a file");
    let out = bench
        .run("border --between BLR PACT --alliances mine.csv --pairs --format csv")
        .done()
        .out;
    assert!(out.contains("BLR,Belarus,POL,Poland,340.087472"), "{out}");
    bench
        .run("border --between BLR NATO --alliances mine.csv")
        .fails(USAGE, &["'NATO'"]);
    fs::write(bench.path().join("bad.csv"), "alliance,code\nA,B\n").expect("a file");
    bench
        .run("border --between BLR A --alliances bad.csv")
        .fails(DATA, &["bad.csv", "columns"]);
    bench
        .run("border --between BLR A --alliances none.csv")
        .fails(USAGE, &["none.csv"]);
}

#[test]
fn flags_of_the_shipped_territories_are_refused_with_a_users() {
    let bench = Bench::new();
    for flag in [
        "--worldview un",
        "--assign UKR-43=UKR",
        "--disputed-rows",
        "--metropolitan",
    ] {
        bench
            .run(&format!(
                "border --territories states.json --around WES {flag}"
            ))
            .fails(USAGE, &["cannot be used with"]);
    }
}

#[test]
fn data_lists_worldviews_disputed_areas_and_the_members_on_a_day() {
    let bench = Bench::new();
    let worldviews = bench.run("data worldviews --format csv").done().out;
    assert!(worldviews.contains("RUS,UKR-43,RUS,2014-03-18,"));
    let disputed = bench.run("data disputed --format csv").done().out;
    assert_eq!(disputed.lines().count(), 42);
    let members = bench
        .run("data alliances --as-of 2024-03-07 --format csv")
        .done()
        .out;
    let nato = members.lines().filter(|l| l.starts_with("NATO,"));
    assert_eq!(nato.count(), 32);
    assert!(members.contains("CSTO,ARM,2024-02-23,,frozen,"));
    assert!(!members.contains("CSTO,AZE"));
}
