//! Geometry for QGIS: GeoPackage, FlatGeobuf and styles, read back by SQLite and by flatgeobuf.

use super::bench::*;
use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader, GeometryType};
use rusqlite::{Connection, types::Value};
use std::fs;

const OVERLAP_COLUMNS: &str = "scenario, worldview, width_km, territory, name, \"group\", overlap_km2, overlap_share, territory_km2, error_km2, data_error_km2";

fn open(bench: &Bench, name: &str) -> Connection {
    Connection::open(bench.path().join(name)).expect("a database")
}

fn one<T: rusqlite::types::FromSql>(file: &Connection, query: &str) -> T {
    file.query_row(query, [], |row| row.get(0)).expect(query)
}

fn column<T: rusqlite::types::FromSql>(file: &Connection, query: &str) -> Vec<T> {
    let mut statement = file.prepare(query).expect(query);
    let rows = statement.query_map([], |row| row.get(0)).expect(query);
    rows.map(|value| value.expect("a value")).collect()
}

#[test]
fn a_geopackage_holds_the_layers_with_the_tables_rows() {
    let bench = Bench::new();
    let run = bench
        .run(&format!("{OWN} --width 5km,10km --out zone.gpkg"))
        .done();
    assert_eq!(bench.names(), ["line.json", "states.json", "zone.gpkg"]);
    let file = open(&bench, "zone.gpkg");
    assert_eq!(one::<i64>(&file, "PRAGMA application_id"), 0x4750_4B47);
    assert_eq!(one::<i64>(&file, "PRAGMA user_version"), 10300);
    assert_eq!(one::<String>(&file, "PRAGMA integrity_check"), "ok");
    assert!(column::<String>(&file, "PRAGMA foreign_key_check").is_empty());
    assert_eq!(
        column::<String>(&file, "SELECT table_name FROM gpkg_contents ORDER BY rowid"),
        ["border", "overlap", "strip", "territories"]
    );
    for (layer, count) in [
        ("strip", 2),
        ("overlap", 4),
        ("border", 1),
        ("territories", 3),
    ] {
        for table in [layer.to_owned(), format!("rtree_{layer}_geom")] {
            let found: i64 = one(&file, &format!("SELECT count(*) FROM {table}"));
            assert_eq!(found, count, "{table}");
        }
        let counted =
            format!("SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = '{layer}'");
        assert_eq!(one::<i64>(&file, &counted), count);
        let styles = format!(
            "SELECT count(*) FROM layer_styles WHERE f_table_name = '{layer}' AND useAsDefault = 1 AND styleQML LIKE '%RuleRenderer%'"
        );
        assert_eq!(one::<i64>(&file, &styles), 1, "{layer}");
    }
    // Every cell is the one of the CSV.
    let mut rows = file
        .prepare(&format!(
            "SELECT {OVERLAP_COLUMNS} FROM overlap ORDER BY fid"
        ))
        .expect("columns");
    let cells: Vec<Vec<Value>> = rows
        .query_map([], |row| (0..11).map(|i| row.get(i)).collect())
        .expect("rows")
        .map(|row| row.expect("a row"))
        .collect();
    let table = run.rows();
    assert_eq!(cells.len(), table.len());
    for (cells, texts) in cells.iter().zip(&table) {
        for (cell, text) in cells.iter().zip(texts) {
            match cell {
                Value::Text(found) => assert_eq!(found, text),
                Value::Real(found) => assert_eq!(*found, number(text)),
                Value::Null => assert_eq!(text, ""),
                other => panic!("{other:?} for {text}"),
            }
        }
    }
    // Every column says what it is.
    let mute: i64 = one(
        &file,
        "SELECT count(*) FROM pragma_table_info('overlap') i LEFT JOIN gpkg_data_columns d ON d.table_name = 'overlap' AND d.column_name = i.name WHERE d.description IS NULL AND i.name NOT IN ('fid', 'geom')",
    );
    assert_eq!(mute, 0);
}

