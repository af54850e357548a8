//! Area on WGS84 of rings whose edges are straight in longitude and latitude (RFC 7946), not geodesics.
//!
//! The area under an edge is the integral of S(lat) dlon, with S the area between two latitudes per radian of
//! longitude, which has a closed form. Rings must be closed in longitude and latitude: cut at the antimeridian,
//! and led along lat = ±90 where they hold a pole.
//!
//! # Accuracy
//! Quadrature: below 1e-15 of a² x |dlon| for each edge, all spans. Rounding: about 1e-16 of the product of
//! the ring's extents, because S is taken relative to a latitude of the ring itself, by a form that does not
//! cancel. Checked against geographiclib's PolygonArea over densified edges (tests below).

use super::ellipsoid::{A, B, E2};
use crate::halt::Halt;
use crate::units::SquareMetres;
use geo::{Coord, LineString, MultiPolygon, Polygon};

/// Relative bound on the quadrature and rounding error of a polygon that is not thinner than 1e-3 of its length.
pub const RELATIVE_ERROR: f64 = 1e-12;

// Gauss-Legendre nodes and weights on [-1, 1], positive half. The latitude spans up to which each is used come from the
// error term D^2n (n!)^4 / ((2n+1) (2n)!^3), D the span in radians, at 1e-16.
const GAUSS_2: [(f64, f64); 1] = [(0.577_350_269_189_625_8, 1.0)];
const GAUSS_4: [(f64, f64); 2] = [
    (0.339_981_043_584_856_26, 0.652_145_154_862_546_1),
    (0.861_136_311_594_052_6, 0.347_854_845_137_453_85),
];
const GAUSS_8: [(f64, f64); 4] = [
    (0.183_434_642_495_649_8, 0.362_683_783_378_362),
    (0.525_532_409_916_329, 0.313_706_645_877_887_27),
    (0.796_666_477_413_626_7, 0.222_381_034_453_374_48),
    (0.960_289_856_497_536_3, 0.101_228_536_290_376_26),
];
const SPAN_2: f64 = 8e-4;
const SPAN_4: f64 = 0.13;
const SPAN_8: f64 = 1.0;

/// Area between latitude `from` and `from + rise` (radians) per radian of longitude, m²/rad; negative if `rise` is.
/// The rise is a parameter because degrees subtract exactly where latitudes are near, and radians do not.
fn band(from: f64, rise: f64) -> f64 {
    let e = E2.sqrt();
    let (s0, s1) = (from.sin(), (from + rise).sin());
    // s1 - s0 without cancellation.
    let ds = 2.0 * (from + rise / 2.0).cos() * (rise / 2.0).sin();
    let rational = ds * (1.0 + E2 * s0 * s1) / ((1.0 - E2 * s0 * s0) * (1.0 - E2 * s1 * s1));
    let transcendental = (e * ds / (1.0 - E2 * s0 * s1)).atanh() / e;
    B * B / 2.0 * (rational + transcendental)
}

/// Mean of `band(reference, rise)` for the rise running evenly from `rise0` to `rise1`, radians.
fn mean_band(reference: f64, rise0: f64, rise1: f64) -> f64 {
    let span = (rise1 - rise0).abs();
    if span == 0.0 {
        return band(reference, rise0);
    }
    let (rule, pieces): (&[(f64, f64)], usize) = if span <= SPAN_2 {
        (&GAUSS_2, 1)
    } else if span <= SPAN_4 {
        (&GAUSS_4, 1)
    } else {
        // Beyond one radian the pole of S at sin(lat) = 1/e slows the convergence: shorter pieces.
        (&GAUSS_8, (span / SPAN_8).ceil() as usize)
    };
    let step = (rise1 - rise0) / pieces as f64;
    let mut sum = 0.0;
    for piece in 0..pieces {
        let middle = rise0 + (piece as f64 + 0.5) * step;
        for &(x, w) in rule {
            sum += w / 2.0
                * (band(reference, middle - x * step / 2.0)
                    + band(reference, middle + x * step / 2.0));
        }
    }
    sum / pieces as f64
}

/// A sum that keeps what plain addition loses (Neumaier 1974).
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    sum: f64,
    lost: f64,
}

