//! `standoff strip`.

use super::examples;
use super::line::LineArgs;
use super::output::{ACCURACY, AccuracyArgs, FilesArgs, OutputArgs, ThreadsArgs};
use super::preset::PresetArgs;
use super::side::SideArgs;
use super::tabulate::TabulateArgs;
use super::territory::TerritoryArgs;
use super::value::tolerance;
use super::zone::ZoneArgs;
use crate::units::{Metres, Widths};
use clap::Args;
use std::path::PathBuf;

/// The strip of all points within a width of a line: overlap table, export
///
/// Every distance is a WGS84 geodesic. The table says for each territory how much of it the strip covers, with a bound on the
/// error of the computation and one on the data's.
#[derive(Clone, Debug, Args)]
#[command(after_long_help = examples::STRIP)]
pub struct StripArgs {
    /// How far the strip reaches on each side: 300km
    ///
    /// From the line on each of its sides; several: 50km,100km or 10km..1000km:10km.
    #[arg(
        long,
        short,
        aliases = ["distance", "radius", "buffer"],
        required_unless_present_any = ["reach", "preset"],
        value_name = "W",
        allow_hyphen_values = true
    )]
    pub width: Vec<Widths>,
    /// Instead of a line: all within this range of the territory of --of, its own soil and coast included (Article 5)
    #[arg(long, value_name = "D", requires = "of", conflicts_with_all = ["width", "border", "between", "around", "coast", "reading"], hide_short_help = true)]
    pub reach: Vec<Widths>,
    /// Whose territory --reach starts from: a comma list of codes and alliances
    #[arg(long, value_name = "GROUP", requires = "reach", hide_short_help = true)]
    pub of: Option<String>,
    #[command(flatten)]
    pub published: PresetArgs,
    #[command(flatten)]
    pub line: LineArgs,
    #[command(flatten)]
    pub zone: ZoneArgs,
    #[command(flatten)]
    pub side: SideArgs,
    #[command(flatten)]
    pub territories: TerritoryArgs,
    #[command(flatten)]
    pub tabulate: TabulateArgs,
    /// How far any point of the strip's boundary may stand from the exact width [default: 1m, or a tenth of a narrower width]
    ///
    /// Nothing is written where that cannot be kept.
    #[arg(long, value_name = "D", help_heading = ACCURACY, value_parser = tolerance, allow_hyphen_values = true, hide_short_help = true)]
    pub tolerance: Option<Metres>,
    #[command(flatten)]
    pub threads: ThreadsArgs,
    #[command(flatten)]
    pub accuracy: AccuracyArgs,
    /// Write the geometry: .gpkg .geojson .geojsonl .fgb .kml .kmz .svg .png
    ///
    /// .gpkg (one layer each for strip, overlap, border and territories, styled), .geojson, .geojsonl (one feature a line),
    /// .fgb, .kml or .kmz (strip, overlap and border in one, told apart by the property layer), .svg or .png (a map for print); repeatable.
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
    #[command(flatten)]
    pub output: OutputArgs,
}
