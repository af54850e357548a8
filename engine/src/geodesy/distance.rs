//! The geodesic distance between two positions given as auxiliary vectors, fast, over the whole globe.
//!
//! Same problem as `geographiclib_rs::InverseGeodesic`; about twenty times faster up to [`ONE_TRIAL`] and ten times up to
//! [`SERIES`], because it works on vectors (no sines of latitudes) and hardly iterates. Beyond, near the antipode, it is
//! geographiclib itself that answers.
//!
//! Method: Bessel's auxiliary sphere (Karney 2013, sections 2 and 3). The longitude difference ω on the sphere exceeds
//! the one on the ellipsoid, λ, by `f sinα₀ I₃`. One trial ω from λ gives an exact geodesic between points of the right
//! latitudes whose λ′ misses λ by μ. Its length is then corrected by the first variation `∂s/∂λ = a sinα₀`
//! (Clairaut). The integrals I₁ and I₃ are expanded in `k² = e′² cos²α₀` to k⁶ and k⁴; written with
//! `cos²α₀ cos 2σₘ = cosσ cos²α₀ - 2 sinβ₁ sinβ₂` they need no division by cosα₀, so equatorial lines are no special case.
//!
//! Error terms:
//!
//! | term | size | where it is kept small |
//! |---|---|---|
//! | k⁸ of I₁, left out | 8e-11 of the distance (a meridian over the equator) | [`error_bound`] |
//! | second variation | a μ²/(2 sinσ) | one trial has μ < 1e-5 up to [`ONE_TRIAL`]: 0.1 mm; beyond it trials go on until μ ≤ `MISS`: 0.013 mm, at [`SERIES`] 0.05 mm |
//! | rounding | 5e-9 m | [`error_bound`] |
//!
//! Each trial takes μ down by about πf/(π-σ): by 23 at [`SERIES`], where the iteration is left. Up to there σ < π and ω ≤ π, and the
//! geodesic of that kind between two points is unique and the shortest (Karney 2013, section 4).
//!
//! Reference: C. F. F. Karney, *Algorithms for geodesics*, J. Geodesy 87 (2013), 43–55.

use super::ellipsoid::{A, B, EP2, F, lonlat_of_aux, normal_at, space_of_aux};
use super::vector::{V3, v3};
use geographiclib_rs::{Geodesic, InverseGeodesic};
use std::sync::LazyLock;

/// Arc on the auxiliary sphere up to which one trial is enough, radians: 3,000 km.
pub const ONE_TRIAL: f64 = 0.4704;
/// Arc on the auxiliary sphere up to which trials are repeated, radians: 18,480 km. Beyond, geographiclib answers.
pub const SERIES: f64 = 2.9;
/// Chord up to which [`short`] answers, m, and its error.
pub const SHORT: f64 = 30_000.0;
pub const SHORT_ERROR: f64 = 5e-7;
/// What the longitude of the last trial may miss, radians.
const MISS: f64 = 2e-6;
/// Trials at most; four are enough at [`SERIES`].
const TRIALS: usize = 10;

/// Bound on the error of [`distance`] at distance `d`, m, anywhere on the globe: the k⁸ term that is left out (8e-11 of the
/// distance where a meridian crosses the equator) and rounding. Test population: 160,000 random pairs of 1 m to 3,000 km, 120,000
/// to half the circumference and 20,000 within 300 km of the antipode, against geographiclib-rs.
pub fn error_bound(d: f64) -> f64 {
    1.5e-10 * d + 5e-9
}

/// What the inverse problem gives.
#[derive(Clone, Copy, Debug)]
pub struct Inverse {
    /// Geodesic distance, m.
    pub distance: f64,
    /// Arc length σ on the auxiliary sphere, radians.
    pub sigma: f64,
    /// The second point, turned about the axis to its place on the auxiliary sphere.
    pub v: V3,
    /// sinσ and cosσ.
    pub sin_cos: (f64, f64),
    /// The turn, and what it lacks, radians: the geodesic belongs to a difference of longitude that is off by so much.
    turn: f64,
    miss: f64,
}

/// Geodesic distance between the positions of two auxiliary vectors, m, anywhere on the globe.
#[inline]
pub fn distance(u: V3, v: V3) -> f64 {
    let found = inverse(u, v);
    if found.sigma <= ONE_TRIAL {
        found.distance
    } else {
        match refined(u, v, found, MISS) {
            Some(found) => found.distance,
            None => by_geographiclib(u, v).0,
        }
    }
}

