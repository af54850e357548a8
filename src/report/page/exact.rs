//! The strips' own outlines at the computed widths, for the page's download: those of `standoff strip --out` to the last digit, or
//! coarser ones with their bound, where there are so many that the page would be too large.

use super::model::differences;
use crate::error::Error;
use crate::overlap::clip::{GridPoint, GridPolygons};
use crate::report::grid::{decimals, on_grid};
use crate::report::model::metres;
use crate::report::number::Decimal;
use crate::strip::{PreparedLine, Strip, StripOptions, TOLERANCE_RANGE};
use crate::units::Metres;
use serde::{Serialize, Serializer};

/// Positions of all outlines of a page at most: about 1.7 MB.
pub const POSITIONS: usize = 120_000;
/// Where outlines are too many, the tolerance grows by this factor.
const COARSER: f64 = 10.0;

/// The outline of one strip.
#[derive(Debug, Serialize)]
pub struct Outline {
    pub tolerance_m: Decimal,
    /// Every point of the outline stands at the width ± this, m.
    pub max_error_m: Decimal,
    /// Of a degree, in coordinates.
    pub decimals: u8,
    /// Polygons of open rings of longitudes and latitudes by turns, in units of the last decimal: each less the one before, from 0
    /// in every ring. Cut at the antimeridian, exteriors counter-clockwise, as in RFC 7946.
    pub polygons: Polygons,
}

/// As [`Outline::polygons`] says.
#[derive(Debug)]
pub struct Polygons(GridPolygons);

impl Serialize for Polygons {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|polygon| {
            let ring = |ring: &Vec<GridPoint>| -> Vec<i64> {
                differences(ring.iter().map(|point| [point.x, point.y])).collect()
            };
            polygon.iter().map(ring).collect::<Vec<_>>()
        }))
    }
}

impl Outline {
    fn new(strip: &Strip) -> Self {
        let decimals = decimals(strip.tolerance());
        Outline {
            tolerance_m: metres(strip.tolerance()),
            max_error_m: metres(strip.max_error()),
            decimals,
            polygons: Polygons(on_grid(strip.polygons(), decimals)),
        }
    }

    fn positions(&self) -> usize {
        self.polygons.0.iter().flatten().map(Vec::len).sum()
    }
}

/// Collects the outlines of a page while its strips are made, and gives up where they become too many.
#[derive(Debug, Default)]
pub struct Collected {
    /// For each scenario the outlines by width.
    outlines: Vec<Vec<Outline>>,
    positions: usize,
}

impl Collected {
    /// Begins the next scenario.
    pub fn begin(&mut self) {
        self.outlines.push(Vec::new());
    }

    /// Adds the strip of the scenario's next width.
    pub fn add(&mut self, strip: &Strip) {
        if self.positions > POSITIONS {
            return;
        }
        let outline = Outline::new(strip);
        self.positions += outline.positions();
        if let Some(scenario) = self.outlines.last_mut() {
            scenario.push(outline);
        }
        if self.positions > POSITIONS {
            self.outlines.iter_mut().for_each(Vec::clear);
        }
    }

    /// The outlines of each scenario, by width: what was collected, or else strips of the least tolerance, of those that are
    /// `tolerance` times a power of ten, with which they are few enough; none where no tolerance is coarse enough.
    ///
    /// # Errors
    /// Those of [`PreparedLine::strip`].
    pub fn finish(
        self,
        lines: &[&PreparedLine],
        widths: &[Metres],
        tolerance: Metres,
    ) -> Result<Vec<Vec<Outline>>, Error> {
        let mut collected = self;
        let mut tolerance = tolerance.0;
        while collected.positions > POSITIONS && tolerance < TOLERANCE_RANGE.1 {
            tolerance = (COARSER * tolerance).min(TOLERANCE_RANGE.1);
            collected = Collected::default();
            for line in lines {
                collected.begin();
                for width in widths {
                    if collected.positions <= POSITIONS {
                        let allowed = Metres(tolerance.min(0.1 * width.0));
                        collected.add(&line.strip(&StripOptions::new(*width).tolerance(allowed))?);
                    }
                }
            }
        }
        Ok(collected.outlines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::edges::Edges;
    use geo::{LineString, MultiLineString};

    fn line() -> PreparedLine {
        let line = LineString::from(vec![(178.0, 60.0), (-178.0 + 360.0, 61.0)]);
        PreparedLine::new(&MultiLineString(vec![line]), Edges::Geodesic).expect("a line")
    }

    #[test]
    fn differences_lead_back_to_the_positions() {
        let ring: Vec<i64> =
            differences([[-1_800_000_000, 600_000_000], [1_800_000_000, -7]]).collect();
        assert_eq!(
            ring,
            [-1_800_000_000, 600_000_000, 3_600_000_000, -600_000_007]
        );
    }

    #[test]
    fn outlines_that_fit_are_those_of_the_strips() {
        let line = line();
        let widths = [Metres(1e4), Metres(2e4)];
        let mut collected = Collected::default();
        collected.begin();
        for width in widths {
            collected.add(
                &line
                    .strip(&StripOptions::new(width).tolerance(Metres(1.0)))
                    .expect("a strip"),
            );
        }
        let all = (collected.finish(&[&line], &widths, Metres(1.0))).expect("outlines");
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].len(), 2);
        assert_eq!(all[0][0].decimals, 7);
        assert_eq!(all[0][0].tolerance_m.to_string(), "1");
        // One on each side of the antimeridian.
        assert_eq!(all[0][0].polygons.0.len(), 2);
    }

    #[test]
    fn outlines_that_are_too_many_are_made_coarser_with_their_own_bound() {
        let line = line();
        let widths = [Metres(1e4), Metres(2e4)];
        let crowded = Collected {
            outlines: vec![Vec::new()],
            positions: POSITIONS + 1,
        };
        let all = (crowded.finish(&[&line], &widths, Metres(50.0))).expect("outlines");
        assert_eq!(all[0].len(), 2);
        assert_eq!(all[0][0].tolerance_m.to_string(), "500");
        let bound: f64 = all[0][0].max_error_m.to_string().parse().expect("a number");
        assert!(bound > 0.0 && bound <= 500.0, "{bound}");
    }
}
