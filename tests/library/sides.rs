//! One-sided strips and flat caps against their definition, by brute force with geographiclib and a rule of sides of its own.

use geo::{Contains, Coord, LineString, MultiLineString, MultiPolygon};
use rayon::prelude::*;
use standoff::border::alliance::AllianceTable;
use standoff::border::line::{LineChoice, Whose, derive};
use standoff::border::worldview::{Worldview, shipped_territories};
use standoff::error::Kind;
use standoff::geodesy::area::multi_polygon_area;
use standoff::overlap::overlaps;
use standoff::strip::place::Hand;
use standoff::strip::sides::{Cap, Side};
use standoff::strip::{Edges, PreparedLine, Strip, StripOptions};
use standoff::units::Metres;

#[path = "../../engine/tests/sides/truth.rs"]
mod truth;

use truth::{Parts, Truth, direct, random, truth};

const VARIANTS: [(Side, Cap); 5] = [
    (Side::Left, Cap::Round),
    (Side::Right, Cap::Round),
    (Side::Both, Cap::Flat),
    (Side::Left, Cap::Flat),
    (Side::Right, Cap::Flat),
];

fn line(parts: &Parts) -> MultiLineString<f64> {
    parts.iter().map(|p| LineString::from(p.clone())).collect()
}

fn wrap(p: Coord<f64>) -> Coord<f64> {
    Coord {
        x: (p.x + 180.0).rem_euclid(360.0) - 180.0,
        y: p.y,
    }
}

fn vertices(m: &MultiPolygon<f64>) -> Vec<Coord<f64>> {
    (m.iter())
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
        .flat_map(|r| r.0.iter().copied())
        .collect()
}

fn km2(s: &Strip) -> f64 {
    multi_polygon_area(s.polygons()).km2()
}

/// Builds all variants, asks `count` random points and as many beside the boundaries, and compares areas.
fn check(name: &str, parts: Parts, width: f64, count: usize) {
    let tolerance = 1.0f64.min(width * 1e-3);
    let prepared = PreparedLine::new(&line(&parts), Edges::Planar).unwrap();
    let both = prepared
        .strip(&StripOptions::new(Metres(width)).tolerance(Metres(tolerance)))
        .unwrap();
    let built: Vec<(Side, Cap, MultiPolygon<f64>, Strip)> = VARIANTS
        .iter()
        .filter_map(|&(side, cap)| {
            let strip = match prepared.one_sided(both.clone(), side, cap) {
                Ok(strip) => strip,
                Err(e) if e.what.contains("isolated points only") => return None,
                Err(e) => panic!("{name} at {width} m, {side:?} {cap:?}: {e}"),
            };
            Some((side, cap, strip.polygons().clone(), strip))
        })
        .collect();
    let mut seed = width as u64 + parts.len() as u64;
    let corners: Vec<Coord<f64>> = parts
        .iter()
        .flatten()
        .map(|&(x, y)| Coord { x, y })
        .collect();
    let mut points = Vec::new();
    for k in 0..count {
        let c = corners[(random(&mut seed) * corners.len() as f64) as usize];
        let far = if k % 3 == 0 {
            10f64.powf(-4.0 * random(&mut seed))
        } else {
            random(&mut seed).sqrt()
        };
        points.push(wrap(direct(
            c,
            360.0 * random(&mut seed),
            1.05 * width * far,
        )));
    }
    for (_, _, polygons, _) in &built {
        let v = vertices(polygons);
        for _ in 0..count / 5 {
            let k = (random(&mut seed) * (v.len() - 1) as f64) as usize;
            let along = v[k] + (v[k + 1] - v[k]) * random(&mut seed);
            let from = if random(&mut seed) < 0.5 || (v[k + 1] - v[k]).x.abs() > 90.0 {
                v[k]
            } else {
                along
            };
            points.push(wrap(direct(
                from,
                360.0 * random(&mut seed),
                (1.2 + 3.0 * random(&mut seed)) * tolerance,
            )));
        }
    }
    let wrong: usize = points
        .par_iter()
        .map_init(
            || prepared.placer(),
            |placed, &p| {
                let t = truth(&parts, p);
                let mut ring: Option<Vec<Truth>> = None;
                let mut wrong = 0;
                for (side, cap, polygons, _) in &built {
                    let expected = t.holds(width, *side, *cap);
                    let place = placed.place(p);
                    let by_place = Truth {
                        distance: place.distance.0,
                        left: place.side != Hand::Right,
                        right: place.side != Hand::Left,
                        beyond: place.beyond_end,
                    };
                    if polygons.contains(&p) == expected
                        && by_place.holds(width, *side, *cap) == expected
                    {
                        continue;
                    }
                    // A boundary nearer than the tolerance excuses it.
                    let ring = ring.get_or_insert_with(|| {
                        (0..24)
                            .map(|k| truth(&parts, direct(p, 15.0 * k as f64, 1.05 * tolerance)))
                            .collect()
                    });
                    if ring.iter().all(|q| q.holds(width, *side, *cap) == expected) {
                        eprintln!("{name} at {width} m, {side:?} {cap:?}: {p:?} {t:?}");
                        wrong += 1;
                    }
                }
                wrong
            },
        )
        .sum();
    eprintln!(
        "{name} at {} km: {} points, {wrong} wrong, {} variants",
        width / 1e3,
        points.len(),
        built.len()
    );
    assert_eq!(wrong, 0, "{name} at {width} m");
    let area = |side, cap| {
        built
            .iter()
            .find(|b| (b.0, b.1) == (side, cap))
            .map(|b| (km2(&b.3), b.3.inner_error().0 / 1e6))
    };
    if corners.len() > parts.len() {
        for cap in [Cap::Round, Cap::Flat] {
            let whole = if cap == Cap::Round {
                Some((km2(&both), 0.0))
            } else {
                area(Side::Both, cap)
            };
            let (Some(l), Some(r), Some(w)) =
                (area(Side::Left, cap), area(Side::Right, cap), whole)
            else {
                continue;
            };
            // The surroundings of an isolated point belong to both sides.
            if cap == Cap::Round && parts.iter().any(|p| p.len() == 1) {
                continue;
            }
            let bound = l.1 + r.1 + w.1 + 1e-9 * w.0;
            assert!(
                (l.0 + r.0 - w.0).abs() <= bound,
                "{name} at {width} m: {l:?} + {r:?} is not {w:?}"
            );
        }
    }
}

