//! `standoff solve`.

use super::examples;
use super::line::LineArgs;
use super::output::{ACCURACY, OutputArgs, ThreadsArgs};
use super::territory::TerritoryArgs;
use super::value::solve_tolerance;
use super::zone::ZoneArgs;
use crate::units::{Metres, Share};
use clap::Args;

/// With no `--tolerance`.
pub const DEFAULT_TOLERANCE: &str = "1m";

/// The smallest width at which the strip covers a share of the territories together
///
/// The answer is an interval: a strip of width_low_km covers less, one of width_km covers the share; both are proven by exact
/// strips. The shares 0 and 1 are the nearest and the farthest point.
/// A territory of --blanket, with a width of its own (--width-in) or left out counts in the share with what the zone has of it at
/// every width.
#[derive(Debug, Args)]
#[command(after_long_help = examples::SOLVE)]
pub struct SolveArgs {
    /// The territories, together: a comma list of codes, names and alliances; repeatable
    #[arg(long, value_name = "CODES", required = true)]
    pub territory: Vec<String>,
    /// The share: 0.5, 50% or 1/3; repeatable
    #[arg(
        long,
        value_name = "SHARE",
        required = true,
        allow_hyphen_values = true
    )]
    pub share: Vec<Share>,
    /// One answer for each territory instead of one for all together
    #[arg(long)]
    pub each: bool,
    /// A published zone (`standoff data presets`)
    ///
    /// With its line; other flags override it.
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,
    #[command(flatten)]
    pub line: LineArgs,
    #[command(flatten)]
    pub zone: ZoneArgs,
    #[command(flatten)]
    pub territories: TerritoryArgs,
    /// How wide the interval of the answer may be
    #[arg(long, value_name = "D", help_heading = ACCURACY, default_value = DEFAULT_TOLERANCE, value_parser = solve_tolerance, allow_hyphen_values = true)]
    pub tolerance: Metres,
    #[command(flatten)]
    pub threads: ThreadsArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}
