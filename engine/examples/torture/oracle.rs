//! How far a position is from a line, by brute force over GeographicLib: nothing of the engine's kernel, index or pieces.
//!
//! # How
//! Every edge is cut into short pieces. A piece is ruled out by its ball on the sphere of reduced latitudes, where an arc σ is a
//! way of b σ at least (the ellipsoid's metric there lies between b and a), then by the distance to its middle: the distance changes by no
//! more than the way. On what is left the least distance is where its derivative, which GeographicLib's azimuth gives
//! exactly, changes its sign.
//!
//! # Accuracy
//! Below 0.5 mm. In a piece of [`LONGEST`] the distance has one minimum, or several that differ by the fourth power of the piece's
//! length over 24 R³, 0.2 mm; where the derivative has no root the nearest is an end.

use geo::Coord;
use geographiclib_rs::{Geodesic, GeodesicLine, InverseGeodesic};
use standoff_engine::geodesy::edges::Edges;
use std::cell::Cell;

/// Semi-axes of WGS84, m, written down once more so that a slip in the engine's is seen.
pub const A: f64 = 6_378_137.0;
pub const B: f64 = A * (1.0 - 1.0 / 298.257_223_563);
/// Longest piece, m, and the most degrees that it spans.
const LONGEST: f64 = 50_000.0;
const DEGREES: f64 = 2.0;
/// Pieces that are ruled out together.
const BLOCK: usize = 24;
/// The search in a piece ends when it can gain no more than this, m.
const GAIN: f64 = 1e-5;

type V3 = [f64; 3];

/// The nearest point of a stretch of line to a position.
#[derive(Clone, Copy, Debug)]
pub struct Foot {
    pub distance: f64,
    /// Number of the edge, over all parts.
    pub edge: usize,
    /// Share of the edge.
    pub share: f64,
    /// Azimuth in degrees from the foot to the position, and of the edge there.
    pub azimuth: f64,
    pub heading: f64,
}

/// An edge, or an isolated point as an edge whose ends agree.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    pub from: Coord<f64>,
    pub to: Coord<f64>,
    geodesic: Option<(GeodesicLine, f64)>,
    /// Length, m; of a straight edge an upper bound.
    pub length: f64,
}

struct Piece {
    edge: usize,
    shares: [f64; 2],
    middle: Coord<f64>,
    ball: Ball,
    /// No place of the piece is farther from its middle than this, m.
    half: f64,
}

#[derive(Clone, Copy)]
struct Ball {
    at: V3,
    /// Angle on the sphere of reduced latitudes, rad.
    radius: f64,
}

pub struct Oracle {
    pub geodesic: Geodesic,
    pub edges: Vec<Edge>,
    pieces: Vec<Piece>,
    blocks: Vec<Ball>,
    /// The piece last found: the next question is often beside it.
    last: Cell<usize>,
}

impl Oracle {
    /// Longitude (running on beyond ±180), latitude, degrees.
    pub fn new(parts: &[Vec<Coord<f64>>], reading: Edges) -> Self {
        let geodesic = Geodesic::wgs84();
        let mut edges: Vec<Edge> = Vec::new();
        for part in parts.iter().filter(|p| !p.is_empty()) {
            let before = edges.len();
            for w in part.windows(2).filter(|w| w[0] != w[1]) {
                edges.push(Edge::new(&geodesic, w[0], w[1], reading));
            }
            if edges.len() == before {
                edges.push(Edge::new(&geodesic, part[0], part[0], Edges::Planar));
            }
        }
        let mut pieces = Vec::new();
        for (number, edge) in edges.iter().enumerate() {
            let degrees = (edge.to.x - edge.from.x)
                .abs()
                .max((edge.to.y - edge.from.y).abs());
            let count = match edge.geodesic {
                Some(_) => edge.length / LONGEST,
                None => (edge.length / LONGEST).max(degrees / DEGREES),
            };
            let count = count.ceil().max(1.0);
            for k in 0..count as usize {
                let shares = [k as f64 / count, (k + 1) as f64 / count];
                let middle = edge.place(0.5 * (shares[0] + shares[1])).0;
                let half = 0.5 * edge.length / count * (1.0 + 1e-9) + 1e-6;
                pieces.push(Piece {
                    edge: number,
                    shares,
                    middle,
                    ball: Ball {
                        at: reduced(middle),
                        radius: half / B,
                    },
                    half,
                });
            }
        }
        let blocks = pieces.chunks(BLOCK).map(Ball::round).collect();
        Oracle {
            geodesic,
            edges,
            pieces,
            blocks,
            last: Cell::new(0),
        }
    }

