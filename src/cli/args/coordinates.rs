//! Which coordinate reference systems files are in: shared by every command that reads some.

use clap::Args;

/// Coordinates of files.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Your files (GeoJSON, GeoPackage, FlatGeobuf, shapefile)")]
pub struct CoordinateArgs {
    /// The coordinate reference system of your files (EPSG:3301, WKT), or of one: FILE=EPSG:3301; repeatable [default: what each file
    /// says; GeoJSON: WGS84]
    #[arg(long, value_name = "[FILE=]CRS", hide_short_help = true)]
    pub crs: Vec<String>,
    /// Take an operation to WGS84 that leaves out the datum's shift (off by 100 m and more) where none better is known
    #[arg(long, hide_short_help = true)]
    pub allow_ballpark: bool,
}