fn zigzag(x: f64, y: f64, n: usize, length: f64, step: f64) -> Vec<(f64, f64)> {
    (0..n)
        .map(|k| {
            (
                x + step * k as f64,
                y + if k % 2 == 0 { 0.0 } else { length },
            )
        })
        .collect()
}

fn spiral(x: f64, y: f64, turns: f64, size: f64) -> Vec<(f64, f64)> {
    (0..=(turns * 16.0) as usize)
        .map(|k| {
            let a = k as f64 / 16.0 * std::f64::consts::TAU;
            let r = size * (0.1 + k as f64 / 16.0 / turns);
            (x + r * a.cos() * 1.7, y + r * a.sin())
        })
        .collect()
}

macro_rules! shapes {
    ($($name:ident: $parts:expr, $($width:expr),+;)+) => {
        $(#[test]
        fn $name() {
            $(check(stringify!($name), $parts, $width, 400);)+
        })+
    };
}

shapes! {
    a_straight_line_has_two_sides: vec![vec![(20.0, 54.0), (21.0, 54.3)]], 1e3, 30e3, 300e3, 1000e3, 3000e3;
    a_bend_has_its_outer_side_beyond_it: vec![vec![(20.0, 54.0), (21.0, 54.0), (21.0, 54.5)]], 5e3, 100e3;
    zigzags_of_ten_degrees_keep_their_sides: vec![zigzag(20.0, 54.0, 7, 0.5, 0.08)], 1e3, 10e3, 100e3, 1000e3;
    a_u_and_an_s_keep_their_sides: vec![vec![(20.0, 54.0), (20.0, 53.0), (20.6, 53.0), (20.6, 54.0), (21.2, 54.0), (21.2, 53.0)]], 3e3, 15e3, 50e3, 300e3;
    spirals_keep_their_sides: vec![spiral(20.0, 50.0, 2.5, 0.5)], 2e3, 8e3, 30e3, 200e3;
    a_reversal_is_an_end: vec![vec![(20.0, 54.0), (21.0, 54.3), (20.0, 54.0)]], 5e3, 100e3;
    a_t_of_three_parts_splits_its_sectors: vec![vec![(20.0, 54.0), (21.0, 54.1)], vec![(21.0, 54.1), (22.0, 54.0)], vec![(21.0, 54.1), (21.2, 53.2)]], 5e3, 100e3, 400e3;
    two_parallel_parts_share_the_land_between: vec![vec![(20.0, 54.0), (21.0, 54.0)], vec![(20.1, 54.2), (21.1, 54.2)]], 5e3, 30e3, 300e3;
    closed_rings_have_no_ends: vec![vec![(20.0, 54.0), (21.0, 54.0), (20.7, 54.5), (20.0, 54.0)]], 2e3, 60e3, 500e3;
    stars_keep_their_sides: vec![vec![(20.0, 50.0), (21.0, 50.1), (20.1, 50.2), (20.6, 49.6), (20.5, 50.6), (20.0, 50.0)]], 1e3, 20e3, 150e3;
    lines_across_the_antimeridian_keep_their_sides: vec![vec![(179.0, 65.0), (179.9, 65.5), (180.4, 65.2), (181.0, 66.0)]], 5e3, 80e3, 400e3;
    lines_near_a_pole_keep_their_sides: vec![vec![(10.0, 85.0), (30.0, 85.5), (40.0, 85.0)]], 20e3, 200e3, 900e3;
    rings_round_a_pole_keep_their_sides: vec![(0..=24).map(|k| (-180.0 + 15.0 * k as f64, 82.0 + (k % 2) as f64)).take(24).chain([(180.0, 82.0)]).collect()], 100e3, 700e3, 1200e3;
    lines_over_a_pole_keep_their_sides: vec![vec![(10.0, 86.0), (10.0, 90.0), (150.0, 90.0), (150.0, 88.0), (160.0, 86.0)]], 20e3, 300e3;
    an_isolated_point_belongs_to_both_sides: vec![vec![(20.0, 54.0)], vec![(22.0, 54.0), (22.5, 54.2)]], 10e3, 100e3;
}

