//! `standoff verify`: is a published zone what it says?
//!
//! In reading order: `given` (what the zone is judged by: its own choices, flags), `files` (those it was made from), `older` (choices before
//! there was a form), and the table here.

mod files;
mod given;
mod older;

use super::args::VerifyArgs;
use super::args::choose::{scenario, widths};
use super::messages::Messages;
use super::outputs::Outputs;
use super::{preset, select};
use crate::error::{Error, Kind, Place};
use crate::load::source::Source;
use crate::load::zones::{PublishedZone, zones};
use crate::report::model::{Value, degrees, metres, width_km};
use crate::report::number::Decimal;
use crate::report::records::Records;
use crate::scenario::field::FileChoice;
use crate::scenario::value::Scenario;
use crate::strip::StripOptions;
use crate::study::inputs::{Inputs, edges, reading as read_by};
use crate::study::strips::in_order;
use crate::study::tolerance::Tolerance;
use crate::study::verify::Bench;
use crate::study::{Disk, Open, zone};
use crate::units::{Metres, Width};
use crate::verify::{Findings, Judge};
use geo::MultiPolygon;
use given::Given;

/// Columns of the findings, in order.
pub const COLUMNS: [&str; 9] = [
    "scenario", "width_km", "check", "samples", "failed", "worst_m", "at_lon", "at_lat", "verdict",
];

/// Decimals of a metre: the judge knows a distance to 0.1 mm.
const MILLIMETRES: u8 = 3;

pub fn run(args: &VerifyArgs, messages: &Messages) -> Result<(), Error> {
    let outputs = Outputs::check(&[], &args.output.table, args.output.force)?;
    let typed = preset::laid(chosen(args)?, "verify", messages)?;
    let study = &messages.study();
    let widths = in_order(&typed.width, study)?;
    for width in &widths {
        Tolerance(args.tolerance).check(width.metres)?;
    }
    one_reader_of_standard_input(args, &typed)?;
    if args.samples.is_some() {
        messages.note("--samples is not needed any more: the whole outline is looked at, and --spacing says how finely the rest is");
    }
    let reading = read_by(&typed)?;
    let mut loaded = zones(&Source::from_argument(&args.zone), &reading).map_err(unreadable)?;
    messages.warn_all(loaded.warnings)?;
    let given = Given::of(args, typed, loaded.value.recorded.take(), messages)?;
    if loaded.value.others > 0 {
        messages.note(&format!(
            "{}: {} features of other layers than `strip` are not judged",
            Disk.told(&args.zone),
            loaded.value.others
        ));
    }
    let claims = claims(args, &widths, &given, loaded.value.zones)?;
    // The files of one run are brought to WGS84 by one operation; those that a zone was made from need not be in the zone's system.
    let reading = match &given.own {
        None => reading,
        Some(_) => read_by(&given.scenario)?,
    };
    let inputs = Inputs::read_by(reading, &given.scenario, study).map_err(unreadable)?;
    let zone = zone::read(&given.scenario, &inputs, study).map_err(unreadable)?;
    if let Some(own) = &given.own {
        own.check_streams(&inputs.reading)?;
    }
    inputs.reading.check_all_used()?;
    if !inputs.defects.is_empty() {
        let line = study.line(&inputs, &given.scenario)?;
        let widths: Vec<Metres> = claims.iter().map(|claim| claim.width).collect();
        inputs.tell_defects(&inputs.territories, &line, &zone, &widths, study)?;
    }
    let scenario = inputs.configured(&given.scenario, &zone.text);
    let judge = Judge::new(&inputs.lines, edges(&given.scenario));
    let bench = Bench {
        judge: &judge,
        zone: &zone,
        territories: &inputs.territories,
        spacing: args.spacing,
    };
    messages.stage("zone and line read");
    let mut all = Vec::new();
    for claim in &claims {
        let found = bench.judged(&claim.parts, claim.width, claim.tolerance, study)?;
        messages.stage(&format!("{} km judged", width_km(claim.width)));
        all.push((claim, found));
    }
    let rows = all
        .iter()
        .flat_map(|(claim, found)| rows_of(&scenario, claim.width, found));
    let records = Records {
        columns: &COLUMNS,
        rows: rows.collect(),
    };
    let head = head(args, &given, &scenario, &bench, &all);
    select::write(&records, &head, &outputs, &args.output)?;
    verdict(args, &all)
}

/// What is claimed of the polygons of one width.
struct Claim {
    width: Metres,
    /// How far off the outline may be: what was asked for, or what the file states.
    tolerance: Metres,
    parts: Vec<MultiPolygon<f64>>,
}

