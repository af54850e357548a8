//! GPX: waypoints, routes and tracks, each a feature, in longitude and latitude on WGS84 as the format has it.

use super::super::document::{Geometry, Path};
use super::super::notes::Note;
use super::wkb::Shape;
use super::{Declared, Rows, xml};
use crate::error::{Error, Place};
use roxmltree::Node;
use serde_json::{Map, Value};

/// Reads all waypoints, routes and tracks.
pub(super) fn read(bytes: &[u8], rows: &mut Rows) -> Result<Declared, Error> {
    let text = xml::decode(bytes)?;
    let document = xml::parse(&text)?;
    for node in document.root_element().children() {
        let mut shape = Shape::default();
        let read = match xml::name(&node) {
            "wpt" => position(&node, &mut shape)
                .map(|at| shape.geometries.push(Geometry::Points("Point", vec![at]))),
            "rte" => part(&node, "rtept", rows, &mut shape).map(|path| lines(path, &mut shape)),
            "trk" => {
                let parts: Result<Vec<_>, Error> = node
                    .children()
                    .filter(|c| xml::name(c) == "trkseg")
                    .map(|segment| part(&segment, "trkpt", rows, &mut shape))
                    .collect();
                parts.map(|parts| lines(parts.into_iter().flatten(), &mut shape))
            }
            _ => continue,
        };
        rows.row(properties(&node), read.map(|()| shape))?;
    }
    Ok(Declared::Crs("OGC:CRS84".to_owned()))
}

fn properties(node: &Node) -> Map<String, Value> {
    ["name", "cmt", "desc", "sym", "type", "time"]
        .into_iter()
        .filter_map(|key| xml::child(node, key).map(|text| (key.to_owned(), text.into())))
        .collect()
}

fn lines(parts: impl IntoIterator<Item = Path>, out: &mut Shape) {
    let parts: Vec<Path> = parts.into_iter().collect();
    if !parts.is_empty() {
        out.geometries.push(Geometry::Lines(parts));
    }
}

/// The positions of a segment. One position alone, as receivers leave them where they are switched on, is no line: told and left out.
fn part(node: &Node, kind: &str, rows: &mut Rows, out: &mut Shape) -> Result<Option<Path>, Error> {
    let path = node
        .children()
        .filter(|c| xml::name(c) == kind)
        .map(|point| position(&point, out))
        .collect::<Result<Path, Error>>()?;
    if path.len() == 1 {
        let at = Place {
            file: Some(rows.file.to_owned()),
            at: Some(path[0]),
            ..Place::default()
        };
        rows.notes.add(Note::LonePosition, || at);
    }
    Ok(Some(path).filter(|path| path.len() > 1))
}

fn position(node: &Node, out: &mut Shape) -> Result<[f64; 2], Error> {
    let number = |key: &str| {
        let text = node
            .attribute(key)
            .ok_or_else(|| xml::wrong(node, &format!("no attribute {key}")))?;
        text.trim()
            .parse::<f64>()
            .map_err(|_| xml::wrong(node, &format!("{key} is no number")))
    };
    out.height |= xml::child(node, "ele").is_some();
    Ok([number("lon")?, number("lat")?])
}
