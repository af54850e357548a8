//! What is said of one site.

use super::locate::Locator;
use crate::error::Error;
use crate::overlap::extreme::{Extreme, farthest, farthest_on, nearest, nearest_on};
use crate::strip::PreparedLine;
use crate::strip::place::{Hand, Place, Placer};
use crate::strip::sides::{Cap, Side};
use crate::territory::Territory;
use crate::units::Metres;
use crate::zone::Zone;
use crate::zone::membership::Standing;
use geo::{
    BoundingRect, Coord, InteriorPoint, Intersects, MultiLineString, MultiPolygon, Rect, coord,
};

/// How well the nearest and the farthest point of a line or polygon are found.
const TOLERANCE: Metres = Metres(0.1);

/// Where a site is; longitude, latitude in degrees.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Point(Coord<f64>),
    /// Anything else; at least one position in all. Lines may run on beyond ±180, polygons are cut there.
    Shape {
        points: Vec<Coord<f64>>,
        lines: MultiLineString<f64>,
        polygons: MultiPolygon<f64>,
    },
}

impl Shape {
    /// Whether it may meet polygons, by its box: it does not where this is false.
    pub fn may_meet(&self, polygons: &MultiPolygon<f64>) -> bool {
        let wrapped = |c: Coord<f64>| coord! { x: (c.x + 180.0).rem_euclid(360.0) - 180.0, y: c.y };
        match self {
            Shape::Point(at) => polygons.intersects(&wrapped(*at)),
            Shape::Shape {
                points,
                lines,
                polygons: own,
            } => {
                let of_points = points.iter().map(|c| Rect::new(wrapped(*c), wrapped(*c)));
                let of_lines = lines.iter().flat_map(|line| line.lines()).map(|edge| {
                    let start = wrapped(edge.start);
                    Rect::new(start, start + edge.delta())
                });
                let own = own.iter().filter_map(BoundingRect::bounding_rect);
                (of_points.chain(of_lines).chain(own)).any(|own| polygons.intersects(&own))
            }
        }
    }
}

/// Whether a zone holds a site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum In {
    Yes,
    No,
    /// A shape of which a part is inside: nearest ≤ width < farthest.
    Part,
}

/// What is known of a site.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Distance and side of the site's nearest point, and the point of the line nearest to it. A shape that the line meets is on it.
    pub place: Place,
    /// Place in the list of the territory that holds the point, or the middle of a shape; `None` on none.
    pub territory: Option<usize>,
    /// One for each width.
    pub within: Vec<In>,
    /// Distance of the farthest point; `None` for a point.
    pub farthest: Option<Metres>,
}

/// The question that is put to every site.
pub struct Judge<'a> {
    line: &'a PreparedLine,
    zone: &'a Zone,
    widths: &'a [Metres],
    territories: Locator,
    excepted: Option<Locator>,
}

impl<'a> Judge<'a> {
    /// # Errors
    /// Of kind usage for a zone of whole districts: whether one is taken depends on the strip's area in it.
    pub fn new(
        line: &'a PreparedLine,
        zone: &'a Zone,
        widths: &'a [Metres],
        territories: &[Territory],
    ) -> Result<Self, Error> {
        if zone.districts.is_some() {
            return Err(Error::usage("sites are not judged by whole districts")
                .remedy("leave ‹snap_to› out; or write the zone with `standoff strip ‹snap_to›` and ask which polygon holds each site"));
        }
        let excepted = (!zone.except.0.is_empty()).then(|| Locator::new([&zone.except]));
        Ok(Judge {
            line,
            zone,
            widths,
            territories: Locator::new(territories.iter().map(|t| &t.polygons)),
            excepted,
        })
    }

    /// Answers many: holds the room for the search.
    pub fn worker(&self) -> Worker<'_> {
        Worker {
            judge: self,
            placer: self.line.placer(),
        }
    }

    fn is_plain(&self) -> bool {
        let zone = self.zone;
        zone.is_plain() && zone.side == Side::Both && zone.cap == Cap::Round
    }
}

/// Answers for one site after another.
pub struct Worker<'a> {
    judge: &'a Judge<'a>,
    placer: Placer<'a>,
}

