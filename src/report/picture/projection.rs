//! Projections of pictures: three equal-area ones on the ellipsoid that need nothing, and whatever PROJ has.
//!
//! Input: longitude and latitude in degrees. Output: metres east and north of the projection's origin. Areas are those of the ellipsoid,
//! since the sphere's formulas are given authalic latitudes.
//!
//! # References
//! Snyder 1987 (see [`super::authalic`]): Albers (14-1) to (14-11), Lambert azimuthal (24-3) to (24-29). B. Šavrič, T. Patterson,
//! B. Jenny, The Equal Earth map projection, International Journal of Geographical Information Science 33 (2019).

use super::authalic::{self, q};
use crate::geodesy::crs::Transformation;
use crate::geodesy::ellipsoid::{A, E2};
use geo::Coord;

/// Farther from its centre than this, degrees, Lambert's azimuthal projection is not drawn: shapes are past recognition there, and the
/// antipode is a whole circle.
const RIM: f64 = 172.0;

/// A projection that is ready.
#[derive(Debug)]
pub struct Projection<'a> {
    kind: Kind<'a>,
}

#[derive(Debug)]
enum Kind<'a> {
    Laea(Laea),
    Albers(Albers),
    EqualEarth { lon: f64 },
    Proj(Foreign<'a>),
}

#[derive(Clone, Copy, Debug)]
struct Laea {
    centre: Coord<f64>,
    sin: f64,
    cos: f64,
    /// Makes the scale true at the centre in all directions.
    d: f64,
}

#[derive(Clone, Copy, Debug)]
struct Albers {
    lon: f64,
    parallels: [f64; 2],
    n: f64,
    c: f64,
    /// Radius of the parallel on which the origin lies; where `n` is 0 the cone is a cylinder.
    rho: f64,
    m: f64,
}

#[derive(Debug)]
struct Foreign<'a> {
    way: &'a Transformation,
    /// A meridian along which the plane is torn.
    seam: Option<f64>,
    /// What is drawn: within so many degrees of a centre.
    cap: (Coord<f64>, f64),
}

/// Radius of a parallel, in semi-major axes.
fn m(lat: f64) -> f64 {
    let (s, c) = lat.to_radians().sin_cos();
    c / (1.0 - E2 * s * s).sqrt()
}

/// A difference of longitudes within ±180.
fn turn(d: f64) -> f64 {
    if d.abs() <= 180.0 {
        d
    } else {
        d - 360.0 * (d / 360.0).round()
    }
}

const EQUAL_EARTH: [f64; 4] = [1.340264, -0.081106, 0.000893, 0.003796];

impl<'a> Projection<'a> {
    /// Lambert's azimuthal equal-area projection.
    pub fn laea(centre: Coord<f64>) -> Self {
        let sin = authalic::sine(centre.y);
        let cos = (1.0 - sin * sin).max(0.0).sqrt();
        let d = if centre.y.abs() > 89.999 {
            1.0
        } else {
            A * m(centre.y) / (authalic::radius() * cos)
        };
        Projection {
            kind: Kind::Laea(Laea {
                centre,
                sin,
                cos,
                d,
            }),
        }
    }

    /// Albers' conic equal-area projection with a central meridian and two standard parallels.
    pub fn albers(lon: f64, parallels: [f64; 2]) -> Self {
        let [a, b] = parallels;
        let (ma, mb) = (m(a), m(b));
        let (qa, qb) = (q(a.to_radians().sin()), q(b.to_radians().sin()));
        let n = if (a - b).abs() < 1e-9 {
            a.to_radians().sin()
        } else {
            (ma * ma - mb * mb) / (qb - qa)
        };
        let n = if n.abs() < 1e-6 { 0.0 } else { n };
        let c = ma * ma + n * qa;
        let middle = q((0.5 * (a + b)).to_radians().sin());
        Projection {
            kind: Kind::Albers(Albers {
                lon,
                parallels,
                n,
                c,
                rho: if n == 0.0 {
                    0.0
                } else {
                    A * (c - n * middle).max(0.0).sqrt() / n
                },
                m: ma,
            }),
        }
    }

