//! GeoPackage (OGC 12-128): one layer of features out of an SQLite database, which is opened for reading only.

use super::{Declared, Located, Rows, layers, wkb};
use crate::error::Error;
use crate::load::recorded;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};
use serde_json::{Map, Number, Value};
use std::path::Path;

/// Reads the layer that is named, or the only one.
pub(super) fn read(at: &Located, rows: &mut Rows) -> Result<Declared, Error> {
    let database = open(&at.path)?;
    let tables = tables(&database)?;
    let names: Vec<String> = tables.iter().map(|t| t.name.clone()).collect();
    let table = match (&at.layer, &tables[..]) {
        (Some(layer), _) => tables.iter().find(|t| t.name == *layer),
        (None, [only]) => Some(only),
        (None, []) => {
            return Err(Error::data("the GeoPackage has no layer of features")
                .remedy("tiles and tables without geometry cannot be used"));
        }
        _ => None,
    };
    let table = table.ok_or_else(|| layers(at.layer.as_deref(), &names))?;
    rows.recorded(metadata(&database));
    features(&database, table, rows)?;
    declared(&database, table.srs)
}

/// The names of the layers of features.
pub(super) fn names(path: &Path) -> Result<Vec<String>, Error> {
    let tables = tables(&open(path)?)?;
    Ok(tables.into_iter().map(|table| table.name).collect())
}

fn open(path: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags).map_err(|e| broken(&e))
}

/// The items of GDAL's form of metadata, by name; none where there is no such thing.
fn metadata(database: &Connection) -> Map<String, Value> {
    let read = || {
        let mut query = database.prepare(
            "SELECT metadata FROM gpkg_metadata WHERE md_standard_uri = 'http://gdal.org' ORDER BY id",
        )?;
        let texts = query.query_map([], |row| row.get::<_, String>(0))?;
        texts.collect::<rusqlite::Result<Vec<_>>>()
    };
    // Not every GeoPackage has the table, and what stands in it is everybody's own.
    let texts = read().unwrap_or_default();
    (texts.iter())
        .flat_map(|text| recorded::items(text))
        .map(|(name, value)| (name, value.into()))
        .collect()
}

struct Table {
    name: String,
    column: String,
    srs: i64,
}

fn broken(error: &rusqlite::Error) -> Error {
    use rusqlite::ErrorCode::{CannotOpen, DatabaseBusy, DatabaseLocked};
    match error.sqlite_error_code() {
        Some(CannotOpen) => Error::work(format!("the database cannot be opened: {error}"))
            .remedy("if another program has it open (a .gpkg-wal file lies beside it), save and close it there, or copy the file"),
        Some(DatabaseBusy | DatabaseLocked) => Error::work("the database is locked by another program")
            .remedy("close it there, or copy the file"),
        _ => Error::data(format!("the GeoPackage cannot be read: {error}"))
            .remedy("it was cut off or is damaged; copy or export it again"),
    }
}

fn tables(database: &Connection) -> Result<Vec<Table>, Error> {
    let count: i64 = (database.query_row(
        "SELECT count(*) FROM sqlite_master WHERE name IN ('gpkg_contents', 'gpkg_geometry_columns')",
        [],
        |row| row.get(0),
    ))
    .map_err(|e| broken(&e))?;
    if count < 2 {
        return Err(Error::data(
            "an SQLite database, but no GeoPackage: it has no table gpkg_geometry_columns",
        )
        .remedy("export it as GeoPackage, as with `ogr2ogr out.gpkg in.sqlite`"));
    }
    let run = || {
        let mut query = database.prepare(
            "SELECT c.table_name, g.column_name, g.srs_id FROM gpkg_contents c \
             JOIN gpkg_geometry_columns g ON lower(g.table_name) = lower(c.table_name) \
             WHERE c.data_type = 'features' ORDER BY c.rowid",
        )?;
        let tables = query.query_map([], |row| {
            Ok(Table {
                name: row.get(0)?,
                column: row.get(1)?,
                srs: row.get(2)?,
            })
        })?;
        tables.collect::<rusqlite::Result<Vec<_>>>()
    };
    run().map_err(|e| broken(&e))
}

