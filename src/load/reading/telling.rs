//! What is told of coordinate reference systems: which are refused and why, and what is worth a warning.

use crate::crs::{About, Refusal, is_wgs84};
use crate::error::{Error, Kind, Place, Warning};
use crate::load::notes::Notes;

/// The user's word counts; that the file says otherwise is told.
pub(super) fn overruled(stated: &str, own: &str, file: &str, notes: &mut Notes) {
    let same =
        stated.eq_ignore_ascii_case(own) || is_wgs84(stated) && is_wgs84(own) || own.contains('[');
    if !same {
        notes.single.push(Warning {
            what: format!("‹crs› {stated} is used, although the file says {own}"),
            place: place(file),
            remedy: "leave out ‹crs›, or give it for the other files only: ‹crs› FILE=CRS"
                .to_owned(),
        });
    }
}

pub(super) fn place(file: &str) -> Place {
    Place {
        file: Some(file.to_owned()),
        ..Place::default()
    }
}

/// A system's name for messages: WKT is long.
fn short(crs: &str) -> String {
    let line = crs.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= 60 {
        return line;
    }
    format!("{}…", line.chars().take(60).collect::<String>())
}

/// Why a system cannot be used. `stated`: the user gave it, not the file.
pub(crate) fn refused(refusal: &Refusal, crs: &str, stated: bool) -> Error {
    let kind = if stated { Kind::Usage } else { Kind::Data };
    let crs = short(crs);
    let (what, remedy) = match refusal {
        Refusal::Unknown if crs.to_ascii_uppercase().ends_with(":0") => (
            format!("the coordinate reference system {crs} stands for none"),
            "say which it is with ‹crs›: ‹crs› EPSG:4326 for longitude and latitude".to_owned(),
        ),
        Refusal::Unknown => (
            format!("unknown coordinate reference system {crs}"),
            "name one with ‹crs› by its code (EPSG:3301; epsg.io lists them), as WKT, or as a PROJ string with +type=crs".to_owned(),
        ),
        Refusal::NotHorizontal(what) => (
            format!("{crs} is {what} coordinate reference system, not one of positions on a map"),
            "name a geographic or projected one, such as EPSG:4326 or EPSG:3035".to_owned(),
        ),
        Refusal::Ballpark { grid, area } => {
            let lies = area.map_or_else(String::new, |[west, south, east, north]| {
                format!(" (longitude {west:.1} to {east:.1}, latitude {south:.1} to {north:.1})")
            });
            (
                format!("no operation from {crs} to WGS84 is known for where the data lies{lies} but a ballpark one, which leaves out the datum's shift: off by 100 m and more"),
                match grid {
                    Some(grid) => format!("convert it with a program that has the grid {grid}, or take the error with ‹allow_ballpark›"),
                    None => "check that the data is in this system, and name its true one with ‹crs› if not; or take the error with ‹allow_ballpark›".to_owned(),
                },
            )
        }
        Refusal::NoOperation => (
            format!("no operation leads from {crs} to WGS84"),
            "convert the file first, or name another system".to_owned(),
        ),
        Refusal::NoProj => (
            format!("the coordinate reference system {crs} needs PROJ, which this build has not (feature `proj`)"),
            "build with it (make build), or convert the file first, as with `ogr2ogr -t_srs EPSG:4326 out.gpkg in.gpkg`".to_owned(),
        ),
    };
    Error::new(kind, what).remedy(remedy)
}

/// A datum without a name was read as WGS84.
pub(super) fn nameless(crs: &str, file: &str, notes: &mut Notes) {
    notes.single.push(Warning {
        what: format!(
            "the datum of {} has no name; its ellipsoid is that of WGS84 or GRS80, and it is read as WGS84",
            short(crs)
        ),
        place: place(file),
        remedy: "name the true system with ‹crs› if it is another".to_owned(),
    });
}

/// Warns of a poor or unknown accuracy, of a guess, and of data outside the area that something is made for.
pub(super) fn tell(about: &About, file: &str, notes: &mut Notes) {
    let crs = &about.crs;
    if about.is_poor() {
        let how = match about.accuracy {
            _ if about.ballpark => {
                "a ballpark one that leaves out the datum's shift: off by 100 m and more".to_owned()
            }
            Some(accuracy) => format!("accurate to {accuracy} m"),
            None => "of unknown accuracy".to_owned(),
        };
        let remedy = match &about.better {
            Some((grid, accuracy)) => format!(
                "a program with the grid {grid} converts to {accuracy} m; say the accuracy with ‹data_accuracy› for data_error_km2"
            ),
            None => {
                "say the accuracy with ‹data_accuracy›, so that data_error_km2 has it".to_owned()
            }
        };
        notes.single.push(Warning {
            what: format!(
                "the operation from {crs} to WGS84 is {how} (\"{}\")",
                about.operation
            ),
            place: place(file),
            remedy,
        });
    }
    if !about.in_use {
        notes.single.push(Warning {
            what: format!(
                "no position lies in the area that {crs} ({}) is made for",
                about.crs_name
            ),
            place: place(file),
            remedy: "check that the file is in this system (metres or degrees, east before north), and name its true one with ‹crs› if not"
                .to_owned(),
        });
    } else if !about.covers {
        notes.single.push(Warning {
            what: format!(
                "some positions lie outside the area that \"{}\" is made for",
                about.operation
            ),
            place: place(file),
            remedy: "its accuracy is not known there; split the file if that matters".to_owned(),
        });
    }
}