    /// Equal Earth, for the whole world.
    pub fn equal_earth(lon: f64) -> Self {
        Projection {
            kind: Kind::EqualEarth { lon },
        }
    }

    /// A system of PROJ's for a region: within `radius` degrees of `centre`.
    pub fn proj(way: &'a Transformation, centre: Coord<f64>, radius: f64) -> Self {
        let mut foreign = Foreign {
            way,
            seam: None,
            cap: (centre, radius),
        };
        foreign.seam = foreign.find_seam(centre);
        Projection {
            kind: Kind::Proj(foreign),
        }
    }

    /// The azimuthal projection centred on another place of its plane, so that north is up there; `None` for the others, and near a pole,
    /// where it is up nowhere.
    pub fn recentred(&self, place: Coord<f64>, steps_a_degree: f64) -> Option<Self> {
        let Kind::Laea(laea) = &self.kind else {
            return None;
        };
        let at = laea.inverse(place)?;
        if at.y.abs() > 80.0 || laea.centre.y.abs() > 80.0 {
            return None;
        }
        let rounded = |v: f64| (v * steps_a_degree).round() / steps_a_degree;
        Some(Self::laea(Coord {
            x: rounded(at.x),
            y: rounded(at.y),
        }))
    }

    /// The place of a position; `None` where there is none.
    pub fn forward(&self, p: Coord<f64>) -> Option<Coord<f64>> {
        let at = match &self.kind {
            Kind::Laea(laea) => laea.forward(p),
            Kind::Albers(albers) => albers.forward(p),
            Kind::EqualEarth { lon } => equal_earth(turn(p.x - lon), p.y),
            Kind::Proj(foreign) => foreign.forward(&[p])[0],
        };
        (at.x.is_finite() && at.y.is_finite()).then_some(at)
    }

    /// The places of positions; not finite where there is none.
    pub fn forward_all(&self, positions: &[Coord<f64>]) -> Vec<Coord<f64>> {
        match &self.kind {
            Kind::Laea(laea) => positions.iter().map(|p| laea.forward(*p)).collect(),
            Kind::Albers(albers) => positions.iter().map(|p| albers.forward(*p)).collect(),
            Kind::EqualEarth { lon } => (positions.iter())
                .map(|p| equal_earth(turn(p.x - lon), p.y))
                .collect(),
            Kind::Proj(foreign) => foreign.forward(positions),
        }
    }

    /// The position of a place; `None` outside the world.
    pub fn inverse(&self, at: Coord<f64>) -> Option<Coord<f64>> {
        let p = match &self.kind {
            Kind::Laea(laea) => laea.inverse(at)?,
            Kind::Albers(albers) => albers.inverse(at)?,
            Kind::EqualEarth { lon } => {
                let p = equal_earth_back(at)?;
                Coord {
                    x: turn(p.x + lon),
                    y: p.y,
                }
            }
            Kind::Proj(foreign) => foreign.inverse(at),
        };
        (p.x.is_finite() && p.y.is_finite()).then_some(p)
    }

    /// The meridian along which the plane is torn, degrees.
    pub fn seam(&self) -> Option<f64> {
        match &self.kind {
            Kind::Laea(_) => None,
            Kind::Albers(Albers { lon, .. }) | Kind::EqualEarth { lon } => Some(turn(lon + 180.0)),
            Kind::Proj(foreign) => foreign.seam,
        }
    }

    /// What is drawn at all: within so many degrees of a centre; `None` for the whole world.
    pub fn cap(&self) -> Option<(Coord<f64>, f64)> {
        match &self.kind {
            Kind::Laea(laea) => Some((laea.centre, RIM)),
            Kind::Proj(foreign) => Some(foreign.cap),
            _ => None,
        }
    }

