//! Accuracy of strips on real borders, judged by geographiclib alone: the greatest |distance - width| over samples of
//! vertices and middles of edges of each outline. `make accuracy`, or
//! `cargo run --release --example accuracy -- TOLERANCE_M SAMPLES LINE…` (contact, land, coast).
//!
//! The judge is that of `standoff verify`: it shares nothing with the engine, and sees what it samples.

#[path = "../benches/lines.rs"]
mod lines;

use geo::Coord;
use rayon::prelude::*;
use standoff::strip::{Edges, PreparedLine, StripOptions};
use standoff::units::Metres;
use standoff::verify::Judge;

const WIDTHS_KM: [f64; 8] = [1.0, 10.0, 50.0, 100.0, 300.0, 500.0, 1000.0, 2000.0];

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let tolerance: f64 = args[0].parse().expect("a tolerance in metres");
    let samples: usize = args[1].parse().expect("a number of samples");
    println!("line     width km   samples   max |d-w| m   printed bound m   tolerance m");
    let mut failed = false;
    for name in &args[2..] {
        let line = lines::by_name(name);
        let judge = Judge::new(&line, Edges::Planar);
        let prepared = PreparedLine::new(&line, Edges::Planar).expect("a line");
        for km in WIDTHS_KM {
            let width = 1e3 * km;
            let strip = prepared
                .strip(&StripOptions::new(Metres(width)).tolerance(Metres(tolerance)))
                .expect("a strip");
            let rings = strip
                .polygons()
                .0
                .iter()
                .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
            let outline: Vec<[Coord<f64>; 2]> = rings
                .flat_map(|r| r.0.windows(2).map(|w| [w[0], (w[0] + w[1]) * 0.5]))
                .filter(|[a, m]| !(m.x.abs() == 180.0 || (a.y.abs() == 90.0 && m.y.abs() == 90.0)))
                .collect();
            let step = (2 * outline.len()).div_ceil(samples).max(1);
            let chosen: Vec<Coord<f64>> = outline.into_iter().step_by(step).flatten().collect();
            let worst = chosen
                .par_iter()
                .map(|&p| (judge.distance(p).0 - width).abs())
                .reduce(|| 0.0, f64::max);
            failed |= worst > strip.max_error().0 || strip.max_error().0 > tolerance;
            println!(
                "{name:8} {km:8} {:9} {worst:13.5} {:17.5} {tolerance:13}",
                chosen.len(),
                strip.max_error().0
            );
        }
    }
    assert!(
        !failed,
        "a sample is beyond the printed bound, or a bound beyond the tolerance"
    );
}
