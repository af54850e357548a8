//! One strip judged: its outline where it hurts, places in and out, its rings.
//!
//! # What it cannot see
//! It samples. The engine's own distance serves as a guide to where the outline may be worst, so an error that the engine does
//! not see is met only by the samples that the seed chooses: half of all.

use crate::oracle::Oracle;
use crate::random::Random;
use crate::region::{Region, Side as Edge, defects};
use crate::standing::Standing;
use geo::{Coord, MultiPolygon};
use geographiclib_rs::DirectGeodesic;

/// What is asked of the outline's edges: how many for each reason.
const GUIDED: usize = 24;
const SHARPEST: usize = 24;
const LONGEST: usize = 8;
const SEEDED: usize = 48;
/// Edges on which the greatest error is searched for, to each side.
const REFINED: usize = 5;
/// Steps of that search: the golden section to a thousandth of a quarter edge.
const STEPS: usize = 14;
const RATIO: f64 = 0.618_033_988_749_894_9;
/// Edges that the guide looks at.
const LOOKED_AT: usize = 4_000;
/// Places that are judged in or out.
const BESIDE: usize = 60;
const AROUND: usize = 24;
const ON_LINE: usize = 12;

/// What the engine says.
pub struct Claim<'a> {
    pub polygons: &'a MultiPolygon<f64>,
    /// Metres, all three.
    pub width: f64,
    pub bound: f64,
    pub tolerance: f64,
}

/// What is found.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    pub samples: usize,
    /// Greatest |d - w| less the oracle's own error, in bounds; above 1 the bound is broken.
    pub ratio: f64,
    /// There: d - w, m, and the place.
    pub off: f64,
    pub worst: Coord<f64>,
    /// What else is wrong, and where.
    pub faults: Vec<(String, Coord<f64>)>,
}

impl Verdict {
    pub fn is_broken(&self) -> bool {
        self.ratio > 1.0 || !self.faults.is_empty()
    }
}

/// What the oracle may err by at a distance, m.
fn own(distance: f64) -> f64 {
    (2e-4 + 2e-9 * distance).min(1e-3)
}

/// Judges a strip. `guide` gives a distance fast, and is believed in nothing. With `standing` the strip is of one side or has
/// flat caps.
pub fn judge(
    oracle: &Oracle,
    claim: &Claim,
    standing: Option<&Standing>,
    guide: &dyn Fn(Coord<f64>) -> f64,
    random: &mut Random,
) -> Verdict {
    let region = Region::new(claim.polygons);
    let mut bench = Bench {
        oracle,
        claim,
        standing,
        verdict: Verdict::default(),
    };
    let faults = defects(claim.polygons).into_iter();
    bench.verdict.faults = faults.map(|f| (f, Coord::zero())).collect();
    bench.outline(&region, guide, random);
    bench.places(&region, random);
    bench.verdict
}

struct Bench<'a> {
    oracle: &'a Oracle,
    claim: &'a Claim<'a>,
    standing: Option<&'a Standing<'a>>,
    verdict: Verdict,
}

