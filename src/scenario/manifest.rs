//! The manifest beside the results: what a figure in them was made of, so that it can be traced years later.
//!
//! `results.manifest.json`: program, data, input files with checksums, the results' own checksum, and every scenario with all its choices
//! and, where it failed, why. Nothing in it depends on the clock or the machine.

use super::journal::{Identity, Journal, Totals, hex};
use crate::error::{Error, Place};
use crate::report::file;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

/// Name of the manifest of a target: `results.csv` → `results.manifest.json`.
pub fn manifest_of(target: &Path) -> PathBuf {
    target.with_extension("manifest.json")
}

/// Writes the manifest; an older one is replaced.
///
/// # Errors
/// As [`file::write_file`].
pub fn write(target: &Path, identity: &Identity, journal: &Journal) -> Result<(), Error> {
    file::write_file(&manifest_of(target), true, |out| {
        writeln!(
            out,
            "{{\n\"made_of\": {},",
            Value::Object(made_of(identity))
        )?;
        writeln!(out, "\"results\": {},", results(target, &journal.totals()))?;
        write!(out, "\"scenarios\": [")?;
        let mut first = true;
        journal.each(&mut |entry| {
            let mut about = json!({ "rows": entry.rows });
            if let (Some(about), Some(more)) = (about.as_object_mut(), entry.about.as_object()) {
                if let Some(why) = entry.failed {
                    about.insert("failed".to_owned(), why.into());
                }
                let rest = std::mem::take(about);
                about.extend(more.clone());
                about.extend(rest);
            }
            write!(
                out,
                "{}\n{about}",
                if std::mem::take(&mut first) { "" } else { "," }
            )
        })?;
        writeln!(out, "\n]\n}}")
    })
}

/// What a finished run left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complete {
    pub scenarios: u64,
    pub failed: u64,
}

/// Whether `target` is there, whole, and the results of `identity`, by its manifest.
///
/// # Errors
/// [`Kind::Work`](crate::error::Kind::Work) where a file that is there cannot be read.
pub fn complete(target: &Path, identity: &Identity) -> Result<Option<Complete>, Error> {
    let text = match std::fs::read(manifest_of(target)) {
        Ok(text) => text,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(unreadable(&manifest_of(target), &e)),
    };
    let Ok(manifest) = serde_json::from_slice::<Value>(&text) else {
        return Ok(None);
    };
    let results = &manifest["results"];
    let same = manifest["made_of"] == Value::Object(made_of(identity))
        && results["sha256"].as_str() == checksum(target)?.as_deref();
    let number = |name: &str| results[name].as_u64();
    Ok(match (same, number("scenarios"), number("failed")) {
        (true, Some(scenarios), Some(failed)) => Some(Complete { scenarios, failed }),
        _ => None,
    })
}

/// SHA-256 of a file in hexadecimal; `None` where there is none.
///
/// # Errors
/// [`Kind::Work`](crate::error::Kind::Work) where it cannot be read.
pub fn checksum(path: &Path) -> Result<Option<String>, Error> {
    let read = || -> io::Result<String> {
        let mut file = std::fs::File::open(path)?;
        let (mut sum, mut buffer) = (Sha256::new(), vec![0u8; 1 << 16]);
        loop {
            match file.read(&mut buffer)? {
                0 => return Ok(hex(&sum.finalize())),
                read => sum.update(&buffer[..read]),
            }
        }
    };
    match read() {
        Ok(sum) => Ok(Some(sum)),
        Err(e) if matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
        Err(e) => Err(unreadable(path, &e)),
    }
}

fn made_of(identity: &Identity) -> Map<String, Value> {
    let pairs = identity.0.iter();
    pairs
        .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
        .collect()
}

fn results(target: &Path, totals: &Totals) -> Value {
    let name = target
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    json!({
        "file": name,
        "scenarios": totals.scenarios,
        "failed": totals.failed,
        "rows": totals.rows,
        "bytes": totals.bytes,
        "sha256": totals.sha256,
    })
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::work(format!("the file cannot be read: {error}")).at(Place {
        file: Some(path.display().to_string()),
        ..Place::default()
    })
}
