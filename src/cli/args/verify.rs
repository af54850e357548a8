//! `standoff verify`.

use super::line::LineArgs;
use super::output::{OutputArgs, ThreadsArgs};
use super::territory::TerritoryArgs;
use super::value::tolerance;
use crate::units::{Metres, Width};
use clap::Args;
use std::num::NonZeroUsize;

/// With no `--tolerance`.
const DEFAULT_TOLERANCE: &str = "1m";
/// With no `--samples`.
const DEFAULT_SAMPLES: &str = "10000";

const VERIFY_EXAMPLES: &str = "\
Examples:
  standoff verify zone.geojson
      a file that this program wrote, for the same line: its features say their widths
  standoff verify buffer.gpkg:buffer --border line.geojson --width 50km
      another program's buffer: how far is its outline from 50 km?
  standoff verify published.geojson --between KOR PRK --width 2km --tolerance 100m
      a published zone along a derived line

The table says how far off the outline is and where. A zone that fails is a warning; with --strict it ends the run with code 1.";

/// Judges a published zone against its line and width, by other means than the engine's
///
/// Every distance is a geodesic by geographiclib, searched for by itself; nothing that makes strips here is used. The judge sees
/// places on the zone's outline, and places about the line that should be in or out: what is smaller than their spacing it may
/// miss. Features without a property width_km are one zone together, as are those with the same.
#[derive(Debug, Args)]
#[command(after_help = VERIFY_EXAMPLES)]
pub struct VerifyArgs {
    /// The zone's polygons: GeoJSON, GeoPackage, FlatGeobuf or shapefile, FILE:LAYER where there are several; - for GeoJSON from standard input
    #[arg(value_name = "ZONE")]
    pub zone: String,
    /// How far the zone should reach from the line on each of its sides [default: what its features say in width_km]
    #[arg(long, short, value_name = "W", allow_hyphen_values = true)]
    pub width: Option<Width>,
    /// How far the zone may stand from the exact width
    #[arg(long, value_name = "D", default_value = DEFAULT_TOLERANCE, value_parser = tolerance, allow_hyphen_values = true)]
    pub tolerance: Metres,
    /// Places to look at: so many on the outline, and so many about the line
    #[arg(long, value_name = "N", default_value = DEFAULT_SAMPLES)]
    pub samples: NonZeroUsize,
    #[command(flatten)]
    pub threads: ThreadsArgs,
    #[command(flatten)]
    pub line: LineArgs,
    #[command(flatten)]
    pub territories: TerritoryArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}
