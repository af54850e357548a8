//! A user's own polygons beside the territories, and the districts that a zone takes whole.

use super::bench::*;
use rusqlite::Connection;
use serde_json::Value;

/// Two halves of Eastland, one district across the border, one far away; the last has neither code nor name.
const PARKS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"S","name":"South East"},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,0.5],[0,0.5],[0,0]]]}},
{"type":"Feature","properties":{"code":"N","name":"North East"},"geometry":{"type":"Polygon","coordinates":[[[0,0.5],[1,0.5],[1,1],[0,1],[0,0.5]]]}},
{"type":"Feature","properties":{"code":"X","name":"Across"},"geometry":{"type":"Polygon","coordinates":[[[-0.02,0.4],[0.02,0.4],[0.02,0.6],[-0.02,0.6],[-0.02,0.4]]]}},
{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[-0.5,0.2],[-0.02,0.2],[-0.02,0.3],[-0.5,0.3],[-0.5,0.2]]]}},
{"type":"Feature","properties":{"code":"AWAY"},"geometry":{"type":"Polygon","coordinates":[[[40,0.2],[41,0.2],[41,0.3],[40,0.3],[40,0.2]]]}}]}"#;

fn bench() -> Bench {
    Bench::with("parks.json", PARKS)
}

/// Area and bound of the row of a code; the column `layer` is the last.
fn area(rows: &[Vec<String>], code: &str, layer: &str) -> (f64, f64) {
    let row = rows.iter().find(|r| r[3] == code && r[11] == layer);
    let row = row.unwrap_or_else(|| panic!("{code} in {layer}: {rows:?}"));
    (number(&row[6]), number(&row[9]))
}

#[track_caller]
fn equal(a: (f64, f64), b: (f64, f64)) {
    assert!((a.0 - b.0).abs() <= a.1 + b.1, "{a:?} {b:?}");
    // The strips are true to 1 m: their outlines here are some 200 km long.
    assert!(a.1 < 0.2, "{a:?}");
}

#[test]
fn own_polygons_have_rows_beside_the_territories_and_change_none() {
    let bench = bench();
    let plain = bench.run(&format!("{OWN} --width 10km")).done();
    let run = bench
        .run(&format!("{OWN} --width 10km,20km --tabulate parks.json"))
        .done();
    assert!(
        run.out
            .lines()
            .next()
            .expect("a header")
            .ends_with(",data_error_km2,layer")
    );
    let rows: Vec<_> = run.rows().into_iter().filter(|r| r[2] == "10").collect();
    for row in plain.rows() {
        assert!(
            rows.iter()
                .any(|r| r[..11] == row[..] && r[11] == "overlap")
        );
    }
    let of = |code: &str| area(&rows, code, "tabulate");
    // The halves make the whole; a district without a code is told by its number.
    let east = area(&rows, "EAS", "overlap");
    let (south, north) = (of("S"), of("N"));
    equal((south.0 + north.0, south.1 + north.1), east);
    assert!(of("4").0 > 0.0 && of("X").0 > 0.0);
    assert!(!run.out.contains("AWAY"));
    // Across, 4.4 km wide, lies in wholly.
    let across = rows.iter().find(|r| r[3] == "X").expect("a row");
    assert_eq!(
        (across[4].as_str(), across[7].as_str()),
        ("Across", "1.000000000")
    );
    // Territories first, by width.
    let order: Vec<_> = run
        .rows()
        .iter()
        .map(|r| (r[2].clone(), r[11].clone()))
        .collect();
    let mut sorted = order.clone();
    sorted.sort_by_key(|(w, layer)| (number(w) as i64, layer.clone()));
    assert_eq!(order, sorted);
}

