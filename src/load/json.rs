//! JSON text to GeoJSON objects: syntax only, with line and column in every message.
//!
//! Own visitors over `serde_json` instead of the `geojson` crate: that one builds a `Vec` for every position, and its errors
//! name neither line nor feature. Here a position costs 16 bytes.
//! The text is held whole: a slice parses faster than a stream.

use crate::error::Error;
use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// Positions in order: longitude, latitude, unchecked.
pub(crate) type Path = Vec<[f64; 2]>;

/// Any GeoJSON object, its members in any order.
#[derive(Default)]
pub(crate) struct Object {
    pub kind: Option<String>,
    pub coordinates: Option<Nested>,
    pub geometries: Option<Vec<Object>>,
    pub geometry: Option<Box<Object>>,
    pub features: Option<Vec<Object>>,
    pub properties: Option<Map<String, Value>>,
    pub id: Option<Value>,
    pub crs: Option<Value>,
}

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a GeoJSON object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Object, A::Error> {
                let mut object = Object::default();
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "type" => object.kind = map.next_value()?,
                        "coordinates" => object.coordinates = map.next_value()?,
                        "geometries" => object.geometries = map.next_value()?,
                        "geometry" => object.geometry = map.next_value()?,
                        "features" => object.features = map.next_value()?,
                        "properties" => object.properties = map.next_value()?,
                        "id" => object.id = map.next_value()?,
                        "crs" => object.crs = map.next_value()?,
                        _ => {
                            map.next_value::<IgnoredAny>()?;
                        }
                    }
                }
                Ok(object)
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// Coordinates of any depth; the depth is compared with the type once both are known.
pub(crate) struct Nested {
    pub item: Item,
    pub height: bool,
}

pub(crate) enum Item {
    Empty,
    Number(f64),
    Position([f64; 2]),
    Path(Path),
    Paths(Vec<Path>),
    Groups(Vec<Vec<Path>>),
}

impl Item {
    pub fn depth(&self) -> usize {
        match self {
            Item::Empty | Item::Position(_) => 1,
            Item::Number(_) => 0,
            Item::Path(_) => 2,
            Item::Paths(_) => 3,
            Item::Groups(_) => 4,
        }
    }
}

impl<'de> Deserialize<'de> for Nested {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Depth;
        fn number<E>(x: f64) -> Result<Nested, E> {
            Ok(Nested {
                item: Item::Number(x),
                height: false,
            })
        }
        impl<'de> Visitor<'de> for Depth {
            type Value = Nested;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a number or an array of coordinates")
            }
            fn visit_f64<E>(self, x: f64) -> Result<Nested, E> {
                number(x)
            }
            fn visit_i64<E>(self, x: i64) -> Result<Nested, E> {
                number(x as f64)
            }
            fn visit_u64<E>(self, x: u64) -> Result<Nested, E> {
                number(x as f64)
            }
            /// Some writers turn NaN into null; refused later, where the feature and the position are known.
            fn visit_unit<E>(self) -> Result<Nested, E> {
                number(f64::NAN)
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Nested, A::Error> {
                let mut all: Option<Nested> = None;
                let mut count = 0usize;
                while let Some(next) = seq.next_element::<Nested>()? {
                    count += 1;
                    all = Some(match all {
                        None => Nested {
                            item: first(next.item).map_err(de::Error::custom)?,
                            height: next.height,
                        },
                        Some(mut so_far) => {
                            if count == 3 && matches!(next.item, Item::Number(_)) {
                                so_far.height = true;
                            }
                            so_far.height |= next.height;
                            push(&mut so_far.item, next.item, count).map_err(de::Error::custom)?;
                            so_far
                        }
                    });
                }
                match all {
                    Some(Nested {
                        item: Item::Position(_),
                        ..
                    }) if count < 2 => Err(de::Error::custom(
                        "a position has two numbers, longitude and latitude, here one",
                    )),
                    Some(nested) => Ok(nested),
                    None => Ok(Nested {
                        item: Item::Empty,
                        height: false,
                    }),
                }
            }
        }
        deserializer.deserialize_any(Depth)
    }
}

