//! The part of a projection's plane that a picture shows, and its pixels.

use super::projection::Projection;
use crate::geodesy::ellipsoid::{aux_of_lonlat, lonlat_of_aux};
use crate::geodesy::vector::v3;
use geo::Coord;

/// A rectangle of pixels; y runs down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Rect {
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Larger on all sides.
    pub fn grown(&self, by: f64) -> Rect {
        Rect {
            x: self.x - by,
            y: self.y - by,
            width: self.width + 2.0 * by,
            height: self.height + 2.0 * by,
        }
    }

    pub fn holds(&self, p: Coord<f64>) -> bool {
        p.x >= self.x && p.x <= self.right() && p.y >= self.y && p.y <= self.bottom()
    }

    pub fn meets(&self, other: &Rect) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// How far a point is outside, 0 inside.
    pub fn outside(&self, p: Coord<f64>) -> f64 {
        let beyond = |v: f64, min: f64, max: f64| (min - v).max(v - max).max(0.0);
        beyond(p.x, self.x, self.right()).hypot(beyond(p.y, self.y, self.bottom()))
    }
}

/// Extent in a plane, metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    pub min: Coord<f64>,
    pub max: Coord<f64>,
}

impl Extent {
    /// Of places; `None` where there is none.
    pub fn of(places: impl Iterator<Item = Coord<f64>>) -> Option<Self> {
        places.fold(None, |all: Option<Extent>, p| {
            let all = all.unwrap_or(Extent { min: p, max: p });
            Some(Extent {
                min: Coord {
                    x: all.min.x.min(p.x),
                    y: all.min.y.min(p.y),
                },
                max: Coord {
                    x: all.max.x.max(p.x),
                    y: all.max.y.max(p.y),
                },
            })
        })
    }

    pub fn width(&self) -> f64 {
        self.max.x - self.min.x
    }

    pub fn height(&self) -> f64 {
        self.max.y - self.min.y
    }
}

/// A projection through a window.
#[derive(Debug)]
pub struct Window<'a> {
    pub projection: &'a Projection<'a>,
    pub panel: Rect,
    /// Pixels a metre.
    pub scale: f64,
    middle: Coord<f64>,
}

impl<'a> Window<'a> {
    /// Shows all of an extent, as large as the panel has room for.
    pub fn new(projection: &'a Projection<'a>, extent: Extent, panel: Rect) -> Self {
        let scale =
            (panel.width / extent.width().max(1.0)).min(panel.height / extent.height().max(1.0));
        Window {
            projection,
            panel,
            scale,
            middle: (extent.min + extent.max) * 0.5,
        }
    }

    /// The pixel of a place in the plane.
    pub fn pixel(&self, at: Coord<f64>) -> Coord<f64> {
        Coord {
            x: self.panel.x + 0.5 * self.panel.width + self.scale * (at.x - self.middle.x),
            y: self.panel.y + 0.5 * self.panel.height - self.scale * (at.y - self.middle.y),
        }
    }

    /// The pixels of positions; not finite where there is none.
    pub fn pixels(&self, positions: &[Coord<f64>]) -> Vec<Coord<f64>> {
        let places = self.projection.forward_all(positions);
        places.into_iter().map(|at| self.pixel(at)).collect()
    }

    /// The position of a pixel; `None` outside the world.
    pub fn position(&self, pixel: Coord<f64>) -> Option<Coord<f64>> {
        self.projection.inverse(Coord {
            x: self.middle.x + (pixel.x - self.panel.x - 0.5 * self.panel.width) / self.scale,
            y: self.middle.y - (pixel.y - self.panel.y - 0.5 * self.panel.height) / self.scale,
        })
    }

    /// Positions of a grid of pixels over the panel, its edges included.
    pub fn samples(&self, per_side: usize) -> Vec<Coord<f64>> {
        let part = |k: usize| k as f64 / per_side as f64;
        (0..=per_side)
            .flat_map(|j| (0..=per_side).map(move |i| (i, j)))
            .filter_map(|(i, j)| {
                self.position(Coord {
                    x: self.panel.x + part(i) * self.panel.width,
                    y: self.panel.y + part(j) * self.panel.height,
                })
            })
            .collect()
    }

    /// A cap of the sphere that holds all that the window shows: centre, and radius in degrees.
    pub fn cap(&self) -> Option<(Coord<f64>, f64)> {
        let middle = Coord {
            x: self.panel.x + 0.5 * self.panel.width,
            y: self.panel.y + 0.5 * self.panel.height,
        };
        let samples = self.samples(40);
        let centre = self.position(middle).or_else(|| {
            let sum = (samples.iter()).fold(v3(0.0, 0.0, 0.0), |sum, p| sum + aux_of_lonlat(*p));
            (sum.norm() > 1e-9).then(|| lonlat_of_aux(sum))
        })?;
        let radius = samples
            .iter()
            .map(|p| apart(centre, *p))
            .fold(0.0, f64::max);
        // A cell of the samples more.
        Some((centre, radius * 1.06 + 0.01))
    }
}

/// The angle between two positions, degrees: for choosing what to draw, not for measuring.
pub fn apart(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let (u, v) = (aux_of_lonlat(a), aux_of_lonlat(b));
    u.cross(v).norm().atan2(u.dot(v)).to_degrees()
}
