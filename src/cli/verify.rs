//! `standoff verify`: is a published zone what it says?

use super::args::VerifyArgs;
use super::inputs::Inputs;
use super::messages::Messages;
use super::outputs::Outputs;
use super::{select, strip};
use crate::error::{Error, Place, Warning};
use crate::load::source::Source;
use crate::load::zones::{PublishedZone, zones};
use crate::report::model::{Value, degrees, metres, width_km};
use crate::report::number::Decimal;
use crate::report::records::Records;
use crate::units::Metres;
use crate::verify::{Claim, Findings, Judge, findings};
use geo::MultiPolygon;

/// Columns of the findings, in order.
pub const COLUMNS: [&str; 9] = [
    "scenario", "width_km", "check", "samples", "failed", "worst_m", "at_lon", "at_lat", "verdict",
];

/// Decimals of a metre: the judge knows a distance to 0.1 mm.
const MILLIMETRES: u8 = 3;

pub fn run(args: &VerifyArgs, messages: &Messages) -> Result<(), Error> {
    let outputs = Outputs::check(&[], &args.output.table, args.output.force)?;
    strip::threads(args.threads.threads)?;
    if let Some(width) = &args.width {
        crate::strip::check(width.metres, args.tolerance)?;
    }
    let inputs = Inputs::read(&args.line, &args.territories, None, messages)?;
    let loaded = zones(&Source::from_argument(&args.zone), &inputs.reading)?;
    inputs.reading.check_all_used()?;
    messages.warn_all(loaded.warnings)?;
    if loaded.value.others > 0 {
        messages.note(&format!(
            "{}: {} features of other layers than `strip` are not judged",
            Inputs::told(&args.zone),
            loaded.value.others
        ));
    }
    let zones = by_width(args, loaded.value.zones)?;
    let judge = Judge::new(&inputs.lines, args.line.edges.into());
    messages.stage("zone and line read");
    let mut all = Vec::new();
    let mut rows = Vec::new();
    for (width, polygons) in &zones {
        crate::strip::check(*width, args.tolerance)?;
        let claim = Claim::plain(*width, args.tolerance);
        let Some(found) = findings(&judge, polygons, claim, &|_| true) else {
            continue;
        };
        messages.stage(&format!("{} km judged", width_km(*width)));
        rows.extend(rows_of(&inputs.description, *width, &found));
        all.push((*width, found));
    }
    let records = Records {
        columns: &COLUMNS,
        rows,
    };
    let head = format!(
        "{}, judged by geographiclib against: {}\na place fails where its distance differs from the width by more than {} m",
        Inputs::told(&args.zone),
        inputs.description,
        metres(args.tolerance)
    );
    select::write(&records, &head, &outputs, &args.output)?;
    // After the table, which says more: `--strict` ends the run here.
    all.iter()
        .try_for_each(|(width, found)| tell(args, *width, found, messages))
}

/// The zones to judge, by ascending width: features of the same width, or of none, are one.
fn by_width(
    args: &VerifyArgs,
    features: Vec<PublishedZone>,
) -> Result<Vec<(Metres, Vec<MultiPolygon<f64>>)>, Error> {
    let place = || Place {
        file: Some(Inputs::told(&args.zone)),
        ..Place::default()
    };
    let mut zones: Vec<(Metres, Vec<MultiPolygon<f64>>)> = Vec::new();
    let mut stated: Vec<String> = Vec::new();
    for feature in features {
        let width = match (&args.width, feature.width) {
            (Some(wanted), Some(own)) => {
                stated.push(format!("{} km", width_km(own)));
                if (own.0 - wanted.metres.0).abs() > args.tolerance.0 {
                    continue;
                }
                wanted.metres
            }
            (Some(wanted), None) => wanted.metres,
            (None, Some(own)) => own,
            (None, None) => {
                return Err(Error::usage(
                    "the zone does not say how wide it is: no property `width_km`",
                )
                .at(place())
                .remedy("say it with --width, such as --width 50km"));
            }
        };
        match zones.iter_mut().find(|(known, _)| *known == width) {
            Some((_, parts)) => parts.push(feature.polygons),
            None => zones.push((width, vec![feature.polygons])),
        }
    }
    if zones.is_empty() {
        stated.dedup();
        return Err(Error::usage("no zone in the file has this width")
            .at(place())
            .remedy(format!("give --width as one of {}", stated.join(", "))));
    }
    zones.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
    Ok(zones)
}

fn tell(
    args: &VerifyArgs,
    width: Metres,
    found: &Findings,
    messages: &Messages,
) -> Result<(), Error> {
    if found.passes() {
        return Ok(());
    }
    let worst = (found.checks.iter())
        .filter(|c| c.failed > 0)
        .max_by(|a, b| a.worst.0.total_cmp(&b.worst.0));
    messages.warn(Warning {
        what: format!(
            "the zone is not all within {} km of the line and nothing else: off by up to {} m",
            width_km(width),
            worst.map_or(Decimal::nearest(0.0, 0), |c| Decimal::nearest(c.worst.0, MILLIMETRES))
        ),
        place: Place {
            file: Some(Inputs::told(&args.zone)),
            at: worst.and_then(|c| c.at).map(|at| [at.x, at.y]),
            ..Place::default()
        },
        remedy: "see the table; --tolerance says how far off it may be, and the line's flags whose line it is".into(),
    })
}

fn rows_of<'a>(scenario: &'a str, width: Metres, found: &Findings) -> Vec<Vec<Value<'a>>> {
    use Value::{Empty, Number, Text};
    let count = |n: usize| Number(Decimal::nearest(n as f64, 0));
    (found.checks.iter())
        .map(|off| {
            let at =
                |f: fn(geo::Coord<f64>) -> f64| off.at.map_or(Empty, |c| Number(degrees(f(c))));
            vec![
                Text(scenario),
                Number(width_km(width)),
                Text(off.check.text()),
                count(off.samples),
                count(off.failed),
                Number(Decimal::nearest(off.worst.0, MILLIMETRES)),
                at(|c| c.x),
                at(|c| c.y),
                Text(if off.failed == 0 { "passes" } else { "fails" }),
            ]
        })
        .collect()
}
