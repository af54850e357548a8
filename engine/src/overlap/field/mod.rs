//! What strips of all widths cover, from one pass over the territories.
//!
//! The distance to the line is one function; the overlap of a territory at a width is the area on which it is less. So the
//! territory is covered with cells (`cell`, `descent`) in which the distance is known to a band (`block`, `part`, `triangle`), and
//! each cell's area is shared out among the widths (`shares`) in a plane in which areas are exact (`plane`).
//!
//! A first, coarse pass finds how long the outline of each strip is inside a territory (the derivative of its area); the
//! second makes the bands as narrow as the tolerance needs there: half a band × outline is about the bound of the area.
//! Where the bound comes out above the tolerance all the same, that territory is done again with narrower bands.
//!
//! Error budget of an area, each term a bound:
//! * the bands of the cells that a strip's outline may cross; * what edges of the territory, straight in longitude and
//!   latitude, gain or lose in the plane; * the distances' own error × the outline; * rounding, `area::RELATIVE_ERROR`;
//! * the territory's doubtful area.

mod block;
mod cell;
mod descent;
mod part;
mod plane;
mod shares;
mod triangle;

use super::halves::{Extent, Rings};
use super::overlaps::Overlap;
use crate::error::Error;
use crate::geodesy::area::{self, multi_polygon_area_until};
use crate::par::*;
use crate::strip::piece::distance_error;
use crate::strip::{PreparedLine, WIDEST};
use crate::territory::Territory;
use crate::units::{Metres, SquareMetres};
use cell::Cell;
use descent::Job;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use shares::{Share, Shares};

/// Range of the tolerance, as a part of each territory's area.
pub const TOLERANCE_RANGE: (f64, f64) = (1e-7, 1e-2);
/// The tolerance if none is given. It is for the bound; the areas themselves then differ from those of exact strips by less than
/// 1e-4 of the territory (contact line and land border of Russia; tests/curve.rs).
pub const DEFAULT_TOLERANCE: f64 = 5e-4;

/// Greatest half band as a part of the width, so that small overlaps with large territories are good too.
const BAND: f64 = 0.04;
/// The same in the first pass.
const COARSE_BAND: f64 = 0.4;
/// And as a part of the size of the territory, if that is more.
const COARSE_SIZE: f64 = 0.015;
/// Half bands as a part of the tolerance. A bound comes out at about as much: fewer than all bands are as wide as they may be. Where it
/// is more, the territory is done again.
const SAFETY: f64 = 0.7;
/// Part of the tolerance that the territory's edges may use.
const EDGES: f64 = 0.01;
/// Lengths are means over widths within this part of a width.
const WINDOW: f64 = 0.03;
/// Part of the tolerance that a bound may take before the territory is done again, and how often it may be.
const ENOUGH: f64 = 0.97;
const ROUNDS: usize = 6;
/// A task is about so many cells.
const TASK: f64 = 3000.0;
/// Greatest number of halvings.
const LEVELS: u32 = 200;

/// One territory at one width.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cover {
    pub area: SquareMetres,
    /// Bound on the error of `area`.
    pub error: SquareMetres,
    /// Derivative of the area by the width: the length of the strip's outline inside the territory. No bound is given.
    pub outline: Metres,
}

/// One territory at all widths.
#[derive(Clone, Debug)]
pub struct Course {
    /// Index in the slice of territories that was asked about.
    pub territory: usize,
    pub territory_area: SquareMetres,
    /// One for each width, in their order.
    pub covers: Vec<Cover>,
}

impl Course {
    /// What it comes to at width number `k`, as an exact strip's overlap has it, but without polygons. `accuracy`: the
    /// territory's positional accuracy, where known.
    pub fn overlap(&self, k: usize, accuracy: Option<Metres>) -> Overlap {
        let cover = self.covers[k];
        Overlap {
            territory: self.territory,
            area: cover.area,
            share: self.share(k),
            territory_area: self.territory_area,
            error: cover.error,
            data_error: accuracy.map(|a| SquareMetres(a.0 * cover.outline.0)),
            outline: cover.outline,
            polygons: MultiPolygon(Vec::new()),
        }
    }

