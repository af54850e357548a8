//! Where sites go: rows to standard output and to files, features to files of geometry, each in its format.

use super::super::outputs::Rows;
use crate::error::Error;
use crate::load::sites::Remarks;
use crate::report::features::{Features, Seen, Shape};
use crate::report::file::Pending;
use crate::report::model::Facts;
use crate::report::rows::Cell;
use crate::report::style::Look;
use crate::report::{flatgeobuf, geojson, geopackage, kml};
use std::io::{self, Write};

use super::rows::Judged;

/// What a piece of a batch gave.
#[derive(Default)]
pub struct Piece<'a> {
    pub csv: Vec<u8>,
    pub objects: Vec<u8>,
    pub rows: Vec<Vec<String>>,
    /// Where there are files of geometry.
    pub sites: Vec<Judged<'a>>,
    pub count: usize,
    /// Territories with sites, where something is wrong with some.
    pub met: Vec<usize>,
    pub remarks: Remarks,
}

/// Where sites go, and how.
pub enum To<'a> {
    Rows(&'a mut dyn Write, Rows),
    GeoJson(geojson::Writer<'a>),
    Kml(kml::Writer<'a>),
    /// With the number of its layer of sites.
    GeoPackage(Box<geopackage::Writer<'a>>, usize),
    FlatGeobuf(Box<flatgeobuf::Writer<'a>>, &'a mut dyn Write),
}

pub struct Sink<'a> {
    pub to: To<'a>,
    /// The file; `None`: standard output.
    pub file: Option<&'a Pending>,
}

impl Sink<'_> {
    pub fn begin(&mut self, header: &[u8]) -> Result<(), Error> {
        match &mut self.to {
            To::Rows(_, Rows::Csv) => self.put(header),
            To::Rows(_, Rows::Json) => self.put(b"["),
            _ => Ok(()),
        }
    }

    /// Adds rows. `first`: whether none came before.
    pub fn rows(&mut self, piece: &Piece, first: bool) -> Result<(), Error> {
        let To::Rows(_, rows) = &self.to else {
            return Ok(());
        };
        if piece.count == 0 {
            return Ok(());
        }
        match rows {
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

    /// Adds a site to a file of geometry.
    pub fn site(&mut self, cells: &[Cell], shape: &Shape) -> Result<(), Error> {
        let added = match &mut self.to {
            To::Rows(..) => Ok(()),
            To::GeoJson(writer) => writer.add(0, cells, shape),
            To::Kml(writer) => writer.add(0, cells, shape),
            To::GeoPackage(writer, layer) => writer.add(*layer, cells, shape),
            To::FlatGeobuf(writer, _) => writer.add(0, cells, shape),
        };
        added.map_err(|error| unwritable(self.file, &error))
    }

    /// Ends it: `count` sites came, of these kinds of geometry.
    pub fn end(mut self, count: usize, seen: &Seen, facts: &Facts) -> Result<(), Error> {
        let last: &[u8] = if count == 0 { b"]\n" } else { b"\n]\n" };
        let ended = match self.to {
            To::Rows(_, Rows::Json) => return self.put(last),
            To::Rows(..) => Ok(()),
            To::GeoJson(writer) => writer.finish(),
            To::Kml(writer) => writer.finish(),
            To::GeoPackage(writer, _) => writer.finish(Look {
                widths: facts.strips.len(),
                seen: seen.clone(),
            }),
            To::FlatGeobuf(writer, out) => writer.finish(facts, out),
        };
        ended.map_err(|error| unwritable(self.file, &error))
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let To::Rows(to, _) = &mut self.to else {
            return Ok(());
        };
        match to.write_all(bytes) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(unwritable(self.file, &error))
            }
            _ => Ok(()),
        }
    }
}

/// What could not be written to, `None`: standard output.
pub fn unwritable(file: Option<&Pending>, error: &io::Error) -> Error {
    match file {
        Some(file) => file.failure(error),
        None => Error::work(format!("the rows cannot be written: {error}"))
            .remedy("check where they lead, and that the disk has room"),
    }
}
