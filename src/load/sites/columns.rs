//! The header line of a table of sites: where each row's place, id and name stand.

use super::{Input, Sites, broken, given};
use crate::error::{Error, Place};
use crate::load::table::{self, LAT, LON, WKT};
use csv::{ByteRecord, ReaderBuilder};
use std::io::{BufRead, BufReader, Cursor, Read};

/// Where a row's place stands.
#[derive(Clone, Copy, Debug)]
pub(super) enum At {
    Degrees {
        lon: usize,
        lat: usize,
    },
    /// Well-known text.
    Wkt(usize),
}

#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub at: At,
    pub id: Option<usize>,
    pub name: Option<usize>,
    pub wanted: Vec<usize>,
    /// Fields of a row.
    width: usize,
}

impl Columns {
    /// Whether a row says where it is. Trailing rows of empty fields do not.
    ///
    /// # Errors
    /// A row of too many or too few fields.
    pub fn place(&self, row: &ByteRecord, file: &str) -> Result<bool, Error> {
        let nothing = |column: usize| table::nothing(row.get(column).unwrap_or_default());
        if row.len() != self.width {
            if row.iter().all(|cell| cell.trim_ascii().is_empty()) {
                return Ok(false);
            }
            let line = row.position().map_or(0, csv::Position::line);
            return Err(Error::data(format!(
                "a row of {} fields under a header of {}",
                row.len(),
                self.width
            ))
            .at(Place {
                file: Some(file.to_owned()),
                feature: Some(format!("in line {line}")),
                ..Place::default()
            })
            .remedy("put fields that hold the delimiter in double quotes"));
        }
        Ok(match self.at {
            At::Degrees { lon, lat } => !nothing(lon) && !nothing(lat),
            At::Wkt(column) => !nothing(column),
        })
    }
}

impl<'r> Sites<'r> {
    /// Reads the header line of a CSV text; `header` is its first line that is not empty.
    pub(super) fn columns(
        &mut self,
        header: &str,
        reader: &mut Box<dyn BufRead + 'r>,
    ) -> Result<Input<'r>, Error> {
        let stated = table::stated(header);
        let mut header = header.to_owned();
        if stated.is_some() {
            header.clear();
            reader
                .read_line(&mut header)
                .map_err(|error| super::unreadable(&error).at(self.place()))?;
        }
        let delimiter = stated.unwrap_or_else(|| table::delimiter(&header));
        let rest = std::mem::replace(reader, Box::new(std::io::empty()));
        let text: Box<dyn BufRead + 'r> = Box::new(BufReader::with_capacity(
            1 << 18,
            Cursor::new(header.into_bytes()).chain(rest),
        ));
        let mut rows = ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .from_reader(text);
        let names = rows.headers().map_err(|e| broken(&e, &self.file))?;
        self.known = names.iter().map(|name| name.trim().to_owned()).collect();
        let named = |name: &str| self.known.iter().position(|k| k == name);
        let usual = |names: &[&str]| table::column(&self.known, names);
        let asked = |name: &Option<String>, usual: Option<usize>| match name {
            Some(name) => named(name).map(Some).ok_or_else(|| self.unknown(name)),
            None => Ok(usual),
        };
        let fields = &self.fields;
        let lon = asked(&fields.lon, usual(&LON))?;
        let lat = asked(&fields.lat, usual(&LAT))?;
        let missing = |what: &str, flag: &str| {
            Error::data(format!("no column of {what}, nor one of WKT"))
                .at(self.place())
                .remedy(format!(
                    "name it with {flag}; the columns are {}",
                    self.known.join(", ")
                ))
        };
        let stated = fields.lon.is_some() || fields.lat.is_some();
        let at = match (lon, lat, usual(&WKT).filter(|_| !stated)) {
            (Some(lon), Some(lat), _) => At::Degrees { lon, lat },
            (_, _, Some(wkt)) => At::Wkt(wkt),
            (None, ..) => return Err(missing("longitude (lon, lng, x, …)", "‹lon_field›")),
            (_, None, _) => return Err(missing("latitude (lat, y, …)", "‹lat_field›")),
        };
        let likely = given::likely_id(&self.known).filter(|_| fields.id.is_none());
        let columns = Columns {
            at,
            id: asked(&fields.id, usual(&["id"]).or(likely.and_then(named)))?,
            name: asked(&fields.name, usual(&["name"]))?,
            wanted: (fields.wanted.iter())
                .map(|name| named(name).ok_or_else(|| self.unknown(name)))
                .collect::<Result<_, _>>()?,
            width: self.known.len(),
        };
        self.likely = likely.map(str::to_owned);
        Ok(Input::Rows(Box::new(rows), columns))
    }
}
