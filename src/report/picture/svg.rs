//! SVG as text: elements, numbers and paths. Text is escaped, and control characters that XML cannot hold are U+FFFD.

use crate::report::style::xml::escaped;
use geo::Coord;
use std::fmt::Write;

/// A document under construction.
#[derive(Debug, Default)]
pub struct Svg {
    pub out: String,
}

/// A number with two decimals at most.
pub fn number(v: f64) -> String {
    let text = format!("{:.2}", v + 0.0);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// An attribute's value.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    Text(&'a str),
    Number(f64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(text)
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Value::Number(number)
    }
}

pub type Attributes<'a> = &'a [(&'a str, Value<'a>)];

impl Svg {
    fn start(&mut self, name: &str, attributes: Attributes) {
        let _ = write!(self.out, "<{name}");
        for (key, value) in attributes {
            let _ = match value {
                Value::Text(text) => write!(self.out, " {key}=\"{}\"", escaped(text)),
                Value::Number(v) => write!(self.out, " {key}=\"{}\"", number(*v)),
            };
        }
    }

    /// An element without content.
    pub fn leaf(&mut self, name: &str, attributes: Attributes) {
        self.start(name, attributes);
        self.out.push_str("/>\n");
    }

    pub fn open(&mut self, name: &str, attributes: Attributes) {
        self.start(name, attributes);
        self.out.push_str(">\n");
    }

    pub fn close(&mut self, name: &str) {
        let _ = writeln!(self.out, "</{name}>");
    }

    /// An element with text.
    pub fn text(&mut self, name: &str, attributes: Attributes, text: &str) {
        self.start(name, attributes);
        let _ = writeln!(self.out, ">{}</{name}>", escaped(text));
    }

    /// An element that says what it is when it is pointed at.
    pub fn titled(&mut self, name: &str, attributes: Attributes, title: &str) {
        self.start(name, attributes);
        let _ = writeln!(self.out, "><title>{}</title></{name}>", escaped(title));
    }
}

/// The data of a path, in tenths of a pixel, each point from the one before.
#[derive(Debug, Default)]
pub struct PathData {
    out: String,
}

impl PathData {
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    pub fn text(&self) -> &str {
        &self.out
    }

    /// A ring, closed.
    pub fn ring(&mut self, points: &[Coord<f64>]) {
        let points = tenths(points);
        // Smaller than a tenth of a pixel.
        if points.len() > 2 {
            self.push(&points);
            self.out.push('z');
        }
    }

    pub fn line(&mut self, points: &[Coord<f64>]) {
        let points = tenths(points);
        if points.len() > 1 {
            self.push(&points);
        }
    }

    fn push(&mut self, points: &[[i64; 2]]) {
        let mut last = [0, 0];
        for (k, p) in points.iter().enumerate() {
            self.out.push(match k {
                0 => 'M',
                1 => 'l',
                _ => ' ',
            });
            for axis in 0..2 {
                let v = p[axis] - if k == 0 { 0 } else { last[axis] };
                if axis == 1 && v >= 0 {
                    self.out.push(' ');
                }
                let sign = if v < 0 { "-" } else { "" };
                let (whole, part) = (v.abs() / 10, v.abs() % 10);
                let _ = match (whole, part) {
                    (_, 0) => write!(self.out, "{sign}{whole}"),
                    (0, _) => write!(self.out, "{sign}.{part}"),
                    _ => write!(self.out, "{sign}{whole}.{part}"),
                };
            }
            last = *p;
        }
    }
}

fn tenths(points: &[Coord<f64>]) -> Vec<[i64; 2]> {
    let mut out: Vec<[i64; 2]> = (points.iter())
        .map(|p| [p.x, p.y].map(|v| (v * 10.0).round() as i64))
        .collect();
    out.dedup();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_written_in_tenths_of_a_pixel_from_point_to_point() {
        let at = |x: f64, y: f64| Coord { x, y };
        let mut path = PathData::default();
        path.ring(&[
            at(10.0, 20.04),
            at(10.54, 20.0),
            at(10.5, 20.01),
            at(9.8, 19.5),
        ]);
        assert_eq!(path.text(), "M10 20l.5 0 -.7-.5z");
        path.line(&[at(1.0, 1.0), at(1.01, 1.02)]);
        assert_eq!(path.text(), "M10 20l.5 0 -.7-.5z");
        assert_eq!(number(-0.001), "0");
        assert_eq!(number(12.50), "12.5");
    }

    #[test]
    fn text_is_escaped_and_forbidden_characters_are_marked() {
        let mut svg = Svg::default();
        svg.text(
            "text",
            &[("x", 1.0.into()), ("id", "\"<".into())],
            "<img onerror=\"x\">\u{1}",
        );
        assert_eq!(
            svg.out,
            "<text x=\"1\" id=\"&quot;&lt;\">&lt;img onerror=&quot;x&quot;&gt;\u{fffd}</text>\n"
        );
    }
}
