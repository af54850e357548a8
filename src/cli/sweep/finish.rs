//! Finished results get their name, with a manifest beside them.

use super::sink::Rows;
use crate::cli::args::SweepArgs;
use crate::error::Error;
use crate::load::checksum::hex;
use crate::report::file;
use crate::report::files::Files;
use crate::scenario::journal::{Finished, Identity, Journal, Totals};
use crate::scenario::manifest;
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::path::Path;

/// Gives the results of a whole run their name: the part file itself, or a copy with a column that says what failed.
///
/// # Errors
/// Of kind work, such as a full disk; of kind usage if a file of this name appeared. The same command goes on from there.
pub fn finish(
    target: &Path,
    identity: &Identity,
    journal: Journal,
    rows: Rows,
    args: &SweepArgs,
) -> Result<(), Error> {
    // While it ran somebody else may have written here: whose manifest would be replaced.
    file::check_name(target, args.force)?;
    if !args.allow_failures {
        manifest::write(target, identity, &journal, &journal.totals(), false)?;
        return journal.finish(args.force);
    }
    let mut files = Files::new(args.force);
    let mut totals = journal.totals();
    files.write(target, |to| told(&journal, rows, to, &mut totals))?;
    manifest::write(target, identity, &journal, &totals, true)?;
    files.appear()?;
    journal.forget()
}

fn told(journal: &Journal, rows: Rows, to: &mut dyn Write, totals: &mut Totals) -> io::Result<()> {
    let mut sum = Sha256::new();
    totals.bytes = 0;
    journal.each_with_bytes(&mut |entry, bytes| {
        totals.rows += u64::from(entry.failed.is_some());
        let finished = Finished {
            bytes,
            rows: entry.rows,
            failed: entry.failed,
            about: entry.about,
        };
        let bytes = rows.told(entry.scenario, &finished);
        totals.bytes += bytes.len() as u64;
        sum.update(&bytes);
        to.write_all(&bytes)
    })?;
    totals.sha256 = hex(&sum.finalize());
    Ok(())
}
