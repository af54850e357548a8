//! Finer borders: a file of boundary units in the form of the shipped ones, and what is known of it.
//!
//! In: GeoJSON whose features have the properties `unit`, `name`, `defacto`, `dejure` and `sov`, as `make data-osm` writes it, and beside
//! it a small JSON file, `units.provenance.json` for `units.geojson`, which may be missing. Out: units and provenance.
//! Overlaps of units are not looked for: a border is taken from edges, and areas are not.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::Loaded;
use super::document::{Feature, Sink, text_of};
use super::notes::{Notes, Spot};
use super::reading::Reading;
use super::rings::polygons;
use super::shipped::{Unit, UnitKind};
use super::source::{Source, Watch};
use crate::error::{Error, Place};
use crate::units::Metres;
use geo::MultiPolygon;

/// What is known of a file of borders.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Provenance {
    /// Source, attribution and licence in one line, for outputs; `None` where no such file is there.
    pub source: Option<String>,
    /// Positional accuracy.
    pub accuracy: Option<Metres>,
    /// Within what distance neighbours are to be matched, where they have not the same positions.
    pub snap: Option<Metres>,
    /// Whether outlines that are nobody else's are coast; they are not where territories reach out to sea.
    pub coast: bool,
}

/// Reads the units, in the order of the file.
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) where there is no such file; [`Kind::Data`](crate::error::Kind::Data) as for
/// [`geojson::territories`](super::geojson::territories), and for a feature without its five properties.
pub fn units(
    path: &Path,
    reading: &Reading,
    watch: &dyn Watch,
) -> Result<Loaded<Vec<Unit>>, Error> {
    let source = Source::Path(path.to_owned());
    let file = source.name();
    let mut notes = Notes::default();
    let mut units = Units {
        file: &file,
        units: Vec::new(),
    };
    reading.read(&source, watch, &mut notes, &mut units)?;
    Ok(Loaded {
        value: units.units,
        warnings: notes.into_warnings(),
    })
}

struct Units<'a> {
    file: &'a str,
    units: Vec<Unit>,
}

impl Sink for Units<'_> {
    fn feature(&mut self, feature: Feature, notes: &mut Notes) -> Result<(), Error> {
        self.units.push(unit(self.file, feature, notes)?);
        Ok(())
    }

    fn clear(&mut self) {
        self.units.clear();
    }
}

fn unit(file: &str, feature: Feature, notes: &mut Notes) -> Result<Unit, Error> {
    let spot = Spot {
        file,
        feature: Some(&feature.label),
        part: 0,
    };
    let get = |field: &str| {
        feature.properties.get(field).and_then(text_of).ok_or_else(|| {
            Error::data(format!("a boundary unit has no property `{field}`"))
                .at(spot.place())
                .remedy("give it the form of the shipped units: unit, name, defacto, dejure, sov; or use ‹territories› FILE")
        })
    };
    let polygons = polygons(feature.geometries, &spot, notes)?;
    Ok(Unit {
        code: get("unit")?,
        name: get("name")?,
        defacto: get("defacto")?,
        dejure: get("dejure")?,
        sov: get("sov")?,
        // A finer set has no parts that a layout could set apart.
        kind: UnitKind::Country,
        polygons: MultiPolygon(polygons.into_iter().map(|(polygon, _)| polygon).collect()),
    })
}

/// The file beside a file of borders that says what is known of it.
pub fn provenance_file(path: &Path) -> PathBuf {
    path.with_extension("provenance.json")
}

/// Reads what is known of the file of units at `path`: nothing where there is no file of provenance beside it.
///
/// # Errors
/// [`Kind::Data`](crate::error::Kind::Data) where it is there and is not what it should be.
pub fn provenance(path: &Path) -> Result<Provenance, Error> {
    let beside = provenance_file(path);
    if !beside.exists() {
        return Ok(Provenance {
            coast: true,
            ..Provenance::default()
        });
    }
    let source = Source::Path(beside);
    let place = Place {
        file: Some(source.name()),
        ..Place::default()
    };
    let bad = |what: String| {
        Error::data(what)
            .at(place.clone())
            .remedy("build it again (make data-osm)")
    };
    let object: Map<String, Value> = serde_json::from_slice(&source.read()?)
        .map_err(|error| bad(format!("the provenance cannot be read: {error}")))?;
    let text = |field: &str| {
        let text = object.get(field).and_then(Value::as_str);
        text.ok_or_else(|| bad(format!("the provenance has no text `{field}`")))
    };
    let metres = |field: &str| match object.get(field) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.as_f64().filter(|m| m.is_finite() && *m > 0.0) {
            Some(metres) => Ok(Some(Metres(metres))),
            None => Err(bad(format!("`{field}` is no length above 0: {value}"))),
        },
    };
    Ok(Provenance {
        source: Some(format!(
            "{}, {}, {}",
            text("source")?,
            text("attribution")?,
            text("licence")?
        )),
        accuracy: metres("accuracy_m")?,
        snap: metres("snap_m")?,
        coast: object.get("coast").and_then(Value::as_bool).unwrap_or(true),
    })
}
