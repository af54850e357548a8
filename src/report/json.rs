//! The overlap table as JSON: one array of objects, or one object a line (NDJSON). An unknown value is `null`.
//!
//! Numbers are written from their decimals: serde_json would give `1e-6` and drop zeros. `<` is escaped in strings, so that
//! the text can stand inside a web page as it is.

use super::model::{COLUMNS, OverlapRow, Value};
use super::rows::number_text;
use serde_json::Value as Json;
use std::io::{self, Write};

/// Writes an array, one object a line.
///
/// # Errors
/// What `out` gives.
pub fn write(rows: &[OverlapRow], out: &mut dyn Write) -> io::Result<()> {
    let mut text = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        text.extend_from_slice(if i == 0 { b"[\n" } else { b",\n" });
        push_object(&mut text, row);
        out.write_all(&text)?;
        text.clear();
    }
    out.write_all(if rows.is_empty() { b"[]\n" } else { b"\n]\n" })?;
    out.flush()
}

/// Writes one object a line (NDJSON).
///
/// # Errors
/// What `out` gives.
pub fn write_lines(rows: &[OverlapRow], out: &mut dyn Write) -> io::Result<()> {
    let mut text = Vec::new();
    for row in rows {
        push_object(&mut text, row);
        text.push(b'\n');
        out.write_all(&text)?;
        text.clear();
    }
    out.flush()
}

fn push_object(out: &mut Vec<u8>, row: &OverlapRow) {
    out.push(b'{');
    let names = COLUMNS.iter().copied();
    push_members(out, names.zip(row.values()).chain(row.more()));
    out.push(b'}');
}

/// The members of an object, with commas between.
pub(crate) fn push_members<'a>(
    out: &mut Vec<u8>,
    members: impl IntoIterator<Item = (&'a str, Value<'a>)>,
) {
    for (i, (name, value)) in members.into_iter().enumerate() {
        if i > 0 {
            out.push(b',');
        }
        push_string(out, name);
        out.push(b':');
        match value {
            Value::Text(text) => push_string(out, text),
            Value::Number(number) => out.extend_from_slice(number.to_string().as_bytes()),
            Value::Empty => out.extend_from_slice(b"null"),
        }
    }
}

/// A value of a user's file, with strings as [`push_string`] writes them.
pub(super) fn push_given(out: &mut Vec<u8>, given: &Json) {
    match given {
        Json::String(text) => push_string(out, text),
        Json::Array(items) => {
            out.push(b'[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                push_given(out, item);
            }
            out.push(b']');
        }
        Json::Object(members) => {
            out.push(b'{');
            for (i, (name, value)) in members.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                push_string(out, name);
                out.push(b':');
                push_given(out, value);
            }
            out.push(b'}');
        }
        Json::Number(number) => out.extend_from_slice(number_text(number).as_bytes()),
        plain => out.extend_from_slice(plain.to_string().as_bytes()),
    }
}

pub(super) fn push_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    for c in text.chars() {
        match c {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\n' => out.extend_from_slice(b"\\n"),
            // JavaScript before 2019 took the last two for line ends inside a string.
            c if c < ' ' || matches!(c, '<' | '\u{7f}' | '\u{2028}' | '\u{2029}') => {
                out.extend_from_slice(format!("\\u{:04x}", c as u32).as_bytes());
            }
            c => out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::*;
    use super::super::model::rows;
    use super::*;
    use crate::units::Metres;

    fn table(names: &[&str]) -> Vec<OverlapRow> {
        let territories: Vec<_> = names.iter().map(|n| territory("RUS", n)).collect();
        let result = overlaps((0..names.len()).map(|i| overlap(i, 1.0, 0.0)).collect());
        rows(&[(Metres(300e3), &result)], &territories, &labels())
    }

    #[test]
    fn any_name_comes_back_and_none_opens_a_tag() {
        let names = [
            "<img onerror=\"alert(1)\">",
            "a\nb\tc\u{1}\\",
            "Côte d'Ivoire",
            "\u{2028}</script>",
            "😀",
        ];
        let mut out = Vec::new();
        write(&table(&names), &mut out).expect("memory does not fail");
        let text = String::from_utf8(out).expect("UTF-8");
        assert!(!text.contains('<'));
        let parsed: Vec<serde_json::Value> = serde_json::from_str(&text).expect("JSON");
        let back: Vec<_> = parsed
            .iter()
            .map(|r| r["name"].as_str().expect("a string"))
            .collect();
        assert_eq!(back, names);
        let keys: Vec<_> = parsed[0]
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect();
        assert_eq!(keys, COLUMNS);
    }

    #[test]
    fn digits_are_those_of_the_csv_and_unknown_is_null() {
        let rows = table(&["Russia"]);
        let (mut lines, mut csv) = (Vec::new(), Vec::new());
        write_lines(&rows, &mut lines).expect("memory does not fail");
        super::super::csv::write(&rows, &mut csv).expect("memory does not fail");
        assert_eq!(
            String::from_utf8(lines).expect("UTF-8"),
            "{\"scenario\":\"\",\"worldview\":\"de-facto\",\"width_km\":300,\"territory\":\"RUS\",\"name\":\"Russia\",\"group\":\"A\",\
             \"overlap_km2\":0.000001,\"overlap_share\":0.000000000,\"territory_km2\":4000000.000000,\"error_km2\":0.000001,\
             \"data_error_km2\":null}\n"
        );
        let csv = String::from_utf8(csv).expect("UTF-8");
        assert!(csv.contains("0.000001,0.000000000,4000000.000000,0.000001,\n"));
    }

    #[test]
    fn no_rows_give_an_empty_array() {
        let mut out = Vec::new();
        write(&[], &mut out).expect("memory does not fail");
        assert_eq!(out, b"[]\n");
    }
}