    /// The covered part at a width, 0 to 1.
    pub fn share(&self, k: usize) -> f64 {
        if self.territory_area.0 > 0.0 {
            self.covers[k].area.0 / self.territory_area.0
        } else {
            0.0
        }
    }
}

/// The overlaps of strips of `line` with `territories` at `widths` (ascending, at most [`WIDEST`]), each to `tolerance` of the
/// territory's area. Territories that the widest strip does not meet are left out. Uses rayon's current pool; the result
/// does not depend on the number of threads.
///
/// # Accuracy
/// The bound of each area is in the answer, and always holds. It is below `tolerance` times the territory's area (and below
/// some percent of the overlap), unless six rounds did not reach that.
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) for widths or a tolerance out of range, or not in order; that of
/// [`Halt::check`](crate::halt::Halt::check).
pub fn courses(
    line: &PreparedLine,
    widths: &[Metres],
    territories: &[Territory],
    tolerance: f64,
) -> Result<Vec<Course>, Error> {
    check(widths, tolerance)?;
    line.halt().check()?;
    let Some(widest) = widths.last() else {
        return Ok(Vec::new());
    };
    let field = Field {
        line,
        widths: widths.iter().map(|w| w.0).collect(),
        widest: widest.0,
        tolerance,
    };
    let begun: Vec<Begun> = (territories.par_iter().enumerate())
        .filter_map(|(i, territory)| field.begin(i, territory))
        .collect();
    let tasks: Vec<(usize, &Cell)> = (begun.iter().enumerate())
        .flat_map(|(i, b)| b.rest.iter().map(move |cell| (i, cell)))
        .collect();
    let done: Vec<(usize, Shares)> = tasks
        .into_par_iter()
        .map(|(i, cell)| {
            (
                i,
                field.pass(cell.clone(), &begun[i].bands, false, LEVELS).0,
            )
        })
        .collect();
    line.halt().check()?;
    let mut totals: Vec<Shares> = begun.iter().map(|b| b.shares.clone()).collect();
    for (i, shares) in &done {
        totals[*i].merge(shares);
    }
    let totals: Vec<Shares> = (begun.par_iter().zip(totals))
        .map(|(b, total)| field.again(b, total))
        .collect();
    line.halt().check()?;
    Ok((begun.iter().zip(totals))
        .map(|(b, total)| field.course(b, territories, &total.finish()))
        .filter(|course| course.covers.iter().any(|c| c.area.0 > 0.0))
        .collect())
}

/// Whether [`courses`] takes these.
///
/// # Errors
/// As there.
pub fn check(widths: &[Metres], tolerance: f64) -> Result<(), Error> {
    if let Some(w) = widths.iter().find(|w| !(w.0 > 0.0 && w.0 <= WIDEST)) {
        return Err(Error::usage(format!(
            "a width of {} km is not between 0 and {} km",
            w.km(),
            WIDEST / 1e3
        ))
        .remedy("the error bounds are tested up to there; give other widths"));
    }
    if let Some(pair) = widths.windows(2).find(|pair| pair[0].0 >= pair[1].0) {
        return Err(Error::usage(format!(
            "the width {} km comes before {} km",
            pair[0].km(),
            pair[1].km()
        ))
        .remedy("give the widths in ascending order, each once"));
    }
    let (least, greatest) = TOLERANCE_RANGE;
    if !(least..=greatest).contains(&tolerance) {
        return Err(Error::usage(format!(
            "a tolerance of {tolerance} of each territory's area is not between {least} and {greatest}"
        ))
        .remedy(format!("the default is {DEFAULT_TOLERANCE}")));
    }
    Ok(())
}

struct Field<'a> {
    line: &'a PreparedLine,
    widths: Vec<f64>,
    widest: f64,
    tolerance: f64,
}

