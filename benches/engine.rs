//! Time of a strip's outline by width, tolerance, number of vertices and engine. `make bench`, or
//! `cargo bench --bench engine -- width`.

mod lines;

use divan::Bencher;
use standoff::strip::{Edges, Engine, PreparedLine, StripOptions};
use standoff::units::Metres;

fn main() {
    divan::main();
}

fn strip(bencher: Bencher, line: &str, km: f64, tolerance: f64) {
    let line = PreparedLine::new(&lines::by_name(line), Edges::Planar).expect("a line");
    bencher.bench(|| line.strip(&StripOptions::new(Metres(km * 1e3)).tolerance(Metres(tolerance))));
}

const WIDTHS: [f64; 8] = [0.1, 1.0, 10.0, 50.0, 100.0, 300.0, 1000.0, 2000.0];

#[divan::bench(args = WIDTHS, sample_count = 10)]
fn width_contact_line(bencher: Bencher, km: f64) {
    strip(bencher, "contact", km, 1.0);
}

#[divan::bench(args = WIDTHS, sample_count = 10)]
fn width_land_border(bencher: Bencher, km: f64) {
    strip(bencher, "land", km, 1.0);
}

#[divan::bench(args = WIDTHS, sample_count = 5)]
fn width_outline_with_coast(bencher: Bencher, km: f64) {
    strip(bencher, "coast", km, 1.0);
}

#[divan::bench(args = [10.0, 1.0, 0.1, 0.01], sample_count = 10)]
fn tolerance_land_border_100_km(bencher: Bencher, tolerance: f64) {
    strip(bencher, "land", 100.0, tolerance);
}

#[divan::bench(args = ["land", "fractal-1", "fractal-4", "fractal-7"], sample_count = 5)]
fn vertices_100_km(bencher: Bencher, line: &str) {
    strip(bencher, line, 100.0, 1.0);
}

#[divan::bench(args = ["land", "coast", "fractal-7"], sample_count = 5)]
fn prepare(bencher: Bencher, line: &str) {
    let lines = lines::by_name(line);
    bencher.bench(|| PreparedLine::new(&lines, Edges::Planar));
}

/// Where the engines cross: what `CROWD` in src/strip/mod.rs rests on.
#[divan::bench(args = [1.0, 5.0, 10.0, 20.0, 40.0], consts = [false, true], sample_count = 5)]
fn engines_land_border<const CELLS: bool>(bencher: Bencher, km: f64) {
    let line = PreparedLine::new(&lines::by_name("land"), Edges::Planar).expect("a line");
    let engine = if CELLS {
        Engine::Cells
    } else {
        Engine::Offsets
    };
    bencher.bench(|| {
        line.strip_by(
            engine,
            &StripOptions::new(Metres(km * 1e3)).tolerance(Metres(1.0)),
        )
    });
}
