//! Positions from WGS84 to a coordinate reference system and back, one `longitude latitude` a line: what `tools/crs.py` compares with
//! PROJ's own programs.
//!
//! `cargo run --release --example transform -- EPSG:3301 < positions`: x, y, and longitude, latitude after the way back.

use standoff::crs::Transformation;
use std::io::{self, BufRead, Write};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let crs = std::env::args()
        .nth(1)
        .ok_or("name a coordinate reference system")?;
    let ballpark = std::env::args().any(|word| word == "--allow-ballpark");
    let mut positions = Vec::new();
    for line in io::stdin().lock().lines() {
        let line = line?;
        let mut numbers = line.split_whitespace().map(str::parse);
        if let (Some(lon), Some(lat)) = (numbers.next(), numbers.next()) {
            positions.push([lon?, lat?]);
        }
    }
    let way = Transformation::find_back(&crs, &positions, ballpark)
        .map_err(|refusal| format!("{refusal:?}"))?;
    eprintln!("{}", way.about);
    let mut there = positions.clone();
    way.from_wgs84(&mut there);
    let mut back = there.clone();
    way.to_wgs84(&mut back);
    let mut out = io::BufWriter::new(io::stdout().lock());
    for ([x, y], [lon, lat]) in there.iter().zip(&back) {
        writeln!(out, "{x:.6} {y:.6} {lon:.12} {lat:.12}")?;
    }
    Ok(())
}
