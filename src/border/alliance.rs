//! Who belonged to which alliance on which day, with a source for every row.
//!
//! In: a table in CSV with the columns `alliance,code,start,end,status,day,source` (`docs/data.md` explains them);
//! the shipped one is [`AllianceTable::shipped`]. Out: the members on a date.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::error::{Cause, Error, Place, Warning};
use crate::load::shipped;

/// What a row says about its territory from its start on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Member,
    /// A member by law that has suspended its part: counts as a member, and is named.
    Frozen,
}

/// Whether the row's source gives the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Day {
    #[serde(rename = "ok")]
    Sourced,
    /// The source gives the year alone; the day in the table is from general knowledge.
    #[serde(rename = "U")]
    YearOnly,
}

/// One row of the table.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Membership {
    pub alliance: String,
    /// Code of the territory.
    pub code: String,
    /// First day.
    pub start: Date,
    /// Last day; `None` while it lasts.
    pub end: Option<Date>,
    pub status: Status,
    pub day: Day,
    /// The text that the row stands on.
    pub source: String,
}

impl Membership {
    /// Whether `date` is between the row's first and last day, both included.
    pub fn covers(&self, date: Date) -> bool {
        self.start <= date && self.end.is_none_or(|end| date <= end)
    }

    /// The warning that `date` lies in a year of which the source does not give the day.
    pub fn doubt(&self, date: Date) -> Warning {
        let Membership {
            alliance,
            code,
            start,
            ..
        } = self;
        let end = self.end.map_or(String::new(), |end| format!(" to {end}"));
        Warning {
            what: format!(
                "whether {code} belonged to {alliance} on {date} is not sure: the source of {start}{end} gives the year only"
            ),
            place: Place::default(),
            remedy: format!(
                "settle it with ‹member› {alliance}={code} or ‹not_member› {alliance}={code}"
            ),
        }
    }
}

/// The members of alliances by date.
#[derive(Clone, Debug, PartialEq)]
pub struct AllianceTable {
    rows: Vec<Membership>,
}

impl AllianceTable {
    /// The shipped table: `NATO`, `NATO-1997` (its members of 27 May 1997), `CSTO` (before 2002 its treaty of 1992,
    /// in force 20 April 1994) and `UNION-STATE`.
    ///
    /// # Errors
    /// [`Kind::Data`](crate::error::Kind::Data) where the program's own copy is damaged.
    pub fn shipped() -> Result<Self, Error> {
        Self::parse(shipped::alliances_csv(), "data/alliances.csv")
    }

    /// Reads a table; `file` is the name for messages.
    ///
    /// # Errors
    /// [`Kind::Data`](crate::error::Kind::Data) with the line, for a missing column, a date that is none, an end before
    /// its start, an unknown status, an empty source, or an empty table.
    pub fn parse(csv: &str, file: &str) -> Result<Self, Error> {
        let place = |line: Option<u64>| Place {
            file: Some(line.map_or(file.to_owned(), |line| format!("{file}, line {line}"))),
            ..Place::default()
        };
        let columns = "the columns are alliance,code,start,end,status,day,source";
        let mut rows = Vec::new();
        let bad = |e: csv::Error| {
            let at = place(e.position().map(csv::Position::line));
            Error::data(format!(
                "the membership table cannot be read: {}",
                reason(&e)
            ))
            .at(at)
            .remedy(columns)
        };
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let headers = reader.headers().map_err(bad)?.clone();
        for record in reader.records() {
            let record = record.map_err(bad)?;
            let line = record.position().map(csv::Position::line);
            let row: Membership = record.deserialize(Some(&headers)).map_err(bad)?;
            let problem = if row.end.is_some_and(|end| end < row.start) {
                Some("ends before it starts")
            } else if row.alliance.is_empty() || row.code.is_empty() {
                Some("has no alliance or no code")
            } else if row.source.trim().is_empty() {
                Some("has no source")
            } else {
                None
            };
            if let Some(problem) = problem {
                let what = format!(
                    "the membership of {} in {} {problem}",
                    row.code, row.alliance
                );
                return Err(Error::data(what).at(place(line)).remedy(columns));
            }
            rows.push(row);
        }
        if rows.is_empty() {
            return Err(Error::data("the membership table has no rows")
                .at(place(None))
                .remedy(columns));
        }
        Ok(AllianceTable { rows })
    }

    /// All rows, in the order of the table.
    pub fn rows(&self) -> &[Membership] {
        &self.rows
    }

    /// The names of the alliances, sorted.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.rows.iter().map(|row| row.alliance.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The members on a date, sorted by code; a frozen member counts.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) for an unknown alliance, and for a date before its first row.
    pub fn members(&self, alliance: &str, date: Date) -> Result<Vec<String>, Error> {
        Ok(self
            .on(alliance, date)?
            .into_keys()
            .map(str::to_owned)
            .collect())
    }

    /// How `code` belongs to the alliance on a date; `None` where it does not.
    pub fn status(&self, alliance: &str, code: &str, date: Date) -> Option<&Membership> {
        let rows = self
            .rows
            .iter()
            .filter(|row| row.alliance == alliance && row.code == code);
        rows.filter(|row| row.covers(date))
            .max_by_key(|row| row.start)
    }

    /// Members that are frozen on a date, with their rows.
    pub fn frozen(&self, alliance: &str, date: Date) -> Result<Vec<&Membership>, Error> {
        Ok(self
            .on(alliance, date)?
            .into_values()
            .filter(|row| row.status == Status::Frozen)
            .collect())
    }