#[test]
fn soil_decides_what_the_zone_has_of_a_district() {
    let bench = bench();
    let of = |flags: &str| {
        bench
            .run(&format!("{OWN} --width 10km --tabulate parks.json {flags}"))
            .done()
            .rows()
    };
    let plain = of("");
    let half = |rows: &[Vec<String>]| area(rows, "X", "tabulate");
    // Half of Across is Westland's.
    let without = of("--exclude WES");
    let (all, east) = (half(&plain), half(&without));
    equal((2.0 * east.0, 2.0 * east.1), all);
    assert!(!without.iter().any(|r| r[3] == "4"));
    // On its own width the south has what the whole strip of that width has.
    let wide = of("--width-in EAS=50km");
    equal(
        area(&wide, "S", "tabulate"),
        area(
            &of("--width 50km")
                .into_iter()
                .filter(|r| r[2] == "50")
                .collect::<Vec<_>>(),
            "S",
            "tabulate",
        ),
    );
    equal(area(&wide, "4", "tabulate"), area(&plain, "4", "tabulate"));
    // Whole soil, and places left out.
    let blanket = of("--blanket EAS");
    let share = |rows: &[Vec<String>], code: &str| {
        let row = rows.iter().find(|r| r[3] == code && r[11] == "tabulate");
        number(&row.expect(code)[7])
    };
    assert_eq!((share(&blanket, "S"), share(&blanket, "X")), (1.0, 1.0));
    let except = of("--except parks.json");
    assert!(!except.iter().any(|r| r[11] == "tabulate"), "{except:?}");
    let left = bench
        .run("strip --border line.json --side left --territories states.json --width 1km --tabulate parks.json --format csv -q")
        .done()
        .rows();
    // One side: Across has what Westland has within its latitudes, the halves of Eastland have nothing.
    let (west, across) = (area(&left, "WES", "overlap"), area(&left, "X", "tabulate"));
    assert!(across.0 > 20.0 && across.0 < west.0, "{left:?}");
    for code in ["S", "N"] {
        let row = left.iter().find(|r| r[3] == code && r[11] == "tabulate");
        assert!(row.is_none_or(|r| number(&r[6]) == 0.0), "{left:?}");
    }
}

#[test]
fn files_of_geometry_have_a_layer_of_them_and_verify_takes_the_zone() {
    let bench = bench();
    bench
        .run(&format!(
            "{OWN} --width 10km --tabulate parks.json --out z.geojson --out z.gpkg --out z.fgb --out z.kml --style"
        ))
        .done();
    let text = bench.text("z.geojson");
    let file: Value = serde_json::from_str(&text).expect("JSON");
    let features = file["features"].as_array().expect("features");
    let own = features
        .iter()
        .filter(|f| f["properties"]["layer"] == "tabulate");
    let codes: Vec<_> = own
        .map(|f| f["properties"]["territory"].as_str().expect("a code"))
        .collect();
    assert_eq!(codes.len(), 4, "{codes:?}");
    assert_eq!(
        file["standoff"]["choices"]["tabulate"]["name"],
        "parks.json"
    );
    let package = Connection::open(bench.path().join("z.gpkg")).expect("a database");
    let count: i64 = package
        .query_row(
            "SELECT count(*) FROM tabulate WHERE overlap_km2 > 0",
            [],
            |r| r.get(0),
        )
        .expect("a layer");
    assert_eq!(count, 4);
    bench
        .run("verify z.geojson --territories states.json")
        .done();
    // A zone as exceptions is the zone, not its parts.
    let told = bench
        .run("strip --border line.json --width 30km --except z.geojson --format csv")
        .done();
    assert!(
        told.err.contains("other layers than `strip`"),
        "{}",
        told.err
    );
    let people = bench
        .run("strip --between WES EAS --territories states.json --width 10km --tabulate parks.json")
        .done();
    assert!(people.out.contains("Of your own polygons"));
    assert!(people.err.contains("--tabulate"), "{}", people.err);
}

