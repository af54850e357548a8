//! `--preset NAME`: a published zone's choices under what the user typed, as far as the command knows them.

use super::args::Cli;
use super::messages::{self, Messages};
use crate::error::Error;
use crate::scenario::field::About;
use crate::scenario::presets::{laid_under, preset};
use crate::scenario::value::Scenario;
use clap::{Arg, Command, CommandFactory};

/// What every command that has a zone has in a form of its own.
const IN_ALL: [&str; 2] = ["width", "tolerance"];

/// The scenario that a command asks about, with its published zone's choices in it; says what of these the command cannot ask.
///
/// # Errors
/// An unknown published zone; choices that do not go together.
pub fn laid(scenario: Scenario, command: &str, messages: &Messages) -> Result<Scenario, Error> {
    let Some(name) = scenario.preset.clone() else {
        return Ok(scenario);
    };
    let whole = laid_under(scenario)?;
    let root = Cli::command();
    let Some(own) = root.find_subcommand(command) else {
        return Ok(whole);
    };
    // The line alone is no zone, so nothing of one is missed there.
    if command != "border" {
        let lacking: Vec<String> = (preset(&name)?.scenario.chosen().iter())
            .filter(|(about, _)| !IN_ALL.contains(&about.name) && !knows(own, about))
            .map(|(about, _)| format!("--{}", flag(about.name)))
            .collect();
        if !lacking.is_empty() {
            messages.note(&format!(
                "note: the preset {name} says more than `{command}` knows: {} left out, so the line is its, the zone is not",
                lacking.join(", ")
            ));
        }
    }
    let whole = whole.only(&|about| knows(own, about));
    match whole.clash() {
        Some(clash) => Err(clash.error(&messages::flag)),
        None => Ok(whole),
    }
}

fn knows(command: &Command, about: &About) -> bool {
    let flag = flag(about.name);
    // Commands that know several widths at once call the flag so.
    let names = [flag.as_str(), if flag == "width" { "widths" } else { "" }];
    let long = |argument: &Arg| {
        argument
            .get_long()
            .is_some_and(|long| names.contains(&long))
    };
    command.get_arguments().any(long)
}

/// A field as it is typed.
pub fn flag(name: &str) -> String {
    name.replace('_', "-")
}
