//! Which side of the line, and how the strip ends.

use crate::error::Error;
use crate::strip::sides::{Cap, Side};
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

impl SideArgs {
    /// The side; a derived line has none that a user could know.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) for one side of a derived line.
    pub fn side(&self, line_is_given: bool) -> Result<Side, Error> {
        let side = match self.of_line() {
            SideOfLine::Both => return Ok(Side::Both),
            SideOfLine::Left => Side::Left,
            SideOfLine::Right => Side::Right,
        };
        if line_is_given {
            return Ok(side);
        }
        Err(Error::usage(format!(
            "--side {} needs a line of your own: a line derived from territories has no direction that its sides could be named by",
            self.side_name()
        ))
        .remedy(
            "give the line with --border, or say the side by its territories: --exclude CODES, --width-in CODE=W",
        ))
    }

    pub fn cap(&self) -> Cap {
        match self.cap.unwrap_or_default() {
            CapOfLine::Round => Cap::Round,
            CapOfLine::Flat => Cap::Flat,
        }
    }

    /// What outputs say of the zone; empty for the defaults.
    pub fn told(&self) -> String {
        let mut parts = Vec::new();
        if self.of_line() != SideOfLine::Both {
            parts.push(format!("{} side only", self.side_name()));
        }
        if self.cap() == Cap::Flat {
            parts.push("flat caps".to_owned());
        }
        parts.join(", ")
    }

    /// The side in the flag's words.
    pub fn of_line(&self) -> SideOfLine {
        self.side.unwrap_or_default()
    }

    fn side_name(&self) -> &'static str {
        match self.of_line() {
            SideOfLine::Both => "both",
            SideOfLine::Left => "left",
            SideOfLine::Right => "right",
        }
    }
}
