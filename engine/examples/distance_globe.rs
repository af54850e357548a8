//! Distances to random lines over the whole globe against brute force by geographiclib, by kind of line; and what one costs.
//!
//! ```sh
//! cargo run --release -p standoff-engine --example distance_globe 100000 1
//! ```
//!
//! The numbers are how many places, and the seed. Prints the greatest error over the stated bound for each kind and distance.

#[path = "../tests/brute/mod.rs"]
mod brute;

use brute::{KINDS, Random};
use standoff_engine::strip::PreparedLine;
use standoff_engine::strip::piece::distance_error;
use std::time::Instant;

/// Places for each line.
const EACH: usize = 25;
/// Upper ends of the classes of distance, km.
const CLASSES: [f64; 7] = [10.0, 700.0, 2000.0, 5000.0, 10_000.0, 19_000.0, 20_004.0];

fn main() {
    let mut numbers = std::env::args()
        .skip(1)
        .map(|a| a.parse::<u64>().expect("a whole number"));
    let count = numbers.next().unwrap_or(10_000) as usize;
    let seed = numbers.next().unwrap_or(1);
    let mut r = Random(seed);
    let mut worst = [[(0usize, 0f64, 0f64); CLASSES.len()]; KINDS.len()];
    let mut outside = 0;
    for i in 0..count.div_ceil(EACH) {
        let kind = i % KINDS.len();
        let case = brute::case(kind, &mut r);
        let line = PreparedLine::new(&case.lines, case.edges).expect("a line");
        for _ in 0..EACH {
            let at = brute::place(&case, &mut r);
            let (got, right) = (line.distance(at).0, brute::distance(&case, at));
            let error = got - right;
            let ratio = error.abs() / distance_error(right);
            if ratio.is_nan() || ratio > 1.0 {
                outside += 1;
                if outside <= 20 {
                    println!(
                        "{}: {error:+.6} m at {right:.4} m, ratio {ratio:.2}: from {:.12},{:.12} {:?} to {:?}",
                        KINDS[kind],
                        at.x,
                        at.y,
                        case.edges,
                        case.lines.0[0]
                            .0
                            .iter()
                            .take(4)
                            .map(|c| (c.x, c.y))
                            .collect::<Vec<_>>()
                    );
                }
            }
            let class = CLASSES
                .iter()
                .position(|c| right <= c * 1e3)
                .unwrap_or(CLASSES.len() - 1);
            let w = &mut worst[kind][class];
            *w = (w.0 + 1, w.1.max(ratio), w.2.max(error.abs()));
        }
    }
    println!(
        "seed {seed}, {count} places, {outside} outside the bound; greatest error/bound (metres; places) up to … km"
    );
    print!("{:14}", "");
    CLASSES.iter().for_each(|c| print!("{c:>24}"));
    println!();
    for (kind, row) in KINDS.iter().zip(worst) {
        print!("{kind:14}");
        row.iter()
            .for_each(|(n, ratio, e)| print!("{:>24}", format!("{ratio:.3} ({e:.1e}; {n})")));
        println!();
    }
    timings();
}

fn timings() {
    // A border of 3,000 edges of a few kilometres, in middle latitudes, and a long straight one.
    let mut r = Random(5);
    let mut at = (20.0, 50.0);
    let border = geo::LineString::from_iter((0..3000).map(|_| {
        at = (at.0 + r.within(-0.03, 0.035), at.1 + r.within(-0.02, 0.024));
        at
    }));
    for (name, border) in [
        ("border", border),
        (
            "edge",
            geo::LineString::from(vec![(20.0, 50.0), (60.0, 55.0)]),
        ),
    ] {
        let line = PreparedLine::new(
            &geo::MultiLineString(vec![border]),
            standoff_engine::strip::Edges::Planar,
        )
        .expect("a line");
        let mut rings = [
            100e3, 1000e3, 1900e3, 2500e3, 5000e3, 9000e3, 15_000e3, 19_000e3, 19_990e3,
        ]
        .map(|d| (d, Vec::new()));
        for _ in 0..2_000_000 {
            let p = r.place();
            let d = line.distance(p).0;
            for (at, list) in &mut rings {
                if (d - *at).abs() < 0.02 * *at && list.len() < 2000 {
                    list.push(p);
                }
            }
            if rings.iter().all(|(d, l)| l.len() >= 300 || *d > 19_900e3) {
                break;
            }
        }
        for (at, list) in rings {
            if list.is_empty() {
                continue;
            }
            let rounds = 20_000 / list.len() + 1;
            let start = Instant::now();
            let mut sum = 0.0;
            for _ in 0..rounds {
                sum += list.iter().map(|&p| line.distance(p).0).sum::<f64>();
            }
            let each = start.elapsed().as_nanos() as f64 / (rounds * list.len()) as f64;
            println!(
                "{name}: {} km: {each:.0} ns (mean {:.0} km)",
                at / 1e3,
                sum / (rounds * list.len()) as f64 / 1e3
            );
        }
    }
}
