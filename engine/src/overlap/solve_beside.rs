//! The smallest width for a share of territories of which some have a part that does not depend on the width.

use super::Overlap;
use super::solve::{Solution, solve};
use crate::error::Error;
use crate::geodesy::area::multi_polygon_area;
use crate::strip::PreparedLine;
use crate::territory::Territory;
use crate::units::Metres;
use geo::Coord;

/// The territories that count in the share, but not on the width: whole ones, those with a width of their own, and those left out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Beside {
    /// Their area, m².
    pub area: f64,
    /// What the zone has of it at every width, m², and a bound on the error of that.
    pub covered: f64,
    pub error: f64,
    /// Whether that is all of it, but for rounding.
    pub whole: bool,
}

impl Beside {
    /// Of territories with their rows, `None` where the zone has nothing of one.
    pub fn of<'a>(each: impl Iterator<Item = (&'a Territory, Option<&'a Overlap>)>) -> Self {
        let mut all = Beside {
            whole: true,
            ..Beside::default()
        };
        for (territory, row) in each {
            all.area += multi_polygon_area(&territory.polygons).0;
            all.whole &= row.is_some_and(|row| row.share == 1.0);
            if let Some(row) = row {
                all.covered += row.area.0;
                all.error += row.error.0;
            }
        }
        all
    }
}

/// As [`solve`], for the share of `territories` and those of `beside` together. What lies beside may reach the share for itself: the
/// answer is the width 0 then.
///
/// # Errors
/// As [`solve`]; of kind work where the errors of the areas do not allow to tell whether the share is reached at all.
pub fn solve_beside(
    line: &PreparedLine,
    territories: &[Territory],
    beside: Beside,
    share: f64,
    tolerance: Metres,
) -> Result<Solution, Error> {
    let own: f64 = (territories.iter())
        .map(|t| multi_polygon_area(&t.polygons).0)
        .sum();
    let total = own + beside.area;
    let of_own = |share: f64| solve(line, territories, share, tolerance);
    let of_all = |solution: Solution| match solution {
        Solution::Never { share } => Solution::Never {
            share: (share * own + beside.covered) / total,
        },
        reached @ Solution::Reached { .. } => reached,
    };
    if !territories.is_empty() {
        if share == 0.0 && beside.covered == 0.0 {
            return of_own(0.0).map(of_all);
        }
        if share == 1.0 && beside.whole {
            return of_own(1.0).map(of_all);
        }
    }
    let missing = share * total - beside.covered;
    if beside.covered > 0.0 && missing + beside.error <= 0.0 {
        return Ok(reached(Metres(0.0), Metres(0.0), None));
    }
    if missing - beside.error > own || share == 1.0 && !beside.whole || territories.is_empty() {
        return Ok(Solution::Never {
            share: (own + beside.covered) / total,
        });
    }
    if beside.error == 0.0 {
        return of_own(missing / own).map(of_all);
    }
    let (least, most) = (
        (missing - beside.error) / own,
        (missing + beside.error) / own,
    );
    if most > 1.0 {
        return Err(Error::work(format!(
            "whether the share {share} is reached is closer than the error of the areas"
        ))
        .remedy("ask for a share a little smaller or larger"));
    }
    // As much is still missing as `most` at the most, and `least` at the least.
    let high = match of_own(most)? {
        Solution::Reached { high, .. } => high,
        never @ Solution::Never { .. } => return Ok(of_all(never)),
    };
    let low = match of_own(least.max(0.0))? {
        _ if least <= 0.0 => Metres(0.0),
        Solution::Reached { low, .. } => low,
        Solution::Never { .. } => high,
    };
    Ok(reached(low, high, None))
}

fn reached(low: Metres, high: Metres, at: Option<Coord<f64>>) -> Solution {
    Solution::Reached { low, high, at }
}
