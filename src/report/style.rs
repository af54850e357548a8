//! How layers look in QGIS (3.16 and later): one source of QML, for a GeoPackage's layers and for the file beside a GeoJSON or
//! FlatGeobuf, which holds all layers in one.
//!
//! `rules` says once for each layer what is drawn and `labels` what is written; [`qml`] makes a document of one layer's,
//! [`mixed`] one of all, with each rule under the condition that the feature is of that layer. Lines, fills and points can stand
//! in one document: QGIS draws a feature by the symbols of its own kind only.
//!
//! Colours are those of the README's picture: red A, blue B, violet both, grey neither.

use super::features::{BORDER, Layer, OVERLAP, SITES, STRIP, TERRITORIES};
use std::fmt::Write;

/// What the style must know of the run.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// How many widths there are: where more than one, labels say which.
    pub widths: usize,
}

/// Red, green, blue, opacity, each 0 to 255, as QGIS writes them.
type Colour = &'static str;
const NONE: Colour = "0,0,0,0";

/// One rule: which features, what the legend calls them, and how they are drawn.
struct Rule {
    /// An expression of QGIS; empty: all; `ELSE`: those that no rule before took.
    filter: &'static str,
    label: &'static str,
    symbol: Symbol,
}

/// Widths in millimetres.
enum Symbol {
    Fill {
        fill: Colour,
        outline: Colour,
        width: f64,
    },
    /// A line on a lighter, broader one, so that it stands out on any ground.
    Line {
        colour: Colour,
        width: f64,
        casing: Colour,
        casing_width: f64,
    },
    Point {
        fill: Colour,
        outline: Colour,
        size: f64,
    },
}

fn rules(layer: &str) -> Vec<Rule> {
    let fill = |filter, label, fill, outline, width| Rule {
        filter,
        label,
        symbol: Symbol::Fill {
            fill,
            outline,
            width,
        },
    };
    let point = |filter, label, fill| Rule {
        filter,
        label,
        symbol: Symbol::Point {
            fill,
            outline: "255,255,255,255",
            size: 2.4,
        },
    };
    match layer {
        TERRITORIES => vec![fill(
            "",
            "territory",
            "251,250,245,255",
            "185,180,166,255",
            0.2,
        )],
        STRIP => vec![fill("", "strip", "120,130,140,46", "34,34,34,255", 0.3)],
        OVERLAP => vec![
            fill(
                "\"group\" = 'A'",
                "group A",
                "192,80,77,140",
                "192,80,77,255",
                0.2,
            ),
            fill(
                "\"group\" = 'B'",
                "group B",
                "68,114,168,140",
                "68,114,168,255",
                0.2,
            ),
            fill(
                "\"group\" = 'both'",
                "both groups",
                "122,90,154,140",
                "122,90,154,255",
                0.2,
            ),
            fill("ELSE", "neither", "154,154,140,140", "122,122,108,255", 0.2),
        ],
        BORDER => vec![Rule {
            filter: "",
            label: "border",
            symbol: Symbol::Line {
                colour: "17,17,17,255",
                width: 0.8,
                casing: "255,255,255,220",
                casing_width: 1.5,
            },
        }],
        SITES => vec![
            point("\"distance_km\" IS NULL", "not judged", "154,154,140,255"),
            point("\"side\" = 'left'", "left of the line", "192,80,77,255"),
            point("\"side\" = 'right'", "right of the line", "68,114,168,255"),
            point("ELSE", "on the line", "17,17,17,255"),
        ],
        _ => Vec::new(),
    }
}

/// What is written at features of a layer.
struct Label {
    /// An expression of QGIS.
    text: String,
    /// Points.
    size: f64,
    colour: Colour,
    bold: bool,
    /// 0 to 10: which stays where two would overlap.
    priority: u8,
    /// Which of the layer's features go first, where room is scarce.
    points: bool,
}

fn labels(layer: &str, look: &Look) -> Option<Label> {
    match layer {
        OVERLAP => {
            let width = if look.widths > 1 {
                " || '\\n' || \"width_km\" || ' km'"
            } else {
                ""
            };
            Some(Label {
                // Shares below a tenth of a percent are told as such; "0.0 %" would say none.
                text: format!(
                    "\"name\"{width} || '\\n' || CASE WHEN \"overlap_share\" < 0.001 THEN '< 0.1' ELSE format_number(100 * \"overlap_share\", 1) END || ' %\\n' || format_number(\"overlap_km2\", 0) || ' km²'"
                ),
                size: 8.0,
                colour: "34,34,34,255",
                bold: true,
                priority: 8,
                points: false,
            })
        }
        SITES => Some(Label {
            text: "\"name\" || '\\n' || format_number(\"distance_km\", 1) || ' km'".to_owned(),
            size: 7.0,
            colour: "34,34,34,255",
            bold: false,
            priority: 4,
            points: true,
        }),
        _ => None,
    }
}

