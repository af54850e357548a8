//! What is wrong with a zone.

use super::judge::Judge;
use super::samples::{about, on_outline};
use crate::geodesy::edge_tree::Edges as Rings;
use crate::units::Metres;
use geo::{Coord, MultiPolygon};
use rayon::prelude::*;

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// Places on the outline that are farther from the line than the width.
    OutlineBeyond,
    /// Places on the outline that are nearer than the width.
    OutlineShort,
    /// Places about the line that the zone holds, although they are farther than the width.
    InsideTooFar,
    /// Places about the line that the zone leaves out, although they are within the width.
    OutsideWithin,
}

impl Check {
    /// In words.
    pub fn text(self) -> &'static str {
        match self {
            Check::OutlineBeyond => "outline beyond the width",
            Check::OutlineShort => "outline short of the width",
            Check::InsideTooFar => "in the zone, but beyond the width",
            Check::OutsideWithin => "within the width, but not in the zone",
        }
    }
}

/// The result of one check.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Off {
    pub check: Check,
    /// Places that were looked at.
    pub samples: usize,
    /// Those that are off by more than the tolerance.
    pub failed: usize,
    /// The greatest |distance - width| of those that are off in this way, by however little, and where; zero and nowhere for none.
    pub worst: Metres,
    pub at: Option<Coord<f64>>,
}

/// The results of all checks, in the order of [`Check`].
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    pub checks: [Off; 4],
}

impl Findings {
    /// Whether no place is off by more than the tolerance.
    pub fn passes(&self) -> bool {
        self.checks.iter().all(|c| c.failed == 0)
    }
}

/// Looks at a zone in `samples` places on its outline, or a few more, and in as many about the line.
///
/// `zone`: longitude, latitude in degrees, edges straight in them, cut at the antimeridian and closed over poles, as
/// the library reads it. Places of which the distance differs from the width by no more than `tolerance` are
/// neither in nor out wrongly.
pub fn findings(
    judge: &Judge,
    zone: &MultiPolygon<f64>,
    width: Metres,
    tolerance: Metres,
    samples: usize,
) -> Findings {
    let off = |places: Vec<Coord<f64>>| -> Vec<(Coord<f64>, f64)> {
        (places.into_par_iter())
            .map(|p| (p, judge.distance(p).0 - width.0))
            .collect()
    };
    let polygons: Vec<Rings> = zone.iter().map(Rings::of).collect();
    let outline = off(on_outline(zone, samples));
    let around: Vec<(Coord<f64>, f64, bool)> = (off(about(judge, width, samples)).into_par_iter())
        .map(|(p, off)| {
            (
                p,
                off,
                polygons.iter().any(|edges| edges.inside([p.x, p.y])),
            )
        })
        .collect();
    let sum = |check, all: &mut dyn Iterator<Item = (Coord<f64>, f64)>, samples| {
        let mut found = Off {
            check,
            samples,
            failed: 0,
            worst: Metres(0.0),
            at: None,
        };
        for (at, off) in all {
            found.failed += usize::from(off > tolerance.0);
            if off > found.worst.0 {
                (found.worst, found.at) = (Metres(off), Some(at));
            }
        }
        found
    };
    let beside = |inside: bool| around.iter().filter(move |(_, _, held)| *held == inside);
    Findings {
        checks: [
            sum(
                Check::OutlineBeyond,
                &mut outline.iter().copied(),
                outline.len(),
            ),
            sum(
                Check::OutlineShort,
                &mut outline.iter().map(|(p, off)| (*p, -off)),
                outline.len(),
            ),
            sum(
                Check::InsideTooFar,
                &mut beside(true).map(|(p, off, _)| (*p, *off)),
                around.len(),
            ),
            sum(
                Check::OutsideWithin,
                &mut beside(false).map(|(p, off, _)| (*p, -off)),
                around.len(),
            ),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::edges::Edges;
    use crate::strip::PreparedLine;
    use geo::{LineString, MultiLineString, Polygon};

    const WIDTH: Metres = Metres(20e3);

    fn line() -> MultiLineString<f64> {
        let bent = vec![(178.5, 66.0), (179.5, 66.4), (180.5, 65.8), (181.0, 66.3)];
        MultiLineString(vec![LineString::from(bent)])
    }

    fn strip() -> MultiPolygon<f64> {
        let line = PreparedLine::new(&line(), Edges::Planar).expect("a line");
        line.strip(WIDTH, Metres(1.0)).expect("a strip").polygons
    }

    fn judged(zone: &MultiPolygon<f64>, width: Metres) -> Findings {
        let judge = Judge::new(&line(), Edges::Planar);
        findings(&judge, zone, width, Metres(1.0), 2000)
    }

    #[test]
    fn a_strip_passes_across_the_antimeridian() {
        let found = judged(&strip(), WIDTH);
        assert!(found.passes(), "{found:?}");
        assert!(found.checks[0].samples >= 1000 && found.checks[2].samples == 2000);
    }

    #[test]
    fn a_zone_that_is_too_wide_or_too_narrow_fails_in_that_way_by_that_much() {
        let [beyond, short, far, within] = judged(&strip(), Metres(20_005.0)).checks;
        assert_eq!(beyond.failed, 0);
        assert_eq!(short.failed, short.samples);
        assert!((short.worst.0 - 5.0).abs() < 1.1, "{short:?}");
        assert!(far.failed == 0 && within.worst.0 < 6.1);
        let [beyond, short, ..] = judged(&strip(), Metres(19_990.0)).checks;
        assert_eq!(beyond.failed, beyond.samples);
        assert!((beyond.worst.0 - 10.0).abs() < 1.1, "{beyond:?}");
        assert_eq!((short.failed, short.at), (0, None));
    }

    #[test]
    fn a_missing_piece_a_hole_and_an_island_are_found_with_their_place() {
        let mut half = strip();
        half.0.pop();
        let found = judged(&half, WIDTH).checks[3];
        assert!(found.failed > 100 && found.worst.0 > 15e3, "{found:?}");
        let mut with_hole = strip();
        let (c, r) = ((179.0, 66.2), 0.01);
        let ring =
            |(x, y): (f64, f64)| LineString::from(vec![(x, y), (x, y + r), (x + r, y), (x, y)]);
        with_hole
            .0
            .iter_mut()
            .for_each(|p| p.interiors_push(ring(c)));
        let found = judged(&with_hole, WIDTH).checks[1];
        assert!(found.worst.0 > 19e3, "{found:?}");
        let at = found.at.expect("a place");
        assert!(
            (at.x - c.0).abs() < 0.02 && (at.y - c.1).abs() < 0.02,
            "{at:?}"
        );
        let mut with_island = strip();
        with_island.0.push(Polygon::new(ring((100.0, 0.0)), vec![]));
        let found = judged(&with_island, WIDTH).checks[0];
        assert!(found.worst.0 > 9e6, "{found:?}");
    }
}
