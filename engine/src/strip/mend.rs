//! Outlines that cross or touch become valid polygons.
//!
//! Where two stretches of an outline come nearer to each other than the tolerance (at a neck, beside a hole as small), what is drawn of them
//! may cross, for each is off by up to the tolerance; and an overlay gives rings that come by one point twice. The places that the rings wind
//! round once or more, all together, are kept; how the rings of these lie in each other is worked out exactly (`regroup`).
//!
//! All that is written then is parts of the edges that were given, so what holds along those holds along these. Places that were wound round
//! twice, or backwards, lie between two such edges: how far from them is measured.

use super::polygon::rings;
use super::regroup::regrouped;
use crate::geodesy::area::polygon_area;
use crate::geodesy::lattice::{GridPoint, GridPolygons, to_grid, to_polygons};
use geo::{Coord, MultiPolygon, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{IntOverlayOptions, Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use std::f64::consts::PI;

/// Valid polygons, and how far any place that changed sides is from the outline that was given, m.
pub struct Mended {
    pub polygons: MultiPolygon<f64>,
    pub moved: f64,
}

/// Mends polygons whose rings cross or touch.
pub fn mended(polygons: &MultiPolygon<f64>) -> Mended {
    // Outer rings counter-clockwise, holes clockwise: what lies inside is on the left.
    let mut all: Vec<Vec<GridPoint>> = rings(polygons)
        .map(|ring| ring.0.iter().skip(1).map(|&c| to_grid(c)).collect())
        .collect();
    let polygons = to_polygons(&regrouped(wound(&all, FillRule::Positive)));
    let backwards = wound(&all, FillRule::Negative);
    let world = [
        (-180.0, -90.0),
        (-180.0, 90.0),
        (180.0, 90.0),
        (180.0, -90.0),
    ];
    all.push(world.map(|(x, y)| to_grid(Coord { x, y })).to_vec());
    let twice = wound(&all, FillRule::Positive);
    let moved = [backwards, twice].iter().map(widest).fold(0.0, f64::max);
    Mended { polygons, moved }
}

/// The places that rings wind round.
fn wound(rings: &[Vec<GridPoint>], rule: FillRule) -> GridPolygons {
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
    overlay.overlay(OverlayRule::Subject, rule)
}

/// Radius, m, of a disc of the area within the outer ring of any of some polygons: none that fits is greater.
fn widest(shapes: &GridPolygons) -> f64 {
    (to_polygons(shapes).0.into_iter())
        .map(|p| polygon_area(&Polygon::new(p.into_inner().0, Vec::new())).0)
        .map(|area| (area / PI).sqrt())
        .fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strip::meeting::tests::polygon as polygons;
    use crate::strip::validity::defects;

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
        let outside = polygons(&[&[(4.0, 1.0), (5.0, 1.0), (5.0, 2.0), (4.0, 2.0)]]);
        let radius = (polygon_area(&outside.0[0]).0 / PI).sqrt();
        assert!((mended.moved - radius).abs() < 1e-6 * radius);
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
