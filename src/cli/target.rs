//! `--out-crs`: the coordinate reference system of geometry files that can have another than WGS84.

use super::messages::Messages;
use super::outputs::{Geometry, Outputs};
use crate::crs::{Straight, Transformation, is_wgs84, straight};
use crate::error::{Error, Warning};
use crate::load::reading::refused;
use crate::report::features::Layers;
use crate::report::model::Facts;
use crate::report::srs::Srs;
use crate::units::Metres;
use geo::Polygon;
use std::io;

/// Edges stray by at most this part of the tolerance from those that are straight in longitude and latitude.
const PART: f64 = 0.1;
/// And need stray by no less, m.
const FINEST: f64 = 0.01;
/// Positions that come back from a system are the same within this, degrees: 0.1 m.
const SAME: f64 = 1e-6;
/// Positions that decide on the operation, at most.
const SAMPLE: usize = 4096;

/// The system that geometry is written in, checked before the long work.
pub struct Target<'a> {
    crs: Option<&'a str>,
    ballpark: bool,
}

impl<'a> Target<'a> {
    /// Checks what the user asks for. `ballpark`: take an operation that leaves a datum's shift out.
    ///
    /// # Errors
    /// Of kind usage: an unknown or not horizontal system, one without a code, no file that could be in it.
    pub fn check(
        crs: Option<&'a str>,
        ballpark: bool,
        outputs: &Outputs,
        messages: &Messages,
    ) -> Result<Self, Error> {
        let crs = crs.filter(|crs| !is_wgs84(crs));
        let Some(name) = crs else {
            return Ok(Target { crs, ballpark });
        };
        let way =
            Transformation::find_back(name, &[], true).map_err(|r| refused(&r, name, true))?;
        srs(&way)?;
        if outputs.geometry.iter().all(|(_, format)| format.is_wgs84()) {
            return Err(Error::usage(
                "--out-crs has no file to act on: GeoJSON is WGS84 (RFC 7946), and so is KML",
            )
            .remedy("give --out FILE.gpkg or --out FILE.fgb"));
        }
        for (path, _) in outputs
            .geometry
            .iter()
            .filter(|(_, format)| format.is_wgs84())
        {
            messages.note(&format!(
                "{} stays WGS84, as GeoJSON (RFC 7946) and KML do; --out-crs {name} is for .gpkg and .fgb",
                path.display()
            ));
        }
        Ok(Target { crs, ballpark })
    }

    /// The way into the system for what is to be written; `None` for WGS84. Says so in the facts.
    ///
    /// # Errors
    /// Where only a ballpark operation is known; with `--strict` the warning of a poor one.
    pub fn way(
        &self,
        layers: &Layers,
        facts: &mut Facts,
        messages: &Messages,
    ) -> Result<Option<Transformation>, Error> {
        let Some(crs) = self.crs else {
            return Ok(None);
        };
        let strips = layers.strips.iter().flat_map(|s| &s.strip.polygons().0);
        let lines = strips.map(|p| p.exterior()).chain(&layers.border.0);
        let all: Vec<[f64; 2]> = lines.flat_map(|l| l.0.iter().map(|c| [c.x, c.y])).collect();
        let step = all.len().div_ceil(SAMPLE).max(1);
        let sample: Vec<[f64; 2]> = all.into_iter().step_by(step).collect();
        let way = Transformation::find_back(crs, &sample, self.ballpark)
            .map_err(|r| refused(&r, crs, true))?;
        let about = &way.about;
        if about.is_poor() {
            messages.warn(Warning {
                what: format!("the operation from WGS84 to {} is poor: {} (\"{}\")", about.crs, about.accuracy_text(), about.operation),
                place: Default::default(),
                remedy: "numbers of the table are not touched by it; name a system on WGS84 or ETRS89 for better coordinates".to_owned(),
            })?;
        }
        let told = format!("files .gpkg and .fgb: {about}");
        let parts = [facts.coordinates.as_str(), &told];
        facts.coordinates = parts
            .into_iter()
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join("; ");
        Ok(Some(way))
    }
}