/// A territory after its first pass and the upper levels of its second.
struct Begun {
    territory: usize,
    area: f64,
    /// Bound on what its edges gain or lose in the plane, m².
    edges: f64,
    /// Half bands wanted at each width, m.
    bands: Vec<f64>,
    shares: Shares,
    /// Cells that are still to be shared out.
    rest: Vec<Cell>,
    /// All of it.
    cell: Cell,
}

impl Field<'_> {
    fn begin(&self, index: usize, territory: &Territory) -> Option<Begun> {
        let halt = self.line.halt();
        let near: Vec<&Polygon<f64>> = territory.polygons.iter().filter(|p| self.near(p)).collect();
        let area = if near.is_empty() {
            return None;
        } else {
            multi_polygon_area_until(&territory.polygons, halt)
        };
        if area <= 0.0 || halt.is_stopped() {
            return None;
        }
        let (cell, edges) = self.cell(&near, area)?;
        let coarse: Vec<f64> = (self.widths.iter())
            .map(|w| (COARSE_BAND * w).max(COARSE_SIZE * area.sqrt()))
            .collect();
        let (shares, _) = self.pass(cell.clone(), &coarse, true, LEVELS);
        if halt.is_stopped() {
            return None;
        }
        let lengths = self.lengths(&shares.finish());
        let bands = self.bands(&lengths, area);
        let count = self.count(&lengths, &bands);

        let levels = (count / TASK).max(1.0).log2().ceil().min(7.0);
        let (shares, rest) = self.pass(
            cell.clone(),
            &bands,
            false,
            if levels > 0.0 {
                levels as u32 + 3
            } else {
                LEVELS
            },
        );
        Some(Begun {
            territory: index,
            area,
            edges,
            bands,
            shares,
            rest,
            cell,
        })
    }

    /// Repeats a territory while a bound is too large: where the outline is longer than the first pass saw.
    fn again(&self, begun: &Begun, mut total: Shares) -> Shares {
        let allowed = ENOUGH * self.tolerance * begun.area;
        let mut bands = begun.bands.clone();
        for _ in 0..ROUNDS {
            if self.line.halt().is_stopped() {
                break;
            }
            let scales: Vec<f64> = (total.finish().iter())
                .map(|share| (0.7 * allowed / share.error).min(1.0))
                .collect();
            if scales.iter().all(|&s| s >= 0.7) {
                break;
            }
            bands = (0..bands.len())
                .map(|k| {
                    let (from, to) = self.about(k);
                    let least = scales[from..=to].iter().copied().fold(1.0, f64::min);
                    bands[k] * least
                })
                .collect();
            total = self.pass(begun.cell.clone(), &bands, false, LEVELS).0;
        }
        total
    }

    /// The first and the last width within a window about a width.
    fn about(&self, k: usize) -> (usize, usize) {
        let (widths, reach) = (&self.widths, WINDOW * self.widths[k]);
        let from = shares::first_at_least(widths, widths[k] - reach).min(k);
        let to = shares::first_at_least(widths, widths[k] + reach).max(k + 1);
        (from, to.min(widths.len() - 1))
    }

    /// Whether a polygon can be within the widest width.
    fn near(&self, polygon: &Polygon<f64>) -> bool {
        let Some(extent) = Extent::of(polygon.exterior().0.iter().copied()) else {
            return false;
        };
        self.line.distance(extent.middle()).0 - extent.radius() <= self.widest
    }

    /// The cell that holds the polygons, and a bound on what their edges gain or lose in the plane.
    #[inline(never)]
    fn cell(&self, polygons: &[&Polygon<f64>], area: f64) -> Option<(Cell, f64)> {
        let rings = polygons
            .iter()
            .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        let count: usize = rings.clone().map(|r| r.0.len()).sum();
        let allowed = EDGES * self.tolerance * area / count.max(1) as f64;
        let mut edges = 0.0;
        let mut flat = |ring: &LineString<f64>| {
            let mut out = Vec::with_capacity(ring.0.len());
            for e in (ring.0.windows(2)).take_while(|_| !self.line.halt().is_stopped()) {
                let sliver = plane::sliver(e[0], e[1]).abs();
                // n parts leave 1/n² of it.
                let n = (sliver / allowed).sqrt().ceil().clamp(1.0, 1000.0);
                edges += 1.1 * sliver / (n * n);
                out.extend(
                    (0..n as usize).map(|i| plane::place(e[0] + (e[1] - e[0]) * (i as f64 / n))),
                );
            }
            out.extend(ring.0.last().map(|&p| plane::place(p)));
            LineString(out)
        };
        let flat: MultiPolygon<f64> = polygons
            .iter()
            .map(|p| {
                Polygon::new(
                    flat(p.exterior()),
                    p.interiors().iter().map(&mut flat).collect(),
                )
            })
            .collect();
        let all: Vec<Coord<f64>> = polygons
            .iter()
            .filter_map(|p| Extent::of(p.exterior().0.iter().copied()))
            .flat_map(|e| [e.min, e.max])
            .collect();
        Some((
            Cell::new(Extent::of(all.into_iter())?, Rings::new(&flat)),
            edges,
        ))
    }

    fn pass(&self, cell: Cell, bands: &[f64], crude: bool, levels: u32) -> (Shares, Vec<Cell>) {
        let job = Job {
            tree: self.line.tree(),
            widths: &self.widths,
            aim: bands,
            crude,
        };
        let mut shares = Shares::new(self.widths.len());
        let mut rest = Vec::new();
        job.share_out(cell, levels, &mut shares, &mut rest);
        (shares, rest)
    }

    /// Mean length of the outline about each width, from how the area grows: single lengths of a coarse pass jump.
    fn lengths(&self, coarse: &[Share]) -> Vec<f64> {
        let widths = &self.widths;
        let point = |k: Option<usize>| k.map_or((0.0, 0.0), |k| (widths[k], coarse[k].area));
        (0..widths.len())
            .map(|k| {
                let (from, to) = self.about(k);
                let (w0, a0) = point(from.checked_sub(1));
                let (w1, a1) = point(Some(to));
                (a1 - a0).max(0.0) / (w1 - w0)
            })
            .collect()
    }

    /// Half bands that give the tolerance where the outline is so long, m.
    fn bands(&self, lengths: &[f64], area: f64) -> Vec<f64> {
        (lengths.iter().zip(&self.widths))
            .map(|(length, w)| (SAFETY * self.tolerance * area / length).min(BAND * w))
            .collect()
    }

    /// About how many cells it takes: an outline of length L at width w needs L dw / 8 w band of them.
    fn count(&self, lengths: &[f64], bands: &[f64]) -> f64 {
        let mut before = 0.0;
        let mut count = 0.0;
        for (k, &w) in self.widths.iter().enumerate() {
            count += lengths[k] * (w - before) / (8.0 * w * bands[k]);
            before = w;
        }
        count
    }

    fn course(&self, begun: &Begun, territories: &[Territory], shares: &[Share]) -> Course {
        let doubtful = territories[begun.territory].doubtful.0;
        let covers = (self.widths.iter().zip(shares))
            .map(|(&w, s)| {
                let rounding = begun.edges + area::RELATIVE_ERROR * 10.0 * begun.area;
                let error = s.error + 1.5 * distance_error(w) * s.slope + rounding + doubtful;
                // Whole, or nothing: the sums differ by rounding only. A band may also reach beyond both. Inside the bound.
                let covered = if (s.area - begun.area).abs() <= rounding && s.error <= rounding {
                    begun.area
                } else {
                    s.area.clamp(0.0, begun.area)
                };
                Cover {
                    area: SquareMetres(covered),
                    error: SquareMetres(error + (covered - s.area).abs().min(rounding)),
                    outline: Metres(s.slope),
                }
            })
            .collect();
        Course {
            territory: begun.territory,
            territory_area: SquareMetres(begun.area),
            covers,
        }
    }
}
