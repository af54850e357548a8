//! Meridians and parallels in a window, and their labels at its frame.

use super::clip;
use super::trace::{self, World};
use super::window::Window;
use geo::Coord;

/// Steps between lines, arc seconds.
const STEPS: [i64; 21] = [
    1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 18_000, 36_000, 54_000, 72_000,
    108_000, 162_000, 324_000,
];
const DEGREE: i64 = 3600;
/// Lines shown at most of each kind: a guard, no aim.
const MOST: i64 = 400;

/// A line with what it is called.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub meridian: bool,
    pub label: String,
    /// Parts inside the frame, pixels.
    pub parts: Vec<Vec<Coord<f64>>>,
}

/// The lines of a window. `apart`: how far apart they are to be, pixels at least.
pub fn lines(world: &World, window: &Window, apart: f64) -> Vec<Line> {
    let samples = window.samples(30);
    let Some((centre, radius)) = window.cap() else {
        return Vec::new();
    };
    // East of the centre, so that a region across 180 degrees is in one piece.
    let east = |x: f64| (x - centre.x + 180.0).rem_euclid(360.0) - 180.0;
    let range = |of: &dyn Fn(&Coord<f64>) -> f64| {
        let all = samples.iter().map(of);
        (
            all.clone().fold(f64::MAX, f64::min),
            all.fold(f64::MIN, f64::max),
        )
    };
    let (mut south, mut north) = range(&|p| p.y);
    let (mut west, mut last) = range(&|p| east(p.x));
    let pole = |lat: f64| super::window::apart(centre, Coord { x: 0.0, y: lat }) < radius;
    let shown = |lat: f64| {
        let pole = window.projection.forward(Coord {
            x: centre.x,
            y: lat,
        });
        pole.is_some_and(|at| window.panel.holds(window.pixel(at)))
    };
    for (lat, end) in [(90.0, &mut north), (-90.0, &mut south)] {
        if pole(lat) && shown(lat) {
            *end = lat;
            (west, last) = (-180.0, 180.0);
        }
    }
    // A sample's step beyond what was found.
    let (lat_room, lon_room) = ((north - south) / 30.0, (last - west) / 30.0);
    (south, north) = ((south - lat_room).max(-90.0), (north + lat_room).min(90.0));
    (west, last) = ((west - lon_room).max(-180.0), (last + lon_room).min(180.0));
    let per_degree = 111_200.0 * window.scale;
    let step = |pixels: f64| {
        let fits = |step: &&i64| **step as f64 / DEGREE as f64 * pixels >= apart;
        STEPS
            .iter()
            .find(fits)
            .copied()
            .unwrap_or(STEPS[18])
            .min(STEPS[18])
    };
    let up = step(per_degree);
    let across = step(per_degree * centre.y.to_radians().cos().max(0.25));
    let mut all = Vec::new();
    for k in multiples(south, north, up) {
        if (k.abs()) >= 90 * DEGREE {
            continue;
        }
        let lat = k as f64 / DEGREE as f64;
        let points = (0..=180).map(|i| Coord {
            x: centre.x + west + (last - west) * f64::from(i) / 180.0,
            y: lat,
        });
        all.push(line(
            false,
            name(k, "N", "S"),
            points.collect(),
            world,
            window,
        ));
    }
    let (first, end) = (centre.x + west, centre.x + last);
    let mut seen = Vec::new();
    for k in multiples(first, end, across) {
        let whole = 360 * DEGREE;
        let own = (k + whole / 2).rem_euclid(whole) - whole / 2;
        if seen.contains(&own) {
            continue;
        }
        seen.push(own);
        // Near a pole only every third one goes on.
        let reach = if own % (90 * DEGREE) == 0 {
            90.0
        } else {
            90.0 - (up as f64 / DEGREE as f64).max(0.5)
        };
        let (low, high) = (south.max(-reach), north.min(reach));
        let lon = k as f64 / DEGREE as f64;
        let points = (0..=90).map(|i| Coord {
            x: lon,
            y: low + (high - low) * f64::from(i) / 90.0,
        });
        all.push(line(
            true,
            name(own, "E", "W"),
            points.collect(),
            world,
            window,
        ));
    }
    all.retain(|line| !line.parts.is_empty());
    all
}

fn multiples(from: f64, to: f64, step: i64) -> impl Iterator<Item = i64> {
    let seconds = (step as f64) / DEGREE as f64;
    let first = (from / seconds).ceil() as i64;
    let last = ((to / seconds).floor() as i64).min(first + MOST);
    (first..=last).map(move |k| k * step)
}

fn line(
    meridian: bool,
    label: String,
    points: Vec<Coord<f64>>,
    world: &World,
    window: &Window,
) -> Line {
    let points: Vec<Coord<f64>> = points
        .into_iter()
        .map(|p| Coord {
            x: p.x - 360.0 * ((p.x + 180.0) / 360.0).floor(),
            y: p.y,
        })
        .collect();
    // At 180 degrees a line goes on on the other side.
    let mut parts = Vec::new();
    for part in unwrapped(&points) {
        for path in trace::line(&part, world, window) {
            parts.extend(clip::line(&path, &window.panel));
        }
    }
    Line {
        meridian,
        label,
        parts,
    }
}

/// Longitudes that run on, cut where the short way crosses 180 degrees.
fn unwrapped(points: &[Coord<f64>]) -> Vec<Vec<Coord<f64>>> {
    let mut on: Vec<Coord<f64>> = Vec::with_capacity(points.len());
    for p in points {
        let last = on.last().map_or(p.x, |q| q.x);
        on.push(Coord {
            x: p.x + 360.0 * ((last - p.x) / 360.0).round(),
            y: p.y,
        });
    }
    crate::report::wrap::wrapped(&on)
}

/// `12°30′ E`; the equator and Greenwich have no letter.
fn name(seconds: i64, positive: &str, negative: &str) -> String {
    let all = seconds.abs();
    let (d, m, s) = (all / 3600, all / 60 % 60, all % 60);
    let mut text = format!("{d}°");
    if m > 0 || s > 0 {
        text += &format!("{m:02}′");
    }
    if s > 0 {
        text += &format!("{s:02}″");
    }
    match seconds {
        0 => text,
        _ if all == 180 * DEGREE => text,
        s if s < 0 => format!("{text} {negative}"),
        _ => format!("{text} {positive}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_named_in_degrees_minutes_and_seconds() {
        assert_eq!(name(20 * 3600, "E", "W"), "20° E");
        assert_eq!(name(-(20 * 3600 + 30 * 60), "E", "W"), "20°30′ W");
        assert_eq!(name(5, "N", "S"), "0°00′05″ N");
        assert_eq!(name(0, "N", "S"), "0°");
        assert_eq!(name(-180 * 3600, "E", "W"), "180°");
    }
}
