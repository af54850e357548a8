//! The attributes of a shapefile: a dBase table, read whole. Text is decoded by the `.cpg` file beside it or by the table's own mark.

use crate::error::Error;
use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use serde_json::{Map, Number, Value};

pub(super) struct Table {
    fields: Vec<Field>,
    rows: Vec<u8>,
    width: usize,
    pub count: usize,
    text: Text,
}

/// The values of a row by name, and whether text was read by a guess.
pub(super) type Row = (Map<String, Value>, bool);

struct Field {
    name: String,
    kind: u8,
    from: usize,
    length: usize,
}

/// How text is to be decoded.
enum Text {
    Known(&'static Encoding),
    /// A code page that is not known here: plain ASCII can be read.
    Foreign(String),
    /// Nothing says which.
    Unsaid,
}

/// Text whose encoding nothing tells, where that matters.
pub(super) const GUESSED: &str =
    "the encoding of the attributes is told nowhere; text that is no UTF-8 is read as Windows-1252";

fn damaged(what: &str) -> Error {
    Error::data(format!("the .dbf file {what}"))
        .remedy("it was cut off or is damaged; copy or export the shapefile again")
}

impl Table {
    /// `page`: the content of the `.cpg` file, where there is one.
    pub fn new(bytes: Vec<u8>, page: Option<&str>) -> Result<Self, Error> {
        if bytes.len() < 32 {
            return Err(damaged("ends too early"));
        }
        let short = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
        let count = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]) as usize;
        let (head, width) = (short(8), short(10));
        let text = Text::of(page, bytes[29]);
        let descriptors = bytes
            .get(32..head)
            .ok_or_else(|| damaged("ends in its header"))?;
        let mut fields = Vec::new();
        let mut from = 1; // the first byte marks deleted rows
        for d in descriptors.chunks_exact(32).take_while(|d| d[0] != 0x0d) {
            let name = d[..11].split(|b| *b == 0).next().unwrap_or_default();
            // Long text fields have their length's upper byte in the place of the decimals.
            let length = usize::from(d[16])
                + if d[11] == b'C' {
                    256 * usize::from(d[17])
                } else {
                    0
                };
            fields.push(Field {
                name: text.decode(name)?.0,
                kind: d[11],
                from,
                length,
            });
            from += length;
        }
        if width == 0 || from > width {
            return Err(damaged("has fields beyond its rows"));
        }
        let rows = bytes.get(head..).unwrap_or_default();
        if rows.len() / width < count && rows.len() + 1 < width * count {
            return Err(damaged("ends before its last row"));
        }
        Ok(Table {
            fields,
            rows: rows.to_vec(),
            width,
            count,
            text,
        })
    }

    /// A row by its number from 0; a deleted one is `None`.
    pub fn row(&self, index: usize) -> Result<Option<Row>, Error> {
        let from = index * self.width;
        let row = self.rows.get(from..).unwrap_or_default();
        if row.first() == Some(&b'*') {
            return Ok(None);
        }
        let (mut all, mut guessed) = (Map::new(), false);
        for field in &self.fields {
            let end = (field.from + field.length).min(row.len());
            let bytes = row.get(field.from..end).unwrap_or_default();
            let bytes = bytes.trim_ascii_end();
            let bytes = bytes.split(|b| *b == 0).next().unwrap_or_default();
            let plain = std::str::from_utf8(bytes).unwrap_or_default().trim();
            let value = match field.kind {
                _ if bytes.trim_ascii().is_empty() => Value::Null,
                b'N' | b'F' => number(plain),
                b'L' => match plain {
                    "T" | "t" | "Y" | "y" => true.into(),
                    "F" | "f" | "N" | "n" => false.into(),
                    _ => Value::Null,
                },
                // Binary numbers and memos name no territory.
                b'C' | b'D' => {
                    let (text, by_guess) = self.text.decode(bytes)?;
                    guessed |= by_guess;
                    text.into()
                }
                _ => Value::Null,
            };
            all.insert(field.name.clone(), value);
        }
        Ok(Some((all, guessed)))
    }
}

/// Asterisks stand for no number. A whole number is one however many decimals its column has.
fn number(text: &str) -> Value {
    let bare = match text.split_once('.') {
        Some((whole, part)) if part.bytes().all(|b| b == b'0') => whole,
        _ => text,
    };
    if let Ok(whole) = bare.parse::<i64>() {
        return whole.into();
    }
    let real = text.parse::<f64>().ok().and_then(Number::from_f64);
    real.map_or(Value::Null, Value::Number)
}

impl Text {
    fn of(page: Option<&str>, mark: u8) -> Self {
        if let Some(page) = page.map(str::trim).filter(|page| !page.is_empty()) {
            return labelled(page).map_or_else(|| Text::Foreign(page.to_owned()), Text::Known);
        }
        // dBase's marks of languages, as ESRI lists them.
        let label = match mark {
            0 => return Text::Unsaid,
            0x03 | 0x57..=0x59 => "windows-1252",
            0xc8 => "windows-1250",
            0xc9 => "windows-1251",
            0xca => "windows-1254",
            0xcb => "windows-1253",
            0xcc => "windows-1257",
            0x26 | 0x65 => "ibm866",
            0x13 | 0x7b => "shift_jis",
            0x4d | 0x7a => "gbk",
            0x4e | 0x79 => "euc-kr",
            0x4f | 0x78 => "big5",
            0x7c => "windows-874",
            other => return Text::Foreign(format!("of dBase's mark {other:#04x}")),
        };
        labelled(label).map_or(Text::Unsaid, Text::Known)
    }

