//! What can be said of a distance without computing it: by chords in space, and by how much an edge bends.
//!
//! - *A chord c belongs to a geodesic of length s ≥ c.* Better: a geodesic's curvature in space is that of a normal section, within
//!   [1/[`R_MAX`], 1/[`R_MIN`]], and its torsion is at most half of what the two principal curvatures differ by, τ ≤ 5.3e-10 /m. With (T, n, B) the frame
//!   of the geodesic, x = T(0)·T(u), y = T(0)·n(u), z = T(0)·B(u): x' = −ky, y' = kx + τz, z' = −τy. So |z| ≤ τu, and the
//!   polar angle of (x, y) grows by at least k − 2τ²u. Up to u = 1.5 R that leaves x ≤ cos(u/`R_CHORD`), and the chord, the root of the
//!   double integral of x, is at most that of a circle of radius `R_CHORD`.
//! - *A geodesic of length s ≤ π [`R_MIN`] has a chord of at least 2 [`R_MIN`] sin(s/2 [`R_MIN`])* (Schur's theorem).
//! - *Everywhere*: the metric lies between b² and a² times that of the unit sphere of reduced latitudes, since it is
//!   (a² sin²β + b² cos²β) dβ² + a² cos²β dλ².

use crate::geodesy::ellipsoid::{A, B, E2, R_MAX, R_MIN};
use crate::units::HALF_CIRCUMFERENCE;
use geo::Coord;

/// Radius of a circle whose chords are at least those of geodesics up to 1.5 earth radii: [`R_MAX`] and 5e-5 of it.
const R_CHORD: f64 = R_MAX * (1.0 + 5e-5);
/// Chord up to which that is used, m: 2 sin(0.75) of [`R_MIN`], rounded down.
const CHORD_FAR: f64 = 1.36 * R_MIN;
/// Nothing is divided below this length, m: what is nearer the pole than that is no edge any more.
pub const SHORTEST: f64 = 1e-3;
/// What rounding of positions in space can add to a chord, m.
pub const ROUNDING: f64 = 1e-7;
/// Up to this distance no two geodesics from one point meet again, m: the Gaussian curvature is at most 1/b², so
/// that there is no conjugate point before πb = 19,970,326 m, and the shortest closed geodesic, the meridian, is longer than twice that.
pub const SMOOTH: f64 = 19_960_000.0;
/// The geodesic curvature of an edge straight in longitude and latitude is at most so many times tan φ / R: on the sphere
/// sin α (1 + cos² α) ≤ 1.09, and the two radii differ by at most 1 %.
const PLANAR_BEND: f64 = 1.12;

/// A geodesic with this chord is at least so long, m.
pub fn least_of_chord(chord: f64) -> f64 {
    if chord <= 0.0 {
        0.0
    } else if chord <= CHORD_FAR {
        2.0 * R_CHORD * (chord / (2.0 * R_CHORD)).asin()
    } else {
        chord.max(2.0 * B * (chord / (2.0 * A)).min(1.0).asin())
    }
}

/// The shortest geodesic with this chord is at most so long, m.
pub fn most_of_chord(chord: f64) -> f64 {
    let by_section = 2.0 * R_MIN * (chord / (2.0 * R_MIN)).min(1.0).asin();
    let by_sphere = 2.0 * A * (chord / (2.0 * B)).min(1.0).asin();
    // Beyond π R_MIN Schur says nothing.
    if chord < 1.99 * R_MIN {
        by_section.min(by_sphere)
    } else {
        by_sphere.min(HALF_CIRCUMFERENCE)
    }
}

/// A chord longer than this belongs to a geodesic longer than `s`, m.
pub fn chord_beyond(s: f64) -> f64 {
    if s <= 2.0 * R_CHORD * (CHORD_FAR / (2.0 * R_CHORD)).asin() {
        2.0 * R_CHORD * (s / (2.0 * R_CHORD)).sin()
    } else if s < std::f64::consts::PI * B {
        CHORD_FAR.max(2.0 * A * (s / (2.0 * B)).sin())
    } else {
        2.0 * A + 1.0
    }
}

