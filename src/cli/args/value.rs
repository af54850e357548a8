//! Values of flags that more than one command takes, checked as they are read.

use crate::cli::messages::flag;
use crate::error::Error;
use crate::overlap::solve;
use crate::scenario::term::{Accuracy, StripTolerance, Term, within};
use crate::units::Metres;
use std::num::NonZeroUsize;

pub fn positive(text: &str) -> Result<Metres, Error> {
    Accuracy::read(text).map(|length| length.0)
}

/// Of strips.
pub fn tolerance(text: &str) -> Result<Metres, Error> {
    StripTolerance::read(text).map(|tolerance| tolerance.0)
}

/// Of answers of `solve`.
pub fn solve_tolerance(text: &str) -> Result<Metres, Error> {
    within(solve::TOLERANCE_RANGE, text)
}

pub fn threads(text: &str) -> Result<NonZeroUsize, Error> {
    text.parse().map_err(|_| {
        Error::usage(format!("{text:?} is no number of threads"))
            .remedy("give 1 or more; without --threads there is one for each core")
    })
}

pub fn people(text: &str) -> Result<u64, Error> {
    text.parse().map_err(|_| {
        Error::usage(format!("{text:?} is no number of people"))
            .remedy("write it in digits, as in 100000")
    })
}

/// A value whose refusal names fields, in the command line's words.
pub fn flagged<T: Term>(text: &str) -> Result<T, String> {
    T::read(text).map_err(|error| error.told(&flag))
}
