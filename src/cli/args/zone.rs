//! The configuration of the strip.

use crate::error::Error;
use crate::units::{Metres, Share, Width};
use crate::zone::ThirdStates;
use clap::{Args, ValueEnum};
use geo::Coord;
use std::str::FromStr;

/// The configuration of the strip.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Configuration")]
pub struct ZoneArgs {
    /// Another width on some soil: KWT=5km
    ///
    /// On that of a territory or group (NATO=50km), by code or name; repeatable. A territory's own beats a group's.
    #[arg(long, value_name = "CODE=W")]
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

/// `CODE=W`.
#[derive(Clone, Debug)]
pub struct WidthIn {
    pub who: String,
    pub width: Width,
}

impl FromStr for WidthIn {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let form = || {
            Error::usage(format!("{text:?} is not CODE=WIDTH"))
                .remedy("write a territory or group and its width, as in RUS=100km")
        };
        let (who, width) = text.split_once('=').ok_or_else(form)?;
        if who.trim().is_empty() {
            return Err(form());
        }
        let width = width.parse().map_err(|error: Error| {
            if width.trim().starts_with('0') {
                error.remedy(format!(
                    "to leave a territory out use --exclude {}",
                    who.trim()
                ))
            } else {
                error
            }
        })?;
        Ok(WidthIn {
            who: who.trim().to_owned(),
            width,
        })
    }
}

/// `LON,LAT,RADIUS`.
#[derive(Clone, Debug)]
pub struct Circle {
    pub centre: Coord<f64>,
    pub radius: Metres,
    pub text: String,
}

impl FromStr for Circle {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let form = || {
            Error::usage(format!("{text:?} is no circle"))
                .remedy("write longitude, latitude and radius, as in 27.22,41.74,5km")
        };
        let [lon, lat, radius] = text.split(',').collect::<Vec<_>>()[..] else {
            return Err(form());
        };
        let degrees = |t: &str, most: f64| {
            (t.trim().parse::<f64>().ok()).filter(|v| v.is_finite() && v.abs() <= most)
        };
        let (Some(x), Some(y)) = (degrees(lon, 180.0), degrees(lat, 90.0)) else {
            return Err(form());
        };
        Ok(Circle {
            centre: Coord { x, y },
            radius: radius.parse::<Width>()?.metres,
            text: text.to_owned(),
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ThirdStatesArg {
    Keep,
    Clip,
}

impl From<ThirdStatesArg> for ThirdStates {
    fn from(how: ThirdStatesArg) -> Self {
        match how {
            ThirdStatesArg::Keep => ThirdStates::Keep,
            ThirdStatesArg::Clip => ThirdStates::Clip,
        }
    }
}
