//! One path of positions: each checked, longitudes wrapped, and each edge read for where it crosses the antimeridian.

use super::json::Path;
use super::notes::{Note, Notes, Spot};
use crate::error::Error;
use crate::geodesy::antimeridian::{Walk, crossing};
use geo::Coord;

/// Greatest longitude that is taken as degrees and wrapped.
const GREATEST_LONGITUDE: f64 = 360.0;

/// Numbers from here on stand for no number: shapefiles have them, and the greatest double.
pub(super) const NO_NUMBER: f64 = 1e38;

/// Below this a number is printed digit by digit.
const SHORT: f64 = 1e15;

/// What a path is: decides how a closed circle of latitude and the poles are read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Line,
    Ring,
}

/// Checks a path and reads its edges.
///
/// # Errors
/// Latitude beyond ±90, longitude beyond ±360, numbers that are not finite, an edge of exactly 180° of longitude;
/// a line of fewer than two positions; a ring of fewer than four or one that is not closed.
pub(crate) fn read(
    path: Path,
    shape: Shape,
    spot: &Spot,
    notes: &mut Notes,
) -> Result<Walk, Error> {
    if shape == Shape::Line && path.len() < 2 {
        let mut error = Error::data("a line of one position")
            .remedy("give a line two positions or more; two equal ones make a point-like line");
        error.place = path
            .first()
            .map_or_else(|| spot.place(), |p| spot.position(0, *p));
        return Err(error);
    }
    for (index, &at) in path.iter().enumerate() {
        point(at, index, spot, notes)?;
    }
    if shape == Shape::Ring {
        check_ring(&path, spot)?;
    }
    // A path all on ±180 has no width: its edges of 360° are whole parallels, as a box round the globe has them.
    let seam = path.iter().all(|at| within(*at).x.abs() == 180.0);
    // A ring that goes on from -180 to 180 along its parallels is closed there by the antimeridian's two names: it goes once round.
    let last = path.len() - 1;
    let (begin, end) = (within(path[0]), within(path[last]));
    let whole = shape == Shape::Ring && !seam && begin.x == -end.x && begin.y.abs() != 90.0;
    let whole = whole && begin.x.abs() == 180.0;
    let mut crossings = Vec::with_capacity(last);
    // Edges from ±180 to ∓180: the antimeridian's two names, or whole parallels.
    let mut names = Vec::new();
    for (index, pair) in path.windows(2).enumerate() {
        let (a, mut b) = (within(pair[0]), within(pair[1]));
        if whole && index + 1 == last {
            b = begin;
        }
        let jump = pair[1][0] - pair[0][0];
        let pole = a.y.abs() == 90.0 && a.y == b.y;
        let step = crossing(a, b);
        let over = pole || notes.geodesic && shape == Shape::Line;
        if step.is_none() && !over {
            return Err(Error::data(
                "an edge of exactly 180° of longitude: it could go round either side",
            )
            .at(spot.position(index, pair[0]))
            .remedy(if shape == Shape::Line {
                "add a position between its ends, or read edges as geodesics: ‹edges› geodesic"
            } else {
                "add a position between its ends"
            }));
        }
        // Exactly once round is a whole parallel; from ±180 to ∓180 it may be the antimeridian's two names too.
        let round = jump.abs() == 360.0;
        if !pole && !round && jump.abs() > 180.0 && step != Some(0) {
            notes.add(Note::Jump, || spot.position(index, pair[0]));
        }
        if round && a.x.abs() == 180.0 && !pole && !seam {
            names.push(index);
        }
        // A ring along the pole is read as written: that is how cut files close a polar cap.
        crossings.push(if pole && shape == Shape::Ring || seam {
            0
        } else if round && a.x.abs() != 180.0 {
            jump.signum() as i8
        } else {
            step.unwrap_or(0)
        });
    }
    // A ring that so goes round the globe, and as written does not, is meant as written: a box round the globe, a cap closed along a
    // parallel beside its pole.
    let winding = |crossings: &[i8]| crossings.iter().map(|c| i32::from(*c)).sum::<i32>();
    if shape == Shape::Ring && winding(&crossings) != 0 {
        let mut literal: Vec<i8> = crossings.clone();
        names.iter().for_each(|index| literal[*index] = 0);
        if winding(&literal) == 0 {
            crossings = literal;
        }
    }
    // In place: the standard library keeps the path's own memory.
    let mut points: Vec<Coord<f64>> = path.into_iter().map(within).collect();
    if whole {
        points[last] = begin;
    }
    Ok(Walk { points, crossings })
}

