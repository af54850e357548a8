//! Whose land: shared by every command that needs territories.

use crate::border::worldview::Worldview;
use crate::error::Error;
use clap::Args;

/// Whose land.
#[derive(Clone, Debug, Args)]
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

fn worldview(text: &str) -> Result<String, Error> {
    let known = Worldview::default().name();
    if text == known {
        return Ok(text.to_owned());
    }
    Err(Error::usage(format!("unknown worldview {text:?}"))
        .remedy(format!("there is {known} only")))
}
