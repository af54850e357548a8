//! What the results of a sweep depend on: enough to tell whether unfinished ones may go on, and to trace a figure later.

use super::sink::Rows;
use crate::error::Error;
use crate::load::checksum::hex;
use crate::load::shipped;
use crate::scenario::journal::Identity;
use crate::scenario::manifest::checksum;
use crate::scenario::plan::Plan;
use crate::scenario::recorded::VERSION;
use crate::scenario::value::Scenario;
use crate::study::{Disk, files_of_borders};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Program, plan, data and files; `file`: the scenario file's name.
///
/// # Errors
/// A file that is there and cannot be read; a scenario that makes no sense.
pub fn identity(plan: &Plan, file: &str, format: Rows, strict: bool) -> Result<Identity, Error> {
    let (mut sum, mut files) = (Sha256::new(), BTreeMap::new());
    for planned in (0..plan.len()).filter_map(|index| plan.scenario(index)) {
        let mut scenario = planned.scenario(file)?;
        sum.update(serde_json::to_vec(&(&planned.name, &scenario)).unwrap_or_default());
        for about in Scenario::FIELDS.iter().filter(|about| about.file) {
            for choice in scenario.files_of(about.name) {
                if about.name == "borders" {
                    files.extend(files_of_borders(&choice.name, &Disk));
                } else {
                    files.insert(choice.name.clone(), PathBuf::from(&choice.name));
                }
            }
        }
    }
    let mut pairs = vec![
        (
            "program".to_owned(),
            format!("standoff {}", env!("CARGO_PKG_VERSION")),
        ),
        ("format".to_owned(), format.name().to_owned()),
        ("strict".to_owned(), strict.to_string()),
        ("scenarios".to_owned(), plan.len().to_string()),
        ("scenario_form".to_owned(), VERSION.to_string()),
        ("plan_sha256".to_owned(), hex(&sum.finalize())),
        ("boundaries".to_owned(), shipped::SOURCE.to_owned()),
        (
            "boundaries_sha256".to_owned(),
            shipped::UNITS_SHA256.to_owned(),
        ),
        (
            "alliances_sha256".to_owned(),
            hex(&Sha256::digest(shipped::alliances_csv())),
        ),
    ];
    for (file, path) in files {
        let sum = checksum(&path)?.unwrap_or_else(|| "no such file".to_owned());
        pairs.push((format!("sha256 of {file}"), sum));
    }
    Ok(Identity(pairs))
}
