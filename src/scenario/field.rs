//! Fields of a scenario: whether one is chosen, its value as JSON has it, and back; files stand by their names.

use super::term::Term;
use crate::error::Error;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A file: as the user names it, or, where a result records it, by base name and checksum.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FileChoice {
    /// What is opened; in a record without its folder; `-` is standard input, `osm` the set of `make data-osm`.
    pub name: String,
    /// In a record; else it stands in the name, `FILE:LAYER`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer: Option<String>,
    /// SHA-256 in hexadecimal; `None` where it was not kept, as in files of older versions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

impl From<&str> for FileChoice {
    fn from(name: &str) -> Self {
        FileChoice {
            name: name.to_owned(),
            ..FileChoice::default()
        }
    }
}

/// How many values a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// It is on or off.
    Nothing,
    One,
    /// Two at once.
    Pair,
    /// Any number.
    Many,
}

/// What is chosen first by it: whoever has the line the same can use its line, and so on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The line and the territories.
    Line,
    /// The strips of a line.
    Strip,
    /// What of them belongs, and what it is called.
    Zone,
    /// Nothing of these: what else a result says.
    Beside,
}

/// What is known of a field.
#[derive(Clone, Copy, Debug)]
pub struct About {
    /// With `_` between words.
    pub name: &'static str,
    pub part: Part,
    pub takes: Takes,
    /// Whether its values are files.
    pub file: bool,
    /// Whether one text may stand for many values.
    pub ranges: bool,
}

/// The value of a field.
pub trait Field: Default {
    const TAKES: Takes;
    const FILE: bool = false;
    const RANGES: bool = false;

    fn is_chosen(&self) -> bool;

    fn value(&self) -> Value;

    /// `name`: the field's, as it is told.
    ///
    /// # Errors
    /// Of kind usage: a value of another form, or none.
    fn read(name: &str, value: &Value) -> Result<Self, Error>;

    /// The files that are named.
    fn files(&mut self) -> Vec<&mut FileChoice> {
        Vec::new()
    }

    /// Adds another's values, where there may be many; else takes their place.
    fn join(&mut self, more: Self) {
        *self = more;
    }
}

impl Field for bool {
    const TAKES: Takes = Takes::Nothing;

    fn is_chosen(&self) -> bool {
        *self
    }

    fn value(&self) -> Value {
        Value::Bool(*self)
    }

    fn read(name: &str, value: &Value) -> Result<Self, Error> {
        let on = value.as_bool();
        on.ok_or_else(|| form(name, "is a switch", "write true or false"))
    }
}

impl<T: Term> Field for Option<T> {
    const TAKES: Takes = Takes::One;

    fn is_chosen(&self) -> bool {
        self.is_some()
    }

    fn value(&self) -> Value {
        self.as_ref().map_or(Value::Null, |term| term.told().into())
    }

    fn read(name: &str, value: &Value) -> Result<Self, Error> {
        match value {
            Value::Null => Ok(None),
            value => (T::read(&text(name, value)?).map(Some)).map_err(|error| of(name, error)),
        }
    }
}

impl<T: Term> Field for Vec<T> {
    const TAKES: Takes = Takes::Many;
    const RANGES: bool = T::RANGES;

    fn is_chosen(&self) -> bool {
        !self.is_empty()
    }

    fn value(&self) -> Value {
        self.iter().map(|term| Value::from(term.told())).collect()
    }

    fn read(name: &str, value: &Value) -> Result<Self, Error> {
        let mut all = Vec::new();
        for one in list(value) {
            all.extend(T::read_all(&text(name, one)?).map_err(|error| of(name, error))?);
        }
        Ok(all)
    }

    fn join(&mut self, more: Self) {
        self.extend(more);
    }
}

impl Field for Option<[String; 2]> {
    const TAKES: Takes = Takes::Pair;

    fn is_chosen(&self) -> bool {
        self.is_some()
    }

    fn value(&self) -> Value {
        self.iter()
            .flatten()
            .map(|one| Value::from(one.as_str()))
            .collect()
    }

    fn read(name: &str, value: &Value) -> Result<Self, Error> {
        let all = list(value).iter().map(|one| text(name, one));
        let all = all.collect::<Result<Vec<_>, _>>()?;
        match <[String; 2]>::try_from(all) {
            Ok(pair) => Ok(Some(pair)),
            Err(all) if all.is_empty() => Ok(None),
            Err(_) => Err(form(
                name,
                "takes two values",
                &format!("write {name} = [\"A\", \"B\"]"),
            )),
        }
    }
}

impl Field for Option<FileChoice> {
    const TAKES: Takes = Takes::One;
    const FILE: bool = true;

    fn is_chosen(&self) -> bool {
        self.is_some()
    }

    fn value(&self) -> Value {
        self.as_ref().map_or(Value::Null, object)
    }

    fn read(name: &str, value: &Value) -> Result<Self, Error> {
        match value {
            Value::Null => Ok(None),
            value => file(name, value).map(Some),
        }
    }

    fn files(&mut self) -> Vec<&mut FileChoice> {
        self.iter_mut().collect()
    }
}

impl Field for Vec<FileChoice> {
    const TAKES: Takes = Takes::Many;
    const FILE: bool = true;

    fn is_chosen(&self) -> bool {
        !self.is_empty()
    }

    fn value(&self) -> Value {
        self.iter().map(object).collect()
    }

    fn read(name: &str, value: &Value) -> Result<Self, Error> {
        list(value).iter().map(|one| file(name, one)).collect()
    }

    fn files(&mut self) -> Vec<&mut FileChoice> {
        self.iter_mut().collect()
    }

    fn join(&mut self, more: Self) {
        self.extend(more);
    }
}

/// What was asked about sites; nothing of it changes a zone.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sites {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<FileChoice>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub places: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_population: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only: Option<String>,
    #[serde(rename = "where", skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_name_field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon_field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat_field: Option<String>,
}

impl Field for Option<Sites> {
    const TAKES: Takes = Takes::One;

    fn is_chosen(&self) -> bool {
        self.is_some()
    }

    fn value(&self) -> Value {
        self.as_ref().map_or(Value::Null, object)
    }

    fn read(name: &str, value: &Value) -> Result<Self, Error> {
        serde_json::from_value(value.clone())
            .map_err(|error| form(name, "cannot be read", &error.to_string()))
    }
}

/// Of a type with members, of which every one can be written.
fn object<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or_else(|_| Map::new().into())
}

fn file(name: &str, value: &Value) -> Result<FileChoice, Error> {
    match value {
        Value::Object(_) => serde_json::from_value(value.clone()).map_err(|error| {
            form(
                name,
                "is no file",
                &format!("write its name, in quotes ({error})"),
            )
        }),
        own => Ok(text(name, own)?.as_str().into()),
    }
}

/// A list, or the one value that stands for itself.
fn list(value: &Value) -> &[Value] {
    match value {
        Value::Null => &[],
        Value::Array(all) => all,
        one => std::slice::from_ref(one),
    }
}

/// A text, or a number as it would be typed.
fn text(name: &str, value: &Value) -> Result<String, Error> {
    match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Bool(true) => Err(form(name, "needs a value", "write it in quotes")),
        Value::Array(_) => Err(form(name, "takes one value", "write one text")),
        _ => Err(form(name, "is no text", "write its value in quotes")),
    }
}

fn form(name: &str, what: &str, remedy: &str) -> Error {
    Error::usage(format!("{name} {what}")).remedy(remedy)
}

fn of(name: &str, error: Error) -> Error {
    let what = format!("{name}: {}", error.what);
    error.saying(what)
}
