//! Which hole of an overlay's polygons is in which shell, worked out anew: of rings that touch at a corner an overlay gives some to the
//! wrong one.

use super::planar::{Drawing, Spot};
use crate::geodesy::lattice::{GridPoint, GridPolygons};
use rustc_hash::FxHashSet;

/// Polygons of an overlay (outer rings counter-clockwise, holes clockwise) with each hole in its own shell. Those that meet in no point stand well
/// already and stay as they are.
pub fn regrouped(polygons: GridPolygons) -> GridPolygons {
    let mut seen = FxHashSet::default();
    if polygons
        .iter()
        .flatten()
        .flatten()
        .all(|&p| seen.insert(spot(p)))
    {
        return polygons;
    }
    let edges = || {
        polygons.iter().flatten().flat_map(|ring| {
            let ends = ring.iter().zip(ring.iter().cycle().skip(1));
            ends.map(|(&a, &b)| [spot(a), spot(b)])
        })
    };
    // What lies inside is on the left.
    let inside: FxHashSet<[Spot; 2]> = edges().collect();
    let drawing = Drawing::new(edges());
    let faces = drawing.faces();
    let wanted: Vec<bool> = (faces.rings.iter())
        .map(|face| inside.contains(&[face[0][0], face[0][1]]))
        .collect();
    let point = |s: Spot| GridPoint { x: s[0], y: s[1] };
    (drawing.join(&faces, &wanted).into_iter())
        .map(|rings| {
            let rings = rings.into_iter();
            rings.map(|r| r.into_iter().map(point).collect()).collect()
        })
        .collect()
}

fn spot(p: GridPoint) -> Spot {
    [p.x, p.y]
}
