//! Groups of territories as users write them: `RUS,BLR`, `CSTO`, `NATO,UKR`; and changes of membership, `NATO=UKR,GEO`.

use jiff::civil::Date;

use super::alliance::{AllianceTable, Status};
use super::names::suggest;
use super::territory::Territory;
use crate::error::{Cause, Error};

/// The group of every territory.
pub const ALL: &str = "ALL";

/// A membership that the user adds (`--member`) or takes away (`--not-member`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberChange {
    pub alliance: String,
    pub codes: Vec<String>,
    /// `true` adds, `false` takes away.
    pub joins: bool,
}

impl MemberChange {
    /// Reads `NATO=UKR,GEO`.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) where the text has not that form.
    pub fn parse(text: &str, joins: bool) -> Result<Self, Error> {
        let flag = if joins {
            "‹member›"
        } else {
            "‹not_member›"
        };
        let form = || {
            Error::usage(format!("{flag} {text} is not understood"))
                .remedy(format!("write {flag} NATO=UKR,GEO"))
        };
        let (alliance, codes) = text.split_once('=').ok_or_else(form)?;
        let codes: Vec<String> = codes
            .split(',')
            .map(|code| code.trim().to_owned())
            .collect();
        if alliance.trim().is_empty() || codes.iter().any(String::is_empty) {
            return Err(form());
        }
        Ok(MemberChange {
            alliance: alliance.trim().to_owned(),
            codes,
            joins,
        })
    }
}

/// A group made of territories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// As the user wrote it.
    pub text: String,
    /// Codes, sorted, each once.
    pub codes: Vec<String>,
    /// Names of the alliances in it, in the order of the text.
    pub alliances: Vec<String>,
    /// What a reader of the result should know of members that are frozen; empty where none is.
    pub frozen: String,
}

/// What a group's text is read against.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub territories: &'a [Territory],
    pub alliances: &'a AllianceTable,
    pub as_of: Date,
    pub changes: &'a [MemberChange],
}

