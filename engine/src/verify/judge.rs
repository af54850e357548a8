//! How far is a point from a line, by Karney's geodesics (geographiclib) alone, and proven.
//!
//! The engine's distance, its index and its parabolas are not used. Pieces of the line are ruled out by chords in space
//! ([`super::bounds`]); what is left is searched by branch and bound: with s and s' the distance and its derivative at one place of a
//! piece, s'' ≥ cot(s/b)/b · sin²θ − κ along it (Hessian comparison; κ the piece's geodesic curvature, θ its angle with the geodesic), so
//! that no place of the piece is nearer than s + s'h − K h²/2, with K = 0 where the distance is proven convex. Beyond
//! [`SMOOTH`], where geodesics meet again, only |s'| ≤ 1 is used. What is not ruled out is halved. There is no supposition of
//! one minimum.

use super::bounds::{ROUNDING, SMOOTH, chord_beyond, least_of_chord, least_turn, most_of_chord};
use super::line::{Line, Piece};
use crate::geodesy::edges::Edges;
use crate::geodesy::ellipsoid::space_of_lonlat;
use crate::units::Metres;
use geo::{Coord, MultiLineString};
use geographiclib_rs::InverseGeodesic;

/// The search ends when the distance is known to this, m.
pub const KNOWN: f64 = 1e-4;
/// Steps of Newton before a piece is halved, and the slope at which a foot is found.
const STEPS: usize = 4;
const FLAT: f64 = 1e-9;

/// A line that can be asked for distances.
#[derive(Clone, Debug)]
pub struct Judge {
    pub(super) line: Line,
}

/// The nearest point of the line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    pub distance: f64,
    /// The place itself.
    pub foot: Coord<f64>,
    /// Which piece of the line, and which part of it, 0 to 1.
    pub(super) piece: usize,
    pub(super) part: f64,
    /// Azimuth at the foot of the way to the position, and of the line, radians.
    pub(super) way: f64,
    pub(super) heading: f64,
}

/// The distance at one place of a piece.
#[derive(Clone, Copy, Debug)]
struct Look {
    part: f64,
    s: f64,
    slope: f64,
}

impl Judge {
    /// Longitude, latitude in degrees; longitudes may run on beyond ±180.
    pub fn new(line: &MultiLineString<f64>, edges: Edges) -> Self {
        Judge {
            line: Line::new(line, edges),
        }
    }

    /// The distance of a position to the line, to 0.1 mm; infinite where there is no line.
    pub fn distance(&self, p: Coord<f64>) -> Metres {
        Metres(self.near(p).map_or(f64::INFINITY, |near| near.distance))
    }

    /// The nearest point of the line, to 0.1 mm of the distance; none where there is no line.
    pub fn near(&self, p: Coord<f64>) -> Option<Near> {
        let at = space_of_lonlat(p);
        let (_, most) = self.line.chord(at);
        if !most.is_finite() {
            return None;
        }
        let mut known = most_of_chord(most + ROUNDING) + KNOWN;
        let mut best: Option<Near> = None;
        self.line
            .near(at, chord_beyond(known) + ROUNDING, |k, piece| {
                if least_of_chord(piece.chord(at) - piece.sagitta - ROUNDING) < known {
                    self.search(k, p, (0.0, 1.0), piece.foot(at), &mut known, &mut best);
                }
                chord_beyond(known) + ROUNDING
            });
        best
    }

    /// Bounds of the distance, m, by chords alone: fast.
    pub fn bounds(&self, p: Coord<f64>) -> (f64, f64) {
        let (least, most) = self.line.chord(space_of_lonlat(p));
        (
            least_of_chord(least - ROUNDING),
            most_of_chord(most + ROUNDING),
        )
    }

    /// The length of a geodesic, m.
    pub(super) fn between(&self, p: Coord<f64>, q: Coord<f64>) -> f64 {
        self.line.geodesic.inverse(p.y, p.x, q.y, q.x)
    }

    /// Looks for a nearer place between two parts of a piece. `known`: the distance is less than that.
    fn search(
        &self,
        k: usize,
        p: Coord<f64>,
        (low, high): (f64, f64),
        guess: f64,
        known: &mut f64,
        best: &mut Option<Near>,
    ) {
        let piece = &self.line.pieces[k];
        let mut look = self.look(k, p, guess, known, best);
        for _ in 0..STEPS {
            let turn = least_turn(look.s);
            if look.slope.abs() < FLAT || turn <= 0.0 || piece.length == 0.0 {
                break;
            }
            let next = (look.part - look.slope / (turn * piece.length)).clamp(low, high);
            if next == look.part {
                break;
            }
            let there = self.look(k, p, next, known, best);
            if there.s > look.s {
                break;
            }
            look = there;
        }
        let (left, right) = (look.part - low, high - look.part);
        let (left, right) = (left * piece.length, right * piece.length);
        if least(piece, &look, left, right) >= *known - KNOWN {
            return;
        }
        let middle = 0.5 * (low + high);
        for (low, high) in [(low, middle), (middle, high)] {
            self.search(k, p, (low, high), look.part.clamp(low, high), known, best);
        }
    }

