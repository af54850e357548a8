//! The map's plane: Lambert's azimuthal equal-area projection of a sphere, as d3-geo has it, centred on the region.
//!
//! Input: longitude and latitude in degrees. Output: kilometres right of and below the centre, as a screen counts. For drawing, not
//! for measuring: every figure of the page comes from the ellipsoid.

use crate::geodesy::vector::{V3, v3};
use crate::units::Metres;
use geo::{Coord, MultiLineString};

/// Radius of the sphere with the ellipsoid's area, km.
pub const RADIUS: f64 = 6_371.007_2;
/// The plane is a disc; what is farther than this from the centre is not on it. Part of the disc's radius.
const RIM: f64 = 0.998;
/// Steps to the smallest cap: its centre is then good to a thousandth of its radius.
const STEPS: usize = 1000;
/// Directions from a position of the line in which the widest strip is looked for.
const DIRECTIONS: usize = 24;
/// Room about the widest strip, as a part of the map.
const MARGIN: f64 = 0.03;

/// The projection.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane {
    /// Degrees.
    pub centre: Coord<f64>,
    sin: f64,
    cos: f64,
}

/// A rectangle of the plane, km.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub min: Coord<f64>,
    pub max: Coord<f64>,
}

impl Frame {
    pub fn width(&self) -> f64 {
        self.max.x - self.min.x
    }

    pub fn height(&self) -> f64 {
        self.max.y - self.min.y
    }

    /// How far a point is outside, 0 inside.
    pub fn outside(&self, p: Coord<f64>) -> f64 {
        let beyond = |v: f64, min: f64, max: f64| (min - v).max(v - max).max(0.0);
        beyond(p.x, self.min.x, self.max.x).hypot(beyond(p.y, self.min.y, self.max.y))
    }
}

impl Plane {
    /// Centred on a position.
    pub fn at(centre: Coord<f64>) -> Self {
        let (sin, cos) = centre.y.to_radians().sin_cos();
        Plane { centre, sin, cos }
    }

    /// Centred on the smallest cap that holds the lines, to a tenth of a degree.
    pub fn of<'a>(lines: impl Iterator<Item = &'a MultiLineString<f64>>) -> Self {
        let points: Vec<V3> = lines
            .flat_map(|l| &l.0)
            .flat_map(|l| &l.0)
            .map(|p| unit(*p))
            .collect();
        Plane::at(smallest_cap(&points))
    }

    /// The place of a position.
    pub fn place(&self, p: Coord<f64>) -> Coord<f64> {
        let (sin, cos) = p.y.to_radians().sin_cos();
        let (sin_lon, cos_lon) = (p.x - self.centre.x).to_radians().sin_cos();
        let cosine = self.sin * sin + self.cos * cos * cos_lon;
        let k = RADIUS * (2.0 / (1.0 + cosine).max(1e-9)).sqrt();
        Coord {
            x: k * cos * sin_lon,
            y: -k * (self.cos * sin - self.sin * cos * cos_lon),
        }
    }

    /// The position of a place; `None` beyond the rim.
    pub fn position(&self, p: Coord<f64>) -> Option<Coord<f64>> {
        let rho = p.x.hypot(p.y);
        if rho > RIM * 2.0 * RADIUS {
            return None;
        }
        if rho == 0.0 {
            return Some(self.centre);
        }
        let (sin, cos) = (2.0 * (rho / (2.0 * RADIUS)).asin()).sin_cos();
        let (x, y) = (p.x / rho, -p.y / rho);
        let latitude = (cos * self.sin + y * sin * self.cos)
            .clamp(-1.0, 1.0)
            .asin();
        let east = (x * sin).atan2(self.cos * cos - y * self.sin * sin);
        let lon = self.centre.x + east.to_degrees();
        Some(Coord {
            x: lon - 360.0 * ((lon + 180.0) / 360.0).floor(),
            y: latitude.to_degrees(),
        })
    }

    /// The rectangle about the strips of `widest` along the lines.
    pub fn frame<'a>(
        &self,
        lines: impl Iterator<Item = &'a MultiLineString<f64>>,
        widest: Metres,
    ) -> Frame {
        let rim = RIM * 2.0 * RADIUS;
        // The ellipsoid's distances differ from the sphere's by half a percent.
        let (sin, cos) = (1.006 * widest.km() / RADIUS).min(3.1).sin_cos();
        let (mut min, mut max) = (Coord { x: rim, y: rim }, Coord { x: -rim, y: -rim });
        let mut take = |p: Coord<f64>| {
            let p = self.place(p);
            let k = (rim / p.x.hypot(p.y).max(rim)).min(1.0);
            min = Coord {
                x: min.x.min(k * p.x),
                y: min.y.min(k * p.y),
            };
            max = Coord {
                x: max.x.max(k * p.x),
                y: max.y.max(k * p.y),
            };
        };
        for p in lines.flat_map(|l| &l.0).flat_map(|l| &l.0) {
            take(*p);
            let (sin_lat, cos_lat) = p.y.to_radians().sin_cos();
            for k in 0..DIRECTIONS {
                let turn = std::f64::consts::TAU * k as f64 / DIRECTIONS as f64;
                let sine = (sin_lat * cos + cos_lat * sin * turn.cos()).clamp(-1.0, 1.0);
                let east = (turn.sin() * sin * cos_lat).atan2(cos - sin_lat * sine);
                take(Coord {
                    x: p.x + east.to_degrees(),
                    y: sine.asin().to_degrees(),
                });
            }
        }
        let margin = MARGIN * (max.x - min.x).max(max.y - min.y);
        Frame {
            min: Coord {
                x: min.x - margin,
                y: min.y - margin,
            },
            max: Coord {
                x: max.x + margin,
                y: max.y + margin,
            },
        }
    }
}

