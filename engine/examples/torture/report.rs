//! What a class came to: counts, the worst place with the command that shows it again, refusals by message.

use crate::run::{Answer, Outcome};
use geo::Coord;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The engines in the order of the columns.
const ENGINES: [&str; 3] = ["cells", "offsets", "sides"];

/// All outcomes of one class.
#[derive(Default)]
pub struct Tally {
    pub cases: u64,
    judged: [u64; 3],
    broken: [u64; 3],
    fell_back: u64,
    left_out: u64,
    /// Strips whose stated bound is above the tolerance asked for.
    coarser: u64,
    samples: u64,
    worst: [Option<Worst>; 3],
    refusals: BTreeMap<String, (u64, u64)>,
    broken_cases: Vec<(u64, &'static str, String)>,
    seconds: [f64; 2],
    slowest: (f64, u64),
}

#[derive(Clone, Copy)]
struct Worst {
    ratio: f64,
    off: f64,
    bound: f64,
    at: Coord<f64>,
    index: u64,
}

impl Tally {
    /// Adds a case. In any order: the result is the same.
    pub fn add(&mut self, index: u64, tolerance: f64, outcomes: &[Outcome]) {
        self.cases += 1;
        let mut time = 0.0;
        for o in outcomes {
            let k = ENGINES.iter().position(|e| *e == o.engine).unwrap_or(0);
            self.seconds[0] += o.seconds[0];
            self.seconds[1] += o.seconds[1];
            time += o.seconds[0] + o.seconds[1];
            self.broken[k] += u64::from(o.is_broken());
            match &o.answer {
                Answer::Judged { verdict, bound, .. } => {
                    self.judged[k] += 1;
                    self.samples += verdict.samples as u64;
                    self.coarser += u64::from(*bound > tolerance * (1.0 + 1e-9));
                    let found = Worst {
                        ratio: verdict.ratio,
                        off: verdict.off,
                        bound: *bound,
                        at: verdict.worst,
                        index,
                    };
                    let worse = self.worst[k]
                        .is_none_or(|w| (found.ratio, w.index) > (w.ratio, found.index));
                    if worse {
                        self.worst[k] = Some(found);
                    }
                    if verdict.is_broken() {
                        let mut what = format!("{:.3}", verdict.ratio);
                        if let Some((fault, at)) = verdict.faults.first() {
                            let _ = write!(
                                what,
                                "; {} faults, the first: {fault} at {:.9},{:.9}",
                                verdict.faults.len(),
                                at.x,
                                at.y
                            );
                        }
                        self.broken_cases.push((index, o.engine, what));
                    }
                }
                Answer::FellBack => self.fell_back += 1,
                Answer::LeftOut => self.left_out += 1,
                Answer::Refused(what) => {
                    let first = self
                        .refusals
                        .entry(without_figures(what))
                        .or_insert((0, index));
                    *first = (first.0 + 1, first.1.min(index));
                }
                Answer::Panicked => {
                    self.broken_cases
                        .push((index, o.engine, "a panic".to_owned()));
                }
            }
        }
        if time > self.slowest.0 {
            self.slowest = (time, index);
        }
    }

    pub fn is_broken(&self) -> bool {
        self.broken.iter().any(|&n| n > 0)
    }

    pub fn broken(&self) -> u64 {
        self.broken.iter().sum()
    }

    pub fn strips(&self) -> u64 {
        self.judged.iter().sum()
    }

    pub fn seconds(&self) -> [f64; 2] {
        self.seconds
    }

    fn worst_of_all(&self) -> Option<Worst> {
        (self.worst.iter().flatten())
            .copied()
            .max_by(|a, b| a.ratio.total_cmp(&b.ratio))
    }

    fn refused(&self) -> u64 {
        self.refusals.values().map(|r| r.0).sum()
    }

    /// The lines of a class for a terminal.
    pub fn text(&self, name: &str, seed: u64) -> String {
        let mut out = String::new();
        let [cells, offsets, sides] = self.judged;
        let ms = 1e3 / self.strips().max(1) as f64;
        let _ = writeln!(
            out,
            "{name:13} cases {:5}  strips: cells {cells:5} offsets {offsets:5} sides {sides:5}  fell back {:4}  left out {:3}  refused {:4}  \
             above tolerance {:3}  BROKEN {:4}  ms/strip {:.0} + {:.0}  slowest {:.2} s ({})",
            self.cases,
            self.fell_back,
            self.left_out,
            self.refused(),
            self.coarser,
            self.broken(),
            ms * self.seconds[0],
            ms * self.seconds[1],
            self.slowest.0,
            self.slowest.1
        );
        for (engine, worst) in ENGINES.iter().zip(&self.worst) {
            if let Some(w) = worst {
                let _ = writeln!(
                    out,
                    "    {engine:8} worst {:9.4}  d - w = {:+.5} m, bound {:.5} m, at {:.9},{:.9}  {}",
                    w.ratio,
                    w.off,
                    w.bound,
                    w.at.x,
                    w.at.y,
                    words(name, seed, w.index)
                );
            }
        }
        for (what, (count, first)) in &self.refusals {
            let _ = writeln!(out, "    refused {count:4}  first {first}: {what}");
        }
        for (index, engine, what) in self.broken_cases.iter().take(12) {
            let _ = writeln!(out, "    broken {index} by {engine}: {what}");
        }
        if self.broken_cases.len() > 12 {
            let _ = writeln!(out, "    … and {} more", self.broken_cases.len() - 12);
        }
        out
    }

    /// A row of the table in docs/accuracy.md.
    pub fn row(&self, name: &str, what: &str) -> String {
        let [cells, offsets, sides] = self.judged;
        let worst = self.worst_of_all();
        let (ratio, index) = worst.map_or((0.0, 0), |w| (w.ratio, w.index));
        format!(
            "| `{name}` | {what} | {} | {cells} | {offsets} | {sides} | {} | {} | {ratio:.3} (case {index}) |",
            self.cases,
            self.refused(),
            self.broken(),
        )
    }

    /// In the order of the cases, whatever the threads did.
    pub fn sort(&mut self) {
        self.broken_cases.sort_by_key(|b| (b.0, b.1));
    }
}

pub const TABLE_HEAD: &str = "\
| class | what | cases | strips by cells | by offsets | of one side, flat | refused | broken | worst error in bounds |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |";

/// The words that show a case again.
pub fn words(name: &str, seed: u64, index: u64) -> String {
    format!("--class {name} --seed {seed} --from {index} --count 1")
}

/// A message with each number as `#`, so that the same message is counted as the same.
fn without_figures(what: &str) -> String {
    let mut out = String::new();
    let mut in_number = false;
    for c in what.chars() {
        let part = c.is_ascii_digit() || (in_number && matches!(c, '.' | 'e' | '-'));
        if part && !in_number {
            out.push('#');
        } else if !part {
            out.push(c);
        }
        in_number = part;
    }
    out
}