    /// Whether it is a cone, with a gap at the pole.
    pub fn is_conic(&self) -> bool {
        matches!(self.kind, Kind::Albers(_))
    }

    /// Whether it is one of PROJ's, that may give a place to positions that it cannot show.
    pub fn is_foreign(&self) -> bool {
        matches!(self.kind, Kind::Proj(_))
    }

    /// What a reader is told.
    pub fn name(&self) -> String {
        match &self.kind {
            Kind::Laea(laea) => format!(
                "Lambert azimuthal equal-area, centre {}, {}",
                degrees(laea.centre.x, "E", "W"),
                degrees(laea.centre.y, "N", "S")
            ),
            Kind::Albers(albers) => format!(
                "Albers conic equal-area, central meridian {}, standard parallels {} and {}",
                degrees(albers.lon, "E", "W"),
                degrees(albers.parallels[0], "N", "S"),
                degrees(albers.parallels[1], "N", "S")
            ),
            Kind::EqualEarth { lon } => {
                format!("Equal Earth, central meridian {}", degrees(*lon, "E", "W"))
            }
            Kind::Proj(foreign) => {
                let about = &foreign.way.about;
                if about.crs == about.crs_name {
                    about.crs.clone()
                } else {
                    format!("{} ({})", about.crs, about.crs_name)
                }
            }
        }
    }
}

fn degrees(v: f64, positive: &str, negative: &str) -> String {
    let letter = if v < 0.0 { negative } else { positive };
    format!("{}° {letter}", (v.abs() * 1000.0).round() / 1000.0)
}

impl Laea {
    fn forward(&self, p: Coord<f64>) -> Coord<f64> {
        let sin = authalic::sine(p.y);
        let cos = (1.0 - sin * sin).sqrt();
        let (sin_lon, cos_lon) = (p.x - self.centre.x).to_radians().sin_cos();
        let cosine = self.sin * sin + self.cos * cos * cos_lon;
        let b = authalic::radius() * (2.0 / (1.0 + cosine).max(1e-12)).sqrt();
        Coord {
            x: b * self.d * cos * sin_lon,
            y: b / self.d * (self.cos * sin - self.sin * cos * cos_lon),
        }
    }

    fn inverse(&self, at: Coord<f64>) -> Option<Coord<f64>> {
        let (x, y) = (at.x / self.d, at.y * self.d);
        let rho = x.hypot(y);
        let half = rho / (2.0 * authalic::radius());
        if half > (0.5 * RIM.to_radians()).sin() {
            return None;
        }
        if rho == 0.0 {
            return Some(self.centre);
        }
        let (sin, cos) = (2.0 * half.asin()).sin_cos();
        let sine = cos * self.sin + y * sin * self.cos / rho;
        let east = (x * sin).atan2(rho * self.cos * cos - y * self.sin * sin);
        Some(Coord {
            x: turn(self.centre.x + east.to_degrees()),
            y: authalic::latitude(sine),
        })
    }
}

impl Albers {
    fn forward(&self, p: Coord<f64>) -> Coord<f64> {
        let east = turn(p.x - self.lon).to_radians();
        let q = q(p.y.to_radians().sin());
        if self.n == 0.0 {
            return Coord {
                x: A * self.m * east,
                y: A * q / (2.0 * self.m),
            };
        }
        let rho = A * (self.c - self.n * q).max(0.0).sqrt() / self.n;
        let (sin, cos) = (self.n * east).sin_cos();
        Coord {
            x: rho * sin,
            y: self.rho - rho * cos,
        }
    }

