//! FlatGeobuf: features one after another, from a file or a stream; the index is passed over.
//!
//! The crate `flatgeobuf` knows the format's tables and checks them. The walk from one to the next is here: the crate's own takes room
//! for whatever size a damaged file states, and its index must not be of a wrong shape.

use super::super::document::{Geometry as Shapes, Path};
use super::{Declared, Rows, curve, layers, unreadable, wkb::Shape};
use crate::error::Error;
use flatgeobuf::{
    ColumnType, Geometry, GeometryType, Header, size_prefixed_root_as_feature,
    size_prefixed_root_as_header,
};
use serde_json::{Map, Number, Value};
use std::fmt::Display;
use std::io::{ErrorKind, Read};

/// A larger header is a damaged one, bytes.
const LARGEST_HEADER: u32 = 10 << 20;
/// Bytes of a node of the index.
const NODE: u64 = 40;

/// Reads all features. A file has one layer; `layer` must be its name where it is given.
pub(super) fn read(
    mut reader: impl Read,
    layer: Option<String>,
    rows: &mut Rows,
) -> Result<Declared, Error> {
    let mut magic = [0; 8];
    reader.read_exact(&mut magic).map_err(|e| failed(&e))?;
    if magic[4..7] != *b"fgb" {
        return Err(damaged(&"its first bytes"));
    }
    if magic[3] != flatgeobuf::VERSION {
        return Err(
            Error::data(format!("FlatGeobuf of version {}", magic[3])).remedy(format!(
                "export it again in version {}",
                flatgeobuf::VERSION
            )),
        );
    }
    let mut head = Vec::new();
    if !table(&mut reader, LARGEST_HEADER, &mut head)? {
        return Err(failed(&ErrorKind::UnexpectedEof.into()));
    }
    let header = size_prefixed_root_as_header(&head).map_err(|e| damaged(&e))?;
    if let Some(layer) = layer.filter(|layer| header.name() != Some(layer)) {
        let name = header.name().unwrap_or("no name").to_owned();
        return Err(layers(Some(&layer), &[name]));
    }
    // Whatever else stands there is somebody else's.
    let metadata = header
        .metadata()
        .and_then(|text| serde_json::from_str(text).ok());
    rows.recorded(metadata.unwrap_or_default());
    let (kind, height) = (header.geometry_type(), header.has_z() || header.has_m());
    let count = header.features_count();
    let columns: Columns = (header.columns().into_iter().flatten())
        .map(|column| (column.name().to_owned(), column.type_()))
        .collect();
    let index = index_size(count, header.index_node_size()).ok_or_else(|| damaged(&"its index"))?;
    std::io::copy(&mut reader.by_ref().take(index), &mut std::io::sink())
        .map_err(|e| failed(&e))?;
    let (mut read, mut buffer) = (0, Vec::new());
    while table(&mut reader, u32::MAX, &mut buffer)? {
        let broken = |what: &dyn Display| damaged(&format!("feature {}: {what}", read + 1));
        let feature = size_prefixed_root_as_feature(&buffer).map_err(|e| broken(&e))?;
        let bytes = feature.properties();
        let bytes = bytes.as_ref().map_or(&[][..], |vector| vector.bytes());
        let properties =
            properties(bytes, &columns).ok_or_else(|| broken(&"its properties cannot be read"))?;
        let mut shape = Shape::default();
        let geometry = match feature.geometry() {
            Some(geometry) => shapes(&geometry, kind, &mut shape, 0),
            None => Ok(()),
        };
        shape.height |= height && !shape.geometries.is_empty();
        rows.row(properties, geometry.map(|()| shape))?;
        read += 1;
    }
    // A stream need not know its count.
    if count > 0 && read != count {
        return Err(
            Error::data(format!("the file ends after {read} of {count} features")).remedy(DAMAGED),
        );
    }
    Ok(declared(&header))
}

