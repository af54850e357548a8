//! Files of geographic programs: GeoPackage, FlatGeobuf and shapefiles become the features that GeoJSON becomes, so that every check
//! and message after that is shared.
//!
//! The content decides what a file is, then its ending. Coordinates come as they stand in the file, x before y; what system they are
//! in is told beside. Heights and measures are dropped with the note that GeoJSON's heights get; curves are refused.

mod dbf;
mod flatgeobuf;
mod geopackage;
mod shapefile;
mod wkb;

use super::document::{self, Feature, Sink};
use super::notes::{Note, Notes, Spot};
use super::recorded::Recorded;
use super::source::{Source, Watch, unreadable};
use crate::error::{Error, Place};
use serde_json::{Map, Value};
use std::io::{BufRead, Read};
use std::path::{Path, PathBuf};

/// What a source holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    GeoPackage,
    FlatGeobuf,
    Shapefile,
    /// All else: GeoJSON, or what its parser refuses.
    Text,
}

/// What a file says of its coordinates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Declared {
    /// WKT, or a code such as `EPSG:3301`.
    Crs(String),
    /// Nothing; why, in words.
    Nothing(&'static str),
}

/// A file, and a layer in it where one is named: `FILE:LAYER`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Located {
    pub path: PathBuf,
    pub layer: Option<String>,
}

impl Located {
    /// A path that is there is the file, whatever colons it has; else what follows the last colon may be a layer of the file before it.
    pub fn of(path: &Path) -> Self {
        let whole = Located {
            path: path.to_owned(),
            layer: None,
        };
        let Some((file, layer)) = path.to_str().and_then(|text| text.rsplit_once(':')) else {
            return whole;
        };
        if path.exists() || layer.is_empty() || !Path::new(file).is_file() {
            return whole;
        }
        Located {
            path: PathBuf::from(file),
            layer: Some(layer.to_owned()),
        }
    }
}

const SQLITE: &[u8] = b"SQLite format 3\0";
const FLATGEOBUF: &[u8] = b"fgb";
const SHAPEFILE: &[u8] = &[0, 0, 0x27, 0x0a];
const ZIP: &[u8] = b"PK\x03\x04";

/// The layers of features of a GeoPackage, in its order.
///
/// # Errors
/// Those of opening it, and of what is none.
pub(crate) fn layers_of(path: &Path) -> Result<Vec<String>, Error> {
    geopackage::names(path)
}

/// Tells what a source holds from its first bytes, and from its ending where they say nothing. Standard input keeps its bytes.
///
/// # Errors
/// A file that cannot be opened; one that is not what its ending says; a part of a shapefile named in its place.
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
                opened.take(16).read_to_end(&mut head).map_err(failed)?;
            }
            if let Some(extension) = located.path.extension() {
                ending = extension.to_string_lossy().to_ascii_lowercase();
            }
        }
        Source::Stdin => {
            let mut stdin = std::io::stdin().lock();
            head.extend(stdin.fill_buf().map_err(failed)?.iter().take(16));
        }
        Source::Bytes { bytes, .. } => head.extend(bytes.iter().take(16)),
    }
    let found = [
        (SQLITE, Content::GeoPackage),
        (FLATGEOBUF, Content::FlatGeobuf),
        (SHAPEFILE, Content::Shapefile),
    ];
    if let Some((_, content)) = found.into_iter().find(|(magic, _)| head.starts_with(magic)) {
        return Ok(content);
    }
    let text = head.iter().find(|b| !b.is_ascii_whitespace());
    if matches!(text, Some(b'{' | b'[' | 0xef)) {
        return Ok(Content::Text);
    }
    if head.starts_with(ZIP) {
        return Err(place(
            Error::data("the file is a zip archive").remedy("unpack it and name the file in it"),
        ));
    }
    let named = match ending.as_str() {
        "gpkg" => "GeoPackage",
        "fgb" => "FlatGeobuf",
        "shp" => "shapefile",
        "dbf" | "shx" | "prj" | "cpg" => {
            return Err(place(
                Error::data(format!("a .{ending} file is a part of a shapefile"))
                    .remedy("name the .shp file; the others are found beside it"),
            ));
        }
        _ => return Ok(Content::Text),
    };
    let what = if head.is_empty() {
        "the file is empty".to_owned()
    } else {
        format!("the file is named .{ending} but is no {named}")
    };
    Err(place(Error::data(what).remedy(
        "it was cut off or is something else; copy or export it again",
    )))
}