#[test]
fn random_lines_keep_their_sides() {
    let mut seed = 20_240_607;
    for k in 0..12 {
        let y = 120.0 * random(&mut seed) - 60.0;
        let x = 360.0 * random(&mut seed) - 180.0;
        let parts: Parts = (0..1 + k % 3)
            .map(|_| {
                let mut c = (x + random(&mut seed), y + random(&mut seed));
                let mut part = vec![c];
                for _ in 0..2 + (6.0 * random(&mut seed)) as usize {
                    c.0 += random(&mut seed) - 0.5;
                    c.1 += random(&mut seed) - 0.5;
                    part.push(c);
                }
                part
            })
            .collect();
        let width = 10f64.powf(3.0 + 3.0 * random(&mut seed));
        check(&format!("random line {k} {parts:?}"), parts, width, 200);
    }
}

#[test]
fn flat_cap_does_not_reach_beyond_the_last_vertex() {
    let parts = vec![vec![(10.0, 0.0), (30.0, 0.0)]];
    let prepared = PreparedLine::new(&line(&parts), Edges::Planar).unwrap();
    let both = prepared
        .strip(&StripOptions::new(Metres(100e3)).tolerance(Metres(1.0)))
        .unwrap();
    let flat = prepared
        .one_sided(both.clone(), Side::Both, Cap::Flat)
        .unwrap();
    // The perpendiculars to the equator are meridians.
    for v in vertices(flat.polygons()) {
        assert!(v.x > 10.0 - 1e-5 && v.x < 30.0 + 1e-5, "{v:?}");
    }
    // Closed form: a zone of 20 degrees of longitude between two parallels.
    let lat = direct(Coord { x: 20.0, y: 0.0 }, 0.0, 100e3).y;
    let zone = geo::Polygon::new(
        LineString::from(vec![
            (10.0, -lat),
            (30.0, -lat),
            (30.0, lat),
            (10.0, lat),
            (10.0, -lat),
        ]),
        vec![],
    );
    let exact = multi_polygon_area(&MultiPolygon(vec![zone])).km2();
    // Outline of 4,450 km within 1 m.
    assert!(
        (km2(&flat) - exact).abs() < 4.45 + flat.inner_error().0 / 1e6,
        "{} {exact}",
        km2(&flat)
    );
    let left = prepared
        .one_sided(both.clone(), Side::Left, Cap::Flat)
        .unwrap();
    assert!((2.0 * km2(&left) - exact).abs() < 4.45 + flat.inner_error().0 / 1e6);
    assert!(vertices(left.polygons()).iter().all(|v| v.y >= 0.0));
}

fn border(choice: LineChoice) -> Parts {
    let territories = shipped_territories(&Worldview::default()).unwrap();
    let border = derive(&choice, &territories, &AllianceTable::shipped().unwrap()).unwrap();
    let part = |l: &LineString<f64>| l.0.iter().map(|c| (c.x, c.y)).collect();
    border.lines.0.iter().map(part).collect()
}

#[test]
fn real_borders_keep_their_sides() {
    check("contact line", border(LineChoice::default()), 10e3, 150);
    check("contact line", border(LineChoice::default()), 300e3, 150);
    let between = Whose::Between {
        a: "RUS".into(),
        b: "UKR".into(),
        reading: Default::default(),
    };
    let choice = LineChoice {
        whose: between,
        ..LineChoice::default()
    };
    check("RUS-UKR", border(choice), 100e3, 200);
}

