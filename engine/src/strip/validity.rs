//! Whether polygons are valid: what OGC Simple Features and RFC 7946 ask of them. Other names: topology check, `ST_IsValid`.
//!
//! Shares nothing with the ways polygons are made here, only the exact sign of a turn. Rings must be closed, have four positions and an
//! area, keep within ±180 and ±90 degrees, run counter-clockwise outside and clockwise inside; no ring meets itself, rings touch at single
//! points at most and never cross; a hole lies within its shell, not within another hole; polygons have no inner point in common; and the
//! inside of a polygon is in one piece. An edge that takes the long way round the globe would be read as crossing ±180°: edges
//! span less than 180 degrees of longitude, but at a pole.
//!
//! Repeated positions are no defect. The length of a run: n log n for real outlines.

use super::boxes::Boxes;
use crate::geodesy::edge_tree::{Box2, Edge, Edges, turn};
use geo::{Coord, LineString, MultiPolygon};
use rustc_hash::FxHashMap;
use std::cell::OnceCell;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A ring does not end where it begins, or has fewer than four positions or no area.
    NoRing,
    /// A position is not finite, or beyond ±180 or ±90 degrees.
    OutOfRange,
    /// An edge spans 180 degrees of longitude or more, away from the poles.
    LongWayRound,
    /// An exterior ring runs clockwise, or a hole counter-clockwise.
    Direction,
    /// Edges cross, or rings cross where they touch.
    Crossing,
    /// Edges run along each other.
    SharedEdge,
    /// A ring comes by one point twice.
    TouchesItself,
    /// A hole is outside its shell or inside another hole of it.
    HoleOutside,
    /// A polygon is, or has a hole, inside another one.
    Overlap,
    /// The rings of a polygon touch so that its inside falls apart.
    Apart,
}

/// A defect of polygon number `polygon`, at a place in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Defect {
    pub kind: Kind,
    pub polygon: usize,
    pub at: Coord<f64>,
}

type Point = [f64; 2];

struct Ring {
    polygon: usize,
    hole: bool,
    /// Without repeated positions, the first not repeated.
    points: Vec<Point>,
}

/// A ring's way through a point: from where, to where.
#[derive(Clone, Copy, PartialEq)]
struct Pass {
    ring: usize,
    before: Point,
    after: Point,
}

/// All that is wrong with some polygons; of defects of one kind in one pair of edges one each.
pub fn defects(polygons: &MultiPolygon<f64>) -> Vec<Defect> {
    let mut out = Vec::new();
    let mut rings = Vec::new();
    for (k, p) in polygons.iter().enumerate() {
        let all = std::iter::once(p.exterior()).chain(p.interiors());
        for (j, ring) in all.enumerate() {
            alone(ring, k, j > 0, &mut rings, &mut out);
        }
    }
    let touches = meetings(&rings, &mut out);
    let touched = passes(&touches, &mut out, &rings);
    if out.is_empty() {
        apart(&touches, &rings, &mut out);
        nesting(&rings, &touched, &mut out);
    }
    out
}

/// What is wrong with one ring for itself; it is kept for the rest if it is a ring at all.
fn alone(
    ring: &LineString<f64>,
    polygon: usize,
    hole: bool,
    rings: &mut Vec<Ring>,
    out: &mut Vec<Defect>,
) {
    let first = ring.0.first().copied().unwrap_or_default();
    let mut note = |kind, at| out.push(Defect { kind, polygon, at });
    if let Some(&c) = (ring.0.iter())
        .find(|c| !(c.x.is_finite() && c.x.abs() <= 180.0 && c.y.is_finite() && c.y.abs() <= 90.0))
    {
        return note(Kind::OutOfRange, c);
    }
    let mut points: Vec<Point> = ring.0.iter().map(|c| [c.x, c.y]).collect();
    points.dedup();
    if ring.0.first() != ring.0.last() || points.len() < 4 {
        return note(Kind::NoRing, first);
    }
    if let Some(w) = (ring.0.windows(2))
        .find(|w| (w[1].x - w[0].x).abs() >= 180.0 && !(w[0].y.abs() == 90.0 && w[0].y == w[1].y))
    {
        note(Kind::LongWayRound, w[0]);
    }
    points.pop();
    let o = points[0];
    let area: f64 = (1..points.len() - 1)
        .map(|k| {
            let (a, b) = (points[k], points[k + 1]);
            (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0])
        })
        .sum();
    if area == 0.0 {
        note(Kind::NoRing, first);
    } else if (area < 0.0) != hole {
        note(Kind::Direction, first);
    }
    rings.push(Ring {
        polygon,
        hole,
        points,
    });
}

