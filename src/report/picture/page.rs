//! Where the parts of a page are, and its title and sources.

use super::palette::{INK, SOFT};
use super::pens::{Drawing, Pens};
use super::side;
use super::text::Face;
use super::window::Rect;
use super::words::Words;

/// Where the parts of a page are.
pub struct Page {
    pub words: Words,
    height: f64,
    margin: f64,
    title: Vec<String>,
    below: Vec<String>,
    notes: Vec<String>,
    pub panel: Rect,
    pub side: Rect,
}

const TITLE: f64 = 27.0;
const BELOW: f64 = 14.5;
const NOTE: f64 = 11.5;

impl Page {
    /// `rows`: of the table, and of the legend.
    pub fn new(size: [u32; 2], words: Words, pens: &Pens, rows: [usize; 2]) -> Self {
        let [width, height] = size.map(f64::from);
        let u = pens.u;
        let margin = 22.0 * u;
        let room = width - 2.0 * margin;
        let readable = |face: &Face, text: &str| face.readable(text).0;
        let title = pens
            .bold
            .wrapped(&readable(&pens.bold, &words.title), TITLE * u, room);
        let below = pens
            .regular
            .wrapped(&readable(&pens.regular, &words.below), BELOW * u, room);
        let notes: Vec<String> = (words.notes.iter())
            .flat_map(|n| {
                pens.regular
                    .wrapped(&readable(&pens.regular, n), NOTE * u, room)
            })
            .collect();
        let top = margin
            + (1.25 * TITLE * title.len() as f64 + 1.45 * BELOW * below.len() as f64 + 8.0) * u;
        let bottom = height - 0.7 * margin - (1.4 * NOTE * notes.len() as f64 + 8.0) * u;
        // Room for the graticule's labels: left, above, below.
        let (left, above, under) = (40.0 * u, 16.0 * u, 18.0 * u);
        let body = (bottom - top - above - under).max(20.0);
        let beside = width >= 0.8 * height;
        let (panel, side) = if beside {
            let side = (308.0 * u).min(0.34 * width);
            let gap = 20.0 * u;
            (
                Rect {
                    x: margin + left,
                    y: top + above,
                    width: room - left - side - gap,
                    height: body,
                },
                Rect {
                    x: width - margin - side,
                    y: top + above,
                    width: side,
                    height: body,
                },
            )
        } else {
            let [rows, items] = rows.map(|n| n as f64);
            let need = u * side::LINE * (rows + 4.5).max((items * side::ROW + 80.0) / side::LINE);
            let side = need.min(0.3 * height).min(0.5 * body);
            (
                Rect {
                    x: margin + left,
                    y: top + above,
                    width: room - left,
                    height: body - side - 12.0 * u,
                },
                Rect {
                    x: margin + left,
                    y: top + above + body - side + under,
                    width: room - left,
                    height: side,
                },
            )
        };
        Page {
            words,
            height,
            margin,
            title,
            below,
            notes,
            panel,
            side,
        }
    }

    /// Title and sources.
    pub fn texts(&self, to: &mut Drawing) {
        let u = to.pens.u;
        to.check(&self.words.title, true);
        to.check(&self.words.below, false);
        let mut y = self.margin + 0.9 * TITLE * u;
        for line in &self.title {
            to.text([self.margin, y], TITLE, INK, "start", true, line);
            y += 1.25 * TITLE * u;
        }
        y += (BELOW - TITLE) * 0.9 * u + 0.2 * BELOW * u;
        for line in &self.below {
            to.text([self.margin, y], BELOW, SOFT, "start", false, line);
            y += 1.45 * BELOW * u;
        }
        for note in &self.words.notes {
            to.check(note, false);
        }
        let mut y =
            self.height - 0.7 * self.margin - 1.4 * NOTE * u * (self.notes.len() as f64 - 1.0);
        for line in &self.notes {
            to.text([self.margin, y], NOTE, SOFT, "start", false, line);
            y += 1.4 * NOTE * u;
        }
    }
}
