//! How a run reads its files: which format each has, which coordinate reference system, and the way from that to WGS84.
//!
//! GeoJSON is WGS84 (RFC 7946) unless the user says otherwise or it has the `crs` member of its draft; other formats say what they are
//! in, and are refused where they do not. What is in another system is read whole, then transformed (`project`); what is in
//! WGS84 goes on feature by feature.
//!
//! One operation for all files of one system in a run, so that borders shared between files stay shared.

mod said;
mod summed;
mod telling;

use super::document::{self, Feature, Sink};
use super::formats::{self, Content, Declared};
use super::notes::Notes;
use super::project;
use super::source::{Source, Watch};
use crate::crs::{About, Transformation, is_wgs84, on_wgs84};
use crate::error::Error;
use said::Said;
use std::borrow::Cow;
use std::sync::{Arc, Mutex};
use summed::{Summed, once};
pub(crate) use telling::refused;
use telling::{nameless, overruled, place, tell};

/// Positions that decide on the operation, at most.
const SAMPLE: usize = 4096;

/// What a user says of coordinates, and what was made of it. One for a run.
#[derive(Debug, Default)]
pub struct Reading {
    said: Said,
    ballpark: bool,
    geodesic: bool,
    chosen: Mutex<Vec<(String, Arc<Transformation>)>>,
    used: Mutex<Vec<Used>>,
    /// Checksums of what can be read once only, by the name that the user gives it.
    sums: Mutex<Vec<(String, String)>>,
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
        Ok(Reading {
            said: Said::new(crs)?,
            ballpark,
            ..Reading::default()
        })
    }

    /// The file and the system of `FILE=CRS`; `None` for what names no file.
    pub fn file_of_crs(text: &str) -> Option<(String, String)> {
        let (file, crs) = said::split(text);
        Some((file?, crs))
    }

    /// The same, for lines whose edges are geodesics: an edge of exactly 180° of longitude is read then, since it can go one way only.
    #[must_use]
    pub fn of_geodesics(self, geodesic: bool) -> Self {
        Reading { geodesic, ..self }
    }

    /// Whether edges of lines are geodesics.
    pub(crate) fn is_of_geodesics(&self) -> bool {
        self.geodesic
    }

    /// Whether every system that the user stated was of use, once all files are read.
    ///
    /// # Errors
    /// Of kind usage: for a file that was not read, or with no file read at all.
    pub fn check_all_used(&self) -> Result<(), Error> {
        match self.said.unasked() {
            None => Ok(()),
            Some((Some(file), crs)) => Err(Error::usage(format!(
                "‹crs› {file}={crs}: no such file is read here"
            ))
            .remedy("write its name as the flag that reads it does")),
            Some((None, crs)) => Err(Error::usage(format!(
                "‹crs› {crs} has no file to be the system of: the shipped data are longitudes and latitudes"
            ))
            .remedy("leave it out, or give a file (‹border›, ‹territories›); the system of outputs is ‹out_crs›")),
        }
    }

    /// The files that were brought to WGS84 so far.
    pub fn used(&self) -> Vec<Used> {
        self.used
            .lock()
            .map_or_else(|e| e.into_inner().clone(), |used| used.clone())
    }

    /// The SHA-256, in hexadecimal, of standard input or a pipe that was read by this name.
    pub fn sum(&self, file: &str) -> Option<String> {
        let sums = self.sums.lock().unwrap_or_else(|e| e.into_inner());
        let found = sums.iter().find(|(known, _)| known == file);
        found.map(|(_, sum)| sum.clone())
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
        if !once(source) {
            return self.read_as(source, watch, notes, sink);
        }
        let summed = Summed::over(watch);
        self.read_as(source, &summed, notes, sink)?;
        let entry = (source.name(), summed.sum());
        let mut sums = self.sums.lock().unwrap_or_else(|e| e.into_inner());
        sums.push(entry);
        Ok(())
    }

    fn read_as(
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
            let crs = match (self.said.of(&file), &declared) {
                (Some(stated), Declared::Crs(own)) => {
                    overruled(stated, own, &file, notes);
                    stated.to_owned()
                }
                (Some(stated), _) => stated.to_owned(),
                (None, Declared::Crs(own)) => own.clone(),
                (None, Declared::Unsaid) => "OGC:CRS84".to_owned(),
                (None, Declared::Nothing(why)) => {
                    return Err(Error::data(format!(
                        "the file does not say in which coordinate reference system it is: {why}"
                    ))
                    .at(place(&file))
                    .remedy(which(&project::sample(&features, SAMPLE))));
                }
            };
            return self.hand_over(&crs, &file, features, notes, sink);
        }
        if let Some(stated) = stated {
            notes.crs.accept = true;
            document::read(source, watch, notes, &mut features)?;
            if let Some(own) = notes.crs.name.take() {
                overruled(stated, &own, &file, notes);
            }
            return self.hand_over(stated, &file, features, notes, sink);
        }
        // A `crs` member may come after the features: they are taken for WGS84 until it says otherwise.
        notes.crs.accept = self.said.of(&file).is_some();
        let refused = match document::read(source, watch, notes, sink) {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        let Some(own) = notes.crs.name.take() else {
            return Err(refused);
        };
        if matches!(source, Source::Stdin) {
            return Err(refused.remedy(format!(
                "say it beforehand with ‹crs› {own}, so that standard input need not be read twice"
            )));
        }
        sink.clear();
        *notes = Notes::like(notes);
        notes.crs.accept = true;
        document::read(source, watch, notes, &mut features)?;
        self.hand_over(&own, &file, features, notes, sink)
    }

    /// The system that the user states for a file, where that is not WGS84.
    pub(crate) fn foreign(&self, file: &str) -> Option<&str> {
        self.said.of(file).filter(|crs| !is_wgs84(crs))
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
        let crs = match (self.said.of(file), own) {
            (Some(stated), Some(own)) => {
                overruled(stated, &own, file, notes);
                stated.to_owned()
            }
            (Some(stated), None) => stated.to_owned(),
            (None, Some(own)) => own,
            (None, None) => return Ok(()),
        };
        self.to_wgs84(&crs, file, features, notes)
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
        let way = self.way(&known(crs, file, notes), file, sample)?;
        self.note(&way, file, 0, notes);
        Ok(way)
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
        self.to_wgs84(crs, file, &mut features, notes)?;
        features
            .into_iter()
            .try_for_each(|feature| sink.feature(feature, notes))
    }

    /// Transforms what is in another system; a datum without a name on WGS84's ellipsoid is none.
    fn to_wgs84(
        &self,
        crs: &str,
        file: &str,
        features: &mut [Feature],
        notes: &mut Notes,
    ) -> Result<(), Error> {
        if is_wgs84(crs) {
            return Ok(());
        }
        let crs = known(crs, file, notes);
        if is_wgs84(&crs) {
            return Ok(());
        }
        let sample = project::sample(features, SAMPLE);
        let way = self.way(&crs, file, &sample)?;
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
            refused(&refusal, crs, self.said.of(file).is_some()).at(place(file))
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

/// A system that is known: one with a nameless datum on WGS84's ellipsoid is named, and told.
fn known<'c>(crs: &'c str, file: &str, notes: &mut Notes) -> Cow<'c, str> {
    let Some(known) = on_wgs84(crs) else {
        return Cow::Borrowed(crs);
    };
    nameless(crs, file, notes);
    Cow::Owned(known)
}

/// What to say of a file without a system, by some of its positions.
fn which(positions: &[[f64; 2]]) -> String {
    let degrees = |[x, y]: &[f64; 2]| x.abs() <= 180.0 && y.abs() <= 90.0;
    match positions.iter().find(|at| !degrees(at)) {
        Some([x, y]) => format!(
            "{x:.0}, {y:.0} is no longitude and latitude: name the projected system in which the file was made with ‹crs›, such as ‹crs› EPSG:3301"
        ),
        None => "its numbers look like degrees: if they are longitude and latitude, say so with ‹crs› EPSG:4326, else name its system".to_owned(),
    }
}
