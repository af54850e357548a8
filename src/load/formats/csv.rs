//! CSV as lines or territories: each row a feature, its place in a column of well-known text, or in two of longitude and latitude.
//!
//! Tables of sites are read elsewhere, piece by piece; here a table comes whole.

use super::super::document::Geometry;
use super::super::notes::Note;
use super::super::table::degrees::{Axis, degrees};
use super::super::table::{self, LAT, LON, WKT};
use super::wkb::Shape;
use super::{Declared, Rows, rows_place, unreadable, wkt};
use crate::error::{Error, Place};
use ::csv::{ErrorKind, ReaderBuilder, StringRecord};
use serde_json::{Map, Value};
use std::io::{BufRead, BufReader, Cursor, Read};

/// Where a row's place stands.
enum At {
    Wkt(usize),
    Degrees(usize, usize),
}

pub(super) fn read(from: impl Read, rows: &mut Rows) -> Result<Declared, Error> {
    let mut reader = BufReader::with_capacity(1 << 18, from);
    let mut header = Vec::new();
    let mut stated = None;
    // Empty lines may come first, and one that states the delimiter.
    loop {
        header.clear();
        let read = reader
            .read_until(b'\n', &mut header)
            .map_err(|e| unreadable(&e))?;
        let text = String::from_utf8_lossy(&header);
        let text = text.trim_start_matches('\u{feff}');
        if read > 0 && text.trim().is_empty() {
            continue;
        }
        match table::stated(text) {
            Some(mark) if stated.is_none() => stated = Some(mark),
            _ => break,
        }
    }
    if header.starts_with(b"\xef\xbb\xbf") {
        header.drain(..3);
    }
    let delimiter = stated.unwrap_or_else(|| table::delimiter(&String::from_utf8_lossy(&header)));
    let mut all = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(Cursor::new(header).chain(reader));
    let columns: Vec<String> = (all.headers().map_err(|e| broken(&e))?.iter())
        .map(|name| name.trim().to_owned())
        .collect();
    let find = |names: &[&str]| table::column(&columns, names);
    let at = match (find(&WKT), find(&LON), find(&LAT)) {
        (Some(wkt), ..) => At::Wkt(wkt),
        (None, Some(lon), Some(lat)) => At::Degrees(lon, lat),
        _ => {
            return Err(Error::data(format!(
                "a table without a column of geometries: its columns are {}",
                columns.join(", ")
            ))
            .remedy("name a column of well-known text WKT, as in \"LINESTRING (10 50, 11 50)\""));
        }
    };
    let mut system = None;
    let mut row = StringRecord::new();
    while all.read_record(&mut row).map_err(|e| broken(&e))? {
        let line = row.position().map_or(0, ::csv::Position::line);
        let place = |rows: &Rows| Place {
            feature: Some(format!("in line {line}")),
            ..rows_place(rows.file)
        };
        if row.iter().all(|cell| cell.trim().is_empty()) {
            let at = place(rows);
            rows.notes.add(Note::NoCoordinates, || at);
            continue;
        }
        if row.len() != columns.len() {
            return Err(uneven(row.len(), columns.len()).at(place(rows)));
        }
        let cell = |column: usize| row.get(column).unwrap_or_default().trim();
        let properties: Map<String, Value> = columns
            .iter()
            .enumerate()
            .map(|(index, name)| (name.clone(), cell(index).into()))
            .collect();
        let (empty, shape) = match at {
            At::Wkt(column) => {
                let empty = table::nothing(cell(column).as_bytes());
                let mut read = || {
                    let (shape, own) = wkt::one(cell(column))?;
                    if let (Some(one), Some(other)) = (system, own)
                        && one != other
                    {
                        return Err(Error::data(format!(
                            "two coordinate reference systems in one file: EPSG:{one} and EPSG:{other}"
                        ))
                        .remedy("put each into a file of its own"));
                    }
                    system = own.or(system);
                    Ok(shape)
                };
                (empty, if empty { Ok(Shape::default()) } else { read() })
            }
            At::Degrees(lon, lat) => {
                let [x, y] = [cell(lon), cell(lat)];
                let empty = table::nothing(x.as_bytes()) || table::nothing(y.as_bytes());
                let read = || -> Result<Shape, Error> {
                    let at = [number(x, Axis::Longitude)?, number(y, Axis::Latitude)?];
                    Ok(Shape {
                        geometries: vec![Geometry::Points("Point", vec![at])],
                        height: false,
                    })
                };
                (empty, if empty { Ok(Shape::default()) } else { read() })
            }
        };
        if empty {
            let at = place(rows);
            rows.notes.add(Note::NoCoordinates, || at);
            continue;
        }
        let shape = shape.map_err(|error| error.at(place(rows)))?;
        rows.row(properties, Ok(shape))?;
    }
    Ok(wkt::declared(system))
}

fn number(text: &str, axis: Axis) -> Result<f64, Error> {
    degrees(text, axis).ok_or_else(|| {
        Error::data(format!("{text:?} is no number of degrees"))
            .remedy("write degrees with a decimal point, such as 33.182")
    })
}

fn uneven(found: usize, expected: usize) -> Error {
    Error::data(format!(
        "a row of {found} fields under a header of {expected}"
    ))
    .remedy("put fields that hold the delimiter in double quotes")
}

fn broken(error: &::csv::Error) -> Error {
    let line = error.position().map(::csv::Position::line);
    let place = Place {
        feature: line.map(|line| format!("in line {line}")),
        ..Place::default()
    };
    match error.kind() {
        ErrorKind::Io(io) => unreadable(io),
        ErrorKind::Utf8 { .. } => {
            Error::data("text that is not UTF-8").remedy("save the file as UTF-8")
        }
        _ => Error::data(format!("no CSV: {error}")).remedy("give UTF-8 text with a header line"),
    }
    .at(place)
}
