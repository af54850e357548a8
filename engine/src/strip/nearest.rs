//! The point of the line nearest to a position, among candidates or in the whole line.

use super::far;
use super::piece::NONE;
use super::tree::{Ref, Tree, is_piece, piece_index};
use crate::geodesy::distance::direction;
use crate::geodesy::ellipsoid::{A, R_MAX, R_MIN, aux_of_space, normal_at, space_of_aux};
use crate::geodesy::vector::V3;

/// Spread of chord lengths at one geodesic distance: two chords, of which the lesser is `c`, differ by at most this for equal
/// distances, m; infinite where `c` may belong to the antipode.
///
/// The squared chord y from a point of a geodesic to its start satisfies y″ = 2 - p² (T·QT)(δ·Qδ), with Q the quadric's matrix
/// (eigenvalues 1/a², 1/b²), p ∈ [b, a] the distance of the tangent plane from the centre and |δ|² = y. So
/// 2 - y/[`R_MIN`]² ≤ y″ ≤ 2 - y/[`R_MAX`]² (b²/a and a²/b), and by Sturm's comparison the chord of distance s lies between
/// 2r sin(s/2r) of the two radii. That is c³/24 (1/r₁² - 1/r₂²) and higher terms; below `CUBE` the factor is rounded up so that it
/// holds them.
#[inline(always)]
pub fn chord_margin(c: f64) -> f64 {
    const K: f64 = 0.024 / 24.0 / (A * A);
    if c < CUBE {
        K * c * c * c + 1e-6
    } else {
        far_margin(c)
    }
}

/// Chord to which [`chord_margin`]'s cube holds, m: it is 7 % too great here.
const CUBE: f64 = 6_000_000.0;

#[cold]
fn far_margin(c: f64) -> f64 {
    let half = 0.5 * c / R_MIN;
    if half >= 1.0 {
        return f64::INFINITY;
    }
    let angle = R_MIN / R_MAX * half.asin();
    2.0 * R_MAX * angle.sin() - c + 1e-3
}

/// Chord up to which the search in space decides, m, and the least bound on it that misses none of those.
const NEAR_CHORD: f64 = 2_960_000.0;

/// What the chords of possible nearest points do not exceed, if the least known upper bound is `best`.
#[inline(always)]
fn limit_of(best: f64) -> f64 {
    const FAR: f64 = NEAR_CHORD + 1000.0;
    if best <= NEAR_CHORD {
        best + chord_margin(best)
    } else {
        FAR
    }
}

/// Distance from which directions are those of geodesics, not of chords, m.
pub const SIGHT: f64 = 1_500_000.0;

/// The nearest point of the line.
#[derive(Clone, Copy, Debug)]
pub struct Near {
    /// Geodesic distance, m.
    pub distance: f64,
    /// Index of the piece it lies on, and where.
    pub piece: u32,
    pub t: f64,
    /// The input position it is, or [`NONE`] inside an edge.
    pub vertex: u32,
    /// The point in space, m.
    pub foot: V3,
}

impl Near {
    /// Unit tangent, in space, at `x` (position in space) toward the nearest point; zero at the nearest point itself.
    ///
    /// # Accuracy
    /// Up to [`SIGHT`] that of the chord, which is off by less than 5e-5 rad; beyond, the geodesic's own.
    #[inline]
    pub fn toward(&self, x: V3) -> V3 {
        if self.distance > SIGHT {
            return direction(aux_of_space(x), aux_of_space(self.foot));
        }
        let n = normal_at(x);
        let w = self.foot - x;
        let w = w - n * n.dot(w);
        let l2 = w.norm2();
        if l2 > 0.0 {
            w * (1.0 / l2.sqrt())
        } else {
            V3::default()
        }
    }
}

