//! A geometry as a GeoPackage holds it: its header with the bounding box, then well-known binary (ISO), little-endian.

use crate::overlap::clip::GridPoint;
use crate::report::features::{Grid, Shape};
use crate::report::srs::Mapping;
use std::io;

const POINT: u32 = 1;
const LINE_STRING: u32 = 2;
const POLYGON: u32 = 3;
const MULTI_POINT: u32 = 4;
const MULTI_LINE_STRING: u32 = 5;
const MULTI_POLYGON: u32 = 6;
const COLLECTION: u32 = 7;

/// Version 1, little-endian, and an envelope of x and y or none.
const MAGIC: [u8; 3] = [b'G', b'P', 0];
const WITH_ENVELOPE: u8 = 0b0000_0011;
const WITHOUT_ENVELOPE: u8 = 0b0000_0001;

/// Adds the bytes of a geometry; gives its west, south, east, north in the file's coordinates, or `None` and no bytes where there
/// is none.
///
/// # Errors
/// The mapping's.
pub fn push(
    out: &mut Vec<u8>,
    shape: &Shape,
    grid: Grid,
    srs: i32,
    map: Mapping,
) -> io::Result<Option<[f64; 4]>> {
    if *shape == Shape::Empty {
        return Ok(None);
    }
    let start = out.len();
    let point = matches!(shape, Shape::Point(_));
    out.extend_from_slice(&MAGIC);
    out.push(if point {
        WITHOUT_ENVELOPE
    } else {
        WITH_ENVELOPE
    });
    out.extend_from_slice(&srs.to_le_bytes());
    let envelope = start + 8;
    if !point {
        out.extend_from_slice(&[0; 32]);
    }
    let mut writer = Writer {
        out,
        grid,
        map,
        bounds: [
            f64::INFINITY,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NEG_INFINITY,
        ],
    };
    writer.shape(shape)?;
    let [west, south, east, north] = writer.bounds;
    if !point {
        let order = [west, east, south, north];
        for (i, value) in order.iter().enumerate() {
            let at = envelope + 8 * i;
            out[at..at + 8].copy_from_slice(&value.to_le_bytes());
        }
    }
    Ok(Some([west, south, east, north]))
}

struct Writer<'a> {
    out: &'a mut Vec<u8>,
    grid: Grid,
    map: Mapping<'a>,
    bounds: [f64; 4],
}

impl Writer<'_> {
    fn shape(&mut self, shape: &Shape) -> io::Result<()> {
        match shape {
            Shape::Empty => Ok(()),
            Shape::Point(point) => self.point(point),
            Shape::Polygons(polygons) => self.polygons(polygons),
            Shape::Lines(lines) => self.lines(lines),
            Shape::Points(points) => self.points(points),
            Shape::Collection {
                points,
                lines,
                polygons,
            } => {
                let parts = [points.is_empty(), lines.is_empty(), polygons.is_empty()];
                self.head(COLLECTION);
                self.count(parts.iter().filter(|empty| !**empty).count());
                if !points.is_empty() {
                    self.points(points)?;
                }
                if !lines.is_empty() {
                    self.lines(lines)?;
                }
                if !polygons.is_empty() {
                    self.polygons(polygons)?;
                }
                Ok(())
            }
        }
    }

    fn point(&mut self, point: &GridPoint) -> io::Result<()> {
        self.head(POINT);
        for at in (self.map)(&[self.grid.degrees(point)])? {
            self.position(at);
        }
        Ok(())
    }

    fn points(&mut self, points: &[GridPoint]) -> io::Result<()> {
        self.head(MULTI_POINT);
        self.count(points.len());
        points.iter().try_for_each(|p| self.point(p))
    }

    /// A path with its count before it.
    fn path<'p>(&mut self, points: impl Iterator<Item = &'p GridPoint>) -> io::Result<()> {
        let degrees: Vec<[f64; 2]> = points.map(|p| self.grid.degrees(p)).collect();
        let path = (self.map)(&degrees)?;
        self.count(path.len());
        path.into_iter().for_each(|at| self.position(at));
        Ok(())
    }

    fn lines(&mut self, lines: &[Vec<GridPoint>]) -> io::Result<()> {
        self.head(MULTI_LINE_STRING);
        self.count(lines.len());
        for line in lines {
            self.head(LINE_STRING);
            self.path(line.iter())?;
        }
        Ok(())
    }

    fn polygons(&mut self, polygons: &[Vec<Vec<GridPoint>>]) -> io::Result<()> {
        self.head(MULTI_POLYGON);
        self.count(polygons.len());
        for rings in polygons {
            self.head(POLYGON);
            self.count(rings.len());
            for ring in rings {
                self.path(ring.iter().chain(ring.first()))?;
            }
        }
        Ok(())
    }

    fn head(&mut self, kind: u32) {
        self.out.push(1);
        self.out.extend_from_slice(&kind.to_le_bytes());
    }

    /// Never beyond `u32`: so many positions fill no memory that there is.
    fn count(&mut self, count: usize) {
        self.out.extend_from_slice(&(count as u32).to_le_bytes());
    }

    fn position(&mut self, [x, y]: [f64; 2]) {
        self.out.extend_from_slice(&x.to_le_bytes());
        self.out.extend_from_slice(&y.to_le_bytes());
        let [west, south, east, north] = &mut self.bounds;
        *west = west.min(x);
        *south = south.min(y);
        *east = east.max(x);
        *north = north.max(y);
    }
}
