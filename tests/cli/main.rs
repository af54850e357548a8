//! The command line as a user meets it: flags, errors, exit codes, what goes where, and that a failed run writes nothing.

mod bench;
mod coordinates;
mod curve;
mod defects;
mod finer;
mod formats;
mod help;
mod hints;
mod man;
mod names;
mod outputs;
mod progress;
mod readings;
mod refusals;
mod results;
mod shipped;
mod sites;
mod sites_out;
mod sites_own;
mod tabulate;
mod tolerance;
mod verify;
mod worldviews;