impl Bench<'_> {
    fn outline(&mut self, region: &Region, guide: &dyn Fn(Coord<f64>) -> f64, random: &mut Random) {
        let edges = &region.outline;
        if edges.is_empty() {
            return;
        }
        let mut worst: Vec<(f64, usize, f64)> = Vec::new();
        for k in chosen(edges, self.claim.width, guide, random) {
            let (edge, sharp) = (&edges[k], edges[k].turns.iter().any(|t| t.abs() > 0.02));
            let mut shares = vec![0.0, 0.25, 0.5, 0.75, random.share()];
            if sharp {
                shares.extend([0.03, 0.12, 0.88, 0.97]);
            }
            let found = shares.into_iter().map(|s| (self.sample(edge, s), k, s));
            let found: Vec<_> = found.collect();
            worst.extend(found.iter().copied().max_by(|a, b| a.0.total_cmp(&b.0)));
            worst.extend(found.iter().copied().min_by(|a, b| a.0.total_cmp(&b.0)));
        }
        worst.sort_by(|a, b| a.0.total_cmp(&b.0));
        let outward: Vec<_> = worst.iter().rev().take(REFINED).copied().collect();
        let inward: Vec<_> = worst.iter().take(REFINED).copied().collect();
        for (_, k, share) in outward {
            self.refine(&edges[k], share, 1.0);
        }
        // Edges inside a strip of one side are not at the width at all.
        if self.standing.is_none() {
            for (_, k, share) in inward {
                self.refine(&edges[k], share, -1.0);
            }
        }
    }

    /// d - w at a share of an edge, recorded.
    fn sample(&mut self, edge: &Edge, share: f64) -> f64 {
        let p = edge.from + (edge.to - edge.from) * share;
        let off = self.oracle.distance(p) - self.claim.width;
        self.verdict.samples += 1;
        let excess = off.abs() - own(self.claim.width);
        if off < 0.0
            && let Some(standing) = self.standing
        {
            // Well inside, an edge is on the line, on the divide or a flat cap: there membership changes.
            let margin = self.claim.tolerance.max(self.claim.bound) + 1e-3;
            if excess > self.claim.bound && standing.belongs(p, margin).is_some() {
                self.fault(
                    "an edge inside the strip is neither line nor divide nor cap",
                    p,
                );
            }
            return off;
        }
        let ratio = excess.max(0.0) / self.claim.bound;
        if !(off.is_finite() && ratio.is_finite()) {
            self.fault("a distance or a bound is not a number", p);
        } else if ratio > self.verdict.ratio {
            (self.verdict.ratio, self.verdict.off, self.verdict.worst) = (ratio, off, p);
        }
        off
    }

    /// Searches for the greatest error about a share of an edge by the golden section, outward (1) or inward (-1).
    fn refine(&mut self, edge: &Edge, share: f64, sign: f64) {
        let (mut low, mut high) = ((share - 0.25).max(0.0), (share + 0.25).min(1.0));
        let mut inner = [high - RATIO * (high - low), low + RATIO * (high - low)]
            .map(|s| (s, sign * self.sample(edge, s)));
        for _ in 0..STEPS {
            if inner[0].1 > inner[1].1 {
                high = inner[1].0;
                let s = high - RATIO * (high - low);
                inner = [(s, sign * self.sample(edge, s)), inner[0]];
            } else {
                low = inner[0].0;
                let s = low + RATIO * (high - low);
                inner = [inner[1], (s, sign * self.sample(edge, s))];
            }
        }
    }

    fn places(&mut self, region: &Region, random: &mut Random) {
        let (width, bound) = (self.claim.width, self.claim.bound);
        let edges = &self.oracle.edges;
        let on_line = |random: &mut Random| {
            let edge = &edges[random.number(0, edges.len())];
            let share = [0.0, 1.0, 0.5, random.share()][random.number(0, 4)];
            edge.place(share).0
        };
        let mut places = Vec::with_capacity(2 * (BESIDE + AROUND + ON_LINE));
        for _ in 0..BESIDE.min(40 * region.outline.len()) {
            let edge = &region.outline[random.number(0, region.outline.len())];
            let at = edge.from + (edge.to - edge.from) * random.share();
            let far = random.magnitude(1.5 * bound, (0.1 * width).max(4.0 * bound));
            places.push(self.go(at, random.within(-180.0, 180.0), far));
        }
        for _ in 0..AROUND {
            let far = 1.3 * width * random.share().sqrt();
            let from = on_line(random);
            places.push(self.go(from, random.within(-180.0, 180.0), far));
        }
        places.extend((0..ON_LINE).map(|_| on_line(random)));
        for x in [180.0 - 1e-9, 1e-9 - 180.0] {
            let by_line = on_line(random).y + random.normal() * (width / 111e3).min(30.0);
            let anywhere = random.within(-90.0, 90.0);
            places.extend([by_line, anywhere].map(|y| Coord {
                x,
                y: y.clamp(-90.0, 90.0),
            }));
        }
        for y in [90.0 - 1e-9, 1e-9 - 90.0] {
            places.push(Coord {
                x: random.within(-180.0, 180.0),
                y,
            });
        }
        let y = random.within(-1.0, 1.0).asin().to_degrees();
        places.push(Coord {
            x: random.within(-180.0, 180.0),
            y,
        });
        for p in places {
            self.place(region, p);
        }
    }

    /// Is a place in where it should be in, and out where out?
    fn place(&mut self, region: &Region, p: Coord<f64>) {
        // Just inside the walls of the world: on them a place is on the edges of cuts.
        let x = (p.x + 180.0).rem_euclid(360.0) - 180.0;
        let walls = 1e-9;
        let p = Coord {
            x: x.clamp(walls - 180.0, 180.0 - walls),
            y: p.y.clamp(walls - 90.0, 90.0 - walls),
        };
        self.verdict.samples += 1;
        let off = self.oracle.distance(p) - self.claim.width;
        let margin = self.claim.tolerance.max(self.claim.bound) + 1e-3;
        if off.abs() <= self.claim.bound + own(self.claim.width) {
            return;
        }
        let expected = match self.standing {
            Some(standing) if off < 0.0 => match standing.belongs(p, margin) {
                Some(belongs) => belongs,
                None => return,
            },
            _ => off < 0.0,
        };
        if region.holds(p) != expected {
            let what = if expected {
                "out, should be in"
            } else {
                "in, should be out"
            };
            self.fault(&format!("a place is {what}: d - w = {off:.4} m"), p);
        }
    }

    fn go(&self, from: Coord<f64>, azimuth: f64, far: f64) -> Coord<f64> {
        let (lat, lon): (f64, f64) = self.oracle.geodesic.direct(from.y, from.x, azimuth, far);
        Coord { x: lon, y: lat }
    }

    fn fault(&mut self, what: &str, at: Coord<f64>) {
        self.verdict.faults.push((what.to_owned(), at));
    }
}

