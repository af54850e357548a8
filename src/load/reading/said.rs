//! What a user says of coordinate reference systems: one for all files, or for one file by its name.

use crate::error::Error;
use std::sync::atomic::{AtomicBool, Ordering};

#[derive(Debug, Default)]
pub(super) struct Said(Vec<Choice>);

#[derive(Debug)]
struct Choice {
    /// `None`: for all files.
    file: Option<String>,
    crs: String,
    /// Whether a file has asked for it.
    asked: AtomicBool,
}

impl Said {
    /// `crs`: `EPSG:3301` for all files or `FILE=EPSG:3301` for one.
    ///
    /// # Errors
    /// Of kind usage: two systems for one file, or a bare number.
    pub fn new(crs: &[String]) -> Result<Self, Error> {
        let mut choices: Vec<Choice> = Vec::new();
        for text in crs {
            let (file, crs) = split(text);
            if crs.is_empty() || crs.bytes().all(|b| b.is_ascii_digit()) {
                return Err(Error::usage(format!(
                    "‹crs› {text} names no coordinate reference system"
                ))
                .remedy(format!(
                    "say whose number it is: EPSG:{}",
                    if crs.is_empty() { "3301" } else { &crs }
                )));
            }
            if choices.iter().any(|other| other.file == file) {
                return Err(Error::usage("‹crs› is given twice for the same files")
                    .remedy("name the file before the system: ‹crs› FILE=EPSG:3301"));
            }
            choices.push(Choice {
                file,
                crs,
                asked: AtomicBool::new(false),
            });
        }
        Ok(Said(choices))
    }

    /// The first that no file has asked for: the file that it names, if one, and the system.
    pub fn unasked(&self) -> Option<(Option<&str>, &str)> {
        (self.0.iter())
            .find(|choice| !choice.asked.load(Ordering::Relaxed))
            .map(|choice| (choice.file.as_deref(), choice.crs.as_str()))
    }

    /// What the user says of a file.
    pub fn of(&self, file: &str) -> Option<&str> {
        let find = |wanted: Option<&str>| self.0.iter().find(|c| c.file.as_deref() == wanted);
        let choice = find(Some(file)).or_else(|| find(None))?;
        choice.asked.store(true, Ordering::Relaxed);
        Some(&choice.crs)
    }
}

/// `FILE=CRS` or `CRS`; WKT and PROJ's strings have equals signs of their own.
pub(super) fn split(text: &str) -> (Option<String>, String) {
    let plain = text.starts_with('+')
        || text.starts_with('{')
        || text.split('=').next().is_some_and(|t| t.contains('['));
    match text.rsplit_once('=').filter(|_| !plain) {
        Some((file, crs)) => (Some(file.to_owned()), crs.trim().to_owned()),
        None => (None, text.trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    #[test]
    fn a_system_is_for_all_files_or_for_one() {
        let said = Said::new(&["EPSG:3301".into(), "a=b.shp=EPSG:3035".into()]).expect("two");
        assert_eq!(said.of("x.shp"), Some("EPSG:3301"));
        assert_eq!(said.unasked(), Some((Some("a=b.shp"), "EPSG:3035")));
        assert_eq!(said.of("a=b.shp"), Some("EPSG:3035"));
        assert_eq!(said.unasked(), None);
        assert_eq!(split("+proj=utm +zone=35 +type=crs").0, None);
        assert_eq!(split("PROJCS[\"a=b\"]").0, None);
        for wrong in [
            vec!["3301"],
            vec!["a.shp=3301"],
            vec!["EPSG:1", "EPSG:2"],
            vec![""],
        ] {
            let texts: Vec<String> = wrong.iter().map(|t| (*t).to_owned()).collect();
            let error = Said::new(&texts).expect_err("wrong");
            assert_eq!(error.kind, Kind::Usage);
            assert!(error.remedy.contains("EPSG:"), "{error}");
        }
    }
}
