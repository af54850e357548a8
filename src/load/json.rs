//! JSON text to GeoJSON objects as it comes in: syntax only, with line and column in every message.
//!
//! An own parser instead of `serde_json`'s: that one reads a stream byte by byte, rounds some numbers of 17 digits to the second nearest, and
//! cannot hand over a collection's members one by one. Here a position costs 16 bytes, and a member lives until it is handed over.
//! `serde_json` still reads the strings with escapes and the numbers of properties.

mod coordinates;

pub(crate) use coordinates::{Item, Nested};

use super::number::{Number, number};
use super::text::{Parsed, Text};
use crate::error::Error;
use serde_json::{Map, Value};

/// Positions in order: longitude, latitude, unchecked.
pub(crate) type Path = Vec<[f64; 2]>;

/// Any GeoJSON object, its members in any order; of members given twice the last.
#[derive(Default)]
pub(crate) struct Object {
    pub kind: Option<String>,
    pub coordinates: Option<Nested>,
    pub geometries: Option<Vec<Object>>,
    pub geometry: Option<Box<Object>>,
    /// Whether there is an array `features`; its members were handed over.
    pub features: bool,
    pub properties: Option<Map<String, Value>>,
    pub id: Option<Value>,
    pub crs: Option<Value>,
    /// What the program says of its own files.
    pub standoff: Option<Value>,
}

/// Takes the members of the outermost object's `features`.
pub(crate) trait Members {
    /// The array begins: what came before does not count, since of members given twice the last one does.
    fn begin(&mut self);
    fn member(&mut self, object: Object);
}

/// Arrays and objects within each other: deeper ones could exhaust the stack.
const DEEPEST: usize = 128;

/// A text's one object, its members handed over; or a text of several objects, all of them handed over as members.
pub(crate) enum Root {
    One(Box<Object>),
    Sequence,
}

/// Reads a text: one object, or features one after another: one a line, or a text sequence (RFC 8142), where a record separator stands
/// before each. With messages for what commonly is no GeoJSON.
///
/// # Errors
/// Of kind data, with line and column; a failing read, of kind work.
pub(crate) fn syntax(text: &mut Text, members: &mut dyn Members) -> Parsed<Root> {
    let data = |what, remedy: &str| Err(Box::new(Error::data(what).remedy(remedy)));
    let head = text.look(3)?;
    if head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]) {
        return data("not JSON: the text is UTF-16", "save it as UTF-8");
    }
    if head.starts_with(&[0x1f, 0x8b]) {
        return data(
            "not JSON: the file is compressed by gzip",
            "unpack it first",
        );
    }
    if head.starts_with(b"\xef\xbb\xbf") {
        text.advance(3);
    }
    if next(text)?.is_none() {
        return data(
            "not JSON: the input is empty",
            "check the program that wrote it",
        );
    }
    let object = Parser { text, depth: 0 }.object(Some(members))?;
    let Some(byte) = next(text)? else {
        return Ok(Root::One(Box::new(object)));
    };
    if byte != b'{' || object.features {
        return Err(more(text));
    }
    members.begin();
    members.member(wrapped(object));
    while let Some(byte) = next(text)? {
        if byte != b'{' {
            return Err(more(text));
        }
        let object = Parser { text, depth: 0 }.object(None)?;
        members.member(wrapped(object));
    }
    Ok(Root::Sequence)
}

/// The next byte that is neither white space nor a record separator.
fn next(text: &mut Text) -> Parsed<Option<u8>> {
    while text.token()? == Some(SEPARATOR) {
        text.advance(1);
    }
    text.token()
}

/// Stands before each text of a sequence.
const SEPARATOR: u8 = 0x1e;

/// A bare geometry of a sequence as a feature.
fn wrapped(object: Object) -> Object {
    if object.coordinates.is_none() && object.geometries.is_none() {
        return object;
    }
    Object {
        kind: Some("Feature".to_owned()),
        geometry: Some(Box::new(object)),
        ..Object::default()
    }
}

#[cold]
fn more(text: &Text) -> Box<Error> {
    let what = format!(
        "not JSON: more text after the GeoJSON object, {}",
        text.place()
    );
    Box::new(
        Error::data(what)
            .remedy("one object a file, or features one after another, best one a line"),
    )
}

struct Parser<'t, 'a> {
    text: &'t mut Text<'a>,
    depth: usize,
}

