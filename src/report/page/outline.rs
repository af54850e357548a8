//! Territories simplified for a map, as a topology: every border is one arc that both neighbours share, so that simplifying opens
//! no gaps.
//!
//! Positions are the same where their bits are. An arc runs between positions at which more than two edges meet, or is a whole
//! ring. The cut along ±180° and at the poles is an arc of its own that is not drawn. Arcs are thinned in the map's plane
//! (Douglas and Peucker), the more the farther they are outside the frame.

use super::model::differences;
use super::plane::{Frame, Plane, RADIUS};
use crate::border::territory::Territory;
use crate::report::arcs::{arcs, on_cut};
use crate::thin;
use geo::{Coord, LineString, MultiLineString, Polygon};
use serde::Serialize;

/// Beyond the frame the tolerance grows by this part of the distance from it.
const OUTSIDE: f64 = 0.01;
/// Polygons are kept as far outside the frame as this part of its size: a reader may drag the map.
const ROOM: f64 = 0.35;
/// Positions of a topology at most; the tolerance is doubled until there are no more. About 700 kB.
const POSITIONS: usize = 70_000;

/// A simplified map.
#[derive(Clone, Debug, Serialize)]
pub struct Map {
    /// Of a unit of `arcs`, in degrees.
    pub degrees: f64,
    /// How far simplified lines may stand from the data's inside the frame, km.
    pub tolerance_km: f64,
    /// For each arc what it is (0 a coast, 1 a border, 2 not drawn), then longitudes and latitudes by turns: the first position,
    /// then the differences.
    pub arcs: Vec<Vec<i32>>,
    pub territories: Vec<Shape>,
}

/// A territory of the map.
#[derive(Clone, Debug, Serialize)]
pub struct Shape {
    pub code: String,
    pub name: String,
    /// Rings of arcs, holes among them; `-1 - k` is arc `k` backwards.
    pub rings: Vec<Vec<i32>>,
    /// Index in the territories that the map was made of.
    #[serde(skip)]
    pub territory: usize,
}

impl Map {
    /// The territories that are in the frame or near it; thinned to `tolerance_km`, or more where they would be too large.
    pub fn new(territories: &[Territory], plane: &Plane, frame: &Frame, tolerance_km: f64) -> Self {
        let room = ROOM * frame.width().max(frame.height());
        let near = |polygon: &&Polygon<f64>| {
            let mut inside = false;
            for p in &polygon.exterior().0 {
                let place = plane.place(*p);
                // What reaches to the other end of the world is torn apart in this plane.
                if place.x.hypot(place.y) > 1.98 * RADIUS {
                    return false;
                }
                inside |= frame.outside(place) <= room;
            }
            inside
        };
        let kept: Vec<(usize, &Polygon<f64>)> = (territories.iter().enumerate())
            .flat_map(|(i, t)| t.polygons.0.iter().filter(near).map(move |p| (i, p)))
            .collect();
        let (arcs, rings) = arcs(&kept, &on_cut);
        let mut tolerance_km = tolerance_km;
        let thin = |tolerance: f64| -> Vec<Vec<Coord<f64>>> {
            arcs.iter()
                .map(|arc| thinned(&arc.points, plane, frame, tolerance))
                .collect()
        };
        let mut lines = thin(tolerance_km);
        while lines.iter().map(Vec::len).sum::<usize>() > POSITIONS {
            tolerance_km *= 2.0;
            lines = thin(tolerance_km);
        }
        let degrees = unit_for(tolerance_km);
        let mut shapes: Vec<Shape> = Vec::new();
        for ((territory, _), ring) in rings {
            if shapes.last().is_none_or(|s| s.territory != territory) {
                let t = &territories[territory];
                shapes.push(Shape {
                    code: t.code.clone(),
                    name: t.name.clone(),
                    rings: Vec::new(),
                    territory,
                });
            }
            // An island smaller than the tolerance is not drawn.
            let drawn = ring.len() > 1 || ring.first().is_some_and(|&k| lines[arc_of(k)].len() > 3);
            if let (true, Some(shape)) = (drawn, shapes.last_mut()) {
                shape.rings.push(ring);
            }
        }
        Map {
            degrees,
            tolerance_km,
            arcs: (arcs.iter().zip(&lines))
                .map(|(arc, line)| {
                    let mut out = vec![arc.kind as i32];
                    push(&mut out, line, degrees);
                    out
                })
                .collect(),
            territories: shapes,
        }
    }
}

