//! Results that survive anything: a part file beside the target, and a journal of what in it is whole.
//!
//! `results.csv.part` holds the finished scenarios in the plan's order; `results.csv.journal` a first line that says what they are results
//! of, then one line a scenario: its number, where it ends in the part file, a checksum of its bytes, and what the manifest will say of it.
//! Every line begins with its own checksum. The part file is forced to the disk before the journal, so that a line in the journal is a
//! promise; what is behind the last whole line was cut off, and goes. The journal is locked while a run writes.

use crate::error::{Error, Kind, Place};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, BufRead, BufReader, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

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

/// Takes away what a finished run may have left beside its results.
///
/// # Errors
/// [`Kind::Work`] if a file cannot be removed.
pub fn clear(target: &Path) -> Result<(), Error> {
    for path in [
        part_of(target),
        manifest_part_of(target),
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
        match log.try_lock() {
            Err(TryLockError::WouldBlock) => {
                return Err(Error::work("another run is writing these results")
                    .at(place(target))
                    .remedy("wait for it, or write elsewhere"));
            }
            // Some network file systems have no locks; the journal does its work without.
            Ok(()) | Err(TryLockError::Error(_)) => {}
        }
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

    /// Gives the part file its final name, and takes the journal away.
    ///
    /// # Errors
    /// [`Kind::Work`] if it cannot be renamed.
    pub fn finish(self) -> Result<(), Error> {
        let part = part_of(&self.target);
        self.part.sync_all().map_err(|e| failure(&part, &e))?;
        std::fs::rename(&part, &self.target).map_err(|e| failure(&self.target, &e))?;
        self.sync_folder();
        std::fs::remove_file(journal_of(&self.target))
            .map_err(|e| failure(&journal_of(&self.target), &e))?;
        self.sync_folder();
        Ok(())
    }

    /// Takes in what is whole; gives the length of the journal up to there.
    fn recover(&mut self, identity: &Identity) -> Result<u64, Error> {
        let log = journal_of(&self.target);
        let failed = |e: io::Error| failure(&log, &e);
        let part_length = self.part.metadata().map_err(failed)?.len();
        self.log.seek(SeekFrom::Start(0)).map_err(failed)?;
        let mut lines = BufReader::new(self.log.try_clone().map_err(failed)?);
        let mut part = BufReader::new(self.part.try_clone().map_err(failed)?);
        let (mut line, mut whole) = (Vec::new(), 0u64);
        let mut first = true;
        loop {
            line.clear();
            let length = lines.read_until(b'\n', &mut line).map_err(failed)?;
            let json = line.strip_suffix(b"\n").and_then(checked);
            let Some(json) = json else { break };
            if first {
                let found: Option<Identity> = serde_json::from_slice(json).ok();
                let found = found.ok_or_else(|| self.foreign("they are not this program's"))?;
                self.same(&found, identity)?;
                first = false;
            } else {
                let entry: Option<Entry> = serde_json::from_slice(json).ok();
                let Some(entry) = entry.filter(|e| {
                    e.scenario == self.done && e.end >= self.end && e.end <= part_length
                }) else {
                    break;
                };
                if !self.take_in(&entry, &mut part).map_err(failed)? {
                    break;
                }
            }
            whole += length as u64;
        }
        if whole == 0 && part_length > 0 {
            return Err(self.foreign("nothing says what they are results of"));
        }
        Ok(whole)
    }

    /// Checks the bytes of a scenario against its entry.
    fn take_in(&mut self, entry: &Entry, part: &mut impl Read) -> io::Result<bool> {
        let mut left = entry.end - self.end;
        let (mut own, mut sum) = (Sha256::new(), self.sum.clone());
        let mut buffer = [0u8; 1 << 14];
        while left > 0 {
            let now = buffer
                .len()
                .min(usize::try_from(left).unwrap_or(usize::MAX));
            part.read_exact(&mut buffer[..now])?;
            own.update(&buffer[..now]);
            sum.update(&buffer[..now]);
            left -= now as u64;
        }
        if hex(&own.finalize())[..16] != entry.sum {
            return Ok(false);
        }
        self.sum = sum;
        self.end = entry.end;
        self.rows += entry.rows;
        self.failed += usize::from(entry.failed.is_some());
        self.done += 1;
        Ok(true)
    }

    fn same(&self, found: &Identity, wanted: &Identity) -> Result<(), Error> {
        let of = |identity: &Identity, name: &str| {
            let pair = identity.0.iter().find(|(known, _)| known == name);
            pair.map_or("nothing", |(_, value)| value.as_str())
                .to_owned()
        };
        let mut names: Vec<&str> = Vec::new();
        for (name, _) in wanted.0.iter().chain(&found.0) {
            if !names.contains(&name.as_str()) && of(found, name) != of(wanted, name) {
                names.push(name);
            }
        }
        if names.is_empty() {
            return Ok(());
        }
        let differences: Vec<String> = (names.iter())
            .map(|name| format!("{name} was {}, is {}", of(found, name), of(wanted, name)))
            .collect();
        Err(self.foreign(&differences.join("; ")))
    }

    fn foreign(&self, why: &str) -> Error {
        Error::work(format!(
            "the unfinished results here are those of something else: {why}"
        ))
        .at(place(&part_of(&self.target)))
        .remedy("give --restart to throw them away, or write elsewhere")
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

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn place(path: &Path) -> Place {
    Place {
        file: Some(path.display().to_string()),
        ..Place::default()
    }
}

pub(super) fn failure(path: &Path, error: &io::Error) -> Error {
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
