//! What a zone is judged by: the choices that its file records, with the flags beside them; of another program's file the flags alone.
//!
//! A flag may say again what the file says. One that says something else ends the run: both cannot be meant. Files are the user's to
//! give, each compared with its checksum: no path that stands in a zone is opened.

use super::files::{FILES, crs, paired, same_file};
use super::older::choices_of;
use crate::border::worldview::DE_FACTO;
use crate::cli::args::VerifyArgs;
use crate::cli::messages::{self, Messages};
use crate::cli::preset::flag;
use crate::error::{Error, Place};
use crate::load::reading::Reading;
use crate::load::recorded;
use crate::scenario::field::FileChoice;
use crate::scenario::recorded::{Data, Recorded};
use crate::scenario::value::Scenario;
use crate::study::record::{base, named, shipped_data};
use crate::study::{Disk, Open};
use crate::units::Width;
use serde_json::Value;

/// What does not change a zone, or is the judge's own.
const BESIDE: [&str; 8] = [
    "preset",
    "width",
    "tolerance",
    "data_accuracy",
    "out_crs",
    "tabulate",
    "tabulate_field",
    "sites",
];
/// What says whose line.
const LINE: [&str; 4] = ["reach", "border", "between", "around"];
/// Whose values stand in an order; those of all others are sets.
const ORDERED: [&str; 1] = ["between"];

/// Line and configuration.
pub struct Given {
    pub scenario: Scenario,
    /// The file's own, with the arguments that stand for its files.
    pub own: Option<Own>,
}

/// The files that a zone of this program was made from.
pub struct Own {
    files: Vec<(FileChoice, String)>,
}

impl Given {
    /// From the flags and what the file records.
    ///
    /// # Errors
    /// Of kind usage, where they differ or a file is not given; of kind data, for a file that is another one, for other
    /// boundaries, and for a record that cannot be read.
    pub fn of(
        args: &VerifyArgs,
        typed: Scenario,
        recorded: Option<recorded::Recorded>,
        messages: &Messages,
    ) -> Result<Self, Error> {
        let Some(recorded) = recorded else {
            return Ok(Given {
                scenario: typed,
                own: None,
            });
        };
        let zone = Disk.told(&args.zone);
        let at = |error: Error| {
            let place = Place {
                file: Some(zone.clone()),
                ..error.place.clone()
            };
            error.at(place)
        };
        let (choices, data) = match recorded {
            recorded::Recorded::Form(form) => {
                let form = Recorded::read(form).map_err(at)?;
                (form.choices, Some((form.data, form.program)))
            }
            recorded::Recorded::Words(words) => (choices_of(words).map_err(at)?, None),
        };
        let sums = named(typed.clone(), &Reading::default(), &Disk)?;
        refuse_other(&sums, &choices).map_err(at)?;
        refuse_crs(args, &typed, &choices).map_err(at)?;
        let files = paired(&typed, &sums, &choices, messages).map_err(at)?;
        match data {
            Some((data, program)) => same_data(&choices, &data, &program).map_err(at)?,
            None => messages.note(&format!(
                "{zone} was written by an older version: it does not say from which boundaries"
            )),
        }
        Ok(Given {
            scenario: scenario_of(&choices, &files).map_err(at)?,
            own: Some(Own { files }),
        })
    }
}

impl Own {
    /// Compares what could be read once only, now that it is read.
    ///
    /// # Errors
    /// Of kind data.
    pub fn check_streams(&self, reading: &Reading) -> Result<(), Error> {
        (self.files.iter()).try_for_each(|(recorded, argument)| match reading.sum(argument) {
            Some(sum) => same_file(recorded, argument, Some(&sum)),
            None => Ok(()),
        })
    }
}

/// A flag as it is typed.
fn words(name: &str, value: &Value) -> String {
    let flag = flag(name);
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Object(file) => file["name"].as_str().unwrap_or_default().to_owned(),
        other => other.to_string(),
    };
    match value {
        Value::Bool(_) => format!("--{flag}"),
        Value::Array(all) if name == "between" => {
            let all: Vec<String> = all.iter().map(text).collect();
            format!("--{flag} {}", all.join(" "))
        }
        Value::Array(all) => {
            let all = all.iter().map(|value| format!("--{flag} {}", text(value)));
            all.collect::<Vec<_>>().join(" ")
        }
        other => format!("--{flag} {}", text(other)),
    }
}

/// Refuses a flag that says something else than the file.
fn refuse_other(typed: &Scenario, own: &Scenario) -> Result<(), Error> {
    let (typed, own) = (typed.values(), own.values());
    // A preset is what its flags say.
    let preset = (typed.get("preset")).zip(own.get("preset"));
    let preset = preset.filter(|(a, b)| a != b).map(|(a, _)| ("preset", a));
    let others = (typed.iter())
        .map(|(name, value)| (name.as_str(), value))
        .filter(|(name, value)| match own.get(*name) {
            _ if BESIDE.contains(name) || *name == "crs" => false,
            Some(_) if FILES.contains(name) => false,
            Some(other) => !same(name, value, other),
            None => true,
        });
    let Some((name, value)) = preset.into_iter().chain(others).next() else {
        return Ok(());
    };
    let made_with = match own.get(name) {
        Some(other) => words(name, other),
        None if LINE.contains(&name) => (LINE.iter())
            .filter_map(|line| Some(words(line, own.get(*line)?)))
            .collect::<Vec<_>>()
            .join(" "),
        None => format!("no --{}", name.replace('_', "-")),
    };
    Err(Error::usage(format!(
        "the flags and the zone differ: {} is given, and the zone was made with {made_with}",
        words(name, value)
    ))
    .remedy("leave the flag out to judge the zone by what it says of itself, or make the zone anew with it"))
}

