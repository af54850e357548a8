//! Where input comes from: a file or standard input, as bytes.

use crate::error::{Error, Place};
use std::io::{ErrorKind, Read};
use std::path::PathBuf;

/// A file, standard input, or bytes that are there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Path(PathBuf),
    Stdin,
    /// Bytes with the name that messages give them.
    Bytes {
        name: String,
        bytes: Vec<u8>,
    },
}

impl Source {
    /// `-` is standard input, all else a path.
    pub fn from_argument(argument: &str) -> Self {
        if argument == "-" {
            Source::Stdin
        } else {
            Source::Path(PathBuf::from(argument))
        }
    }

    /// The name that messages give this source; `-` is standard input.
    pub fn name(&self) -> String {
        match self {
            Source::Path(path) => path.display().to_string(),
            Source::Stdin => "-".to_owned(),
            Source::Bytes { name, .. } => name.clone(),
        }
    }

    /// Reads the source whole.
    ///
    /// # Errors
    /// A file that is not there or is a folder is an error of the command line; a failing read is an error of the work.
    pub fn read(&self) -> Result<Vec<u8>, Error> {
        let place = Place {
            file: Some(self.name()),
            ..Place::default()
        };
        let read = match self {
            Source::Path(path) => std::fs::read(path),
            Source::Stdin => {
                let mut bytes = Vec::new();
                std::io::stdin()
                    .lock()
                    .read_to_end(&mut bytes)
                    .map(|_| bytes)
            }
            Source::Bytes { bytes, .. } => Ok(bytes.clone()),
        };
        read.map_err(|error| match error.kind() {
            ErrorKind::NotFound => Error::usage("the file does not exist")
                .remedy("check the path; it is taken from the current folder"),
            ErrorKind::IsADirectory => {
                Error::usage("this is a folder, not a file").remedy("name a GeoJSON file in it")
            }
            ErrorKind::PermissionDenied => {
                Error::work("the file may not be read").remedy("give yourself the right to read it")
            }
            _ => Error::work(format!("the file cannot be read: {error}"))
                .remedy("check the disk and try again"),
        })
        .map_err(|error| error.at(place))
    }
}