/// From the ground up: which layer is drawn before which, where all are in one.
const ORDER: [&str; 5] = [TERRITORIES, STRIP, OVERLAP, BORDER, SITES];

/// Layers with the one that is drawn last first.
pub fn from_top(mut schema: Vec<Layer>) -> Vec<Layer> {
    schema.sort_by_key(|layer| std::cmp::Reverse(ORDER.iter().position(|n| *n == layer.name)));
    schema
}

/// The style of one layer, as a QML document.
pub fn qml(layer: &Layer, look: &Look) -> String {
    let mut page = Page::default();
    page.rules(layer.name, "");
    page.labels(layer.name, "", look);
    // Wide strips below narrow ones.
    let order = match layer.name {
        STRIP | OVERLAP => Some("-\"width_km\""),
        _ => None,
    };
    page.document(order)
}

/// The style of all layers in one, told apart by the column `layer`.
pub fn mixed(schema: &[Layer], look: &Look) -> String {
    let mut page = Page::default();
    let named = || {
        let known = |name: &&&str| schema.iter().any(|layer| layer.name == **name);
        ORDER.iter().filter(known)
    };
    for name in named() {
        let own = format!("\"layer\" = '{name}'");
        page.rules(name, &own);
        page.labels(name, &own, look);
    }
    let cases: String = (named().enumerate())
        .map(|(i, name)| format!(" WHEN '{name}' THEN {i}"))
        .collect();
    // A layer at a time, and within each wide strips below narrow ones: no width comes near the factor.
    let order = match schema.iter().any(|l| l.name == STRIP) {
        true => format!("CASE \"layer\"{cases} END * 1000000 - coalesce(\"width_km\", 0)"),
        false => format!("CASE \"layer\"{cases} END"),
    };
    page.document(Some(&order))
}

/// A document under construction.
#[derive(Default)]
struct Page {
    rules: String,
    symbols: String,
    count: usize,
    labels: String,
}

impl Page {
    /// A layer's rules; in a group of their own where they hold `under` a condition.
    fn rules(&mut self, layer: &str, under: &str) {
        let rules = rules(layer);
        let nested = !under.is_empty();
        if nested {
            let _ = write!(
                self.rules,
                "<rule key=\"{{{layer}}}\" label=\"{layer}\" filter=\"{}\">",
                escaped(under)
            );
        }
        for (i, rule) in rules.iter().enumerate() {
            let filter = match rule.filter {
                "" => String::new(),
                filter => format!(" filter=\"{}\"", escaped(filter)),
            };
            let _ = write!(
                self.rules,
                "<rule key=\"{{{layer}-{i}}}\" symbol=\"{}\" label=\"{}\"{filter}/>",
                self.count,
                escaped(rule.label)
            );
            symbol(&mut self.symbols, self.count, &rule.symbol);
            self.count += 1;
        }
        if nested {
            self.rules.push_str("</rule>");
        }
    }

    fn labels(&mut self, layer: &str, under: &str, look: &Look) {
        let Some(label) = labels(layer, look) else {
            return;
        };
        let filter = match under {
            "" => String::new(),
            under => format!(" filter=\"{}\"", escaped(under)),
        };
        let _ = write!(
            self.labels,
            "<rule key=\"{{label-{layer}}}\" description=\"{layer}\"{filter}>"
        );
        settings(&mut self.labels, &label);
        self.labels.push_str("</rule>");
    }

    /// The whole; `order`: an expression by which features are drawn, the least first.
    fn document(&self, order: Option<&str>) -> String {
        let (enabled, order) = match order {
            Some(order) => (
                1,
                format!(
                    "<orderby><orderByClause asc=\"1\" nullsFirst=\"1\">{}</orderByClause></orderby>",
                    escaped(order)
                ),
            ),
            None => (0, String::new()),
        };
        let labels = match self.labels.is_empty() {
            true => String::new(),
            false => format!(
                "<labeling type=\"rule-based\"><rules key=\"{{labels}}\">{}</rules></labeling>",
                self.labels
            ),
        };
        let labelled = u8::from(!self.labels.is_empty());
        format!(
            "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n\
             <qgis version=\"3.22.0\" styleCategories=\"Symbology|Labeling\" labelsEnabled=\"{labelled}\">\
             <renderer-v2 type=\"RuleRenderer\" symbollevels=\"0\" forceraster=\"0\" enableorderby=\"{enabled}\">\
             <rules key=\"{{rules}}\">{}</rules><symbols>{}</symbols>{order}</renderer-v2>\
             {labels}<blendMode>0</blendMode><featureBlendMode>0</featureBlendMode></qgis>\n",
            self.rules, self.symbols
        )
    }
}

