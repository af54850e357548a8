//! Coordinates rounded to a decimal grid that the tolerance needs, with polygons that are valid there.
//!
//! Rounding one by one could let rings touch or cross where the outline has cusps or runs by itself closely, so polygons are
//! united on the grid, where the result is valid exactly.

use crate::overlap::clip::{GridPolygons, rounded};
use crate::units::Metres;
use geo::MultiPolygon;

/// Part of the tolerance that rounding may use: what a strip's `max_error` sets aside for it.
const ROUNDING: f64 = 0.03;
/// Metres in a degree, at most (a meridian degree at the pole).
const METRES_PER_DEGREE: f64 = 111_700.0;
/// Least and greatest number of decimals of a degree: 1 m and 0.1 µm.
const DECIMALS: (u8, u8) = (5, 12);

/// Decimals of a degree that a tolerance needs: rounding a vertex moves it by half a grid step, and an intersection
/// by another half; along both axes that is √2 steps, at most 3 % of the tolerance (but never fewer than 5 nor more than 12).
pub fn decimals(tolerance: Metres) -> u8 {
    let steps = std::f64::consts::SQRT_2 * METRES_PER_DEGREE / (ROUNDING * tolerance.0);
    // A tolerance of zero gives infinity, which the cast turns into the greatest number.
    (steps.log10().ceil() as u8).clamp(DECIMALS.0, DECIMALS.1)
}

/// Polygons on the grid of so many decimals, valid there: exteriors counter-clockwise, holes clockwise, no ring of fewer than
/// three vertices.
pub(super) fn on_grid(polygons: &MultiPolygon<f64>, decimals: u8) -> GridPolygons {
    let mut shapes = rounded(polygons, 10f64.powi(decimals.into()));
    for shape in &mut shapes {
        // Without its exterior a polygon is nothing.
        if shape.first().is_none_or(|ring| ring.len() < 3) {
            shape.clear();
        }
        shape.retain(|ring| ring.len() >= 3);
    }
    shapes.retain(|shape| !shape.is_empty());
    shapes
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::overlap::clip::GridPoint;
    use geo::{Coord, LineString, Polygon, Validation};

    fn ring(points: &[(f64, f64)]) -> LineString<f64> {
        LineString::from(points.to_vec())
    }

    fn signed_area(ring: &LineString<f64>) -> f64 {
        ring.lines()
            .map(|e| e.start.x * e.end.y - e.end.x * e.start.y)
            .sum::<f64>()
            / 2.0
    }

    /// Valid by OGC, right-handed, closed, within the map, no vertex repeated.
    pub fn check(polygons: &MultiPolygon<f64>) {
        if let Err(e) = polygons.check_validation() {
            panic!("{e}");
        }
        for polygon in polygons {
            assert!(signed_area(polygon.exterior()) > 0.0);
            assert!(polygon.interiors().iter().all(|r| signed_area(r) < 0.0));
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                assert!(ring.0.len() >= 4 && ring.is_closed());
                assert!(ring.0.windows(2).all(|e| e[0] != e[1]));
                assert!(
                    ring.0
                        .iter()
                        .all(|c| c.x.abs() <= 180.0 && c.y.abs() <= 90.0)
                );
            }
        }
    }

    #[test]
    fn decimals_follow_the_tolerance() {
        for (tolerance, expected) in [
            (1e4, 5),
            (100.0, 5),
            (10.0, 6),
            (2.0, 7),
            (1.0, 7),
            (0.1, 8),
            (0.01, 9),
            (1e-9, 12),
            (0.0, 12),
        ] {
            assert_eq!(decimals(Metres(tolerance)), expected, "{tolerance}");
        }
    }

    #[test]
    fn rounding_that_would_cross_or_touch_is_mended() {
        // A spike that rounding folds over its own base, a hole that rounding lays on the exterior, a sliver that vanishes.
        let spike = ring(&[
            (0.0, 0.0),
            (1.0, 0.0),
            (1.0, 1.0),
            (0.500_004, 1.0),
            (0.500_006, 0.000_004),
            (0.500_007, 1.0),
            (0.0, 1.0),
            (0.0, 0.0),
        ]);
        let hole = ring(&[
            (0.1, 0.000_004),
            (0.2, 0.5),
            (0.3, 0.000_004),
            (0.1, 0.000_004),
        ]);
        let sliver = ring(&[(5.0, 5.0), (5.5, 5.000_001), (5.2, 5.000_002), (5.0, 5.0)]);
        let given = MultiPolygon(vec![
            Polygon::new(spike, vec![hole]),
            Polygon::new(sliver, vec![]),
        ]);
        let plain = |r: &LineString<f64>| {
            LineString(
                r.0.iter()
                    .map(|c| Coord {
                        x: (c.x * 1e5).round(),
                        y: (c.y * 1e5).round(),
                    })
                    .collect(),
            )
        };
        let naive: MultiPolygon<f64> = given
            .iter()
            .map(|p| {
                Polygon::new(
                    plain(p.exterior()),
                    p.interiors().iter().map(plain).collect(),
                )
            })
            .collect();
        assert!(!naive.is_valid(), "the example is too easy");
        let shapes = on_grid(&given, 5);
        let close = |r: &Vec<GridPoint>| {
            LineString(
                r.iter()
                    .chain(r.first())
                    .map(|p| Coord {
                        x: p.x as f64 / 1e5,
                        y: p.y as f64 / 1e5,
                    })
                    .collect(),
            )
        };
        let mended: MultiPolygon<f64> = shapes
            .iter()
            .map(|s| Polygon::new(close(&s[0]), s[1..].iter().map(close).collect()))
            .collect();
        check(&mended);
        let area: f64 = mended
            .iter()
            .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
            .map(signed_area)
            .sum();
        assert!((area - 0.95).abs() < 1e-4, "{area}");
    }
}