    /// The rows that begin or end in the year of `date` on a day that no source states.
    pub fn doubtful(&self, alliance: &str, date: Date) -> Vec<&Membership> {
        let rows = self
            .rows
            .iter()
            .filter(|row| row.alliance == alliance && row.day == Day::YearOnly);
        let same_year = |day: Date| day.year() == date.year();
        rows.filter(|row| same_year(row.start) || row.end.is_some_and(same_year))
            .collect()
    }

    /// The row in force for each member on a date: of two, the one that began later.
    fn on(&self, alliance: &str, date: Date) -> Result<BTreeMap<&str, &Membership>, Error> {
        let rows = || self.rows.iter().filter(|row| row.alliance == alliance);
        let Some(first) = rows().map(|row| row.start).min() else {
            return Err(Error::usage(format!("there is no alliance {alliance}"))
                .because(Cause::UnknownName {
                    name: alliance.to_owned(),
                    near: Vec::new(),
                })
                .remedy(format!("the table knows {}", self.names().join(", "))));
        };
        if date < first {
            return Err(Error::usage(format!(
                "{alliance} has no members on {date}: its first row starts on {first}"
            ))
            .remedy(format!(
                "take a date from {first} on, or list the territories by their codes"
            )));
        }
        let mut members: BTreeMap<&str, &Membership> = BTreeMap::new();
        for row in rows().filter(|row| row.covers(date)) {
            let held = members.entry(&row.code).or_insert(row);
            if held.start < row.start {
                *held = row;
            }
        }
        Ok(members)
    }
}

/// What is wrong with a row, without the place, which the message gives in its own way.
fn reason(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Deserialize { err, .. } => err.kind().to_string(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;
    use jiff::civil::date;

    fn shipped() -> AllianceTable {
        AllianceTable::shipped().expect("shipped")
    }

    #[test]
    fn a_membership_holds_on_its_first_and_on_its_last_day() {
        let csto = |day| shipped().members("CSTO", day).expect("members").join(" ");
        assert_eq!(
            csto(date(1999, 4, 2)),
            "ARM AZE BLR GEO KAZ KGZ RUS TJK UZB"
        );
        assert_eq!(csto(date(1999, 4, 3)), "ARM BLR KAZ KGZ RUS TJK");
        assert_eq!(csto(date(2006, 8, 16)), "ARM BLR KAZ KGZ RUS TJK UZB");
        assert_eq!(csto(date(2012, 6, 29)), "ARM BLR KAZ KGZ RUS TJK");
    }

    #[test]
    fn nato_had_16_members_in_may_1997_30_in_december_2021_and_32_in_2025() {
        let members = |day| shipped().members("NATO", day).expect("members");
        let in_1997 = "BEL CAN DEU DNK ESP FRA GBR GRC ISL ITA LUX NLD NOR PRT TUR USA";
        assert_eq!(members(date(1997, 5, 27)).join(" "), in_1997);
        assert_eq!(members(date(2021, 12, 17)).len(), 30);
        assert_eq!(members(date(2025, 1, 1)).len(), 32);
    }

    #[test]
    fn a_frozen_member_counts_and_is_named() {
        let table = shipped();
        assert!(
            table
                .frozen("CSTO", date(2021, 12, 17))
                .expect("known")
                .is_empty()
        );
        let frozen = table.frozen("CSTO", date(2024, 2, 23)).expect("known");
        assert_eq!(
            frozen
                .iter()
                .map(|row| row.code.as_str())
                .collect::<Vec<_>>(),
            ["ARM"]
        );
        assert!(
            table
                .members("CSTO", date(2025, 1, 1))
                .expect("known")
                .contains(&"ARM".to_owned())
        );
    }

    #[test]
    fn a_date_before_the_first_row_is_refused_and_told_from_when() {
        let error = shipped()
            .members("CSTO", date(1994, 4, 19))
            .expect_err("too early");
        assert_eq!(error.kind, Kind::Usage);
        assert!(error.to_string().contains("1994-04-20"), "{error}");
    }

    #[test]
    fn a_year_without_a_sourced_day_is_shown_and_others_are_not() {
        let told: Vec<_> = shipped()
            .doubtful("NATO", date(2023, 2, 1))
            .into_iter()
            .map(|r| r.doubt(date(2023, 2, 1)).what)
            .collect();
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("FIN"), "{told:?}");
        assert!(shipped().doubtful("NATO", date(2021, 12, 17)).is_empty());
    }

    #[test]
    fn every_shipped_row_names_a_source_and_a_known_alliance() {
        let table = shipped();
        assert_eq!(
            table.names(),
            ["CSTO", "EU", "NATO", "NATO-1997", "UN", "UNION-STATE"]
        );
        assert_eq!(table.rows().len(), 282);
        assert!(table.rows().iter().all(|row| row.source.len() > 10));
    }

    #[test]
    fn a_bad_row_is_refused_with_its_line() {
        let header = "alliance,code,start,end,status,day,source\nA,X,2000-01-01,,member,ok,book\n";
        for (row, what) in [
            ("A,Y,2000-13-01,,member,ok,book", "cannot be read"),
            (
                "A,Y,2000-01-02,2000-01-01,member,ok,book",
                "ends before it starts",
            ),
            ("A,Y,2000-01-02,,guest,ok,book", "cannot be read"),
            ("A,Y,2000-01-02,,member,ok,", "has no source"),
            ("A,Y", "cannot be read"),
        ] {
            let error = AllianceTable::parse(&format!("{header}{row}\n"), "t.csv").expect_err(row);
            let text = error.to_string();
            assert!(
                error.kind == Kind::Data && text.contains(what) && text.contains("line 3"),
                "{text}"
            );
        }
    }
}
