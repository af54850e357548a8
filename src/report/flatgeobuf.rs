//! FlatGeobuf: all layers in one, as in the GeoJSON, told apart by the column `layer`, because a file has one table of features.
//!
//! Columns are those of all layers, empty where a layer has none of that name; the geometry type is open where layers differ. With a
//! spatial index, features stand in its order. Metadata is one JSON object.

use super::columns::{Column, Kind, column};
use super::features::{Features, GeometryKind, Grid, Layer, Layers, Shape, schema, walk};
use super::grid::decimals;
use super::model::{Facts, Value};
use super::rows::Cell;
use super::srs::{Frame, Mapping};
use crate::overlap::clip::GridPoint;
use flatgeobuf::geozero::error::GeozeroError;
use flatgeobuf::geozero::{ColumnValue, FeatureProcessor, GeomProcessor, PropertyProcessor};
use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use serde_json::{Map, Value as Json};
use std::io::{self, Write};

/// Writes strips, overlaps and the border.
///
/// # Errors
/// What `out` and the frame's mapping give; a polygon that is smaller than the rounding, which an index cannot hold.
pub fn write(layers: &Layers, facts: &Facts, frame: &Frame, out: &mut dyn Write) -> io::Result<()> {
    let schema = schema(layers, facts, false);
    let grid = Grid {
        decimals: decimals(facts.tolerance),
    };
    let mut writer = Writer::new(&schema, grid, frame, facts)?;
    walk(layers, facts, &schema, &mut writer)?;
    writer.finish(out)
}

/// Holds the features in a temporary file and their boxes in memory, since the index stands before them.
pub struct Writer<'a> {
    file: FgbWriter<'a>,
    schema: &'a [Layer],
    columns: Vec<Column>,
    grid: Grid,
    map: Mapping<'a>,
}

impl<'a> Writer<'a> {
    /// # Errors
    /// Where no temporary file can be made.
    pub fn new(
        schema: &'a [Layer],
        grid: Grid,
        frame: &'a Frame,
        facts: &Facts,
    ) -> io::Result<Self> {
        let metadata: Map<String, Json> = (facts.metadata().into_iter())
            .map(|(name, value)| (name, value.into()))
            .collect();
        let metadata = Json::Object(metadata).to_string();
        let about: Vec<String> = (schema.iter())
            .map(|l| format!("{}: {}", l.name, l.about))
            .collect();
        let about = about.join(". ");
        let srs = &frame.srs;
        let options = FgbWriterOptions {
            write_index: true,
            detect_type: false,
            promote_to_multi: false,
            crs: FgbCrs {
                org: Some(&srs.organization),
                code: srs.code,
                name: Some(&srs.name),
                description: Some(&srs.description),
                wkt: Some(&srs.wkt),
                code_string: None,
            },
            title: Some(&facts.line),
            description: Some(&about),
            metadata: Some(&metadata),
            ..Default::default()
        };
        let name = match schema {
            [only] => only.name,
            _ => "zone",
        };
        let mut file =
            FgbWriter::create_with_options(name, kind(schema), options).map_err(other)?;
        let columns = union(schema);
        for column in &columns {
            let kind = match column.kind {
                Kind::Number => ColumnType::Double,
                Kind::Text | Kind::Date | Kind::Choice(..) => ColumnType::String,
            };
            file.add_column(&column.name, kind, |builder, args| {
                args.description = Some(builder.create_string(&column.about));
            });
        }
        Ok(Writer {
            file,
            schema,
            columns,
            grid,
            map: frame.map,
        })
    }

    /// Writes the file: header, index, features.
    ///
    /// # Errors
    /// What `out` gives.
    pub fn finish(self, out: &mut dyn Write) -> io::Result<()> {
        self.file.write(&mut *out).map_err(|error| match error {
            flatgeobuf::Error::IO(error) => error,
            error => other(error),
        })?;
        out.flush()
    }

