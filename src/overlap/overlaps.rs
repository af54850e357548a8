//! How much of each territory a strip covers, with a bound on the error.
//!
//! The strip's polygons are chords of the true outline, so each clipped area is corrected by the integral of
//! (width - distance) along the chords that bound it. The part over no territory is found on its own, by a difference, so that the
//! residual `strip - overlaps - sea` checks the whole.
//!
//! Error budget of an area, each term a bound:
//! * outline: the strip's `max_error` x the outline's length inside the territory, plus a disc of that radius at each
//!   place where the outline enters or leaves;
//! * cells whose topology the strip left unresolved: a square of two tolerances each, all of them, as they cannot be placed;
//! * overlay: the grid's snapping x the perimeter; * integration: `area::RELATIVE_ERROR`;
//! * the distances of the correction: their error x the outline's length; * the territory's doubtful area.

use super::clip::{self, GridPoint, GridPolygons, Rings, Subject};
use crate::border::territory::Territory;
use crate::geodesy::area::{self, Sum, edge_length};
use crate::strip::{PreparedLine, Strip, piece};
use crate::units::{Metres, SquareMetres};
use geo::{Coord, MultiPolygon};
use rayon::prelude::*;
use rustc_hash::FxHashSet;
use std::cmp::Ordering;
use std::f64::consts::PI;

/// Metres in a degree, at most (a meridian degree at the pole).
const METRES_PER_DEGREE: f64 = 111_700.0;
/// An edge belongs to the outline if its middle stands at the width within this many `max_error`.
const OUTLINE_FACTOR: f64 = 2.0;

/// One territory's part of a strip.
#[derive(Clone, Debug)]
pub struct Overlap {
    /// Index in the slice of territories that was asked about.
    pub territory: usize,
    pub area: SquareMetres,
    /// Part of the territory that lies in the strip, 0..=1.
    pub share: f64,
    pub territory_area: SquareMetres,
    /// Bound on the error of `area`.
    pub error: SquareMetres,
    /// What the territory's own positional accuracy makes uncertain; `None` where unknown.
    pub data_error: Option<SquareMetres>,
    /// Length of the strip's outline inside the territory.
    pub outline: Metres,
    /// The covered part, longitude and latitude in degrees.
    pub polygons: MultiPolygon<f64>,
}

/// What a strip covers.
#[derive(Clone, Debug)]
pub struct Overlaps {
    /// Territories that the strip meets, largest overlap first, then by code.
    pub rows: Vec<Overlap>,
    /// The whole strip, corrected for its chords.
    pub strip: SquareMetres,
    /// Bound on the error of `strip`.
    pub strip_error: SquareMetres,
    /// The part over no territory, found by a difference of its own.
    pub sea: SquareMetres,
    /// Bound on the error of `sea`.
    pub sea_error: SquareMetres,
    /// Strip less overlaps less sea: within the sum of the bounds, unless territories overlap each other.
    pub residual: SquareMetres,
}

/// Overlaps of a strip of `line` with each territory; territories that it does not meet have no row.
/// Uses rayon's current pool; the result does not depend on the number of threads.
pub fn overlaps(line: &PreparedLine, strip: &Strip, territories: &[Territory]) -> Overlaps {
    let error = Metres(piece::distance_error(strip.width.0));
    overlaps_with(&|at| line.distance(at), error, strip, territories)
}

/// The same with any function that gives the distance (m) of a position (longitude, latitude, degrees) to the line,
/// and a bound on the error of that distance near the strip's outline.
pub fn overlaps_with(
    distance: &(dyn Fn(Coord<f64>) -> Metres + Sync),
    distance_error: Metres,
    strip: &Strip,
    territories: &[Territory],
) -> Overlaps {
    let subject = Subject::new(&strip.polygons);
    let vertices: FxHashSet<(i64, i64)> = subject
        .rings()
        .iter()
        .flatten()
        .map(|p| (p.x, p.y))
        .collect();
    let measure = Measure {
        distance,
        distance_error: distance_error.0,
        strip,
        vertices: &vertices,
    };
    let clips: Vec<Rings> = territories
        .par_iter()
        .map(|t| subject.relevant(&t.polygons))
        .collect();
    let everything: Rings = clips.iter().flatten().cloned().collect();
    let (mut rows, sea) = rayon::join(
        || -> Vec<Overlap> {
            (territories.par_iter().zip(&clips).enumerate())
                .filter_map(|(i, (territory, rings))| row(&subject, &measure, i, territory, rings))
                .collect()
        },
        || measure.part(&subject.difference(&everything), &everything),
    );
    let whole = measure.part(&vec![subject.rings().clone()], &Vec::new());
    rows.sort_by(|a, b| {
        (b.area.0.partial_cmp(&a.area.0).unwrap_or(Ordering::Equal)).then_with(|| {
            territories[a.territory]
                .code
                .cmp(&territories[b.territory].code)
        })
    });
    let mut residual = Sum::default();
    residual.add(whole.area);
    residual.add(-sea.area);
    for row in &rows {
        residual.add(-row.area.0);
    }
    Overlaps {
        rows,
        strip: SquareMetres(whole.area),
        strip_error: SquareMetres(whole.error),
        sea: SquareMetres(sea.area),
        sea_error: SquareMetres(sea.error),
        residual: SquareMetres(residual.value()),
    }
}

