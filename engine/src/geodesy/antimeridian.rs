//! Cutting polygons at the antimeridian: what RFC 7946, section 3.1.9, asks for. Other names: dateline splitting.
//!
//! Input: rings as [`Walk`]s, exterior counter-clockwise and holes clockwise (interior on the left of every edge).
//! Output: polygons within [-180, 180]. Vertices keep their bits; new ones stand where a straight longitude-latitude edge meets
//! ±180. A ring that goes once round the globe is closed through the pole on its left.
//! Not promised: a meaningful cut of rings that cross themselves; [`cut`] then says so instead of changing the area.
//!
//! Method: every ring is broken where it meets ±180 into open runs. Each run ends on a side of the rectangle
//! [-180, 180] × [-90, 90]; from there the result follows the rectangle counter-clockwise to where the next run starts. This needs no
//! special case for poles, holes that cross the antimeridian, or several crossings.

use geo::coordinate_position::{CoordPos, coord_pos_relative_to_ring};
use geo::{Coord, LineString, Polygon};

/// A path in degrees with how each edge crosses the antimeridian.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// Longitude within [-180, 180], latitude within [-90, 90]. A ring repeats its first position at the end.
    pub points: Vec<Coord<f64>>,
    /// For the edge from position i to i + 1: 1 crosses eastwards, -1 westwards, 0 not.
    pub crossings: Vec<i8>,
}

/// How the short way from `a` to `b` (degrees, longitudes within ±180) crosses the antimeridian: 1 eastwards, -1 westwards,
/// 0 not; `None` where both ways round are equally long.
pub fn crossing(a: Coord<f64>, b: Coord<f64>) -> Option<i8> {
    let step = b.x - a.x;
    match step.abs() {
        180.0 => None,
        s if s < 180.0 => Some(0),
        _ if step < 0.0 => Some(1),
        _ => Some(-1),
    }
}

impl Walk {
    /// How often a ring goes round the globe, eastwards positive. 0 for an ordinary ring.
    pub fn winding(&self) -> i32 {
        self.crossings.iter().map(|c| i32::from(*c)).sum()
    }

    /// Whether the edge from position `index` runs along the antimeridian, so that it has no width.
    pub fn on_antimeridian(&self, index: usize) -> bool {
        let (a, b) = (self.points[index], self.points[index + 1]);
        a.x.abs() == 180.0 && (a.x == b.x || (b.x == -a.x && self.crossings[index] != 0))
    }

    /// Area in the longitude-latitude plane, square degrees, counter-clockwise positive; rings of winding 0 only.
    pub fn plane_area(&self) -> f64 {
        let Some(origin) = self.points.first().copied() else {
            return 0.0;
        };
        let mut turns = 0.0;
        let mut sum = 0.0;
        for (pair, step) in self.points.windows(2).zip(&self.crossings) {
            let x0 = pair[0].x + turns - origin.x;
            turns += 360.0 * f64::from(*step);
            let x1 = pair[1].x + turns - origin.x;
            sum += x0 * (pair[1].y - origin.y) - x1 * (pair[0].y - origin.y);
        }
        sum / 2.0
    }

    /// The integral of latitude over longitude, square degrees: positive where a ring that goes eastwards round the globe
    /// lies mostly north of the equator.
    pub fn lean(&self) -> f64 {
        let edges = self.points.windows(2).zip(&self.crossings);
        edges
            .map(|(p, c)| (p[0].y + p[1].y) / 2.0 * (p[1].x - p[0].x + 360.0 * f64::from(*c)))
            .sum()
    }

    /// The same path from its end to its start.
    pub fn reversed(mut self) -> Self {
        self.points.reverse();
        self.crossings.reverse();
        self.crossings.iter_mut().for_each(|c| *c = -*c);
        self
    }
}

/// Cuts a polygon given as its oriented rings, the exterior first. `None` where the rings cross themselves at the
/// antimeridian, so that the pieces would not have the polygon's area.
pub fn cut(mut rings: Vec<Walk>) -> Option<Vec<Polygon<f64>>> {
    if rings
        .iter()
        .all(|ring| ring.crossings.iter().all(|c| *c == 0))
    {
        let mut rings = rings.drain(..).map(|ring| LineString(ring.points));
        return Some(vec![Polygon::new(rings.next()?, rings.collect())]);
    }
    let mut runs = Vec::new();
    let mut loops = Vec::new();
    for ring in &rings {
        break_up(ring, &mut runs, &mut loops);
    }
    join(runs, &mut loops);
    let (outer, inner): (Vec<_>, Vec<_>) = loops.into_iter().partition(|l| area(l) > 0.0);
    let mut polygons: Vec<Polygon<f64>> = outer
        .into_iter()
        .map(|l| Polygon::new(LineString(l), vec![]))
        .collect();
    for hole in inner.into_iter().filter(|l| area(l) < 0.0) {
        let home = if polygons.len() == 1 {
            Some(0)
        } else {
            polygons.iter().position(|p| holds(p, &hole))
        };
        polygons[home?].interiors_push(LineString(hole));
    }
    let ordinary = rings.iter().all(|ring| ring.winding() == 0);
    // A literal box round the globe with a hole that is cut: its own area counts as it stands.
    let wanted: f64 = rings.iter().map(Walk::plane_area).sum();
    let got: f64 = polygons
        .iter()
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
        .map(|r| area(&r.0))
        .sum();
    if ordinary && (wanted - got).abs() > 1e-9 * wanted.abs().max(1e-3) {
        return None;
    }
    Some(polygons)
}

