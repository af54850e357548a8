//! The coordinate system of a file: its name for the file's own tables, and how paths of positions come into it.
//!
//! Everything is computed in WGS84 longitude and latitude; a format that allows another system is given another [`Frame`].

use std::io;

/// A coordinate system as files name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Srs {
    pub name: String,
    /// Who numbers it, and the number.
    pub organization: String,
    pub code: i32,
    /// WKT 1, which every reader knows.
    pub wkt: String,
    pub description: String,
}

impl Srs {
    /// WGS84 longitude and latitude.
    pub fn wgs84() -> Self {
        Srs {
            name: "WGS 84".to_owned(),
            organization: "EPSG".to_owned(),
            code: 4326,
            wkt: WGS84.to_owned(),
            description: "longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid"
                .to_owned(),
        }
    }
}

/// From a path in longitude, latitude in degrees to one in the file's coordinates, x before y. A path of several positions may get
/// more, so that edges stay where they are; its first and last position stay the first and last.
pub type Mapping<'a> = &'a (dyn Fn(&[[f64; 2]]) -> io::Result<Vec<[f64; 2]>> + Sync);

/// A file's coordinate system and the way into it.
pub struct Frame<'a> {
    pub srs: Srs,
    pub map: Mapping<'a>,
}

impl Frame<'static> {
    /// Longitude and latitude as they are.
    pub fn wgs84() -> Self {
        Frame {
            srs: Srs::wgs84(),
            map: &|path| Ok(path.to_vec()),
        }
    }
}

const WGS84: &str = r#"GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]"#;
