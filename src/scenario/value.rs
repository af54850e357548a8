//! A scenario as a value: everything that makes a zone, the one form of a choice.
//!
//! The command line, files of many scenarios, published zones, readings of claims and the record in a result all make this value; its JSON
//! is that record (docs/zone-file.md, version 1) and what tells a sweep's scenarios apart. Values are written as users write them (`300km`,
//! `2021-12-17`); members stand in the order that stands here, what is not chosen is left out, so equal scenarios are equal bytes.

use super::field::{About, Field, FileChoice, Part, Sites};
use super::term::{Accuracy, Circle, Snap, StripTolerance, WidthIn};
use crate::border::line::Reading;
use crate::border::within::Within;
use crate::error::{Cause, Error};
use crate::likeness::nearest_of;
use crate::strip::Edges;
use crate::strip::sides::{Cap, Side};
use crate::units::{Share, Width};
use crate::zone::ThirdStates;
use jiff::civil::Date;
use serde::de::Error as _;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

macro_rules! scenario {
    ($($part:ident { $($(#[$about:meta])* $name:ident: $kind:ty,)* })*) => {
        /// Everything that makes a zone. The default chooses nothing: what is not chosen is as the command's help says.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Scenario {
            $($($(#[$about])* pub $name: $kind,)*)*
        }

        impl Scenario {
            /// Its fields, in order.
            pub const FIELDS: &[About] = &[$($(About {
                name: stringify!($name),
                part: Part::$part,
                takes: <$kind as Field>::TAKES,
                file: <$kind as Field>::FILE,
                ranges: <$kind as Field>::RANGES,
            },)*)*];

            /// What is chosen, by name, in order.
            pub fn chosen(&self) -> Vec<(&'static About, Value)> {
                let values = [$($(self.$name.is_chosen().then(|| self.$name.value()),)*)*];
                let all = Self::FIELDS.iter().zip(values);
                all.filter_map(|(about, value)| Some((about, value?))).collect()
            }

            /// Sets one field by its name; `told`: as the user has it.
            fn put(&mut self, name: &str, told: &str, value: &Value) -> Result<(), Error> {
                match name {
                    $($(stringify!($name) => self.$name = Field::read(told, value)?,)*)*
                    _ => {}
                }
                Ok(())
            }

            /// The files of a field.
            pub fn files_of(&mut self, name: &str) -> Vec<&mut FileChoice> {
                match name {
                    $($(stringify!($name) => self.$name.files(),)*)*
                    _ => Vec::new(),
                }
            }

            /// This scenario with `more` laid over it: what is chosen there takes the place of what is here, or, for the fields that
            /// `adds` says, joins it.
            #[must_use]
            pub fn with(mut self, more: Scenario, adds: &dyn Fn(&str) -> bool) -> Self {
                $($(if more.$name.is_chosen() {
                    if adds(stringify!($name)) {
                        Field::join(&mut self.$name, more.$name);
                    } else {
                        self.$name = more.$name;
                    }
                })*)*
                self
            }

            /// Without the fields that `keeps` does not name.
            #[must_use]
            pub fn only(mut self, keeps: &dyn Fn(&About) -> bool) -> Self {
                let mut fields = Self::FIELDS.iter();
                $($(if !fields.next().is_some_and(keeps) {
                    self.$name = Default::default();
                })*)*
                self
            }
        }
    };
}

// The order is that of the record, so a part may come twice.
scenario! {
    Zone {
        /// The published zone that the choices began with; they are all here.
        preset: Option<String>,
    }
    Strip {
        /// How far the strip reaches on each side.
        width: Vec<Width>,
        /// In place of a line: all within this range of the territory of `of`.
        reach: Vec<Width>,
    }
    Line {
        /// Whose territory `reach` starts from.
        of: Option<String>,
        /// The user's own line.
        border: Vec<FileChoice>,
        /// The border that two groups share.
        between: Option<[String; 2]>,
        /// The border of a group against everyone else.
        around: Option<String>,
        reading: Option<Reading>,
        /// Whether the coast joins a derived line.
        coast: bool,
        /// The day of alliances and worldviews.
        as_of: Option<Date>,
        /// Who joins an alliance: `NATO=UKR,GEO`.
        member: Vec<String>,
        /// Who leaves one.
        not_member: Vec<String>,
        /// A table of members in place of the shipped one.
        alliances: Option<FileChoice>,
        /// Only what of the line is in this box.
        within: Option<Within>,
        /// Finer borders for the line.
        borders: Option<FileChoice>,
        /// Borders within this distance of each other count as shared.
        snap: Option<Snap>,
        /// How the edges of the line run.
        edges: Option<Edges>,
        /// A system for all files, or `NAME=SYSTEM` for one.
        crs: Vec<String>,
        /// Whether an operation that leaves out a datum's shift is taken.
        allow_ballpark: bool,
    }
    Zone {
        /// Another width on some soil.
        width_in: Vec<WidthIn>,
        /// Whether the strip may enter states of neither group.
        third_states: Option<ThirdStates>,
        /// Whole territories that join.
        blanket: Vec<String>,
        /// Territories that are left out.
        exclude: Vec<String>,
        /// Polygons that are left out.
        except: Vec<FileChoice>,
        /// Circles that are left out.
        except_circle: Vec<Circle>,
        /// Districts of which whole ones are taken.
        snap_to: Option<FileChoice>,
        /// The share of a district that must be covered.
        snap_share: Option<Share>,
    }
    Strip {
        /// On which side of the line.
        side: Option<Side>,
        /// How the strip ends.
        cap: Option<Cap>,
    }
    Line {
        /// Territories in place of the shipped ones.
        territories: Option<FileChoice>,
        code_field: Option<String>,
        name_field: Option<String>,
        /// Who holds the disputed areas.
        worldview: Option<String>,
        /// Units with another holder: `RUS-KGD=RUS-KGD`.
        assign: Vec<String>,
        /// Whether disputed areas have rows of their own.
        disputed_rows: bool,
        /// Whether overseas pieces make no line.
        metropolitan: bool,
    }
    Strip {
        /// How far the outline may stand from the exact width.
        tolerance: Option<StripTolerance>,
    }
    Line {
        /// How good the border data is.
        data_accuracy: Option<Accuracy>,
    }
    Beside {
        /// The system that files are written in.
        out_crs: Option<String>,
        /// Polygons that have rows beside the territories; they change no zone.
        tabulate: Option<FileChoice>,
        tabulate_field: Option<String>,
        /// What was asked about sites.
        sites: Option<Sites>,
    }
}

/// Fields of which one alone chooses whose line.
pub const WHOSE: [&str; 4] = ["border", "between", "around", "reach"];

/// Fields that cannot be chosen together: the first with each of the others.
const APART: [(&str, &[&str]); 4] = [
    (
        "border",
        &[
            "between",
            "around",
            "reading",
            "coast",
            "as_of",
            "member",
            "not_member",
            "alliances",
            "borders",
            "snap",
            "third_states",
        ],
    ),
    ("around", &["between", "reading"]),
    (
        "reach",
        &["width", "border", "between", "around", "coast", "reading"],
    ),
    (
        "territories",
        &["worldview", "assign", "disputed_rows", "metropolitan"],
    ),
];

/// Fields that say something of another one only.
const NEEDS: [(&str, &str); 5] = [
    ("reach", "of"),
    ("code_field", "territories"),
    ("name_field", "territories"),
    ("snap_share", "snap_to"),
    ("tabulate_field", "tabulate"),
];

impl Scenario {
    /// What is known of a field; names may have `-` between their words.
    pub fn about(name: &str) -> Option<&'static About> {
        let name = name.replace('-', "_");
        Self::FIELDS.iter().find(|about| about.name == name)
    }

    /// Sets one field from its value as JSON has it.
    ///
    /// # Errors
    /// Of kind usage: a name that there is not, with the nearest; a value that it cannot have. The place is the caller's.
    pub fn set(&mut self, name: &str, value: &Value) -> Result<(), Error> {
        let Some(about) = Self::about(name) else {
            let known = Self::FIELDS.iter().map(|about| about.name);
            let near = nearest_of(&name.replace('-', "_"), known).map(|near| like(name, near));
            let error = Error::usage(format!("unknown key {name}")).because(Cause::UnknownField {
                name: name.to_owned(),
                near: near.clone(),
            });
            return Err(match near {
                Some(near) => error.remedy(format!("did you mean {near}?")),
                None => error,
            });
        };
        self.put(about.name, name, value).map_err(|error| {
            let field = about.name.to_owned();
            error.because(Cause::Value { field })
        })
    }

    /// From a table of names and values. Does not ask whether they go together, as [`Scenario::check`] does.
    ///
    /// # Errors
    /// As [`Scenario::set`].
    pub fn of(values: &Map<String, Value>) -> Result<Self, Error> {
        let mut scenario = Scenario::default();
        for (name, value) in values {
            scenario.set(name, value)?;
        }
        Ok(scenario)
    }

    /// The values by name, in order.
    pub fn values(&self) -> Map<String, Value> {
        (self.chosen().into_iter())
            .map(|(about, value)| (about.name.to_owned(), value))
            .collect()
    }

    /// Whether a field is chosen.
    pub fn has(&self, name: &str) -> bool {
        self.chosen().iter().any(|(about, _)| about.name == name)
    }

    /// Fields that cannot be chosen together, or one that says something of another that is not: the one to be told, and the other.
    pub fn clash(&self) -> Option<Clash> {
        let chosen = self.chosen();
        let has = |name: &str| chosen.iter().any(|(about, _)| about.name == name);
        for (name, others) in APART {
            if let (true, Some(other)) = (has(name), others.iter().find(|other| has(other))) {
                return Some(Clash::Apart(name, other));
            }
        }
        (NEEDS.into_iter())
            .find(|(name, other)| has(name) && !has(other))
            .map(|(name, other)| Clash::Needs(name, other))
    }

    /// Asks whether the choices go together.
    ///
    /// # Errors
    /// Of kind usage, by the names of the fields.
    pub fn check(&self) -> Result<(), Error> {
        let field = |name: &str| format!("‹{name}›");
        let clash = self.clash();
        clash.map_or(Ok(()), |clash| Err(clash.error(&field)))
    }

    /// The JSON of what is chosen of a part and of those before it: equal texts, equal lines or strips.
    pub fn key(&self, last: Part) -> String {
        let mut chosen = self.chosen();
        chosen.retain(|(about, _)| about.part <= last);
        let values = chosen.into_iter();
        let values = values.map(|(about, value)| (about.name.to_owned(), value));
        Value::Object(values.collect()).to_string()
    }

    /// `reach` and `of` in the other fields' words: the outline of the group, with its whole territory; other scenarios as they are.
    ///
    /// # Errors
    /// Of kind usage, for a group without a reach.
    pub fn reach_told(mut self) -> Result<Self, Error> {
        if let Some(group) = &self.of {
            if self.reach.is_empty() {
                return Err(Error::usage(
                    "‹of› says whose reach is meant, but no ‹reach› is given",
                )
                .remedy(format!("write ‹reach› 500km ‹of› {group}")));
            }
            self.width = std::mem::take(&mut self.reach);
            self.around = Some(group.clone());
            self.coast = true;
            self.blanket.push(group.clone());
        }
        Ok(self)
    }
}

/// Two fields of which the first is wrong with the second, or without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clash {
    Apart(&'static str, &'static str),
    Needs(&'static str, &'static str),
}

impl Clash {
    /// The field that is wrong.
    pub fn field(self) -> &'static str {
        match self {
            Clash::Apart(name, _) | Clash::Needs(name, _) => name,
        }
    }

    /// In words; `told`: how fields are called where the user has written them.
    pub fn error(self, told: &dyn Fn(&str) -> String) -> Error {
        let cause = match self {
            Clash::Apart(field, other) => Cause::Apart { field, other },
            Clash::Needs(field, other) => Cause::Needs { field, other },
        };
        match self {
            Clash::Apart(a, b) => {
                let (a, b) = (told(a), told(b));
                Error::usage(format!("{a} cannot be used with {b}"))
                    .remedy(format!("leave out {a} or {b}"))
                    .because(cause)
            }
            Clash::Needs(a, b) => {
                let (a, b) = (told(a), told(b));
                Error::usage(format!("{a} is of no use without {b}"))
                    .remedy(format!("give {b} too, or leave out {a}"))
                    .because(cause)
            }
        }
    }
}

/// A name with the mark between words that another has.
fn like(own: &str, name: &str) -> String {
    match own.contains('_') {
        true => name.to_owned(),
        false => name.replace('_', "-"),
    }
}

impl Serialize for Scenario {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        for (about, value) in self.chosen() {
            map.serialize_entry(about.name, &value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Scenario {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let values = Map::deserialize(from)?;
        Scenario::of(&values).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests;
