//! Which side of the line, and how the strip ends.

use clap::{Args, ValueEnum};

/// Which side of the line, and how the strip ends.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Configuration")]
pub struct SideArgs {
    /// On which side of --border's line the strip lies [default: both]
    ///
    /// In the direction of its positions. Of a polygon's ring left is inside, however the file winds it.
    #[arg(long, value_name = "SIDE")]
    pub side: Option<SideOfLine>,
    /// How the strip ends at the line's free ends: round, or flat at the perpendicular [default: round]
    ///
    /// The tip of a spur, where a line goes out and back the same way, is a free end too.
    #[arg(long, value_name = "CAP", hide_short_help = true)]
    pub cap: Option<CapOfLine>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SideOfLine {
    #[default]
    Both,
    Left,
    Right,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CapOfLine {
    #[default]
    Round,
    Flat,
}
