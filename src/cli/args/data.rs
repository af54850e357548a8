//! `standoff data` and `standoff completions`.

use super::output::Format;
use super::value::date;
use clap::{Args, Subcommand};

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

#[derive(Clone, Copy, Debug, Args)]
pub struct AlliancesArgs {
    /// Only the members on this day, ISO 8601 [default: every membership with its dates]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<jiff::civil::Date>,
    #[command(flatten)]
    pub format: DataFormat,
}

/// Shell completions, to standard output
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    pub shell: clap_complete::Shell,
}
