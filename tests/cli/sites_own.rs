//! The columns that the sites' own file has, in every format of `standoff sites`.

use super::bench::*;
use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
use rusqlite::Connection;
use serde_json::{Value, json};
use std::fs;

const LINE: &str = "--border line.json --territories states.json";

/// As ACLED writes events: neither id nor name, quoted commas and line ends.
const EVENTS: &str = "event_id_cnty,event_date,latitude,longitude,fatalities,notes\n\
UKR1,2022-03-01,0.5,0.05,3,\"a, b\"\n\
UKR2,2022-03-02,0.5,-0.05,0,\"line\nbreak\"\n";

const FEATURES: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"Name":"x","n":3,"d":1.5,"yes":true,"o":{"a":[1,"<"]},"in_use":"y","layer":"old","fid":9,"mix":1,"name":"one"},"geometry":{"type":"Point","coordinates":[0.05,0.5]}},
{"type":"Feature","id":77,"properties":{"late":"é","mix":"b","n":null},"geometry":{"type":"Point","coordinates":[0.1,0.5]}}]}"#;

fn bench() -> Bench {
    let bench = Bench::with("events.csv", EVENTS);
    bench.write("f.geojson", FEATURES);
    bench
}

#[test]
fn a_table_s_own_columns_stand_after_ours_as_they_were() {
    let bench = bench();
    let run = bench
        .run(&format!(
            "sites events.csv {LINE} --width 30km --format csv"
        ))
        .done();
    assert_eq!(
        run.header(),
        "id,name,territory,distance_km,nearest_lon,nearest_lat,side,in_30km,farthest_km,\
         event_id_cnty,event_date,latitude,longitude,fatalities,notes"
    );
    let rows = run.rows();
    assert_eq!(
        rows[0][9..],
        ["UKR1", "2022-03-01", "0.5", "0.05", "3", "a, b"]
    );
    assert_eq!(rows[1][14], "line\nbreak");
    // The first column says that it is an id; that it was taken is told.
    assert_eq!((rows[0][0].as_str(), rows[1][0].as_str()), ("UKR1", "UKR2"));
    assert!(
        run.err.contains("id: the column event_id_cnty"),
        "{}",
        run.err
    );
    let json = bench
        .run(&format!("sites events.csv {LINE} --format json -q"))
        .done();
    let rows: Vec<Value> = serde_json::from_str(&json.out).expect("JSON");
    assert_eq!(rows[1]["notes"], "line\nbreak");
    assert_eq!(rows[1]["fatalities"], "0");
    // The table for people stays as narrow as it was.
    let shown = bench.run(&format!("sites events.csv {LINE} -q")).done();
    assert!(!shown.out.contains("fatalities"));
}

#[test]
fn a_site_without_an_id_has_its_number_in_the_file() {
    let bench = bench();
    bench.write("p.csv", "place,lon,lat\na,0.1,0.5\nnowhere,,\nb,0.2,0.5\n");
    let ids = |file: &str| -> Vec<String> {
        let run = bench
            .run(&format!("sites {file} {LINE} --format csv -q"))
            .done();
        run.rows().iter().map(|row| row[0].clone()).collect()
    };
    assert_eq!(ids("p.csv"), ["1", "3"]);
    assert_eq!(ids("f.geojson"), ["1", "77"]);
    let only = bench
        .run(&format!(
            "sites p.csv {LINE} --width 15km --only out --format csv -q"
        ))
        .done();
    assert_eq!(only.rows()[0][0], "3");
}

