//! Strips, overlaps and the line as one GeoJSON FeatureCollection (RFC 7946): right-hand rule, cut at the antimeridian,
//! no `crs`. Every feature has a `layer`: `strip`, `overlap` or `border`, in this order.
//!
//! Coordinates are rounded to the tolerance, and polygons are valid after it ([`super::grid`]). Text is written by integer arithmetic into one buffer: a file may hold millions of positions.

use super::grid::{decimals, on_grid};
use super::json::push_members;
use super::model::{COLUMNS, Facts, Labels, StripFacts, Value, metres, rows_with_overlaps};
use super::number::push_fixed;
use super::wrap::wrapped;
use crate::border::territory::Territory;
use crate::overlap::Overlaps;
use crate::overlap::clip::GridPoint;
use crate::strip::Strip;
use geo::{MultiLineString, MultiPolygon};
use std::io::{self, Write};

/// Bytes after which the buffer is written out.
const FULL: usize = 1 << 16;

/// A strip and what it covers.
pub struct StripLayer<'a> {
    pub strip: &'a Strip,
    pub overlaps: &'a Overlaps,
}

/// What the file holds.
pub struct Layers<'a> {
    /// One a width; written in order of width.
    pub strips: &'a [StripLayer<'a>],
    /// The slice that the overlaps were asked about.
    pub territories: &'a [Territory],
    pub labels: &'a Labels<'a>,
    /// Longitude, latitude in degrees; longitudes may run on beyond ±180. Edges are cut at the antimeridian as straight in longitude
    /// and latitude; a line of geodesic edges must be densified before.
    pub border: &'a MultiLineString<f64>,
}

/// Writes the collection, coordinates rounded for `facts.tolerance`.
///
/// A polygon that is smaller than the rounding has geometry `null`, its properties stay.
///
/// # Errors
/// What `out` gives.
pub fn write(layers: &Layers, facts: &Facts, out: &mut dyn Write) -> io::Result<()> {
    let mut strips: Vec<&StripLayer> = layers.strips.iter().collect();
    strips.sort_by(|a, b| a.strip.width.0.total_cmp(&b.strip.width.0));
    let mut writer = Writer {
        out,
        text: b"{\"type\":\"FeatureCollection\",\"features\":[".to_vec(),
        decimals: decimals(facts.tolerance),
        features: 0,
    };
    for layer in &strips {
        writer.strip(layer, facts)?;
    }
    for layer in &strips {
        let rows = rows_with_overlaps(
            layer.strip.width,
            layer.overlaps,
            layers.territories,
            layers.labels,
        );
        for (row, overlap) in rows {
            let columns = COLUMNS.into_iter().zip(row.values());
            writer.begin(std::iter::once(("layer", Value::Text("overlap"))).chain(columns));
            writer.polygons(&overlap.polygons)?;
            writer.end()?;
        }
    }
    writer.begin(std::iter::once(("layer", Value::Text("border"))).chain(facts.values()));
    writer.lines(layers.border)?;
    writer.end()?;
    writer.text.extend_from_slice(b"\n]}\n");
    writer.write_out()?;
    writer.out.flush()
}

struct Writer<'a> {
    out: &'a mut dyn Write,
    text: Vec<u8>,
    decimals: u8,
    features: usize,
}

impl Writer<'_> {
    fn strip(&mut self, layer: &StripLayer, facts: &Facts) -> io::Result<()> {
        let own = StripFacts::new(layer.strip, layer.overlaps);
        let numbers = [
            ("width_km", own.width_km),
            ("tolerance_m", metres(layer.strip.tolerance)),
            ("max_error_m", own.max_error_m),
            ("area_km2", own.area_km2),
            ("error_km2", own.error_km2),
        ];
        self.begin(
            std::iter::once(("layer", Value::Text("strip")))
                .chain(numbers.map(|(name, n)| (name, Value::Number(n))))
                .chain(facts.values()),
        );
        self.polygons((layer.overlaps.polygons.as_ref()).unwrap_or(&layer.strip.polygons))?;
        self.end()
    }

    /// One feature a line, properties first, so that the head of a large file tells what it is.
    fn begin<'v>(&mut self, properties: impl Iterator<Item = (&'v str, Value<'v>)>) {
        if self.features > 0 {
            self.text.push(b',');
        }
        self.features += 1;
        self.text
            .extend_from_slice(b"\n{\"type\":\"Feature\",\"properties\":{");
        push_members(&mut self.text, properties);
        self.text.extend_from_slice(b"},\"geometry\":");
    }

    fn end(&mut self) -> io::Result<()> {
        self.text.push(b'}');
        self.write_out()
    }

    fn polygons(&mut self, polygons: &MultiPolygon<f64>) -> io::Result<()> {
        let shapes = on_grid(polygons, self.decimals);
        if shapes.is_empty() {
            self.text.extend_from_slice(b"null");
            return Ok(());
        }
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

    fn lines(&mut self, lines: &MultiLineString<f64>) -> io::Result<()> {
        let scale = 10f64.powi(self.decimals.into());
        let round = |v: f64| (v * scale).round() as i64;
        let mut parts: Vec<Vec<GridPoint>> = Vec::new();
        for line in lines {
            let before = parts.len();
            let mut point = None;
            for part in wrapped(&line.0) {
                let mut positions: Vec<GridPoint> =
                    (part.iter().map(|c| GridPoint::new(round(c.x), round(c.y)))).collect();
                positions.dedup();
                match positions.len() {
                    0 => {}
                    1 => point = point.or(Some(positions[0])),
                    _ => parts.push(positions),
                }
            }
            // A line as short as a point is one still; a part that a cut left so short is not.
            if let (Some(point), true) = (point, parts.len() == before) {
                parts.push(vec![point, point]);
            }
        }
        if parts.is_empty() {
            self.text.extend_from_slice(b"null");
            return Ok(());
        }
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
            self.text
                .extend_from_slice(if i == 0 { b"[" } else { b",[" });
            push_fixed(&mut self.text, point.x, self.decimals, true);
            self.text.push(b',');
            push_fixed(&mut self.text, point.y, self.decimals, true);
            self.text.push(b']');
            if self.text.len() > FULL {
                self.write_out()?;
            }
        }
        self.text.push(b']');
        Ok(())
    }

    fn write_out(&mut self) -> io::Result<()> {
        self.out.write_all(&self.text)?;
        self.text.clear();
        Ok(())
    }
}

#[cfg(test)]
#[path = "geojson_tests.rs"]
mod tests;
