//! How far is a point from a line, by Karney's geodesics (geographiclib) alone.
//!
//! Slow on purpose: every distance is searched for by itself, along every piece of the line that may be nearest. The engine's
//! distance, its index and its parabolas are not used; positions in space only rule pieces out, by what needs no accuracy: a
//! chord is never longer than its geodesic.

use crate::geodesy::edges::Edges;
use crate::geodesy::ellipsoid::space_of_lonlat;
use crate::geodesy::vector::V3;
use crate::units::Metres;
use geo::{Coord, MultiLineString};
use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};

/// Pieces are no longer than this, m, nor than so many degrees of longitude: along so short a piece the distance from anywhere
/// has one minimum, or is flat to less than is asked for.
const LONGEST: f64 = 50_000.0;
const LONGITUDES: f64 = 2.0;
/// The search ends when the nearest place is known to this, m.
const PLACE: f64 = 1e-4;
/// Pieces that are ruled out together.
const BLOCK: usize = 32;
/// The golden section.
const RATIO: f64 = 0.618_033_988_749_894_9;
/// What is added to every bound, m: far more than vectors of doubles err by.
const SLACK: f64 = 1e-3;

/// A part of an edge: straight in longitude and latitude, or a geodesic.
#[derive(Clone, Copy, Debug)]
struct Piece {
    from: Coord<f64>,
    to: Coord<f64>,
    edges: Edges,
    /// Azimuth at `from`, degrees, and length, m.
    azimuth: f64,
    length: f64,
    ends: [V3; 2],
    /// Every place of the piece is within this of the chord, m.
    sagitta: f64,
}

/// A run of pieces with a ball about them.
#[derive(Clone, Copy, Debug)]
struct Block {
    middle: V3,
    radius: f64,
    first: usize,
    end: usize,
}

/// A line that can be asked for distances.
#[derive(Clone, Debug)]
pub struct Judge {
    geodesic: Geodesic,
    pieces: Vec<Piece>,
    /// How long the line is up to the end of each piece, m.
    lengths: Vec<f64>,
    blocks: Vec<Block>,
}

impl Judge {
    /// Longitude, latitude in degrees; longitudes may run on beyond ±180.
    pub fn new(line: &MultiLineString<f64>, edges: Edges) -> Self {
        let geodesic = Geodesic::wgs84();
        let mut pieces = Vec::new();
        for part in line {
            for edge in part.0.windows(2) {
                split(&geodesic, edge[0], edge[1], edges, &mut pieces);
            }
            if let [only] = part.0[..] {
                split(&geodesic, only, only, edges, &mut pieces);
            }
        }
        let blocks = (0..pieces.len())
            .step_by(BLOCK)
            .map(|first| Block::of(&pieces, first, (first + BLOCK).min(pieces.len())))
            .collect();
        let lengths = (pieces.iter())
            .scan(0.0, |sum, piece| {
                *sum += piece.length;
                Some(*sum)
            })
            .collect();
        Judge {
            geodesic,
            pieces,
            lengths,
            blocks,
        }
    }

    /// The distance of a position to the line, to 0.1 mm; infinite where there is no line.
    pub fn distance(&self, p: Coord<f64>) -> Metres {
        let at = space_of_lonlat(p);
        let mut blocks: Vec<(f64, &Block)> = (self.blocks.iter())
            .map(|b| ((b.middle - at).norm() - b.radius - SLACK, b))
            .collect();
        blocks.sort_unstable_by(|x, y| x.0.total_cmp(&y.0));
        let mut best = f64::INFINITY;
        for (least, block) in blocks {
            if least > best {
                break;
            }
            let mut near: Vec<(f64, &Piece)> = (self.pieces[block.first..block.end].iter())
                .map(|piece| (piece.least(at), piece))
                .collect();
            near.sort_unstable_by(|x, y| x.0.total_cmp(&y.0));
            for (least, piece) in near {
                if least > best {
                    break;
                }
                best = best.min(self.search(piece, p));
            }
        }
        Metres(best)
    }

    /// Length of the line, m.
    pub fn length(&self) -> f64 {
        self.lengths.last().copied().unwrap_or(0.0)
    }

