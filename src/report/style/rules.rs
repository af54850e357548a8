//! Which features of a layer are drawn how.

use super::super::features::{BORDER, Layer, OVERLAP, SITES, STRIP, TABULATE, TERRITORIES};
use super::symbols::{Colour, Symbol};
use super::{Look, sites};

/// One rule: which features, what the legend calls them, and how they are drawn.
pub struct Rule {
    /// An expression of QGIS; empty: all; `ELSE`: those that no rule before took.
    pub filter: String,
    pub label: String,
    pub symbol: Symbol,
}

/// The rules of a layer.
pub fn rules(layer: &Layer, look: &Look) -> Vec<Rule> {
    match layer.name {
        TERRITORIES => vec![fill(
            "",
            "territory",
            [251, 250, 245, 255],
            [185, 180, 166, 255],
            0.2,
        )],
        STRIP => vec![fill(
            "",
            "strip",
            [120, 130, 140, 46],
            [34, 34, 34, 255],
            0.3,
        )],
        OVERLAP => vec![
            group("A", "group A", [192, 80, 77], [192, 80, 77, 255]),
            group("B", "group B", [68, 114, 168], [68, 114, 168, 255]),
            group("both", "both groups", [122, 90, 154], [122, 90, 154, 255]),
            fill(
                "ELSE",
                "neither",
                [154, 154, 140, 140],
                [122, 122, 108, 255],
                0.2,
            ),
        ],
        TABULATE => vec![fill(
            "",
            "own polygons",
            [222, 170, 60, 110],
            [150, 105, 20, 255],
            0.3,
        )],
        BORDER => vec![Rule {
            filter: String::new(),
            label: "border".to_owned(),
            symbol: Symbol::Line {
                colour: [17, 17, 17, 255],
                width: 0.8,
                casing: [255, 255, 255, 220],
                casing_width: 1.5,
            },
        }],
        SITES => sites::rules(layer, look),
        _ => Vec::new(),
    }
}

fn fill(filter: &str, label: &str, fill: Colour, outline: Colour, width: f64) -> Rule {
    Rule {
        filter: filter.to_owned(),
        label: label.to_owned(),
        symbol: Symbol::Fill {
            fill,
            outline,
            width,
        },
    }
}

fn group(name: &str, label: &str, [red, green, blue]: [u8; 3], outline: Colour) -> Rule {
    let filter = format!("\"group\" = '{name}'");
    fill(&filter, label, [red, green, blue, 140], outline, 0.2)
}
