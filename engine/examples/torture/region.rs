//! The polygons of a strip as what is judged: their edges, what they hold, and whether they are polygons at all.

use geo::{Coord, LineString, MultiPolygon};
use standoff_engine::strip::validity;

/// An edge of the outline.
#[derive(Clone, Copy, Debug)]
pub struct Side {
    pub from: Coord<f64>,
    pub to: Coord<f64>,
    /// How the outline turns at `from` and at `to`, rad: left, which is the convex way, above 0.
    pub turns: [f64; 2],
}

pub struct Region {
    /// All edges, for what is inside.
    all: Vec<[Coord<f64>; 2]>,
    /// Those that are outline: not cut at ±180°, nor along a pole.
    pub outline: Vec<Side>,
}

impl Region {
    pub fn new(polygons: &MultiPolygon<f64>) -> Self {
        let mut region = Region {
            all: Vec::new(),
            outline: Vec::new(),
        };
        for ring in polygons
            .iter()
            .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
        {
            let n = ring.0.len().saturating_sub(1);
            for k in 0..n {
                let (a, b) = (ring.0[k], ring.0[k + 1]);
                region.all.push([a, b]);
                if is_cut(a, b) {
                    continue;
                }
                let turns = [
                    turn(ring.0[(k + n - 1) % n], a, b),
                    turn(a, b, ring.0[(k + 2) % n.max(1)]),
                ];
                region.outline.push(Side {
                    from: a,
                    to: b,
                    turns,
                });
            }
        }
        region
    }

    /// Whether the polygons hold a position. Edges are straight in longitude and latitude.
    pub fn holds(&self, p: Coord<f64>) -> bool {
        self.all.iter().fold(false, |inside, [a, b]| {
            let spans = (a.y > p.y) != (b.y > p.y);
            inside ^ (spans && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x))
        })
    }
}

fn is_cut(a: Coord<f64>, b: Coord<f64>) -> bool {
    (a.x == b.x && a.x.abs() == 180.0) || (a.y == b.y && a.y.abs() == 90.0)
}

/// The turn at `b`, rad, as on the ground.
fn turn(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> f64 {
    let cos = b.y.to_radians().cos().max(1e-9);
    let (u, v) = (
        ((b.x - a.x) * cos, b.y - a.y),
        ((c.x - b.x) * cos, c.y - b.y),
    );
    (u.0 * v.1 - u.1 * v.0).atan2(u.0 * v.0 + u.1 * v.1)
}

/// What is wrong with the polygons as RFC 7946 has them; nothing if they are well.
pub fn defects(polygons: &MultiPolygon<f64>) -> Vec<String> {
    let mut out = Vec::new();
    if polygons.0.is_empty() {
        out.push("there is no polygon".to_owned());
    }
    let found = validity::defects(polygons);
    out.extend(
        found
            .iter()
            .map(|d| format!("not valid: {:?} at {},{}", d.kind, d.at.x, d.at.y)),
    );
    for polygon in polygons {
        let exterior = polygon.exterior();
        ring_defects(exterior, 1.0, "exterior", &mut out);
        for hole in polygon.interiors() {
            ring_defects(hole, -1.0, "interior", &mut out);
            let shell = exterior.0.windows(2);
            let within = |p: Coord<f64>| {
                shell.clone().fold(false, |inside, w| {
                    let spans = (w[0].y > p.y) != (w[1].y > p.y);
                    let x = w[0].x + (p.y - w[0].y) / (w[1].y - w[0].y) * (w[1].x - w[0].x);
                    inside ^ (spans && p.x < x)
                })
            };
            // A hole may touch its shell: one position of several inside is enough.
            let step = hole.0.len().div_ceil(12).max(1);
            if !hole
                .0
                .windows(2)
                .step_by(step)
                .any(|w| within((w[0] + w[1]) * 0.5))
            {
                out.push("a hole lies outside its shell".to_owned());
            }
        }
    }
    out
}

fn ring_defects(ring: &LineString<f64>, sign: f64, name: &str, out: &mut Vec<String>) {
    if ring
        .0
        .iter()
        .any(|c| !(c.x.abs() <= 180.0 && c.y.abs() <= 90.0))
    {
        out.push(format!("a position of an {name} ring is no place on earth"));
    }
    if ring.0.len() < 4 || ring.0.first() != ring.0.last() {
        out.push(format!("an {name} ring is not closed"));
        return;
    }
    let origin = ring.0[0];
    let twice: f64 = (ring.0.windows(2))
        .map(|w| {
            let (a, b) = (w[0] - origin, w[1] - origin);
            a.x * b.y - a.y * b.x
        })
        .sum();
    if twice * sign <= 0.0 {
        out.push(format!("an {name} ring runs the wrong way"));
    }
}
