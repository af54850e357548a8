//! `standoff sweep`.

use super::output::ThreadsArgs;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

const SWEEP_EXAMPLES: &str = "\
A scenario file:
  [defaults]                      # flags of `standoff strip` by their long names, for all scenarios
  tolerance = \"10m\"
  [grid]                          # axes that multiply: flag = list of values
  as-of = [\"2004-03-29\", \"2021-12-17\", \"2024-03-07\"]
  width = \"50km..300km:50km\"      # on an axis a range is many values
  line = [                        # an axis of any other name has tables that set several flags
    { name = \"contact line\", between = [\"CSTO\", \"NATO\"] },
    { name = \"Russia\", around = \"RUS\" },
  ]
  [[scenario]]                    # and single ones, with flags and grids of their own
  name = \"Kaliningrad left out\"
  width = \"300km\"
  exclude = \"RUS\"

Examples:
  standoff sweep widths.toml --dry-run
      the plan: names, flags, size
  standoff sweep widths.toml --out widths.csv
      the overlap table of all scenarios; cut off and started again, it goes on from the last finished one
  standoff sweep widths.toml --format ndjson | grep POL
      the rows as they are done

false as a value leaves a flag out. Order: that of the file, the last axis fastest, but scenarios of one line stand
together, and among them those of one width.";

/// Run the scenarios of a file on all cores; resumes where it was cut off
///
/// Writes the overlap table of every scenario, and with --out a manifest beside it (FILE.manifest.json) that says what each figure
/// was made of. A scenario that fails does not stop the others; the exit code is 1 then.
#[derive(Clone, Debug, Args)]
#[command(after_help = SWEEP_EXAMPLES)]
pub struct SweepArgs {
    /// The scenario file (TOML), - for standard input
    #[arg(value_name = "FILE.toml")]
    pub file: String,
    /// Write the table here: .csv, .ndjson; what is unfinished stands beside it in .part and .journal
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Format on standard output, where no --out is given
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "csv",
        conflicts_with = "out"
    )]
    pub format: RowFormat,
    /// Print the plan, compute nothing
    #[arg(long, conflicts_with = "out")]
    pub dry_run: bool,
    /// Run more than 100,000 scenarios
    #[arg(long)]
    pub yes: bool,
    #[command(flatten)]
    pub threads: ThreadsArgs,
    /// Stop at the first scenario that fails
    #[arg(long)]
    pub fail_fast: bool,
    /// Throw unfinished results away and begin anew
    #[arg(long, requires = "out")]
    pub restart: bool,
    /// Replace the results of another run
    #[arg(long, requires = "out")]
    pub force: bool,
}

/// Formats that can be written row by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RowFormat {
    Csv,
    #[value(name = "ndjson")]
    NdJson,
    /// An array, closed after the last scenario
    Json,
    /// For people: one block a scenario
    Table,
}
