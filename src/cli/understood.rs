//! Names in the arguments, put as codes before anything is made of them; what was understood is told on standard error.

use super::args::{LineArgs, TerritoryArgs, ZoneArgs};
use super::messages::Messages;
use crate::border::names::table::{Kind, NameTable};
use crate::border::names::{Told, Words, unit};
use crate::error::Error;
use crate::load::shipped;
use crate::sites::Condition;

/// Units and worldviews: what needs no territories to be read.
///
/// # Errors
/// As [`unit::assignment`].
pub fn territory(args: &TerritoryArgs, messages: &Messages) -> Result<TerritoryArgs, Error> {
    let mut args = args.clone();
    if let Some(name) = &args.worldview {
        args.worldview = Some(said(unit::worldview(name)?, messages));
    }
    let mut assign = Vec::new();
    for text in &args.assign {
        let (texts, notes) = unit::assignment(text)?;
        messages.understood(&notes);
        assign.extend(texts);
    }
    args.assign = assign;
    Ok(args)
}

/// Whose line, and who joins and leaves alliances.
///
/// # Errors
/// As [`Words::understand`].
pub fn line(args: &LineArgs, words: &Words, messages: &Messages) -> Result<LineArgs, Error> {
    let mut args = args.clone();
    let groups = args.between.iter_mut().flatten().chain(&mut args.around);
    for group in groups {
        *group = said(words.understand(group)?, messages);
    }
    for change in args.member.iter_mut().chain(&mut args.not_member) {
        // What is no change of membership is for its reader to refuse.
        if let Some((alliance, codes)) = change.split_once('=') {
            let alliance = said(words.alliance(alliance.trim())?, messages);
            let codes = said(words.understand(codes)?, messages);
            *change = format!("{alliance}={codes}");
        }
    }
    Ok(args)
}

/// The soil that the zone's flags speak of.
///
/// # Errors
/// As [`Words::understand`], with the flag.
pub fn zone(args: &ZoneArgs, words: &Words, messages: &Messages) -> Result<ZoneArgs, Error> {
    let mut args = args.clone();
    let of = |flag: &str, text: &str| -> Result<String, Error> {
        let told = words.understand(text).map_err(|mut error| {
            error.what = format!("{flag} {text}: {}", error.what);
            error
        })?;
        Ok(said(told, messages))
    };
    for own in &mut args.width_in {
        own.who = of("--width-in", &own.who)?;
    }
    for list in &mut args.blanket {
        *list = of("--blanket", list)?;
    }
    for list in &mut args.exclude {
        *list = of("--exclude", list)?;
    }
    Ok(args)
}

/// Properties whose values are countries.
const COUNTRIES: [&str; 14] = [
    "country",
    "territory",
    "state",
    "nation",
    "country_code",
    "countrycode",
    "a3",
    "iso",
    "iso_a2",
    "iso_a3",
    "adm0_a3",
    "sov_a3",
    "iso2",
    "iso3",
];

/// Conditions on a country: what its value is called elsewhere is the same to `=` and `!=`.
///
/// # Errors
/// Where the program's own table of names is damaged.
pub fn conditions(conditions: &mut [Condition], messages: &Messages) -> Result<(), Error> {
    let table = NameTable::shipped()?;
    for condition in conditions {
        let key = condition.key.to_lowercase();
        if !COUNTRIES.contains(&key.as_str()) {
            continue;
        }
        let heads = shipped::heads()?;
        let own = heads
            .iter()
            .find(|h| h.code.eq_ignore_ascii_case(&condition.value));
        let row = table
            .find(&condition.value)
            .find(|row| matches!(row.kind, Kind::Name | Kind::Code));
        let Some(code) = own.map(|h| h.code).or(row.map(|row| row.codes[0].as_str())) else {
            continue;
        };
        let same = table.entries().iter().filter(|row| row.codes == [code]);
        let same = same.filter(|row| matches!(row.kind, Kind::Name | Kind::Code));
        condition.also = same
            .map(|row| row.name.clone())
            .chain([code.to_owned()])
            .collect();
        if condition.value != code {
            messages.understood(&[format!("{}: {code}", condition.value)]);
        }
    }
    Ok(())
}

/// The text, its notes told.
pub fn said(told: Told, messages: &Messages) -> String {
    messages.understood(&told.notes);
    told.text
}
