//! Tables of records to standard output and files.

use super::args::{Format, OutputArgs};
use super::outputs::{Outputs, Rows, print};
use crate::error::Error;
use crate::report::files::Files;
use crate::report::records::Records;
use std::io::{self, Write};

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
