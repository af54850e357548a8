//! Rings that cross themselves or each other: where, and how much area is in doubt.
//!
//! Real data is full of tiny ones. Programs fill them by different rules; the area on which those rules disagree is in doubt.

use crate::geodesy::edge_tree::{Edges, meeting};
use crate::geodesy::ellipsoid::{B, E2};
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
    /// A hole lies outside its ring, or round it: no rule fills what the file may mean, so that it is read by the even-odd rule.
    pub misplaced: bool,
}

/// Less than this is printed as nothing, and nothing to tell of, m².
pub(crate) const NOTHING: f64 = 5e-4;

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
        .map(|at| Doubt {
            what: "rings cross themselves or each other",
            at,
            area: disputed(polygon),
            misplaced: false,
        });
    let doubt = crossing.or_else(|| misplaced(polygon))?;
    (doubt.area > 0.0).then_some(doubt)
}

/// Holes that lie outside their ring or round it, where no rings cross: they may be land, or nothing.
fn misplaced(polygon: &Polygon<f64>) -> Option<Doubt> {
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
    let out: Vec<(&LineString<f64>, [f64; 2])> = (polygon.interiors().iter())
        .filter_map(|hole| Some((hole, middle(hole)?)))
        .filter(|(_, at)| !exterior.inside(*at))
        .collect();
    let (_, at) = out.first()?;
    let round = |hole: &LineString<f64>| {
        let at = middle(polygon.exterior());
        at.is_some_and(|at| Edges::rings(std::iter::once(hole)).inside(at))
    };
    Some(Doubt {
        what: if out.iter().any(|(hole, _)| round(hole)) {
            "a hole lies round its ring, which is read by the even-odd rule"
        } else {
            "a hole lies outside its ring, which is read by the even-odd rule"
        },
        at: *at,
        // All of them: what lies between a ring and a hole round it, and the ring too.
        area: out
            .iter()
            .map(|(hole, _)| area(&vec![vec![contour(hole)]]))
            .sum(),
        misplaced: true,
    })
}

pub(crate) fn contours(polygon: &Polygon<f64>) -> Vec<Vec<[f64; 2]>> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    rings.map(contour).collect()
}

fn contour(ring: &LineString<f64>) -> Vec<[f64; 2]> {
    ring.0.iter().skip(1).map(|c| [c.x, c.y]).collect()
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

/// Bound on the area (m²) that filling rules disagree on: filled by non-zero but not by even-odd, and where the rings run the wrong way
/// round: of one ring the smaller of the two directions; of a ring with holes what holes have beyond it, which may be more than the rest.
fn disputed(polygon: &Polygon<f64>) -> f64 {
    let contours = contours(polygon);
    let fill = |rule| {
        area(
            &FloatOverlay::<[f64; 2], i64>::from_subj(&contours)
                .overlay(OverlayRule::Subject, rule),
        )
    };
    let twice = fill(FillRule::NonZero) - fill(FillRule::EvenOdd);
    let (right, wrong) = (fill(FillRule::Positive), fill(FillRule::Negative));
    let alone = polygon.interiors().is_empty();
    twice.max(0.0) + if alone { right.min(wrong) } else { wrong }
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
