//! Well-known text: geometries one after another, as in a file, a cell of a table, or an argument.
//!
//! `SRID=4326;` before a geometry says its system, as PostGIS writes it. Z and M are dropped with the note that heights get.

use super::super::document::{Geometry, Path};
use super::wkb::Shape;
use super::{Declared, Rows, curve};
use crate::error::Error;
use serde_json::Map;

/// A larger text is not read, bytes.
pub(super) const LARGEST: u64 = 1 << 30;
/// Collections in collections go no deeper.
const DEEPEST: usize = 32;

const KINDS: [&str; 8] = [
    "POINT",
    "LINESTRING",
    "LINEARRING",
    "POLYGON",
    "MULTIPOINT",
    "MULTILINESTRING",
    "MULTIPOLYGON",
    "GEOMETRYCOLLECTION",
];
const CURVES: [&str; 9] = [
    "CIRCULARSTRING",
    "COMPOUNDCURVE",
    "CURVEPOLYGON",
    "MULTICURVE",
    "MULTISURFACE",
    "CURVE",
    "SURFACE",
    "TIN",
    "POLYHEDRALSURFACE",
];

/// Whether a text begins as well-known text does.
pub(in super::super) fn begins(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(200)];
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start();
    let word: String = (text.chars())
        .take_while(char::is_ascii_alphabetic)
        .collect::<String>()
        .to_ascii_uppercase();
    let rest = text[word.len()..].trim_start();
    if word == "SRID" {
        return rest.starts_with('=');
    }
    let known = |word: &str| KINDS.contains(&word) || CURVES.contains(&word);
    let tagged = |word: &str| {
        let plain = ["ZM", "Z", "M"]
            .iter()
            .find_map(|tag| word.strip_suffix(tag));
        known(word) || plain.is_some_and(known)
    };
    let next: String = (rest.chars())
        .take_while(char::is_ascii_alphabetic)
        .collect::<String>()
        .to_ascii_uppercase();
    tagged(&word) && (rest.starts_with('(') || ["Z", "M", "ZM", "EMPTY"].contains(&next.as_str()))
}

/// Reads a file of geometries, each a feature.
pub(super) fn read(bytes: &[u8], rows: &mut Rows) -> Result<Declared, Error> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Error::data("text that is not UTF-8").remedy("save the file as UTF-8"))?;
    let mut reader = Reader {
        text,
        at: 0,
        first: 0,
    };
    if text.starts_with('\u{feff}') {
        reader.at = 3;
    }
    let mut system: Option<u32> = None;
    while reader.separated() {
        let shape = match reader.stated() {
            Ok(srid) => {
                if let (Some(one), Some(other)) = (system, srid)
                    && one != other
                {
                    return Err(Error::data(format!(
                        "two coordinate reference systems in one file: EPSG:{one} and EPSG:{other}"
                    ))
                    .remedy("put each into a file of its own"));
                }
                system = srid.or(system);
                reader.whole()
            }
            Err(error) => Err(error),
        };
        rows.row(Map::new(), shape)?;
    }
    Ok(declared(system))
}

/// Reads the one geometry of a cell, and what system it says that it is in.
///
/// # Errors
/// Without a place: what is no geometry, or more than one.
pub(in super::super) fn one(text: &str) -> Result<(Shape, Option<u32>), Error> {
    let mut reader = Reader {
        text,
        at: 0,
        first: 0,
    };
    let system = reader.stated()?;
    let shape = reader.whole()?;
    if reader.separated() {
        return Err(reader.wrong("more text after the geometry"));
    }
    Ok((shape, system))
}

