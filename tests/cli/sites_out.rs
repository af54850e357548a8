//! `standoff sites --out`: the sites' own geometry, read back by serde_json, SQLite and flatgeobuf, beside the table.

use super::bench::*;
use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader, GeometryType};
use rusqlite::{Connection, types::ValueRef};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

const OWN: &str = "--territories states.json --between WES EAS --format csv --quiet";

/// One site of every kind, and one over the line.
const MIXED: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"post","name":"The \"post\", old"},"geometry":{"type":"Point","coordinates":[0.05,0.5123456789]}},
{"type":"Feature","properties":{"id":"posts"},"geometry":{"type":"MultiPoint","coordinates":[[0.03,0.5],[0.4,0.5]]}},
{"type":"Feature","properties":{"id":"road"},"geometry":{"type":"LineString","coordinates":[[-0.2,0.5],[0.2,0.5]]}},
{"type":"Feature","properties":{"id":"range"},"geometry":{"type":"Polygon","coordinates":[[[0.5,0.5],[0.6,0.5],[0.6,0.6],[0.5,0.6],[0.5,0.5]]]}},
{"type":"Feature","properties":{"id":"camp"},"geometry":{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[-0.01,0.5]},{"type":"Polygon","coordinates":[[[-0.03,0.5],[-0.02,0.5],[-0.02,0.51],[-0.03,0.5]]]}]}}]}"#;

const POINTS: &str = "id,name,lon,lat\na,Alpha,0.05,0.5\nb,,-0.05,0.5\nc,Charlie,0.9,0.9\n";

type Cells = BTreeMap<String, String>;

fn bench() -> Bench {
    let bench = Bench::new();
    fs::write(bench.path().join("mixed.geojson"), MIXED).expect("a file");
    fs::write(bench.path().join("points.csv"), POINTS).expect("a file");
    bench
}

/// The table's rows by id: column to text, empty ones left out.
fn of_csv(text: &str) -> BTreeMap<String, Cells> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().expect("a header").clone();
    let mut rows = BTreeMap::new();
    for row in reader.records() {
        let row = row.expect("a row");
        let cells = names.iter().zip(&row).filter(|(_, cell)| !cell.is_empty());
        let cells = cells.map(|(name, cell)| (name.to_owned(), plain(cell)));
        rows.insert(row[0].to_owned(), cells.collect());
    }
    rows
}

/// Numbers in one way of writing.
fn plain(text: &str) -> String {
    text.parse::<f64>()
        .map_or(text.to_owned(), |n| n.to_string())
}

fn of_geojson(bench: &Bench, name: &str) -> (BTreeMap<String, Cells>, BTreeMap<String, Value>) {
    let text = fs::read_to_string(bench.path().join(name)).expect(name);
    let collection: Value = serde_json::from_str(&text).expect("JSON");
    let (mut rows, mut shapes) = (BTreeMap::new(), BTreeMap::new());
    for feature in collection["features"].as_array().expect("features") {
        let properties = feature["properties"].as_object().expect("properties");
        assert_eq!(properties["layer"], "sites");
        let id = properties["id"].as_str().expect("an id").to_owned();
        let cells = properties
            .iter()
            .filter(|(name, v)| *name != "layer" && !v.is_null());
        let text = |v: &Value| match v {
            Value::String(text) => text.clone(),
            other => plain(&other.to_string()),
        };
        rows.insert(
            id.clone(),
            cells.map(|(n, v)| (n.clone(), text(v))).collect(),
        );
        shapes.insert(id, feature["geometry"].clone());
    }
    (rows, shapes)
}

