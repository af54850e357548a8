//! The open edges of all territories as short chords in space: which point of them is nearest to a position.
//!
//! Distances here are straight-line distances in space (m), a true metric that neither poles nor the antimeridian disturb;
//! [`geodesic`] and [`chord`] convert. Edges are straight in longitude and latitude; they are cut until a chord stands off
//! its edge by at most [`CHORD_ERROR`].

use geo::Coord;

use crate::geodesy::area::edge_length;
use crate::geodesy::ellipsoid::{R_MIN, space_of_lonlat};
use crate::geodesy::vector::{V3, v3};

/// Longest chord, m: its middle lies 5 mm below the ellipsoid.
const LONGEST: f64 = 500.0;
/// Greatest distance between a chord and the edge it stands for, m, up to 80° of latitude: 5 mm of height and 28 mm of bend.
pub const CHORD_ERROR: f64 = 0.03;
/// Chords in a leaf of the tree.
const LEAF: usize = 8;
const NONE: u32 = u32::MAX;
const SEVERAL: u32 = u32::MAX - 1;

/// Geodesic distance for a straight-line distance `c` in space, m.
///
/// # Accuracy
/// 2 mm at 50 km: the radii of curvature differ by 1 % from the one that is used.
pub fn geodesic(c: f64) -> f64 {
    c * (1.0 + c * c / (24.0 * R_MIN * R_MIN))
}

/// The inverse of [`geodesic`].
pub fn chord(d: f64) -> f64 {
    d * (1.0 - d * d / (24.0 * R_MIN * R_MIN))
}

/// One chord, `a + t e` with 0 ≤ t ≤ 1.
#[derive(Clone, Copy)]
pub struct Chord {
    /// Index of the territory that has it.
    pub owner: u32,
    a: V3,
    pub e: V3,
}

impl Chord {
    fn nearest(&self, x: V3) -> V3 {
        let t = ((x - self.a).dot(self.e) / self.e.norm2()).clamp(0.0, 1.0);
        self.a + self.e * t
    }
}

/// A box in space, m.
#[derive(Clone, Copy, Debug)]
pub struct Box3 {
    min: V3,
    max: V3,
}

impl Box3 {
    /// The empty box, which meets nothing.
    pub const EMPTY: Box3 = Box3 {
        min: v3(f64::INFINITY, f64::INFINITY, f64::INFINITY),
        max: v3(f64::NEG_INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY),
    };

    pub fn with(self, p: V3) -> Self {
        Box3 {
            min: v3(
                self.min.x.min(p.x),
                self.min.y.min(p.y),
                self.min.z.min(p.z),
            ),
            max: v3(
                self.max.x.max(p.x),
                self.max.y.max(p.y),
                self.max.z.max(p.z),
            ),
        }
    }

    fn join(self, o: Self) -> Self {
        self.with(o.min).with(o.max)
    }

    /// Length of the diagonal, m; 0 for the empty box.
    pub fn diagonal(&self) -> f64 {
        let d = self.max - self.min;
        if d.x >= 0.0 { d.norm() } else { 0.0 }
    }

    /// Squared distance to a position, m².
    fn distance2(&self, p: V3) -> f64 {
        let gap = |lo: f64, hi: f64, x: f64| (lo - x).max(x - hi).max(0.0);
        v3(
            gap(self.min.x, self.max.x, p.x),
            gap(self.min.y, self.max.y, p.y),
            gap(self.min.z, self.max.z, p.z),
        )
        .norm2()
    }
}

/// The nearest point of an outline.
#[derive(Clone, Copy)]
pub struct Foot {
    pub owner: u32,
    /// Straight-line distance, m.
    pub distance: f64,
    pub at: V3,
}

