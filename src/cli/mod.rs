//! The command line: arguments → a scenario → a study → tables, files and messages.
//!
//! In reading order: [`args`] (what can be typed), [`messages`] (what goes to standard error), [`outputs`] (where results
//! go), one file for each command, [`exit`] (codes).

pub mod args;
pub mod border;
pub mod claims;
pub mod compare;
pub mod completions;
pub mod curve;
pub mod data;
pub mod exit;
pub mod find;
pub mod flags;
pub mod hints;
pub mod list;
pub mod man;
pub mod messages;
pub mod outputs;
pub mod pairs;
pub mod pictures;
pub mod preset;
pub mod progress;
pub mod report;
pub mod select;
pub mod sites;
pub mod solve;
pub mod strip;
pub mod sweep;
mod target;
pub mod verify;

use crate::error::Error;
use args::{Cli, Command};
use clap::Parser;
use messages::Messages;
use std::num::NonZero;
use std::process::ExitCode;

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        // Help and the version come this way too, to standard output and with code 0.
        Err(error) => {
            let code = if error.use_stderr() {
                exit::USAGE
            } else {
                exit::DONE
            };
            let _ = hints::with_tip(error, &arguments).print();
            return ExitCode::from(code);
        }
    };
    // Where no handler can be set the signal ends the program itself, and shells count that as 130 too.
    let _ = ctrlc::set_handler(|| {
        crate::report::file::abandon();
        std::process::exit(exit::INTERRUPTED.into())
    });
    on_threads(cli.command.threads(), || run(&cli))
}

/// Does the work on so many threads, or on one for each core.
fn on_threads(threads: Option<NonZero<usize>>, work: impl FnOnce() -> ExitCode + Send) -> ExitCode {
    let Some(threads) = threads else {
        return work();
    };
    match rayon::ThreadPoolBuilder::new()
        .num_threads(threads.get())
        .build()
    {
        Ok(pool) => pool.install(work),
        Err(error) => {
            let error = Error::work(format!("{threads} threads cannot be started: {error}"))
                .remedy("give a smaller ‹threads›");
            messages::error(&error);
            ExitCode::from(exit::code(&error))
        }
    }
}

fn run(cli: &Cli) -> ExitCode {
    let messages = Messages::new(&cli.talk);
    let result = match &cli.command {
        Command::Strip(args) => strip::run(args, &messages),
        Command::Border(args) => border::run(args, &messages),
        Command::Claims(args) => claims::run(args, &messages),
        Command::Curve(args) => curve::run(args, &messages),
        Command::Solve(args) => solve::run(args, &messages),
        Command::Sweep(args) => sweep::run(args, &messages),
        Command::Compare(args) => compare::run(args, &messages),
        Command::Sites(args) => sites::run(args, &messages),
        Command::Verify(args) => verify::run(args, &messages),
        Command::Report(args) => report::run(args, &messages),
        Command::Data(args) => data::run(args),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => man::run(args),
    };
    if let Err(error) = &result {
        messages::error(error);
    } else {
        messages.total();
    }
    exit::of(&result)
}
