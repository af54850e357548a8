//! Errors and warnings: what is wrong, where, and what to do about it, in one message; and the cause, for a program to match.
//!
//! Messages name choices as fields: `‹width_in›` in a text stands for one, and whoever shows the text says how its users write it: the
//! command line `--width-in`, a keyword elsewhere, and `Display` the name in backquotes.

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

/// What is wrong, as far as a program can do something about it.
#[non_exhaustive]
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cause {
    /// What the message says.
    #[default]
    Other,
    /// There is no field of this name; the nearest one.
    UnknownField { name: String, near: Option<String> },
    /// A field cannot have this value.
    Value { field: String },
    /// Two fields that cannot be chosen together.
    Apart {
        field: &'static str,
        other: &'static str,
    },
    /// A field that says something of another one, which is not chosen.
    Needs {
        field: &'static str,
        other: &'static str,
    },
    /// No territory, alliance, worldview or published zone has this name; those most like it.
    UnknownName { name: String, near: Vec<String> },
    /// A file that is not there.
    NoFile,
    /// The tolerance that was asked for cannot be kept; one that can, m.
    Tolerance { kept: Option<f64> },
    /// Whoever asked wants no answer any more.
    Stopped,
    /// A warning, where none is to be let pass.
    Warning,
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
    cause: Option<Box<Cause>>,
    pub what: String,
    pub place: Place,
    pub remedy: String,
}

impl Error {
    pub fn new(kind: Kind, what: impl Into<String>) -> Self {
        Error {
            kind,
            cause: None,
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
    /// Says why, for a program.
    pub fn because(mut self, cause: Cause) -> Self {
        self.cause = Some(Box::new(cause));
        self
    }
    /// What is wrong, for a program.
    pub fn cause(&self) -> &Cause {
        self.cause.as_deref().unwrap_or(&Cause::Other)
    }
    /// The message, with fields as `field` says them.
    pub fn told(&self, field: &dyn Fn(&str) -> String) -> String {
        with_fields(&message(&self.what, &self.place, &self.remedy), field)
    }
    /// Says what is wrong in other words.
    pub fn saying(mut self, what: impl Into<String>) -> Self {
        self.what = what.into();
        self
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
        f.write_str(&self.told(&quoted))
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

impl Warning {
    /// The message, with fields as `field` says them.
    pub fn told(&self, field: &dyn Fn(&str) -> String) -> String {
        with_fields(&message(&self.what, &self.place, &self.remedy), field)
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.told(&quoted))
    }
}

impl From<Warning> for Error {
    fn from(w: Warning) -> Self {
        Error {
            kind: Kind::Data,
            cause: Some(Box::new(Cause::Warning)),
            what: w.what,
            place: w.place,
            remedy: w.remedy,
        }
    }
}

fn message(what: &str, place: &Place, remedy: &str) -> String {
    let mut text = what.to_owned();
    if *place != Place::default() {
        text += &format!(" ({place})");
    }
    if !remedy.is_empty() {
        text += "; ";
        text += remedy;
    }
    text
}

fn quoted(field: &str) -> String {
    format!("`{field}`")
}

/// A text in which `‹name›` stands for a field, with fields as `field` says them. Marks round anything else stay.
pub fn with_fields(text: &str, field: &dyn Fn(&str) -> String) -> String {
    let mut parts = text.split('‹');
    let mut told = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
        };
        match part.split_once('›').filter(|(name, _)| is_name(name)) {
            Some((name, rest)) => {
                told += &field(name);
                told += rest;
            }
            None => {
                told.push('‹');
                told += part;
            }
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_told_as_whoever_shows_them_writes_them() {
        let error = Error::usage("‹width_in› RUS: no width").remedy("use ‹exclude› RUS, ‹Other›");
        let flag = |name: &str| format!("--{}", name.replace('_', "-"));
        assert_eq!(
            error.told(&flag),
            "--width-in RUS: no width; use --exclude RUS, ‹Other›"
        );
        assert_eq!(
            error.to_string(),
            "`width_in` RUS: no width; use `exclude` RUS, ‹Other›"
        );
        assert_eq!(with_fields("a ‹ b › c", &flag), "a ‹ b › c");
    }
}
