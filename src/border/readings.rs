//! How far apart the two readings of a line's edges are: straight in longitude and latitude (RFC 7946), and geodesics.
//!
//! Between [0, 60] and [80, 60] they are 684 km apart: who does not say which is meant gets one of two quite different strips.

use crate::error::Error;
use crate::geodesy::ellipsoid::{A, B};
use crate::strip::{Edges, PreparedLine};
use crate::units::Metres;
use geo::{Coord, LineString, MultiLineString};

/// The edge whose readings are farthest apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Apart {
    pub metres: Metres,
    /// Its ends, degrees.
    pub ends: [Coord<f64>; 2],
}

/// Places of an edge that are looked at: where it is farthest from the geodesic is near the middle, less so if one end is near a pole.
const SAMPLES: [f64; 3] = [0.25, 0.5, 0.75];
/// The bound by curvature is for short edges; the others are looked at, m.
const SHORT: f64 = 1e6;

/// The edge whose readings are farthest apart, if any are by more than `limit`. Longitudes and latitudes in degrees, no jumps.
///
/// # Accuracy
/// By `SAMPLES`: for a warning, not for a bound.
///
/// # Errors
/// As [`PreparedLine::new`].
pub fn apart(lines: &MultiLineString<f64>, limit: Metres) -> Result<Option<Apart>, Error> {
    let mut worst: Option<Apart> = None;
    for pair in lines.0.iter().flat_map(|line| line.0.windows(2)) {
        let ends = [pair[0], pair[1]];
        let known = worst.map_or(limit, |apart| apart.metres);
        if at_most(ends) <= known.0 {
            continue;
        }
        let edge = MultiLineString(vec![LineString(ends.to_vec())]);
        let geodesic = PreparedLine::new(&edge, Edges::Geodesic)?;
        let [a, b] = ends;
        let metres = SAMPLES
            .map(|t| geodesic.distance(a + (b - a) * t).0)
            .into_iter()
            .fold(0.0, f64::max);
        if metres > known.0 {
            worst = Some(Apart {
                metres: Metres(metres),
                ends,
            });
        }
    }
    Ok(worst)
}

/// A curve of geodesic curvature κ and length L strays from its chord by κL²/8 at most where both are small. κ is at most
/// 2 tan(lat) / (B²/A) for edges straight in longitude and latitude.
fn at_most([a, b]: [Coord<f64>; 2]) -> f64 {
    if a.x == b.x {
        return 0.0; // a meridian is both
    }
    let (low, high) = (a.y.abs().min(b.y.abs()), a.y.abs().max(b.y.abs()));
    let low = if a.y * b.y < 0.0 { 0.0 } else { low };
    let east = (b.x - a.x).to_radians() * low.to_radians().cos();
    let length = A * A / B * east.hypot((b.y - a.y).to_radians());
    if length > SHORT || high > 89.0 {
        return f64::INFINITY;
    }
    2.0 * high.to_radians().tan() * A / (B * B) * length * length / 8.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &[(f64, f64)], limit: f64) -> Option<Apart> {
        let lines = MultiLineString(vec![LineString::from(path.to_vec())]);
        apart(&lines, Metres(limit)).expect("a line")
    }

    #[test]
    fn a_long_parallel_is_far_from_its_geodesic() {
        // Its middle is where tan(lat) = tan(60°) / cos(40°) on a sphere: 66.14 degrees north, 6.14 of 111.5 km from the parallel.
        let apart = found(&[(0.0, 60.0), (80.0, 60.0)], 500.0).expect("far");
        assert!((apart.metres.0 - 684.5e3).abs() < 2e3, "{apart:?}");
    }

    #[test]
    fn meridians_equator_and_short_edges_are_one_line_in_both_readings() {
        assert_eq!(found(&[(10.0, -80.0), (10.0, 80.0)], 1.0), None);
        assert_eq!(found(&[(10.0, 0.0), (90.0, 0.0)], 1.0), None);
        assert_eq!(found(&[(10.0, 50.0), (10.1, 50.0)], 10.0), None);
    }

    #[test]
    fn the_bound_that_leaves_edges_out_is_one() {
        for lat in [0.0, 20.0, 50.0, 70.0, 85.0] {
            for (east, north) in [(0.5, 0.0), (1.0, 0.3), (4.0, -1.0), (0.2, 2.0)] {
                let ends = [(10.0, lat), (10.0 + east, lat + north)];
                let bound = at_most(ends.map(Coord::from));
                let true_one = found(&ends, 0.0).map_or(0.0, |apart| apart.metres.0);
                assert!(true_one <= bound + 1e-3, "{lat} {east}: {true_one} {bound}");
            }
        }
    }
}
