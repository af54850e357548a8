//! The line as the judge has it: short pieces of its edges, and a tree of boxes in space about them.
//!
//! Nothing of it is shared with the strips' engines. A piece bends so little that its distance from a place has, away from the
//! line, one minimum; where that matters it is proven, not supposed ([`super::judge`]).

use super::bounds::{SHORTEST, planar, planar_azimuth};
use crate::geodesy::edges::Edges;
use crate::geodesy::ellipsoid::{R_MIN, space_of_lonlat};
use crate::geodesy::vector::{V3, v3};
use geo::{Coord, MultiLineString};
use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};

/// Pieces are no longer than this, m, and turn by no more than this, rad.
const LONGEST: f64 = 4_000.0;
const TURN: f64 = 0.05;
/// Pieces a leaf of the tree.
const LEAF: usize = 8;

/// A part of an edge.
#[derive(Clone, Copy, Debug)]
pub struct Piece {
    /// Its ends for planar edges; the edge's for geodesic ones.
    pub from: Coord<f64>,
    pub to: Coord<f64>,
    pub edges: Edges,
    /// For geodesic edges: azimuth at `from`, degrees, and how far along the piece starts, m.
    azimuth: f64,
    start: f64,
    /// Bounds of its length, m, and geodesic curvature, 1/m.
    pub length: f64,
    pub bend: f64,
    /// Its ends in space, and how far it is from their chord at most, m.
    pub ends: [V3; 2],
    pub sagitta: f64,
    /// Which edge of the line it is of, and whether it begins and ends with it.
    pub edge: u32,
    pub first: bool,
    pub last: bool,
}

#[derive(Clone, Copy, Debug)]
struct Box3 {
    low: V3,
    high: V3,
}

/// The pieces of a line, in its order.
#[derive(Clone, Debug)]
pub struct Line {
    pub geodesic: Geodesic,
    pub pieces: Vec<Piece>,
    /// Ends of each edge as they are given; an isolated position is an edge from it to itself.
    pub given: Vec<[Coord<f64>; 2]>,
    boxes: Vec<Box3>,
    leaves: usize,
}

impl Line {
    /// Longitude, latitude in degrees; longitudes may run on beyond ±180.
    pub fn new(line: &MultiLineString<f64>, edges: Edges) -> Self {
        let geodesic = Geodesic::wgs84();
        let mut given = Vec::new();
        for part in line {
            given.extend(part.0.windows(2).map(|w| [w[0], w[1]]));
            if let [only] = part.0[..] {
                given.push([only, only]);
            }
        }
        let mut pieces = Vec::new();
        for (number, &[a, b]) in given.iter().enumerate() {
            match edges {
                Edges::Planar => divide(a, b, number as u32, 0.0, 1.0, &mut pieces),
                Edges::Geodesic => along(&geodesic, a, b, number as u32, &mut pieces),
            }
        }
        let (boxes, leaves) = boxes(&pieces);
        Line {
            geodesic,
            pieces,
            given,
            boxes,
            leaves,
        }
    }

    /// Calls `visit` with the pieces that may be within a chord of `at`, the nearer boxes first; it answers with the chord that counts
    /// from then on.
    pub fn near(&self, at: V3, mut chord: f64, mut visit: impl FnMut(usize, &Piece) -> f64) {
        if self.pieces.is_empty() {
            return;
        }
        let mut stack = vec![(self.boxes[1].from(at), 1usize)];
        while let Some((least, node)) = stack.pop() {
            if least > chord {
                continue;
            }
            if node >= self.leaves {
                let first = (node - self.leaves) * LEAF;
                let run = &self.pieces[first..(first + LEAF).min(self.pieces.len())];
                for (k, piece) in run.iter().enumerate() {
                    chord = visit(first + k, piece);
                }
                continue;
            }
            let mut both = [2 * node, 2 * node + 1].map(|n| {
                let b = self.boxes.get(n);
                (b.map_or(f64::INFINITY, |b| b.from(at)), n)
            });
            if both[0].0 < both[1].0 {
                both.swap(0, 1);
            }
            // An empty node is infinitely far: never below a chord.
            stack.extend(
                both.into_iter()
                    .filter(|(least, _)| *least <= chord && least.is_finite()),
            );
        }
    }

    /// Bounds of the chord from `at` to the line, m.
    pub fn chord(&self, at: V3) -> (f64, f64) {
        let (mut least, mut most) = (f64::INFINITY, f64::INFINITY);
        self.near(at, f64::INFINITY, |_, piece| {
            let chord = piece.chord(at);
            least = least.min(chord - piece.sagitta);
            most = most.min(chord + piece.sagitta);
            // A box holds its pieces with their sagittae.
            least
        });
        (least, most)
    }
}

impl Piece {
    /// The place after a part of the piece, 0 to 1.
    pub fn place(&self, geodesic: &Geodesic, part: f64) -> Coord<f64> {
        match self.edges {
            Edges::Planar => self.from + (self.to - self.from) * part,
            Edges::Geodesic => {
                let (lat, lon): (f64, f64) = geodesic.direct(
                    self.from.y,
                    self.from.x,
                    self.azimuth,
                    self.start + part * self.length,
                );
                Coord { x: lon, y: lat }
            }
        }
    }

