//! The smallest width at which a strip covers a share of some territories together.
//!
//! The covered area never falls as the width grows, so two strips bracket the answer: one whose area, with its bound, is
//! below the target, and one whose area, less its bound, is not. The way there does not matter for what is claimed: it is
//! the curve over all widths ([`field`](super::field)) for a first guess, then Newton's steps with the outline's length as
//! the derivative. The shares 0 and 1 are the nearest and the farthest point ([`extreme`](super::extreme)).

use super::extreme::{Extreme, farthest, nearest};
use super::field::courses;
use super::overlaps::overlaps;
use crate::error::Error;
use crate::geodesy::area::multi_polygon_area_until;
use crate::strip::{PreparedLine, StripOptions, TOLERANCE_RANGE as STRIP_TOLERANCE, WIDEST};
use crate::territory::Territory;
use crate::units::Metres;
use geo::Coord;

/// Range of the tolerance, m. The least asks for strips of the finest tolerance there is.
pub const TOLERANCE_RANGE: (f64, f64) = (0.04, 10_000.0);
/// Widths of the curve that gives the first guess, and its tolerance.
const GUESSES: usize = 24;
const GUESS_TOLERANCE: f64 = 2e-3;
/// A strip's tolerance as a part of the answer's.
const STRIP_PART: f64 = 0.25;
/// Tolerance of a strip of [`WIDEST`], m: distances are not certain enough there for a fine one.
const WIDEST_TOLERANCE: f64 = 100.0;
/// Most strips that are made.
const STRIPS: usize = 60;

/// The answer for one share.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Solution {
    /// The smallest width lies in `low..=high`; `at` is the deciding point where the share is 0 or 1.
    Reached {
        low: Metres,
        high: Metres,
        at: Option<Coord<f64>>,
    },
    /// Not even a strip of [`WIDEST`] covers it; the greatest share that it covers.
    Never { share: f64 },
}

/// Finds the smallest width for `share` (0..=1) of the territories together.
///
/// # Accuracy
/// The interval holds; it is at most `tolerance` wide, unless the covered area hardly grows there (parts of the territories
/// with a gap between them): then it is as wide as that stretch.
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) for a share or tolerance out of range, or no territory; those of strips; that of
/// [`Halt::check`](crate::halt::Halt::check).
pub fn solve(
    line: &PreparedLine,
    territories: &[Territory],
    share: f64,
    tolerance: Metres,
) -> Result<Solution, Error> {
    let (least, most) = TOLERANCE_RANGE;
    if !(least..=most).contains(&tolerance.0) {
        return Err(Error::usage(format!(
            "a tolerance of {} m is not between {least} m and {most} m",
            tolerance.0
        )));
    }
    if !(0.0..=1.0).contains(&share) {
        return Err(Error::usage(format!(
            "a share of {share} is not between 0 and 1"
        )));
    }
    let of_all = |find: &dyn Fn(&Territory) -> Option<Extreme>| -> Vec<Extreme> {
        territories.iter().filter_map(find).collect()
    };
    let exact = Metres(0.5 * tolerance.0);
    let touch = first(of_all(&|t| nearest(line, &t.polygons, exact)));
    let whole = last(of_all(&|t| farthest(line, &t.polygons, exact)));
    let halt = line.halt();
    halt.check()?;
    let (Some(touch), Some(whole)) = (touch, whole) else {
        return Err(Error::usage("there is no territory to cover")
            .remedy("name at least one that has an area"));
    };
    let total: f64 = (territories.iter())
        .map(|t| multi_polygon_area_until(&t.polygons, halt))
        .sum();
    let job = Job {
        line,
        territories,
        total,
        target: share * total,
        tolerance: tolerance.0,
    };
    let point = |extreme: Extreme| Solution::Reached {
        low: extreme.low,
        high: extreme.high,
        at: Some(extreme.at),
    };
    if touch.low.0 > WIDEST {
        return Ok(Solution::Never { share: 0.0 });
    }
    if share == 0.0 {
        return Ok(point(touch));
    }
    if whole.high.0 > WIDEST {
        let widest = job.measure(WIDEST, tolerance.0.max(WIDEST_TOLERANCE))?;
        if widest.area + widest.error < job.target {
            return Ok(Solution::Never {
                share: widest.area / total,
            });
        }
    }
    if share == 1.0 {
        return Ok(point(whole));
    }
    job.bracket(touch.low.0, whole.high.0.min(WIDEST))
}

