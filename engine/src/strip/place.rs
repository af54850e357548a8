//! Where a position stands about the line: how far, nearest to which point, on which side, beyond an end or not.
//!
//! # Which side
//! The side of a position p is that of the stretch of the line that is nearest to it, seen in the direction in which the
//! line is digitised. With f the nearest point of the line:
//! - f inside an edge: p is on the left or the right of the edge there.
//! - f at a position of the line where edges meet: of these edges the one counts from which the direction f→p turns away
//!   least, and p is on the left or the right of it. At a bend that is the outer side of the turn, however sharp: at a turn to the
//!   left p stands on the right. (The sign against one fixed edge would be wrong for bends sharper than a right angle.)
//!   At a junction of three and more edges, each sector between two neighbours is split evenly between them where they disagree.
//! - f at a free end: p is on the left or the right of the end's tangent, and *beyond the end* if it is on the far side of the
//!   perpendicular there.
//! - f an isolated point, a part of one position: p is on no side ([`Hand::On`]) and beyond the end.
//!
//! Parts that meet end to end are one line there: what counts is where edges meet, not how they are divided into parts
//! (`super::nodes`). A closed part has no ends. A line that turns back on itself has an end at the turn. Of edges given twice the
//! first counts. Positions equally far from two stretches with different sides are a curve without area; there the stretch
//! that comes first in the input counts. Stretches that run over each other without sharing positions are not told
//! apart reliably.
//!
//! A position nearer to the line than [`CURVE_ERROR`] is on it.

use super::PreparedLine;
use super::nearest::{Near, Search};
use super::nodes::{Arm, Nodes};
use super::piece::{CURVE_ERROR, NONE};
use crate::geodesy::distance::direction;
use crate::geodesy::ellipsoid::{
    aux_of_lonlat, aux_of_space, lonlat_of_aux, normal_at, space_of_aux,
};
use crate::geodesy::vector::V3;
use crate::units::Metres;
use geo::Coord;

/// The nearest point in space and the one on the ellipsoid differ along the line by at most this part of the cube of the distance,
/// 1/m² (met: 14 m at 1000 km).
const SPACE_FOOT: f64 = 1e-16;
/// ... and by no more than this, m: beyond 700 km the distance is taken to the foot on the ellipsoid.
const FOOT_KNOWN: f64 = 50.0;

/// A side of the line in the direction in which it is digitised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    Left,
    Right,
    /// On the line itself or straight ahead of an end, or nearest to an isolated point: of no side and of both.
    On,
}

/// Where a position stands about a line. The module says how sides and ends are defined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// WGS84 geodesic distance to the nearest point of the line.
    pub distance: Metres,
    /// That point, longitude and latitude in degrees, longitude in [-180, 180].
    pub nearest: Coord<f64>,
    pub side: Hand,
    /// Whether the nearest point is a free end and the position stands beyond the perpendicular at it.
    pub beyond_end: bool,
}

/// Answers many [`Place`] questions about one line: holds the room for the search.
pub struct Placer<'a> {
    line: &'a PreparedLine,
    nodes: &'a Nodes,
    search: Search,
}

/// Side and end, without the rest of a [`Place`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Standing {
    pub side: Hand,
    pub beyond_end: bool,
}

impl PreparedLine {
    /// Where a position (longitude, latitude, degrees) stands about the line. For many positions: [`PreparedLine::placer`].
    ///
    /// # Accuracy
    /// The distance: as [`PreparedLine::distance`]. Side and end are those of the definition unless the position is within
    /// about a millimetre (up to 500 km from the line; 2 cm at 2000 km) of where they change.
    pub fn place(&self, at: Coord<f64>) -> Place {
        self.placer().place(at)
    }

    /// For placing many positions: about a microsecond each.
    pub fn placer(&self) -> Placer<'_> {
        Placer {
            line: self,
            nodes: self.nodes(),
            search: Search::default(),
        }
    }
}

