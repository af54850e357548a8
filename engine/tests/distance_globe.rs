//! Distances to lines over the whole globe, from a metre to the antipode, against brute force by geographiclib. The long form:
//! `examples/distance_globe.rs`.

mod brute;

use brute::{KINDS, Random};
use geo::{Coord, line_string};
use standoff_engine::strip::piece::distance_error;
use standoff_engine::strip::{Edges, PreparedLine};

#[test]
fn distances_are_right_to_their_bound_from_a_metre_to_the_antipode() {
    let mut r = Random(12);
    for i in 0..40 {
        let kind = i % KINDS.len();
        let case = brute::case(kind, &mut r);
        let line = PreparedLine::new(&case.lines, case.edges).unwrap();
        for _ in 0..15 {
            let at = brute::place(&case, &mut r);
            let (got, right) = (line.distance(at).0, brute::distance(&case, at));
            assert!(
                (got - right).abs() <= distance_error(right),
                "{}: {got} for {right} from {at:?} to {:?} {:?}",
                KINDS[kind],
                case.edges,
                case.lines
            );
        }
    }
}

/// By geographiclib's own solution; chords say nothing there.
#[test]
fn a_point_seen_from_the_other_side_of_the_earth_is_as_far_as_geographiclib_says() {
    let p = Coord {
        x: 37.059_302_590_962_63,
        y: -19.717_877_732_286_667,
    };
    let line = PreparedLine::new(&line_string![p, p].into(), Edges::Planar).unwrap();
    for (x, y, km) in [
        (-142.500_576_318, 19.689_378_150, 19_983.955),
        (-143.435_343_546, 19.762_190_997, 19_978.525),
    ] {
        let d = line.distance(Coord { x, y }).km();
        assert!((d - km).abs() < 0.000_6, "{d} for {km}");
    }
}

/// Inside a parallel all of it is about as far: the nearest point is not where chords say.
#[test]
fn the_hollow_side_of_a_parallel_is_measured_at_its_focus_and_beyond() {
    for (lat, off) in [(80.0, 1e5), (89.9, 300.0), (60.0, 1e6), (89.999, 1.0)] {
        let case = brute::Case {
            lines: line_string![(x: 0.0, y: lat), (x: 170.0, y: lat)].into(),
            edges: Edges::Planar,
        };
        let line = PreparedLine::new(&case.lines, case.edges).unwrap();
        for k in 0..24 {
            let (a, rho) = (15.0 * f64::from(k), off / 111_694.0);
            let at = Coord {
                x: a,
                y: 90.0 - rho,
            };
            let (got, right) = (line.distance(at).0, brute::distance(&case, at));
            assert!(
                (got - right).abs() <= distance_error(right),
                "{lat} {at:?}: {got} for {right}"
            );
        }
    }
}