    /// Where one comes to from the place so many metres along the line, by an azimuth in degrees and a distance.
    pub fn beside(&self, along: f64, azimuth: f64, distance: Metres) -> Option<Coord<f64>> {
        let number = self.lengths.partition_point(|&length| length < along);
        let piece = self.pieces.get(number)?;
        let left = along
            - number
                .checked_sub(1)
                .map_or(0.0, |before| self.lengths[before]);
        let part = if piece.length > 0.0 {
            left / piece.length
        } else {
            0.0
        };
        let at = piece.place(&self.geodesic, part);
        let (lat, lon): (f64, f64) = self.geodesic.direct(at.y, at.x, azimuth, distance.0);
        Some(Coord { x: lon, y: lat })
    }

    /// The distance to a piece, by golden section.
    fn search(&self, piece: &Piece, p: Coord<f64>) -> f64 {
        let to = |c: Coord<f64>| -> f64 { self.geodesic.inverse(p.y, p.x, c.y, c.x) };
        let along = |part: f64| to(piece.place(&self.geodesic, part));
        let (mut low, mut high) = (0.0, 1.0);
        let mut inner = [1.0 - RATIO, RATIO].map(|part| (part, along(part)));
        let mut best = to(piece.from).min(to(piece.to));
        while (high - low) * piece.length > PLACE {
            if inner[0].1 < inner[1].1 {
                high = inner[1].0;
                let part = high - RATIO * (high - low);
                inner = [(part, along(part)), inner[0]];
            } else {
                low = inner[0].0;
                let part = low + RATIO * (high - low);
                inner = [inner[1], (part, along(part))];
            }
        }
        best = best.min(inner[0].1);
        best.min(inner[1].1)
    }
}

/// Adds the pieces of an edge.
fn split(
    geodesic: &Geodesic,
    from: Coord<f64>,
    to: Coord<f64>,
    edges: Edges,
    out: &mut Vec<Piece>,
) {
    let whole = Piece::new(geodesic, from, to, edges);
    // A parallel near a pole is longer than the geodesic between its ends, at most by half.
    let count = match edges {
        Edges::Planar => (1.5 * whole.length / LONGEST)
            .max((to.x - from.x).abs() / LONGITUDES)
            .max((to.y - from.y).abs() / LONGITUDES),
        Edges::Geodesic => whole.length / LONGEST,
    }
    .ceil()
    .max(1.0);
    let mut start = from;
    for k in 1..=count as usize {
        let part = k as f64 / count;
        let end = if part < 1.0 {
            whole.place(geodesic, part)
        } else {
            to
        };
        let middle = whole.place(geodesic, (k as f64 - 0.5) / count);
        let mut piece = Piece::new(geodesic, start, end, edges);
        let off = (space_of_lonlat(middle) - (piece.ends[0] + piece.ends[1]) * 0.5).norm();
        // An arc so short bends evenly: nowhere twice as far from its chord as in the middle.
        piece.sagitta = 2.0 * off;
        out.push(piece);
        start = end;
    }
}

impl Piece {
    /// Its sagitta is not known yet.
    fn new(geodesic: &Geodesic, from: Coord<f64>, to: Coord<f64>, edges: Edges) -> Self {
        let (length, azimuth, _, _): (f64, f64, f64, f64) =
            geodesic.inverse(from.y, from.x, to.y, to.x);
        Piece {
            from,
            to,
            edges,
            azimuth,
            length,
            ends: [from, to].map(space_of_lonlat),
            sagitta: f64::INFINITY,
        }
    }

    /// The place after a part of the piece, 0 to 1.
    fn place(&self, geodesic: &Geodesic, part: f64) -> Coord<f64> {
        match self.edges {
            Edges::Planar => self.from + (self.to - self.from) * part,
            Edges::Geodesic => {
                let (lat, lon): (f64, f64) =
                    geodesic.direct(self.from.y, self.from.x, self.azimuth, part * self.length);
                Coord { x: lon, y: lat }
            }
        }
    }

    /// A bound from below on the distance to a position in space, m.
    fn least(&self, at: V3) -> f64 {
        let [a, b] = self.ends;
        let way = b - a;
        let part = ((at - a).dot(way) / way.norm2().max(f64::MIN_POSITIVE)).clamp(0.0, 1.0);
        (at - (a + way * part)).norm() - self.sagitta - SLACK
    }
}

