//! `standoff solve`: the smallest width for a share.

use super::args::SolveArgs;
use super::args::choose::scenario;
use super::messages::Messages;
use super::outputs::Outputs;
use super::{preset, select, strip};
use crate::border::territory::Territory;
use crate::error::Error;
use crate::overlap::fixed::{depends_on_width, fixed};
use crate::overlap::solve::{Solution, solve};
use crate::overlap::solve_beside::{Beside, solve_beside};
use crate::report::model::{Value, degrees, share as share_of, width_at_least, width_at_most};
use crate::report::records::Records;
use crate::scenario::value::Scenario;
use crate::strip::PreparedLine;
use crate::study::inputs::{Inputs, edges};
use crate::study::select::territories;
use crate::study::soil;

/// Columns of the answers, in order.
pub const COLUMNS: [&str; 9] = [
    "scenario",
    "worldview",
    "territory",
    "share",
    "width_km",
    "width_low_km",
    "at_lon",
    "at_lat",
    "reached",
];

pub fn run(args: &SolveArgs, messages: &Messages) -> Result<(), Error> {
    let outputs = Outputs::check(&[], &args.output.table, args.output.force)?;
    strip::threads(args.threads.threads)?;
    let flags = scenario(&[&args.line, &args.zone, &args.territories])?;
    let own = Scenario {
        preset: args.preset.clone(),
        ..flags
    };
    let own = &preset::laid(own, "solve", messages)?;
    let study = &messages.study();
    let inputs = Inputs::read(own, study)?;
    let territories = territories(&args.territory, &inputs, study)?;
    let zone = soil::read(own, &territories, &inputs, study)?;
    let scenario = inputs.configured(own, &zone.text);
    let line = PreparedLine::new(&inputs.lines, edges(own))?;
    messages.stage("line prepared");
    let same_at_all_widths = fixed(&line, &zone, &territories, soil::TOLERANCE)?;
    let all: Vec<usize> = (0..territories.len()).collect();
    let groups = all.chunks(if args.each { 1 } else { all.len().max(1) });
    let named: Vec<(String, Vec<Territory>, Option<Beside>)> = groups
        .map(|group| {
            let codes: Vec<_> = group
                .iter()
                .map(|&i| territories[i].code.as_str())
                .collect();
            let (moving, others): (Vec<usize>, Vec<usize>) =
                group.iter().partition(|&&i| depends_on_width(zone.soil[i]));
            let rows = others.iter().map(|&i| {
                let row = same_at_all_widths.iter().find(|row| row.territory == i);
                (&territories[i], row)
            });
            let beside = (!others.is_empty()).then(|| Beside::of(rows));
            let moving = moving.iter().map(|&i| territories[i].clone());
            (codes.join(","), moving.collect(), beside)
        })
        .collect();
    let mut rows = Vec::new();
    let mut widths = Vec::new();
    for (codes, moving, beside) in &named {
        for share in &args.share {
            let solution = match beside {
                None => solve(&line, moving, share.value, args.tolerance)?,
                Some(beside) => solve_beside(&line, moving, *beside, share.value, args.tolerance)?,
            };
            if let Solution::Reached { low, .. } = solution {
                widths.push(low);
            }
            messages.stage(&format!("{} of {codes}", share.text));
            let labels = [scenario.as_str(), &inputs.worldview, codes];
            rows.push(row(labels, share.value, solution));
        }
    }
    inputs.tell_readings(own, &widths, args.tolerance, study)?;
    inputs.tell_defects_of(&territories, &line, study)?;
    let records = Records {
        columns: &COLUMNS,
        rows,
    };
    let head = format!(
        "{scenario}\nworldview {}; the smallest width on each side lies between width_low_km and width_km{}",
        inputs.worldview,
        inputs.edges_told(own)
    );
    select::write(&records, &head, &outputs, &args.output)
}

fn row<'a>(labels: [&'a str; 3], share: f64, solution: Solution) -> Vec<Value<'a>> {
    use Value::{Empty, Number, Text};
    let mut row: Vec<Value> = labels.map(Text).to_vec();
    match solution {
        Solution::Reached { low, high, at } => {
            let at = |f: fn(geo::Coord<f64>) -> f64| at.map_or(Empty, |c| Number(degrees(f(c))));
            row.extend([
                Number(share_of(share)),
                Number(width_at_most(high)),
                Number(width_at_least(low)),
                at(|c| c.x),
                at(|c| c.y),
                Text("true"),
            ]);
        }
        Solution::Never { share } => row.extend([
            Number(share_of(share)),
            Empty,
            Empty,
            Empty,
            Empty,
            Text("false"),
        ]),
    }
    row
}
