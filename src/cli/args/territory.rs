//! Whose land: shared by every command that needs territories.

use clap::Args;

/// Whose land.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Territories (default: the shipped ones)")]
pub struct TerritoryArgs {
    /// Territories from your file, not the shipped ones
    ///
    /// FILE:LAYER: one layer of it; - for GeoJSON from standard input. They stand in place of the shipped ones, whose codes and names are not
    /// known then. To keep those and have rows for your own polygons beside them: --tabulate (`standoff strip`, `standoff curve`).
    #[arg(long, value_name = "FILE", conflicts_with_all = ["worldview", "assign", "disputed_rows", "metropolitan"])]
    pub territories: Option<String>,
    /// The property that holds a territory's code [default: the first of code, iso_a3, ISO_A3, ADM0_A3, A3, id]
    #[arg(
        long,
        value_name = "NAME",
        requires = "territories",
        hide_short_help = true
    )]
    pub code_field: Option<String>,
    /// The property that holds a territory's name [default: the first of name, NAME, NAME_EN]
    #[arg(
        long,
        value_name = "NAME",
        requires = "territories",
        hide_short_help = true
    )]
    pub name_field: Option<String>,
    /// Who holds the disputed areas [default: de-facto]
    ///
    /// de-facto, un, RUS, UKR, ..., see `standoff data worldviews`.
    #[arg(long, value_name = "NAME")]
    pub worldview: Option<String>,
    /// Give a unit to another holder, or make it a territory of its own (RUS-KGD=RUS-KGD, Crimea=Ukraine); repeatable
    #[arg(long, value_name = "UNIT=CODE", hide_short_help = true)]
    pub assign: Vec<String>,
    /// A row of its own for each disputed area, see `standoff data disputed`
    #[arg(long, hide_short_help = true)]
    pub disputed_rows: bool,
    /// Overseas pieces (French Guiana, Ceuta, Alaska) make no line and have rows of their own
    #[arg(long, hide_short_help = true)]
    pub metropolitan: bool,
}
