//! The nearest and the farthest point of polygons or lines from a prepared line: not sampled, but found by branch and
//! bound, as an interval that holds.
//!
//! The distance d to a line has three properties that bound it on a whole cell from few values:
//! 1. it changes by at most one metre a metre (1-Lipschitz): `|d(x) - d(c)| ≤ |x - c|`;
//! 2. it is at most the distance to any one point of the line, and that distance is convex along geodesics (up to a quarter
//!    of the circumference), so its maximum over a cell is at a corner of the cell's hull;
//! 3. it is semi-concave: on a surface of positive curvature its second derivative is at most 1/d (Hessian comparison),
//!    so it cannot fall far below the values at the ends of an edge.
//!
//! Edges here are straight in longitude and latitude, not geodesics; their bend adds `bend` to 2 and 3.
//! The farthest point may lie inside a polygon, on a ridge between two parts of the line: cells are searched, not the
//! outline. The nearest is on the outline, unless the line meets the polygon.

mod farthest;
mod outline;

use super::halves::Extent;
use crate::geodesy::ellipsoid::R_MIN;
use crate::strip::PreparedLine;
use crate::strip::piece::distance_error;
use crate::units::Metres;
use geo::{Contains, Coord, LineString, MultiLineString, MultiPolygon};

/// A greatest or least distance: it lies in `low..=high`, and `at` is a point whose distance does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extreme {
    pub low: Metres,
    pub high: Metres,
    /// Longitude, latitude in degrees.
    pub at: Coord<f64>,
}

/// Cells after which the search ends with the interval it has: only then can the interval be wider than asked for.
const BUDGET: usize = 2_000_000;
/// Distance up to which the distance to a point is convex, m: below a quarter of the shortest circumference.
pub const CONVEX_TO: f64 = 9.9e6;

/// Distance of the point of `polygons` that is nearest to the line; 0 if the line meets them. `None` without polygons, and once the
/// [halt](PreparedLine::halt) of the line is stopped.
///
/// # Units
/// Longitude, latitude in degrees, edges straight in them, cut at the antimeridian.
///
/// # Accuracy
/// The interval holds, the distance's own error included (tested up to [`WIDEST`](crate::strip::WIDEST)); it is at most
/// `tolerance` wide plus that error, unless two million cells did not reach it. Below 0.2 ms for a country of 1:10m.
pub fn nearest(
    line: &PreparedLine,
    polygons: &MultiPolygon<f64>,
    tolerance: Metres,
) -> Option<Extreme> {
    // A part of the line that does not cross the outline is inside with its first position or not at all.
    let inside = polygons.iter().find_map(|p| {
        let extent = Extent::of(p.exterior().0.iter().copied())?;
        let parts = (line.parts().iter()).take_while(|_| !line.halt().is_stopped());
        let firsts = parts.filter_map(|part| part.first());
        let mut within = firsts.map(|&c| wrapped(c)).filter(|c| {
            (extent.min.x..=extent.max.x).contains(&c.x)
                && (extent.min.y..=extent.max.y).contains(&c.y)
        });
        within.find(|c| p.contains(c))
    });
    if let Some(at) = inside {
        return Some(Extreme {
            low: Metres(0.0),
            high: Metres(0.0),
            at,
        });
    }
    let rings = polygons
        .iter()
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    outline::nearest(line, rings, tolerance.0).map(finished)
}

/// Distance of the point of `polygons` that is farthest from the line, wherever it lies in them. `None` without polygons, and once the
/// [halt](PreparedLine::halt) of the line is stopped.
///
/// # Units, Accuracy
/// As [`nearest`].
pub fn farthest(
    line: &PreparedLine,
    polygons: &MultiPolygon<f64>,
    tolerance: Metres,
) -> Option<Extreme> {
    farthest::farthest(line, polygons, tolerance.0).map(finished)
}

/// Distance of the point of `lines` that is nearest to the line. `None` without positions, and once the
/// [halt](PreparedLine::halt) of the line is stopped.
///
/// # Units, Accuracy
/// As [`nearest`].
pub fn nearest_on(
    line: &PreparedLine,
    lines: &MultiLineString<f64>,
    tolerance: Metres,
) -> Option<Extreme> {
    outline::nearest(line, lines.iter(), tolerance.0).map(finished)
}

/// Distance of the point of `lines` that is farthest from the line. `None` without positions, and once the
/// [halt](PreparedLine::halt) of the line is stopped.
///
/// # Units, Accuracy
/// As [`nearest`].
pub fn farthest_on(
    line: &PreparedLine,
    lines: &MultiLineString<f64>,
    tolerance: Metres,
) -> Option<Extreme> {
    outline::farthest(line, lines.iter(), tolerance.0).map(finished)
}

/// What a search found: bounds in computed distances, m.
struct Found {
    low: f64,
    high: f64,
    at: Coord<f64>,
}

/// Adds the error of the distances themselves.
fn finished(found: Found) -> Extreme {
    Extreme {
        low: Metres((found.low - distance_error(found.low)).max(0.0)),
        high: Metres(found.high + distance_error(found.high)),
        at: found.at,
    }
}

/// Longitude brought into [-180, 180].
fn wrapped(c: Coord<f64>) -> Coord<f64> {
    if c.x.abs() <= 180.0 {
        return c;
    }
    Coord {
        x: (c.x + 180.0).rem_euclid(360.0) - 180.0,
        y: c.y,
    }
}

/// By how much a convex function of slope 1 may exceed its values at the corners of a hull of radius `r` (m) that is
/// straight in longitude and latitude: `r²/2` times the bend of such lines, `tanφ/R (dx² + 2|dx dy|) ≤ 1.16 tanφ/R`,
/// rounded up for the flattening. Infinite at a pole.
fn bend(extent: &Extent, r: f64) -> f64 {
    let (_, most) = extent.latitudes();
    if most >= 89.99 {
        return f64::INFINITY;
    }
    0.5 * r * r * 1.2 * most.to_radians().tan() / R_MIN
}

/// Whole rings as lines, for the search along outlines.
type Lines<'a> = Vec<&'a LineString<f64>>;