impl Target<'_> {
    /// The territories, by index, that the system cannot show whole, such as those on the other side of the globe; says so.
    pub fn hidden(
        &self,
        way: Option<&Transformation>,
        layers: &Layers,
        outputs: &Outputs,
        messages: &Messages,
    ) -> Vec<usize> {
        // The other formats have no layer of territories.
        let asked = outputs
            .geometry
            .iter()
            .any(|(_, format)| *format == Geometry::GeoPackage);
        let Some(way) = way.filter(|_| asked) else {
            return Vec::new();
        };
        let hidden: Vec<usize> = (layers.territories.iter().enumerate())
            .filter(|(_, territory)| !territory.polygons.0.iter().all(|p| can_show(way, p)))
            .map(|(index, _)| index)
            .collect();
        if !hidden.is_empty() {
            let named = hidden
                .iter()
                .take(5)
                .map(|index| layers.territories[*index].code.as_str());
            let more = if hidden.len() > 5 { ", …" } else { "" };
            messages.note(&format!(
                "{} territories are left out of the layer `territories`, since {} cannot show them whole: {}{more}",
                hidden.len(),
                way.about.crs,
                named.collect::<Vec<_>>().join(", ")
            ));
        }
        hidden
    }
}

/// Whether every position of a polygon comes back from the system as what it was.
fn can_show(way: &Transformation, polygon: &Polygon<f64>) -> bool {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    rings.into_iter().all(|ring| {
        let from: Vec<[f64; 2]> = ring.0.iter().map(|c| [c.x, c.y]).collect();
        let Ok(mut to) = transformed(way, &from) else {
            return false;
        };
        if straightened(way, Metres(1e6), &from, &to).is_err() {
            return false;
        }
        way.to_wgs84(&mut to);
        let same = |(a, b): (&[f64; 2], &[f64; 2])| {
            let turn = 360.0 * ((a[0] - b[0]) / 360.0).round();
            let east = (a[0] - b[0] - turn) * a[1].to_radians().cos();
            east.hypot(a[1] - b[1]) < SAME
        };
        from.iter().zip(&to).all(same)
    })
}

/// How files name a system.
///
/// # Errors
/// Of kind usage for one without a code: files number their systems.
pub fn srs(way: &Transformation) -> Result<Srs, Error> {
    let about = &way.about;
    let code = about
        .crs
        .split_once(':')
        .and_then(|(who, code)| Some((who, code.parse().ok()?)));
    let (organization, code) = code.ok_or_else(|| {
        Error::usage(format!(
            "--out-crs {} has no code that a file could name",
            about.crs
        ))
        .remedy("name a system by its code, such as EPSG:3301")
    })?;
    Ok(Srs {
        name: about.crs_name.clone(),
        organization: organization.to_owned(),
        code,
        wkt: about.wkt.clone(),
        description: format!(
            "written from WGS84 by \"{}\", {}",
            about.operation,
            about.accuracy_text()
        ),
    })
}

/// A path of degrees in the system, with positions put in where its edges would bend.
///
/// # Errors
/// Of kind other: positions that the system cannot show, the first by name.
pub fn mapped(
    way: &Transformation,
    tolerance: Metres,
    path: &[[f64; 2]],
) -> io::Result<Vec<[f64; 2]>> {
    let to = transformed(way, path)?;
    straightened(way, tolerance, path, &to)
}

/// The positions of a path in the system.
///
/// # Errors
/// As [`mapped`].
fn transformed(way: &Transformation, path: &[[f64; 2]]) -> io::Result<Vec<[f64; 2]>> {
    let mut to = path.to_vec();
    way.from_wgs84(&mut to);
    let lost = |at: &&[f64; 2]| !(at[0].is_finite() && at[1].is_finite());
    let Some(index) = to.iter().position(|at| lost(&at)) else {
        return Ok(to);
    };
    let (failed, error) = (to.iter().filter(lost).count(), cannot(way, path[index]));
    Err(if failed > 1 {
        io::Error::other(format!(
            "{failed} positions of one outline, the first of them: {error}"
        ))
    } else {
        error
    })
}

/// The path with positions put in where its edges would bend; `to`: its positions in the system.
///
/// # Errors
/// As [`mapped`].
fn straightened(
    way: &Transformation,
    tolerance: Metres,
    path: &[[f64; 2]],
    to: &[[f64; 2]],
) -> io::Result<Vec<[f64; 2]>> {
    if way.about.identity || path.len() < 2 {
        return Ok(to.to_vec());
    }
    let bound = Metres((PART * tolerance.0).max(FINEST));
    straight(path, to, way, Straight::InDegrees, bound).map_err(|index| cannot(way, path[index]))
}

fn cannot(way: &Transformation, at: [f64; 2]) -> io::Error {
    let crs = &way.about.crs;
    io::Error::other(format!(
        "lon {}, lat {} cannot be transformed to {crs}; name another system with --out-crs, or leave it out",
        at[0], at[1]
    ))
}
