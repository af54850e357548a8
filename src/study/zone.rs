//! From a scenario to a zone's configuration.

use super::inputs::Inputs;
use super::understood;
use crate::error::Error;
use crate::load::{Loaded, geojson, reading::Reading};
use crate::scenario::term::{Circle, Term};
use crate::scenario::value::Scenario;
use crate::strip::sides::{Cap, Side};
use crate::strip::{Edges, PreparedLine, StripOptions};
use crate::study::Study;
use crate::territory::Territory;
use crate::units::Metres;
use crate::zone::{Choice, Districts, Parties, Zone};
use geo::{LineString, MultiLineString, MultiPolygon};

/// Tolerance of an excepted circle, as a part of its radius, and at most, m.
const CIRCLE_TOLERANCE: (f64, f64) = (1e-3, 1.0);

/// Reads the files that the scenario names, and resolves codes.
///
/// # Errors
/// Those of reading, and of [`Choice::resolve`]; with `--strict` also any warning.
pub fn read(scenario: &Scenario, inputs: &Inputs, study: &Study) -> Result<Zone, Error> {
    let scenario = &understood::zone(scenario, &inputs.words(), study)?;
    let (except, except_text) = exceptions(scenario, &inputs.reading, study)?;
    let (districts, districts_text) = districts(scenario, &inputs.reading, study)?;
    let choice = Choice {
        width_in: (scenario.width_in.iter())
            .map(|w| (w.who.clone(), w.width.clone()))
            .collect(),
        third_states: scenario.third_states.unwrap_or_default(),
        blanket: scenario.blanket.clone(),
        exclude: scenario.exclude.clone(),
        except,
        except_text,
        districts,
        districts_text,
        side: side(scenario, inputs.is_given())?,
        cap: scenario.cap.unwrap_or_default(),
        side_text: side_told(scenario),
    };
    let parties = Parties {
        groups: [&inputs.groups[0], &inputs.groups[1]],
        read: &|name| inputs.members(name),
    };
    choice.resolve(&inputs.territories, &parties)
}

/// The side of a scenario; a derived line has none that a user could know.
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) for one side of a derived line.
pub fn side(scenario: &Scenario, line_is_given: bool) -> Result<Side, Error> {
    let side = scenario.side.unwrap_or_default();
    if side == Side::Both || line_is_given {
        return Ok(side);
    }
    Err(Error::usage(format!(
        "‹side› {} needs a line of your own: a line derived from territories has no direction that its sides could be named by",
        side.told()
    ))
    .remedy(
        "give the line with ‹border›, or say the side by its territories: ‹exclude› CODES, ‹width_in› CODE=W",
    ))
}

/// What outputs say of side and cap; empty for the defaults.
fn side_told(scenario: &Scenario) -> String {
    let mut parts = Vec::new();
    if let Some(side @ (Side::Left | Side::Right)) = scenario.side {
        parts.push(format!("{} side only", side.told()));
    }
    if scenario.cap == Some(Cap::Flat) {
        parts.push("flat caps".to_owned());
    }
    parts.join(", ")
}

fn exceptions(
    scenario: &Scenario,
    reading: &Reading,
    study: &Study,
) -> Result<(MultiPolygon<f64>, String), Error> {
    let mut polygons = Vec::new();
    let mut names = Vec::new();
    for file in &scenario.except {
        let loaded = shapes(&file.name, reading, study)?;
        study.warn_all(loaded.warnings)?;
        polygons.extend(loaded.value.into_iter().flat_map(|shape| shape.polygons.0));
        names.push(format!("the polygons of {}", study.told(&file.name)));
    }
    for circle in &scenario.except_circle {
        polygons.extend(disc(circle)?.0);
        names.push(format!("the circle {}", circle.text));
    }
    let text = if names.is_empty() {
        String::new()
    } else {
        format!("except {}", names.join(" and "))
    };
    Ok((MultiPolygon(polygons), text))
}

/// The polygons of a file.
fn shapes(file: &str, reading: &Reading, study: &Study) -> Result<Loaded<Vec<Territory>>, Error> {
    let source = study.open.source(file);
    geojson::shapes(&source, reading, &*study.watch(file))
}

/// A geodesic circle is the strip of a point.
fn disc(circle: &Circle) -> Result<MultiPolygon<f64>, Error> {
    let point = MultiLineString(vec![LineString(vec![circle.centre])]);
    let tolerance = (CIRCLE_TOLERANCE.0 * circle.radius.0).min(CIRCLE_TOLERANCE.1);
    let strip = PreparedLine::new(&point, Edges::Planar)?
        .strip(&StripOptions::new(circle.radius).tolerance(Metres(tolerance)))?;
    Ok(strip.into_polygons())
}

fn districts(
    scenario: &Scenario,
    reading: &Reading,
    study: &Study,
) -> Result<(Option<Districts>, String), Error> {
    let Some(file) = &scenario.snap_to else {
        return Ok((None, String::new()));
    };
    let loaded = shapes(&file.name, reading, study)?;
    study.warn_all(loaded.warnings)?;
    let file = study.told(&file.name);
    let (share, text) = match &scenario.snap_share {
        None => (0.0, format!("whole districts of {file} that it touches")),
        Some(share) => (
            share.value,
            format!(
                "whole districts of {file} of which it covers {} or more",
                share.text
            ),
        ),
    };
    let shapes = loaded.value;
    Ok((Some(Districts { shapes, share }), text))
}