/// Notes edges that cross or share a way; the places where rings touch, each with the edges there.
fn meetings(rings: &[Ring], out: &mut Vec<Defect>) -> FxHashMap<[u64; 2], Vec<Pass>> {
    let lines: Vec<LineString<f64>> = rings
        .iter()
        .map(|r| {
            let closed = r.points.iter().chain(r.points.first());
            closed.map(|p| Coord { x: p[0], y: p[1] }).collect()
        })
        .collect();
    let edges = Edges::rings(lines.iter());
    let starts: Vec<usize> = edges.rings_of_edges().map(|r| r.start).collect();
    let ring_of = |edge: usize| starts.partition_point(|&s| s <= edge) - 1;
    let pass = |edge: usize, e: &Edge, at: Point| {
        let ring = ring_of(edge);
        let points = &rings[ring].points;
        let (k, n) = (edge - starts[ring], points.len());
        let (before, after) = if at == e.a {
            (points[(k + n - 1) % n], e.b)
        } else if at == e.b {
            (e.a, points[(k + 2) % n])
        } else {
            (e.a, e.b)
        };
        Pass {
            ring,
            before,
            after,
        }
    };
    let mut touches: FxHashMap<[u64; 2], Vec<Pass>> = FxHashMap::default();
    edges.pair(&edges, |(i, e), (j, f)| -> Option<()> {
        let mut note = |kind, at: Point| {
            out.push(Defect {
                kind,
                polygon: rings[ring_of(i)].polygon,
                at: Coord { x: at[0], y: at[1] },
            });
        };
        let (c0, c1) = (turn(e.a, e.b, f.a), turn(e.a, e.b, f.b));
        let (d0, d1) = (turn(f.a, f.b, e.a), turn(f.a, f.b, e.b));
        if c0 * c1 < 0.0 && d0 * d1 < 0.0 {
            note(Kind::Crossing, e.a);
            return None;
        }
        let mut at: Vec<Point> = Vec::new();
        for (p, on, sign) in [(e.a, f, d0), (e.b, f, d1), (f.a, e, c0), (f.b, e, c1)] {
            if sign == 0.0 && Box2::of(on).holds(p) && !at.contains(&p) {
                at.push(p);
            }
        }
        if at.len() > 1 {
            note(Kind::SharedEdge, at[0]);
            return None;
        }
        for p in at {
            let follow = ring_of(i) == ring_of(j) && pass(i, e, p) == pass(j, f, p);
            if !follow {
                let here = touches.entry(p.map(|c| (c + 0.0).to_bits())).or_default();
                for own in [pass(i, e, p), pass(j, f, p)] {
                    if !here.contains(&own) {
                        here.push(own);
                    }
                }
            }
        }
        None
    });
    touches
}

/// Notes rings that come by a point twice or cross there; says which points of each ring are touched.
fn passes(
    touches: &FxHashMap<[u64; 2], Vec<Pass>>,
    out: &mut Vec<Defect>,
    rings: &[Ring],
) -> Vec<Vec<Point>> {
    let mut touched = vec![Vec::new(); rings.len()];
    for (key, all) in touches {
        let at = key.map(f64::from_bits);
        for (k, a) in all.iter().enumerate() {
            touched[a.ring].push(at);
            for b in &all[k + 1..] {
                let kind = if a.ring == b.ring {
                    Kind::TouchesItself
                } else if is_left(at, a, b.before) != is_left(at, a, b.after) {
                    Kind::Crossing
                } else {
                    continue;
                };
                out.push(Defect {
                    kind,
                    polygon: rings[a.ring].polygon,
                    at: Coord { x: at[0], y: at[1] },
                });
            }
        }
    }
    touched
}

/// Whether the direction from `at` to `p` is left of the way through: clockwise of the way back, before the way on.
fn is_left(at: Point, through: &Pass, p: Point) -> bool {
    let left_of_in = turn(through.before, at, p) > 0.0;
    let left_of_out = turn(at, through.after, p) > 0.0;
    if turn(through.before, at, through.after) > 0.0 {
        left_of_in && left_of_out
    } else {
        left_of_in || left_of_out
    }
}

