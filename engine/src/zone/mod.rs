//! The zone: which points belong, where a strip is not the same on every soil.
//!
//! Article 7 speaks of a zone "of agreed width and configuration". The width makes the [`crate::strip`]; the configuration is here:
//! other widths on some territories' soil, whole territories that join, territories and places left out, third states, whole
//! districts, one side of the line only.
//!
//! In reading order: `choice` is what a user states, `soil` what that means for each territory, [`membership`] the definition:
//! which points belong. Building it as polygons, with areas, is [`crate::overlap`]'s part; it is tested against the definition.

mod choice;
pub mod membership;
mod soil;

pub use choice::{Choice, Parties, ThirdStates};
pub use soil::Soil;

use crate::strip::sides::{Cap, Side};
use crate::territory::Territory;
use geo::MultiPolygon;

/// A zone's configuration, resolved for a list of territories.
#[derive(Clone, Debug)]
pub struct Zone {
    /// For each territory, by its place in the list; what is on no territory has the strip's own width.
    pub soil: Vec<Soil>,
    /// Places left out wherever they are; longitude, latitude in degrees, cut at the antimeridian.
    pub except: MultiPolygon<f64>,
    /// Districts that are in wholly or not at all.
    pub districts: Option<Districts>,
    /// The side of the line on which the strip lies, and how it ends.
    pub side: Side,
    pub cap: Cap,
    /// The configuration in words, for outputs; empty for the plain strip.
    pub text: String,
}

/// Where a file has districts, the zone is made of whole ones. Outside them the strip stays as it is.
#[derive(Clone, Debug)]
pub struct Districts {
    /// One for each district; codes are numbers where the file has none.
    pub shapes: Vec<Territory>,
    /// Share of a district, 0 to 1, that the strip must cover; 0: that it must touch.
    pub share: f64,
}

impl Zone {
    /// The plain strip over so many territories: the same width everywhere.
    pub fn plain(territories: usize) -> Self {
        Zone {
            soil: vec![Soil::default(); territories],
            except: MultiPolygon(Vec::new()),
            districts: None,
            side: Side::Both,
            cap: Cap::Round,
            text: String::new(),
        }
    }

    /// Whether the zone is the strip itself.
    pub fn is_plain(&self) -> bool {
        self.districts.is_none()
            && self.except.0.is_empty()
            && self.soil.iter().all(|soil| *soil == Soil::default())
    }
}
