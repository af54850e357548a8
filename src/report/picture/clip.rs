//! Rings and lines cut at a rectangle of pixels, and at a meridian.
//!
//! A ring that leaves and comes back may run along the edge it was cut at, and back again: its area is right by the nonzero and the
//! even-odd rule, and the rectangle is somewhat larger than what is shown, so that nobody sees those edges.

use super::window::Rect;
use geo::Coord;

/// What of a ring (open: the first point is not repeated) is on the side of a line where `side` is not negative.
///
/// Sutherland and Hodgman (1974), one edge.
pub fn half(ring: &[Coord<f64>], side: impl Fn(Coord<f64>) -> f64) -> Vec<Coord<f64>> {
    let mut out = Vec::with_capacity(ring.len() + 4);
    for (k, &b) in ring.iter().enumerate() {
        let a = ring[(k + ring.len() - 1) % ring.len()];
        let (u, v) = (side(a), side(b));
        if (u < 0.0) != (v < 0.0) {
            out.push(a + (b - a) * (u / (u - v)));
        }
        if v >= 0.0 {
            out.push(b);
        }
    }
    out
}

/// What of a ring is in a rectangle.
pub fn ring(points: &[Coord<f64>], rect: &Rect) -> Vec<Coord<f64>> {
    if points.iter().all(|p| rect.holds(*p)) {
        return points.to_vec();
    }
    let (x, y, right, bottom) = (rect.x, rect.y, rect.right(), rect.bottom());
    let out = half(points, |p| p.x - x);
    let out = half(&out, |p| right - p.x);
    let out = half(&out, |p| p.y - y);
    half(&out, |p| bottom - p.y)
}

/// The parts of a line in a rectangle.
pub fn line(points: &[Coord<f64>], rect: &Rect) -> Vec<Vec<Coord<f64>>> {
    let mut parts: Vec<Vec<Coord<f64>>> = Vec::new();
    let mut open = false;
    for edge in points.windows(2) {
        let Some((from, to)) = segment(edge[0], edge[1], rect) else {
            open = false;
            continue;
        };
        match parts.last_mut() {
            Some(part) if open && part.last() == Some(&from) => part.push(to),
            _ => parts.push(vec![from, to]),
        }
        open = to == edge[1];
    }
    parts
}

/// What of a segment is in a rectangle.
///
/// Liang and Barsky (1984).
pub fn segment(a: Coord<f64>, b: Coord<f64>, rect: &Rect) -> Option<(Coord<f64>, Coord<f64>)> {
    if !(a.x + a.y + b.x + b.y).is_finite() {
        return None;
    }
    let (mut from, mut to) = (0.0f64, 1.0f64);
    let d = b - a;
    for (p, q) in [
        (-d.x, a.x - rect.x),
        (d.x, rect.right() - a.x),
        (-d.y, a.y - rect.y),
        (d.y, rect.bottom() - a.y),
    ] {
        if p == 0.0 {
            if q < 0.0 {
                return None;
            }
        } else if p < 0.0 {
            from = from.max(q / p);
        } else {
            to = to.min(q / p);
        }
    }
    if from > to {
        return None;
    }
    let at = |t: f64| match t {
        0.0 => a,
        1.0 => b,
        t => a + d * t,
    };
    Some((at(from), at(to)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOX: Rect = Rect {
        x: 0.0,
        y: 0.0,
        width: 10.0,
        height: 10.0,
    };

    fn area(ring: &[Coord<f64>]) -> f64 {
        let n = ring.len();
        let twice: f64 = (0..n)
            .map(|k| ring[k].x * ring[(k + 1) % n].y - ring[(k + 1) % n].x * ring[k].y)
            .sum();
        0.5 * twice
    }

    #[test]
    fn a_ring_that_leaves_twice_keeps_the_area_that_is_inside() {
        let ring_of = |points: &[(f64, f64)]| -> Vec<Coord<f64>> {
            points.iter().map(|&(x, y)| Coord { x, y }).collect()
        };
        // A U whose bottom is outside: two legs of 2 by 8.
        let u = ring_of(&[
            (1.0, -4.0),
            (9.0, -4.0),
            (9.0, 8.0),
            (7.0, 8.0),
            (7.0, -2.0),
            (3.0, -2.0),
            (3.0, 8.0),
            (1.0, 8.0),
        ]);
        assert!((area(&ring(&u, &BOX)) - 32.0).abs() < 1e-12);
        let round = ring_of(&[(-5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (-5.0, 15.0)]);
        assert!((area(&ring(&round, &BOX)) - 100.0).abs() < 1e-12);
        let away = ring_of(&[(20.0, 0.0), (21.0, 0.0), (21.0, 1.0)]);
        assert!(ring(&away, &BOX).is_empty());
    }

    #[test]
    fn a_line_that_leaves_and_comes_back_is_two_lines() {
        let at = |x: f64, y: f64| Coord { x, y };
        let parts = line(
            &[
                at(5.0, 5.0),
                at(15.0, 5.0),
                at(15.0, 8.0),
                at(5.0, 8.0),
                at(4.0, 8.0),
            ],
            &BOX,
        );
        assert_eq!(
            parts,
            [
                vec![at(5.0, 5.0), at(10.0, 5.0)],
                vec![at(10.0, 8.0), at(5.0, 8.0), at(4.0, 8.0)]
            ]
        );
        assert!(line(&[at(-5.0, 20.0), at(20.0, 20.0)], &BOX).is_empty());
    }
}
