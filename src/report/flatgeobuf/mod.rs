//! FlatGeobuf: all layers in one, as in the GeoJSON, told apart by the column `layer`, because a file has one table of features.
//!
//! Columns are those of all layers, empty where a layer has none of that name; the geometry type is open where layers differ. With a
//! spatial index, features stand in its order. Metadata is one JSON object.
//!
//! The crate `flatgeobuf` knows the format's tables and its index. Its own writer is not used: it can hold no feature without geometry
//! (those smaller than the rounding), wants to know the geometry's kind beforehand, and keeps its features where temporary files are,
//! which may be memory. In reading order: `feature` (a feature's bytes), and the writer here.

mod feature;

use super::columns::{Column, Kind, column};
use super::features::{Features, GeometryKind, Grid, Layer, Layers, Seen, Shape, schema, walk};
use super::model::{Facts, Value};
use super::rows::Cell;
use super::srs::{Frame, Srs};
use feature::{Encoder, Field};
use flatbuffers::FlatBufferBuilder;
use flatgeobuf::packed_r_tree::{NodeItem, PackedRTree, calc_extent, hilbert_sort};
use flatgeobuf::{ColumnArgs, ColumnType, Crs, CrsArgs, GeometryType, Header, HeaderArgs, VERSION};
use serde_json::{Map, Value as Json};
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

const MAGIC: [u8; 8] = [b'f', b'g', b'b', VERSION, b'f', b'g', b'b', 0];

/// Writes strips, overlaps and the border; `folder`: where a temporary file of the same size has room.
///
/// # Errors
/// What `out`, the folder and the frame's mapping give.
pub fn write(
    layers: &Layers,
    facts: &Facts,
    frame: &Frame,
    folder: &Path,
    out: &mut dyn Write,
) -> io::Result<()> {
    let schema = schema(layers, facts, false);
    let grid = Grid::of(facts.tolerance);
    let mut writer = Writer::new(&schema, grid, frame, folder)?;
    walk(layers, facts, &schema, grid, &mut writer)?;
    writer.finish(facts, out)
}

/// Holds the features in a temporary file and their boxes in memory, since the index stands before them: about 120 bytes a feature at the
/// end.
pub struct Writer<'a> {
    spool: BufWriter<File>,
    /// Where each feature stands in the temporary file, and where the next will.
    starts: Vec<u64>,
    /// Their boxes, numbered in that order.
    boxes: Vec<NodeItem>,
    encoder: Encoder<'a>,
    schema: &'a [Layer],
    columns: Vec<Column>,
    /// For each layer its own number and its columns', in the file's columns.
    places: Vec<Vec<u16>>,
    srs: &'a Srs,
    seen: Seen,
}

impl<'a> Writer<'a> {
    /// # Errors
    /// Where no temporary file can be made; more columns than the format can number.
    pub fn new(
        schema: &'a [Layer],
        grid: Grid,
        frame: &'a Frame,
        folder: &Path,
    ) -> io::Result<Self> {
        let columns = union(schema);
        let place = |name: &str| {
            let index = columns.iter().position(|c| c.name == name);
            let index = index.ok_or_else(|| io::Error::other(format!("no column {name}")))?;
            u16::try_from(index)
                .map_err(|_| io::Error::other("FlatGeobuf holds at most 65,536 columns"))
        };
        let places = (schema.iter())
            .map(|layer| {
                let names = layer.columns.iter().map(|c| c.name.as_str());
                std::iter::once("layer").chain(names).map(place).collect()
            })
            .collect::<io::Result<_>>()?;
        Ok(Writer {
            spool: BufWriter::with_capacity(1 << 16, tempfile::tempfile_in(folder)?),
            starts: vec![0],
            boxes: Vec::new(),
            encoder: Encoder::new(grid, frame.map),
            schema,
            columns,
            places,
            srs: &frame.srs,
            seen: Seen::default(),
        })
    }

    /// Writes the file: header, index, features.
    ///
    /// # Errors
    /// What `out` and the temporary file give.
    pub fn finish(mut self, facts: &Facts, out: &mut dyn Write) -> io::Result<()> {
        let extent = calc_extent(&self.boxes);
        out.write_all(&MAGIC)?;
        out.write_all(&self.header(facts, &extent))?;
        hilbert_sort(&mut self.boxes, &extent);
        // Where each is in the temporary file, in the index's order; the boxes get their places in the result.
        let mut order = Vec::with_capacity(self.boxes.len());
        let mut offset = 0;
        for item in &mut self.boxes {
            let index = item.offset as usize;
            let (start, end) = (self.starts[index], self.starts[index + 1]);
            order.push((start, end - start));
            item.offset = offset;
            offset += end - start;
        }
        drop(self.starts);
        if !self.boxes.is_empty() {
            let size = PackedRTree::DEFAULT_NODE_SIZE;
            let tree = PackedRTree::build(&self.boxes, &extent, size).map_err(other)?;
            drop(self.boxes);
            tree.stream_write(&mut &mut *out)?;
        }
        let mut spool = (self.spool.into_inner()).map_err(io::IntoInnerError::into_error)?;
        let mut bytes = Vec::new();
        for (start, length) in order {
            spool.seek(SeekFrom::Start(start))?;
            bytes.resize(length as usize, 0);
            spool.read_exact(&mut bytes)?;
            out.write_all(&bytes)?;
        }
        out.flush()
    }

