//! Every land border of the world by pair of neighbours, with the time it takes from the packed data on.
//!
//!     cargo run --release --example pairs

use standoff::border::alliance::AllianceTable;
use standoff::border::line::{LineChoice, Reading, Whose};
use standoff::border::pairs::pairs;
use standoff::border::worldview::{Worldview, shipped_territories};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let territories = shipped_territories(&Worldview::default())?;
    let read = start.elapsed();
    let choice = LineChoice {
        whose: Whose::Between {
            a: "ALL".into(),
            b: "ALL".into(),
            reading: Reading::Every,
        },
        ..LineChoice::default()
    };
    let found = pairs(&choice, &territories, &AllianceTable::shipped()?)?;
    let all = start.elapsed();
    for pair in &found.rows {
        println!("{} {} {:.3} km", pair.a, pair.b, pair.length.km());
    }
    let sum: f64 = found.rows.iter().map(|pair| pair.length.km()).sum();
    println!(
        "{} pairs, {sum:.3} km; {:.3} s to read, {:.3} s in all",
        found.rows.len(),
        read.as_secs_f64(),
        all.as_secs_f64()
    );
    Ok(())
}
