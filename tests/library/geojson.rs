//! The written GeoJSON, read by the `geojson` crate, which shares nothing with the writer.

use geojson::{FeatureCollection, GeometryValue};
use std::process::Command;

#[test]
fn another_reader_finds_every_layer_with_its_geometry_and_properties() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("zone.geojson");
    let run = Command::new(assert_cmd::cargo::cargo_bin("standoff"))
        .args(["strip", "--width", "50km,100km", "--format", "csv", "--out"])
        .arg(&path)
        .output()
        .expect("the program");
    assert!(run.status.success());
    let rows = String::from_utf8(run.stdout)
        .expect("UTF-8")
        .lines()
        .count()
        - 1;
    let text = std::fs::read_to_string(&path).expect("the file");
    let collection: FeatureCollection = text.parse().expect("a FeatureCollection");
    let layer = |name: &str| {
        let of = |f: &&geojson::Feature| f.property("layer").and_then(|l| l.as_str()) == Some(name);
        collection.features.iter().filter(of).collect::<Vec<_>>()
    };
    assert_eq!(layer("strip").len(), 2);
    assert_eq!(layer("overlap").len(), rows);
    assert_eq!(layer("border").len(), 1);
    for f in layer("strip").into_iter().chain(layer("overlap")) {
        let geometry = f.geometry.as_ref().expect("a geometry");
        assert!(matches!(
            geometry.value,
            GeometryValue::Polygon { .. } | GeometryValue::MultiPolygon { .. }
        ));
    }
    for f in layer("overlap") {
        let share = f
            .property("overlap_share")
            .and_then(|s| s.as_f64())
            .expect("a share");
        assert!(share > 0.0 && share <= 1.0);
    }
}
