//! How far the reading of a long file, or other long work, has come: a bar on standard error, on a terminal only and not with `--quiet`.

use super::messages::Messages;
use crate::load::source::Watch;
use crate::study;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::OnceCell;
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Shorter files are read before anyone has seen a bar.
const LEAST: u64 = 50_000_000;

/// Work that is done sooner needs no bar.
const SOON: Duration = Duration::from_millis(500);
/// Steps of a bar of work.
const STEPS: u64 = 1000;

/// The bar of work of which it is known what part is done; it goes when this is dropped.
pub struct Work {
    begun: Instant,
    bar: ProgressBar,
}

impl Work {
    /// `name`: what is done.
    pub fn of(name: &str, messages: &Messages) -> Self {
        let shown = !messages.is_quiet() && std::io::stderr().is_terminal();
        let target = match shown {
            true => ProgressDrawTarget::stderr(),
            false => ProgressDrawTarget::hidden(),
        };
        let bar = ProgressBar::with_draw_target(Some(STEPS), target);
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {percent} %, {eta} left")
        {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(name.to_owned());
        Work {
            begun: Instant::now(),
            bar,
        }
    }
}

impl study::Work for Work {
    /// Never goes back.
    fn go_on(&self, part: f64) -> bool {
        let step = (part.clamp(0.0, 1.0) * STEPS as f64) as u64;
        if self.begun.elapsed() > SOON && step > self.bar.position() {
            self.bar.set_position(step);
        }
        true
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// The bar of one file; it goes when this is dropped.
pub struct Bar {
    name: String,
    shown: bool,
    bar: OnceCell<ProgressBar>,
}

impl Bar {
    /// `name`: what is read, as the user calls it.
    pub fn of(name: &str, messages: &Messages) -> Self {
        Bar {
            name: name.to_owned(),
            shown: !messages.is_quiet() && std::io::stderr().is_terminal(),
            bar: OnceCell::new(),
        }
    }

    /// The bar of a file whose results go to standard output while it is read: not shown where both would meet on one terminal.
    pub fn beside(name: &str, messages: &Messages) -> Self {
        let mut bar = Self::of(name, messages);
        bar.shown &= !std::io::stdout().is_terminal();
        bar
    }

    fn bar(&self, size: Option<u64>) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(size, ProgressDrawTarget::stderr());
        // Standard input has no length.
        let parts = match size {
            Some(_) => {
                "reading {msg} [{bar:30}] {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left"
            }
            None => "reading {msg} {bytes}, {bytes_per_sec}, {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(parts) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(self.name.clone());
        bar
    }
}

impl Watch for Bar {
    fn read(&self, read: u64, size: Option<u64>) {
        if self.shown && size.unwrap_or(read) >= LEAST {
            self.bar.get_or_init(|| self.bar(size)).set_position(read);
        }
    }
}

impl Bar {
    /// The bar goes: what is told next stands on a line of its own.
    pub fn done(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.done();
    }
}
