//! Stopping long work from another thread.
//!
//! A [`Halt`] is stopped once and for good, so whoever notices it may leave with whatever he has: on the way out all work passes a
//! [`Halt::check`], and nothing half done is given as an answer or kept. Loops look between two of their steps; what cannot look runs on a
//! thread of its own (`apart`).

use crate::error::{Cause, Error};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// From this many positions on a piece of work is worth a thread of its own: it takes ten milliseconds and more, a thread 0.05.
const WORTH: usize = 4_000;
/// How often whoever waits for such a thread looks.
const PATIENCE: Duration = Duration::from_millis(5);
/// What the main thread of a program commonly has.
const STACK: usize = 8 << 20;

/// A sign to stop, shared by its clones: one for whoever stops, one for the work
/// ([`PreparedLine::with_halt`](crate::strip::PreparedLine::with_halt)).
#[derive(Clone, Debug, Default)]
pub struct Halt(Arc<AtomicBool>);

impl Halt {
    /// Stops the work of all clones, for good.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was stopped.
    #[inline]
    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Goes on, unless stopped.
    ///
    /// # Errors
    /// [`Kind::Work`](crate::error::Kind::Work) once stopped.
    pub fn check(&self) -> Result<(), Error> {
        if self.is_stopped() {
            Err(Error::work("the work was stopped").because(Cause::Stopped))
        } else {
            Ok(())
        }
    }
}

/// Does what cannot be asked to stop, such as an overlay; `size`: positions that it works on. Once stopped it is waited for no more: its thread ends
/// by itself and its answer goes nowhere. Where there are no threads it is done here.
///
/// # Errors
/// As [`Halt::check`].
pub(crate) fn apart<T, W>(halt: &Halt, size: usize, work: W) -> Result<T, Error>
where
    T: Send + 'static,
    W: FnOnce() -> T + Send + 'static,
{
    halt.check()?;
    if size < WORTH {
        return Ok(work());
    }
    let own = Arc::new(Mutex::new(Some(work)));
    let take = |work: &Mutex<Option<W>>| work.lock().unwrap_or_else(PoisonError::into_inner).take();
    let (done, found) = sync_channel(1);
    let theirs = Arc::clone(&own);
    let run = move || {
        if let Some(work) = take(&theirs) {
            // Nobody waits where the work was stopped.
            done.send(work()).ok();
        }
    };
    let thread = match thread::Builder::new().stack_size(STACK).spawn(run) {
        Ok(thread) => thread,
        Err(e) => {
            let none = || Error::work(format!("no thread could be started: {e}"));
            return take(&own).map(|work| work()).ok_or_else(none);
        }
    };
    loop {
        match found.recv_timeout(PATIENCE) {
            Ok(answer) => return Ok(answer),
            Err(RecvTimeoutError::Timeout) => halt.check()?,
            Err(RecvTimeoutError::Disconnected) => match thread.join() {
                Err(panic) => std::panic::resume_unwind(panic),
                Ok(()) => return Err(Error::work("a thread ended without an answer")),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[test]
    fn what_cannot_look_is_left_to_itself_once_stopped() {
        let halt = Halt::default();
        assert_eq!(apart(&halt, WORTH, || 7), Ok(7));
        let other = halt.clone();
        let stopper = thread::spawn(move || {
            thread::sleep(Duration::from_millis(20));
            other.stop();
        });
        let start = Instant::now();
        let slow = || thread::sleep(Duration::from_secs(30));
        assert_eq!(apart(&halt, WORTH, slow), halt.check());
        assert!(halt.is_stopped() && start.elapsed() < Duration::from_secs(10));
        assert!(stopper.join().is_ok());
        assert_eq!(
            apart(&halt, 0, || 7),
            Err(Error::work("the work was stopped").because(Cause::Stopped))
        );
    }
}
