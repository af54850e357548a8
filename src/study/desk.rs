//! Who asks: where files come from, and who is told what.

use super::inputs::{Inputs, edges};
use crate::error::{Error, Warning};
use crate::halt::Halt;
use crate::load::source::{Source, Watch};
use crate::scenario::presets;
use crate::scenario::value::Scenario;
use crate::strip::PreparedLine;
use std::env;
use std::path::PathBuf;

/// Where the files of a scenario come from: a disk, a browser's memory, a caller's own bytes.
pub trait Open {
    /// What a name stands for; what is not there is told when it is read.
    fn source(&self, name: &str) -> Source;

    /// How outputs name a file.
    fn told(&self, name: &str) -> String {
        if name == "-" {
            "standard input".to_owned()
        } else {
            self.source(name).name()
        }
    }

    /// Where the finer borders of OpenStreetMap lie, if they can be there at all.
    ///
    /// # Errors
    /// Of kind usage, with the remedy.
    fn osm(&self) -> Result<PathBuf, Error>;
}

/// The disk, standard input (`-`), and well-known text that says itself what it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

impl Open for Disk {
    fn source(&self, name: &str) -> Source {
        Source::from_argument(name)
    }

    /// Where `make data-osm` puts its result; `data/build/osm.sh` says the same.
    fn osm(&self) -> Result<PathBuf, Error> {
        let set = |name: &str| {
            env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        let folder = set("STANDOFF_DATA")
            .or_else(|| Some(set("XDG_DATA_HOME")?.join("standoff")))
            .or_else(|| Some(set("HOME")?.join(".local/share/standoff")));
        folder.map(|f| f.join("osm/units.geojson")).ok_or_else(|| {
            Error::usage(
                "there is no folder for data: none of STANDOFF_DATA, XDG_DATA_HOME and HOME is set",
            )
            .remedy("set STANDOFF_DATA, or name the file: ‹borders› FILE")
        })
    }
}

/// Who is told what. `()` is told nothing and turns no warning into an error.
pub trait Voice {
    /// Something the user should know that does not stop the work.
    ///
    /// # Errors
    /// The warning, where none is to be let pass.
    fn warn(&self, warning: Warning) -> Result<(), Error>;

    /// Whether a warning is an error.
    fn is_strict(&self) -> bool {
        false
    }

    /// A line for everybody.
    fn note(&self, _text: &str) {}

    /// What names were understood as; the same may be told many times.
    fn understood(&self, _notes: &[String]) {}

    /// A line for who wants to know more.
    fn detail(&self, _text: &str) {}

    /// A stage of the work is done.
    fn stage(&self, _name: &str) {}

    /// Sees how far the reading of a file has come.
    fn watch<'a>(&'a self, _name: &str) -> Box<dyn Watch + 'a> {
        Box::new(())
    }

    /// What stops the study from another thread, within a tenth of a second; `None` where nobody would.
    fn halt(&self) -> Option<Halt> {
        None
    }

    /// Long work begins, of which it is known what part is done; it ends when what is given back is dropped.
    fn work<'a>(&'a self, _name: &str) -> Box<dyn Work + 'a> {
        Box::new(())
    }
}

/// Long work.
pub trait Work: Sync {
    /// How far it has come, 0 to 1, from any thread; threads may report out of order. Whether it should go on.
    fn go_on(&self, part: f64) -> bool;
}

impl Work for () {
    fn go_on(&self, _: f64) -> bool {
        true
    }
}

impl Voice for () {
    fn warn(&self, _: Warning) -> Result<(), Error> {
        Ok(())
    }
}

/// The desk that scenarios are studied at: no state of its own, so that any number may stand side by side.
#[derive(Clone, Copy)]
pub struct Study<'a> {
    pub open: &'a dyn Open,
    voice: &'a dyn Voice,
}

impl<'a> Study<'a> {
    pub fn new(open: &'a dyn Open, voice: &'a dyn Voice) -> Self {
        Study { open, voice }
    }

    /// The scenario of a published zone; `standoff data presets` lists them.
    ///
    /// # Errors
    /// Of kind usage for an unknown name, with those most like it.
    pub fn preset(name: &str) -> Result<Scenario, Error> {
        presets::laid_under(Scenario {
            preset: Some(name.to_owned()),
            ..Scenario::default()
        })
    }

    /// As [`Voice::warn`].
    ///
    /// # Errors
    /// As there.
    pub fn warn(&self, warning: Warning) -> Result<(), Error> {
        self.voice.warn(warning)
    }

    /// Tells several warnings.
    ///
    /// # Errors
    /// As [`Voice::warn`].
    pub fn warn_all(&self, warnings: impl IntoIterator<Item = Warning>) -> Result<(), Error> {
        warnings.into_iter().try_for_each(|w| self.warn(w))
    }

    /// As [`Voice::is_strict`].
    pub fn is_strict(&self) -> bool {
        self.voice.is_strict()
    }

    /// As [`Voice::note`].
    pub fn note(&self, text: &str) {
        self.voice.note(text);
    }

    /// As [`Voice::understood`].
    pub fn understood(&self, notes: &[String]) {
        self.voice.understood(notes);
    }

    /// As [`Voice::detail`].
    pub fn detail(&self, text: &str) {
        self.voice.detail(text);
    }

    /// As [`Voice::stage`].
    pub fn stage(&self, name: &str) {
        self.voice.stage(name);
    }

    /// As [`Voice::watch`].
    pub fn watch(&self, name: &str) -> Box<dyn Watch + 'a> {
        self.voice.watch(name)
    }

    /// A line that is ready for strips, whose work ends when the study is stopped.
    ///
    /// # Errors
    /// As [`PreparedLine::new`]; where it is stopped already.
    pub fn line(&self, inputs: &Inputs, scenario: &Scenario) -> Result<PreparedLine, Error> {
        let halt = self.halt();
        halt.check()?;
        let line = PreparedLine::new(&inputs.lines, edges(scenario))?;
        Ok(line.with_halt(&halt))
    }

    /// What stops the study; one that nobody stops where nobody would.
    pub fn halt(&self) -> Halt {
        self.voice.halt().unwrap_or_default()
    }

    /// As [`Voice::work`].
    pub fn work(&self, name: &str) -> Box<dyn Work + 'a> {
        self.voice.work(name)
    }

    /// How outputs name a file.
    pub fn told(&self, name: &str) -> String {
        self.open.told(name)
    }
}
