//! What a zone is to be: which points belong, by the judge's own distances and sides.

use super::judge::{Judge, Near};
use super::stand::Nodes;
use crate::geodesy::edge_tree::{Box2, Edges as Rings};
use crate::strip::sides::{Cap, Side};
use crate::territory::Territory;
use crate::units::Metres;
use crate::zone::{Soil, Zone};
use geo::{Coord, MultiPolygon};
use geographiclib_rs::DirectGeodesic;

/// What is claimed of a zone.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    pub width: Metres,
    /// How far off the outline may be.
    pub tolerance: Metres,
    pub side: Side,
    pub cap: Cap,
    /// Places no farther apart than this are looked at; `None`: as [`default_spacing`] says.
    pub spacing: Option<Metres>,
    /// Other rules on some soil; `None`: none.
    pub grounds: Option<Grounds<'a>>,
}

/// The rules of the territories, as [`Zone`] defines them. Its side and cap are not read: the claim's count.
#[derive(Clone, Copy, Debug)]
pub struct Grounds<'a> {
    pub zone: &'a Zone,
    pub territories: &'a [Territory],
    /// Which of the zone's districts were taken, in their order.
    pub taken: &'a [bool],
}

/// The width by so much, and at most so many metres.
const SPACING: (f64, f64) = (20.0, 5_000.0);

/// The spacing for a width, if none is asked for: a twentieth of it, at most 5 km.
pub fn default_spacing(width: Metres) -> Metres {
    Metres((width.0 / SPACING.0).min(SPACING.1))
}

impl<'a> Claim<'a> {
    /// The plain strip on both sides.
    pub fn plain(width: Metres, tolerance: Metres) -> Self {
        Claim {
            width,
            tolerance,
            side: Side::Both,
            cap: Cap::Round,
            spacing: None,
            grounds: None,
        }
    }
}

/// A claim about a line, ready to be asked.
pub struct Truth<'a> {
    pub judge: &'a Judge,
    pub claim: Claim<'a>,
    nodes: Option<Nodes>,
    soils: Vec<Ground>,
    except: Option<Rings>,
    districts: Vec<(Rings, bool)>,
}

struct Ground {
    soil: Soil,
    polygons: Rings,
}

/// The rule at a place, before its distance is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    In,
    Out,
    Within(f64),
}

impl<'a> Truth<'a> {
    pub fn new(judge: &'a Judge, claim: Claim<'a>) -> Self {
        let sided = (claim.side, claim.cap) != (Side::Both, Cap::Round);
        let ground = |territory: &'a Territory, soil: Soil| Ground {
            soil,
            polygons: tree(&territory.polygons),
        };
        let soils = claim.grounds.iter().flat_map(|g| {
            (g.territories.iter().zip(&g.zone.soil))
                .filter(|(_, soil)| **soil != Soil::default())
                .map(|(t, soil)| ground(t, *soil))
        });
        let zone = claim.grounds.map(|g| g.zone);
        let districts = claim.grounds.iter().flat_map(|g| {
            let shapes = g.zone.districts.iter().flat_map(|d| &d.shapes);
            let taken = g.taken.iter().copied().chain(std::iter::repeat(false));
            shapes
                .zip(taken)
                .map(|(shape, taken)| (tree(&shape.polygons), taken))
        });
        Truth {
            judge,
            nodes: sided.then(|| Nodes::of(&judge.line)),
            soils: soils.collect(),
            except: zone
                .filter(|z| !z.except.0.is_empty())
                .map(|z| tree(&z.except)),
            districts: districts.collect(),
            claim,
        }
    }

    /// Whether it is all within one width on both sides: then the distance says everything.
    pub fn is_plain(&self) -> bool {
        self.nodes.is_none() && !self.has_walls()
    }

    /// Whether sides or flat caps count.
    pub fn is_sided(&self) -> bool {
        self.nodes.is_some()
    }

    pub fn has_walls(&self) -> bool {
        !self.soils.is_empty() || self.except.is_some() || !self.districts.is_empty()
    }

    /// Whether a border of grounds may run in a box: then the rule is not the same in all of it.
    pub fn walls_enter(&self, cell: &Box2) -> bool {
        self.soils.iter().any(|g| g.polygons.enter(cell))
            || self.except.iter().any(|e| e.enter(cell))
            || self.districts.iter().any(|(d, _)| d.enter(cell))
    }

    /// The rule at a place within ±180 and ±90.
    pub fn rule(&self, p: Coord<f64>) -> Rule {
        let at = [p.x, p.y];
        if self.except.as_ref().is_some_and(|e| e.inside(at)) {
            return Rule::Out;
        }
        let soil =
            (self.soils.iter().find(|g| g.polygons.inside(at))).map_or(Soil::default(), |g| g.soil);
        match soil.width(self.claim.width) {
            None if soil == Soil::Whole => Rule::In,
            None => Rule::Out,
            Some(width) => match self.districts.iter().find(|(d, _)| d.inside(at)) {
                Some((_, true)) => Rule::In,
                Some((_, false)) => Rule::Out,
                None => Rule::Within(width.0),
            },
        }
    }

    /// Whether a place belongs.
    pub fn holds(&self, p: Coord<f64>) -> bool {
        match self.rule(p) {
            Rule::In => true,
            Rule::Out => false,
            Rule::Within(width) => {
                let (least, most) = self.judge.bounds(p);
                if least > width {
                    return false;
                }
                if self.nodes.is_none() && most <= width {
                    return true;
                }
                (self.judge.near(p))
                    .is_some_and(|near| near.distance <= width && self.on_side(&near))
            }
        }
    }

    /// Whether the claimed side and cap hold a position.
    pub fn on_side(&self, near: &Near) -> bool {
        (self.nodes.as_ref())
            .is_none_or(|nodes| nodes.holds(self.judge, near, self.claim.side, self.claim.cap))
    }

    /// Whether both what belongs and what does not are found within `reach` of a place, in so many directions.
    pub fn wall_near(&self, p: Coord<f64>, reach: f64, directions: usize) -> bool {
        let first = self.holds(p);
        (0..directions).any(|k| {
            let azimuth = 360.0 * (k as f64 + 0.3) / directions as f64;
            self.holds(self.beside(p, azimuth, reach)) != first
        })
    }

    /// The place so far away.
    pub fn beside(&self, p: Coord<f64>, azimuth: f64, reach: f64) -> Coord<f64> {
        let (lat, lon): (f64, f64) = (self.judge.line.geodesic).direct(p.y, p.x, azimuth, reach);
        Coord { x: lon, y: lat }
    }
}

fn tree(polygons: &MultiPolygon<f64>) -> Rings {
    Rings::rings(
        (polygons.0.iter()).flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())),
    )
}
