//! What a source holds, told from its first bytes, and from its ending where they say nothing.
//!
//! What is known and not read is named here, with the way out.

use super::super::source::{Source, unreadable};
use super::super::table;
use super::{Located, wkt, xml};
use crate::error::{Error, Place};
use std::io::{BufRead, Read};

/// What a source holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    GeoPackage,
    FlatGeobuf,
    Shapefile,
    Kml,
    /// A zip archive: KMZ, or what is refused once its names are known.
    Zip,
    Gpx,
    Wkt,
    /// CSV with columns of coordinates or of WKT.
    Table,
    /// All else: GeoJSON, or what its parser refuses.
    Text,
}

/// Bytes that are looked at.
const HEAD: u64 = 4096;

const SQLITE: &[u8] = b"SQLite format 3\0";
const FLATGEOBUF: &[u8] = b"fgb";
const SHAPEFILE: &[u8] = &[0, 0, 0x27, 0x0a];
const ZIP: &[u8] = b"PK\x03\x04";

/// Formats that are known by their first bytes and not read: bytes, name, what to do.
const FOREIGN: [(&[u8], &str, &str); 3] = [
    (
        b"PAR1",
        "the file is Parquet (GeoParquet)",
        "convert it first, as with `ogr2ogr out.fgb in.parquet`",
    ),
    (
        b"ARROW1",
        "the file is Arrow (Feather)",
        "convert it first, as with `ogr2ogr out.fgb in.arrow`",
    ),
    (
        &[0xd0, 0xcf, 0x11, 0xe0],
        "the file is an Excel table (.xls)",
        "save it as CSV (UTF-8) and give that, or convert it with `ogr2ogr out.csv in.xls`",
    ),
];

/// Tells what a source holds. Standard input keeps its bytes.
///
/// # Errors
/// A file that cannot be opened; one that is not what its ending says; a part of a shapefile named in its place; a format that is not
/// read, with the way out.
pub(crate) fn content(source: &Source) -> Result<Content, Error> {
    let place = |error: Error| {
        error.at(Place {
            file: Some(source.name()),
            ..Place::default()
        })
    };
    let failed = |error: std::io::Error| place(unreadable(&error));
    let mut head = Vec::new();
    let mut ending = String::new();
    match source {
        Source::Path(path) => {
            let located = Located::of(path);
            let file = Source::Path(located.path.clone());
            let opened = file.open(&()).map_err(|e| place(e.clone()))?;
            // A pipe can be read once only, and has no magic that matters.
            if located.path.is_file() {
                opened.take(HEAD).read_to_end(&mut head).map_err(failed)?;
            }
            if let Some(extension) = located.path.extension() {
                ending = extension.to_string_lossy().to_ascii_lowercase();
            }
        }
        Source::Stdin => {
            let mut stdin = std::io::stdin().lock();
            let there = stdin.fill_buf().map_err(failed)?;
            head.extend(there.iter().take(HEAD as usize));
        }
        Source::Bytes { bytes, .. } => head.extend(bytes.iter().take(HEAD as usize)),
    }
    told(&head, &ending).map_err(place)
}

fn told(head: &[u8], ending: &str) -> Result<Content, Error> {
    let found = [
        (SQLITE, Content::GeoPackage),
        (FLATGEOBUF, Content::FlatGeobuf),
        (SHAPEFILE, Content::Shapefile),
        (ZIP, Content::Zip),
    ];
    if let Some((_, content)) = found.into_iter().find(|(magic, _)| head.starts_with(magic)) {
        return Ok(content);
    }
    if let Some((_, what, remedy)) = FOREIGN.iter().find(|(magic, ..)| head.starts_with(magic)) {
        return Err(Error::data(*what).remedy(*remedy));
    }
    if let Some(text) = xml::head(head) {
        return marked_up(&text);
    }
    let bare = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let text = bare.iter().find(|b| !b.is_ascii_whitespace());
    // A record separator begins a text sequence of GeoJSON.
    if matches!(text, Some(b'{' | b'[' | 0x1e)) {
        return Ok(Content::Text);
    }
    if wkt::begins(bare) {
        return Ok(Content::Wkt);
    }
    if matches!(ending, "parquet" | "geoparquet") {
        return Err(Error::data(format!(
            "the file is named .{ending} (GeoParquet) but does not begin as Parquet does"
        ))
        .remedy("it was cut off or is something else; copy it again, then convert it, as with `ogr2ogr out.fgb in.parquet`"));
    }
    let named = match ending {
        "gpkg" => "GeoPackage",
        "fgb" => "FlatGeobuf",
        "shp" => "shapefile",
        "kml" => "KML",
        "kmz" => "KMZ",
        "gpx" => "GPX",
        "dbf" | "shx" | "prj" | "cpg" => {
            return Err(
                Error::data(format!("a .{ending} file is a part of a shapefile"))
                    .remedy("name the .shp file; the others are found beside it"),
            );
        }
        "csv" | "tsv" if !bare.is_empty() => return Ok(Content::Table),
        _ if table::begins(bare) => return Ok(Content::Table),
        _ => return Ok(Content::Text),
    };
    let what = if head.is_empty() {
        "the file is empty".to_owned()
    } else {
        format!("the file is named .{ending} but is no {named}")
    };
    Err(Error::data(what).remedy("it was cut off or is something else; copy or export it again"))
}

