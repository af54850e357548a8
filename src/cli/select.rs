//! The territories that `--territory` names, and tables of records to standard output and files.

use super::args::{Format, OutputArgs};
use super::inputs::Inputs;
use super::messages::Messages;
use super::outputs::{Outputs, Rows, print};
use crate::border::territory::Territory;
use crate::error::Error;
use crate::report::files::Files;
use crate::report::records::Records;
use std::io::{self, Write};

/// The territories that comma lists of codes and alliances stand for, each once, in the order they are named: with a holder
/// come the parts that have rows of their own.
///
/// # Errors
/// Of kind usage, for a code that there is not; a territory of which a polygon could not be read.
pub fn territories(
    lists: &[String],
    inputs: &Inputs,
    messages: &Messages,
) -> Result<Vec<Territory>, Error> {
    let lists: Vec<String> = (lists.iter())
        .map(|list| inputs.understood(list, messages))
        .collect::<Result<_, _>>()?;
    let mut chosen: Vec<usize> = Vec::new();
    for code in lists.iter().flat_map(|list| list.split(',')).map(str::trim) {
        let all = || inputs.territories.iter().enumerate();
        let mut found: Vec<usize> = all()
            .filter(|(_, t)| t.code == code || t.holder == code)
            .map(|(i, _)| i)
            .collect();
        if found.is_empty() {
            for member in inputs.members(code)? {
                found.extend(all().filter(|(_, t)| t.holder == member).map(|(i, _)| i));
            }
        }
        for i in found {
            if !chosen.contains(&i) {
                chosen.push(i);
            }
        }
    }
    let chosen: Vec<Territory> = (chosen.into_iter())
        .map(|i| inputs.territories[i].clone())
        .collect();
    inputs.refuse_unread(&chosen)?;
    Ok(chosen)
}

/// Writes the files, then the table on standard output under a line that says what it is.
///
/// # Errors
/// Of kind work, for what the disk or standard output gives.
pub fn write(
    records: &Records,
    head: &str,
    outputs: &Outputs,
    args: &OutputArgs,
) -> Result<(), Error> {
    let mut files = Files::new(args.force);
    for (path, kind) in &outputs.tables {
        files.write(path, |to| match kind {
            Rows::Csv => records.csv(to),
            Rows::Json => records.json(to),
            Rows::NdJson => records.json_lines(to),
        })?;
    }
    files.appear()?;
    let mut text = Vec::new();
    shown(records, head, args.format, &mut text)
        .map_err(|error| Error::work(format!("the table cannot be made: {error}")))?;
    print(&text)
}

fn shown(records: &Records, head: &str, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Table => {
            writeln!(out, "{head}\n")?;
            records.table(out)
        }
        Format::Csv => records.csv(out),
        Format::Json => records.json(out),
        Format::NdJson => records.json_lines(out),
    }
}
