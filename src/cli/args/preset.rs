//! Published zones: shared by the commands that take their widths too.

use clap::Args;

#[derive(Clone, Debug, Args)]
pub struct PresetArgs {
    /// A published zone (`standoff data presets`)
    ///
    /// With its line and widths; other flags override it.
    #[arg(long, value_name = "NAME")]
    pub preset: Option<String>,
}
