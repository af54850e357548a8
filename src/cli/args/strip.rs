//! `standoff strip`.

use super::line::LineArgs;
use super::output::{AccuracyArgs, OutputArgs, ThreadsArgs};
use super::picture::PictureArgs;
use super::side::SideArgs;
use super::territory::TerritoryArgs;
use super::value::tolerance;
use super::zone::ZoneArgs;
use crate::units::{Metres, Widths};
use clap::Args;
use std::path::PathBuf;

/// With no `--tolerance`.
pub const DEFAULT_TOLERANCE: &str = "1m";

const STRIP_EXAMPLES: &str = "\
Examples:
  standoff strip --width 300km
      Article 7: 300 km on each side of the land border that CSTO shares with NATO, as of 2021-12-17
  standoff strip --width 300km --out zone.geojson --table zone.csv
      the same, with the zone for QGIS and the table for a spreadsheet
  standoff strip --width 300km --out zone.png --out zone.svg
      a map for print: shares, legend, scale, sources
  standoff strip --between RUS,BLR NATO --as-of 2024-06-01 --width 50km,100km
      two strips along the border of two states with the NATO of a later day
  standoff strip --around UNION-STATE --coast --width 10km..100km:10km --format csv
      ten strips along an outer border with its coast
  standoff strip --preset brazil-1979
      a published zone with its line and width: see `standoff data presets`
  standoff strip --between IRQ KWT --width 10km --width-in KWT=5km --third-states clip
      two widths, and no other state's soil
  standoff strip --reach 500km --of NATO
      all from which NATO's territory can be reached: Article 5
  standoff strip --border line.geojson --territories states.geojson --code-field iso --width 2.5nmi
      your line, your territories
  standoff strip --border line.geojson --side left --cap flat --width 5km
      the left side of your line only, ending square at its ends

Lengths need a unit: cm, m, km, mi (1609.344 m) or nmi (1852 m).
A width is how far the strip reaches from the line on each of its sides, not the total across.";

/// The strip of all points within a width of a line: overlap table, export
///
/// Every distance is a WGS84 geodesic. The table says for each territory how much of it the strip covers, with a bound on the
/// error of the computation and one on the data's.
#[derive(Clone, Debug, Args)]
#[command(after_help = STRIP_EXAMPLES)]
pub struct StripArgs {
    /// How far the strip reaches from the line on each side (300km); several: 50km,100km or 10km..1000km:10km
    #[arg(
        long,
        short,
        required_unless_present_any = ["reach", "preset"],
        value_name = "W",
        allow_hyphen_values = true
    )]
    pub width: Vec<Widths>,
    /// Instead of a line: all within this range of the territory of --of, its own soil and coast included (Article 5)
    #[arg(long, value_name = "D", requires = "of", conflicts_with_all = ["width", "border", "between", "around", "coast", "reading"])]
    pub reach: Vec<Widths>,
    /// Whose territory --reach starts from: a comma list of codes and alliances
    #[arg(long, value_name = "GROUP", requires = "reach")]
    pub of: Option<String>,
    /// How far any point of the strip's boundary may stand from the exact width
    #[arg(long, value_name = "D", default_value = DEFAULT_TOLERANCE, value_parser = tolerance, allow_hyphen_values = true)]
    pub tolerance: Metres,
    #[command(flatten)]
    pub threads: ThreadsArgs,
    /// A published zone with its line and widths (standoff data presets); other flags override it
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,
    #[command(flatten)]
    pub line: LineArgs,
    #[command(flatten)]
    pub zone: ZoneArgs,
    #[command(flatten)]
    pub side: SideArgs,
    #[command(flatten)]
    pub territories: TerritoryArgs,
    #[command(flatten)]
    pub accuracy: AccuracyArgs,
    /// Write the geometry: .gpkg (one layer each for strip, overlap, border and territories, styled), .geojson or .fgb (strip, overlap
    /// and border in one layer, told apart by the property layer), .svg or .png (a map for print); repeatable
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub out: Vec<PathBuf>,
    /// The coordinate reference system of .gpkg and .fgb, such as EPSG:3301; GeoJSON stays WGS84 [default: WGS84]
    #[arg(long, value_name = "CRS", help_heading = "Output")]
    pub out_crs: Option<String>,
    /// Write a style for QGIS beside each .geojson and .fgb: zone.qml; a .gpkg holds its own
    #[arg(long, requires = "out", help_heading = "Output")]
    pub style: bool,
    #[command(flatten)]
    pub picture: PictureArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}
