//! Strips against closed forms and against brute force by geographiclib.

use geo::{Contains, Coord, LineString, MultiLineString, MultiPolygon};
use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic, PolygonArea, Winding};
use proptest::prelude::*;
use standoff::border::alliance::AllianceTable;
use standoff::border::line::{LineChoice, derive};
use standoff::border::worldview::{Worldview, shipped_territories};
use standoff::overlap::overlaps;
use standoff::strip::{Edges, Engine, PreparedLine, Strip, StripOptions};
use standoff::units::Metres;

fn line(parts: &[&[(f64, f64)]]) -> MultiLineString<f64> {
    MultiLineString(
        parts
            .iter()
            .map(|p| LineString(p.iter().map(|&(x, y)| Coord { x, y }).collect()))
            .collect(),
    )
}

fn strip(l: &MultiLineString<f64>, width: f64, tolerance: f64) -> Strip {
    PreparedLine::new(l, Edges::Planar)
        .unwrap()
        .strip(&StripOptions::new(Metres(width)).tolerance(Metres(tolerance)))
        .unwrap()
}

fn distance(a: Coord<f64>, b: Coord<f64>) -> f64 {
    Geodesic::wgs84().inverse(a.y, a.x, b.y, b.x)
}

/// Distance to a line by brute force: golden-section search over the straight longitude/latitude edge. It sees what it
/// samples: edges must be short enough that the distance along them has one minimum.
fn brute(l: &MultiLineString<f64>, p: Coord<f64>) -> f64 {
    let mut best = f64::INFINITY;
    for part in &l.0 {
        for w in part.0.windows(2) {
            let at = |t: f64| distance(p, w[0] + (w[1] - w[0]) * t);
            let g = 0.618_033_988_749_894_9;
            let (mut a, mut b) = (0.0, 1.0);
            for _ in 0..60 {
                let (c, d) = (b - g * (b - a), a + g * (b - a));
                if at(c) < at(d) { b = d } else { a = c }
            }
            best = best.min(at(0.5 * (a + b))).min(at(0.0)).min(at(1.0));
        }
    }
    best
}

fn rings(m: &MultiPolygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    m.0.iter()
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
}

fn vertices(m: &MultiPolygon<f64>) -> impl Iterator<Item = (Coord<f64>, Coord<f64>)> {
    rings(m).flat_map(|r| r.0.windows(2).map(|w| (w[0], w[1])))
}

fn on_the_box(a: Coord<f64>, b: Coord<f64>) -> bool {
    (a.x.abs() == 180.0 && a.x == b.x) || (a.y.abs() == 90.0 && a.y == b.y)
}

/// Greatest |d - w| over vertices and middles of edges.
fn worst(s: &Strip, d: impl Fn(Coord<f64>) -> f64) -> f64 {
    worst_of(s.polygons(), s.width().0, d)
}

fn worst_of(polygons: &MultiPolygon<f64>, width: f64, d: impl Fn(Coord<f64>) -> f64) -> f64 {
    vertices(polygons)
        .filter(|&(a, b)| !on_the_box(a, b))
        .map(|(a, b)| {
            let e = |p| (d(p) - width).abs();
            e(a).max(e((a + b) * 0.5))
        })
        .fold(0.0, f64::max)
}

/// Area of the polygons, their edges divided so finely that they are nearly geodesics, km².
fn area_km2(m: &MultiPolygon<f64>) -> f64 {
    let g = Geodesic::wgs84();
    rings(m)
        .map(|r| {
            let mut p = PolygonArea::new(&g, Winding::CounterClockwise);
            for w in r.0.windows(2) {
                let n = ((w[1] - w[0]).x.hypot((w[1] - w[0]).y) / 0.01)
                    .ceil()
                    .clamp(1.0, 1e5);
                for k in 0..n as usize {
                    let c = w[0] + (w[1] - w[0]) * (k as f64 / n);
                    p.add_point(c.y, c.x);
                }
            }
            p.compute(true).1 / 1e6
        })
        .sum()
}

