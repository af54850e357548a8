//! Shapefiles: geometries from the `.shp` by the crate `shapefile`, attributes from the `.dbf`, the system from the `.prj` beside it.

use super::super::document::{Geometry, Path};
use super::dbf::{GUESSED, Table};
use super::{Declared, Located, Rows, curve, unreadable, wkb::Shape};
use crate::error::{Error, Place, Warning};
use crate::geodesy::edge_tree::Edges;
use geo::Polygon;
use serde_json::Map;
use shapefile::record::traits::HasXY;
use shapefile::{PolygonRing, Shape as Record, ShapeReader};
use std::fs::File;
use std::io::{BufReader, ErrorKind};
use std::path::PathBuf;

/// Reads all rows that are not deleted.
pub(super) fn read(at: &Located, rows: &mut Rows) -> Result<Declared, Error> {
    if let Some(layer) = &at.layer {
        return Err(
            Error::usage(format!("a shapefile has no layers, so none named {layer}"))
                .remedy("leave out the colon and what follows it"),
        );
    }
    let table = match beside(at, "dbf") {
        Some(path) => {
            let bytes = std::fs::read(path).map_err(|e| unreadable(&e))?;
            let page = text(at, "cpg")?;
            Table::new(bytes, page.as_deref())?
        }
        None => return Err(missing("dbf", "the attributes")),
    };
    let shx = beside(at, "shx").ok_or_else(|| missing("shx", "the index"))?;
    let open = |path: &std::path::Path| {
        File::open(path)
            .map(BufReader::new)
            .map_err(|e| unreadable(&e))
    };
    let mut reader = ShapeReader::with_shx(open(&at.path)?, open(&shx)?).map_err(|e| broken(&e))?;
    let count = reader.shape_count().map_err(|e| broken(&e))?;
    if count != table.count {
        return Err(Error::data(format!(
            "the parts of the shapefile do not fit: {count} shapes and {} rows of attributes",
            table.count
        ))
        .remedy("copy all of its files together, or export it again"));
    }
    let mut guessed = false;
    // Shapes are read by their number: the crate's iterator stops in silence where the header's length says so.
    for index in 0..count {
        let shape = match reader.read_nth_shape(index) {
            Some(Ok(shape)) => shape,
            Some(Err(error)) => {
                let mut error = broken(&error);
                error.what = format!("shape {}: {}", index + 1, error.what);
                return Err(error);
            }
            None => {
                return Err(Error::data(format!("shape {} is missing", index + 1)).remedy(DAMAGED));
            }
        };
        let Some((properties, by_guess)) = table.row(index)? else {
            continue;
        };
        if by_guess && !guessed {
            guessed = true;
            rows.notes.single.push(Warning {
                what: GUESSED.to_owned(),
                place: Place {
                    file: Some(rows.file.to_owned()),
                    feature: Some(rows.label(&Map::new())),
                    ..Place::default()
                },
                remedy: "write the code page into a .cpg file beside it, such as UTF-8 or 1251"
                    .to_owned(),
            });
        }
        rows.row(properties, taken(shape))?;
    }
    Ok(
        match text(at, "prj")?.filter(|wkt| !wkt.trim().is_empty()) {
            Some(wkt) => Declared::Crs(wkt),
            None => Declared::Nothing("there is no .prj file beside it"),
        },
    )
}

const DAMAGED: &str = "it was cut off or is damaged; copy or export the shapefile again";

/// A file of the same name with another ending, in small or capital letters.
fn beside(at: &Located, ending: &str) -> Option<PathBuf> {
    [ending.to_owned(), ending.to_ascii_uppercase()]
        .into_iter()
        .map(|ending| at.path.with_extension(ending))
        .find(|path| path.is_file())
}

fn missing(ending: &str, what: &str) -> Error {
    Error::data(format!(
        "there is no .{ending} file with {what} beside the .shp"
    ))
    .remedy("a shapefile is several files of one name (.shp, .shx, .dbf, .prj): copy them all")
}

fn text(at: &Located, ending: &str) -> Result<Option<String>, Error> {
    let Some(path) = beside(at, ending) else {
        return Ok(None);
    };
    let bytes = std::fs::read(path).map_err(|e| unreadable(&e))?;
    Ok(Some(
        String::from_utf8_lossy(&bytes)
            .trim_start_matches('\u{feff}')
            .to_owned(),
    ))
}

fn broken(error: &shapefile::Error) -> Error {
    match error {
        shapefile::Error::IoError(io) if io.kind() != ErrorKind::UnexpectedEof => unreadable(io),
        shapefile::Error::IoError(_) => {
            Error::data("the .shp or .shx file ends too early").remedy(DAMAGED)
        }
        other => Error::data(format!("the .shp or .shx file is broken: {other}")).remedy(DAMAGED),
    }
}

