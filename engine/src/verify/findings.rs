//! The judgement: what is wrong with a zone, and what was looked at.

use super::judge::{Judge, KNOWN};
use super::outline::{Along, plain, walled};
use super::rings::{Fault, at_pole, faults, on_cut, rings, uncut};
use super::sweep::{Disagree, sweep};
use super::truth::{Claim, Truth, default_spacing};
use super::united::united;
use crate::geodesy::edge_tree::Edges as Rings;
use crate::par::*;
use crate::units::Metres;
use geo::{Coord, MultiPolygon};

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// Edges of the outline that are farther from the line than the width.
    OutlineBeyond,
    /// Edges of the outline that are nearer than the width.
    OutlineShort,
    /// Edges where nothing ends the zone: not the width, nor the line's other side, a flat cap, the border of a territory.
    OutlineAstray,
    /// Stretches of ±180° where the zone ends at the map's edge, and does not go on beyond.
    CutMissing,
    /// Cells of the globe that the zone holds, although they do not belong.
    InsideTooFar,
    /// Cells of the globe, and positions of the line, that the zone leaves out, although they belong.
    OutsideWithin,
    /// Rings in the wrong direction: exteriors run counter-clockwise, holes clockwise (RFC 7946, section 3.1.6).
    RingReversed,
    /// Rings that are not closed, or of fewer than four positions.
    RingOpen,
    /// Edges that cross.
    RingCrossing,
    /// Edges that come twice.
    RingDoubled,
    /// Polygons within polygons, holes that are not in their polygon.
    RingNested,
}

impl Check {
    /// In words.
    pub fn text(self) -> &'static str {
        match self {
            Check::OutlineBeyond => "outline beyond the width",
            Check::OutlineShort => "outline short of the width",
            Check::OutlineAstray => "outline where nothing ends the zone",
            Check::CutMissing => "at 180 degrees, without the other half",
            Check::InsideTooFar => "in the zone, but beyond the width",
            Check::OutsideWithin => "within the width, but not in the zone",
            Check::RingReversed => "rings in the wrong direction",
            Check::RingOpen => "rings that are not closed",
            Check::RingCrossing => "edges that cross",
            Check::RingDoubled => "edges that come twice",
            Check::RingNested => "polygons within polygons, holes outside",
        }
    }
}

/// The result of one check.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Off {
    pub check: Check,
    /// What was looked at: edges, cells, rings.
    pub samples: usize,
    /// Those that are off by more than the tolerance, or wrong.
    pub failed: usize,
    /// The greatest |distance - width| of those that are off in this way, by however little, and where; zero and nowhere for none.
    pub worst: Metres,
    pub at: Option<Coord<f64>>,
}

/// The results of all checks, in the order of [`Check`].
#[derive(Clone, Debug, PartialEq)]
pub struct Findings {
    pub checks: Vec<Off>,
    /// No place of the outline is off the width by more than this; none where the outline has other parts, or fails.
    pub bound: Option<Metres>,
    /// Places were no farther apart than this.
    pub spacing: Metres,
    /// Edges and positions of the outline, all of which were looked at.
    pub edges: usize,
    pub positions: usize,
    /// Distances along the outline that were computed.
    pub looks: usize,
}

impl Findings {
    /// Whether nothing is off by more than the tolerance.
    pub fn passes(&self) -> bool {
        self.checks.iter().all(|c| c.failed == 0)
    }

    /// The result of one check.
    pub fn of(&self, check: Check) -> &Off {
        // Every check has its row.
        &self.checks[check as usize]
    }
}

/// Edges that are judged between two reports of progress.
const BATCH: usize = 2_048;
/// The outline's part of the progress.
const OUTLINE: f64 = 0.6;