impl Parser<'_, '_> {
    /// An object; `members` takes those of its `features`, which count in the outermost object only.
    fn object(&mut self, mut members: Option<&mut dyn Members>) -> Parsed<Object> {
        self.expect_kind(b'{', "a GeoJSON object")?;
        let mut object = Object::default();
        self.entries(|parser, key| {
            match key.as_str() {
                "type" => object.kind = parser.optional(Self::kind)?,
                "coordinates" => object.coordinates = parser.optional(Self::nested)?,
                "geometries" => {
                    object.geometries = parser.optional(|p| {
                        let mut all = Vec::new();
                        p.array(|p| {
                            all.push(p.object(None)?);
                            Ok(())
                        })?;
                        Ok(all)
                    })?;
                }
                "geometry" => {
                    object.geometry = parser.optional(|p| Ok(Box::new(p.object(None)?)))?;
                }
                "features" => match members.as_deref_mut() {
                    None => {
                        parser.value(false)?;
                    }
                    Some(members) => {
                        members.begin();
                        object.features = parser
                            .optional(|p| {
                                p.array(|p| {
                                    let member = p.object(None)?;
                                    members.member(member);
                                    Ok(())
                                })
                            })?
                            .is_some();
                    }
                },
                "properties" => object.properties = parser.optional(Self::properties)?,
                "id" => object.id = Some(parser.value(true)?).filter(|v| !v.is_null()),
                "crs" => object.crs = Some(parser.value(true)?).filter(|v| !v.is_null()),
                // Of the outermost object only: features may call anything so.
                "standoff" if parser.depth == 1 => {
                    object.standoff = Some(parser.value(true)?).filter(|v| !v.is_null());
                }
                _ => {
                    parser.value(false)?;
                }
            }
            Ok(())
        })?;
        Ok(object)
    }

    /// `null`, or what `read` reads.
    fn optional<T>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<Option<T>> {
        if self.text.token()? == Some(b'n') && self.text.look(4)?.starts_with(b"null") {
            self.text.advance(4);
            return Ok(None);
        }
        read(self).map(Some)
    }

    fn kind(&mut self) -> Parsed<String> {
        self.expect_kind(b'"', "a string")?;
        self.string()
    }

    fn properties(&mut self) -> Parsed<Map<String, Value>> {
        self.expect_kind(b'{', "an object")?;
        match self.value(true)? {
            Value::Object(map) => Ok(map),
            _ => Err(self.text.wrong("not an object")),
        }
    }

    /// Refuses a value that does not begin with `first`.
    fn expect_kind(&mut self, first: u8, expected: &str) -> Parsed<()> {
        let next = self.text.token()?;
        if next == Some(first) {
            return Ok(());
        }
        // A value that is none is a matter of the grammar.
        let place = self.text.place();
        let found = match next {
            Some(b'[') => "an array".to_owned(),
            Some(b'{') => "an object".to_owned(),
            _ => match self.value(true)? {
                Value::String(text) => format!("string {text:?}"),
                Value::Number(number) => format!("number {number}"),
                other => other.to_string(),
            },
        };
        Err(Box::new(
            Error::data(format!(
                "wrong type: {found} where {expected} should be, {place}"
            ))
            .remedy("GeoJSON objects and arrays of numbers are read (RFC 7946)"),
        ))
    }

    /// The entries of an object whose brace is next; `each` reads the value of a key.
    fn entries(&mut self, mut each: impl FnMut(&mut Self, String) -> Parsed<()>) -> Parsed<()> {
        self.enter()?;
        if self.text.token()? == Some(b'}') {
            return self.leave();
        }
        loop {
            if self.text.token()? != Some(b'"') {
                return Err(self.text.syntax("a key in double quotes should be here"));
            }
            let key = self.string()?;
            if self.text.token()? != Some(b':') {
                return Err(self.text.syntax("expected `:`"));
            }
            self.text.advance(1);
            each(self, key)?;
            match self.text.token()? {
                Some(b',') => self.text.advance(1),
                Some(b'}') => return self.leave(),
                _ => return Err(self.text.syntax("expected `,` or `}`")),
            }
        }
    }

    /// The values of an array, which is refused where there is none; `each` reads one.
    fn array(&mut self, mut each: impl FnMut(&mut Self) -> Parsed<()>) -> Parsed<()> {
        self.expect_kind(b'[', "an array")?;
        self.enter()?;
        if self.text.token()? == Some(b']') {
            return self.leave();
        }
        loop {
            each(self)?;
            match self.text.token()? {
                Some(b',') => self.text.advance(1),
                Some(b']') => return self.leave(),
                _ => return Err(self.text.syntax("expected `,` or `]`")),
            }
        }
    }

