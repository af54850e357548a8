//! A list of rows on standard output or in a file: what `standoff data` and the table of pairs are written with.

use super::args::Format;
use crate::error::Error;
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use serde_json::{Map, Value};

/// Characters of a line in tables for people; longer cells go on below.
const WIDE: u16 = 120;

/// Columns and rows; numbers stay numbers in JSON.
pub struct List {
    pub columns: Vec<&'static str>,
    pub rows: Vec<Vec<Value>>,
}

impl List {
    /// The list in a format, with a line feed at its end.
    ///
    /// # Errors
    /// Of kind work, where it cannot be made.
    pub fn written(&self, format: Format) -> Result<String, Error> {
        Ok(match format {
            Format::Table => self.table(),
            Format::Csv => self.csv()?,
            Format::Json => format!("{:#}\n", Value::Array(self.objects().collect())),
            Format::NdJson => self.objects().map(|object| format!("{object}\n")).collect(),
        })
    }

    fn objects(&self) -> impl Iterator<Item = Value> {
        self.rows.iter().map(|row| {
            let fields = self
                .columns
                .iter()
                .map(|c| (*c).to_owned())
                .zip(row.iter().cloned());
            Value::Object(fields.collect::<Map<_, _>>())
        })
    }

    fn table(&self) -> String {
        let mut table = Table::new();
        table
            .load_style(presets::NOTHING)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(WIDE)
            .set_header(&self.columns);
        for row in &self.rows {
            table.add_row(row.iter().map(text));
        }
        for (i, column) in self.columns.iter().enumerate() {
            if (column.ends_with("_km2") || column.ends_with("_km"))
                && let Some(column) = table.column_mut(i)
            {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        let lines: Vec<_> = table
            .lines()
            .map(|line| format!("{}\n", line.trim_end()))
            .collect();
        lines.concat()
    }

    fn csv(&self) -> Result<String, Error> {
        let failed = |error: &dyn std::fmt::Display| {
            Error::work(format!("the list cannot be written: {error}"))
        };
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&self.columns).map_err(|e| failed(&e))?;
        for row in &self.rows {
            writer
                .write_record(row.iter().map(text))
                .map_err(|e| failed(&e))?;
        }
        let bytes = writer.into_inner().map_err(|e| failed(&e))?;
        String::from_utf8(bytes).map_err(|e| failed(&e))
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
