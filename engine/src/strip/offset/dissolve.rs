//! Overlapping closed curves become polygons: the places round which they wind, all together, more than zero times.

use crate::geodesy::ellipsoid::{A, R_MAX};
use geo::{Coord, LineString, MultiPolygon, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;
use std::f64::consts::PI;

/// Steps of the overlay's grid in a degree: a power of two, so that ±180 and ±90 are exact. A step is below 1.1e-7 m.
const GRID: f64 = (1u64 << 40) as f64;

/// No edge of the outline spans more degrees of longitude: from 180 on readers may take it to go the other way.
const LONGEST_EDGE: f64 = 90.0;

/// What the curves come to.
pub struct Dissolved {
    pub polygons: MultiPolygon<f64>,
    /// Small closed rings that the polygons leave out, shells and holes.
    pub specks: Vec<Speck>,
}

/// A ring that is left out.
pub struct Speck {
    pub ring: LineString<f64>,
    /// No place inside it is farther from it, m: no disc within a ring has a greater area than the ring.
    pub radius: f64,
}

/// Polygons of the places with a positive winding number, cut to longitudes in [-180, 180].
///
/// `rings`: longitudes running on, latitude; counter-clockwise counts up. Rings thinner than `thinnest` metres (twice the area over
/// the perimeter) and of no greater area than a disc of that radius are left out, and given apart.
pub fn dissolve(rings: &[Vec<Coord<f64>>], thinnest: f64) -> Dissolved {
    let count = rings.iter().map(Vec::len).sum();
    let mut overlay = Overlay::<i64>::new(count);
    let mut cut = false;
    for ring in rings {
        let (mut west, mut east) = (f64::MAX, f64::MIN);
        for c in ring {
            west = west.min(c.x);
            east = east.max(c.x);
        }
        // Copies, each by whole turns, so that every piece of the ring has its place in the world.
        let first = ((-180.0 - east) / 360.0).ceil() as i64;
        let last = ((180.0 - west) / 360.0).floor() as i64;
        cut |= first != last || west + 360.0 * (first as f64) < -180.0;
        for turns in first..=last {
            let shift = 360.0 * turns as f64;
            overlay.add_path_iter(
                ring.iter().map(|c| grid(c.x + shift, c.y)),
                ShapeType::Subject,
            );
        }
    }
    let rule = if cut {
        let world = [
            (-180.0, -90.0),
            (180.0, -90.0),
            (180.0, 90.0),
            (-180.0, 90.0),
        ];
        overlay.add_path_iter(world.iter().map(|&(x, y)| grid(x, y)), ShapeType::Clip);
        OverlayRule::Intersect
    } else {
        OverlayRule::Subject
    };
    let shapes = overlay.overlay(rule, FillRule::Positive);
    let mut polygons = Vec::with_capacity(shapes.len());
    let mut specks = Vec::new();
    let mut is_kept = |ring: &LineString<f64>| {
        let (thickness, radius) = size(ring);
        let is_kept = thickness >= thinnest || radius > thinnest;
        if !is_kept {
            let ring = ring.clone();
            specks.push(Speck { ring, radius });
        }
        is_kept
    };
    for shape in shapes {
        let mut rings = shape.into_iter().map(ring_of);
        // Without its exterior a polygon's holes are nothing.
        if let Some(exterior) = rings.next().filter(|r| is_kept(r)) {
            let holes = rings.filter(|r| is_kept(r)).collect();
            polygons.push(Polygon::new(exterior, holes));
        }
    }
    Dissolved {
        polygons: MultiPolygon(polygons),
        specks,
    }
}

fn grid(x: f64, y: f64) -> IntPoint<i64> {
    IntPoint::new((x * GRID).round() as i64, (y * GRID).round() as i64)
}

fn ring_of(points: Vec<IntPoint<i64>>) -> LineString<f64> {
    let place = |p: &IntPoint<i64>| Coord {
        x: p.x as f64 / GRID,
        y: p.y as f64 / GRID,
    };
    let mut ring: Vec<Coord<f64>> = Vec::with_capacity(points.len() + 1);
    let Some(mut a) = points.last().map(place) else {
        return LineString(ring);
    };
    ring.push(a);
    for b in points.iter().map(place) {
        // The overlay joins collinear edges: along a parallel round the world as well.
        let parts = ((b.x - a.x).abs() / LONGEST_EDGE).ceil().max(1.0) as u32;
        for k in 1..parts {
            ring.push(a + (b - a) * (f64::from(k) / f64::from(parts)));
        }
        ring.push(b);
        a = b;
    }
    LineString(ring)
}

/// Twice the area of a closed ring over its perimeter, m: the width of a thin one, on a sphere; and a bound on the radius of a disc of its
/// area, by the greatest radius of curvature.
fn size(ring: &LineString<f64>) -> (f64, f64) {
    let (mut area, mut perimeter) = (0.0, 0.0);
    let Some(&o) = ring.0.first() else {
        return (0.0, 0.0);
    };
    let sine = |y: f64| y.to_radians().sin();
    let level = sine(o.y);
    for e in ring.lines() {
        let (a, b) = (sine(e.start.y), sine(e.end.y));
        area += (0.5 * (a + b) - level) * e.dx().to_radians();
        let middle = 0.5 * (a + b);
        perimeter += (e.dx() * (1.0 - middle * middle).sqrt())
            .hypot(e.dy())
            .to_radians();
    }
    (
        2.0 * A * area.abs() / perimeter,
        R_MAX * (area.abs() / PI).sqrt(),
    )
}
