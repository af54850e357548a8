//! Rectangles of longitude and latitude, halved again and again, on integer coordinates.
//!
//! Rectangles that meet name their common corners by equal integers, so that what is found on a common edge is the same from both
//! sides. The grid begins at odd places, so that no round coordinate of a line falls on its lines. It reaches beyond ±180° and the
//! poles; a position there is the place on earth that its numbers lead to.

use crate::geodesy::ellipsoid::{aux_of_lonlat, space_of_aux};
use crate::geodesy::lattice::{GRID, GridPoint, from_grid};
use crate::geodesy::vector::V3;
use geo::Coord;

/// Size of the whole, degrees, and its number of steps: a step is 2^-44 degrees, that of the overlays.
const DEGREES: f64 = 512.0;
const STEPS: i64 = 1 << 53;
/// Lower left corner of the whole, in steps: about -246.3 and -203.1 degrees.
const ORIGIN: (i64, i64) = (-4_333_190_264_519_933, -3_573_038_112_477_217);
/// Metres in a degree of latitude or of the equator, at most.
const METRES: f64 = 111_700.0;

/// A position in steps.
pub type Corner = (i64, i64);

/// Position in degrees.
pub fn degrees(c: Corner) -> Coord<f64> {
    from_grid(grid(c))
}

/// Position in an overlay.
pub fn grid(c: Corner) -> GridPoint {
    GridPoint { x: c.0, y: c.1 }
}

/// An edge by its two ends, the lower first.
pub type Edge = (Corner, Corner);

/// The edge between two positions.
pub fn edge(a: Corner, b: Corner) -> Edge {
    if a <= b { (a, b) } else { (b, a) }
}

/// A rectangle.
#[derive(Clone, Copy, Debug)]
pub struct Square {
    at: Corner,
    size: (i64, i64),
}

impl Square {
    /// The rectangle that holds the world.
    pub fn world() -> Square {
        debug_assert!(STEPS as f64 == DEGREES * GRID);
        Square {
            at: ORIGIN,
            size: (STEPS, STEPS),
        }
    }

    /// Counter-clockwise.
    pub fn corners(&self) -> [Corner; 4] {
        let ((x, y), (w, h)) = (self.at, self.size);
        [(x, y), (x + w, y), (x + w, y + h), (x, y + h)]
    }

    pub fn edges(&self) -> [Edge; 4] {
        let c = self.corners();
        std::array::from_fn(|k| edge(c[k], c[(k + 1) % 4]))
    }

    /// Greatest half extents in metres.
    fn half_metres(&self) -> (f64, f64) {
        let (low, high) = (degrees(self.at).y, degrees(self.corners()[2]).y);
        let cos = if low * high <= 0.0 {
            1.0
        } else {
            let nearest = low.abs().min(high.abs()).min(90.0);
            // A rectangle beyond a pole grows again.
            let farthest = low.abs().max(high.abs());
            let at = |y: f64| y.to_radians().cos().abs();
            at(nearest).max(at(farthest))
        };
        let half = |steps: i64| 0.5 * steps as f64 / GRID * METRES;
        (half(self.size.0) * cos, half(self.size.1))
    }

    /// The two halves across the longer extent, and the edges that are halved by that.
    pub fn halves(&self) -> ([Square; 2], [Edge; 2]) {
        let (w, h) = self.half_metres();
        let [a, b, c, d] = self.corners();
        let mut other = *self;
        let mut first = *self;
        if w > h {
            first.size.0 /= 2;
            other.size.0 /= 2;
            other.at.0 += first.size.0;
            ([first, other], [edge(a, b), edge(d, c)])
        } else {
            first.size.1 /= 2;
            other.size.1 /= 2;
            other.at.1 += first.size.1;
            ([first, other], [edge(a, d), edge(b, c)])
        }
    }

    /// Centre as an auxiliary vector and in space, and the greatest distance of any point of it from there, m.
    pub fn ball(&self) -> (V3, V3, f64) {
        let c = degrees((self.at.0 + self.size.0 / 2, self.at.1 + self.size.1 / 2));
        let aux = aux_of_lonlat(c);
        let (w, h) = self.half_metres();
        (aux, space_of_aux(aux), w.hypot(h))
    }

    /// Whether it holds any place of longitude -180 to 180 and latitude -90 to 90.
    pub fn is_in_the_world(&self) -> bool {
        let (a, b) = (degrees(self.at), degrees(self.corners()[2]));
        a.x <= 180.0 && b.x >= -180.0 && a.y <= 90.0 && b.y >= -90.0
    }
}
