//! Flags that stand in a file - of a preset, a reading, a sweep - as words of the command line, by the command's own definitions.

use crate::load::shipped::presets::Flag;
use clap::{Arg, Command};

/// Whether a flag takes two values at once.
pub fn is_pair(argument: &Arg) -> bool {
    (argument.get_num_args()).is_some_and(|n| n.min_values() > 1)
}

/// The words that a flag with its value would be typed as; `pair`: its values stand behind it together.
pub fn words(flag: &str, value: &Flag, pair: bool) -> Vec<String> {
    let name = format!("--{flag}");
    match value {
        Flag::Switch(true) => vec![name],
        Flag::Switch(false) => Vec::new(),
        Flag::Many(values) if pair => std::iter::once(name)
            .chain(values.iter().cloned())
            .collect(),
        // With the sign of equality a value may begin with a dash.
        Flag::One(value) => vec![format!("{name}={value}")],
        Flag::Many(values) => (values.iter())
            .map(|value| format!("{name}={value}"))
            .collect(),
    }
}

/// The same for a flag by its long name; `None` if the command has no such flag.
pub fn words_of(flag: &str, value: &Flag, command: &Command) -> Option<Vec<String>> {
    let argument = command
        .get_arguments()
        .find(|a| a.get_long() == Some(flag))?;
    Some(words(flag, value, is_pair(argument)))
}

/// The known flag most like one that is not.
pub fn nearest(flag: &str, command: &Command) -> Option<String> {
    const LIKE: f64 = 0.75;
    command
        .get_arguments()
        .filter_map(|argument| argument.get_long())
        .map(|known| (strsim::jaro_winkler(flag, known), known))
        .filter(|(likeness, _)| *likeness >= LIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known.to_owned())
}
