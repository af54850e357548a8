//! Which points of a line are needed (Ramer 1972; Douglas and Peucker 1973), whatever a point's distance from a chord is.

use geo::Coord;

/// For each of `count` points whether it is kept: the first and the last are, and between two that are kept the one that is farthest
/// off their chord, while it is off by more than 1. `off(k, from, to)`: of point `k` from the chord of two points, as a part of what is
/// allowed.
pub fn needed(count: usize, off: impl Fn(usize, usize, usize) -> f64) -> Vec<bool> {
    let mut kept = vec![false; count];
    let mut open: Vec<(usize, usize)> = count
        .checked_sub(1)
        .map(|last| (0, last))
        .into_iter()
        .collect();
    while let Some((from, to)) = open.pop() {
        kept[from] = true;
        kept[to] = true;
        let mut farthest = (1.0, None);
        for k in from + 1..to {
            let o = off(k, from, to);
            if o > farthest.0 {
                farthest = (o, Some(k));
            }
        }
        if let Some(k) = farthest.1 {
            open.extend([(from, k), (k, to)]);
        }
    }
    kept
}

/// The points of which the places in a plane are needed: each may stand as far from a chord as `allowed` says of its place.
pub fn thinned(
    points: &[Coord<f64>],
    places: &[Coord<f64>],
    allowed: impl Fn(Coord<f64>) -> f64,
) -> Vec<Coord<f64>> {
    let off = |k: usize, from: usize, to: usize| {
        let p = places[k];
        from_segment(p, places[from], places[to]) / allowed(p)
    };
    (points.iter().zip(needed(places.len(), off)))
        .filter_map(|(p, kept)| kept.then_some(*p))
        .collect()
}

/// The distance of a place from a segment in a plane.
fn from_segment(p: Coord<f64>, a: Coord<f64>, b: Coord<f64>) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let square = dx * dx + dy * dy;
    let t = if square > 0.0 {
        (((p.x - a.x) * dx + (p.y - a.y) * dy) / square).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (p.x - a.x - t * dx).hypot(p.y - a.y - t * dy)
}