fn of_geopackage(
    bench: &Bench,
    name: &str,
) -> (BTreeMap<String, Cells>, BTreeMap<String, Vec<u8>>) {
    let file = Connection::open(bench.path().join(name)).expect("a database");
    let mut query = file.prepare("SELECT * FROM sites").expect("sites");
    let names: Vec<String> = query
        .column_names()
        .iter()
        .map(|n| (*n).to_owned())
        .collect();
    let (mut rows, mut shapes) = (BTreeMap::new(), BTreeMap::new());
    let mut found = query.query([]).expect("rows");
    while let Some(row) = found.next().expect("a row") {
        let mut cells = Cells::new();
        let mut shape = Vec::new();
        for (i, name) in names.iter().enumerate() {
            match row.get_ref(i).expect("a cell") {
                ValueRef::Null => {}
                ValueRef::Text(text) => {
                    cells.insert(name.clone(), String::from_utf8_lossy(text).into_owned());
                }
                ValueRef::Real(number) => {
                    cells.insert(name.clone(), number.to_string());
                }
                ValueRef::Integer(_) => assert_eq!(name, "fid"),
                ValueRef::Blob(bytes) => shape = bytes.to_vec(),
            }
        }
        shapes.insert(cells["id"].clone(), shape);
        rows.insert(cells["id"].clone(), cells);
    }
    (rows, shapes)
}

fn of_flatgeobuf(bench: &Bench, name: &str) -> (BTreeMap<String, Cells>, GeometryType) {
    let bytes = fs::read(bench.path().join(name)).expect(name);
    let reader = FgbReader::open(&bytes[..]).expect("a FlatGeobuf");
    let kind = reader.header().geometry_type();
    let mut features = reader.select_all_seq().expect("features");
    let mut rows = BTreeMap::new();
    while let Some(feature) = features.next().expect("a feature") {
        let cells = feature.properties().expect("properties");
        assert_eq!(cells["layer"], "sites");
        let cells = cells.into_iter().filter(|(name, _)| name != "layer");
        let cells: Cells = cells.map(|(n, v)| (n, plain(&v))).collect();
        rows.insert(cells["id"].clone(), cells);
    }
    (rows, kind)
}

#[test]
fn every_format_holds_the_tables_rows_whatever_the_geometry() {
    let bench = bench();
    let run = bench
        .run(&format!("sites mixed.geojson --width 5km,10km --out s.geojson --out s.gpkg --out s.fgb --table s.csv {OWN}"))
        .done();
    let expected = of_csv(&run.out);
    assert_eq!(expected.len(), 5);
    assert_eq!(expected["camp"]["in_5km"], "true");
    assert_eq!(expected["road"]["in_10km"], "part");
    let table = fs::read_to_string(bench.path().join("s.csv")).expect("a table");
    assert_eq!(table, run.out);
    assert_eq!(of_geojson(&bench, "s.geojson").0, expected);
    assert_eq!(of_geopackage(&bench, "s.gpkg").0, expected);
    assert_eq!(of_flatgeobuf(&bench, "s.fgb").0, expected);
}

#[test]
fn the_geometry_is_the_sites_own_in_every_format() {
    let bench = bench();
    bench
        .run(&format!(
            "sites mixed.geojson --width 5km --out s.geojson --out s.gpkg --out s.fgb {OWN}"
        ))
        .done();
    let (_, shapes) = of_geojson(&bench, "s.geojson");
    let json = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
    for (id, expected) in [
        // 0.1 mm.
        (
            "post",
            r#"{"type":"Point","coordinates":[0.05,0.512345679]}"#,
        ),
        (
            "posts",
            r#"{"type":"MultiPoint","coordinates":[[0.03,0.5],[0.4,0.5]]}"#,
        ),
        (
            "road",
            r#"{"type":"MultiLineString","coordinates":[[[-0.2,0.5],[0.2,0.5]]]}"#,
        ),
    ] {
        assert_eq!(shapes[id], json(expected), "{id}");
    }
    assert_eq!(shapes["range"]["type"], "MultiPolygon");
    assert_eq!(
        shapes["range"]["coordinates"][0][0]
            .as_array()
            .expect("a ring")
            .len(),
        5
    );
    assert_eq!(shapes["camp"]["geometries"][0]["type"], "MultiPoint");
    assert_eq!(shapes["camp"]["geometries"][1]["type"], "MultiPolygon");
    // What was written is read again, from each file, with the same answers.
    let of = |file: &str| {
        let run = bench.run(&format!("sites {file} --width 5km {OWN}")).done();
        let mut rows = of_csv(&run.out);
        // Beside ours each file has columns of its own.
        for cells in rows.values_mut() {
            cells.retain(|name, _| !name.starts_with("input_"));
        }
        rows
    };
    let first = of("mixed.geojson");
    for file in ["s.geojson", "s.gpkg:sites", "s.fgb"] {
        assert_eq!(of(file), first, "{file}");
    }
    // The Point's bytes: header, little-endian, its two doubles.
    let (_, blobs) = of_geopackage(&bench, "s.gpkg");
    let mut expected = b"GP\x00\x01".to_vec();
    expected.extend(4326i32.to_le_bytes());
    expected.push(1);
    expected.extend(1u32.to_le_bytes());
    expected.extend(0.05f64.to_le_bytes());
    expected.extend(0.512_345_679_f64.to_le_bytes());
    assert_eq!(blobs["post"], expected);
}

