//! Tests of the GeoPackage writer: what it writes is read back by rusqlite.

use super::*;
use crate::report::columns::columns;
use crate::report::features::GeometryKind;
use crate::report::files::Files;
use crate::report::fixtures::facts;
use crate::report::number::Decimal;
use crate::report::srs::Srs;
use geo::Coord;

fn layer() -> Layer {
    Layer {
        name: "sites",
        about: "points",
        geometry: GeometryKind::Point,
        columns: columns(&["name", "distance_km", "in_5km"]),
    }
}

#[test]
fn a_value_is_stored_by_its_kind_and_a_position_through_the_frame() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    let schema = [layer()];
    let grid = Grid { decimals: 7 };
    let frame = Frame {
        srs: Srs {
            code: 3857,
            ..Srs::wgs84()
        },
        map: &|path| Ok(path.iter().map(|[x, y]| [x * 10.0, y * 100.0]).collect()),
    };
    written(&path, |to| {
        let mut writer = Writer::create(to, &schema, grid, &frame, &facts())?;
        let cells = [
            Cell::Value(Value::Text("a 'b' \"c\"")),
            Cell::Value(Value::Number(Decimal::nearest(1.25, 3))),
            Cell::Truth(true),
        ];
        let point = grid.nearest(Coord { x: 12.5, y: -0.25 });
        writer.add(0, &cells, &Shape::Point(point))?;
        let empty = Cell::Value(Value::Empty);
        writer.add(0, &[empty; 3], &Shape::Empty)?;
        writer.finish(Look::default())
    })
    .expect("it can be written");
    let file = Connection::open(&path).expect("a database");
    let row: (Vec<u8>, String, f64, String) = file
        .query_row(
            "SELECT geom, name, distance_km, in_5km FROM sites WHERE fid = 1",
            [],
            |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)),
        )
        .expect("a row");
    assert_eq!(
        (row.1.as_str(), row.2, row.3.as_str()),
        ("a 'b' \"c\"", 1.25, "true")
    );
    let mut blob = b"GP\x00\x01".to_vec();
    blob.extend(3857i32.to_le_bytes());
    blob.push(1);
    blob.extend(1u32.to_le_bytes());
    blob.extend(125f64.to_le_bytes());
    blob.extend((-25f64).to_le_bytes());
    assert_eq!(row.0, blob);
    let index: (i64, f64, f64) = file
        .query_row("SELECT id, minx, maxy FROM rtree_sites_geom", [], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?))
        })
        .expect("one entry: the row without a geometry has none");
    assert_eq!(index, (1, 125.0, -25.0));
    let systems: i64 = file
        .query_row(
            "SELECT count(*) FROM gpkg_spatial_ref_sys WHERE srs_id IN (3857, 4326, -1, 0)",
            [],
            |r| r.get(0),
        )
        .expect("a count");
    assert_eq!(systems, 4);
}

#[test]
fn a_mapping_that_fails_leaves_no_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.gpkg");
    let schema = [layer()];
    let grid = Grid { decimals: 7 };
    let frame = Frame {
        srs: Srs::wgs84(),
        map: &|_| Err(io::Error::other("no such place")),
    };
    let error = written(&path, |to| {
        let mut writer = Writer::create(to, &schema, grid, &frame, &facts())?;
        let point = grid.nearest(Coord { x: 0.0, y: 0.0 });
        writer.add(0, &[Cell::Truth(true); 3], &Shape::Point(point))
    })
    .expect_err("the mapping fails");
    assert!(error.what.contains("no such place"), "{error}");
    assert_eq!(std::fs::read_dir(folder.path()).expect("it").count(), 0);
}

/// Has a GeoPackage written as commands do.
fn written(
    path: &std::path::Path,
    fill: impl FnOnce(&std::path::Path) -> io::Result<()>,
) -> Result<(), crate::error::Error> {
    let mut files = Files::new(false);
    files.write_path(path, fill)?;
    files.appear()
}
