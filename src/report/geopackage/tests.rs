//! Tests of the GeoPackage: what it writes is read back by rusqlite.
