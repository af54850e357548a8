//! How fast GeoJSON is read: `cargo bench --bench reading`. `tools/reading.sh` puts whole files beside GDAL.

use divan::{Bencher, counter::BytesCount};
use standoff::load::{geojson, source::Source};
use std::f64::consts::PI;

fn main() {
    divan::main();
}

/// Positions a side of a cell.
const SIDE: usize = 500;
/// Cells a row of the grid.
const CELLS: usize = 16;

/// A wavy side of a cell, its end left out: the same for both that share it, but for the direction.
fn side(from: (usize, usize), to: (usize, usize)) -> Vec<String> {
    let (low, back) = if from < to { (from, false) } else { (to, true) };
    let (x, y) = (20.0 + low.0 as f64, 40.0 + low.1 as f64);
    let text = |step: usize| {
        let t = step as f64 / SIDE as f64;
        let aside = match step {
            0 | SIDE => 0.0,
            _ => 0.05 * (9.0 * PI * t).sin(),
        };
        let (x, y) = if from.1 == to.1 {
            (x + t, y + aside)
        } else {
            (x + aside, y + t)
        };
        format!("[{x:.13},{y:.13}]")
    };
    match back {
        false => (0..SIDE).map(text).collect(),
        true => (1..=SIDE).rev().map(text).collect(),
    }
}

/// A collection of a geometry a cell, with coordinates of 15 digits.
fn document(kind: &str) -> Source {
    let cells = (0..CELLS).flat_map(|i| (0..CELLS).map(move |j| (i, j)));
    let feature = |(i, j): (usize, usize)| {
        let corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1), (i, j)];
        let mut ring: Vec<String> = corners.windows(2).flat_map(|w| side(w[0], w[1])).collect();
        ring.push(ring[0].clone());
        let (open, close) = if kind == "Polygon" {
            ("[[", "]]")
        } else {
            ("[", "]")
        };
        let path = ring.join(",");
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{i}-{j}"}},"geometry":{{"type":"{kind}","coordinates":{open}{path}{close}}}}}"#
        )
    };
    let features: Vec<String> = cells.map(feature).collect();
    Source::Bytes {
        name: kind.to_owned(),
        bytes: format!(
            r#"{{"type":"FeatureCollection","features":[{}]}}"#,
            features.join(",\n")
        )
        .into_bytes(),
    }
}

fn bytes(source: &Source) -> BytesCount {
    match source {
        Source::Bytes { bytes, .. } => BytesCount::new(bytes.len()),
        _ => BytesCount::new(0usize),
    }
}

#[divan::bench(sample_count = 10)]
fn lines(bencher: Bencher) {
    let source = document("LineString");
    bencher
        .counter(bytes(&source))
        .bench(|| geojson::lines(&source).expect("lines"));
}

/// With all checks of territories: rings that cross themselves, neighbours that overlap.
#[divan::bench(sample_count = 10)]
fn territories(bencher: Bencher) {
    let source = document("Polygon");
    bencher
        .counter(bytes(&source))
        .bench(|| geojson::territories(&source, None, None).expect("territories"));
}
