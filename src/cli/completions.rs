//! `standoff completions SHELL`: a script for the shell to read.

use super::args::{Cli, CompletionsArgs};
use super::outputs::print;
use crate::error::Error;
use clap::CommandFactory;

pub fn run(args: &CompletionsArgs) -> Result<(), Error> {
    let mut command = Cli::command();
    // Into memory first: clap_complete panics where its writer fails, and standard output may be closed.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut command, "standoff", &mut script);
    print(&script)
}
