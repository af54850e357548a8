//! GeoPackage, FlatGeobuf and shapefiles: the same border in four formats and systems gives the same strip; what is broken is refused.
//! The files and their origin: `tests/fixtures/formats/make.sh`.

use standoff::error::{Error, Kind};
use standoff::load::reading::Reading;
use standoff::load::{geojson, source::Source};
use std::path::{Path, PathBuf};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/formats");

fn fixture(name: &str) -> Source {
    Source::Path(Path::new(FOLDER).join(name))
}

fn refused(source: &Source, words: &[&str], kind: Kind) {
    let error: Error = geojson::lines(source).expect_err(&source.name());
    for word in words {
        assert!(
            error.to_string().contains(word),
            "{word:?} is not in: {error}"
        );
    }
    assert_eq!(error.kind, kind, "{error}");
    assert!(!error.remedy.is_empty(), "{error}");
    assert_eq!(error.place.file.as_deref(), Some(source.name().as_str()));
}

/// A file cut after some bytes, or another text, with copies of its companions.
fn changed(name: &str, change: impl FnOnce(&mut Vec<u8>)) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let stem = Path::new(name).file_stem().unwrap().to_str().unwrap();
    for ending in ["shp", "shx", "dbf", "prj", "cpg"] {
        let file = format!("{stem}.{ending}");
        if Path::new(FOLDER).join(&file).exists() {
            std::fs::copy(Path::new(FOLDER).join(&file), folder.path().join(&file)).unwrap();
        }
    }
    let mut bytes = std::fs::read(Path::new(FOLDER).join(name)).unwrap();
    change(&mut bytes);
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

#[cfg(feature = "proj")]
mod same {
    use super::*;
    use standoff::overlap::overlaps;
    use standoff::strip::{Edges, PreparedLine, StripOptions};
    use standoff::units::Metres;

    const FILES: [[&str; 2]; 5] = [
        ["border.geojson", "states.geojson"],
        ["border.gpkg:border", "border.gpkg:states"],
        ["border.fgb", "states.fgb"],
        ["border.shp", "states.shp"],
        ["legacy.geojson", "states.geojson"],
    ];

    #[test]
    fn one_border_in_every_format_and_system_gives_the_same_strip() {
        let mut all: Vec<Vec<(String, String, f64, f64)>> = Vec::new();
        for [border, states] in FILES {
            let lines = geojson::lines(&fixture(border)).unwrap().value;
            let territories = geojson::territories(&fixture(states), None, None)
                .unwrap()
                .value;
            let line = PreparedLine::new(&lines, Edges::Planar).unwrap();
            let strip = line
                .strip(&StripOptions::new(Metres(20e3)).tolerance(Metres(0.01)))
                .unwrap();
            let found = overlaps(&line, &strip, &territories).unwrap();
            let row = |o: &standoff::overlap::Overlap| {
                let t = &territories[o.territory];
                (
                    t.code.clone(),
                    t.name.clone(),
                    o.area.km2(),
                    o.territory_area.km2(),
                )
            };
            all.push(found.rows.iter().map(row).collect());
        }
        for (rows, [border, _]) in all.iter().zip(FILES) {
            assert_eq!(rows.len(), 2);
            for (row, first) in rows.iter().zip(&all[0]) {
                assert_eq!((&row.0, &row.1), (&first.0, &first.1), "{border}");
                // 20 km strips of a line of 340 km: its sides are 700 km long. Edges of 0.005 degrees stray by 2 mm, and the files
                // round positions to 1e-9 degrees and less.
                assert!(
                    (row.2 - first.2).abs() < 700.0 * 4e-6,
                    "{border}: {} {}",
                    row.2,
                    first.2
                );
                // The made-up corners have edges of 0.02 degrees, which stray by 3.5 cm over 400 km.
                assert!(
                    (row.3 - first.3).abs() < 400.0 * 3.5e-5,
                    "{border}: {} {}",
                    row.3,
                    first.3
                );
            }
        }
    }

    #[test]
    fn territories_share_their_border_after_the_transformation() {
        for states in ["border.gpkg:states", "states.fgb", "states.shp"] {
            let territories = geojson::territories(&fixture(states), None, None)
                .unwrap()
                .value;
            let edges = |index: usize| {
                let ring = territories[index].polygons.0[0].exterior();
                let pair = |w: &[geo::Coord<f64>]| {
                    let bits = |c: geo::Coord<f64>| (c.x.to_bits(), c.y.to_bits());
                    let (a, b) = (bits(w[0]), bits(w[1]));
                    (a.min(b), a.max(b))
                };
                ring.0
                    .windows(2)
                    .map(pair)
                    .collect::<std::collections::BTreeSet<_>>()
            };
            let shared = edges(0).intersection(&edges(1)).count();
            let line = geojson::lines(&fixture(&states.replace("states", "border")))
                .unwrap()
                .value;
            assert_eq!(shared, line.0[0].0.len() - 1, "{states}");
        }
    }