/// Geodesic distance between places of the ellipsoid in space that are at most [`SHORT`] apart, m: the arc of a circle over their chord c, with
/// the normal curvature k of the ellipsoid in its direction at its middle. Eight times as fast as [`inverse`].
///
/// # Accuracy
/// Within [`SHORT_ERROR`]. The arc is c (1 + y/6 + 3y²/40 …), y = (kc/2)²; of odd powers the middle leaves none, and k itself is off by c²/8R² of it,
/// as the middle of the chord lies below the ground.
#[inline(always)]
pub fn short(x: V3, p: V3) -> f64 {
    let d = p - x;
    let c2 = d.norm2();
    if c2 <= 0.0 {
        return 0.0;
    }
    // k = (T·QT)/|Qm| with Q the quadric's matrix, T the chord's direction, m its middle.
    let (mx, my, mz) = (0.5 * (x.x + p.x), 0.5 * (x.y + p.y), 0.5 * (x.z + p.z));
    let steep = mz * (1.0 + EP2);
    let k2c2 = (c2 + EP2 * d.z * d.z).powi(2) / (c2 * (mx * mx + my * my + steep * steep));
    let y = 0.25 * k2c2;
    c2.sqrt() * (1.0 + y * (1.0 / 6.0 + y * (3.0 / 40.0)))
}

/// Solves the inverse problem from `u` to `v`, auxiliary vectors of length 1, by one trial: within [`error_bound`] while
/// `sigma` is at most [`ONE_TRIAL`], and a first guess beyond.
#[inline]
pub fn inverse(u: V3, v: V3) -> Inverse {
    // Trial: sphere with ω = λ.
    let l0 = (u - v).norm2() * 0.25;
    let s0 = 2.0 * (l0 * (1.0 - l0)).max(0.0).sqrt();
    let cross_z = u.x * v.y - u.y * v.x;
    // δ ≈ f sinα₀ σ (1 - k²/8 …); sinα₀ σ = cross_z σ/sinσ, and σ/sinσ = 1 when both are tiny.
    let sigma0 = arc(l0);
    let ratio0 = if s0 > 1e-12 { sigma0 / s0 } else { 1.0 };
    let delta = F * ratio0 * cross_z * (1.0 - M * EP2 * 0.25);
    trial(u, v, delta)
}

/// One more trial: directions of the first are off by up to 1e-5 rad at 3,000 km, those of the second by 1e-7.
#[inline]
pub fn again(u: V3, v: V3, first: &Inverse) -> Inverse {
    trial(u, v, first.turn + first.miss)
}

/// Repeats trials until the longitude is missed by no more than `miss`; `None` near the antipode.
#[inline(never)]
fn refined(u: V3, v: V3, first: Inverse, miss: f64) -> Option<Inverse> {
    let mut found = first;
    for _ in 0..TRIALS {
        if found.sigma.is_nan() || found.sigma > SERIES {
            return None;
        }
        if found.miss.abs() <= miss {
            return Some(found);
        }
        found = trial(u, v, found.turn + found.miss);
    }
    None
}

/// Distance, m, and azimuth at `u`, degrees.
#[cold]
fn by_geographiclib(u: V3, v: V3) -> (f64, f64) {
    static WGS84: LazyLock<Geodesic> = LazyLock::new(Geodesic::wgs84);
    let (p, q) = (lonlat_of_aux(u), lonlat_of_aux(v));
    let (s, azimuth, _, _): (f64, f64, f64, f64) = WGS84.inverse(p.y, p.x, q.y, q.x);
    (s, azimuth)
}

/// Direction at `u` of the geodesic to `v` (auxiliary vectors of length 1): a unit tangent in space; any tangent where the two
/// are equal or antipodal.
///
/// # Accuracy
/// Below 1e-9 rad up to 10,000 km, except within a few metres of `u` (rounding: 1e-9 m over the distance); beyond 18,480 km
/// geographiclib's. [`inverse`]'s one trial is off by up to 1e-5 rad: enough for lengths, which are stationary, not for directions.
pub fn direction(u: V3, v: V3) -> V3 {
    let rho = (u.x * u.x + u.y * u.y).sqrt();
    let east = if rho > 0.0 {
        v3(-u.y / rho, u.x / rho, 0.0)
    } else {
        v3(0.0, 1.0, 0.0)
    };
    let north = normal_at(space_of_aux(u)).cross(east);
    // Near by, what a longitude misses turns the direction by more than that: two more trials, always.
    let first = inverse(u, v);
    let found = (first.sigma <= SERIES).then(|| {
        let second = trial(u, v, first.turn + first.miss);
        trial(u, v, second.turn + second.miss)
    });
    let Some(found) = found.and_then(|third| refined(u, v, third, 1e-11)) else {
        let (sin, cos) = by_geographiclib(u, v).1.to_radians().sin_cos();
        return east * sin + north * cos;
    };
    let (s, c) = found.sin_cos;
    let on_sphere = if s > 0.0 {
        (found.v - u * c) * (1.0 / s)
    } else {
        V3::default()
    };
    // Azimuths on the sphere and on the ellipsoid are equal.
    let t = east * on_sphere.dot(east) + north * on_sphere.dot(u.cross(east));
    let length = t.norm();
    if length > 0.0 {
        t * (1.0 / length)
    } else {
        east
    }
}

