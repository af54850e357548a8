//! The quick form of `make torture`: a few strips of every class, both engines, judged by brute force over GeographicLib. And
//! whether the judge sees what is wrong: a judge that passes all is none.

// The program uses more of them than the tests do.
#[allow(dead_code)]
#[path = "../examples/torture/case.rs"]
mod case;
#[allow(dead_code)]
#[path = "../examples/torture/classes/mod.rs"]
mod classes;
#[path = "../examples/torture/judge.rs"]
mod judge;
#[allow(dead_code)]
#[path = "../examples/torture/oracle.rs"]
mod oracle;
#[path = "../examples/torture/random.rs"]
mod random;
#[path = "../examples/torture/region.rs"]
mod region;
#[allow(dead_code)]
#[path = "../examples/torture/run.rs"]
mod run;
#[path = "../examples/torture/standing.rs"]
mod standing;

use classes::{CLASSES, by_name};
use geo::{Coord, LineString, MultiLineString, MultiPolygon, Polygon};
use geographiclib_rs::{Geodesic, InverseGeodesic};
use judge::{Claim, Verdict, judge};
use oracle::Oracle;
use random::Random;
use run::{Answer, run};
use standoff_engine::geodesy::edges::Edges;
use standoff_engine::strip::{PreparedLine, StripOptions};
use standoff_engine::units::Metres;

/// Cases of each class: the whole takes some 15 s on one core.
const EACH: u64 = 5;
/// Not the seed of the long form, so that the two look at different strips.
const SEED: u64 = 2_026;

#[test]
fn a_few_strips_of_every_class_keep_their_bound_by_both_engines() {
    let mut broken = Vec::new();
    let mut strips = 0;
    for class in &CLASSES {
        for index in 0..EACH {
            let case = class.case(SEED, index);
            for outcome in run(&case, &mut Random::of("quick", SEED, index)) {
                strips += 1;
                if outcome.is_broken() {
                    let found = match &outcome.answer {
                        Answer::Judged { verdict, .. } => {
                            format!("{:.4} {:?}", verdict.ratio, verdict.faults.first())
                        }
                        _ => "a panic".to_owned(),
                    };
                    let (name, engine) = (class.name, outcome.engine);
                    broken.push(format!(
                        "--class {name} --seed {SEED} --from {index} --count 1: {engine}: {found}"
                    ));
                }
            }
        }
    }
    assert!(strips > 100, "only {strips} strips");
    assert!(
        broken.is_empty(),
        "of {strips} strips:\n{}",
        broken.join("\n")
    );
}

/// The verdict on the strip of 30 km round a bend, after `change`.
fn verdict_after(change: impl FnOnce(&mut Vec<Polygon<f64>>, &mut f64)) -> Verdict {
    let part = [(9.0, 50.0), (9.6, 50.3), (9.9, 49.9), (10.6, 50.2)].map(|(x, y)| Coord { x, y });
    let lines = MultiLineString(vec![LineString(part.to_vec())]);
    let line = PreparedLine::new(&lines, Edges::Planar).expect("a line");
    let strip = line
        .strip(&StripOptions::new(Metres(30e3)).tolerance(Metres(5.0)))
        .expect("a strip");
    let (mut polygons, mut width) = (strip.polygons().0.clone(), 30e3);
    change(&mut polygons, &mut width);
    let claim = Claim {
        polygons: &MultiPolygon(polygons),
        width,
        bound: strip.max_error().0,
        tolerance: 5.0,
    };
    let oracle = Oracle::new(&[part.to_vec()], Edges::Planar);
    // A guide that sees nothing: the judge alone.
    judge(
        &oracle,
        &claim,
        None,
        &|_| 30e3,
        &mut Random::of("test", 1, 1),
    )
}

fn exterior(polygons: &mut [Polygon<f64>], change: impl FnOnce(&mut Vec<Coord<f64>>)) {
    polygons[0].exterior_mut(|ring| change(&mut ring.0));
}

#[test]
fn the_judge_passes_a_right_strip() {
    let verdict = verdict_after(|_, _| ());
    assert!(!verdict.is_broken(), "{verdict:?}");
    assert!(
        verdict.ratio > 0.5,
        "a strip uses its tolerance: {verdict:?}"
    );
}