/// Whether two values of a choice mean the same.
fn same(name: &str, a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Array(a), Value::Array(b)) if ORDERED.contains(&name) => a == b,
        (Value::Array(a), Value::Array(b)) => {
            let in_other = |v: &Value, other: &[Value]| other.iter().any(|o| same(name, v, o));
            a.iter().all(|v| in_other(v, b)) && b.iter().all(|v| in_other(v, a))
        }
        (Value::String(a), Value::String(b)) => a == b || same_length(a, b),
        _ => a == b,
    }
}

/// 1km is 1000m, and RUS=1km is RUS=1000m.
fn same_length(a: &str, b: &str) -> bool {
    let split = |text: &str| -> (String, String) {
        let (who, width) = text.split_once('=').unwrap_or(("", text));
        (who.to_owned(), width.to_owned())
    };
    let ((who, a), (whom, b)) = (split(a), split(b));
    match (a.parse::<Width>(), b.parse::<Width>()) {
        (Ok(a), Ok(b)) => who == whom && a.metres == b.metres,
        _ => false,
    }
}

/// A system for all files would be the zone's too, which says its own; those of its files it has recorded.
fn refuse_crs(args: &VerifyArgs, typed: &Scenario, own: &Scenario) -> Result<(), Error> {
    for text in &typed.crs {
        let Some((file, system)) = Reading::file_of_crs(text) else {
            return refuse_crs_of_all(text);
        };
        let again = format!("{}={system}", base(&file));
        if file != args.zone && !own.crs.contains(&again) {
            let made_with = match own.crs.is_empty() {
                true => "no --crs".to_owned(),
                false => format!("--crs {}", own.crs.join(" --crs ")),
            };
            return Err(Error::usage(format!(
                "the flags and the zone differ: --crs {text} is given, and the zone was made with {made_with}"
            ))
            .remedy("leave the flag out: the zone says which system its files had"));
        }
    }
    Ok(())
}

fn refuse_crs_of_all(crs: &str) -> Result<(), Error> {
    Err(Error::usage(format!(
        "--crs {crs} would be the system of the zone as well as of the files that it was made from"
    ))
    .remedy("leave it out: the zone says its own system, and which its files had"))
}

/// Refuses to judge by other boundaries than those that the zone was made from.
fn same_data(choices: &Scenario, data: &Data, program: &str) -> Result<(), Error> {
    let derived = choices.border.is_empty();
    let soil =
        !(choices.width_in.is_empty() && choices.blanket.is_empty() && choices.exclude.is_empty());
    let own = shipped_data();
    let land = choices.territories.is_none() && (derived || soil);
    let named = choices.worldview.as_deref().unwrap_or(DE_FACTO) != DE_FACTO;
    let names = choices.alliances.is_none() && (derived || soil);
    let differs = [
        (
            "boundaries",
            land,
            own.boundaries_sha256 != data.boundaries_sha256,
        ),
        (
            "worldviews",
            land && named,
            own.worldviews_sha256 != data.worldviews_sha256,
        ),
        (
            "alliances",
            names,
            own.alliances_sha256 != data.alliances_sha256,
        ),
    ];
    match differs.iter().find(|(_, used, differs)| *used && *differs) {
        None => Ok(()),
        Some((what, ..)) => Err(Error::data(format!(
            "the zone was made from other {what} than this program ships: it was written by {program}"
        ))
        .remedy(format!(
            "judge it with that version, or make it anew with this one, {}",
            env!("CARGO_PKG_VERSION")
        ))),
    }
}

/// The scenario that the choices stand for, with the arguments that stand for its files.
fn scenario_of(choices: &Scenario, files: &[(FileChoice, String)]) -> Result<Scenario, Error> {
    let mut scenario = choices.clone().only(&|about| {
        about.name == "preset" || about.name == "width" || !BESIDE.contains(&about.name)
    });
    for about in Scenario::FIELDS.iter().filter(|about| about.file) {
        for choice in scenario.files_of(about.name) {
            if let Some((_, argument)) = files.iter().find(|(known, _)| known == choice) {
                *choice = argument.as_str().into();
            }
        }
    }
    scenario
        .crs
        .iter_mut()
        .for_each(|text| *text = crs(text, files));
    if let Some(clash) = scenario.clash() {
        return Err(Error::data(format!(
            "the choices that the file records cannot be used: {}",
            clash.error(&messages::flag).what
        ))
        .remedy("the member `standoff` was changed; write the file again"));
    }
    scenario.reach_told()
}
