//! What a scenario may set: the flags of `standoff strip`, read from the command line's own definitions, so that a flag that joins
//! there can be swept without a word here.

use crate::cli::args::StripArgs;
use crate::cli::{flags, preset};
use crate::error::Error;
use crate::load::shipped::presets::Flag;
use crate::scenario::plan::{Plan, Scenario};
use crate::scenario::schema::{Known, Setting, Takes, place};
use clap::error::{ContextKind, ContextValue};
use clap::{ArgAction, Args, Command, FromArgMatches};
use std::ffi::OsString;
use std::sync::{Mutex, PoisonError};

/// The run's own business, not a scenario's.
const OF_THE_RUN: [&str; 14] = [
    "format",
    "out",
    "table",
    "force",
    "threads",
    "quiet",
    "verbose",
    "strict",
    "help",
    "projection",
    "size",
    "title",
    // Rows of a sweep are those of territories.
    "tabulate",
    "tabulate-field",
];
/// Whose values are widths, so that a range on an axis is many.
const WIDTHS: [&str; 2] = ["width", "reach"];
/// What changes the strip, and not its line.
const OF_STRIP: [&str; 5] = ["width", "reach", "tolerance", "side", "cap"];
/// What changes neither the line nor its strips.
const OF_ZONE: [&str; 8] = [
    "width-in",
    "third-states",
    "blanket",
    "exclude",
    "except",
    "except-circle",
    "snap-to",
    "snap-share",
];

/// The flags that scenarios may have, and the parser that reads them.
pub struct Flags {
    known: Vec<Known>,
    files: Vec<String>,
    command: Mutex<Command>,
}

impl Flags {
    pub fn new() -> Self {
        let command = StripArgs::augment_args(Command::new("strip").disable_help_flag(true));
        let mut known = Vec::new();
        let mut files = Vec::new();
        for argument in command.get_arguments() {
            let name = argument
                .get_long()
                .filter(|name| !OF_THE_RUN.contains(name));
            let Some(name) = name.map(str::to_owned) else {
                continue;
            };
            let takes = match argument.get_action() {
                ArgAction::SetTrue => Takes::Nothing,
                _ if flags::is_pair(argument) => Takes::Pair,
                ArgAction::Append => Takes::Many,
                _ => Takes::One,
            };
            let values = argument.get_value_names().unwrap_or_default();
            if values.iter().any(|value| value.contains("FILE")) {
                files.push(name.clone());
            }
            known.push(Known {
                widths: WIDTHS.contains(&name.as_str()),
                takes,
                name,
            });
        }
        Flags {
            known,
            files,
            command: Mutex::new(command),
        }
    }

    pub fn known(&self) -> &[Known] {
        &self.known
    }

    /// What a flag changes first: 1 the line (or its territories), 2 the strip, 3 nothing of these. One that joined the command since is
    /// taken to change the line, which is never wrong.
    fn changes(flag: &str) -> u8 {
        if OF_STRIP.contains(&flag) {
            2
        } else if OF_ZONE.contains(&flag) {
            3
        } else {
            1
        }
    }

    /// What a scenario has in common with others of the same line: equal keys, equal lines.
    pub fn line_key(&self, scenario: &Scenario) -> String {
        Self::key(scenario, 1)
    }

    /// What a scenario has in common with others of the same strips.
    pub fn strip_key(&self, scenario: &Scenario) -> String {
        Self::key(scenario, 2)
    }

    fn key(scenario: &Scenario, first: u8) -> String {
        let settings = scenario
            .flags
            .iter()
            .filter(|setting| Self::changes(&setting.flag) <= first);
        settings
            .map(|setting| format!("{}={:?}\n", setting.flag, setting.value))
            .collect()
    }