    #[test]
    fn flatgeobuf_is_read_from_bytes_and_a_geopackage_is_not() {
        let bytes = |name: &str| Source::Bytes {
            name: name.to_owned(),
            bytes: std::fs::read(Path::new(FOLDER).join(name)).unwrap(),
        };
        let streamed = geojson::lines(&bytes("border.fgb")).unwrap().value;
        assert_eq!(
            streamed,
            geojson::lines(&fixture("border.fgb")).unwrap().value
        );
        refused(
            &bytes("border.gpkg"),
            &["cannot be read from a stream"],
            Kind::Usage,
        );
        refused(
            &bytes("border.shp"),
            &["cannot be read from a stream"],
            Kind::Usage,
        );
    }

    #[test]
    fn the_user_s_word_goes_before_the_file_s_and_that_is_told() {
        let reading = Reading::new(&["EPSG:3034".into()], false).unwrap();
        let loaded = geojson::lines_watched(&fixture("border.fgb"), &reading, &()).unwrap();
        let told: Vec<_> = loaded.warnings.iter().map(ToString::to_string).collect();
        assert!(
            told.iter()
                .any(|t| t.contains("`crs` EPSG:3034 is used, although the file says EPSG:3035")),
            "{told:?}"
        );
    }

    #[test]
    fn a_file_that_does_not_say_its_system_is_refused_until_the_user_does() {
        let (_folder, path) = changed("border.shp", |_| {});
        std::fs::remove_file(path.with_extension("prj")).unwrap();
        let source = Source::Path(path);
        refused(&source, &["does not say", "`crs`"], Kind::Data);
        let reading = Reading::new(&["EPSG:32635".into()], false).unwrap();
        let stated = geojson::lines_watched(&source, &reading, &())
            .unwrap()
            .value;
        assert_eq!(
            stated,
            geojson::lines(&fixture("border.shp")).unwrap().value
        );
    }
}

#[test]
fn a_layer_must_be_named_where_there_are_several() {
    refused(
        &fixture("border.gpkg"),
        &["2 layers", "border, states", "FILE:border"],
        Kind::Usage,
    );
    refused(
        &fixture("border.gpkg:roads"),
        &["no layer roads", "border, states"],
        Kind::Usage,
    );
    refused(
        &fixture("border.fgb:roads"),
        &["no layer roads", "border"],
        Kind::Usage,
    );
    refused(&fixture("border.shp:roads"), &["no layers"], Kind::Usage);
    refused(
        &fixture("border.dbf"),
        &["part of a shapefile", ".shp"],
        Kind::Data,
    );
}

#[test]
fn a_file_that_is_cut_off_or_something_else_is_refused() {
    for (name, keep, word) in [
        ("border.fgb", 0, "empty"),
        ("border.fgb", 20, "ends too early"),
        ("border.fgb", 3000, "ends too early"),
        ("border.gpkg", 0, "empty"),
        ("border.gpkg", 50, "cannot be read"),
        ("border.gpkg", 40_000, "cannot be read"),
        ("border.shp", 0, "empty"),
        ("border.shp", 60, "ends too early"),
        ("border.shp", 5000, "ends too early"),
    ] {
        let (_folder, path) = changed(name, |bytes| bytes.truncate(keep));
        let path = if name == "border.gpkg" {
            PathBuf::from(format!("{}:border", path.display()))
        } else {
            path
        };
        refused(&Source::Path(path), &[word], Kind::Data);
    }
    for (name, kind) in [
        ("border.gpkg", "GeoPackage"),
        ("border.fgb", "FlatGeobuf"),
        ("border.shp", "shapefile"),
    ] {
        let (_folder, path) = changed(name, |bytes| {
            *bytes = b"\x7fELF nothing of the sort".to_vec()
        });
        refused(&Source::Path(path), &["is no", kind], Kind::Data);
        let (_folder, path) = changed(name, |bytes| *bytes = b"PK\x03\x04".to_vec());
        refused(&Source::Path(path), &["zip", "unpack"], Kind::Data);
    }
}

#[test]
fn a_database_that_is_no_geopackage_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.gpkg");
    rusqlite::Connection::open(&path)
        .unwrap()
        .execute_batch("CREATE TABLE t (a)")
        .unwrap();
    refused(
        &Source::Path(path),
        &["no GeoPackage", "gpkg_geometry_columns"],
        Kind::Data,
    );
}

