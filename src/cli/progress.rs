//! How far the reading of a long file has come: a bar on standard error, on a terminal only and not with `--quiet`.

use super::messages::Messages;
use crate::load::source::Watch;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::OnceCell;
use std::io::IsTerminal;

/// Shorter files are read before anyone has seen a bar.
const LEAST: u64 = 50_000_000;

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

impl Drop for Bar {
    /// What is told next stands on a line of its own.
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
