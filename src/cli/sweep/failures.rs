//! Scenarios that failed, as they are told in the end.

use crate::error::Error;
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

    /// The end of a run of `total` scenarios, written to `target` if any.
    ///
    /// # Errors
    /// Of kind work, if a scenario failed.
    pub fn end(&self, total: usize, target: Option<&Path>) -> Result<(), Error> {
        if self.count == 0 {
            return Ok(());
        }
        let names: Vec<String> = self.names.iter().map(|name| format!("{name:?}")).collect();
        let more = self.count - self.names.len();
        let more = if more > 0 {
            format!(" and {more} more")
        } else {
            String::new()
        };
        let error = Error::work(format!(
            "{} of {total} scenarios failed: {}{more}",
            self.count,
            names.join(", ")
        ));
        Err(match target {
            Some(target) => error.remedy(format!(
                "all reasons are in {}",
                manifest_of(target).display()
            )),
            None => error.remedy("the reasons are told above"),
        })
    }
}

/// Why one failed.
pub fn told(name: &str, why: &str) -> Error {
    Error::work(format!("scenario {name:?} failed: {why}"))
}
