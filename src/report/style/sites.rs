//! How sites look: in or out by colour, whatever their kind of geometry.
//!
//! With one width: in, in part, beyond. With several: within the narrowest that reaches, from dark to light, then beyond all. With none:
//! by the side of the line.

use super::super::features::{GeometryKind, Layer};
use super::Look;
use super::labels::{Label, Placement};
use super::rules::Rule;
use super::symbols::Symbol;
use crate::report::columns::WITHIN;

type Rgb = [u8; 3];

/// Of the narrowest of several widths, and of one alone; of the widest; beyond.
const NEAR: Rgb = [204, 76, 2];
const FAR: Rgb = [254, 217, 118];
const PART: Rgb = [254, 178, 76];
const BEYOND: Rgb = [128, 128, 128];
/// What a label may cost: a map of a million sites would wait for its labels.
const LABELS: u32 = 2000;

/// The rules of the layer: one for each of its classes and each kind of geometry in it.
pub fn rules(layer: &Layer, look: &Look) -> Vec<Rule> {
    let mut all = Vec::new();
    for (filter, label, colour) in classes(layer) {
        for kind in kinds(look) {
            all.push(Rule {
                filter: filter.clone(),
                label: label.clone(),
                symbol: symbol(kind, colour),
            });
        }
    }
    all
}

/// Which sites, as an expression and in words, and their colour.
fn classes(layer: &Layer) -> Vec<(String, String, Rgb)> {
    let widths: Vec<&str> = (layer.columns.iter())
        .filter(|column| column.kind == WITHIN)
        .filter_map(|column| column.name.strip_prefix("in_"))
        .collect();
    let is = |width: &str, words: &str| {
        let name = format!("in_{width}").replace('"', "\"\"");
        format!("\"{name}\" IN ({words})")
    };
    let (yes, any) = ("'true'", "'true', 'part'");
    match widths[..] {
        [] => vec![
            (
                "\"side\" = 'left'".to_owned(),
                "left of the line".to_owned(),
                [192, 80, 77],
            ),
            (
                "\"side\" = 'right'".to_owned(),
                "right of the line".to_owned(),
                [68, 114, 168],
            ),
            ("ELSE".to_owned(), "on the line".to_owned(), [17, 17, 17]),
        ],
        [width] => vec![
            (is(width, yes), format!("in at {width}"), NEAR),
            (is(width, "'part'"), format!("in part at {width}"), PART),
            ("ELSE".to_owned(), format!("out at {width}"), BEYOND),
        ],
        [.., widest] => {
            let last = widths.len() - 1;
            let mut classes: Vec<_> = (widths.iter().enumerate())
                .map(|(i, width)| {
                    let own = is(width, any);
                    // Each site is drawn once.
                    let filter = match i.checked_sub(1) {
                        Some(before) => format!("{own} AND NOT {}", is(widths[before], any)),
                        None => own,
                    };
                    let colour = [0, 1, 2].map(|c| between(NEAR[c], FAR[c], i, last));
                    (filter, format!("in at {width}"), colour)
                })
                .collect();
            classes.push(("ELSE".to_owned(), format!("out at {widest}"), BEYOND));
            classes
        }
    }
}

/// From `a` to `b` in `last` steps: the step of this number.
fn between(a: u8, b: u8, step: usize, last: usize) -> u8 {
    let part = step as f64 / last as f64;
    (f64::from(a) + part * (f64::from(b) - f64::from(a))).round() as u8
}

/// What kinds of symbols the layer needs; points where nothing is known.
fn kinds(look: &Look) -> Vec<Placement> {
    let mut kinds: Vec<Placement> = Vec::new();
    for kind in look.seen.kinds() {
        let of = match kind {
            GeometryKind::Point | GeometryKind::MultiPoint => &[Placement::BesidePoint][..],
            GeometryKind::MultiLineString => &[Placement::AlongLine],
            GeometryKind::MultiPolygon => &[Placement::InPolygon],
            GeometryKind::Collection | GeometryKind::Any => &[
                Placement::BesidePoint,
                Placement::AlongLine,
                Placement::InPolygon,
            ],
        };
        kinds.extend(
            of.iter()
                .filter(|of| !kinds.contains(of))
                .collect::<Vec<_>>(),
        );
    }
    if kinds.is_empty() {
        kinds.push(Placement::BesidePoint);
    }
    kinds
}

fn symbol(kind: Placement, [red, green, blue]: Rgb) -> Symbol {
    let colour = [red, green, blue, 255];
    match kind {
        Placement::BesidePoint => Symbol::Point {
            fill: colour,
            outline: [255, 255, 255, 255],
            size: 2.4,
        },
        Placement::AlongLine => Symbol::Line {
            colour,
            width: 0.7,
            casing: [255, 255, 255, 220],
            casing_width: 1.3,
        },
        Placement::InPolygon => Symbol::Fill {
            fill: [red, green, blue, 150],
            outline: colour,
            width: 0.4,
        },
    }
}

/// Name or id, and distance; a site with neither name nor id has none.
pub fn labels(look: &Look) -> Vec<Label> {
    let kinds = kinds(look);
    (kinds.iter())
        .map(|&placement| Label {
            filter: match (kinds.len(), placement) {
                (1, _) => "",
                (_, Placement::BesidePoint) => "geometry_type($geometry) = 'Point'",
                (_, Placement::AlongLine) => "geometry_type($geometry) = 'Line'",
                (_, Placement::InPolygon) => "geometry_type($geometry) = 'Polygon'",
            },
            text:
                "coalesce(\"name\", \"id\") || '\\n' || format_number(\"distance_km\", 1) || ' km'"
                    .to_owned(),
            size: 7.0,
            colour: [34, 34, 34, 255],
            bold: false,
            priority: 4,
            placement,
            most: Some(LABELS),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::super::columns::columns;
    use super::super::super::features::{SITES, Seen};
    use super::*;

    fn layer(names: &[&str]) -> Layer {
        Layer {
            name: SITES,
            about: "",
            geometry: GeometryKind::Any,
            columns: columns(names),
        }
    }

    #[test]
    fn each_site_has_one_class_and_the_widest_width_the_lightest_colour() {
        let classes = classes(&layer(&["side", "in_5km", "in_50km", "in_9mi"]));
        let filters: Vec<_> = classes.iter().map(|c| c.0.as_str()).collect();
        assert_eq!(filters[0], "\"in_5km\" IN ('true', 'part')");
        assert!(filters[1].contains("\"in_50km\"") && filters[1].contains("NOT \"in_5km\""));
        assert_eq!(filters[3], "ELSE");
        assert_eq!((classes[0].2, classes[2].2), (NEAR, FAR));
        assert_eq!(classes[3].1, "out at 9mi");
    }

    #[test]
    fn a_rule_and_a_label_stand_for_each_kind_of_geometry() {
        let mut seen = Seen::default();
        seen.add(GeometryKind::Point);
        seen.add(GeometryKind::MultiPolygon);
        let look = Look { widths: 1, seen };
        assert_eq!(rules(&layer(&["in_5km"]), &look).len(), 3 * 2);
        let labels = labels(&look);
        assert_eq!(labels.len(), 2);
        assert!(labels.iter().all(|l| !l.filter.is_empty()));
    }
}