/// The geodesic whose second point is turned by `delta` about the axis on the auxiliary sphere.
#[inline(always)]
fn trial(u: V3, v: V3, delta: f64) -> Inverse {
    // Turn v by δ about the axis; δ is below πf = 0.0106, so δ⁷ is below the last place.
    let d2 = delta * delta;
    let (sd, cd) = (
        delta * (1.0 - d2 / 6.0 * (1.0 - d2 / 20.0)),
        1.0 - d2 * 0.5 * (1.0 - d2 / 12.0 * (1.0 - d2 / 30.0)),
    );
    let v = v3(v.x * cd - v.y * sd, v.x * sd + v.y * cd, v.z);

    let l = (u - v).norm2() * 0.25;
    let s = 2.0 * (l * (1.0 - l)).max(0.0).sqrt();
    let c = 1.0 - 2.0 * l;
    let sigma = arc(l);
    let inv_s = if s > 1e-12 { 1.0 / s } else { 0.0 };
    let sin_a0 = (u.x * v.y - u.y * v.x) * inv_s;
    let cos2_a0 = (1.0 - sin_a0 * sin_a0).max(0.0);
    let c2 = c * cos2_a0 - 2.0 * u.z * v.z; // cos²α₀ cos 2σₘ

    // Moments of sin²σ along the arc, each times the matching power of cos²α₀.
    let q = cos2_a0 * cos2_a0;
    let m2 = 0.5 * (sigma * cos2_a0 - c2 * s);
    let sc = s * c;
    let m4 = 0.375 * sigma * q - 0.5 * c2 * cos2_a0 * s + 0.125 * (2.0 * c2 * c2 - q) * sc;
    let sin3 = s * (3.0 - 4.0 * s * s);
    let m6 = cos2_a0
        * (0.3125 * sigma * q - 0.46875 * c2 * cos2_a0 * s + 0.1875 * (2.0 * c2 * c2 - q) * sc)
        - (1.0 / 96.0) * c2 * (4.0 * c2 * c2 - 3.0 * q) * sin3;
    let i1 = sigma + EP2 * (0.5 * m2 - EP2 * (0.125 * m4 - EP2 * 0.0625 * m6));
    let i3 = sigma - EP2 * (0.5 * M * m2 - EP2 * I3_K4 * m4);
    let miss = F * sin_a0 * i3 - delta;
    Inverse {
        distance: B * i1 + A * sin_a0 * miss,
        turn: delta,
        miss,
        sigma,
        v,
        sin_cos: (s, c),
    }
}

/// (1-f)/(2-f), and the k⁴ coefficient of I₃'s integrand.
const M: f64 = (1.0 - F) / (2.0 - F);
const I3_K4: f64 = M * 0.125 + M * M * 0.25;

/// 2 asin(√l): the arc whose half-chord squared (on the unit sphere) is `l`.
#[inline(always)]
fn arc(l: f64) -> f64 {
    let x = l.sqrt();
    if l < 0.03 {
        // Taylor series of asin; the first term left out is below 1e-17 relative at l = 0.03.
        let p = 1.0
            + l * (1.0 / 6.0
                + l * (3.0 / 40.0
                    + l * (5.0 / 112.0
                        + l * (35.0 / 1152.0
                            + l * (63.0 / 2816.0
                                + l * (231.0 / 13312.0
                                    + l * (143.0 / 10240.0
                                        + l * (6435.0 / 557_056.0
                                            + l * (12155.0 / 1_245_184.0)))))))));
        2.0 * x * p
    } else {
        2.0 * x.min(1.0).asin()
    }
}

#[cfg(test)]
mod tests {
    use super::super::ellipsoid::aux_of_lonlat;
    use super::*;
    use geo::Coord;
    use geographiclib_rs::{DirectGeodesic, Geodesic};

