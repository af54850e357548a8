//! `standoff compare`.

use super::examples;
use super::output::OutputArgs;
use clap::{Args, ValueEnum};

/// Which territories change between two results, by how much
///
/// A and B are overlap tables (CSV, JSON or NDJSON) that strip, curve or sweep wrote. A territory without a row counts as 0. certain is
/// true where the change is larger than the sum of both bounds on the computation's error.
#[derive(Clone, Debug, Args)]
#[command(after_long_help = examples::COMPARE)]
pub struct CompareArgs {
    /// The first table, - for standard input
    #[arg(value_name = "A")]
    pub a: String,
    /// The second table, - for standard input
    #[arg(value_name = "B")]
    pub b: String,
    /// Match rows by scenario, width and territory, or by width and territory alone
    /// [default: by scenario if both tables have several]
    #[arg(long, value_name = "WHAT")]
    pub by: Option<ByArg>,
    /// List territories that stay the same too
    #[arg(long)]
    pub all: bool,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ByArg {
    Scenario,
    Territory,
}