#[test]
fn what_cannot_be_one_sided_is_refused() {
    let prepared =
        PreparedLine::new(&line(&vec![vec![(0.0, 0.0), (1.0, 1.0)]]), Edges::Planar).unwrap();
    let wide = prepared
        .strip(&StripOptions::new(Metres(4000e3)).tolerance(Metres(1.0)))
        .unwrap();
    let error = prepared
        .one_sided(wide, Side::Left, Cap::Round)
        .unwrap_err();
    assert_eq!(error.kind, Kind::Usage);
    let point = PreparedLine::new(&line(&vec![vec![(0.0, 0.0)]]), Edges::Planar).unwrap();
    let disc = point
        .strip(&StripOptions::new(Metres(10e3)).tolerance(Metres(1.0)))
        .unwrap();
    let area = km2(&disc);
    assert_eq!(
        point
            .one_sided(disc.clone(), Side::Both, Cap::Flat)
            .unwrap_err()
            .kind,
        Kind::Usage
    );
    let left = point.one_sided(disc, Side::Left, Cap::Round).unwrap();
    assert!((km2(&left) - area).abs() < 1e-6);
}

#[test]
fn geodesic_edges_have_sides_too() {
    // The geodesic from (0, 60) to (20, 60) passes 40 km north of the parallel.
    let prepared = PreparedLine::new(
        &line(&vec![vec![(0.0, 60.0), (20.0, 60.0)]]),
        Edges::Geodesic,
    )
    .unwrap();
    let both = prepared
        .strip(&StripOptions::new(Metres(100e3)).tolerance(Metres(1.0)))
        .unwrap();
    let [left, right] = [Side::Left, Side::Right]
        .map(|side| prepared.one_sided(both.clone(), side, Cap::Round).unwrap());
    let between = Coord { x: 10.0, y: 60.2 };
    assert!(right.polygons().contains(&between) && !left.polygons().contains(&between));
    let difference = (km2(&left) + km2(&right) - km2(&both)).abs();
    assert!(
        difference <= (left.inner_error().0 + right.inner_error().0) / 1e6,
        "{difference}"
    );
}

/// Exact areas of overlaps: a territory that holds the strip has the strip's area, on each side and within the printed bounds.
#[test]
fn overlaps_of_the_two_sides_add_up() {
    let parts = vec![vec![(20.0, 53.0), (22.0, 53.5), (22.5, 52.5), (24.0, 53.0)]];
    let prepared = PreparedLine::new(&line(&parts), Edges::Planar).unwrap();
    let territories = shipped_territories(&Worldview::default()).unwrap();
    let both = prepared
        .strip(&StripOptions::new(Metres(50e3)).tolerance(Metres(1.0)))
        .unwrap();
    let [l, r, w] = [Side::Left, Side::Right, Side::Both].map(|side| {
        let strip = prepared.one_sided(both.clone(), side, Cap::Round).unwrap();
        let found = overlaps(&prepared, &strip, &territories).unwrap();
        assert!(found.residual.0.abs() <= found.strip_error.0 + found.sea_error.0);
        let row = |code: &str| {
            let row = (found.rows.iter()).find(|o| territories[o.territory].code == code);
            row.map(|o| (o.area.0, o.error.0)).unwrap_or_default()
        };
        [(found.strip.0, found.strip_error.0), row("POL"), row("BLR")]
    });
    for k in 0..3 {
        let gap = (l[k].0 + r[k].0 - w[k].0).abs();
        assert!(
            w[k].0 > 1e9 && gap <= l[k].1 + r[k].1,
            "{k}: {gap} of {}",
            l[k].1 + r[k].1
        );
    }
}

fn standoff(args: &[&str]) -> (Option<i32>, String) {
    let output = assert_cmd::Command::cargo_bin("standoff")
        .unwrap()
        .args(args)
        .output()
        .unwrap();
    let all = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(all).unwrap())
}

#[test]
fn one_side_of_a_derived_line_is_refused_with_a_way_out() {
    let (code, said) = standoff(&["strip", "--width", "10km", "--side", "left"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("--border") && said.contains("--exclude"),
        "{said}"
    );
    assert_eq!(
        standoff(&["strip", "--width", "10km", "--cap", "flat"]).0,
        Some(0)
    );
}

#[test]
fn the_side_and_the_caps_stand_in_every_row() {
    let file = tempfile::Builder::new()
        .suffix(".geojson")
        .tempfile()
        .unwrap();
    std::fs::write(
        file.path(),
        r#"{"type":"LineString","coordinates":[[20,53],[22,53.5]]}"#,
    )
    .unwrap();
    let path = file.path().to_str().unwrap();
    let (code, said) = standoff(&[
        "strip", "--border", path, "--width", "10km", "--side", "left", "--cap", "flat",
        "--format", "csv", "--quiet",
    ]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.lines()
            .skip(1)
            .all(|row| row.contains("left side only, flat caps")),
        "{said}"
    );
}