#[test]
fn a_shapefile_without_one_of_its_parts_is_refused() {
    for ending in ["dbf", "shx"] {
        let (_folder, path) = changed("border.shp", |_| {});
        std::fs::remove_file(path.with_extension(ending)).unwrap();
        refused(
            &Source::Path(path),
            &[&format!("no .{ending} file"), "copy them all"],
            Kind::Data,
        );
    }
    let (_folder, path) = changed("states.shp", |_| {});
    std::fs::copy(
        Path::new(FOLDER).join("border.dbf"),
        path.with_extension("dbf"),
    )
    .unwrap();
    refused(&Source::Path(path), &["2 shapes and 1 rows"], Kind::Data);
}

/// No change of a byte may make the reader panic; what is read may differ.
#[test]
fn damaged_bytes_never_panic() {
    for name in [
        "border.fgb",
        "states.shp",
        "states.dbf",
        "states.shx",
        "border.gpkg",
    ] {
        let whole = std::fs::read(Path::new(FOLDER).join(name)).unwrap();
        // The head, where lengths and counts stand, densely; the rest here and there.
        let places = (0..140).chain((140..whole.len()).step_by(whole.len() / 40));
        let (folder, path) = changed(name, |_| {});
        for at in places.filter(|at| *at < whole.len()) {
            for byte in [0x00, 0xff] {
                let mut bytes = whole.clone();
                bytes[at] = byte;
                std::fs::write(&path, bytes).unwrap();
                let source = match name {
                    "border.gpkg" => Source::Path(format!("{}:border", path.display()).into()),
                    "border.fgb" => Source::Path(path.clone()),
                    _ => Source::Path(folder.path().join("states.shp")),
                };
                // Read as degrees: PROJ is not what is tried here.
                let reading = Reading::new(&["EPSG:4326".into()], false).unwrap();
                let _ = geojson::territories_watched(&source, None, None, &reading, &());
            }
        }
    }
}

#[cfg(not(feature = "proj"))]
#[test]
fn a_build_without_proj_says_what_it_lacks() {
    refused(
        &fixture("border.fgb"),
        &["EPSG:3035", "PROJ", "make build"],
        Kind::Data,
    );
    refused(&fixture("border.shp"), &["PROJ"], Kind::Data);
    let reading = Reading::new(&["EPSG:3301".into()], false).unwrap();
    let error = geojson::lines_watched(&fixture("border.geojson"), &reading, &()).unwrap_err();
    assert!(error.to_string().contains("PROJ"), "{error}");
}

/// A text as a file of some name.
fn text(name: &str, text: &str) -> Source {
    Source::Bytes {
        name: name.to_owned(),
        bytes: text.as_bytes().to_vec(),
    }
}

const KML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:gx="http://www.google.com/kml/ext/2.2"><Document>
<Placemark><name>line</name><LineString><coordinates>10,50,0 11,50,0
 12, 51, 0</coordinates></LineString></Placemark>
<Folder><Placemark id="a"><name>Area &amp; more</name><ExtendedData><Data name="code"><value>AAA</value></Data></ExtendedData>
<MultiGeometry><Polygon><outerBoundaryIs><LinearRing><coordinates>0,0 4,0 4,4 0,4 0,0</coordinates></LinearRing></outerBoundaryIs>
<innerBoundaryIs><LinearRing><coordinates>1,1 2,1 2,2 1,1</coordinates></LinearRing></innerBoundaryIs></Polygon></MultiGeometry></Placemark></Folder>
<Placemark><gx:Track><gx:coord>1 2 3</gx:coord><gx:coord>2 3 3</gx:coord></gx:Track></Placemark>
</Document></kml>"#;

#[test]
fn kml_is_read_as_lines_and_as_territories() {
    let lines = geojson::lines(&text("a.kml", KML)).unwrap();
    assert_eq!(lines.value.0.len(), 4, "line, two rings, track");
    assert_eq!(lines.value.0[0].0[2], geo::Coord { x: 12.0, y: 51.0 });
    let heights = lines.warnings.iter().filter(|w| w.what.contains("heights"));
    assert_eq!(
        heights.count(),
        1,
        "of the track only: {:?}",
        lines.warnings
    );
    let territories = geojson::territories(&text("a.kml", KML), None, None).unwrap();
    let known = &territories.value[0];
    assert_eq!(
        (known.code.as_str(), known.name.as_str()),
        ("AAA", "Area & more")
    );
    assert_eq!(known.polygons.0[0].interiors().len(), 1);
}

