//! How a run reads its files: which format each has, which coordinate reference system, and the way from that to WGS84.
//!
//! GeoJSON is WGS84 (RFC 7946) unless the user says otherwise or it has the `crs` member of its draft; other formats say what they are
//! in, and are refused where they do not. What is in another system is read whole, then transformed (`project`); what is in
//! WGS84 goes on feature by feature.
//!
//! One operation for all files of one system in a run, so that borders shared between files stay shared.

use super::document::{self, Feature, Sink};
use super::formats::{self, Content, Declared};
use super::notes::Notes;
use super::project;
use super::source::{Source, Watch};
use crate::error::{Error, Kind, Place, Warning};
use crate::geodesy::crs::{About, Refusal, Transformation, is_wgs84};
use std::sync::{Arc, Mutex};

/// Positions that decide on the operation, at most.
const SAMPLE: usize = 4096;

/// What a user says of coordinates, and what was made of it. One for a run.
#[derive(Debug, Default)]
pub struct Reading {
    /// For all files, or for one.
    choices: Vec<(Option<String>, String)>,
    ballpark: bool,
    chosen: Mutex<Vec<(String, Arc<Transformation>)>>,
    used: Mutex<Vec<Used>>,
}

/// A file that was brought to WGS84.
#[derive(Clone, Debug, PartialEq)]
pub struct Used {
    /// As the user names it.
    pub file: String,
    pub about: About,
    /// Positions put into edges that are straight in the file's system only.
    pub added: usize,
}

impl std::fmt::Display for Used {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let file = if self.file == "-" {
            "standard input"
        } else {
            &self.file
        };
        write!(f, "{file}: {}", self.about)?;
        if self.added > 0 {
            let (added, straight) = (self.added, project::STRAIGHT.0 * 100.0);
            write!(
                f,
                ", {added} positions added to keep its straight edges within {straight} cm"
            )?;
        }
        Ok(())
    }
}

impl Reading {
    /// `crs`: systems as the user gives them, `EPSG:3301` for all files or `FILE=EPSG:3301` for one. `ballpark`: take an operation that
    /// leaves a datum's shift out where there is no other.
    ///
    /// # Errors
    /// Of kind usage: two systems for one file, or a bare number.
    pub fn new(crs: &[String], ballpark: bool) -> Result<Self, Error> {
        let mut choices: Vec<(Option<String>, String)> = Vec::new();
        for text in crs {
            let (file, crs) = split(text);
            if crs.is_empty() || crs.bytes().all(|b| b.is_ascii_digit()) {
                return Err(Error::usage(format!(
                    "--crs {text} names no coordinate reference system"
                ))
                .remedy(format!(
                    "say whose number it is: EPSG:{}",
                    if crs.is_empty() { "3301" } else { &crs }
                )));
            }
            if choices.iter().any(|(other, _)| *other == file) {
                return Err(Error::usage("--crs is given twice for the same files")
                    .remedy("name the file before the system: --crs FILE=EPSG:3301"));
            }
            choices.push((file, crs));
        }
        Ok(Reading {
            choices,
            ballpark,
            ..Reading::default()
        })
    }

    /// The files that `--crs FILE=…` names.
    pub fn named(&self) -> impl Iterator<Item = &str> {
        self.choices.iter().filter_map(|(file, _)| file.as_deref())
    }

    /// The files that were brought to WGS84 so far.
    pub fn used(&self) -> Vec<Used> {
        self.used
            .lock()
            .map_or_else(|e| e.into_inner().clone(), |used| used.clone())
    }

    /// What the user says of a file.
    fn stated(&self, file: &str) -> Option<&str> {
        let of = |wanted: Option<&str>| {
            self.choices
                .iter()
                .find(|(name, _)| name.as_deref() == wanted)
        };
        of(Some(file))
            .or_else(|| of(None))
            .map(|(_, crs)| crs.as_str())
    }

