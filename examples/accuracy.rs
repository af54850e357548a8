//! Accuracy of strips on real borders, judged by geographiclib alone: the greatest |distance - width| over samples of
//! vertices and middles of edges of each outline. `make accuracy`, or
//! `cargo run --release --example accuracy -- TOLERANCE_M SAMPLES LINE…` (contact, land, coast).
//!
//! The judge shares nothing with the engine: it searches each edge of the line, straight in longitude and latitude, by golden
//! section over exact geodesics; edges are left out by a bound on their distance in space only. It sees what it samples.

#[path = "../benches/lines.rs"]
mod lines;

use geo::{Coord, MultiLineString};
use geographiclib_rs::{Geodesic, InverseGeodesic};
use rayon::prelude::*;
use standoff::geodesy::ellipsoid::space_of_lonlat;
use standoff::geodesy::vector::V3;
use standoff::strip::{Edges, PreparedLine};
use standoff::units::Metres;

const WIDTHS_KM: [f64; 8] = [1.0, 10.0, 50.0, 100.0, 300.0, 500.0, 1000.0, 2000.0];
/// Halvings of an edge's bracket: 44 km to a tenth of a millimetre, where the distance is flat to far less.
const STEPS: usize = 42;

struct Edge {
    a: Coord<f64>,
    b: Coord<f64>,
    middle: V3,
    /// Every point of the edge is within this of `middle`, m.
    radius: f64,
}

fn edges(line: &MultiLineString<f64>) -> Vec<Edge> {
    let windows = line.0.iter().flat_map(|l| l.0.windows(2));
    windows
        .map(|w| {
            let middle = space_of_lonlat((w[0] + w[1]) * 0.5);
            let reach = |c| (space_of_lonlat(c) - middle).norm();
            // A tenth more than the farther end: edges bend, at most by a thousandth of their length here.
            Edge {
                a: w[0],
                b: w[1],
                middle,
                radius: 1.1 * reach(w[0]).max(reach(w[1])) + 1.0,
            }
        })
        .collect()
}

fn distance(edges: &[Edge], p: Coord<f64>) -> f64 {
    let g = Geodesic::wgs84();
    let to = |c: Coord<f64>| -> f64 { g.inverse(p.y, p.x, c.y, c.x) };
    let at = space_of_lonlat(p);
    let mut near: Vec<(f64, &Edge)> = edges
        .iter()
        .map(|e| ((e.middle - at).norm() - e.radius, e))
        .collect();
    near.sort_unstable_by(|x, y| x.0.total_cmp(&y.0));
    let mut best = f64::INFINITY;
    for (least, e) in near {
        if least > best {
            break; // a chord is never longer than its geodesic
        }
        let place = |t: f64| to(e.a + (e.b - e.a) * t);
        let ratio = 0.618_033_988_749_894_9;
        let (mut lo, mut hi) = (0.0, 1.0);
        for _ in 0..STEPS {
            let (c, d) = (hi - ratio * (hi - lo), lo + ratio * (hi - lo));
            if place(c) < place(d) { hi = d } else { lo = c }
        }
        best = best.min(place(0.5 * (lo + hi))).min(to(e.a)).min(to(e.b));
    }
    best
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let tolerance: f64 = args[0].parse().expect("a tolerance in metres");
    let samples: usize = args[1].parse().expect("a number of samples");
    println!("line     width km   samples   max |d-w| m   printed bound m   tolerance m");
    let mut failed = false;
    for name in &args[2..] {
        let line = lines::by_name(name);
        let judge = edges(&line);
        let prepared = PreparedLine::new(&line, Edges::Planar).expect("a line");
        for km in WIDTHS_KM {
            let width = 1e3 * km;
            let strip = prepared
                .strip(Metres(width), Metres(tolerance))
                .expect("a strip");
            let rings = strip
                .polygons
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
                .map(|&p| (distance(&judge, p) - width).abs())
                .reduce(|| 0.0, f64::max);
            failed |= worst > strip.max_error.0 || strip.max_error.0 > tolerance;
            println!(
                "{name:8} {km:8} {:9} {worst:13.5} {:17.5} {tolerance:13}",
                chosen.len(),
                strip.max_error.0
            );
        }
    }
    assert!(
        !failed,
        "a sample is beyond the printed bound, or a bound beyond the tolerance"
    );
}
