//! What is drawn: fills, lines and points as QGIS's symbols.

use std::fmt::Write;

/// Red, green, blue, opacity, each 0 to 255.
pub type Colour = [u8; 4];

/// Widths in millimetres.
#[derive(Clone, Copy, Debug)]
pub enum Symbol {
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

/// A colour as QGIS writes it.
pub fn text([red, green, blue, opacity]: Colour) -> String {
    format!("{red},{green},{blue},{opacity}")
}

/// Adds a symbol that rules name by its number.
pub fn symbol(out: &mut String, number: usize, symbol: &Symbol) {
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
                ("color", &text(*fill)),
                ("style", "solid"),
                ("outline_color", &text(*outline)),
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
                        ("line_color", &text(*colour)),
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
                ("color", &text(*fill)),
                ("outline_color", &text(*outline)),
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
