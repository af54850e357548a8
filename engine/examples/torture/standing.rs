//! On which side of the line a position stands, by the definition in words: the side of the nearest stretch, at a bend of the edge
//! from which the way to the position turns away least, beyond a free end or not. By the oracle's feet alone.

use crate::oracle::{Foot, Oracle};
use geo::Coord;
use standoff_engine::strip::sides::{Cap, Side};
use std::collections::{HashMap, HashSet};

/// An edge as seen from one of its ends.
struct Arm {
    /// Azimuth with which it goes away, degrees.
    heading: f64,
    /// Whether it is digitised that way.
    leaves: bool,
}

pub struct Standing<'a> {
    oracle: &'a Oracle,
    arms: HashMap<[u64; 2], Vec<Arm>>,
    /// Edges that stand a second time.
    again: HashSet<usize>,
    pub side: Side,
    pub cap: Cap,
}

impl<'a> Standing<'a> {
    pub fn new(oracle: &'a Oracle, side: Side, cap: Cap) -> Self {
        let mut arms: HashMap<[u64; 2], Vec<Arm>> = HashMap::new();
        let mut again = HashSet::new();
        let mut known = HashSet::new();
        for (number, edge) in oracle.edges.iter().enumerate() {
            let ends = [key(edge.from), key(edge.to)];
            if ends[0] == ends[1] && edge.length == 0.0 {
                arms.entry(ends[0]).or_default();
                continue;
            }
            if known.contains(&ends) || known.contains(&[ends[1], ends[0]]) {
                again.insert(number);
                continue;
            }
            known.insert(ends);
            let arm = |heading, leaves| Arm { heading, leaves };
            let out = edge.place(0.0).1;
            let back = edge.place(1.0).1 + 180.0;
            arms.entry(ends[0]).or_default().push(arm(out, true));
            arms.entry(ends[1]).or_default().push(arm(back, false));
        }
        Standing {
            oracle,
            arms,
            again,
            side,
            cap,
        }
    }

    /// Whether a position near enough belongs; nothing within `margin` metres of where that changes.
    pub fn belongs(&self, p: Coord<f64>, margin: f64) -> Option<bool> {
        let feet = self.oracle.feet(p, 2.0 * margin);
        if feet.first()?.distance < 2.0 * margin {
            return None;
        }
        let mut answer = None;
        for foot in feet.iter().filter(|f| !self.again.contains(&f.edge)) {
            let found = self.of_foot(foot, margin)?;
            if answer.is_some_and(|a| a != found) {
                return None;
            }
            answer = Some(found);
        }
        answer
    }

    fn of_foot(&self, foot: &Foot, margin: f64) -> Option<bool> {
        let edge = &self.oracle.edges[foot.edge];
        let node = match foot.share {
            s if s <= 0.0 => Some(edge.from),
            s if s >= 1.0 => Some(edge.to),
            _ => None,
        };
        let Some(node) = node else {
            let free = |c: Coord<f64>| self.arms[&key(c)].len() == 1;
            let to_end = [foot.share, 1.0 - foot.share].map(|s| s * edge.length);
            if self.cap == Cap::Flat
                && ((to_end[0] < 3.0 * margin && free(edge.from))
                    || (to_end[1] < 3.0 * margin && free(edge.to)))
            {
                return None;
            }
            return Some(self.holds(left_of(foot.heading, foot.azimuth), false));
        };
        let arms = &self.arms[&key(node)];
        let unsure = (2.0 * margin / foot.distance).min(1.0).to_degrees();
        let at = |azimuth: f64| self.at_node(arms, azimuth);
        let found = at(foot.azimuth);
        (found == at(foot.azimuth - unsure) && found == at(foot.azimuth + unsure)).then_some(found)
    }

    fn at_node(&self, arms: &[Arm], azimuth: f64) -> bool {
        let cos = |arm: &Arm| (azimuth - arm.heading).to_radians().cos();
        let Some(arm) = arms.iter().max_by(|x, y| cos(x).total_cmp(&cos(y))) else {
            // An isolated point is of no side and of both.
            return self.cap == Cap::Round;
        };
        let beyond = arms.len() == 1 && cos(arm) < 0.0;
        self.holds(left_of(arm.heading, azimuth) == arm.leaves, beyond)
    }

    fn holds(&self, left: bool, beyond: bool) -> bool {
        let side = match self.side {
            Side::Both => true,
            Side::Left => left,
            Side::Right => !left,
        };
        side && !(self.cap == Cap::Flat && beyond)
    }
}

/// Whether an azimuth is on the left of another.
fn left_of(heading: f64, azimuth: f64) -> bool {
    (azimuth - heading).to_radians().sin() < 0.0
}

/// Positions are the same if they are the same place: whole turns apart, or at the same pole.
fn key(c: Coord<f64>) -> [u64; 2] {
    let x = if c.y.abs() == 90.0 {
        0.0
    } else {
        c.x.rem_euclid(360.0)
    };
    [(x + 0.0).to_bits(), (c.y + 0.0).to_bits()]
}
