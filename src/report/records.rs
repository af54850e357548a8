//! Tables of any columns: as CSV, JSON, NDJSON, and aligned for people. The overlap table has writers of its own.

use super::model::Value;
use super::paragraph::shown;
use super::rows::{Cell, Form, push_header, push_row};
use comfy_table::{CellAlignment, Table, presets};
use std::io::{self, Write};

/// Columns and rows; each row has one value a column.
pub struct Records<'a> {
    pub columns: &'a [&'a str],
    pub rows: Vec<Vec<Value<'a>>>,
}

impl Records<'_> {
    /// A header line and one line a row; an unknown value is empty.
    ///
    /// # Errors
    /// What `out` gives; so for all writers here.
    pub fn csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut text = Vec::new();
        push_header(&mut text, self.columns);
        for row in &self.rows {
            push_row(&mut text, Form::Csv, self.columns, cells(row));
        }
        out.write_all(&text)?;
        out.flush()
    }

    /// One array, one object a line.
    pub fn json(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.rows.is_empty() {
            return out.write_all(b"[]\n");
        }
        for (i, row) in self.rows.iter().enumerate() {
            out.write_all(if i == 0 { b"[\n" } else { b",\n" })?;
            out.write_all(&self.object(row))?;
        }
        out.write_all(b"\n]\n")?;
        out.flush()
    }

    /// One object a line.
    pub fn json_lines(&self, out: &mut dyn Write) -> io::Result<()> {
        for row in &self.rows {
            out.write_all(&self.object(row))?;
            out.write_all(b"\n")?;
        }
        out.flush()
    }

    /// Aligned, without colour; control characters in names are shown by their numbers.
    pub fn table(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_header(self.columns);
        for row in &self.rows {
            table.add_row(row.iter().map(|value| shown(&text(value))));
        }
        for i in 0..self.columns.len() {
            let number = |row: &Vec<Value>| matches!(row.get(i), Some(Value::Number(_)));
            if self.rows.iter().any(number)
                && let Some(column) = table.column_mut(i)
            {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        for line in table.lines() {
            writeln!(out, "{}", line.trim_end())?;
        }
        out.flush()
    }

    fn object(&self, row: &[Value]) -> Vec<u8> {
        let mut out = Vec::new();
        push_row(&mut out, Form::Object, self.columns, cells(row));
        out
    }
}

fn cells<'a>(row: &[Value<'a>]) -> impl Iterator<Item = Cell<'a>> {
    row.iter().map(|value| Cell::from(*value))
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => (*text).to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Empty => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::number::Decimal;
    use super::*;

    fn written(write: impl Fn(&Records, &mut dyn Write) -> io::Result<()>) -> String {
        let records = Records {
            columns: &["code", "width_km"],
            rows: vec![
                vec![
                    Value::Text("A,\u{1b}"),
                    Value::Number(Decimal::nearest(1.5, 3)),
                ],
                vec![Value::Text("B"), Value::Empty],
            ],
        };
        let mut out = Vec::new();
        write(&records, &mut out).expect("memory does not fail");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn every_format_has_the_same_values() {
        assert_eq!(
            written(|r, out| r.csv(out)),
            "code,width_km\n\"A,\u{1b}\",1.500\nB,\n"
        );
        assert_eq!(
            written(|r, out| r.json_lines(out)),
            "{\"code\":\"A,\\u001b\",\"width_km\":1.500}\n{\"code\":\"B\",\"width_km\":null}\n"
        );
        let json: serde_json::Value =
            serde_json::from_str(&written(|r, out| r.json(out))).expect("JSON");
        assert_eq!(json[0]["width_km"], 1.5);
        assert!(!written(|r, out| r.table(out)).contains('\u{1b}'));
    }
}
