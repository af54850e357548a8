//! Does the judge pass what is right and fail what is wrong? `cargo run --release -p standoff-engine --example verify_mutants -- [SEED [RIGHT [WRONG]]]`
//! makes RIGHT right zones and WRONG wrong ones (default 60 and 200), by class and kind in turn, and prints counts.

mod cases;

use cases::{CLASSES, WRONGS, right, wrong};
use std::time::Instant;

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .map(|a| a.parse::<u64>().expect("a number"));
    let seed = arguments.next().unwrap_or(1);
    let rights = arguments.next().unwrap_or(60) as usize;
    let wrongs = arguments.next().unwrap_or(200) as usize;
    let start = Instant::now();
    let mut failed = run("right", seed, rights, &CLASSES, |s, k| {
        right(s, k).map(|case| {
            let found = case.judged();
            let told = format!(
                "{} w {} tol {} {:?}",
                case.class, case.width, case.tolerance, found
            );
            (found.passes(), told)
        })
    });
    failed += run("wrong", seed, wrongs, &WRONGS, |s, k| {
        wrong(s, k).map(|case| {
            let found = case.judged();
            let told = format!(
                "{} w {} tol {} {:?}",
                case.class, case.width, case.tolerance, found
            );
            (!found.passes(), told)
        })
    });
    println!(
        "{:.1} s; judged wrongly: {failed}",
        start.elapsed().as_secs_f64()
    );
    std::process::exit(i32::from(failed > 0));
}

fn run(
    what: &str,
    seed: u64,
    count: usize,
    kinds: &[&str],
    judge: impl Fn(u64, usize) -> Option<(bool, String)>,
) -> usize {
    let (mut done, mut failed, mut tried) = (vec![0; kinds.len()], 0, 0);
    while done.iter().sum::<usize>() < count && tried < 100 * count as u64 {
        let kind = tried as usize % kinds.len();
        let own = seed.wrapping_mul(1_000_003).wrapping_add(tried);
        tried += 1;
        let start = Instant::now();
        let Some((good, told)) = judge(own, kind) else {
            continue;
        };
        done[kind] += 1;
        if start.elapsed().as_secs_f64() > 5.0 {
            println!(
                "{what} {} {own}: slow, {:.1} s",
                kinds[kind],
                start.elapsed().as_secs_f64()
            );
        }
        if !good {
            failed += 1;
            println!("{what} {} {own}: judged wrongly: {told}", kinds[kind]);
        }
    }
    for (kind, done) in kinds.iter().zip(done) {
        println!("{what} {kind}: {done}");
    }
    println!("{what}: judged wrongly {failed}");
    failed
}
