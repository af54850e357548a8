//! Where the rows of scenarios go: into the journal's part file, or to standard output as they are done.

use crate::cli::args::sweep::RowFormat;
use crate::cli::outputs::print;
use crate::error::{Error, Place};
use crate::report::model::{COLUMNS, OverlapRow, Value};
use crate::report::{csv, json};
use crate::scenario::journal::{Finished, Journal};
use crate::scenario::table::FAILED;
use comfy_table::{CellAlignment, Table, presets};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::ffi::OsStr;
use std::io::IsTerminal;
use std::path::Path;

/// Columns that are the same in a whole block, shown by no table for people.
const OF_BLOCK: usize = 2;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// The first scenario brings the header.
    Csv,
    NdJson,
    /// A block with the scenario's name.
    Table,
}

impl Rows {
    /// By a file's ending.
    ///
    /// # Errors
    /// Of kind usage, for another one.
    pub fn by_ending(path: &Path) -> Result<Self, Error> {
        match path.extension().and_then(OsStr::to_str) {
            Some(ending) if ending.eq_ignore_ascii_case("csv") => Ok(Rows::Csv),
            Some(ending) if ending.eq_ignore_ascii_case("ndjson") => Ok(Rows::NdJson),
            _ => Err(Error::usage("--out does not know this file's ending")
                .at(Place {
                    file: Some(path.display().to_string()),
                    ..Place::default()
                })
                .remedy("use .csv or .ndjson, which can be written row by row")),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Rows::Csv => "csv",
            Rows::NdJson => "ndjson",
            Rows::Table => "table",
        }
    }

    /// The bytes of scenario `index`.
    pub fn bytes(self, index: usize, rows: &[OverlapRow]) -> Vec<u8> {
        let mut bytes = Vec::new();
        // Memory takes whatever is written to it.
        let _ = match self {
            Rows::Csv => csv::write(rows, &mut bytes),
            Rows::NdJson => json::write_lines(rows, &mut bytes),
            Rows::Table => {
                bytes = block(rows).into_bytes();
                Ok(())
            }
        };
        if self == Rows::Csv && index > 0 {
            let header = bytes
                .iter()
                .position(|byte| *byte == b'\n')
                .map_or(0, |end| end + 1);
            bytes.drain(..header);
        }
        bytes
    }
}

impl Rows {
    /// The bytes of scenario `index` with a column that says why it failed: one row where it did.
    pub fn told(self, index: usize, scenario: &Finished) -> Vec<u8> {
        let name = scenario.about["scenario"].as_str().unwrap_or_default();
        let why = scenario.failed.as_deref();
        match self {
            Rows::Csv => {
                // Memory takes whatever is written to it, and our own table is one.
                let mut writer = ::csv::WriterBuilder::new()
                    .flexible(true)
                    .from_writer(Vec::new());
                let mut reader = ::csv::ReaderBuilder::new()
                    .has_headers(false)
                    .from_reader(scenario.bytes.as_slice());
                for (i, record) in reader.byte_records().flatten().enumerate() {
                    let head = index == 0 && i == 0;
                    let mut record = record;
                    record.push_field(if head { FAILED.as_bytes() } else { b"" });
                    let _ = writer.write_byte_record(&record);
                }
                if let Some(why) = why {
                    let empty = std::iter::repeat_n("", COLUMNS.len() - 1);
                    let cells = std::iter::once(name).chain(empty).chain([why]);
                    let _ = writer.write_record(cells);
                }
                writer.into_inner().unwrap_or_default()
            }
            Rows::NdJson => {
                let mut bytes = Vec::new();
                for line in scenario.bytes.split(|byte| *byte == b'\n') {
                    if let Some(object) = line.strip_suffix(b"}") {
                        bytes.extend_from_slice(object);
                        bytes.extend_from_slice(format!(",\"{FAILED}\":null}}\n").as_bytes());
                    }
                }
                if let Some(why) = why {
                    let empty = COLUMNS[1..].iter().map(|column| (*column, Value::Empty));
                    let cells = std::iter::once((COLUMNS[0], Value::Text(name)))
                        .chain(empty)
                        .chain([(FAILED, Value::Text(why))]);
                    bytes.push(b'{');
                    json::push_members(&mut bytes, cells);
                    bytes.extend_from_slice(b"}\n");
                }
                bytes
            }
            Rows::Table => match why {
                Some(why) => format!(
                    "{}\n{FAILED}: {}\n\n",
                    name.escape_debug(),
                    why.escape_debug()
                )
                .into_bytes(),
                None => scenario.bytes.clone(),
            },
        }
    }
}

