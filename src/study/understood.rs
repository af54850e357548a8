//! Names in a scenario, put as codes before anything is made of them; what was understood is told.

use crate::border::names::table::{Kind, NameTable};
use crate::border::names::{Told, Words, unit};
use crate::error::Error;
use crate::load::shipped;
use crate::scenario::value::Scenario;
use crate::sites::Condition;
use crate::study::Study;

/// Units and worldviews: what needs no territories to be read.
///
/// # Errors
/// As [`unit::assignment`].
pub fn territory(scenario: &Scenario, study: &Study) -> Result<Scenario, Error> {
    let mut scenario = scenario.clone();
    if let Some(name) = &scenario.worldview {
        scenario.worldview = Some(said(unit::worldview(name)?, study));
    }
    let mut assign = Vec::new();
    for text in &scenario.assign {
        let (texts, notes) = unit::assignment(text)?;
        study.understood(&notes);
        assign.extend(texts);
    }
    scenario.assign = assign;
    Ok(scenario)
}

/// Whose line, and who joins and leaves alliances.
///
/// # Errors
/// As [`Words::understand`].
pub fn line(scenario: &Scenario, words: &Words, study: &Study) -> Result<Scenario, Error> {
    let mut scenario = scenario.clone();
    let groups = scenario
        .between
        .iter_mut()
        .flatten()
        .chain(&mut scenario.around);
    for group in groups {
        *group = said(words.understand(group)?, study);
    }
    for change in scenario.member.iter_mut().chain(&mut scenario.not_member) {
        // What is no change of membership is for its reader to refuse.
        if let Some((alliance, codes)) = change.split_once('=') {
            let alliance = said(words.alliance(alliance.trim())?, study);
            let codes = said(words.understand(codes)?, study);
            *change = format!("{alliance}={codes}");
        }
    }
    Ok(scenario)
}

/// The soil that the zone's flags speak of.
///
/// # Errors
/// As [`Words::understand`], with the flag.
pub fn zone(scenario: &Scenario, words: &Words, study: &Study) -> Result<Scenario, Error> {
    let mut scenario = scenario.clone();
    let of = |flag: &str, text: &str| -> Result<String, Error> {
        let told = words.understand(text).map_err(|mut error| {
            error.what = format!("{flag} {text}: {}", error.what);
            error
        })?;
        Ok(said(told, study))
    };
    for own in &mut scenario.width_in {
        own.who = of("‹width_in›", &own.who)?;
    }
    for list in &mut scenario.blanket {
        *list = of("‹blanket›", list)?;
    }
    for list in &mut scenario.exclude {
        *list = of("‹exclude›", list)?;
    }
    Ok(scenario)
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
pub fn conditions(conditions: &mut [Condition], study: &Study) -> Result<(), Error> {
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
            study.understood(&[format!("{}: {code}", condition.value)]);
        }
    }
    Ok(())
}

/// The text, its notes told.
pub fn said(told: Told, study: &Study) -> String {
    study.understood(&told.notes);
    told.text
}
