//! `standoff verify`.

use super::examples;
use super::line::LineArgs;
use super::output::{ACCURACY, OutputArgs, ThreadsArgs};
use super::territory::TerritoryArgs;
use super::value::tolerance;
use crate::units::{Metres, Width};
use clap::Args;
use std::num::NonZeroUsize;

/// With no `--tolerance`.
const DEFAULT_TOLERANCE: &str = "1m";
/// With no `--samples`.
const DEFAULT_SAMPLES: &str = "10000";

/// Judges a published zone against its line and width, by other means than the engine's
///
/// Every distance is a geodesic by geographiclib, searched for by itself; nothing that makes strips here is used. The judge sees
/// places on the zone's outline, and places about the line that should be in or out: what is smaller than their spacing it may
/// miss. Features without a property width_km are one zone together, as are those with the same.
#[derive(Debug, Args)]
#[command(after_long_help = examples::VERIFY)]
pub struct VerifyArgs {
    /// The zone's polygons: GeoJSON, GeoPackage, FlatGeobuf or shapefile, FILE:LAYER where there are several; - for GeoJSON from standard input
    #[arg(value_name = "ZONE")]
    pub zone: String,
    /// How far the zone should reach from the line on each of its sides [default: what its features say in width_km]
    #[arg(long, short, aliases = ["distance", "radius", "buffer"], value_name = "W", allow_hyphen_values = true)]
    pub width: Option<Width>,
    /// A published zone (`standoff data presets`)
    ///
    /// With its line and widths; other flags override it.
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,
    #[command(flatten)]
    pub line: LineArgs,
    #[command(flatten)]
    pub territories: TerritoryArgs,
    /// How far the zone may stand from the exact width
    #[arg(long, value_name = "D", help_heading = ACCURACY, default_value = DEFAULT_TOLERANCE, value_parser = tolerance, allow_hyphen_values = true)]
    pub tolerance: Metres,
    /// Places to look at: so many on the outline, and so many about the line
    #[arg(long, value_name = "N", help_heading = ACCURACY, default_value = DEFAULT_SAMPLES)]
    pub samples: NonZeroUsize,
    #[command(flatten)]
    pub threads: ThreadsArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}
