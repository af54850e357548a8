//! Formats that this build was made without: the doors of the modules that read them, each with what to do.

use super::{Declared, Located, Rows};
use crate::error::Error;

fn refused(format: &str, feature: &str) -> Error {
    Error::usage(format!("this build reads no {format}")).remedy(format!(
        "build it with the feature `{feature}`, or convert the file to GeoJSON first, as with `ogr2ogr out.geojson FILE`"
    ))
}

#[cfg(not(feature = "gpkg"))]
pub mod geopackage {
    use super::*;

    pub fn read(_: &Located, _: &mut Rows) -> Result<Declared, Error> {
        Err(refused("GeoPackages", "gpkg"))
    }

    pub fn names(_: &std::path::Path) -> Result<Vec<String>, Error> {
        Err(refused("GeoPackages", "gpkg"))
    }
}

#[cfg(not(feature = "formats"))]
pub mod shapefile {
    use super::*;

    pub fn read(_: &Located, _: &mut Rows) -> Result<Declared, Error> {
        Err(refused("shapefiles", "formats"))
    }
}

#[cfg(not(feature = "formats"))]
pub mod flatgeobuf {
    use super::*;

    pub fn read(_: impl std::io::Read, _: Option<String>, _: &mut Rows) -> Result<Declared, Error> {
        Err(refused("FlatGeobuf", "formats"))
    }
}

#[cfg(not(feature = "formats"))]
pub mod kml {
    use super::*;

    pub fn read(_: &[u8], _: &mut Rows) -> Result<Declared, Error> {
        Err(refused("KML", "formats"))
    }
}

#[cfg(not(feature = "formats"))]
pub mod kmz {
    use super::*;

    /// Nothing of it is read.
    pub const LARGEST: u64 = 1 << 20;

    pub fn read(_: &[u8], _: &mut Rows) -> Result<Declared, Error> {
        Err(refused("KMZ", "formats"))
    }
}

#[cfg(not(feature = "formats"))]
pub mod gpx {
    use super::*;

    pub fn read(_: &[u8], _: &mut Rows) -> Result<Declared, Error> {
        Err(refused("GPX", "formats"))
    }
}

#[cfg(not(feature = "formats"))]
pub mod xml {
    /// Nothing of it is read.
    pub const LARGEST: u64 = 1 << 20;

    /// The beginning of a text in UTF-8 that looks like XML.
    pub fn head(bytes: &[u8]) -> Option<String> {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let rest = text.strip_prefix('<')?;
        (rest.starts_with(|c: char| c.is_ascii_alphabetic() || "?!".contains(c)))
            .then(|| text.to_owned())
    }
}