impl Placer<'_> {
    /// Where a position (longitude, latitude, degrees) stands about the line.
    pub fn place(&mut self, at: Coord<f64>) -> Place {
        let aux = aux_of_lonlat(at);
        let near = self.near(aux);
        let Standing { side, beyond_end } = self.standing(aux, &near);
        Place {
            distance: Metres(near.distance),
            nearest: lonlat_of_aux(aux_of_space(near.foot)),
            side,
            beyond_end,
        }
    }

    /// The nearest point of the line to an auxiliary vector.
    pub(super) fn near(&mut self, aux: V3) -> Near {
        let tree = &self.line.tree;
        self.search.nearest(tree, &[tree.root()], aux)
    }

    /// Side and end of the auxiliary vector `aux`, whose nearest point is known.
    pub(super) fn standing(&self, aux: V3, near: &Near) -> Standing {
        if near.vertex != NONE {
            return self.at_node(aux, near.vertex, near.foot, near.distance);
        }
        let p = &self.line.tree.pieces[near.piece as usize];
        let x = space_of_aux(aux);
        // Far off, the end may be the nearest point on the ellipsoid though another is nearest in space.
        let slack = (SPACE_FOOT * near.distance.powi(3)).min(FOOT_KNOWN);
        if slack > 1e-5 {
            for (end, foot) in [(0, p.p0), (1, p.p0 + p.e)] {
                if p.ends[end] != NONE
                    && self.nodes.arms(p.ends[end]).len() == 1
                    && (near.foot - foot).norm2() <= slack * slack
                {
                    return self.at_node(aux, p.ends[end], foot, near.distance);
                }
            }
        }
        let tangent = p.e + p.bend * (1.0 - 2.0 * near.t);
        let turn = normal_at(near.foot).dot(tangent.cross(x - near.foot));
        let left = (turn > 0.0) != self.nodes.runs_against(p.edge);
        Standing {
            side: if near.distance <= CURVE_ERROR {
                Hand::On
            } else {
                hand(left)
            },
            beyond_end: false,
        }
    }

    fn at_node(&self, aux: V3, vertex: u32, foot: V3, distance: f64) -> Standing {
        if distance <= CURVE_ERROR {
            return Standing {
                side: Hand::On,
                beyond_end: false,
            };
        }
        let u = direction(aux_of_space(foot), aux);
        standing_at(foot, self.nodes.arms(vertex), u)
    }
}

/// Side and end of the positions in the direction `u` (unit tangent) from a node that is their nearest point.
pub(super) fn standing_at(node: V3, arms: &[Arm], u: V3) -> Standing {
    let mut nearest: Option<(f64, &Arm)> = None;
    for arm in arms {
        let cos = u.dot(arm.direction);
        if nearest.is_none_or(|n| cos > n.0) {
            nearest = Some((cos, arm));
        }
    }
    let Some((cos, arm)) = nearest else {
        return Standing {
            side: Hand::On,
            beyond_end: true,
        };
    };
    let turn = normal_at(node).dot(arm.direction.cross(u));
    Standing {
        side: if turn == 0.0 {
            Hand::On
        } else {
            hand((turn > 0.0) == arm.leaves)
        },
        beyond_end: arms.len() == 1 && cos < 0.0,
    }
}

/// What is on the left or the right of the inside of an edge.
pub(super) fn inside(left: bool) -> Standing {
    Standing {
        side: hand(left),
        beyond_end: false,
    }
}

fn hand(left: bool) -> Hand {
    if left { Hand::Left } else { Hand::Right }
}

#[cfg(test)]
mod tests {
    use super::super::Edges;
    use super::*;
    use geo::{LineString, MultiLineString};

    fn check(parts: &[&[(f64, f64)]], at: (f64, f64), side: Hand, beyond_end: bool) {
        let lines = MultiLineString(parts.iter().map(|p| LineString::from(p.to_vec())).collect());
        let line = PreparedLine::new(&lines, Edges::Planar).unwrap();
        let p = line.place(Coord { x: at.0, y: at.1 });
        assert_eq!((p.side, p.beyond_end), (side, beyond_end), "{at:?}: {p:?}");
    }

