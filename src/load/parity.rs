//! Random GeoJSON texts, whole and damaged: read as `serde_json` and the standard library read them, or refused with a place.
//!
//! Not seen by these tests: texts beyond some kB, and a failing disk.

mod documents;
mod reference;

use super::document::{Feature, Geometry, Path, stream};
use super::notes::Notes;
use super::text::Text;
use crate::error::{Error, Kind};
use proptest::prelude::*;
use serde_json::{Map, Value};

/// Polygons, rings, positions.
type Bits = Vec<Vec<Vec<[u64; 2]>>>;

/// A feature by what can be compared: coordinates bit by bit.
#[derive(Debug, PartialEq)]
struct Seen {
    geometries: Vec<(&'static str, Bits)>,
    properties: Map<String, Value>,
    id: Option<Value>,
}

impl From<Feature> for Seen {
    fn from(feature: Feature) -> Self {
        let bits = |path: &Path| path.iter().map(|p| p.map(f64::to_bits)).collect::<Vec<_>>();
        let paths = |paths: &Vec<Path>| paths.iter().map(bits).collect::<Vec<_>>();
        let seen = |geometry: &Geometry| match geometry {
            Geometry::Points(kind, path) => (*kind, vec![vec![bits(path)]]),
            Geometry::Lines(lines) => ("lines", vec![paths(lines)]),
            Geometry::Polygons(all) => ("polygons", all.iter().map(paths).collect()),
        };
        Seen {
            geometries: feature.geometries.iter().map(seen).collect(),
            properties: feature.properties,
            id: feature.id,
        }
    }
}

/// Reads a text through windows of `window` bytes.
fn read(text: &[u8], window: usize) -> Result<Vec<Seen>, Error> {
    let mut features: Vec<Feature> = Vec::new();
    let from = Text::new(text).by(window);
    stream("a.json", from, &mut Notes::default(), &mut features)?;
    Ok(features.into_iter().map(Seen::from).collect())
}

/// Reads a text by both ways and compares them.
fn check(text: &[u8], window: usize) -> Result<(), TestCaseError> {
    let shown = String::from_utf8_lossy(text);
    // Damage may make two texts of one: a sequence, which `serde_json` does not read as one.
    let texts = serde_json::Deserializer::from_slice(text).into_iter::<Value>();
    if text.contains(&0x1e) || texts.count() > 1 {
        return Ok(());
    }
    let whole = std::str::from_utf8(text).ok();
    let parsed = serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok()
        && serde_json::from_slice::<Value>(text).is_ok();
    let wanted = whole.filter(|_| parsed).map(reference::features);
    match (read(text, window), wanted) {
        (Ok(found), Some(Some(wanted))) => prop_assert_eq!(found, wanted, "{}", shown),
        (Ok(_), None) => prop_assert!(false, "read, although it is not JSON: {}", shown),
        (Ok(_), Some(None)) => prop_assert!(false, "read, although it is no GeoJSON: {}", shown),
        (Err(error), Some(Some(_))) => prop_assert!(false, "refused: {}: {}", error, shown),
        (Err(error), Some(None)) => prop_assert_eq!(error.kind, Kind::Data, "{}", error),
        (Err(error), None) => {
            prop_assert_eq!(error.kind, Kind::Data, "{}", error);
            prop_assert!(!error.remedy.is_empty(), "{}", error);
            let what = &error.what;
            let about_all = ["empty", "UTF-16", "gzip"].iter().any(|w| what.contains(w));
            let placed = place(what).is_some_and(|(line, column)| {
                let lines: Vec<&[u8]> = text.split(|b| *b == b'\n').collect();
                (lines.get(line - 1)).is_some_and(|l| (1..=l.len() + 1).contains(&column))
            });
            prop_assert!(
                about_all || placed,
                "no place in the text: {}: {}",
                error,
                shown
            );
        }
    }
    Ok(())
}

/// The line and column that a message names.
fn place(what: &str) -> Option<(usize, usize)> {
    let (_, rest) = what.rsplit_once("line ")?;
    let (line, rest) = rest.split_once(" column ")?;
    let digits = rest.split(|c: char| !c.is_ascii_digit()).next()?;
    Some((line.parse().ok()?, digits.parse().ok()?))
}

fn tape() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 0..1200)
}

proptest! {
    #[test]
    fn a_document_is_read_as_serde_json_reads_it(tape in tape(), window in 1..40usize) {
        check(documents::document(&tape).as_bytes(), window)?;
    }

    #[test]
    fn a_damaged_document_is_read_as_it_stands_or_refused_with_its_place(
        tape in tape(),
        window in 1..40usize,
        damages in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..6u8), 1..3),
    ) {
        let mut text = documents::document(&tape).into_bytes();
        for (at, byte, how) in damages {
            let at = at.index(text.len() + 1);
            // What breaks JSON most finely are its own signs.
            let sign = b"[]{},:\"\\0-.eE+ntf\n \xff"[usize::from(byte) % 20];
            match how {
                0 => text.truncate(at),
                1 if at < text.len() => drop(text.remove(at)),
                2 => text.insert(at, byte),
                3 => text.insert(at, sign),
                4 if at < text.len() => text[at] = byte,
                _ if at < text.len() => text[at] = sign,
                _ => {}
            }
        }
        check(&text, window)?;
    }
}

#[test]
fn half_of_the_random_documents_and_more_are_sound() {
    let mut state = 1u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let sound = |_: &usize| {
        let tape: Vec<u8> = (0..300).map(|_| next()).collect();
        read(documents::document(&tape).as_bytes(), 1 << 12).is_ok()
    };
    let count = (0..1000).filter(sound).count();
    assert!((500..1000).contains(&count), "{count} of 1000");
}
