//! The configuration of the strip.

use super::value::flagged;
use crate::scenario::term::{Circle, WidthIn};
use crate::units::Share;
use clap::{Args, ValueEnum};

/// The configuration of the strip.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Configuration")]
pub struct ZoneArgs {
    /// Another width on some soil: KWT=5km
    ///
    /// On that of a territory or group (NATO=50km), by code or name; repeatable. A territory's own beats a group's.
    #[arg(long, value_name = "CODE=W", value_parser = flagged::<WidthIn>)]
    pub width_in: Vec<WidthIn>,
    /// May the strip enter states that belong to neither group? The sea stays either way [default: keep]
    #[arg(
        long,
        value_name = "HOW",
        conflicts_with = "border",
        hide_short_help = true
    )]
    pub third_states: Option<ThirdStatesArg>,
    /// Whole territories that join the zone
    ///
    /// Whatever the width (Article 7's first paragraph); repeatable.
    #[arg(long, value_name = "CODES")]
    pub blanket: Vec<String>,
    /// Territories left out
    ///
    /// Repeatable.
    #[arg(long, value_name = "CODES")]
    pub exclude: Vec<String>,
    /// Polygons left out of the zone, from your file, - for GeoJSON from standard input; repeatable
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub except: Vec<String>,
    /// A circle left out of the zone, by its centre and radius (27.22,41.74,5km); repeatable
    #[arg(
        long,
        value_name = "LON,LAT,RADIUS",
        allow_hyphen_values = true,
        hide_short_help = true
    )]
    pub except_circle: Vec<Circle>,
    /// Whole districts: where this file has polygons, those that the strip touches are in, the others out
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub snap_to: Option<String>,
    /// Take a district only if the strip covers this share of it (0.5, 50%, 1/3) [default: touched is enough]
    #[arg(
        long,
        value_name = "SHARE",
        requires = "snap_to",
        hide_short_help = true
    )]
    pub snap_share: Option<Share>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ThirdStatesArg {
    Keep,
    Clip,
}
