//! Overlap tables read back: CSV, JSON and NDJSON as `strip`, `curve` and `sweep` write them, told apart by their first character.

use crate::error::{Error, Place};
use crate::likeness::nearest_of;
use serde_json::Value;
use std::collections::BTreeMap;

/// Columns that a table must have.
const NEEDED: [&str; 3] = ["width_km", "territory", "overlap_km2"];
/// Columns that are used where they are there; others are ignored.
const USED: [&str; 6] = [
    FAILED,
    "scenario",
    "worldview",
    "name",
    "overlap_share",
    "error_km2",
];

/// The column that says why a scenario has no rows: those of `sweep --allow-failures`.
pub const FAILED: &str = "failed";

/// A row, as far as comparing needs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Empty where the table has no such column.
    pub scenario: String,
    pub worldview: String,
    /// km, above 0.
    pub width: f64,
    pub territory: String,
    pub name: String,
    /// km².
    pub overlap: f64,
    /// 0 to 1; `None` where the table does not say.
    pub share: Option<f64>,
    /// Bound on the error of `overlap`, km²; `None` where the table does not say.
    pub error: Option<f64>,
    /// Line of the file, or number of the object in an array.
    pub line: usize,
}

/// Reads a table; `name` is its name for messages. The row of a scenario that failed is none: what is wrong with it is the scenario's.
///
/// # Errors
/// [`Kind::Data`](crate::error::Kind::Data) with the line: no table, a column that is missing (with the one most like it), a cell that
/// is no number.
pub fn read(bytes: &[u8], name: &str) -> Result<Vec<Row>, Error> {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    match first {
        None => Err(Error::data("the table is empty")
            .at(place(name, 1))
            .remedy("name a table that standoff wrote")),
        Some(b'[' | b'{') => json(bytes, name),
        Some(_) => csv(bytes, name),
    }
}

/// The cells of a row by their columns.
type Cells<'a> = BTreeMap<&'a str, String>;

fn csv(bytes: &[u8], name: &str) -> Result<Vec<Row>, Error> {
    let wrong = |error: &csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        Error::data(format!("this is no table: {error}")).at(place(name, line as usize))
    };
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers().map_err(|e| wrong(&e))?.clone();
    let columns: Vec<&str> = header.iter().collect();
    check(&columns, name, 1)?;
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| wrong(&e))?;
        let line = record.position().map_or(0, csv::Position::line) as usize;
        let cells = columns
            .iter()
            .copied()
            .zip(record.iter().map(str::to_owned))
            .collect();
        rows.extend(row(&cells, name, line)?);
    }
    Ok(rows)
}

fn json(bytes: &[u8], name: &str) -> Result<Vec<Row>, Error> {
    let mut objects = Vec::new();
    for value in serde_json::Deserializer::from_slice(bytes).into_iter::<Value>() {
        let value = value.map_err(|error| {
            Error::data(format!("this is no table: {error}")).at(place(name, error.line()))
        })?;
        match value {
            Value::Array(items) => objects.extend(items),
            other => objects.push(other),
        }
    }
    let mut rows = Vec::with_capacity(objects.len());
    for (i, object) in objects.iter().enumerate() {
        let object = object.as_object().ok_or_else(|| {
            Error::data("this is no row of a table: no object").at(place(name, i + 1))
        })?;
        let columns: Vec<&str> = object.keys().map(String::as_str).collect();
        check(&columns, name, i + 1)?;
        let cells = object.iter().map(|(key, value)| {
            let text = match value {
                Value::String(text) => text.clone(),
                Value::Null => String::new(),
                other => other.to_string(),
            };
            (key.as_str(), text)
        });
        rows.extend(row(&cells.collect(), name, i + 1)?);
    }
    Ok(rows)
}

fn check(columns: &[&str], name: &str, line: usize) -> Result<(), Error> {
    for needed in NEEDED {
        if !columns.contains(&needed) {
            let others = (columns.iter().copied())
                .filter(|column| !NEEDED.contains(column) && !USED.contains(column));
            let remedy = match nearest_of(needed, others) {
                Some(near) => {
                    format!("is {near} meant? name a table that strip, curve or sweep wrote")
                }
                None => "name a table that strip, curve or sweep wrote".to_owned(),
            };
            return Err(Error::data(format!("the table has no column {needed}"))
                .at(place(name, line))
                .remedy(remedy));
        }
    }
    Ok(())
}

fn row(cells: &Cells, name: &str, line: usize) -> Result<Option<Row>, Error> {
    if cells.get(FAILED).is_some_and(|why| !why.is_empty()) {
        return Ok(None);
    }
    let text = |column: &str| cells.get(column).cloned().unwrap_or_default();
    let number = |column: &str| {
        let text = text(column);
        if text.is_empty() {
            return Ok(None);
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(Error::data(format!("{column} is {text:?}, no number"))
                .at(place(name, line))
                .remedy("numbers are plain and dot-decimal")),
        }
    };
    let needed = |column: &str| {
        number(column)?
            .ok_or_else(|| Error::data(format!("{column} is empty")).at(place(name, line)))
    };
    let width = needed("width_km")?;
    if width <= 0.0 {
        return Err(Error::data(format!("width_km is {width}, not above 0")).at(place(name, line)));
    }
    Ok(Some(Row {
        scenario: text("scenario"),
        worldview: text("worldview"),
        width,
        territory: text("territory"),
        name: text("name"),
        overlap: needed("overlap_km2")?,
        share: number("overlap_share")?,
        error: number("error_km2")?,
        line,
    }))
}

/// A line of a table, for messages.
pub fn place(name: &str, line: usize) -> Place {
    Place {
        file: Some(name.to_owned()),
        line: Some([line, 1]),
        ..Place::default()
    }
}
