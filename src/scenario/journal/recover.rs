//! What of unfinished results is whole, and theirs.

use super::{Entry, Identity, Journal, checked, failure, journal_of, part_of, place};
use crate::error::Error;
use crate::load::checksum::hex;
use sha2::{Digest, Sha256};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

impl Journal {
    /// Takes in what is whole; gives the length of the journal up to there.
    pub(super) fn recover(&mut self, identity: &Identity) -> Result<u64, Error> {
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
        .remedy("give ‹restart› to throw them away, or write elsewhere")
    }
}