#[test]
fn a_geopackage_names_every_choice_and_no_moment() {
    let bench = Bench::new();
    bench
        .run(&format!(
            "{OWN} --width 10km --tolerance 2m --out zone.gpkg"
        ))
        .done();
    let file = open(&bench, "zone.gpkg");
    let text: String = one(&file, "SELECT metadata FROM gpkg_metadata");
    for entry in [
        ">standoff ",
        "\"standoff\">{&quot;version&quot;:1,",
        "&quot;width&quot;:[&quot;10km&quot;]",
        "&quot;tolerance&quot;:&quot;2m&quot;",
        "&quot;between&quot;:[&quot;WES&quot;,&quot;EAS&quot;]",
        "&quot;name&quot;:&quot;states.json&quot;,&quot;sha256&quot;:",
        "\"worldview\">",
    ] {
        assert!(text.contains(entry), "{entry} is not in {text}");
    }
    // The user's own data: its terms are the user's.
    assert!(
        !text.contains("licence") && !text.contains("zone.gpkg"),
        "{text}"
    );
    for query in [
        "SELECT last_change FROM gpkg_contents",
        "SELECT timestamp FROM gpkg_metadata_reference",
        "SELECT update_time FROM layer_styles",
    ] {
        let times = column::<String>(&file, query);
        assert!(!times.is_empty());
        assert!(times.iter().all(|t| t == "1970-01-01T00:00:00.000Z"));
    }
    let shipped = Bench::new();
    shipped.run("border --out line.gpkg").done();
    let text: String = one(
        &open(&shipped, "line.gpkg"),
        "SELECT metadata FROM gpkg_metadata",
    );
    assert!(text.contains("\"licence\">public domain"), "{text}");
}

#[test]
fn the_same_run_gives_the_same_bytes_whatever_the_threads_and_the_name() {
    let bench = Bench::new();
    for (name, threads) in [("one", 1), ("two", 2)] {
        let run = format!(
            "strip --width 100km --threads {threads} --quiet --out {name}.gpkg --out {name}.fgb --style"
        );
        bench.run(&run).done();
    }
    for ending in ["gpkg", "fgb", "qml"] {
        let read =
            |name: &str| fs::read(bench.path().join(format!("{name}.{ending}"))).expect(name);
        assert!(read("one") == read("two"), "{ending}");
    }
}

#[test]
fn a_flatgeobuf_holds_all_layers_in_one_with_the_tables_rows() {
    let bench = Bench::new();
    let run = bench
        .run(&format!("{OWN} --width 5km,10km --out zone.fgb"))
        .done();
    let bytes = fs::read(bench.path().join("zone.fgb")).expect("a file");
    let reader = FgbReader::open(&bytes[..]).expect("a FlatGeobuf");
    let header = reader.header();
    assert_eq!(header.geometry_type(), GeometryType::Unknown);
    assert_eq!(header.features_count(), 7);
    assert_eq!(header.crs().expect("a CRS").code(), 4326);
    assert!(header.index_node_size() > 0);
    let columns = header.columns().expect("columns");
    assert!(
        columns
            .iter()
            .all(|c| c.description().is_some_and(|d| !d.is_empty()))
    );
    let metadata: serde_json::Value =
        serde_json::from_str(header.metadata().expect("metadata")).expect("JSON");
    let form = metadata["standoff"].as_str().expect("the choices");
    let form: serde_json::Value = serde_json::from_str(form).expect("JSON");
    assert_eq!(form["choices"]["width"], serde_json::json!(["5km", "10km"]));
    let mut features = reader.select_all_seq().expect("features");
    let mut found = Vec::new();
    let mut layers = Vec::new();
    while let Some(feature) = features.next().expect("a feature") {
        let get = |name: &str| feature.property::<String>(name).unwrap_or_default();
        let real = |name: &str| feature.property::<f64>(name).expect(name);
        layers.push(get("layer"));
        if get("layer") == "overlap" {
            found.push((
                real("width_km"),
                get("territory"),
                real("overlap_km2"),
                real("error_km2"),
            ));
        }
    }
    layers.sort();
    assert_eq!(layers[0], "border");
    assert_eq!(layers.iter().filter(|l| *l == "strip").count(), 2);
    let mut expected: Vec<_> = (run.rows().iter())
        .map(|r| (number(&r[2]), r[3].clone(), number(&r[6]), number(&r[9])))
        .collect();
    found.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
    expected.sort_by(|a, b| a.partial_cmp(b).expect("numbers"));
    assert_eq!(found, expected);
}

#[test]
fn a_border_alone_is_a_flatgeobuf_of_lines() {
    let bench = Bench::new();
    bench
        .run("border --territories states.json --between WES EAS --out line.fgb")
        .done();
    let bytes = fs::read(bench.path().join("line.fgb")).expect("a file");
    let reader = FgbReader::open(&bytes[..]).expect("a FlatGeobuf");
    assert_eq!(
        reader.header().geometry_type(),
        GeometryType::MultiLineString
    );
    assert_eq!(reader.header().features_count(), 1);
}