pub(super) fn declared(system: Option<u32>) -> Declared {
    match system {
        None | Some(0) => Declared::Unsaid,
        Some(code) => Declared::Crs(format!("EPSG:{code}")),
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    /// Where the geometry that is read begins.
    first: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// Goes on to the next geometry; `false` at the end.
    fn separated(&mut self) -> bool {
        let rest = self.rest();
        let next = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ';');
        self.at += rest.len() - next.len();
        self.first = self.at;
        !next.is_empty()
    }

    fn take(&mut self, mark: char) -> bool {
        self.space();
        let there = self.rest().starts_with(mark);
        self.at += usize::from(there);
        there
    }

    fn expect(&mut self, mark: char) -> Result<(), Error> {
        if self.take(mark) {
            return Ok(());
        }
        Err(self.wrong(&format!("expected `{mark}`")))
    }

    fn word(&mut self) -> String {
        self.space();
        let rest = self.rest();
        let length = rest
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        self.at += length;
        rest[..length].to_ascii_uppercase()
    }

    /// What is wrong at the next character, with its line.
    fn wrong(&self, said: &str) -> Error {
        let line = self.text[..self.at].matches('\n').count() + 1;
        let found: String = self.rest().chars().take(12).collect();
        let found = if found.is_empty() {
            "the text ends".to_owned()
        } else {
            format!("found {found:?}")
        };
        Error::data(format!(
            "no WKT: {said}, {found}, line {line} character {}",
            self.at - self.first + 1
        ))
        .remedy("write geometries as LINESTRING (10 50, 11 50), longitude before latitude")
    }

    /// `SRID=…;` where it is there.
    fn stated(&mut self) -> Result<Option<u32>, Error> {
        self.space();
        let is_said = (self.rest().get(..4)).is_some_and(|head| head.eq_ignore_ascii_case("srid"));
        if !is_said {
            return Ok(None);
        }
        self.at += 4;
        self.expect('=')?;
        let rest = self.rest();
        let Some((number, _)) = rest.split_once(';') else {
            return Err(self.wrong("expected a number and `;`"));
        };
        let code = number
            .trim()
            .parse()
            .map_err(|_| self.wrong("expected the number of a system"))?;
        self.at += number.len() + 1;
        Ok(Some(code))
    }

    fn whole(&mut self) -> Result<Shape, Error> {
        let mut shape = Shape::default();
        self.geometry(&mut shape, 0)?;
        Ok(shape)
    }

    fn geometry(&mut self, out: &mut Shape, depth: usize) -> Result<(), Error> {
        let start = self.at;
        let word = self.word();
        let kind = KINDS.iter().find(|kind| {
            word.strip_prefix(**kind)
                .is_some_and(|tag| ["", "Z", "M", "ZM"].contains(&tag))
        });
        let Some(kind) = kind else {
            if CURVES.iter().any(|curve| word.starts_with(curve)) {
                return Err(curve(&word.chars().take(40).collect::<String>()));
            }
            self.at = start;
            self.space();
            return Err(self.wrong("expected the name of a geometry"));
        };
        let before = self.at;
        match self.word().as_str() {
            "EMPTY" => return Ok(()),
            "Z" | "M" | "ZM" => {
                let tagged = self.at;
                if self.word() == "EMPTY" {
                    return Ok(());
                }
                self.at = tagged;
            }
            _ => self.at = before,
        }
        if depth > DEEPEST {
            return Err(self.wrong("collections nested too deep"));
        }
        let found = match *kind {
            "POINT" => Some(self.path(out)?).and_then(|path| match path.len() {
                1 => Some(Geometry::Points("Point", path)),
                _ => None,
            }),
            "LINESTRING" | "LINEARRING" => Some(Geometry::Lines(vec![self.path(out)?])),
            "MULTIPOINT" => {
                let mut path = Path::new();
                self.list(|reader| {
                    if reader.empty() {
                        return Ok(());
                    }
                    let wrapped = reader.take('(');
                    path.push(reader.position(out)?);
                    if wrapped {
                        reader.expect(')')?;
                    }
                    Ok(())
                })?;
                Some(Geometry::Points("MultiPoint", path))
            }
            "MULTILINESTRING" => Some(Geometry::Lines(self.paths(out)?)),
            "POLYGON" => Some(Geometry::Polygons(vec![self.paths(out)?])),
            "MULTIPOLYGON" => {
                let mut groups = Vec::new();
                self.list(|reader| {
                    if !reader.empty() {
                        groups.push(reader.paths(out)?);
                    }
                    Ok(())
                })?;
                Some(Geometry::Polygons(groups))
            }
            _ => {
                self.list(|reader| reader.geometry(out, depth + 1))?;
                return Ok(());
            }
        };
        match found {
            Some(found) => out.geometries.push(found),
            None => return Err(self.wrong("a POINT has one position")),
        }
        Ok(())
    }

    /// `EMPTY` in the place of a part.
    fn empty(&mut self) -> bool {
        let before = self.at;
        if self.word() == "EMPTY" {
            return true;
        }
        self.at = before;
        false
    }

    /// What stands between brackets, divided by commas.
    fn list(&mut self, mut each: impl FnMut(&mut Self) -> Result<(), Error>) -> Result<(), Error> {
        self.expect('(')?;
        loop {
            each(self)?;
            if self.take(',') {
                continue;
            }
            return self.expect(')');
        }
    }

    fn path(&mut self, out: &mut Shape) -> Result<Path, Error> {
        let mut path = Path::new();
        self.list(|reader| {
            path.push(reader.position(out)?);
            Ok(())
        })?;
        Ok(path)
    }

    fn paths(&mut self, out: &mut Shape) -> Result<Vec<Path>, Error> {
        let mut paths = Vec::new();
        self.list(|reader| {
            if !reader.empty() {
                paths.push(reader.path(out)?);
            }
            Ok(())
        })?;
        Ok(paths)
    }

    fn position(&mut self, out: &mut Shape) -> Result<[f64; 2], Error> {
        let at = [self.number()?, self.number()?];
        let mut more = 0;
        loop {
            self.space();
            if self.rest().starts_with([',', ')']) || self.rest().is_empty() {
                break;
            }
            self.number()?;
            more += 1;
            if more > 2 {
                return Err(self.wrong("a position of more than four numbers"));
            }
        }
        out.height |= more > 0;
        Ok(at)
    }

    fn number(&mut self) -> Result<f64, Error> {
        self.space();
        let rest = self.rest();
        let length = rest
            .find(|c: char| c.is_whitespace() || ",()".contains(c))
            .unwrap_or(rest.len());
        let number = rest[..length]
            .parse::<f64>()
            .map_err(|_| self.wrong("expected a number"))?;
        self.at += length;
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        let (shape, _) = one(text).expect(text);
        let size = |geometry: &Geometry| match geometry {
            Geometry::Points(_, path) => path.len(),
            Geometry::Lines(paths) => paths.iter().map(Vec::len).sum(),
            Geometry::Polygons(groups) => groups.iter().flatten().map(Vec::len).sum(),
        };
        shape.geometries.iter().map(size).sum()
    }

    #[test]
    fn every_kind_is_read_however_it_is_spaced() {
        for (text, positions) in [
            ("POINT(1 2)", 1),
            ("point z ( 1 2 3 )", 1),
            ("POINTZM(1 2 3 4)", 1),
            ("POINT EMPTY", 0),
            ("LINESTRING (1 2,3 4 , 5 6)", 3),
            ("POLYGON((0 0,1 0,1 1,0 0),(0 0,1 0,1 1,0 0))", 8),
            ("MULTIPOINT(1 2, 3 4)", 2),
            ("MULTIPOINT((1 2),(3 4), EMPTY)", 2),
            ("MULTILINESTRING((1 2,3 4),(5 6,7 8))", 4),
            ("MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((2 2,3 2,3 3,2 2)))", 8),
            (
                "GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(1 2,3 4),MULTIPOINT M EMPTY)",
                3,
            ),
            ("LINESTRING(1e1 -2.5E+0,+3 .5)", 2),
        ] {
            assert_eq!(count(text), positions, "{text}");
        }
        let (_, system) = one("SRID=3301; POINT(1 2)").expect("with a system");
        assert_eq!(system, Some(3301));
    }

    #[test]
    fn what_is_no_geometry_is_refused_with_its_place() {
        for (text, word) in [
            ("LINESTRING(1 2,3", "the text ends"),
            ("LINESTRING(1 2;3 4)", "number"),
            ("POINT(1 2, 3 4)", "one position"),
            ("LINESTRING[1 2]", "expected `(`"),
            ("LINESTRING(1 2,3 4) x", "more text"),
            ("CIRCULARSTRING(1 2,3 4,5 6)", "curved"),
            ("SRID=x;POINT(1 2)", "system"),
            ("POINT(1 2 3 4 5)", "four numbers"),
        ] {
            let error = one(text).expect_err(text);
            assert!(error.what.contains(word), "{text}: {error}");
        }
        let deep = format!(
            "{}POINT(1 2){}",
            "GEOMETRYCOLLECTION(".repeat(5000),
            ")".repeat(5000)
        );
        assert!(one(&deep).is_err());
    }
}
