//! Scenarios that failed, as they are told in the end.

use crate::error::Error;
use crate::scenario::journal::part_of;
use crate::scenario::manifest::manifest_of;
use std::path::Path;

/// How many names are told; the manifest has all.
const TOLD: usize = 10;

/// Scenarios that failed.
#[derive(Debug, Default)]
pub struct Failures {
    count: usize,
    /// The first ones.
    names: Vec<String>,
}

impl Failures {
    pub fn of(names: Vec<String>) -> Self {
        let mut failures = Failures::default();
        names.into_iter().for_each(|name| failures.add(name));
        failures
    }

    pub fn add(&mut self, name: String) {
        self.count += 1;
        if self.names.len() < TOLD {
            self.names.push(name);
        }
    }

    pub fn any(&self) -> bool {
        self.count > 0
    }

    /// How many of `total` scenarios, and which.
    pub fn what(&self, total: usize) -> String {
        let names: Vec<String> = self.names.iter().map(|name| format!("{name:?}")).collect();
        let more = self.count - self.names.len();
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        format!(
            "{} of {total} scenarios failed: {}{more}",
            self.count,
            names.join(", ")
        )
    }

    /// The end of a run of `total` scenarios that takes none for whole that failed.
    ///
    /// # Errors
    /// Of kind work, if a scenario failed.
    pub fn end(&self, total: usize, end: End) -> Result<(), Error> {
        if !self.any() {
            return Ok(());
        }
        let remedy = match end {
            End::Printed => "the reasons are told above".to_owned(),
            End::Unfinished(target) => format!(
                "what is done stands in {}; mend the reasons told above and run it again, which computes these anew, or give \
                 --allow-failures",
                part_of(target).display()
            ),
            End::Written(target) => format!(
                "all reasons are in {}; give --force to compute it anew",
                manifest_of(target).display()
            ),
        };
        Err(Error::work(self.what(total)).remedy(remedy))
    }
}

/// Where rows have gone.
pub enum End<'a> {
    Printed,
    /// Into the part file of this target.
    Unfinished(&'a Path),
    /// Here, by an earlier run.
    Written(&'a Path),
}

/// Why one failed.
pub fn told(name: &str, why: &str) -> Error {
    Error::work(format!("scenario {name:?} failed: {why}"))
}
