//! Lines whose shape is the trouble: curls, pairs, doubles, crossings, tracks, rings, borders; and sides of them.

use super::wide;
use crate::case::{Case, anywhere, local, reading, walk};
use crate::random::Random;
use standoff_engine::strip::sides::{Cap, Side};
use std::f64::consts::{PI, TAU};

pub fn curl(random: &mut Random) -> Case {
    let width = random.magnitude(10.0, 150e3);
    let edges = reading(random);
    let count = random.number(3, 61);
    let step = width * random.magnitude(0.002, 0.3);
    let total = random.magnitude(0.2, 12.0) * random.sign();
    let unrest = if random.chance(0.5) {
        0.0
    } else {
        random.magnitude(0.005, 0.6)
    };
    let mut shape = walk(random, count, step, total / count as f64, unrest);
    if random.chance(0.3) {
        // A spiral: steps that grow.
        let growth = random.within(1.01, 1.25);
        let mut at = shape[0];
        let mut scale = 1.0;
        shape = std::iter::once(at)
            .chain(shape.windows(2).map(|w| {
                scale *= growth;
                at = [
                    at[0] + scale * (w[1][0] - w[0][0]),
                    at[1] + scale * (w[1][1] - w[0][1]),
                ];
                at
            }))
            .collect();
        let size = shape.iter().flatten().fold(0.0, |m: f64, x| m.max(x.abs()));
        let fit = (3.0 * width / size).min(1.0);
        shape.iter_mut().flatten().for_each(|x| *x *= fit);
    }
    let line = local(anywhere(random, 85.0), &shape);
    Case::new(random, vec![line], width, edges).or_one_metre(random)
}

pub fn wiggle(random: &mut Random) -> Case {
    let width = random.magnitude(20.0, 300e3);
    let edges = reading(random);
    // A wave of amplitude h and wave number k has curvature h k² at its crests.
    let amplitude = width * random.magnitude(0.02, 1.0);
    let radius = width * random.within(0.7, 1.4);
    let wave = (amplitude * radius).recip().sqrt();
    let waves = random.within(0.5, 4.0);
    let count = random.number(8, 120);
    let shape: Vec<[f64; 2]> = (0..=count)
        .map(|k| {
            let x = waves * TAU * k as f64 / count as f64 / wave;
            [x, amplitude * (wave * x).sin()]
        })
        .collect();
    let line = local(anywhere(random, 80.0), &turned(&shape, random));
    Case::new(random, vec![line], width, edges).or_one_metre(random)
}

pub fn pair(random: &mut Random) -> Case {
    let width = random.magnitude(20.0, 1e6);
    let edges = reading(random);
    let count = random.number(1, 12);
    let unrest = random.magnitude(0.001, 0.5);
    let step = width * random.magnitude(0.3, 10.0);
    let one = walk(random, count, step, 0.0, unrest);
    let apart = 2.0 * width * (1.0 + random.sign() * random.magnitude(1e-6, 0.1));
    let tilt = random.sign() * random.magnitude(1e-6, 0.05);
    let (end, start) = (one[one.len() - 1], one[0]);
    let along = (end[1] - start[1]).atan2(end[0] - start[0]);
    let beside = |k: f64| -> Vec<[f64; 2]> {
        (one.iter())
            .map(|p| {
                let angle = k * tilt;
                let q = [
                    p[0] * angle.cos() - p[1] * angle.sin(),
                    p[0] * angle.sin() + p[1] * angle.cos(),
                ];
                [
                    q[0] - k * apart * along.sin(),
                    q[1] + k * apart * along.cos(),
                ]
            })
            .collect()
    };
    let at = anywhere(random, 80.0);
    let mut parts = vec![local(at, &beside(0.0)), local(at, &beside(1.0))];
    if random.chance(0.3) {
        parts.push(local(at, &beside(2.0)));
    }
    if random.chance(0.3) {
        parts[1].reverse();
    }
    Case::new(random, parts, width, edges)
}