/// What XML it is, by its beginning.
fn marked_up(text: &str) -> Result<Content, Error> {
    let lower = text.to_ascii_lowercase();
    let root = lower
        .split('<')
        .skip(1)
        .find(|tag| !tag.starts_with(['?', '!']))
        .unwrap_or_default();
    let name = root
        .split(|c: char| c.is_whitespace() || c == '>' || c == '/')
        .next()
        .unwrap_or_default();
    let (what, remedy) = match name.rsplit(':').next().unwrap_or_default() {
        "kml" => return Ok(Content::Kml),
        "gpx" => return Ok(Content::Gpx),
        _ if lower.contains("opengis.net/gml") || lower.contains("<gml:") => (
            "the file is GML".to_owned(),
            "convert it first, as with `ogr2ogr -t_srs EPSG:4326 out.gpkg in.gml`",
        ),
        "html" => (
            "the file is a web page, not the data".to_owned(),
            "download the file itself, as by the button `raw` or `download`",
        ),
        "osm" => (
            "the file is OpenStreetMap's XML".to_owned(),
            "convert it first, as with `ogr2ogr out.gpkg in.osm`",
        ),
        other => (
            format!(
                "the file is XML, and neither KML nor GPX: it begins with <{}>",
                other.chars().take(40).collect::<String>()
            ),
            "convert it first, as with `ogr2ogr out.gpkg in.xml`",
        ),
    };
    Err(Error::data(what).remedy(remedy))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(bytes: &[u8]) -> Content {
        told(bytes, "").expect("known")
    }

    #[test]
    fn the_first_bytes_tell_what_a_file_is() {
        assert_eq!(kind(b"SQLite format 3\0...."), Content::GeoPackage);
        assert_eq!(kind(b"fgb\x03fgb\x01"), Content::FlatGeobuf);
        assert_eq!(kind(&[0, 0, 0x27, 0x0a, 0, 0]), Content::Shapefile);
        assert_eq!(kind(b" {\"type\":"), Content::Text);
        assert_eq!(kind(b"\x1e{\"type\":"), Content::Text);
        assert_eq!(kind(b""), Content::Text);
        assert_eq!(
            kind(b"\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- a --><kml xmlns=\"x\">"),
            Content::Kml
        );
        assert_eq!(kind(b"<k:kml xmlns:k='x'>"), Content::Kml);
        let wide: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("<gpx>".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(kind(&wide), Content::Gpx);
        assert_eq!(kind(b"srid=4326;point (1 2)"), Content::Wkt);
        assert_eq!(kind(b"LineString Z(1 2 3, 4 5 6)"), Content::Wkt);
        assert_eq!(kind(b"id;WKT\n1;POINT (1 2)"), Content::Table);
        assert_eq!(kind(b"sep=;\nid;Lng;Lat\n"), Content::Table);
        assert_eq!(kind(b"pointless"), Content::Text);
    }

    #[test]
    fn geoparquet_is_told_by_its_first_bytes_whatever_it_is_called_and_by_its_name() {
        for ending in ["parquet", "geoparquet", "geojson", "csv", "shp", "json", ""] {
            let error = told(b"PAR1\x15\x04", ending).expect_err("Parquet");
            assert!(error.what.contains("GeoParquet"), "{ending}: {error}");
            assert!(error.remedy.contains("`ogr2ogr out.fgb"), "{error}");
        }
        for ending in ["parquet", "geoparquet"] {
            for head in [&b""[..], b"PAR", b"{\"type\":\"Point\"}", b"id,lon,lat\n"] {
                let read = told(head, ending);
                if head.starts_with(b"{") {
                    assert_eq!(read.expect("GeoJSON"), Content::Text);
                    continue;
                }
                let error = read.expect_err("not Parquet");
                assert!(error.what.contains("GeoParquet"), "{error}");
                assert!(error.remedy.contains("ogr2ogr"), "{error}");
            }
        }
    }

    #[test]
    fn formats_that_are_not_read_are_named_with_the_way_out() {
        for (bytes, name, way) in [
            (&b"PAR1...."[..], "GeoParquet", "ogr2ogr"),
            (&[0xd0, 0xcf, 0x11, 0xe0, 0xa1], "Excel", "CSV"),
            (
                b"<?xml version='1.0'?><gml:FeatureCollection xmlns:gml='http://www.opengis.net/gml'>",
                "GML",
                "ogr2ogr",
            ),
            (b"<!DOCTYPE html><html>", "web page", "raw"),
            (b"<svg>", "neither KML nor GPX", "ogr2ogr"),
        ] {
            let error = told(bytes, "").expect_err(name);
            assert!(error.what.contains(name), "{error}");
            assert!(error.remedy.contains(way), "{error}");
        }
    }
}