/// The layer's coordinate reference system as the file defines it.
fn declared(database: &Connection, srs: i64) -> Result<Declared, Error> {
    match srs {
        0 => {
            return Ok(Declared::Nothing(
                "its layer's system is \"undefined geographic\"",
            ));
        }
        -1 => {
            return Ok(Declared::Nothing(
                "its layer's system is \"undefined Cartesian\"",
            ));
        }
        _ => {}
    }
    let row = database.query_row(
        "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?1",
        [srs],
        |row| {
            let definition: Option<String> = row.get(2)?;
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, definition))
        },
    );
    let (organization, code, definition) = match row {
        Ok(row) => row,
        Err(rusqlite::Error::QueryReturnedNoRows) => {
            return Ok(Declared::Nothing(
                "its layer's system is not in gpkg_spatial_ref_sys",
            ));
        }
        Err(error) => return Err(broken(&error)),
    };
    let named = ["EPSG", "ESRI", "IAU_2015", "OGC", "IGNF"];
    let organization = organization.to_ascii_uppercase();
    Ok(Declared::Crs(if named.contains(&organization.as_str()) {
        format!("{organization}:{code}")
    } else {
        match definition {
            Some(wkt) if wkt.contains('[') => wkt,
            _ => return Ok(Declared::Nothing("its layer's system has no definition")),
        }
    }))
}

fn features(database: &Connection, table: &Table, rows: &mut Rows) -> Result<(), Error> {
    let quoted = format!("\"{}\"", table.name.replace('"', "\"\""));
    let failed = |e: rusqlite::Error| broken(&e);
    // The order of the rows, which an index must not decide.
    let ordered = format!("SELECT * FROM {quoted} ORDER BY rowid");
    let plain = format!("SELECT * FROM {quoted}"); // a view has no rowid
    let mut query = (database.prepare(&ordered))
        .or_else(|_| database.prepare(&plain))
        .map_err(failed)?;
    let names: Vec<String> = query
        .column_names()
        .into_iter()
        .map(str::to_owned)
        .collect();
    let geometry = (names.iter())
        .position(|name| name.eq_ignore_ascii_case(&table.column))
        .ok_or_else(|| {
            Error::data(format!("the layer has no column {}", table.column))
                .remedy("the file was written wrongly; export it again")
        })?;
    let mut all = query.query([]).map_err(failed)?;
    while let Some(row) = all.next().map_err(failed)? {
        let mut properties = Map::new();
        for (index, name) in names.iter().enumerate().filter(|(i, _)| *i != geometry) {
            properties.insert(name.clone(), value(row, index).map_err(failed)?);
        }
        let shape = match row.get_ref(geometry).map_err(failed)? {
            ValueRef::Null => Ok(wkb::Shape::default()),
            ValueRef::Blob(blob) => body(blob).and_then(wkb::read),
            _ => Err(Error::data("a geometry that is no blob").remedy("export the file again")),
        };
        rows.row(properties, shape)?;
    }
    Ok(())
}

fn value(row: &Row, index: usize) -> rusqlite::Result<Value> {
    Ok(match row.get_ref(index)? {
        ValueRef::Integer(n) => n.into(),
        ValueRef::Real(x) => Number::from_f64(x).map_or(Value::Null, Value::Number),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned().into(),
        // A picture or the like names no territory.
        ValueRef::Null | ValueRef::Blob(_) => Value::Null,
    })
}

/// A geometry without GeoPackage's header: magic, version, flags, number of the system, envelope.
fn body(blob: &[u8]) -> Result<&[u8], Error> {
    let broken = || {
        Error::data("a geometry without GeoPackage's header")
            .remedy("the file is damaged or was written wrongly; export it again")
    };
    let [b'G', b'P', _, flags, ..] = blob else {
        return Err(broken());
    };
    let envelope = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err(broken()),
    };
    if flags & 0x20 != 0 {
        return Err(super::curve("an extension of GeoPackage"));
    }
    blob.get(8 + envelope..).ok_or_else(broken)
}
