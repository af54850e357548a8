//! Errors and warnings: what is wrong, where, and what to do about it, in one message.

use std::fmt;

/// Who has to act, and so which exit code the command line gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The request is wrong: an unknown code, a width of zero. Exit code 2.
    Usage,
    /// The input data is wrong: a truncated file, a latitude of 95. Exit code 3.
    Data,
    /// The work failed: a full disk, a folder that is not writable. Exit code 1.
    Work,
}

/// Where in the input something stands. Numbers count from 1, as people count.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// File name as the user gave it; `-` is standard input.
    pub file: Option<String>,
    /// Line and column of a text file, such as a scenario file.
    pub line: Option<[usize; 2]>,
    /// Feature number in its collection, with its name where it has one.
    pub feature: Option<String>,
    /// Ring or part number within the feature's geometry.
    pub ring: Option<usize>,
    /// Position number within the ring or part.
    pub position: Option<usize>,
    /// Longitude and latitude, degrees.
    pub at: Option<[f64; 2]>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts = Vec::new();
        if let Some(file) = &self.file {
            parts.push(if file == "-" {
                "standard input".to_owned()
            } else {
                file.clone()
            });
        }
        if let Some([line, column]) = self.line {
            parts.push(format!("line {line}, column {column}"));
        }
        if let Some(feature) = &self.feature {
            parts.push(format!("feature {feature}"));
        }
        if let Some(ring) = self.ring {
            parts.push(format!("part {ring}"));
        }
        if let Some(position) = self.position {
            parts.push(format!("position {position}"));
        }
        if let Some([lon, lat]) = self.at {
            parts.push(format!("at lon {lon}, lat {lat}"));
        }
        f.write_str(&parts.join(", "))
    }
}

/// What went wrong, where, and the remedy.
#[derive(Clone, Debug, PartialEq)]
pub struct Error {
    pub kind: Kind,
    pub what: String,
    pub place: Place,
    pub remedy: String,
}

impl Error {
    pub fn new(kind: Kind, what: impl Into<String>) -> Self {
        Error {
            kind,
            what: what.into(),
            place: Place::default(),
            remedy: String::new(),
        }
    }
    pub fn usage(what: impl Into<String>) -> Self {
        Self::new(Kind::Usage, what)
    }
    pub fn data(what: impl Into<String>) -> Self {
        Self::new(Kind::Data, what)
    }
    pub fn work(what: impl Into<String>) -> Self {
        Self::new(Kind::Work, what)
    }
    /// Says where.
    pub fn at(mut self, place: Place) -> Self {
        self.place = place;
        self
    }
    /// Says what to do next.
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = remedy.into();
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_message(f, &self.what, &self.place, &self.remedy)
    }
}

impl std::error::Error for Error {}

/// Something the user should know about the input or the result, that does not stop the work.
/// `--strict` turns each into an error of kind [`Kind::Data`].
#[derive(Clone, Debug, PartialEq)]
pub struct Warning {
    pub what: String,
    pub place: Place,
    pub remedy: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_message(f, &self.what, &self.place, &self.remedy)
    }
}

impl From<Warning> for Error {
    fn from(w: Warning) -> Self {
        Error {
            kind: Kind::Data,
            what: w.what,
            place: w.place,
            remedy: w.remedy,
        }
    }
}

fn write_message(
    f: &mut fmt::Formatter<'_>,
    what: &str,
    place: &Place,
    remedy: &str,
) -> fmt::Result {
    f.write_str(what)?;
    if *place != Place::default() {
        write!(f, " ({place})")?;
    }
    if !remedy.is_empty() {
        write!(f, "; {remedy}")?;
    }
    Ok(())
}