pub fn duplicate(random: &mut Random) -> Case {
    let width = random.magnitude(10.0, 500e3);
    let edges = reading(random);
    let count = random.number(2, 15);
    let turn = random.within(-0.5, 0.5);
    let step = width * random.magnitude(0.05, 5.0);
    let shape = walk(random, count, step, turn, 0.5);
    let mut line = local(anywhere(random, 84.0), &shape);
    for k in (0..line.len()).rev() {
        if random.chance(0.2) {
            line.insert(k, line[k]);
        }
    }
    let mut parts = vec![line.clone()];
    match random.number(0, 4) {
        // Back to the beginning on itself.
        0 => parts[0].extend(line.iter().rev().skip(1)),
        // The same part again, as it is or the other way or a turn of the earth away.
        1 => parts.push(line.iter().rev().copied().collect()),
        2 => parts.push(
            line.iter()
                .map(|c| geo::Coord {
                    x: c.x - 360.0,
                    y: c.y,
                })
                .collect(),
        ),
        // A stretch of it, with a middle more.
        _ => {
            let (a, b) = (line[0], line[line.len() - 1]);
            parts[0].push(a);
            parts.push(vec![a, (a + b) * 0.5, b]);
        }
    }
    Case::new(random, parts, width, edges)
}

pub fn crossing(random: &mut Random) -> Case {
    let width = random.magnitude(10.0, 1e6);
    let edges = reading(random);
    let size = (width * random.magnitude(0.3, 30.0)).min(2.5e6);
    let at = anywhere(random, 65.0);
    let parts = (0..random.number(1, 4))
        .map(|_| {
            let shape: Vec<[f64; 2]> = (0..random.number(3, 16))
                .map(|_| [size * random.normal() * 0.5, size * random.normal() * 0.5])
                .collect();
            local(at, &shape)
        })
        .collect();
    Case::new(random, parts, width, edges)
}

pub fn bend(random: &mut Random) -> Case {
    let width = random.magnitude(10.0, 1e6);
    let edges = reading(random);
    let mut heading = random.within(0.0, TAU);
    let mut at = [0.0, 0.0];
    let mut shape = vec![at];
    for _ in 0..random.number(2, 4) {
        let step = (width * random.magnitude(0.05, 50.0)).min(2e6);
        at = [at[0] + step * heading.cos(), at[1] + step * heading.sin()];
        shape.push(at);
        // From hardly a bend to hardly not a reversal.
        let turn = random.magnitude(1e-6, PI);
        heading += random.sign() * if random.chance(0.5) { turn } else { PI - turn };
    }
    let line = local(anywhere(random, 70.0), &shape);
    Case::new(random, vec![line], width, edges).or_one_metre(random)
}

pub fn dense(random: &mut Random) -> Case {
    let width = random.magnitude(10.0, 300e3);
    let edges = reading(random);
    let count = (random.magnitude(300.0, 3_000.0)) as usize;
    let step = width / random.magnitude(2.0, 300.0);
    let turn = random.within(-2.0, 2.0) * step / width;
    let unrest = random.magnitude(0.001, 0.3);
    let shape = walk(random, count, step, turn, unrest);
    let line = local(anywhere(random, 80.0), &shape);
    Case::new(random, vec![line], width, edges)
}

pub fn track(random: &mut Random) -> Case {
    let width = random.magnitude(5.0, 2e3);
    let edges = reading(random);
    let step = random.magnitude(0.5, 50.0);
    let noise = step * random.magnitude(0.01, 1.5);
    let count = random.number(20, 400);
    let turn = random.within(-0.05, 0.05);
    let way = walk(random, count, step, turn, 0.1);
    let mut shape = Vec::with_capacity(way.len());
    for mut p in way {
        // A stop: the receiver wanders about the place, or repeats it.
        let stays = if random.chance(0.03) {
            random.number(1, 12)
        } else {
            1
        };
        for _ in 0..stays {
            if !random.chance(0.05) {
                p = [
                    p[0] + noise * random.normal(),
                    p[1] + noise * random.normal(),
                ];
            }
            shape.push(p);
        }
    }
    let digits = [1e5, 1e6, 1e7][random.number(0, 3)];
    let mut line = local(anywhere(random, 80.0), &shape);
    for c in &mut line {
        *c = geo::Coord {
            x: (c.x * digits).round() / digits,
            y: (c.y * digits).round() / digits,
        };
    }
    Case::new(random, vec![line], width, edges).or_one_metre(random)
}

