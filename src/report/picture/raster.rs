//! The picture as PNG: the SVG drawn with the program's own font, and no other.

use super::text::{BOLD, FAMILY, REGULAR};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

/// Draws a document of the size that it states.
///
/// # Errors
/// What the drawing program says, in words; none is known for documents of this folder.
pub fn png(svg: &str, [width, height]: [u32; 2]) -> Result<Vec<u8>, String> {
    let mut options = Options {
        font_family: FAMILY.to_owned(),
        ..Options::default()
    };
    let fonts = options.fontdb_mut();
    fonts.load_font_data(REGULAR.to_vec());
    fonts.load_font_data(BOLD.to_vec());
    let tree = Tree::from_str(svg, &options).map_err(|e| e.to_string())?;
    let mut pixels = Pixmap::new(width, height).ok_or("too many pixels")?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|e| e.to_string())
}
