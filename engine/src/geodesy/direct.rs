//! The direct geodesic problem for short distances: where one comes to from a place, an azimuth and a distance.
//!
//! Karney's formulation on the auxiliary sphere [Karney 2013, eqs. 7 and 8], with the two integrals taken by two-point
//! Gauss quadrature over the arc instead of by series: over arcs of a few hundred kilometres the integrands are all but
//! linear. They are written with sin β along the arc, not with the arc's node, so that no azimuth is special.

use super::ellipsoid::{B, E2, F};
use geo::Coord;
use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};

/// Greatest distance for which the accuracy is stated, m.
pub const RANGE: f64 = 200_000.0;
/// Greatest latitude, north or south, for which the accuracy is stated, degrees.
#[cfg(test)]
pub const LATITUDE_RANGE: f64 = 89.6;
/// Bound on the error of [`Base::go`] within its range, m (see the tests for the population).
#[cfg(test)]
pub const ERROR: f64 = 1e-5;

/// Second eccentricity squared.
const EP2: f64 = E2 / (1.0 - E2);
/// Place of the first Gauss point on an interval of length 1; the second lies at 1 minus it.
const GAUSS: f64 = 0.211_324_865_405_187_1;

/// A unit vector in the tangent plane: the sine and the cosine of an azimuth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heading {
    /// Sine of the azimuth: the eastward part.
    pub east: f64,
    /// Cosine of the azimuth: the northward part.
    pub north: f64,
}

impl Heading {
    /// The heading along (`east`, `north`), a vector of any length; not a number for the zero vector.
    #[inline(always)]
    pub fn along(east: f64, north: f64) -> Self {
        let k = 1.0 / (east * east + north * north).sqrt();
        Heading {
            east: east * k,
            north: north * k,
        }
    }
    /// The heading of an azimuth in degrees, clockwise from north.
    pub fn from_azimuth(degrees: f64) -> Self {
        let (east, north) = degrees.to_radians().sin_cos();
        Heading { east, north }
    }
    /// A quarter turn clockwise.
    #[inline(always)]
    pub fn right(self) -> Self {
        Heading {
            east: self.north,
            north: -self.east,
        }
    }
    /// The opposite heading.
    #[inline(always)]
    pub fn back(self) -> Self {
        Heading {
            east: -self.east,
            north: -self.north,
        }
    }
    /// A quarter turn counter-clockwise.
    #[inline(always)]
    pub fn left(self) -> Self {
        self.right().back()
    }
    /// Turned counter-clockwise by the angle of which the sine and the cosine are given.
    #[inline(always)]
    pub fn turned(self, (sin, cos): (f64, f64)) -> Self {
        Heading {
            east: self.east * cos - self.north * sin,
            north: self.north * cos + self.east * sin,
        }
    }
    /// The angle from here to `to`, radians, counter-clockwise positive, in (-π, π].
    #[inline(always)]
    pub fn angle_to(self, to: Heading) -> f64 {
        self.cross(to)
            .atan2(self.east * to.east + self.north * to.north)
    }
    /// The sine of that angle.
    #[inline(always)]
    pub fn cross(self, to: Heading) -> f64 {
        self.east * to.north - self.north * to.east
    }
}

/// A place to start from, with what all azimuths there share.
#[derive(Clone, Copy, Debug)]
pub struct Base {
    at: Coord<f64>,
    /// Sine and cosine of the geographic latitude.
    sin_phi: f64,
    cos_phi: f64,
    /// Sine and cosine of the reduced latitude.
    sin_beta: f64,
    cos_beta: f64,
}

/// arctan of a ratio, by series where it is small: exact to 1e-16 there.
#[inline(always)]
fn arctan(y: f64, x: f64) -> f64 {
    let r = y / x;
    if x > 0.0 && r.abs() < 0.05 {
        let q = r * r;
        r * (1.0
            - q * (1.0 / 3.0
                - q * (0.2
                    - q * (1.0 / 7.0 - q * (1.0 / 9.0 - q * (1.0 / 11.0 - q * (1.0 / 13.0)))))))
    } else {
        y.atan2(x)
    }
}

