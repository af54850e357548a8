//! `standoff curve`.

use super::examples;
use super::line::LineArgs;
use super::output::{ACCURACY, AccuracyArgs, OutputArgs, ThreadsArgs};
use super::preset::PresetArgs;
use super::tabulate::TabulateArgs;
use super::territory::TerritoryArgs;
use super::zone::ZoneArgs;
use crate::error::Error;
use crate::overlap::field::{DEFAULT_TOLERANCE, TOLERANCE_RANGE};
use crate::units::{Share, Widths};
use clap::{Args, ValueEnum};

/// With no `--tolerance`: [`DEFAULT_TOLERANCE`] as it is typed.
const DEFAULT: &str = "0.0005";

/// The overlap of every territory at every width, from one pass
///
/// Writes the same columns as `standoff strip`, one row a territory and width. error_km2 is a proven bound, as there; --tolerance
/// says how small it is to be.
/// A territory of --blanket or with a width of its own (--width-in) has the same row at every width.
#[derive(Debug, Args)]
#[command(after_long_help = examples::CURVE)]
pub struct CurveArgs {
    /// The widths: a range 1km..1000km:1km, a list, or both; repeatable
    #[arg(
        long,
        short,
        aliases = ["distance", "radius", "buffer"],
        required_unless_present = "preset",
        value_name = "RANGE",
        allow_hyphen_values = true
    )]
    pub widths: Vec<Widths>,
    /// Only these territories: a comma list of codes, names and alliances; repeatable [default: all that the widest strip meets]
    #[arg(long, value_name = "CODES")]
    pub territory: Vec<String>,
    /// What to write
    #[arg(long, value_name = "WHAT", default_value = "overlaps")]
    pub show: Show,
    #[command(flatten)]
    pub published: PresetArgs,
    #[command(flatten)]
    pub line: LineArgs,
    #[command(flatten)]
    pub zone: ZoneArgs,
    #[command(flatten)]
    pub territories: TerritoryArgs,
    #[command(flatten)]
    pub tabulate: TabulateArgs,
    /// Bound wanted on the error of each area, as a part of the territory's area
    #[arg(long, value_name = "SHARE", help_heading = ACCURACY, default_value = DEFAULT, value_parser = tolerance, allow_hyphen_values = true, hide_short_help = true)]
    pub tolerance: Share,
    #[command(flatten)]
    pub threads: ThreadsArgs,
    #[command(flatten)]
    pub accuracy: AccuracyArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Show {
    /// The covered area of each territory at each width
    Overlaps,
    /// Its derivative: km² more for each km of width
    Slopes,
    /// The widths at which each territory is first touched and wholly covered, with the deciding points
    Events,
}

fn tolerance(text: &str) -> Result<Share, Error> {
    let share: Share = text.parse()?;
    let (least, greatest) = TOLERANCE_RANGE;
    if (least..=greatest).contains(&share.value) {
        return Ok(share);
    }
    Err(Error::usage(format!(
        "a tolerance of {text} of each territory's area cannot be kept"
    ))
    .remedy(format!(
        "give one from {least} to {greatest}; the default is {DEFAULT_TOLERANCE}"
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_in_the_help_is_the_library_s() {
        assert_eq!(
            tolerance(DEFAULT).expect("a share").value,
            DEFAULT_TOLERANCE
        );
    }
}