/// Reads the next table with its size before it; `false` at the end. A wrong size takes no more room than the file has.
fn table(reader: &mut impl Read, largest: u32, buffer: &mut Vec<u8>) -> Result<bool, Error> {
    buffer.clear();
    let whole = reader
        .by_ref()
        .take(4)
        .read_to_end(buffer)
        .map_err(|e| failed(&e))?;
    let Some(size) = buffer
        .first_chunk::<4>()
        .map(|bytes| u32::from_le_bytes(*bytes))
    else {
        return if whole == 0 {
            Ok(false)
        } else {
            Err(failed(&ErrorKind::UnexpectedEof.into()))
        };
    };
    if size > largest {
        return Err(damaged(&"its header"));
    }
    let read = reader
        .by_ref()
        .take(size.into())
        .read_to_end(buffer)
        .map_err(|e| failed(&e))?;
    if read < size as usize {
        return Err(failed(&ErrorKind::UnexpectedEof.into()));
    }
    Ok(true)
}

/// Bytes of the index: a packed tree of nodes, all levels.
fn index_size(count: u64, node: u16) -> Option<u64> {
    if node == 0 || count == 0 {
        return Some(0);
    }
    if node == 1 {
        return None;
    }
    let (mut level, mut nodes) = (count, count);
    while level > 1 {
        level = level.div_ceil(node.into());
        nodes = nodes.checked_add(level)?;
    }
    // A tree of one feature has a root above its leaf.
    if count == 1 {
        nodes += 1;
    }
    nodes.checked_mul(NODE)
}

const DAMAGED: &str = "the file was cut off or is damaged; copy or export it again";

fn failed(error: &std::io::Error) -> Error {
    match error.kind() {
        ErrorKind::UnexpectedEof => {
            Error::data("the FlatGeobuf file ends too early").remedy(DAMAGED)
        }
        _ => unreadable(error),
    }
}

fn damaged(what: &dyn Display) -> Error {
    Error::data(format!("a broken FlatGeobuf file: {what}")).remedy(DAMAGED)
}

fn declared(header: &Header) -> Declared {
    let Some(crs) = header.crs() else {
        return Declared::Nothing("its header names none");
    };
    let code = crs.code_string().map(str::to_owned);
    let code = code.or_else(|| (crs.code() > 0).then(|| crs.code().to_string()));
    match (code, crs.wkt()) {
        (Some(code), _) => Declared::Crs(format!("{}:{code}", crs.org().unwrap_or("EPSG"))),
        (None, Some(wkt)) if !wkt.is_empty() => Declared::Crs(wkt.to_owned()),
        _ => Declared::Nothing("its header names none"),
    }
}

/// Name and type of each column.
type Columns = Vec<(String, ColumnType)>;

/// The values by name. The crate's own reader trusts the lengths in the file.
fn properties(mut bytes: &[u8], columns: &Columns) -> Option<Map<String, Value>> {
    fn take<'a, const N: usize>(bytes: &mut &'a [u8]) -> Option<&'a [u8; N]> {
        let (head, rest) = bytes.split_first_chunk::<N>()?;
        *bytes = rest;
        Some(head)
    }
    let real = |x: f64| Number::from_f64(x).map_or(Value::Null, Value::Number);
    let mut all = Map::new();
    // Some writers leave a byte at the end.
    while bytes.len() > 1 {
        let column = u16::from_le_bytes(*take(&mut bytes)?);
        let (name, kind) = columns.get(usize::from(column))?;
        let b = &mut bytes;
        let value = match *kind {
            ColumnType::Byte => i8::from_le_bytes(*take(b)?).into(),
            ColumnType::UByte => u8::from_le_bytes(*take(b)?).into(),
            ColumnType::Bool => (u8::from_le_bytes(*take(b)?) != 0).into(),
            ColumnType::Short => i16::from_le_bytes(*take(b)?).into(),
            ColumnType::UShort => u16::from_le_bytes(*take(b)?).into(),
            ColumnType::Int => i32::from_le_bytes(*take(b)?).into(),
            ColumnType::UInt => u32::from_le_bytes(*take(b)?).into(),
            ColumnType::Long => i64::from_le_bytes(*take(b)?).into(),
            ColumnType::ULong => u64::from_le_bytes(*take(b)?).into(),
            ColumnType::Float => real(f32::from_le_bytes(*take(b)?).into()),
            ColumnType::Double => real(f64::from_le_bytes(*take(b)?)),
            ColumnType::String | ColumnType::Json | ColumnType::DateTime | ColumnType::Binary => {
                let length = u32::from_le_bytes(*take(b)?) as usize;
                let (text, rest) = b.split_at_checked(length)?;
                *b = rest;
                match *kind {
                    ColumnType::Binary => Value::Null,
                    // What writers put there need not be JSON.
                    ColumnType::Json => match serde_json::from_slice(text) {
                        Ok(value) => value,
                        Err(_) => std::str::from_utf8(text).ok()?.into(),
                    },
                    _ => std::str::from_utf8(text).ok()?.into(),
                }
            }
            _ => return None,
        };
        all.insert(name.clone(), value);
    }
    Some(all)
}

