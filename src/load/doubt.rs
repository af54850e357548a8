//! Rings that cross themselves or each other: where, and how much area is in doubt.
//!
//! Real data is full of tiny ones. Programs fill them by different rules; the area on which those rules disagree is in doubt.

use super::notes::Notes;
use crate::error::{Place, Warning};
use crate::geodesy::edge_tree::{Edges, meeting};
use crate::geodesy::ellipsoid::{B, E2};
use crate::territory::Territory;
use geo::orient::{Direction, Orient};
use geo::{LineString, Polygon};
use i_overlay::core::{fill_rule::FillRule, overlay_rule::OverlayRule};
use i_overlay::float::overlay::FloatOverlay;

pub(crate) type Shapes = Vec<Vec<Vec<[f64; 2]>>>;

/// What is wrong with a polygon's rings.
pub(crate) struct Doubt {
    pub what: &'static str,
    pub at: [f64; 2],
    /// m².
    pub area: f64,
}

/// Areas in doubt of a document's territories: one warning a sort, with the worst.
#[derive(Default)]
pub(crate) struct Doubts(Vec<Sort>);

struct Sort {
    what: &'static str,
    count: usize,
    total: f64,
    worst: f64,
    code: String,
    place: Place,
}

/// Less than this is printed as nothing, and nothing to tell of, m².
const NOTHING: f64 = 5e-4;

impl Doubts {
    /// Adds an area (m²) to a territory's.
    pub fn add(&mut self, t: &mut Territory, what: &'static str, area: f64, place: Place) {
        t.doubtful.0 += area;
        if area < NOTHING {
            return;
        }
        let found = self.0.iter_mut().find(|sort| sort.what == what);
        match found {
            Some(sort) => {
                sort.count += 1;
                sort.total += area;
                if area > sort.worst {
                    (sort.worst, sort.code, sort.place) = (area, t.code.clone(), place);
                }
            }
            None => self.0.push(Sort {
                what,
                count: 1,
                total: area,
                worst: area,
                code: t.code.clone(),
                place,
            }),
        }
    }

    pub fn tell(self, notes: &mut Notes) {
        for sort in self.0 {
            let (code, what, worst) = (sort.code, sort.what, amount(sort.worst));
            let what = match sort.count {
                1 => format!("territory {code}: {what}; area in doubt {worst}"),
                n => format!(
                    "{n} places where a territory is in doubt: {what}; area in doubt {} in all, the most in {code}: {worst}",
                    amount(sort.total)
                ),
            };
            notes.single.push(Warning {
                what,
                place: sort.place,
                remedy: "used as it is; the area in doubt joins error_km2 of the territories that the strip reaches".into(),
            });
        }
    }
}

/// An area in words.
pub(crate) fn amount(m2: f64) -> String {
    if m2 >= 1e5 {
        format!("{:.3} km²", m2 / 1e6)
    } else {
        format!("{m2:.3} m²")
    }
}

/// Looks for crossings of a polygon's rings and holes outside it. `None` where its area is not in doubt, which includes
/// rings that only touch themselves.
pub(crate) fn find(polygon: &Polygon<f64>, edges: &Edges) -> Option<Doubt> {
    let crossing = edges
        .pair(edges, |(_, e), (_, f)| meeting(e, f))
        .map(|at| ("rings cross themselves or each other", at));
    let (what, at) = crossing.or_else(|| {
        if polygon.interiors().is_empty() {
            return None;
        }
        let exterior = Edges::rings(std::iter::once(polygon.exterior()));
        // One position decides where nothing crosses; the middle of an edge is off any vertex that both rings share.
        let middle = |r: &LineString<f64>| {
            r.0.windows(2)
                .next()
                .map(|w| [(w[0].x + w[1].x) / 2.0, (w[0].y + w[1].y) / 2.0])
        };
        let out = polygon
            .interiors()
            .iter()
            .filter_map(middle)
            .find(|p| !exterior.inside(*p));
        out.map(|p| ("a hole lies outside its ring", p))
    })?;
    let area = disputed(&contours(polygon));
    (area > 0.0).then_some(Doubt { what, at, area })
}

pub(crate) fn contours(polygon: &Polygon<f64>) -> Vec<Vec<[f64; 2]>> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    rings
        .map(|r| r.0.iter().skip(1).map(|c| [c.x, c.y]).collect())
        .collect()
}

/// What the even-odd rule fills: its parts, exteriors counter-clockwise. Positions lie on the overlay's grid, a few nanometres off.
pub(crate) fn even_odd(polygon: &Polygon<f64>) -> Vec<Polygon<f64>> {
    let filled = FloatOverlay::<[f64; 2], i64>::from_subj(&contours(polygon))
        .overlay(OverlayRule::Subject, FillRule::EvenOdd);
    let ring = |ring: Vec<[f64; 2]>| LineString::from(ring);
    filled
        .into_iter()
        .map(|rings| {
            let mut rings = rings.into_iter().map(ring);
            let exterior = rings.next().unwrap_or_else(|| LineString(Vec::new()));
            Polygon::new(exterior, rings.collect()).orient(Direction::Default)
        })
        .collect()
}

/// Bound on the area (m²) that filling rules disagree on: filled by non-zero but not by even-odd, and where the
/// rings run the wrong way round (the smaller of the two directions).
fn disputed(contours: &Vec<Vec<[f64; 2]>>) -> f64 {
    let fill = |rule| {
        area(
            &FloatOverlay::<[f64; 2], i64>::from_subj(contours).overlay(OverlayRule::Subject, rule),
        )
    };
    let twice = fill(FillRule::NonZero) - fill(FillRule::EvenOdd);
    twice.max(0.0) + fill(FillRule::Positive).min(fill(FillRule::Negative))
}

/// Area of shapes on the ellipsoid, m²: the integral of the authalic function along each straight longitude-latitude edge by three
/// Gauss points.
///
/// # Accuracy
/// 1e-6 of the area for edges up to 10°; what it measures here (slivers, doubts) needs two digits.
pub(crate) fn area(shapes: &Shapes) -> f64 {
    shapes
        .iter()
        .map(|rings| rings.iter().map(|r| ring_area(r)).sum::<f64>().abs())
        .sum()
}

fn ring_area(ring: &[[f64; 2]]) -> f64 {
    let Some(origin) = ring.first() else {
        return 0.0;
    };
    // Relative to the first position, so that small rings do not drown in rounding.
    let base = authalic(origin[1]);
    let reach = 0.6f64.sqrt() / 2.0;
    let mut sum = 0.0;
    for (i, p) in ring.iter().enumerate() {
        let q = ring[(i + 1) % ring.len()];
        let at = |t: f64| authalic(p[1] + t * (q[1] - p[1])) - base;
        sum -= (q[0] - p[0]).to_radians()
            * (5.0 * at(0.5 - reach) + 8.0 * at(0.5) + 5.0 * at(0.5 + reach))
            / 18.0;
    }
    sum
}

/// Area between the equator and a latitude (degrees) for one radian of longitude, m².
fn authalic(lat: f64) -> f64 {
    let (s, e) = (lat.to_radians().sin(), E2.sqrt());
    B * B / 2.0 * (s / (1.0 - E2 * s * s) + (e * s).atanh() / e)
}
