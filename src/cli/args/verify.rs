//! `standoff verify`.

use super::examples;
use super::line::LineArgs;
use super::output::{ACCURACY, OutputArgs, ThreadsArgs};
use super::preset::PresetArgs;
use super::side::SideArgs;
use super::territory::TerritoryArgs;
use super::value::{positive, tolerance};
use super::zone::ZoneArgs;
use crate::units::{Metres, Widths};
use clap::Args;
use std::num::NonZeroUsize;

/// Judges a published zone against its line and width, by other means than the engine's
///
/// Every distance is a geodesic by geographiclib, searched for by itself; nothing that makes strips here is used. The judge bounds every
/// edge of the zone's outline, and sweeps the globe for places that should be in or out: what is smaller than --spacing it may miss.
/// Features without a property width_km are one zone together, as are those with the same.
///
/// A file of `standoff strip` says itself what it was made with: line, widths, configuration. The flags then are not needed, and
/// where one is given that differs, that is an error. Files that the zone was made from are given again (--border, --except, ...): the
/// zone has their checksums, and no path in it is followed.
#[derive(Debug, Args)]
#[command(after_long_help = examples::VERIFY)]
pub struct VerifyArgs {
    /// The zone's polygons: GeoJSON, GeoPackage, FlatGeobuf or shapefile, FILE:LAYER where there are several (a layer strip need
    /// not be named); - for GeoJSON from standard input
    #[arg(value_name = "ZONE")]
    pub zone: String,
    /// How far the zone should reach from the line on each of its sides; of a file with several widths, those to judge
    /// [default: what its features say in width_km]
    #[arg(long, short, aliases = ["distance", "radius", "buffer"], value_name = "W", allow_hyphen_values = true)]
    pub width: Vec<Widths>,
    #[command(flatten)]
    pub published: PresetArgs,
    #[command(flatten)]
    pub line: LineArgs,
    #[command(flatten)]
    pub configuration: ZoneArgs,
    #[command(flatten)]
    pub side: SideArgs,
    #[command(flatten)]
    pub territories: TerritoryArgs,
    /// How far the zone may stand from the exact width [default: the bound that the file states; else 1m, or a tenth of a narrower width]
    #[arg(long, value_name = "D", help_heading = ACCURACY, value_parser = tolerance, allow_hyphen_values = true)]
    pub tolerance: Option<Metres>,
    /// How far apart places are looked at: what is missing or too many, and wider than that, is found
    /// [default: a twentieth of the width, at most 5km]
    #[arg(long, value_name = "D", help_heading = ACCURACY, value_parser = positive, allow_hyphen_values = true)]
    pub spacing: Option<Metres>,
    /// Of older versions, which looked at so many places.
    #[arg(long, value_name = "N", hide = true)]
    pub samples: Option<NonZeroUsize>,
    #[command(flatten)]
    pub threads: ThreadsArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}
