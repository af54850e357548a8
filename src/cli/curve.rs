//! `standoff curve`: what strips of all widths cover, from one pass.

use super::args::choose::{scenario, widths};
use super::args::curve::Show;
use super::args::{CurveArgs, Format};
use super::messages::Messages;
use super::outputs::{Outputs, Rows, print};
use super::{preset, select, strip};
use crate::border::territory::Territory;
use crate::districts::Cut;
use crate::error::Error;
use crate::overlap::Overlap;
use crate::overlap::extreme::{Extreme, farthest, nearest};
use crate::overlap::field::{self, Course, courses};
use crate::overlap::fixed::{depends_on_width, fixed};
use crate::report::files::Files;
use crate::report::model::{
    COLUMNS, Labels, OverlapRow, Value, degrees, overlap_rows, slope, width_at_least,
    width_at_most, width_km,
};
use crate::report::records::Records;
use crate::scenario::value::Scenario;
use crate::strip::PreparedLine;
use crate::study::inputs::{Inputs, edges, reach};
use crate::study::select::territories as select_territories;
use crate::study::strips::{in_order, narrow, some};
use crate::study::tolerance::DEFAULT;
use crate::study::{soil, tabulate};
use crate::units::Metres;
use crate::zone::{Soil, Zone};
use rayon::prelude::*;

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
/// How well the widths of events are wanted.
const EVENT_TOLERANCE: Metres = Metres(0.1);

pub fn run(args: &CurveArgs, messages: &Messages) -> Result<(), Error> {
    let outputs = Outputs::check(&[], &args.output.table, args.output.force)?;
    strip::threads(args.threads.threads)?;
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
    let study = &messages.study();
    let widths = in_order(&own.width, study)?;
    some(&widths, own)?;
    let metres: Vec<Metres> = widths.iter().map(|w| w.metres).collect();
    let tolerance = args.tolerance.value;
    field::check(&metres, tolerance)?;
    let inputs = Inputs::read(own, study)?;
    inputs.tell_readings(own, &metres, DEFAULT, study)?;
    let warning = inputs
        .accuracy
        .and_then(|accuracy| narrow(&widths, &own.width_in, accuracy));
    if let Some(warning) = warning {
        messages.warn(warning)?;
    }
    let chosen;
    let territories = if args.territory.is_empty() {
        &inputs.territories
    } else {
        chosen = select_territories(&args.territory, &inputs, study)?;
        &chosen
    };
    let mut zone = soil::read(own, territories, &inputs, study)?;
    let line = PreparedLine::new(&inputs.lines, edges(own))?;
    messages.stage("line prepared");
    inputs.tell_defects(territories, &line, &zone, &metres, study)?;
    let widest = reach(&zone, &metres);
    let districts = tabulate::read(own, &inputs, &line, widest, study)?;
    let sorted = sorted(territories, &mut zone);
    let territories = sorted.as_deref().unwrap_or(territories);
    let moving = (zone.soil.iter())
        .filter(|soil| depends_on_width(**soil))
        .count();
    let run = Run {
        args,
        own,
        inputs: &inputs,
        scenario: &inputs.configured(own, &zone.text),
        outputs: &outputs,
        territories,
        widths: &metres,
    };
    if args.show == Show::Events {
        if let Some(fixed) = territories.get(moving) {
            return Err(Error::usage(format!(
                "--show events asks from which width on, but what the zone has of {} does not depend on the width",
                fixed.code
            ))
            .remedy("leave it out with --exclude, or take it out of --blanket and --width-in"));
        }
        let widest = metres.last().map_or(0.0, |w| w.0);
        let events = events(&line, territories, widest);
        messages.stage("nearest and farthest points");
        return run.events(&events);
    }
    let courses = courses(&line, &metres, &territories[..moving], tolerance)?;
    let fixed = fixed(&line, &zone, territories, soil::TOLERANCE)?;
    messages.stage("overlaps at all widths");
    match args.show {
        Show::Slopes => run.slopes(&courses, &fixed)?,
        _ => {
            let theirs = |districts: Vec<Territory>| -> Result<_, Error> {
                let whole = soil::read(own, &inputs.territories, &inputs, study)?;
                let cut = Cut::new(&districts, &whole, &inputs.territories, &[]);
                let rows = cut.curves(&line, &whole, &metres, tolerance, soil::TOLERANCE)?;
                messages.stage("own polygons at all widths");
                Ok((rows, districts))
            };
            run.overlaps(&courses, &fixed, districts.map(theirs).transpose()?)?
        }
    }
    messages.stage("table written");
    Ok(())
}

