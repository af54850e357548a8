//! Files of geographic programs: GeoPackage, FlatGeobuf, shapefiles, KML, KMZ, GPX, well-known text and tables become the features that
//! GeoJSON becomes, so that every check and message after that is shared.
//!
//! The content decides what a file is, then its ending (`content`). Coordinates come as they stand in the file, x before y; what system they are
//! in is told beside. Heights and measures are dropped with the note that GeoJSON's heights get; curves are refused.

#[cfg(not(all(feature = "formats", feature = "gpkg")))]
mod absent;
mod content;
mod csv;
#[cfg(feature = "formats")]
mod dbf;
#[cfg(feature = "formats")]
mod flatgeobuf;
#[cfg(feature = "gpkg")]
mod geopackage;
#[cfg(feature = "formats")]
mod gpx;
#[cfg(feature = "formats")]
mod kml;
#[cfg(feature = "formats")]
mod kmz;
#[cfg(feature = "formats")]
mod shapefile;
mod wkb;
pub(super) mod wkt;
#[cfg(feature = "formats")]
mod xml;

#[cfg(not(feature = "gpkg"))]
use absent::geopackage;
#[cfg(not(feature = "formats"))]
use absent::{flatgeobuf, gpx, kml, kmz, shapefile, xml};

pub(crate) use content::{Content, content};

use super::document::{self, Feature, Sink};
use super::notes::{Note, Notes, Spot};
use super::recorded::Recorded;
use super::source::{Source, Watch, unreadable};
use crate::error::{Error, Place};
use serde_json::{Map, Value};
use std::io::Read;
use std::path::{Path, PathBuf};

/// What a file says of its coordinates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Declared {
    /// WKT, or a code such as `EPSG:3301`.
    Crs(String),
    /// Nothing, as its format commonly does: WGS84 longitude, latitude unless the user says otherwise.
    Unsaid,
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

/// The layers of features of a GeoPackage, in its order.
///
/// # Errors
/// Those of opening it, and of what is none.
pub(crate) fn layers_of(path: &Path) -> Result<Vec<String>, Error> {
    geopackage::names(path)
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
    let (stream, layer) = match source {
        Source::Path(path) => {
            let located = Located::of(path);
            (Source::Path(located.path), located.layer)
        }
        other => (other.clone(), None),
    };
    let declared = match content {
        Content::GeoPackage => geopackage::read(&path()?, &mut rows),
        Content::Shapefile => shapefile::read(&path()?, &mut rows),
        Content::FlatGeobuf | Content::Text => {
            let opened = stream.open(watch)?;
            let opened = std::io::BufReader::with_capacity(1 << 18, opened);
            flatgeobuf::read(opened, layer, &mut rows)
        }
        _ if layer.is_some() => {
            let layer = layer.unwrap_or_default();
            Err(Error::usage(format!(
                "a file of this format has no layers that can be named, so none named {layer}"
            ))
            .remedy("leave out the colon and what follows it"))
        }
        Content::Table => csv::read(stream.open(watch)?, &mut rows),
        Content::Kml => {
            whole(&stream, watch, xml::LARGEST).and_then(|bytes| kml::read(&bytes, &mut rows))
        }
        Content::Gpx => {
            whole(&stream, watch, xml::LARGEST).and_then(|bytes| gpx::read(&bytes, &mut rows))
        }
        Content::Zip => {
            whole(&stream, watch, kmz::LARGEST).and_then(|bytes| kmz::read(&bytes, &mut rows))
        }
        Content::Wkt => {
            whole(&stream, watch, wkt::LARGEST).and_then(|bytes| wkt::read(&bytes, &mut rows))
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

/// All bytes of a source whose format is not read piece by piece.
fn whole(source: &Source, watch: &dyn Watch, largest: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    source
        .open(watch)?
        .take(largest + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > largest {
        return Err(Error::data(format!(
            "the file is larger than the {} MB that its format is read up to",
            largest >> 20
        ))
        .remedy("convert it first, as with `ogr2ogr out.fgb in.kml`"));
    }
    Ok(bytes)
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
