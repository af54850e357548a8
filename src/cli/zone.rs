//! From the arguments to a zone's configuration: what every command that knows zones starts with.

use super::args::side::SideArgs;
use super::args::zone::{Circle, ZoneArgs};
use super::inputs::Inputs;
use super::messages::Messages;
use super::progress::Bar;
use super::understood;
use crate::error::Error;
use crate::load::{Loaded, geojson, reading::Reading, source::Source};
use crate::strip::{Edges, PreparedLine, StripOptions};
use crate::territory::Territory;
use crate::units::Metres;
use crate::zone::{Choice, Districts, Parties, Zone};
use geo::{LineString, MultiLineString, MultiPolygon};

/// Tolerance of an excepted circle, as a part of its radius, and at most, m.
const CIRCLE_TOLERANCE: (f64, f64) = (1e-3, 1.0);

/// Reads the files that the arguments name, and resolves codes.
///
/// # Errors
/// Those of reading, and of [`Choice::resolve`]; with `--strict` also any warning.
pub fn read(
    args: &ZoneArgs,
    side: &SideArgs,
    inputs: &Inputs,
    messages: &Messages,
) -> Result<Zone, Error> {
    let args = &understood::zone(args, &inputs.words(), messages)?;
    let (except, except_text) = exceptions(args, &inputs.reading, messages)?;
    let (districts, districts_text) = districts(args, &inputs.reading, messages)?;
    let choice = Choice {
        width_in: (args.width_in.iter())
            .map(|w| (w.who.clone(), w.width.clone()))
            .collect(),
        third_states: args.third_states.map(Into::into).unwrap_or_default(),
        blanket: args.blanket.clone(),
        exclude: args.exclude.clone(),
        except,
        except_text,
        districts,
        districts_text,
        side: side.side(inputs.is_given())?,
        cap: side.cap(),
        side_text: side.told(),
    };
    let parties = Parties {
        groups: [&inputs.groups[0], &inputs.groups[1]],
        read: &|name| inputs.members(name),
    };
    choice.resolve(&inputs.territories, &parties)
}

fn exceptions(
    args: &ZoneArgs,
    reading: &Reading,
    messages: &Messages,
) -> Result<(MultiPolygon<f64>, String), Error> {
    let mut polygons = Vec::new();
    let mut names = Vec::new();
    for file in &args.except {
        let loaded = shapes(file, reading, messages)?;
        messages.warn_all(loaded.warnings)?;
        polygons.extend(loaded.value.into_iter().flat_map(|shape| shape.polygons.0));
        names.push(format!("the polygons of {}", Inputs::told(file)));
    }
    for circle in &args.except_circle {
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
fn shapes(
    file: &str,
    reading: &Reading,
    messages: &Messages,
) -> Result<Loaded<Vec<Territory>>, Error> {
    let source = Source::from_argument(file);
    geojson::shapes(&source, reading, &Bar::of(file, messages))
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
    args: &ZoneArgs,
    reading: &Reading,
    messages: &Messages,
) -> Result<(Option<Districts>, String), Error> {
    let Some(file) = &args.snap_to else {
        return Ok((None, String::new()));
    };
    let loaded = shapes(file, reading, messages)?;
    messages.warn_all(loaded.warnings)?;
    let file = Inputs::told(file);
    let (share, text) = match &args.snap_share {
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