fn symbol(out: &mut String, number: usize, symbol: &Symbol) {
    let kind = match symbol {
        Symbol::Fill { .. } => "fill",
        Symbol::Line { .. } => "line",
        Symbol::Point { .. } => "marker",
    };
    let _ = write!(
        out,
        "<symbol type=\"{kind}\" name=\"{number}\" alpha=\"1\" clip_to_extent=\"1\" force_rhr=\"0\">"
    );
    match symbol {
        Symbol::Fill {
            fill,
            outline,
            width,
        } => symbol_layer(
            out,
            "SimpleFill",
            &[
                ("color", fill),
                ("style", if *fill == NONE { "no" } else { "solid" }),
                ("outline_color", outline),
                ("outline_style", "solid"),
                ("outline_width", &width.to_string()),
                ("outline_width_unit", "MM"),
                ("joinstyle", "round"),
            ],
        ),
        Symbol::Line {
            colour,
            width,
            casing,
            casing_width,
        } => {
            for (colour, width) in [(casing, casing_width), (colour, width)] {
                symbol_layer(
                    out,
                    "SimpleLine",
                    &[
                        ("line_color", colour),
                        ("line_style", "solid"),
                        ("line_width", &width.to_string()),
                        ("line_width_unit", "MM"),
                        ("joinstyle", "round"),
                        ("capstyle", "round"),
                    ],
                );
            }
        }
        Symbol::Point {
            fill,
            outline,
            size,
        } => symbol_layer(
            out,
            "SimpleMarker",
            &[
                ("name", "circle"),
                ("color", fill),
                ("outline_color", outline),
                ("outline_style", "solid"),
                ("outline_width", "0.3"),
                ("outline_width_unit", "MM"),
                ("size", &size.to_string()),
                ("size_unit", "MM"),
            ],
        ),
    }
    out.push_str("</symbol>");
}

fn symbol_layer(out: &mut String, class: &str, options: &[(&str, &str)]) {
    let _ = write!(
        out,
        "<layer class=\"{class}\" enabled=\"1\" locked=\"0\" pass=\"0\"><Option type=\"Map\">"
    );
    for (name, value) in options {
        let _ = write!(
            out,
            "<Option name=\"{name}\" type=\"QString\" value=\"{value}\"/>"
        );
    }
    out.push_str("</Option></layer>");
}

fn settings(out: &mut String, label: &Label) {
    let weight = if label.bold { 75 } else { 50 };
    // Beside the point, or horizontal inside the polygon.
    let placement = if label.points { 6 } else { 4 };
    let _ = write!(
        out,
        "<settings calloutType=\"simple\">\
         <text-style fieldName=\"{}\" isExpression=\"1\" fontFamily=\"Open Sans\" namedStyle=\"{}\" fontSize=\"{}\" fontSizeUnit=\"Point\" fontWeight=\"{weight}\" textColor=\"{}\" textOpacity=\"1\" multilineHeight=\"1\" allowHtml=\"0\" useSubstitutions=\"0\" blendMode=\"0\">\
         <text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" bufferSizeUnits=\"MM\" bufferColor=\"255,255,255,255\" bufferOpacity=\"0.8\" bufferJoinStyle=\"128\" bufferNoFill=\"1\" bufferBlendMode=\"0\"/>\
         </text-style>\
         <text-format multilineAlign=\"1\" wrapChar=\"\" autoWrapLength=\"0\" formatNumbers=\"0\"/>\
         <placement placement=\"{placement}\" priority=\"{}\" dist=\"1\" distUnits=\"MM\" centroidInside=\"1\" centroidWhole=\"0\" fitInPolygonOnly=\"0\" polygonPlacementFlags=\"2\" predefinedPositionOrder=\"TR,TL,BR,BL,R,L,TSR,BSR\" maxCurvedCharAngleIn=\"25\" maxCurvedCharAngleOut=\"-25\"/>\
         <rendering drawLabels=\"1\" obstacle=\"0\" mergeLines=\"0\" displayAll=\"0\" labelPerPart=\"0\" minFeatureSize=\"0\" limitNumLabels=\"0\" scaleVisibility=\"0\" upsidedownLabels=\"0\" zIndex=\"0\"/>\
         </settings>",
        escaped(&label.text),
        if label.bold { "Bold" } else { "Regular" },
        label.size,
        label.colour,
        label.priority,
    );
}

/// A text as XML holds it; control characters that XML 1.0 cannot hold become U+FFFD.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push_str("&#9;"),
            '\r' => out.push_str("&#13;"),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}