#[test]
fn a_line_of_zero_length_gives_a_geodesic_disc() {
    for (x, y) in [
        (20.0, 55.0),
        (0.0, 0.0),
        (179.99, -30.0),
        (12.0, 89.9),
        (0.0, 90.0),
    ] {
        for width in [100.0, 10e3, 300e3, 3000e3] {
            let centre = Coord { x, y };
            let s = strip(&line(&[&[(x, y), (x, y)]]), width, 1.0);
            assert!(worst(&s, |p| distance(p, centre)) <= 1.0, "{x} {y} {width}");
        }
    }
}

#[test]
fn the_area_of_a_disc_agrees_with_a_fine_polygon_of_direct_geodesics() {
    let g = Geodesic::wgs84();
    let mut p = PolygonArea::new(&g, Winding::CounterClockwise);
    for k in (0..20_000).rev() {
        let (lat, lon): (f64, f64) = g.direct(55.0, 20.0, k as f64 * 360.0 / 20_000.0, 300e3);
        p.add_point(lat, lon);
    }
    let exact = p.compute(true).1 / 1e6;
    let s = strip(&line(&[&[(20.0, 55.0), (20.0, 55.0)]]), 300e3, 0.1);
    // Outline 1,885 km long, within 0.1 m.
    assert!(
        (area_km2(s.polygons()) - exact).abs() < 0.19,
        "{} {exact}",
        area_km2(s.polygons())
    );
}

#[test]
fn a_stretch_of_the_equator_has_parallels_for_sides() {
    let s = strip(&line(&[&[(10.0, 0.0), (30.0, 0.0)]]), 100e3, 1.0);
    let lat: f64 = {
        let (lat, _): (f64, f64) = Geodesic::wgs84().direct(0.0, 20.0, 0.0, 100e3);
        lat
    };
    let metres_per_degree = 100e3 / lat;
    let sides: Vec<_> = vertices(s.polygons())
        .filter(|(a, _)| a.x > 11.0 && a.x < 29.0)
        .collect();
    assert!(!sides.is_empty());
    for (a, _) in sides {
        assert!((a.y.abs() - lat).abs() * metres_per_degree <= 1.0, "{a:?}");
    }
}

#[test]
fn a_ring_round_the_pole_leaves_a_cap_inside() {
    let ring: Vec<(f64, f64)> = (0..=72).map(|k| (-180.0 + 5.0 * k as f64, 80.0)).collect();
    let l = line(&[&ring]);
    let s = strip(&l, 300e3, 1.0);
    let inside = |x, y| s.polygons().contains(&Coord { x, y });
    assert!(
        inside(15.0, 80.0) && inside(-179.0, 82.0) && !inside(15.0, 89.0) && !inside(100.0, 70.0)
    );
    // 10 degrees of latitude are 1,117 km: a wider strip closes over the pole.
    let s = strip(&l, 1200e3, 1.0);
    assert!(s.polygons().contains(&Coord { x: 15.0, y: 89.9 }));
    let sample = thinned(s.polygons());
    assert!(worst_of(&sample, s.width().0, |p| brute(&l, p)) <= 1.0);
}

#[test]
fn a_strip_across_the_antimeridian_is_cut_and_keeps_its_area() {
    let across = strip(&line(&[&[(178.0, 60.0), (183.0, 62.0)]]), 100e3, 1.0);
    let elsewhere = strip(&line(&[&[(8.0, 60.0), (13.0, 62.0)]]), 100e3, 1.0);
    assert!(across.polygons().0.len() == 2 && elsewhere.polygons().0.len() == 1);
    for (a, _) in vertices(across.polygons()) {
        assert!(a.x.abs() <= 180.0);
    }
    let difference = area_km2(across.polygons()) - area_km2(elsewhere.polygons());
    // Two outlines of 950 km, each within 1 m.
    assert!(difference.abs() < 1.9, "{difference}");
}

#[test]
fn a_hole_wider_than_the_tolerance_is_kept_and_a_closed_one_is_not() {
    // A square of 4 degrees: its middle is about 222 km from the nearest side.
    let square = line(&[&[
        (0.0, -2.0),
        (4.0, -2.0),
        (4.0, 2.0),
        (0.0, 2.0),
        (0.0, -2.0),
    ]]);
    let depth = brute(&square, Coord { x: 2.0, y: 0.0 });
    assert_eq!(
        strip(&square, depth - 20.0, 1.0).polygons().0[0]
            .interiors()
            .len(),
        1
    );
    assert_eq!(
        strip(&square, depth + 20.0, 1.0).polygons().0[0]
            .interiors()
            .len(),
        0
    );
}

