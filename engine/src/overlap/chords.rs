//! How far the true outline stands beyond the chords of a strip's polygons, chord by chord.
//!
//! A strip's polygon is made of chords; the true outline is within the tolerance of them. The area between the two is
//! the integral of `width - distance` along the chord, by Simpson's rule from its ends and its middle. Measured once for
//! each chord, it serves the strip's own area, every overlap and the sea.

use super::clip::{GridPoint, Rings, from_grid};
use crate::geodesy::area::edge_length;
use crate::halt::Halt;
use crate::par::*;
use crate::units::Metres;
use geo::Coord;
use rustc_hash::{FxHashMap, FxHashSet};

type Key = (i64, i64);

fn key(p: GridPoint) -> Key {
    (p.x, p.y)
}

/// Whether an edge runs along ±180° or over a pole: made by the cut, not part of the outline.
pub fn is_cut(a: GridPoint, b: GridPoint) -> bool {
    const ANTIMERIDIAN: i64 = 180 * super::clip::GRID as i64;
    const POLE: i64 = 90 * super::clip::GRID as i64;
    (a.x == b.x && a.x.abs() == ANTIMERIDIAN) || (a.y == b.y && a.y.abs() == POLE)
}

/// The chords of one strip.
pub struct Chords {
    /// Mean of `width - distance` along each chord, m, by its two ends in the ring's order.
    gaps: FxHashMap<(Key, Key), f64>,
    vertices: FxHashSet<Key>,
}

impl Chords {
    /// Measures every chord of `rings`; `distance` gives metres for longitude and latitude in degrees. An edge whose middle is
    /// farther than `farthest` m from `width` is no chord: a strip of one side is bounded by the line too.
    /// Anything once stopped.
    pub fn measure(
        rings: &Rings,
        width: f64,
        farthest: f64,
        distance: &(dyn Fn(Coord<f64>) -> Metres + Sync),
        halt: &Halt,
    ) -> Chords {
        let distance = |at| {
            if halt.is_stopped() {
                return Metres(0.0);
            }
            distance(at)
        };
        let gap = |p: GridPoint| width - distance(from_grid(p)).0;
        let measured: Vec<Vec<((Key, Key), f64)>> = rings
            .par_iter()
            .map(|ring| {
                let ends: Vec<f64> = ring.par_iter().map(|&p| gap(p)).collect();
                let n = ring.len();
                (0..n)
                    .into_par_iter()
                    .filter_map(|i| {
                        let j = (i + 1) % n;
                        let (a, b) = (ring[i], ring[j]);
                        if is_cut(a, b) {
                            return None;
                        }
                        let (p, q) = (from_grid(a), from_grid(b));
                        let middle = width - distance((p + q) * 0.5).0;
                        (middle.abs() <= farthest)
                            .then(|| ((key(a), key(b)), (ends[i] + 4.0 * middle + ends[j]) / 6.0))
                    })
                    .collect()
            })
            .collect();
        let goes_on = || !halt.is_stopped();
        let count = measured.iter().map(Vec::len).sum();
        let mut gaps = FxHashMap::with_capacity_and_hasher(count, Default::default());
        gaps.extend(measured.into_iter().flatten().take_while(|_| goes_on()));
        let all = rings.iter().flatten().take_while(|_| goes_on());
        let vertices = all.map(|&p| key(p)).collect();
        Chords { gaps, vertices }
    }

    /// Mean gap of a whole chord, m; `None` if the edge is not one.
    pub fn gap(&self, a: GridPoint, b: GridPoint) -> Option<f64> {
        let (a, b) = (key(a), key(b));
        (self.gaps.get(&(a, b)).or_else(|| self.gaps.get(&(b, a)))).copied()
    }

    /// Whether a chord begins or ends here.
    pub fn is_vertex(&self, p: GridPoint) -> bool {
        self.vertices.contains(&key(p))
    }

    /// Area between the chords and the true outline, and the outline's length: m² and m; anything once stopped.
    pub fn total(&self, rings: &Rings, halt: &Halt) -> (f64, f64) {
        let (mut area, mut length) = (0.0, 0.0);
        for ring in rings {
            for i in (0..ring.len()).take_while(|_| !halt.is_stopped()) {
                let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
                if let Some(gap) = self.gap(a, b) {
                    let l = edge_length(from_grid(a), from_grid(b));
                    area += gap * l;
                    length += l;
                }
            }
        }
        (area, length)
    }
}
