//! The grid of longitude and latitude that overlays work on: whole steps, so that the same position is the same point in each of them.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use i_overlay::i_float::int::point::IntPoint;

/// Steps in a degree: a power of two. A step is below 6.4 nm on the ground; positions within ±512 degrees are exact as `f64`.
pub const GRID: f64 = (1u64 << 44) as f64;

/// A position in steps.
pub type GridPoint = IntPoint<i64>;

/// Polygons on the grid: exterior ring counter-clockwise, then holes clockwise, rings not closed.
pub type GridPolygons = Vec<Vec<Vec<GridPoint>>>;

/// Nearest position in steps of one in degrees.
pub fn to_grid(p: Coord<f64>) -> GridPoint {
    IntPoint {
        x: (p.x * GRID).round() as i64,
        y: (p.y * GRID).round() as i64,
    }
}

/// Position in degrees, exact.
pub fn from_grid(p: GridPoint) -> Coord<f64> {
    Coord {
        x: p.x as f64 / GRID,
        y: p.y as f64 / GRID,
    }
}

/// Polygons in degrees, rings closed.
pub fn to_polygons(shapes: &GridPolygons) -> MultiPolygon<f64> {
    let ring = |points: &Vec<GridPoint>| LineString(points.iter().map(|&p| from_grid(p)).collect());
    shapes
        .iter()
        .filter_map(|shape| {
            let (outer, holes) = shape.split_first()?;
            Some(Polygon::new(ring(outer), holes.iter().map(ring).collect()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_position_survives_the_grid_within_its_spacing() {
        for x in [-180.0, 180.0, 0.1, 179.999_999_999_9, -33.333_333_333_333_3] {
            let p = from_grid(to_grid(Coord { x, y: x / 2.0 }));
            assert!((p.x - x).abs() <= 0.5 / GRID && (p.y - x / 2.0).abs() <= 0.5 / GRID);
        }
        assert_eq!(
            from_grid(to_grid(Coord { x: 180.0, y: 90.0 })),
            Coord { x: 180.0, y: 90.0 }
        );
    }
}
