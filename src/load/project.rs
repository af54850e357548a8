//! Features from another coordinate reference system to WGS84, with edges that stay where they were.
//!
//! An edge is straight in its file's system, and read as straight in longitude and latitude afterwards: positions are put in until no
//! edge strays by more than [`STRAIGHT`] ([`crate::crs::straight()`]).

use super::document::{Feature, Geometry, Path};
use super::notes::Spot;
use super::position::{NO_NUMBER, short};
use crate::crs::{Straight, Transformation, straight};
use crate::error::Error;
use crate::units::Metres;

/// How far an edge may stray from the one that is straight in the file's system.
pub const STRAIGHT: Metres = Metres(0.01);

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
        // Where the data lies is where its true positions do.
        let finite = || all().filter(|p| p[axis].abs() < NO_NUMBER);
        sample.extend(finite().min_by(|a, b| a[axis].total_cmp(&b[axis])));
        sample.extend(finite().max_by(|a, b| a[axis].total_cmp(&b[axis])));
    }
    sample.retain(|p| p.iter().all(|x| x.abs() < NO_NUMBER));
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
                    match straight(&from, &to, way, Straight::InSystem, STRAIGHT) {
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
            self.first
                .push(format!("{place}{more}: x {}, y {}", short(x), short(y)));
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
        .remedy("mend or remove them, or name the file's true system with ‹crs›"))
    }
}
