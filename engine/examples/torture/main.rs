//! Random strips of many classes, both engines on the same input, each strip judged by brute force over GeographicLib:
//! `make torture`, or `cargo run --release -p standoff-engine --example torture -- --help`. Ends with 1 if any strip is broken.
//!
//! In reading order: [`random`], [`case`], [`classes`] (what is drawn), [`oracle`] (distances), [`standing`] (sides), [`region`]
//! (polygons), [`judge`], [`run`] (one case), [`report`].

mod case;
mod classes;
mod geojson;
mod judge;
mod options;
mod oracle;
mod random;
mod region;
mod report;
mod run;
mod standing;

use classes::{CLASSES, Class, by_name};
use options::{HELP, Options};
use random::Random;
use report::{TABLE_HEAD, Tally, words};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|w| w == "--help" || w == "-h") {
        print!("{HELP}");
        return ExitCode::SUCCESS;
    }
    match Options::parse(words.into_iter()).and_then(|o| torture(&o)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(what) => {
            eprintln!("error: {what}");
            ExitCode::from(2)
        }
    }
}

/// Whether every strip kept its bound.
fn torture(o: &Options) -> Result<bool, String> {
    if o.list {
        CLASSES
            .iter()
            .for_each(|c| println!("{:13} {}", c.name, c.what));
        return Ok(true);
    }
    let classes: Vec<&Class> = if o.classes.is_empty() {
        CLASSES.iter().collect()
    } else {
        let named = |n: &String| by_name(n).ok_or(format!("the class {n} is unknown: --list"));
        o.classes.iter().map(named).collect::<Result<_, _>>()?
    };
    if let Some((index, file)) = &o.dump {
        let [class] = classes[..] else {
            return Err("--dump wants one --class".to_owned());
        };
        let case = class.case(o.seed, *index);
        let outcomes = run::run(&case, &mut judging(class, o.seed, *index));
        std::fs::write(file, geojson::collection(&case, &outcomes))
            .map_err(|e| format!("{}: {e}", file.display()))?;
        println!("wrote {}", file.display());
        return Ok(!outcomes.iter().any(run::Outcome::is_broken));
    }
    let began = Instant::now();
    let each = o.count.div_ceil(classes.len() as u64);
    let tallies: Vec<(&Class, Tally)> = classes.iter().map(|c| (*c, class(c, each, o))).collect();
    tell(&tallies, o, began);
    Ok(!tallies.iter().any(|t| t.1.is_broken()))
}

/// The random numbers of the judge: not those of the case, so that a class may draw more without moving the samples.
fn judging(class: &Class, seed: u64, index: u64) -> Random {
    Random::of(&format!("judge of {}", class.name), seed, index)
}

fn class(class: &Class, count: u64, o: &Options) -> Tally {
    let next = AtomicU64::new(0);
    let tally = Mutex::new(Tally::default());
    std::thread::scope(|scope| {
        for _ in 0..o.threads {
            scope.spawn(|| {
                loop {
                    let k = next.fetch_add(1, Ordering::Relaxed);
                    if k >= count {
                        return;
                    }
                    let index = o.from + k;
                    let case = class.case(o.seed, index);
                    let outcomes = run::run(&case, &mut judging(class, o.seed, index));
                    if o.verbose && outcomes.iter().any(run::Outcome::is_broken) {
                        eprintln!("broken: {}", words(class.name, o.seed, index));
                    }
                    let mut tally = tally.lock().unwrap_or_else(|e| e.into_inner());
                    tally.add(index, case.tolerance, &outcomes);
                }
            });
        }
    });
    let mut tally = tally.into_inner().unwrap_or_else(|e| e.into_inner());
    tally.sort();
    if !o.markdown {
        print!("{}", tally.text(class.name, o.seed));
    }
    tally
}

fn tell(tallies: &[(&Class, Tally)], o: &Options, began: Instant) {
    if o.markdown {
        println!("{TABLE_HEAD}");
        tallies
            .iter()
            .for_each(|(c, t)| println!("{}", t.row(c.name, c.what)));
        println!();
    }
    let sum = |f: fn(&Tally) -> u64| tallies.iter().map(|t| f(&t.1)).sum::<u64>();
    let time = |k: usize| tallies.iter().map(|t| t.1.seconds()[k]).sum::<f64>();
    println!(
        "seed {}: {} cases from number {}, {} strips judged, {} broken",
        o.seed,
        sum(|t| t.cases),
        o.from,
        sum(Tally::strips),
        sum(Tally::broken)
    );
    eprintln!(
        "{:.0} s on {} threads: engines {:.0} s, judge {:.0} s",
        began.elapsed().as_secs_f64(),
        o.threads,
        time(0),
        time(1)
    );
}
