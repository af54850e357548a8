//! The standard's tables: what a GeoPackage must hold, and the extensions that are used (spatial index, schema, metadata), with
//! QGIS's own `layer_styles`.

use super::WHEN;
use crate::report::columns::{Column, Kind};
use crate::report::features::{GeometryKind, Layer};
use crate::report::model::Facts;
use crate::report::srs::Srs;
use crate::report::style::xml::escaped;
use rusqlite::{Connection, Result, params};

/// `GPKG`, and version 1.3.0.
const HEAD: &str = "
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -32768;
PRAGMA encoding = 'UTF-8';
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10300;
BEGIN;";

const TABLES: &str = "
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name), CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name), CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_ogr_contents (table_name TEXT NOT NULL PRIMARY KEY, feature_count INTEGER DEFAULT NULL);
CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name), CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT, CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE gpkg_metadata (id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset', md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml', metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER, timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')), md_file_id INTEGER NOT NULL, md_parent_id INTEGER, CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id), CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')));
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system');
INSERT INTO gpkg_spatial_ref_sys VALUES ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system');
INSERT INTO gpkg_extensions VALUES ('gpkg_data_columns', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', 'read-write');
INSERT INTO gpkg_extensions VALUES ('gpkg_data_column_constraints', NULL, 'gpkg_schema', 'http://www.geopackage.org/spec130/#extension_schema', 'read-write');
INSERT INTO gpkg_extensions VALUES ('gpkg_metadata', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata', 'read-write');
INSERT INTO gpkg_extensions VALUES ('gpkg_metadata_reference', NULL, 'gpkg_metadata', 'http://www.geopackage.org/spec130/#extension_metadata', 'read-write');";

const INSERT_SRS: &str = "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)";

/// Begins an empty file: pragmas and the tables that belong to no layer. WGS84 is there whatever the layers' system, as the
/// standard wants.
pub fn begin(connection: &Connection, srs: &Srs) -> Result<()> {
    connection.execute_batch(HEAD)?;
    connection.execute_batch(TABLES)?;
    let wgs84 = Srs::wgs84();
    for srs in std::iter::once(srs).chain((*srs != wgs84).then_some(&wgs84)) {
        connection.execute(
            INSERT_SRS,
            params![
                srs.name,
                srs.code,
                srs.organization,
                srs.code,
                srs.wkt,
                srs.description
            ],
        )?;
    }
    Ok(())
}

/// One transaction holds all.
pub fn end(connection: &Connection) -> Result<()> {
    connection.execute_batch("COMMIT;")
}

/// A layer's table with its index and its columns' meanings; the rest follows in [`end_layer`].
pub fn add_layer(connection: &Connection, layer: &Layer, srs: &Srs) -> Result<()> {
    let name = layer.name;
    let columns: String = (layer.columns.iter())
        .map(|c| format!(", {} {}", quoted(&c.name), sql_type(c.kind)))
        .collect();
    connection.execute_batch(&format!(
        "CREATE TABLE {} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, geom {}{columns});
         CREATE VIRTUAL TABLE {} USING rtree(id, minx, maxx, miny, maxy);",
        quoted(name),
        geometry_type(layer.geometry),
        quoted(&index_of(name)),
    ))?;
    connection.execute(
        "INSERT INTO gpkg_contents VALUES (?, 'features', ?, ?, ?, NULL, NULL, NULL, NULL, ?)",
        params![name, name, layer.about, WHEN, srs.code],
    )?;
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 0, 0)",
        params![name, geometry_type(layer.geometry), srs.code],
    )?;
    connection.execute(
        "INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec130/#extension_rtree', 'write-only')",
        params![name],
    )?;
    for column in &layer.columns {
        describe(connection, name, column)?;
    }
    Ok(())
}

/// What a column means, and the words that it may hold.
fn describe(connection: &Connection, layer: &str, column: &Column) -> Result<()> {
    let constraint = match column.kind {
        Kind::Choice(name, _) => Some(name),
        _ => None,
    };
    // `name` would be an alias in place of the column's own name; `title` is for people, as the column's name is.
    connection.execute(
        "INSERT INTO gpkg_data_columns VALUES (?, ?, NULL, ?, ?, NULL, ?)",
        params![layer, column.name, column.name, column.about, constraint],
    )?;
    if let Kind::Choice(name, words) = column.kind {
        for word in words {
            connection.execute(
                "INSERT OR IGNORE INTO gpkg_data_column_constraints VALUES (?, 'enum', ?, NULL, NULL, NULL, NULL, NULL)",
                params![name, word],
            )?;
        }
    }
    Ok(())
}

/// All facts of the run in GDAL's own form, which `ogrinfo` and QGIS show with the file and with each layer.
pub fn add_metadata(connection: &Connection, layers: &[Layer], facts: &Facts) -> Result<()> {
    let mut xml = String::from("<GDALMultiDomainMetadata>\n  <Metadata>\n");
    for (key, value) in facts.metadata() {
        xml.push_str(&format!(
            "    <MDI key=\"{}\">{}</MDI>\n",
            escaped(&key),
            escaped(&value)
        ));
    }
    xml.push_str("  </Metadata>\n</GDALMultiDomainMetadata>\n");
    connection.execute(
        "INSERT INTO gpkg_metadata VALUES (1, 'dataset', 'http://gdal.org', 'text/xml', ?)",
        params![xml],
    )?;
    connection.execute(
        "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, 1, NULL)",
        params![WHEN],
    )?;
    for layer in layers {
        connection.execute(
            "INSERT INTO gpkg_metadata_reference VALUES ('table', ?, NULL, NULL, ?, 1, NULL)",
            params![layer.name, WHEN],
        )?;
    }
    Ok(())
}

