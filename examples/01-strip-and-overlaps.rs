//! The main job from a program: a strip round the line that CSTO shares with NATO, and what it covers.
//!
//! `cargo run --release --example 01-strip-and-overlaps`

use standoff::border::alliance::AllianceTable;
use standoff::border::line::{LineChoice, derive};
use standoff::border::worldview::{Worldview, shipped_territories};
use standoff::error::Error;
use standoff::overlap::overlaps;
use standoff::strip::{Edges, PreparedLine, StripOptions};
use standoff::units::Metres;

fn main() -> Result<(), Error> {
    let territories = shipped_territories(&Worldview::default())?;
    let border = derive(
        &LineChoice::default(),
        &territories,
        &AllianceTable::shipped()?,
    )?;
    println!("{}", border.description);
    let line = PreparedLine::new(&border.lines, Edges::Planar)?;
    let strip = line.strip(&StripOptions::new(Metres(300e3)))?;
    for row in &overlaps(&line, &strip, &territories)?.rows {
        println!(
            "{} {:>12.1} km² ± {:.1}  {:>5.1} %",
            territories[row.territory].code,
            row.area.km2(),
            row.error.km2(),
            100.0 * row.share
        );
    }
    Ok(())
}
