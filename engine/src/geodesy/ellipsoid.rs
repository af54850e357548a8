//! WGS84: its constants, and positions as vectors.
//!
//! A position has three forms here. *Longitude and latitude* in degrees, as files have them. The *auxiliary vector*
//! `u = (cosβ cosλ, cosβ sinλ, sinβ)` with the reduced latitude β, a unit vector: geodesics are computed on it. The
//! *position in space* `(a u.x, a u.y, b u.z)` in metres (earth-centred, earth-fixed): its straight-line distances are
//! a true metric, and all culling uses it.

use super::vector::{V3, v3};
use geo::Coord;

/// Semi-major axis, m.
pub const A: f64 = 6_378_137.0;
/// Flattening.
pub const F: f64 = 1.0 / 298.257_223_563;
/// Semi-minor axis, m.
pub const B: f64 = A * (1.0 - F);
/// First eccentricity squared.
pub const E2: f64 = F * (2.0 - F);
/// Second eccentricity squared.
pub const EP2: f64 = E2 / (1.0 - E2);
/// Smallest radius of curvature of any normal section (meridian at the equator), rounded down, m.
pub const R_MIN: f64 = 6_335_439.0;
/// Greatest radius of curvature of any normal section (at the poles), rounded up, m.
pub const R_MAX: f64 = 6_399_594.0;

/// Auxiliary vector of a position in degrees (longitude, latitude).
///
/// Accuracy: a few units in the last place, about 1e-9 m.
pub fn aux_of_lonlat(p: Coord<f64>) -> V3 {
    on_parallel(parallel(p.y), meridian(p.x))
}

/// Sine and cosine of a longitude in degrees: [`aux_of_lonlat`] in parts, for grids.
pub fn meridian(lon: f64) -> (f64, f64) {
    sin_cos_degrees(lon)
}

/// Sine and cosine of the reduced latitude of a latitude in degrees.
pub fn parallel(lat: f64) -> (f64, f64) {
    let (sin_lat, cos_lat) = sin_cos_degrees(lat);
    let z = (1.0 - F) * sin_lat;
    let k = 1.0 / (cos_lat * cos_lat + z * z).sqrt();
    (k * z, k * cos_lat)
}

/// Auxiliary vector where a [`parallel`] and a [`meridian`] meet.
#[inline(always)]
pub fn on_parallel((z, rho): (f64, f64), (sin_lon, cos_lon): (f64, f64)) -> V3 {
    v3(rho * cos_lon, rho * sin_lon, z)
}

/// Longitude in [-180, 180] and latitude, degrees, of an auxiliary vector of any length.
pub fn lonlat_of_aux(u: V3) -> Coord<f64> {
    let rho = (u.x * u.x + u.y * u.y).sqrt();
    Coord {
        x: u.y.atan2(u.x).to_degrees(),
        y: u.z.atan2((1.0 - F) * rho).to_degrees(),
    }
}

/// Position in space of an auxiliary vector, m.
#[inline(always)]
pub fn space_of_aux(u: V3) -> V3 {
    v3(A * u.x, A * u.y, B * u.z)
}

/// Auxiliary vector (length 1) of a position in space on or near the ellipsoid, m.
#[inline(always)]
pub fn aux_of_space(p: V3) -> V3 {
    v3(p.x, p.y, p.z * (A / B)).unit()
}

/// Position in space of a position in degrees, m.
pub fn space_of_lonlat(p: Coord<f64>) -> V3 {
    space_of_aux(aux_of_lonlat(p))
}

/// Unit normal of the ellipsoid at a position in space.
#[inline(always)]
pub fn normal_at(p: V3) -> V3 {
    v3(p.x, p.y, p.z * (A * A / (B * B))).unit()
}

/// Sine and cosine, exact at multiples of 90 degrees, so that poles and the antimeridian are met exactly.
fn sin_cos_degrees(x: f64) -> (f64, f64) {
    let turns = (x / 90.0).round();
    let (s, c) = (x - 90.0 * turns).to_radians().sin_cos();
    match (turns as i64).rem_euclid(4) {
        0 => (s, c),
        // `0.0 - x`, not `-x`: longitude 180 must not come out as -180.
        1 => (c, 0.0 - s),
        2 => (0.0 - s, -c),
        _ => (-c, s),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_survives_the_way_to_a_vector_and_back() {
        for &(x, y) in &[
            (0.0, 0.0),
            (180.0, 10.0),
            (-179.999, -89.5),
            (33.3, 89.999),
            (-90.0, 45.0),
            (12.0, -90.0),
        ] {
            let p = lonlat_of_aux(aux_of_lonlat(Coord { x, y }));
            assert!((p.y - y).abs() < 1e-12, "{p:?}");
            if y.abs() < 90.0 {
                assert!((p.x - x).abs() < 1e-11, "{p:?}");
            }
        }
    }

    #[test]
    fn the_poles_and_the_antimeridian_are_exact() {
        assert_eq!(aux_of_lonlat(Coord { x: 77.0, y: 90.0 }), v3(0.0, 0.0, 1.0));
        assert_eq!(aux_of_lonlat(Coord { x: 180.0, y: 60.0 }).y, 0.0);
    }

    #[test]
    fn the_normal_is_the_geodetic_up() {
        let p = Coord { x: 20.0, y: 55.0 };
        let n = normal_at(space_of_lonlat(p));
        assert!((n.z - 55f64.to_radians().sin()).abs() < 1e-14);
    }
}