fn taken(record: Record) -> Result<Shape, Error> {
    fn path<P: HasXY>(points: &[P]) -> Path {
        points.iter().map(|p| [p.x(), p.y()]).collect()
    }
    fn lines<P: HasXY>(parts: &[Vec<P>]) -> Vec<Geometry> {
        let parts: Vec<Path> = parts
            .iter()
            .map(|p| path(p))
            .filter(|p| !p.is_empty())
            .collect();
        if parts.is_empty() {
            Vec::new()
        } else {
            vec![Geometry::Lines(parts)]
        }
    }
    fn rings<P: HasXY>(rings: &[PolygonRing<P>]) -> Vec<Geometry> {
        let all = rings.iter().map(|ring| match ring {
            PolygonRing::Outer(points) => (true, path(points)),
            PolygonRing::Inner(points) => (false, path(points)),
        });
        let groups = grouped(all.filter(|(_, path)| !path.is_empty()).collect());
        if groups.is_empty() {
            Vec::new()
        } else {
            vec![Geometry::Polygons(groups)]
        }
    }
    fn points<P: HasXY>(all: &[P]) -> Vec<Geometry> {
        if all.is_empty() {
            Vec::new()
        } else {
            vec![Geometry::Points("MultiPoint", path(all))]
        }
    }
    fn point<P: HasXY>(p: &P) -> Vec<Geometry> {
        vec![Geometry::Points("Point", vec![[p.x(), p.y()]])]
    }
    let (geometries, height) = match &record {
        Record::NullShape => (Vec::new(), false),
        Record::Point(p) => (point(p), false),
        Record::PointM(p) => (point(p), true),
        Record::PointZ(p) => (point(p), true),
        Record::Multipoint(p) => (points(p.points()), false),
        Record::MultipointM(p) => (points(p.points()), true),
        Record::MultipointZ(p) => (points(p.points()), true),
        Record::Polyline(l) => (lines(l.parts()), false),
        Record::PolylineM(l) => (lines(l.parts()), true),
        Record::PolylineZ(l) => (lines(l.parts()), true),
        Record::Polygon(p) => (rings(p.rings()), false),
        Record::PolygonM(p) => (rings(p.rings()), true),
        Record::PolygonZ(p) => (rings(p.rings()), true),
        Record::Multipatch(_) => return Err(curve("Multipatch")),
    };
    Ok(Shape { geometries, height })
}

/// Holes to the rings that they lie in: a shapefile tells outer rings from holes by their direction only. A hole goes to the smallest
/// outer ring round it; one that lies in none stays with the last outer ring before it, where the checks find it.
fn grouped(rings: Vec<(bool, Path)>) -> Vec<Vec<Path>> {
    let outer = rings.iter().filter(|(outer, _)| *outer).count();
    if outer <= 1 {
        // Outer rings first, as everywhere; without any, what there is counts as one each.
        let (outers, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|(outer, _)| *outer);
        let paths = |all: Vec<(bool, Path)>| all.into_iter().map(|(_, path)| path);
        return match outer {
            0 => paths(holes).map(|ring| vec![ring]).collect(),
            _ => vec![paths(outers).chain(paths(holes)).collect()],
        };
    }
    let edges = |path: &Path| {
        let ring: Vec<(f64, f64)> = path.iter().map(|p| (p[0], p[1])).collect();
        Edges::of(&Polygon::new(ring.into(), Vec::new()))
    };
    let mut groups: Vec<(Vec<Path>, Edges, f64)> = Vec::new();
    let mut holes = Vec::new();
    for (is_outer, path) in rings {
        if is_outer {
            let (tree, size) = (edges(&path), area(&path));
            groups.push((vec![path], tree, size));
        } else {
            holes.push((groups.len().saturating_sub(1), path));
        }
    }
    for (before, hole) in holes {
        // The middle of an edge is off any vertex that both rings share.
        let middle = hole.windows(2).next().map_or(hole[0], |w| {
            [(w[0][0] + w[1][0]) / 2.0, (w[0][1] + w[1][1]) / 2.0]
        });
        let holder = (groups.iter().enumerate())
            .filter(|(_, (_, tree, _))| tree.inside(middle))
            .min_by(|a, b| a.1.2.total_cmp(&b.1.2))
            .map_or(before, |(index, _)| index);
        groups[holder].0.push(hole);
    }
    groups.into_iter().map(|(rings, ..)| rings).collect()
}

/// Twice the area of a ring in its own units.
fn area(ring: &Path) -> f64 {
    let [x, y] = ring[0];
    let turn = |w: &[[f64; 2]]| (w[0][0] - x) * (w[1][1] - y) - (w[1][0] - x) * (w[0][1] - y);
    ring.windows(2).map(turn).sum::<f64>().abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(at: f64, side: f64) -> Path {
        vec![
            [at, at],
            [at, at + side],
            [at + side, at + side],
            [at + side, at],
            [at, at],
        ]
    }

    #[test]
    fn a_hole_goes_to_the_smallest_ring_round_it() {
        let rings = vec![
            (false, square(4.5, 0.5)),
            (true, square(0.0, 10.0)),
            (true, square(4.0, 2.0)),
            (true, square(20.0, 1.0)),
            (false, square(3.0, 4.0)),
        ];
        let groups = grouped(rings);
        assert_eq!(groups.len(), 3);
        assert_eq!(groups[0], [square(0.0, 10.0), square(3.0, 4.0)]);
        assert_eq!(groups[1], [square(4.0, 2.0), square(4.5, 0.5)]);
        assert_eq!(groups[2].len(), 1);
    }
}
