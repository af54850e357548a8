//! The named worldviews: which unit each takes from its holder on the default map, to whom, from when, on which text.
//!
//! In: a table in CSV with the columns `worldview,unit,holder,from,source`; a row without a unit opens a worldview and says in
//! `source` what it means. The shipped one is [`WorldviewTable::shipped`].

use jiff::civil::Date;
use serde::Deserialize;

use crate::error::{Error, Place};
use crate::load::shipped;

/// One row: from a day on a unit has a holder.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Row {
    pub worldview: String,
    /// Code of the unit; empty in the row that opens a worldview.
    pub unit: String,
    /// Code of the territory that holds it; the unit's own code makes it a territory of its own.
    pub holder: String,
    /// First day; `None` from ever on.
    pub from: Option<Date>,
    /// The text that the row stands on; `(U)` marks what no text was found for.
    pub source: String,
}

/// All worldviews.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorldviewTable {
    rows: Vec<Row>,
}

impl WorldviewTable {
    /// The shipped table.
    ///
    /// # Errors
    /// [`Kind::Data`](crate::error::Kind::Data) where the program's own copy is damaged.
    pub fn shipped() -> Result<Self, Error> {
        Self::parse(shipped::worldviews_csv(), "data/worldviews.csv")
    }

    /// Reads a table; `file` is the name for messages.
    ///
    /// # Errors
    /// [`Kind::Data`](crate::error::Kind::Data) with the row, for a missing column, a date that is none, a row before the one that
    /// opens its worldview, a unit without a holder, an empty source.
    pub fn parse(csv: &str, file: &str) -> Result<Self, Error> {
        let mut rows: Vec<Row> = Vec::new();
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        for (i, row) in reader.deserialize::<Row>().enumerate() {
            let bad = |what: &str| {
                Error::data(format!("the table of worldviews cannot be read: {what}"))
                    .at(Place {
                        file: Some(format!("{file}, row {}", i + 1)),
                        ..Place::default()
                    })
                    .remedy("the columns are worldview,unit,holder,from,source")
            };
            let row = row.map_err(|e| bad(&e.to_string()))?;
            if row.unit.is_empty() != row.holder.is_empty() || row.worldview.is_empty() {
                return Err(bad(
                    "a row has a unit without a holder, or the other way round, or no worldview",
                ));
            }
            if row.source.trim().is_empty() {
                return Err(bad("a row has no source"));
            }
            if row.unit.is_empty() == rows.iter().any(|r| r.worldview == row.worldview) {
                return Err(bad("a worldview is opened twice or not at all"));
            }
            rows.push(row);
        }
        Ok(WorldviewTable { rows })
    }

    /// The names, in the order of the table.
    pub fn names(&self) -> Vec<&str> {
        (self.rows.iter().filter(|r| r.unit.is_empty()))
            .map(|r| r.worldview.as_str())
            .collect()
    }

    /// What a worldview means; `None` for an unknown one.
    pub fn meaning(&self, name: &str) -> Option<&str> {
        let mut openings = self.rows.iter().filter(|r| r.unit.is_empty());
        openings
            .find(|r| r.worldview == name)
            .map(|r| r.source.as_str())
    }

    /// The rows of a worldview about units, in the order of the table.
    pub fn rows<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Row> + 'a {
        (self.rows.iter()).filter(move |r| r.worldview == name && !r.unit.is_empty())
    }

    /// Who holds each unit that a worldview speaks of, on a day: of several rows in force the one that began last.
    pub fn on<'a>(&'a self, name: &'a str, day: Date) -> Vec<(&'a str, &'a str)> {
        let mut held: Vec<&Row> = Vec::new();
        for row in self
            .rows(name)
            .filter(|r| r.from.is_none_or(|from| from <= day))
        {
            match held.iter_mut().find(|r| r.unit == row.unit) {
                Some(of) if of.from <= row.from => *of = row,
                Some(_) => {}
                None => held.push(row),
            }
        }
        held.into_iter()
            .map(|r| (r.unit.as_str(), r.holder.as_str()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_row_names_shipped_units_and_a_source() {
        let table = WorldviewTable::shipped().expect("shipped");
        let heads = shipped::heads().expect("shipped");
        let known = |code: &str| heads.iter().any(|h| h.code == code);
        for row in table.rows.iter().filter(|r| !r.unit.is_empty()) {
            assert!(known(&row.unit) && known(&row.holder), "{row:?}");
        }
        assert_eq!(table.names()[..4], ["de-facto", "un", "RUS", "UKR"]);
        assert_eq!(table.rows("de-facto").count(), 0);
    }

    #[test]
    fn the_un_row_of_every_disputed_unit_says_how_the_assembly_voted_or_that_it_has_not() {
        let table = WorldviewTable::shipped().expect("shipped");
        for unit in crate::border::disputed::shipped().expect("shipped") {
            let row = table.rows("un").find(|r| r.unit == unit.unit);
            let source = &row.expect(&unit.unit).source;
            assert!(
                source.contains("General Assembly") || source.starts_with("no vote"),
                "{row:?}"
            );
        }
    }

    #[test]
    fn a_row_counts_from_its_day_on() {
        let table = WorldviewTable::shipped().expect("shipped");
        let holder = |unit: &str, day| {
            let held = table.on("RUS", day);
            (held.iter().find(|(u, _)| *u == unit)).map(|(_, h)| (*h).to_owned())
        };
        assert_eq!(holder("UKR-43", date(2014, 3, 17)).as_deref(), Some("UKR"));
        assert_eq!(holder("UKR-43", date(2014, 3, 18)).as_deref(), Some("RUS"));
        assert_eq!(holder("GEO-AB", date(2008, 8, 25)), None);
        assert_eq!(
            holder("GEO-AB", date(2008, 8, 26)).as_deref(),
            Some("GEO-AB")
        );
        assert_eq!(holder("UKR-23", date(2022, 9, 29)), None);
        assert_eq!(holder("UKR-14X", date(2022, 9, 30)).as_deref(), Some("RUS"));
    }

    #[test]
    fn a_bad_table_is_refused_with_the_row() {
        let head = "worldview,unit,holder,from,source\nx,,,,meaning\n";
        for row in [
            "x,A,,,s",
            "x,A,B,2000-13-01,s",
            "x,A,B,,",
            "y,A,B,,s",
            "x,,,,again",
        ] {
            let error = WorldviewTable::parse(&format!("{head}{row}\n"), "w.csv").expect_err(row);
            assert!(error.to_string().contains("w.csv, row 2"), "{error}");
        }
    }
}
