//! Features from another coordinate reference system to WGS84, with edges that stay where they were.
//!
//! An edge is straight in its file's system, and read as straight in longitude and latitude afterwards: in between it strays, by 1.5 m
//! over 10 km in a transverse Mercator. Positions are put in until no edge strays by more than [`STRAIGHT`].
//!
//! # Accuracy
//! An edge is halved while it strays at a quarter, the middle or three quarters by more than half the bound: the curves are near to
//! cubics, whose greatest distance from the chord is at most 1.03 times the greatest of those three.
//! The same edge gives the same positions in whatever direction it is written, so that what two territories share stays shared.

use super::document::{Feature, Geometry, Path};
use super::notes::Spot;
use crate::error::Error;
use crate::geodesy::crs::Transformation;
use crate::units::Metres;

/// How far an edge may stray from the one that is straight in the file's system.
pub const STRAIGHT: Metres = Metres(0.01);

/// Metres in a degree, at most (a meridian degree at the pole).
const METRES_PER_DEGREE: f64 = 111_700.0;
/// Halvings of an edge, at most: a thousand millionth of it.
const DEEPEST: u32 = 30;
/// Positions put into one edge, at most: half round the globe takes 25,000.
const MOST: usize = 100_000;
/// Positions that fail and are named.
const NAMED: usize = 3;

fn paths(geometry: &Geometry) -> Box<dyn Iterator<Item = &Path> + '_> {
    match geometry {
        Geometry::Points(_, path) => Box::new(std::iter::once(path)),
        Geometry::Lines(lines) => Box::new(lines.iter()),
        Geometry::Polygons(groups) => Box::new(groups.iter().flatten()),
    }
}

fn paths_mut(geometry: &mut Geometry) -> Box<dyn Iterator<Item = &mut Path> + '_> {
    match geometry {
        Geometry::Points(_, path) => Box::new(std::iter::once(path)),
        Geometry::Lines(lines) => Box::new(lines.iter_mut()),
        Geometry::Polygons(groups) => Box::new(groups.iter_mut().flatten()),
    }
}

/// Some positions that lie where all do: at most about `count`, evenly through the file, with the outermost.
pub(crate) fn sample(features: &[Feature], count: usize) -> Vec<[f64; 2]> {
    let all = || {
        features
            .iter()
            .flat_map(|f| f.geometries.iter().flat_map(paths))
            .flatten()
    };
    let step = all().count().div_ceil(count).max(1);
    let mut sample: Vec<[f64; 2]> = all().step_by(step).copied().collect();
    for axis in 0..2 {
        let finite = || all().filter(|p| p[axis].is_finite());
        sample.extend(finite().min_by(|a, b| a[axis].total_cmp(&b[axis])));
        sample.extend(finite().max_by(|a, b| a[axis].total_cmp(&b[axis])));
    }
    sample
}

/// Transforms all features in place; the number of positions that were put in.
///
/// # Errors
/// Positions that cannot be transformed: their count, and the first ones by name. Nothing is of use then.
pub(crate) fn to_wgs84(
    file: &str,
    features: &mut [Feature],
    way: &Transformation,
) -> Result<usize, Error> {
    let mut failures = Failures::default();
    let mut added = 0;
    for feature in features {
        let mut spot = Spot {
            file,
            feature: Some(&feature.label),
            part: 0,
        };
        for geometry in &mut feature.geometries {
            let edges = !matches!(geometry, Geometry::Points(..));
            for path in paths_mut(geometry) {
                if edges {
                    spot.part += 1;
                }
                // What is not finite in the file is not finite afterwards, but for a way that changes nothing.
                if way.about.identity {
                    failures.check(path, path, &spot);
                    continue;
                }
                let from = std::mem::take(path);
                let mut to = from.clone();
                way.to_wgs84(&mut to);
                failures.check(&from, &to, &spot);
                if edges && failures.count == 0 {
                    match straight(&from, &to, way) {
                        Ok(dense) => {
                            added += dense.len() - from.len();
                            *path = dense;
                        }
                        Err(index) => failures.one(index, from[index], " and its edge", &spot),
                    }
                } else {
                    *path = to;
                }
            }
        }
    }
    failures.into_result(way).map(|()| added)
}

#[derive(Default)]
struct Failures {
    count: usize,
    /// Where, and what stands there.
    first: Vec<String>,
    place: Option<crate::error::Place>,
}

