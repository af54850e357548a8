//! A box in longitude and latitude, and the parts of a line inside it.
//!
//! An edge is cut where it crosses the box's sides, as the line's edges are read: straight in longitude and latitude, or geodesics.

use std::fmt;
use std::str::FromStr;

use geo::{Coord, LineString, MultiLineString};
use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};

use crate::error::Error;
use crate::geodesy::edges::Edges;

/// A box, its sides included. Degrees; `west > east` means across the antimeridian.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Within {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

impl FromStr for Within {
    type Err = Error;

    /// Reads `WEST,SOUTH,EAST,NORTH`.
    fn from_str(text: &str) -> Result<Self, Error> {
        let refused = |what: &str| {
            Error::usage(format!("the box {text} {what}"))
                .remedy("write WEST,SOUTH,EAST,NORTH in degrees, as in -11,34,45,72; WEST above EAST goes across the antimeridian")
        };
        let sides: Option<Vec<f64>> = text.split(',').map(|p| p.trim().parse().ok()).collect();
        let Some(&[west, south, east, north]) = sides.as_deref() else {
            return Err(refused("is not four numbers"));
        };
        let on_earth = |v: f64, limit: f64| v.abs() <= limit;
        if !(on_earth(west, 180.0)
            && on_earth(east, 180.0)
            && on_earth(south, 90.0)
            && on_earth(north, 90.0))
        {
            return Err(refused("leaves the globe"));
        }
        if south >= north || west == east {
            return Err(refused("is empty"));
        }
        Ok(Within {
            west,
            south,
            east,
            north,
        })
    }
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{},{},{},{}",
            self.west, self.south, self.east, self.north
        )
    }
}

impl Within {
    /// The parts of a line inside the box. Degrees; longitudes may run on beyond ±180°. An edge along a side of the box is inside.
    pub fn clip(&self, lines: &MultiLineString<f64>, edges: Edges) -> MultiLineString<f64> {
        let mut parts: Vec<LineString<f64>> = Vec::new();
        for line in lines {
            let mut joins = false;
            if let [only] = line.0[..]
                && self.holds(only)
            {
                parts.push(line.clone());
            }
            for pair in line.0.windows(2) {
                let (from, to) = (pair[0], pair[1]);
                let pieces = self.pieces(from, to, edges);
                for (i, [p, q]) in pieces.iter().enumerate() {
                    match parts.last_mut().filter(|_| i == 0 && joins && *p == from) {
                        Some(part) => part.0.push(*q),
                        None => parts.push(LineString(vec![*p, *q])),
                    }
                }
                joins = pieces.last().is_some_and(|[_, q]| *q == to);
            }
        }
        MultiLineString(parts)
    }

    /// The parts of one edge inside the box, in the edge's direction.
    pub fn pieces(&self, a: Coord<f64>, b: Coord<f64>, edges: Edges) -> Vec<[Coord<f64>; 2]> {
        if a == b {
            return if self.holds(a) {
                vec![[a, b]]
            } else {
                Vec::new()
            };
        }
        let edge = Edge::new(a, b, edges);
        let mut cuts = vec![0.0, 1.0];
        for turn in self.turns(a, b) {
            for x in [self.west, self.east_end()] {
                edge.crossings(0, x + turn, &mut cuts);
            }
        }
        for y in [self.south, self.north] {
            edge.crossings(1, y, &mut cuts);
        }
        cuts.sort_by(f64::total_cmp);
        cuts.dedup();
        let mut pieces: Vec<[Coord<f64>; 2]> = Vec::new();
        for pair in cuts.windows(2) {
            if !self.holds(edge.at(0.5 * (pair[0] + pair[1]))) {
                continue;
            }
            let (p, q) = (edge.at(pair[0]), edge.at(pair[1]));
            match pieces.last_mut().filter(|[_, end]| *end == p) {
                Some([_, end]) => *end = q,
                None => pieces.push([p, q]),
            }
        }
        pieces
    }

    fn east_end(&self) -> f64 {
        if self.west < self.east {
            self.east
        } else {
            self.east + 360.0
        }
    }

    /// Turns of longitude, degrees, by which the box can meet an edge.
    fn turns(&self, a: Coord<f64>, b: Coord<f64>) -> impl Iterator<Item = f64> {
        let first = ((a.x.min(b.x) - self.east_end()) / 360.0).ceil() as i64;
        let last = ((a.x.max(b.x) - self.west) / 360.0).floor() as i64;
        (first..=last).map(|turn| turn as f64 * 360.0)
    }

    fn holds(&self, at: Coord<f64>) -> bool {
        let round = self.turns(at, at).next().is_some();
        round && (self.south..=self.north).contains(&at.y)
    }
}

/// An edge as a curve over 0..=1.
struct Edge {
    a: Coord<f64>,
    b: Coord<f64>,
    /// Azimuth (degrees) and length (m), of a geodesic.
    geodesic: Option<(f64, f64)>,
}

impl Edge {
    fn new(a: Coord<f64>, b: Coord<f64>, edges: Edges) -> Self {
        let geodesic = (edges == Edges::Geodesic).then(|| {
            let (length, azimuth, _, _): (f64, f64, f64, f64) =
                Geodesic::wgs84().inverse(a.y, a.x, b.y, b.x);
            (azimuth, length)
        });
        Edge { a, b, geodesic }
    }

    /// The ends are the given positions, bit for bit.
    fn at(&self, t: f64) -> Coord<f64> {
        if t <= 0.0 {
            return self.a;
        }
        if t >= 1.0 {
            return self.b;
        }
        let straight = self.a + (self.b - self.a) * t;
        let Some((azimuth, length)) = self.geodesic else {
            return straight;
        };
        let (y, x): (f64, f64) = Geodesic::wgs84().direct(self.a.y, self.a.x, azimuth, t * length);
        // The same turn of longitude as the edge.
        let x = x + 360.0 * ((straight.x - x) / 360.0).round();
        Coord { x, y }
    }