#[test]
fn a_layer_of_one_kind_says_so_and_a_mixed_one_is_open() {
    let bench = bench();
    for (file, layer, kind) in [
        ("points.csv", "POINT", GeometryType::Point),
        ("mixed.geojson", "GEOMETRY", GeometryType::Unknown),
    ] {
        bench
            .run(&format!(
                "sites {file} --width 5km --out s.gpkg --out s.fgb --force {OWN}"
            ))
            .done();
        assert_eq!(of_flatgeobuf(&bench, "s.fgb").1, kind);
        let database = Connection::open(bench.path().join("s.gpkg")).expect("a database");
        let one = |query: &str| -> String {
            database
                .query_row(query, [], |row| row.get(0))
                .expect(query)
        };
        let stated =
            "SELECT geometry_type_name FROM gpkg_geometry_columns WHERE table_name = 'sites'";
        assert_eq!(one(stated), layer);
        let declared = "SELECT type FROM pragma_table_info('sites') WHERE name = 'geom'";
        assert_eq!(one(declared), layer);
        assert_eq!(one("PRAGMA integrity_check"), "ok");
    }
}

#[test]
fn a_geopackage_of_sites_holds_the_strip_beside_them() {
    let bench = bench();
    let layers = |file: &Connection| -> Vec<String> {
        let query = "SELECT table_name FROM gpkg_contents ORDER BY rowid";
        let mut statement = file.prepare(query).expect(query);
        let rows = statement.query_map([], |row| row.get(0)).expect(query);
        rows.map(|name| name.expect("a name")).collect()
    };
    bench
        .run(&format!(
            "sites points.csv --width 5km,10km --out s.gpkg {OWN}"
        ))
        .done();
    bench
        .run(&format!("strip --width 5km,10km --out z.gpkg {OWN}"))
        .done();
    bench
        .run(&format!("sites points.csv --out n.gpkg {OWN}"))
        .done();
    let open = |name: &str| Connection::open(bench.path().join(name)).expect("a database");
    let (sites, strip, none) = (open("s.gpkg"), open("z.gpkg"), open("n.gpkg"));
    assert_eq!(
        layers(&sites),
        ["sites", "border", "overlap", "strip", "territories"]
    );
    assert_eq!(layers(&none), ["sites", "border", "territories"]);
    let areas = |file: &Connection| -> Vec<(String, f64, f64)> {
        let mut query = file
            .prepare("SELECT territory, width_km, overlap_km2 FROM overlap ORDER BY fid")
            .expect("overlaps");
        let rows = query.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)));
        rows.expect("rows").map(|row| row.expect("a row")).collect()
    };
    assert_eq!(areas(&sites), areas(&strip));
    let style: String = sites
        .query_row(
            "SELECT styleQML FROM layer_styles WHERE f_table_name = 'sites'",
            [],
            |r| r.get(0),
        )
        .expect("a style");
    assert!(
        style.contains("in at 5km") && style.contains("out at 10km"),
        "{style}"
    );
}

