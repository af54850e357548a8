//! What of the zone lies on a territory's soil.

use crate::units::Metres;

/// The rule for one territory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Soil {
    /// The strip of this width; `None`: of the width that the strip is named by.
    Within(Option<Metres>),
    /// The whole territory, whatever the width.
    Whole,
    /// Nothing of it.
    Nothing,
}

impl Default for Soil {
    fn default() -> Self {
        Soil::Within(None)
    }
}

impl Soil {
    /// The width that counts on this soil where the strip is named by `width`; `None` where none does.
    pub fn width(self, named: Metres) -> Option<Metres> {
        match self {
            Soil::Within(own) => Some(own.unwrap_or(named)),
            Soil::Whole | Soil::Nothing => None,
        }
    }
}
