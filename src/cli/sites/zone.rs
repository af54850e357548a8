//! What a GeoPackage of sites holds beside them: the strips, what they cover, and the line.

use super::super::outputs::{Geometry, Outputs};
use crate::error::{Error, Place};
use crate::overlap::Overlaps;
use crate::report::geopackage::MOST_COLUMNS;
use crate::strip::{PreparedLine, Strip, TOLERANCE_RANGE};
use crate::study::inputs::Inputs;
use crate::study::request::all_widths;
use crate::study::tolerance::Tolerance;
use crate::study::{Study, strips};
use crate::units::{Metres, Width};
use crate::zone::Zone;

/// The tolerance of what is drawn beside sites.
pub fn tolerance(widths: &[Width], zone: &Zone) -> Metres {
    let all = all_widths(widths, zone);
    Metres(Tolerance::default().finest(&all).0.max(TOLERANCE_RANGE.0))
}

/// One strip a width; none where no GeoPackage is asked for.
///
/// # Errors
/// As [`PreparedLine::strip`]; more columns than a GeoPackage holds.
pub fn strips(
    outputs: &Outputs,
    columns: usize,
    line: &PreparedLine,
    zone: &Zone,
    widths: &[Width],
    study: &Study,
) -> Result<Vec<Strip>, Error> {
    let package = |(_, kind): &&(_, Geometry)| *kind == Geometry::GeoPackage;
    let Some((path, _)) = outputs.geometry.iter().find(package) else {
        return Ok(Vec::new());
    };
    if columns > MOST_COLUMNS {
        return Err(Error::usage(format!(
            "{columns} columns are more than the {MOST_COLUMNS} of a GeoPackage"
        ))
        .at(Place {
            file: Some(path.display().to_string()),
            ..Place::default()
        })
        .remedy("give fewer widths, or write .geojson or .fgb"));
    }
    strips::strips(line, zone, widths, Tolerance::default(), study)
}

/// What the zone covers at each width.
///
/// # Errors
/// As [`crate::overlap::zone_overlaps`].
pub fn covered<'s>(
    line: &PreparedLine,
    zone: &Zone,
    widths: &[Width],
    strips: &'s [Strip],
    inputs: &Inputs,
    study: &Study,
) -> Result<Vec<(&'s Strip, Overlaps)>, Error> {
    if strips.is_empty() {
        return Ok(Vec::new());
    }
    strips::covered(line, zone, widths, strips, &inputs.territories, study)
}