    fn inverse(&self, at: Coord<f64>) -> Option<Coord<f64>> {
        let (east, q_at) = if self.n == 0.0 {
            (at.x / (A * self.m), 2.0 * self.m * at.y / A)
        } else {
            let (x, y) = (at.x, self.rho - at.y);
            let rho = x.hypot(y) * self.n.signum();
            let theta = (x * self.n.signum()).atan2(y * self.n.signum());
            let k = rho * self.n / A;
            (theta / self.n, (self.c - k * k) / self.n)
        };
        let sine = q_at / q(1.0);
        let east = east.to_degrees();
        (sine.abs() <= 1.0 && east.abs() <= 180.0).then(|| Coord {
            x: turn(self.lon + east),
            y: authalic::latitude(sine),
        })
    }
}

fn equal_earth(east: f64, lat: f64) -> Coord<f64> {
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
fn equal_earth_back(at: Coord<f64>) -> Option<Coord<f64>> {
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

/// Samples round the globe in which a tear is looked for.
const SAMPLES: usize = 360;
/// A step of so many times the usual one is a tear.
const TEAR: f64 = 12.0;

impl Foreign<'_> {
    fn forward(&self, positions: &[Coord<f64>]) -> Vec<Coord<f64>> {
        let mut all: Vec<[f64; 2]> = positions.iter().map(|p| [p.x, p.y]).collect();
        self.way.from_wgs84(&mut all);
        all.into_iter().map(|[x, y]| Coord { x, y }).collect()
    }

    fn inverse(&self, at: Coord<f64>) -> Coord<f64> {
        let mut all = [[at.x, at.y]];
        self.way.to_wgs84(&mut all);
        Coord {
            x: all[0][0],
            y: all[0][1],
        }
    }

    /// Where the plane is torn along a meridian: PROJ does not tell.
    fn find_seam(&self, centre: Coord<f64>) -> Option<f64> {
        let lat = centre.y.clamp(-80.0, 80.0);
        let lon = |k: usize| centre.x - 180.0 + 0.123 + k as f64;
        let at: Vec<_> = (0..=SAMPLES).map(|k| Coord { x: lon(k), y: lat }).collect();
        let at = self.forward(&at);
        let step = |a: Coord<f64>, b: Coord<f64>| (a.x - b.x).hypot(a.y - b.y);
        let steps: Vec<f64> = at.windows(2).map(|w| step(w[0], w[1])).collect();
        let mut sorted: Vec<f64> = steps.iter().copied().filter(|s| s.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let usual = *sorted.get(sorted.len() / 2)?;
        let (k, _) = (steps.iter().enumerate())
            .filter(|(_, s)| s.is_finite() && **s > TEAR * usual)
            .max_by(|a, b| a.1.total_cmp(b.1))?;
        let (mut west, mut east) = (lon(k), lon(k + 1));
        for _ in 0..40 {
            let middle = 0.5 * (west + east);
            let at = self.forward(&[west, middle, east].map(|x| Coord { x, y: lat }));
            if step(at[0], at[1]) > step(at[1], at[2]) {
                east = middle;
            } else {
                west = middle;
            }
        }
        Some(turn(0.5 * (west + east)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::area::polygon_area;
    use geo::{LineString, Polygon};

    const AT: [(f64, f64); 4] = [(20.0, 50.0), (44.5, 38.25), (-170.0, 66.0), (-60.0, -33.0)];

    fn all() -> [Projection<'static>; 5] {
        let at = |x: f64, y: f64| Coord { x, y };
        [
            Projection::laea(at(27.0, 55.3)),
            Projection::laea(at(0.0, 90.0)),
            Projection::albers(100.0, [47.0, 72.0]),
            Projection::albers(-60.0, [-30.0, -5.0]),
            Projection::equal_earth(10.0),
        ]
    }

    #[test]
    fn places_are_those_of_proj() {
        // pyproj 3.7.2, PROJ 9.5.1, +ellps=WGS84: +proj=laea +lon_0=27 +lat_0=55.3; +proj=laea +lat_0=90; +proj=aea +lon_0=100
        // +lat_1=47 +lat_2=72 +lat_0=59.5; +proj=aea +lon_0=-60 +lat_1=-30 +lat_2=-5 +lat_0=-17.5; +proj=eqearth +lon_0=10.
        let expected = [
            [
                (-501_454.6184, -564_844.7857),
                (1_532_654.5361, -1_705_296.8601),
                (870_773.0117, 6_136_329.7592),
                (-9_930_448.8486, -4_095_186.6436),
            ],
            [
                (1_495_048.4676, -4_107_611.9056),
                (3_906_311.1108, -3_975_091.0656),
                (-461_834.0149, 2_619_190.8522),
                (-9_692_279.7041, -5_595_840.2962),
            ],
            [
                (-4_469_624.1132, 1_899_986.5778),
                (-4_466_758.4225, -441_114.7998),
                (2_934_214.5055, 3_022_318.7319),
                (-8_708_973.2173, 12_359_760.8973),
            ],
            [
                (10_573_574.9791, 4_092_386.9725),
                (13_139_414.5754, 1_906_821.1818),
                (-14_581_393.1568, 2_829_484.4574),
                (0.0, -1_737_691.8674),
            ],
            [
                (791_039.3731, 5_985_837.8991),
                (2_962_963.1779, 4_724_380.0231),
                (-12_222_858.2920, 7_407_015.3434),
                (-6_186_689.2731, -4_119_238.0489),
            ],
        ];
        for (projection, expected) in all().iter().zip(expected) {
            for ((x, y), wanted) in AT.into_iter().zip(expected) {
                let at = projection.forward(Coord { x, y }).expect("a place");
                let off = (at.x - wanted.0).hypot(at.y - wanted.1);
                // Their own series are good to a tenth of a millimetre there.
                assert!(off < 2e-4, "{}: {x}, {y}: {off}", projection.name());
            }
        }
    }

    #[test]
    fn positions_come_back_from_their_places() {
        for projection in &all() {
            for (x, y) in AT
                .into_iter()
                .chain([(179.9, -60.0), (9.99, 0.0), (-80.0, 84.0)])
            {
                let at = projection.forward(Coord { x, y }).expect("a place");
                let back = projection.inverse(at).expect("a position");
                let east = turn(back.x - x) * y.to_radians().cos();
                assert!(
                    east.hypot(back.y - y) < 1e-8,
                    "{}: {x}, {y}",
                    projection.name()
                );
            }
        }
        let outside = Coord { x: 3e7, y: 1e6 };
        assert!(all().iter().all(|p| p.inverse(outside).is_none()));
    }

    #[test]
    fn areas_are_those_of_the_ellipsoid() {
        // Cells of the graticule along parallels and meridians, 400 positions on each side, by the geodesic area of the library.
        for (west, south, size) in [
            (20.0, 50.0, 4.0),
            (95.0, 62.0, 6.0),
            (-75.0, -30.0, 5.0),
            (-170.0, 60.0, 8.0),
        ] {
            let n = 400;
            let part = |k: usize| size * k as f64 / n as f64;
            let mut ring: Vec<Coord<f64>> = Vec::new();
            let at = |x: f64, y: f64| Coord {
                x: west + x,
                y: south + y,
            };
            ring.extend((0..n).map(|k| at(part(k), 0.0)));
            ring.extend((0..n).map(|k| at(size, part(k))));
            ring.extend((0..n).map(|k| at(size - part(k), size)));
            ring.extend((0..=n).map(|k| at(0.0, size - part(k))));
            let truth = polygon_area(&Polygon::new(LineString(ring.clone()), vec![]))
                .0
                .abs();
            for projection in &all() {
                let p = projection.forward_all(&ring);
                let twice: f64 = p
                    .windows(2)
                    .map(|w| w[0].x * w[1].y - w[1].x * w[0].y)
                    .sum();
                let off = (0.5 * twice.abs() / truth - 1.0).abs();
                assert!(
                    off < 1e-6,
                    "{} at {west}, {south}: {off:e}",
                    projection.name()
                );
            }
        }
    }
}
