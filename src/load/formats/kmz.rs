//! KMZ: a zip archive with a KML file in it. Other archives are named with the way out.
//!
//! An archive may say small and be large: entries, sizes and the ratio of what comes out to what is stored have limits, and what comes out
//! is counted while it comes.

use super::{Declared, Rows, kml, xml};
use crate::error::Error;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// A larger archive is not read, bytes.
pub(super) const LARGEST: u64 = xml::LARGEST;
/// More entries than any map has.
const MOST_ENTRIES: usize = 10_000;
/// Text of coordinates packs to a third or a tenth; a bomb to a thousandth.
const GREATEST_RATIO: u64 = 200;
/// Below this the ratio says nothing, bytes.
const SMALL: u64 = 1 << 20;

/// Reads the archive's first KML file: `doc.kml` where there is one.
pub(super) fn read(bytes: &[u8], rows: &mut Rows) -> Result<Declared, Error> {
    let broken = |error: zip::result::ZipError| {
        Error::data(format!(
            "the file is a zip archive that cannot be read: {error}"
        ))
        .remedy("it was cut off or is damaged: copy it again, or unpack it and name the file in it")
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if archive.len() > MOST_ENTRIES {
        return Err(limit(&format!(
            "an archive of {} entries, more than {MOST_ENTRIES}",
            archive.len()
        )));
    }
    let names: Vec<String> = (archive.file_names())
        .map(|name| name.map(|name| name.into_owned()))
        .collect::<Result<_, _>>()
        .map_err(broken)?;
    let ends = |name: &str, ending: &str| name.to_ascii_lowercase().ends_with(ending);
    let mut maps: Vec<&String> = names.iter().filter(|name| ends(name, ".kml")).collect();
    // That of the top folder first, then by the alphabet: archives list in any order.
    maps.sort_by_key(|name| (*name != "doc.kml", name.matches('/').count(), name.as_str()));
    let Some(map) = maps.first() else {
        return Err(other(&names, ends));
    };
    let entry = archive.by_name(map).map_err(broken)?;
    let stored = entry.compressed_size();
    let most = if stored > SMALL / GREATEST_RATIO {
        xml::LARGEST.min(stored.saturating_mul(GREATEST_RATIO))
    } else {
        SMALL
    };
    let mut text = Vec::new();
    entry
        .take(most + 1)
        .read_to_end(&mut text)
        .map_err(|error| broken(error.into()))?;
    if text.len() as u64 > most {
        return Err(limit(&format!(
            "{map} in the archive unpacks to more than {most} bytes from {stored}"
        )));
    }
    kml::read(&text, rows)
}

fn limit(what: &str) -> Error {
    Error::data(what).remedy("unpack it yourself if you trust it, and name the .kml file")
}

/// What an archive without KML is.
fn other(names: &[String], ends: impl Fn(&str, &str) -> bool) -> Error {
    let has = |test: &dyn Fn(&str) -> bool| names.iter().any(|name| test(name));
    let (what, remedy) = if has(&|name| name.starts_with("xl/")) {
        (
            "the file is an Excel table (.xlsx)",
            "save it as CSV (UTF-8) and give that, or convert it with `ogr2ogr out.csv in.xlsx`",
        )
    } else if has(&|name| name == "content.xml") {
        (
            "the file is a table of LibreOffice (.ods)",
            "save it as CSV (UTF-8) and give that",
        )
    } else if has(&|name| ends(name, ".shp")) {
        (
            "the file is a zip archive with a shapefile in it",
            "unpack it and name the .shp file",
        )
    } else {
        (
            "the file is a zip archive, and no KMZ: it holds no .kml file",
            "unpack it and name the file in it",
        )
    };
    Error::data(what).remedy(remedy)
}