    /// The text, and whether its encoding was a guess.
    fn decode(&self, bytes: &[u8]) -> Result<(String, bool), Error> {
        if bytes.is_ascii() {
            return Ok((String::from_utf8_lossy(bytes).trim().to_owned(), false));
        }
        let by = |encoding: &'static Encoding| {
            let (text, broken) = encoding.decode_without_bom_handling(bytes);
            (!broken).then(|| text.trim().to_owned())
        };
        match self {
            Text::Known(encoding) => by(encoding).map(|text| (text, false)).ok_or_else(|| {
                Error::data(format!("text in the .dbf file is no {}", encoding.name())).remedy(
                    "write the true code page into a .cpg file beside it, such as UTF-8 or 1251",
                )
            }),
            Text::Foreign(page) => Err(Error::data(format!(
                "text in the .dbf file is in the code page {page}, which is not known here"
            ))
            .remedy("export the shapefile in UTF-8, as with `ogr2ogr -lco ENCODING=UTF-8`")),
            Text::Unsaid => Ok(match by(UTF_8) {
                Some(text) => (text, false),
                None => (
                    WINDOWS_1252
                        .decode_without_bom_handling(bytes)
                        .0
                        .trim()
                        .to_owned(),
                    true,
                ),
            }),
        }
    }
}

/// The encoding that a `.cpg` names: `UTF-8`, `1251`, `ANSI 1251`, `cp1251`, `ISO 8859-5`, `88595`, `OEM 866`.
fn labelled(page: &str) -> Option<&'static Encoding> {
    let page = page.to_ascii_lowercase();
    if let Some(known) = Encoding::for_label(page.as_bytes()) {
        return Some(known);
    }
    let word: String = page.chars().filter(char::is_ascii_alphanumeric).collect();
    let number = word.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let label = match number {
        "65001" | "8" if word == number || word.starts_with("utf") => "utf-8".to_owned(),
        "866" => "ibm866".to_owned(),
        "932" => "shift_jis".to_owned(),
        "936" => "gbk".to_owned(),
        "949" => "euc-kr".to_owned(),
        "950" => "big5".to_owned(),
        _ if number.len() == 4 && number.starts_with("125") => format!("windows-{number}"),
        _ => match number.strip_prefix("8859") {
            Some(part) if !part.is_empty() => format!("iso-8859-{part}"),
            _ => return None,
        },
    };
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_pages_are_known_by_the_names_that_programs_write() {
        for (page, name) in [
            ("UTF-8", "UTF-8"),
            ("65001", "UTF-8"),
            ("1251", "windows-1251"),
            ("ANSI 1251", "windows-1251"),
            ("cp1257", "windows-1257"),
            ("ISO 8859-5", "ISO-8859-5"),
            ("88595", "ISO-8859-5"),
            ("OEM 866", "IBM866"),
        ] {
            assert_eq!(labelled(page).map(Encoding::name), Some(name), "{page}");
        }
        assert!(labelled("437").is_none());
    }

    #[test]
    fn text_is_decoded_by_what_is_said_and_a_guess_is_told() {
        let cyrillic = b"\xdd\xf1\xf2\xee\xed\xe8\xff";
        let known = Text::of(Some("1251"), 0)
            .decode(cyrillic)
            .expect("Windows-1251");
        assert_eq!(known, ("Эстония".to_owned(), false));
        assert_eq!(
            Text::of(None, 0xc9).decode(cyrillic).expect("mark").0,
            "Эстония"
        );
        let guessed = Text::of(None, 0).decode(b"S\xe3o Paulo").expect("a guess");
        assert_eq!(guessed, ("São Paulo".to_owned(), true));
        let told = Text::of(None, 0).decode("Põltsamaa".as_bytes());
        assert!(!told.expect("UTF-8").1);
        assert!(Text::of(Some("437"), 0).decode(b"S\xe3o").is_err());
        assert!(Text::of(Some("UTF-8"), 0).decode(b"S\xe3o").is_err());
    }

    #[test]
    fn whole_numbers_have_no_decimals() {
        assert_eq!(number("37063.00000"), Value::from(37063));
        assert_eq!(number("-5."), Value::from(-5));
        assert_eq!(number("37063.5"), Value::from(37063.5));
        assert_eq!(number("1e3"), Value::from(1e3));
        assert_eq!(number("****"), Value::Null);
    }

    #[test]
    fn a_table_that_is_cut_off_is_refused() {
        assert!(Table::new(vec![3; 10], None).is_err());
        let mut head = vec![0u8; 32 + 32 + 1];
        (head[4], head[8], head[10]) = (2, 65, 5);
        head[32..35].copy_from_slice(b"abc");
        (head[32 + 11], head[32 + 16], head[64]) = (b'C', 4, 0x0d);
        let mut whole = head.clone();
        whole.extend_from_slice(b" EST *LVA ");
        let table = Table::new(whole, None).expect("two rows");
        let (row, _) = table.row(0).expect("a row").expect("there");
        assert_eq!(row["abc"], "EST");
        assert!(table.row(1).expect("a row").is_none());
        head.extend_from_slice(b" EST ");
        assert!(Table::new(head, None).is_err());
    }
}