    /// Reads a source and hands its features over, in WGS84.
    ///
    /// # Errors
    /// Those of [`formats`], of [`document::read`] and of [`project`]; a system that is unknown, not horizontal or told nowhere.
    pub(crate) fn read(
        &self,
        source: &Source,
        watch: &dyn Watch,
        notes: &mut Notes,
        sink: &mut dyn Sink,
    ) -> Result<(), Error> {
        let file = source.name();
        let content = formats::content(source)?;
        let stated = self.foreign(&file);
        let mut features: Vec<Feature> = Vec::new();
        if content != Content::Text {
            let declared = formats::read(source, content, watch, notes, &mut features)?;
            let crs = match (self.stated(&file), &declared) {
                (Some(stated), Declared::Crs(own)) => {
                    self.overruled(stated, own, &file, notes);
                    stated.to_owned()
                }
                (Some(stated), _) => stated.to_owned(),
                (None, Declared::Crs(own)) => own.clone(),
                (None, Declared::Nothing(why)) => {
                    return Err(Error::data(format!("the file does not say in which coordinate reference system it is: {why}"))
                        .at(place(&file))
                        .remedy("say it with --crs, such as --crs EPSG:3301, or EPSG:4326 for longitude and latitude"));
                }
            };
            return self.hand_over(&crs, &file, features, notes, sink);
        }
        if let Some(stated) = stated {
            notes.crs.accept = true;
            document::read(source, watch, notes, &mut features)?;
            if let Some(own) = notes.crs.name.take() {
                self.overruled(stated, &own, &file, notes);
            }
            return self.hand_over(stated, &file, features, notes, sink);
        }
        // A `crs` member may come after the features: they are taken for WGS84 until it says otherwise.
        notes.crs.accept = self.stated(&file).is_some();
        let refused = match document::read(source, watch, notes, sink) {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        let Some(own) = notes.crs.name.take() else {
            return Err(refused);
        };
        if matches!(source, Source::Stdin) {
            return Err(refused.remedy(format!(
                "say it beforehand with --crs {own}, so that standard input need not be read twice"
            )));
        }
        sink.clear();
        *notes = Notes::default();
        notes.crs.accept = true;
        document::read(source, watch, notes, &mut features)?;
        self.hand_over(&own, &file, features, notes, sink)
    }

    /// The system that the user states for a file, where that is not WGS84.
    pub(crate) fn foreign(&self, file: &str) -> Option<&str> {
        self.stated(file).filter(|crs| !is_wgs84(crs))
    }

    /// Brings a document that was read with its `crs` member taken down to WGS84.
    ///
    /// # Errors
    /// As [`Reading::read`].
    pub(crate) fn document(
        &self,
        file: &str,
        features: &mut [Feature],
        notes: &mut Notes,
    ) -> Result<(), Error> {
        let own = notes.crs.name.take();
        let crs = match (self.stated(file), own) {
            (Some(stated), Some(own)) => {
                self.overruled(stated, &own, file, notes);
                stated.to_owned()
            }
            (Some(stated), None) => stated.to_owned(),
            (None, Some(own)) => own,
            (None, None) => return Ok(()),
        };
        if is_wgs84(&crs) {
            Ok(())
        } else {
            self.transform(&crs, file, features, notes)
        }
    }

    /// The operation for a file that is read piece by piece, from its first positions.
    ///
    /// # Errors
    /// Those of a system that cannot be used.
    pub(crate) fn begin(
        &self,
        crs: &str,
        file: &str,
        sample: &[[f64; 2]],
        notes: &mut Notes,
    ) -> Result<Arc<Transformation>, Error> {
        let way = self.way(crs, file, sample)?;
        self.note(&way, file, 0, notes);
        Ok(way)
    }

    /// The user's word counts; that the file says otherwise is told.
    fn overruled(&self, stated: &str, own: &str, file: &str, notes: &mut Notes) {
        let same = stated.eq_ignore_ascii_case(own)
            || is_wgs84(stated) && is_wgs84(own)
            || own.contains('[');
        if !same {
            notes.single.push(Warning {
                what: format!("--crs {stated} is used, although the file says {own}"),
                place: place(file),
                remedy: "leave out --crs, or give it for the other files only: --crs FILE=CRS"
                    .to_owned(),
            });
        }
    }

    /// Transforms features and hands them on.
    pub(crate) fn hand_over(
        &self,
        crs: &str,
        file: &str,
        mut features: Vec<Feature>,
        notes: &mut Notes,
        sink: &mut dyn Sink,
    ) -> Result<(), Error> {
        if !is_wgs84(crs) {
            self.transform(crs, file, &mut features, notes)?;
        }
        features
            .into_iter()
            .try_for_each(|feature| sink.feature(feature, notes))
    }

    fn transform(
        &self,
        crs: &str,
        file: &str,
        features: &mut [Feature],
        notes: &mut Notes,
    ) -> Result<(), Error> {
        let sample = project::sample(features, SAMPLE);
        let way = self.way(crs, file, &sample)?;
        let added = project::to_wgs84(file, features, &way)?;
        self.note(&way, file, added, notes);
        Ok(())
    }

    fn note(&self, way: &Transformation, file: &str, added: usize, notes: &mut Notes) {
        notes.projected |= !way.about.geographic;
        tell(&way.about, file, notes);
        let used = Used {
            file: file.to_owned(),
            about: way.about.clone(),
            added,
        };
        self.used
            .lock()
            .unwrap_or_else(|e| e.into_inner())
            .push(used);
    }

    /// The operation for a system: the first file decides for all of the run.
    pub(crate) fn way(
        &self,
        crs: &str,
        file: &str,
        sample: &[[f64; 2]],
    ) -> Result<Arc<Transformation>, Error> {
        let mut chosen = self.chosen.lock().unwrap_or_else(|e| e.into_inner());
        if let Some((_, way)) = chosen.iter().find(|(known, _)| known == crs) {
            return Ok(way.clone());
        }
        let found = Transformation::find(crs, sample, self.ballpark);
        let way = found.map_err(|refusal| {
            refused(&refusal, crs, self.stated(file).is_some()).at(place(file))
        })?;
        // Another spelling of a system that is there already, such as WKT.
        let same = chosen
            .iter()
            .find(|(_, other)| other.about.crs == way.about.crs && way.about.crs.contains(':'));
        let way = same.map_or_else(|| Arc::new(way), |(_, other)| other.clone());
        chosen.push((crs.to_owned(), way.clone()));
        Ok(way)
    }
}

/// `FILE=CRS` or `CRS`; WKT and PROJ's strings have equals signs of their own.
fn split(text: &str) -> (Option<String>, String) {
    let plain = text.starts_with('+')
        || text.starts_with('{')
        || text.split('=').next().is_some_and(|t| t.contains('['));
    match text.rsplit_once('=').filter(|_| !plain) {
        Some((file, crs)) => (Some(file.to_owned()), crs.trim().to_owned()),
        None => (None, text.trim().to_owned()),
    }
}

fn place(file: &str) -> Place {
    Place {
        file: Some(file.to_owned()),
        ..Place::default()
    }
}

/// A system's name for messages: WKT is long.
fn short(crs: &str) -> String {
    let line = crs.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 60 {
        return line;
    }
    format!("{}…", line.chars().take(60).collect::<String>())
}

/// Why a system cannot be used. `stated`: the user gave it, not the file.
pub(crate) fn refused(refusal: &Refusal, crs: &str, stated: bool) -> Error {
    let kind = if stated { Kind::Usage } else { Kind::Data };
    let crs = short(crs);
    let (what, remedy) = match refusal {
        Refusal::Unknown => (
            format!("unknown coordinate reference system {crs}"),
            "name one by its code (EPSG:3301; epsg.io lists them), as WKT, or as a PROJ string with +type=crs".to_owned(),
        ),
        Refusal::NotHorizontal(what) => (
            format!("{crs} is {what} coordinate reference system, not one of positions on a map"),
            "name a geographic or projected one, such as EPSG:4326 or EPSG:3035".to_owned(),
        ),
        Refusal::Ballpark { grid, area } => {
            let lies = area.map_or_else(String::new, |[west, south, east, north]| {
                format!(" (longitude {west:.1} to {east:.1}, latitude {south:.1} to {north:.1})")
            });
            (
                format!("no operation from {crs} to WGS84 is known for where the data lies{lies} but a ballpark one, which leaves out the datum's shift: off by 100 m and more"),
                match grid {
                    Some(grid) => format!("convert it with a program that has the grid {grid}, or take the error with --allow-ballpark"),
                    None => "check that the data is in this system; take the error with --allow-ballpark".to_owned(),
                },
            )
        }
        Refusal::NoOperation => (
            format!("no operation leads from {crs} to WGS84"),
            "convert the file first, or name another system".to_owned(),
        ),
        Refusal::NoProj => (
            format!("the coordinate reference system {crs} needs PROJ, which this build has not (feature `proj`)"),
            "build with it (make build), or convert the file first, as with `ogr2ogr -t_srs EPSG:4326 out.gpkg in.gpkg`".to_owned(),
        ),
    };
    Error::new(kind, what).remedy(remedy)
}

/// Warns of a poor or unknown accuracy, of a guess, and of data outside the area that something is made for.
fn tell(about: &About, file: &str, notes: &mut Notes) {
    let crs = &about.crs;
    if about.is_poor() {
        let how = match about.accuracy {
            _ if about.ballpark => {
                "a ballpark one that leaves out the datum's shift: off by 100 m and more".to_owned()
            }
            Some(accuracy) => format!("accurate to {accuracy} m"),
            None => "of unknown accuracy".to_owned(),
        };
        let remedy = match &about.better {
            Some((grid, accuracy)) => format!(
                "a program with the grid {grid} converts to {accuracy} m; say the accuracy with --data-accuracy for data_error_km2"
            ),
            None => {
                "say the accuracy with --data-accuracy, so that data_error_km2 has it".to_owned()
            }
        };
        notes.single.push(Warning {
            what: format!(
                "the operation from {crs} to WGS84 is {how} (\"{}\")",
                about.operation
            ),
            place: place(file),
            remedy,
        });
    }
    if !about.in_use {
        notes.single.push(Warning {
            what: format!(
                "no position lies in the area that {crs} ({}) is made for",
                about.crs_name
            ),
            place: place(file),
            remedy: "check that the file is in this system: metres and degrees, east before north"
                .to_owned(),
        });
    } else if !about.covers {
        notes.single.push(Warning {
            what: format!(
                "some positions lie outside the area that \"{}\" is made for",
                about.operation
            ),
            place: place(file),
            remedy: "its accuracy is not known there; split the file if that matters".to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_for_all_files_or_for_one() {
        let reading =
            Reading::new(&["EPSG:3301".into(), "a=b.shp=EPSG:3035".into()], false).expect("two");
        assert_eq!(reading.stated("x.shp"), Some("EPSG:3301"));
        assert_eq!(reading.stated("a=b.shp"), Some("EPSG:3035"));
        assert_eq!(split("+proj=utm +zone=35 +type=crs").0, None);
        assert_eq!(split("PROJCS[\"a=b\"]").0, None);
        for wrong in [
            vec!["3301"],
            vec!["a.shp=3301"],
            vec!["EPSG:1", "EPSG:2"],
            vec![""],
        ] {
            let texts: Vec<String> = wrong.iter().map(|t| (*t).to_owned()).collect();
            let error = Reading::new(&texts, false).expect_err("wrong");
            assert_eq!(error.kind, Kind::Usage);
            assert!(error.remedy.contains("EPSG:"), "{error}");
        }
    }
}