/// The nearest point of several territories.
fn first(each: Vec<Extreme>) -> Option<Extreme> {
    let low = each.iter().map(|e| e.low.0).fold(f64::INFINITY, f64::min);
    let nearest = (each.into_iter()).min_by(|a, b| a.high.0.total_cmp(&b.high.0))?;
    Some(Extreme {
        low: Metres(low),
        ..nearest
    })
}

/// The farthest point of several territories.
fn last(each: Vec<Extreme>) -> Option<Extreme> {
    let high = each.iter().map(|e| e.high.0).fold(0.0, f64::max);
    let farthest = (each.into_iter()).max_by(|a, b| a.low.0.total_cmp(&b.low.0))?;
    Some(Extreme {
        high: Metres(high),
        ..farthest
    })
}

struct Job<'a> {
    line: &'a PreparedLine,
    territories: &'a [Territory],
    total: f64,
    target: f64,
    tolerance: f64,
}

/// What one strip covers of the territories.
struct Measured {
    area: f64,
    error: f64,
    outline: f64,
}

impl Job<'_> {
    /// By an exact strip.
    fn measure(&self, width: f64, tolerance: f64) -> Result<Measured, Error> {
        let tolerance = tolerance
            .min(0.1 * width)
            .clamp(STRIP_TOLERANCE.0, STRIP_TOLERANCE.1);
        let strip =
            (self.line).strip(&StripOptions::new(Metres(width)).tolerance(Metres(tolerance)))?;
        let found = overlaps(self.line, &strip, self.territories)?;
        let sum = |f: &dyn Fn(&super::Overlap) -> f64| found.rows.iter().map(f).sum();
        Ok(Measured {
            area: sum(&|r| r.area.0),
            error: sum(&|r| r.error.0),
            outline: sum(&|r| r.outline.0),
        })
    }

    /// A first guess, and a first bracket, from the curve over all widths.
    fn guess(&self, mut low: f64, mut high: f64) -> Result<(f64, f64, f64), Error> {
        let step = (high - low) / GUESSES as f64;
        let widths: Vec<Metres> = (1..GUESSES)
            .map(|k| Metres(low + step * k as f64))
            .collect();
        let found = courses(self.line, &widths, self.territories, GUESS_TOLERANCE)?;
        let (mut area_low, mut area_high) = (0.0, self.total);
        for (k, w) in widths.iter().enumerate() {
            let (mut area, mut error) = (0.0, 0.0);
            for course in &found {
                area += course.covers[k].area.0;
                error += course.covers[k].error.0;
            }
            if area + error < self.target && w.0 > low {
                (low, area_low) = (w.0, area);
            }
            if area - error >= self.target && w.0 < high {
                (high, area_high) = (w.0, area);
                break;
            }
        }
        let t = (self.target - area_low) / (area_high - area_low).max(f64::MIN_POSITIVE);
        Ok((low, high, low + (high - low) * t.clamp(0.02, 0.98)))
    }

    /// Narrows the bracket until it is as narrow as the tolerance.
    ///
    /// Invariant: a strip of `low` covers less than the target, one of `high` covers it.
    fn bracket(&self, low: f64, high: f64) -> Result<Solution, Error> {
        let (mut low, mut high, mut at) = self.guess(low, high)?;
        // Aimed beside the root once the guess is good, so that two strips enclose it.
        let mut refined = false;
        let mut margin = 0.4 * self.tolerance;
        for _ in 0..STRIPS {
            if high - low <= self.tolerance {
                break;
            }
            if !(at > low && at < high) {
                at = 0.5 * (low + high);
            }
            let fine = STRIP_PART * self.tolerance;
            let m = self.measure(at, fine)?;
            let below = m.area + m.error < self.target;
            let above = m.area - m.error >= self.target;
            if below {
                low = at;
            }
            if above {
                high = at;
            }
            if m.outline <= 0.0 {
                at = 0.5 * (low + high);
                continue;
            }
            let step = (self.target - m.area) / m.outline;
            let root = at + step;
            if refined && !below && !above {
                // Too near to tell: farther away, on both sides in turn.
                margin *= 2.0;
            }
            refined = true;
            // The open end that is farther from the root is closed first.
            at = if root - low >= high - root {
                root - margin
            } else {
                root + margin
            };
        }
        Ok(Solution::Reached {
            low: Metres(low),
            high: Metres(high),
            at: None,
        })
    }
}