fn broken(what: &str) -> Error {
    Error::data(format!("a broken geometry: {what}")).remedy(DAMAGED)
}

/// Takes a geometry over; `kind` is the header's, which counts where it is known.
fn shapes(
    geometry: &Geometry,
    kind: GeometryType,
    out: &mut Shape,
    depth: usize,
) -> Result<(), Error> {
    if depth > 32 {
        return Err(broken("collections nested too deep"));
    }
    let kind = if kind == GeometryType::Unknown {
        geometry.type_()
    } else {
        kind
    };
    let parts = || geometry.parts().into_iter().flatten();
    let all = &mut out.geometries;
    match kind {
        GeometryType::Point | GeometryType::MultiPoint => {
            let path = positions(geometry)?;
            let known = if kind == GeometryType::Point {
                "Point"
            } else {
                "MultiPoint"
            };
            if !path.is_empty() {
                all.push(Shapes::Points(known, path));
            }
        }
        GeometryType::LineString => {
            let path = positions(geometry)?;
            if !path.is_empty() {
                all.push(Shapes::Lines(vec![path]));
            }
        }
        GeometryType::MultiLineString => {
            let paths = split(geometry)?;
            if !paths.is_empty() {
                all.push(Shapes::Lines(paths));
            }
        }
        GeometryType::Polygon => {
            let rings = split(geometry)?;
            if !rings.is_empty() {
                all.push(Shapes::Polygons(vec![rings]));
            }
        }
        GeometryType::MultiPolygon => {
            let mut groups = Vec::new();
            for part in parts() {
                groups.push(split(&part)?);
            }
            // A writer may leave the parts out where there is one.
            if geometry.parts().is_none() && geometry.xy().is_some() {
                groups.push(split(geometry)?);
            }
            groups.retain(|rings| !rings.is_empty());
            if !groups.is_empty() {
                all.push(Shapes::Polygons(groups));
            }
        }
        GeometryType::GeometryCollection => {
            for part in parts() {
                shapes(&part, GeometryType::Unknown, out, depth + 1)?;
            }
        }
        other => return Err(curve(other.variant_name().unwrap_or("unknown"))),
    }
    Ok(())
}

fn positions(geometry: &Geometry) -> Result<Path, Error> {
    let Some(xy) = geometry.xy() else {
        return Ok(Vec::new());
    };
    if xy.len() % 2 != 0 {
        return Err(broken("half a position"));
    }
    Ok((0..xy.len() / 2)
        .map(|i| [xy.get(2 * i), xy.get(2 * i + 1)])
        .collect())
}

/// The positions cut at `ends`; a geometry without ends is one part.
fn split(geometry: &Geometry) -> Result<Vec<Path>, Error> {
    let all = positions(geometry)?;
    let Some(ends) = geometry.ends().filter(|ends| !ends.is_empty()) else {
        return Ok(if all.is_empty() {
            Vec::new()
        } else {
            vec![all]
        });
    };
    let mut from = 0;
    let mut out = Vec::with_capacity(ends.len());
    for end in ends {
        let part = all
            .get(from..end as usize)
            .ok_or_else(|| broken("its parts overlap or reach too far"))?;
        out.push(part.to_vec());
        from = end as usize;
    }
    if from != all.len() {
        return Err(broken("positions that belong to no part"));
    }
    Ok(out)
}
