//! The scenario file: TOML with `name`, `[defaults]`, `[grid]` and any number of `[[scenario]]`.
//!
//! Out: [`SweepFile`], in the order of the file, each value with its line and column. Whether a value makes sense is
//! [`Scenario`]'s business, later; what is checked here is its form.

use super::field::{About, Part, Takes};
use super::grid::{Axis, AxisValue};
use super::value::Scenario;
use crate::error::{Error, Place};
use crate::likeness::nearest_of;
use crate::units::Widths;
use serde_json::Value as Json;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What the file may hold at its top.
const TOP: [&str; 4] = ["name", "defaults", "grid", "scenario"];

/// Line and column, counted from 1.
pub type Spot = [usize; 2];

/// A field with its value and where that stands. `false`: the field is not chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Its name with `-` between words.
    pub flag: String,
    pub value: Json,
    pub spot: Spot,
}

/// The fields that scenarios of a file may choose.
pub fn known() -> impl Iterator<Item = &'static About> {
    (Scenario::FIELDS.iter()).filter(|about| about.part != Part::Beside)
}

/// How a field is called in a file.
pub fn key(about: &About) -> String {
    about.name.replace('_', "-")
}

/// The file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SweepFile {
    /// Names of the grid's scenarios: `{reading}, {width}`.
    pub name: Option<String>,
    pub defaults: Vec<Setting>,
    pub grid: Option<Vec<Axis>>,
    pub scenarios: Vec<Explicit>,
}

/// One `[[scenario]]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Explicit {
    pub name: String,
    pub flags: Vec<Setting>,
    pub grid: Vec<Axis>,
    pub spot: Spot,
}

/// Reads a scenario file; `file` is its name for messages.
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) with line and column: no TOML, an unknown key (with the nearest known one), a value
/// of the wrong form, an axis without values, a range that makes no sense.
pub fn parse(text: &str, file: &str) -> Result<SweepFile, Error> {
    let reader = Reader { text, file };
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        reader.wrong(at, format!("this is no TOML: {}", error.message()))
    })?;
    reader.whole(table.get_ref())
}

struct Reader<'a> {
    text: &'a str,
    file: &'a str,
}

type Value<'i> = Spanned<DeValue<'i>>;

