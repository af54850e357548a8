//! Reads a GeoJSON file and tells how fast, on one core: `tools/reading.sh` puts it beside GDAL.
//!
//! `cargo run --release --example reading -- FILE [lines|territories]`

use standoff::error::Error;
use standoff::load::{geojson, source::Source};
use std::time::Instant;

fn main() -> Result<(), Error> {
    let mut arguments = std::env::args().skip(1);
    let usage = || Error::usage("give a GeoJSON file, and lines or territories");
    let file = arguments.next().ok_or_else(usage)?;
    let source = Source::from_argument(&file);
    let bytes = std::fs::metadata(&file).map_or(0, |m| m.len());
    let start = Instant::now();
    let positions = match arguments.next().as_deref() {
        None | Some("lines") => {
            let lines = geojson::lines(&source)?.value;
            lines.0.iter().map(|line| line.0.len()).sum::<usize>()
        }
        Some("territories") => {
            let territories = geojson::territories(&source, None, None)?.value;
            let rings = |p: &geo::Polygon| {
                let holes = p.interiors().iter().map(|r| r.0.len());
                p.exterior().0.len() + holes.sum::<usize>()
            };
            (territories.iter().flat_map(|t| &t.polygons.0).map(rings)).sum()
        }
        Some(_) => return Err(usage()),
    };
    let seconds = start.elapsed().as_secs_f64();
    // Linux tells the greatest resident size in kB.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = (status.lines())
        .find_map(|line| {
            line.strip_prefix("VmHWM:")?
                .trim()
                .strip_suffix(" kB")?
                .parse()
                .ok()
        })
        .unwrap_or(f64::NAN)
        * 1024.0;
    println!(
        "{positions} positions, {seconds:.3} s, {:.0} MB/s, peak {:.0} MB, {:.2} of 16 bytes a position",
        bytes as f64 / 1e6 / seconds,
        peak / 1e6,
        peak / (16.0 * positions as f64)
    );
    Ok(())
}
