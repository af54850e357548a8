//! Lines for which the earth is not flat: long edges, poles, the antimeridian, widths up to the widest.

use crate::case::{Case, anywhere, reading};
use crate::oracle::A;
use crate::random::Random;
use geo::Coord;
use standoff_engine::geodesy::edges::Edges;
use standoff_engine::strip::WIDEST;

/// Where an edge that is straight in longitude and latitude bends most, the circle that it follows has this radius on the sphere, m.
///
/// Its curvature against the geodesic is tan φ sin α (1 + cos² α) / R, by Liouville's formula with tan α = cos φ dλ/dφ.
fn focal_distance(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let step = b - a;
    let bend = (0..=40)
        .map(|k| {
            let lat = (a.y + step.y * f64::from(k) / 40.0).to_radians();
            let azimuth = (step.x * lat.cos()).atan2(step.y);
            (lat.tan() * azimuth.sin() * (1.0 + azimuth.cos().powi(2))).abs()
        })
        .fold(1e-3, f64::max);
    A * bend.recip().atan()
}

pub fn focal(random: &mut Random) -> Case {
    let count = 1 + random.number(0, 5) / 3 + random.number(0, 5) / 4;
    let mut line = vec![Coord {
        x: random.within(-180.0, 180.0),
        y: random.sign() * random.within(5.0, 87.0),
    }];
    let mut focal = f64::MAX;
    for _ in 0..count {
        let a = line[line.len() - 1];
        let b = Coord {
            x: a.x + random.sign() * random.within(10.0, 150.0),
            y: (a.y + random.sign() * random.magnitude(0.1, 60.0)).clamp(-88.0, 88.0),
        };
        focal = focal.min(focal_distance(a, b));
        line.push(b);
    }
    let width = focal * random.within(0.6, 1.6);
    Case::new(random, vec![line], width, Edges::Planar)
}

pub fn parallel(random: &mut Random) -> Case {
    let y = random.sign() * random.within(8.0, 89.0);
    let x = random.within(-180.0, 180.0);
    let long = random.magnitude(10.0, 359.9);
    let line = vec![Coord { x, y }, Coord { x: x + long, y }];
    let focal = A * (90.0 - y.abs()).to_radians();
    let width = focal * random.within(0.8, 1.3);
    let edges = if random.chance(0.9) || long > 170.0 {
        Edges::Planar
    } else {
        Edges::Geodesic
    };
    Case::new(random, vec![line], width, edges)
}

pub fn hemispheric(random: &mut Random) -> Case {
    let edges = reading(random);
    let count = random.number(2, 9);
    let mut line = vec![anywhere(random, 85.0)];
    while line.len() < count {
        let a = line[line.len() - 1];
        let y = if random.chance(0.2) {
            a.y
        } else {
            (a.y + random.sign() * random.magnitude(0.5, 70.0)).clamp(-85.0, 85.0)
        };
        line.push(Coord {
            x: a.x + random.sign() * random.magnitude(0.5, 110.0),
            y,
        });
    }
    let width = random.magnitude(1e6, WIDEST);
    Case::new(random, vec![line], width, edges)
}

pub fn polar(random: &mut Random) -> Case {
    let pole = random.sign();
    let mut edges = reading(random);
    let far = random.magnitude(0.01, 25.0);
    let x = random.within(-180.0, 180.0);
    let line = match random.number(0, 5) {
        // Round the pole, all the way or nearly.
        0 => {
            let count = random.number(5, 40);
            let turns = random.within(0.8, 1.0) * 360.0;
            let turns = if random.chance(0.5) { 360.0 } else { turns };
            (0..=count)
                .map(|k| Coord {
                    x: x + turns * k as f64 / count as f64,
                    y: pole * (90.0 - far * random.within(0.6, 1.4)),
                })
                .collect()
        }
        // To the pole itself along a meridian, and on along another.
        1 => vec![
            Coord {
                x,
                y: pole * (90.0 - far),
            },
            Coord { x, y: pole * 90.0 },
            Coord {
                x: x + random.within(-180.0, 180.0),
                y: pole * 90.0,
            },
            Coord {
                x: x + random.within(-180.0, 180.0),
                y: pole * (90.0 - 0.7 * far),
            },
        ],
        // A chord past the pole.
        2 => {
            let turn = random.within(100.0, 178.0) * random.sign();
            vec![
                Coord {
                    x,
                    y: pole * (90.0 - far),
                },
                Coord {
                    x: x + turn,
                    y: pole * (90.0 - far * random.within(0.5, 2.0)),
                },
            ]
        }
        // A walk about the pole.
        3 => {
            let (mut e, mut n) = (far * random.normal(), far * random.normal());
            let mut last = x;
            (0..random.number(3, 30))
                .map(|_| {
                    e += 0.3 * far * random.normal();
                    n += 0.3 * far * random.normal();
                    let lon = n.atan2(e).to_degrees();
                    last += (lon - last + 540.0).rem_euclid(360.0) - 180.0;
                    Coord {
                        x: last,
                        y: pole * (90.0 - e.hypot(n)).max(0.0),
                    }
                })
                .collect()
        }
        // A parallel that goes round more than once: every position of it stands twice.
        _ => {
            edges = Edges::Planar;
            let y = pole * (90.0 - far);
            vec![
                Coord { x, y },
                Coord {
                    x: x + random.within(200.0, 500.0),
                    y,
                },
            ]
        }
    };
    let width = 111_000.0 * far * random.magnitude(0.05, 3.0);
    Case::new(random, vec![line], width.clamp(1e3, 4e6), edges)
}

pub fn antimeridian(random: &mut Random) -> Case {
    let edges = reading(random);
    let size = random.magnitude(0.01, 30.0);
    let count = random.number(2, 30);
    let mut at = Coord {
        x: 180.0 * random.sign() + size * random.within(-0.5, 0.5),
        y: random.within(-75.0, 75.0),
    };
    if random.chance(0.3) {
        at.x = 180.0 * random.sign();
    }
    let mut line = vec![at];
    for _ in 1..count {
        at.x += size * random.normal() * 0.4;
        at.y = (at.y + size * random.normal() * 0.4).clamp(-80.0, 80.0);
        if random.chance(0.2) {
            at.x = (at.x / 180.0).round() * 180.0;
        }
        line.push(at);
    }
    let width = (111_000.0 * size * random.magnitude(0.01, 3.0)).clamp(100.0, 3e6);
    Case::new(random, vec![line], width, edges)
}

pub fn points(random: &mut Random) -> Case {
    let edges = reading(random);
    let width = random.magnitude(10.0, WIDEST);
    let first = if random.chance(0.1) {
        Coord {
            x: random.within(-180.0, 180.0),
            y: 90.0 * random.sign(),
        }
    } else {
        anywhere(random, 89.9)
    };
    let beside = |random: &mut Random| {
        let off = random.magnitude(0.05, 3.0) * width / 111_320.0;
        let turn = random.within(0.0, std::f64::consts::TAU);
        let cos = first.y.to_radians().cos().max(0.05);
        Coord {
            x: first.x + (off * turn.cos() / cos).clamp(-170.0, 170.0),
            y: (first.y + off * turn.sin()).clamp(-90.0, 90.0),
        }
    };
    let parts = if random.chance(0.4) {
        vec![vec![first, beside(random)]]
    } else {
        let more = random.number(0, 5);
        let mut parts = vec![vec![first]];
        parts.extend((0..more).map(|_| vec![beside(random)]));
        parts
    };
    Case::new(random, parts, width, edges)
}