#[test]
fn outlines_keep_the_tolerance_at_one_centimetre() {
    let l = line(&[
        &[
            (20.0, 54.0),
            (21.3, 54.4),
            (21.1, 55.0),
            (23.0, 54.9),
            (22.0, 54.2),
        ],
        &[(24.0, 55.0), (24.0, 55.0)],
    ]);
    for width in [1e3, 30e3, 250e3] {
        let s = strip(&l, width, 0.01);
        assert!(s.max_error().0 <= 0.01);
        let sample = thinned(s.polygons());
        assert!(
            worst_of(&sample, s.width().0, |p| brute(&l, p)) <= 0.01,
            "{width}"
        );
    }
}

/// Every fiftieth edge as a line of its own, for brute force is slow.
fn thinned(m: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    MultiPolygon(
        vertices(m)
            .step_by(50)
            .map(|(a, b)| geo::Polygon::new(LineString(vec![a, b]), vec![]))
            .collect(),
    )
}

#[test]
fn geodesic_edges_differ_from_straight_ones_as_they_should() {
    // The geodesic from (0, 60) to (20, 60) passes 0.4 degrees north of the parallel.
    let l = line(&[&[(0.0, 60.0), (20.0, 60.0)]]);
    let geodesic = PreparedLine::new(&l, Edges::Geodesic).unwrap();
    let planar = PreparedLine::new(&l, Edges::Planar).unwrap();
    let g = Geodesic::wgs84();
    let (s, azimuth, _, _): (f64, f64, f64, f64) = g.inverse(60.0, 0.0, 60.0, 20.0);
    let (lat, lon): (f64, f64) = g.direct(60.0, 0.0, azimuth, 0.5 * s);
    let top = Coord { x: lon, y: lat };
    assert!(geodesic.distance(top).0 < 1e-3);
    assert!((planar.distance(top).0 - brute(&l, top)).abs() < 1e-3);
    assert!(planar.distance(top).0 > 40e3);
}

#[test]
fn duplicated_reversed_and_split_lines_give_the_same_area() {
    let a = [(30.0, 50.0), (31.0, 50.5), (30.8, 51.5), (32.0, 51.0)];
    let mut back = a;
    back.reverse();
    let reference = area_km2(strip(&line(&[&a]), 50e3, 0.1).polygons());
    let same: [&[&[(f64, f64)]]; 4] = [
        &[&back],
        &[&a, &a],
        &[&a[..2], &a[1..3], &a[2..]],
        &[&a, &back, &[(30.8, 51.5), (30.8, 51.5)]],
    ];
    for parts in same {
        let area = area_km2(strip(&line(parts), 50e3, 0.1).polygons());
        assert!(
            (area - reference).abs() < 1e-6 * reference,
            "{area} {reference}"
        );
    }
}

#[test]
fn rotation_in_longitude_commutes() {
    let turned = |by: f64| line(&[&[(10.0 + by, -40.0), (14.0 + by, -41.0), (13.0 + by, -38.0)]]);
    let reference = area_km2(strip(&turned(0.0), 200e3, 1.0).polygons());
    for by in [37.0, 90.0, 167.5, -123.0] {
        let area = area_km2(strip(&turned(by), 200e3, 1.0).polygons());
        // Outline 2,000 km within 1 m on either side.
        assert!((area - reference).abs() < 4.0, "{by}: {area} {reference}");
    }
}

/// The contact line of the shipped data, by both engines: areas agree within what the outlines may stray.
#[test]
fn the_two_engines_agree_on_a_real_border() {
    let territories = shipped_territories(&Worldview::default()).unwrap();
    let border = derive(
        &LineChoice::default(),
        &territories,
        &AllianceTable::shipped().unwrap(),
    )
    .unwrap();
    let line = PreparedLine::new(&border.lines, Edges::Planar).unwrap();
    for width in [1e3, 20e3] {
        let [cells, offsets] = [Engine::Cells, Engine::Offsets].map(|engine| {
            let strip = line
                .strip_by(
                    engine,
                    &StripOptions::new(Metres(width)).tolerance(Metres(0.1)),
                )
                .unwrap();
            let covered = overlaps(&line, &strip, &territories).unwrap();
            let rings = rings(strip.polygons()).count();
            (covered.strip.0, covered.strip_error.0, rings)
        });
        // Each is corrected for its chords: far closer than the bound.
        let difference = (cells.0 - offsets.0).abs();
        assert!(
            difference < 0.01 * (cells.1 + offsets.1),
            "{width}: {difference} m²"
        );
        assert_eq!(cells.2, offsets.2, "rings at {width} m");
    }
}

