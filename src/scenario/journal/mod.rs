//! Results that survive anything: a part file beside the target, and a journal of what in it is whole.
//!
//! `results.csv.part` holds the finished scenarios in the plan's order; `results.csv.journal` a first line that says what they are results
//! of, then one line a scenario: its number, where it ends in the part file, a checksum of its bytes, and what the manifest will say of it.
//! Every line begins with its own checksum. The part file is forced to the disk before the journal, so that a line in the journal is a
//! promise; what is behind the last whole line was cut off, and goes. The journal is locked while a run writes.

mod again;
mod recover;

use crate::error::{Error, Kind, Place};
use crate::load::checksum::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use tempfile::TempPath;

/// What the results depend on, by name, in order: only equal ones may go on with each other's work.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity(pub Vec<(String, String)>);

/// What is kept of a finished scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Its number in the plan, from 0.
    pub scenario: usize,
    /// Where its bytes end in the part file.
    pub end: u64,
    /// Checksum of its bytes.
    pub sum: String,
    pub rows: u64,
    /// Why it failed; absent where it did not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<String>,
    /// What the manifest says of it.
    pub about: serde_json::Value,
}

/// A finished scenario on its way to the disk.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    pub bytes: Vec<u8>,
    pub rows: u64,
    pub failed: Option<String>,
    pub about: serde_json::Value,
}

/// The two files, open and locked.
#[derive(Debug)]
pub struct Journal {
    target: PathBuf,
    part: File,
    log: File,
    done: usize,
    end: u64,
    rows: u64,
    failed: usize,
    sum: Sha256,
}

/// The whole results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    pub scenarios: usize,
    pub failed: usize,
    pub rows: u64,
    pub bytes: u64,
    pub sha256: String,
}

/// Name of the part file of a target.
pub fn part_of(target: &Path) -> PathBuf {
    beside(target, ".part")
}

/// Name of the journal of a target.
pub fn journal_of(target: &Path) -> PathBuf {
    beside(target, ".journal")
}

/// Name of the manifest while it is written. Always the same, so that a run that is killed leaves nothing that the next does not use.
pub fn manifest_part_of(target: &Path) -> PathBuf {
    beside(target, ".manifest.part")
}

fn beside(target: &Path, ending: &str) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Names of the part file and the journal while scenarios in their midst are replaced.
fn anew_of(target: &Path) -> [PathBuf; 2] {
    [
        beside(target, ".part.anew"),
        beside(target, ".journal.anew"),
    ]
}

/// Takes away what a finished run may have left beside its results.
///
/// # Errors
/// [`Kind::Work`] if a file cannot be removed.
pub fn clear(target: &Path) -> Result<(), Error> {
    let [part, log] = anew_of(target);
    for path in [
        part_of(target),
        manifest_part_of(target),
        part,
        log,
        journal_of(target),
    ] {
        match std::fs::remove_file(&path) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(failure(&path, &e)),
            _ => {}
        }
    }
    Ok(())
}

impl Journal {
    /// Opens what is there, cuts off what is not whole, or begins anew.
    ///
    /// # Errors
    /// [`Kind::Work`] if another run holds the journal, if the files cannot be read or written, or if they are
    /// results of something else (what differs is said), unless `restart` throws them away.
    pub fn open(target: &Path, identity: &Identity, restart: bool) -> Result<Self, Error> {
        let open = |path: &Path| {
            let options = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(path);
            options.map_err(|e| failure(path, &e))
        };
        let log = open(&journal_of(target))?;
        lock(&log, target)?;
        let mut journal = Journal {
            target: target.to_owned(),
            part: open(&part_of(target))?,
            log,
            done: 0,
            end: 0,
            rows: 0,
            failed: 0,
            sum: Sha256::new(),
        };
        if restart {
            journal.cut(0)?;
        }
        let whole = journal.recover(identity)?;
        if whole == 0 {
            journal.cut(0)?;
            let head = journal.line(identity)?;
            journal.promise(&head)?;
            journal.sync_folder();
        } else {
            journal.cut(whole)?;
        }
        Ok(journal)
    }

    /// How many scenarios are finished.
    pub fn done(&self) -> usize {
        self.done
    }

    /// Adds finished scenarios, the next ones of the plan; they are on the disk when this returns.
    ///
    /// # Errors
    /// [`Kind::Work`], such as a full disk. What was finished before stays so.
    pub fn add(&mut self, finished: &[Finished]) -> Result<(), Error> {
        let (mut bytes, mut lines) = (Vec::new(), Vec::new());
        for scenario in finished {
            self.sum.update(&scenario.bytes);
            bytes.extend_from_slice(&scenario.bytes);
            self.end += scenario.bytes.len() as u64;
            self.rows += scenario.rows;
            self.failed += usize::from(scenario.failed.is_some());
            let entry = Entry {
                scenario: self.done,
                end: self.end,
                sum: short(&scenario.bytes),
                rows: scenario.rows,
                failed: scenario.failed.clone(),
                about: scenario.about.clone(),
            };
            self.done += 1;
            lines.extend(self.line(&entry)?);
        }
        let written = self
            .part
            .write_all(&bytes)
            .and_then(|()| self.part.sync_data());
        written.map_err(|e| failure(&part_of(&self.target), &e))?;
        self.promise(&lines)
    }

    /// What the results are, so far.
    pub fn totals(&self) -> Totals {
        Totals {
            scenarios: self.done,
            failed: self.failed,
            rows: self.rows,
            bytes: self.end,
            sha256: hex(&self.sum.clone().finalize()),
        }
    }