    /// Deterministic numbers in [0, 1): splitmix64.
    fn random(seed: &mut u64) -> f64 {
        *seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = *seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Greatest error as a fraction of the bound.
    fn greatest_error(length: f64, n: usize) -> f64 {
        let g = Geodesic::wgs84();
        let mut seed = length as u64;
        let mut worst = 0f64;
        for _ in 0..n {
            let lat = (2.0 * random(&mut seed) - 1.0).asin().to_degrees();
            let lon = 360.0 * random(&mut seed) - 180.0;
            let azimuth = 360.0 * random(&mut seed);
            let d = length * (0.5 + 0.5 * random(&mut seed));
            let (lat2, lon2): (f64, f64) = g.direct(lat, lon, azimuth, d);
            let got = distance(
                aux_of_lonlat(Coord { x: lon, y: lat }),
                aux_of_lonlat(Coord { x: lon2, y: lat2 }),
            );
            worst = worst.max((got - d).abs() / error_bound(d));
        }
        worst
    }

    #[test]
    fn agrees_with_geographiclib_from_a_metre_to_three_thousand_kilometres() {
        for length in [1.0, 1e5, 1e6, 3e6] {
            let e = greatest_error(length, 40_000);
            assert!(e < 1.0, "{length} m: {e}");
        }
    }

    #[test]
    fn short_distances_agree_with_geographiclib() {
        let g = Geodesic::wgs84();
        let mut seed = 5;
        let mut worst = 0f64;
        for _ in 0..200_000 {
            let lat = (2.0 * random(&mut seed) - 1.0).asin().to_degrees();
            let (lon, azimuth) = (360.0 * random(&mut seed), 360.0 * random(&mut seed));
            let d = SHORT * 10f64.powf(-6.0 * random(&mut seed).powi(3));
            let (lat2, lon2): (f64, f64) = g.direct(lat, lon, azimuth, d);
            let place = |x, y| space_of_aux(aux_of_lonlat(Coord { x, y }));
            worst = worst.max((short(place(lon, lat), place(lon2, lat2)) - d).abs());
        }
        assert!(worst < SHORT_ERROR, "{worst}");
    }

    #[test]
    fn agrees_with_geographiclib_to_half_the_circumference() {
        for length in [6e6, 1e7, 1.5e7, 1.99e7] {
            let e = greatest_error(length, 30_000);
            assert!(e < 1.0, "{length} m: {e}");
        }
    }

    #[test]
    fn agrees_with_geographiclib_about_the_antipode() {
        let g = Geodesic::wgs84();
        let mut seed = 11;
        let mut worst = 0f64;
        for k in 0..20_000 {
            let lat = match k % 4 {
                0 => 0.0,
                1 => 90.0 * random(&mut seed).powi(6) - 45.0,
                _ => (2.0 * random(&mut seed) - 1.0).asin().to_degrees(),
            };
            let lon = 360.0 * random(&mut seed) - 180.0;
            let off = 10f64.powf(-2.0 + 7.8 * random(&mut seed));
            let (lat2, lon2): (f64, f64) =
                g.direct(-lat, lon + 180.0, 360.0 * random(&mut seed), off);
            let right: f64 = g.inverse(lat, lon, lat2, lon2);
            let got = distance(
                aux_of_lonlat(Coord { x: lon, y: lat }),
                aux_of_lonlat(Coord { x: lon2, y: lat2 }),
            );
            worst = worst.max((got - right).abs() / error_bound(right));
        }
        assert!(worst < 1.0, "{worst}");
    }

    #[test]
    fn directions_agree_with_geographiclib_up_to_ten_thousand_kilometres() {
        let g = Geodesic::wgs84();
        let mut seed = 7;
        for k in 0..40_000 {
            let d = [1e3, 30e3, 300e3, 3e6, 1e7][k % 5] * (0.5 + 0.5 * random(&mut seed));
            let lat = (2.0 * random(&mut seed) - 1.0).asin().to_degrees();
            let lon = 360.0 * random(&mut seed) - 180.0;
            let azimuth = 360.0 * random(&mut seed);
            let (lat2, lon2): (f64, f64) = g.direct(lat, lon, azimuth, d);
            let u = aux_of_lonlat(Coord { x: lon, y: lat });
            let t = direction(u, aux_of_lonlat(Coord { x: lon2, y: lat2 }));
            let east = v3(-lon.to_radians().sin(), lon.to_radians().cos(), 0.0);
            let north = normal_at(space_of_aux(u)).cross(east);
            let (s, c) = azimuth.to_radians().sin_cos();
            let miss = (t - east * s - north * c).norm();
            assert!(miss < 1e-9 + 1e-8 / d, "{d} m from {lat}: {miss}");
        }
    }

    #[test]
    fn equal_points_are_at_distance_zero() {
        let u = aux_of_lonlat(Coord { x: 12.0, y: 0.0 });
        assert_eq!(distance(u, u), 0.0);
    }
}
