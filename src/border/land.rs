//! The parts of a line that run over land: finer borders go on out to sea, to the end of the territorial waters.
//!
//! In: a line, and territories that end at the coast. Out: the parts of the line inside a territory, as far as they stay inside or
//! within a distance of one, and the length of what is left out. A part that only passes a territory at sea is left out whole.

use geo::{Coord, LineString, MultiLineString, Polygon};
use rustc_hash::FxHashSet;

use super::snap::outline::{Outlines, chord};
use super::territory::Territory;
use crate::geodesy::area::edge_length;
use crate::geodesy::edge_tree::Edges;
use crate::geodesy::ellipsoid::space_of_lonlat;
use crate::units::Metres;

/// Positions along the line that are looked at stand no farther apart than this, m.
const STEP: f64 = 500.0;
/// Where the line leaves the land is found to this, m.
const CUT: f64 = 1.0;

/// Leaves out what is farther than `slack` from all territories, and what enters none.
///
/// # Accuracy
/// Cuts to a metre; an excursion out to sea of less than 500 m may stay.
pub fn over_land(
    lines: &MultiLineString<f64>,
    territories: &[Territory],
    slack: Metres,
) -> (MultiLineString<f64>, Metres) {
    let land = Land::new(lines, territories, slack.0);
    let (mut kept, mut left) = (Vec::new(), 0.0);
    for part in lines {
        let mut run: Vec<Coord<f64>> = Vec::new();
        let mut here = part.0.first().is_some_and(|c| land.holds(*c));
        run.extend(part.0.first().filter(|_| here));
        for pair in part.0.windows(2) {
            let (p, q) = (pair[0], pair[1]);
            let n = (edge_length(p, q) / STEP).ceil().max(1.0) as u32;
            let mut from = p;
            for k in 1..=n {
                let to = if k == n {
                    q
                } else {
                    p + (q - p) * (f64::from(k) / f64::from(n))
                };
                let there = land.holds(to);
                if here != there {
                    let cut = land.cut(from, to, here);
                    let out = if here { [cut, to] } else { [from, cut] };
                    left += edge_length(out[0], out[1]);
                    run.push(cut);
                    if here {
                        keep(std::mem::take(&mut run), &land, &mut kept, &mut left);
                    }
                } else if !here {
                    left += edge_length(from, to);
                }
                (from, here) = (to, there);
            }
            if here {
                run.push(q);
            }
        }
        keep(run, &land, &mut kept, &mut left);
    }
    (MultiLineString(kept), Metres(left))
}

/// Keeps a part if a position of it, or the middle of an edge, is inside a territory.
fn keep(part: Vec<Coord<f64>>, land: &Land, kept: &mut Vec<LineString<f64>>, left: &mut f64) {
    let mut inside = part.iter().any(|c| land.inside(*c));
    inside |= part.windows(2).any(|w| land.inside((w[0] + w[1]) * 0.5));
    if part.len() > 1 && inside {
        kept.push(LineString(part));
    } else {
        *left += part
            .windows(2)
            .map(|w| edge_length(w[0], w[1]))
            .sum::<f64>();
    }
}

/// Territories about a line.
struct Land {
    polygons: Vec<Edges>,
    outlines: Outlines,
    slack: f64,
}

impl Land {
    fn new(lines: &MultiLineString<f64>, territories: &[Territory], slack: f64) -> Self {
        // Whole degrees about the line; an edge of a territory is shorter than a degree where it matters, or has an end near.
        let degree = |c: &Coord<f64>| (c.x.floor() as i32, c.y.floor() as i32);
        let mut about: FxHashSet<(i32, i32)> = FxHashSet::default();
        let ends = lines.iter().flat_map(|l| l.0.windows(2));
        for pair in ends {
            let n = (edge_length(pair[0], pair[1]) / 20_000.0).ceil().max(1.0) as u32;
            for k in 0..=n {
                let (x, y) =
                    degree(&(pair[0] + (pair[1] - pair[0]) * (f64::from(k) / f64::from(n))));
                about.extend((-1..=1).flat_map(|i| {
                    // The antimeridian: degrees -181 and 179 are the same.
                    (-1..=1).map(move |j| ((x + i + 180).rem_euclid(360) - 180, y + j))
                }));
            }
        }
        let polygons: Vec<&Polygon<f64>> = territories
            .iter()
            .flat_map(|t| &t.polygons)
            .filter(|p| p.exterior().0.iter().any(|c| about.contains(&degree(c))))
            .collect();
        let near = polygons.iter().flat_map(|p| {
            let rings = std::iter::once(p.exterior()).chain(p.interiors());
            rings.flat_map(|r| r.0.windows(2))
        });
        let near: Vec<(u32, [Coord<f64>; 2])> = near
            .filter(|w| w.iter().any(|c| about.contains(&degree(c))))
            .map(|w| (0, [w[0], w[1]]))
            .collect();
        Land {
            polygons: polygons.into_iter().map(Edges::of).collect(),
            outlines: Outlines::new(near),
            slack: chord(slack),
        }
    }

    fn inside(&self, c: Coord<f64>) -> bool {
        let at = [c.x, c.y];
        let inside =
            |edges: &Edges| edges.bounds().is_some_and(|b| b.holds(at)) && edges.inside(at);
        self.polygons.iter().any(inside)
    }

    fn holds(&self, c: Coord<f64>) -> bool {
        let near = |x| {
            self.outlines
                .nearest(x, self.slack, |_| true, |_| true)
                .is_some()
        };
        self.inside(c) || near(space_of_lonlat(c))
    }

    /// Where the answer `here`, that of `p`, changes on the way to `q`.
    fn cut(&self, p: Coord<f64>, q: Coord<f64>, here: bool) -> Coord<f64> {
        let length = edge_length(p, q);
        let (mut low, mut high) = (0.0, 1.0);
        while (high - low) * length > CUT {
            let middle = 0.5 * (low + high);
            if self.holds(p + (q - p) * middle) == here {
                low = middle;
            } else {
                high = middle;
            }
        }
        p + (q - p) * (0.5 * (low + high))
    }
}
