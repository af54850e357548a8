//! Authalic latitude on WGS84: the latitude on the sphere of the same area below which as much of the sphere lies as of the ellipsoid.
//! With it the sphere's equal-area projections are the ellipsoid's.
//!
//! # Accuracy
//! Both ways to a few units in the last place: closed form forwards, Newton's method on it backwards.
//!
//! # References
//! J. P. Snyder, Map Projections – A Working Manual (USGS Professional Paper 1395, 1987), (3-11) to (3-13), (3-16).

use crate::geodesy::ellipsoid::{A, E2};

/// Twice the area between the equator and a latitude of sine `sin`, for each radian of longitude, in units of the semi-major axis squared.
pub fn q(sin: f64) -> f64 {
    let e = E2.sqrt();
    (1.0 - E2) * (sin / (1.0 - E2 * sin * sin) + (e * sin).atanh() / e)
}

/// Radius of the sphere with the ellipsoid's area, m.
pub fn radius() -> f64 {
    A * (q(1.0) / 2.0).sqrt()
}

/// Sine of the authalic latitude of a latitude in degrees.
pub fn sine(latitude: f64) -> f64 {
    (q(latitude.to_radians().sin()) / q(1.0)).clamp(-1.0, 1.0)
}

/// The latitude in degrees of the sine of an authalic one.
pub fn latitude(sine: f64) -> f64 {
    let sine = sine.clamp(-1.0, 1.0);
    let wanted = sine * q(1.0);
    let mut phi = sine.asin();
    // Four steps are more than enough where the slope is not flat; at the poles both latitudes are one.
    for _ in 0..6 {
        let (s, c) = phi.sin_cos();
        if c < 1e-7 {
            break;
        }
        let flat = 1.0 - E2 * s * s;
        phi += flat * flat * (wanted - q(s)) / (2.0 * c * (1.0 - E2));
        phi = phi.clamp(-std::f64::consts::FRAC_PI_2, std::f64::consts::FRAC_PI_2);
    }
    phi.to_degrees()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sphere_has_the_area_of_wgs84_and_latitudes_come_back() {
        // GeographicLib, Geodesic::WGS84().EllipsoidArea(): 510065621724088.44 m².
        let area = 4.0 * std::f64::consts::PI * radius() * radius();
        assert!((area - 510_065_621_724_088.44).abs() < 1.0, "{area}");
        for lat in [
            -90.0, -89.99, -60.0, -0.1, 0.0, 30.0, 45.0, 71.0, 89.9, 90.0,
        ] {
            let back = latitude(sine(lat));
            assert!((back - lat).abs() < 1e-9, "{lat}: {back}");
        }
        // Snyder, table 3 (WGS 84 differs in the last digit): about 0.1282 degrees less at 45.
        let less = 45.0 - sine(45.0).asin().to_degrees();
        assert!((less - 0.1282).abs() < 2e-4, "{less}");
    }
}
