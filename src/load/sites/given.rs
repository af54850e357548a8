//! The input's own columns: what sites have beside id, name and place, handed on as it stands.

use super::{Items, Remarks};
use crate::error::Place;
use crate::load::document::Feature;
use crate::load::notes::{Note, Spot};
use csv::ByteRecord;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Whole numbers up to here are doubles without loss.
const WHOLE: u64 = 1 << 53;

/// What a column's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Text,
    Number,
    Whole,
}

/// A column of the input.
#[derive(Clone, Debug)]
pub struct Column {
    /// As the input has it; empty where it has none.
    pub name: String,
    pub sort: Sort,
}

/// A value of one.
#[derive(Clone, Copy, Debug)]
pub enum Given<'a> {
    Nothing,
    Text(&'a str),
    Json(&'a Value),
}

/// What a site has beside the geometry.
#[derive(Clone, Debug)]
pub enum Own<'a> {
    /// Nothing is kept.
    Nothing,
    Row(Vec<Cow<'a, str>>),
    Properties(Cow<'a, Map<String, Value>>),
}

impl Own<'_> {
    /// The value of a column by its place among [`super::Sites::own_columns`].
    pub fn value(&self, place: usize, column: &Column) -> Given<'_> {
        match self {
            Own::Nothing => Given::Nothing,
            Own::Row(cells) => match cells.get(place) {
                Some(cell) if !cell.is_empty() => Given::Text(cell),
                _ => Given::Nothing,
            },
            Own::Properties(properties) => match properties.get(&column.name) {
                Some(Value::Null) | None => Given::Nothing,
                Some(value) => Given::Json(value),
            },
        }
    }
}

/// The columns of a table.
pub(super) fn of_header(names: &[String]) -> Vec<Column> {
    let text = |name: &String| Column {
        name: name.clone(),
        sort: Sort::Text,
    };
    names.iter().map(text).collect()
}

/// The columns of some features' properties, in the order in which they come. `all`: no others follow, so that a column of numbers
/// is one.
pub(super) fn of_properties<'p>(
    properties: impl Iterator<Item = &'p Map<String, Value>>,
    all: bool,
) -> Vec<Column> {
    let mut found: Map<String, Value> = Map::new();
    let mut sorts: Vec<Option<Sort>> = Vec::new();
    for (name, value) in properties.flatten() {
        let place = match found.get(name).and_then(Value::as_u64) {
            Some(place) => place as usize,
            None => {
                found.insert(name.clone(), Value::from(sorts.len()));
                sorts.push(None);
                sorts.len() - 1
            }
        };
        let own = match value {
            Value::Null => continue,
            Value::Number(number) if number.is_f64() => Sort::Number,
            Value::Number(number) if number.as_i64().is_some_and(|n| n.unsigned_abs() < WHOLE) => {
                Sort::Whole
            }
            _ => Sort::Text,
        };
        sorts[place] = Some(match sorts[place] {
            Some(before) if before != own => match (before, own) {
                (Sort::Text, _) | (_, Sort::Text) => Sort::Text,
                _ => Sort::Number,
            },
            _ => own,
        });
    }
    let column = |(name, sort): (String, Option<Sort>)| Column {
        name,
        sort: sort.filter(|_| all).unwrap_or(Sort::Text),
    };
    let names = found.into_iter().map(|(name, _)| name);
    names.zip(sorts).map(column).collect()
}

/// The properties of features, one a text; what cannot be read is left to the reading.
pub(super) fn of_lines(lines: &Items, all: bool) -> Vec<Column> {
    let Items::Lines(_, rows) = lines else {
        return Vec::new();
    };
    let read = |(_, text): &(u64, String)| {
        let mut object = serde_json::from_str::<Map<String, Value>>(text).ok()?;
        match object.remove("properties") {
            Some(Value::Object(properties)) => Some(properties),
            _ => None,
        }
    };
    let properties: Vec<_> = rows.iter().filter_map(read).collect();
    of_properties(properties.iter(), all)
}

/// The cells of a row. Text that is no UTF-8 is told of.
pub(super) fn of_row<'a>(
    row: &'a ByteRecord,
    place: impl FnOnce() -> Place,
    remarks: &mut Remarks,
) -> Own<'a> {
    let mut broken = false;
    let cell = |cell: &'a [u8]| {
        let text = String::from_utf8_lossy(cell);
        broken |= matches!(text, Cow::Owned(_));
        text
    };
    let cells = row.iter().map(cell).collect();
    if broken {
        remarks.notes.add(Note::NotUtf8, place);
    }
    Own::Row(cells)
}

/// The properties of a feature that came alone; those that have no column are told of.
pub(super) fn of_line(
    feature: Feature,
    columns: &[Column],
    spot: &Spot,
    remarks: &mut Remarks,
) -> Own<'static> {
    let known = |name: &String| columns.iter().any(|column| column.name == *name);
    if !feature.properties.keys().all(known) {
        remarks.notes.add(Note::LateProperty, || spot.place());
    }
    Own::Properties(Cow::Owned(feature.properties))
}

/// The first column, where there is none named `id` and one of its words says that it is one: `event_id_cnty`, `fid`, `OBJECTID`.
pub(super) fn likely_id<S: AsRef<str>>(names: &[S]) -> Option<&str> {
    const WORDS: [&str; 6] = ["id", "fid", "gid", "uid", "uuid", "objectid"];
    let is_id = |name: &S| name.as_ref().eq_ignore_ascii_case("id");
    let first = names.first().filter(|_| !names.iter().any(is_id))?.as_ref();
    let mut words = first.split(|c: char| !c.is_alphanumeric());
    words
        .any(|word| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)))
        .then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn sorts(properties: &[Value], all: bool) -> Vec<(String, Sort)> {
        let maps: Vec<_> = (properties.iter())
            .map(|p| p.as_object().expect("an object").clone())
            .collect();
        let columns = of_properties(maps.iter(), all);
        columns.into_iter().map(|c| (c.name, c.sort)).collect()
    }

    #[test]
    fn a_column_is_of_numbers_where_all_its_values_are() {
        let given = [
            json!({"a": 1, "b": 1, "c": "x", "d": null}),
            json!({"b": 1.5, "c": 2, "a": null, "e": 9_007_199_254_740_993_u64}),
        ];
        let expected = [
            ("a", Sort::Whole),
            ("b", Sort::Number),
            ("c", Sort::Text),
            ("d", Sort::Text),
            ("e", Sort::Text),
        ];
        assert_eq!(sorts(&given, true), expected.map(|(n, s)| (n.into(), s)));
        assert!(sorts(&given, false).iter().all(|(_, s)| *s == Sort::Text));
    }

    #[test]
    fn a_first_column_that_says_it_is_an_id_is_one_where_none_is_named_so() {
        for (names, id) in [
            (&["event_id_cnty", "country"][..], Some("event_id_cnty")),
            (&["OBJECTID", "name"], Some("OBJECTID")),
            (&["fid", "ID"], None),
            (&["name", "site_id"], None),
            (&["idle", "x"], None),
            (&[], None),
        ] {
            assert_eq!(likely_id(names), id, "{names:?}");
        }
    }
}