/// Where rows go.
pub enum Sink {
    Journal(Box<Journal>),
    /// Rows, whether they become one array, and whether none has come yet.
    Output {
        rows: Rows,
        array: bool,
        first: bool,
        /// The number of the next scenario, where rows say what failed.
        told: Option<usize>,
    },
}

impl Sink {
    pub fn output(format: RowFormat, told: bool) -> Self {
        let rows = match format {
            RowFormat::Csv => Rows::Csv,
            RowFormat::NdJson | RowFormat::Json => Rows::NdJson,
            RowFormat::Table => Rows::Table,
        };
        Sink::Output {
            rows,
            array: format == RowFormat::Json,
            first: true,
            told: told.then_some(0),
        }
    }

    /// Takes the next scenarios of the plan.
    ///
    /// # Errors
    /// Of kind work, such as a full disk.
    pub fn take(&mut self, finished: &[Finished]) -> Result<(), Error> {
        match self {
            Sink::Journal(journal) => journal.add(finished),
            Sink::Output {
                rows,
                array,
                first,
                told,
            } => {
                let bytes: Vec<Vec<u8>> = (finished.iter())
                    .map(|scenario| match told {
                        Some(next) => {
                            *next += 1;
                            rows.told(*next - 1, scenario)
                        }
                        None => scenario.bytes.clone(),
                    })
                    .collect();
                if !*array {
                    return print(&bytes.concat());
                }
                let mut text = Vec::new();
                let lines = bytes.iter().flat_map(|s| s.split(|byte| *byte == b'\n'));
                for line in lines.filter(|line| !line.is_empty()) {
                    text.extend_from_slice(if std::mem::take(first) {
                        b"[\n"
                    } else {
                        b",\n"
                    });
                    text.extend_from_slice(line);
                }
                print(&text)
            }
        }
    }

    /// Ends what standard output has begun.
    ///
    /// # Errors
    /// As [`Sink::take`].
    pub fn close(&self) -> Result<(), Error> {
        match self {
            Sink::Output {
                array: true, first, ..
            } => print(if *first { b"[]\n" } else { b"\n]\n" }),
            _ => Ok(()),
        }
    }
}

/// The rows of a scenario for people.
fn block(rows: &[OverlapRow]) -> String {
    let Some(first) = rows.first() else {
        return String::new();
    };
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_header(&COLUMNS[OF_BLOCK..]);
    for row in rows {
        table.add_row(row.values()[OF_BLOCK..].iter().map(|value| match value {
            Value::Text(text) => text.escape_debug().to_string(),
            Value::Number(number) => number.to_string(),
            Value::Empty => String::new(),
        }));
    }
    for (i, column) in COLUMNS[OF_BLOCK..].iter().enumerate() {
        if let (true, Some(cells)) = (
            column.contains("km") || *column == "overlap_share",
            table.column_mut(i),
        ) {
            cells.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines: String = table
        .lines()
        .map(|line| format!("{}\n", line.trim_end()))
        .collect();
    format!(
        "{} ({})\n{lines}\n",
        first.scenario.escape_debug(),
        first.worldview
    )
}

/// A bar with the time left, where somebody looks at standard error.
pub fn bar(done: usize, total: usize, quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(total as u64), ProgressDrawTarget::stderr());
    // No colour, so NO_COLOR is kept; a template that cannot be read leaves the plain bar.
    if let Ok(style) =
        ProgressStyle::with_template("{pos} of {len} scenarios {wide_bar} {eta} left")
    {
        bar.set_style(style);
    }
    bar.set_position(done as u64);
    bar.reset_eta();
    bar
}