    fn look(
        &self,
        k: usize,
        p: Coord<f64>,
        part: f64,
        known: &mut f64,
        best: &mut Option<Near>,
    ) -> Look {
        let (foot, heading) = self.line.pieces[k].heading(&self.line.geodesic, part);
        let (s, _, azimuth, _): (f64, f64, f64, f64) =
            self.line.geodesic.inverse(p.y, p.x, foot.y, foot.x);
        let azimuth = azimuth.to_radians();
        if s < *known || best.is_none() {
            *known = known.min(s);
            *best = Some(Near {
                distance: s,
                foot,
                piece: k,
                part,
                way: azimuth + std::f64::consts::PI,
                heading,
            });
        }
        Look {
            part,
            s,
            slope: (azimuth - heading).cos(),
        }
    }
}

/// No place of the piece so far to either side is nearer than this.
fn least(piece: &Piece, look: &Look, left: f64, right: f64) -> f64 {
    let reach = left.max(right);
    let plain = look.s - reach;
    if plain <= 0.0 || look.s + reach >= SMOOTH {
        return plain;
    }
    let turn = least_turn(look.s + reach);
    // How far the cosine of the angle can change: s'' is at most 1/s + κ.
    let cos = look.slope.abs() + reach * (1.0 / plain + piece.bend);
    let across = if turn > 0.0 {
        turn * (1.0 - cos * cos).max(0.0)
    } else {
        turn
    };
    let concave = (piece.bend - across).max(0.0);
    let side = |slope: f64, h: f64| look.s + slope * h - 0.5 * concave * h * h;
    plain.max(side(-look.slope, left).min(side(look.slope, right)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{LineString, line_string};
    use geographiclib_rs::Geodesic;

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
        assert!(
            judge(line_string![], Edges::Planar)
                .near(Coord { x: 0.0, y: 0.0 })
                .is_none()
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

    /// The least of many places of the line.
    fn brute(line: &Judge, p: Coord<f64>, count: usize) -> f64 {
        (line.line.pieces.iter())
            .flat_map(|piece| (0..=count).map(move |k| (piece, k as f64 / count as f64)))
            .map(|(piece, part)| line.between(p, piece.place(&line.line.geodesic, part)))
            .fold(f64::INFINITY, f64::min)
    }

    #[test]
    fn no_place_of_a_line_is_nearer_than_the_distance() {
        let curl = LineString::from(
            (0..60)
                .map(|k| {
                    let t = f64::from(k) * 0.2;
                    (20.0 + 8.0 * t.sin() + t, 70.0 + 9.0 * (1.7 * t).cos())
                })
                .collect::<Vec<_>>(),
        );
        let parallel = line_string![(x: 0.0, y: 80.0), (x: 120.0, y: 80.0)];
        let polar = line_string![(x: 0.0, y: 85.0), (x: 100.0, y: 90.0), (x: 190.0, y: 86.0)];
        for (line, edges) in [
            (curl.clone(), Edges::Planar),
            (curl, Edges::Geodesic),
            (parallel, Edges::Planar),
            (polar, Edges::Planar),
        ] {
            let judge = judge(line, edges);
            for k in 0..20 {
                let p = Coord {
                    x: f64::from(k % 8) * 45.0 - 180.0,
                    y: 89.0 - 8.8 * f64::from(k),
                };
                let (found, brute) = (judge.distance(p).0, brute(&judge, p, 10));
                // Steps of 400 m, at a right angle to the way where it is nearest; at an end it is met.
                assert!(
                    found <= brute + 1e-4 && brute - found < 400.0,
                    "{p:?} {found} {brute}"
                );
                let (least, most) = judge.bounds(p);
                assert!(least <= found && found <= most, "{least} {found} {most}");
            }
        }
    }

    #[test]
    fn the_antipode_of_a_line_is_no_special_place() {
        let judge = judge(
            line_string![(x: 0.0, y: 10.0), (x: 3.0, y: 11.0)],
            Edges::Planar,
        );
        for (x, y) in [
            (181.5, -10.5),
            (180.0, -10.0),
            (179.6, -10.2),
            (183.3, -11.0),
        ] {
            let p = Coord { x, y };
            let (found, brute) = (judge.distance(p).0, brute(&judge, p, 200));
            assert!(
                found <= brute + 1e-4 && brute - found < 20.0,
                "{found} {brute}"
            );
        }
    }
}