impl Reader<'_> {
    fn whole(&self, table: &DeTable) -> Result<SweepFile, Error> {
        let mut out = SweepFile::default();
        for (key, value, at) in in_order(table) {
            match key {
                "name" => out.name = Some(self.text_of(key, value)?),
                "defaults" => out.defaults = self.flags(self.table(key, value)?, &[])?,
                "grid" => out.grid = Some(self.grid(key, value)?),
                "scenario" => {
                    let form = "write each scenario under [[scenario]]";
                    let list = value.get_ref().as_array();
                    let list = list.ok_or_else(|| self.form(value, key, "is no list", form))?;
                    for item in list.iter() {
                        out.scenarios.push(self.scenario(item)?);
                    }
                }
                _ => {
                    return Err(self.unknown(
                        key,
                        at,
                        &TOP,
                        "what stands at the top of a scenario file",
                    ));
                }
            }
        }
        if out.grid.is_none() && out.scenarios.is_empty() {
            return Err(self
                .wrong(
                    0,
                    "the file has no scenarios: neither [grid] nor [[scenario]]",
                )
                .remedy("give axes under [grid], such as width = [\"50km\", \"100km\"]"));
        }
        Ok(out)
    }

    fn scenario(&self, item: &Value) -> Result<Explicit, Error> {
        let table = self.table("scenario", item)?;
        let (mut name, mut grid) = (None, Vec::new());
        for (key, value, _) in in_order(table) {
            match key {
                "name" => name = Some(self.text_of(key, value)?),
                "grid" => grid = self.grid(key, value)?,
                _ => {}
            }
        }
        let start = item.span().start;
        Ok(Explicit {
            name: name.ok_or_else(|| {
                self.wrong(start, "this scenario has no name")
                    .remedy("add name = \"…\" to it: results are told apart by it")
            })?,
            flags: self.flags(table, &["name", "grid"])?,
            grid,
            spot: self.spot(start),
        })
    }

    /// The flags of a table, in its order, without the keys that mean something else.
    fn flags(&self, table: &DeTable, other: &[&str]) -> Result<Vec<Setting>, Error> {
        (in_order(table).into_iter())
            .filter(|(key, _, _)| !other.contains(key))
            .map(|(key, value, at)| {
                let about = flag(key).ok_or_else(|| self.unknown_flag(key, at, other))?;
                self.setting(about, value)
            })
            .collect()
    }

    fn setting(&self, about: &About, value: &Value) -> Result<Setting, Error> {
        let flag = key(about);
        let flag = flag.as_str();
        let list = |form: &str| {
            let items = value
                .get_ref()
                .as_array()
                .into_iter()
                .flat_map(|list| list.iter());
            items
                .map(|item| scalar(item).ok_or_else(|| self.form(item, flag, "is no text", form)))
                .collect::<Result<Vec<_>, _>>()
        };
        let is_list = value.get_ref().is_array();
        let flag_value = match (about.takes, value.get_ref().as_bool()) {
            (_, Some(false)) => Json::Bool(false),
            (Takes::Nothing, Some(true)) => Json::Bool(true),
            (Takes::Nothing, None) => {
                return Err(self.form(value, flag, "is a switch", "write true or false"));
            }
            (_, Some(true)) => {
                return Err(self.form(
                    value,
                    flag,
                    "needs a value",
                    "write it in quotes; false leaves the flag out",
                ));
            }
            (Takes::Pair, None) => {
                let pair = list("write two texts")?;
                if pair.len() != 2 {
                    let form = format!(
                        "write {flag} = [\"A\", \"B\"], and on an axis a list of such pairs"
                    );
                    return Err(self.form(value, flag, "takes two values", &form));
                }
                pair.into()
            }
            (Takes::Many, None) if is_list => {
                let texts = list("write a list of texts")?;
                if texts.is_empty() {
                    Json::Bool(false)
                } else {
                    texts.into()
                }
            }
            (Takes::One, None) if is_list => {
                return Err(self.form(
                    value,
                    flag,
                    "takes one value",
                    "put several of them under [grid]",
                ));
            }
            (Takes::One | Takes::Many, None) => {
                let text = scalar(value);
                text.ok_or_else(|| {
                    self.form(value, flag, "is no text", "write its value in quotes")
                })?
                .into()
            }
        };
        Ok(Setting {
            flag: flag.to_owned(),
            value: flag_value,
            spot: self.spot(value.span().start),
        })
    }

    fn grid(&self, key: &str, value: &Value) -> Result<Vec<Axis>, Error> {
        let axes = (in_order(self.table(key, value)?).into_iter())
            .map(|(key, value, at)| self.axis(key, value, at))
            .collect::<Result<Vec<_>, _>>()?;
        if axes.is_empty() {
            return Err(self
                .wrong(value.span().start, "the grid is empty")
                .remedy("give it an axis, such as width = [\"50km\", \"100km\"]"));
        }
        Ok(axes)
    }

    fn axis(&self, key: &str, value: &Value, at: usize) -> Result<Axis, Error> {
        let items: Vec<&Value> = match value.get_ref().as_array() {
            Some(list) => list.iter().collect(),
            None => vec![value],
        };
        if items.is_empty() {
            return Err(self
                .wrong(
                    value.span().start,
                    format!("the axis {key} has no values: the grid is empty"),
                )
                .remedy("give it one value at least, or take it out"));
        }
        let mut values = Vec::new();
        for item in items {
            match item.get_ref().as_table() {
                Some(table) => values.push(self.bundle(table, item)?),
                None => self.plain(key, item, at, &mut values)?,
            }
        }
        Ok(Axis {
            name: key.to_owned(),
            values,
            spot: self.spot(at),
        })
    }

    /// `{ name = "…", flag = …, flag = … }`: one value of an axis that sets several flags.
    fn bundle(&self, table: &DeTable, item: &Value) -> Result<AxisValue, Error> {
        let flags = self.flags(table, &["name"])?;
        let named = in_order(table)
            .into_iter()
            .find(|(key, _, _)| *key == "name");
        let label = match named {
            Some((key, value, _)) => self.text_of(key, value)?,
            None => {
                let labels: Vec<String> = flags.iter().map(label).collect();
                labels.join(" ")
            }
        };
        if label.is_empty() {
            return Err(self
                .wrong(
                    item.span().start,
                    "this value of an axis has neither a name nor flags",
                )
                .remedy("write { name = \"…\" } and the flags that it sets"));
        }
        Ok(AxisValue {
            label,
            flags,
            spot: self.spot(item.span().start),
        })
    }

    /// A value of the axis' own flag; a range of widths stands for as many values.
    fn plain(
        &self,
        key: &str,
        item: &Value,
        at: usize,
        out: &mut Vec<AxisValue>,
    ) -> Result<(), Error> {
        let about = flag(key).ok_or_else(|| {
            let error = self.unknown_flag(key, at, &[]);
            let remedy = format!(
                "{}; an axis of another name has tables: {key} = [{{ name = \"…\", reading = \"outer\" }}]",
                error.remedy
            );
            error.remedy(remedy)
        })?;
        let setting = self.setting(about, item)?;
        let mut push = |setting: Setting| {
            out.push(AxisValue {
                label: label(&setting),
                spot: setting.spot,
                flags: vec![setting],
            });
        };
        let (true, Json::String(text)) = (about.ranges, &setting.value) else {
            push(setting);
            return Ok(());
        };
        let widths: Widths = text
            .parse()
            .map_err(|error: Error| self.at(error, item.span().start))?;
        for width in widths.0 {
            push(Setting {
                value: width.text.into(),
                ..setting.clone()
            });
        }
        Ok(())
    }

    fn table<'a, 'i>(&self, key: &str, value: &'a Value<'i>) -> Result<&'a DeTable<'i>, Error> {
        let table = value.get_ref().as_table();
        table.ok_or_else(|| self.form(value, key, "is no table", &format!("write it as [{key}]")))
    }

    fn text_of(&self, key: &str, value: &Value) -> Result<String, Error> {
        let text = value
            .get_ref()
            .as_str()
            .filter(|text| !text.trim().is_empty());
        let text = text.ok_or_else(|| self.form(value, key, "is no text", "write it in quotes"))?;
        Ok(text.to_owned())
    }

    fn unknown_flag(&self, key: &str, at: usize, other: &[&str]) -> Error {
        let known: Vec<String> = known().map(self::key).collect();
        let mut names: Vec<&str> = known.iter().map(String::as_str).collect();
        names.extend(other);
        self.unknown(key, at, &names, "the long names of flags")
    }

    fn unknown(&self, key: &str, at: usize, names: &[&str], what: &str) -> Error {
        let error = self.wrong(at, format!("unknown key {key}"));
        match nearest_of(key, names.iter().copied()) {
            Some(near) => error.remedy(format!("did you mean {near}?")),
            None => error.remedy(format!("known are {what}: {}", names.join(", "))),
        }
    }

    fn form(&self, value: &Value, key: &str, what: &str, remedy: &str) -> Error {
        self.wrong(value.span().start, format!("{key} {what}"))
            .remedy(remedy)
    }

    fn wrong(&self, at: usize, what: impl Into<String>) -> Error {
        self.at(Error::usage(what), at)
    }

    fn at(&self, error: Error, at: usize) -> Error {
        error.at(place(self.file, self.spot(at)))
    }

    fn spot(&self, at: usize) -> Spot {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |i| i + 1);
        [
            before.matches('\n').count() + 1,
            before[line_start..].chars().count() + 1,
        ]
    }
}

