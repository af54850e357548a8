//! What a name means beside the territories that are there.

use super::fold::fold;
use super::table::{Entry, Kind, NameTable};
use crate::border::alliance::AllianceTable;
use crate::border::group::ALL;
use crate::border::territory::Territory;
use crate::border::worldview::Worldview;
use crate::error::Error;
use crate::load::shipped;

/// What names are read against.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    pub territories: &'a [Territory],
    pub alliances: &'a AllianceTable,
    /// Of the shipped territories; `None` where they are the user's own.
    pub worldview: Option<&'a Worldview>,
}

/// A text with codes in place of its names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    pub text: String,
    /// `Russia: RUS` for each name that was no code as it stands.
    pub notes: Vec<String>,
}

impl Told {
    /// Puts a name and what it was understood as behind the text.
    pub(super) fn push(&mut self, name: &str, meaning: &str) {
        if !self.text.is_empty() {
            self.text.push(',');
        }
        self.text += meaning;
        if name != meaning {
            self.notes.push(format!("{name}: {meaning}"));
        }
    }
}

impl Words<'_> {
    /// Puts codes in place of the names of a comma list. A name that nobody has stays as it is, for whoever uses it to refuse.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) for a name of several, with all of them; for a place that is no territory of its own,
    /// with what to write instead; for a state that the territories lack.
    pub fn understand(&self, text: &str) -> Result<Told, Error> {
        let mut told = Told::default();
        for name in text.split(',').map(str::trim) {
            told.push(name, &self.one(name)?);
        }
        Ok(told)
    }

    /// The same for the name of an alliance, which stays as it is where it is none.
    pub fn alliance(&self, name: &str) -> Result<Told, Error> {
        let known = self.alliances.names();
        let mut found = known.iter().find(|n| **n == name);
        found = found.or_else(|| known.iter().find(|n| n.eq_ignore_ascii_case(name)));
        let row = || {
            NameTable::shipped()
                .map(|table| table.find(name).find(|row| row.kind == Kind::Alliance))
        };
        let meaning = match found {
            Some(found) => (*found).to_owned(),
            None => row()?.map_or_else(|| name.to_owned(), |row| row.codes[0].clone()),
        };
        let mut told = Told::default();
        told.push(name, &meaning);
        Ok(told)
    }

    fn one(&self, name: &str) -> Result<String, Error> {
        if name.is_empty() || self.has(name) || self.is_alliance(name) || name == ALL {
            return Ok(name.to_owned());
        }
        let mut same: Vec<&str> = (self.territories.iter())
            .flat_map(|t| [t.code.as_str(), t.holder.as_str()])
            .filter(|code| code.eq_ignore_ascii_case(name))
            .collect();
        same.sort_unstable();
        same.dedup();
        match same[..] {
            [] => {}
            [code] => return Ok(code.to_owned()),
            _ => return Err(self.several(name, same.into_iter().map(str::to_owned))),
        }
        let names = self.alliances.names();
        let mut blocs = names.iter().chain([&ALL]);
        if let Some(bloc) = blocs.find(|bloc| bloc.eq_ignore_ascii_case(name)) {
            return Ok((*bloc).to_owned());
        }
        match self.worldview {
            Some(world) => self.shipped(name, world),
            None => self.own(name),
        }
    }

    /// A name beside the shipped territories, whose names are all in the table.
    fn shipped(&self, name: &str, world: &Worldview) -> Result<String, Error> {
        let heads = shipped::heads()?;
        if let Some(head) = heads.iter().find(|h| h.code.eq_ignore_ascii_case(name)) {
            return self.units(head.code, &[head.code.to_owned()], world);
        }
        let Some(row) = NameTable::shipped()?.find(name).next() else {
            return Ok(name.to_owned());
        };
        match row.kind {
            Kind::Name | Kind::Code | Kind::Unit => self.units(name, &row.codes, world),
            Kind::Group | Kind::Alliance => Ok(row.codes.join(",")),
            Kind::Choice => Err(self.several(name, row.codes.iter().cloned())),
            Kind::Within | Kind::Former => Err(self.elsewhere(name, row)),
        }
    }

    /// A name beside the user's own territories.
    fn own(&self, name: &str) -> Result<String, Error> {
        let key = fold(name);
        let mut found: Vec<String> = (self.territories.iter())
            .filter(|t| fold(&t.name) == key)
            .map(|t| t.code.clone())
            .collect();
        let table = NameTable::shipped()?;
        // A shipped code that the file has not may be another code of one that it has.
        let heads = shipped::heads()?;
        let head = heads.iter().find(|h| h.code.eq_ignore_ascii_case(name));
        found.extend(head.and_then(|h| self.in_file(h.code, table)));
        let mut other = None;
        for row in table.find(name) {
            let codes: Option<Vec<String>> = row
                .codes
                .iter()
                .map(|code| self.in_file(code, table))
                .collect();
            match (row.kind, codes) {
                (Kind::Alliance, _) => found.push(row.codes.join(",")),
                (Kind::Choice | Kind::Within | Kind::Former, _) | (_, None) => other = Some(row),
                (_, Some(codes)) => found.push(codes.join(",")),
            }
        }
        found.sort_unstable();
        found.dedup();
        match (&found[..], other) {
            ([one], _) => Ok(one.clone()),
            ([], None) => Ok(name.to_owned()),
            ([], Some(row)) if row.kind == Kind::Choice => {
                let codes = row
                    .codes
                    .iter()
                    .map(|code| self.in_file(code, table).unwrap_or_else(|| code.clone()));
                Err(self.several(name, codes))
            }
            ([], Some(row)) => Err(Error::usage(format!(
                "{name} is {} in the shipped data, which the territories given have not",
                row.codes.join(",")
            ))
            .remedy(format!("name one of theirs: {}", self.few()))),
            _ => Err(self.several(name, found.into_iter())),
        }
    }

    /// What the user's own territories call a shipped one: by its code, or by another code of it.
    fn in_file(&self, code: &str, table: &NameTable) -> Option<String> {
        let mut codes = std::iter::once(code).chain(table.codes_of(code));
        codes.find(|code| self.has(code)).map(str::to_owned)
    }

    /// Units as territories: those with a row of their own, and those that one of them holds.
    fn units(&self, name: &str, codes: &[String], world: &Worldview) -> Result<String, Error> {
        let heads = shipped::heads()?;
        let mut whole: Vec<String> = Vec::new();
        for code in codes {
            let holder = (heads.iter().find(|h| h.code == code))
                .map_or(code.as_str(), |h| world.holder(h.code, h.defacto));
            let own = if self.has(code) {
                code
            } else if codes.iter().any(|of| of == holder) && self.has(holder) {
                holder
            } else {
                return Err(part(name, codes, holder, world, &heads));
            };
            if !whole.iter().any(|of| of == own) {
                whole.push(own.to_owned());
            }
        }
        Ok(whole.join(","))
    }

    fn elsewhere(&self, name: &str, row: &Entry) -> Error {
        let codes = row.codes.join(",");
        let outline = "or give an outline of your own with ‹territories› FILE";
        if row.kind == Kind::Former {
            return Error::usage(format!(
                "{name} is on no map of today ({}); its territories are {codes} now",
                row.source
            ))
            .remedy(format!("name those, {codes}, {outline}"));
        }
        Error::usage(format!(
            "{name} lies in {}, and is no territory or unit of its own in the shipped data",
            self.told(&codes)
        ))
        .remedy(format!("name {codes}, {outline}"))
    }

    fn several(&self, name: &str, codes: impl Iterator<Item = String>) -> Error {
        let codes: Vec<String> = codes.collect();
        let told: Vec<String> = codes.iter().map(|code| self.told(code)).collect();
        Error::usage(format!("{name} can mean {}", told.join(" or "))).remedy(format!(
            "write the code of the one that is meant, or all: {}",
            codes.join(",")
        ))
    }

    /// `RUS (Russia)`.
    fn told(&self, code: &str) -> String {
        let own = self.territories.iter().find(|t| t.code == code);
        let heads = shipped::heads().unwrap_or_default();
        let head = heads.iter().find(|head| head.code == code);
        match own.map(|t| t.name.as_str()).or(head.map(|h| h.name)) {
            Some(name) if name != code => format!("{code} ({name})"),
            _ => code.to_owned(),
        }
    }

    /// The first codes of the territories.
    fn few(&self) -> String {
        const FEW: usize = 8;
        let codes: Vec<&str> = (self.territories.iter().take(FEW))
            .map(|t| t.code.as_str())
            .collect();
        let more = if self.territories.len() > FEW {
            ", …"
        } else {
            ""
        };
        format!("{}{more}", codes.join(", "))
    }

    fn has(&self, name: &str) -> bool {
        (self.territories.iter()).any(|t| t.code == name || t.holder == name)
    }

    fn is_alliance(&self, name: &str) -> bool {
        self.alliances.names().contains(&name)
    }
}

/// That a place is a part of a holder.
fn part(
    name: &str,
    codes: &[String],
    holder: &str,
    world: &Worldview,
    heads: &[shipped::Head],
) -> Error {
    let told = match codes {
        [one] => {
            let head = heads.iter().find(|h| h.code == one);
            head.map_or_else(|| one.clone(), |h| format!("{one} ({})", h.name))
        }
        _ => codes.join(" with "),
    };
    let told = if codes == [name] || name.eq_ignore_ascii_case(&codes[0]) {
        told
    } else {
        format!("{name}, {told},")
    };
    let first = &codes[0];
    let assign: Vec<String> = (codes.iter())
        .map(|code| format!("‹assign› {code}={first}"))
        .collect();
    Error::usage(format!(
        "{told} is a part of {holder}, no territory of its own"
    ))
    .remedy(format!(
        "make it one: {}; or name {holder}, which holds it in the worldview {}",
        assign.join(" "),
        world.name()
    ))
}
