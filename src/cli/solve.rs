//! `standoff solve`: the smallest width for a share.

use super::args::SolveArgs;
use super::args::choose::scenario;
use super::messages::Messages;
use super::outputs::Outputs;
use super::{preset, select};
use crate::error::Error;
use crate::overlap::solve::Solution;
use crate::report::model::{Value, degrees, share as share_of, width_at_least, width_at_most};
use crate::report::records::Records;
use crate::scenario::value::Scenario;
use crate::study::SolveAsked;

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
    let flags = scenario(&[&args.line, &args.zone, &args.territories])?;
    let own = Scenario {
        preset: args.preset.clone(),
        ..flags
    };
    let own = &preset::laid(own, "solve", messages)?;
    let asked = SolveAsked {
        territory: args.territory.clone(),
        share: args.share.clone(),
        each: args.each,
        tolerance: args.tolerance,
    };
    let found = messages.study().solve(own, &asked)?;
    let rows = found.answers.iter().map(|answer| {
        let labels = [&found.scenario, &found.worldview, &answer.territories];
        row(labels.map(String::as_str), answer.share, answer.solution)
    });
    let rows = rows.collect();
    let records = Records {
        columns: &COLUMNS,
        rows,
    };
    let head = format!(
        "{}\nworldview {}; the smallest width on each side lies between width_low_km and width_km{}",
        found.scenario, found.worldview, found.edges
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