/// Reads a source that is no text; features go to the sink as they stand in the file.
///
/// # Errors
/// Those of reading, with file and feature, and what to do about it; no layer named where there are several; curves.
pub(crate) fn read(
    source: &Source,
    content: Content,
    watch: &dyn Watch,
    notes: &mut Notes,
    sink: &mut dyn Sink,
) -> Result<Declared, Error> {
    let file = source.name();
    let mut rows = Rows {
        file: &file,
        notes,
        sink,
        count: 0,
        located: false,
    };
    let path = || match source {
        Source::Path(path) => Ok(Located::of(path)),
        _ => {
            let what = match content {
                Content::GeoPackage => "a GeoPackage (a database) cannot be read from a stream",
                _ => "a shapefile is several files and cannot be read from a stream",
            };
            Err(Error::usage(what)
                .at(rows_place(&file))
                .remedy("name the file, or send FlatGeobuf or GeoJSON"))
        }
    };
    let declared = match content {
        Content::GeoPackage => geopackage::read(&path()?, &mut rows),
        Content::Shapefile => shapefile::read(&path()?, &mut rows),
        Content::FlatGeobuf | Content::Text => {
            let (opened, layer) = match source {
                Source::Path(path) => {
                    let located = Located::of(path);
                    (Source::Path(located.path), located.layer)
                }
                other => (other.clone(), None),
            };
            let opened = opened.open(watch)?;
            flatgeobuf::read(
                std::io::BufReader::with_capacity(1 << 18, opened),
                layer,
                &mut rows,
            )
        }
    }
    .map_err(|error| {
        let place = Place {
            file: Some(file.clone()),
            ..error.place.clone()
        };
        error.at(place)
    })?;
    if !rows.located {
        let what = if rows.count == 0 {
            "no features in it"
        } else {
            "no geometry has any positions"
        };
        return Err(Error::data(what)
            .at(rows_place(&file))
            .remedy("check the program that wrote the file"));
    }
    Ok(declared)
}

fn rows_place(file: &str) -> Place {
    Place {
        file: Some(file.to_owned()),
        ..Place::default()
    }
}

/// The features of a file on their way to the sink.
pub(super) struct Rows<'a> {
    file: &'a str,
    notes: &'a mut Notes,
    sink: &'a mut dyn Sink,
    count: usize,
    located: bool,
}

impl Rows<'_> {
    /// What the file's metadata says it was made with.
    fn recorded(&mut self, metadata: Map<String, Value>) {
        self.notes.recorded = Recorded::of_metadata(metadata);
    }

    /// The label of the next feature.
    fn label(&self, properties: &Map<String, Value>) -> String {
        document::label(self.count + 1, Some(properties), None)
    }

    /// Hands the next feature over. `geometry`: why it is none, if so.
    fn row(
        &mut self,
        properties: Map<String, Value>,
        geometry: Result<wkb::Shape, Error>,
    ) -> Result<(), Error> {
        let label = self.label(&properties);
        let spot = Spot {
            file: self.file,
            feature: Some(&label),
            part: 0,
        };
        let shape = geometry.map_err(|error| error.at(spot.place()))?;
        if shape.height {
            self.notes.add(Note::Height, || spot.place());
        }
        if shape.geometries.is_empty() {
            self.notes.add(Note::NoGeometry, || spot.place());
        }
        self.count += 1;
        self.located |= !shape.geometries.is_empty();
        let feature = Feature {
            label,
            geometries: shape.geometries,
            properties,
            id: None,
        };
        self.sink.feature(feature, self.notes)
    }
}

/// Curves have no vertices to take distances to.
fn curve(kind: &str) -> Error {
    Error::data(format!("a curved or solid geometry ({kind})")).remedy(
        "turn it into lines or polygons first, as with `ogr2ogr -nlt CONVERT_TO_LINEAR out.gpkg in.gpkg`",
    )
}

/// No layer, or an unknown one, was named.
fn layers(named: Option<&str>, names: &[String]) -> Error {
    let what = match named {
        Some(named) => format!("no layer {named} with geometries in the file"),
        None => format!("the file has {} layers and none is named", names.len()),
    };
    let example = names.first().map_or("LAYER", String::as_str);
    Error::usage(what).remedy(format!(
        "name one after a colon, as FILE:{example}; there are {}",
        names.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(bytes: &[u8]) -> Content {
        let name = "x".to_owned();
        content(&Source::Bytes {
            name,
            bytes: bytes.to_vec(),
        })
        .expect("readable")
    }

    #[test]
    fn the_first_bytes_tell_what_a_file_is() {
        assert_eq!(kind(b"SQLite format 3\0...."), Content::GeoPackage);
        assert_eq!(kind(b"fgb\x03fgb\x01"), Content::FlatGeobuf);
        assert_eq!(kind(&[0, 0, 0x27, 0x0a, 0, 0]), Content::Shapefile);
        assert_eq!(kind(b" {\"type\":"), Content::Text);
        assert_eq!(kind(b""), Content::Text);
    }

    #[test]
    fn a_layer_follows_the_last_colon_of_a_name_that_is_no_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a:b.gpkg");
        std::fs::write(&file, "x").expect("a file");
        let whole = Located::of(&file);
        assert_eq!(
            (whole.path.as_path(), whole.layer.as_deref()),
            (file.as_path(), None)
        );
        let named = PathBuf::from(format!("{}:roads", file.display()));
        assert_eq!(Located::of(&named).layer.as_deref(), Some("roads"));
        let missing = Located::of(&folder.path().join("no.gpkg:roads"));
        assert_eq!(missing.layer, None);
    }
}
