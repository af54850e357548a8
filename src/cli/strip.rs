//! `standoff strip`: strips of a line, what they cover, and the files.

use super::args::choose::{scenario, widths};
use super::args::{Format, StripArgs};
use super::messages::Messages;
use super::outputs::{Outputs, Rows, print};
use super::pictures;
use super::preset;
use super::target::Target;
use crate::error::Error;
use crate::report::files::Files;
use crate::report::model::{Facts, OverlapRow};
use crate::report::picture::SideWords;
use crate::report::{csv, json, table};
use crate::scenario::term::StripTolerance;
use crate::scenario::value::Scenario;
use crate::strip::sides::Side;
use crate::study::inputs::groups;
use crate::study::record;

pub fn run(args: &StripArgs, messages: &Messages) -> Result<(), Error> {
    let force = args.output.force;
    let outputs = Outputs::check_drawn(&args.out, &args.output.table, force)?
        .with_style(args.files.style, force)?;
    let ballpark = args.line.coordinates.allow_ballpark;
    let target = Target::check(args.files.out_crs.as_deref(), ballpark, &outputs, messages)?;
    let typed = preset::laid(chosen(args)?, "strip", messages)?;
    let own = typed.clone().reach_told()?;
    let look = pictures::look(&args.files.picture, groups(&own), side(&own), &outputs)?;
    let study = messages.study();
    let strips = study.strips(&typed)?;
    let covered = study.covered(&strips)?;
    let (rows, mut facts) = (covered.rows(), covered.facts());
    let mut files = Files::new(force);
    if !outputs.geometry.is_empty() || look.is_some() {
        let (inputs, tolerance) = (&strips.line.inputs, Some(covered.tolerance()));
        facts.choices = Some(record::text(
            "strip", &typed, tolerance, inputs, study.open,
        )?);
        covered.layers(|layers| {
            let look = look.as_ref();
            pictures::write_all(
                &outputs, &target, look, layers, &mut facts, &mut files, messages,
            )
        })?;
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