fn arc_of(k: i32) -> usize {
    (if k < 0 { -1 - k } else { k }) as usize
}

/// A power of ten of a degree that is a twentieth of a tolerance at most.
fn unit_for(tolerance_km: f64) -> f64 {
    10f64
        .powf((tolerance_km / 111.0 / 20.0).log10().floor())
        .clamp(1e-7, 1e-3)
}

fn push(out: &mut Vec<i32>, line: &[Coord<f64>], degrees: f64) {
    let units = |v: f64| (v / degrees).round() as i32;
    out.extend(differences(line.iter().map(|p| [units(p.x), units(p.y)])));
}

/// A line simplified like a map's arcs: for each part longitudes and latitudes by turns, as [`Map::arcs`] has them, in units of
/// `degrees`.
pub fn line(
    lines: &MultiLineString<f64>,
    plane: &Plane,
    frame: &Frame,
    tolerance_km: f64,
    degrees: f64,
) -> Vec<Vec<i32>> {
    let part = |l: &LineString<f64>| {
        let mut out = Vec::new();
        push(
            &mut out,
            &thinned(&l.0, plane, frame, tolerance_km),
            degrees,
        );
        out
    };
    lines.0.iter().map(part).collect()
}

/// The positions that a line needs in the plane; both ends are kept, and of a ring the position farthest from its start.
fn thinned(points: &[Coord<f64>], plane: &Plane, frame: &Frame, tolerance: f64) -> Vec<Coord<f64>> {
    if points.len() < 3 {
        return points.to_vec();
    }
    let places: Vec<Coord<f64>> = points.iter().map(|p| plane.place(*p)).collect();
    thin::thinned(points, &places, |p| tolerance + OUTSIDE * frame.outside(p))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{MultiPolygon, polygon};

    fn square(code: &str, x: f64) -> Territory {
        let square = polygon![(x: x, y: 50.0), (x: x + 1.0, y: 50.0), (x: x + 1.0, y: 50.5), (x: x + 1.0, y: 51.0), (x: x, y: 51.0), (x: x, y: 50.0)];
        Territory::new(code, code, MultiPolygon(vec![square]))
    }

    #[test]
    fn neighbours_share_one_arc_and_its_middle_position_is_left_out() {
        let mut right = square("BBB", 11.0);
        right.polygons.0[0].exterior_mut(|ring| ring.0.insert(5, Coord { x: 11.0, y: 50.5 }));
        let territories = [square("AAA", 10.0), right];
        let plane = Plane::at(Coord { x: 11.0, y: 50.5 });
        let frame = Frame {
            min: Coord {
                x: -200.0,
                y: -200.0,
            },
            max: Coord { x: 200.0, y: 200.0 },
        };
        let map = Map::new(&territories, &plane, &frame, 1.0);
        let kinds: Vec<i32> = map.arcs.iter().map(|arc| arc[0]).collect();
        assert_eq!(kinds, [1, 0, 0], "{map:?}");
        let of_arc = |k: i32, rings: &[Vec<i32>]| rings[0].contains(&k);
        let (left, right) = (&map.territories[0].rings, &map.territories[1].rings);
        assert!(of_arc(0, left) && of_arc(-1, right));
        assert_eq!(
            map.arcs[0].len(),
            5,
            "two positions are left of three: {map:?}"
        );
    }

    #[test]
    fn the_cut_of_the_world_is_not_drawn() {
        let plane = Plane::at(Coord { x: 179.5, y: 50.5 });
        let frame = Frame {
            min: Coord {
                x: -200.0,
                y: -200.0,
            },
            max: Coord { x: 200.0, y: 200.0 },
        };
        let territory = square("AAA", 179.0);
        let map = Map::new(&[territory], &plane, &frame, 1.0);
        let mut kinds: Vec<i32> = map.arcs.iter().map(|arc| arc[0]).collect();
        kinds.sort_unstable();
        assert_eq!(kinds, [0, 2]);
    }
}
