//! Polygons cut in halves along a meridian or a parallel, again and again: what a search over a territory descends on.
//!
//! Rings are straight in longitude and latitude (or in another plane of the caller's), and so are the cuts, so nothing is approximated but the crossing points
//! (rounding). A cut of a ring that leaves in several parts joins them by edges along the cut (Sutherland and Hodgman 1974).
//! Such edges run there and back, so signed areas are right; points that a later cut makes on them lie on no outline, and
//! are marked.

use geo::{Coord, MultiPolygon};

/// Metres in a degree of latitude, at most; times the cosine of the latitude nearest to the equator, in one of longitude.
const METRES_PER_DEGREE: f64 = 111_700.0;

/// A corner of a cut ring.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Corner {
    pub at: Coord<f64>,
    /// Whether it lies on the polygon's outline.
    pub real: bool,
    /// Whether the edge that leaves it runs along a cut.
    pub cut: bool,
}

/// Rings, exteriors counter-clockwise, holes clockwise, not closed.
#[derive(Clone, Debug, Default)]
pub struct Rings {
    corners: Vec<Corner>,
    /// Where each ring ends.
    ends: Vec<usize>,
}

/// The direction a cut runs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Along {
    Meridian,
    Parallel,
}

impl Along {
    #[inline(always)]
    fn of(self, p: Coord<f64>) -> f64 {
        match self {
            Along::Meridian => p.x,
            Along::Parallel => p.y,
        }
    }
}

/// A box in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    pub min: Coord<f64>,
    pub max: Coord<f64>,
}

impl Extent {
    /// The box round positions; `None` without any.
    pub fn of(mut positions: impl Iterator<Item = Coord<f64>>) -> Option<Self> {
        let first = positions.next()?;
        let start = Extent {
            min: first,
            max: first,
        };
        Some(positions.fold(start, |e, p| Extent {
            min: Coord {
                x: e.min.x.min(p.x),
                y: e.min.y.min(p.y),
            },
            max: Coord {
                x: e.max.x.max(p.x),
                y: e.max.y.max(p.y),
            },
        }))
    }

    pub fn middle(&self) -> Coord<f64> {
        (self.min + self.max) * 0.5
    }

    /// South-west, south-east, north-east, north-west.
    pub fn corners(&self) -> [Coord<f64>; 4] {
        let (a, b) = (self.min, self.max);
        [a, Coord { x: b.x, y: a.y }, b, Coord { x: a.x, y: b.y }]
    }

    /// Bound on the distance from the middle to any point of the box, m: the length of a way that is straight in longitude
    /// and latitude.
    pub fn radius(&self) -> f64 {
        let half = (self.max - self.min) * 0.5;
        let (least, _) = self.latitudes();
        (half.x * least.to_radians().cos()).hypot(half.y) * METRES_PER_DEGREE
    }

    /// The latitude nearest to the equator, and the one nearest to a pole, degrees, without sign.
    pub fn latitudes(&self) -> (f64, f64) {
        let (a, b) = (self.min.y.abs(), self.max.y.abs());
        let least = if self.min.y * self.max.y <= 0.0 {
            0.0
        } else {
            a.min(b)
        };
        (least, a.max(b))
    }
}

impl Rings {
    /// The rings of polygons, in degrees.
    pub fn new(polygons: &MultiPolygon<f64>) -> Self {
        let mut rings = Rings::default();
        for polygon in polygons {
            rings.push(&polygon.exterior().0, true);
            for hole in polygon.interiors() {
                rings.push(&hole.0, false);
            }
        }
        rings
    }

