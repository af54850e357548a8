//! Strips, overlaps and the line as one GeoJSON FeatureCollection (RFC 7946): right-hand rule, cut at the antimeridian,
//! no `crs`. Every feature has a `layer`: `strip`, `overlap` or `border`, in this order.
//!
//! Coordinates are rounded to the tolerance, and polygons are valid after it ([`super::grid`]). Text is written by integer arithmetic into one buffer: a file may hold millions of positions.

use super::features::{Features, Grid, Layer, Shape, schema, walk};
use super::json::push_string;
use super::model::{CHOICES, Facts, Value};
use super::number::push_fixed;
use super::rows::{Cell, push_cells};
use crate::overlap::clip::{GridPoint, GridPolygons};
use std::io::{self, Write};

pub use super::features::{Layers, StripLayer};

/// Bytes after which the buffer is written out.
const FULL: usize = 1 << 16;

/// Writes the collection, coordinates rounded for `facts.tolerance`.
///
/// A polygon that is smaller than the rounding has geometry `null`, its properties stay.
///
/// # Errors
/// What `out` gives.
pub fn write(layers: &Layers, facts: &Facts, out: &mut dyn Write) -> io::Result<()> {
    let schema = schema(layers, facts, false);
    let grid = Grid::of(facts.tolerance);
    let mut writer = Writer::new(&schema, grid, facts, out);
    walk(layers, facts, &schema, grid, &mut writer)?;
    writer.finish()
}

/// Writes the same features one a line, without the collection round them (GeoJSONL): for programs that read a file piece by piece.
///
/// # Errors
/// What `out` gives.
pub fn write_sequence(layers: &Layers, facts: &Facts, out: &mut dyn Write) -> io::Result<()> {
    let schema = schema(layers, facts, false);
    let grid = Grid::of(facts.tolerance);
    let mut writer = Writer::sequence(&schema, grid, out);
    walk(layers, facts, &schema, grid, &mut writer)?;
    writer.finish()
}

/// Writes one feature after another; nothing is held but a buffer.
pub struct Writer<'a> {
    out: &'a mut dyn Write,
    schema: &'a [Layer],
    text: Vec<u8>,
    grid: Grid,
    features: usize,
    /// No collection round the features.
    sequence: bool,
}

impl Features for Writer<'_> {
    /// One feature a line, properties first, so that the head of a large file tells what it is.
    fn add(&mut self, layer: usize, cells: &[Cell], shape: &Shape) -> io::Result<()> {
        if self.features > 0 && !self.sequence {
            self.text.push(b',');
        }
        if self.features > 0 || !self.sequence {
            self.text.push(b'\n');
        }
        self.features += 1;
        self.text
            .extend_from_slice(b"{\"type\":\"Feature\",\"properties\":{\"layer\":");
        let layer = &self.schema[layer];
        push_string(&mut self.text, layer.name);
        self.text.push(b',');
        let names = layer.columns.iter().map(|c| c.name.as_str());
        push_cells(&mut self.text, names, cells.iter().map(worded));
        self.text.extend_from_slice(b"},\"geometry\":");
        self.shape(shape)?;
        self.text.push(b'}');
        if self.text.len() > FULL {
            self.write_out()?;
        }
        Ok(())
    }
}

impl<'a> Writer<'a> {
    /// `facts`: what made the features stands before them, as a foreign member (RFC 7946, 6.1), so that who reads a stream has it first.
    pub fn new(schema: &'a [Layer], grid: Grid, facts: &Facts, out: &'a mut dyn Write) -> Self {
        let mut text = b"{\"type\":\"FeatureCollection\",".to_vec();
        if let Some(choices) = &facts.choices {
            push_string(&mut text, CHOICES);
            text.push(b':');
            text.extend_from_slice(choices.as_bytes());
            text.extend_from_slice(b",\n");
        }
        text.extend_from_slice(b"\"features\":[");
        Writer {
            out,
            schema,
            text,
            grid,
            features: 0,
            sequence: false,
        }
    }

    /// One that writes features alone, one a line.
    pub fn sequence(schema: &'a [Layer], grid: Grid, out: &'a mut dyn Write) -> Self {
        Writer {
            text: Vec::new(),
            sequence: true,
            out,
            schema,
            grid,
            features: 0,
        }
    }