#[test]
fn the_judge_sees_a_width_that_is_a_little_wrong() {
    assert!(verdict_after(|_, width| *width += 8.0).is_broken());
    assert!(verdict_after(|_, width| *width -= 8.0).is_broken());
}

#[test]
fn the_judge_sees_a_vertex_that_is_moved_by_a_few_tolerances() {
    for vertex in [3, 40, 77] {
        let verdict = verdict_after(|polygons, _| {
            exterior(polygons, |ring| {
                // Across the outline: along it nothing is wrong. A degree is 111 km north, 71 km east.
                let way = ring[vertex + 1] - ring[vertex - 1];
                let length = (71.0 * way.x).hypot(111.0 * way.y);
                ring[vertex].x += 0.020 * 111.0 * way.y / length / 71.0;
                ring[vertex].y -= 0.020 * 71.0 * way.x / length / 111.0;
            });
        });
        assert!(verdict.ratio > 1.5, "{vertex}: {verdict:?}");
    }
}

#[test]
fn the_judge_sees_a_corner_that_is_cut() {
    let verdict = verdict_after(|polygons, _| {
        exterior(polygons, |ring| {
            ring.drain(20..24);
        });
    });
    assert!(verdict.is_broken(), "{verdict:?}");
}

#[test]
fn the_judge_sees_a_missing_part_and_one_too_many() {
    // The strip of the middle third, in place of the whole, is at the width nearly everywhere: only places tell.
    let missing = verdict_after(|polygons, _| {
        exterior(polygons, |ring| {
            let west = ring.iter().map(|c| c.x).fold(f64::MAX, f64::min);
            ring.retain(|c| c.x > west + 0.5);
            ring.push(ring[0]);
        });
    });
    assert!(!missing.faults.is_empty(), "{missing:?}");
    let hole = verdict_after(|polygons, _| {
        let (x, y) = (9.8, 50.05);
        let ring = [(0.0, 0.0), (0.0, 0.1), (0.1, 0.1), (0.1, 0.0), (0.0, 0.0)];
        let ring = ring.map(|(e, n)| Coord { x: x + e, y: y + n });
        polygons[0].interiors_push(LineString(ring.to_vec()));
    });
    assert!(hole.ratio > 100.0, "{hole:?}");
}

#[test]
fn the_judge_sees_rings_that_run_the_wrong_way_or_are_none() {
    let reversed = verdict_after(|polygons, _| exterior(polygons, |ring| ring.reverse()));
    assert!(
        reversed.faults.iter().any(|f| f.0.contains("wrong way")),
        "{reversed:?}"
    );
    let nothing = verdict_after(|polygons, _| polygons.clear());
    assert!(
        nothing.faults.iter().any(|f| f.0.contains("no polygon")),
        "{nothing:?}"
    );
    let nan = verdict_after(|polygons, _| exterior(polygons, |ring| ring[7].x = f64::NAN));
    assert!(nan.is_broken(), "{nan:?}");
}

#[test]
fn the_oracle_is_the_least_of_all_distances_to_places_close_together() {
    let geodesic = Geodesic::wgs84();
    let mut random = Random::of("oracle", 1, 1);
    for name in [
        "focal",
        "hemispheric",
        "polar",
        "curl",
        "antimeridian",
        "crossing",
    ] {
        let class = by_name(name).expect("a class");
        for index in 0..6 {
            let case = class.case(5, index);
            let oracle = Oracle::new(&case.parts, case.edges);
            let p = Coord {
                x: random.within(-180.0, 180.0),
                y: random.within(-89.0, 89.0),
            };
            let found = oracle.distance(p);
            let mut least = f64::INFINITY;
            let mut apart: f64 = 0.0;
            for edge in &oracle.edges {
                let count = 4_000 / oracle.edges.len() + 50;
                apart = apart.max(edge.length / count as f64);
                for k in 0..=count {
                    let at = edge.place(k as f64 / count as f64).0;
                    let d: f64 = geodesic.inverse(at.y, at.x, p.y, p.x);
                    least = least.min(d);
                }
            }
            assert!(
                found <= least + 1e-3,
                "{name} {index} {p:?}: {found} above {least}"
            );
            assert!(
                found >= least - 0.5 * apart,
                "{name} {index} {p:?}: {found} far below {least}"
            );
        }
    }
}