#[test]
fn a_name_that_is_taken_in_any_format_begins_with_input() {
    let bench = bench();
    let run = bench
        .run(&format!(
            "sites f.geojson {LINE} --width 30km --format csv -q"
        ))
        .done();
    assert!(
        run.header().ends_with(
            ",farthest_km,input_Name,n,d,yes,o,in_use,input_layer,input_fid,mix,input_input_name,late"
        ),
        "{}",
        run.header()
    );
    assert_eq!(
        run.rows()[0][9..],
        [
            "x",
            "3",
            "1.5",
            "true",
            r#"{"a":[1,"<"]}"#,
            "y",
            "old",
            "9",
            "1",
            "one",
            ""
        ]
    );
    // What was written is read again, and keeps what it has.
    bench
        .run(&format!(
            "sites f.geojson {LINE} --width 30km --out s.gpkg --out s.fgb -q"
        ))
        .done();
    for file in ["s.gpkg:sites", "s.fgb"] {
        let again = bench
            .run(&format!("sites {file} {LINE} --width 30km --format csv -q"))
            .done();
        let header = again.header();
        assert!(
            header.contains("input_id,") && header.contains("input_in_30km,"),
            "{header}"
        );
        assert!(
            header.contains(",in_use,") && again.out.contains(",77,"),
            "{header}"
        );
    }
}

#[test]
fn values_keep_their_sort_in_json_and_in_files_of_geometry() {
    let bench = bench();
    let run = bench
        .run(&format!(
            "sites f.geojson {LINE} --width 30km --format json --out s.geojson --out s.gpkg --out s.fgb --style -q"
        ))
        .done();
    let rows: Vec<Value> = serde_json::from_str(&run.out).expect("JSON");
    let text = bench.text("s.geojson");
    let file: Value = serde_json::from_str(&text).expect("JSON");
    for row in [&rows[0], &file["features"][0]["properties"]] {
        assert_eq!(row["n"], 3);
        assert_eq!(row["d"], 1.5);
        assert_eq!(row["yes"], true);
        assert_eq!(row["o"], json!({"a": [1, "<"]}));
        assert_eq!(row["late"], Value::Null);
    }
    let package = Connection::open(bench.path().join("s.gpkg")).expect("a database");
    let sorts: (i64, f64, String, String, i64) = package
        .query_row(
            "SELECT n, d, o, mix, input_fid FROM sites WHERE fid = 1",
            [],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)),
        )
        .expect("a row");
    assert_eq!(sorts, (3, 1.5, r#"{"a":[1,"<"]}"#.into(), "1".into(), 9));
    let bytes = fs::read(bench.path().join("s.fgb")).expect("a file");
    let reader = FgbReader::open(&bytes[..]).expect("a FlatGeobuf");
    let mut features = reader.select_all_seq().expect("features");
    let mut seen = 0;
    while let Some(feature) = features.next().expect("a feature") {
        let cells = feature.properties().expect("properties");
        seen += usize::from(cells.get("n").map(String::as_str) == Some("3"));
        seen += usize::from(cells.get("late").map(String::as_str) == Some("é"));
    }
    assert_eq!(seen, 2);
    // A column of the user's that begins with in_ is no width: QGIS colours by ours.
    let style = bench.text("s.qml");
    assert!(style.contains("in_30km") && !style.contains("in_use"));
}

#[test]
fn one_feature_a_line_gives_the_columns_of_the_whole() {
    let bench = bench();
    let file: Value = serde_json::from_str(FEATURES).expect("JSON");
    let lines: Vec<String> = (file["features"].as_array().expect("features").iter())
        .map(Value::to_string)
        .collect();
    bench.write("f.ndjson", lines.join("\n"));
    let of = |file: &str| {
        let flags = format!("sites {file} {LINE} --width 30km --format json -q");
        bench.run(&flags).done().out
    };
    assert_eq!(of("f.ndjson"), of("f.geojson"));
}

#[test]
fn a_cell_that_is_no_text_is_told_of_and_a_wkt_column_is_kept() {
    let bench = bench();
    let rows = b"No;WKT;remark\nF1;POINT (0.05 0.5);caf\xe9\n";
    bench.write("w.csv", rows);
    let run = bench
        .run(&format!("sites w.csv {LINE} --width 30km --format csv"))
        .done();
    assert_eq!(
        run.rows()[0][9..],
        ["F1", "POINT (0.05 0.5)", "caf\u{fffd}"]
    );
    assert!(run.err.contains("not UTF-8 in 1 row"), "{}", run.err);
}
