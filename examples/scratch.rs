use geo::Coord;
use standoff::strip::{Edges, outline::outline, piece, tree::Tree};
use std::time::Instant;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let j: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&a[1]).unwrap()).unwrap();
    let tol: f64 = a[2].parse().unwrap();
    let mut parts: Vec<Vec<Coord<f64>>> = vec![];
    fn walk(g: &serde_json::Value, parts: &mut Vec<Vec<Coord<f64>>>) {
        let line = |c: &serde_json::Value| c.as_array().unwrap().iter().map(|p| Coord { x: p[0].as_f64().unwrap(), y: p[1].as_f64().unwrap() }).collect();
        match g["type"].as_str().unwrap() {
            "FeatureCollection" => g["features"].as_array().unwrap().iter().for_each(|f| walk(f, parts)),
            "Feature" => walk(&g["geometry"], parts),
            "LineString" => parts.push(line(&g["coordinates"])),
            "Polygon" | "MultiLineString" => g["coordinates"].as_array().unwrap().iter().for_each(|l| parts.push(line(l))),
            t => panic!("{t}"),
        }
    }
    walk(&j, &mut parts);
    let t = Instant::now();
    let mut pieces = vec![];
    let mut ranges = vec![];
    let mut v = 0u32;
    for p in &parts {
        let s = pieces.len();
        piece::cut(p, Edges::Planar, v, &mut pieces);
        v += p.len() as u32;
        ranges.push(s..pieces.len());
    }
    let n = pieces.len();
    let tree = Tree::new(pieces, &ranges);
    eprintln!("n {v} pieces {n} build {:.1} ms", t.elapsed().as_secs_f64() * 1e3);
    for w in &a[3..] {
        let w: f64 = w.parse().unwrap();
        let mut best = f64::MAX;
        let mut o = None;
        for _ in 0..3 {
            let t = Instant::now();
            o = Some(outline(&tree, Edges::Planar, w, tol));
            best = best.min(t.elapsed().as_secs_f64() * 1e3);
        }
        match o.unwrap() {
            Ok(o) => eprintln!("w {:7.1} km: {best:7.1} ms  rings {} vertices {} leaves {} visited {} unresolved {} err +{:.3} -{:.3}", w / 1e3, o.rings.len(), o.rings.iter().map(|r| r.len()).sum::<usize>(), o.leaves, o.visited, o.unresolved, o.errors.outward, o.errors.inward),
            Err(e) => eprintln!("w {w}: {e}"),
        }
    }
}