    /// Length of the line, m, at most.
    pub fn length(&self) -> f64 {
        self.edges.iter().map(|e| e.length).sum()
    }

    /// WGS84 distance of a position to the line, m.
    pub fn distance(&self, p: Coord<f64>) -> f64 {
        let mut best = self.nearest_of(p, self.last.get(), f64::INFINITY).distance;
        for (least, k) in self.near(p, best) {
            if least > best {
                break;
            }
            let found = self.nearest_of(p, k, best).distance;
            if found < best {
                best = found;
                self.last.set(k);
            }
        }
        best
    }

    /// The nearest points of all pieces that are at most `more` metres farther than the nearest, nearest first.
    pub fn feet(&self, p: Coord<f64>, more: f64) -> Vec<Foot> {
        let limit = self.distance(p) + more;
        let mut feet: Vec<Foot> = (self.near(p, limit).iter())
            .map(|&(_, k)| self.nearest_of(p, k, limit))
            .filter(|f| f.distance <= limit)
            .collect();
        feet.sort_by(|x, y| x.distance.total_cmp(&y.distance));
        feet
    }

    /// The pieces that may be within `limit`, with a lower bound of their distance, least first.
    fn near(&self, p: Coord<f64>, limit: f64) -> Vec<(f64, usize)> {
        let at = reduced(p);
        let mut near = Vec::new();
        for (block, ball) in self.blocks.iter().enumerate() {
            if ball.least(at) > limit {
                continue;
            }
            let first = block * BLOCK;
            for k in first..(first + BLOCK).min(self.pieces.len()) {
                let least = self.pieces[k].ball.least(at);
                if least <= limit {
                    near.push((least, k));
                }
            }
        }
        near.sort_unstable_by(|x, y| x.0.total_cmp(&y.0));
        near
    }

    /// The nearest point of a piece; any point of it if all are beyond `limit`.
    fn nearest_of(&self, p: Coord<f64>, k: usize, limit: f64) -> Foot {
        let piece = &self.pieces[k];
        let edge = &self.edges[piece.edge];
        let ask = |share: f64| self.foot(p, piece.edge, share);
        let to_middle: f64 = (self.geodesic).inverse(piece.middle.y, piece.middle.x, p.y, p.x);
        if to_middle - piece.half > limit || edge.length == 0.0 {
            return ask(0.5 * (piece.shares[0] + piece.shares[1])).0;
        }
        let mut low = (piece.shares[0], ask(piece.shares[0]));
        let mut high = (piece.shares[1], ask(piece.shares[1]));
        let mut best = if low.1.0.distance <= high.1.0.distance {
            low.1.0
        } else {
            high.1.0
        };
        // Rising from the start, or falling to the end: the nearest is an end.
        if low.1.1 >= 0.0 || high.1.1 <= 0.0 {
            return best;
        }
        let mut slopes = [low.1.1, high.1.1];
        let mut share = self.guess(p, edge, [low.0, high.0]);
        for _ in 0..80 {
            let found = ask(share);
            if found.0.distance < best.distance {
                best = found.0;
            }
            // The distance is convex here: it falls by no more than its slope times the way that is left.
            let rising = found.1 > 0.0;
            let left = if rising {
                share - low.0
            } else {
                high.0 - share
            };
            if found.1.abs() * left < GAIN {
                break;
            }
            // Illinois: the end that stays counts half.
            let next = if rising {
                high = (share, found);
                slopes = [0.5 * slopes[0], found.1];
                if slopes[0].abs() < 1e-3 * low.1.1.abs() {
                    slopes[0] = low.1.1;
                    0.5
                } else {
                    slopes[0] / (slopes[0] - slopes[1])
                }
            } else {
                low = (share, found);
                slopes = [found.1, 0.5 * slopes[1]];
                if slopes[1].abs() < 1e-3 * high.1.1.abs() {
                    slopes[1] = high.1.1;
                    0.5
                } else {
                    slopes[0] / (slopes[0] - slopes[1])
                }
            };
            share = low.0 + next * (high.0 - low.0);
            if !(share > low.0 && share < high.0) {
                break;
            }
        }
        best
    }

    /// Where the nearest point is if all is flat: a place to begin.
    fn guess(&self, p: Coord<f64>, edge: &Edge, shares: [f64; 2]) -> f64 {
        let [a, b] = shares.map(|s| reduced(edge.place(s).0));
        let (u, r) = (sub(b, a), sub(reduced(p), a));
        let t = dot(u, r) / dot(u, u);
        shares[0] + (shares[1] - shares[0]) * t.clamp(0.02, 0.98)
    }

