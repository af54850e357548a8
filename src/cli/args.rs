//! The command line: what can be typed, in the contract's words. Meaning is checked where it is used.

use crate::border::line::DRAFT_DATE;
use crate::border::worldview::Worldview;
use crate::error::Error;
use crate::strip::{Edges, TOLERANCE_RANGE};
use crate::units::{Metres, Widths};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::LazyLock;

/// With no `--tolerance`.
pub const DEFAULT_TOLERANCE: &str = "1m";

static LONG_VERSION: LazyLock<String> = LazyLock::new(|| {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "{version}\nboundaries: {}\ncoordinate systems: {}",
        crate::load::shipped::SOURCE,
        crate::geodesy::crs::engine()
    )
});

/// What lies inside a strip of agreed width along a border, on the WGS84 ellipsoid, with error bounds.
#[derive(Debug, Parser)]
#[command(name = "standoff", version, long_version = LONG_VERSION.as_str(), infer_subcommands = false)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
#[command(
    after_help = "Exit codes: 0 done, 1 the work failed, 2 the command line is wrong, 3 the input data is wrong, 130 interrupted."
)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub talk: Talk,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Strip(Box<StripArgs>),
    Border(Box<BorderArgs>),
    Data(DataArgs),
    Completions(CompletionsArgs),
}

/// What is said on standard error.
#[derive(Clone, Copy, Debug, Default, Args)]
#[command(next_help_heading = "Messages")]
pub struct Talk {
    /// Say nothing on standard error but errors
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say on standard error how long each stage takes, and what the sums leave over
    #[arg(long, short, global = true)]
    pub verbose: bool,
    /// Turn every warning into an error
    #[arg(long, global = true)]
    pub strict: bool,
}

const STRIP_EXAMPLES: &str = "\
Examples:
  standoff strip --width 300km
      Article 7: 300 km on each side of the land border that CSTO shares with NATO, as of 2021-12-17
  standoff strip --width 300km --out zone.geojson --table zone.csv
      the same, with the zone for QGIS and the table for a spreadsheet
  standoff strip --between RUS,BLR NATO --as-of 2024-06-01 --width 50km,100km
      two strips along the border of two states with the NATO of a later day
  standoff strip --around UNION-STATE --coast --width 10km..100km:10km --format csv
      ten strips along an outer border with its coast
  standoff strip --border line.geojson --territories states.geojson --code-field iso --width 2.5nmi
      your line, your territories

Lengths need a unit: cm, m, km, mi (1609.344 m) or nmi (1852 m).
A width is how far the strip reaches from the line on each of its sides, not the total across.";

/// The strip of all points within a width of a line: overlap table, export
///
/// Every distance is a WGS84 geodesic. The table says for each territory how much of it the strip covers, with a bound on the
/// error of the computation and one on the data's.
#[derive(Debug, Args)]
#[command(after_help = STRIP_EXAMPLES)]
pub struct StripArgs {
    /// How far the strip reaches from the line on each side (300km); several: 50km,100km or 10km..1000km:10km
    #[arg(
        long,
        short,
        required = true,
        value_name = "W",
        allow_hyphen_values = true
    )]
    pub width: Vec<Widths>,
    /// How far any point of the strip's boundary may stand from the exact width
    #[arg(long, value_name = "D", default_value = DEFAULT_TOLERANCE, value_parser = tolerance, allow_hyphen_values = true)]
    pub tolerance: Metres,
    /// Threads to use [default: one for each core]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZeroUsize>,
    #[command(flatten)]
    pub line: LineArgs,
    #[command(flatten)]
    pub territories: TerritoryArgs,
    /// Positional accuracy of the boundary data, for data_error_km2 and the warning of narrow widths
    /// [default: known for the shipped data only]
    #[arg(long, value_name = "D", value_parser = positive, allow_hyphen_values = true)]
    pub data_accuracy: Option<Metres>,
    /// Format of the table on standard output
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "table",
        help_heading = "Output"
    )]
    pub format: Format,
    /// Write the geometry: .geojson; repeatable
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub out: Vec<PathBuf>,
    /// Write the table: .csv, .json, .ndjson; repeatable
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub table: Vec<PathBuf>,
    /// Replace files that exist
    #[arg(long, help_heading = "Output")]
    pub force: bool,
}

const BORDER_EXAMPLES: &str = "\
Examples:
  standoff border > article7.geojson
      the land border that CSTO shares with NATO, as of 2021-12-17
  standoff border --around RUS --coast --out russia.geojson
      the whole outline of one state";

/// The line itself, as GeoJSON
///
/// Writes to standard output, or to the files of --out.
#[derive(Debug, Args)]
#[command(after_help = BORDER_EXAMPLES)]
pub struct BorderArgs {
    #[command(flatten)]
    pub line: LineArgs,
    #[command(flatten)]
    pub territories: TerritoryArgs,
    /// Write to this file instead of standard output: .geojson; repeatable
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub out: Vec<PathBuf>,
    /// Replace files that exist
    #[arg(long, help_heading = "Output")]
    pub force: bool,
}

