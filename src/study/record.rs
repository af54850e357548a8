//! What a result says of its scenario ([`crate::scenario::recorded`]): defaults among the choices, files by base name and checksum.

use super::borders;
use super::desk::Open;
use super::inputs::{DEFAULT, Inputs};
use crate::border::line::Reading;
use crate::border::worldview::DE_FACTO;
use crate::error::{Error, Place};
use crate::load::checksum::hex;
use crate::load::located;
use crate::load::reading::Reading as Files;
use crate::load::shipped;
use crate::report::model::metres;
use crate::scenario::field::FileChoice;
use crate::scenario::recorded::{Data, Recorded, VERSION};
use crate::scenario::term::StripTolerance;
use crate::scenario::value::Scenario;
use crate::strip::Edges;
use crate::strip::sides::{Cap, Side};
use crate::units::Metres;
use crate::zone::ThirdStates;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// What belongs to a shapefile and changes what is read, in the order in which it is summed.
const SHAPEFILE: [&str; 4] = ["shp", "dbf", "prj", "cpg"];
const STDIN: &str = "-";

/// The record of a result, as files keep it. `tolerance`: the finest that its strips were made with; `None` for a line alone.
///
/// # Errors
/// A file that was read and cannot be read again for its checksum.
pub fn text(
    command: &str,
    scenario: &Scenario,
    tolerance: Option<Metres>,
    inputs: &Inputs,
    open: &dyn Open,
) -> Result<String, Error> {
    let scenario = Scenario {
        tolerance: tolerance.map(told).transpose()?,
        ..scenario.clone()
    };
    let choices = completed(named(scenario, &inputs.reading, open)?, inputs.day);
    let form = Recorded {
        version: VERSION,
        program: format!("standoff {}", env!("CARGO_PKG_VERSION")),
        command: command.to_owned(),
        data: shipped_data(),
        choices,
    };
    form.text()
}

/// As outputs tell it.
fn told(tolerance: Metres) -> Result<StripTolerance, Error> {
    let metres = format!("{}m", metres(tolerance)).parse()?;
    Ok(StripTolerance(metres))
}

/// Checksums of what this program ships.
pub fn shipped_data() -> Data {
    let sum = |text: &str| hex(&Sha256::digest(text));
    Data {
        boundaries_sha256: shipped::UNITS_SHA256.to_owned(),
        alliances_sha256: sum(shipped::alliances_csv()),
        worldviews_sha256: sum(shipped::worldviews_csv()),
    }
}

/// The scenario with each file by its base name and checksum.
///
/// # Errors
/// As [`text`].
pub fn named(mut scenario: Scenario, files: &Files, open: &dyn Open) -> Result<Scenario, Error> {
    for about in Scenario::FIELDS.iter().filter(|about| about.file) {
        for choice in scenario.files_of(about.name) {
            *choice = match about.name {
                "borders" => finer(&choice.name, open)?,
                _ => file(&choice.name, files)?,
            };
        }
    }
    scenario
        .crs
        .iter_mut()
        .for_each(|crs| *crs = base_of_crs(crs));
    Ok(scenario)
}

/// With the defaults of what was not chosen. `day`: that of the run.
pub fn completed(mut scenario: Scenario, day: Date) -> Scenario {
    let reach = !scenario.reach.is_empty();
    if scenario.border.is_empty() {
        if scenario.around.is_none() && !reach {
            let both = || DEFAULT.map(str::to_owned);
            scenario.between.get_or_insert_with(both);
            scenario.reading.get_or_insert(Reading::Contact);
        }
        scenario.as_of.get_or_insert(day);
    }
    scenario.edges.get_or_insert(Edges::Planar);
    if scenario.territories.is_none() {
        let usual = || DE_FACTO.to_owned();
        scenario.worldview.get_or_insert_with(usual);
    }
    // A line alone has no zone.
    if !scenario.width.is_empty() || reach {
        scenario.side.get_or_insert(Side::Both);
        scenario.cap.get_or_insert(Cap::Round);
        if scenario.border.is_empty() {
            scenario.third_states.get_or_insert(ThirdStates::Keep);
        }
    }
    scenario
}

