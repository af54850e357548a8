//! The widths for which a claim holds.

use crate::border::territory::Territory;
use crate::error::Error;
use crate::overlap::solve::{Solution, solve};
use crate::strip::{PreparedLine, WIDEST};
use crate::units::Metres;

/// An interval of widths on which a claim certainly holds; beyond it, more than the tolerance away, it does not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    pub from: Metres,
    pub to: Metres,
    /// The greatest share that is covered, where no width reaches the least one that is claimed.
    pub greatest: Option<f64>,
}

impl Span {
    /// All widths that a strip can have.
    pub const ALL: Span = Span {
        from: Metres(0.0),
        to: Metres(WIDEST),
        greatest: None,
    };

    /// Whether no width is in it.
    pub fn is_empty(self) -> bool {
        self.greatest.is_some() || self.from > self.to
    }

    /// The widths in both.
    pub fn and(self, other: Span) -> Span {
        let least = |a: Option<f64>, b: Option<f64>| a.into_iter().chain(b).reduce(f64::min);
        Span {
            from: Metres(self.from.0.max(other.from.0)),
            to: Metres(self.to.0.min(other.to.0)),
            greatest: least(self.greatest, other.greatest),
        }
    }
}

/// The widths at which the strip of `line` covers a share from `from` to `to` (0..=1) of `territories`: of all together, or of
/// `each`. Ends are certain to `tolerance`.
///
/// # Errors
/// As [`solve`].
pub fn judge(
    line: &PreparedLine,
    territories: &[Territory],
    each: bool,
    (from, to): (f64, f64),
    tolerance: Metres,
) -> Result<Span, Error> {
    let mut span = Span::ALL;
    let size = if each { 1 } else { territories.len().max(1) };
    for part in territories.chunks(size) {
        span = span.and(of_together(line, part, (from, to), tolerance)?);
    }
    Ok(span)
}

fn of_together(
    line: &PreparedLine,
    territories: &[Territory],
    (from, to): (f64, f64),
    tolerance: Metres,
) -> Result<Span, Error> {
    let mut span = Span::ALL;
    if from > 0.0 {
        match solve(line, territories, from, tolerance)? {
            Solution::Reached { high, .. } => span.from = high,
            Solution::Never { share } => span.greatest = Some(share),
        }
    }
    // A share of the whole is never exceeded.
    if to < 1.0 && span.greatest.is_none() {
        match solve(line, territories, to, tolerance)? {
            Solution::Reached { low, .. } => span.to = low,
            Solution::Never { .. } => {}
        }
    }
    Ok(span)
}

/// The widths at which all hold.
pub fn together(spans: impl IntoIterator<Item = Span>) -> Span {
    spans.into_iter().fold(Span::ALL, Span::and)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: f64, to: f64) -> Span {
        Span {
            from: Metres(from),
            to: Metres(to),
            greatest: None,
        }
    }

    #[test]
    fn claims_hold_together_where_their_spans_meet() {
        let all = together([span(200e3, 300e3), span(250e3, WIDEST)]);
        assert_eq!(all, span(250e3, 300e3));
        assert!(!all.is_empty());
        assert!(together([span(1.0, 2.0), span(3.0, 4.0)]).is_empty());
        assert_eq!(together([]), Span::ALL);
    }

    #[test]
    fn what_is_never_reached_empties_the_conjunction() {
        let never = Span {
            greatest: Some(0.13),
            ..Span::ALL
        };
        let all = together([span(1.0, 2.0), never]);
        assert!(all.is_empty());
        assert_eq!(all.greatest, Some(0.13));
    }
}
