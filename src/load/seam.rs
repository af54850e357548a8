//! Halves of a territory that end beside the antimeridian, not on it: 179.9999 and -180, as widely used files have them.
//!
//! The gap between them is no coast. Where both sides of a territory run along ±180 within [`GAP`] of each other, their positions are
//! taken to lie on it, with a warning, and the area between joins the area in doubt.

use super::doubt::amount;
use super::notes::{Notes, Spot};
use crate::error::Warning;
use crate::geodesy::ellipsoid::{A, B};
use crate::territory::Territory;
use geo::{Coord, MultiPolygon};
use rustc_hash::FxHashSet;

/// Nearer to ±180 than this a vertical edge runs along the antimeridian, degrees: 22 m at the equator.
const GAP: f64 = 2e-4;

/// Closes the gaps; other territories' positions at the same places move with them.
pub(super) fn close(territories: &mut [Territory], file: &str, notes: &mut Notes) {
    let mut moved: FxHashSet<[u64; 2]> = FxHashSet::default();
    let mut told: Option<(String, Coord<f64>)> = None;
    let (mut count, mut total) = (0, 0.0);
    for territory in territories.iter_mut() {
        let edges = along(&territory.polygons);
        let off = |e: &[Coord<f64>; 2]| e.iter().any(|c| c.x.abs() != 180.0);
        let beside: Vec<_> = edges
            .iter()
            .filter(|e| off(e) && facing(e, &edges))
            .collect();
        let Some(first) = beside.first() else {
            continue;
        };
        told.get_or_insert_with(|| (territory.code.clone(), first[0]));
        count += 1;
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
        total += area;
    }
    let Some((code, at)) = told else {
        return;
    };
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
    let spot = Spot {
        file,
        feature: None,
        part: 0,
    };
    let s = if count == 1 { "y" } else { "ies" };
    notes.single.push(Warning {
        what: format!(
            "{count} territor{s} ({code}{}) end on both sides of the antimeridian within {GAP}° of it: {} positions are taken to lie on it, since the gap along it, {}, is no coast",
            if count == 1 { "" } else { ", …" },
            moved.len(),
            amount(total)
        ),
        place: crate::error::Place { at: Some([at.x, at.y]), ..spot.place() },
        remedy: "end both halves at exactly ±180 to silence this".to_owned(),
    });
}

fn bits(c: &Coord<f64>) -> [u64; 2] {
    [c.x.to_bits(), c.y.to_bits()]
}

/// The edges that run along ±180.
fn along(polygons: &MultiPolygon<f64>) -> Vec<[Coord<f64>; 2]> {
    let rings = polygons
        .0
        .iter()
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    rings
        .flat_map(|ring| ring.0.windows(2))
        .map(|w| [w[0], w[1]])
        .filter(|[a, b]| {
            a.x.abs() >= 180.0 - GAP && b.x.abs() >= 180.0 - GAP && a.x * b.x > 0.0 && a.y != b.y
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