/// Checks one position and brings its longitude within ±180; `index` counts from 0.
///
/// # Errors
/// Latitude beyond ±90, longitude beyond ±360, numbers that are not finite.
pub(crate) fn point(
    [lon, lat]: [f64; 2],
    index: usize,
    spot: &Spot,
    notes: &mut Notes,
) -> Result<Coord<f64>, Error> {
    check(lon, lat).map_err(|e| {
        let mut place = spot.position(index, [lon, lat]);
        // 309 digits say nothing.
        place.at = place.at.filter(|at| at.iter().all(|x| x.abs() < SHORT));
        e.at(place)
    })?;
    if lon.abs() > 180.0 + NOISE {
        notes.add(Note::Wrapped, || spot.position(index, [lon, lat]));
    }
    Ok(within([lon, lat]))
}

/// Longitudes nearer to ±180 than this are that, degrees: programs that cut there leave noise, 0.1 mm at most. A cut is no coast.
const NOISE: f64 = 1e-9;

/// A longitude within ±360 brought within ±180.
fn within([lon, lat]: [f64; 2]) -> Coord<f64> {
    let x = if (lon.abs() - 180.0).abs() <= NOISE {
        180f64.copysign(lon)
    } else if lon > 180.0 {
        lon - 360.0
    } else if lon < -180.0 {
        lon + 360.0
    } else {
        lon
    };
    Coord { x, y: lat }
}

/// Whether two numbers can be a longitude and a latitude.
pub(super) fn could_be([lon, lat]: [f64; 2]) -> bool {
    lat.abs() <= 90.0 && lon.abs() <= GREATEST_LONGITUDE
}

fn check(lon: f64, lat: f64) -> Result<(), Error> {
    if !lon.is_finite() || !lat.is_finite() {
        return Err(
            Error::data("a coordinate is not a finite number (NaN, null or infinite)")
                .remedy("remove or mend that position"),
        );
    }
    // Some programs write the greatest number for a position that is none.
    if lon.abs() >= NO_NUMBER || lat.abs() >= NO_NUMBER {
        return Err(Error::data(format!(
            "no position: {}, {}, which some programs write where there is none",
            short(lon),
            short(lat)
        ))
        .remedy("remove or mend that position"));
    }
    let projected = "positions are degrees: longitude, latitude; name the system of projected metres with ‹crs›, such as ‹crs› EPSG:3857";
    if lat.abs() > 90.0 {
        let swapped = lat.abs() <= GREATEST_LONGITUDE && lon.abs() <= 90.0;
        return Err(
            Error::data(format!("latitude {} is beyond ±90", short(lat))).remedy(if swapped {
                "positions are longitude, latitude in this order; are they swapped?"
            } else {
                projected
            }),
        );
    }
    if lon.abs() > GREATEST_LONGITUDE {
        return Err(Error::data(format!(
            "longitude {} is beyond ±{GREATEST_LONGITUDE}",
            short(lon)
        ))
        .remedy(projected));
    }
    Ok(())
}

/// A number in words that a line has room for: the greatest have 309 digits.
pub(super) fn short(x: f64) -> String {
    if x.abs() < SHORT {
        x.to_string()
    } else {
        format!("{x:e}")
    }
}

fn check_ring(path: &[[f64; 2]], spot: &Spot) -> Result<(), Error> {
    if let (Some(first), Some(raw)) = (path.first(), path.last()) {
        let (first, last) = (within(*first), within(*raw));
        let same = first.y == last.y
            && (first.x == last.x || (first.x - last.x).abs() == 360.0 || first.y.abs() == 90.0);
        if !same {
            return Err(
                Error::data("an unclosed ring: its last position is not its first")
                    .at(spot.position(path.len() - 1, *raw))
                    .remedy("repeat the first position at the end"),
            );
        }
    }
    if path.len() < 4 {
        return Err(Error::data(format!(
            "a ring of {} positions; it needs four, the last equal to the first",
            path.len()
        ))
        .at(spot.place())
        .remedy("give the ring at least three corners"));
    }
    Ok(())
}