impl Context<'_> {
    /// Reads a comma list of territory codes, alliance names and [`ALL`]. A name that is both a code and an alliance is the code.
    /// Groups are made of holders: a part that has a row of its own goes with the territory that holds it.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) for an unknown name (with the nearest known one), a date before an
    /// alliance's first row, a change that takes away what is no member, and a member that the territories lack.
    pub fn group(&self, text: &str) -> Result<Group, Error> {
        let mut group = Group {
            text: text.trim().to_owned(),
            codes: Vec::new(),
            alliances: Vec::new(),
            frozen: String::new(),
        };
        for name in text.split(',').map(str::trim) {
            if name.is_empty() {
                return Err(
                    Error::usage(format!("the group '{text}' has an empty name"))
                        .remedy("separate codes by one comma, as in RUS,BLR"),
                );
            }
            if self.has(name) {
                group.codes.push(name.to_owned());
            } else if self.alliances.names().contains(&name) {
                self.add_alliance(name, &mut group)?;
            } else if name == ALL {
                group
                    .codes
                    .extend(self.territories.iter().map(|t| t.holder.clone()));
            } else {
                return Err(self.unknown(name, "territory or alliance"));
            }
        }
        group.codes.sort_unstable();
        group.codes.dedup();
        Ok(group)
    }

    /// Checks that every change speaks of a known alliance and known territories, even where no group uses it.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) with the nearest known name.
    pub fn check_changes(&self) -> Result<(), Error> {
        for change in self.changes {
            if !self.alliances.names().contains(&change.alliance.as_str()) {
                return Err(self.unknown(&change.alliance, "alliance"));
            }
            if let Some(code) = change.codes.iter().find(|code| !self.has(code)) {
                return Err(self.unknown(code, "territory"));
            }
        }
        Ok(())
    }

    fn add_alliance(&self, name: &str, group: &mut Group) -> Result<(), Error> {
        let mut codes = self.alliances.members(name, self.as_of)?;
        for change in self.changes.iter().filter(|change| change.alliance == name) {
            if change.joins {
                codes.extend(change.codes.iter().cloned());
                continue;
            }
            for code in &change.codes {
                if !codes.contains(code) {
                    return Err(Error::usage(format!(
                        "{code} is no member of {name} on {}, so it cannot be taken away",
                        self.as_of
                    ))
                    .remedy("leave out this ‹not_member›, or check ‹as_of›"));
                }
                codes.retain(|member| member != code);
            }
        }
        let missing: Vec<&str> = codes
            .iter()
            .map(String::as_str)
            .filter(|code| !self.has(code))
            .collect();
        if !missing.is_empty() {
            let what = format!(
                "the territories lack {} of {name} on {}",
                missing.join(", "),
                self.as_of
            );
            let remedy = format!(
                "add them to the territories, or pass ‹not_member› {name}={}",
                missing.join(",")
            );
            return Err(Error::usage(what).remedy(remedy));
        }
        for code in &codes {
            let row = self
                .alliances
                .status(name, code, self.as_of)
                .filter(|row| row.status == Status::Frozen);
            if let Some(row) = row {
                group.frozen += &format!("; {code} in {name} is frozen since {}", row.start);
            }
        }
        group.codes.extend(codes);
        group.alliances.push(name.to_owned());
        Ok(())
    }

    fn has(&self, code: &str) -> bool {
        self.territories
            .iter()
            .any(|territory| territory.holder == code)
    }

    fn unknown(&self, name: &str, sort: &str) -> Error {
        if let Some(part) = self.territories.iter().find(|t| t.code == name) {
            return Error::usage(format!(
                "{name} ({}) is a part of {}; groups are made of whole territories",
                part.name, part.holder
            ))
            .remedy(format!(
                "make it a territory of its own: ‹assign› {name}={name}"
            ));
        }
        let near = suggest::near(name, self.territories, self.alliances);
        let error =
            Error::usage(format!("there is no {sort} '{name}'")).because(Cause::UnknownName {
                name: name.to_owned(),
                near: near.iter().map(ToString::to_string).collect(),
            });
        match near {
            Some(near) => error.remedy(format!("did you mean {near}?")),
            None => error.remedy("`standoff data find WORD` looks for codes, names and alliances"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;
    use geo::MultiPolygon;
    use jiff::civil::date;

    fn known() -> Vec<Territory> {
        let named =
            |(code, name): (&str, &str)| Territory::new(code, name, MultiPolygon(Vec::new()));
        let known = [
            ("ARM", "Armenia"),
            ("BLR", "Belarus"),
            ("KAZ", "Kazakhstan"),
            ("KGZ", "Kyrgyzstan"),
            ("POL", "Poland"),
        ];
        known
            .into_iter()
            .chain([("RUS", "Russia"), ("TJK", "Tajikistan"), ("UKR", "Ukraine")])
            .map(named)
            .collect()
    }

    fn read(text: &str, changes: &[(&str, bool)]) -> Result<Group, Error> {
        let alliances = AllianceTable::shipped().expect("shipped");
        let changes: Result<Vec<_>, _> = changes
            .iter()
            .map(|(text, joins)| MemberChange::parse(text, *joins))
            .collect();
        let territories = known();
        let (as_of, changes) = (date(2021, 12, 17), &changes?[..]);
        let context = Context {
            territories: &territories,
            alliances: &alliances,
            as_of,
            changes,
        };
        context.check_changes()?;
        context.group(text)
    }

    #[test]
    fn codes_and_alliances_mix_and_each_territory_counts_once() {
        assert_eq!(
            read("UKR, RUS,UNION-STATE", &[]).expect("known").codes,
            ["BLR", "RUS", "UKR"]
        );
    }

    #[test]
    fn members_are_added_and_taken_away() {
        let group = read("CSTO", &[("CSTO=UKR", true), ("CSTO=ARM,TJK", false)]).expect("known");
        assert_eq!(group.codes, ["BLR", "KAZ", "KGZ", "RUS", "UKR"]);
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_nearest_and_a_code_is_not_guessed() {
        for (text, near) in [
            ("RSU", "data find"),
            ("Polnad", "POL"),
            ("CSTOO", "CSTO"),
            ("Belorus", "BLR"),
        ] {
            let error = read(text, &[]).expect_err(text);
            assert_eq!(error.kind, Kind::Usage);
            assert!(error.remedy.contains(near), "{error}");
        }
        assert!(!read("Q", &[]).expect_err("unknown").remedy.contains("mean"));
    }

    #[test]
    fn a_change_of_what_is_not_there_is_refused() {
        for (change, joins, what) in [
            ("CSTO=UKR", false, "UKR is no member of CSTO"),
            ("CSTO=UKA", true, "no territory 'UKA'"),
            ("NATOS=UKR", true, "no alliance 'NATOS'"),
            ("CSTO", true, "not understood"),
            ("CSTO=", true, "not understood"),
        ] {
            let error = read("CSTO", &[(change, joins)]).expect_err(change);
            assert!(
                error.kind == Kind::Usage && error.what.contains(what),
                "{error}"
            );
        }
    }

    #[test]
    fn a_member_without_territory_is_named() {
        let error = read("NATO", &[]).expect_err("only Poland is there");
        assert!(
            error.what.contains("CAN") && !error.what.contains("POL"),
            "{error}"
        );
    }
}
