//! `standoff border`.

use super::examples;
use super::line::LineArgs;
use super::output::{FilesArgs, Format};
use super::territory::TerritoryArgs;
use clap::Args;
use std::path::PathBuf;

/// The line itself, as GeoJSON
///
/// Writes to standard output, or to the files of --out. With --pairs or several days: a table of lengths.
#[derive(Debug, Args)]
#[command(after_long_help = examples::BORDER)]
pub struct BorderArgs {
    /// The line of a published zone (`standoff data presets`)
    ///
    /// Other flags override it.
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,
    #[command(flatten)]
    pub line: LineArgs,
    #[command(flatten)]
    pub territories: TerritoryArgs,
    /// The length of the line by pair of neighbours, in place of the line; so too with several days in --as-of
    #[arg(long, help_heading = "Output")]
    pub pairs: bool,
    /// Format of that table on standard output [default: table]
    #[arg(long, value_name = "FORMAT", help_heading = "Output")]
    pub format: Option<Format>,
    /// Write that table: .csv, .json, .ndjson; repeatable
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub table: Vec<PathBuf>,
    /// Write to this file instead of standard output: .geojson, .geojsonl, .gpkg, .fgb, .kml, .kmz, or a map, .svg or .png; repeatable
    #[arg(
        long,
        short,
        alias = "output",
        value_name = "FILE",
        help_heading = "Output"
    )]
    pub out: Vec<PathBuf>,
    #[command(flatten)]
    pub files: FilesArgs,
    /// Replace files that exist
    #[arg(long, help_heading = "Output")]
    pub force: bool,
}