impl Sum {
    /// Adds a term.
    pub fn add(&mut self, x: f64) {
        let t = self.sum + x;
        self.lost += if self.sum.abs() >= x.abs() {
            (self.sum - t) + x
        } else {
            (x - t) + self.sum
        };
        self.sum = t;
    }
    /// The sum so far.
    pub fn value(self) -> f64 {
        self.sum + self.lost
    }
}

/// Signed area of a ring, positive if counter-clockwise. Longitude and latitude in degrees; an open ring is closed.
pub fn ring_area(ring: &LineString<f64>) -> SquareMetres {
    SquareMetres(ring_area_until(&ring.0, &Halt::default()))
}

/// [`ring_area`] in m²; anything once stopped.
pub(crate) fn ring_area_until(ring: &[Coord<f64>], halt: &Halt) -> f64 {
    let (Some(first), Some(last)) = (ring.first(), ring.last()) else {
        return 0.0;
    };
    let origin = first.y;
    let reference = origin.to_radians();
    let mut sum = Sum::default();
    let mut edge = |a: &Coord<f64>, b: &Coord<f64>| {
        let dlon = (b.x - a.x).to_radians();
        if dlon != 0.0 {
            sum.add(
                -dlon
                    * mean_band(
                        reference,
                        (a.y - origin).to_radians(),
                        (b.y - origin).to_radians(),
                    ),
            );
        }
    };
    for pair in ring.windows(2).take_while(|_| !halt.is_stopped()) {
        edge(&pair[0], &pair[1]);
    }
    edge(last, first);
    sum.value()
}

/// Area of a polygon, never negative: its exterior less its holes, whichever way the rings run.
pub fn polygon_area(polygon: &Polygon<f64>) -> SquareMetres {
    SquareMetres(polygon_area_until(polygon, &Halt::default()))
}

fn polygon_area_until(polygon: &Polygon<f64>, halt: &Halt) -> f64 {
    let area = |ring: &LineString<f64>| ring_area_until(&ring.0, halt).abs();
    let holes: f64 = polygon.interiors().iter().map(area).sum();
    area(polygon.exterior()) - holes
}

/// Area of polygons that do not overlap each other.
pub fn multi_polygon_area(polygons: &MultiPolygon<f64>) -> SquareMetres {
    SquareMetres(multi_polygon_area_until(polygons, &Halt::default()))
}

/// [`multi_polygon_area`] in m²; anything once stopped.
pub(crate) fn multi_polygon_area_until(polygons: &MultiPolygon<f64>, halt: &Halt) -> f64 {
    let mut sum = Sum::default();
    for polygon in polygons {
        sum.add(polygon_area_until(polygon, halt));
    }
    sum.value()
}

