//! The disputed areas among the shipped units: who administers and who claims each. A label of the data, no position on sovereignty.
//!
//! In: a table in CSV with the columns `unit,name,administered_by,claimed_by,as_of,note,source` (`docs/data.md` explains them).

use jiff::civil::Date;
use serde::Deserialize;

use crate::error::{Error, Place};
use crate::load::shipped;

/// One disputed unit.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Disputed {
    /// Code of the unit.
    pub unit: String,
    pub name: String,
    /// Codes, separated by spaces, of who administers it on [`Disputed::as_of`]; its own code for local authorities. Empty where
    /// the unit is held in pieces that it does not tell apart.
    pub administered_by: String,
    /// Codes, separated by spaces, of who claims it.
    pub claimed_by: String,
    pub as_of: Date,
    /// What changed since, and what the unit leaves out.
    pub note: String,
    /// The text that the row stands on; `(U)` marks what no text was found for.
    pub source: String,
}

/// The shipped table, in the order of the units' codes.
///
/// # Errors
/// [`Kind::Data`](crate::error::Kind::Data) where the program's own copy is damaged.
pub fn shipped() -> Result<Vec<Disputed>, Error> {
    parse(shipped::disputed_csv(), "data/disputed.csv")
}

/// Reads a table; `file` is the name for messages.
///
/// # Errors
/// [`Kind::Data`](crate::error::Kind::Data) with the line, for a missing column, a date that is none, an empty unit or source.
pub fn parse(csv: &str, file: &str) -> Result<Vec<Disputed>, Error> {
    let mut rows: Vec<Disputed> = Vec::new();
    for (i, row) in csv::Reader::from_reader(csv.as_bytes())
        .deserialize::<Disputed>()
        .enumerate()
    {
        let row = row.map_err(|e| bad(file, i, &e.to_string()))?;
        if row.unit.is_empty() || row.source.trim().is_empty() {
            return Err(bad(file, i, "a row has no unit or no source"));
        }
        rows.push(row);
    }
    Ok(rows)
}

fn bad(file: &str, row: usize, what: &str) -> Error {
    Error::data(format!(
        "the table of disputed areas cannot be read: {what}"
    ))
    .at(Place {
        file: Some(format!("{file}, row {}", row + 1)),
        ..Place::default()
    })
    .remedy("the columns are unit,name,administered_by,claimed_by,as_of,note,source")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_disputed_unit_is_a_shipped_unit_with_its_name_and_a_source() {
        let heads = shipped::heads().expect("shipped");
        let rows = shipped().expect("shipped");
        for row in &rows {
            let head = heads.iter().find(|h| h.code == row.unit);
            assert_eq!(head.map(|h| h.name), Some(row.name.as_str()), "{row:?}");
            assert!(!row.claimed_by.is_empty() && !row.source.is_empty());
            for code in (row.claimed_by.split(' ')).chain(row.administered_by.split_whitespace()) {
                assert!(heads.iter().any(|h| h.code == code), "{code} in {row:?}");
            }
        }
        assert!(rows.is_sorted_by(|a, b| a.unit < b.unit));
        assert_eq!(rows.len(), 41);
    }

    #[test]
    fn a_bad_row_is_refused_with_its_number() {
        let head = "unit,name,administered_by,claimed_by,as_of,note,source\n";
        for row in ["A,b,C,D,2000-13-01,,s", "A,b,C,D,2000-01-01,,", "A,b"] {
            let error = parse(&format!("{head}{row}\n"), "d.csv").expect_err(row);
            assert!(error.to_string().contains("d.csv, row 1"), "{error}");
        }
    }
}
