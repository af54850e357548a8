//! Areas of parts of a strip, each with a bound on its error.
//!
//! The strip's polygons are chords of the true outline, so each clipped area is corrected by the integral of
//! (width - distance) along the chords that bound it.
//!
//! Error budget of an area, each term a bound:
//! * outline: the strip's `max_error` x the outline's length inside the part, plus a disc of that radius at each
//!   place where the outline enters or leaves;
//! * the strip's unresolved cells, which cannot be placed: taken whole; so is `inner_error` of a strip of one side or with flat caps;
//! * overlay: the grid's snapping x the perimeter; * integration: `area::RELATIVE_ERROR`;
//! * the distances of the correction: `distance_error` x the outline's length.

use super::chords::{Chords, is_cut};
use super::clip::{self, GridPoint, GridPolygons, Rings, Subject};
use crate::error::Error;
use crate::geodesy::area::{self, Sum, edge_length};
use crate::halt::Halt;
use crate::strip::piece::distance_error;
use crate::strip::{PreparedLine, Strip};
use geo::Coord;
use rustc_hash::FxHashSet;
use std::f64::consts::PI;
use std::sync::Arc;

/// Metres in a degree, at most (a meridian degree at the pole).
const METRES_PER_DEGREE: f64 = 111_700.0;
/// An edge belongs to the outline if its middle stands at the width within this many `max_error`.
const OUTLINE_FACTOR: f64 = 2.0;

/// A strip made ready to be clipped and measured.
pub struct Measured<'a> {
    strip: &'a Strip,
    pub(super) subject: Arc<Subject>,
    line: &'a PreparedLine,
    distance_error: f64,
    chords: Arc<Chords>,
}

/// A strip with what was measured of it, to be kept without its line.
#[derive(Clone)]
pub struct Kept {
    strip: Strip,
    subject: Arc<Subject>,
    chords: Arc<Chords>,
}

/// Area of a part of the strip, m².
#[derive(Clone, Copy, Debug, Default)]
pub struct Part {
    pub area: f64,
    pub error: f64,
    /// The overlay's share of the error.
    pub overlay_error: f64,
    /// Length of the strip's outline that bounds the part, m.
    pub outline: f64,
    /// Length of what else bounds it, such as the territory's own outline, without cuts at the antimeridian, m.
    pub own: f64,
}

impl Part {
    /// Both together, where they do not overlap.
    pub fn and(self, other: Part) -> Part {
        Part {
            area: self.area + other.area,
            error: self.error + other.error,
            overlay_error: self.overlay_error + other.overlay_error,
            outline: self.outline + other.outline,
            own: self.own + other.own,
        }
    }
}

impl Kept {
    /// Measures a strip of `line` and keeps it.
    ///
    /// # Errors
    /// As [`Measured::of`].
    pub fn of(line: &PreparedLine, strip: Strip) -> Result<Self, Error> {
        let Measured {
            subject, chords, ..
        } = Measured::of(line, &strip)?;
        Ok(Kept {
            subject,
            chords,
            strip,
        })
    }

    /// The strip that was measured.
    pub fn strip(&self) -> &Strip {
        &self.strip
    }
}

impl<'a> Measured<'a> {
    /// Measures the chords of a strip of `line`.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) if it is a strip of another line; that of [`Halt::check`].
    pub fn of(line: &'a PreparedLine, strip: &'a Strip) -> Result<Self, Error> {
        strip.is_of(line)?;
        line.halt().check()?;
        let subject = Subject::new(strip.polygons());
        let distance_error = distance_error(strip.width().0);
        let farthest = OUTLINE_FACTOR * strip.max_error().0 + distance_error;
        let (halt, rings) = (line.halt(), subject.rings());
        let distance = |at| line.distance(at);
        let chords = Chords::measure(rings, strip.width().0, farthest, &distance, halt);
        halt.check()?;
        Ok(Measured {
            strip,
            subject: Arc::new(subject),
            line,
            distance_error,
            chords: Arc::new(chords),
        })
    }

