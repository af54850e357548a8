//! Rings of polygons: read, oriented with the polygon on their left, cut at the antimeridian.
//!
//! A ring's own direction says nothing: files have both. An exterior ring has its polygon inside; one that goes once round the globe has
//! it at the nearer pole, but for two of them in one polygon, which have it between them, as Antarctica is drawn by programs that close
//! it along a parallel beside the pole.

use super::defects::Bounds;
use super::document::{Geometry, Path};
use super::notes::{Note, Notes, Spot};
use super::position::{Shape, could_be, read};
use crate::error::{Error, Place};
use crate::geodesy::antimeridian::{Walk, cut};
use crate::geodesy::edge_tree::turn;
use geo::Polygon;

/// Takes the error of a polygon that cannot be read, with where its positions lie; `None` where a ring has none that could be one, as in a
/// file of another system. What it returns ends the reading.
pub(crate) type Failed<'f> = dyn FnMut(Error, Option<Bounds>) -> Result<(), Error> + 'f;

/// The polygons of a feature, cut and oriented, each with the place of its exterior ring. Points and lines are noted and left out.
pub(crate) fn polygons(
    geometries: Vec<Geometry>,
    whole: &Spot,
    notes: &mut Notes,
) -> Result<Vec<(Polygon<f64>, Place)>, Error> {
    polygons_or(geometries, whole, notes, &mut |error, _| Err(error))
}

/// The same, for one who may go on without a polygon.
pub(crate) fn polygons_or(
    geometries: Vec<Geometry>,
    whole: &Spot,
    notes: &mut Notes,
    failed: &mut Failed,
) -> Result<Vec<(Polygon<f64>, Place)>, Error> {
    let mut out = Vec::new();
    let mut part = 0;
    for geometry in geometries {
        let Geometry::Polygons(polygons) = geometry else {
            notes.add(Note::NoPolygon, || whole.place());
            continue;
        };
        for rings in polygons {
            let (bounds, next) = (bounds(&rings), part + rings.len());
            if let Err(error) = piece(rings, &mut part, whole, notes, &mut out) {
                failed(error, bounds)?;
            }
            part = next;
        }
    }
    Ok(out)
}

/// Adds the pieces of some polygons, cut and oriented, each with the place of its exterior ring; `part` counts rings.
pub(crate) fn pieces(
    polygons: Vec<Vec<Path>>,
    part: &mut usize,
    whole: &Spot,
    notes: &mut Notes,
    out: &mut Vec<(Polygon<f64>, Place)>,
) -> Result<(), Error> {
    (polygons.into_iter()).try_for_each(|rings| piece(rings, part, whole, notes, out))
}

fn piece(
    rings: Vec<Path>,
    part: &mut usize,
    whole: &Spot,
    notes: &mut Notes,
    out: &mut Vec<(Polygon<f64>, Place)>,
) -> Result<(), Error> {
    let first = Spot {
        part: *part + 1,
        ..whole.clone()
    };
    let rings = oriented(rings, part, whole, notes)?;
    if rings.is_empty() {
        return Ok(());
    }
    let pieces = cut(rings).ok_or_else(|| {
        Error::data("a ring crosses itself at the antimeridian and cannot be cut there")
            .at(first.place())
            .remedy("mend the ring, or cut it at ±180 yourself")
    })?;
    out.extend(pieces.into_iter().map(|p| (p, first.place())));
    Ok(())
}

/// Where the positions of some rings lie that can be positions; `None` where a ring has none.
fn bounds(rings: &[Path]) -> Option<Bounds> {
    let mut bounds = [
        f64::INFINITY,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NEG_INFINITY,
    ];
    for ring in rings {
        let mut any = false;
        for [lon, lat] in ring.iter().filter(|at| could_be(**at)) {
            any = true;
            bounds = [
                bounds[0].min(*lon),
                bounds[1].min(*lat),
                bounds[2].max(*lon),
                bounds[3].max(*lat),
            ];
        }
        if !any {
            return None;
        }
    }
    bounds[0].is_finite().then_some(bounds)
}

