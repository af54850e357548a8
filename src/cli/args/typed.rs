//! Which flags of a line and its land were typed, as a file would have them: told by the parser, so that a flag that joins is known here.

use super::line::LineArgs;
use super::territory::TerritoryArgs;
use crate::cli::flags::is_pair;
use crate::load::shipped::presets::Flag;
use clap::parser::ValueSource;
use clap::{ArgAction, ArgMatches, Args, Command, FromArgMatches};
use std::collections::BTreeMap;

/// Long names of flags with their values. Flattened into the arguments of a command it adds none; it stands before those that it tells of, since
/// the parser takes values away as fields are made of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed(pub BTreeMap<String, Flag>);

impl Typed {
    /// One value of a flag that may have had more, or none.
    pub fn only(&mut self, flag: &str, value: Option<String>) {
        match value {
            Some(value) => self.0.insert(flag.to_owned(), Flag::One(value)),
            None => self.0.remove(flag),
        };
    }
}

impl Args for Typed {
    fn augment_args(command: Command) -> Command {
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        command
    }
}

impl FromArgMatches for Typed {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let known = TerritoryArgs::augment_args(LineArgs::augment_args(Command::new("")));
        let mut flags = BTreeMap::new();
        for argument in known.get_arguments() {
            let (id, Some(flag)) = (argument.get_id().as_str(), argument.get_long()) else {
                continue;
            };
            if matches.value_source(id) != Some(ValueSource::CommandLine) {
                continue;
            }
            let raw = matches.get_raw(id).into_iter().flatten();
            let mut values = raw.map(|value| value.to_string_lossy().into_owned());
            let value = match argument.get_action() {
                ArgAction::SetTrue => Some(Flag::Switch(true)),
                ArgAction::Append => Some(Flag::Many(values.collect())),
                _ if is_pair(argument) => Some(Flag::Many(values.collect())),
                _ => values.next().map(Flag::One),
            };
            flags.extend(value.map(|value| (flag.to_owned(), value)));
        }
        Ok(Typed(flags))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