    const EAST: &[(f64, f64)] = &[(0.0, 0.0), (1.0, 0.0)];

    #[test]
    fn left_and_right_are_those_of_the_digitised_direction() {
        check(&[EAST], (0.5, 0.1), Hand::Left, false);
        check(&[EAST], (0.5, -0.1), Hand::Right, false);
        check(&[EAST], (0.5, 0.0), Hand::On, false);
        check(&[&[(1.0, 0.0), (0.0, 0.0)]], (0.5, 0.1), Hand::Right, false);
    }

    #[test]
    fn beyond_an_end_the_tangent_decides() {
        check(&[EAST], (1.1, 0.1), Hand::Left, true);
        check(&[EAST], (-0.1, 0.1), Hand::Left, true);
        check(&[EAST], (-0.1, -0.1), Hand::Right, true);
        check(&[EAST], (1.1, 0.0), Hand::On, true);
        check(&[EAST], (0.9999, 0.1), Hand::Left, false);
        check(&[EAST], (1.0001, -0.1), Hand::Right, true);
    }

    #[test]
    fn beyond_a_bend_of_any_sharpness_is_its_outer_side() {
        for back in [0.9, 0.5, 0.0, -0.5, -0.99] {
            // A turn to the left by up to nearly half a turn: the outer side is the right.
            let bend: &[(f64, f64)] = &[(0.0, 0.0), (1.0, 0.0), (1.0 + back, 0.05)];
            check(&[bend], (1.0 + 0.4, -0.3), Hand::Right, false);
            let mirrored: &[(f64, f64)] = &[(0.0, 0.0), (1.0, 0.0), (1.0 + back, -0.05)];
            check(&[mirrored], (1.0 + 0.4, 0.3), Hand::Left, false);
        }
        // Straight ahead of a bend of 3 degrees: both edges see it from the right.
        check(
            &[&[(0.0, 0.0), (1.0, 0.0), (0.0, 0.05)]],
            (1.3, 0.1),
            Hand::Right,
            false,
        );
    }

    #[test]
    fn parts_that_meet_end_to_end_are_one_line() {
        check(
            &[EAST, &[(1.0, 0.0), (1.0, 1.0)]],
            (1.2, -0.2),
            Hand::Right,
            false,
        );
        // Both digitised toward the meeting point: the sector beyond it is split evenly.
        let toward: &[(f64, f64)] = &[(2.0, 0.5), (1.0, 0.0)];
        check(&[EAST, toward], (0.99, -0.3), Hand::Right, false);
        check(&[EAST, toward], (1.2, -0.4), Hand::Left, false);
    }

    #[test]
    fn an_isolated_point_has_no_sides() {
        check(&[&[(0.0, 0.0), (0.0, 0.0)]], (0.1, 0.1), Hand::On, true);
    }

    #[test]
    fn where_a_line_turns_back_on_itself_it_ends() {
        let there_and_back: &[(f64, f64)] = &[(0.0, 0.0), (1.0, 0.0), (0.0, 0.0)];
        check(&[there_and_back], (0.5, 0.1), Hand::Left, false);
        check(&[there_and_back], (1.1, -0.1), Hand::Right, true);
    }

    #[test]
    fn the_antimeridian_and_the_poles_are_no_special_places() {
        check(
            &[&[(179.5, 0.0), (180.5, 0.0)]],
            (-179.9, 0.1),
            Hand::Left,
            false,
        );
        check(
            &[&[(10.0, 80.0), (10.0, 90.0)]],
            (-170.0, 89.0),
            Hand::On,
            true,
        );
        check(
            &[&[(10.0, 80.0), (10.0, 90.0)]],
            (-169.0, 89.0),
            Hand::Left,
            true,
        );
    }
}
