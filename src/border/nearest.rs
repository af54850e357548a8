//! The known name most like a mistyped one, for messages.

/// Least likeness, 0 to 1, of a name that is worth telling.
const LIKE: f64 = 0.6;

/// What belongs to the known name most like `name`, whatever the case; the last of two equally like, `None` where none is like it.
pub fn nearest<'a, T>(name: &str, known: impl Iterator<Item = (&'a str, T)>) -> Option<T> {
    let name = name.to_lowercase();
    let mut best: Option<(f64, T)> = None;
    for (text, of) in known {
        let score = strsim::normalized_damerau_levenshtein(&name, &text.to_lowercase());
        if score >= LIKE && best.as_ref().is_none_or(|(least, _)| score >= *least) {
            best = Some((score, of));
        }
    }
    best.map(|(_, of)| of)
}