/// The centre of the smallest cap that holds points of the sphere, longitude and latitude to a tenth of a degree.
pub fn smallest_cap(points: &[V3]) -> Coord<f64> {
    // Bădoiu and Clarkson: towards the farthest point, ever less.
    let mut centre = points.first().copied().unwrap_or(v3(1.0, 0.0, 0.0));
    for step in 1..=STEPS {
        let cosine = |p: &V3| p.x * centre.x + p.y * centre.y + p.z * centre.z;
        if let Some(far) = (points.iter()).min_by(|a, b| cosine(a).total_cmp(&cosine(b))) {
            let t = 1.0 / (step as f64 + 1.0);
            let next = v3(
                centre.x + t * (far.x - centre.x),
                centre.y + t * (far.y - centre.y),
                centre.z + t * (far.z - centre.z),
            );
            // Of two opposite points neither is nearer; the last centre is as good as any.
            if next.x.hypot(next.y).hypot(next.z) < 1e-6 {
                break;
            }
            centre = next.unit();
        }
    }
    let tenth = |v: f64| (v * 10.0).round() / 10.0;
    Coord {
        x: tenth(centre.y.atan2(centre.x).to_degrees()),
        y: tenth(centre.z.clamp(-1.0, 1.0).asin().to_degrees()),
    }
}

/// The position on a sphere of the same longitude and latitude.
pub fn unit(p: Coord<f64>) -> V3 {
    let (sin, cos) = p.y.to_radians().sin_cos();
    let (sin_lon, cos_lon) = p.x.to_radians().sin_cos();
    v3(cos * cos_lon, cos * sin_lon, sin)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;

    #[test]
    fn a_position_comes_back_from_its_place_also_across_the_antimeridian() {
        let plane = Plane::at(Coord { x: 100.0, y: 60.0 });
        for (x, y) in [
            (100.0, 60.0),
            (-170.0, 66.0),
            (179.9, -10.0),
            (20.0, 89.0),
            (27.0, 55.3),
        ] {
            let back = plane
                .position(plane.place(Coord { x, y }))
                .expect("on the disc");
            assert!(
                (back.x - x).abs() < 1e-9 && (back.y - y).abs() < 1e-9,
                "{back:?}"
            );
        }
        assert_eq!(
            plane.position(Coord {
                x: 12_740.0,
                y: 0.0
            }),
            None
        );
    }

    #[test]
    fn east_is_right_and_north_is_up_and_areas_are_kept() {
        let plane = Plane::at(Coord { x: 20.0, y: 50.0 });
        let east = plane.place(Coord { x: 21.0, y: 50.0 });
        let north = plane.place(Coord { x: 20.0, y: 51.0 });
        assert!(east.x > 71.0 && east.x < 72.0 && north.y < -111.0 && north.y > -112.0);
        let cell = |x: f64, y: f64| {
            let p = [(x, y), (x + 0.1, y), (x + 0.1, y + 0.1), (x, y + 0.1)]
                .map(|(x, y)| plane.place(Coord { x, y }));
            let twice: f64 = (0..4)
                .map(|i| p[i].x * p[(i + 1) % 4].y - p[(i + 1) % 4].x * p[i].y)
                .sum();
            0.5 * twice.abs()
        };
        assert!((cell(20.0, 50.0) / cell(95.0, 50.0) - 1.0).abs() < 1e-5);
    }

    #[test]
    fn the_frame_holds_the_widest_strip_and_the_centre_is_amid_the_line() {
        let line = geo::MultiLineString(vec![wkt!(LINESTRING(170. 60., 190. 60.))]);
        let plane = Plane::of(std::iter::once(&line));
        assert_eq!((plane.centre.x.abs(), plane.centre.y > 59.5), (180.0, true));
        let frame = plane.frame(std::iter::once(&line), Metres(100e3));
        // 20 degrees at 60° N are 1,112 km along the parallel, about 1,107 km straight.
        assert!(
            frame.width() > 1_290.0 && frame.width() < 1_400.0,
            "{frame:?}"
        );
        assert_eq!(
            frame.outside(plane.place(Coord { x: -175.0, y: 60.5 })),
            0.0
        );
    }
}
