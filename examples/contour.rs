//! Times the outline alone, without reading or writing, for tools/peers.py.
//!
//! `contour write LINE FILE` writes a line (contact, land, coast, fractal-N) as GeoJSON;
//! `contour time LINE TOLERANCE_M WIDTH_KM…` times one strip for each width, after one untimed, and prints
//! seconds, vertices and the error bound in metres.

#[path = "../benches/lines.rs"]
mod lines;

use standoff::strip::{Edges, PreparedLine, StripOptions};
use standoff::units::Metres;
use std::time::Instant;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args[..] {
        ["write", line, file] => {
            let parts: Vec<Vec<[f64; 2]>> = lines::by_name(line)
                .0
                .iter()
                .map(|l| l.coords().map(|c| [c.x, c.y]).collect())
                .collect();
            let geometry = serde_json::json!({"type": "MultiLineString", "coordinates": parts});
            std::fs::write(file, geometry.to_string()).expect("a writable file");
        }
        ["time", line, tolerance, ref widths @ ..] => {
            let line = PreparedLine::new(&lines::by_name(line), Edges::Planar).expect("a line");
            let tolerance = Metres(tolerance.parse().expect("a tolerance in metres"));
            for width in widths {
                let width = Metres(1e3 * width.parse::<f64>().expect("a width in km"));
                // Once untimed: the yardstick beside it runs in one warm process too.
                line.strip(&StripOptions::new(width).tolerance(tolerance))
                    .expect("a strip");
                let start = Instant::now();
                let strip = line
                    .strip(&StripOptions::new(width).tolerance(tolerance))
                    .expect("a strip");
                println!(
                    "{} {} {}",
                    start.elapsed().as_secs_f64(),
                    strip.vertices(),
                    strip.max_error().0
                );
            }
        }
        _ => panic!("contour write LINE FILE | contour time LINE TOLERANCE_M WIDTH_KM…"),
    }
}
