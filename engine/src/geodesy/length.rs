//! Lengths of edges on the ellipsoid.

use super::ellipsoid::{A, E2};
use geo::Coord;
use geographiclib_rs::{Geodesic, InverseGeodesic};

/// Nodes and weights of Gauss and Legendre's rule of 8 points on [-1, 1]; each node stands for its mirror image too.
const GAUSS_8: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_3),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_5),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_3),
];
/// The rule of 4 points.
const GAUSS_4: [(f64, f64); 2] = [
    (0.339_981_043_584_856_3, 0.652_145_154_862_546_1),
    (0.861_136_311_594_052_6, 0.347_854_845_137_453_85),
];
/// Most degrees of latitude that one application of each rule takes; longitude does not matter to the integrand.
const SPAN_8: f64 = 5.0;
const SPAN_4: f64 = 0.25;

/// Length of the edge that is straight in longitude and latitude (degrees), m.
///
/// # Accuracy
/// Better than 1e-9 relative up to 80° of latitude, as long as the edge does not cross a pole (test population: edges of 1e-4° to 60°,
/// against the sum of 20,000 geodesic pieces, which is good to 1e-10).
pub fn planar_edge(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let rule: &[(f64, f64)] = if dy.abs() <= SPAN_4 {
        &GAUSS_4
    } else {
        &GAUSS_8
    };
    let pieces = (dy.abs() / SPAN_8).ceil().max(1.0);
    let (east, north) = (dx.to_radians() / pieces, dy.to_radians() / pieces);
    let speed = |t: f64| {
        let (sin, cos) = (a.y + t * dy).to_radians().sin_cos();
        let w2 = 1.0 - E2 * sin * sin;
        let w = w2.sqrt();
        (A / w * cos * east).hypot(A * (1.0 - E2) / (w2 * w) * north)
    };
    let mut sum = 0.0;
    for piece in 0..pieces as usize {
        let middle = (piece as f64 + 0.5) / pieces;
        for &(x, weight) in rule {
            let step = x * 0.5 / pieces;
            sum += 0.5 * weight * (speed(middle - step) + speed(middle + step));
        }
    }
    sum
}

/// Length of the geodesic between two positions (longitude, latitude, degrees), m.
///
/// # Accuracy
/// That of geographiclib-rs, 15 nm.
pub fn geodesic_edge(a: Coord<f64>, b: Coord<f64>) -> f64 {
    Geodesic::wgs84().inverse(a.y, a.x, b.y, b.x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_planar_edge_is_as_long_as_twenty_thousand_geodesic_pieces_of_it() {
        for (a, b) in [
            ((10.0, 50.0), (10.0001, 50.0001)),
            ((10.0, 50.0), (12.0, 49.0)),
            ((10.0, 70.0), (10.1, 69.75)),
            ((10.0, 70.0), (10.1, 69.74)),
            ((-20.0, -10.0), (40.0, 35.0)),
            ((0.0, 80.0), (30.0, 80.0)),
            ((179.0, 60.0), (181.0, 65.0)),
        ] {
            let (a, b) = (Coord::from(a), Coord::from(b));
            let at = |i: i32| a + (b - a) * (f64::from(i) / 20_000.0);
            let sum: f64 = (0..20_000).map(|i| geodesic_edge(at(i), at(i + 1))).sum();
            let found = planar_edge(a, b);
            // A geodesic piece is shorter than the planar one by the cube of its length.
            assert!(
                (found - sum).abs() <= 1e-9 * sum + 1e-5,
                "{a:?} {b:?}: {found} {sum}"
            );
        }
    }

    #[test]
    fn meridians_and_the_equator_have_their_known_lengths() {
        // GeographicLib: quarter meridian 10001965.729 m; equator 2 π a.
        let quarter = planar_edge(Coord { x: 7.0, y: 0.0 }, Coord { x: 7.0, y: 90.0 });
        assert!((quarter - 10_001_965.729_3).abs() < 1e-3, "{quarter}");
        let round = planar_edge(Coord { x: -180.0, y: 0.0 }, Coord { x: 180.0, y: 0.0 });
        assert!((round - 2.0 * std::f64::consts::PI * A).abs() < 1e-6);
    }
}