    fn shape(&mut self, shape: &Shape) -> io::Result<()> {
        let failed = geozero;
        match shape {
            Shape::Empty => Ok(()),
            Shape::Point(point) => {
                self.file.point_begin(0).map_err(failed)?;
                for [x, y] in (self.map)(&[self.grid.degrees(point)])? {
                    self.file.xy(x, y, 0).map_err(failed)?;
                }
                self.file.point_end(0).map_err(failed)
            }
            Shape::Lines(lines) => {
                self.file
                    .multilinestring_begin(lines.len(), 0)
                    .map_err(failed)?;
                for (i, line) in lines.iter().enumerate() {
                    self.line(line.iter(), i)?;
                }
                self.file.multilinestring_end(0).map_err(failed)
            }
            Shape::Polygons(polygons) => {
                self.file
                    .multipolygon_begin(polygons.len(), 0)
                    .map_err(failed)?;
                for (i, rings) in polygons.iter().enumerate() {
                    self.file
                        .polygon_begin(false, rings.len(), i)
                        .map_err(failed)?;
                    for (j, ring) in rings.iter().enumerate() {
                        self.line(ring.iter().chain(ring.first()), j)?;
                    }
                    self.file.polygon_end(false, i).map_err(failed)?;
                }
                self.file.multipolygon_end(0).map_err(failed)
            }
            Shape::Collection { .. } => Err(io::Error::other(
                "FlatGeobuf is not given collections of points, lines and polygons",
            )),
        }
    }

    fn line<'p>(
        &mut self,
        points: impl Iterator<Item = &'p GridPoint>,
        index: usize,
    ) -> io::Result<()> {
        let degrees: Vec<[f64; 2]> = points.map(|p| self.grid.degrees(p)).collect();
        let path = (self.map)(&degrees)?;
        self.file
            .linestring_begin(false, path.len(), index)
            .map_err(geozero)?;
        for (i, [x, y]) in path.into_iter().enumerate() {
            self.file.xy(x, y, i).map_err(geozero)?;
        }
        self.file.linestring_end(false, index).map_err(geozero)
    }
}

impl Features for Writer<'_> {
    fn add(&mut self, layer: usize, cells: &[Cell], shape: &Shape) -> io::Result<()> {
        let layer = &self.schema[layer];
        if *shape == Shape::Empty {
            return Err(io::Error::other(format!(
                "a feature of layer {} is smaller than the rounding and has no geometry, which FlatGeobuf cannot hold; give a finer --tolerance, or write .gpkg or .geojson",
                layer.name
            )));
        }
        self.shape(shape)?;
        let names = layer.columns.iter().map(|c| c.name.as_str());
        let own = std::iter::once(("layer", Cell::Value(Value::Text(layer.name))))
            .chain(names.zip(cells.iter().copied()));
        for (name, cell) in own {
            let value = match cell {
                Cell::Value(Value::Text(text)) => ColumnValue::String(text),
                Cell::Value(Value::Number(number)) => ColumnValue::Double(number.value()),
                Cell::Value(Value::Empty) => continue,
                Cell::Truth(true) => ColumnValue::String("true"),
                Cell::Truth(false) => ColumnValue::String("false"),
            };
            let index = self.columns.iter().position(|c| c.name == name);
            let index = index.ok_or_else(|| io::Error::other(format!("no column {name}")))?;
            self.file.property(index, name, &value).map_err(geozero)?;
        }
        self.file.feature_end(0).map_err(geozero)
    }
}

/// The columns of all layers, each name once, `layer` before them.
fn union(schema: &[Layer]) -> Vec<Column> {
    let mut all = vec![column("layer")];
    for own in schema.iter().flat_map(|layer| &layer.columns) {
        if all.iter().all(|known| known.name != own.name) {
            all.push(own.clone());
        }
    }
    all
}

fn kind(schema: &[Layer]) -> GeometryType {
    let mut kinds = schema.iter().map(|layer| layer.geometry);
    match kinds.next() {
        Some(first) if kinds.all(|kind| kind == first) => match first {
            GeometryKind::MultiPolygon => GeometryType::MultiPolygon,
            GeometryKind::MultiLineString => GeometryType::MultiLineString,
            GeometryKind::Point => GeometryType::Point,
            GeometryKind::Collection => GeometryType::Unknown,
        },
        _ => GeometryType::Unknown,
    }
}

fn geozero(error: GeozeroError) -> io::Error {
    match error {
        GeozeroError::IoError(error) => error,
        error => other(error),
    }
}

fn other(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}
