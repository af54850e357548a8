//! Choices of files that were written before there was a form: flags by their long names, values with spaces between.

use crate::border::line::DRAFT_DATE;
use crate::cli::args::StripArgs;
use crate::cli::choices::{base, completed};
use crate::cli::flags::is_pair;
use crate::error::Error;
use crate::scenario::choices::Choices;
use clap::{ArgAction, Args, Command};
use serde_json::{Map, Value, json};

/// Flags that take lists, of which a zone has one value.
const ONE: [&str; 2] = ["reading", "as-of"];

/// The choices that such words stand for. Paths become base names, without a checksum.
///
/// # Errors
/// [`Kind::Data`](crate::error::Kind::Data) for values that no version has written.
pub fn choices_of(words: Vec<(String, String)>) -> Result<Choices, Error> {
    let command = StripArgs::augment_args(Command::new("strip").disable_help_flag(true));
    let mut all = Map::new();
    for (flag, value) in words {
        let argument = (command.get_arguments()).find(|a| a.get_long() == Some(flag.as_str()));
        // What only other commands have changes no zone.
        let Some(argument) = argument else {
            continue;
        };
        let names = argument.get_value_names().unwrap_or_default();
        let file = names.iter().any(|name| name.contains("FILE"));
        let one = |text: &str| match file {
            true => json!({ "name": base(text) }),
            false => json!(text),
        };
        let many = is_pair(argument) || matches!(argument.get_action(), ArgAction::Append);
        let value = match argument.get_action() {
            ArgAction::SetTrue => json!(true),
            _ if many && !ONE.contains(&flag.as_str()) => {
                Value::Array(value.split(' ').map(one).collect())
            }
            _ => one(&value),
        };
        let name = flag.replace('-', "_");
        if Choices::NAMES.contains(&name.as_str()) {
            all.insert(name, value);
        }
    }
    let choices = serde_json::from_value(Value::Object(all)).map_err(|error| {
        Error::data(format!(
            "the choices in the file's metadata cannot be read: {error}"
        ))
        .remedy("the metadata was changed; write the file again")
    })?;
    Ok(completed(choices, &DRAFT_DATE.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_an_older_file_become_choices() {
        let words = [
            ("command", "strip"),
            ("width", "5km,10km 20km"),
            ("between", "WES EAS"),
            ("coast", "true"),
            ("as-of", "2021-12-17"),
            ("territories", "folder/states.json"),
            ("style", "true"),
            ("only", "in"),
        ];
        let words = words.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let choices = choices_of(words.into()).expect("choices");
        assert_eq!(choices.width, ["5km,10km", "20km"]);
        assert_eq!(choices.between, ["WES", "EAS"]);
        assert!(choices.coast);
        assert_eq!(choices.as_of.as_deref(), Some("2021-12-17"));
        let territories = choices.territories.expect("a file");
        assert_eq!(
            (territories.name.as_str(), territories.sha256),
            ("states.json", None)
        );
    }
}
