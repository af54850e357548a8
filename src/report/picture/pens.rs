//! What pages are drawn with: letters of a size, and the document that they go to.

use super::names::Names;
use super::shapes::StripShape;
use super::svg::Svg;
use super::text::{BOLD, FAMILY, Face, REGULAR};
use super::words::{self, Words};
use crate::error::Error;
use crate::report::number::percent_to;
use std::collections::BTreeSet;

/// A page whose letters have their ordinary size: the square root of 1600 x 1200.
const ORDINARY: f64 = 1385.64;

/// What pages are drawn with.
pub struct Pens {
    pub regular: Face,
    pub bold: Face,
    /// Pixels of a unit: 1 on an ordinary page.
    pub u: f64,
}

impl Pens {
    pub fn new(size: [u32; 2]) -> Result<Self, Error> {
        let broken = || Error::work("the program's font cannot be read");
        let [width, height] = size.map(f64::from);
        Ok(Pens {
            regular: Face::new(REGULAR).ok_or_else(broken)?,
            bold: Face::new(BOLD).ok_or_else(broken)?,
            u: letters_of((width * height).sqrt() / ORDINARY),
        })
    }
}

/// Pixels of a unit. A larger page is the same page with more pixels; on a smaller one letters shrink less than the page.
fn letters_of(size: f64) -> f64 {
    if size < 1.0 { size.powf(0.6) } else { size }
}

/// A page being drawn.
pub struct Drawing<'a> {
    pub svg: Svg,
    pub pens: &'a Pens,
    /// Texts with letters that the font has not.
    pub missing: BTreeSet<String>,
}

impl Drawing<'_> {
    /// The head of the document, with what it shows in words.
    pub fn start(
        &mut self,
        [width, height]: [u32; 2],
        words: &Words,
        strips: &[StripShape],
        names: &Names,
    ) {
        let (w, h) = (f64::from(width), f64::from(height));
        let family = format!("'{FAMILY}', 'Noto Sans', 'DejaVu Sans', Arial, sans-serif");
        self.svg
            .out
            .push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        self.svg.open(
            "svg",
            &[
                ("xmlns", "http://www.w3.org/2000/svg".into()),
                ("width", w.into()),
                ("height", h.into()),
                ("viewBox", format!("0 0 {width} {height}").as_str().into()),
                ("role", "img".into()),
                ("aria-labelledby", "title desc".into()),
                ("lang", "en".into()),
                ("font-family", family.as_str().into()),
            ],
        );
        self.svg
            .text("title", &[("id", "title".into())], &words.title);
        let mut about = words.below.clone();
        if let Some(strip) = strips.last() {
            let rows = strip.covered.iter().take(12);
            let shares: Vec<String> = rows
                .map(|c| {
                    format!(
                        "{} {}",
                        names.all[c.territory],
                        percent_to(c.row.overlap_share, 1)
                    )
                })
                .collect();
            about += &format!(
                ". A map. The strip of {} covers: {}",
                words::width(strip.width),
                shares.join(", ")
            );
            if strip.covered.len() > 12 {
                about += &format!(" and {} more", strip.covered.len() - 12);
            }
            about.push('.');
        }
        self.svg.text("desc", &[("id", "desc".into())], &about);
        self.svg.leaf(
            "rect",
            &[
                ("width", w.into()),
                ("height", h.into()),
                ("fill", "#ffffff".into()),
            ],
        );
    }

    /// A line of text at its baseline; `size` in units.
    pub fn text(
        &mut self,
        [x, y]: [f64; 2],
        size: f64,
        colour: &str,
        anchor: &str,
        bold: bool,
        text: &str,
    ) {
        let face = if bold {
            &self.pens.bold
        } else {
            &self.pens.regular
        };
        let (text, missing) = face.readable(text);
        if missing {
            self.missing.insert(text.clone());
        }
        let size = size * self.pens.u;
        let mut attributes: Vec<(&str, super::svg::Value)> = vec![
            ("x", x.into()),
            ("y", y.into()),
            ("font-size", size.into()),
            ("fill", colour.into()),
        ];
        if anchor != "start" {
            attributes.push(("text-anchor", anchor.into()));
        }
        if bold {
            attributes.push(("font-weight", "700".into()));
        }
        self.svg.text("text", &attributes, &text);
    }

    /// Remembers a text that cannot be written whole.
    pub fn check(&mut self, text: &str, bold: bool) {
        let face = if bold {
            &self.pens.bold
        } else {
            &self.pens.regular
        };
        if face.readable(text).1 {
            self.missing.insert(text.to_owned());
        }
    }
}
