//! Which points belong to a zone: the definition that the built polygons are tested against.
//!
//! A point belongs if it is in no excepted place, and
//! 1. its territory joins whole, or
//! 2. it lies in a district that was taken, or
//! 3. it lies in no district, its territory is not left out, and its distance to the line is at most the width on its soil, on the chosen side
//!    of the line and not beyond a flat cap.
//!
//! A point on no territory (the sea) has the width that the strip is named by. Points on an outline belong.

use super::{Soil, Zone};
use crate::strip::place::Place;
use crate::units::Metres;

/// Where a point is, as far as a zone asks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Standing {
    /// Where it stands about the line.
    pub place: Place,
    /// Its territory's place in the list; `None` at sea.
    pub territory: Option<usize>,
    /// Whether it lies in an excepted place.
    pub excepted: bool,
    /// Whether it lies in a district, and whether that one was taken at the width in question.
    pub district: Option<bool>,
}

impl Zone {
    /// Whether a point belongs to the zone whose strip is named by `width`.
    pub fn holds(&self, point: Standing, width: Metres) -> bool {
        let soil = (point.territory)
            .and_then(|i| self.soil.get(i).copied())
            .unwrap_or_default();
        if point.excepted || soil == Soil::Nothing {
            return false;
        }
        match (soil.width(width), point.district) {
            (None, _) => true,
            (Some(_), Some(taken)) => taken,
            (Some(width), None) => {
                point.place.distance <= width && point.place.is_on(self.side, self.cap)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strip::place::Hand;
    use crate::strip::sides::{Cap, Side};
    use geo::Coord;

    fn zone(soil: Vec<Soil>) -> Zone {
        Zone {
            soil,
            ..Zone::plain(0)
        }
    }

    fn at(distance: f64, territory: Option<usize>) -> Standing {
        Standing {
            place: Place {
                distance: Metres(distance),
                nearest: Coord { x: 0.0, y: 0.0 },
                side: Hand::Left,
                beyond_end: true,
            },
            territory,
            excepted: false,
            district: None,
        }
    }

    #[test]
    fn each_soil_has_its_own_width_and_the_sea_has_the_strips() {
        let zone = zone(vec![
            Soil::Within(Some(Metres(5e3))),
            Soil::default(),
            Soil::Whole,
            Soil::Nothing,
        ]);
        let holds = |d, t| zone.holds(at(d, t), Metres(10e3));
        assert!(holds(5e3, Some(0)) && !holds(5001.0, Some(0)));
        assert!(holds(10e3, Some(1)) && !holds(10_001.0, Some(1)));
        assert!(holds(9e9, Some(2)) && !holds(0.0, Some(3)));
        assert!(holds(9e3, None) && !holds(11e3, None));
    }

    #[test]
    fn the_side_and_the_cap_count_where_a_distance_does() {
        let holds = |side, cap, territory| {
            let zone = Zone {
                side,
                cap,
                ..zone(vec![Soil::Whole])
            };
            zone.holds(at(1.0, territory), Metres(10e3))
        };
        assert!(holds(Side::Left, Cap::Round, None) && !holds(Side::Right, Cap::Round, None));
        assert!(!holds(Side::Left, Cap::Flat, None) && holds(Side::Right, Cap::Flat, Some(0)));
    }

    #[test]
    fn an_exception_beats_all_and_a_district_beats_the_distance() {
        let zone = zone(vec![Soil::Whole, Soil::default(), Soil::Nothing]);
        let holds = |territory, excepted, district, distance| {
            let point = Standing {
                excepted,
                district,
                ..at(distance, Some(territory))
            };
            zone.holds(point, Metres(1e3))
        };
        assert!(!holds(0, true, None, 0.0));
        assert!(holds(1, false, Some(true), 5e3));
        assert!(!holds(1, false, Some(false), 0.0));
        assert!(holds(0, false, Some(false), 0.0));
        assert!(!holds(2, false, Some(true), 0.0));
    }
}