/// Reusable room for the search. Its answers do not depend on what was asked before, not even of another tree.
#[derive(Default)]
pub struct Search {
    stack: Vec<(f64, Ref)>,
    found: Vec<(f64, f64, u32)>,
    /// The piece last found: likely nearest again, and a piece of the line whatever the candidates.
    last: Option<u32>,
    far: far::Room,
}

impl Search {
    /// Nearest point among the runs `among`, to the auxiliary vector `aux`.
    pub fn nearest(&mut self, tree: &Tree, among: &[Ref], aux: V3) -> Near {
        let x = space_of_aux(aux);
        self.found.clear();
        self.stack.clear();
        let mut best = f64::INFINITY; // smallest upper bound on the chord
        let mut limit = limit_of(best); // best plus the chord margin
        if let Some(last) = self.last.filter(|&l| (l as usize) < tree.pieces.len()) {
            self.try_piece(tree, last as usize, x, &mut best, &mut limit);
        }
        for &r in among {
            if is_piece(r) {
                self.try_other(tree, r, x, &mut best, &mut limit);
            } else {
                let b = tree.bound(r, x);
                if b.lower() <= limit {
                    if b.upper() < best {
                        best = b.upper();
                        limit = limit_of(best);
                    }
                    self.stack.push((b.lower(), r));
                }
            }
        }
        if self.stack.len() > 1 {
            // Nearest last, so that it is opened first.
            self.stack.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        }
        while let Some((lower, r)) = self.stack.pop() {
            if lower > limit {
                continue;
            }
            let mut inner: [Option<(f64, Ref)>; 2] = [None, None];
            for (k, &c) in tree.node(r).children.iter().enumerate() {
                if is_piece(c) {
                    self.try_other(tree, c, x, &mut best, &mut limit);
                } else {
                    let b = tree.bound(c, x);
                    if b.lower() <= limit {
                        if b.upper() < best {
                            best = b.upper();
                            limit = limit_of(best);
                        }
                        inner[k] = Some((b.lower(), c));
                    }
                }
            }
            if let (Some(a), Some(b)) = (inner[0], inner[1])
                && a.0 < b.0
            {
                inner.swap(0, 1);
            }
            self.stack.extend(inner.into_iter().flatten());
        }
        if best <= NEAR_CHORD {
            self.decide(tree, aux, limit)
        } else {
            let near = far::nearest(&mut self.far, tree, among, aux);
            self.last = Some(near.piece);
            near
        }
    }

    #[inline(always)]
    fn try_other(&mut self, tree: &Tree, r: Ref, x: V3, best: &mut f64, limit: &mut f64) {
        let i = piece_index(r);
        if self.last != Some(i as u32) && tree.pieces[i].may_be_within(x, *limit) {
            self.try_piece(tree, i, x, best, limit);
        }
    }

    #[inline(always)]
    fn try_piece(&mut self, tree: &Tree, i: usize, x: V3, best: &mut f64, limit: &mut f64) {
        let (t, c2) = tree.pieces[i].nearest(x);
        let c = c2.sqrt();
        if c <= *limit {
            if c < *best {
                *best = c;
                *limit = limit_of(c);
            }
            self.found.push((c, t, i as u32));
        }
    }