impl Block {
    fn of(pieces: &[Piece], first: usize, end: usize) -> Self {
        let run = &pieces[first..end];
        let sum = (run.iter()).fold(V3::default(), |sum, p| sum + p.ends[0] + p.ends[1]);
        let middle = sum * (0.5 / run.len() as f64);
        let radius = (run.iter().flat_map(|p| p.ends.map(|e| (e, p.sagitta))))
            .map(|(e, sagitta)| (e - middle).norm() + sagitta)
            .fold(0.0, f64::max);
        Block {
            middle,
            radius,
            first,
            end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{LineString, line_string};

    fn judge(line: LineString<f64>, edges: Edges) -> Judge {
        Judge::new(&MultiLineString(vec![line]), edges)
    }

    #[test]
    fn the_distance_to_a_meridian_and_to_a_point_is_karneys() {
        let meridian = judge(
            line_string![(x: 10.0, y: 40.0), (x: 10.0, y: 60.0)],
            Edges::Planar,
        );
        // Beyond the end: the geodesic to it.
        let g = Geodesic::wgs84();
        let end: f64 = g.inverse(65.0, 12.0, 60.0, 10.0);
        let found = meridian.distance(Coord { x: 12.0, y: 65.0 }).0;
        assert!((found - end).abs() < 1e-6, "{found} {end}");
        // The geodesic to the mirror image crosses the meridian at a right angle, halfway.
        let beside = meridian.distance(Coord { x: 12.0, y: 50.0 }).0;
        let across: f64 = g.inverse(50.0, 12.0, 50.0, 8.0);
        assert!((beside - across / 2.0).abs() < 1e-4, "{beside} {across}");
        let point = judge(LineString::from(vec![(-179.9, 0.0)]), Edges::Planar);
        let across = point.distance(Coord { x: 179.9, y: 0.0 }).0;
        assert!(
            (across - 0.2f64.to_radians() * 6_378_137.0).abs() < 1e-4,
            "{across}"
        );
    }

    #[test]
    fn planar_and_geodesic_edges_are_different_lines() {
        let ends = line_string![(x: 0.0, y: 60.0), (x: 40.0, y: 60.0)];
        let on_parallel = Coord { x: 20.0, y: 60.0 };
        assert!(judge(ends.clone(), Edges::Planar).distance(on_parallel).0 < 1e-3);
        // The geodesic runs north of the parallel, by some 1.6 degrees here.
        let off = judge(ends, Edges::Geodesic).distance(on_parallel).0;
        assert!((150e3..200e3).contains(&off), "{off}");
    }

    #[test]
    fn what_is_ruled_out_is_never_the_nearest() {
        let line = LineString::from(
            (0..400)
                .map(|k| {
                    let t = f64::from(k) * 0.05;
                    (20.0 + 8.0 * t.sin() + t, 70.0 + 9.0 * (1.7 * t).cos())
                })
                .collect::<Vec<_>>(),
        );
        let judge = judge(line, Edges::Planar);
        for k in 0..200 {
            let p = Coord {
                x: f64::from(k % 20) * 4.0 - 20.0,
                y: 55.0 + f64::from(k / 20) * 3.4,
            };
            let all = (judge.pieces.iter())
                .map(|piece| judge.search(piece, p))
                .fold(f64::INFINITY, f64::min);
            assert_eq!(judge.distance(p).0, all, "{p:?}");
        }
    }

    #[test]
    fn a_place_beside_the_line_is_as_far_as_it_was_sent() {
        let judge = judge(
            line_string![(x: 179.0, y: 10.0), (x: 181.0, y: 10.0)],
            Edges::Planar,
        );
        let half = judge.length() / 2.0;
        let p = judge.beside(half, 0.0, Metres(30e3)).expect("a place");
        assert!((judge.distance(p).0 - 30e3).abs() < 1.0);
        assert!((p.x.abs() - 180.0).abs() < 0.01);
        assert_eq!(judge.beside(3.0 * half, 0.0, Metres(1.0)), None);
    }
}
