//! `standoff solve`: the smallest width for a share.

use super::args::SolveArgs;
use super::inputs::Inputs;
use super::messages::Messages;
use super::outputs::Outputs;
use super::{select, strip};
use crate::border::territory::Territory;
use crate::error::Error;
use crate::overlap::solve::{Solution, solve};
use crate::report::model::{Value, degrees, share as share_of, width_at_least, width_at_most};
use crate::report::records::Records;
use crate::strip::PreparedLine;

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
    let inputs = Inputs::read(&args.line, &args.territories, None, messages)?;
    let territories = select::territories(&args.territory, &inputs)?;
    let line = PreparedLine::new(&inputs.lines, args.line.edges.into())?;
    messages.stage("line prepared");
    let groups: Vec<&[Territory]> = if args.each {
        territories.chunks(1).collect()
    } else {
        vec![&territories]
    };
    let named: Vec<(String, &[Territory])> = groups
        .into_iter()
        .map(|group| {
            let codes: Vec<_> = group.iter().map(|t| t.code.as_str()).collect();
            (codes.join(","), group)
        })
        .collect();
    let mut rows = Vec::new();
    for (codes, group) in &named {
        for share in &args.share {
            let solution = solve(&line, group, share.value, args.tolerance)?;
            messages.stage(&format!("{} of {codes}", share.text));
            rows.push(row(&inputs, codes, share.value, solution));
        }
    }
    let records = Records {
        columns: &COLUMNS,
        rows,
    };
    let facts = inputs.facts(&args.line, args.tolerance);
    let head = format!(
        "{}\nworldview {}; the smallest width on each side lies between width_low_km and width_km",
        facts.line, facts.worldview
    );
    select::write(
        &records,
        &head,
        args.output.format,
        &outputs,
        args.output.force,
    )
}

fn row<'a>(inputs: &'a Inputs, codes: &'a str, share: f64, solution: Solution) -> Vec<Value<'a>> {
    use Value::{Empty, Number, Text};
    let mut row = vec![
        Text(&inputs.description),
        Text(&inputs.worldview),
        Text(codes),
    ];
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