    /// As [`Measured::of`] of the same strip, from what was kept; `line`: the same, or one equal to it to the last bit.
    ///
    /// # Errors
    /// As there.
    pub fn again(line: &'a PreparedLine, kept: &'a Kept) -> Result<Self, Error> {
        kept.strip.is_of(line)?;
        Ok(Measured {
            strip: &kept.strip,
            subject: Arc::clone(&kept.subject),
            line,
            distance_error: distance_error(kept.strip.width().0),
            chords: Arc::clone(&kept.chords),
        })
    }

    /// The strip that was measured.
    pub fn strip(&self) -> &'a Strip {
        self.strip
    }

    /// What stops the work on its line.
    pub(super) fn halt(&self) -> &'a Halt {
        self.line.halt()
    }

    /// The whole strip; anything once stopped.
    pub fn whole(&self) -> Part {
        let (beyond, outline) = self.chords.total(self.subject.rings(), self.halt());
        let area = area::multi_polygon_area_until(self.strip.polygons(), self.halt()) + beyond;
        Part {
            area,
            error: self.error_of(area, outline, 0, 0.0),
            overlay_error: 0.0,
            outline,
            own: 0.0,
        }
    }

    /// A part of the strip; `border`: the rings that it was clipped with, whose edges are not the strip's outline.
    /// Anything once stopped.
    pub fn part(&self, shapes: &GridPolygons, border: &[&Rings]) -> Part {
        let halt = self.halt();
        let border: FxHashSet<(i64, i64)> = (border.iter().copied().flatten().flatten())
            .take_while(|_| !halt.is_stopped())
            .map(|p| (p.x, p.y))
            .collect();
        let (width, max_error) = (self.strip.width().0, self.strip.max_error().0);
        let (mut sum, mut outline, mut perimeter, mut ends) = (Sum::default(), 0.0, 0.0, 0usize);
        let mut cuts = 0.0;
        for ring in shapes.iter().flatten() {
            let corners: Vec<Coord<f64>> = ring.iter().map(|&p| clip::from_grid(p)).collect();
            sum.add(area::ring_area_until(&corners, halt));
            for i in (0..ring.len()).take_while(|_| !halt.is_stopped()) {
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
                let gap = |p: Coord<f64>| width - self.line.distance(p).0;
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
        let overlay_error = snapping(perimeter);
        let area = sum.value();
        Part {
            area,
            error: self.error_of(area, outline, ends, overlay_error),
            overlay_error,
            outline,
            own: (perimeter - outline - cuts).max(0.0),
        }
    }

    /// Bound on the error of an area bounded by `outline` metres of the strip's outline that meets a border `ends` times.
    fn error_of(&self, area: f64, outline: f64, ends: usize, overlay_error: f64) -> f64 {
        let max_error = self.strip.max_error().0;
        max_error * outline
            + ends as f64 * PI * max_error * max_error
            + self.strip.unresolved_area().0
            + self.strip.inner_error().0
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

/// A part bounded by given borders alone, such as a whole territory; anything once stopped.
pub fn bordered(shapes: &GridPolygons, halt: &Halt) -> Part {
    let (mut sum, mut perimeter) = (Sum::default(), 0.0);
    for ring in shapes.iter().flatten() {
        let corners: Vec<Coord<f64>> = ring.iter().map(|&p| clip::from_grid(p)).collect();
        for i in (0..corners.len()).take_while(|_| !halt.is_stopped()) {
            perimeter += edge_length(corners[i], corners[(i + 1) % corners.len()]);
        }
        sum.add(area::ring_area_until(&corners, halt));
    }
    let (area, overlay_error) = (sum.value(), snapping(perimeter));
    Part {
        area,
        error: overlay_error + area::RELATIVE_ERROR * area.abs(),
        overlay_error,
        outline: 0.0,
        own: perimeter,
    }
}

/// What the overlay's snapping may move, m², along so many metres.
fn snapping(perimeter: f64) -> f64 {
    clip::SNAP * METRES_PER_DEGREE * perimeter
}