    /// A place of an edge as the foot of a position, and how the distance changes with the share, m.
    fn foot(&self, p: Coord<f64>, number: usize, share: f64) -> (Foot, f64) {
        let edge = &self.edges[number];
        let (at, heading, speed) = edge.place(share);
        let (distance, azimuth, _, _): (f64, f64, f64, f64) =
            self.geodesic.inverse(at.y, at.x, p.y, p.x);
        let foot = Foot {
            distance,
            edge: number,
            share,
            azimuth,
            heading,
        };
        (foot, -speed * (azimuth - heading).to_radians().cos())
    }
}

impl Edge {
    fn new(geodesic: &Geodesic, from: Coord<f64>, to: Coord<f64>, reading: Edges) -> Self {
        match reading {
            Edges::Planar => {
                // No place of the edge is nearer to the equator than this.
                let lat = if from.y * to.y <= 0.0 {
                    0.0
                } else {
                    from.y.abs().min(to.y.abs())
                };
                let east = (to.x - from.x) * lat.to_radians().cos();
                Edge {
                    from,
                    to,
                    geodesic: None,
                    length: 111_700.0 * east.hypot(to.y - from.y),
                }
            }
            Edges::Geodesic => {
                let (length, azimuth, _, _): (f64, f64, f64, f64) =
                    geodesic.inverse(from.y, from.x, to.y, to.x);
                let line = GeodesicLine::new(geodesic, from.y, from.x, azimuth, None, None, None);
                Edge {
                    from,
                    to,
                    geodesic: Some((line, length)),
                    length,
                }
            }
        }
    }

    /// A place after a share of the edge, the edge's azimuth there, and the way per share, m.
    pub fn place(&self, share: f64) -> (Coord<f64>, f64, f64) {
        if let Some((line, length)) = &self.geodesic {
            let (lat, lon, azimuth): (f64, f64, f64) = place_on(line, share * length);
            return (Coord { x: lon, y: lat }, azimuth, *length);
        }
        let step = self.to - self.from;
        let at = self.from + step * share;
        let (sin, cos) = at.y.to_radians().sin_cos();
        let e2 = 1.0 - (B / A).powi(2);
        let v = (1.0 - e2 * sin * sin).sqrt();
        let north = step.y.to_radians() * A * (1.0 - e2) / v.powi(3);
        let east = step.x.to_radians() * A / v * cos;
        (at, east.atan2(north).to_degrees(), east.hypot(north))
    }
}

fn place_on(line: &GeodesicLine, distance: f64) -> (f64, f64, f64) {
    use geographiclib_rs::geodesic_capability as cap;
    let mask = cap::LATITUDE | cap::LONGITUDE | cap::AZIMUTH | cap::DISTANCE_IN;
    let (_, lat, lon, azimuth, ..) = line._gen_position(false, distance, mask);
    (lat, lon, azimuth)
}

/// The unit vector of the reduced latitude.
fn reduced(c: Coord<f64>) -> V3 {
    let (sin, cos) = c.y.to_radians().sin_cos();
    let (s, k) = (B / A * sin, cos);
    let n = s.hypot(k);
    let (east, west) = c.x.to_radians().sin_cos();
    [k / n * west, k / n * east, s / n]
}

fn dot(a: V3, b: V3) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn sub(a: V3, b: V3) -> V3 {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

/// The angle between two unit vectors.
fn angle(a: V3, b: V3) -> f64 {
    let d = sub(a, b);
    2.0 * (0.5 * dot(d, d).sqrt()).min(1.0).asin()
}

impl Ball {
    /// Lower bound of the distance from `at` to what the ball holds, m. The slack is for vectors of doubles.
    fn least(&self, at: V3) -> f64 {
        B * (angle(self.at, at) - self.radius) - 1e-4
    }

    fn round(pieces: &[Piece]) -> Ball {
        let sum = (pieces.iter()).fold([0.0; 3], |s: V3, p| {
            let at = p.ball.at;
            [s[0] + at[0], s[1] + at[1], s[2] + at[2]]
        });
        let n = dot(sum, sum).sqrt();
        let at = if n > 1e-3 {
            sum.map(|x| x / n)
        } else {
            pieces[0].ball.at
        };
        let radius = (pieces.iter())
            .map(|p| angle(p.ball.at, at) + p.ball.radius)
            .fold(0.0, f64::max);
        Ball { at, radius }
    }
}