    /// The exact distances of those whose chords are within the margin of the smallest.
    fn decide(&mut self, tree: &Tree, aux: V3, limit: f64) -> Near {
        let mut near = Near {
            distance: f64::INFINITY,
            piece: 0,
            t: 0.0,
            vertex: NONE,
            foot: V3::default(),
        };
        // In the order of the pieces, so that the answer does not depend on where the search began.
        self.found.retain(|&(c, _, _)| c <= limit);
        if self.found.len() > 1 {
            self.found.sort_unstable_by_key(|&(_, _, i)| i);
        }
        for &(c, t, i) in &self.found {
            let p = &tree.pieces[i as usize];
            let vertex = p.vertex(t);
            if vertex != NONE && vertex == near.vertex && c < 500_000.0 {
                continue; // the same point, seen from the neighbouring edge
            }
            let (d, t) = p.closest(aux, t, near.distance);
            if d < near.distance || (d == near.distance && i < near.piece) {
                near = Near {
                    distance: d,
                    piece: i,
                    t,
                    vertex: p.vertex(t),
                    foot: V3::default(),
                };
            }
        }
        self.last = Some(near.piece);
        near.foot = tree.pieces[near.piece as usize].at(near.t);
        near
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::ellipsoid::{aux_of_lonlat, space_of_lonlat};
    use crate::strip::{Edges, PreparedLine};
    use geo::{Coord, LineString, MultiLineString};
    use geographiclib_rs::{DirectGeodesic, Geodesic};

    #[test]
    fn chords_at_one_distance_differ_by_no_more_than_the_margin() {
        let g = Geodesic::wgs84();
        for s in [1e3, 1e5, 1e6, 3e6, 6e6, 8e6, 1.2e7, 1.7e7] {
            let (mut least, mut most) = (f64::INFINITY, 0f64);
            for lat in [0.0, 20.0, 45.0, 70.0, 90.0] {
                for azimuth in 0..36 {
                    let (lat2, lon2): (f64, f64) = g.direct(lat, 0.0, 10.0 * f64::from(azimuth), s);
                    let [p, q] =
                        [(0.0, lat), (lon2, lat2)].map(|(x, y)| space_of_lonlat(Coord { x, y }));
                    let c = (p - q).norm();
                    assert!(
                        c >= 2.0 * R_MIN * (0.5 * s / R_MIN).sin() - 1e-6,
                        "{s} {lat} {azimuth}"
                    );
                    assert!(
                        c <= 2.0 * R_MAX * (0.5 * s / R_MAX).sin() + 1e-6,
                        "{s} {lat} {azimuth}"
                    );
                    (least, most) = (least.min(c), most.max(c));
                }
            }
            assert!(most - least <= chord_margin(least), "{s}: {}", most - least);
        }
        for c in [1e3, 1e5, 1e6, 2e6, 4e6, 5.9e6] {
            assert!(chord_margin(c) >= far_margin(c) - 1e-3, "{c}");
        }
        assert_eq!(chord_margin(2.0 * R_MIN), f64::INFINITY);
    }

    #[test]
    fn the_answer_does_not_depend_on_what_was_asked_before() {
        let wave = |x: f64, n: usize| {
            let at = |i: usize| {
                let t = i as f64 / n as f64;
                let y = 50.0 + 8.0 * t + 0.05 * (900.0 * t).sin();
                Coord {
                    x: x + 0.3 * (40.0 * t).sin() + 0.02 * (700.0 * t).cos(),
                    y,
                }
            };
            LineString((0..n).map(at).collect())
        };
        let lines = MultiLineString(vec![wave(20.0, 3000), wave(21.5, 500), wave(27.0, 1000)]);
        let line = PreparedLine::new(&lines, Edges::Planar).expect("a line");
        let mut seed = 7u64;
        let mut random = || {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 11) as f64 / (1u64 << 53) as f64
        };
        let mut warm = Search::default();
        for i in 0..20_000 {
            // Now and then a vertex itself, which two edges share.
            let at = if i % 5 == 0 {
                lines.0[0].0[(random() * 3000.0) as usize]
            } else if i % 50 == 1 {
                Coord {
                    x: 360.0 * random(),
                    y: 180.0 * random() - 90.0,
                }
            } else {
                Coord {
                    x: 10.0 + 25.0 * random(),
                    y: 45.0 + 18.0 * random(),
                }
            };
            let ask = |search: &mut Search| {
                let near = search.nearest(&line.tree, &[line.tree.root()], aux_of_lonlat(at));
                (
                    near.distance.to_bits(),
                    near.piece,
                    near.vertex,
                    near.t.to_bits(),
                )
            };
            assert_eq!(ask(&mut warm), ask(&mut Search::default()), "{at:?}");
        }
    }
}
