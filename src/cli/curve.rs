//! `standoff curve`: what strips of all widths cover, from one pass.

use super::args::choose::{scenario, widths};
use super::args::curve::Show;
use super::args::{CurveArgs, Format};
use super::messages::Messages;
use super::outputs::{Outputs, Rows, print};
use super::{preset, select, strip};
use crate::error::Error;
use crate::report::files::Files;
use crate::report::model::{
    COLUMNS, OverlapRow, Value, degrees, slope, width_at_least, width_at_most, width_km,
};
use crate::report::records::Records;
use crate::scenario::value::Scenario;
use crate::study::{Courses, Curve, CurveAsked, Event};
use crate::units::Metres;

/// Columns of `--show slopes`.
pub const SLOPE_COLUMNS: [&str; 7] = [
    "scenario",
    "worldview",
    "width_km",
    "territory",
    "name",
    "group",
    "slope_km2_per_km",
];
/// Columns of `--show events`.
pub const EVENT_COLUMNS: [&str; 13] = [
    "scenario",
    "worldview",
    "territory",
    "name",
    "group",
    "first_touch_low_km",
    "first_touch_km",
    "touch_lon",
    "touch_lat",
    "covered_low_km",
    "covered_km",
    "covered_lon",
    "covered_lat",
];
pub fn run(args: &CurveArgs, messages: &Messages) -> Result<(), Error> {
    let outputs = Outputs::check(&[], &args.output.table, args.output.force)?;
    if args.tabulate.tabulate.is_some() && args.show != Show::Overlaps {
        return Err(
            Error::usage("--tabulate has rows of areas, not of what --show asks for")
                .remedy("leave one of the two out"),
        );
    }
    let flags = scenario(&[
        &args.published,
        &args.line,
        &args.zone,
        &args.territories,
        &args.tabulate,
        &args.accuracy,
    ])?;
    let own = Scenario {
        width: widths(&args.widths),
        ..flags
    };
    let own = &preset::laid(own, "curve", messages)?;
    let study = messages.study();
    let tolerance = args.tolerance.value;
    let asked = CurveAsked {
        territory: args.territory.clone(),
        tolerance,
    };
    let curve = study.curve(own, &asked)?;
    let run = Run {
        args,
        curve: &curve,
        outputs: &outputs,
    };
    match args.show {
        Show::Events => run.events(&study.events(&curve)?)?,
        Show::Slopes => run.slopes(&study.courses(&curve, tolerance)?)?,
        Show::Overlaps => run.overlaps(&study.rows_of_curve(&curve, own, tolerance)?)?,
    }
    messages.stage("table written");
    Ok(())
}

/// A row's cells without the scenario and the worldview.
fn cells_beside(row: &OverlapRow) -> Vec<Value<'_>> {
    let more = row.more().into_iter().map(|(_, value)| value);
    row.values()[2..].iter().copied().chain(more).collect()
}

struct Run<'a> {
    args: &'a CurveArgs,
    curve: &'a Curve,
    outputs: &'a Outputs,
}

impl Run<'_> {
    fn head(&self) -> String {
        format!(
            "{}\nworldview {}; widths are per side: how far the strip reaches on EACH side of the line{}",
            self.curve.scenario, self.curve.inputs.worldview, self.curve.edges
        )
    }

    fn write(&self, records: &Records) -> Result<(), Error> {
        let args = self.args;
        select::write(records, &self.head(), self.outputs, &args.output)
    }

    fn overlaps(&self, rows: &[OverlapRow]) -> Result<(), Error> {
        let mut files = Files::new(self.args.output.force);
        for (path, kind) in &self.outputs.tables {
            files.write(path, |to| strip::write_rows(*kind, rows, to))?;
        }
        files.appear()?;
        let kind = match self.args.output.format {
            Format::Table => {
                // The scenario and the worldview are said once, above.
                let more = rows.first().into_iter().flat_map(OverlapRow::more);
                let columns: Vec<&str> = (COLUMNS[2..].iter().copied())
                    .chain(more.map(|(name, _)| name))
                    .collect();
                let records = Records {
                    columns: &columns,
                    rows: rows.iter().map(cells_beside).collect(),
                };
                let mut text = format!("{}\n\n", self.head()).into_bytes();
                records
                    .table(&mut text)
                    .map_err(|error| Error::work(format!("the table cannot be made: {error}")))?;
                return print(&text);
            }
            Format::Csv => Rows::Csv,
            Format::Json => Rows::Json,
            Format::NdJson => Rows::NdJson,
        };
        let mut text = Vec::new();
        strip::write_rows(kind, rows, &mut text)
            .map_err(|error| Error::work(format!("the table cannot be made: {error}")))?;
        print(&text)
    }

    /// Scenario, worldview; code, name, group of a territory.
    fn who(&self, territory: usize) -> ([Value<'_>; 2], [Value<'_>; 3]) {
        let t = &self.curve.territories[territory];
        (
            [
                Value::Text(&self.curve.scenario),
                Value::Text(&self.curve.inputs.worldview),
            ],
            [
                Value::Text(&t.code),
                Value::Text(&t.name),
                Value::Text(self.curve.inputs.group(&t.code).text()),
            ],
        )
    }

    fn slopes(&self, all: &Courses) -> Result<(), Error> {
        let mut rows = Vec::new();
        for (k, &width) in self.curve.widths.iter().enumerate() {
            for course in all.courses.iter().filter(|c| c.covers[k].area.0 > 0.0) {
                let (run, who) = self.who(course.territory);
                let mut row = run.to_vec();
                row.push(Value::Number(width_km(width)));
                row.extend(who);
                row.push(Value::Number(slope(course.covers[k].outline)));
                rows.push(row);
            }
            for overlap in &all.fixed {
                let (run, who) = self.who(overlap.territory);
                let mut row = run.to_vec();
                row.push(Value::Number(width_km(width)));
                row.extend(who);
                row.push(Value::Number(slope(Metres(0.0))));
                rows.push(row);
            }
        }
        self.write(&Records {
            columns: &SLOPE_COLUMNS,
            rows,
        })
    }

    fn events(&self, events: &[Event]) -> Result<(), Error> {
        let rows = events.iter().map(|event| {
            let (run, who) = self.who(event.territory);
            let mut row = run.to_vec();
            row.extend(who);
            for extreme in [event.touch, event.whole] {
                row.extend([
                    Value::Number(width_at_least(extreme.low)),
                    Value::Number(width_at_most(extreme.high)),
                    Value::Number(degrees(extreme.at.x)),
                    Value::Number(degrees(extreme.at.y)),
                ]);
            }
            row
        });
        self.write(&Records {
            columns: &EVENT_COLUMNS,
            rows: rows.collect(),
        })
    }
}
