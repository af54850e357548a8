//! The share of each territory as a function of the width, from 0 to a greatest width: a polyline that a page or a picture can
//! read at any width.
//!
//! [`super::field`] gives shares at chosen widths; here the widths are chosen for each territory, so that straight lines between
//! them are good enough. A share never falls as the width rises: between two widths the line is wrong by less than the rise
//! between them. Where the rise is small that is a proof; elsewhere the second differences say how wrong the line can be, and the
//! middle is computed where that is too much.

use super::field::{Course, courses};
use crate::error::Error;
use crate::par::*;
use crate::strip::PreparedLine;
use crate::territory::Territory;
use crate::thin::needed;
use crate::units::{Metres, SquareMetres};

/// Bound wanted on the shares themselves, as a part of the territory; they are nearer than a third of it.
const TOLERANCE: f64 = 3e-4;
/// How far a straight line may stand from the share between two widths.
const LIMIT: f64 = 2e-4;
/// How far points may stand from the polyline that leaves them out.
const THIN: f64 = 5e-5;
/// Widths at first, and halvings at most: 1000 km is looked at in steps of 2.5 km, and where needed of 2.5 m.
const STEPS: u32 = 400;
const ROUNDS: usize = 10;

/// The share of one territory at all widths.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Index in the slice of territories that was asked about.
    pub territory: usize,
    pub territory_area: SquareMetres,
    /// Width in metres and share, 0 to 1, both ascending; starts at width 0.
    pub points: Vec<[f64; 2]>,
}

impl Profile {
    /// The share at a width: between the points straight, beyond the last one as there.
    pub fn share(&self, width: Metres) -> f64 {
        let after = self.points.partition_point(|p| p[0] < width.0);
        let at = |k: usize| self.points.get(k).copied().unwrap_or([0.0, 0.0]);
        if after == 0 {
            return at(0)[1];
        }
        if after == self.points.len() {
            return at(after - 1)[1];
        }
        line(at(after - 1), at(after), width.0)
    }
}

/// Profiles of the territories that a strip of `widest` meets.
///
/// # Accuracy
/// Shares within 0.1 % of the territory of those of exact strips (the Article 7 line, every territory, 40 widths of 0.7 km to
/// 997 km, and the border of two small states: tests/report.rs).
///
/// # Errors
/// As [`courses`].
pub fn profiles(
    line: &PreparedLine,
    widest: Metres,
    territories: &[Territory],
) -> Result<Vec<Profile>, Error> {
    let grid: Vec<Metres> = (1..=STEPS)
        .map(|k| Metres(widest.0 * f64::from(k) / f64::from(STEPS)))
        .collect();
    (courses(line, &grid, territories, TOLERANCE)?.into_par_iter())
        .map(|course| refined(line, &grid, &course, territories))
        .collect()
}

fn refined(
    prepared: &PreparedLine,
    grid: &[Metres],
    course: &Course,
    territories: &[Territory],
) -> Result<Profile, Error> {
    let mut points = vec![[0.0, 0.0]];
    points.extend((grid.iter().enumerate()).map(|(k, width)| [width.0, course.share(k)]));
    let territory = &territories[course.territory..=course.territory];
    for _ in 0..ROUNDS {
        let middles: Vec<Metres> = (1..points.len())
            .filter(|&k| bent(&points, k))
            .map(|k| Metres(0.5 * (points[k - 1][0] + points[k][0])))
            .collect();
        if middles.is_empty() {
            break;
        }
        // A territory that only a wider strip meets has no course here: nothing is covered.
        let found = courses(prepared, &middles, territory, TOLERANCE)?;
        let share = |k: usize| found.first().map_or(0.0, |course| course.share(k));
        points.extend((middles.iter().enumerate()).map(|(k, width)| [width.0, share(k)]));
        points.sort_by(|a, b| a[0].total_cmp(&b[0]));
    }
    Ok(Profile {
        territory: course.territory,
        territory_area: course.territory_area,
        points: thinned(&points),
    })
}

/// Whether a straight line from point `k - 1` to point `k` may be wrong by more than the limit: the share rises by more, and bends
/// so much at one of the two that it would be.
fn bent(points: &[[f64; 2]], k: usize) -> bool {
    let slope = |k: usize| (points[k][1] - points[k - 1][1]) / (points[k][0] - points[k - 1][0]);
    if points[k][1] - points[k - 1][1] <= LIMIT {
        return false;
    }
    let step = points[k][0] - points[k - 1][0];
    let bend = |a: usize| {
        let span = 0.5 * (points[a + 1][0] - points[a - 1][0]);
        (slope(a + 1) - slope(a)).abs() / span
    };
    let before = (k > 1).then(|| bend(k - 1));
    let after = (k + 1 < points.len()).then(|| bend(k));
    before.into_iter().chain(after).fold(0.0, f64::max) * step * step / 8.0 > LIMIT
}

fn line(a: [f64; 2], b: [f64; 2], width: f64) -> f64 {
    a[1] + (b[1] - a[1]) * (width - a[0]) / (b[0] - a[0])
}

/// The points that a polyline needs, by the share alone.
fn thinned(points: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let kept = needed(points.len(), |k, from, to| {
        (points[k][1] - line(points[from], points[to], points[k][0])).abs() / THIN
    });
    (points.iter().zip(kept))
        .filter_map(|(p, kept)| kept.then_some(*p))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_on_a_straight_line_are_left_out() {
        let points: Vec<[f64; 2]> = (0..=10)
            .map(|k| [f64::from(k), 0.1 * f64::from(k.min(5))])
            .collect();
        assert_eq!(thinned(&points), [[0.0, 0.0], [5.0, 0.5], [10.0, 0.5]]);
    }

    #[test]
    fn a_profile_is_straight_between_its_points_and_level_beyond_the_last() {
        let profile = Profile {
            territory: 0,
            territory_area: SquareMetres(1.0),
            points: vec![[0.0, 0.0], [100.0, 0.2], [300.0, 1.0]],
        };
        for (width, share) in [
            (0.0, 0.0),
            (50.0, 0.1),
            (100.0, 0.2),
            (200.0, 0.6),
            (400.0, 1.0),
        ] {
            assert!((profile.share(Metres(width)) - share).abs() < 1e-15);
        }
    }
}
