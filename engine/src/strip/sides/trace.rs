//! The divide within one mixed rectangle, by bisection on membership.

use super::METRES_PER_DEGREE;
use super::divide::Job;
use super::squares::{Corner, Edge, Square, degrees, edge};
use crate::geodesy::ellipsoid::aux_of_lonlat;
use crate::strip::place::Placer;
use geo::Coord;
use rustc_hash::FxHashSet;

/// A chord stands where the divide is within this many tolerances at its quarters.
pub const WITHIN: f64 = 0.35;
/// Crossings with edges are found to so many steps of 2^-44 degrees (0.03 mm), a power of two.
const CROSSING: i64 = 1 << 12;

impl Job<'_> {
    pub(super) fn is_member(&self, at: Coord<f64>, placer: &mut Placer) -> bool {
        let aux = aux_of_lonlat(at);
        let near = placer.near(aux);
        self.member.holds(placer.standing(aux, &near))
    }

    /// The divide in one rectangle; nothing if it is not found to be a graph there.
    pub(super) fn trace(
        &self,
        square: &Square,
        divided: &FxHashSet<Edge>,
        placer: &mut Placer,
    ) -> Option<Vec<Vec<Coord<f64>>>> {
        let c = square.corners();
        let mut crossings = Vec::new();
        for k in 0..4 {
            let (a, b) = (c[k], c[(k + 1) % 4]);
            let (in_a, in_b) = (
                self.is_member(degrees(a), placer),
                self.is_member(degrees(b), placer),
            );
            self.cross((a, in_a), (b, in_b), divided, placer, &mut crossings);
        }
        // More than two: the graph leaves and comes back.
        if crossings.len() > 2 {
            let (mut best, mut pair) = (0.0, (0, 1));
            for i in 0..crossings.len() {
                for j in i + 1..crossings.len() {
                    let step = crossings[j].0 - crossings[i].0;
                    let l = step.x.hypot(step.y);
                    if l > best {
                        (best, pair) = (l, (i, j));
                    }
                }
            }
            let axis = crossings[pair.1].0 - crossings[pair.0].0;
            crossings.sort_by(|p, q| {
                let at = |p: &Coord<f64>| p.x * axis.x + p.y * axis.y;
                at(&p.0).total_cmp(&at(&q.0))
            });
        }
        let mut chains = Vec::new();
        for pair in crossings.chunks(2) {
            let (a, b) = (pair[0], pair[1]);
            let mut chain = vec![a.0];
            self.refine(a.0, b.0, a.1, 0, placer, &mut chain)?;
            chains.push(chain);
        }
        Some(chains)
    }

    /// Appends the crossings of the edge a→b: position, and membership before it.
    fn cross(
        &self,
        a: (Corner, bool),
        b: (Corner, bool),
        divided: &FxHashSet<Edge>,
        placer: &mut Placer,
        out: &mut Vec<(Coord<f64>, bool)>,
    ) {
        let middle = ((a.0.0 + b.0.0) / 2, (a.0.1 + b.0.1) / 2);
        let length = (a.0.0 - b.0.0).abs().max((a.0.1 - b.0.1).abs());
        if length > CROSSING && divided.contains(&edge(a.0, b.0)) {
            let m = (middle, self.is_member(degrees(middle), placer));
            self.cross(a, m, divided, placer, out);
            self.cross(m, b, divided, placer, out);
        } else if a.1 != b.1 {
            let (mut lo, mut hi) = (a.0, b.0);
            while (lo.0 - hi.0).abs().max((lo.1 - hi.1).abs()) > CROSSING {
                let m = ((lo.0 + hi.0) / 2, (lo.1 + hi.1) / 2);
                if self.is_member(degrees(m), placer) == a.1 {
                    lo = m;
                } else {
                    hi = m;
                }
            }
            let at = ((lo.0 + hi.0) / 2, (lo.1 + hi.1) / 2);
            out.push((degrees(at), a.1));
        }
    }

    /// Appends the divide from `a` to `b`, without `a`; `left` is the membership on the left. Nothing if it is not
    /// found within a chord's length.
    fn refine(
        &self,
        a: Coord<f64>,
        b: Coord<f64>,
        left: bool,
        depth: u32,
        placer: &mut Placer,
        out: &mut Vec<Coord<f64>>,
    ) -> Option<()> {
        let cos = (0.5 * (a.y + b.y)).to_radians().cos().abs().max(1e-9);
        let (east, north) = (
            (b.x - a.x) * cos * METRES_PER_DEGREE,
            (b.y - a.y) * METRES_PER_DEGREE,
        );
        let length = east.hypot(north);
        if depth > 40 {
            return None;
        }
        if length < 0.5 * self.tolerance {
            out.push(b);
            return Some(());
        }
        let aside = |t: f64, h: f64| Coord {
            x: a.x + t * (b.x - a.x) - h * north / length / (cos * METRES_PER_DEGREE),
            y: a.y + t * (b.y - a.y) + h * east / length / METRES_PER_DEGREE,
        };
        let h = WITHIN * self.tolerance;
        for t in [0.5, 0.25, 0.75] {
            let right_of_it = self.is_member(aside(t, h), placer) != left;
            let left_of_it = self.is_member(aside(t, -h), placer) == left;
            if !right_of_it && !left_of_it {
                continue;
            }
            // The divide is farther to the left, or to the right.
            let sign = if right_of_it { 1.0 } else { -1.0 };
            let (mut near, mut far) = (h, 2.0 * h);
            while (self.is_member(aside(t, sign * far), placer) == left) != right_of_it {
                near = far;
                far *= 2.0;
                if far > length + 8.0 * self.tolerance {
                    return None;
                }
            }
            while far - near > 1e-3 * self.tolerance {
                let m = 0.5 * (near + far);
                if (self.is_member(aside(t, sign * m), placer) == left) == right_of_it {
                    far = m;
                } else {
                    near = m;
                }
            }
            let m = aside(t, sign * 0.5 * (near + far));
            self.refine(a, m, left, depth + 1, placer, out)?;
            return self.refine(m, b, left, depth + 1, placer, out);
        }
        out.push(b);
        Some(())
    }
}
