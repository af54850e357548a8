//! `standoff strip`: strips of a line, what they cover, and the files.

use super::args::choose::{scenario, widths};
use super::args::{Format, StripArgs};
use super::messages::Messages;
use super::outputs::{Outputs, Rows, print};
use super::pictures;
use super::preset;
use super::target::Target;
use crate::error::Error;
use crate::geodesy::densify::as_straight;
use crate::overlap::Overlap;
use crate::report::features::{Layers, StripLayer};
use crate::report::files::Files;
use crate::report::model::{Facts, Labels, OverlapRow, StripFacts, rows};
use crate::report::picture::SideWords;
use crate::report::{csv, json, table};
use crate::scenario::term::StripTolerance;
use crate::scenario::value::Scenario;
use crate::strip::sides::Side;
use crate::study::inputs::{groups, reach};
use crate::study::request::Request;
use crate::study::strips::{covered, own_polygons, strips};
use crate::study::{record, tabulate};
use crate::units::Metres;

pub fn run(args: &StripArgs, messages: &Messages) -> Result<(), Error> {
    let force = args.output.force;
    let outputs = Outputs::check_drawn(&args.out, &args.output.table, force)?
        .with_style(args.files.style, force)?;
    threads(args.threads.threads)?;
    let ballpark = args.line.coordinates.allow_ballpark;
    let target = Target::check(args.files.out_crs.as_deref(), ballpark, &outputs, messages)?;
    let typed = preset::laid(chosen(args)?, "strip", messages)?;
    let study = &messages.study();
    let request = Request::new(&typed, study)?;
    let (own, widths) = (&request.scenario, &request.widths);
    let look = pictures::look(&args.files.picture, groups(own), side(own), &outputs)?;
    let line = request.line(study)?;
    let inputs = &line.inputs;
    let (zone, scenario) = request.zone(&line, study)?;
    let widest = reach(&zone, &widths.iter().map(|w| w.metres).collect::<Vec<_>>());
    let districts = tabulate::read(own, inputs, &line.prepared, widest, study)?;
    let strips = strips(&line.prepared, &zone, widths, request.tolerance, study)?;
    let made: Vec<Metres> = strips.iter().map(|strip| strip.width()).collect();
    let tolerance = request.tolerance.finest(&made);
    let mut results = covered(
        &line.prepared,
        &zone,
        widths,
        &strips,
        &inputs.territories,
        study,
    )?;
    // Codes tell districts apart, names tell of them.
    let taken: Vec<(Metres, Vec<String>)> = (results.iter_mut())
        .map(|(strip, overlaps)| {
            let codes = overlaps.districts.clone();
            tabulate::name_taken(overlaps, &zone, strip.width(), study);
            (strip.width(), codes)
        })
        .collect();
    let tabulated: Vec<Vec<Overlap>> = match &districts {
        None => vec![Vec::new(); taken.len()],
        Some(districts) => {
            let own = own_polygons(&line.prepared, &zone, &strips, inputs, districts, &taken)?;
            messages.stage("own polygons tabulated");
            own
        }
    };
    let mut facts = Facts {
        strips: (results.iter())
            .map(|(strip, overlaps)| StripFacts::new(strip, overlaps))
            .collect(),
        line: scenario.clone(),
        ..inputs.facts(own, tolerance)
    };
    let group = |code: &str| inputs.group(code);
    let labels = Labels {
        scenario: &scenario,
        worldview: &inputs.worldview,
        group: &group,
    };
    let by_width: Vec<_> = results.iter().map(|(s, o)| (s.width(), o)).collect();
    let mut rows = rows(&by_width, &inputs.territories, &labels);
    if let Some(districts) = &districts {
        let own = (taken.iter().zip(&tabulated)).map(|((width, _), overlaps)| (*width, overlaps));
        rows = tabulate::beside(rows, own, districts, &labels);
    }
    tabulate::snapped(&mut rows, &taken, &zone, &inputs.territories);
    let mut files = Files::new(force);
    if !outputs.geometry.is_empty() || look.is_some() {
        let border = as_straight(&inputs.lines, facts.edges, tolerance.0);
        let strips: Vec<_> = (results.iter().zip(&tabulated))
            .map(|((strip, overlaps), tabulated)| StripLayer {
                strip,
                overlaps,
                tabulated,
            })
            .collect();
        let layers = Layers {
            strips: &strips,
            territories: &inputs.territories,
            districts: districts.as_deref(),
            hidden: &[],
            labels: &labels,
            border: &border,
        };
        let record = record::text("strip", &typed, Some(tolerance), inputs, study.open)?;
        facts.choices = Some(record);
        pictures::write_all(
            &outputs,
            &target,
            look.as_ref(),
            &layers,
            &mut facts,
            &mut files,
            messages,
        )?;
    }
    for (path, kind) in &outputs.tables {
        files.write(path, |to| write_rows(*kind, &rows, to))?;
    }
    files.appear()?;
    show(args.output.format, &rows, &facts)?;
    messages.stage("table written");
    Ok(())
}

/// What a picture's title says of the widths.
fn side(scenario: &Scenario) -> SideWords {
    match scenario.side.unwrap_or_default() {
        _ if scenario.of.is_some() => SideWords::Reach,
        Side::Both => SideWords::Both,
        Side::Left => SideWords::Left,
        Side::Right => SideWords::Right,
    }
}

/// What the flags choose.
fn chosen(args: &StripArgs) -> Result<Scenario, Error> {
    let flags = scenario(&[
        &args.published,
        &args.line,
        &args.zone,
        &args.side,
        &args.territories,
        &args.tabulate,
        &args.accuracy,
        &args.files,
    ])?;
    Ok(Scenario {
        width: widths(&args.width),
        reach: widths(&args.reach),
        of: args.of.clone(),
        tolerance: args.tolerance.map(StripTolerance),
        ..flags
    })
}

pub(super) fn write_rows(
    kind: Rows,
    rows: &[OverlapRow],
    to: &mut dyn std::io::Write,
) -> std::io::Result<()> {
    match kind {
        Rows::Csv => csv::write(rows, to),
        Rows::Json => json::write(rows, to),
        Rows::NdJson => json::write_lines(rows, to),
    }
}

/// The table on standard output.
fn show(format: Format, rows: &[OverlapRow], facts: &Facts) -> Result<(), Error> {
    let mut text = Vec::new();
    let written = match format {
        Format::Table => table::table(rows, facts, &mut text),
        Format::Csv => write_rows(Rows::Csv, rows, &mut text),
        Format::Json => write_rows(Rows::Json, rows, &mut text),
        Format::NdJson => write_rows(Rows::NdJson, rows, &mut text),
    };
    written.map_err(|error| Error::work(format!("the table cannot be made: {error}")))?;
    print(&text)
}

/// Uses `threads` threads, or one for each core.
pub(super) fn threads(threads: Option<std::num::NonZeroUsize>) -> Result<(), Error> {
    let Some(threads) = threads else {
        return Ok(());
    };
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.get())
        .build_global()
        .map_err(|error| {
            Error::work(format!("{threads} threads cannot be started: {error}"))
                .remedy("give a smaller --threads")
        })
}