    /// The names of the files that a setting has read.
    pub fn files<'a>(&self, setting: &'a Setting) -> Vec<&'a String> {
        match &setting.value {
            _ if !self.files.contains(&setting.flag) => Vec::new(),
            Flag::One(name) => vec![name],
            Flag::Many(names) => names.iter().collect(),
            Flag::Switch(_) => Vec::new(),
        }
    }

    /// The words that a scenario would be typed as after `standoff strip`, its preset's among them.
    ///
    /// # Errors
    /// An unknown preset.
    pub fn words(&self, scenario: &Scenario) -> Result<Vec<OsString>, Error> {
        let mut words = vec![OsString::from("standoff"), "strip".into()];
        words.extend(self.typed(scenario).into_iter().map(OsString::from));
        if scenario
            .flags
            .iter()
            .any(|setting| setting.flag == "preset")
        {
            words = preset::expand(words)?;
        }
        words.drain(..2);
        Ok(words)
    }

    /// The same without the preset's.
    pub fn typed(&self, scenario: &Scenario) -> Vec<String> {
        let pair = |name: &str| {
            self.known
                .iter()
                .any(|k| k.name == name && k.takes == Takes::Pair)
        };
        let settings = scenario.flags.iter();
        settings
            .flat_map(|s| flags::words(&s.flag, &s.value, pair(&s.flag)))
            .collect()
    }

    /// The arguments that a scenario stands for; `file` is the scenario file's name.
    ///
    /// # Errors
    /// Of kind usage, with the place of the value in the file: what the command line would say.
    pub fn arguments(&self, scenario: &Scenario, file: &str) -> Result<StripArgs, Error> {
        let own = |error: Error, flag: &str| {
            let at = scenario.flags.iter().find(|setting| setting.flag == flag);
            error.at(place(
                file,
                at.map_or(scenario.spot, |setting| setting.spot),
            ))
        };
        let words = self.words(scenario).map_err(|error| own(error, "preset"))?;
        let words = std::iter::once(OsString::from("strip")).chain(words);
        let parsed = {
            let mut command = self.command.lock().unwrap_or_else(PoisonError::into_inner);
            command
                .try_get_matches_from_mut(words)
                .and_then(|matches| StripArgs::from_arg_matches(&matches))
        };
        parsed.map_err(|error| {
            let flag = concerned(&error).unwrap_or_default();
            own(
                Error::usage(format!("scenario {:?}: {}", scenario.name, told(&error))),
                &flag,
            )
        })
    }

    /// Checks every scenario of a plan.
    ///
    /// # Errors
    /// As [`Flags::arguments`]; and where standard input is named, which one scenario alone could read.
    pub fn check(&self, plan: &Plan, file: &str) -> Result<(), Error> {
        for scenario in (0..plan.len()).filter_map(|index| plan.scenario(index)) {
            for setting in &scenario.flags {
                if self.files(setting).iter().any(|name| *name == "-") {
                    return Err(Error::usage(format!(
                        "{} reads standard input (-), which scenarios cannot share",
                        setting.flag
                    ))
                    .at(place(file, setting.spot))
                    .remedy("put it into a file"));
                }
            }
            self.arguments(&scenario, file)?;
        }
        Ok(())
    }
}

/// The long name of the flag that the parser complains of.
fn concerned(error: &clap::Error) -> Option<String> {
    let text = match error.get(ContextKind::InvalidArg)? {
        ContextValue::String(text) => text,
        ContextValue::Strings(texts) => texts.first()?,
        _ => return None,
    };
    let name = text.trim_start_matches('-').split([' ', '=']).next()?;
    Some(name.to_owned())
}

/// The parser's message in one line, without its advice to ask for help.
fn told(error: &clap::Error) -> String {
    let text = error.to_string();
    let lines = text.lines().map(str::trim);
    let told: Vec<&str> = lines
        .take_while(|line| !line.starts_with("Usage:") && !line.starts_with("For more information"))
        .filter(|line| !line.is_empty())
        .collect();
    told.join(" ").trim_start_matches("error: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Cli;
    use clap::CommandFactory;

    #[test]
    fn the_flags_of_a_scenario_are_those_of_the_strip_command() {
        let flags = Flags::new();
        let takes = |name: &str| {
            flags
                .known()
                .iter()
                .find(|k| k.name == name)
                .map(|k| k.takes)
        };
        assert_eq!(takes("between"), Some(Takes::Pair));
        assert_eq!(takes("coast"), Some(Takes::Nothing));
        assert_eq!(takes("tolerance"), Some(Takes::One));
        assert_eq!(takes("width-in"), Some(Takes::Many));
        assert_eq!(takes("out"), None);
        assert!(
            OF_ZONE
                .iter()
                .chain(&WIDTHS)
                .all(|name| takes(name).is_some())
        );
        let mut whole = Cli::command();
        whole.build();
        let strip = whole.find_subcommand("strip").expect("the command");
        for argument in strip.get_arguments().filter_map(clap::Arg::get_long) {
            assert!(
                takes(argument).is_some() || OF_THE_RUN.contains(&argument),
                "{argument}"
            );
        }
        assert_eq!(
            ["worldview", "around", "width", "exclude"].map(Flags::changes),
            [1, 1, 2, 3]
        );
    }
}
