//! How much of each territory a strip covers, with a bound on the error.
//!
//! The strip's polygons are chords of the true outline, so each clipped area is corrected by the integral of
//! (width - distance) along the chords that bound it. The part over no territory is found on its own, by a difference, so that the
//! residual `strip - overlaps - sea` checks the whole.
//!
//! Error budget of an area, each term a bound:
//! * outline: the strip's `max_error` x the outline's length inside the territory, plus a disc of that radius at each
//!   place where the outline enters or leaves;
//! * the strip's unresolved cells, which cannot be placed: taken whole;
//! * overlay: the grid's snapping x the perimeter; * integration: `area::RELATIVE_ERROR`;
//! * the distances of the correction: `distance_error` x the outline's length; * the territory's doubtful area.

use super::chords::{Chords, is_cut};
use super::clip::{self, GridPoint, GridPolygons, Rings, Subject};
use crate::border::territory::Territory;
use crate::geodesy::area::{self, Sum, edge_length};
use crate::strip::piece::distance_error;
use crate::strip::{PreparedLine, Strip};
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
    /// What positional accuracy makes uncertain: the line's x the outline in the territory, and where the line is not made of the
    /// territories, theirs x the length of their own outline in the strip. `None` where the line's is unknown.
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
    /// The strip's own area, its chords corrected.
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
    let distance_error = Metres(distance_error(strip.width.0));
    overlaps_with(&|at| line.distance(at), distance_error, strip, territories)
}

/// The same with any function that gives the distance of a position (longitude, latitude, degrees) to the line, and a bound
/// on that function's error.
pub fn overlaps_with(
    distance: &(dyn Fn(Coord<f64>) -> Metres + Sync),
    distance_error: Metres,
    strip: &Strip,
    territories: &[Territory],
) -> Overlaps {
    let subject = Subject::new(&strip.polygons);
    let chords = Chords::measure(subject.rings(), strip.width.0, distance);
    let measure = Measure {
        distance,
        distance_error: distance_error.0,
        strip,
        chords: &chords,
    };
    let (beyond, outline) = chords.total(subject.rings());
    let inside = area::multi_polygon_area(&strip.polygons).0;
    let strip_area = inside + beyond;
    let strip_error = measure.error_of(strip_area, outline, 0, 0.0);
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
    rows.sort_by(|a, b| {
        (b.area.0.partial_cmp(&a.area.0).unwrap_or(Ordering::Equal)).then_with(|| {
            territories[a.territory]
                .code
                .cmp(&territories[b.territory].code)
        })
    });
    let mut residual = Sum::default();
    residual.add(strip_area);
    residual.add(-sea.area);
    for row in &rows {
        residual.add(-row.area.0);
    }
    Overlaps {
        rows,
        strip: SquareMetres(strip_area),
        strip_error: SquareMetres(strip_error),
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
    let own = territory
        .outline_accuracy
        .map_or(0.0, |accuracy| accuracy.0 * part.own);
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
            .map(|accuracy| SquareMetres(accuracy.0 * part.outline + own)),
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
    /// Length of the territory's own outline that bounds the part, without cuts at the antimeridian, m.
    own: f64,
}

/// What it takes to measure parts of one strip.
struct Measure<'a> {
    distance: &'a (dyn Fn(Coord<f64>) -> Metres + Sync),
    distance_error: f64,
    strip: &'a Strip,
    chords: &'a Chords,
}

impl Measure<'_> {
    fn part(&self, shapes: &GridPolygons, territory: &Rings) -> Part {
        let border: FxHashSet<(i64, i64)> =
            territory.iter().flatten().map(|p| (p.x, p.y)).collect();
        let (width, max_error) = (self.strip.width.0, self.strip.max_error.0);
        let (mut sum, mut outline, mut perimeter, mut ends) = (Sum::default(), 0.0, 0.0, 0usize);
        let mut cuts = 0.0;
        for ring in shapes.iter().flatten() {
            let corners: Vec<Coord<f64>> = ring.iter().map(|&p| clip::from_grid(p)).collect();
            sum.add(area::ring_area(&geo::LineString(corners.clone())).0);
            for i in 0..ring.len() {
                let j = (i + 1) % ring.len();
                let (a, b) = (corners[i], corners[j]);
                let length = edge_length(a, b);
                perimeter += length;
                if is_cut(ring[i], ring[j]) {
                    cuts += length;
                }
                if let Some(gap) = self.chords.gap(ring[i], ring[j]) {
                    outline += length;
                    sum.add(length * gap);
                    continue;
                }
                if !self.may_be_outline(ring[i], ring[j], &border) {
                    continue;
                }
                // A part of a chord, cut off by the territory's border.
                let gap = |p: Coord<f64>| width - (self.distance)(p).0;
                let middle = gap((a + b) * 0.5);
                if middle.abs() > OUTLINE_FACTOR * max_error + self.distance_error {
                    continue;
                }
                outline += length;
                sum.add(length * (gap(a) + 4.0 * middle + gap(b)) / 6.0);
                ends += [ring[i], ring[j]]
                    .iter()
                    .filter(|&&p| !self.chords.is_vertex(p))
                    .count();
            }
        }
        let overlay_error = clip::SNAP * METRES_PER_DEGREE * perimeter;
        let area = sum.value();
        let error = self.error_of(area, outline, ends, overlay_error);
        Part {
            area,
            error,
            overlay_error,
            outline,
            own: (perimeter - outline - cuts).max(0.0),
        }
    }

    /// Bound on the error of an area bounded by `outline` metres of the strip's outline that meets a border `ends` times.
    fn error_of(&self, area: f64, outline: f64, ends: usize, overlay_error: f64) -> f64 {
        let max_error = self.strip.max_error.0;
        max_error * outline
            + ends as f64 * PI * max_error * max_error
            + self.strip.unresolved_area.0
            + overlay_error
            + area::RELATIVE_ERROR * area.abs()
            + self.distance_error * outline
    }

    /// Whether an edge of the result can lie on the strip's outline, without asking for a distance. Cheap, so that long
    /// borders inside the strip cost nothing; the distance of the edge's middle decides.
    fn may_be_outline(&self, a: GridPoint, b: GridPoint, border: &FxHashSet<(i64, i64)>) -> bool {
        if is_cut(a, b) {
            return false;
        }
        if self.chords.is_vertex(a) || self.chords.is_vertex(b) {
            return true;
        }
        // Two crossings can be joined by either; a vertex of the territory speaks for its border.
        !border.contains(&(a.x, a.y)) && !border.contains(&(b.x, b.y))
    }
}
