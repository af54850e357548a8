//! One-sided and flat-capped strips of many random lines that cross, touch, double or close themselves, judged as in the test `sides`.
//!
//! `cargo run --release -p standoff-engine --example sides_campaign -- COUNT SEED [FROM] [POINTS]`

#[path = "../tests/sides/judge.rs"]
mod judge;
#[path = "../tests/sides/lines.rs"]
mod lines;
#[path = "../tests/sides/truth.rs"]
mod truth;

use std::time::Instant;

fn main() {
    let mut arguments = std::env::args().skip(1).map(|a| a.parse::<u64>());
    let mut next = |default| arguments.next().and_then(Result::ok).unwrap_or(default);
    let (count, seed, from, points) = (next(200), next(1), next(0), next(12));
    let mut by_class = vec![[0usize; 5]; lines::CLASSES.len()];
    let mut slowest = (0.0, 0);
    for k in from..from + count {
        let case = lines::case(seed, k);
        let start = Instant::now();
        let found = judge::judge(&case, points as usize, k);
        let took = start.elapsed().as_secs_f64();
        if took > slowest.0 {
            slowest = (took, k);
        }
        let figures = &mut by_class[case.class];
        figures[0] += found.strips;
        figures[1] += found.refused;
        figures[2] += found.points;
        figures[3] += found.wrong.len();
        figures[4] += found.invalid_both.len();
        for w in found.wrong.iter().chain(&found.invalid_both) {
            println!(
                "case {k} ({}, {}, {:?}, width {:.3}, tolerance {:.4}): {w}",
                lines::CLASSES[case.class],
                case.place,
                case.edges,
                case.width,
                case.tolerance
            );
        }
    }
    println!("class     strips  refused  points  wrong  both sides invalid");
    for (name, f) in lines::CLASSES.iter().zip(&by_class) {
        println!(
            "{name:9} {:6}  {:7}  {:6}  {:5}  {:6}",
            f[0], f[1], f[2], f[3], f[4]
        );
    }
    println!("slowest: case {} in {:.1} s", slowest.1, slowest.0);
}