#[test]
fn what_is_wrong_in_kml_is_told_with_its_line() {
    let broken = KML.replace("11,50,0", "11;50");
    refused(
        &text("a.kml", &broken),
        &["\"11;50\"", "coordinates", "line 3"],
        Kind::Data,
    );
    let cut = &KML[..KML.len() / 2];
    refused(&text("a.kml", cut), &["broken XML"], Kind::Data);
    let entity = KML.replace("<kml", "<!DOCTYPE kml [<!ENTITY x \"y\">]><kml");
    refused(&text("a.kml", &entity), &["DOCTYPE"], Kind::Data);
    refused(
        &text("a.kml", "<html><body>not found</body></html>"),
        &["web page"],
        Kind::Data,
    );
}

fn archive(files: &[(&str, &[u8])]) -> Source {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        zip.write_all(bytes).unwrap();
    }
    Source::Bytes {
        name: "a.kmz".to_owned(),
        bytes: zip.finish().unwrap().into_inner(),
    }
}

#[test]
fn kmz_is_read_and_other_archives_are_named_with_the_way_out() {
    let kmz = archive(&[("files/icon.png", b"x"), ("doc.kml", KML.as_bytes())]);
    let plain = geojson::lines(&text("a.kml", KML)).unwrap();
    assert_eq!(geojson::lines(&kmz).unwrap().value, plain.value);
    for (name, word, way) in [
        ("xl/workbook.xml", "Excel", "CSV"),
        ("content.xml", ".ods", "CSV"),
        ("a/b.shp", "shapefile", "unpack"),
        ("a.txt", "no KMZ", "unpack"),
    ] {
        refused(&archive(&[(name, b"x")]), &[word, way], Kind::Data);
    }
}

#[test]
fn an_archive_that_unpacks_to_far_more_than_it_holds_is_refused() {
    // 64 MB of spaces in 64 kB.
    let bomb = archive(&[("doc.kml", &vec![b' '; 64 << 20])]);
    refused(&bomb, &["unpacks to more than"], Kind::Data);
    let names: Vec<String> = (0..10_001).map(|i| format!("{i}.kml")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &b""[..])).collect();
    refused(&archive(&many), &["10001 entries"], Kind::Data);
}

#[test]
fn gpx_gives_tracks_and_routes_as_lines() {
    let gpx = r#"<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"><wpt lat="1" lon="2"/>
        <rte><rtept lat="50" lon="10"/><rtept lat="50" lon="11"/></rte>
        <trk><trkseg><trkpt lat="1" lon="2"><ele>5</ele></trkpt><trkpt lat="1" lon="3"/></trkseg><trkseg><trkpt lat="1" lon="2"/></trkseg></trk></gpx>"#;
    let loaded = geojson::lines(&text("a.gpx", gpx)).unwrap();
    assert_eq!(loaded.value.0.len(), 2);
    assert_eq!(loaded.value.0[0].0[0], geo::Coord { x: 10.0, y: 50.0 });
    let told: Vec<_> = loaded.warnings.iter().map(ToString::to_string).collect();
    for word in ["1 point among", "of one position", "heights"] {
        assert!(told.iter().any(|t| t.contains(word)), "{word}: {told:?}");
    }
    let wrong = gpx.replace("lon=\"11\"", "lon=\"east\"");
    refused(
        &text("a.gpx", &wrong),
        &["lon is no number", "line 2"],
        Kind::Data,
    );
}

#[test]
fn well_known_text_is_read_from_a_file_an_argument_and_a_column() {
    let wanted = [
        geo::Coord { x: 10.0, y: 50.0 },
        geo::Coord { x: 11.0, y: 50.0 },
    ];
    for source in [
        text("a.wkt", "LINESTRING (10 50, 11 50)\n"),
        text("a", "\u{feff}SRID=4326;LINESTRING Z (10 50 1, 11 50 1)"),
        Source::from_argument("linestring(10 50,11 50)"),
        text("a.csv", "id,WKT\n1,\"LINESTRING (10 50, 11 50)\"\n"),
        text(
            "a.csv",
            "sep=;\r\n\"id\";\"the_geom\"\r\n1;LINESTRING (10 50, 11 50)\r\n;\r\n",
        ),
    ] {
        let loaded = geojson::lines(&source).unwrap_or_else(|e| panic!("{}: {e}", source.name()));
        assert_eq!(loaded.value.0[0].0, wanted, "{}", source.name());
    }
    let table = text(
        "a.csv",
        "code,geometry\nA,\"POLYGON((0 0,1 0,1 1,0 0))\"\nB,\n",
    );
    let territories = geojson::territories(&table, None, None).unwrap();
    assert_eq!(territories.value[0].code, "A");
    assert!(territories.warnings[0].what.contains("without coordinates"));
    refused(
        &text("a.csv", "id,WKT\n1,\"LINESTRING (10 50, 11)\"\n"),
        &["no WKT", "line 2"],
        Kind::Data,
    );
    refused(
        &text("a.csv", "lon,lat\n1,2\n"),
        &["only points"],
        Kind::Data,
    );
}
