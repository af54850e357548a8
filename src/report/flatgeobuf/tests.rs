//! Tests of the FlatGeobuf writer: what it writes is read back by the crate's reader.

use super::super::columns::columns;
use super::super::fixtures::facts;
use super::super::number::Decimal;
use super::*;
use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
use geo::Coord;

fn written(kinds: GeometryKind, shapes: &[Shape]) -> Vec<u8> {
    let schema = [Layer {
        name: "sites",
        about: "points",
        geometry: kinds,
        columns: columns(&["name", "distance_km"]),
    }];
    let folder = tempfile::tempdir().expect("a folder");
    let frame = Frame::wgs84();
    let mut out = Vec::new();
    let mut writer =
        Writer::new(&schema, Grid { decimals: 7 }, &frame, folder.path()).expect("a writer");
    for (i, shape) in shapes.iter().enumerate() {
        let name = format!("n{i}");
        let number = Decimal::nearest(i as f64, 3);
        let cells = [Value::Text(&name), Value::Number(number)].map(Cell::Value);
        writer.add(0, &cells, shape).expect("it can be added");
    }
    writer.finish(&facts(), &mut out).expect("memory");
    assert_eq!(std::fs::read_dir(folder.path()).expect("it").count(), 0);
    out
}

fn point(x: f64, y: f64) -> Shape {
    Shape::Point(Grid { decimals: 7 }.nearest(Coord { x, y }))
}

/// Name and whether there is a geometry, by name.
fn read(bytes: &[u8]) -> Vec<(String, bool)> {
    let reader = FgbReader::open(bytes).expect("a FlatGeobuf");
    let mut features = reader.select_all_seq().expect("features");
    let mut found = Vec::new();
    while let Some(feature) = features.next().expect("a feature") {
        let name = feature.property::<String>("name").expect("a name");
        found.push((name, feature.fbs_feature().geometry().is_some()));
    }
    found.sort();
    found
}

#[test]
fn a_feature_smaller_than_the_rounding_keeps_its_values_without_geometry() {
    let shapes = [point(1.0, 2.0), Shape::Empty, point(3.0, 4.0)];
    let bytes = written(GeometryKind::Any, &shapes);
    let expected = [("n0", true), ("n1", false), ("n2", true)];
    assert_eq!(read(&bytes), expected.map(|(n, g)| (n.to_owned(), g)));
    let reader = FgbReader::open(&bytes[..]).expect("a FlatGeobuf");
    let header = reader.header();
    assert_eq!(header.geometry_type(), GeometryType::Point);
    let envelope: Vec<f64> = header.envelope().expect("an extent").iter().collect();
    assert_eq!(envelope, [1.0, 2.0, 3.0, 4.0]);
    // The index finds the others by their places.
    let reader = FgbReader::open(std::io::Cursor::new(&bytes)).expect("a FlatGeobuf");
    let mut near = reader.select_bbox(2.5, 3.5, 3.5, 4.5).expect("a search");
    let found = near.next().expect("a feature").expect("one");
    assert_eq!(found.property::<String>("name").expect("a name"), "n2");
    assert!(near.next().expect("the end").is_none());
}

#[test]
fn files_without_features_or_without_any_position_are_files_still() {
    assert_eq!(read(&written(GeometryKind::Any, &[])), []);
    let bytes = written(GeometryKind::MultiPolygon, &[Shape::Empty, Shape::Empty]);
    assert_eq!(
        read(&bytes),
        [("n0".to_owned(), false), ("n1".to_owned(), false)]
    );
    let reader = FgbReader::open(&bytes[..]).expect("a FlatGeobuf");
    assert!(reader.header().envelope().is_none());
}

/// GDAL could not read a file with one: "Unexpected nullptr: MultiLineString ends data".
#[test]
fn a_line_of_one_path_says_where_it_ends() {
    let grid = Grid { decimals: 7 };
    let path = [(0.0, 0.0), (1.0, 1.0)].map(|(x, y)| grid.nearest(Coord { x, y }));
    let bytes = written(GeometryKind::Any, &[Shape::Lines(vec![path.to_vec()])]);
    let reader = FgbReader::open(&bytes[..]).expect("a FlatGeobuf");
    let mut features = reader.select_all_seq().expect("features");
    let feature = features.next().expect("a feature").expect("one");
    let geometry = feature.fbs_feature().geometry().expect("a geometry");
    let ends: Vec<u32> = geometry.ends().expect("ends").iter().collect();
    assert_eq!(ends, [2]);
}
