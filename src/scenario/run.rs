//! Units of work on all cores, their answers handed on in order.
//!
//! Each worker takes the next unit and runs it in a pool of its own, so that a unit never waits for another one's and one thread
//! does one unit: the work scales by the number of cores. A worker may be at most [`AHEAD`] units a worker before the one that is
//! waited for, so that memory does not grow with the number of units.

use crate::error::Error;
use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How far workers may run ahead of what is handed on, in units for each worker.
pub const AHEAD: usize = 4;

struct State<T> {
    /// The next unit to begin.
    next: usize,
    /// Units that are handed on.
    handed: usize,
    /// Units that are done and not handed on.
    done: BTreeMap<usize, T>,
    /// Whether no unit shall begin any more.
    stop: bool,
    /// Whether a worker has died.
    broken: bool,
}

struct Shared<T> {
    state: Mutex<State<T>>,
    /// To the workers: one may run farther ahead, or shall stop.
    room: Condvar,
    /// To the one who hands on: a unit is done.
    news: Condvar,
}

/// Runs units 0 to `units` - 1 by `work` on `threads` threads and gives their answers to `take`, in order, as many at once as there are.
///
/// The answers do not depend on the number of threads if `work`'s do not.
///
/// # Errors
/// The first that `take` gives; no unit begins after it. Of kind work where threads cannot be started.
pub fn in_order<T: Send>(
    units: usize,
    threads: usize,
    work: &(dyn Fn(usize) -> T + Sync),
    take: &mut dyn FnMut(Vec<T>) -> Result<(), Error>,
) -> Result<(), Error> {
    let workers = threads.clamp(1, units.max(1));
    let pools = (0..workers)
        .map(|i| {
            // Fewer units than threads: the threads that are left over help inside the units.
            let own = threads / workers + usize::from(i < threads % workers);
            rayon::ThreadPoolBuilder::new()
                .num_threads(own.max(1))
                .build()
        })
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| {
            Error::work(format!("{threads} threads cannot be started: {error}"))
                .remedy("give a smaller ‹threads›")
        })?;
    let shared = Shared {
        state: Mutex::new(State {
            next: 0,
            handed: 0,
            done: BTreeMap::new(),
            stop: false,
            broken: false,
        }),
        room: Condvar::new(),
        news: Condvar::new(),
    };
    std::thread::scope(|scope| {
        for pool in &pools {
            let shared = &shared;
            scope.spawn(move || pool.install(|| shared.labour(units, AHEAD * workers, work)));
        }
        let result = shared.hand_on(units, take);
        shared.lock().stop = true;
        shared.room.notify_all();
        result
    })
}

impl<T: Send> Shared<T> {
    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // What a panic elsewhere left is consistent: each change below is one assignment.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn labour(&self, units: usize, ahead: usize, work: &(dyn Fn(usize) -> T + Sync)) {
        let mut alarm = Alarm {
            shared: self,
            armed: true,
        };
        loop {
            let mut state = self.lock();
            while !state.stop && state.next < units && state.next >= state.handed + ahead {
                state = self
                    .room
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            if state.stop || state.next >= units {
                break;
            }
            let unit = state.next;
            state.next += 1;
            drop(state);
            let answer = work(unit);
            self.lock().done.insert(unit, answer);
            self.news.notify_one();
        }
        alarm.armed = false;
    }

    fn hand_on(
        &self,
        units: usize,
        take: &mut dyn FnMut(Vec<T>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut handed = 0;
        while handed < units {
            let mut state = self.lock();
            while !state.done.contains_key(&handed) && !state.broken {
                state = self
                    .news
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            let mut answers = Vec::new();
            while let Some(answer) = state.done.remove(&handed) {
                answers.push(answer);
                handed += 1;
            }
            drop(state);
            if answers.is_empty() {
                return Err(Error::work(
                    "a scenario could not be computed: the program has a fault",
                )
                .remedy("please report it, with the scenario file"));
            }
            take(answers)?;
            self.lock().handed = handed;
            self.room.notify_all();
        }
        Ok(())
    }
}

/// Tells the one who waits that a worker has died, whatever it died of.
struct Alarm<'a, T: Send> {
    shared: &'a Shared<T>,
    armed: bool,
}

impl<T: Send> Drop for Alarm<'_, T> {
    fn drop(&mut self) {
        if self.armed {
            self.shared.lock().broken = true;
            self.shared.news.notify_one();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn answers_come_in_order_whatever_the_threads_and_none_runs_far_ahead() {
        for threads in [1, 2, 3, 8] {
            let (handed, farthest) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let work = |unit: usize| {
                let ahead = unit.saturating_sub(handed.load(Ordering::SeqCst));
                farthest.fetch_max(ahead, Ordering::SeqCst);
                if unit.is_multiple_of(7) {
                    std::thread::yield_now();
                }
                unit * unit
            };
            let mut all = Vec::new();
            in_order(200, threads, &work, &mut |mut answers| {
                all.append(&mut answers);
                handed.store(all.len(), Ordering::SeqCst);
                Ok(())
            })
            .expect("a run");
            assert_eq!(all, (0..200).map(|i| i * i).collect::<Vec<_>>());
            assert!(farthest.into_inner() <= AHEAD * threads);
        }
    }

    #[test]
    fn an_error_of_the_taker_ends_the_run_and_no_units_are_an_end_too() {
        let begun = AtomicUsize::new(0);
        let work = |_: usize| {
            begun.fetch_add(1, Ordering::SeqCst);
        };
        let error = in_order(10_000, 2, &work, &mut |_| {
            Err(Error::work("the disk is full"))
        });
        assert_eq!(error.expect_err("it fails").what, "the disk is full");
        assert!(begun.load(Ordering::SeqCst) <= 2 * AHEAD + 2);
        in_order(0, 2, &work, &mut |_| Err(Error::work("never"))).expect("nothing to do");
    }
}
