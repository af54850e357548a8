//! Whether any two edges of polygons meet that do not follow each other: a quick first question before [`validity`](super::validity) is
//! asked what is wrong. Other names: self-intersection test by monotone chains.
//!
//! A stretch that only rises or only falls in both coordinates cannot meet itself, and the box of its two ends holds it. Outlines are made of few
//! such stretches; two of them whose boxes overlap are halved until single edges are left. Signs of turns are exact. For every strip this is
//! asked, so it stands beside [`edge_tree`](crate::geodesy::edge_tree), whose tree takes two to nine times as long.

use super::polygon::rings;
use crate::geodesy::edge_tree::turn;
use crate::halt::Halt;
use geo::{Coord, MultiPolygon};

/// Edges `from .. to` of a ring, monotone.
#[derive(Clone, Copy)]
struct Chain {
    ring: u32,
    from: u32,
    to: u32,
    low: [f64; 2],
    high: [f64; 2],
}

/// Whether two edges meet, be it in one point, that are not neighbours in a ring.
pub fn any(polygons: &MultiPolygon<f64>, halt: &Halt) -> bool {
    let rings: Vec<&[Coord<f64>]> = rings(polygons).map(|r| r.0.as_slice()).collect();
    let mut chains = Vec::new();
    for (k, ring) in rings.iter().enumerate() {
        monotone(ring, k as u32, &mut chains);
    }
    chains.sort_by(|a, b| a.low[0].total_cmp(&b.low[0]));
    // Those that reach beyond the place where the next begins.
    let mut open: Vec<Chain> = Vec::new();
    for chain in (chains.into_iter()).take_while(|_| !halt.is_stopped()) {
        open.retain(|o| o.high[0] >= chain.low[0]);
        if open.iter().any(|o| meet(&rings, *o, chain)) {
            return true;
        }
        open.push(chain);
    }
    false
}

fn monotone(ring: &[Coord<f64>], number: u32, chains: &mut Vec<Chain>) {
    let way = |k: usize| {
        let (a, b) = (ring[k], ring[k + 1]);
        [b.x >= a.x, b.y >= a.y]
    };
    let edges = ring.len().saturating_sub(1);
    let mut from = 0;
    for k in 1..=edges {
        if k == edges || way(k) != way(from) {
            chains.push(part(ring, number, from as u32, k as u32));
            from = k;
        }
    }
}

fn part(ring: &[Coord<f64>], number: u32, from: u32, to: u32) -> Chain {
    let (a, b) = (ring[from as usize], ring[to as usize]);
    Chain {
        ring: number,
        from,
        to,
        low: [a.x.min(b.x), a.y.min(b.y)],
        high: [a.x.max(b.x), a.y.max(b.y)],
    }
}

fn meet(rings: &[&[Coord<f64>]], a: Chain, b: Chain) -> bool {
    let apart = |axis: usize| a.low[axis] > b.high[axis] || b.low[axis] > a.high[axis];
    if apart(0) || apart(1) {
        return false;
    }
    let (m, n) = (a.to - a.from, b.to - b.from);
    if m == 1 && n == 1 {
        return edges_meet(rings, a, b);
    }
    let halves = |c: Chain| {
        let (ring, middle) = (rings[c.ring as usize], c.from + (c.to - c.from) / 2);
        [(c.from, middle), (middle, c.to)].map(|(from, to)| part(ring, c.ring, from, to))
    };
    if m >= n {
        halves(a).into_iter().any(|h| meet(rings, h, b))
    } else {
        halves(b).into_iter().any(|h| meet(rings, a, h))
    }
}

fn edges_meet(rings: &[&[Coord<f64>]], a: Chain, b: Chain) -> bool {
    if a.ring == b.ring {
        let edges = rings[a.ring as usize].len() as u32 - 1;
        let apart = a.from.abs_diff(b.from);
        if apart <= 1 || apart == edges - 1 {
            return false;
        }
    }
    let ends = |c: Chain| {
        let ring = rings[c.ring as usize];
        [c.from, c.to].map(|k| [ring[k as usize].x, ring[k as usize].y])
    };
    let ([p, q], [r, s]) = (ends(a), ends(b));
    turn(p, q, r) * turn(p, q, s) <= 0.0 && turn(r, s, p) * turn(r, s, q) <= 0.0
}

#[cfg(test)]
pub mod tests {
    use super::*;

    fn meet_any(polygons: &MultiPolygon<f64>) -> bool {
        any(polygons, &Halt::default())
    }
    use geo::{LineString, Polygon};

    /// One polygon of open rings, the outer one first.
    pub fn polygon(all: &[&[(f64, f64)]]) -> MultiPolygon<f64> {
        let ring = |points: &[(f64, f64)]| {
            let mut ring: Vec<Coord<f64>> = points.iter().map(|&(x, y)| Coord { x, y }).collect();
            ring.push(ring[0]);
            LineString(ring)
        };
        MultiPolygon(vec![Polygon::new(
            ring(all[0]),
            all[1..].iter().map(|r| ring(r)).collect(),
        )])
    }

    const SQUARE: [(f64, f64); 4] = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)];

    #[test]
    fn rings_apart_do_not_meet() {
        assert!(!meet_any(&polygon(&[
            &SQUARE,
            &[(1.0, 1.0), (1.0, 2.0), (2.0, 2.0)]
        ])));
    }

    #[test]
    fn rings_that_cross_touch_or_come_by_a_point_twice_meet() {
        assert!(meet_any(&polygon(&[
            &SQUARE,
            &[(3.0, 1.0), (3.0, 2.0), (5.0, 2.0)]
        ])));
        assert!(meet_any(&polygon(&[
            &SQUARE,
            &[(3.0, 1.0), (3.0, 2.0), (4.0, 2.0)]
        ])));
        let eight = [(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0)];
        assert!(meet_any(&polygon(&[&eight])));
        let touching = [
            (0.0, 0.0),
            (4.0, 0.0),
            (2.0, 2.0),
            (4.0, 4.0),
            (0.0, 4.0),
            (2.0, 2.0),
        ];
        assert!(meet_any(&polygon(&[&touching])));
    }

    #[test]
    fn of_a_wavy_ring_no_edges_meet_until_one_is_pulled_across() {
        let mut wave: Vec<(f64, f64)> = (0..400)
            .map(|k| {
                let t = f64::from(k) / 400.0 * std::f64::consts::TAU;
                let r = 10.0 + (23.0 * t).sin();
                (r * t.cos(), r * t.sin())
            })
            .collect();
        assert!(!meet_any(&polygon(&[&wave])));
        wave[100] = (0.0, -11.5);
        assert!(meet_any(&polygon(&[&wave])));
    }
}
