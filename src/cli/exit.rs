//! Exit codes, as the contract has them.

use crate::error::{Error, Kind};
use std::process::ExitCode;

pub const DONE: u8 = 0;
/// The work failed.
pub const WORK: u8 = 1;
/// The command line is wrong.
pub const USAGE: u8 = 2;
/// The input data is wrong.
pub const DATA: u8 = 3;
/// Stopped by the user: 128 and the number of the interrupt signal, as shells count.
pub const INTERRUPTED: u8 = 130;

/// The code that tells who has to act.
pub fn code(error: &Error) -> u8 {
    match error.kind {
        Kind::Work => WORK,
        Kind::Usage => USAGE,
        Kind::Data => DATA,
    }
}

/// The code of a finished run.
pub fn of(result: &Result<(), Error>) -> ExitCode {
    ExitCode::from(result.as_ref().err().map_or(DONE, code))
}
