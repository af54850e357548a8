//! How pictures look.

use crate::report::picture;
use clap::Args;

/// How pictures look: --out zone.svg, zone.png.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Pictures")]
pub struct PictureArgs {
    /// The map's projection: laea (Lambert azimuthal equal-area), albers (conic equal-area), equal-earth (the whole world), or a
    /// projected system of PROJ's, such as EPSG:3035 [default: auto: the equal-area one that suits the region]
    #[arg(long, value_name = "PROJECTION", hide_short_help = true)]
    pub projection: Option<String>,
    /// Width and height in pixels, such as 1600x1200 [default: by the shape of the region]
    #[arg(long, value_name = "WxH", allow_hyphen_values = true, value_parser = picture::size, hide_short_help = true)]
    pub size: Option<[u32; 2]>,
    /// The picture's title [default: says width and line]
    #[arg(long, value_name = "TEXT", hide_short_help = true)]
    pub title: Option<String>,
}