/// Notes polygons whose rings touch in a circle: rings and points, joined where they touch, must form trees.
fn apart(touches: &FxHashMap<[u64; 2], Vec<Pass>>, rings: &[Ring], out: &mut Vec<Defect>) {
    let mut parent: Vec<usize> = (0..rings.len()).collect();
    fn root(parent: &mut [usize], mut k: usize) -> usize {
        while parent[k] != k {
            parent[k] = parent[parent[k]];
            k = parent[k];
        }
        k
    }
    for (key, all) in touches {
        let mut first: FxHashMap<usize, usize> = FxHashMap::default();
        for pass in all {
            let polygon = rings[pass.ring].polygon;
            match first.get(&polygon) {
                None => {
                    first.insert(polygon, pass.ring);
                }
                Some(&other) => {
                    let (a, b) = (root(&mut parent, other), root(&mut parent, pass.ring));
                    if a == b {
                        let [x, y] = key.map(f64::from_bits);
                        out.push(Defect {
                            kind: Kind::Apart,
                            polygon,
                            at: Coord { x, y },
                        });
                    }
                    parent[a] = b;
                }
            }
        }
    }
}

/// Notes holes outside their shells, and polygons inside others. Rings do not cross here, so one point of each speaks for it.
fn nesting(rings: &[Ring], touched: &[Vec<Point>], out: &mut Vec<Defect>) {
    let bounds = |r: &Ring| {
        let point = |p: &Point| Box2 { min: *p, max: *p };
        r.points.iter().map(point).reduce(Box2::join)
    };
    let boxes = Boxes::new(rings.iter().filter_map(bounds).collect());
    let trees: Vec<OnceCell<Edges>> = rings.iter().map(|_| OnceCell::new()).collect();
    let holds = |k: usize, p: Point| {
        let tree = trees[k].get_or_init(|| {
            let closed = rings[k].points.iter().chain(rings[k].points.first());
            let line: LineString<f64> = closed.map(|p| Coord { x: p[0], y: p[1] }).collect();
            Edges::rings(std::iter::once(&line))
        });
        tree.inside(p)
    };
    for (k, ring) in rings.iter().enumerate() {
        let Some(p) = free_point(ring, &touched[k]) else {
            continue;
        };
        let mut in_shell = false;
        // For each polygon round the point, in how many of its rings it is.
        let mut round: FxHashMap<usize, u32> = FxHashMap::default();
        let mut within_hole = false;
        boxes.holding(p, &mut |j| {
            if j == k || !holds(j, p) {
                return;
            }
            if rings[j].polygon != ring.polygon {
                *round.entry(rings[j].polygon).or_default() += 1;
            } else if rings[j].hole {
                within_hole |= ring.hole;
            } else {
                in_shell = true;
            }
        });
        let mut note = |kind| {
            out.push(Defect {
                kind,
                polygon: ring.polygon,
                at: Coord { x: p[0], y: p[1] },
            });
        };
        if ring.hole && (!in_shell || within_hole) {
            note(Kind::HoleOutside);
        }
        if round.values().any(|n| n % 2 == 1) {
            note(Kind::Overlap);
        }
    }
}

