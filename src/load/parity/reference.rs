//! The features of a text that is JSON for certain, by the plainest way: numbers by `str::parse`, all else by `serde_json`.

use super::Seen;
use crate::crs::is_wgs84;
use crate::load::document::{Feature, Geometry, Path};
use serde_json::Value;

/// A value, and the text that it stands in.
struct Node<'a> {
    text: &'a str,
    kind: Kind<'a>,
}

enum Kind<'a> {
    Null,
    Number(f64),
    String(String),
    Array(Vec<Node<'a>>),
    /// All members, those given twice too.
    Object(Vec<(String, Node<'a>)>),
    Truth,
}

/// `None`: it is no GeoJSON that is read.
pub(super) fn features(text: &str) -> Option<Vec<Seen>> {
    let mut rest = text;
    let root = node(&mut rest);
    sound(&root, true)?;
    crs(&root)?;
    let all = match string(last(&root, "type")) {
        Some("FeatureCollection") => {
            let Kind::Array(members) = &last(&root, "features")?.kind else {
                return None;
            };
            members.iter().map(feature).collect::<Option<Vec<_>>>()?
        }
        Some("Feature") => vec![feature(&root)?],
        _ => {
            let mut geometries = Vec::new();
            flatten(&root, &mut geometries)?;
            vec![Feature {
                label: String::new(),
                geometries,
                properties: Default::default(),
                id: None,
            }]
        }
    };
    let located = all.iter().any(|f| !f.geometries.is_empty());
    located.then(|| all.into_iter().map(Seen::from).collect())
}

/// The value at the front of a text, which is JSON.
fn node<'a>(rest: &mut &'a str) -> Node<'a> {
    let white = [' ', '\n', '\r', '\t'];
    *rest = rest.trim_start_matches(white);
    let start = *rest;
    let step = |rest: &mut &'a str| {
        *rest = rest.trim_start_matches(white);
        let sign = rest.as_bytes()[0];
        if sign == b',' || sign == b':' {
            *rest = rest[1..].trim_start_matches(white);
        }
        rest.as_bytes()[0]
    };
    let open = |rest: &mut &'a str| {
        *rest = &rest[1..];
        step(rest)
    };
    let kind = match start.as_bytes()[0] {
        b'{' => {
            let mut members = Vec::new();
            let mut sign = open(rest);
            while sign != b'}' {
                let Kind::String(key) = node(rest).kind else {
                    panic!("no key: {rest}");
                };
                step(rest);
                members.push((key, node(rest)));
                sign = step(rest);
            }
            *rest = &rest[1..];
            Kind::Object(members)
        }
        b'[' => {
            let mut items = Vec::new();
            let mut sign = open(rest);
            while sign != b']' {
                items.push(node(rest));
                sign = step(rest);
            }
            *rest = &rest[1..];
            Kind::Array(items)
        }
        b'"' => {
            let mut escaped = false;
            let end = start[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            let length = end.expect("a closing quote") + 2;
            *rest = &start[length..];
            Kind::String(serde_json::from_str(&start[..length]).expect("a string"))
        }
        first => {
            let length = start.find(|c: char| ",]} \n\r\t".contains(c));
            let token = &start[..length.unwrap_or(start.len())];
            *rest = &start[token.len()..];
            match first {
                b'n' => Kind::Null,
                b't' | b'f' => Kind::Truth,
                _ => Kind::Number(token.parse().expect("a number")),
            }
        }
    };
    Node {
        text: &start[..start.len() - rest.len()],
        kind,
    }
}

fn members<'n, 'a>(object: &'n Node<'a>) -> &'n [(String, Node<'a>)] {
    match &object.kind {
        Kind::Object(members) => members,
        _ => &[],
    }
}

/// Of members given twice the last; null is none.
fn last<'n, 'a>(object: &'n Node<'a>, key: &str) -> Option<&'n Node<'a>> {
    let found = members(object).iter().rev().find(|(k, _)| k == key);
    found
        .map(|(_, v)| v)
        .filter(|v| !matches!(v.kind, Kind::Null))
}

fn string<'n>(node: Option<&'n Node>) -> Option<&'n str> {
    match &node?.kind {
        Kind::String(text) => Some(text),
        _ => None,
    }
}