    fn header(&self, facts: &Facts, extent: &NodeItem) -> Vec<u8> {
        let metadata: Map<String, Json> = (facts.metadata().into_iter())
            .map(|(name, value)| (name, value.into()))
            .collect();
        let metadata = Json::Object(metadata).to_string();
        let about: Vec<String> = (self.schema.iter())
            .map(|l| format!("{}: {}", l.name, l.about))
            .collect();
        let name = match self.schema {
            [only] => only.name,
            _ => "zone",
        };
        let mut builder = FlatBufferBuilder::new();
        let columns: Vec<_> = (self.columns.iter())
            .map(|column| {
                let args = ColumnArgs {
                    name: Some(builder.create_string(&column.name)),
                    type_: match column.kind {
                        Kind::Number => ColumnType::Double,
                        Kind::Whole => ColumnType::Long,
                        Kind::Text | Kind::Date | Kind::Choice(..) => ColumnType::String,
                    },
                    description: Some(builder.create_string(&column.about)),
                    ..Default::default()
                };
                flatgeobuf::Column::create(&mut builder, &args)
            })
            .collect();
        let crs = CrsArgs {
            org: Some(builder.create_string(&self.srs.organization)),
            code: self.srs.code,
            name: Some(builder.create_string(&self.srs.name)),
            description: Some(builder.create_string(&self.srs.description)),
            wkt: Some(builder.create_string(&self.srs.wkt)),
            code_string: None,
        };
        let crs = Some(Crs::create(&mut builder, &crs));
        // Without a position there is no extent.
        let envelope = [extent.min_x, extent.min_y, extent.max_x, extent.max_y];
        let envelope = (extent.min_x <= extent.max_x).then(|| builder.create_vector(&envelope));
        let args = HeaderArgs {
            name: Some(builder.create_string(name)),
            envelope,
            geometry_type: kind(self.schema, &self.seen),
            columns: Some(builder.create_vector(&columns)),
            features_count: self.boxes.len() as u64,
            index_node_size: match self.boxes.is_empty() {
                true => 0,
                false => PackedRTree::DEFAULT_NODE_SIZE,
            },
            crs,
            title: Some(builder.create_string(&facts.line)),
            description: Some(builder.create_string(&about.join(". "))),
            metadata: Some(builder.create_string(&metadata)),
            ..Default::default()
        };
        let header = Header::create(&mut builder, &args);
        builder.finish_size_prefixed(header, None);
        builder.finished_data().to_vec()
    }
}

impl Features for Writer<'_> {
    fn add(&mut self, layer: usize, cells: &[Cell], shape: &Shape) -> io::Result<()> {
        let places = &self.places[layer];
        let own = Cell::Value(Value::Text(self.schema[layer].name));
        for (place, cell) in places.iter().zip(std::iter::once(&own).chain(cells)) {
            let text;
            let value = match (cell, self.columns[usize::from(*place)].kind) {
                (Cell::Value(Value::Number(number)), _) => Field::Number(number.value()),
                (Cell::Given(Json::Null), _) => continue,
                (Cell::Given(given), Kind::Whole) => match given.as_i64() {
                    Some(whole) => Field::Whole(whole),
                    None => continue,
                },
                (Cell::Given(given), Kind::Number) => match given.as_f64() {
                    Some(number) => Field::Number(number),
                    None => continue,
                },
                (cell, _) => match cell.text() {
                    Some(words) => {
                        text = words;
                        Field::Text(&text)
                    }
                    None => continue,
                },
            };
            self.encoder.field(*place, &value);
        }
        let (bytes, mut bounds) = self.encoder.feature(shape)?;
        self.spool.write_all(bytes)?;
        let start = self.starts.last().copied().unwrap_or(0);
        self.starts.push(start + bytes.len() as u64);
        bounds.offset = self.boxes.len() as u64;
        self.boxes.push(bounds);
        if let Some(kind) = shape.kind() {
            self.seen.add(kind);
        }
        Ok(())
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

/// The kind that all features have, as the header states it.
fn kind(schema: &[Layer], seen: &Seen) -> GeometryType {
    let mut kinds = schema.iter().map(|layer| layer.geometry);
    let declared = match kinds.next() {
        Some(first) if kinds.all(|kind| kind == first) => first,
        _ => GeometryKind::Any,
    };
    match seen.narrowed(declared) {
        GeometryKind::MultiPolygon => GeometryType::MultiPolygon,
        GeometryKind::MultiLineString => GeometryType::MultiLineString,
        GeometryKind::Point => GeometryType::Point,
        GeometryKind::MultiPoint => GeometryType::MultiPoint,
        GeometryKind::Collection => GeometryType::GeometryCollection,
        GeometryKind::Any => GeometryType::Unknown,
    }
}

fn other(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}

#[cfg(test)]
mod tests;
