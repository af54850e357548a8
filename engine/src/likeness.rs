//! The known names most like a mistyped one, for messages.

/// Least likeness, 0 to 1, of a name that is worth telling.
const LIKE: f64 = 0.6;
/// So many letters at least say something as the beginning of a name.
const BEGINNING: usize = 3;

/// What belongs to the known name most like `name`, whatever the case; the last of two equally like, `None` where none is like it.
pub fn nearest<'a, T>(name: &str, known: impl Iterator<Item = (&'a str, T)>) -> Option<T> {
    let mut best: Option<(f64, T)> = None;
    for (likeness, of) in alike(name, known) {
        if best.as_ref().is_none_or(|(least, _)| likeness >= *least) {
            best = Some((likeness, of));
        }
    }
    best.map(|(_, of)| of)
}

/// As [`nearest`] among names that stand for themselves.
pub fn nearest_of<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest(name, known.into_iter().map(|known| (known, known)))
}

/// At most `most` of the known names that are like `name`, the most like first.
pub fn few<'a>(name: &str, known: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let known = known.into_iter().map(|known| (known, known));
    let mut found: Vec<_> = alike(name, known).collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.into_iter().take(most).map(|(_, of)| of).collect()
}

fn alike<'a, T>(
    name: &str,
    known: impl Iterator<Item = (&'a str, T)>,
) -> impl Iterator<Item = (f64, T)> {
    let name = plain(name);
    known.filter_map(move |(text, of)| {
        let text = plain(text);
        let mut likeness = strsim::normalized_damerau_levenshtein(&name, &text);
        if name.chars().count() >= BEGINNING && text.starts_with(&name) {
            likeness = likeness.max(LIKE);
        }
        (likeness >= LIKE).then_some((likeness, of))
    })
}

/// Without what is mistaken most easily.
fn plain(name: &str) -> String {
    name.to_lowercase().replace('_', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_changed_places_case_and_underscores_do_not_hide_a_name() {
        assert_eq!(nearest_of("RSU", ["POL", "RUS", "USA"]), Some("RUS"));
        assert_eq!(nearest_of("AS_OF", ["as-of", "width"]), Some("as-of"));
        assert_eq!(nearest_of("xyz", ["as-of", "width"]), None);
    }

    #[test]
    fn a_beginning_tells_all_names_that_begin_so() {
        let known = ["brazil-1979", "bulgaria", "brazil-1934-border"];
        assert_eq!(
            few("brazil", known, 3),
            ["brazil-1979", "brazil-1934-border"]
        );
        assert_eq!(few("br", known, 3), [""; 0]);
    }
}