/// Length on the ellipsoid of a short edge, m: the metric at the edge's middle.
///
/// # Accuracy
/// 1e-4 relative up to 100 km; good for error bounds and corrections, not for distances.
pub fn edge_length(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let lat = ((a.y + b.y) / 2.0).to_radians();
    let w2 = 1.0 - E2 * lat.sin().powi(2);
    let east = A / w2.sqrt() * lat.cos() * (b.x - a.x).to_radians();
    let north = A * (1.0 - E2) / (w2 * w2.sqrt()) * (b.y - a.y).to_radians();
    east.hypot(north)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geographiclib_rs::{Geodesic, PolygonArea, Winding};

    /// WGS84's area, m² (Karney 2013, and `Planimeter` of GeographicLib: 510065621724088.5).
    const ELLIPSOID: f64 = 510_065_621_724_088.5;

    fn ring(points: &[(f64, f64)]) -> LineString<f64> {
        LineString::from(points.to_vec())
    }

    fn rectangle(w: f64, s: f64, e: f64, n: f64) -> LineString<f64> {
        ring(&[(w, s), (e, s), (e, n), (w, n), (w, s)])
    }

    /// PolygonArea with each edge cut into `pieces`: tends to the straight edge as pieces^-2.
    fn by_geographiclib(points: &[(f64, f64)], pieces: usize) -> f64 {
        let geodesic = Geodesic::wgs84();
        let mut polygon = PolygonArea::new(&geodesic, Winding::CounterClockwise);
        for (i, a) in points.iter().enumerate() {
            let b = points[(i + 1) % points.len()];
            for k in 0..pieces {
                let t = k as f64 / pieces as f64;
                polygon.add_point(a.1 + (b.1 - a.1) * t, a.0 + (b.0 - a.0) * t);
            }
        }
        polygon.compute(true).1
    }

    #[test]
    fn the_whole_ellipsoid_and_its_octants_have_the_known_area() {
        let whole = ring_area(&rectangle(-180.0, -90.0, 180.0, 90.0)).0;
        assert!((whole / ELLIPSOID - 1.0).abs() < 1e-14, "{whole}");
        for w in [-180.0, -90.0, 0.0, 90.0] {
            for s in [-90.0, 0.0] {
                let octant = ring_area(&rectangle(w, s, w + 90.0, s + 90.0)).0;
                assert!((octant / ELLIPSOID * 8.0 - 1.0).abs() < 1e-14, "{octant}");
            }
        }
    }

    #[test]
    fn slanted_edges_agree_with_geographiclib_over_densified_edges() {
        for (pieces, points) in [
            (1000, vec![(20.0, 50.0), (31.0, 52.0), (28.0, 61.0)]),
            (
                1000,
                vec![(-70.0, -55.0), (10.0, -20.0), (60.0, 70.0), (-40.0, 30.0)],
            ),
            // PolygonArea rounds at about 1e-5 m² over thousands of vertices; a kilometre needs few.
            (10, vec![(30.0, 69.0), (30.01, 69.002), (30.005, 69.01)]),
        ] {
            // Richardson on the second-order convergence of the densified area.
            let (coarse, fine) = (
                by_geographiclib(&points, pieces),
                by_geographiclib(&points, 2 * pieces),
            );
            let expected = fine + (fine - coarse) / 3.0;
            let area = ring_area(&ring(&points)).0;
            assert!((area / expected - 1.0).abs() < 1e-10, "{area} {expected}");
        }
    }

    #[test]
    fn the_number_of_gauss_points_does_not_show_at_its_limits() {
        for limit in [SPAN_2, SPAN_4, SPAN_8, 2.0 * SPAN_8] {
            let lat0 = -0.6;
            let whole = mean_band(0.2, lat0, lat0 + limit * (1.0 - 1e-12));
            let mut sum = Sum::default();
            for k in 0..4096 {
                let step = limit * (1.0 - 1e-12) / 4096.0;
                sum.add(
                    mean_band(0.2, lat0 + k as f64 * step, lat0 + (k + 1) as f64 * step) / 4096.0,
                );
            }
            assert!(
                ((whole - sum.value()) / (A * A)).abs() < 1e-15,
                "{limit}: {whole} {}",
                sum.value()
            );
        }
    }

    #[test]
    fn a_ring_one_centimetre_thin_keeps_its_area() {
        // Between two parallels 1e-7 degrees apart, 10 degrees long: the area is the parallel's length times the width.
        let lat = 60.0_f64.to_radians();
        let w2 = 1.0 - E2 * lat.sin().powi(2);
        let expected = A * A * (1.0 - E2) * lat.cos() / (w2 * w2)
            * 10.0_f64.to_radians()
            * ((60.0 + 1e-7) - 60.0_f64).to_radians();
        let area = ring_area(&rectangle(20.0, 60.0, 30.0, 60.0 + 1e-7)).0;
        assert!((area / expected - 1.0).abs() < 1e-8, "{area} {expected}");
    }

    #[test]
    fn a_reversed_ring_has_the_negative_area_and_holes_count_off() {
        let outer = rectangle(0.0, 0.0, 4.0, 4.0);
        let mut reversed = outer.clone();
        reversed.0.reverse();
        assert!((ring_area(&outer).0 + ring_area(&reversed).0).abs() < 1e-3);
        let hole = rectangle(1.0, 1.0, 2.0, 2.0);
        let polygon = Polygon::new(outer.clone(), vec![hole.clone()]);
        assert_eq!(
            polygon_area(&polygon).0,
            ring_area(&outer).0 - ring_area(&hole).0
        );
    }
}
