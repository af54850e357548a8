//! `standoff compare A B`: which territories change between two results.

use super::args::compare::ByArg;
use super::args::{CompareArgs, Format};
use super::messages::Messages;
use super::outputs::{Outputs, print};
use crate::error::{Error, Warning};
use crate::load::source::Source;
use crate::report::files::Files;
use crate::report::model::{Value, width_km};
use crate::report::number::Decimal;
use crate::report::records::Records;
use crate::scenario::compare::{By, Change, Comparison, compare, usual};
use crate::scenario::field::FileChoice;
use crate::scenario::table::{self, Row};
use crate::study::inputs::Inputs;
use crate::study::{Disk, Open};
use crate::units::Metres;
use std::io::{self, Write};

/// Columns, in order; `scenario` first where rows are matched by it.
const COLUMNS: [&str; 12] = [
    "scenario",
    "width_km",
    "territory",
    "name",
    "overlap_a_km2",
    "overlap_b_km2",
    "change_km2",
    "share_a",
    "share_b",
    "change_points",
    "error_km2",
    "certain",
];
/// Places of an area in km², of a share, of points.
const PLACES: [u8; 3] = [6, 9, 7];

pub fn run(args: &CompareArgs, messages: &Messages) -> Result<(), Error> {
    let outputs = Outputs::check(&[], &args.output.table, args.output.force)?;
    let both = [&args.a, &args.b].map(|name| FileChoice::from(name.as_str()));
    Inputs::one_reader_of_standard_input(both.iter())?;
    let names = [Disk.told(&args.a), Disk.told(&args.b)];
    let read =
        |argument: &str, name: &str| table::read(&Source::from_argument(argument).read()?, name);
    let tables: [Vec<Row>; 2] = [read(&args.a, &names[0])?, read(&args.b, &names[1])?];
    let both = [tables[0].as_slice(), tables[1].as_slice()];
    let by = match args.by {
        Some(ByArg::Scenario) => By::Scenario,
        Some(ByArg::Territory) => By::Territory,
        None => usual(both),
    };
    let found = compare(both, by, [&names[0], &names[1]])?;
    not_compared(&found, &names, messages)?;
    let shown: Vec<&Change> = found
        .changes
        .iter()
        .filter(|c| args.all || c.any())
        .collect();
    let skipped = if by == By::Scenario { 0 } else { 1 };
    let records = Records {
        columns: &COLUMNS[skipped..],
        rows: shown
            .iter()
            .map(|change| values(change)[skipped..].to_vec())
            .collect(),
    };
    let mut files = Files::new(args.output.force);
    for (path, kind) in &outputs.tables {
        let format = (*kind).into();
        files.write(path, |to| write(&records, format, to))?;
    }
    files.appear()?;
    let mut text = Vec::new();
    if args.output.format == Format::Table {
        text.extend(head(&found, &tables, &names).into_bytes());
    }
    write(&records, args.output.format, &mut text)
        .map_err(|error| Error::work(format!("the table cannot be made: {error}")))?;
    print(&text)
}

fn write(records: &Records, format: Format, to: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Table if records.rows.is_empty() => to.write_all(b"nothing changes\n"),
        Format::Table => records.table(to),
        Format::Csv => records.csv(to),
        Format::Json => records.json(to),
        Format::NdJson => records.json_lines(to),
    }
}

fn values(change: &Change) -> [Value<'_>; 12] {
    let number = |value: f64, places: u8| Value::Number(Decimal::nearest(value, places));
    let known =
        |value: Option<f64>, places: u8| value.map_or(Value::Empty, |value| number(value, places));
    let truth = |truth: bool| Value::Text(if truth { "true" } else { "false" });
    let [area, share, points] = PLACES;
    [
        Value::Text(&change.scenario),
        Value::Number(width_km(Metres(change.width * 1e3))),
        Value::Text(&change.territory),
        Value::Text(&change.name),
        number(change.overlap[0], area),
        number(change.overlap[1], area),
        number(change.area(), area),
        known(change.share[0], share),
        known(change.share[1], share),
        known(change.points(), points),
        change.error.map_or(Value::Empty, |error| {
            Value::Number(Decimal::up(error, area))
        }),
        change.certain().map_or(Value::Empty, truth),
    ]
}

/// What the two tables are, for people.
fn head(found: &Comparison, tables: &[Vec<Row>; 2], names: &[String; 2]) -> String {
    let line = |letter: &str, i: usize| {
        let first = tables[i].first();
        let of = first.map_or_else(String::new, |row| {
            let several = tables[i].iter().any(|other| other.scenario != row.scenario);
            let what = if several {
                "several scenarios"
            } else {
                row.scenario.as_str()
            };
            format!(": {what} ({})", row.worldview)
        });
        format!("{letter}  {}{}\n", names[i], of.escape_debug())
    };
    let changed = found.changes.iter().filter(|c| c.any()).count();
    let certain = found
        .changes
        .iter()
        .filter(|c| c.certain() == Some(true))
        .count();
    format!(
        "{}{}{changed} of {} rows change, {certain} of them by more than the bounds on their errors\n\n",
        line("A", 0),
        line("B", 1),
        found.changes.len()
    )
}

fn not_compared(found: &Comparison, names: &[String; 2], messages: &Messages) -> Result<(), Error> {
    if found.changes.is_empty() {
        return Err(Error::usage(format!("{} and {} have no width in common", names[0], names[1]))
            .remedy("compare results of the same widths; scenarios are matched by name with --by scenario only"));
    }
    for (alone, name) in found.alone.iter().zip(names) {
        let Some(first) = alone.first() else { continue };
        let more = if alone.len() > 1 {
            format!(" and {} more", alone.len() - 1)
        } else {
            String::new()
        };
        messages.warn(Warning {
            what: format!("{name} alone has {first}{more}: not compared"),
            place: Default::default(),
            remedy: "compute it for both".to_owned(),
        })?;
    }
    Ok(())
}