/// A field by its name in a file.
fn flag(name: &str) -> Option<&'static About> {
    known().find(|about| key(about) == name)
}

/// The texts of a value: one, or those of a list; none of a switch.
pub fn texts(value: &Json) -> Vec<&str> {
    match value {
        Json::Array(all) => all.iter().filter_map(Json::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}

/// A spot in a file, for messages.
pub fn place(file: &str, spot: Spot) -> Place {
    Place {
        file: Some(file.to_owned()),
        line: Some(spot),
        ..Place::default()
    }
}

/// The entries of a table in the order of the file, with the byte where each key stands.
fn in_order<'a, 'i>(table: &'a DeTable<'i>) -> Vec<(&'a str, &'a Value<'i>, usize)> {
    let mut entries: Vec<_> = (table.iter())
        .map(|(key, value)| (key.get_ref().as_ref(), value, key.span().start))
        .collect();
    entries.sort_by_key(|(_, _, at)| *at);
    entries
}

/// A text, number or date as it would be typed.
fn scalar(value: &Value) -> Option<String> {
    Some(match value.get_ref() {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => return None,
    })
}

/// A flag's value as scenario names have it.
fn label(setting: &Setting) -> String {
    match &setting.value {
        Json::Bool(true) => setting.flag.clone(),
        Json::Bool(false) => format!("no {}", setting.flag),
        value => texts(value).join(" "),
    }
}
