//! A map for print: a strip, what it covers, its line and its neighbours, with graticule, scale bar, legend, shares and sources.
//!
//! In reading order: [`authalic`] and [`projection`] (the plane), [`choose`] (which one suits the region), [`window`] (pixels), [`clip`]
//! and [`trace`] (outlines cut, bent and thinned), [`land`] (the territories behind), [`graticule`], [`scale`], [`text`] (the font),
//! [`labels`] (where names go), [`words`] (what is said), [`palette`], [`svg`] (text of the file), [`sheet`] (the whole page), [`raster`] (PNG).
//!
//! Every figure comes from the rows of the table: nothing is measured on a map. The bytes depend on the input alone.

pub mod authalic;
pub mod choose;
pub mod clip;
pub mod graticule;
pub mod labels;
pub mod land;
pub mod names;
pub mod page;
pub mod palette;
pub mod panel;
pub mod pens;
pub mod projection;
pub mod raster;
pub mod scale;
pub mod shapes;
pub mod sheet;
pub mod side;
pub mod svg;
pub mod text;
pub mod trace;
pub mod window;
pub mod words;

pub use choose::Choice;
pub use sheet::draw;

use crate::error::{Error, Warning};

/// Pixels of a side, and of the whole, at most: 256 MB while a PNG is drawn.
pub const SIDES: [u32; 2] = [400, 10_000];
pub const PIXELS: u64 = 64_000_000;

/// Which side of the line the widths are measured on, as the title has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SideWords {
    #[default]
    Both,
    Left,
    Right,
    /// Not a line but a territory: all within a range of it.
    Reach,
}

impl SideWords {
    /// `before`: what is said before the line; `line`: what the line is.
    fn title(self, widths: &str, before: &str, line: &str) -> String {
        match self {
            SideWords::Both => format!("{widths} on each side of the {line}"),
            SideWords::Left => format!("{widths} to the left of the {line}"),
            SideWords::Right => format!("{widths} to the right of the {line}"),
            SideWords::Reach => {
                format!(
                    "All within {widths} of {}",
                    before.trim_start_matches("reach of ")
                )
            }
        }
    }
}

/// What the user wants of a picture.
#[derive(Debug, Default)]
pub struct Look {
    pub projection: Choice,
    /// Width and height in pixels; by the region where there is none.
    pub size: Option<[u32; 2]>,
    /// In place of the one that says what is shown.
    pub title: Option<String>,
    /// What the groups A and B are called; empty where there are none.
    pub groups: [String; 2],
    pub side: SideWords,
}

/// A picture, as SVG.
#[derive(Debug)]
pub struct Picture {
    pub svg: String,
    /// Width and height, pixels.
    pub size: [u32; 2],
    /// Names that the font cannot write, territories that the projection cannot show.
    pub warnings: Vec<Warning>,
}

impl Picture {
    /// The same as PNG, drawn with the program's own font only.
    ///
    /// # Errors
    /// Of kind work, if it cannot be drawn.
    pub fn png(&self) -> Result<Vec<u8>, Error> {
        raster::png(&self.svg, self.size).map_err(|what| {
            Error::work(format!("the picture cannot be drawn: {what}"))
                .remedy("give a smaller ‹size›, or write .svg")
        })
    }
}

/// A size such as `1600x1200`.
///
/// # Errors
/// In words: what a size is.
pub fn size(text: &str) -> Result<[u32; 2], String> {
    let wanted = format!(
        "give width and height in pixels, {} to {} each and at most {} million in all, as in 1600x1200",
        SIDES[0],
        SIDES[1],
        PIXELS / 1_000_000
    );
    let parts: Vec<&str> = text.split(['x', 'X', '×']).collect();
    let [width, height] = parts.as_slice() else {
        return Err(wanted);
    };
    let side = |text: &str| -> Option<u32> {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let v: u32 = digits.then(|| text.parse().ok()).flatten()?;
        (SIDES[0]..=SIDES[1]).contains(&v).then_some(v)
    };
    match (side(width), side(height)) {
        (Some(w), Some(h)) if u64::from(w) * u64::from(h) <= PIXELS => Ok([w, h]),
        _ => Err(wanted),
    }
}