    fn push(&mut self, ring: &[Coord<f64>], counter_clockwise: bool) {
        let Some(&first) = ring.first() else { return };
        let open = if ring.last() == Some(&first) {
            &ring[..ring.len() - 1]
        } else {
            ring
        };
        if open.len() < 3 {
            return;
        }
        let start = self.corners.len();
        self.corners.extend(open.iter().map(|&at| Corner {
            at,
            real: true,
            cut: false,
        }));
        if (planar_area(&self.corners[start..]) > 0.0) != counter_clockwise {
            self.corners[start..].reverse();
        }
        self.ends.push(self.corners.len());
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All corners of all rings.
    pub fn corners(&self) -> &[Corner] {
        &self.corners
    }

    /// Each ring's corners.
    pub fn iter(&self) -> impl Iterator<Item = &[Corner]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| {
            let ring = &self.corners[start..end];
            start = end;
            ring
        })
    }

    /// The box round all corners; `None` without rings.
    pub fn extent(&self) -> Option<Extent> {
        Extent::of(self.corners.iter().map(|c| c.at))
    }

    /// Whether a position lies inside, by the even-odd rule (bridges count twice, so they do not matter).
    pub fn hold(&self, p: Coord<f64>) -> bool {
        let mut inside = false;
        for ring in self.iter() {
            for i in 0..ring.len() {
                let (a, b) = (ring[i].at, ring[(i + 1) % ring.len()].at);
                if (a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x)
                {
                    inside = !inside;
                }
            }
        }
        inside
    }

    /// The part on either side of a cut: below (west, south) and above it.
    pub fn halves(&self, along: Along, at: f64) -> [Rings; 2] {
        let mut out = [Rings::default(), Rings::default()];
        for ring in self.iter() {
            for (k, side) in out.iter_mut().enumerate() {
                side.clip(ring, along, at, k == 1);
            }
        }
        out
    }

    /// Adds the part of a ring on one side of a cut.
    fn clip(&mut self, ring: &[Corner], along: Along, cut: f64, above: bool) {
        let inside = |c: &Corner| {
            let v = along.of(c.at);
            if above { v >= cut } else { v <= cut }
        };
        let start = self.corners.len();
        for i in 0..ring.len() {
            let (a, b) = (ring[i], ring[(i + 1) % ring.len()]);
            let (in_a, in_b) = (inside(&a), inside(&b));
            let crossing = || {
                let (va, vb) = (along.of(a.at), along.of(b.at));
                let t = (cut - va) / (vb - va);
                let at = match along {
                    Along::Meridian => Coord {
                        x: cut,
                        y: a.at.y + t * (b.at.y - a.at.y),
                    },
                    Along::Parallel => Coord {
                        x: a.at.x + t * (b.at.x - a.at.x),
                        y: cut,
                    },
                };
                Corner {
                    at,
                    real: !a.cut,
                    cut: a.cut,
                }
            };
            match (in_a, in_b) {
                (true, true) => self.corners.push(a),
                (true, false) => {
                    self.corners.push(a);
                    // What leaves this corner runs along the cut.
                    self.corners.push(Corner {
                        cut: true,
                        ..crossing()
                    });
                }
                (false, true) => self.corners.push(crossing()),
                (false, false) => {}
            }
        }
        if self.corners.len() - start < 3 {
            self.corners.truncate(start);
        } else {
            self.ends.push(self.corners.len());
        }
    }
}

/// Twice the signed area, in squares of the ring's unit.
pub fn planar_area(ring: &[Corner]) -> f64 {
    let o = ring[0].at;
    (0..ring.len())
        .map(|i| {
            let (a, b) = (ring[i].at - o, ring[(i + 1) % ring.len()].at - o);
            a.x * b.y - b.x * a.y
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{LineString, Polygon};

    /// A comb of three teeth that hang from the top, with a hole in its back.
    fn comb() -> MultiPolygon<f64> {
        let outer = vec![
            (0.0, 0.0),
            (1.0, 0.0),
            (1.0, 3.0),
            (2.0, 3.0),
            (2.0, 0.0),
            (3.0, 0.0),
            (3.0, 3.0),
            (4.0, 3.0),
            (4.0, 0.0),
            (5.0, 0.0),
            (5.0, 5.0),
            (0.0, 5.0),
        ];
        let hole = vec![(2.2, 4.0), (2.8, 4.0), (2.5, 4.5)];
        MultiPolygon(vec![Polygon::new(
            LineString::from(outer),
            vec![LineString::from(hole)],
        )])
    }

    fn area(rings: &Rings) -> f64 {
        rings.iter().map(|r| 0.5 * planar_area(r)).sum()
    }

    #[test]
    fn halves_add_up_and_a_gap_between_teeth_is_not_inside() {
        let rings = Rings::new(&comb());
        let whole = area(&rings);
        let [low, high] = rings.halves(Along::Parallel, 1.5);
        assert!((area(&low) + area(&high) - whole).abs() < 1e-12);
        assert!((area(&low) - 4.5).abs() < 1e-12);
        let [_, right] = low.halves(Along::Meridian, 1.5);
        assert!((area(&right) - 3.0).abs() < 1e-12);
        assert!(right.hold(Coord { x: 2.5, y: 1.0 }) && !right.hold(Coord { x: 3.5, y: 1.0 }));
    }

    #[test]
    fn corners_made_on_an_edge_along_a_cut_are_not_of_the_outline() {
        let [low, _] = Rings::new(&comb()).halves(Along::Parallel, 1.5);
        // The teeth are joined along the parallel 1.5; the meridian 1.5 cuts that bridge.
        let [left, _] = low.halves(Along::Meridian, 1.5);
        let made: Vec<_> = left.corners().iter().filter(|c| c.at.x == 1.5).collect();
        assert!(!made.is_empty() && made.iter().all(|c| !c.real));
        assert!(left.corners().iter().any(|c| c.real));
    }
}
