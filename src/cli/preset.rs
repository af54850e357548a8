//! `--preset NAME`: a published zone's flags, put before what the user typed; what the user typed wins.

use super::args::Cli;
use super::flags;
use crate::error::Error;
use crate::load::shipped::presets::{Preset, preset};
use clap::parser::ValueSource;
use clap::{ArgMatches, Command, CommandFactory};
use std::ffi::OsString;

/// Flags that choose whose line: one of the user's takes the place of all of the preset's.
const LINE: [&str; 4] = ["border", "between", "around", "reach"];
/// What belongs to a line and goes with it.
const OF_LINE: [&str; 6] = ["border", "between", "around", "reading", "coast", "as-of"];

/// The arguments with the preset's flags in them; as they are where no preset is named.
///
/// # Errors
/// An unknown preset. What cannot be parsed is left for the parser to tell.
pub fn expand(arguments: Vec<OsString>) -> Result<Vec<OsString>, Error> {
    let mut command = Cli::command();
    let Ok(matches) = command.try_get_matches_from_mut(&arguments) else {
        return Ok(arguments);
    };
    let Some((name, own)) = matches.subcommand() else {
        return Ok(arguments);
    };
    let (Some(chosen), Some(sub)) = (chosen(own), command.find_subcommand(name)) else {
        return Ok(arguments);
    };
    // Flags before the command take no values, so the first word equal to its name is the command.
    let Some(at) = arguments.iter().position(|word| word == name) else {
        return Ok(arguments);
    };
    let words = words(&preset(&chosen)?, sub, own);
    let mut all = arguments;
    all.splice(at + 1..at + 1, words.into_iter().map(OsString::from));
    Ok(all)
}

/// Commands that know several widths at once call the flag so.
fn own_name<'a>(flag: &'a str, command: &Command) -> &'a str {
    let has = |flag: &str| command.get_arguments().any(|a| a.get_long() == Some(flag));
    if flag == "width" && !has(flag) && has("widths") {
        "widths"
    } else {
        flag
    }
}

/// What of the preset's zone a command cannot say; `None` where nothing. The line alone (`border`) is no zone.
pub fn left_out(arguments: &[OsString]) -> Option<String> {
    let mut command = Cli::command();
    let matches = command.try_get_matches_from_mut(arguments).ok()?;
    let (name, own) = matches.subcommand()?;
    let (chosen, sub) = (chosen(own)?, command.find_subcommand(name)?);
    let preset = preset(&chosen).ok()?;
    let lacks = |flag: &&String| {
        let of = own_name(flag, sub);
        !["width", "tolerance"].contains(&of)
            && !sub.get_arguments().any(|a| a.get_long() == Some(of))
    };
    let lacking: Vec<String> = (preset.flags.keys())
        .filter(lacks)
        .map(|flag| format!("--{flag}"))
        .collect();
    (name != "border" && !lacking.is_empty()).then(|| {
        format!(
            "the preset {chosen} says more than `{name}` knows: {} left out, so the line is its, the zone is not",
            lacking.join(", ")
        )
    })
}

/// The preset that a command was given.
fn chosen(matches: &ArgMatches) -> Option<String> {
    matches
        .try_get_one::<String>("preset")
        .ok()
        .flatten()
        .cloned()
}

/// The preset's flags as words, without those that the user gave.
fn words(preset: &Preset, command: &Command, own: &ArgMatches) -> Vec<String> {
    let typed = |flag: &str| {
        let id = flag.replace('-', "_");
        own.ids().any(|known| known.as_str() == id)
            && own.value_source(&id) == Some(ValueSource::CommandLine)
    };
    let line = LINE.iter().any(|flag| typed(flag));
    let mut words = Vec::new();
    for (flag, value) in &preset.flags {
        if typed(flag) || line && OF_LINE.contains(&flag.as_str()) {
            continue;
        }
        // What a command has not (the line alone has no width) it does without; `left_out` says so.
        let flag = own_name(flag, command);
        if !typed(flag) {
            words.extend(flags::words_of(flag, value, command).unwrap_or_default());
        }
    }
    words
}