    /// Reads the finished scenarios again, in order.
    ///
    /// # Errors
    /// What reading and `each` give.
    pub fn each(&self, each: &mut dyn FnMut(Entry) -> io::Result<()>) -> io::Result<()> {
        let reader = BufReader::new(File::open(journal_of(&self.target))?);
        for line in reader.split(b'\n').skip(1) {
            let entry: Entry = checked(&line?)
                .and_then(|json| serde_json::from_slice(json).ok())
                .ok_or_else(|| io::Error::new(ErrorKind::InvalidData, "the journal was changed"))?;
            each(entry)?;
        }
        Ok(())
    }

    /// Gives the part file its final name, and takes the journal away. `force`: whether a file of this name is replaced.
    ///
    /// # Errors
    /// [`Kind::Work`] if it cannot be renamed, [`Kind::Usage`] if a file of this name appeared: all is as before then.
    pub fn finish(self, force: bool) -> Result<(), Error> {
        let (part, target) = (part_of(&self.target), &self.target);
        self.part.sync_all().map_err(|e| failure(&part, &e))?;
        if force {
            std::fs::rename(&part, target).map_err(|e| failure(target, &e))?;
        } else {
            let path = TempPath::try_from_path(&part).map_err(|e| failure(&part, &e))?;
            if let Err(refused) = path.persist_noclobber(target) {
                // Dropped, it would take the part file away.
                (refused.path.keep()).map_err(|e| failure(&part, &e.error))?;
                return Err(match refused.error.kind() {
                    ErrorKind::AlreadyExists => Error::usage("a file of this name appeared while the results were made")
                        .at(place(target))
                        .remedy("give ‹force› to replace it, or move it away, and run the same command again"),
                    _ => failure(target, &refused.error),
                });
            }
        }
        self.sync_folder();
        self.forget()
    }

    /// Takes the journal away, and what it is a journal of.
    ///
    /// # Errors
    /// [`Kind::Work`] if a file cannot be removed.
    pub fn forget(self) -> Result<(), Error> {
        clear(&self.target)?;
        self.sync_folder();
        Ok(())
    }

    /// Cuts the journal to `whole` bytes and the part file to the scenarios that are taken in.
    fn cut(&mut self, whole: u64) -> Result<(), Error> {
        let (log, part) = (journal_of(&self.target), part_of(&self.target));
        let cut = |file: &mut File, length: u64| -> io::Result<()> {
            file.set_len(length)?;
            file.seek(SeekFrom::Start(length))?;
            file.sync_all()
        };
        // The journal first: a promise goes before what was promised.
        cut(&mut self.log, whole).map_err(|e| failure(&log, &e))?;
        cut(&mut self.part, self.end).map_err(|e| failure(&part, &e))
    }

    fn line(&self, content: &impl Serialize) -> Result<Vec<u8>, Error> {
        let json = serde_json::to_vec(content).map_err(|error| {
            Error::work(format!("the journal cannot be written: {error}")).at(place(&self.target))
        })?;
        let mut line = short(&json).into_bytes();
        line.push(b' ');
        line.extend(json);
        line.push(b'\n');
        Ok(line)
    }

    fn promise(&mut self, lines: &[u8]) -> Result<(), Error> {
        let written = self
            .log
            .write_all(lines)
            .and_then(|()| self.log.sync_data());
        written.map_err(|e| failure(&journal_of(&self.target), &e))
    }

    /// New names last once the folder is on the disk; systems that cannot do this lose nothing but that.
    fn sync_folder(&self) {
        let folder = self.target.parent().filter(|f| !f.as_os_str().is_empty());
        if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
            let _ = folder.sync_all();
        }
    }
}

/// Holds a journal, as long as it is open.
fn lock(log: &File, target: &Path) -> Result<(), Error> {
    match log.try_lock() {
        Err(TryLockError::WouldBlock) => Err(Error::work("another run is writing these results")
            .at(place(target))
            .remedy("wait for it, or write elsewhere")),
        // Some network file systems have no locks; the journal does its work without.
        Ok(()) | Err(TryLockError::Error(_)) => Ok(()),
    }
}

/// The content of a line whose checksum is right.
fn checked(line: &[u8]) -> Option<&[u8]> {
    let (sum, rest) = line.split_at_checked(16)?;
    let json = rest.strip_prefix(b" ")?;
    (short(json).as_bytes() == sum).then_some(json)
}

/// The first 64 bits of SHA-256, in hexadecimal.
fn short(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)[..8])
}

fn place(path: &Path) -> Place {
    Place {
        file: Some(path.display().to_string()),
        ..Place::default()
    }
}

pub fn failure(path: &Path, error: &io::Error) -> Error {
    let again = "then run the same command again: it goes on from the last finished scenario";
    let (what, remedy) = match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => (
            "the disk is full, or the file as large as it may be".to_owned(),
            format!("make room, {again}"),
        ),
        ErrorKind::NotFound | ErrorKind::NotADirectory => (
            "the output's folder does not exist".to_owned(),
            "create it, or write elsewhere".to_owned(),
        ),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => (
            "the output's folder is not writable".to_owned(),
            "change its permissions, or write elsewhere".to_owned(),
        ),
        _ => (
            format!("the results cannot be written: {error}"),
            format!("check the disk, {again}"),
        ),
    };
    Error::new(Kind::Work, what).at(place(path)).remedy(remedy)
}
