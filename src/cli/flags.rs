//! Flags that stand in a file - of a preset, a reading, a sweep - as words of the command line, by the command's own definitions.

use crate::likeness::nearest_of;
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
    let known = command.get_arguments().filter_map(Arg::get_long);
    nearest_of(flag, known).map(str::to_owned)
}
