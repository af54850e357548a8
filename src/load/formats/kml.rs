//! KML: each Placemark a feature, in longitude and latitude on WGS84 as the format has it. Other elements draw, or lead elsewhere.

use super::super::document::{Geometry, Path};
use super::wkb::Shape;
use super::{Declared, Rows, curve, xml};
use crate::error::{Error, Place, Warning};
use roxmltree::Node;
use serde_json::{Map, Value};

/// Collections in collections go no deeper.
const DEEPEST: usize = 32;

/// Reads all placemarks.
pub(super) fn read(bytes: &[u8], rows: &mut Rows) -> Result<Declared, Error> {
    let text = xml::decode(bytes)?;
    let document = xml::parse(&text)?;
    let mut elsewhere = 0;
    for node in document.descendants() {
        match xml::name(&node) {
            "Placemark" => {
                let mut shape = Shape::default();
                let read = node
                    .children()
                    .try_for_each(|child| geometry(&child, &mut shape, 0));
                rows.row(properties(&node), read.map(|()| shape))?;
            }
            "NetworkLink" => elsewhere += 1,
            _ => {}
        }
    }
    if elsewhere > 0 {
        rows.notes.single.push(Warning {
            what: format!(
                "{elsewhere} network link{} not followed",
                if elsewhere == 1 { " is" } else { "s are" }
            ),
            place: Place {
                file: Some(rows.file.to_owned()),
                ..Place::default()
            },
            remedy: "open the link, save what it shows as KML, and give that file".to_owned(),
        });
    }
    Ok(Declared::Crs("OGC:CRS84".to_owned()))
}

fn properties(node: &Node) -> Map<String, Value> {
    let mut all = Map::new();
    let text = |text: &str| Value::from(text.trim());
    if let Some(id) = node.attribute("id") {
        all.insert("id".to_owned(), text(id));
    }
    for key in ["name", "description"] {
        if let Some(value) = xml::child(node, key) {
            all.insert(key.to_owned(), text(value));
        }
    }
    let extended = node.children().filter(|c| xml::name(c) == "ExtendedData");
    for data in extended.flat_map(|node| node.descendants()) {
        let value = match xml::name(&data) {
            "Data" => xml::child(&data, "value"),
            "SimpleData" => data.text(),
            _ => continue,
        };
        if let (Some(key), Some(value)) = (data.attribute("name"), value) {
            all.insert(key.to_owned(), text(value));
        }
    }
    all
}

fn geometry(node: &Node, out: &mut Shape, depth: usize) -> Result<(), Error> {
    if depth > DEEPEST {
        return Err(xml::wrong(node, "collections nested too deep"));
    }
    let found = match xml::name(node) {
        "Point" => positions(node, out)?.map(|path| Geometry::Points("Point", path)),
        "LineString" | "LinearRing" => {
            positions(node, out)?.map(|path| Geometry::Lines(vec![path]))
        }
        "Polygon" => {
            let mut rings = Vec::new();
            for kind in ["outerBoundaryIs", "innerBoundaryIs"] {
                let boundaries = node.children().filter(|c| xml::name(c) == kind);
                // Some writers put all inner rings into one boundary.
                for ring in boundaries.flat_map(|b| b.children()) {
                    if xml::name(&ring) == "LinearRing" {
                        rings.extend(positions(&ring, out)?);
                    }
                }
            }
            (!rings.is_empty()).then(|| Geometry::Polygons(vec![rings]))
        }
        "MultiGeometry" | "MultiTrack" => {
            return node
                .children()
                .try_for_each(|child| geometry(&child, out, depth + 1));
        }
        "Track" => {
            let mut path = Path::new();
            for place in node.children().filter(|c| xml::name(c) == "coord") {
                let numbers = place.text().unwrap_or_default().split_whitespace();
                path.push(position(&place, numbers, out)?);
            }
            (!path.is_empty()).then(|| Geometry::Lines(vec![path]))
        }
        solid @ "Model" => return Err(curve(solid)),
        _ => None,
    };
    out.geometries.extend(found);
    Ok(())
}

/// The positions of a geometry's `coordinates`; `None` where there are none.
fn positions(node: &Node, out: &mut Shape) -> Result<Option<Path>, Error> {
    let mut path = Path::new();
    for coordinates in node.children().filter(|c| xml::name(c) == "coordinates") {
        let text = coordinates.text().unwrap_or_default();
        // Spaces divide positions and commas their numbers; some writers put spaces after the commas too.
        let joined;
        let text = if text.contains(", ") || text.contains(" ,") {
            joined = text.split(',').map(str::trim).collect::<Vec<_>>().join(",");
            &joined
        } else {
            text
        };
        for tuple in text.split_whitespace() {
            let tuple = tuple.trim_end_matches(',');
            path.push(position(&coordinates, tuple.split(','), out)?);
        }
    }
    Ok(Some(path).filter(|path| !path.is_empty()))
}

fn position<'t>(
    node: &Node,
    numbers: impl Iterator<Item = &'t str>,
    out: &mut Shape,
) -> Result<[f64; 2], Error> {
    let mut all = [0.0; 3];
    let mut count = 0;
    for text in numbers {
        let number = text.parse::<f64>();
        match (all.get_mut(count), number) {
            (Some(slot), Ok(number)) => *slot = number,
            (None, _) => return Err(xml::wrong(node, "a position of more than three numbers")),
            (_, Err(_)) => {
                let shown: String = text.chars().take(40).collect();
                return Err(xml::wrong(node, &format!("{shown:?} is no number")));
            }
        }
        count += 1;
    }
    if count < 2 {
        return Err(xml::wrong(node, "a position of fewer than two numbers"));
    }
    // Nearly all files have a height of 0, which says nothing.
    out.height |= all[2] != 0.0;
    Ok([all[0], all[1]])
}
