//! Where results go: formats by a file's ending, and the checks that come before the long work.

use super::args::Format;
use super::target;
use crate::crs::Transformation;
use crate::error::{Error, Place};
use crate::report::features::{Layers, schema};
use crate::report::files::Files;
use crate::report::kml::{self, Pack};
use crate::report::model::Facts;
use crate::report::srs::{Frame, Srs};
use crate::report::style::{Look, mixed};
use crate::report::{file, flatgeobuf, geojson, geopackage};
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Formats of geometry files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Geometry {
    GeoJson,
    GeoPackage,
    FlatGeobuf,
    Kml(Pack),
    /// GeoJSON, one feature a line.
    GeoJsonLines,
}

impl Geometry {
    /// Whether the format is WGS84 longitude, latitude by its definition.
    pub fn is_wgs84(self) -> bool {
        !matches!(self, Geometry::GeoPackage | Geometry::FlatGeobuf)
    }

    /// Whether QGIS looks for a style beside the file.
    fn is_styled_beside(self) -> bool {
        !matches!(self, Geometry::GeoPackage | Geometry::Kml(_))
    }
}

/// Formats of pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    Svg,
    Png,
}

/// Formats of table files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    Csv,
    Json,
    NdJson,
}

impl From<Rows> for Format {
    fn from(rows: Rows) -> Self {
        match rows {
            Rows::Csv => Format::Csv,
            Rows::Json => Format::Json,
            Rows::NdJson => Format::NdJson,
        }
    }
}

/// The known endings, told in errors and help.
pub const GEOMETRY_ENDINGS: [(&str, Geometry); 6] = [
    ("geojson", Geometry::GeoJson),
    ("gpkg", Geometry::GeoPackage),
    ("fgb", Geometry::FlatGeobuf),
    ("kml", Geometry::Kml(Pack::Kml)),
    ("kmz", Geometry::Kml(Pack::Kmz)),
    ("geojsonl", Geometry::GeoJsonLines),
];
pub const PICTURE_ENDINGS: [(&str, Picture); 2] = [("svg", Picture::Svg), ("png", Picture::Png)];
pub const TABLE_ENDINGS: [(&str, Rows); 3] = [
    ("csv", Rows::Csv),
    ("json", Rows::Json),
    ("ndjson", Rows::NdJson),
];

/// The endings of a page.
pub const PAGE_ENDINGS: [(&str, ()); 2] = [("html", ()), ("htm", ())];

/// What --out may be.
#[derive(Clone, Copy)]
enum Drawn {
    Geometry(Geometry),
    Picture(Picture),
}

/// Files to write, checked.
#[derive(Debug)]
pub struct Outputs {
    pub geometry: Vec<(PathBuf, Geometry)>,
    pub tables: Vec<(PathBuf, Rows)>,
    /// Maps for print.
    pub pictures: Vec<(PathBuf, Picture)>,
    /// Styles for QGIS beside the geometry.
    pub styles: Vec<PathBuf>,
}

impl Outputs {
    /// Checks that every file can be written: known ending, named once, folder there and writable, no file there
    /// yet unless `force`. What happens to the disk while the work runs is found when the file is written.
    ///
    /// # Errors
    /// Of kind usage, or work for a folder that is missing or not writable: those of [`file::check_target`].
    pub fn check(out: &[PathBuf], table: &[PathBuf], force: bool) -> Result<Self, Error> {
        let geometry = by_ending(out, "--out", &GEOMETRY_ENDINGS)?;
        Self::checked(geometry, Vec::new(), out, table, force)
    }

