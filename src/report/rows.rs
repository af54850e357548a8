//! Rows of any columns, one at a time, as CSV and JSON: for tables too long to be held, and those of [`super::records`].

use super::json::{push_given, push_members, push_string};
use super::model::Value;
use serde_json::{Number, Value as Json};
use std::borrow::Cow;

/// Whole numbers below it are doubles without loss: 2^53.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// A cell: a value, or a truth, which is a word in CSV and a truth in JSON; or what a file of the user has, handed on as it stands.
#[derive(Clone, Copy, Debug)]
pub enum Cell<'a> {
    Value(Value<'a>),
    Truth(bool),
    Given(&'a Json),
}

impl<'a> Cell<'a> {
    /// Its text; `None` for nothing. What is given and no text is written as JSON has it.
    pub fn text(&self) -> Option<Cow<'a, str>> {
        Some(match self {
            Cell::Value(Value::Empty) | Cell::Given(Json::Null) => return None,
            Cell::Value(Value::Text(text)) => Cow::Borrowed(*text),
            Cell::Given(Json::String(text)) => Cow::Borrowed(text.as_str()),
            Cell::Value(Value::Number(number)) => number.to_string().into(),
            Cell::Truth(truth) => truth.to_string().into(),
            Cell::Given(Json::Number(number)) => number_text(number).into(),
            Cell::Given(given) => given.to_string().into(),
        })
    }
}

impl<'a> From<Value<'a>> for Cell<'a> {
    fn from(value: Value<'a>) -> Self {
        Cell::Value(value)
    }
}

/// A number as files have it; a whole one in a column of decimals is whole.
pub(super) fn number_text(number: &Number) -> String {
    match number.as_f64() {
        Some(x) if number.is_f64() && x.fract() == 0.0 && x.abs() < WHOLE => format!("{x:.0}"),
        _ => number.to_string(),
    }
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Csv,
    /// Objects, without what stands between them.
    Object,
}

/// The header line of a CSV table.
pub fn push_header(out: &mut Vec<u8>, columns: &[impl AsRef<str>]) {
    for (i, column) in columns.iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        push_field(out, column.as_ref());
    }
    out.push(b'\n');
}

/// One row; a CSV row ends with a line feed, an object with its brace.
pub fn push_row<'a>(
    out: &mut Vec<u8>,
    form: Form,
    columns: &[impl AsRef<str>],
    cells: impl IntoIterator<Item = Cell<'a>>,
) {
    if form == Form::Csv {
        for (i, cell) in cells.into_iter().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            match cell {
                Cell::Value(Value::Text(text)) => push_field(out, text),
                Cell::Value(Value::Number(number)) => number.push(out),
                Cell::Value(Value::Empty) => {}
                Cell::Truth(truth) => out.extend_from_slice(word(truth)),
                Cell::Given(_) => push_field(out, &cell.text().unwrap_or_default()),
            }
        }
        out.push(b'\n');
        return;
    }
    out.push(b'{');
    push_cells(out, columns.iter().map(AsRef::as_ref), cells);
    out.push(b'}');
}

/// The members of an object, with commas between.
pub(super) fn push_cells<'c, 'a>(
    out: &mut Vec<u8>,
    columns: impl Iterator<Item = &'c str>,
    cells: impl IntoIterator<Item = Cell<'a>>,
) {
    for (i, (name, cell)) in columns.zip(cells).enumerate() {
        if i > 0 {
            out.push(b',');
        }
        match cell {
            Cell::Value(value) => push_members(out, [(name, value)]),
            Cell::Truth(truth) => {
                push_string(out, name);
                out.push(b':');
                out.extend_from_slice(word(truth));
            }
            Cell::Given(given) => {
                push_string(out, name);
                out.push(b':');
                push_given(out, given);
            }
        }
    }
}

fn word(truth: bool) -> &'static [u8] {
    if truth { b"true" } else { b"false" }
}

/// Quoted where RFC 4180 wants it.
fn push_field(out: &mut Vec<u8>, text: &str) {
    if !text.contains([',', '"', '\n', '\r']) {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    out.push(b'"');
    out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}