/// Sine and cosine of an angle below 0.04, to 1e-16.
#[inline(always)]
fn small_sin_cos(x: f64) -> (f64, f64) {
    let q = x * x;
    (
        x * (1.0 - q / 6.0 * (1.0 - q / 20.0 * (1.0 - q / 42.0 * (1.0 - q / 72.0)))),
        1.0 - q / 2.0 * (1.0 - q / 12.0 * (1.0 - q / 30.0 * (1.0 - q / 56.0))),
    )
}

impl Base {
    /// `at`: longitude of any turn, latitude, degrees.
    #[inline]
    pub fn new(at: Coord<f64>) -> Self {
        let (sin_phi, cos_phi) = at.y.to_radians().sin_cos();
        let z = (1.0 - F) * sin_phi;
        let k = 1.0 / (z * z + cos_phi * cos_phi).sqrt();
        Base {
            at,
            sin_phi,
            cos_phi,
            sin_beta: z * k,
            cos_beta: cos_phi * k,
        }
    }

    /// Tangent of the latitude reached by going towards the nearer pole as far as `t`, the tangent of an angle at the centre.
    #[inline(always)]
    pub fn poleward_tangent(&self, t: f64) -> f64 {
        (self.sin_phi.abs() + self.cos_phi * t) / (self.cos_phi - self.sin_phi.abs() * t)
    }

    /// The heading here of a line that is straight in longitude and latitude and runs along `step` (degrees).
    #[inline(always)]
    pub fn heading_of(&self, step: Coord<f64>) -> Heading {
        // East = N cos φ dλ, north = M dφ with N/M = (1 - e² sin² φ)/(1 - e²).
        let east = self.cos_phi * step.x * (1.0 - E2 * self.sin_phi * self.sin_phi);
        Heading::along(east, step.y * (1.0 - E2))
    }

    /// The place at geodesic distance `s` along `heading`.
    ///
    /// # Units
    /// `s` in metres, 0 to [`RANGE`]. The longitude comes out in degrees near the base's, not wrapped.
    ///
    /// # Accuracy
    /// Better than 1e-5 m for bases up to 89.6° of latitude, against geographiclib-rs on 100,000 random bases, azimuths and
    /// distances up to [`RANGE`] and as many up to 20 km, and on the eight main azimuths (see the tests).
    #[inline]
    pub fn go(&self, heading: Heading, s: f64) -> Coord<f64> {
        let rise = self.cos_beta * heading.north; // d sin β / dσ at the base
        let stretch = |x: f64| {
            let (sin, cos) = small_sin_cos(x);
            let z = self.sin_beta * cos + rise * sin;
            let q = EP2 * z * z;
            // √(1+q) for q ≤ 0.0068: the next term is below 4e-13.
            1.0 + q * (0.5 - q * (0.125 - q * (0.0625 - q * (5.0 / 128.0 - q * (7.0 / 256.0)))))
        };
        // s = B ∫ √(1 + e'² sin² β) dσ, solved for σ by repetition: each round gains a factor of at least 5,000.
        let mut sigma = s / (B * stretch(0.5 * s / B));
        let mut ends = (0.0, 0.0);
        for _ in 0..2 {
            ends = (stretch(GAUSS * sigma), stretch((1.0 - GAUSS) * sigma));
            sigma = 2.0 * s / (B * (ends.0 + ends.1));
        }
        let (sin, cos) = small_sin_cos(sigma);
        let x = self.cos_beta * cos - self.sin_beta * heading.north * sin;
        let y = heading.east * sin;
        let z = self.sin_beta * cos + rise * sin;
        let omega = arctan(y, x);
        let slip = |g: f64| (2.0 - F) / (1.0 + (1.0 - F) * g);
        let lambda =
            omega - F * heading.east * self.cos_beta * sigma * 0.5 * (slip(ends.0) + slip(ends.1));
        // Latitude as a difference: exact where it is small.
        let r = (1.0 - F) * (x * x + y * y).sqrt();
        let dphi = arctan(
            z * self.cos_phi - r * self.sin_phi,
            r * self.cos_phi + z * self.sin_phi,
        );
        Coord {
            x: self.at.x + lambda.to_degrees(),
            y: self.at.y + dphi.to_degrees(),
        }
    }
}

