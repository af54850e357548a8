//! A GeoPackage (OGC 12-128r17, version 1.3) of one layer or several, with what QGIS wants to find in one: spatial indexes,
//! columns described, metadata, default styles.
//!
//! In reading order: [`blob`] (a geometry's bytes), [`tables`] (the standard's own tables and triggers), and the writer here.
//! Features are inserted as they come; what is held is SQLite's page cache.
//!
//! # Extent of `territories`
//! `gpkg_contents` gives each layer an extent that is for information, and that programs take for their first view. That of
//! `territories`, which may be the world, is stated as that of the result. A QGIS project in the file would not do: QGIS leaves it alone
//! when the file is opened or dropped as data, and it is lost when the file gets another name.
//!
//! # Same bytes
//! A run gives the same bytes whenever and wherever it is made: times that the standard asks for are [`WHEN`], no clock is read,
//! and the order of insertion is that of the features.

pub mod blob;
pub mod tables;

use super::features::{Features, Layer, Seen, Shape, TERRITORIES};
use super::features::{Grid, Layers, schema, walk};
use super::model::{Facts, Value};
use super::rows::Cell;
use super::srs::Frame;
use super::style::{Look, from_top, qml};
use rusqlite::types::ToSql;
use rusqlite::{Connection, Error as SqlError, ErrorCode};
use serde_json::Value as Json;
use std::borrow::Cow;
use std::io::{self, ErrorKind};
use std::path::Path;
use tables::quoted;

/// Every time stamp in a file. The standard wants one where a clock's would make each file differ from the last; the epoch is
/// plainly none, and what a reader needs, the day that the result speaks of, is in `as_of`.
pub const WHEN: &str = "1970-01-01T00:00:00.000Z";

/// Columns of a layer beside its number and its geometry, at most: SQLite has room for 2,000 in all.
pub const MOST_COLUMNS: usize = 1998;

/// Writes strips, overlaps, the border and the territories into an empty file.
///
/// # Errors
/// What the file gives, and the frame's mapping.
pub fn write(layers: &Layers, facts: &Facts, frame: &Frame, path: &Path) -> io::Result<()> {
    // QGIS stacks layers as a file lists them, the first on top.
    let schema = from_top(schema(layers, facts, true));
    let grid = Grid::of(facts.tolerance);
    let look = Look {
        widths: layers.strips.len(),
        ..Look::default()
    };
    let mut writer = Writer::create(path, &schema, grid, frame, facts)?;
    walk(layers, facts, &schema, grid, &mut writer)?;
    writer.finish(look)
}

/// Writes one feature after another.
pub struct Writer<'a> {
    connection: Connection,
    layers: Vec<State<'a>>,
    grid: Grid,
    frame: &'a Frame<'a>,
    bytes: Vec<u8>,
}

struct State<'a> {
    layer: &'a Layer,
    insert: String,
    index: String,
    rows: i64,
    /// West, south, east, north of all, where there is any.
    extent: Option<[f64; 4]>,
    seen: Seen,
}

impl<'a> Writer<'a> {
    /// Makes the tables in an empty file that nobody else reads: there is no journal to undo anything with.
    ///
    /// # Errors
    /// What the file gives.
    pub fn create(
        path: &Path,
        schema: &'a [Layer],
        grid: Grid,
        frame: &'a Frame,
        facts: &Facts,
    ) -> io::Result<Self> {
        let connection = Connection::open(path).map_err(failed)?;
        tables::begin(&connection, &frame.srs).map_err(failed)?;
        for layer in schema {
            tables::add_layer(&connection, layer, &frame.srs).map_err(failed)?;
        }
        tables::add_metadata(&connection, schema, facts).map_err(failed)?;
        Ok(Writer {
            connection,
            layers: schema.iter().map(State::new).collect(),
            grid,
            frame,
            bytes: Vec::new(),
        })
    }

