//! Lines that benches and timings share: real borders from the shipped data, and a finer one made of them.

use geo::{Coord, LineString, MultiLineString};
use standoff::border::alliance::AllianceTable;
use standoff::border::line::{LineChoice, Whose, derive};
use standoff::border::worldview::{Worldview, shipped_territories};

/// `contact` (CSTO and NATO), `land` (Russia's land border), `coast` (its full outline), or `fractal-N` (the land border,
/// each edge halved N times with its middle moved aside by a tenth of its length).
pub fn by_name(name: &str) -> MultiLineString<f64> {
    let (name, halvings) = match name.strip_prefix("fractal-") {
        Some(n) => ("land", n.parse().expect("fractal-N with a number N")),
        None => (name, 0),
    };
    let mut choice = LineChoice::default();
    match name {
        "contact" => {}
        "land" => choice.whose = Whose::Around { a: "RUS".into() },
        "coast" => (choice.whose, choice.coast) = (Whose::Around { a: "RUS".into() }, true),
        _ => panic!("unknown line {name}: contact, land, coast or fractal-N"),
    }
    let territories = shipped_territories(&Worldview::default()).expect("shipped data");
    let table = AllianceTable::shipped().expect("shipped data");
    let lines = derive(&choice, &territories, &table)
        .expect("shipped lines")
        .lines;
    MultiLineString(lines.0.into_iter().map(|l| finer(l, halvings)).collect())
}

fn finer(mut line: LineString<f64>, halvings: usize) -> LineString<f64> {
    let mut side = 1.0;
    for _ in 0..halvings {
        let mut out = Vec::with_capacity(2 * line.0.len());
        for w in line.0.windows(2) {
            let d = w[1] - w[0];
            let shrink = w[0].y.to_radians().cos();
            side = -side;
            out.push(w[0]);
            out.push(
                (w[0] + w[1]) * 0.5
                    + Coord {
                        x: -d.y / shrink,
                        y: d.x * shrink,
                    } * (0.1 * side),
            );
        }
        out.extend(line.0.last().copied());
        line = LineString(out);
    }
    line
}