    fn enter(&mut self) -> Parsed<()> {
        if self.depth == DEEPEST {
            let said = format!("arrays and objects nested more than {DEEPEST} deep");
            return Err(self.text.syntax(&said));
        }
        self.depth += 1;
        self.text.advance(1);
        Ok(())
    }

    fn leave(&mut self) -> Parsed<()> {
        self.depth -= 1;
        self.text.advance(1);
        Ok(())
    }

    /// Any value; without `keep` it is only checked, and what comes back is null.
    fn value(&mut self, keep: bool) -> Parsed<Value> {
        Ok(match self.text.token()? {
            Some(b'{') => {
                let mut map = Map::new();
                self.entries(|p, key| {
                    let value = p.value(keep)?;
                    if keep {
                        map.insert(key, value);
                    }
                    Ok(())
                })?;
                Value::Object(map)
            }
            Some(b'[') => {
                let mut all = Vec::new();
                self.array(|p| {
                    let value = p.value(keep)?;
                    if keep {
                        all.push(value);
                    }
                    Ok(())
                })?;
                Value::Array(all)
            }
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => {
                let (_, length) = self.number()?;
                // Whole numbers stay whole, as `serde_json` has them.
                let value = serde_json::from_slice(&self.text.rest()[..length]);
                let value = value.map_err(|_| self.text.syntax("invalid number"))?;
                self.text.advance(length);
                value
            }
            _ => {
                let words = [
                    ("null", Value::Null),
                    ("true", true.into()),
                    ("false", false.into()),
                ];
                let rest = self.text.look(5)?;
                let found = words
                    .into_iter()
                    .find(|(word, _)| rest.starts_with(word.as_bytes()));
                let Some((word, value)) = found else {
                    return Err(self.text.syntax("expected a value"));
                };
                self.text.advance(word.len());
                value
            }
        })
    }

    /// The string whose quote is next.
    fn string(&mut self) -> Parsed<String> {
        let (mut length, mut plain) = (1, true);
        loop {
            match self.text.rest().get(length) {
                Some(b'"') => break,
                Some(b'\\') => {
                    plain = false;
                    length += 2;
                }
                Some(byte) if *byte < 0x20 => {
                    self.text.advance(length);
                    return Err(self
                        .text
                        .syntax("a control character (such as a line break) inside a string"));
                }
                Some(_) => length += 1,
                None => {
                    if self.text.look(length + 1)?.len() <= length {
                        let all = self.text.rest().len();
                        self.text.advance(all);
                        return Err(self.text.syntax(""));
                    }
                }
            }
        }
        let token = &self.text.rest()[..=length];
        let read = if plain {
            std::str::from_utf8(&token[1..length])
                .map(str::to_owned)
                .map_err(|_| "text that is not UTF-8".to_owned())
        } else {
            serde_json::from_slice(token).map_err(|error| said(&error))
        };
        match read {
            Ok(string) => {
                self.text.advance(length + 1);
                Ok(string)
            }
            Err(what) => Err(self.text.syntax(&what)),
        }
    }

    /// The number that is next, and its length; it stays.
    #[inline(always)]
    fn number(&mut self) -> Parsed<(f64, usize)> {
        loop {
            let rest = self.text.rest();
            let found = number(rest);
            let reached = match found {
                Number::Finite(_, length) => length,
                Number::Broken(at) => at,
                Number::Endless => 0,
            };
            // It may go on beyond what is there.
            if (reached == rest.len() || found == Number::Endless) && self.text.more()? {
                continue;
            }
            return match found {
                Number::Finite(x, length) => Ok((x, length)),
                Number::Endless => Err(self.text.endless()),
                Number::Broken(at) => Err(self.broken(at)),
            };
        }
    }

    #[cold]
    fn broken(&mut self, at: usize) -> Box<Error> {
        // -Infinity is told by its whole word.
        let word = self
            .text
            .rest()
            .get(at)
            .is_some_and(u8::is_ascii_alphabetic);
        self.text.advance(if word { 0 } else { at });
        self.text.syntax("invalid number")
    }
}

/// What `serde_json` says, without its place.
fn said(error: &serde_json::Error) -> String {
    let full = error.to_string();
    full.rsplit_once(" at line ")
        .map_or(full.clone(), |(said, _)| said.to_owned())
}
