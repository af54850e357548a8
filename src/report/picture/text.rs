//! The font of pictures, and how wide its letters are.
//!
//! Open Sans is in the program, so that a PNG does not depend on the machine, and a label's box is as large as the label. A letter that
//! it has not is told, never drawn as an empty box.

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// Latin, Greek and Cyrillic letters (data/README.md).
pub const REGULAR: &[u8] = include_bytes!("../../../data/font/OpenSans-Regular.ttf");
pub const BOLD: &[u8] = include_bytes!("../../../data/font/OpenSans-Bold.ttf");
pub const FAMILY: &str = "Open Sans";
/// What stands for a letter that the font has not.
const MISSING: char = '\u{fffd}';

/// One weight of the font.
pub struct Face {
    font: FontRef<'static>,
    units: f64,
}

impl Face {
    /// `None` where the font cannot be read, which a test excludes.
    pub fn new(data: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(data).ok()?;
        let units = font
            .metrics(Size::unscaled(), LocationRef::default())
            .units_per_em;
        Some(Face {
            font,
            units: units.into(),
        })
    }

    pub fn has(&self, letter: char) -> bool {
        self.font.charmap().map(letter).is_some()
    }

    /// Width of a text, without kerning, in units of `size`.
    pub fn width(&self, text: &str, size: f64) -> f64 {
        let (letters, widths) = (
            self.font.charmap(),
            self.font
                .glyph_metrics(Size::unscaled(), LocationRef::default()),
        );
        let advance = |c| letters.map(c).and_then(|glyph| widths.advance_width(glyph));
        let sum: f64 = text.chars().filter_map(advance).map(f64::from).sum();
        sum * size / self.units
    }

    /// The text broken into lines no wider than `room`, at spaces; a word that is wider than that, anywhere.
    pub fn wrapped(&self, text: &str, size: f64, room: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            if let Some(line) = lines.last_mut() {
                let longer = format!("{line} {word}");
                if self.width(&longer, size) <= room {
                    *line = longer;
                    continue;
                }
            }
            lines.push(String::new());
            for letter in word.chars() {
                if let Some(line) = lines.last_mut() {
                    line.push(letter);
                    if self.width(line, size) > room && line.chars().count() > 1 {
                        line.pop();
                        lines.push(letter.to_string());
                    }
                }
            }
        }
        lines
    }

    /// The text, cut short with an ellipsis where it is wider than `room`.
    pub fn shortened(&self, text: &str, size: f64, room: f64) -> String {
        if self.width(text, size) <= room {
            return text.to_owned();
        }
        let mut kept = text.to_owned();
        while !kept.is_empty() && self.width(&kept, size) + self.width("…", size) > room {
            kept.pop();
        }
        kept.trim_end().to_owned() + "…"
    }

    /// The text with a sign in place of each letter that the font has not, and whether there was one. A control character is not a letter:
    /// the writer tells it apart.
    pub fn readable(&self, text: &str) -> (String, bool) {
        let mut missing = false;
        let text = text
            .chars()
            .map(|c| match c {
                c if c.is_whitespace() => ' ',
                c if self.has(c) => c,
                _ => {
                    missing = true;
                    MISSING
                }
            })
            .collect();
        (text, missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face() -> Face {
        Face::new(REGULAR).expect("the font can be read")
    }

    #[test]
    fn both_weights_have_the_letters_of_europe_and_the_sign_for_others() {
        for data in [REGULAR, BOLD] {
            let face = Face::new(data).expect("the font can be read");
            for c in
                "AzÅßłŞğİőűčžŽäöüéèñçþðæøñ ЖщыёЇєґўЂћ Ωάλ 0123456789 –—…°′″²±×−<>&%„“”’".chars()
            {
                assert!(face.has(c), "{c}");
            }
            assert!(face.has(MISSING) && !face.has('中') && !face.has('ع'));
        }
    }

    #[test]
    fn widths_are_the_fonts_own() {
        // hmtx of Open Sans 3: space 532, A 1296, i 518 of 2048 units.
        let face = face();
        assert!((face.width("A i", 2048.0) - (1296.0 + 532.0 + 518.0)).abs() < 1e-9);
        let lines = face.wrapped("one two three", 10.0, face.width("one two", 10.0));
        assert_eq!(lines, ["one two", "three"]);
        assert_eq!(face.shortened("Liechtenstein", 10.0, 40.0), "Liecht…");
        assert_eq!(face.readable("中 A"), ("\u{fffd} A".to_owned(), true));
    }
}