/// Judges a zone against a line and what is claimed of it.
///
/// `parts`: polygons as the file has them, feature by feature: longitude, latitude in degrees, edges straight in them, cut at the
/// antimeridian and closed over poles, rings in the directions of the file. Several parts are looked at for their
/// rings one by one, and are then one zone. `go_on` hears what part of the work is done, and ends it by `false`; then there
/// is no answer.
pub fn findings(
    judge: &Judge,
    parts: &[MultiPolygon<f64>],
    claim: Claim,
    go_on: &(dyn Fn(f64) -> bool + Sync),
) -> Option<Findings> {
    let truth = Truth::new(judge, claim);
    let spacing = claim.spacing.unwrap_or(default_spacing(claim.width));
    let mut found = Findings {
        checks: Vec::new(),
        bound: None,
        spacing,
        edges: 0,
        positions: 0,
        looks: 0,
    };
    let ring_checks = ring_checks(parts, &mut found.positions);
    let zone = united(parts.to_vec());
    outline(&truth, &zone, spacing, &mut found, go_on)?;
    let tree = Rings::rings(zone.0.iter().flat_map(rings));
    let swept = sweep(&truth, &tree, spacing.0, &|part| {
        go_on(OUTLINE + (1.0 - OUTLINE) * part)
    })?;
    let mut missing = swept.missing;
    let line = if truth.is_plain() {
        on_line(judge, &tree, claim.width, &mut missing)
    } else {
        0
    };
    for (check, d, samples) in [
        (Check::InsideTooFar, swept.too_much, swept.cells),
        (Check::OutsideWithin, missing, swept.cells + line),
    ] {
        found.checks.push(of_cells(check, d, samples));
    }
    found.checks.extend(ring_checks);
    if !truth.is_plain() || !found.passes() {
        found.bound = None;
    }
    Some(found)
}

fn of_cells(check: Check, d: Disagree, samples: usize) -> Off {
    Off {
        check,
        samples,
        failed: d.cells,
        worst: Metres(d.worst),
        at: d.at,
    }
}

/// All of a strip's inside hangs together with the line: where no edge of the outline is nearer than the width, it is in
/// the zone if the line's positions are.
fn on_line(judge: &Judge, zone: &Rings, width: Metres, missing: &mut Disagree) -> usize {
    let given = judge.line.given.iter().flatten();
    for c in given {
        let at = within(*c);
        // On the map's cut, either side.
        let held = [at, [-at[0], at[1]]].iter().any(|&p| {
            let inward = [p[0].clamp(-EDGE.0, EDGE.0), p[1].clamp(-EDGE.1, EDGE.1)];
            (p == at || at[0].abs() == 180.0) && zone.inside(inward)
        });
        if !held {
            missing.cells += 1;
            if width.0 > missing.worst || missing.at.is_none() {
                (missing.worst, missing.at) = (width.0, Some(Coord { x: at[0], y: at[1] }));
            }
        }
    }
    2 * judge.line.given.len()
}

/// Just within the map, degrees.
const EDGE: (f64, f64) = (180.0 - 1e-9, 90.0 - 1e-9);

fn within(c: Coord<f64>) -> [f64; 2] {
    let x = if c.x.abs() <= 180.0 {
        c.x
    } else {
        (c.x + 180.0).rem_euclid(360.0) - 180.0
    };
    [x, c.y]
}