/// A file by its base name and checksum; `files`: which hold those of what could be read once only.
///
/// # Errors
/// As `sum`.
pub fn file(argument: &str, files: &Files) -> Result<FileChoice, Error> {
    if argument == STDIN {
        return Ok(FileChoice {
            name: STDIN.to_owned(),
            layer: None,
            sha256: files.sum(STDIN),
        });
    }
    let (path, layer) = located(argument);
    let sha256 = match files.sum(argument) {
        Some(sum) => Some(sum),
        None => sum(&parts(&path))?,
    };
    Ok(FileChoice {
        name: base(&path.to_string_lossy()).to_owned(),
        layer,
        sha256,
    })
}

/// What `--borders` reads: the borders and what is known of them, summed one after the other.
fn finer(argument: &str, open: &dyn Open) -> Result<FileChoice, Error> {
    let paths: Vec<PathBuf> = (borders::files(argument, open).into_iter())
        .map(|(_, path)| path)
        .collect();
    Ok(FileChoice {
        name: base(argument).to_owned(),
        layer: None,
        sha256: sum(&paths)?,
    })
}

fn parts(path: &Path) -> Vec<PathBuf> {
    let ending = path
        .extension()
        .map(|e| e.to_string_lossy().to_ascii_lowercase());
    if ending.as_deref() != Some(SHAPEFILE[0]) {
        return vec![path.to_owned()];
    }
    let beside = SHAPEFILE[1..]
        .iter()
        .map(|ending| path.with_extension(ending));
    std::iter::once(path.to_owned()).chain(beside).collect()
}

/// SHA-256, in hexadecimal, of files one after another; those that are not there are left out. `None` for what can be read once only.
///
/// # Errors
/// [`Kind::Work`](crate::error::Kind::Work) where one cannot be read.
fn sum(paths: &[PathBuf]) -> Result<Option<String>, Error> {
    if paths.first().is_none_or(|path| !path.is_file()) {
        return Ok(None);
    }
    let mut sum = Sha256::new();
    for path in paths {
        let read = File::open(path).and_then(|mut file| io::copy(&mut file, &mut sum));
        match read {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(Error::work(format!(
                    "the file cannot be read for its checksum: {error}"
                ))
                .at(Place {
                    file: Some(path.display().to_string()),
                    ..Place::default()
                }));
            }
            _ => {}
        }
    }
    Ok(Some(hex(&sum.finalize())))
}

/// A path without its folder; separators of both kinds, since files travel.
pub fn base(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// `FILE=CRS` with the file's base name; what names no file stays.
fn base_of_crs(text: &str) -> String {
    match Files::file_of_crs(text) {
        Some((file, crs)) => format!("{}={crs}", base(&file)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn defaults_are_completed_by_what_the_line_is() {
        let day = date(2021, 12, 17);
        let plain = Scenario {
            width: vec!["5km".parse().expect("a width")],
            ..Scenario::default()
        };
        let plain = completed(plain, day);
        assert_eq!(plain.between, Some(["CSTO".to_owned(), "NATO".to_owned()]));
        assert_eq!(plain.reading, Some(Reading::Contact));
        assert_eq!(plain.as_of, Some(day));
        assert_eq!(plain.worldview.as_deref(), Some(DE_FACTO));
        assert_eq!(plain.third_states, Some(ThirdStates::Keep));
        let own = Scenario {
            border: vec![FileChoice::default()],
            ..Scenario::default()
        };
        let own = completed(own, day);
        assert!(own.between.is_none() && own.as_of.is_none() && own.side.is_none());
        assert_eq!(own.edges, Some(Edges::Planar));
    }

    #[test]
    fn a_file_stands_by_its_base_name_its_layer_and_its_checksum() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("line.gpkg");
        std::fs::write(&path, "abc").expect("a file");
        let argument = format!("{}:roads", path.display());
        let found = file(&argument, &Files::default()).expect("a file");
        assert_eq!(found.name, "line.gpkg");
        assert_eq!(found.layer.as_deref(), Some("roads"));
        // FIPS 180-4's own example.
        assert_eq!(
            found.sha256.as_deref(),
            Some("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        );
        assert_eq!(
            base_of_crs("a/b/line.gpkg=EPSG:3301"),
            "line.gpkg=EPSG:3301"
        );
        assert_eq!(base_of_crs("EPSG:3301"), "EPSG:3301");
    }
}