/// The territories that the zone may meet, those first whose part depends on the width; `None` if they stand so. The zone's soil goes
/// with them.
fn sorted(territories: &[Territory], zone: &mut Zone) -> Option<Vec<Territory>> {
    if zone.is_plain() {
        return None;
    }
    let mut places: Vec<usize> = (0..territories.len())
        .filter(|&i| zone.soil[i] != Soil::Nothing)
        .collect();
    places.sort_by_key(|&i| !depends_on_width(zone.soil[i]));
    zone.soil = places.iter().map(|&i| zone.soil[i]).collect();
    Some(places.iter().map(|&i| territories[i].clone()).collect())
}

/// A territory with the widths that first touch it and wholly cover it.
struct Event {
    territory: usize,
    touch: Extreme,
    whole: Extreme,
}

/// Those that strips up to `widest` touch.
fn events(line: &PreparedLine, territories: &[Territory], widest: f64) -> Vec<Event> {
    let mut events: Vec<Event> = (territories.par_iter().enumerate())
        .filter_map(|(territory, t)| {
            let touch = nearest(line, &t.polygons, EVENT_TOLERANCE)?;
            if touch.low.0 > widest {
                return None;
            }
            let whole = farthest(line, &t.polygons, EVENT_TOLERANCE)?;
            Some(Event {
                territory,
                touch,
                whole,
            })
        })
        .collect();
    events.sort_by(|a, b| {
        (a.touch.high.0.total_cmp(&b.touch.high.0))
            .then(a.whole.high.0.total_cmp(&b.whole.high.0))
            .then(a.territory.cmp(&b.territory))
    });
    events
}

/// A row's cells without the scenario and the worldview.
fn cells_beside(row: &OverlapRow) -> Vec<Value<'_>> {
    let more = row.more().into_iter().map(|(_, value)| value);
    row.values()[2..].iter().copied().chain(more).collect()
}

struct Run<'a> {
    args: &'a CurveArgs,
    own: &'a Scenario,
    inputs: &'a Inputs,
    scenario: &'a str,
    outputs: &'a Outputs,
    territories: &'a [Territory],
    widths: &'a [Metres],
}

impl Run<'_> {
    fn head(&self) -> String {
        format!(
            "{}\nworldview {}; widths are per side: how far the strip reaches on EACH side of the line{}",
            self.scenario,
            self.inputs.worldview,
            self.inputs.edges_told(self.own)
        )
    }

    fn write(&self, records: &Records) -> Result<(), Error> {
        let args = self.args;
        select::write(records, &self.head(), self.outputs, &args.output)
    }

    /// `own`: at each width what is covered of the user's own polygons, and these.
    fn overlaps(
        &self,
        courses: &[Course],
        fixed: &[Overlap],
        own: Option<(Vec<Vec<Overlap>>, Vec<Territory>)>,
    ) -> Result<(), Error> {
        let labels = Labels {
            scenario: self.scenario,
            worldview: &self.inputs.worldview,
            group: &|code| self.inputs.group(code),
        };
        let mut rows: Vec<OverlapRow> = (self.widths.iter().enumerate())
            .flat_map(|(k, &width)| {
                let overlaps: Vec<Overlap> = (courses.iter())
                    .filter(|c| c.covers[k].area.0 > 0.0)
                    .map(|c| c.overlap(k, self.territories[c.territory].accuracy))
                    .chain(fixed.iter().cloned())
                    .collect();
                let rows = overlap_rows(width, &overlaps, self.territories, &labels);
                rows.into_iter().map(|(row, _)| row).collect::<Vec<_>>()
            })
            .collect();
        if let Some((overlaps, districts)) = &own {
            let own = self.widths.iter().copied().zip(overlaps);
            rows = tabulate::beside(rows, own, districts, &labels);
        }
        let mut files = Files::new(self.args.output.force);
        for (path, kind) in &self.outputs.tables {
            files.write(path, |to| strip::write_rows(*kind, &rows, to))?;
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
        strip::write_rows(kind, &rows, &mut text)
            .map_err(|error| Error::work(format!("the table cannot be made: {error}")))?;
        print(&text)
    }

    /// Scenario, worldview; code, name, group of a territory.
    fn who(&self, territory: usize) -> ([Value<'_>; 2], [Value<'_>; 3]) {
        let t = &self.territories[territory];
        (
            [
                Value::Text(self.scenario),
                Value::Text(&self.inputs.worldview),
            ],
            [
                Value::Text(&t.code),
                Value::Text(&t.name),
                Value::Text(self.inputs.group(&t.code).text()),
            ],
        )
    }

    fn slopes(&self, courses: &[Course], fixed: &[Overlap]) -> Result<(), Error> {
        let mut rows = Vec::new();
        for (k, &width) in self.widths.iter().enumerate() {
            for course in courses.iter().filter(|c| c.covers[k].area.0 > 0.0) {
                let (run, who) = self.who(course.territory);
                let mut row = run.to_vec();
                row.push(Value::Number(width_km(width)));
                row.extend(who);
                row.push(Value::Number(slope(course.covers[k].outline)));
                rows.push(row);
            }
            for overlap in fixed {
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