pub fn ring(random: &mut Random) -> Case {
    let width = random.magnitude(20.0, 2e6);
    let edges = reading(random);
    let count = random.number(3, 60);
    let radius = width * (1.0 + random.sign() * random.magnitude(1e-6, 0.5));
    let (a, b) = (radius * random.magnitude(1.0, 4.0), radius);
    let (a, b) = if random.chance(0.5) { (b, b) } else { (a, b) };
    let rough = if random.chance(0.5) {
        0.0
    } else {
        random.magnitude(1e-4, 0.3)
    };
    let mut shape: Vec<[f64; 2]> = (0..count)
        .map(|k| {
            let angle = TAU * k as f64 / count as f64;
            let r = 1.0 + rough * random.normal();
            [r * a * angle.cos(), r * b * angle.sin()]
        })
        .collect();
    shape = turned(&shape, random);
    shape.push(shape[0]);
    let line = local(anywhere(random, 60.0), &shape);
    Case::new(random, vec![line], width, edges)
}

pub fn fractal(random: &mut Random) -> Case {
    let width = random.magnitude(50.0, 1e6);
    let edges = reading(random);
    let levels = random.number(3, 10);
    let step = width * random.magnitude(0.02, 30.0);
    let size = (step * f64::from(1u32 << levels)).min(3e6);
    let rough = random.within(0.1, 0.5);
    let mut shape = vec![[0.0, 0.0], [size, 0.0]];
    for _ in 0..levels {
        let mut finer = vec![shape[0]];
        for w in shape.windows(2) {
            let (dx, dy) = (w[1][0] - w[0][0], w[1][1] - w[0][1]);
            let off = rough * random.normal() * 0.6;
            finer.push([
                0.5 * (w[0][0] + w[1][0]) - off * dy,
                0.5 * (w[0][1] + w[1][1]) + off * dx,
            ]);
            finer.push(w[1]);
        }
        shape = finer;
    }
    let line = local(anywhere(random, 65.0), &turned(&shape, random));
    Case::new(random, vec![line], width, edges)
}

/// Without stretches that run over each other: of these the definition of a side says that it cannot tell them apart.
pub fn side(random: &mut Random) -> Case {
    let draw = [
        curl,
        wiggle,
        crossing,
        bend,
        bend,
        track,
        ring,
        fractal,
        fractal,
        wide::antimeridian,
        wide::hemispheric,
    ];
    let mut case = draw[random.number(0, draw.len())](random);
    case.width = case.width.min(standoff_engine::strip::sides::WIDEST);
    // No stretch runs over another exactly, as those of tracks with few digits do.
    let jitter = 1e-4 * case.width / 111_320.0;
    for part in &mut case.parts {
        let closed = part.first() == part.last();
        for c in part.iter_mut() {
            c.x += jitter * random.normal();
            c.y = (c.y + jitter * random.normal()).clamp(-89.9, 89.9);
        }
        if closed {
            let n = part.len();
            part[n - 1] = part[0];
        }
    }
    // Sides are asked for where a tolerance is many times the rounding: the divide is within it, not nearer.
    case.tolerance = case
        .tolerance
        .max(case.width * 1e-5)
        .max(0.05)
        .min(0.1 * case.width)
        .max(0.01);
    (case.side, case.cap) = match random.number(0, 5) {
        0 => (Side::Left, Cap::Round),
        1 => (Side::Right, Cap::Round),
        2 => (Side::Left, Cap::Flat),
        3 => (Side::Right, Cap::Flat),
        _ => (Side::Both, Cap::Flat),
    };
    case
}

/// A shape, turned by any angle.
fn turned(shape: &[[f64; 2]], random: &mut Random) -> Vec<[f64; 2]> {
    let (sin, cos) = random.within(0.0, TAU).sin_cos();
    (shape.iter())
        .map(|p| [p[0] * cos - p[1] * sin, p[0] * sin + p[1] * cos])
        .collect()
}
