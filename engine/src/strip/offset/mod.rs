//! Narrow strips by offset curves: the same answer as the cells give, faster where the width is a few segments' length.
//!
//! Walk along a part, back along its other side, and keep to the right at the strip's width: that closed curve
//! ([`curve`]) winds round a place as often as the part comes and goes within the width of it. So the strip is where the
//! curve's winding number is positive, and one overlay ([`dissolve`]) finds that for all parts together: no pieces, no seams.
//! A closed part is walked as an open one whose ends meet. (Two closed curves, one on each side, would not do: round a place from
//! which a whole small ring lies within the width they wind 0 times.) Also known as: Minkowski sum by convolution.
//!
//! Islands and holes thinner than half the tolerance ([`THINNEST`]), and as small, are dropped; they come with the answer, so that it can be said what
//! their places come to.

pub mod curve;
pub mod dissolve;

use super::Edges;
use crate::error::Error;
use crate::geodesy::direct;
use crate::halt::{Halt, apart};
pub use dissolve::Dissolved;
use geo::Coord;

/// Rings thinner than this, in tolerances (twice the area over the perimeter), are dropped.
pub const THINNEST: f64 = 0.5;
/// A part must keep away from the poles by this many widths ...
const POLE_WIDTHS: f64 = 1.5;
/// ... and this many metres. There meridians meet within a curve's step, and latitudes leave the range of [`direct`].
const POLE_ROOM: f64 = 50_000.0;
/// No degree of a meridian is shorter than this, m.
const SHORTEST_DEGREE: f64 = 110_574.0;

/// The strip of all points within `width` of `parts`, or nothing where the other engine must be used.
///
/// # Units
/// `parts`: longitude (running on, so that no edge jumps) and latitude, degrees; finite. `width` and `tol`: metres, above 0.
/// `thinnest`: in tolerances, [`THINNEST`] or 0.
///
/// # Accuracy
/// Every point of the outline is within `tol` of `width` (the budget stands in [`curve`]). The answer follows RFC 7946:
/// longitudes in [-180, 180], cut at ±180 exactly, exterior rings counter-clockwise, each hole with its polygon.
///
/// # Unsuitable
/// Nothing is answered for a width beyond 180 km, a part nearer to a pole than one and a half widths and 50 km, and geodesic
/// edges whose ends differ by nearly half a turn of longitude or more.
///
/// # Errors
/// As [`Halt::check`].
pub fn strip_by_offsets(
    parts: &[Vec<Coord<f64>>],
    edges: Edges,
    width: f64,
    tol: f64,
    thinnest: f64,
    halt: &Halt,
) -> Result<Option<Dissolved>, Error> {
    // A tenth is left for the shift of vertices and for mitres.
    if !(width > 0.0 && width <= 0.9 * direct::RANGE && tol > 0.0) {
        return Ok(None);
    }
    let offset = curve::Offset::new(edges, width, tol.min(0.1 * width), halt);
    let mut rings = Vec::with_capacity(parts.len());
    for part in parts.iter().filter(|p| !p.is_empty()) {
        let round = offset.round(part);
        halt.check()?;
        match round {
            Some(ring) => rings.push(ring),
            None => return Ok(None),
        }
    }
    let size = rings.iter().map(Vec::len).sum();
    apart(halt, size, move || {
        dissolve::dissolve(&rings, thinnest * tol)
    })
    .map(Some)
}

/// Whether a place is so near to a pole that this engine must not be used, for a strip of `width`.
fn too_near_a_pole(at: Coord<f64>, width: f64) -> bool {
    (90.0 - at.y.abs()) * SHORTEST_DEGREE < POLE_WIDTHS * width + POLE_ROOM
}

#[cfg(test)]
mod tests;