/// The claims to judge, by ascending width: features of the same width, or of none, are one zone.
fn claims(
    args: &VerifyArgs,
    widths: &[Width],
    given: &Given,
    features: Vec<PublishedZone>,
) -> Result<Vec<Claim>, Error> {
    let place = || Place {
        file: Some(Disk.told(&args.zone)),
        ..Place::default()
    };
    let asked = Tolerance(args.tolerance);
    let mut all: Vec<Claim> = Vec::new();
    let mut stated: Vec<String> = Vec::new();
    for feature in features {
        let fits: Vec<Metres> = match feature.width {
            Some(own) => {
                stated.push(format!("{} km", width_km(own)));
                let near = |w: &&Width| (own.0 - w.metres.0).abs() <= asked.of(w.metres).0;
                let fits = widths.iter().filter(near).map(|w| w.metres);
                if widths.is_empty() {
                    vec![own]
                } else {
                    fits.collect()
                }
            }
            None => widths.iter().map(|w| w.metres).collect(),
        };
        if fits.is_empty() && feature.width.is_none() {
            return Err(Error::usage(
                "the zone does not say how wide it is: no property `width_km`",
            )
            .at(place())
            .remedy("say it with --width, such as --width 50km"));
        }
        // What a file of this program states is what it is to be judged by.
        let bound = |own: Option<Metres>| own.map_or(0.0, |m| m.0);
        let bound = bound(feature.tolerance).max(bound(feature.max_error));
        for width in fits {
            let tolerance = match (args.tolerance, &given.own) {
                (None, Some(_)) if bound > 0.0 => Metres(bound),
                _ => asked.of(width),
            };
            match all.iter_mut().find(|known| known.width == width) {
                Some(known) => {
                    known.tolerance = Metres(known.tolerance.0.max(tolerance.0));
                    known.parts.push(feature.polygons.clone());
                }
                None => all.push(Claim {
                    width,
                    tolerance,
                    parts: vec![feature.polygons.clone()],
                }),
            }
        }
    }
    let unknown = |w: &&Width| !all.iter().any(|known| known.width == w.metres);
    if let Some(width) = widths.iter().find(unknown) {
        stated.dedup();
        return Err(
            Error::usage(format!("no zone in the file has the width {}", width.text))
                .at(place())
                .remedy(format!("give --width as one of {}", stated.join(", "))),
        );
    }
    for claim in &all {
        (StripOptions::new(claim.width).tolerance(claim.tolerance)).check()?;
    }
    all.sort_by(|a, b| a.width.0.total_cmp(&b.width.0));
    Ok(all)
}

/// What stands over the table.
fn head(
    args: &VerifyArgs,
    given: &Given,
    scenario: &str,
    bench: &Bench,
    all: &[(&Claim, Findings)],
) -> String {
    let mut lines = vec![format!(
        "{}, judged by geographiclib against: {scenario}",
        Disk.told(&args.zone)
    )];
    lines.push(match &given.own {
        Some(_) => "line and configuration are those that the file says it was made with".to_owned(),
        None => "the file does not say what it was made with: line and configuration are those of the flags".to_owned(),
    });
    for (claim, found) in all {
        let mut text = format!(
            "{} km: {}; {} edges of the outline looked at, the whole of each, and the globe in places no more than {} m apart; a place fails where it is off by more than {} m",
            width_km(claim.width),
            if found.passes() { "passes" } else { "fails" },
            found.edges,
            metres(found.spacing),
            metres(claim.tolerance),
        );
        if let Some(bound) = found.bound {
            let bound = Decimal::up(bound.0, MILLIMETRES);
            text.push_str(&format!(
                "; none of the outline is off by more than {bound} m"
            ));
        }
        lines.push(text);
    }
    if let Some(what) = bench.not_judged() {
        lines.push(format!("not judged: {what}"));
    }
    lines.join("\n")
}

/// Ends the run where a zone fails: after the table, which says more.
fn verdict(args: &VerifyArgs, all: &[(&Claim, Findings)]) -> Result<(), Error> {
    let failed: Vec<_> = all.iter().filter(|(_, found)| !found.passes()).collect();
    let Some((_, first)) = failed.first() else {
        return Ok(());
    };
    let worst = (first.checks.iter())
        .filter(|check| check.failed > 0)
        .max_by(|a, b| a.worst.0.total_cmp(&b.worst.0));
    let widths: Vec<String> = (failed.iter())
        .map(|(claim, _)| format!("{} km", width_km(claim.width)))
        .collect();
    let what = worst.map_or(String::new(), |check| {
        let off = match check.worst.0 > 0.0 {
            true => format!(
                ", off by up to {} m",
                Decimal::nearest(check.worst.0, MILLIMETRES)
            ),
            false => String::new(),
        };
        format!(": {}{off}", check.check.text())
    });
    Err(Error::data(format!(
        "the zone of {} is not what it says{what}",
        widths.join(", ")
    ))
    .at(Place {
        file: Some(Disk.told(&args.zone)),
        at: worst.and_then(|check| check.at).map(|at| [at.x, at.y]),
        ..Place::default()
    })
    .remedy("see the table; --tolerance says how far off it may be, and the line's flags whose line it is"))
}

/// What the flags choose.
fn chosen(args: &VerifyArgs) -> Result<Scenario, Error> {
    let flags = scenario(&[
        &args.published,
        &args.line,
        &args.configuration,
        &args.side,
        &args.territories,
    ])?;
    Ok(Scenario {
        width: widths(&args.width),
        ..flags
    })
}

fn one_reader_of_standard_input(args: &VerifyArgs, typed: &Scenario) -> Result<(), Error> {
    let zone = FileChoice::from(args.zone.as_str());
    let files = std::iter::once(&zone)
        .chain(&typed.border)
        .chain(&typed.territories)
        .chain(&typed.except)
        .chain(&typed.snap_to);
    Inputs::one_reader_of_standard_input(files)
}

/// What is there and cannot be read is wrong input: there is no verdict, and nothing else to be done about it.
fn unreadable(mut error: Error) -> Error {
    if error.kind == Kind::Work {
        error.kind = Kind::Data;
    }
    error
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
