//! The manifest beside the results: what a figure in them was made of, so that it can be traced years later.
//!
//! `results.manifest.json`: program, data, input files with checksums, the results' own checksum, and every scenario with all its choices
//! and, where it failed, why. Nothing in it depends on the clock or the machine.

use super::journal::{Identity, Journal, Totals, failure, manifest_part_of};
use crate::error::{Error, Place};
use crate::load::checksum::hex;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufWriter, ErrorKind, IntoInnerError, Read, Write};
use std::path::{Path, PathBuf};

/// Name of the manifest of a target: `results.csv` → `results.manifest.json`.
pub fn manifest_of(target: &Path) -> PathBuf {
    target.with_extension("manifest.json")
}

/// Writes the manifest; an older one is replaced. `totals`: of the results as they are written; `told`: whether these say in a column what
/// failed.
///
/// # Errors
/// [`Kind::Work`](crate::error::Kind::Work) where it cannot be written, such as on a full disk.
pub fn write(
    target: &Path,
    identity: &Identity,
    journal: &Journal,
    totals: &Totals,
    told: bool,
) -> Result<(), Error> {
    let (part, manifest) = (manifest_part_of(target), manifest_of(target));
    let write = || -> io::Result<()> {
        let mut out = BufWriter::new(File::create(&part)?);
        let results = results(target, totals, told);
        fill(identity, &results, journal, &mut out)?;
        out.into_inner()
            .map_err(IntoInnerError::into_error)?
            .sync_all()
    };
    write().map_err(|e| failure(&part, &e))?;
    std::fs::rename(&part, &manifest).map_err(|e| failure(&manifest, &e))
}

fn fill(
    identity: &Identity,
    results: &Value,
    journal: &Journal,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(
        out,
        "{{\n\"made_of\": {},",
        Value::Object(made_of(identity))
    )?;
    writeln!(out, "\"results\": {results},")?;
    write!(out, "\"scenarios\": [")?;
    let mut between = "\n";
    journal.each(&mut |entry| {
        let mut about = entry.about;
        about["rows"] = entry.rows.into();
        if let Some(why) = entry.failed {
            about["failed"] = why.into();
        }
        write!(out, "{between}{about}")?;
        between = ",\n";
        Ok(())
    })?;
    writeln!(out, "\n]\n}}")
}

/// Whether `target` is whole and the results of `identity`, by its manifest: the names of the scenarios that failed, else `None`. `told`:
/// whether it has to say in a column what failed.
///
/// # Errors
/// [`Kind::Work`](crate::error::Kind::Work) where a file that is there cannot be read.
pub fn complete(
    target: &Path,
    identity: &Identity,
    told: bool,
) -> Result<Option<Vec<String>>, Error> {
    let text = match std::fs::read(manifest_of(target)) {
        Ok(text) => text,
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(unreadable(&manifest_of(target), &e)),
    };
    let Ok(manifest) = serde_json::from_slice::<Value>(&text) else {
        return Ok(None);
    };
    let sum = manifest["results"]["sha256"].as_str();
    let (Some(sum), Some(scenarios)) = (sum, manifest["scenarios"].as_array()) else {
        return Ok(None);
    };
    if manifest["made_of"] != Value::Object(made_of(identity))
        || manifest["results"].get(TOLD).is_some() != told
        || checksum(target)?.as_deref() != Some(sum)
    {
        return Ok(None);
    }
    let failed = scenarios
        .iter()
        .filter(|scenario| scenario.get("failed").is_some());
    Ok(Some(
        failed
            .filter_map(|scenario| Some(scenario["scenario"].as_str()?.to_owned()))
            .collect(),
    ))
}

/// SHA-256 of a file in hexadecimal; `None` where there is none.
///
/// # Errors
/// [`Kind::Work`](crate::error::Kind::Work) where it cannot be read.
pub fn checksum(path: &Path) -> Result<Option<String>, Error> {
    let read = || -> io::Result<String> {
        let mut file = File::open(path)?;
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

/// Present where the results say in a column what failed.
const TOLD: &str = "failed_column";

fn results(target: &Path, totals: &Totals, told: bool) -> Value {
    let name = target
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    let mut results = json!({
        "file": name,
        "scenarios": totals.scenarios,
        "failed": totals.failed,
        "rows": totals.rows,
        "bytes": totals.bytes,
        "sha256": totals.sha256,
    });
    if told {
        results[TOLD] = super::table::FAILED.into();
    }
    results
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::work(format!("the file cannot be read: {error}")).at(Place {
        file: Some(path.display().to_string()),
        ..Place::default()
    })
}