/// The geodesic between two places, to be walked along. By geographiclib-rs: exact, and ten times slower than [`Base::go`].
#[derive(Clone, Copy, Debug)]
pub struct Path {
    from: Coord<f64>,
    azimuth: f64,
    /// Its length, m.
    pub length: f64,
}

impl Path {
    /// The shortest path from `a` to `b` (degrees).
    pub fn new(a: Coord<f64>, b: Coord<f64>) -> Self {
        let (length, azimuth, _, _): (f64, f64, f64, f64) =
            Geodesic::wgs84().inverse(a.y, a.x, b.y, b.x);
        Path {
            from: a,
            azimuth,
            length,
        }
    }
    /// The place at share `t` of the length, its longitude within half a turn of the start's, and the heading there.
    pub fn at(&self, t: f64) -> (Coord<f64>, Heading) {
        let (lat, lon, azimuth): (f64, f64, f64) =
            Geodesic::wgs84().direct(self.from.y, self.from.x, self.azimuth, t * self.length);
        let turns = ((lon - self.from.x) / 360.0).round();
        (
            Coord {
                x: lon - 360.0 * turns,
                y: lat,
            },
            Heading::from_azimuth(azimuth),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(lat: f64, azimuth: f64, s: f64) -> f64 {
        let g = Geodesic::wgs84();
        let got = Base::new(Coord { x: 10.0, y: lat }).go(Heading::from_azimuth(azimuth), s);
        let (lat2, lon2): (f64, f64) = g.direct(lat, 10.0, azimuth, s);
        let d: f64 = g.inverse(lat2, lon2, got.y, got.x);
        d
    }

    #[test]
    fn agrees_with_geographiclib_on_random_places_azimuths_and_distances() {
        let mut state = 0x9e37_79b9_7f4a_7c15u64; // the seed: xorshift64
        let mut random = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 11) as f64 / (1u64 << 53) as f64
        };
        let (mut far, mut near) = (0.0f64, 0.0f64);
        for _ in 0..100_000 {
            let lat = (2.0 * random() - 1.0) * LATITUDE_RANGE;
            let azimuth = 360.0 * random();
            let s = random();
            far = far.max(error(lat, azimuth, RANGE * s));
            near = near.max(error(lat, azimuth, 20_000.0 * s));
        }
        eprintln!("greatest errors: {far:e} m, up to 20 km {near:e} m");
        assert!(far < ERROR, "up to {RANGE} m: {far} m");
        assert!(near < 1e-7, "up to 20 km: {near} m");
    }

    #[test]
    fn the_main_azimuths_and_latitudes_are_not_special() {
        for lat in [-89.6, -60.0, -1e-9, 0.0, 1e-9, 45.0, 89.6] {
            for k in 0..8 {
                let e = error(lat, 45.0 * k as f64, RANGE);
                assert!(e < ERROR, "latitude {lat}, azimuth {}: {e} m", 45 * k);
            }
        }
    }

    #[test]
    fn no_distance_leads_nowhere() {
        let at = Coord { x: 370.0, y: -12.5 };
        let there = Base::new(at).go(Heading::from_azimuth(77.0), 0.0);
        assert_eq!(there.x, at.x);
        assert!((there.y - at.y).abs() < 1e-14, "{}", there.y);
    }

    #[test]
    fn a_heading_along_a_straight_edge_points_where_the_edge_goes() {
        let (a, step) = (Coord { x: 5.0, y: 60.0 }, Coord { x: 1e-5, y: 2e-5 });
        let (_, azimuth, _, _): (f64, f64, f64, f64) =
            Geodesic::wgs84().inverse(a.y, a.x, a.y + step.y, a.x + step.x);
        let turn = Base::new(a)
            .heading_of(step)
            .angle_to(Heading::from_azimuth(azimuth));
        assert!(turn.abs() < 1e-6, "{turn}");
    }
}
