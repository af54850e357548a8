//! Flags that stand in a file - of a preset, of a reading - as words of the command line.

use crate::load::shipped::presets::Flag;
use clap::Command;

/// The words of a flag by its long name; `None` if the command has no such flag.
pub fn words(flag: &str, value: &Flag, command: &Command) -> Option<Vec<String>> {
    let argument = command
        .get_arguments()
        .find(|a| a.get_long() == Some(flag))?;
    let word = format!("--{flag}");
    let pair = (argument.get_num_args()).is_some_and(|n| n.min_values() > 1);
    Some(match value {
        Flag::Switch(true) => vec![word],
        Flag::Switch(false) => Vec::new(),
        Flag::One(value) => vec![word, value.clone()],
        Flag::Many(values) if pair => std::iter::once(word)
            .chain(values.iter().cloned())
            .collect(),
        Flag::Many(values) => (values.iter())
            .flat_map(|value| [word.clone(), value.clone()])
            .collect(),
    })
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