/// What is known of a layer when all its features are there.
pub struct End {
    pub rows: i64,
    /// West, south, east, north.
    pub extent: Option<[f64; 4]>,
    /// The layer's own, or the only one that came.
    pub kind: GeometryKind,
    /// QML.
    pub style: String,
}

/// Extent and count of a layer, the kind of its geometries, its style, and the triggers of its index.
pub fn end_layer(connection: &Connection, layer: &Layer, end: &End) -> Result<()> {
    if end.kind != layer.geometry {
        narrow(connection, layer, end.kind)?;
    }
    if let Some([west, south, east, north]) = end.extent {
        connection.execute(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
            params![west, south, east, north, layer.name],
        )?;
    }
    connection.execute(
        "INSERT INTO gpkg_ogr_contents VALUES (?, ?)",
        params![layer.name, end.rows],
    )?;
    connection.execute(
        "INSERT INTO layer_styles VALUES (NULL, '', '', ?, 'geom', ?, ?, NULL, 1, ?, '', NULL, ?)",
        params![layer.name, layer.name, end.style, layer.about, WHEN],
    )?;
    connection.execute_batch(&triggers(layer.name))
}

/// States a narrower kind of geometry for a table that was made before its features were known. SQLite has no statement that
/// changes a column's type; its own way is to edit the table's text, which changes nothing of what is stored.
fn narrow(connection: &Connection, layer: &Layer, kind: GeometryKind) -> Result<()> {
    let column = |kind| format!(", geom {}", geometry_type(kind));
    connection.execute_batch("PRAGMA writable_schema = ON;")?;
    connection.execute(
        "UPDATE sqlite_schema SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = ?",
        params![column(layer.geometry), column(kind), layer.name],
    )?;
    connection.execute_batch("PRAGMA writable_schema = OFF;")?;
    connection.execute(
        "UPDATE gpkg_geometry_columns SET geometry_type_name = ? WHERE table_name = ?",
        params![geometry_type(kind), layer.name],
    )?;
    Ok(())
}

/// Of the standard's Annex F.3 (RTree Spatial Indexes, version 1.3), and GDAL's that keep its count of features.
fn triggers(layer: &str) -> String {
    const TRIGGERS: &str = r#"
CREATE TRIGGER "rtree_{t}_geom_insert" AFTER INSERT ON "{t}" WHEN (new."geom" NOT NULL AND NOT ST_IsEmpty(NEW."geom")) BEGIN INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_{t}_geom_update1" AFTER UPDATE OF "geom" ON "{t}" WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom")) BEGIN INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_{t}_geom_update2" AFTER UPDATE OF "geom" ON "{t}" WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom")) BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD."fid"; END;
CREATE TRIGGER "rtree_{t}_geom_update3" AFTER UPDATE ON "{t}" WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom")) BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD."fid"; INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom")); END;
CREATE TRIGGER "rtree_{t}_geom_update4" AFTER UPDATE ON "{t}" WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom")) BEGIN DELETE FROM "rtree_{t}_geom" WHERE id IN (OLD."fid", NEW."fid"); END;
CREATE TRIGGER "rtree_{t}_geom_delete" AFTER DELETE ON "{t}" WHEN old."geom" NOT NULL BEGIN DELETE FROM "rtree_{t}_geom" WHERE id = OLD."fid"; END;
CREATE TRIGGER "trigger_insert_feature_count_{t}" AFTER INSERT ON "{t}" BEGIN UPDATE gpkg_ogr_contents SET feature_count = feature_count + 1 WHERE lower(table_name) = lower('{t}'); END;
CREATE TRIGGER "trigger_delete_feature_count_{t}" AFTER DELETE ON "{t}" BEGIN UPDATE gpkg_ogr_contents SET feature_count = feature_count - 1 WHERE lower(table_name) = lower('{t}'); END;
"#;
    // Layers are named by the program: letters and underscores.
    TRIGGERS.replace("{t}", layer)
}

/// The name of a layer's spatial index.
pub fn index_of(layer: &str) -> String {
    format!("rtree_{layer}_geom")
}

/// A name as SQL takes it, whatever is in it.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn sql_type(kind: Kind) -> &'static str {
    match kind {
        Kind::Text | Kind::Choice(..) => "TEXT",
        Kind::Number => "REAL",
        Kind::Whole => "INTEGER",
        Kind::Date => "DATE",
    }
}

fn geometry_type(kind: GeometryKind) -> &'static str {
    match kind {
        GeometryKind::MultiPolygon => "MULTIPOLYGON",
        GeometryKind::MultiLineString => "MULTILINESTRING",
        GeometryKind::Point => "POINT",
        GeometryKind::MultiPoint => "MULTIPOINT",
        GeometryKind::Any => "GEOMETRY",
        GeometryKind::Collection => "GEOMETRYCOLLECTION",
    }
}