/// Chords under a tree of boxes.
pub struct Outlines {
    chords: Vec<Chord>,
    /// Complete binary tree, the root at 1; leaves are runs of [`LEAF`] chords in the order of their [`place`]s.
    boxes: Vec<Box3>,
    /// The territory that has all chords of a node; [`SEVERAL`], or [`NONE`] where there are no chords.
    owners: Vec<u32>,
    leaves: usize,
}

impl Outlines {
    /// `edges` with their owners, in the direction of the rings, degrees; edges without length are left out.
    pub fn new(edges: impl IntoIterator<Item = (u32, [Coord<f64>; 2])>) -> Self {
        let mut chords = Vec::new();
        for (owner, [p, q]) in edges {
            let n = (edge_length(p, q) / LONGEST).ceil().max(1.0) as u32;
            let at = |k: u32| {
                if k == n {
                    space_of_lonlat(q)
                } else {
                    space_of_lonlat(p + (q - p) * (f64::from(k) / f64::from(n)))
                }
            };
            let mut a = at(0);
            for k in 1..=n {
                let b = at(k);
                if (b - a).norm2() > 0.0 {
                    chords.push(Chord { owner, a, e: b - a });
                }
                a = b;
            }
        }
        // Outlines are fragments all over the earth: leaves of neighbouring chords in space, not along the rings, keep boxes small.
        chords.sort_by_cached_key(|c| place(c.a));
        let leaves = chords.len().div_ceil(LEAF).next_power_of_two();
        let mut boxes = vec![Box3::EMPTY; 2 * leaves];
        for (k, leaf) in chords.chunks(LEAF).enumerate() {
            boxes[leaves + k] = leaf
                .iter()
                .fold(Box3::EMPTY, |b, c| b.with(c.a).with(c.a + c.e));
        }
        let one = |a: u32, b: u32| match (a, b) {
            (NONE, o) | (o, NONE) => o,
            (a, b) if a == b => a,
            _ => SEVERAL,
        };
        let mut owners = vec![NONE; 2 * leaves];
        for (k, leaf) in chords.chunks(LEAF).enumerate() {
            owners[leaves + k] = leaf.iter().fold(NONE, |o, c| one(o, c.owner));
        }
        for k in (1..leaves).rev() {
            boxes[k] = boxes[2 * k].join(boxes[2 * k + 1]);
            owners[k] = one(owners[2 * k], owners[2 * k + 1]);
        }
        Outlines {
            chords,
            boxes,
            owners,
            leaves,
        }
    }

    /// The nearest point to `x` within `limit` (m) on chords whose owner `of` takes and which `accept` takes; the first of equals in the
    /// tree's order. Nodes with one owner are passed by if he is not taken: what is nearest to an outline is mostly itself.
    pub fn nearest(
        &self,
        x: V3,
        limit: f64,
        of: impl Fn(u32) -> bool,
        accept: impl Fn(&Chord) -> bool,
    ) -> Option<Foot> {
        let mut best = limit * limit;
        let mut found: Option<(usize, u32, V3)> = None;
        let mut stack = vec![1usize];
        while let Some(node) = stack.pop() {
            let owner = self.owners[node];
            if owner != SEVERAL && !of(owner) || self.boxes[node].distance2(x) > best {
                continue;
            }
            if node < self.leaves {
                let (near, far) = (2 * node, 2 * node + 1);
                let turn = self.boxes[far].distance2(x) < self.boxes[near].distance2(x);
                stack.extend(if turn { [near, far] } else { [far, near] });
                continue;
            }
            let from = (node - self.leaves) * LEAF;
            for (k, c) in self.chords.iter().enumerate().skip(from).take(LEAF) {
                if !of(c.owner) || !accept(c) {
                    continue;
                }
                let y = c.nearest(x);
                let d2 = (x - y).norm2();
                if d2 < best || d2 == best && found.is_none_or(|(first, ..)| k < first) {
                    best = d2;
                    found = Some((k, c.owner, y));
                }
            }
        }
        found.map(|(_, owner, at)| Foot {
            owner,
            distance: (x - at).norm(),
            at,
        })
    }
}

