//! What a picture says: title, what stands below it, and the source lines.

use super::projection::Projection;
use super::{Look, SideWords};
use crate::report::features::Layers;
use crate::report::model::{Facts, metres, width_km};
use crate::strip::Edges;
use crate::units::Metres;

/// Texts of a picture.
#[derive(Clone, Debug)]
pub struct Words {
    pub title: String,
    pub below: String,
    /// Paragraphs of small print.
    pub notes: Vec<String>,
}

/// A width for readers: `300 km`, `500 m`.
pub fn width(width: Metres) -> String {
    if width.0 >= 1000.0 {
        format!("{} km", width_km(width))
    } else {
        format!("{} m", metres(width))
    }
}

/// Several of them, ascending: all up to five, else how many.
pub fn widths(all: &[Metres]) -> String {
    let named: Vec<String> = all.iter().map(|w| width(*w)).collect();
    match named.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [some @ .., last] if some.len() < 5 => format!("{} and {last}", some.join(", ")),
        [first, .., last] => format!("{first} to {last} ({} widths)", named.len()),
    }
}

impl Words {
    /// `shown`: the widths, ascending.
    pub fn new(
        layers: &Layers,
        facts: &Facts,
        look: &Look,
        projection: &Projection,
        shown: &[Metres],
    ) -> Self {
        // `brazil-1979: outer border of BRA, land border; third states left out`
        let (before, line) = facts.line.split_once(": ").unwrap_or(("", &facts.line));
        let (head, rest) = split(line);
        let title = match (&look.title, shown) {
            (Some(title), _) => title.clone(),
            (None, []) => sentence(head),
            (None, _) => look.side.title(&widths(shown), before, head),
        };
        let mut below: Vec<String> = Vec::new();
        let mut add = |text: &str| {
            if !text.is_empty() {
                below.push(text.to_owned());
            }
        };
        if look.title.is_some() {
            let line = sentence(&facts.line);
            add(&match shown {
                [] => line,
                _ => format!("{}: {}", widths(shown), facts.line),
            });
        } else {
            if look.side != SideWords::Reach && !before.is_empty() {
                add(&format!("Preset {before}"));
            }
            add(&sentence(rest));
        }
        add(&format!("Worldview: {}", layers.labels.worldview));
        // The line's own words may say it.
        if let Some(day) = facts
            .as_of
            .as_ref()
            .filter(|day| !facts.line.contains(day.as_str()))
        {
            add(&format!("as of {day}"));
        }
        if !shown.is_empty() && look.side == SideWords::Both {
            add("a width is how far the strip reaches on each side of the line");
        }
        let mut notes = Vec::new();
        let mut source = format!("Boundaries: {}.", facts.source.trim_end_matches('.'));
        if let Some(licence) = &facts.licence {
            source += &format!(" Licence: {licence}.");
        }
        source += &format!(" Worldview: {}.", facts.worldview);
        if !facts.coordinates.is_empty() {
            source += &format!(" Coordinates: {}.", facts.coordinates);
        }
        notes.push(source);
        let mut made = format!("Projection: {}; WGS84.", projection.name());
        let worst = (layers.strips.iter())
            .map(|s| s.strip.max_error().0)
            .fold(0.0, f64::max);
        if !layers.strips.is_empty() {
            made += &format!(
                " Every point of a strip’s outline stands at its width ± {} m (tolerance {} m), by geodesics; areas and shares are computed on the ellipsoid, not on this map.",
                metres(Metres(worst)).rounded_up(3),
                metres(facts.tolerance)
            );
        }
        // A derived line's edges are short; of a line given it may matter.
        if facts.as_of.is_none() || facts.edges == Edges::Geodesic {
            made += &format!(" Edges of the line: {}.", facts.edges_text());
        }
        made += &format!(" Drawn by {}.", facts.program);
        notes.push(made);
        Words {
            title,
            below: below.join(" · "),
            notes,
        }
    }
}

/// At the first comma or semicolon that a space follows.
fn split(text: &str) -> (&str, &str) {
    let at = [", ", "; "].iter().filter_map(|mark| text.find(mark)).min();
    at.map_or((text, ""), |at| (&text[..at], text[at + 2..].trim()))
}

/// With a capital letter.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}