fn row(
    subject: &Subject,
    measure: &Measure,
    index: usize,
    territory: &Territory,
    rings: &Rings,
) -> Option<Overlap> {
    let shapes = subject.intersection(rings);
    if shapes.is_empty() {
        return None;
    }
    let territory_area = area::multi_polygon_area(&territory.polygons).0;
    let part = measure.part(&shapes, rings);
    let error = part.error + territory.doubtful.0;
    let mut covered = part.area;
    // Whole: the outline does not enter, and the two sums differ by rounding only. A correction at a grazing outline may also
    // lift the area above the territory's. Both are set to the territory's area, inside the bound; a larger excess stays.
    let rounding = part.overlay_error + area::RELATIVE_ERROR * territory_area;
    let whole = part.outline == 0.0 && (covered - territory_area).abs() <= rounding;
    if whole || (covered > territory_area && covered - territory_area <= error) {
        covered = territory_area;
    }
    Some(Overlap {
        territory: index,
        area: SquareMetres(covered),
        share: if territory_area > 0.0 {
            covered / territory_area
        } else {
            0.0
        },
        territory_area: SquareMetres(territory_area),
        error: SquareMetres(error),
        data_error: territory
            .accuracy
            .map(|accuracy| SquareMetres(accuracy.0 * part.outline)),
        outline: Metres(part.outline),
        polygons: clip::to_polygons(&shapes),
    })
}

/// Area of a part of the strip, m².
struct Part {
    area: f64,
    error: f64,
    overlay_error: f64,
    /// Length of the strip's outline that bounds the part, m.
    outline: f64,
}

/// What it takes to measure parts of one strip.
struct Measure<'a> {
    distance: &'a (dyn Fn(Coord<f64>) -> Metres + Sync),
    distance_error: f64,
    strip: &'a Strip,
    vertices: &'a FxHashSet<(i64, i64)>,
}

impl Measure<'_> {
    fn part(&self, shapes: &GridPolygons, territory: &Rings) -> Part {
        let border: FxHashSet<(i64, i64)> =
            territory.iter().flatten().map(|p| (p.x, p.y)).collect();
        let (width, max_error) = (self.strip.width.0, self.strip.max_error.0);
        let (mut sum, mut outline, mut perimeter, mut ends) = (Sum::default(), 0.0, 0.0, 0usize);
        for ring in shapes.iter().flatten() {
            let corners: Vec<Coord<f64>> = ring.iter().map(|&p| clip::from_grid(p)).collect();
            sum.add(area::ring_area(&geo::LineString(corners.clone())).0);
            // Distance of the last corner asked about, so that neighbouring edges share it.
            let mut last: Option<(usize, f64)> = None;
            for i in 0..ring.len() {
                let j = (i + 1) % ring.len();
                let (a, b) = (corners[i], corners[j]);
                let length = edge_length(a, b);
                perimeter += length;
                if !self.may_be_outline(ring[i], ring[j], &border) {
                    continue;
                }
                let middle = (self.distance)(Coord {
                    x: (a.x + b.x) / 2.0,
                    y: (a.y + b.y) / 2.0,
                })
                .0;
                if (middle - width).abs() > OUTLINE_FACTOR * max_error + self.distance_error {
                    continue;
                }
                let start = match last {
                    Some((k, d)) if k == i => d,
                    _ => (self.distance)(a).0,
                };
                let end = (self.distance)(b).0;
                last = Some((j, end));
                outline += length;
                sum.add(length * (width - (start + 4.0 * middle + end) / 6.0));
                ends += [ring[i], ring[j]]
                    .iter()
                    .filter(|p| !self.vertices.contains(&(p.x, p.y)))
                    .count();
            }
        }
        let overlay_error = clip::SNAP * METRES_PER_DEGREE * perimeter;
        let area = sum.value();
        let error = max_error * outline
            + ends as f64 * PI * max_error * max_error
            + self.strip.unresolved as f64 * (2.0 * self.strip.tolerance.0).powi(2)
            + overlay_error
            + area::RELATIVE_ERROR * area.abs()
            + self.distance_error * outline;
        Part {
            area,
            error,
            overlay_error,
            outline,
        }
    }

    /// Whether an edge of the result can lie on the strip's outline, without asking for a distance. Cheap, so that long
    /// borders inside the strip cost nothing; the distance of the edge's middle decides.
    fn may_be_outline(&self, a: GridPoint, b: GridPoint, border: &FxHashSet<(i64, i64)>) -> bool {
        const ANTIMERIDIAN: i64 = 180 * clip::GRID as i64;
        const POLE: i64 = 90 * clip::GRID as i64;
        if (a.x == b.x && a.x.abs() == ANTIMERIDIAN) || (a.y == b.y && a.y.abs() == POLE) {
            return false;
        }
        let strip = |p: GridPoint| self.vertices.contains(&(p.x, p.y));
        if strip(a) || strip(b) {
            return true;
        }
        // Two crossings can be joined by either; a vertex of the territory speaks for its border.
        !border.contains(&(a.x, a.y)) && !border.contains(&(b.x, b.y))
    }
}
