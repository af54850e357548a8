use geo::Coord;
use geo::{LineString, MultiLineString};
use standoff::{
    strip::{Edges, PreparedLine},
    units::Metres,
};
use std::time::Instant;
fn main() {
    let a: Vec<String> = std::env::args().collect();
    let j: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(&a[1]).unwrap()).unwrap();
    let tol: f64 = a[2].parse().unwrap();
    let mut parts: Vec<Vec<Coord<f64>>> = vec![];
    fn walk(g: &serde_json::Value, parts: &mut Vec<Vec<Coord<f64>>>) {
        let line = |c: &serde_json::Value| {
            c.as_array()
                .unwrap()
                .iter()
                .map(|p| Coord {
                    x: p[0].as_f64().unwrap(),
                    y: p[1].as_f64().unwrap(),
                })
                .collect()
        };
        match g["type"].as_str().unwrap() {
            "FeatureCollection" => g["features"]
                .as_array()
                .unwrap()
                .iter()
                .for_each(|f| walk(f, parts)),
            "Feature" => walk(&g["geometry"], parts),
            "LineString" => parts.push(line(&g["coordinates"])),
            "Polygon" | "MultiLineString" => g["coordinates"]
                .as_array()
                .unwrap()
                .iter()
                .for_each(|l| parts.push(line(l))),
            t => panic!("{t}"),
        }
    }
    walk(&j, &mut parts);
    let t = Instant::now();
    let line = PreparedLine::new(
        &MultiLineString(parts.into_iter().map(LineString).collect()),
        Edges::Planar,
    )
    .unwrap();
    eprintln!("build {:.1} ms", t.elapsed().as_secs_f64() * 1e3);
    for w in &a[4..] {
        let w: f64 = w.parse().unwrap();
        let mut best = f64::MAX;
        let mut o = None;
        for _ in 0..3 {
            let t = Instant::now();
            o = Some(match std::env::var("ENG").as_deref() {
                Ok("o") => line.strip_by(standoff::strip::Engine::Offsets, Metres(w), Metres(tol)),
                Ok("c") => line.strip_by(standoff::strip::Engine::Cells, Metres(w), Metres(tol)),
                _ => line.strip(Metres(w), Metres(tol)),
            });
            best = best.min(t.elapsed().as_secs_f64() * 1e3);
        }
        match o.unwrap() {
            Ok(o) => {
                if a[3] == "overlap" {
                    let t = Instant::now();
                    let units = standoff::load::shipped::units().unwrap();
                    eprintln!("load {:.1} ms", t.elapsed().as_secs_f64() * 1e3);
                    let terr: Vec<_> = units
                        .into_iter()
                        .map(|u| standoff::border::territory::Territory {
                            code: u.code,
                            name: u.name,
                            polygons: u.polygons,
                            doubtful: standoff::units::SquareMetres(0.0),
                            accuracy: None,
                        })
                        .collect();
                    for _ in 0..3 {
                        let t = Instant::now();
                        let v = standoff::overlap::overlaps(&line, &o, &terr);
                        eprintln!(
                            "overlap {:.1} ms rows {} strip {} +- {} sea {} residual m2 {}",
                            t.elapsed().as_secs_f64() * 1e3,
                            v.rows.len(),
                            v.strip.km2(),
                            v.strip_error.km2(),
                            v.sea.km2(),
                            v.residual.0
                        );
                    }
                    continue;
                }
                eprintln!(
                    "w {:7.1} km: {best:7.1} ms  polygons {} vertices {} unresolved {} err {:.4}",
                    w / 1e3,
                    o.polygons.0.len(),
                    o.vertices,
                    o.unresolved,
                    o.max_error.0
                );
                if a[3] != "-" {
                    let c: Vec<Vec<Vec<[f64; 2]>>> = o
                        .polygons
                        .0
                        .iter()
                        .map(|p| {
                            std::iter::once(p.exterior())
                                .chain(p.interiors())
                                .map(|r| r.0.iter().map(|c| [c.x, c.y]).collect())
                                .collect()
                        })
                        .collect();
                    std::fs::write(
                        format!("{}_{w}.geojson", a[3]),
                        serde_json::json!({"type": "MultiPolygon", "coordinates": c}).to_string(),
                    )
                    .unwrap();
                }
            }
            Err(e) => eprintln!("w {w}: {e}"),
        }
    }
}