fn outline(
    truth: &Truth,
    zone: &MultiPolygon<f64>,
    spacing: Metres,
    found: &mut Findings,
    go_on: &(dyn Fn(f64) -> bool + Sync),
) -> Option<()> {
    let edges: Vec<[Coord<f64>; 2]> = (zone.0.iter().flat_map(rings))
        .flat_map(|r| r.0.windows(2).map(|w| [w[0], w[1]]))
        .filter(|[a, b]| a != b && !on_cut(*a, *b) && !at_pole(*a, *b))
        .collect();
    let ends = uncut(zone);
    let look = |e: &[Coord<f64>; 2]| -> Along {
        let judged = if truth.is_plain() {
            plain(truth, e[0], e[1])
        } else {
            None
        };
        judged.unwrap_or_else(|| walled(truth, e[0], e[1], spacing.0))
    };
    let mut sum = Sum::new(truth.claim.tolerance.0);
    for (k, batch) in edges.chunks(BATCH).enumerate() {
        let all: Vec<Along> = batch.par_iter().map(look).collect();
        all.iter().for_each(|along| sum.add(along));
        let done = ((k + 1) * BATCH).min(edges.len()) as f64 / edges.len() as f64;
        if !go_on(OUTLINE * done) {
            return None;
        }
    }
    let mut cut = Sum::new(truth.claim.tolerance.0);
    let all: Vec<Along> = ends.par_iter().map(look).collect();
    all.iter().for_each(|along| cut.add(along));
    found.edges = edges.len() + ends.len();
    found.looks = sum.looks + cut.looks;
    found.bound = Some(Metres(sum.bound.max(cut.bound)));
    let off = |check, side: &Worst, samples| Off {
        check,
        samples,
        failed: side.failed,
        worst: Metres(side.worst.max(0.0)),
        at: side.at,
    };
    found.checks.extend([
        off(Check::OutlineBeyond, &sum.over, edges.len()),
        off(Check::OutlineShort, &sum.under, edges.len()),
        off(Check::OutlineAstray, &sum.astray, edges.len()),
        off(Check::CutMissing, &cut.any(), ends.len()),
    ]);
    Some(())
}

/// Sums up edges.
struct Sum {
    tolerance: f64,
    over: Worst,
    under: Worst,
    astray: Worst,
    bound: f64,
    looks: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Worst {
    failed: usize,
    worst: f64,
    at: Option<Coord<f64>>,
}

impl Worst {
    fn add(&mut self, off: f64, at: Coord<f64>, tolerance: f64) {
        self.failed += usize::from(off > tolerance + KNOWN);
        if off > self.worst {
            (self.worst, self.at) = (off, Some(at));
        }
    }
}

impl Sum {
    fn new(tolerance: f64) -> Self {
        Sum {
            tolerance,
            over: Worst::default(),
            under: Worst::default(),
            astray: Worst::default(),
            bound: 0.0,
            looks: 0,
        }
    }

    fn add(&mut self, along: &Along) {
        self.over.add(along.over.0, along.over.1, self.tolerance);
        self.under
            .add(-along.under.0, along.under.1, self.tolerance);
        if let Some((off, at)) = along.astray {
            self.astray.failed += 1;
            if self.astray.at.is_none() || off > self.astray.worst {
                (self.astray.worst, self.astray.at) = (off, Some(at));
            }
        }
        self.bound = self.bound.max(along.bound);
        self.looks += along.looks;
    }

    /// All that is wrong, whatever it is.
    fn any(&self) -> Worst {
        let mut all = [self.over, self.under, self.astray];
        all.sort_by(|a, b| b.worst.total_cmp(&a.worst));
        Worst {
            failed: all.iter().map(|w| w.failed).sum(),
            ..all[0]
        }
    }
}

fn ring_checks(parts: &[MultiPolygon<f64>], positions: &mut usize) -> Vec<Off> {
    let all: Vec<_> = parts.iter().map(faults).collect();
    *positions = all.iter().map(|f| f.positions).sum();
    let count: usize = all.iter().map(|f| f.rings).sum();
    type Of = fn(&super::rings::Faults) -> Fault;
    let checks: [(Check, Of, usize); 5] = [
        (Check::RingReversed, |f| f.reversed, count),
        (Check::RingOpen, |f| f.open, count),
        (Check::RingCrossing, |f| f.crossing, *positions),
        (Check::RingDoubled, |f| f.doubled, *positions),
        (Check::RingNested, |f| f.nested, count),
    ];
    (checks.into_iter())
        .map(|(check, of, samples)| Off {
            check,
            samples,
            failed: all.iter().map(|f| of(f).count).sum(),
            worst: Metres(0.0),
            at: all.iter().find_map(|f| of(f).at),
        })
        .collect()
}
