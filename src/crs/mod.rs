//! Coordinate reference systems through PROJ, where the build has it (feature `proj`, on by default).
//!
//! PROJ is built from source and carries its database inside the binary: nothing is looked up on the machine.
//! Everything is computed in WGS84 longitude and latitude; [`Transformation`] leads there from another system, and back.
//!
//! # Accuracy
//! One operation for all positions of a system, named with the accuracy that its authors state: PROJ left alone would choose another one
//! for each position, and a ballpark one (130 m off for Pulkovo 1942) where it knows none.

#[cfg(feature = "proj")]
mod choose;
#[cfg(feature = "proj")]
mod native;
mod straight;
mod wgs84;

pub use straight::{Straight, straight};
pub use wgs84::{is_wgs84, on_wgs84};

use std::fmt;

/// An operation with a worse accuracy is warned of, m.
pub const POOR: f64 = 1.0;

/// What there is to say of the operation from a coordinate reference system to WGS84.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// The system's code, as `EPSG:3301`; its name where it has none.
    pub crs: String,
    pub crs_name: String,
    /// The system as WKT 1, for files.
    pub wkt: String,
    /// The operation's name in PROJ's database.
    pub operation: String,
    /// As its authors state it, m; `None` where it is unknown. 0 where no datum is shifted.
    pub accuracy: Option<f64>,
    /// It leaves out the datum's shift.
    pub ballpark: bool,
    /// Whether the positions lie in the area that the operation is made for.
    pub covers: bool,
    /// Whether any position lies in the area that the system is made for.
    pub in_use: bool,
    /// A better operation that needs a grid which the program has not: the grid, and the accuracy, m.
    pub better: Option<(String, f64)>,
    /// Whether coordinates are degrees of longitude and latitude.
    pub geographic: bool,
    /// Whether positions are WGS84's to the last digit.
    pub identity: bool,
}

impl About {
    /// Whether the operation is a guess, or one of unknown or [`POOR`] accuracy.
    pub fn is_poor(&self) -> bool {
        self.ballpark || self.accuracy.is_none_or(|metres| metres > POOR)
    }

    /// The accuracy in words.
    pub fn accuracy_text(&self) -> String {
        match self.accuracy {
            _ if self.ballpark => "ballpark".to_owned(),
            Some(0.0) => "exact".to_owned(),
            Some(metres) => format!("accuracy {metres} m"),
            None => "accuracy unknown".to_owned(),
        }
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let accuracy = self.accuracy_text();
        write!(
            f,
            "{} ({}), by \"{}\", {accuracy}",
            self.crs, self.crs_name, self.operation
        )
    }
}

/// Why there is no way to WGS84.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// PROJ does not know the text.
    Unknown,
    /// It says where in another way than longitude, latitude or a map's plane: in words what it is.
    NotHorizontal(&'static str),
    /// Only a guess leads there, that leaves out the datum's shift.
    Ballpark {
        /// The grid that a better operation needs.
        grid: Option<String>,
        /// Where the data lies: west, south, east, north, degrees.
        area: Option<[f64; 4]>,
    },
    /// Nothing leads there, as from another planet.
    NoOperation,
    /// This build has no PROJ.
    NoProj,
}

/// Positions that say where the data lies.
#[derive(Clone, Copy)]
#[cfg_attr(not(feature = "proj"), expect(dead_code, reason = "only PROJ looks"))]
enum Where<'a> {
    /// In the system's own coordinates.
    In(&'a [[f64; 2]]),
    /// Longitude and latitude.
    At(&'a [[f64; 2]]),
}

/// The way from one system to WGS84 longitude and latitude, degrees, and back.
pub struct Transformation {
    pub about: About,
    #[cfg(feature = "proj")]
    pipeline: std::sync::Mutex<native::Pipeline>,
}

impl fmt::Debug for Transformation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.about.fmt(f)
    }
}

impl Transformation {
    /// Finds the way for a system: `crs` is all that PROJ reads (`EPSG:3301`, WKT, PROJJSON, a name). `positions`: some of those that it
    /// is for, x (easting, longitude) before y whatever the order of the system's axes; they decide which operation is best.
    ///
    /// # Errors
    /// As [`Refusal`] says.
    pub fn find(crs: &str, positions: &[[f64; 2]], ballpark: bool) -> Result<Self, Refusal> {
        Self::chosen(crs, Where::In(positions), ballpark)
    }

    /// The way for a system, for `positions` in WGS84 longitude and latitude that are to be written in it.
    ///
    /// # Errors
    /// As [`Refusal`] says.
    pub fn find_back(crs: &str, positions: &[[f64; 2]], ballpark: bool) -> Result<Self, Refusal> {
        Self::chosen(crs, Where::At(positions), ballpark)
    }

    #[cfg(feature = "proj")]
    fn chosen(crs: &str, positions: Where, ballpark: bool) -> Result<Self, Refusal> {
        let (about, pipeline) = choose::choose(crs, positions, ballpark)?;
        Ok(Transformation {
            about,
            pipeline: pipeline.into(),
        })
    }

    #[cfg(not(feature = "proj"))]
    fn chosen(_: &str, _: Where, _: bool) -> Result<Self, Refusal> {
        Err(Refusal::NoProj)
    }

    /// Positions of the system to WGS84, in place. What fails is not finite afterwards.
    pub fn to_wgs84(&self, positions: &mut [[f64; 2]]) {
        self.run(positions, false);
    }

    /// WGS84 to positions of the system, in place. What fails is not finite afterwards.
    pub fn from_wgs84(&self, positions: &mut [[f64; 2]]) {
        self.run(positions, true);
    }

    #[cfg(feature = "proj")]
    fn run(&self, positions: &mut [[f64; 2]], inverse: bool) {
        // A thread that panicked in between leaves nothing half done that the next run would see.
        let mut pipeline = self.pipeline.lock().unwrap_or_else(|e| e.into_inner());
        pipeline.run(positions, inverse);
    }

    /// There is none in this build, so that this is never reached.
    #[cfg(not(feature = "proj"))]
    fn run(&self, positions: &mut [[f64; 2]], _: bool) {
        positions.fill([f64::NAN; 2]);
    }
}

/// What this build knows of coordinate reference systems: `PROJ 9.6.2`, or `without PROJ`.
pub fn engine() -> String {
    #[cfg(feature = "proj")]
    {
        // The version stands in the library itself; asking needs no database and cannot fail for want of one.
        match proj::ProjBuilder::new().lib_info() {
            Ok(info) => format!("PROJ {}.{}.{}", info.major, info.minor, info.patch),
            Err(_) => "PROJ of unknown version".to_owned(),
        }
    }
    #[cfg(not(feature = "proj"))]
    {
        "without PROJ".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "proj")]
    #[test]
    fn the_bundled_proj_gives_its_version() {
        let engine = engine();
        let numbers = engine.strip_prefix("PROJ ").expect("a version");
        assert!(
            numbers.split('.').all(|n| n.parse::<u32>().is_ok()),
            "{engine}"
        );
        assert_eq!(numbers.split('.').count(), 3);
    }

    #[cfg(not(feature = "proj"))]
    #[test]
    fn a_build_without_proj_says_so() {
        assert_eq!(engine(), "without PROJ");
        let refusal = Transformation::find("EPSG:3301", &[], true).map(|t| t.about);
        assert_eq!(refusal, Err(Refusal::NoProj));
    }
}
