//! Scenarios in the midst of the results, computed anew; and all of them, one after the other.
//!
//! The new files are written beside the old ones and take their names at last. Killed between the two, a run leaves a journal whose checksums
//! tell where the part file is not what it says: the next run goes on from there.

use super::{Entry, Finished, Journal, anew_of, failure, journal_of, lock, part_of};
use crate::error::Error;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};

/// Bytes after which what is replaced goes to the disk.
const BATCH: usize = 1 << 20;

impl Journal {
    /// The scenarios that failed: their numbers and names.
    ///
    /// # Errors
    /// [`Kind::Work`](crate::error::Kind::Work) where the journal cannot be read.
    pub fn failures(&self) -> Result<Vec<(usize, String)>, Error> {
        let mut failures = Vec::new();
        if self.failed > 0 {
            self.each(&mut |entry| {
                if entry.failed.is_some() {
                    let name = entry.about["scenario"].as_str().unwrap_or_default();
                    failures.push((entry.scenario, name.to_owned()));
                }
                Ok(())
            })
            .map_err(|e| failure(&journal_of(&self.target), &e))?;
        }
        Ok(failures)
    }

    /// The finished scenarios with their bytes, in order.
    ///
    /// # Errors
    /// What reading and `each` give.
    pub fn each_with_bytes(
        &self,
        each: &mut dyn FnMut(Entry, Vec<u8>) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut part = BufReader::new(File::open(part_of(&self.target))?);
        let mut at = 0;
        self.each(&mut |entry| {
            let length = usize::try_from(entry.end - at).map_err(io::Error::other)?;
            let mut bytes = vec![0; length];
            part.read_exact(&mut bytes)?;
            at = entry.end;
            each(entry, bytes)
        })
    }

    /// The same results with other ones for some scenarios.
    ///
    /// # Errors
    /// [`Kind::Work`](crate::error::Kind::Work), such as a full disk; what was there stays.
    pub fn replaced(self, again: &BTreeMap<usize, Finished>) -> Result<Self, Error> {
        let [part, log] = anew_of(&self.target);
        let open = |path| {
            let mut options = OpenOptions::new();
            options.read(true).write(true).create(true).truncate(true);
            options.open(path).map_err(|e| failure(path, &e))
        };
        let mut anew = Journal {
            target: self.target.clone(),
            part: open(&part)?,
            log: open(&log)?,
            done: 0,
            end: 0,
            rows: 0,
            failed: 0,
            sum: Sha256::new(),
        };
        lock(&anew.log, &self.target)?;
        let copied = self.copy(&mut anew, again);
        copied.map_err(|e| failure(&part, &e))??;
        for (from, to) in [
            (part, part_of(&self.target)),
            (log, journal_of(&self.target)),
        ] {
            std::fs::rename(&from, &to).map_err(|e| failure(&to, &e))?;
        }
        self.sync_folder();
        Ok(anew)
    }

    fn copy(
        &self,
        anew: &mut Journal,
        again: &BTreeMap<usize, Finished>,
    ) -> io::Result<Result<(), Error>> {
        let mut head = Vec::new();
        BufReader::new(File::open(journal_of(&self.target))?).read_until(b'\n', &mut head)?;
        anew.log.write_all(&head)?;
        let (mut batch, mut size) = (Vec::new(), 0);
        let mut result = Ok(());
        self.each_with_bytes(&mut |entry, bytes| {
            let finished = match again.get(&entry.scenario) {
                Some(finished) => finished.clone(),
                None => Finished {
                    bytes,
                    rows: entry.rows,
                    failed: entry.failed,
                    about: entry.about,
                },
            };
            size += finished.bytes.len();
            batch.push(finished);
            if size >= BATCH && result.is_ok() {
                result = anew.add(&batch);
                (batch, size) = (Vec::new(), 0);
            }
            Ok(())
        })?;
        Ok(result.and_then(|()| anew.add(&batch)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Identity, clear};
    use super::*;
    use serde_json::json;

    fn finished(name: &str, text: &str, failed: Option<&str>) -> Finished {
        Finished {
            bytes: text.as_bytes().to_vec(),
            rows: text.lines().count() as u64,
            failed: failed.map(str::to_owned),
            about: json!({ "scenario": name }),
        }
    }

    #[test]
    fn what_failed_in_the_midst_is_replaced_and_all_is_as_if_it_never_had() {
        let folder = tempfile::tempdir().expect("a folder");
        let identity = Identity(vec![("plan".to_owned(), "x".to_owned())]);
        let open = |name: &str| {
            Journal::open(&folder.path().join(name), &identity, false).expect("a journal")
        };
        let whole = [
            finished("a", "1\n2\n", None),
            finished("b", "3\n", None),
            finished("c", "4\n5\n6\n", None),
        ];
        let mut right = open("right.csv");
        right.add(&whole).expect("room");
        let mut journal = open("r.csv");
        let broken = finished("b", "", Some("no memory"));
        journal
            .add(&[whole[0].clone(), broken, whole[2].clone()])
            .expect("room");
        assert_eq!(
            journal.failures().expect("a journal"),
            [(1, "b".to_owned())]
        );
        let again = BTreeMap::from([(1, whole[1].clone())]);
        let journal = journal.replaced(&again).expect("room");
        assert_eq!(journal.totals(), right.totals());
        assert_eq!(journal.failures().expect("a journal"), []);
        // It goes on from there, in this run and in the next.
        drop(journal);
        let mut journal = open("r.csv");
        assert_eq!(journal.done(), 3);
        for journal in [&mut journal, &mut right] {
            journal.add(&[finished("d", "7\n", None)]).expect("room");
        }
        assert_eq!(journal.totals(), right.totals());
        for ending in [".part", ".journal"] {
            let read = |name: &str| std::fs::read(folder.path().join(format!("{name}{ending}")));
            assert_eq!(read("r.csv").expect("it"), read("right.csv").expect("it"));
        }
        drop((journal, right));
        for name in ["r.csv", "right.csv"] {
            clear(&folder.path().join(name)).expect("they can go");
        }
        assert_eq!(std::fs::read_dir(folder.path()).expect("it").count(), 0);
    }
}
