//! The command line: what can be typed, in the contract's words. Meaning is checked where it is used.
//!
//! One file for each command, and one for each set of flags that commands share.

pub mod border;
pub mod choose;
pub mod claims;
pub mod compare;
pub mod coordinates;
pub mod curve;
pub mod data;
pub mod examples;
pub mod line;
pub mod output;
pub mod picture;
mod preset;
pub mod report;
pub mod side;
pub mod sites;
pub mod solve;
pub mod strip;
pub mod sweep;
pub mod tabulate;
pub mod territory;
pub mod value;
pub mod verify;
pub mod zone;

pub use border::BorderArgs;
pub use compare::CompareArgs;
pub use curve::CurveArgs;
pub use data::{CompletionsArgs, DataArgs, DataCommand, ManArgs};
pub use line::{LineArgs, Reading};
pub use output::{Format, OutputArgs};
pub use report::ReportArgs;
pub use sites::SitesArgs;
pub use solve::SolveArgs;
pub use strip::StripArgs;
pub use sweep::SweepArgs;
pub use tabulate::TabulateArgs;
pub use territory::TerritoryArgs;
pub use verify::VerifyArgs;
pub use zone::ZoneArgs;

use clap::{Args, Parser, Subcommand};
use std::num::NonZeroUsize;
use std::sync::LazyLock;

static LONG_VERSION: LazyLock<String> = LazyLock::new(|| {
    let version = env!("CARGO_PKG_VERSION");
    format!(
        "{version}\nboundaries: {}\ncoordinate systems: {}",
        crate::load::shipped::SOURCE,
        crate::crs::engine()
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
    after_help = "`standoff --help` has examples by task; `standoff COMMAND --help` those of a command.",
    after_long_help = examples::STANDOFF
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
    Curve(Box<CurveArgs>),
    Solve(Box<SolveArgs>),
    Sites(Box<SitesArgs>),
    Claims(Box<claims::ClaimsArgs>),
    Sweep(SweepArgs),
    Compare(CompareArgs),
    Verify(Box<VerifyArgs>),
    Report(Box<ReportArgs>),
    Data(DataArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

impl Command {
    /// On how many threads a command is to work; `sweep` shares its own out.
    pub fn threads(&self) -> Option<NonZeroUsize> {
        match self {
            Command::Strip(args) => args.threads.threads,
            Command::Curve(args) => args.threads.threads,
            Command::Solve(args) => args.threads.threads,
            Command::Sites(args) => args.threads.threads,
            Command::Verify(args) => args.threads.threads,
            Command::Report(args) => args.threads.threads,
            Command::Border(_)
            | Command::Claims(_)
            | Command::Sweep(_)
            | Command::Compare(_)
            | Command::Data(_)
            | Command::Completions(_)
            | Command::Man(_) => None,
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::border::line::{LineChoice, Whose};
    use crate::border::worldview::DE_FACTO;
    use crate::study::tolerance::DEFAULT;
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
            format!("[default: {DE_FACTO}]"),
            format!("[default: {}m,", DEFAULT.0),
            format!("--between {a} {b}"),
        ] {
            assert!(help.contains(&default), "{default} is not in the help");
        }
        assert!(help.contains("on each side"));
        for (ending, _) in crate::cli::outputs::GEOMETRY_ENDINGS {
            assert!(help.contains(&format!(".{ending}")));
        }
        for (ending, _) in crate::cli::outputs::PICTURE_ENDINGS {
            assert!(help.contains(&format!(".{ending}")));
        }
        for (ending, _) in crate::cli::outputs::TABLE_ENDINGS {
            assert!(help.contains(&format!(".{ending}")));
        }
    }
}
