//! `standoff border`.

use super::line::LineArgs;
use super::territory::TerritoryArgs;
use clap::Args;
use std::path::PathBuf;

const BORDER_EXAMPLES: &str = "\
Examples:
  standoff border > article7.geojson
      the land border that CSTO shares with NATO, as of 2021-12-17
  standoff border --around RUS --coast --out russia.geojson
      the whole outline of one state";

/// The line itself, as GeoJSON
///
/// Writes to standard output, or to the files of --out.
#[derive(Debug, Args)]
#[command(after_help = BORDER_EXAMPLES)]
pub struct BorderArgs {
    #[command(flatten)]
    pub line: LineArgs,
    #[command(flatten)]
    pub territories: TerritoryArgs,
    /// Write to this file instead of standard output: .geojson; repeatable
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub out: Vec<PathBuf>,
    /// Replace files that exist
    #[arg(long, help_heading = "Output")]
    pub force: bool,
}
