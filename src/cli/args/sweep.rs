//! `standoff sweep`.

use super::examples;
use super::output::ThreadsArgs;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Run the scenarios of a file on all cores; resumes where it was cut off
///
/// Writes the overlap table of every scenario, and with --out a manifest beside it (FILE.manifest.json) that says what each figure
/// was made of. A scenario that fails does not stop the others; the results stay unfinished then (FILE.part, exit code 1), and the same
/// command computes only those that failed anew.
#[derive(Clone, Debug, Args)]
#[command(after_long_help = examples::SWEEP)]
pub struct SweepArgs {
    /// The scenario file (TOML), - for standard input
    #[arg(value_name = "FILE.toml")]
    pub file: String,
    /// Write the table here: .csv, .ndjson; what is unfinished stands beside it in .part and .journal
    #[arg(long, short, alias = "output", value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Format on standard output, where no --out is given
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "csv",
        conflicts_with = "out"
    )]
    pub format: RowFormat,
    /// Print the plan, compute nothing
    #[arg(long, conflicts_with = "out")]
    pub dry_run: bool,
    /// Run more than 100,000 scenarios
    #[arg(long)]
    pub yes: bool,
    #[command(flatten)]
    pub threads: ThreadsArgs,
    /// Take results with failed scenarios for whole: a column `failed` in the table has a row with the reason for each
    #[arg(long, conflicts_with = "fail_fast")]
    pub allow_failures: bool,
    /// Stop at the first scenario that fails
    #[arg(long)]
    pub fail_fast: bool,
    /// Throw unfinished results away and begin anew
    #[arg(long, requires = "out")]
    pub restart: bool,
    /// Replace the results of another run
    #[arg(long, requires = "out")]
    pub force: bool,
}

/// Formats that can be written row by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RowFormat {
    Csv,
    #[value(name = "ndjson")]
    NdJson,
    /// An array, closed after the last scenario
    Json,
    /// For people: one block a scenario
    Table,
}
