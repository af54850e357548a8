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
                failures.check(path, path, &spot);
                if way.about.identity || path.is_empty() {
                    continue;
                }
                let from = std::mem::take(path);
                let mut to = from.clone();
                way.to_wgs84(&mut to);
                failures.check(&from, &to, &spot);
                if edges && failures.count == 0 {
                    *path = straight(&from, &to, way);
                    added += path.len() - from.len();
                    failures.check(path, path, &spot);
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
        for (index, at) in to.iter().enumerate() {
            if at[0].is_finite() && at[1].is_finite() {
                continue;
            }
            // Once counted is enough: what is not finite in the file fails a second time.
            if from.as_ptr() != to.as_ptr()
                && from
                    .get(index)
                    .is_some_and(|p| !(p[0].is_finite() && p[1].is_finite()))
            {
                continue;
            }
            self.count += 1;
            if self.first.len() < NAMED {
                let mut place = spot.place();
                place.position = Some(index + 1);
                let [x, y] = from.get(index).copied().unwrap_or([f64::NAN; 2]);
                self.place.get_or_insert_with(|| place.clone());
                place.file = None;
                self.first.push(format!("{place}: x {x}, y {y}"));
            }
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
fn straight(from: &[[f64; 2]], to: &[[f64; 2]], way: &Transformation) -> Path {
    let mut out = Vec::with_capacity(to.len());
    for (f, t) in from.windows(2).zip(to.windows(2)) {
        out.push(t[0]);
        if f[0] == f[1] || way.about.geographic && is_cut(f[0], f[1]) {
            continue;
        }
        let turned = (f[0][0], f[0][1]) > (f[1][0], f[1][1]);
        let (a, b) = if turned { (1, 0) } else { (0, 1) };
        let from = out.len();
        halve([f[a], f[b]], [t[a], t[b]], way, 0, &mut out);
        if turned {
            out[from..].reverse();
        }
    }
    out.extend(to.last());
    out
}

/// An edge of degrees along the antimeridian or a pole, or round the globe: how that is read is not a matter of straightness.
fn is_cut(a: [f64; 2], b: [f64; 2]) -> bool {
    (a[0] - b[0]).abs() >= 180.0
        || (a[0] == b[0] && a[0].abs() == 180.0)
        || (a[1] == b[1] && a[1].abs() == 90.0)
}

fn halve(from: [[f64; 2]; 2], to: [[f64; 2]; 2], way: &Transformation, depth: u32, out: &mut Path) {
    let between = |[a, b]: [[f64; 2]; 2], t: f64| {
        // Symmetric in the middle, where positions are put in.
        [a[0] * (1.0 - t) + b[0] * t, a[1] * (1.0 - t) + b[1] * t]
    };
    let parts = [0.25, 0.5, 0.75];
    let mut true_ones = parts.map(|t| between(from, t));
    way.to_wgs84(&mut true_ones);
    // The end on the same turn of longitude as the start.
    let near = |lon: f64, of: f64| lon - 360.0 * ((lon - of) / 360.0).round();
    let chord = [to[0], [near(to[1][0], to[0][0]), to[1][1]]];
    let miss = |(t, at): (f64, &[f64; 2])| {
        let straight = between(chord, t);
        let east = (near(at[0], straight[0]) - straight[0]) * at[1].to_radians().cos();
        METRES_PER_DEGREE * east.hypot(at[1] - straight[1])
    };
    let worst = parts
        .into_iter()
        .zip(&true_ones)
        .map(miss)
        .fold(0.0, f64::max);
    // Not finite where the edge leaves what the system can show: the middle goes out as it is and is found there.
    if worst <= 0.5 * STRAIGHT.0 || depth >= DEEPEST {
        return;
    }
    let (middle, at) = (between(from, 0.5), true_ones[1]);
    if !(at[0].is_finite() && at[1].is_finite()) {
        out.push(at);
        return;
    }
    halve([from[0], middle], [to[0], at], way, depth + 1, out);
    out.push(at);
    halve([middle, from[1]], [at, to[1]], way, depth + 1, out);
}
