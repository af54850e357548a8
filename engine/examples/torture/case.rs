//! One case: a line, how its edges are read, and the strip that is asked for; and what all classes share in drawing them.

use crate::random::Random;
use geo::Coord;
use standoff_engine::geodesy::edges::Edges;
use standoff_engine::strip::sides::{Cap, Side};
use standoff_engine::strip::{TOLERANCE_RANGE, WIDEST};

/// What is asked of the engines. Lengths in metres, positions in degrees, longitudes running on.
#[derive(Clone, Debug)]
pub struct Case {
    pub parts: Vec<Vec<Coord<f64>>>,
    pub edges: Edges,
    pub width: f64,
    pub tolerance: f64,
    pub side: Side,
    pub cap: Cap,
}

/// A strip of no more vertices than about this is asked for, or the tolerance is made coarser: time goes into many strips.
const VERTICES: f64 = 6_000.0;
/// An outline is no longer than this, m: about twice round the earth, for strips that fold back.
const LONGEST_OUTLINE: f64 = 8e7;

impl Case {
    /// The strip on both sides of `parts`, with a tolerance that suits the width.
    pub fn new(random: &mut Random, parts: Vec<Vec<Coord<f64>>>, width: f64, edges: Edges) -> Self {
        let width = width.min(WIDEST);
        let tolerance = tolerance(random, &parts, width);
        Case {
            parts,
            edges,
            width,
            tolerance,
            side: Side::Both,
            cap: Cap::Round,
        }
    }

    /// With a tolerance of its own where the class is about small errors.
    pub fn or_one_metre(mut self, random: &mut Random) -> Self {
        if random.chance(0.5) && self.width > 10.0 {
            self.tolerance = self.tolerance.max(1.0);
        }
        self
    }
}

/// From 1 cm to a tenth of the width.
fn tolerance(random: &mut Random, parts: &[Vec<Coord<f64>>], width: f64) -> f64 {
    let (least, greatest) = (TOLERANCE_RANGE.0, TOLERANCE_RANGE.1.min(0.1 * width));
    let asked = match random.number(0, 10) {
        0..=2 => 1.0,
        3..=4 => 0.1 * width,
        5 => least,
        _ => random.magnitude(least, greatest.max(least * 1.001)),
    };
    let edges = parts.iter().flat_map(|p| p.windows(2));
    let line: f64 = (edges.map(|w| 111_320.0 * (w[1].x - w[0].x).hypot(w[1].y - w[0].y))).sum();
    let outline =
        (2.0 * line + 7.0 * width * parts.len() as f64).min(LONGEST_OUTLINE.max(7.0 * width));
    // A chord of length c strays c² / 8 w from an arc of radius w.
    let coarse = (outline / VERTICES).powi(2) / (8.0 * width);
    asked.max(coarse).clamp(least, greatest.max(least))
}

/// Planar three times out of five.
pub fn reading(random: &mut Random) -> Edges {
    if random.chance(0.6) {
        Edges::Planar
    } else {
        Edges::Geodesic
    }
}

/// A place anywhere between latitudes.
pub fn anywhere(random: &mut Random, most: f64) -> Coord<f64> {
    let x = if random.chance(0.15) {
        180.0 + random.within(-1.0, 1.0)
    } else {
        random.within(-180.0, 180.0)
    };
    // Even on the sphere, with the high latitudes as often again.
    let y = if random.chance(0.8) {
        random
            .within(-1.0, 1.0)
            .asin()
            .to_degrees()
            .clamp(-most, most)
    } else {
        random.sign() * random.within(0.7 * most, most)
    };
    Coord { x, y }
}

/// Metres east and north of a place: roughly, which is all that a random shape needs.
pub fn local(at: Coord<f64>, shape: &[[f64; 2]]) -> Vec<Coord<f64>> {
    let degree = 111_320.0;
    let cos = at.y.to_radians().cos().max(1e-3);
    (shape.iter())
        .map(|&[e, n]| Coord {
            x: at.x + e / (degree * cos),
            y: (at.y + n / degree).clamp(-89.999, 89.999),
        })
        .collect()
}

/// A walk: `count` steps of about `step` metres, the heading turning by `turn` rad a step with some unrest.
pub fn walk(random: &mut Random, count: usize, step: f64, turn: f64, unrest: f64) -> Vec<[f64; 2]> {
    let mut heading = random.within(0.0, std::f64::consts::TAU);
    let mut at = [0.0, 0.0];
    let mut shape = vec![at];
    for _ in 0..count {
        let length = step * random.within(0.7, 1.3);
        at = [
            at[0] + length * heading.cos(),
            at[1] + length * heading.sin(),
        ];
        shape.push(at);
        heading += turn + unrest * random.normal();
    }
    shape
}