#[test]
fn style_writes_a_qml_beside_geojson_and_flatgeobuf_once() {
    let bench = Bench::new();
    bench
        .run(&format!(
            "{OWN} --width 10km --style --out zone.geojson --out zone.fgb --out zone.gpkg --out b.fgb"
        ))
        .done();
    let names = bench.names();
    let styles: Vec<_> = names.iter().filter(|n| n.ends_with(".qml")).collect();
    assert_eq!(styles, ["b.qml", "zone.qml"]);
    let style = fs::read_to_string(bench.path().join("zone.qml")).expect("a style");
    for layer in ["strip", "overlap", "border"] {
        assert!(
            style.contains(&format!("filter=\"&quot;layer&quot; = '{layer}'\"")),
            "{layer}: {style}"
        );
    }
    assert!(!style.contains("territories"));
}

#[test]
fn a_style_without_a_file_or_over_another_is_refused_before_the_work() {
    let bench = Bench::new();
    bench
        .run(&format!("{OWN} --width 10km --style --out zone.gpkg"))
        .fails(USAGE, &["--style", ".geojson", ".fgb"]);
    bench
        .run(&format!("{OWN} --width 10km --style"))
        .fails(USAGE, &["--style", "--out"]);
    fs::write(bench.path().join("zone.qml"), "mine").expect("a file");
    bench
        .run(&format!("{OWN} --width 10km --style --out zone.geojson"))
        .fails(USAGE, &["zone.qml", "--force"]);
    assert_eq!(bench.names(), ["line.json", "states.json", "zone.qml"]);
}

#[test]
fn the_territories_extent_is_the_results_so_that_a_map_opens_there() {
    let bench = Bench::new();
    bench
        .run(&format!("{OWN} --width 10km --out zone.gpkg"))
        .done();
    let file = open(&bench, "zone.gpkg");
    let extent = |of: &str| -> [f64; 4] {
        ["min_x", "min_y", "max_x", "max_y"].map(|c| one(&file, &format!("SELECT {of}({c}) FROM gpkg_contents WHERE table_name IN ('strip', 'territories')")))
    };
    // Both are the strip's; Farland at 10 degrees east is a row all the same.
    assert_eq!(extent("min"), extent("max"));
    assert!(extent("max")[2] < 1.0);
    let farthest: f64 = one(&file, "SELECT max(maxx) FROM rtree_territories_geom");
    assert!(farthest >= 11.0);
}

/// A territory smaller than the rounding once ended a run with .fgb after all its work.
#[test]
fn an_overlap_smaller_than_the_rounding_is_a_row_without_geometry_in_every_format() {
    let bench = Bench::new();
    let tiny = r#"{"type":"Feature","properties":{"code":"TIN","name":"Tinyland"},"geometry":{"type":"Polygon","coordinates":[[[0.01,0.5],[0.010001,0.5],[0.010001,0.500001],[0.01,0.500001],[0.01,0.5]]]}}"#;
    let states = STATES.replace("\"features\":[", &format!("\"features\":[{tiny},"));
    fs::write(bench.path().join("tiny.json"), states).expect("a file");
    bench
        .run("strip --territories tiny.json --border line.json --width 5km --tolerance 100m --out z.fgb --out z.gpkg --out z.geojson --quiet")
        .done();
    let bytes = fs::read(bench.path().join("z.fgb")).expect("a file");
    let reader = FgbReader::open(&bytes[..]).expect("a FlatGeobuf");
    let mut features = reader.select_all_seq().expect("features");
    let mut without = Vec::new();
    while let Some(feature) = features.next().expect("a feature") {
        if feature.fbs_feature().geometry().is_none() {
            let text = |name: &str| feature.property::<String>(name).expect(name);
            without.push([text("layer"), text("territory")]);
        }
    }
    assert_eq!(without, [["overlap", "TIN"]]);
    let file = open(&bench, "z.gpkg");
    let query = "SELECT territory FROM overlap WHERE geom IS NULL";
    assert_eq!(column::<String>(&file, query), ["TIN"]);
    let text = fs::read_to_string(bench.path().join("z.geojson")).expect("a file");
    let zone: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let features = zone["features"].as_array().expect("features");
    let null = features.iter().filter(|f| f["geometry"].is_null());
    let codes: Vec<_> = null
        .map(|f| f["properties"]["territory"].as_str())
        .collect();
    assert_eq!(codes, [Some("TIN")]);
}