/// Whose line. With none of --border, --between and --around it is the Article 7 default: --between CSTO NATO.
#[derive(Debug, Args)]
#[command(next_help_heading = "Line (default: --between CSTO NATO)")]
pub struct LineArgs {
    /// Lines from a GeoJSON file (of a polygon its outline), - for standard input; repeatable
    #[arg(long, value_name = "FILE", conflicts_with_all = ["between", "around", "reading", "coast", "as_of", "member", "not_member"])]
    pub border: Vec<String>,
    /// The border that two groups share: comma lists of territory codes and alliances (RUS,BLR, CSTO, NATO, UNION-STATE)
    #[arg(long, num_args = 2, value_names = ["A", "B"], conflicts_with = "around")]
    pub between: Option<Vec<String>>,
    /// The outer border of a group against everyone else
    #[arg(long, value_name = "A", conflicts_with = "reading")]
    pub around: Option<String>,
    /// Which borders of the two groups count [default: contact]
    #[arg(long, value_name = "READING")]
    pub reading: Option<Reading>,
    /// Add the coast to a derived line [default: land border only]
    #[arg(long)]
    pub coast: bool,
    /// Alliances as they were on this day, ISO 8601 [default: 2021-12-17]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<jiff::civil::Date>,
    /// Count these as members of an alliance; repeatable
    #[arg(long, value_name = "NATO=UKR,GEO")]
    pub member: Vec<String>,
    /// Do not count these as members of an alliance; repeatable
    #[arg(long, value_name = "CSTO=ARM")]
    pub not_member: Vec<String>,
    /// How an edge between two positions of the line runs: straight in longitude and latitude (RFC 7946), or the geodesic
    #[arg(long, value_name = "EDGES", default_value = "planar")]
    pub edges: EdgeReading,
}

/// Whose land.
#[derive(Debug, Args)]
#[command(next_help_heading = "Territories (default: the shipped ones)")]
pub struct TerritoryArgs {
    /// Territories from a GeoJSON file in place of the shipped ones, - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "worldview")]
    pub territories: Option<String>,
    /// The property that holds a territory's code
    #[arg(long, value_name = "NAME", requires = "territories")]
    pub code_field: Option<String>,
    /// The property that holds a territory's name
    #[arg(long, value_name = "NAME", requires = "territories")]
    pub name_field: Option<String>,
    /// Who holds the disputed areas [default: de-facto, the only one so far]
    #[arg(long, value_name = "NAME", value_parser = worldview)]
    pub worldview: Option<String>,
}

/// What is shipped: territories, alliances, worldviews, sources
#[derive(Debug, Args)]
pub struct DataArgs {
    #[command(subcommand)]
    pub what: DataCommand,
}

#[derive(Clone, Copy, Debug, Subcommand)]
pub enum DataCommand {
    /// Codes, names and areas of the shipped territories
    Territories(DataFormat),
    /// Members of the alliances with their dates and sources
    Alliances(DataFormat),
    /// Who may hold the disputed areas
    Worldviews(DataFormat),
    /// Where the shipped data comes from, its licence and accuracy
    Sources(DataFormat),
}

#[derive(Clone, Copy, Debug, Args)]
pub struct DataFormat {
    /// Format of the list on standard output
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Format,
}

/// Shell completions, to standard output
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    pub shell: clap_complete::Shell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Csv,
    Json,
    #[value(name = "ndjson")]
    NdJson,
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

impl From<EdgeReading> for Edges {
    fn from(edges: EdgeReading) -> Self {
        match edges {
            EdgeReading::Planar => Edges::Planar,
            EdgeReading::Geodesic => Edges::Geodesic,
        }
    }
}

fn positive(text: &str) -> Result<Metres, Error> {
    let metres: Metres = text.parse()?;
    if metres.0 > 0.0 {
        return Ok(metres);
    }
    Err(Error::usage(format!("{text} is not above 0")).remedy("give a length such as 800m"))
}

fn tolerance(text: &str) -> Result<Metres, Error> {
    let metres: Metres = text.parse()?;
    let (least, greatest) = TOLERANCE_RANGE;
    if (least..=greatest).contains(&metres.0) {
        return Ok(metres);
    }
    Err(
        Error::usage(format!("a tolerance of {text} cannot be kept"))
            .remedy(format!("give one from {least}m to {greatest}m")),
    )
}

fn date(text: &str) -> Result<jiff::civil::Date, Error> {
    text.parse().map_err(|_| {
        Error::usage(format!("{text:?} is not a date"))
            .remedy(format!("write year, month and day as in {DRAFT_DATE}"))
    })
}

fn worldview(text: &str) -> Result<String, Error> {
    let known = Worldview::default().name();
    if text == known {
        return Ok(text.to_owned());
    }
    Err(Error::usage(format!("unknown worldview {text:?}"))
        .remedy(format!("there is {known} only")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::border::line::{LineChoice, Whose};
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn help_states_the_defaults_that_are_used() {
        let help = StripArgs::augment_args(clap::Command::new("strip"))
            .render_long_help()
            .to_string();
        let line = LineChoice::default();
        let Whose::Between { a, b, .. } = line.whose else {
            panic!("the default line is between two groups");
        };
        for default in [
            line.as_of.to_string(),
            Worldview::default().name().to_owned(),
            format!("[default: {DEFAULT_TOLERANCE}]"),
            format!("--between {a} {b}"),
        ] {
            assert!(help.contains(&default), "{default} is not in the help");
        }
        assert!(help.contains("on each side"));
        for (ending, _) in super::super::outputs::GEOMETRY_ENDINGS {
            assert!(help.contains(&format!(".{ending}")));
        }
        for (ending, _) in super::super::outputs::TABLE_ENDINGS {
            assert!(help.contains(&format!(".{ending}")));
        }
    }
}
