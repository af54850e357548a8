//! How far a strip's outline may stand from the exact width: what was asked for, what follows from the width where nothing was, and what
//! is told where an outline is certain to less than that.
//!
//! A default never refuses a width that the user gave, and never an outline that could not be certified to it: the true figure is printed
//! with a warning. A tolerance that the user gave is kept, or nothing is written.

use crate::error::{Cause, Error, Warning};
use crate::report::model::metres;
use crate::scenario::value::Scenario;
use crate::strip::{Strip, StripOptions, TOLERANCE_RANGE};
use crate::study::Study;
use crate::units::{Metres, Width};

/// With no `--tolerance`, where the width allows it.
pub const DEFAULT: Metres = Metres(1.0);
/// A width is so many of its coarsest tolerance. Divided by, so that a tenth of 3 m is 0.3 m to the last digit.
const OF_WIDTH: f64 = 10.0;
/// How often a coarser one is tried for the message that names it.
const TRIES: usize = 6;

/// What the user says: a tolerance, or nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tolerance(pub Option<Metres>);

impl Tolerance {
    /// That of a scenario.
    pub fn of_scenario(scenario: &Scenario) -> Self {
        Tolerance(scenario.tolerance.map(|own| own.0))
    }

    /// That of the strip of a width.
    pub fn of(self, width: Metres) -> Metres {
        self.0.unwrap_or(Metres(DEFAULT.0.min(width.0 / OF_WIDTH)))
    }

    /// Whether the user gave it.
    pub fn is_asked(self) -> bool {
        self.0.is_some()
    }

    /// The finest of several widths': what coordinates are rounded by.
    pub fn finest(self, widths: &[Metres]) -> Metres {
        let all = widths.iter().map(|width| self.of(*width));
        let least = all.fold(f64::INFINITY, |least, own| least.min(own.0));
        match least.is_finite() {
            true => Metres(least),
            false => self.0.unwrap_or(DEFAULT),
        }
    }

    /// Whether a width can be made with it.
    ///
    /// # Errors
    /// As [`StripOptions::check`].
    pub fn check(self, width: Metres) -> Result<(), Error> {
        let least = TOLERANCE_RANGE.0 * OF_WIDTH;
        if self.0.is_none() && width.0 > 0.0 && width.0 < least {
            return Err(Error::usage(format!(
                "a width of {} m is below {least} m, the least for which a bound can be given",
                width.0
            ))
            .remedy(format!("give a width of {least}m or more")));
        }
        (StripOptions::new(width).tolerance(self.of(width))).check()
    }

    /// Says where the default follows from the width.
    pub fn tell(self, widths: &[Width], study: &Study) {
        let narrow: Vec<String> = (widths.iter())
            .filter(|width| self.of(width.metres).0 < DEFAULT.0 && !self.is_asked())
            .map(|width| format!("{} m at {}", metres(self.of(width.metres)), width.text))
            .collect();
        if let (Some(first), Some(last)) = (narrow.first(), narrow.last()) {
            let told = match narrow.len() {
                1 => first.clone(),
                2 => format!("{first}, {last}"),
                _ => format!("{first} to {last}"),
            };
            study.note(&format!(
                "tolerance: {told}, a tenth of the width (‹tolerance› gives another; the default is {} m)",
                DEFAULT.0
            ));
        }
    }

    /// Checks that the outline is certain to what was asked. `again`: the same strip with another tolerance.
    ///
    /// # Errors
    /// [`Kind::Work`](crate::error::Kind::Work) where the user's own tolerance is not kept, with one that is.
    pub fn keep(
        self,
        strip: &Strip,
        again: &dyn Fn(Metres) -> Result<Strip, Error>,
    ) -> Result<(), Error> {
        let again = |tolerance| again(tolerance).map(|strip| Bound::of(&strip));
        self.keep_bound(Bound::of(strip), &again)
    }

    fn keep_bound(
        self,
        strip: Bound,
        again: &dyn Fn(Metres) -> Result<Bound, Error>,
    ) -> Result<(), Error> {
        if !self.is_asked() || strip.is_kept() {
            return Ok(());
        }
        let found = kept(strip, again);
        let remedy = match found {
            Some(tolerance) => format!(
                "give ‹tolerance› {tolerance}m, which can, or leave it out: then the bound that is reached is printed"
            ),
            None => "leave ‹tolerance› out: then the bound that is reached is printed".to_owned(),
        };
        Err(Error::work(format!(
            "a tolerance of {} m cannot be kept at a width of {} km: the outline is certain to {} m only",
            metres(strip.tolerance),
            strip.width.km(),
            two_digits(strip.max_error.0)
        ))
        .remedy(remedy)
        .because(Cause::Tolerance { kept: found }))
    }

    /// One warning for all outlines that are certain to less than the default.
    pub fn short<'s>(self, strips: impl Iterator<Item = &'s Strip>) -> Option<Warning> {
        self.told(
            strips
                .filter_map(|strip| Bound::of(strip).short())
                .collect(),
        )
    }

    /// The same for what [`short`] said of each.
    pub fn told(self, short: Vec<String>) -> Option<Warning> {
        if short.is_empty() || self.is_asked() {
            return None;
        }
        Some(Warning {
            what: format!(
                "the outline is certain to less than the default tolerance: {}",
                short.join(", ")
            ),
            place: Default::default(),
            remedy: "the bounds that are printed are the true ones; ‹tolerance› asks for another"
                .to_owned(),
        })
    }
}