    /// Ends the collection.
    ///
    /// # Errors
    /// What the file gives.
    pub fn finish(mut self) -> io::Result<()> {
        let end: &[u8] = match (self.sequence, self.features) {
            (false, _) => b"\n]}\n",
            (true, 0) => b"",
            (true, _) => b"\n",
        };
        self.text.extend_from_slice(end);
        self.write_out()?;
        self.out.flush()
    }

    fn shape(&mut self, shape: &Shape) -> io::Result<()> {
        match shape {
            Shape::Empty => self.text.extend_from_slice(b"null"),
            Shape::Polygons(polygons) => self.polygons(polygons)?,
            Shape::Lines(lines) => self.lines(lines)?,
            Shape::Point(point) => {
                self.text
                    .extend_from_slice(b"{\"type\":\"Point\",\"coordinates\":");
                self.position(point);
                self.text.push(b'}');
            }
            Shape::Points(points) => self.points(points)?,
            Shape::Collection {
                points,
                lines,
                polygons,
            } => {
                self.text
                    .extend_from_slice(b"{\"type\":\"GeometryCollection\",\"geometries\":[");
                let mut begun = false;
                if !points.is_empty() {
                    self.points(points)?;
                    begun = true;
                }
                if !lines.is_empty() {
                    self.text.extend_from_slice(if begun { b"," } else { b"" });
                    self.lines(lines)?;
                    begun = true;
                }
                if !polygons.is_empty() {
                    self.text.extend_from_slice(if begun { b"," } else { b"" });
                    self.polygons(polygons)?;
                }
                self.text.extend_from_slice(b"]}");
            }
        }
        Ok(())
    }

    fn points(&mut self, points: &[GridPoint]) -> io::Result<()> {
        self.text
            .extend_from_slice(b"{\"type\":\"MultiPoint\",\"coordinates\":");
        self.positions(points.iter())?;
        self.text.push(b'}');
        Ok(())
    }

    fn polygons(&mut self, shapes: &GridPolygons) -> io::Result<()> {
        self.text
            .extend_from_slice(b"{\"type\":\"MultiPolygon\",\"coordinates\":[");
        for (i, shape) in shapes.iter().enumerate() {
            self.text
                .extend_from_slice(if i == 0 { b"[" } else { b",[" });
            for (j, ring) in shape.iter().enumerate() {
                if j > 0 {
                    self.text.push(b',');
                }
                self.positions(ring.iter().chain(ring.first()))?;
            }
            self.text.push(b']');
        }
        self.text.extend_from_slice(b"]}");
        Ok(())
    }

    fn lines(&mut self, parts: &[Vec<GridPoint>]) -> io::Result<()> {
        self.text
            .extend_from_slice(b"{\"type\":\"MultiLineString\",\"coordinates\":[");
        for (i, part) in parts.iter().enumerate() {
            if i > 0 {
                self.text.push(b',');
            }
            self.positions(part.iter())?;
        }
        self.text.extend_from_slice(b"]}");
        Ok(())
    }

    fn positions<'p>(&mut self, points: impl Iterator<Item = &'p GridPoint>) -> io::Result<()> {
        self.text.push(b'[');
        for (i, point) in points.enumerate() {
            if i > 0 {
                self.text.push(b',');
            }
            self.position(point);
            if self.text.len() > FULL {
                self.write_out()?;
            }
        }
        self.text.push(b']');
        Ok(())
    }

    fn position(&mut self, point: &GridPoint) {
        self.text.push(b'[');
        push_fixed(&mut self.text, point.x, self.grid.decimals, true);
        self.text.push(b',');
        push_fixed(&mut self.text, point.y, self.grid.decimals, true);
        self.text.push(b']');
    }

    fn write_out(&mut self) -> io::Result<()> {
        self.out.write_all(&self.text)?;
        self.text.clear();
        Ok(())
    }
}

/// A truth by its word, as the other formats of geometry have it: QGIS reads nothing from a column of truths and words.
fn worded<'c>(cell: &Cell<'c>) -> Cell<'c> {
    match cell {
        Cell::Truth(true) => Cell::Value(Value::Text("true")),
        Cell::Truth(false) => Cell::Value(Value::Text("false")),
        other => *other,
    }
}

#[cfg(test)]
#[path = "geojson_tests.rs"]
mod tests;