/// Whether all members that GeoJSON knows are of their type, those too that a later one replaces.
fn sound(object: &Node, root: bool) -> Option<()> {
    let Kind::Object(members) = &object.kind else {
        return None;
    };
    for (key, value) in members {
        match (key.as_str(), &value.kind) {
            ("type" | "coordinates" | "geometries" | "geometry" | "properties", Kind::Null) => {}
            ("type", Kind::String(_)) | ("properties", Kind::Object(_)) => {}
            ("type" | "properties", _) => return None,
            ("coordinates", _) => drop(item(value)?),
            ("geometry", _) => sound(value, false)?,
            ("features", Kind::Null) => {}
            ("geometries", Kind::Array(all)) => all.iter().try_for_each(|g| sound(g, false))?,
            ("features", Kind::Array(all)) if root => {
                all.iter().try_for_each(|g| sound(g, false))?;
            }
            ("geometries", _) => return None,
            ("features", _) if root => return None,
            _ => {}
        }
    }
    Some(())
}

fn crs(object: &Node) -> Option<()> {
    let Some(member) = last(object, "crs") else {
        return Some(());
    };
    let member: Value = serde_json::from_str(member.text).expect("JSON");
    let name = member.pointer("/properties/name")?.as_str()?;
    is_wgs84(name).then_some(())
}

fn feature(object: &Node) -> Option<Feature> {
    if string(last(object, "type")) != Some("Feature") {
        return None;
    }
    crs(object)?;
    let mut geometries = Vec::new();
    if let Some(geometry) = last(object, "geometry") {
        flatten(geometry, &mut geometries)?;
    }
    let value = |node: &Node| serde_json::from_str::<Value>(node.text).expect("JSON");
    let properties = last(object, "properties").map(value);
    Some(Feature {
        label: String::new(),
        geometries,
        properties: match properties {
            Some(Value::Object(map)) => map,
            _ => Default::default(),
        },
        id: last(object, "id").map(value),
    })
}

fn flatten(object: &Node, out: &mut Vec<Geometry>) -> Option<()> {
    crs(object)?;
    let kind = string(last(object, "type"))?;
    if kind == "GeometryCollection" {
        let Kind::Array(all) = &last(object, "geometries")?.kind else {
            return None;
        };
        return all.iter().try_for_each(|g| flatten(g, out));
    }
    let depth = match kind {
        "Point" => 1,
        "MultiPoint" | "LineString" => 2,
        "MultiLineString" | "Polygon" => 3,
        "MultiPolygon" => 4,
        _ => return None,
    };
    let coordinates = last(object, "coordinates")?;
    let groups = match item(coordinates)? {
        None => return Some(()),
        Some((found, groups)) if found == depth => groups,
        Some(_) => return None,
    };
    let first = |groups: Vec<Vec<Path>>| groups.into_iter().next().unwrap_or_default();
    out.push(match kind {
        "Point" => Geometry::Points("Point", first(groups).remove(0)),
        "MultiPoint" => Geometry::Points("MultiPoint", first(groups).remove(0)),
        "LineString" | "MultiLineString" => Geometry::Lines(first(groups)),
        _ => Geometry::Polygons(groups),
    });
    Some(())
}

type Groups = Vec<Vec<Path>>;

/// Coordinates: their depth, and as paths of groups; `Some(None)` for an empty array, `None` for what is none.
fn item(node: &Node) -> Option<Option<(usize, Groups)>> {
    let number = |node: &Node| match node.kind {
        Kind::Number(x) => Some(x),
        Kind::Null => Some(f64::NAN),
        _ => None,
    };
    if number(node).is_some() {
        return Some(Some((0, vec![])));
    }
    let Kind::Array(items) = &node.kind else {
        return None;
    };
    if items.is_empty() {
        return Some(None);
    }
    if let Some(numbers) = items.iter().map(number).collect::<Option<Vec<f64>>>() {
        let at = [*numbers.first()?, *numbers.get(1)?];
        return Some(Some((1, vec![vec![vec![at]]])));
    }
    let inner: Vec<(usize, Groups)> = items.iter().map(|i| item(i)?).collect::<Option<_>>()?;
    let depth = inner[0].0;
    if depth == 0 || depth == 4 || inner.iter().any(|(d, _)| *d != depth) {
        return None;
    }
    let groups = inner.into_iter().map(|(_, groups)| groups);
    let joined = match depth {
        1 => {
            let paths = groups.flatten().flatten();
            vec![vec![paths.flatten().collect()]]
        }
        2 => vec![groups.flatten().flatten().collect()],
        _ => groups.flatten().collect(),
    };
    Some(Some((depth + 1, joined)))
}
