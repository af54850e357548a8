//! The soil whose rule can matter to a zone: what is farther from the line than any width that counts there changes nothing, and a judge
//! that need not look at it is done sooner.

use crate::border::territory::Territory;
use crate::units::Metres;
use crate::verify::Judge;
use crate::zone::{Soil, Zone};
use geo::{Coord, MultiPolygon, Polygon};

/// No angle at the middle of the earth, rad, is a longer way than so much of it, m: more than the ellipsoid's greatest radius by what
/// geodetic latitudes are off.
const LONGEST: f64 = 6_450_000.0;
/// No degree is longer, m.
const DEGREE: f64 = 112_000.0;
/// Discs are this wide at most, m: beyond, their inside could be the wrong one.
const WIDEST: f64 = 9_000_000.0;

/// The zone and its territories without what is far off.
pub fn near(
    judge: &Judge,
    zone: &Zone,
    territories: &[Territory],
    width: Metres,
) -> (Zone, Vec<Territory>) {
    let (mut soil, mut kept) = (Vec::new(), Vec::new());
    for (rule, territory) in zone.soil.iter().zip(territories) {
        let reach = match rule {
            // Whole territories are in the zone wherever they are.
            Soil::Whole => f64::INFINITY,
            Soil::Nothing => width.0,
            Soil::Within(None) => continue,
            Soil::Within(Some(own)) => own.0.max(width.0),
        };
        let polygons = territory.polygons.iter();
        let polygons: Vec<Polygon<f64>> =
            (polygons.filter(|p| !is_beyond(judge, p, reach)).cloned()).collect();
        if !polygons.is_empty() {
            soil.push(*rule);
            kept.push(Territory {
                polygons: MultiPolygon(polygons),
                ..Territory::new(&territory.code, &territory.name, MultiPolygon(vec![]))
            });
        }
    }
    let zone = Zone {
        soil,
        ..zone.clone()
    };
    (zone, kept)
}

/// Whether a polygon is surely farther from the line than `reach`, by a disc about it.
fn is_beyond(judge: &Judge, polygon: &Polygon<f64>, reach: f64) -> bool {
    let ring = &polygon.exterior().0;
    let sum = ring.iter().map(|&c| unit(c));
    let sum = sum.fold([0.0; 3], |a, b| [a[0] + b[0], a[1] + b[1], a[2] + b[2]]);
    let middle = Coord {
        x: sum[1].atan2(sum[0]).to_degrees(),
        y: sum[2].atan2(sum[0].hypot(sum[1])).to_degrees(),
    };
    let centre = unit(middle);
    let far = |&c: &Coord<f64>| {
        let at = unit(c);
        let chord = (0..3).map(|k| (at[k] - centre[k]).powi(2)).sum::<f64>();
        2.0 * (0.5 * chord.sqrt()).min(1.0).asin() * LONGEST
    };
    let radius = ring.iter().map(far).fold(0.0, f64::max);
    // The middle of an edge is off its nearer end by half of it at most.
    let half =
        |w: &[Coord<f64>]| 0.5 * DEGREE * ((w[0].x - w[1].x).abs() + (w[0].y - w[1].y).abs());
    let radius = radius + ring.windows(2).map(half).fold(0.0, f64::max);
    radius < WIDEST && judge.bounds(middle).0 - radius > reach
}

fn unit(c: Coord<f64>) -> [f64; 3] {
    let (lon, lat) = (c.x.to_radians(), c.y.to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strip::Edges;
    use geo::{MultiLineString, line_string, polygon};

    #[test]
    fn what_is_far_off_goes_and_what_counts_anywhere_stays() {
        let line = MultiLineString(vec![line_string![(x: 0.0, y: 0.0), (x: 0.0, y: 1.0)]]);
        let judge = Judge::new(&line, Edges::Planar);
        let square = |x: f64| polygon![(x: x, y: 0.0), (x: x + 1.0, y: 0.0), (x: x + 1.0, y: 1.0), (x: x, y: 1.0)];
        let territory = |code: &str, parts: &[f64]| {
            Territory::new(code, code, parts.iter().map(|&x| square(x)).collect())
        };
        let territories = [
            territory("NEAR", &[0.0, 100.0]),
            territory("FAR", &[50.0]),
            territory("WHOLE", &[50.0]),
            territory("PLAIN", &[0.0]),
        ];
        let zone = Zone {
            soil: vec![
                Soil::Nothing,
                Soil::Nothing,
                Soil::Whole,
                Soil::Within(None),
            ],
            ..Zone::plain(4)
        };
        let (zone, kept) = near(&judge, &zone, &territories, Metres(300e3));
        let codes: Vec<_> = kept.iter().map(|t| t.code.as_str()).collect();
        assert_eq!(codes, ["NEAR", "WHOLE"]);
        assert_eq!(kept[0].polygons.0.len(), 1);
        assert_eq!(zone.soil, [Soil::Nothing, Soil::Whole]);
    }
}
