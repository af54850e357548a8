//! What a strip is asked for: its width and tolerance, the side of the line, the caps at its ends.
//!
//! Other words for these: the radius, distance or size of a buffer; its quality; single-sided; end cap style.

use super::sides::{Cap, Side};
use super::{TOLERANCE_RANGE, WIDEST};
use crate::error::Error;
use crate::units::{HALF_CIRCUMFERENCE, Metres};

/// The tolerance where none is asked for and the width allows it.
pub const DEFAULT_TOLERANCE: Metres = Metres(1.0);
/// A width is at least so many tolerances. Divided by, so that a tenth of 3 m is 0.3 m to the last digit.
const WIDTH_OF_TOLERANCE: f64 = 10.0;
/// The same for the check, where what is divided must pass.
const TOLERANCE_OF_WIDTH: f64 = 0.1;

/// A strip to be made.
///
/// # Examples
/// ```
/// # use standoff_engine::strip::{StripOptions, sides::Side};
/// # use standoff_engine::units::Metres;
/// let options = StripOptions::new(Metres(300e3)).side(Side::Left);
/// assert_eq!(options.tolerance, Metres(1.0));
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct StripOptions {
    /// How far the strip reaches from the line on each side.
    pub width: Metres,
    /// How far any point of the outline may stand from the width.
    pub tolerance: Metres,
    /// The side of the line in the direction in which it is digitised.
    pub side: Side,
    /// How the strip closes at the line's free ends.
    pub cap: Cap,
}

impl StripOptions {
    /// Both sides, round caps, and [`DEFAULT_TOLERANCE`], or what the width allows.
    pub fn new(width: Metres) -> Self {
        StripOptions {
            width,
            tolerance: Metres(DEFAULT_TOLERANCE.0.min(width.0 / WIDTH_OF_TOLERANCE)),
            side: Side::Both,
            cap: Cap::Round,
        }
    }

    /// With another tolerance.
    #[must_use]
    pub fn tolerance(self, tolerance: Metres) -> Self {
        StripOptions { tolerance, ..self }
    }

    /// On one side of the line.
    #[must_use]
    pub fn side(self, side: Side) -> Self {
        StripOptions { side, ..self }
    }

    /// With other ends.
    #[must_use]
    pub fn cap(self, cap: Cap) -> Self {
        StripOptions { cap, ..self }
    }

    /// Whether [`PreparedLine::strip`](super::PreparedLine::strip) takes this width and tolerance.
    ///
    /// # Errors
    /// As there.
    pub fn check(&self) -> Result<(), Error> {
        let (width, tolerance) = (self.width, self.tolerance);
        if !(width.0 > 0.0 && width.0 <= HALF_CIRCUMFERENCE) {
            return Err(
                Error::usage(format!("a strip of width {} m cannot be", width.0)).remedy(format!(
                    "give a width above 0 and below half the earth's circumference, {:.0} km",
                    HALF_CIRCUMFERENCE / 1e3
                )),
            );
        }
        if width.0 > WIDEST {
            return Err(Error::usage(format!(
                "a width of {} km is beyond what the error bounds are tested for",
                width.km()
            ))
            .remedy(format!("give a width up to {} km", WIDEST / 1e3)));
        }
        let (least, greatest) = TOLERANCE_RANGE;
        if !(least..=greatest).contains(&tolerance.0) {
            return Err(Error::usage(format!(
                "a tolerance of {} m is not between {least} m and {greatest} m",
                tolerance.0
            )));
        }
        if tolerance.0 > TOLERANCE_OF_WIDTH * width.0 {
            return Err(Error::usage(format!(
                "a tolerance of {} m is too coarse for a width of {} m",
                tolerance.0, width.0
            ))
            .remedy("give a tolerance of at most a tenth of the width"));
        }
        Ok(())
    }
}