#[test]
fn only_and_where_choose_what_is_written() {
    let bench = bench();
    bench
        .run(&format!(
            "sites points.csv --width 10km --only in --out s.geojson --style {OWN}"
        ))
        .done();
    let ids: Vec<String> = of_geojson(&bench, "s.geojson").0.into_keys().collect();
    assert_eq!(ids, ["a", "b"]);
    let style = fs::read_to_string(bench.path().join("s.qml")).expect("a style");
    assert!(
        style.contains("in at 10km") && style.contains("marker"),
        "{style}"
    );
    // No site is left: the files are there and empty.
    bench
        .run(&format!(
            "sites points.csv --width 1km --only in --out e.geojson --out e.gpkg --out e.fgb {OWN}"
        ))
        .done();
    assert_eq!(of_geojson(&bench, "e.geojson").0.len(), 0);
    assert_eq!(of_geopackage(&bench, "e.gpkg").0.len(), 0);
    assert_eq!(of_flatgeobuf(&bench, "e.fgb").0.len(), 0);
}

#[test]
fn a_bad_site_leaves_no_file() {
    let bench = bench();
    let before = bench.names();
    fs::write(
        bench.path().join("points.csv"),
        format!("{POINTS}d,Delta,0,95\n"),
    )
    .expect("a file");
    bench
        .run(&format!("sites points.csv --width 5km --out s.geojson --out s.gpkg --out s.fgb --style --table s.csv {OWN}"))
        .fails(DATA, &["points.csv", "95"]);
    assert_eq!(bench.names(), before);
}

#[test]
fn files_are_checked_before_the_work() {
    let bench = bench();
    fs::write(bench.path().join("s.gpkg"), "mine").expect("a file");
    for (flags, words) in [
        ("--out s.gpkg", vec!["s.gpkg", "--force"]),
        ("--out s.shp", vec![".geojson", ".gpkg", ".fgb"]),
        ("--style", vec!["--out"]),
        ("--out t.gpkg --style", vec!["--style", ".fgb"]),
        (
            "--out t.gpkg --width 1km..2000km:1km",
            vec!["t.gpkg", "fewer widths"],
        ),
    ] {
        bench
            .run(&format!("sites points.csv {flags} {OWN}"))
            .fails(USAGE, &words);
    }
    assert_eq!(
        fs::read(bench.path().join("s.gpkg")).expect("a file"),
        b"mine"
    );
}

#[test]
fn the_number_of_threads_changes_no_byte_of_the_files() {
    let bench = Bench::new();
    for (name, threads) in [("one", 1), ("two", 2)] {
        bench
            .run(&format!("sites --places --width 100km,300km --format csv --threads {threads} --out {name}.gpkg --out {name}.fgb --out {name}.geojson --style"))
            .done();
    }
    for ending in ["gpkg", "fgb", "geojson", "qml"] {
        let read =
            |name: &str| fs::read(bench.path().join(format!("{name}.{ending}"))).expect(name);
        assert!(read("one") == read("two"), "{ending}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_no_file_behind() {
    let bench = Bench::new();
    let before = bench.names();
    let mut child = std::process::Command::new(assert_cmd::cargo::cargo_bin("standoff"))
        .args(
            "sites - --width 5km --out s.gpkg --out s.fgb --out s.geojson --table s.csv".split(' '),
        )
        .args(OWN.split(' '))
        .current_dir(bench.path())
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program");
    // Kept open: the program waits for sites, its files begun.
    let mut stdin = child.stdin.take().expect("a pipe");
    std::io::Write::write_all(&mut stdin, b"id,lon,lat\n").expect("the header");
    while bench.names().len() < before.len() + 4 {
        assert_eq!(child.try_wait().expect("its state"), None, "it ended");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let killed = std::process::Command::new("sh")
        .arg("-c")
        .arg(format!("kill -INT {}", child.id()))
        .status();
    assert!(killed.expect("kill").success());
    assert_eq!(child.wait().expect("its end").code(), Some(130));
    drop(stdin);
    assert_eq!(bench.names(), before);
}
