//! What goes to standard error: errors always; warnings and notes unless `--quiet`; timings with `--verbose`.

use super::args::Talk;
use super::progress::{self, Bar};
use crate::error::{Error, Warning, with_fields};
use crate::load::source::Watch;
use crate::study::{Disk, Study, Voice, Work};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What names were understood as, and warnings: each told once, whoever of several voices meets it.
#[derive(Debug, Default)]
pub struct Echo {
    quiet: bool,
    told: Mutex<BTreeSet<String>>,
}

/// The voice of one run.
pub struct Messages {
    quiet: bool,
    verbose: bool,
    strict: bool,
    /// Warnings kept instead of told.
    kept: Option<RefCell<Vec<Warning>>>,
    echo: Arc<Echo>,
    start: Instant,
    /// When the stage that runs now began.
    stage: Cell<Instant>,
}

impl Messages {
    pub fn new(talk: &Talk) -> Self {
        let now = Instant::now();
        Messages {
            quiet: talk.quiet,
            verbose: talk.verbose,
            strict: talk.strict,
            kept: None,
            echo: Arc::new(Echo {
                quiet: talk.quiet,
                ..Echo::default()
            }),
            start: now,
            stage: Cell::new(now),
        }
    }

    /// A voice that says nothing but what names were understood as, and keeps the warnings, for work beside other work.
    pub fn kept(strict: bool, echo: &Arc<Echo>) -> Self {
        let talk = Talk {
            quiet: true,
            verbose: false,
            strict,
        };
        Messages {
            kept: Some(RefCell::default()),
            echo: Arc::clone(echo),
            ..Messages::new(&talk)
        }
    }

    /// The warnings that were kept.
    pub fn into_warnings(self) -> Vec<Warning> {
        self.kept.map_or(Vec::new(), RefCell::into_inner)
    }

    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    pub fn is_strict(&self) -> bool {
        self.strict
    }

    /// Tells a warning; with `--strict` it is the error that ends the run.
    pub fn warn(&self, warning: Warning) -> Result<(), Error> {
        if self.strict {
            let error = Error::from(warning);
            let remedy = if error.remedy.is_empty() {
                "--strict turns this warning into an error".to_owned()
            } else {
                format!(
                    "{} (--strict turns this warning into an error)",
                    error.remedy
                )
            };
            return Err(error.remedy(remedy));
        }
        if let Some(kept) = &self.kept {
            kept.borrow_mut().push(warning);
        } else if !self.quiet {
            // Several readings of a line or scenarios warn of the same.
            let text = format!("warning: {}", warning.told(&flag));
            let mut told = (self.echo.told.lock()).unwrap_or_else(PoisonError::into_inner);
            if told.insert(text.clone()) {
                line(&text);
            }
        }
        Ok(())
    }

    /// Tells several warnings.
    pub fn warn_all(&self, warnings: impl IntoIterator<Item = Warning>) -> Result<(), Error> {
        warnings.into_iter().try_for_each(|w| self.warn(w))
    }

    /// A line for all but `--quiet`.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            line(text);
        }
    }

    /// What voices beside this one share with it.
    pub fn echo(&self) -> Arc<Echo> {
        Arc::clone(&self.echo)
    }

    /// `Russia: RUS`, once in a run.
    pub fn understood(&self, notes: &[String]) {
        if self.echo.quiet {
            return;
        }
        for note in notes {
            let mut told = (self.echo.told.lock()).unwrap_or_else(PoisonError::into_inner);
            if told.insert(note.clone()) {
                line(note);
            }
        }
    }

    /// A line for `--verbose`.
    pub fn detail(&self, text: &str) {
        if self.verbose {
            line(text);
        }
    }

    /// Ends a stage of the work: with `--verbose` its name and how long it took.
    pub fn stage(&self, name: &str) {
        let now = Instant::now();
        let took = now - self.stage.replace(now);
        self.detail(&timing(name, took));
    }

    /// The whole run's time, for `--verbose`.
    pub fn total(&self) {
        self.detail(&timing("in all", self.start.elapsed()));
    }
}

impl Messages {
    /// The desk that a command's scenario is studied at.
    pub fn study(&self) -> Study<'_> {
        Study::new(&Disk, self)
    }
}

impl Voice for Messages {
    fn warn(&self, warning: Warning) -> Result<(), Error> {
        Messages::warn(self, warning)
    }

    fn is_strict(&self) -> bool {
        self.strict
    }

    fn note(&self, text: &str) {
        Messages::note(self, text);
    }

    fn understood(&self, notes: &[String]) {
        Messages::understood(self, notes);
    }

    fn detail(&self, text: &str) {
        Messages::detail(self, text);
    }

    fn stage(&self, name: &str) {
        Messages::stage(self, name);
    }

    fn watch<'a>(&'a self, name: &str) -> Box<dyn Watch + 'a> {
        Box::new(Bar::of(name, self))
    }

    fn work<'a>(&'a self, name: &str) -> Box<dyn Work + 'a> {
        Box::new(progress::Work::of(name, self))
    }
}

/// One error, whatever the flags: it is why there is no result.
pub fn error(error: &Error) {
    line(&format!("error: {}", error.told(&flag)));
}

fn timing(name: &str, took: Duration) -> String {
    format!("{:>9.1} ms  {name}", took.as_secs_f64() * 1e3)
}

/// A field as the command line has it.
pub fn flag(field: &str) -> String {
    format!("--{}", field.replace('_', "-"))
}

/// Standard error may be closed or full; there is no one left to tell then.
fn line(text: &str) {
    let text = with_fields(text, &flag);
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}
