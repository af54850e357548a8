//! A feature as FlatGeobuf's table: geometry in the file's coordinates, then the values that are there.

use super::super::features::{Grid, Shape};
use super::super::srs::Mapping;
use crate::overlap::clip::{GridPoint, GridPolygons};
use flatbuffers::{FlatBufferBuilder, WIPOffset};
use flatgeobuf::packed_r_tree::NodeItem;
use flatgeobuf::{Feature, FeatureArgs, Geometry, GeometryArgs, GeometryType};
use std::io;

/// A value with its column's number.
pub enum Field<'a> {
    Text(&'a str),
    Number(f64),
    Whole(i64),
}

/// Writes one feature after another into a buffer of its own.
pub struct Encoder<'a> {
    builder: FlatBufferBuilder<'a>,
    properties: Vec<u8>,
    grid: Grid,
    map: Mapping<'a>,
    bounds: NodeItem,
}

type Part<'a> = WIPOffset<Geometry<'a>>;

impl<'a> Encoder<'a> {
    pub fn new(grid: Grid, map: Mapping<'a>) -> Self {
        Encoder {
            builder: FlatBufferBuilder::new(),
            properties: Vec::new(),
            grid,
            map,
            bounds: NodeItem::create(0),
        }
    }

    /// Adds a value to the feature that comes.
    pub fn field(&mut self, column: u16, value: &Field) {
        self.properties.extend_from_slice(&column.to_le_bytes());
        match value {
            Field::Number(number) => self.properties.extend_from_slice(&number.to_le_bytes()),
            Field::Whole(number) => self.properties.extend_from_slice(&number.to_le_bytes()),
            Field::Text(text) => {
                // Never beyond `u32`: no cell is.
                let length = text.len() as u32;
                self.properties.extend_from_slice(&length.to_le_bytes());
                self.properties.extend_from_slice(text.as_bytes());
            }
        }
    }

    /// The bytes of the feature and its box, which is empty (the least above the greatest) where there is no geometry.
    ///
    /// # Errors
    /// The mapping's.
    pub fn feature(&mut self, shape: &Shape) -> io::Result<(&[u8], NodeItem)> {
        self.builder.reset();
        self.bounds = NodeItem::create(0);
        let geometry = self.shape(shape)?;
        let properties = Some(self.builder.create_vector(&self.properties));
        self.properties.clear();
        let args = FeatureArgs {
            geometry,
            properties,
            ..Default::default()
        };
        let feature = Feature::create(&mut self.builder, &args);
        self.builder.finish_size_prefixed(feature, None);
        Ok((self.builder.finished_data(), self.bounds.clone()))
    }

    fn shape(&mut self, shape: &Shape) -> io::Result<Option<Part<'a>>> {
        Ok(Some(match shape {
            Shape::Empty => return Ok(None),
            Shape::Point(point) => {
                self.paths(GeometryType::Point, [std::slice::from_ref(point)], false)?
            }
            Shape::Points(points) => self.points(points)?,
            Shape::Lines(lines) => self.lines(lines)?,
            Shape::Polygons(polygons) => self.polygons(polygons)?,
            Shape::Collection {
                points,
                lines,
                polygons,
            } => {
                let mut parts = Vec::new();
                if !points.is_empty() {
                    parts.push(self.points(points)?);
                }
                if !lines.is_empty() {
                    parts.push(self.lines(lines)?);
                }
                if !polygons.is_empty() {
                    parts.push(self.polygons(polygons)?);
                }
                self.parts(GeometryType::GeometryCollection, &parts)
            }
        }))
    }

    fn points(&mut self, points: &[GridPoint]) -> io::Result<Part<'a>> {
        // Each by itself: a path may get positions between.
        let mut xy = Vec::with_capacity(2 * points.len());
        for point in points {
            let degrees = [self.grid.degrees(point)];
            self.put(&mut xy, &degrees)?;
        }
        Ok(self.geometry(GeometryType::MultiPoint, &xy, &[]))
    }

    fn lines(&mut self, lines: &[Vec<GridPoint>]) -> io::Result<Part<'a>> {
        let paths = lines.iter().map(Vec::as_slice);
        self.paths(GeometryType::MultiLineString, paths, false)
    }

    fn polygons(&mut self, polygons: &GridPolygons) -> io::Result<Part<'a>> {
        let mut parts = Vec::with_capacity(polygons.len());
        for rings in polygons {
            let paths = rings.iter().map(Vec::as_slice);
            parts.push(self.paths(GeometryType::Polygon, paths, true)?);
        }
        Ok(self.parts(GeometryType::MultiPolygon, &parts))
    }

    /// Paths one after another, each `closed` or not.
    fn paths<'p>(
        &mut self,
        kind: GeometryType,
        paths: impl IntoIterator<Item = &'p [GridPoint]>,
        closed: bool,
    ) -> io::Result<Part<'a>> {
        let (mut xy, mut ends) = (Vec::new(), Vec::new());
        for path in paths {
            let last = if closed { path.first() } else { None };
            let degrees: Vec<[f64; 2]> = (path.iter().chain(last))
                .map(|p| self.grid.degrees(p))
                .collect();
            self.put(&mut xy, &degrees)?;
            // Never beyond `u32`: so many positions fill no memory that there is.
            ends.push((xy.len() / 2) as u32);
        }
        Ok(self.geometry(kind, &xy, &ends))
    }

    /// A path in the file's coordinates.
    fn put(&mut self, xy: &mut Vec<f64>, degrees: &[[f64; 2]]) -> io::Result<()> {
        for [x, y] in (self.map)(degrees)? {
            xy.extend([x, y]);
            self.bounds.expand_xy(x, y);
        }
        Ok(())
    }

    /// `ends`: where each path ends; needed where there are several, and GDAL wants them of a multiple line of one path too.
    fn geometry(&mut self, kind: GeometryType, xy: &[f64], ends: &[u32]) -> Part<'a> {
        let told = ends.len() > 1 || kind == GeometryType::MultiLineString;
        let ends = told.then(|| self.builder.create_vector(ends));
        let xy = Some(self.builder.create_vector(xy));
        let args = GeometryArgs {
            ends,
            xy,
            type_: kind,
            ..Default::default()
        };
        Geometry::create(&mut self.builder, &args)
    }

    fn parts(&mut self, kind: GeometryType, parts: &[Part<'a>]) -> Part<'a> {
        let parts = Some(self.builder.create_vector(parts));
        let args = GeometryArgs {
            type_: kind,
            parts,
            ..Default::default()
        };
        Geometry::create(&mut self.builder, &args)
    }
}