    /// The same for a command that draws pictures too.
    ///
    /// # Errors
    /// As [`Outputs::check`].
    pub fn check_drawn(out: &[PathBuf], table: &[PathBuf], force: bool) -> Result<Self, Error> {
        let geometry = GEOMETRY_ENDINGS.map(|(ending, format)| (ending, Drawn::Geometry(format)));
        let pictures = PICTURE_ENDINGS.map(|(ending, format)| (ending, Drawn::Picture(format)));
        let all: Vec<_> = geometry.into_iter().chain(pictures).collect();
        let (mut geometry, mut pictures) = (Vec::new(), Vec::new());
        for (path, format) in by_ending(out, "--out", &all)? {
            match format {
                Drawn::Geometry(format) => geometry.push((path, format)),
                Drawn::Picture(format) => pictures.push((path, format)),
            }
        }
        Self::checked(geometry, pictures, out, table, force)
    }

    fn checked(
        geometry: Vec<(PathBuf, Geometry)>,
        pictures: Vec<(PathBuf, Picture)>,
        out: &[PathBuf],
        table: &[PathBuf],
        force: bool,
    ) -> Result<Self, Error> {
        let tables = by_ending(table, "--table", &TABLE_ENDINGS)?;
        let mut seen = BTreeSet::new();
        for path in out.iter().chain(table) {
            if !seen.insert(path) {
                return Err(Error::usage("this file is named twice as an output")
                    .at(at(path))
                    .remedy("give each output its own name"));
            }
            file::check_target(path, force)?;
        }
        Ok(Outputs {
            geometry,
            tables,
            pictures,
            styles: Vec::new(),
        })
    }

    /// Adds what `--style` asks for: beside each `zone.geojson` and `zone.fgb` a `zone.qml`, one where both have the same name.
    ///
    /// # Errors
    /// As [`Outputs::check`], and of kind usage where there is no such file.
    pub fn with_style(mut self, style: bool, force: bool) -> Result<Self, Error> {
        if !style {
            return Ok(self);
        }
        for (path, format) in &self.geometry {
            let style = path.with_extension("qml");
            if format.is_styled_beside() && !self.styles.contains(&style) {
                file::check_target(&style, force)?;
                self.styles.push(style);
            }
        }
        if self.styles.is_empty() {
            return Err(Error::usage("--style has no file to stand beside").remedy(
                "give --out FILE.geojson or --out FILE.fgb; a .gpkg holds its styles itself",
            ));
        }
        Ok(self)
    }

    /// Writes the geometry in every format that was asked for. `way`: into the system of the files that may have another than WGS84.
    ///
    /// # Errors
    /// Those of [`Files::write`].
    pub fn write_geometry(
        &self,
        layers: &Layers,
        facts: &Facts,
        way: Option<&Transformation>,
        files: &mut Files,
    ) -> Result<(), Error> {
        let map = |path: &[[f64; 2]]| match way {
            Some(way) => target::mapped(way, facts.tolerance, path),
            None => Ok(path.to_vec()),
        };
        let frame = Frame {
            srs: way.map_or_else(|| Ok(Srs::wgs84()), target::srs)?,
            map: &map,
        };
        for (path, format) in &self.geometry {
            match format {
                Geometry::GeoJson => {
                    files.write(path, |to| geojson::write(layers, facts, to))?;
                }
                Geometry::GeoJsonLines => {
                    files.write(path, |to| geojson::write_sequence(layers, facts, to))?;
                }
                Geometry::Kml(pack) => {
                    files.write(path, |to| kml::write(layers, facts, *pack, to))?;
                }
                Geometry::GeoPackage => {
                    files.write_path(path, |to| geopackage::write(layers, facts, &frame, to))?;
                }
                Geometry::FlatGeobuf => {
                    files.write(path, |to| {
                        flatgeobuf::write(layers, facts, &frame, file::folder(path), to)
                    })?;
                }
            }
        }
        for path in &self.styles {
            let look = Look {
                widths: layers.strips.len(),
                ..Look::default()
            };
            let style = mixed(&schema(layers, facts, false), &look);
            files.write(path, |to| to.write_all(style.as_bytes()))?;
        }
        Ok(())
    }
}

