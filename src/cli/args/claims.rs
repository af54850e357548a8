//! `standoff claims`.

use super::examples;
use super::line::LineArgs;
use super::output::{ACCURACY, OutputArgs};
use super::territory::TerritoryArgs;
use super::value::positive;
use crate::units::Metres;
use clap::Args;

/// With no `--tolerance`.
pub const DEFAULT_TOLERANCE: &str = "10m";

/// Statements about coverage: the widths for which each holds, under each reading
///
/// A claim holds at a width if the strip covers at least one share of its territories and at most another. Both ends of an interval
/// are certain to --tolerance. Nobody agreed a width: the answer is for which widths the words are true.
///
/// Flags given hold under every reading of the file (--as-of, --worldview, --member, ...), or are refused where they do not go with one. A line
/// of your own (--between, --around, --border) takes the place of the readings; what all of them say of the land (metropolitan) stays.
#[derive(Clone, Debug, Args)]
#[command(after_long_help = examples::CLAIMS)]
pub struct ClaimsArgs {
    /// A list of claims in TOML, - for standard input [default: the commentary of January 2022]
    pub file: Option<String>,
    /// A published zone (`standoff data presets`)
    ///
    /// Its line, in place of the readings of the file; other flags override it.
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    /// How near the ends of the intervals are found
    #[arg(long, value_name = "D", help_heading = ACCURACY, default_value = DEFAULT_TOLERANCE, value_parser = positive)]
    pub tolerance: Metres,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// What makes a reading: whose line, and whose land.
#[derive(Clone, Debug, Args)]
pub struct ReadingArgs {
    #[command(flatten)]
    pub line: LineArgs,
    #[command(flatten)]
    pub territories: TerritoryArgs,
}