/// The slope of a distance field is at least cot(s/b)/b across it, and at most 1/s: the bounds of its second derivative
/// along a geodesic at a right angle (Hessian comparison: the Gaussian curvature is within 0 and 1/b²).
pub fn least_turn(s: f64) -> f64 {
    1.0 / (B * (s / B).tan())
}

/// An edge straight in longitude and latitude: bounds of its length, m, and of its geodesic curvature, 1/m.
pub fn planar(a: Coord<f64>, b: Coord<f64>) -> (f64, f64) {
    let least = if (a.y > 0.0) == (b.y > 0.0) {
        a.y.abs().min(b.y.abs())
    } else {
        0.0
    };
    let most = a.y.abs().max(b.y.abs());
    let north = R_MAX * (b.y - a.y).to_radians();
    let east = parallel_radius(least) * (b.x - a.x).to_radians();
    let bend = if a.x == b.x {
        0.0
    } else {
        PLANAR_BEND * most.to_radians().tan().abs() / R_MIN
    };
    (north.hypot(east), bend)
}

/// Radius of the parallel of a latitude in degrees, m, rounded up.
pub fn parallel_radius(lat: f64) -> f64 {
    let (sin, cos) = lat.to_radians().sin_cos();
    (A * cos / (1.0 - E2 * sin * sin).sqrt()).abs() * (1.0 + 1e-12) + 1e-9
}

/// Azimuth of an edge straight in longitude and latitude at a latitude of it, radians.
pub fn planar_azimuth(a: Coord<f64>, b: Coord<f64>, lat: f64) -> f64 {
    let (sin, cos) = lat.to_radians().sin_cos();
    let w2 = 1.0 - E2 * sin * sin;
    // Both radii over the prime vertical's.
    (cos * (b.x - a.x)).atan2((1.0 - E2) / w2 * (b.y - a.y))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::ellipsoid::space_of_lonlat;
    use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};

    #[test]
    fn geodesics_of_all_lengths_are_within_the_bounds_of_their_chords() {
        let g = Geodesic::wgs84();
        let mut tight: f64 = 0.0;
        for k in 0..40_000u64 {
            let u = |j: u64| ((k * 3 + j) as f64 * 0.618_033_988_749_895).fract();
            let (lat, lon) = (180.0 * u(0) - 90.0, 360.0 * u(1));
            let asked = 20_100_000.0 * u(2).powi(3);
            let (lat2, lon2): (f64, f64) = g.direct(lat, lon, 360.0 * u(5), asked);
            let s: f64 = g.inverse(lat, lon, lat2, lon2);
            let [p, q] = [(lon, lat), (lon2, lat2)].map(|(x, y)| space_of_lonlat(Coord { x, y }));
            let chord = (p - q).norm();
            let (least, most) = (
                least_of_chord(chord - ROUNDING),
                most_of_chord(chord + ROUNDING),
            );
            assert!(least <= s && s <= most + 1e-6, "{least} {s} {most}");
            assert!(chord_beyond(s) >= chord - ROUNDING, "{s}");
            if (1e5..9e6).contains(&s) {
                tight = tight.max((most - least) / (s * s * s));
            }
        }
        // A few parts in a hundred of what the chord is short by.
        assert!(tight < 0.05 / (24.0 * R_MIN * R_MIN), "{tight}");
    }

    #[test]
    fn the_azimuth_of_a_planar_edge_is_that_of_a_short_geodesic_along_it() {
        let g = Geodesic::wgs84();
        let (a, b) = (Coord { x: 10.0, y: 60.0 }, Coord { x: 12.0, y: 61.0 });
        let (p, q) = (a + (b - a) * 0.5, a + (b - a) * 0.500_001);
        let (_, azimuth, ..): (f64, f64, f64, f64) = g.inverse(p.y, p.x, q.y, q.x);
        assert!((planar_azimuth(a, b, p.y).to_degrees() - azimuth).abs() < 1e-4);
    }
}