#[test]
fn the_curve_has_them_too_within_its_bound() {
    let bench = bench();
    let line = "--between WES EAS --territories states.json --format csv -q --tabulate parks.json";
    for flags in ["", "--exclude WES", "--width-in EAS=15km"] {
        let curve = bench
            .run(&format!("curve --widths 10km,20km {line} {flags}"))
            .done()
            .rows();
        let strip = bench
            .run(&format!("strip --width 10km,20km {line} {flags}"))
            .done()
            .rows();
        assert_eq!(curve.len(), strip.len(), "{flags}");
        for row in &strip {
            let same = curve
                .iter()
                .find(|r| (&r[2], &r[3], &r[11]) == (&row[2], &row[3], &row[11]));
            let same = same.unwrap_or_else(|| panic!("{row:?}"));
            let (a, b) = (number(&row[6]), number(&same[6]));
            assert!(
                (a - b).abs() <= number(&row[9]) + number(&same[9]),
                "{row:?} {same:?}"
            );
        }
    }
    bench
        .run(&format!("curve --widths 10km --show slopes {line}"))
        .fails(USAGE, &["--tabulate", "--show"]);
}

#[test]
fn the_field_with_the_code_can_be_named_and_a_file_without_polygons_is_refused() {
    let bench = bench();
    let run = bench
        .run(&format!(
            "{OWN} --width 10km --tabulate states.json --tabulate-field name"
        ))
        .done();
    assert!(
        run.rows()
            .iter()
            .any(|r| r[3] == "Eastland" && r[11] == "tabulate")
    );
    bench
        .run(&format!(
            "{OWN} --width 10km --tabulate parks.json --tabulate-field no"
        ))
        .fails(DATA, &["parks.json", "--tabulate-field"]);
    bench
        .run(&format!("{OWN} --width 10km --tabulate line.json"))
        .fails(DATA, &["line.json"]);
}

#[test]
fn the_names_of_the_districts_that_were_taken_are_told_and_stand_in_the_files() {
    let bench = bench();
    bench.write(
        "halves.json",
        PARKS
            .split(",\n{\"type\":\"Feature\",\"properties\":{\"code\":\"X\"")
            .next()
            .expect("a head")
            .to_owned()
            + "]}",
    );
    let run = bench
        .run("strip --between WES EAS --territories states.json --width 10km --snap-to halves.json --format json --out z.geojson --out z.gpkg")
        .done();
    assert!(
        run.err
            .contains("districts taken at 10 km: 2 of 2: South East; North East"),
        "{}",
        run.err
    );
    let rows: Vec<Value> = serde_json::from_str(&run.out).expect("JSON");
    for row in &rows {
        let expected = if row["territory"] == "EAS" {
            "South East; North East"
        } else {
            ""
        };
        assert_eq!(row["districts"], expected, "{row}");
    }
    let text = bench.text("z.geojson");
    let file: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        file["features"][0]["properties"]["districts"],
        "South East; North East"
    );
    let package = Connection::open(bench.path().join("z.gpkg")).expect("a database");
    let names: String = package
        .query_row("SELECT districts FROM strip", [], |r| r.get(0))
        .expect("a column");
    assert_eq!(names, "South East; North East");
    // None taken: the column stands all the same.
    let none = bench
        .run("strip --between WES EAS --territories states.json --width 1km --snap-to halves.json --snap-share 90% --tabulate parks.json --format csv")
        .done();
    assert!(none.err.contains("0 of 2"), "{}", none.err);
    assert!(
        none.out
            .lines()
            .next()
            .expect("a header")
            .ends_with(",layer,districts")
    );
    // What of a district is not taken is out.
    assert!(!none.rows().iter().any(|r| r[3] == "S"));
    let taken = bench
        .run("strip --between WES EAS --territories states.json --width 1km --snap-to halves.json --tabulate parks.json --format csv")
        .done();
    let south = taken
        .rows()
        .into_iter()
        .find(|r| r[3] == "S")
        .expect("a row");
    assert_eq!(south[7], "1.000000000");
}