/// Checks that a page can be written: as [`Outputs::check`].
///
/// # Errors
/// As there.
pub fn page(path: &PathBuf, force: bool) -> Result<(), Error> {
    by_ending(std::slice::from_ref(path), "--out", &PAGE_ENDINGS)?;
    file::check_target(path, force)
}

fn by_ending<F: Copy>(
    paths: &[PathBuf],
    flag: &str,
    endings: &[(&str, F)],
) -> Result<Vec<(PathBuf, F)>, Error> {
    let known = || {
        let names: Vec<_> = endings.iter().map(|(name, _)| format!(".{name}")).collect();
        names.join(", ")
    };
    let format = |path: &PathBuf| {
        let ending = path.extension().and_then(OsStr::to_str).unwrap_or("");
        endings
            .iter()
            .find(|(name, _)| ending.eq_ignore_ascii_case(name))
            .map(|(_, format)| (path.clone(), *format))
            .ok_or_else(|| {
                Error::usage(format!("{flag} does not know this file's ending"))
                    .at(at(path))
                    .remedy(format!("use {}{}", known(), other(flag, ending)))
            })
    };
    paths.iter().map(format).collect()
}

/// Where a file of this ending is written, if not by `flag`.
fn other(flag: &str, ending: &str) -> &'static str {
    let is_in = |known: &[&str]| known.iter().any(|name| ending.eq_ignore_ascii_case(name));
    if flag == "--out" && is_in(&TABLE_ENDINGS.map(|(name, _)| name)) {
        "; a table goes to --table"
    } else if flag == "--table" && is_in(&GEOMETRY_ENDINGS.map(|(name, _)| name)) {
        "; geometry goes to --out"
    } else {
        ""
    }
}

/// Writes to standard output. A reader that has closed its end (`| head`) has what it wants: no error.
///
/// # Errors
/// Of kind work, if standard output cannot take it (a full disk).
pub fn print(bytes: &[u8]) -> Result<(), Error> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(bytes).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Error::work(format!(
            "standard output cannot be written to: {error}"
        ))
        .remedy("check where it leads, and that the disk has room")),
        _ => Ok(()),
    }
}

fn at(path: &Path) -> Place {
    Place {
        file: Some(path.display().to_string()),
        ..Place::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::messages::flag;
    use crate::error::Kind;

    #[track_caller]
    fn refused(out: &[PathBuf], table: &[PathBuf], kind: Kind, word: &str) {
        let error = Outputs::check(out, table, false).expect_err(word);
        assert_eq!(error.kind, kind, "{error}");
        assert!(error.told(&flag).contains(word), "{error}");
        assert!(!error.remedy.is_empty());
    }

    #[test]
    fn an_unknown_ending_is_refused_with_the_known_ones() {
        refused(
            &["zone.shp".into()],
            &[],
            Kind::Usage,
            "use .geojson, .gpkg, .fgb",
        );
        refused(
            &[],
            &["t.xlsx".into()],
            Kind::Usage,
            "use .csv, .json, .ndjson",
        );
        refused(&["zone".into()], &[], Kind::Usage, "--out");
    }

    #[test]
    fn a_file_that_is_there_is_refused_without_force() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("zone.geojson");
        std::fs::write(&path, "x").expect("a file");
        refused(std::slice::from_ref(&path), &[], Kind::Usage, "--force");
        let forced = Outputs::check(std::slice::from_ref(&path), &[], true).expect("force");
        assert_eq!(forced.geometry, [(path, Geometry::GeoJson)]);
    }

    #[test]
    fn a_missing_folder_a_folder_and_a_file_named_twice_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        refused(
            &[folder.path().join("no/zone.geojson")],
            &[],
            Kind::Work,
            "does not exist",
        );
        let inner = folder.path().join("a.csv");
        std::fs::create_dir(&inner).expect("a folder");
        refused(&[], &[inner], Kind::Usage, "is a folder");
        let twice = folder.path().join("b.csv");
        refused(&[], &[twice.clone(), twice], Kind::Usage, "twice");
    }
}