impl Worker<'_> {
    /// # Accuracy
    /// Of a point as [`PreparedLine::place`]; nearest and farthest distance of a shape within 0.1 m.
    ///
    /// # Errors
    /// Of kind usage for a shape where the zone is not the plain strip and there are widths; of kind data for a shape
    /// without positions; that of [`Halt::check`](crate::halt::Halt::check).
    pub fn answer(&mut self, shape: &Shape) -> Result<Answer, Error> {
        let halt = self.judge.line.halt();
        halt.check()?;
        let answer = match shape {
            Shape::Point(at) => Ok(self.point(*at)),
            Shape::Shape {
                points,
                lines,
                polygons,
            } => self.shape(points, lines, polygons),
        };
        halt.check().and(answer)
    }

    fn point(&mut self, at: Coord<f64>) -> Answer {
        let judge = self.judge;
        let point = Standing {
            place: self.placer.place(at),
            territory: judge.territories.owner(at),
            excepted: (judge.excepted.as_ref()).is_some_and(|e| e.owner(at).is_some()),
            district: None,
        };
        let within = (judge.widths.iter())
            .map(|&width| {
                if judge.zone.holds(point, width) {
                    In::Yes
                } else {
                    In::No
                }
            })
            .collect();
        Answer {
            place: point.place,
            territory: point.territory,
            within,
            farthest: None,
        }
    }

    fn shape(
        &mut self,
        points: &[Coord<f64>],
        lines: &MultiLineString<f64>,
        polygons: &MultiPolygon<f64>,
    ) -> Result<Answer, Error> {
        let judge = self.judge;
        if !judge.widths.is_empty() && !judge.is_plain() {
            return Err(Error::usage(
                "a line or polygon among the sites, and a zone that is not the plain strip: in part or not is not known there",
            )
            .remedy("give points, or leave the flags of the configuration out"));
        }
        let line = judge.line;
        let (mut near, mut far): (Option<Place>, f64) = (None, 0.0);
        let mut closer = |place: Place| {
            if near.is_none_or(|n| place.distance < n.distance) {
                near = Some(place);
            }
        };
        for &at in points {
            line.halt().check()?;
            let place = self.placer.place(at);
            far = far.max(place.distance.0);
            closer(place);
        }
        let found = [
            (
                nearest_on(line, lines, TOLERANCE),
                farthest_on(line, lines, TOLERANCE),
            ),
            (
                nearest(line, polygons, TOLERANCE),
                farthest(line, polygons, TOLERANCE),
            ),
        ];
        for (least, most) in found {
            if let Some(least) = least {
                closer(met(self.placer.place(least.at), least));
            }
            if let Some(most) = most {
                far = far.max(self.placer.place(most.at).distance.0);
            }
        }
        let Some(place) = near else {
            return Err(Error::data("a site without any positions")
                .remedy("give it a geometry, or remove it"));
        };
        // A shape that is a single position over and over has one distance.
        let far = far.max(place.distance.0);
        let within = (judge.widths.iter())
            .map(|width| {
                if far <= width.0 {
                    In::Yes
                } else if place.distance <= *width {
                    In::Part
                } else {
                    In::No
                }
            })
            .collect();
        Ok(Answer {
            place,
            territory: middle(points, lines, polygons).and_then(|at| judge.territories.owner(at)),
            within,
            farthest: Some(Metres(far)),
        })
    }
}

/// A shape whose distance may be nothing meets the line.
fn met(place: Place, least: Extreme) -> Place {
    if least.low.0 > 0.0 {
        return place;
    }
    Place {
        distance: Metres(0.0),
        side: Hand::On,
        ..place
    }
}

/// A position that stands for a shape: inside its polygons, else amid its longest line's positions, else the first point.
fn middle(
    points: &[Coord<f64>],
    lines: &MultiLineString<f64>,
    polygons: &MultiPolygon<f64>,
) -> Option<Coord<f64>> {
    let longest = || lines.iter().max_by_key(|l| l.0.len());
    (polygons.interior_point().map(Into::into))
        .or_else(|| longest().and_then(|l| l.0.get(l.0.len() / 2).copied()))
        .or_else(|| points.first().copied())
}
