//! Halves of a territory that end beside the antimeridian, not on it: 179.9999 and -180, as widely used files have them.
//!
//! The gap between them is no coast. Where both sides of a territory run along ±180 within [`GAP`] of it, their positions are
//! taken to lie on it, with a warning, and the area between joins the area in doubt. Up to [`WIDE`] a coast that follows a meridian is told:
//! nature makes none.

use super::defects::Defect;
use super::notes::{Notes, Spot};
use crate::error::Warning;
use crate::geodesy::ellipsoid::{A, B};
use crate::territory::Territory;
use geo::{Coord, MultiPolygon};
use rustc_hash::FxHashSet;

/// Nearer to ±180 than this a vertical edge runs along the antimeridian, degrees: 22 m at the equator.
const GAP: f64 = 2e-4;

/// Nearer to ±180 than this a coast along a meridian is more likely a cut's, degrees: 5.6 km at the equator.
const WIDE: f64 = 0.05;

/// Closes the gaps and tells of wider ones.
pub(super) fn look(territories: &mut [Territory], file: &str, notes: &mut Notes) -> Vec<Defect> {
    let closed = close(territories, file);
    tell_wide(territories, file, notes);
    closed
}

/// Warns once of coasts along meridians beside the antimeridian with another part of the same territory across it.
fn tell_wide(territories: &[Territory], file: &str, notes: &mut Notes) {
    let mut worst: Option<(f64, &str, Coord<f64>)> = None;
    let mut count = 0;
    for territory in territories {
        let mut edges = along(&territory.polygons, WIDE);
        edges.retain(|[a, b]| a.x == b.x);
        let beside = |e: &&[Coord<f64>; 2]| e[0].x.abs() != 180.0 && facing(e, &edges);
        let mut any = false;
        for [a, b] in edges.iter().filter(beside) {
            any = true;
            let length = (b.y - a.y).abs();
            if worst.is_none_or(|(known, ..)| length > known) {
                worst = Some((length, &territory.code, *a));
            }
        }
        count += usize::from(any);
    }
    let Some((_, code, at)) = worst else {
        return;
    };
    let gap = (180.0 - at.x.abs()).to_radians() * A * at.y.to_radians().cos();
    let who = match count {
        1 => format!("territory {code} has a coast that runs"),
        n => format!("{n} territories ({code}, …) have coasts that run"),
    };
    let spot = Spot {
        file,
        feature: None,
        part: 0,
    };
    notes.single.push(Warning {
        what: format!(
            "{who} straight along the antimeridian, {gap:.0} m from it, with another part of the same territory across it: it counts as coast"
        ),
        place: crate::error::Place {
            at: Some([at.x, at.y]),
            ..spot.place()
        },
        remedy: "if the file was cut there, end both halves at exactly ±180".to_owned(),
    });
}

/// Closes the gaps; other territories' positions at the same places move with them.
fn close(territories: &mut [Territory], file: &str) -> Vec<Defect> {
    let mut moved: FxHashSet<[u64; 2]> = FxHashSet::default();
    let mut closed = Vec::new();
    let spot = Spot {
        file,
        feature: None,
        part: 0,
    };
    for territory in territories.iter_mut() {
        let edges = along(&territory.polygons, GAP);
        let off = |e: &[Coord<f64>; 2]| e.iter().any(|c| c.x.abs() != 180.0);
        let beside: Vec<_> = edges
            .iter()
            .filter(|e| off(e) && facing(e, &edges))
            .collect();
        let Some(first) = beside.first() else {
            continue;
        };
        let place = crate::error::Place {
            at: Some([first[0].x, first[0].y]),
            ..spot.place()
        };
        let mut area = 0.0;
        for edge in beside {
            let [a, b] = *edge;
            let gap = edge
                .map(|c| 180.0 - c.x.abs())
                .into_iter()
                .fold(0.0, f64::max);
            let lat = a.y.abs().min(b.y.abs());
            // Bounds: the longest degree of latitude, and the parallel nearer to the equator.
            area += (b.y - a.y).abs().to_radians()
                * (A * A / B)
                * gap.to_radians()
                * A
                * lat.to_radians().cos();
            moved.extend(edge.iter().map(bits));
        }
        territory.doubtful.0 += area;
        let what = format!(
            "it ends on both sides of the antimeridian within {GAP}° of it; both ends are taken to lie on it, since the gap is no coast"
        );
        closed.push(Defect::doubtful(&territory.code, what, area, place, REMEDY));
    }
    for territory in territories.iter_mut() {
        for polygon in &mut territory.polygons.0 {
            let shift = |c: &mut Coord<f64>| {
                if moved.contains(&bits(c)) {
                    c.x = 180f64.copysign(c.x);
                }
            };
            polygon.exterior_mut(|ring| ring.0.iter_mut().for_each(shift));
            polygon.interiors_mut(|rings| {
                rings
                    .iter_mut()
                    .flat_map(|ring| &mut ring.0)
                    .for_each(shift);
            });
        }
    }
    closed
}

const REMEDY: &str = "end both halves at exactly ±180 to silence this";

fn bits(c: &Coord<f64>) -> [u64; 2] {
    [c.x.to_bits(), c.y.to_bits()]
}

/// The edges that run along ±180, both ends within some degrees of it.
fn along(polygons: &MultiPolygon<f64>, within: f64) -> Vec<[Coord<f64>; 2]> {
    let rings = polygons
        .0
        .iter()
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    rings
        .flat_map(|ring| ring.0.windows(2))
        .map(|w| [w[0], w[1]])
        .filter(|[a, b]| {
            a.x.abs() >= 180.0 - within
                && b.x.abs() >= 180.0 - within
                && a.x * b.x > 0.0
                && a.y != b.y
        })
        .collect()
}

/// Whether an edge on the other side of the antimeridian has latitudes of this one.
fn facing(edge: &[Coord<f64>; 2], edges: &[[Coord<f64>; 2]]) -> bool {
    let [a, b] = edge;
    edges
        .iter()
        .any(|[c, d]| a.x * c.x < 0.0 && a.y.min(b.y) < c.y.max(d.y) && c.y.min(d.y) < a.y.max(b.y))
}
