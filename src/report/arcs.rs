//! Outlines of territories as a topology: every border is one arc that both neighbours share, so that thinning opens no gaps.
//!
//! Positions are the same where their bits are. An arc runs between positions at which more than two edges meet, or is a whole
//! ring. The cut along ±180° and at the poles is an arc of its own that is not drawn.

use geo::{Coord, Polygon};
use rustc_hash::FxHashMap;

/// What an arc is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArcKind {
    /// The edge of one territory.
    Coast = 0,
    /// Between two.
    Border = 1,
    /// Inside one, or where the world is cut: not drawn.
    Inner = 2,
}

/// A run of an outline.
pub struct Arc {
    pub points: Vec<Coord<f64>>,
    /// Index of the first territory that has it.
    pub owner: usize,
    pub kind: ArcKind,
}

/// Whether a position is on the cut of the world: the antimeridian or a pole.
pub fn on_cut(p: Coord<f64>) -> bool {
    p.x.abs() == 180.0 || p.y.abs() == 90.0
}

/// A ring with the index of its territory and of its polygon.
pub type Of<T> = ((usize, usize), Vec<T>);

/// The arcs of polygons, each with the index of its territory, and the rings made of them: `-1 - k` is arc `k` backwards. `on_cut`: which
/// positions are no outline but a cut.
pub fn arcs(
    polygons: &[(usize, &Polygon<f64>)],
    on_cut: &dyn Fn(Coord<f64>) -> bool,
) -> (Vec<Arc>, Vec<Of<i32>>) {
    let mut ids: FxHashMap<[u64; 2], u32> = FxHashMap::default();
    let mut points: Vec<Coord<f64>> = Vec::new();
    let mut rings: Vec<Of<u32>> = Vec::new();
    for (number, (territory, polygon)) in polygons.iter().enumerate() {
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            let mut ring: Vec<u32> = (ring.0.iter())
                .map(|p| {
                    // 0 and -0 are one place.
                    *ids.entry([p.x + 0.0, p.y + 0.0].map(f64::to_bits))
                        .or_insert_with(|| {
                            points.push(*p);
                            points.len() as u32 - 1
                        })
                })
                .collect();
            ring.dedup();
            if ring.len() > 3 {
                ring.pop();
                rings.push(((*territory, number), ring));
            }
        }
    }
    let nodes = nodes(&rings, &points, on_cut);
    let mut arcs: Vec<Arc> = Vec::new();
    let mut known: FxHashMap<[u32; 2], (usize, [u32; 2])> = FxHashMap::default();
    let mut made = Vec::new();
    for (owner, ring) in &rings {
        // A ring without nodes starts where both of its owners start it.
        let start = (0..ring.len())
            .find(|&k| nodes[ring[k] as usize])
            .or_else(|| (0..ring.len()).min_by_key(|&k| ring[k]))
            .unwrap_or(0);
        let turned: Vec<u32> = (0..=ring.len())
            .map(|k| ring[(start + k) % ring.len()])
            .collect();
        let mut of = Vec::new();
        let mut from = 0;
        for to in 1..turned.len() {
            if !(nodes[turned[to] as usize] || to == turned.len() - 1) {
                continue;
            }
            let run = &turned[from..=to];
            from = to;
            let edge = |a: u32, b: u32| [a.min(b), a.max(b)];
            let (first, last) = (
                edge(run[0], run[1]),
                edge(run[run.len() - 2], run[run.len() - 1]),
            );
            let key = first.min(last);
            let Some(&(k, second)) = known.get(&key) else {
                let positions: Vec<_> = run.iter().map(|&k| points[k as usize]).collect();
                let cut = positions.windows(2).all(|e| on_cut(e[0]) && on_cut(e[1]));
                // Which way it runs is told by the position after the first.
                known.insert(key, (arcs.len(), [run[0], run[1]]));
                of.push(arcs.len() as i32);
                arcs.push(Arc {
                    points: positions,
                    owner: owner.0,
                    kind: if cut { ArcKind::Inner } else { ArcKind::Coast },
                });
                continue;
            };
            let arc = &mut arcs[k];
            let forwards = second == [run[0], run[1]];
            of.push(if forwards { k as i32 } else { -1 - k as i32 });
            if arc.kind == ArcKind::Coast {
                arc.kind = if arc.owner == owner.0 {
                    ArcKind::Inner
                } else {
                    ArcKind::Border
                };
            }
        }
        made.push((*owner, of));
    }
    (arcs, made)
}

/// Where arcs end: positions where other than two edges meet, and where a ring comes to the cut of the world.
fn nodes(
    rings: &[Of<u32>],
    points: &[Coord<f64>],
    on_cut: &dyn Fn(Coord<f64>) -> bool,
) -> Vec<bool> {
    const NONE: u32 = u32::MAX;
    let mut near = vec![[NONE; 2]; points.len()];
    let mut nodes = vec![false; points.len()];
    for (_, ring) in rings {
        for (k, &at) in ring.iter().enumerate() {
            let before = ring[(k + ring.len() - 1) % ring.len()];
            let after = ring[(k + 1) % ring.len()];
            for other in [before, after] {
                let place = at as usize;
                if on_cut(points[place]) && !on_cut(points[other as usize]) {
                    nodes[place] = true;
                }
                match near[place].iter().position(|&n| n == other || n == NONE) {
                    Some(k) => near[place][k] = other,
                    None => nodes[place] = true,
                }
            }
        }
    }
    nodes
}
