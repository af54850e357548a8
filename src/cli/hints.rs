//! A next step for what the parser refuses: clap says what is wrong, these say what to type instead.

use super::args::Cli;
use crate::units::{Metres, Width};
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory, Error};
use std::ffi::OsString;

/// Units that stand alone where a space slipped between number and unit.
const UNITS: [&str; 12] = [
    "cm", "m", "km", "mi", "nmi", "ft", "yd", "NM", "miles", "feet", "yards", "KM",
];
/// What people ask of --format that --out does.
const GEOMETRY: [&str; 8] = [
    "geojson",
    "gpkg",
    "geopackage",
    "fgb",
    "shp",
    "kml",
    "svg",
    "png",
];

/// The parser's error with a tip where there is one to give.
pub fn with_tip(mut error: Error, words: &[OsString]) -> Error {
    let words: Vec<_> = words.iter().map(|w| w.to_string_lossy()).collect();
    let mut root = Cli::command();
    root.build();
    // Flags before the command take no values, so the first word that names one is the command.
    let command = (words.iter().skip(1)).find_map(|word| root.find_subcommand(word.as_ref()));
    let of = command.unwrap_or(&root);
    if let Some((tip, in_place)) = tip(&error, of, &root, &words) {
        if in_place {
            error.remove(ContextKind::SuggestedArg);
        }
        error.insert(
            ContextKind::Suggested,
            ContextValue::StyledStrs(vec![StyledStr::from(tip)]),
        );
    }
    error
}

/// The tip, and whether it stands in place of clap's own guess.
fn tip(
    error: &Error,
    command: &Command,
    root: &Command,
    words: &[impl AsRef<str>],
) -> Option<(String, bool)> {
    let invalid = text(error, ContextKind::InvalidArg);
    let flag = (invalid.split([' ', '=']).next().unwrap_or_default()).to_owned();
    let ours = match error.kind() {
        ErrorKind::MissingRequiredArgument if invalid.contains("--width <") => {
            "no width was ever agreed, so there is no default: --width 300km".to_owned()
        }
        ErrorKind::MissingRequiredArgument if command.get_name() == "sites" => {
            "name a file of sites, or take the shipped towns: --places".to_owned()
        }
        ErrorKind::MissingRequiredArgument => {
            format!("for example: {}", example(command, "")?)
        }
        ErrorKind::WrongNumberOfValues if flag == "--between" => {
            "--between takes two groups, as in --between RUS,BLR NATO; for the border round one: --around RUS".to_owned()
        }
        ErrorKind::InvalidValue if text(error, ContextKind::InvalidValue).is_empty() => {
            format!("for example: {}", example(command, &flag)?)
        }
        ErrorKind::InvalidValue
            if flag == "--format"
                && GEOMETRY.contains(&text(error, ContextKind::InvalidValue).as_str()) =>
        {
            "--format is that of the table; geometry goes to a file, by its ending: --out zone.geojson".to_owned()
        }
        ErrorKind::InvalidSubcommand
            if text(error, ContextKind::InvalidSubcommand) == "version" =>
        {
            "standoff --version".to_owned()
        }
        ErrorKind::UnknownArgument if !flag.starts_with('-') => {
            return stray(&flag, command, words).map(|tip| (tip, true));
        }
        ErrorKind::UnknownArgument => {
            return elsewhere(error, &flag, command, root).map(|tip| (tip, true));
        }
        _ => return None,
    };
    Some((ours, false))
}

/// A word where none belongs.
fn stray(word: &str, command: &Command, words: &[impl AsRef<str>]) -> Option<String> {
    let has = |flag: &str| command.get_arguments().any(|a| a.get_long() == Some(flag));
    if UNITS.contains(&word) {
        let before = (words.windows(2))
            .find(|pair| pair[1].as_ref() == word)
            .map_or("300", |pair| pair[0].as_ref());
        let number = before.rsplit('=').next().unwrap_or(before);
        return Some(format!("number and unit are one word: {number}{word}"));
    }
    if has("width") && word.parse::<Width>().is_ok() {
        return Some(format!("a width stands behind its flag: --width {word}"));
    }
    if has("widths") && word.parse::<Metres>().is_ok() {
        return Some(format!("widths stand behind their flag: --widths {word}"));
    }
    let between = words.iter().any(|w| w.as_ref().starts_with("--between"));
    if between
        && word
            .chars()
            .all(|c| c.is_alphabetic() || "-,'.".contains(c))
    {
        return Some(
            "--between takes two groups; members of one are joined by commas, a name of several words stands in quotes: --between RUS,BLR 'South Korea'"
                .to_owned(),
        );
    }
    let around = words.iter().any(|w| w.as_ref().starts_with("--around"));
    if around && word.chars().all(char::is_alphabetic) {
        return Some(
            "a name of several words stands in quotes: --around 'South Korea'; members of a group are joined by commas: --around RUS,BLR"
                .to_owned(),
        );
    }
    None
}

/// A flag that other commands have, where clap guesses at a like one of this command's.
fn elsewhere(error: &Error, flag: &str, command: &Command, root: &Command) -> Option<String> {
    let long = flag.strip_prefix("--")?;
    let guess = text(error, ContextKind::SuggestedArg);
    // width and widths are mistaken for each other rightly.
    if guess.trim_end_matches('s') == flag.trim_end_matches('s') {
        return None;
    }
    let of: Vec<&str> = (root.get_subcommands())
        .filter(|other| other.get_name() != command.get_name())
        .filter(|other| other.get_arguments().any(|a| a.get_long() == Some(long)))
        .map(Command::get_name)
        .collect();
    let first = of.first()?;
    Some(format!(
        "{flag} is a flag of {}: standoff {first} --help",
        of.join(", ")
    ))
}

/// The first example of a command's help that has `flag`.
fn example(command: &Command, flag: &str) -> Option<String> {
    let help = command.get_after_long_help()?.to_string();
    let start = format!("  standoff {}", command.get_name());
    (help.lines())
        .find(|line| {
            line.starts_with(&start) && line.contains(flag) && !line.ends_with(['\\', '|'])
        })
        .map(|line| line.trim().to_owned())
}

/// What clap noted, as text; several things one behind the other.
fn text(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        _ => String::new(),
    }
}