const UNEVEN: &str = "coordinates nested unevenly";

fn first(item: Item) -> Result<Item, &'static str> {
    Ok(match item {
        Item::Number(x) => Item::Position([x, f64::NAN]),
        Item::Position(p) => Item::Path(vec![p]),
        Item::Path(path) => Item::Paths(vec![path]),
        Item::Paths(paths) => Item::Groups(vec![paths]),
        Item::Empty => return Err("an empty array among the coordinates"),
        Item::Groups(_) => return Err("coordinates nested more than four deep"),
    })
}

fn push(all: &mut Item, next: Item, count: usize) -> Result<(), &'static str> {
    match (all, next) {
        (Item::Position(p), Item::Number(x)) => {
            if count == 2 {
                p[1] = x;
            }
        }
        (Item::Path(path), Item::Position(p)) => path.push(p),
        (Item::Paths(paths), Item::Path(path)) => paths.push(path),
        (Item::Groups(groups), Item::Paths(paths)) => groups.push(paths),
        (_, Item::Empty) => return Err("an empty array among the coordinates"),
        _ => return Err(UNEVEN),
    }
    Ok(())
}

/// Bytes to an object, with messages for what commonly is no GeoJSON.
pub(crate) fn syntax(bytes: &[u8]) -> Result<Object, Error> {
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err(
            Error::data("not JSON: the input is empty").remedy("check the program that wrote it")
        );
    }
    if text.starts_with(&[0xff, 0xfe]) || text.starts_with(&[0xfe, 0xff]) {
        return Err(Error::data("not JSON: the text is UTF-16").remedy("save it as UTF-8"));
    }
    if text.starts_with(&[0x1f, 0x8b]) {
        return Err(
            Error::data("not JSON: the file is compressed by gzip").remedy("unpack it first")
        );
    }
    let mut reader = serde_json::Deserializer::from_slice(text);
    let object = Object::deserialize(&mut reader).map_err(|e| explain(&e, text))?;
    reader.end().map_err(|e| {
        Error::data(format!(
            "not JSON: more text after the GeoJSON object, line {} column {}",
            e.line(),
            e.column()
        ))
        .remedy("one object a file: gather newline-delimited features in a FeatureCollection")
    })?;
    Ok(object)
}

fn explain(error: &serde_json::Error, text: &[u8]) -> Error {
    use serde_json::error::Category;
    let (line, column) = (error.line(), error.column());
    let full = error.to_string();
    let said = full
        .rsplit_once(" at line ")
        .map_or(full.as_str(), |(said, _)| said);
    let at = format!("line {line} column {column}");
    match error.classify() {
        Category::Eof => Error::data(format!(
            "truncated JSON: the text ends inside a value, {at}"
        ))
        .remedy("the file was cut off; copy or export it again"),
        Category::Data => Error::data(format!("wrong type: {said}, {at}"))
            .remedy("GeoJSON objects and arrays of numbers are read (RFC 7946)"),
        Category::Syntax | Category::Io => {
            let here = text
                .split(|b| *b == b'\n')
                .nth(line.saturating_sub(1))
                .unwrap_or_default();
            let from = here.get(column.saturating_sub(2)..).unwrap_or_default();
            let infinite = [&b"NaN"[..], b"nan", b"Inf", b"-Inf", b"inf", b"-inf"]
                .iter()
                .any(|w| from.starts_with(w) || from.get(1..).is_some_and(|f| f.starts_with(w)));
            if infinite || said == "number out of range" {
                return Error::data(format!("not JSON: NaN or an infinite number, {at}")).remedy(
                    "a coordinate is a finite number of degrees; remove or mend that position",
                );
            }
            Error::data(format!("not JSON: {said}, {at}"))
                .remedy("the file should be GeoJSON (RFC 7946)")
        }
    }
}
