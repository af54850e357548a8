//! Where input comes from: a file or standard input, as bytes.

use super::formats;
use crate::error::{Cause, Error, Place};
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

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
    /// `-` is standard input; well-known text such as `LINESTRING (10 50, 11 50)` is what it says; all else is a path.
    pub fn from_argument(argument: &str) -> Self {
        if argument == "-" {
            Source::Stdin
        } else if formats::wkt::begins(argument.as_bytes()) && !Path::new(argument).exists() {
            Source::Bytes {
                name: shortened(argument),
                bytes: argument.as_bytes().to_vec(),
            }
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
    /// As [`Source::open`].
    pub fn read(&self) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::new();
        self.open(&())?
            .read_to_end(&mut bytes)
            .map_err(|error| unreadable(&error).at(self.place()))?;
        Ok(bytes)
    }

    /// Opens the source for reading from its start; `watch` is told how far that has come.
    ///
    /// # Errors
    /// A file that is not there or is a folder is an error of the command line; one that cannot be opened is an error of the work.
    pub fn open<'a>(&'a self, watch: &'a dyn Watch) -> Result<impl Read + 'a, Error> {
        let (from, size): (Box<dyn Read + 'a>, _) = match self {
            Source::Path(path) => {
                let opened = File::open(path).and_then(|file| {
                    let about = file.metadata()?;
                    if about.is_dir() {
                        return Err(ErrorKind::IsADirectory.into());
                    }
                    // A pipe has no size.
                    Ok((file, about.is_file().then_some(about.len())))
                });
                let (file, size) = opened.map_err(|error| unreadable(&error).at(self.place()))?;
                (Box::new(file), size)
            }
            Source::Stdin => (Box::new(std::io::stdin().lock()), None),
            Source::Bytes { bytes, .. } => (Box::new(bytes.as_slice()), Some(bytes.len() as u64)),
        };
        Ok(Watched {
            from,
            watch,
            read: 0,
            size,
        })
    }

    fn place(&self) -> Place {
        Place {
            file: Some(self.name()),
            ..Place::default()
        }
    }
}

/// Characters of a geometry that stand for it in messages and outputs.
const SHOWN: usize = 60;

fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN {
        return line;
    }
    format!("{}…", line.chars().take(SHOWN).collect::<String>())
}

/// Sees how far the reading of a source has come, as a progress bar does. `()` looks away.
pub trait Watch {
    /// `read` bytes are read, of `size` where that is known. Called a few times a megabyte.
    fn read(&self, read: u64, size: Option<u64>);
    /// The bytes themselves, in order.
    fn bytes(&self, _: &[u8]) {}
}

impl Watch for () {
    fn read(&self, _: u64, _: Option<u64>) {}
}

struct Watched<'a> {
    from: Box<dyn Read + 'a>,
    watch: &'a dyn Watch,
    read: u64,
    size: Option<u64>,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.read += read as u64;
        self.watch.bytes(&buffer[..read]);
        self.watch.read(self.read, self.size);
        Ok(read)
    }
}

/// Why a file cannot be read.
pub(crate) fn unreadable(error: &std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::NotFound => Error::usage("the file does not exist")
            .because(Cause::NoFile)
            .remedy("check the path; it is taken from the current folder"),
        ErrorKind::IsADirectory => {
            Error::usage("this is a folder, not a file").remedy("name a GeoJSON file in it")
        }
        ErrorKind::PermissionDenied => {
            Error::work("the file may not be read").remedy("give yourself the right to read it")
        }
        _ => Error::work(format!("the file cannot be read: {error}"))
            .remedy("check the disk and try again"),
    }
}
