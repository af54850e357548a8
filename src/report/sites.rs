//! Sites as features: their own geometry on a fine grid, under the table's columns.

use super::columns::{Column, columns};
use super::features::{GeometryKind, Grid, Layer, SITES, Shape, lines_on, polygons_on};
use crate::sites;

/// The grid of files with sites: 0.1 mm, so that positions are those given, whatever the strip's tolerance.
pub const GRID: Grid = Grid { decimals: 9 };

/// The layer with the table's columns.
/// `given`: those of the user's file after them.
pub fn layer(names: &[String], given: &[Column]) -> Layer {
    Layer {
        name: SITES,
        about: "The sites as they were given, with the table's columns and their own",
        geometry: GeometryKind::Any,
        columns: (columns(names).into_iter())
            .chain(given.iter().cloned())
            .collect(),
    }
}

/// A site's geometry: a point, or points, lines or polygons as a multiple geometry, or a collection of several of these. Lines and
/// polygons are cut at the antimeridian; polygons are valid on the grid. What is smaller than the grid is left out.
pub fn shape(site: &sites::Shape) -> Shape {
    match site {
        sites::Shape::Point(at) => Shape::Point(GRID.nearest(*at)),
        sites::Shape::Shape {
            points,
            lines,
            polygons,
        } => {
            let points: Vec<_> = points.iter().map(|at| GRID.nearest(*at)).collect();
            let lines = match lines_on(lines, GRID) {
                Shape::Lines(lines) => lines,
                _ => Vec::new(),
            };
            let polygons = match polygons_on(polygons, GRID) {
                Shape::Polygons(polygons) => polygons,
                _ => Vec::new(),
            };
            match (points.is_empty(), lines.is_empty(), polygons.is_empty()) {
                (true, true, true) => Shape::Empty,
                (false, true, true) => Shape::Points(points),
                (true, false, true) => Shape::Lines(lines),
                (true, true, false) => Shape::Polygons(polygons),
                _ => Shape::Collection {
                    points,
                    lines,
                    polygons,
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Coord, wkt};

    fn kind(points: Vec<Coord<f64>>, lines: bool, polygons: bool) -> Option<GeometryKind> {
        let none = || geo::MultiLineString(Vec::new());
        shape(&sites::Shape::Shape {
            points,
            lines: if lines {
                wkt!(MULTILINESTRING((0. 0.,1. 1.)))
            } else {
                none()
            },
            polygons: if polygons {
                wkt!(MULTIPOLYGON(((2. 0.,3. 0.,3. 1.,2. 0.))))
            } else {
                geo::MultiPolygon(Vec::new())
            },
        })
        .kind()
    }

    #[test]
    fn a_site_keeps_its_kind_and_a_mixture_is_a_collection() {
        let at = vec![Coord { x: 1.0, y: 2.0 }];
        assert_eq!(
            kind(at.clone(), false, false),
            Some(GeometryKind::MultiPoint)
        );
        assert_eq!(
            kind(vec![], true, false),
            Some(GeometryKind::MultiLineString)
        );
        assert_eq!(kind(vec![], false, true), Some(GeometryKind::MultiPolygon));
        assert_eq!(kind(at, false, true), Some(GeometryKind::Collection));
        assert_eq!(kind(vec![], false, false), None);
    }

    #[test]
    fn a_point_is_where_it_was_given_to_a_tenth_of_a_millimetre() {
        let at = Coord {
            x: 33.182_123_456_4,
            y: -54.575,
        };
        let Shape::Point(point) = shape(&sites::Shape::Point(at)) else {
            panic!("a point");
        };
        assert_eq!(GRID.degrees(&point), [33.182_123_456, -54.575]);
    }

    #[test]
    fn a_line_over_the_antimeridian_is_cut_there() {
        let line = wkt!(MULTILINESTRING((179. 0.,181. 2.)));
        let given = sites::Shape::Shape {
            points: vec![],
            lines: line,
            polygons: geo::MultiPolygon(vec![]),
        };
        let Shape::Lines(parts) = shape(&given) else {
            panic!("lines");
        };
        let ends: Vec<_> = (parts.iter().flatten()).map(|p| GRID.degrees(p)).collect();
        assert_eq!(
            ends,
            [[179.0, 0.0], [180.0, 1.0], [-180.0, 1.0], [-179.0, 2.0]]
        );
    }
}