    /// Adds the places where longitude (`axis` 0) or latitude (1) is `value`.
    fn crossings(&self, axis: usize, value: f64, to: &mut Vec<f64>) {
        let of = |t: f64| {
            let at = self.at(t);
            (if axis == 0 { at.x } else { at.y }) - value
        };
        if self.geodesic.is_none() {
            let (u, v) = (of(0.0), of(1.0));
            if (u < 0.0) != (v < 0.0) {
                to.push(u / (u - v));
            }
            return;
        }
        // Along a geodesic shorter than half the globe longitude is monotone, and latitude has one turning point at most.
        let turn = if axis == 0 { 1.0 } else { self.turning() };
        for (from, till) in [(0.0, turn), (turn, 1.0)] {
            if (of(from) < 0.0) != (of(till) < 0.0) {
                to.push(bisect(&of, from, till));
            }
        }
    }

    /// Where the latitude is farthest from the chord of the two ends' latitudes, by golden section: the turning point if there is one.
    fn turning(&self) -> f64 {
        let ratio = (5.0f64.sqrt() - 1.0) / 2.0;
        let sign = if self.at(0.5).y >= 0.5 * (self.a.y + self.b.y) {
            1.0
        } else {
            -1.0
        };
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..60 {
            let (p, q) = (high - ratio * (high - low), low + ratio * (high - low));
            if sign * self.at(p).y > sign * self.at(q).y {
                high = q;
            } else {
                low = p;
            }
        }
        0.5 * (low + high)
    }
}

fn bisect(of: &dyn Fn(f64) -> f64, from: f64, till: f64) -> f64 {
    let (mut low, mut high) = (from, till);
    let below = of(low) < 0.0;
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if (of(middle) < 0.0) == below {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::length::{geodesic_edge, planar_edge};

    fn clipped(of: &str, line: &[(f64, f64)], edges: Edges) -> Vec<Vec<Coord<f64>>> {
        let line = MultiLineString(vec![LineString::from(line.to_vec())]);
        let within: Within = of.parse().expect("a box");
        (within.clip(&line, edges).0.into_iter().map(|l| l.0)).collect()
    }

    #[test]
    fn a_line_is_cut_at_the_sides_and_comes_back_as_another_part() {
        let line = [(0.0, 1.0), (5.0, 1.0), (20.0, 1.0), (20.0, 3.0), (0.0, 3.0)];
        let parts = clipped("-5,0,10,5", &line, Edges::Planar);
        let c = |x, y| Coord { x, y };
        assert_eq!(
            parts,
            [
                vec![c(0.0, 1.0), c(5.0, 1.0), c(10.0, 1.0)],
                vec![c(10.0, 3.0), c(0.0, 3.0)]
            ]
        );
        assert!(clipped("-5,4,10,5", &line, Edges::Planar).is_empty());
    }

    #[test]
    fn a_box_across_the_antimeridian_takes_both_sides_of_it_in_every_notation() {
        for line in [
            [(170.0, 10.0), (190.0, 10.0)],
            [(-190.0, 10.0), (-170.0, 10.0)],
        ] {
            let parts = clipped("175,0,-175,20", &line, Edges::Planar);
            assert_eq!(parts.len(), 1);
            let width = parts[0][1].x - parts[0][0].x;
            assert!((width - 10.0).abs() < 1e-12, "{parts:?}");
        }
        assert!(clipped("175,0,-175,20", &[(0.0, 1.0), (9.0, 1.0)], Edges::Planar).is_empty());
    }

    #[test]
    fn a_geodesic_is_cut_where_it_bulges_over_a_parallel() {
        let line = [(0.0, 60.0), (40.0, 60.0)];
        let parts = clipped("-10,50,50,61", &line, Edges::Geodesic);
        assert_eq!(parts.len(), 2, "{parts:?}");
        assert!((parts[0][1].y - 61.0).abs() < 1e-9 && (parts[1][0].y - 61.0).abs() < 1e-9);
        assert!((parts[0][1].x + parts[1][0].x - 40.0).abs() < 1e-9);
        // The parts lie on the geodesic: with what is above they are as long as it.
        let above = clipped("-10,61,50,80", &line, Edges::Geodesic);
        let sum: f64 = (parts.iter().chain(&above))
            .map(|p| geodesic_edge(p[0], p[1]))
            .sum();
        let whole = geodesic_edge(line[0].into(), line[1].into());
        assert!((sum - whole).abs() < 1e-6, "{sum} {whole}");
    }

    #[test]
    fn two_boxes_side_by_side_keep_the_whole_length() {
        let line = [(-3.0, 2.0), (13.0, 7.0), (4.0, -8.0)];
        let length = |of: &str| -> f64 {
            (clipped(of, &line, Edges::Planar).iter())
                .flat_map(|p| p.windows(2))
                .map(|w| planar_edge(w[0], w[1]))
                .sum()
        };
        let (west, east) = (length("-20,-20,5,20"), length("5,-20,20,20"));
        let whole = length("-20,-20,20,20");
        assert!((west + east - whole).abs() < 1e-6 && west > 1e5 && east > 1e5);
    }

    #[test]
    fn a_box_that_is_none_is_refused() {
        for text in [
            "1,2,3",
            "a,b,c,d",
            "0,10,5,10",
            "0,10,5,5",
            "5,0,5,1",
            "0,0,200,1",
            "0,nan,5,1",
        ] {
            assert!(text.parse::<Within>().is_err(), "{text}");
        }
    }
}
