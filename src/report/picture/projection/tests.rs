//! Tests of the projections.

use super::*;
use crate::geodesy::area::polygon_area;
use geo::{LineString, Polygon};

const AT: [(f64, f64); 4] = [(20.0, 50.0), (44.5, 38.25), (-170.0, 66.0), (-60.0, -33.0)];

fn all() -> [Projection<'static>; 5] {
    let at = |x: f64, y: f64| Coord { x, y };
    [
        Projection::laea(at(27.0, 55.3)),
        Projection::laea(at(0.0, 90.0)),
        Projection::albers(100.0, [47.0, 72.0]),
        Projection::albers(-60.0, [-30.0, -5.0]),
        Projection::equal_earth(10.0),
    ]
}

#[test]
fn places_are_those_of_proj() {
    // pyproj 3.7.2, PROJ 9.5.1, +ellps=WGS84: +proj=laea +lon_0=27 +lat_0=55.3; +proj=laea +lat_0=90; +proj=aea +lon_0=100
    // +lat_1=47 +lat_2=72 +lat_0=59.5; +proj=aea +lon_0=-60 +lat_1=-30 +lat_2=-5 +lat_0=-17.5; +proj=eqearth +lon_0=10.
    let expected = [
        [
            (-501_454.618_4, -564_844.785_7),
            (1_532_654.536_1, -1_705_296.860_1),
            (870_773.011_7, 6_136_329.759_2),
            (-9_930_448.848_6, -4_095_186.643_6),
        ],
        [
            (1_495_048.467_6, -4_107_611.905_6),
            (3_906_311.110_8, -3_975_091.065_6),
            (-461_834.014_9, 2_619_190.852_2),
            (-9_692_279.704_1, -5_595_840.296_2),
        ],
        [
            (-4_469_624.113_2, 1_899_986.577_8),
            (-4_466_758.422_5, -441_114.799_8),
            (2_934_214.505_5, 3_022_318.731_9),
            (-8_708_973.217_3, 12_359_760.897_3),
        ],
        [
            (10_573_574.979_1, 4_092_386.972_5),
            (13_139_414.575_4, 1_906_821.181_8),
            (-14_581_393.156_8, 2_829_484.457_4),
            (0.0, -1_737_691.867_4),
        ],
        [
            (791_039.373_1, 5_985_837.899_1),
            (2_962_963.177_9, 4_724_380.023_1),
            (-12_222_858.292_0, 7_407_015.343_4),
            (-6_186_689.273_1, -4_119_238.048_9),
        ],
    ];
    for (projection, expected) in all().iter().zip(expected) {
        for ((x, y), wanted) in AT.into_iter().zip(expected) {
            let at = projection.forward(Coord { x, y }).expect("a place");
            let off = (at.x - wanted.0).hypot(at.y - wanted.1);
            // Their own series are good to a tenth of a millimetre there.
            assert!(off < 2e-4, "{}: {x}, {y}: {off}", projection.name());
        }
    }
}

#[test]
fn positions_come_back_from_their_places() {
    for projection in &all() {
        for (x, y) in AT
            .into_iter()
            .chain([(179.9, -60.0), (9.99, 0.0), (-80.0, 84.0)])
        {
            let at = projection.forward(Coord { x, y }).expect("a place");
            let back = projection.inverse(at).expect("a position");
            let east = turn(back.x - x) * y.to_radians().cos();
            assert!(
                east.hypot(back.y - y) < 1e-8,
                "{}: {x}, {y}",
                projection.name()
            );
        }
    }
    let outside = Coord { x: 3e7, y: 1e6 };
    assert!(all().iter().all(|p| p.inverse(outside).is_none()));
}

#[test]
fn areas_are_those_of_the_ellipsoid() {
    // Cells of the graticule along parallels and meridians, 400 positions on each side, by the geodesic area of the library.
    for (west, south, size) in [
        (20.0, 50.0, 4.0),
        (95.0, 62.0, 6.0),
        (-75.0, -30.0, 5.0),
        (-170.0, 60.0, 8.0),
    ] {
        let n = 400;
        let part = |k: usize| size * k as f64 / n as f64;
        let mut ring: Vec<Coord<f64>> = Vec::new();
        let at = |x: f64, y: f64| Coord {
            x: west + x,
            y: south + y,
        };
        ring.extend((0..n).map(|k| at(part(k), 0.0)));
        ring.extend((0..n).map(|k| at(size, part(k))));
        ring.extend((0..n).map(|k| at(size - part(k), size)));
        ring.extend((0..=n).map(|k| at(0.0, size - part(k))));
        let truth = polygon_area(&Polygon::new(LineString(ring.clone()), vec![]))
            .0
            .abs();
        for projection in &all() {
            let p = projection.forward_all(&ring);
            let twice: f64 = p
                .windows(2)
                .map(|w| w[0].x * w[1].y - w[1].x * w[0].y)
                .sum();
            let off = (0.5 * twice.abs() / truth - 1.0).abs();
            assert!(
                off < 1e-6,
                "{} at {west}, {south}: {off:e}",
                projection.name()
            );
        }
    }
}
