//! Rows for polygons of the user's own, beside the territories.

use clap::Args;

/// The user's own polygons.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Territories (default: the shipped ones)")]
pub struct TabulateArgs {
    /// Rows for your own polygons too (districts, parks), beside the territories
    ///
    /// FILE or FILE:LAYER. The table gets a column layer: overlap for a territory, tabulate for one of yours. Files of geometry get a
    /// layer tabulate. The zone stays what it is. `standoff strip` and `standoff curve` have it.
    #[arg(long, value_name = "FILE", hide_short_help = true)]
    pub tabulate: Option<String>,
    /// The property with the code of such a polygon [default: as --code-field; where there is none, its number in the file]
    #[arg(
        long,
        value_name = "NAME",
        requires = "tabulate",
        hide_short_help = true
    )]
    pub tabulate_field: Option<String>,
}
