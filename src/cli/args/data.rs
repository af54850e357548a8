//! `standoff data` and `standoff completions`.

use super::output::Format;
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
    Alliances(DataFormat),
    /// Who may hold the disputed areas
    Worldviews(DataFormat),
    /// Published zones for --preset, with their wording, sources and figures
    Presets(DataFormat),
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
