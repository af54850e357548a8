//! Where the rows of sites go: standard output and files, each in its format.

use super::super::outputs::Rows;
use crate::error::Error;
use crate::load::sites::Remarks;
use std::io::{self, Write};

/// Where rows go, and how.
pub struct Sink<'a> {
    pub to: &'a mut dyn Write,
    pub rows: Rows,
}

/// What a piece of a batch gave.
#[derive(Default)]
pub struct Piece {
    pub csv: Vec<u8>,
    pub objects: Vec<u8>,
    pub rows: Vec<Vec<String>>,
    pub count: usize,
    pub remarks: Remarks,
}

impl Sink<'_> {
    pub fn begin(&mut self, header: &[u8]) -> Result<(), Error> {
        match self.rows {
            Rows::Csv => self.put(header),
            Rows::Json => self.put(b"["),
            Rows::NdJson => Ok(()),
        }
    }

    /// `first`: whether no row came before.
    pub fn add(&mut self, piece: &Piece, first: bool) -> Result<(), Error> {
        if piece.count == 0 {
            return Ok(());
        }
        match self.rows {
            Rows::Csv => self.put(&piece.csv),
            Rows::NdJson => {
                self.put(&piece.objects)?;
                self.put(b"\n")
            }
            // Line feeds inside strings are escaped: those that are left stand between objects.
            Rows::Json => {
                self.put(if first { b"\n" } else { b",\n" })?;
                for (i, object) in piece.objects.split(|b| *b == b'\n').enumerate() {
                    if i > 0 {
                        self.put(b",\n")?;
                    }
                    self.put(object)?;
                }
                Ok(())
            }
        }
    }

    pub fn end(&mut self, count: usize) -> Result<(), Error> {
        match self.rows {
            Rows::Json => self.put(if count == 0 { b"]\n" } else { b"\n]\n" }),
            _ => Ok(()),
        }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        match self.to.write_all(bytes) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(unwritable(&error)),
            _ => Ok(()),
        }
    }
}

pub fn unwritable(error: &io::Error) -> Error {
    Error::work(format!("the rows cannot be written: {error}"))
        .remedy("check where they lead, and that the disk has room")
}
