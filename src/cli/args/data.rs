//! `standoff data`, `standoff completions` and `standoff man`.

use super::examples;
use super::output::Format;
use crate::scenario::term::Term;
use clap::{Args, Subcommand};
use jiff::civil::Date;
use std::path::PathBuf;

/// What is shipped: territories, alliances, worldviews, sources
#[derive(Debug, Args)]
#[command(after_long_help = examples::DATA)]
pub struct DataArgs {
    #[command(subcommand)]
    pub what: DataCommand,
}

#[derive(Clone, Debug, Subcommand)]
pub enum DataCommand {
    /// Codes, names, units, alliances, presets and worldviews that these words fit
    Find(FindArgs),
    /// Codes, names and areas of the shipped territories
    Territories(DataFormat),
    /// Members of the alliances with their dates and sources
    Alliances(AlliancesArgs),
    /// Who holds the disputed areas in each worldview, with meaning and sources
    Worldviews(DataFormat),
    /// Published zones for --preset, with their wording, sources and figures
    Presets(DataFormat),
    /// The disputed areas: who administers and who claims each
    Disputed(DataFormat),
    /// Where the shipped data comes from, its licence and accuracy
    Sources(DataFormat),
}

#[derive(Clone, Copy, Debug, Args)]
pub struct DataFormat {
    /// Format of the list on standard output
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub format: Format,
}

#[derive(Clone, Debug, Args)]
pub struct FindArgs {
    /// Words, or beginnings of words: all must fit, in any case
    #[arg(required = true, value_name = "WORD")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub format: DataFormat,
}

#[derive(Clone, Copy, Debug, Args)]
pub struct AlliancesArgs {
    /// Only the members on this day, ISO 8601 [default: every membership with its dates]
    #[arg(long, value_name = "DATE", value_parser = Date::read)]
    pub as_of: Option<Date>,
    #[command(flatten)]
    pub format: DataFormat,
}

/// Shell completions, to standard output
#[derive(Debug, Args)]
#[command(after_long_help = examples::COMPLETIONS)]
pub struct CompletionsArgs {
    /// The shell that is to read them
    pub shell: clap_complete::Shell,
}

/// Man pages: one for the program, one for each command
#[derive(Debug, Args)]
#[command(after_long_help = examples::MAN)]
pub struct ManArgs {
    /// The command whose page to print (strip, data alliances); none: that of the program
    #[arg(value_name = "COMMAND", num_args = 0..=2, conflicts_with = "out_dir")]
    pub of: Vec<String>,
    /// Write all pages into this folder, which must be there, in place of printing one
    #[arg(long, value_name = "FOLDER", help_heading = "Output")]
    pub out_dir: Option<PathBuf>,
    /// Replace files that exist
    #[arg(long, requires = "out_dir", help_heading = "Output")]
    pub force: bool,
}
