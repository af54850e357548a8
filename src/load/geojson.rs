//! Users' lines and territories from GeoJSON (RFC 7946) and all other formats that are read: the entry.
//!
//! # Units
//! WGS84 longitude, latitude, degrees. An edge is straight in longitude and latitude.
//!
//! # Errors
//! Data errors with file, feature, part and position, and what to do about it. The first one found is told.

use super::defects::{Defect, that_matter};
use super::names::Naming;
use super::notes::Notes;
use super::reading::Reading;
use super::source::{Source, Watch};
use super::{Loaded, lines::Lines, territories::Territories};
use crate::error::Error;
use crate::territory::Territory;
use geo::MultiLineString;

/// Reads lines: LineString, MultiLineString, outlines of Polygon and MultiPolygon, alone, in a GeometryCollection, a Feature
/// or a FeatureCollection. Each part starts within ±180° and runs on beyond it where it crosses the antimeridian, so that
/// consecutive longitudes never jump. Edges of outlines on ±180° or at a pole are dropped, with a warning: a cut is no border.
///
/// # Errors
/// As the module says; also points alone, which are no lines. Among lines they are left out, with a warning.
///
/// # Examples
/// ```
/// use standoff::load::{geojson::lines, source::Source};
/// let text = br#"{"type":"LineString","coordinates":[[179,50],[-179,51]]}"#;
/// let loaded = lines(&Source::Bytes { name: "line.geojson".into(), bytes: text.to_vec() })?;
/// assert_eq!(loaded.value.0[0].0[1].x, 181.0);
/// assert!(loaded.warnings[0].what.contains("antimeridian"));
/// # Ok::<(), standoff::error::Error>(())
/// ```
pub fn lines(source: &Source) -> Result<Loaded<MultiLineString<f64>>, Error> {
    lines_watched(source, &Reading::default(), &())
}

/// [`lines`] of features that are there already.
///
/// # Errors
/// As [`lines`].
pub fn lines_of(
    features: &::geojson::FeatureCollection,
) -> Result<Loaded<MultiLineString<f64>>, Error> {
    lines(&written(features))
}

/// [`territories`] of features that are there already.
///
/// # Errors
/// As [`territories`].
pub fn territories_of(
    features: &::geojson::FeatureCollection,
    code_field: Option<&str>,
    name_field: Option<&str>,
) -> Result<Loaded<Vec<Territory>>, Error> {
    territories(&written(features), code_field, name_field)
}

/// As a document, so that one reader checks all: numbers are written with all their digits.
fn written(features: &::geojson::FeatureCollection) -> Source {
    Source::Bytes {
        name: "features".to_owned(),
        bytes: features.to_string().into_bytes(),
    }
}

/// [`lines`], read as `reading` says, with an eye on how far that has come.
///
/// # Errors
/// As [`lines`].
pub fn lines_watched(
    source: &Source,
    reading: &Reading,
    watch: &dyn Watch,
) -> Result<Loaded<MultiLineString<f64>>, Error> {
    let mut notes = Notes::default();
    notes.geodesic = reading.is_of_geodesics();
    let file = source.name();
    let mut lines = Lines::of(&file);
    reading.read(source, watch, &mut notes, &mut lines)?;
    let value = lines.finish()?;
    Ok(Loaded {
        value,
        warnings: notes.into_warnings(),
    })
}

/// Reads territories: one for each code, polygons cut at the antimeridian, exterior rings counter-clockwise.
///
/// `code_field`, `name_field`: the properties that name a territory; without them the common ones are tried
/// (code: `code`, `iso_a3`, `ISO_A3`, `ADM0_A3`, `A3`, `id`, the feature's id; name: `name`, `NAME`, `NAME_EN`).
/// Vertices keep their exact coordinates, so that borders shared in the file stay shared.
///
/// # Errors
/// As the module says; also where no feature is a polygon or none has a code, and a polygon with no less area in doubt than it has.
pub fn territories(
    source: &Source,
    code_field: Option<&str>,
    name_field: Option<&str>,
) -> Result<Loaded<Vec<Territory>>, Error> {
    territories_watched(source, code_field, name_field, &Reading::default(), &())
}

/// [`territories`], read as `reading` says, with an eye on how far that has come.
///
/// # Errors
/// As [`territories`].
pub fn territories_watched(
    source: &Source,
    code_field: Option<&str>,
    name_field: Option<&str>,
    reading: &Reading,
    watch: &dyn Watch,
) -> Result<Loaded<Vec<Territory>>, Error> {
    let naming = Naming::Fields {
        code: code_field,
        name: name_field,
    };
    polygons(source, naming, reading, watch)
}

/// Reads polygons that need no code, such as places to leave out or districts: one shape a feature, its code the feature's label.
///
/// # Errors
/// As [`territories`], but for codes.
pub fn shapes(
    source: &Source,
    reading: &Reading,
    watch: &dyn Watch,
) -> Result<Loaded<Vec<Territory>>, Error> {
    polygons(source, Naming::Numbers, reading, watch)
}

/// Reads a user's districts: as [`territories`], but a feature without a code has its number.
///
/// # Errors
/// As [`territories`], but for codes, unless `code_field` names their property.
pub fn districts(
    source: &Source,
    code_field: Option<&str>,
    reading: &Reading,
    watch: &dyn Watch,
) -> Result<Loaded<Vec<Territory>>, Error> {
    polygons(
        source,
        Naming::Districts { code: code_field },
        reading,
        watch,
    )
}

/// [`territories_watched`], with what is wrong with them apart: it may lie where it does not matter.
///
/// # Errors
/// As [`territories`], but for a polygon that cannot be read beside others that can.
pub fn territories_with_defects(
    source: &Source,
    code_field: Option<&str>,
    name_field: Option<&str>,
    reading: &Reading,
    watch: &dyn Watch,
) -> Result<(Loaded<Vec<Territory>>, Vec<Defect>), Error> {
    let naming = Naming::Fields {
        code: code_field,
        name: name_field,
    };
    apart(source, naming, reading, watch)
}

/// [`districts`], with what is wrong with them apart.
///
/// # Errors
/// As [`districts`], but for a polygon that cannot be read beside others that can.
pub fn districts_with_defects(
    source: &Source,
    code_field: Option<&str>,
    reading: &Reading,
    watch: &dyn Watch,
) -> Result<(Loaded<Vec<Territory>>, Vec<Defect>), Error> {
    let naming = Naming::Districts { code: code_field };
    apart(source, naming, reading, watch)
}

/// All that is wrong matters.
fn polygons(
    source: &Source,
    naming: Naming,
    reading: &Reading,
    watch: &dyn Watch,
) -> Result<Loaded<Vec<Territory>>, Error> {
    let (mut loaded, defects) = apart(source, naming, reading, watch)?;
    let all: Vec<&Defect> = defects.iter().collect();
    loaded.warnings.extend(that_matter(&all)?);
    Ok(loaded)
}

fn apart(
    source: &Source,
    naming: Naming,
    reading: &Reading,
    watch: &dyn Watch,
) -> Result<(Loaded<Vec<Territory>>, Vec<Defect>), Error> {
    let mut notes = Notes::default();
    let file = source.name();
    let mut territories = Territories::of(&file, naming);
    reading.read(source, watch, &mut notes, &mut territories)?;
    let (value, defects) = territories.finish(&mut notes)?;
    let warnings = notes.into_warnings();
    Ok((Loaded { value, warnings }, defects))
}
