//! What the results of a sweep depend on: enough to tell whether unfinished ones may go on, and to trace a figure later.

use super::flags::Flags;
use super::sink::Rows;
use crate::cli::borders;
use crate::error::Error;
use crate::load::shipped;
use crate::scenario::journal::{Identity, hex};
use crate::scenario::manifest::checksum;
use crate::scenario::plan::Plan;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Program, plan, data and files.
///
/// # Errors
/// A file that is there and cannot be read; an unknown preset.
pub fn identity(plan: &Plan, flags: &Flags, format: Rows, strict: bool) -> Result<Identity, Error> {
    let (mut sum, mut files) = (Sha256::new(), BTreeMap::new());
    for scenario in (0..plan.len()).filter_map(|index| plan.scenario(index)) {
        let words = flags.words(&scenario)?;
        sum.update(serde_json::to_vec(&(&scenario.name, told(&words))).unwrap_or_default());
        for setting in &scenario.flags {
            for name in flags.files(setting) {
                if setting.flag == "borders" {
                    files.extend(borders::files(name));
                } else {
                    files.insert(name.clone(), PathBuf::from(name));
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

fn told(words: &[std::ffi::OsString]) -> Vec<String> {
    words
        .iter()
        .map(|word| word.to_string_lossy().into_owned())
        .collect()
}
