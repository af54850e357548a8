//! Formats of tables on standard output.

use clap::ValueEnum;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Table,
    Csv,
    Json,
    #[value(name = "ndjson")]
    NdJson,
}
