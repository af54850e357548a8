//! Judges the strips of one case: valid, of the right area, and right at points at random.

use super::lines::Case;
use super::truth::{Parts, Truth, direct, random, truth};
use geo::{Contains, Coord, LineString, MultiLineString};
use standoff_engine::geodesy::area::multi_polygon_area;
use standoff_engine::strip::sides::{Cap, Side};
use standoff_engine::strip::{Edges, Engine, PreparedLine, Strip, StripOptions, validity};
use standoff_engine::units::Metres;

pub const VARIANTS: [(Side, Cap); 5] = [
    (Side::Left, Cap::Round),
    (Side::Right, Cap::Round),
    (Side::Both, Cap::Flat),
    (Side::Left, Cap::Flat),
    (Side::Right, Cap::Flat),
];

#[derive(Default, Debug)]
pub struct Findings {
    /// Strips of one side or with flat caps.
    pub strips: usize,
    pub refused: usize,
    pub points: usize,
    /// What is wrong with them.
    pub wrong: Vec<String>,
    /// Strips on both sides that are not valid, by engine.
    pub invalid_both: Vec<String>,
}

pub fn lines(parts: &Parts) -> MultiLineString<f64> {
    parts.iter().map(|p| LineString::from(p.clone())).collect()
}

pub fn judge(case: &Case, points: usize, mut seed: u64) -> Findings {
    let mut found = Findings::default();
    let (width, tolerance) = (Metres(case.width), Metres(case.tolerance));
    let line = match PreparedLine::new(&lines(&case.parts), case.edges) {
        Ok(line) => line,
        Err(e) => {
            found.wrong.push(format!("no line: {e}"));
            return found;
        }
    };
    let mut both = None;
    for engine in [Engine::Cells, Engine::Offsets] {
        match line.strip_by(engine, &StripOptions::new(width).tolerance(tolerance)) {
            Ok(strip) => {
                let defects = validity::defects(strip.polygons());
                if !defects.is_empty() {
                    (found.invalid_both).push(format!("{engine:?}: {:?}", defects[0]));
                }
                if engine == line.engine_for(width) {
                    both = Some(strip);
                }
            }
            Err(_) => found.refused += 1,
        }
    }
    let Some(both) = both else {
        return found;
    };
    let mut built: Vec<((Side, Cap), Strip)> = vec![((Side::Both, Cap::Round), both.clone())];
    for (side, cap) in VARIANTS {
        match line.one_sided(both.clone(), side, cap) {
            Ok(strip) => {
                found.strips += 1;
                let defects = validity::defects(strip.polygons());
                if !defects.is_empty() {
                    let of = strip.polygons().0.len();
                    (found.wrong).push(format!(
                        "{side:?} {cap:?} invalid: {:?} of {of}",
                        defects[0]
                    ));
                }
                built.push(((side, cap), strip));
            }
            Err(e) if e.what.contains("were not found") => {
                found.wrong.push(format!("{side:?} {cap:?}: {e}"));
            }
            Err(_) => found.refused += 1,
        }
    }
    areas(case, &built, &mut found);
    // Where edges lie on each other without common positions the sides have no definition.
    if case.edges == Edges::Planar && !runs_over_itself(&case.parts) {
        for _ in 0..points {
            ask(case, &built, &mut seed, &mut found);
        }
    }
    found
}

/// Whether edges lie on each other for a part of their length, to rounding, and are not the same.
fn runs_over_itself(parts: &Parts) -> bool {
    let edges: Vec<[(f64, f64); 2]> = (parts.iter())
        .flat_map(|part| part.windows(2).map(|w| [w[0], w[1]]))
        .filter(|e| e[0] != e[1])
        .collect();
    let over = |e: &[(f64, f64); 2], f: &[(f64, f64); 2]| {
        if e == f || (e[0] == f[1] && e[1] == f[0]) {
            return false;
        }
        let along = (e[1].0 - e[0].0, e[1].1 - e[0].1);
        let square = along.0 * along.0 + along.1 * along.1;
        // Where the ends of the one are on the other, as shares of it, and how far beside it.
        let on = |p: (f64, f64)| {
            let from = (p.0 - e[0].0, p.1 - e[0].1);
            let t = (from.0 * along.0 + from.1 * along.1) / square;
            (t, (from.0 * along.1 - from.1 * along.0).abs() / square)
        };
        let ((t, aside), (u, beside)) = (on(f[0]), on(f[1]));
        aside.max(beside) < 1e-6 && t.max(u).min(1.0) - t.min(u).max(0.0) > 1e-6
    };
    (edges.iter().enumerate()).any(|(k, e)| edges[k + 1..].iter().any(|f| over(e, f)))
}

/// Left and right are the whole.
fn areas(case: &Case, built: &[((Side, Cap), Strip)], found: &mut Findings) {
    if case.parts.iter().any(|p| p.len() == 1) {
        return;
    }
    for cap in [Cap::Round, Cap::Flat] {
        let of = |side| (built.iter().find(|b| b.0 == (side, cap))).map(|b| &b.1);
        let (Some(l), Some(r), Some(w)) = (of(Side::Left), of(Side::Right), of(Side::Both)) else {
            continue;
        };
        let area = |s: &Strip| multi_polygon_area(s.polygons()).0;
        let inner = l.inner_error().0 + r.inner_error().0 + w.inner_error().0;
        let gap = area(l) + area(r) - area(w);
        if gap.abs() > inner + 1e-9 * area(w) + 1e-3 {
            found.wrong.push(format!(
                "{cap:?}: left and right are {gap} m² more than both, bound {inner}"
            ));
        }
    }
}

/// A point at random against the definition.
fn ask(case: &Case, built: &[((Side, Cap), Strip)], seed: &mut u64, found: &mut Findings) {
    let corners: Vec<(f64, f64)> = case.parts.iter().flatten().copied().collect();
    let c = corners[(random(seed) * corners.len() as f64) as usize];
    let far = 1.05 * case.width * random(seed);
    let p = direct(Coord { x: c.0, y: c.1 }, 360.0 * random(seed), far);
    let p = Coord {
        x: (p.x + 180.0).rem_euclid(360.0) - 180.0,
        y: p.y,
    };
    let t = truth(&case.parts, p);
    let mut around: Option<Vec<Truth>> = None;
    found.points += 1;
    for ((side, cap), strip) in built {
        let expected = t.holds(case.width, *side, *cap);
        if strip.polygons().contains(&p) == expected {
            continue;
        }
        // A boundary nearer than the tolerance excuses it.
        let around = around.get_or_insert_with(|| {
            (0..32)
                .map(|k| {
                    let far = 1.05 * case.tolerance * if k % 2 == 0 { 1.0 } else { 0.5 };
                    truth(&case.parts, direct(p, 11.25 * f64::from(k), far))
                })
                .collect()
        });
        if around
            .iter()
            .all(|q| q.holds(case.width, *side, *cap) == expected)
        {
            (found.wrong).push(format!("{side:?} {cap:?} at {} {}: {t:?}", p.x, p.y));
        }
    }
}