/// A point of a ring at which no other one touches it: a corner, or the middle of an edge between two that are touched.
fn free_point(ring: &Ring, touched: &[Point]) -> Option<Point> {
    let corner = ring.points.iter().find(|p| !touched.contains(p));
    corner.copied().or_else(|| {
        let (a, b) = (ring.points[0], ring.points[1]);
        [0.5, 0.3, 0.7]
            .map(|t| [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])])
            .into_iter()
            .find(|p| !touched.contains(p))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Polygon;

    type Points<'a> = &'a [(f64, f64)];

    /// Polygons, each of an exterior and holes, whose last positions are left out.
    fn kinds(polygons: &[&[Points]]) -> Vec<Kind> {
        let ring = |r: &Points| {
            let mut points = r.to_vec();
            points.extend(r.first().copied());
            LineString::from(points)
        };
        let all = polygons
            .iter()
            .map(|p| Polygon::new(ring(&p[0]), p[1..].iter().map(ring).collect()))
            .collect();
        let mut kinds: Vec<Kind> = defects(&MultiPolygon(all)).iter().map(|d| d.kind).collect();
        kinds.dedup();
        kinds
    }

    const SQUARE: Points = &[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)];
    const HOLE: Points = &[(2.0, 2.0), (2.0, 4.0), (4.0, 4.0), (4.0, 2.0)];

    #[test]
    fn sound_polygons_have_no_defects() {
        assert_eq!(kinds(&[&[SQUARE, HOLE]]), []);
        // An island in the hole, and one that touches the hole at a corner.
        let island: Points = &[(2.5, 2.5), (3.0, 2.5), (3.0, 3.0)];
        let touching: Points = &[(2.0, 2.0), (3.0, 2.5), (3.0, 3.0)];
        assert_eq!(kinds(&[&[SQUARE, HOLE], &[island]]), []);
        assert_eq!(kinds(&[&[SQUARE, HOLE], &[touching]]), []);
        // A hole that touches its shell at a corner, and on an edge.
        let corner: Points = &[(0.0, 0.0), (1.0, 2.0), (2.0, 1.0)];
        let edge: Points = &[(5.0, 0.0), (4.0, 1.0), (6.0, 1.0)];
        assert_eq!(kinds(&[&[SQUARE, corner, edge]]), []);
        // All corners of the inner one touch.
        let diamond: Points = &[(2.0, 2.0), (3.0, 3.0), (2.0, 4.0)];
        assert_eq!(kinds(&[&[SQUARE, HOLE], &[diamond]]), [Kind::SharedEdge]);
    }

    #[test]
    fn each_defect_is_found() {
        let reversed: Vec<(f64, f64)> = SQUARE.iter().rev().copied().collect();
        assert_eq!(kinds(&[&[&reversed]]), [Kind::Direction]);
        assert_eq!(
            kinds(&[&[&[(-1.0, 3.0), (4.0, 0.0), (4.0, 4.0), (0.0, 0.0)]]]),
            [Kind::Crossing]
        );
        assert_eq!(kinds(&[&[&[(0.0, 0.0), (1.0, 1.0)]]]), [Kind::NoRing]);
        assert_eq!(
            kinds(&[&[&[(170.0, 0.0), (181.0, 0.0), (170.0, 5.0)]]]),
            [Kind::OutOfRange]
        );
        assert_eq!(
            kinds(&[&[&[(-100.0, 0.0), (90.0, 0.0), (0.0, 5.0)]]]),
            [Kind::LongWayRound]
        );
        let outside: Points = &[(12.0, 2.0), (12.0, 4.0), (14.0, 4.0)];
        assert_eq!(kinds(&[&[SQUARE, outside]]), [Kind::HoleOutside]);
        let inner: Points = &[(2.5, 2.5), (2.6, 3.0), (3.0, 2.6)];
        assert_eq!(kinds(&[&[SQUARE, HOLE, inner]]), [Kind::HoleOutside]);
        let within: Points = &[(6.0, 6.0), (7.0, 6.0), (7.0, 7.0)];
        assert_eq!(kinds(&[&[SQUARE, HOLE], &[within]]), [Kind::Overlap]);
        let beside: Points = &[(10.0, 0.0), (20.0, 0.0), (20.0, 5.0), (10.0, 5.0)];
        assert_eq!(kinds(&[&[SQUARE], &[beside]]), [Kind::SharedEdge]);
        // A figure of eight, which only touches itself.
        let eight: Points = &[
            (0.0, 0.0),
            (2.0, 0.0),
            (2.0, 2.0),
            (4.0, 2.0),
            (4.0, 4.0),
            (2.0, 4.0),
            (2.0, 2.0),
            (0.0, 2.0),
        ];
        assert_eq!(kinds(&[&[eight]]), [Kind::TouchesItself]);
        // A triangle that goes through a corner of the square, and one that has it on both sides of its tip.
        let through: Points = &[(0.0, 0.0), (1.0, 0.5), (-1.0, 0.5)];
        assert_eq!(kinds(&[&[SQUARE], &[through]]), [Kind::Crossing]);
        let tip: Points = &[(10.0, 10.0), (12.0, 10.5), (12.0, 11.0)];
        assert_eq!(kinds(&[&[SQUARE], &[tip]]), []);
        // A hole from edge to edge cuts the inside in two.
        let across: Points = &[(0.0, 5.0), (5.0, 6.0), (10.0, 5.0), (5.0, 4.0)];
        assert_eq!(kinds(&[&[SQUARE, across]]), [Kind::Apart]);
    }

    #[test]
    fn the_edge_along_a_pole_may_go_round_the_globe() {
        let cap: Points = &[
            (-180.0, 80.0),
            (-60.0, 80.0),
            (60.0, 80.0),
            (180.0, 80.0),
            (180.0, 90.0),
            (-180.0, 90.0),
        ];
        assert_eq!(kinds(&[&[cap]]), []);
    }
}
