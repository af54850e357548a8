//! Which projection suits a region.
//!
//! Of Lambert's azimuthal and Albers' conic equal-area projection the one that stretches the region less; Equal Earth for what is
//! larger than a hemisphere.

use super::projection::Projection;
use super::window::apart;
use crate::crs::Transformation;
use crate::report::page::plane::{smallest_cap, unit};
use geo::Coord;

/// Positions that decide, at most.
const SAMPLE: usize = 3000;
/// Beyond this radius a region is the world, degrees.
const WORLD: f64 = 85.0;
/// Below this stretch nobody sees a difference: the azimuthal one, whose north is up at the centre.
const ALIKE: f64 = 1.01;
/// A region that comes this near to a pole has it inside, or will look better so, degrees.
const POLAR: f64 = 84.0;
/// Widest region of a cone, degrees of longitude.
const CONE: f64 = 200.0;

/// What the user wants.
#[derive(Debug, Default)]
pub enum Choice {
    #[default]
    Auto,
    Laea,
    Albers,
    EqualEarth,
    /// One of PROJ's, with what the user calls it.
    Proj(Transformation, String),
}

/// Where a region lies.
#[derive(Clone, Copy, Debug)]
pub struct Region {
    /// Of the smallest cap, degrees.
    pub centre: Coord<f64>,
    pub radius: f64,
    /// Middle of its longitudes, and how many there are, degrees.
    pub meridian: f64,
    pub longitudes: f64,
    pub latitudes: [f64; 2],
}

impl Region {
    /// Of positions; `None` where there are none.
    pub fn of(positions: &[Coord<f64>]) -> Option<Self> {
        let step = positions.len().div_ceil(SAMPLE).max(1);
        let some: Vec<Coord<f64>> = positions.iter().copied().step_by(step).collect();
        let mut centre = smallest_cap(&some.iter().map(|p| unit(*p)).collect::<Vec<_>>());
        let first = *some.first()?;
        if some.iter().all(|p| apart(first, *p) < 1.0) {
            // A tenth of a degree is much there.
            centre = first;
        }
        let radius = positions
            .iter()
            .map(|p| apart(centre, *p))
            .fold(0.0, f64::max);
        let mut lons: Vec<f64> = positions.iter().map(|p| p.x.rem_euclid(360.0)).collect();
        lons.sort_by(f64::total_cmp);
        let (start, end) = (lons[0], lons[lons.len() - 1]);
        // The widest gap; the region is the rest.
        let (mut west, mut gap) = (start, start + 360.0 - end);
        for w in lons.windows(2) {
            if w[1] - w[0] > gap {
                (west, gap) = (w[1], w[1] - w[0]);
            }
        }
        let longitudes = 360.0 - gap;
        let middle = west + 0.5 * longitudes;
        let middle = (10.0 * (middle - 360.0 * ((middle + 180.0) / 360.0).floor())).round() / 10.0;
        let lats = positions.iter().map(|p| p.y);
        Some(Region {
            centre,
            radius,
            meridian: middle,
            longitudes,
            latitudes: [
                lats.clone().fold(90.0, f64::min),
                lats.fold(-90.0, f64::max),
            ],
        })
    }

    /// Standard parallels a sixth of the latitudes from both ends, degrees to a tenth (Snyder 1987, page 99).
    fn parallels(&self) -> [f64; 2] {
        let [south, north] = self.latitudes;
        let sixth = (north - south) / 6.0;
        [south + sixth, north - sixth].map(|v| (10.0 * v).round() / 10.0)
    }

    /// Greatest stretch of the azimuthal projection.
    fn azimuthal(&self) -> f64 {
        1.0 / (0.5 * self.radius.min(179.0).to_radians()).cos()
    }

    /// Greatest stretch of the cone; infinite where there is none.
    fn conic(&self) -> f64 {
        let [south, north] = self.latitudes;
        let one_side = south > 5.0 || north < -5.0;
        if !one_side || south < -POLAR || north > POLAR || self.longitudes > CONE {
            return f64::INFINITY;
        }
        let albers = Projection::albers(0.0, self.parallels());
        let stretch = |lat: f64| {
            let at = |x: f64| albers.forward(Coord { x, y: lat });
            let (Some(a), Some(b)) = (at(0.0), at(0.001)) else {
                return f64::INFINITY;
            };
            let there =
                0.001f64.to_radians() * crate::geodesy::ellipsoid::A * lat.to_radians().cos();
            let k = (b.x - a.x).hypot(b.y - a.y) / there;
            k.max(1.0 / k)
        };
        (0..=20)
            .map(|k| stretch(south + (north - south) * f64::from(k) / 20.0))
            .fold(1.0, f64::max)
    }

    /// The projection for the region.
    pub fn projection<'a>(&self, choice: &'a Choice) -> Projection<'a> {
        let laea = || {
            let polar = self.centre.y.abs() > 89.0;
            Projection::laea(Coord {
                x: if polar { self.meridian } else { self.centre.x },
                y: if polar {
                    90f64.copysign(self.centre.y)
                } else {
                    self.centre.y
                },
            })
        };
        let albers = || Projection::albers(self.meridian, self.parallels());
        match choice {
            Choice::Laea => laea(),
            Choice::Albers => albers(),
            Choice::EqualEarth => Projection::equal_earth(self.meridian),
            Choice::Proj(way, text) => {
                Projection::proj(way, text, self.centre, (1.6 * self.radius + 6.0).min(175.0))
            }
            Choice::Auto if self.radius > WORLD => Projection::equal_earth(self.meridian),
            Choice::Auto => {
                let azimuthal = self.azimuthal();
                if azimuthal < ALIKE || azimuthal <= self.conic() {
                    laea()
                } else {
                    albers()
                }
            }
        }
    }
}
