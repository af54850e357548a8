//! Whose line: shared by every command that needs one.

use super::coordinates::CoordinateArgs;
use crate::border::within::Within;
use crate::error::Error;
use crate::scenario::term::{Snap, Term};
use clap::{Args, ValueEnum};
use jiff::civil::Date;

/// Whose line. With none of --border, --between and --around it is the Article 7 default: --between CSTO NATO.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Line (default: --between CSTO NATO)")]
pub struct LineArgs {
    /// Your own line: a file, or - for standard input
    ///
    /// Of a polygon its outline; FILE:LAYER for one layer of a file; GeoJSON from standard input; repeatable.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["between", "around", "reading", "coast", "as_of", "member", "not_member", "alliances", "borders", "snap"])]
    pub border: Vec<String>,
    /// The border that two groups share: RUS,BLR NATO
    ///
    /// Comma lists of territories, by code or name (POL, pl, Poland, 'South Korea'), alliances (CSTO, NATO, UNION-STATE, EU, UN) and
    /// groups (Baltics); `standoff data find WORD` looks for them. What a name was understood as is told.
    #[arg(long, num_args = 2, value_names = ["A", "B"], conflicts_with = "around")]
    pub between: Option<Vec<String>>,
    /// The border of a group against everyone else
    #[arg(long, value_name = "A", conflicts_with = "reading")]
    pub around: Option<String>,
    /// Which borders of the two groups count; `report` takes several, with commas [default: contact]
    #[arg(
        long,
        value_name = "READING",
        value_delimiter = ',',
        hide_short_help = true
    )]
    pub reading: Vec<Reading>,
    /// Add the coast to a derived line
    ///
    /// [default: land border only]
    #[arg(long)]
    pub coast: bool,
    /// Alliances as on this day [default: 2021-12-17]
    ///
    /// ISO 8601; worldviews that change with time too. `border` takes several, with commas.
    #[arg(long, value_name = "DATE", value_parser = Date::read, value_delimiter = ',')]
    pub as_of: Vec<Date>,
    /// Count these as members of an alliance
    ///
    /// Repeatable.
    #[arg(long, value_name = "NATO=UKR,GEO")]
    pub member: Vec<String>,
    /// Do not count these as members of an alliance; repeatable
    #[arg(long, value_name = "CSTO=ARM", hide_short_help = true)]
    pub not_member: Vec<String>,
    /// Members of alliances from this CSV file in place of the shipped table (columns as `standoff data alliances` names them in
    /// docs/data.md)
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub alliances: Option<String>,
    /// Keep only the parts of the line inside this box, degrees; WEST above EAST goes across the antimeridian
    #[arg(
        long,
        value_name = "WEST,SOUTH,EAST,NORTH",
        allow_hyphen_values = true,
        hide_short_help = true
    )]
    pub within: Option<Within>,
    /// Take the line from finer borders, and areas from the territories as before: osm (built by `make data-osm`), or a GeoJSON file
    /// of the same form; what runs over the sea is left out [default: the territories' own borders]
    #[arg(long, value_name = "osm|FILE", hide_short_help = true)]
    pub borders: Option<String>,
    /// Count borders within this distance of each other as shared, where neighbours have not the same positions; at most 50km
    /// [default: the same positions only; with --borders osm 200m]
    #[arg(long, value_name = "D", value_parser = Snap::read, allow_hyphen_values = true, hide_short_help = true)]
    pub snap: Option<Snap>,
    /// How an edge between two positions of the line runs: straight in longitude and latitude (RFC 7946), or the geodesic [default: planar,
    /// with a warning where your line's edges are so long that it matters]
    #[arg(long, value_name = "EDGES", hide_short_help = true)]
    pub edges: Option<EdgeReading>,
    #[command(flatten)]
    pub coordinates: CoordinateArgs,
}

impl LineArgs {
    /// The one reading, for commands that take no more.
    ///
    /// # Errors
    /// Of kind usage where there are more.
    pub fn reading(&self) -> Result<Option<Reading>, Error> {
        match self.reading[..] {
            [] => Ok(None),
            [reading] => Ok(Some(reading)),
            _ => Err(Error::usage("--reading has several readings")
                .remedy("give one; `standoff report` and `standoff sweep` compare several")),
        }
    }

    /// The one day, for commands that take no more.
    ///
    /// # Errors
    /// Of kind usage where there are more.
    pub fn day(&self) -> Result<Option<Date>, Error> {
        match self.as_of[..] {
            [] => Ok(None),
            [day] => Ok(Some(day)),
            _ => Err(Error::usage("--as-of has several days")
                .remedy("give one; a table by day is made by `standoff border`")),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Reading {
    /// The line that the two share
    Contact,
    /// The outer border of A against everyone, and of B against everyone
    Outer,
    /// Every member's border, inside a bloc too
    Every,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EdgeReading {
    Planar,
    Geodesic,
}