/// What an outline is certain to, where that is less than its tolerance.
pub fn short(strip: &Strip) -> Option<String> {
    Bound::of(strip).short()
}

/// What a strip says of its outline.
#[derive(Clone, Copy)]
struct Bound {
    width: Metres,
    tolerance: Metres,
    max_error: Metres,
}

impl Bound {
    fn of(strip: &Strip) -> Self {
        Bound {
            width: strip.width(),
            tolerance: strip.tolerance(),
            max_error: strip.max_error(),
        }
    }

    fn is_kept(self) -> bool {
        self.max_error.0 <= self.tolerance.0
    }

    fn short(self) -> Option<String> {
        let (error, width) = (two_digits(self.max_error.0), self.width.km());
        (!self.is_kept()).then(|| format!("{error} m at {width} km"))
    }
}

/// A tolerance, m, with which the strip is certain to it: tried, since a bound grows with the tolerance.
fn kept(strip: Bound, again: &dyn Fn(Metres) -> Result<Bound, Error>) -> Option<f64> {
    let most = (strip.width.0 / OF_WIDTH).min(TOLERANCE_RANGE.1);
    let mut tolerance = two_digits(strip.max_error.0);
    for _ in 0..TRIES {
        if tolerance > most {
            return None;
        }
        let found = again(Metres(tolerance)).ok()?;
        if found.is_kept() {
            return Some(tolerance);
        }
        tolerance = two_digits(found.max_error.0.max(1.25 * tolerance));
    }
    None
}

/// Two digits, rounded up.
fn two_digits(value: f64) -> f64 {
    if !(value.is_finite() && value > 0.0) {
        return value;
    }
    // Decimals behind the point may be fewer than none. Digits come from text, so that 0.29 stays 0.29.
    let decimals = 1 - value.log10().floor() as i32;
    let scale = 10f64.powi(decimals.abs());
    let (steps, back): (f64, &dyn Fn(f64) -> f64) = match decimals >= 0 {
        true => (value * scale, &|steps| steps / scale),
        false => (value / scale, &|steps| steps * scale),
    };
    back((steps - 1e-9).ceil())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    fn strip(tolerance: f64, max_error: f64) -> Bound {
        Bound {
            width: Metres(50e3),
            tolerance: Metres(tolerance),
            max_error: Metres(max_error),
        }
    }

    #[test]
    fn the_default_follows_the_width_and_the_user_s_own_does_not() {
        let (default, own) = (Tolerance(None), Tolerance(Some(Metres(2.0))));
        assert_eq!(default.of(Metres(5.0)), Metres(0.5));
        assert_eq!(default.of(Metres(300e3)), Metres(1.0));
        assert_eq!(default.finest(&[Metres(300e3), Metres(5.0)]), Metres(0.5));
        assert!(default.check(Metres(5.0)).is_ok());
        assert!(default.check(Metres(0.1)).is_ok());
        let error = default.check(Metres(0.05)).expect_err("too narrow");
        assert!(error.to_string().contains("0.1m"), "{error}");
        assert_eq!(own.of(Metres(5.0)), Metres(2.0));
        assert!(own.check(Metres(5.0)).is_err());
    }

    #[test]
    fn a_tolerance_that_is_asked_for_and_not_kept_is_refused_with_one_that_is_tried() {
        let asked = Tolerance(Some(Metres(1.0)));
        // The bound has a part that does not shrink: 0.9 t + 0.4 m.
        let again = |t: Metres| Ok(strip(t.0, 0.9 * t.0 + 0.4));
        let error = (asked.keep_bound(strip(1.0, 1.3), &again)).expect_err("not kept");
        assert_eq!(error.kind, Kind::Work);
        let named = error
            .remedy
            .split("‹tolerance› ")
            .nth(1)
            .expect("a tolerance");
        let named: f64 = (named.split("m,").next())
            .and_then(|number| number.parse().ok())
            .expect("metres");
        assert!((4.0..6.0).contains(&named), "{error}");
        assert!(asked.keep_bound(strip(1.0, 0.95), &again).is_ok());
        assert!(asked.told(vec!["1.3 m at 50 km".to_owned()]).is_none());
    }

    #[test]
    fn a_default_that_is_not_kept_is_one_warning_with_the_true_figure() {
        let strips = [strip(1.0, 0.9), strip(1.0, 1.301), strip(1.0, 12.0)];
        let default = Tolerance(None);
        let warning = default
            .told(strips.iter().filter_map(|s| s.short()).collect())
            .expect("a warning");
        assert!(
            warning.what.contains("1.4 m at 50 km, 12 m at 50 km"),
            "{warning}"
        );
        assert!(default.keep_bound(strips[1], &|_| unreachable!()).is_ok());
    }

    #[test]
    fn two_digits_are_rounded_up() {
        for (value, expected) in [
            (0.29, 0.29),
            (1.301, 1.4),
            (12.0, 12.0),
            (123.0, 130.0),
            (0.0123, 0.013),
        ] {
            assert!((two_digits(value) - expected).abs() < 1e-9, "{value}");
        }
    }
}
