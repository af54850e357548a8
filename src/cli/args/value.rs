//! Values of flags that more than one command takes, checked as they are read.

use crate::border::line::DRAFT_DATE;
use crate::error::Error;
use crate::overlap::solve;
use crate::strip::TOLERANCE_RANGE;
use crate::units::Metres;
use std::num::NonZeroUsize;

pub fn positive(text: &str) -> Result<Metres, Error> {
    let metres: Metres = text.parse()?;
    if metres.0 > 0.0 {
        return Ok(metres);
    }
    Err(Error::usage(format!("{text} is not above 0")).remedy("give a length such as 800m"))
}

/// Of strips.
pub fn tolerance(text: &str) -> Result<Metres, Error> {
    within(TOLERANCE_RANGE, text)
}

/// Of answers of `solve`.
pub fn solve_tolerance(text: &str) -> Result<Metres, Error> {
    within(solve::TOLERANCE_RANGE, text)
}

fn within((least, greatest): (f64, f64), text: &str) -> Result<Metres, Error> {
    let metres: Metres = text.parse()?;
    if (least..=greatest).contains(&metres.0) {
        return Ok(metres);
    }
    Err(
        Error::usage(format!("a tolerance of {text} cannot be kept"))
            .remedy(format!("give one from {least}m to {greatest}m")),
    )
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

pub fn date(text: &str) -> Result<jiff::civil::Date, Error> {
    text.parse().map_err(|_| {
        Error::usage(format!("{text:?} is not a date"))
            .remedy(format!("write year, month and day as in {DRAFT_DATE}"))
    })
}