    /// Ends the file: extents, counts, styles, and the triggers that keep the indexes true when the user edits.
    ///
    /// # Errors
    /// What the file gives.
    pub fn finish(self, mut look: Look) -> io::Result<()> {
        let results = (self.layers.iter()).filter(|state| state.layer.name != TERRITORIES);
        let view = results.filter_map(|state| state.extent).reduce(joined);
        for state in self.layers {
            look.seen = state.seen;
            let end = tables::End {
                rows: state.rows,
                // Programs take the layers' extents for the view to begin with: with the world's the result would be a dot.
                extent: match state.layer.name {
                    TERRITORIES => view.or(state.extent),
                    _ => state.extent,
                },
                kind: look.seen.narrowed(state.layer.geometry),
                style: qml(state.layer, &look),
            };
            tables::end_layer(&self.connection, state.layer, &end).map_err(failed)?;
        }
        tables::end(&self.connection).map_err(failed)?;
        self.connection.close().map_err(|(_, error)| failed(error))
    }
}

impl<'a> State<'a> {
    fn new(layer: &'a Layer) -> Self {
        let names: Vec<String> = (layer.columns.iter()).map(|c| quoted(&c.name)).collect();
        let places = ", ?".repeat(names.len());
        let names = names.join(", ");
        State {
            layer,
            insert: format!(
                "INSERT INTO {} (geom, {names}) VALUES (?{places})",
                quoted(layer.name)
            ),
            index: format!(
                "INSERT INTO {} VALUES (?, ?, ?, ?, ?)",
                quoted(&tables::index_of(layer.name))
            ),
            rows: 0,
            extent: None,
            seen: Seen::default(),
        }
    }
}

impl Features for Writer<'_> {
    fn add(&mut self, layer: usize, cells: &[Cell], shape: &Shape) -> io::Result<()> {
        let state = &mut self.layers[layer];
        self.bytes.clear();
        let code = self.frame.srs.code;
        let bounds = blob::push(&mut self.bytes, shape, self.grid, code, self.frame.map)?;
        let geometry = bounds.map(|_| self.bytes.as_slice());
        let numbers: Vec<Field> = cells.iter().map(Field::from).collect();
        let values: Vec<&dyn ToSql> = std::iter::once(&geometry as &dyn ToSql)
            .chain(numbers.iter().map(|f| f as &dyn ToSql))
            .collect();
        (self.connection.prepare_cached(&state.insert))
            .and_then(|mut insert| insert.execute(values.as_slice()))
            .map_err(failed)?;
        state.rows += 1;
        if let Some(kind) = shape.kind() {
            state.seen.add(kind);
        }
        if let Some([west, south, east, north]) = bounds {
            let row = self.connection.last_insert_rowid();
            (self.connection.prepare_cached(&state.index))
                .and_then(|mut insert| insert.execute((row, west, east, south, north)))
                .map_err(failed)?;
            let own = [west, south, east, north];
            state.extent = Some(state.extent.map_or(own, |all| joined(all, own)));
        }
        Ok(())
    }
}

/// The least box that holds two.
fn joined(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [
        a[0].min(b[0]),
        a[1].min(b[1]),
        a[2].max(b[2]),
        a[3].max(b[3]),
    ]
}

/// A cell as SQLite takes it: a truth is its word, as in CSV.
enum Field<'a> {
    Text(Cow<'a, str>),
    Number(f64),
    Whole(i64),
    Null,
}

impl<'a> From<&Cell<'a>> for Field<'a> {
    fn from(cell: &Cell<'a>) -> Self {
        let number = match cell {
            Cell::Value(Value::Number(number)) => Some(Field::Number(number.value())),
            Cell::Given(Json::Number(given)) => {
                let whole = given.as_i64().map(Field::Whole);
                whole.or_else(|| given.as_f64().filter(|_| given.is_f64()).map(Field::Number))
            }
            _ => None,
        };
        number.unwrap_or_else(|| cell.text().map_or(Field::Null, Field::Text))
    }
}

impl ToSql for Field<'_> {
    fn to_sql(&self) -> rusqlite::Result<rusqlite::types::ToSqlOutput<'_>> {
        match self {
            Field::Text(text) => text.to_sql(),
            Field::Number(number) => number.to_sql(),
            Field::Whole(number) => number.to_sql(),
            Field::Null => Ok(rusqlite::types::Null.into()),
        }
    }
}

/// A full disk is told as one, whichever layer found it.
fn failed(error: SqlError) -> io::Error {
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => ErrorKind::StorageFull,
        Some(ErrorCode::PermissionDenied | ErrorCode::ReadOnly) => ErrorKind::PermissionDenied,
        _ => ErrorKind::Other,
    };
    io::Error::new(kind, error)
}

#[cfg(test)]
mod tests;
