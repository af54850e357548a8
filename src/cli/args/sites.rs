//! `standoff sites`.

use super::examples;
use super::line::LineArgs;
use super::output::{OutputArgs, ThreadsArgs};
use super::preset::PresetArgs;
use super::side::SideArgs;
use super::territory::TerritoryArgs;
use super::value::people;
use super::zone::ZoneArgs;
use crate::sites::Condition;
use crate::units::Widths;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Distance of points, lines and polygons to the line, side, territory, in or out at each width
///
/// FILE: GeoJSON of any type; GeoJSON with one feature a line; CSV with a header line and columns lon (longitude, x) and lat
/// (latitude, y). The content tells which. CSV and one feature a line are read as a stream, of any length.
///
/// side: left or right in the direction in which the line is digitised, on for a position on it, straight ahead of an end, or a
/// shape that the line meets. A derived line has A on its left (--between A B, --around A).
/// in_W: true, false, or part for a line or polygon with its nearest point within W and its farthest beyond.
/// territory: that holds the point, or the middle of a line or polygon; empty at sea.
/// CSV, JSON and files have the columns of FILE after ours, as they were; a name that is taken begins with input_. A site without an id
/// has its number in FILE. The table for people shows the first 100 sites, and our columns.
#[derive(Debug, Args)]
#[command(after_long_help = examples::SITES)]
pub struct SitesArgs {
    /// The sites: a GeoJSON or CSV file, - for standard input
    #[arg(
        value_name = "FILE",
        required_unless_present = "places",
        conflicts_with = "places"
    )]
    pub file: Option<String>,
    /// The shipped populated places in place of FILE
    #[arg(long)]
    pub places: bool,
    /// Only places of this population and more
    #[arg(long, value_name = "N", value_parser = people, requires = "places")]
    pub min_population: Option<u64>,
    /// Widths at which to say in or out: 300km, a list, or a range; repeatable
    #[arg(long, short, aliases = ["distance", "radius", "buffer"], value_name = "W", allow_hyphen_values = true)]
    pub width: Vec<Widths>,
    /// Only sites that are in at one of the widths at least, wholly or in part; out at all of them; or in part at one at least
    #[arg(long, value_name = "WHICH")]
    pub only: Option<Only>,
    /// Only sites whose property meets this: KEY OP VALUE with = != < <= > >= ~ (contains); repeatable, all must be met. Numbers are
    /// compared as numbers; team, squad, section, platoon, company, battalion, regiment, brigade, division, corps, army,
    /// army-group by rank; of a property such as country names are understood (country=Russia finds RUS)
    #[arg(long = "where", value_name = "CONDITION")]
    pub conditions: Vec<Condition>,
    /// The property or column with a site's id [default: id; else the first, where it says that it is one, as site_id does]
    #[arg(long, value_name = "NAME", conflicts_with = "places")]
    pub id_field: Option<String>,
    /// The property or column with a site's name (--name-field is that of --territories) [default: name]
    #[arg(long, value_name = "NAME", conflicts_with = "places")]
    pub site_name_field: Option<String>,
    /// The CSV column with the longitude [default: lon, longitude or x]
    #[arg(long, value_name = "NAME", conflicts_with = "places")]
    pub lon_field: Option<String>,
    /// The CSV column with the latitude [default: lat, latitude or y]
    #[arg(long, value_name = "NAME", conflicts_with = "places")]
    pub lat_field: Option<String>,
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
    /// Write the sites' own geometry with the table's columns: .gpkg (styled, with the layers of the strip beside it), .geojson, .geojsonl, .fgb, .kml or .kmz
    /// (the sites alone); repeatable
    #[arg(
        long,
        short,
        alias = "output",
        value_name = "FILE",
        help_heading = "Output"
    )]
    pub out: Vec<PathBuf>,
    /// The coordinate reference system of .gpkg and .fgb, such as EPSG:3301; GeoJSON stays WGS84 [default: WGS84]
    #[arg(long, value_name = "CRS", help_heading = "Output")]
    pub out_crs: Option<String>,
    /// Write a style for QGIS beside each .geojson and .fgb: sites.qml; a .gpkg holds its own
    #[arg(long, requires = "out", help_heading = "Output")]
    pub style: bool,
    #[command(flatten)]
    pub threads: ThreadsArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Only {
    In,
    Out,
    Part,
}