    /// The place after a part of the piece, and the azimuth of the piece there, radians.
    pub fn heading(&self, geodesic: &Geodesic, part: f64) -> (Coord<f64>, f64) {
        match self.edges {
            Edges::Planar => {
                let c = self.place(geodesic, part);
                (c, planar_azimuth(self.from, self.to, c.y))
            }
            Edges::Geodesic => {
                let (lat, lon, azimuth): (f64, f64, f64) = geodesic.direct(
                    self.from.y,
                    self.from.x,
                    self.azimuth,
                    self.start + part * self.length,
                );
                (Coord { x: lon, y: lat }, azimuth.to_radians())
            }
        }
    }

    /// Distance in space to the chord between its ends, m.
    pub fn chord(&self, at: V3) -> f64 {
        let part = self.foot(at);
        let [a, b] = self.ends;
        (at - (a + (b - a) * part)).norm()
    }

    /// Where on the chord between its ends the nearest point is, 0 to 1.
    pub fn foot(&self, at: V3) -> f64 {
        let [a, b] = self.ends;
        let way = b - a;
        ((at - a).dot(way) / way.norm2().max(f64::MIN_POSITIVE)).clamp(0.0, 1.0)
    }
}

/// Adds the pieces of a planar edge from part `t0` to `t1` of it.
fn divide(a: Coord<f64>, b: Coord<f64>, edge: u32, t0: f64, t1: f64, out: &mut Vec<Piece>) {
    let at = |t: f64| if t < 1.0 { a + (b - a) * t } else { b };
    let (from, to) = (at(t0), at(t1));
    let (length, bend) = planar(from, to);
    let fits = length <= LONGEST && length * bend <= TURN;
    let middle = 0.5 * (t0 + t1);
    if !fits && length > SHORTEST && middle > t0 && middle < t1 {
        divide(a, b, edge, t0, middle, out);
        divide(a, b, edge, middle, t1, out);
        return;
    }
    out.push(Piece {
        from,
        to,
        edges: Edges::Planar,
        azimuth: 0.0,
        start: 0.0,
        length,
        bend,
        ends: [from, to].map(space_of_lonlat),
        sagitta: sagitta(length, bend),
        edge,
        first: t0 == 0.0,
        last: t1 == 1.0,
    });
}

/// Adds the pieces of a geodesic edge.
fn along(geodesic: &Geodesic, a: Coord<f64>, b: Coord<f64>, edge: u32, out: &mut Vec<Piece>) {
    let (whole, azimuth, ..): (f64, f64, f64, f64) = geodesic.inverse(a.y, a.x, b.y, b.x);
    let count = (whole / LONGEST).ceil().max(1.0);
    let length = whole / count;
    let mut from = space_of_lonlat(a);
    for k in 0..count as usize {
        let last = k + 1 == count as usize;
        let mut piece = Piece {
            from: a,
            to: b,
            edges: Edges::Geodesic,
            azimuth,
            start: k as f64 * length,
            length,
            bend: 0.0,
            ends: [from; 2],
            sagitta: sagitta(length, 0.0),
            edge,
            first: k == 0,
            last,
        };
        let end = if last { b } else { piece.place(geodesic, 1.0) };
        piece.ends[1] = space_of_lonlat(end);
        from = piece.ends[1];
        out.push(piece);
    }
}

/// An arc of that length and curvature on the ellipsoid is within this of its chord, m: twice an eighth of curvature × length²
/// suffices (the arc turns by less than 0.1 rad), and half the length always does. A micrometre for positions.
fn sagitta(length: f64, bend: f64) -> f64 {
    let curvature = bend.hypot(1.0 / R_MIN);
    let turn = length * curvature;
    let off = if turn < 0.1 {
        1.05 * turn * length / 8.0
    } else {
        length / 2.0
    };
    off + 1e-6
}

fn boxes(pieces: &[Piece]) -> (Vec<Box3>, usize) {
    let used = pieces.len().div_ceil(LEAF).max(1);
    let leaves = used.next_power_of_two();
    let nowhere = Box3 {
        low: v3(f64::INFINITY, f64::INFINITY, f64::INFINITY),
        high: v3(f64::NEG_INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY),
    };
    let mut boxes = vec![nowhere; 2 * leaves];
    for (k, run) in pieces.chunks(LEAF).enumerate() {
        boxes[leaves + k] = (run.iter()).fold(nowhere, |b, p| {
            let s = v3(p.sagitta, p.sagitta, p.sagitta);
            (p.ends.iter()).fold(b, |b, &e| {
                b.join(Box3 {
                    low: e - s,
                    high: e + s,
                })
            })
        });
    }
    for node in (1..leaves).rev() {
        boxes[node] = boxes[2 * node].join(boxes[2 * node + 1]);
    }
    (boxes, leaves)
}

impl Box3 {
    fn join(self, o: Box3) -> Box3 {
        let (l, m, h, k) = (self.low, o.low, self.high, o.high);
        Box3 {
            low: v3(l.x.min(m.x), l.y.min(m.y), l.z.min(m.z)),
            high: v3(h.x.max(k.x), h.y.max(k.y), h.z.max(k.z)),
        }
    }

    /// Distance of a point in space; infinite for the box of nothing.
    fn from(&self, p: V3) -> f64 {
        let off = |low: f64, high: f64, x: f64| (low - x).max(x - high).max(0.0);
        v3(
            off(self.low.x, self.high.x, p.x),
            off(self.low.y, self.high.y, p.y),
            off(self.low.z, self.high.z, p.z),
        )
        .norm()
    }
}
