//! Outlines that cross or touch become valid polygons.
//!
//! Where two stretches of an outline come nearer to each other than the tolerance (at a neck, beside a hole as small), what is drawn of them
//! may cross, for each is off by up to the tolerance; and an overlay gives rings that come by one point twice. The places that the rings wind
//! round once or more, all together, are kept; how the rings of these lie in each other is worked out exactly (`planar`).
//!
//! All that is written then is parts of the edges that were given, so what holds along those holds along these. Places that were wound round
//! twice, or backwards, lie between two such edges: how far from them is measured.

use super::planar::{Drawing, Spot};
use super::sides::squares::{GridPoint, from_grid, to_grid};
use crate::geodesy::ellipsoid::A;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{IntOverlayOptions, Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use rustc_hash::FxHashSet;
use std::f64::consts::PI;

/// Valid polygons, and how far any place that changed sides is from the outline that was given, m.
pub struct Mended {
    pub polygons: MultiPolygon<f64>,
    pub moved: f64,
}

/// Mends polygons whose rings cross or touch.
pub fn mended(polygons: &MultiPolygon<f64>) -> Mended {
    let rings: Vec<Vec<GridPoint>> = (polygons.iter())
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
        .map(|ring| ring.0.iter().skip(1).map(|&c| to_grid(c)).collect())
        .collect();
    // Outer rings counter-clockwise, holes clockwise: what lies inside is on the left.
    let inside = wound(&rings, FillRule::Positive);
    let edges = || {
        (inside.iter()).flat_map(|ring| {
            let ends = ring.iter().zip(ring.iter().cycle().skip(1));
            ends.map(|(a, b)| [[a.x, a.y], [b.x, b.y]])
        })
    };
    let directed: FxHashSet<[Spot; 2]> = edges().collect();
    let drawing = Drawing::new(edges());
    let faces = drawing.faces();
    let wanted: Vec<bool> = (faces.rings.iter())
        .map(|face| directed.contains(&[face[0][0], face[0][1]]))
        .collect();
    let polygons = (drawing.join(&faces, &wanted).into_iter())
        .map(|rings| {
            let mut rings = rings.iter().map(|r| closed(r));
            let outer = rings.next().unwrap_or(LineString(Vec::new()));
            Polygon::new(outer, rings.collect())
        })
        .collect();
    let mut all = rings;
    let backwards = wound(&all, FillRule::Negative);
    let world = [
        (-180.0, -90.0),
        (-180.0, 90.0),
        (180.0, 90.0),
        (180.0, -90.0),
    ];
    all.push(
        world
            .iter()
            .map(|&(x, y)| to_grid(Coord { x, y }))
            .collect(),
    );
    let twice = wound(&all, FillRule::Positive);
    let moved = (backwards.iter().chain(&twice))
        .map(|r| radius(r))
        .fold(0.0, f64::max);
    Mended { polygons, moved }
}

/// The outlines of the places that rings wind round.
fn wound(rings: &[Vec<GridPoint>], rule: FillRule) -> Vec<Vec<GridPoint>> {
    let options = IntOverlayOptions {
        preserve_input_collinear: true,
        preserve_output_collinear: true,
        ..Default::default()
    };
    let count = rings.iter().map(Vec::len).sum();
    let mut overlay = Overlay::<i64>::new_custom(count, options, Default::default());
    for ring in rings {
        overlay.add_path_iter(ring.iter().copied(), ShapeType::Subject);
    }
    let shapes = overlay.overlay(OverlayRule::Subject, rule);
    shapes.into_iter().flatten().collect()
}

fn closed(ring: &[Spot]) -> LineString<f64> {
    let ends = ring.iter().chain(ring.first());
    ends.map(|s| from_grid(GridPoint { x: s[0], y: s[1] }))
        .collect()
}

/// Radius, m, of a disc of a ring's area: none within it is greater. On a sphere round the ellipsoid.
fn radius(ring: &[GridPoint]) -> f64 {
    let places: Vec<Coord<f64>> = ring.iter().map(|&p| from_grid(p)).collect();
    let sine = |c: Coord<f64>| c.y.to_radians().sin();
    let level = places.first().map_or(0.0, |&c| sine(c));
    let area: f64 = (places.iter().zip(places.iter().cycle().skip(1)))
        .map(|(&a, &b)| (0.5 * (sine(a) + sine(b)) - level) * (b.x - a.x).to_radians())
        .sum();
    A * (area.abs() / PI).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strip::validity::defects;

    fn polygons(rings: &[&[(f64, f64)]]) -> MultiPolygon<f64> {
        let ring = |points: &[(f64, f64)]| {
            let mut ring: Vec<Coord<f64>> = points.iter().map(|&(x, y)| Coord { x, y }).collect();
            ring.push(ring[0]);
            LineString(ring)
        };
        MultiPolygon(vec![Polygon::new(
            ring(rings[0]),
            rings[1..].iter().map(|r| ring(r)).collect(),
        )])
    }

    fn area(polygons: &MultiPolygon<f64>) -> f64 {
        use geo::Area;
        polygons.unsigned_area()
    }

    #[test]
    fn what_is_valid_stays() {
        let given = polygons(&[
            &[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)],
            &[(1.0, 1.0), (1.0, 2.0), (2.0, 2.0)],
        ]);
        let mended = mended(&given);
        assert_eq!(mended.moved, 0.0);
        assert_eq!(area(&mended.polygons), area(&given));
        assert_eq!(mended.polygons.0[0].interiors().len(), 1);
    }

    #[test]
    fn a_hole_across_its_shell_is_cut_at_it() {
        let given = polygons(&[
            &[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)],
            &[(3.0, 1.0), (3.0, 2.0), (5.0, 2.0), (5.0, 1.0)],
        ]);
        assert!(!defects(&given).is_empty());
        let mended = mended(&given);
        assert!(defects(&mended.polygons).is_empty());
        assert_eq!(area(&mended.polygons), 15.0);
        // A square of a degree lay outside.
        let side = 6_378_137.0 * 1f64.to_radians();
        assert!((mended.moved - side / PI.sqrt()).abs() < 1e-3 * side);
    }

    #[test]
    fn a_ring_that_crosses_itself_loses_what_it_winds_round_backwards() {
        let given = polygons(&[&[
            (0.0, 0.0),
            (2.0, 0.0),
            (2.0, 2.0),
            (3.0, 2.5),
            (3.0, 1.5),
            (2.0, 2.0 - 1e-9),
            (1.9, 2.0),
            (0.0, 2.0),
        ]]);
        assert!(!defects(&given).is_empty());
        assert!(defects(&mended(&given).polygons).is_empty());
    }

    #[test]
    fn a_ring_that_comes_by_a_point_twice_becomes_a_shell_and_a_hole() {
        let given = polygons(&[&[
            (0.0, 0.0),
            (4.0, 0.0),
            (4.0, 4.0),
            (2.0, 4.0),
            (3.0, 2.0),
            (1.0, 2.0),
            (2.0, 4.0),
            (0.0, 4.0),
        ]]);
        assert!(!defects(&given).is_empty());
        let mended = mended(&given);
        assert!(defects(&mended.polygons).is_empty());
        assert_eq!(area(&mended.polygons), 14.0);
        assert_eq!(mended.polygons.0[0].interiors().len(), 1);
    }
}
