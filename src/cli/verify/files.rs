//! The files that a zone was made from: which argument stands for which, and whether it is the same file still.
//!
//! A zone has base names and checksums. Arguments are matched to them by content first, so that neither a new name nor another order matters.

use crate::cli::messages::Messages;
use crate::error::Error;
use crate::load::reading::Reading;
use crate::scenario::field::FileChoice;
use crate::scenario::value::Scenario;
use crate::study::{Disk, Open};

/// The choices that name files.
pub const FILES: [&str; 6] = [
    "border",
    "alliances",
    "borders",
    "except",
    "snap_to",
    "territories",
];

/// The arguments that stand for the files of the record, each with what it stands for. `typed`: what the user gives; `sums`: the same with
/// checksums; `own`: the record.
///
/// # Errors
/// Of kind usage, where one is not given, or one that the zone was not made from; of kind data, for another file.
pub fn paired(
    typed: &Scenario,
    sums: &Scenario,
    own: &Scenario,
    messages: &Messages,
) -> Result<Vec<(FileChoice, String)>, Error> {
    let mut pairs = Vec::new();
    for name in FILES {
        let given = files_of(typed, name).into_iter().map(|file| file.name);
        let given: Vec<String> = given.collect();
        let (wanted, sums) = (files_of(own, name), files_of(sums, name));
        if wanted.len() != given.len() {
            let names: Vec<String> = wanted.iter().map(told).collect();
            let flag = name.replace('_', "-");
            let again: Vec<String> = (wanted.iter())
                .map(|f| match f.name.as_str() {
                    "-" => format!("--{flag} FILE"),
                    _ => format!("--{flag} {}", f.name),
                })
                .collect();
            return Err(Error::usage(format!(
                "the zone was made from {}, which the zone names and does not hold; {} given",
                names.join(" and "),
                match given.len() {
                    0 => format!("no --{flag} is"),
                    n => format!("{n} --{flag} are"),
                }
            ))
            .remedy(format!(
                "give each again, from where it lies on your disk: {}",
                again.join(" ")
            )));
        }
        let mut left: Vec<(String, FileChoice)> = given.into_iter().zip(sums).collect();
        // Those of the same content first, in whatever order they are given.
        let mut rest = Vec::new();
        for file in wanted {
            let found = (left.iter())
                .position(|(_, sum)| file.sha256.is_some() && sum.sha256 == file.sha256);
            match found {
                Some(at) => pairs.push((file, left.remove(at))),
                None => rest.push(file),
            }
        }
        pairs.extend(rest.into_iter().zip(left));
    }
    (pairs.into_iter())
        .map(|(recorded, (argument, sum))| {
            if recorded.sha256.is_none() {
                messages.note(&format!(
                    "{} is taken for {}, of which the zone has no checksum",
                    Disk.told(&argument),
                    told(&recorded)
                ));
            }
            same_file(&recorded, &argument, sum.sha256.as_deref())?;
            let argument = match (&recorded.layer, &sum.layer) {
                (Some(layer), None) if argument != "-" => format!("{argument}:{layer}"),
                (layer, own) if layer == own => argument,
                (layer, _) => {
                    return Err(Error::usage(format!(
                        "the flags and the zone differ: {argument} is given, and the zone was made with {}",
                        match layer {
                            Some(layer) => format!("the layer {layer}"),
                            None => "no layer named".to_owned(),
                        }
                    )));
                }
            };
            Ok((recorded, argument))
        })
        .collect()
}

fn files_of(scenario: &Scenario, name: &str) -> Vec<FileChoice> {
    let mut scenario = scenario.clone();
    scenario
        .files_of(name)
        .into_iter()
        .map(|file| file.clone())
        .collect()
}

fn told(file: &FileChoice) -> String {
    match file.name.as_str() {
        "-" => "standard input".to_owned(),
        name => name.to_owned(),
    }
}

/// Compares checksums.
///
/// # Errors
/// Of kind data, where both are known and differ.
pub fn same_file(recorded: &FileChoice, argument: &str, sum: Option<&str>) -> Result<(), Error> {
    match (&recorded.sha256, sum) {
        (Some(wanted), Some(sum)) if wanted != sum => Err(Error::data(format!(
            "{} is not the file that the zone was made from: its SHA-256 is {sum}, that of {} was {wanted}",
            Disk.told(argument),
            told(recorded)
        ))
        .remedy("give the file as it was then; a zone made from another one is made anew by `standoff strip`")),
        _ => Ok(()),
    }
}

/// `NAME=SYSTEM` with the argument that stands for the file.
pub fn crs(text: &str, files: &[(FileChoice, String)]) -> String {
    let Some((named, system)) = Reading::file_of_crs(text) else {
        return text.to_owned();
    };
    let is = |file: &FileChoice| match &file.layer {
        Some(layer) => format!("{}:{layer}", file.name) == named,
        None => file.name == named,
    };
    let found = files.iter().find(|(file, _)| is(file));
    found.map_or(text.to_owned(), |(_, argument)| {
        format!("{argument}={system}")
    })
}
