//! Random lines that cross, touch, double or close themselves, with widths and tolerances for them.

use super::truth::{Parts, random};
use standoff_engine::strip::Edges;

pub const CLASSES: [&str; 8] = [
    "crossing", "doubled", "closed", "eight", "touching", "parts", "comb", "snapped",
];

pub struct Case {
    pub class: usize,
    pub place: &'static str,
    pub parts: Parts,
    pub edges: Edges,
    /// m.
    pub width: f64,
    pub tolerance: f64,
}

/// The case of a number; the same for the same seed.
pub fn case(seed: u64, number: u64) -> Case {
    let mut state = seed.wrapping_mul(0x2545_F491_4F6C_DD1D) ^ number.wrapping_mul(0x9E37_79B9);
    let mut r = move || random(&mut state);
    let class = (r() * CLASSES.len() as f64) as usize;
    // Length of an edge, m.
    let length = 10f64 * 3000f64.powf(r());
    let (place, x, y) = match (r() * 6.0) as u32 {
        0..=2 => ("middle", -40.0 + 80.0 * r(), -60.0 + 120.0 * r()),
        3 | 4 => {
            let y = -70.0 + 140.0 * r();
            ("antimeridian", 180.0 + 1e-5 * length * (r() - 0.5), y)
        }
        _ => {
            let y = 90.0 - (length / 111e3) * (1.5 + 3.0 * r());
            ("polar", 360.0 * r() - 180.0, if r() < 0.5 { y } else { -y })
        }
    };
    let scale = length / 111e3;
    let cos = (y.to_radians().cos()).max(1e-3);
    let at = |p: (f64, f64)| (x + p.0 * scale / cos, (y + p.1 * scale).clamp(-90.0, 90.0));
    let count = 4 + (r() * r() * 24.0) as usize;
    let mut plane: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    let mut walk = |n: usize, out: &mut Vec<(f64, f64)>| {
        let box_size = 0.7 + 1.5 * r();
        out.extend((0..n).map(|_| (box_size * (r() - 0.5), box_size * (r() - 0.5))));
    };
    match CLASSES[class] {
        "doubled" => {
            walk(count / 2 + 2, &mut plane[0]);
            let back: Vec<_> = plane[0].iter().rev().skip(1).copied().collect();
            let keep = 1 + (r() * (back.len() - 1) as f64) as usize;
            plane[0].extend(&back[..keep]);
        }
        "closed" => {
            walk(count, &mut plane[0]);
            let first = plane[0][0];
            plane[0].push(first);
        }
        "eight" => {
            let (n, a, b) = (
                12 + 2 * count,
                1 + (r() * 3.0) as u32,
                2 + (r() * 3.0) as u32,
            );
            let phase = if r() < 0.5 { 0.0 } else { r() };
            plane[0].extend((0..=n).map(|k| {
                let t = std::f64::consts::TAU * f64::from((k % n) as u32) / f64::from(n as u32);
                let (p, q) = ((f64::from(a) * t).sin(), (f64::from(b) * t + phase).sin());
                (1.5 * p, 1.5 * q)
            }));
        }
        "touching" => {
            walk(count, &mut plane[0]);
            for _ in 0..1 + (r() * 3.0) as usize {
                let n = plane[0].len();
                let (k, j) = ((r() * (n - 1) as f64) as usize, (r() * n as f64) as usize);
                // A position again, or the middle of an edge, to rounding.
                let (p, q) = (plane[0][k], plane[0][k + 1]);
                let again = if r() < 0.5 {
                    p
                } else {
                    (0.5 * (p.0 + q.0), 0.5 * (p.1 + q.1))
                };
                plane[0].insert(j, again);
            }
        }
        "parts" => {
            walk(count, &mut plane[0]);
            for _ in 0..1 + (r() * 3.0) as usize {
                let from = plane[0][(r() * plane[0].len() as f64) as usize];
                let step = |v: f64| 2.0 * v - 1.0;
                let mut part = vec![from, (step(r()), step(r()))];
                part.push((step(r()), step(r())));
                if r() < 0.5 {
                    part.reverse();
                }
                plane.push(part);
            }
            if r() < 0.3 {
                plane.push(vec![(2.0 * r(), 2.0 * r())]);
            }
        }
        "comb" => {
            // Teeth side by side, nearer to each other than the width.
            let gap = 0.05 + 0.3 * r();
            plane[0].extend((0..count).map(|k| {
                let side = if k % 2 == 0 { 0.0 } else { 1.0 };
                (gap * (k / 2) as f64 + 0.3 * gap * r(), side + 0.1 * r())
            }));
        }
        "snapped" => {
            walk(count, &mut plane[0]);
            for p in &mut plane[0] {
                *p = ((p.0 * 4.0).round() / 4.0, (p.1 * 4.0).round() / 4.0);
            }
        }
        _ => walk(count, &mut plane[0]),
    }
    let width = length * 0.2 * 25f64.powf(r());
    let tolerance = (width * 0.1 * 3e-3f64.powf(r())).clamp(0.01, 0.1 * width);
    Case {
        class,
        place,
        parts: plane
            .into_iter()
            .map(|part| part.into_iter().map(at).collect())
            .collect(),
        edges: if number % 8 == 7 {
            Edges::Geodesic
        } else {
            Edges::Planar
        },
        width,
        tolerance,
    }
}
