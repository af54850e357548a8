//! `standoff claims`: for which widths statements about coverage hold, under each reading of the line.

use super::args::Format;
use super::args::choose::scenario;
use super::args::claims::ClaimsArgs;
use super::list::List;
use super::messages::Messages;
use super::outputs::{Outputs, print};
use super::preset;
use crate::claims::file::SHIPPED;
use crate::claims::{Claim, Claims, Span};
use crate::error::{Error, Place};
use crate::load::source::Source;
use crate::report::files::Files;
use crate::report::number::Decimal;
use crate::report::paragraph::wrapped;
use crate::scenario::value::Scenario;
use crate::study::verdict;
use comfy_table::{Table, presets};
use serde_json::Value;

const COLUMNS: [&str; 9] = [
    "reading",
    "claim",
    "wording",
    "territories",
    "share_from",
    "share_to",
    "width_from_km",
    "width_to_km",
    "verdict",
];
/// Name of the row that says when all claims hold.
const ALL: &str = "all";

pub fn run(args: &ClaimsArgs, messages: &Messages) -> Result<(), Error> {
    let outputs = Outputs::check(&[], &args.output.table, args.output.force)?;
    let (claims, file) = read(args.file.as_deref(), messages)?;
    let flags = scenario(&[&args.reading.line, &args.reading.territories])?;
    let own = Scenario {
        preset: args.preset.clone(),
        ..flags
    };
    let own = preset::laid(own, "claims", messages)?;
    let verdicts = (messages.study()).claims(&own, &claims, &file, args.tolerance)?;
    let mut rows = Vec::new();
    for judged in &verdicts {
        let spans = claims.claims.iter().zip(&judged.spans);
        rows.extend(spans.map(|(claim, span)| row(&judged.reading, claim, *span)));
        rows.push(conjunction(&judged.reading, judged.all));
    }
    let list = List {
        columns: COLUMNS.to_vec(),
        rows,
    };
    let mut files = Files::new(args.output.force);
    for (path, kind) in &outputs.tables {
        let text = list.written((*kind).into())?;
        files.write(path, |to| to.write_all(text.as_bytes()))?;
    }
    files.appear()?;
    let text = match args.output.format {
        Format::Table => told(&claims, &list),
        format => list.written(format)?,
    };
    print(text.as_bytes())
}

/// For people: where the claims come from, then a table for each reading.
fn told(claims: &Claims, list: &List) -> String {
    let mut text = String::new();
    for (name, value) in [
        ("claims", &claims.title),
        ("source", &claims.source),
        ("note", &claims.note),
    ] {
        if !value.is_empty() {
            text += &wrapped(&format!("{name:<7}"), " ", value);
        }
    }
    let cell = |row: &[Value], column: usize| row[column].as_str().unwrap_or_default().to_owned();
    for reading in list.rows.chunk_by(|a, b| a[0] == b[0]) {
        let mut table = Table::new();
        table
            .load_style(presets::NOTHING)
            .set_header(["claim", "of", "share", "true for widths"]);
        for row in reading {
            let share = match (cell(row, 4), cell(row, 5)) {
                (from, _) if from.is_empty() => String::new(),
                (from, to) if to == "100%" => format!("{from} or more"),
                (from, to) => format!("{from} to {to}"),
            };
            table.add_row([cell(row, 2), cell(row, 3), share, cell(row, 8)]);
        }
        let name = cell(&reading[0], 0);
        text += "\n";
        text += if name.is_empty() {
            "the line of the command"
        } else {
            &name
        };
        text += "\n";
        for line in table.lines() {
            text += line.trim_end();
            text += "\n";
        }
    }
    text
}

/// The claims of a file, or the shipped ones, with the name they have for outputs.
pub(super) fn read(file: Option<&str>, messages: &Messages) -> Result<(Claims, String), Error> {
    let Some(name) = file else {
        return Ok((Claims::parse(SHIPPED.1, SHIPPED.0)?, SHIPPED.0.to_owned()));
    };
    let told = messages.study().told(name);
    let bytes = Source::from_argument(name).read()?;
    let text = String::from_utf8(bytes).map_err(|_| {
        Error::usage("the claims are not UTF-8 text").at(Place {
            file: Some(told.clone()),
            ..Place::default()
        })
    })?;
    Ok((Claims::parse(&text, &told)?, told))
}

fn row(reading: &str, claim: &Claim, span: Span) -> Vec<Value> {
    let of = if claim.each && claim.of.len() > 1 {
        format!("each of {}", claim.of.join(","))
    } else {
        claim.of.join(",")
    };
    cells(
        [reading, &claim.name, &claim.wording, &of],
        [&claim.from.text, &claim.to.text],
        span,
    )
}

fn conjunction(reading: &str, span: Span) -> Vec<Value> {
    cells(
        [reading, ALL, "all of these at one width", ""],
        ["", ""],
        span,
    )
}

fn cells(words: [&str; 4], shares: [&str; 2], span: Span) -> Vec<Value> {
    let mut cells: Vec<Value> = words.into_iter().chain(shares).map(Value::from).collect();
    let open = span.to == Span::ALL.to;
    if span.is_empty() {
        cells.extend([Value::Null, Value::Null]);
    } else {
        cells.push(number(Decimal::up(span.from.km(), 3)));
        cells.push(if open {
            Value::Null
        } else {
            number(Decimal::down(span.to.km(), 3))
        });
    }
    cells.push(verdict(span, open).into());
    cells
}

fn number(value: Decimal) -> Value {
    value.value().into()
}
