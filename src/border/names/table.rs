//! `data/names.csv`: what people call the shipped territories, units and groups, with a source and a licence for each row.

use super::fold::fold;
use crate::error::{Error, Place};
use crate::load::shipped;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a row's name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A territory, by a name.
    Name,
    /// A territory, by a code other than the shipped one: ISO 3166-1, UN M49, in use elsewhere.
    Code,
    /// Units whose holder depends on the worldview, or that are parts of one.
    Unit,
    /// Several territories together.
    Group,
    /// An alliance of the membership table, so dated.
    Alliance,
    /// A word that can mean each of several.
    Choice,
    /// A place inside a territory, with no unit of its own.
    Within,
    /// A state that is no more: the codes are the territories of today.
    Former,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Entry {
    pub name: String,
    #[serde(rename = "code", deserialize_with = "spaced")]
    pub codes: Vec<String>,
    pub kind: Kind,
    /// First day of an official name, where known; a name is understood whatever the day.
    pub since: String,
    pub source: String,
    pub licence: String,
}

fn spaced<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let text = String::deserialize(from)?;
    Ok(text.split_whitespace().map(str::to_owned).collect())
}

/// All names, by what [`fold`] makes of them.
#[derive(Debug)]
pub struct NameTable {
    entries: Vec<Entry>,
    by_fold: BTreeMap<String, Vec<usize>>,
}

impl NameTable {
    /// The shipped table, read once.
    ///
    /// # Errors
    /// [`Kind::Data`](crate::error::Kind::Data) where the program's own copy is damaged.
    pub fn shipped() -> Result<&'static Self, Error> {
        static TABLE: OnceLock<NameTable> = OnceLock::new();
        if let Some(table) = TABLE.get() {
            return Ok(table);
        }
        let table = Self::parse(shipped::names_csv(), "data/names.csv")?;
        Ok(TABLE.get_or_init(|| table))
    }

    /// Reads a table; `file` is the name for messages.
    ///
    /// # Errors
    /// [`Kind::Data`](crate::error::Kind::Data) with the row, for a missing column, an unknown kind, a row without name, code or source.
    pub fn parse(csv: &str, file: &str) -> Result<Self, Error> {
        let mut table = NameTable {
            entries: Vec::new(),
            by_fold: BTreeMap::new(),
        };
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        for (i, row) in reader.deserialize::<Entry>().enumerate() {
            let bad = |what: &str| {
                let place = Place {
                    file: Some(format!("{file}, row {}", i + 1)),
                    ..Place::default()
                };
                Error::data(format!("the table of names cannot be read: {what}"))
                    .at(place)
                    .remedy("the columns are name,code,kind,since,source,licence")
            };
            let row = row.map_err(|error| bad(&error.to_string()))?;
            if fold(&row.name).is_empty() || row.codes.is_empty() || row.source.trim().is_empty() {
                return Err(bad("a row has no name, no code or no source"));
            }
            let at = table.entries.len();
            table.by_fold.entry(fold(&row.name)).or_default().push(at);
            table.entries.push(row);
        }
        Ok(table)
    }

    /// All rows, in the order of the table.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The rows of a name, whatever its case.
    pub fn find<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Entry> + 'a {
        let found = self.by_fold.get(&fold(name));
        found.into_iter().flatten().map(|at| &self.entries[*at])
    }

    /// Other codes of a shipped territory: what a user's file may call it.
    pub fn codes_of<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        let rows = self.entries.iter().filter(|row| row.kind == Kind::Code);
        rows.filter(move |row| row.codes == [code])
            .map(|row| row.name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::border::alliance::AllianceTable;

    #[test]
    fn every_row_means_shipped_units_or_an_alliance_and_names_its_source_and_licence() {
        let heads = shipped::heads().expect("shipped");
        let alliances = AllianceTable::shipped().expect("shipped");
        let table = NameTable::shipped().expect("shipped");
        assert!(table.entries().len() > 1_000);
        for row in table.entries() {
            assert!(!row.licence.is_empty(), "{row:?}");
            for code in &row.codes {
                let unit = heads.iter().any(|head| head.code == code);
                let alliance = alliances.names().contains(&code.as_str());
                assert!(
                    if row.kind == Kind::Alliance {
                        alliance
                    } else {
                        unit
                    },
                    "{row:?}"
                );
            }
        }
    }

    #[test]
    fn no_name_is_the_code_of_another_territory_and_none_means_two_things() {
        let heads = shipped::heads().expect("shipped");
        for (fold, rows) in &NameTable::shipped().expect("shipped").by_fold {
            let row = &NameTable::shipped().expect("shipped").entries[rows[0]];
            assert_eq!(rows.len(), 1, "{fold}");
            let code = heads.iter().find(|h| h.code.eq_ignore_ascii_case(fold));
            assert!(
                code.is_none_or(|h| row.codes == [h.code]),
                "{fold}: {row:?}"
            );
        }
    }

    #[test]
    fn a_damaged_table_is_refused_with_its_row() {
        let head = "name,code,kind,since,source,licence\n";
        for (row, word) in [
            ("Russia,RUS,nome,,x,y\n", "nome"),
            ("Russia,,name,,x,y\n", "no code"),
            ("...,RUS,name,,x,y\n", "no name"),
            ("Russia,RUS,name,,,y\n", "no source"),
            ("Russia,RUS\n", "row 1"),
        ] {
            let error = NameTable::parse(&format!("{head}{row}"), "n.csv").expect_err(row);
            assert!(error.to_string().contains(word), "{error}");
        }
    }
}