fn area(ring: &[Coord<f64>]) -> f64 {
    Walk {
        points: ring.to_vec(),
        crossings: vec![0; ring.len().saturating_sub(1)],
    }
    .plane_area()
}

/// Whether a hole lies in a polygon, by its first position that is not on the polygon's own outline.
fn holds(polygon: &Polygon<f64>, hole: &[Coord<f64>]) -> bool {
    let mut sides = hole
        .iter()
        .map(|c| coord_pos_relative_to_ring(*c, polygon.exterior()));
    sides.find(|p| *p != CoordPos::OnBoundary) == Some(CoordPos::Inside)
}

/// Breaks a ring into runs between places on the antimeridian; a ring that has none is a loop already.
fn break_up(ring: &Walk, runs: &mut Vec<Vec<Coord<f64>>>, loops: &mut Vec<Vec<Coord<f64>>>) {
    let first = runs.len();
    let mut run = vec![ring.points[0]];
    let mut broken = false;
    for (index, &step) in ring.crossings.iter().enumerate() {
        let (a, b) = (ring.points[index], ring.points[index + 1]);
        let corner = a.x.abs() == 180.0 && b.x.abs() == 180.0 && a.y.abs() == 90.0 && a.y == b.y;
        if step == 0 && !corner && !ring.on_antimeridian(index) {
            run.push(b);
            continue;
        }
        broken = true;
        if step == 0 || ring.on_antimeridian(index) {
            runs.push(std::mem::replace(&mut run, vec![b]));
            continue;
        }
        let side = 180.0 * f64::from(step);
        let y = meet(a, b, side);
        if a.x != side {
            run.push(Coord { x: side, y });
        }
        runs.push(std::mem::replace(&mut run, vec![Coord { x: -side, y }]));
        if b.x != -side {
            run.push(b);
        }
    }
    if !broken {
        loops.push(run);
        return;
    }
    // The run before the first break goes on where the last one ends.
    run.extend(runs[first].iter().skip(1));
    runs[first] = run;
    let found = runs.split_off(first);
    runs.extend(found.into_iter().filter(|r| r.len() > 1));
}

/// Latitude at which the edge meets the antimeridian on `side` (±180).
fn meet(a: Coord<f64>, b: Coord<f64>, side: f64) -> f64 {
    if b.x == -side {
        return b.y;
    }
    let whole = b.x + 2.0 * side - a.x;
    a.y + (side - a.x) / whole * (b.y - a.y)
}

/// Way along the rectangle's outline, counter-clockwise from its lower right corner: 0..180 the right side, 180..360 the left.
fn way(c: Coord<f64>) -> f64 {
    if c.x > 0.0 { c.y + 90.0 } else { 270.0 - c.y }
}

fn join(runs: Vec<Vec<Coord<f64>>>, loops: &mut Vec<Vec<Coord<f64>>>) {
    let mut starts: Vec<(f64, usize)> = runs
        .iter()
        .enumerate()
        .map(|(i, r)| (way(r[0]), i))
        .collect();
    starts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut runs: Vec<Option<Vec<Coord<f64>>>> = runs.into_iter().map(Some).collect();
    for first in 0..runs.len() {
        let Some(mut ring) = runs[first].take() else {
            continue;
        };
        let home = way(ring[0]);
        loop {
            let end = way(ring[ring.len() - 1]);
            let ahead = |start: f64| {
                if start >= end {
                    start - end
                } else {
                    start - end + 360.0
                }
            };
            // Linear in the number of crossings of one polygon, which is small; closing comes first among equals.
            let next = starts
                .iter()
                .filter(|s| runs[s.1].is_some())
                .map(|s| (ahead(s.0), s.1))
                .min_by(|a, b| a.0.total_cmp(&b.0));
            let close = ahead(home);
            let reach = next.map_or(close, |n| n.0.min(close));
            corners(&mut ring, end, reach);
            match next {
                Some((distance, index)) if distance < close => {
                    if let Some(more) = runs[index].take() {
                        ring.extend(more);
                    }
                }
                _ => break,
            }
        }
        ring.push(ring[0]);
        ring.dedup();
        if ring.len() > 3 {
            loops.push(ring);
        }
    }
}

/// Adds the rectangle's corners between the way `end` and `reach` further on.
fn corners(ring: &mut Vec<Coord<f64>>, end: f64, reach: f64) {
    for (at, x, y) in [
        (180.0, 180.0, 90.0),
        (360.0, -180.0, -90.0),
        (540.0, 180.0, 90.0),
    ] {
        if at >= end && at < end + reach {
            ring.push(Coord { x, y });
            ring.push(Coord { x: -x, y });
        }
    }
}
