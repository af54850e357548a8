//! The plane in which areas are exact: the equal-area cylinder of the ellipsoid, in metres.
//!
//! `x = a λ`, `y = S(φ)/a` with S the area between the equator and φ per radian of longitude, so that dx dy is an area on
//! the ellipsoid. Lengths are stretched: true east = k dx, true north = dy/k, with k = N cosφ/a. A point that moves
//! straight and evenly in this plane turns on the ellipsoid by at most √2 |dk/dy| = √2 sinφ/(a k) a metre ([`TURN`]).

use crate::geodesy::ellipsoid::{A, B, E2};
use geo::Coord;

/// Turning of a straight line of the plane, times tanφ/a: √2, rounded up. (From the Christoffel symbols of
/// `k² dx² + dy²/k²`: the acceleration is `k' (2XY, -X²-Y²)` for a velocity (X, Y) on the ground, and |k'| ≤ tanφ/a.)
pub const TURN: f64 = 1.4143;

/// `y` of a latitude in degrees, m.
pub fn y_of_latitude(lat: f64) -> f64 {
    let e = E2.sqrt();
    let s = lat.to_radians().sin();
    B * B / (2.0 * A) * (s / (1.0 - E2 * s * s) + (e * s).atanh() / e)
}

/// `x` of a longitude in degrees, m.
pub fn x_of_longitude(lon: f64) -> f64 {
    A * lon.to_radians()
}

/// Place in the plane of a position in degrees.
pub fn place(p: Coord<f64>) -> Coord<f64> {
    Coord {
        x: x_of_longitude(p.x),
        y: y_of_latitude(p.y),
    }
}

/// True metres a metre of `x`, at a latitude in degrees.
pub fn stretch(lat: f64) -> f64 {
    let (s, c) = lat.to_radians().sin_cos();
    c / (1.0 - E2 * s * s).sqrt()
}

/// Area between an edge that is straight in longitude and latitude and the chord of its ends in the plane, m², signed as
/// for a ring. To leading order `dx dφ² S''/12a`: S'' = dS'/dφ, S' = a² k (1-e²)/(1-e²s²)^1.5.
pub fn sliver(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let phi = ((a.y + b.y) * 0.5).to_radians();
    let (s, c) = phi.sin_cos();
    let w2 = 1.0 - E2 * s * s;
    // d/dφ [cosφ (1-e²)/w⁴] times a.
    let second = A * (1.0 - E2) * (-s * w2 + 4.0 * E2 * s * c * c) / (w2 * w2 * w2);
    let dx = x_of_longitude(b.x - a.x);
    let dphi = (b.y - a.y).to_radians();
    dx * dphi * dphi * second / 12.0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::area::ring_area;
    use geo::LineString;

    #[test]
    fn areas_of_the_plane_are_areas_of_the_ellipsoid() {
        let (w, s, e, n) = (10.0, 52.0, 13.0, 54.0);
        let ring = LineString::from(vec![(w, s), (e, s), (e, n), (w, n), (w, s)]);
        let [a, b] = [(w, s), (e, n)].map(|(x, y)| place(Coord { x, y }));
        let plane = (b.x - a.x) * (b.y - a.y);
        assert!((plane / ring_area(&ring).0 - 1.0).abs() < 1e-12);
    }

    #[test]
    fn the_sliver_is_what_a_slanted_edge_gains_or_loses() {
        for (a, b) in [((10.0, 50.0), (11.0, 51.0)), ((11.0, -30.5), (10.8, -30.0))] {
            let (a, b) = (Coord { x: a.0, y: a.1 }, Coord { x: b.0, y: b.1 });
            let c = Coord { x: b.x, y: a.y };
            let exact = ring_area(&LineString(vec![a, c, b, a])).0;
            let [pa, pb, pc] = [a, b, c].map(place);
            let chord = 0.5 * ((pc.x - pa.x) * (pb.y - pa.y) - (pb.x - pa.x) * (pc.y - pa.y));
            let rest = exact - chord - sliver(a, b).abs() * (exact - chord).signum();
            assert!(rest.abs() < 0.02 * (exact - chord).abs(), "{exact} {chord}");
        }
    }

    #[test]
    fn lengths_are_stretched_as_stated() {
        let (lat, d) = (55.0, 1e-4);
        let north = (y_of_latitude(lat + d) - y_of_latitude(lat - d)) / stretch(lat);
        let a = crate::geodesy::area::edge_length(
            Coord { x: 0.0, y: lat - d },
            Coord { x: 0.0, y: lat + d },
        );
        assert!((north / a - 1.0).abs() < 1e-8);
    }
}
