//! Equal Earth (Šavrič, Patterson and Jenny 2019).

use super::super::authalic;
use geo::Coord;

const EQUAL_EARTH: [f64; 4] = [1.340264, -0.081106, 0.000893, 0.003796];

/// The place of a longitude from the central meridian and a latitude, degrees.
pub fn forward(east: f64, lat: f64) -> Coord<f64> {
    let [a1, a2, a3, a4] = EQUAL_EARTH;
    let theta = (0.75f64.sqrt() * authalic::sine(lat)).asin();
    let (t2, t6) = (theta * theta, theta.powi(6));
    let slope = a1 + 3.0 * a2 * t2 + t6 * (7.0 * a3 + 9.0 * a4 * t2);
    let r = authalic::radius();
    Coord {
        x: r * 2.0 * 3f64.sqrt() * east.to_radians() * theta.cos() / (3.0 * slope),
        y: r * theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2)),
    }
}

/// Longitude from the central meridian, and latitude.
pub fn inverse(at: Coord<f64>) -> Option<Coord<f64>> {
    let [a1, a2, a3, a4] = EQUAL_EARTH;
    let r = authalic::radius();
    let y = at.y / r;
    let mut theta = y / a1;
    for _ in 0..12 {
        let (t2, t6) = (theta * theta, theta.powi(6));
        let miss = theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2)) - y;
        theta -= miss / (a1 + 3.0 * a2 * t2 + t6 * (7.0 * a3 + 9.0 * a4 * t2));
    }
    let (t2, t6) = (theta * theta, theta.powi(6));
    let slope = a1 + 3.0 * a2 * t2 + t6 * (7.0 * a3 + 9.0 * a4 * t2);
    let sine = theta.sin() / 0.75f64.sqrt();
    let east = (at.x / r * 3.0 * slope / (2.0 * 3f64.sqrt() * theta.cos())).to_degrees();
    (sine.abs() <= 1.0 && east.abs() <= 180.0).then(|| Coord {
        x: east,
        y: authalic::latitude(sine),
    })
}