impl Failures {
    /// Counts the positions that are not finite after the transformation.
    fn check(&mut self, from: &[[f64; 2]], to: &[[f64; 2]], spot: &Spot) {
        for (index, (at, from)) in to.iter().zip(from).enumerate() {
            if !(at[0].is_finite() && at[1].is_finite()) {
                self.one(index, *from, "", spot);
            }
        }
    }

    fn one(&mut self, index: usize, [x, y]: [f64; 2], more: &str, spot: &Spot) {
        self.count += 1;
        if self.first.len() < NAMED {
            let mut place = spot.place();
            place.position = Some(index + 1);
            self.place.get_or_insert_with(|| place.clone());
            place.file = None;
            self.first.push(format!("{place}{more}: x {x}, y {y}"));
        }
    }

    fn into_result(self, way: &Transformation) -> Result<(), Error> {
        let Some(place) = self.place else {
            return Ok(());
        };
        let s = if self.count == 1 { "" } else { "s" };
        let more = if self.count > self.first.len() {
            " …"
        } else {
            ""
        };
        Err(Error::data(format!(
            "{} position{s} cannot be transformed from {} to WGS84: {}{more}",
            self.count,
            way.about.crs,
            self.first.join("; ")
        ))
        .at(place)
        .remedy("mend or remove them, or name the file's true system with --crs"))
    }
}

/// The transformed path with positions put into its edges. `to` is `from` transformed.
///
/// # Errors
/// The number from 0 of an edge that leaves what the system can show, or has no end of bends.
fn straight(from: &[[f64; 2]], to: &[[f64; 2]], way: &Transformation) -> Result<Path, usize> {
    let mut out = Vec::with_capacity(to.len());
    for (index, (f, t)) in from.windows(2).zip(to.windows(2)).enumerate() {
        out.push(t[0]);
        if f[0] == f[1] || way.about.geographic && is_cut(f[0], f[1]) {
            continue;
        }
        let turned = (f[0][0], f[0][1]) > (f[1][0], f[1][1]);
        let (a, b) = if turned { (1, 0) } else { (0, 1) };
        let start = out.len();
        let mut edge = Edge {
            way,
            out: &mut out,
            most: start + MOST,
        };
        edge.halve([f[a], f[b]], [t[a], t[b]], 0).ok_or(index)?;
        if turned {
            out[start..].reverse();
        }
    }
    out.extend(to.last());
    Ok(out)
}

/// An edge of degrees along the antimeridian or a pole, or round the globe: how that is read is not a matter of straightness.
fn is_cut(a: [f64; 2], b: [f64; 2]) -> bool {
    (a[0] - b[0]).abs() >= 180.0
        || (a[0] == b[0] && a[0].abs() == 180.0)
        || (a[1] == b[1] && a[1].abs() == 90.0)
}

/// Between two positions, `t` of the way.
fn between([a, b]: [[f64; 2]; 2], t: f64) -> [f64; 2] {
    [a[0] * (1.0 - t) + b[0] * t, a[1] * (1.0 - t) + b[1] * t]
}

/// A longitude on the same turn as another.
fn near(lon: f64, other: f64) -> f64 {
    lon - 360.0 * ((lon - other) / 360.0).round()
}

/// An edge that positions are put into.
struct Edge<'a> {
    way: &'a Transformation,
    out: &'a mut Path,
    /// Its positions must not become more than these.
    most: usize,
}

impl Edge<'_> {
    /// Puts positions between two, in order; `None` where that has no end.
    fn halve(&mut self, from: [[f64; 2]; 2], to: [[f64; 2]; 2], depth: u32) -> Option<()> {
        let parts = [0.25, 0.5, 0.75];
        let mut there = parts.map(|t| between(from, t));
        self.way.to_wgs84(&mut there);
        let chord = [to[0], [near(to[1][0], to[0][0]), to[1][1]]];
        let mut worst: f64 = 0.0;
        for (t, at) in parts.into_iter().zip(&there) {
            if !(at[0].is_finite() && at[1].is_finite()) {
                return None;
            }
            let straight = between(chord, t);
            let east = (near(at[0], straight[0]) - straight[0]) * at[1].to_radians().cos();
            worst = worst.max(METRES_PER_DEGREE * east.hypot(at[1] - straight[1]));
        }
        if worst <= 0.5 * STRAIGHT.0 || depth >= DEEPEST {
            return Some(());
        }
        if self.out.len() >= self.most {
            return None;
        }
        let (middle, at) = (between(from, 0.5), there[1]);
        self.halve([from[0], middle], [to[0], at], depth + 1)?;
        self.out.push(at);
        self.halve([middle, from[1]], [at, to[1]], depth + 1)
    }
}
