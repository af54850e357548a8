//! Text for people, broken into lines.

/// Greatest width of the output, characters.
pub const COLUMNS_WIDE: usize = 100;

/// `label`, `gap` and `text` in lines of at most [`COLUMNS_WIDE`] characters, broken between words; the later lines begin below the
/// text. Without a gap a colon stands behind the label, and the later lines are indented by two.
pub fn wrapped(label: &str, gap: &str, text: &str) -> String {
    let indent = if gap.is_empty() {
        2
    } else {
        label.chars().count() + gap.len()
    };
    let mut out = String::new();
    let mut line = format!("{label}{}", if gap.is_empty() { ": " } else { gap });
    let mut used = line.chars().count();
    let mut first = true;
    for word in shown(text).split(' ') {
        let length = word.chars().count();
        if !first && used + 1 + length > COLUMNS_WIDE {
            out += line.trim_end();
            out.push('\n');
            line = " ".repeat(indent);
            used = indent;
            first = true;
        }
        if !first {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += length;
        first = false;
    }
    out += line.trim_end();
    out.push('\n');
    out
}

/// Text from a file, safe for a terminal: control characters and changes of writing direction are spelled out.
pub fn shown(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}
