//! What the commands with a table have in common: where it goes and how, and the threads.

use super::picture::PictureArgs;
use super::value::{positive, threads};
use crate::units::Metres;
use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Heading of what says how exact and how fast.
pub const ACCURACY: &str = "Accuracy and speed";

/// Where a command's table goes.
#[derive(Clone, Debug, Args)]
pub struct OutputArgs {
    /// Format of the table on standard output
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "table",
        help_heading = "Output"
    )]
    pub format: Format,
    /// Write the table: .csv, .json, .ndjson
    ///
    /// Repeatable.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub table: Vec<PathBuf>,
    /// Replace files that exist
    #[arg(long, help_heading = "Output")]
    pub force: bool,
}

/// How the files of a zone or line are written.
#[derive(Clone, Debug, Args)]
pub struct FilesArgs {
    /// The coordinate reference system of .gpkg and .fgb, such as EPSG:3301; GeoJSON stays WGS84 [default: WGS84]
    #[arg(
        long,
        value_name = "CRS",
        help_heading = "Output",
        hide_short_help = true
    )]
    pub out_crs: Option<String>,
    /// Write a style for QGIS beside each .geojson and .fgb: zone.qml; a .gpkg holds its own
    #[arg(
        long,
        requires = "out",
        help_heading = "Output",
        hide_short_help = true
    )]
    pub style: bool,
    #[command(flatten)]
    pub picture: PictureArgs,
}

/// On how many threads.
#[derive(Clone, Copy, Debug, Args)]
pub struct ThreadsArgs {
    /// Threads to use [default: one for each core]
    #[arg(long, value_name = "N", value_parser = threads, help_heading = ACCURACY, hide_short_help = true)]
    pub threads: Option<NonZeroUsize>,
}

/// How good the data is.
#[derive(Clone, Copy, Debug, Args)]
pub struct AccuracyArgs {
    /// Positional accuracy of the boundary data, for data_error_km2 and the warning of narrow widths
    /// [default: known for the shipped data only]
    #[arg(long, value_name = "D", value_parser = positive, allow_hyphen_values = true, help_heading = ACCURACY, hide_short_help = true)]
    pub data_accuracy: Option<Metres>,
}

/// Formats of tables on standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Csv,
    Json,
    #[value(name = "ndjson")]
    NdJson,
}