#[test]
fn unusable_widths_and_tolerances_are_refused() {
    let l = PreparedLine::new(&line(&[&[(0.0, 0.0), (1.0, 1.0)]]), Edges::Planar).unwrap();
    for (w, t) in [
        (0.0, 1.0),
        (-5.0, 1.0),
        (f64::NAN, 1.0),
        (3e7, 1.0),
        (1e5, 0.0),
        (1e5, f64::NAN),
        (100.0, 50.0),
    ] {
        let e = l
            .strip(&StripOptions::new(Metres(w)).tolerance(Metres(t)))
            .unwrap_err();
        assert_eq!(e.kind, standoff::error::Kind::Usage, "{w} {t}");
    }
    assert!(PreparedLine::new(&MultiLineString(vec![]), Edges::Planar).is_err());
    assert!(PreparedLine::new(&line(&[&[(0.0, 95.0), (1.0, 1.0)]]), Edges::Planar).is_err());
}

/// A wandering line of up to 12 short edges, anywhere but at the poles.
fn wandering() -> impl Strategy<Value = MultiLineString<f64>> {
    (
        -180.0..180.0f64,
        -80.0..80.0f64,
        prop::collection::vec((-0.5..0.5f64, -0.5..0.5f64), 1..12),
    )
        .prop_map(|(x, y, steps)| {
            let mut c = Coord { x, y };
            let mut part = vec![c];
            for (dx, dy) in steps {
                c = c + Coord { x: dx, y: dy };
                part.push(c);
            }
            MultiLineString(vec![LineString(part)])
        })
}

fn wrap(p: Coord<f64>) -> Coord<f64> {
    Coord {
        x: (p.x + 180.0).rem_euclid(360.0) - 180.0,
        y: p.y,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Cannot see errors below the tolerance: points that near the outline are left out.
    #[test]
    fn a_point_is_inside_iff_its_distance_says_so(
        l in wandering(), width in 2e3..400e3f64, seeds in prop::collection::vec((0.0..360.0f64, 0.0..2.0f64), 12)
    ) {
        let s = strip(&l, width, 1.0);
        let start = l.0[0].0[0];
        for (azimuth, far) in seeds {
            let (lat, lon): (f64, f64) = Geodesic::wgs84().direct(start.y, start.x, azimuth, far * width);
            let p = wrap(Coord { x: lon, y: lat });
            let d = brute(&l, p);
            if (d - width).abs() > 1.0 {
                prop_assert_eq!(s.polygons().contains(&p), d < width, "{:?} d {} w {}", p, d, width);
            }
        }
    }

    #[test]
    fn a_narrower_strip_lies_within_a_wider_one(l in wandering(), width in 2e3..200e3f64, more in 0.01..0.5f64) {
        let line = PreparedLine::new(&l, Edges::Planar).unwrap();
        let narrow = line.strip(&StripOptions::new(Metres(width)).tolerance(Metres(1.0))).unwrap();
        let wide = line.strip(&StripOptions::new(Metres(width * (1.0 + more))).tolerance(Metres(1.0))).unwrap();
        for (a, b) in vertices(narrow.polygons()).step_by(7).filter(|&(a, b)| !on_the_box(a, b)) {
            prop_assert!(wide.polygons().contains(&((a + b) * 0.5)), "{:?}", a);
        }
    }

    #[test]
    fn the_distance_agrees_with_brute_force(l in wandering(), azimuth in 0.0..360.0f64, far in 1.0..2e6f64) {
        let line = PreparedLine::new(&l, Edges::Planar).unwrap();
        let start = l.0[0].0[0];
        let (lat, lon): (f64, f64) = Geodesic::wgs84().direct(start.y, start.x, azimuth, far);
        let p = Coord { x: lon, y: lat };
        let (d, b) = (line.distance(p).0, brute(&l, p));
        prop_assert!((d - b).abs() < standoff::strip::piece::distance_error(b), "{} {}", d, b);
    }
}