/// The edges to look at closely: those where the guide sees most, the sharpest, the longest, and as many that the seed chooses.
fn chosen(
    edges: &[Edge],
    width: f64,
    guide: &dyn Fn(Coord<f64>) -> f64,
    random: &mut Random,
) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    let step = edges.len().div_ceil(LOOKED_AT);
    let first = random.number(0, step);
    let mut seen: Vec<(f64, usize)> = (first..edges.len())
        .step_by(step)
        .map(|k| {
            let (a, b) = (edges[k].from, edges[k].to);
            let off = [0.0, 0.3, 0.5, 0.7].map(|s| (guide(a + (b - a) * s) - width).abs());
            (off.into_iter().fold(0.0, f64::max), k)
        })
        .collect();
    let mut take = |list: &mut Vec<(f64, usize)>, count: usize| {
        list.sort_by(|a, b| b.0.total_cmp(&a.0));
        out.extend(list.iter().take(count).map(|x| x.1));
    };
    take(&mut seen, GUIDED);
    let mut sharp: Vec<(f64, usize)> = (edges.iter().enumerate())
        .map(|(k, e)| (e.turns[0].abs().max(e.turns[1].abs()), k))
        .collect();
    take(&mut sharp, SHARPEST);
    let mut long: Vec<(f64, usize)> = (edges.iter().enumerate())
        .map(|(k, e)| {
            let step = e.to - e.from;
            ((step.x * e.from.y.to_radians().cos()).hypot(step.y), k)
        })
        .collect();
    take(&mut long, LONGEST);
    if edges.len() <= SEEDED {
        out.extend(0..edges.len());
    } else {
        out.extend((0..SEEDED).map(|_| random.number(0, edges.len())));
    }
    out.sort_unstable();
    out.dedup();
    out
}