/// Morton's order (Z-order) of a position in space, on cubes of 7 m.
fn place(p: V3) -> u64 {
    let spread = |v: f64| {
        let mut x = ((v + 7e6) / 14e6 * f64::from(1 << 21)) as u64 & 0x1f_ffff;
        for (shift, mask) in [
            (32, 0x001f_0000_0000_ffff),
            (16, 0x001f_0000_ff00_00ff),
            (8, 0x100f_00f0_0f00_f00f),
            (4, 0x10c3_0c30_c30c_30c3),
            (2, 0x1249_2492_4924_9249),
        ] {
            x = (x | x << shift) & mask;
        }
        x
    };
    spread(p.x) | spread(p.y) << 1 | spread(p.z) << 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use geographiclib_rs::{Geodesic, InverseGeodesic};

    #[test]
    fn a_chord_converts_to_the_geodesic_within_two_millimetres_up_to_fifty_kilometres() {
        for lat in [0.0, 40.0, 70.0] {
            for (dlon, dlat) in [(0.3, 0.0), (0.0, 0.4), (0.2, 0.2), (0.001, 0.0)] {
                let (p, q) = (
                    Coord { x: 10.0, y: lat },
                    Coord {
                        x: 10.0 + dlon,
                        y: lat + dlat,
                    },
                );
                let exact: f64 = Geodesic::wgs84().inverse(p.y, p.x, q.y, q.x);
                let c = (space_of_lonlat(p) - space_of_lonlat(q)).norm();
                assert!((geodesic(c) - exact).abs() < 2e-3, "{lat} {dlon} {dlat}");
                assert!((chord(exact) - c).abs() < 2e-3, "{lat} {dlon} {dlat}");
            }
        }
    }

    #[test]
    fn the_nearest_of_some_owners_edges_is_that_of_trying_all_of_theirs() {
        let at = |k: u32| Coord {
            x: 0.003 * f64::from(k % 61),
            y: 70.0 + 0.004 * f64::from(k * k % 37),
        };
        // Long runs of one owner, and short ones.
        let owner = |k: u32| if k < 300 { k / 100 } else { k % 3 };
        let outline = Outlines::new((0..400).map(|k| (owner(k), [at(k), at(k + 1)])));
        for k in 0..60 {
            let x = space_of_lonlat(at(7 * k + 3)) * 1.00001;
            for wanted in 0..3 {
                let of = |owner: u32| owner != wanted;
                let brute = (outline.chords.iter())
                    .filter(|c| of(c.owner))
                    .map(|c| (x - c.nearest(x)).norm())
                    .fold(f64::INFINITY, f64::min);
                let found = outline.nearest(x, 1e6, of, |_| true).expect("near");
                assert_eq!(found.distance, brute);
                assert_ne!(found.owner, wanted);
            }
        }
    }

    #[test]
    fn the_nearest_of_many_edges_is_that_of_trying_all() {
        let edges: Vec<(u32, [Coord<f64>; 2])> = (0..200)
            .map(|k| {
                let at = |k: i32| Coord {
                    x: 179.9 + 0.001 * f64::from(k),
                    y: 60.0 + 0.01 * f64::from(k * k % 17),
                };
                (0, [at(k), at(k + 1)])
            })
            .collect();
        let outline = Outlines::new(edges.iter().copied());
        for k in 0..50 {
            let x = space_of_lonlat(Coord {
                x: -179.99 + 0.003 * f64::from(k),
                y: 60.05,
            });
            let brute = (outline.chords.iter())
                .map(|c| (x - c.nearest(x)).norm())
                .fold(f64::INFINITY, f64::min);
            let found = outline.nearest(x, 1e6, |_| true, |_| true).expect("near");
            assert_eq!(found.distance, brute);
            assert!(
                outline
                    .nearest(x, brute * 0.999, |_| true, |_| true)
                    .is_none()
            );
        }
    }
}