/// Rings with the polygon on their left, exterior first; nothing where the exterior has no area.
fn oriented(
    rings: Vec<Path>,
    part: &mut usize,
    whole: &Spot,
    notes: &mut Notes,
) -> Result<Vec<Walk>, Error> {
    let mut walks: Vec<Walk> = Vec::with_capacity(rings.len());
    for (index, ring) in rings.into_iter().enumerate() {
        *part += 1;
        let spot = Spot {
            part: *part,
            ..whole.clone()
        };
        // There and back, or nowhere.
        let degenerate = ring.len() < 4 && ring.first() == ring.last();
        let walk = if degenerate {
            None
        } else {
            let jumps = jumps(&ring);
            let mut walk = read(ring, Shape::Ring, &spot, notes)?;
            drop_repeated(&mut walk);
            round_once(&walk, &spot)?;
            // A hole as large as the globe would lie outside its polygon.
            if walk.winding() == 0 && jumps && index == 0 {
                notes.narrow(walk.plane_area().abs(), || spot.place());
            }
            // A bow tie may have a signed area of zero and still cover ground: only a ring all on one line has none.
            Some(walk).filter(|walk| way(walk) != 0.0 || !flat(walk))
        };
        match walk {
            Some(walk) => walks.push(walk),
            None => {
                notes.add(Note::NoArea, || spot.place());
                if index == 0 {
                    return Ok(Vec::new());
                }
            }
        }
    }
    if !band(&walks) && walks.iter().any(|walk| walk.winding() != 0) {
        let first = Spot {
            part: *part + 1 - walks.len(),
            ..whole.clone()
        };
        notes.add(Note::Polar, || first.place());
    }
    let turned = turned(&walks);
    Ok(walks
        .into_iter()
        .zip(turned)
        .map(|(walk, turned)| if turned { walk.reversed() } else { walk })
        .collect())
}

/// # Errors
/// A ring that goes more than once round the globe.
fn round_once(walk: &Walk, spot: &Spot) -> Result<(), Error> {
    match walk.winding().abs() {
        0 | 1 => Ok(()),
        n => Err(
            Error::data(format!("a ring goes {n} times round the globe"))
                .at(spot.place())
                .remedy("check its longitudes"),
        ),
    }
}

/// Whether a polygon lies between two rings round the globe.
fn band(walks: &[Walk]) -> bool {
    let round = |walk: &&Walk| walk.winding() != 0;
    walks.first().is_some_and(|walk| round(&walk)) && walks.iter().filter(round).count() == 2
}

/// Which of a polygon's rings, the exterior first, must be turned round to have the polygon on their left.
pub(super) fn turned(walks: &[Walk]) -> Vec<bool> {
    let round = |walk: &&Walk| walk.winding() != 0;
    let band = band(walks);
    let mean = |walk: &Walk| walk.lean() * f64::from(walk.winding());
    let north = walks
        .iter()
        .filter(round)
        .map(mean)
        .fold(f64::MIN, f64::max);
    (walks.iter().enumerate())
        .map(|(index, walk)| {
            if band && walk.winding() != 0 {
                // The northern of the two has the polygon south of it: left where it goes west.
                let west = walk.winding() < 0;
                return west != (mean(walk) == north);
            }
            (way(walk) > 0.0) != (index == 0)
        })
        .collect()
}

/// Positive where a ring has its inside on the left.
fn way(walk: &Walk) -> f64 {
    if walk.winding() == 0 {
        walk.plane_area()
    } else {
        // Going east, the north pole is on the left: right if the ring leans north, that is if the cap there is smaller.
        // `lean` carries the sign of the direction: east and north, or west and south, both have their pole left.
        walk.lean()
    }
}

/// Whether a ring jumps nearly round the globe both ways, as a box from -179.99 to 180 does: read the short way it is a sliver.
fn jumps(ring: &Path) -> bool {
    let steps = || ring.windows(2).map(|pair| pair[1][0] - pair[0][0]);
    let far = |step: f64| step > NEARLY_ROUND && step < 360.0;
    steps().any(far) && steps().any(|step| far(-step))
}

/// Longitudes that nearly go round the globe, degrees.
const NEARLY_ROUND: f64 = 350.0;

/// Whether all positions lie on one straight line.
fn flat(walk: &Walk) -> bool {
    if walk.crossings.iter().any(|c| *c != 0) {
        return walk.points.iter().all(|p| p.y == walk.points[0].y);
    }
    let at = |i: usize| [walk.points[i].x, walk.points[i].y];
    walk.points.len() < 3 || (2..walk.points.len()).all(|i| turn(at(0), at(1), at(i)) == 0.0)
}

/// Repeated positions have no length; without them every edge has a direction.
fn drop_repeated(walk: &mut Walk) {
    let keep: Vec<bool> = walk.points.windows(2).map(|w| w[0] != w[1]).collect();
    if keep.iter().all(|k| *k) {
        return;
    }
    let mut index = 0;
    walk.crossings.retain(|_| {
        index += 1;
        keep[index - 1]
    });
    walk.points.dedup();
}
