//! `standoff report`.

use super::examples;
use super::line::LineArgs;
use super::output::{ACCURACY, AccuracyArgs, ThreadsArgs};
use super::preset::PresetArgs;
use super::territory::TerritoryArgs;
use super::value::tolerance;
use crate::units::{Metres, Widths};
use clap::Args;
use std::path::PathBuf;

/// One offline HTML page: map, width slider, curves, claims, table
///
/// The slider goes from 0 to the greatest of the widths. At these widths the figures are those of `standoff strip`, digit for digit;
/// between them shares are within 0.1 point. Several values of --reading, --worldview and --as-of, with commas, become switches.
#[derive(Clone, Debug, Args)]
#[command(after_long_help = examples::REPORT)]
pub struct ReportArgs {
    /// The widths to compute: a range 50km..1000km:50km, a list, or both; repeatable
    #[arg(
        long,
        short,
        aliases = ["distance", "radius", "buffer"],
        required_unless_present = "preset",
        value_name = "RANGE",
        allow_hyphen_values = true
    )]
    pub widths: Vec<Widths>,
    /// Claims to judge, in TOML, - for standard input, under the page's lines and with what the list says of the land, as
    /// `standoff claims` does [default: the commentary of January 2022 on Article 7, where the line is derived from the shipped
    /// territories]
    #[arg(long, value_name = "FILE")]
    pub claims: Option<String>,
    /// The page's heading [default: what the line is]
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    #[command(flatten)]
    pub published: PresetArgs,
    #[command(flatten)]
    pub line: LineArgs,
    #[command(flatten)]
    pub territories: TerritoryArgs,
    /// How far any point of a strip's boundary may stand from the exact width; nothing is written where that cannot be kept
    /// [default: 1m, or a tenth of a narrower width]
    #[arg(long, value_name = "D", help_heading = ACCURACY, value_parser = tolerance, allow_hyphen_values = true)]
    pub tolerance: Option<Metres>,
    #[command(flatten)]
    pub threads: ThreadsArgs,
    #[command(flatten)]
    pub accuracy: AccuracyArgs,
    /// The page to write: .html
    #[arg(
        long,
        short,
        alias = "output",
        required = true,
        value_name = "FILE",
        help_heading = "Output"
    )]
    pub out: PathBuf,
    /// Replace a file that exists
    #[arg(long, help_heading = "Output")]
    pub force: bool,
}
