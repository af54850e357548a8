//! The globe cell by cell: is what is certainly within the width in the zone, and what is certainly beyond it not?
//!
//! Cells are boxes of longitude and latitude, halved again and again. With d the distance of a cell's centre and r its
//! radius, all of the cell is within the width where d + r < w, and beyond it where d − r > w. On the zone's side the question is
//! exact: where no edge of the zone enters a cell, all of it is in or all of it is out. So
//! - a cell that no edge of the zone enters is halved until it is decided, down to the tolerance, and must agree;
//! - one that an edge enters is halved down to the spacing; there its centre must agree, unless it is within the tolerance of the width.
//!
//! What escapes is therefore smaller than the spacing *and* so near to an edge of the zone that a cell of that size holds
//! part of both.

use super::bounds::parallel_radius;
use super::judge::KNOWN;
use super::truth::{Rule, Truth};
use crate::geodesy::edge_tree::{Box2, Edges as Rings};
use crate::geodesy::ellipsoid::R_MAX;
use crate::par::*;
use geo::Coord;

/// Sides of the first cells, degrees.
const FIRST: f64 = 5.0;

/// Cells that disagree.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disagree {
    pub cells: usize,
    /// The greatest |distance − width| of a centre among them, and where.
    pub worst: f64,
    pub at: Option<Coord<f64>>,
}

/// What a sweep found.
#[derive(Clone, Copy, Debug, Default)]
pub struct Swept {
    /// Cells that were compared.
    pub cells: usize,
    /// In the zone, but not to be; to be in it, but not.
    pub too_much: Disagree,
    pub missing: Disagree,
}

/// Looks at all cells; `go_on` is told after each part of the globe, and may end the sweep.
pub fn sweep(
    truth: &Truth,
    zone: &Rings,
    spacing: f64,
    go_on: &(dyn Fn(f64) -> bool + Sync),
) -> Option<Swept> {
    let columns = (360.0 / FIRST) as usize;
    let rows = (180.0 / FIRST) as usize;
    let mut all = Swept::default();
    for row in 0..rows {
        let found: Vec<Swept> = (0..columns)
            .into_par_iter()
            .map(|column| {
                let corner = [column as f64 * FIRST - 180.0, row as f64 * FIRST - 90.0];
                let mut swept = Swept::default();
                let cell = Box2 {
                    min: corner,
                    max: [corner[0] + FIRST, corner[1] + FIRST],
                };
                Sweep {
                    truth,
                    zone,
                    spacing,
                }
                .cell(cell, None, &mut swept);
                swept
            })
            .collect();
        for swept in found {
            all.add(swept);
        }
        if !go_on((row + 1) as f64 / rows as f64) {
            return None;
        }
    }
    Some(all)
}

struct Sweep<'a> {
    truth: &'a Truth<'a>,
    zone: &'a Rings,
    spacing: f64,
}

/// What is known of a cell: all of it belongs, or nothing.
type Known = Option<bool>;

impl Sweep<'_> {
    fn cell(&self, cell: Box2, known: Known, out: &mut Swept) {
        let shape = Shape::of(&cell);
        let entered = self.zone.enter(&cell);
        let known = known.or_else(|| self.decided(&cell, &shape));
        if !entered && known.is_some() || shape.diameter <= self.least(entered) {
            self.compare(&shape, known, out);
            return;
        }
        // Where it disagrees already nothing is gained by following the width all along to the tolerance.
        if shape.diameter <= self.spacing && known.is_none() && self.compare(&shape, None, out) {
            return;
        }
        for half in shape.halves(&cell) {
            self.cell(half, known, out);
        }
    }

    /// The diameter at which a cell is not halved any more.
    fn least(&self, entered: bool) -> f64 {
        // Sides have no bound that decides for a whole cell: places at the spacing have to do.
        if entered || !self.truth.is_plain() {
            self.spacing
        } else {
            self.spacing.min(self.truth.claim.tolerance.0)
        }
    }

    fn decided(&self, cell: &Box2, shape: &Shape) -> Known {
        let rule = if self.truth.has_walls() && self.truth.walls_enter(cell) {
            return None;
        } else {
            self.truth.rule(shape.centre)
        };
        let width = match rule {
            Rule::In => return Some(true),
            Rule::Out => return Some(false),
            Rule::Within(width) => width,
        };
        let tolerance = self.truth.claim.tolerance.0 + KNOWN;
        let radius = 0.5 * shape.diameter;
        let (least, most) = self.truth.judge.bounds(shape.centre);
        let say = |least: f64, most: f64| {
            if least - radius > width + tolerance {
                Some(false)
            } else if most + radius < width - tolerance && !self.truth.is_sided() {
                Some(true)
            } else {
                None
            }
        };
        say(least, most).or_else(|| {
            // Far off, chords say too little: where they leave more open than the cell is large.
            let open = least - radius <= width + tolerance && most + radius >= width - tolerance;
            (open && most - least > 0.25 * radius)
                .then(|| self.truth.judge.distance(shape.centre).0)
                .and_then(|d| say(d, d))
        })
    }

    /// Whether the zone and the truth disagree at the centre of a cell: then it is counted.
    fn compare(&self, shape: &Shape, known: Known, out: &mut Swept) -> bool {
        out.cells += 1;
        let (at, held) = (
            shape.centre,
            self.zone.inside([shape.centre.x, shape.centre.y]),
        );
        let belongs = match known {
            Some(known) => known,
            None => {
                let belongs = self.truth.holds(at);
                if belongs == held {
                    return false;
                }
                let off = (self.truth.judge.distance(at).0 - self.truth.claim.width.0).abs();
                let tolerance = self.truth.claim.tolerance.0 + KNOWN;
                let at_wall = if self.truth.is_plain() {
                    off <= tolerance
                } else {
                    [0.5, 1.0, 2.0]
                        .iter()
                        .any(|f| self.truth.wall_near(at, f * tolerance, 32))
                };
                if at_wall {
                    return false;
                }
                belongs
            }
        };
        if belongs != held {
            let side = if held {
                &mut out.too_much
            } else {
                &mut out.missing
            };
            let off = match self.truth.rule(at) {
                Rule::In | Rule::Out => 0.0,
                // Exactly where it may be the worst.
                Rule::Within(width) => {
                    let (least, most) = self.truth.judge.bounds(at);
                    if (most - width).abs().max((least - width).abs()) > side.worst {
                        (self.truth.judge.distance(at).0 - width).abs()
                    } else {
                        0.0
                    }
                }
            };
            side.add(Disagree {
                cells: 1,
                worst: off,
                at: Some(at),
            });
        }
        belongs != held
    }
}

/// A cell's centre, and how far its points are from each other at most, m.
struct Shape {
    centre: Coord<f64>,
    diameter: f64,
    wide: bool,
}

impl Shape {
    fn of(cell: &Box2) -> Self {
        let least = if cell.min[1] < 0.0 && cell.max[1] > 0.0 {
            0.0
        } else {
            cell.min[1].abs().min(cell.max[1].abs())
        };
        let north = R_MAX * (cell.max[1] - cell.min[1]).to_radians();
        let east = parallel_radius(least) * (cell.max[0] - cell.min[0]).to_radians();
        Shape {
            centre: Coord {
                x: 0.5 * (cell.min[0] + cell.max[0]),
                y: 0.5 * (cell.min[1] + cell.max[1]),
            },
            // From the centre to a corner along a straight way in longitude and latitude, twice.
            diameter: north.hypot(east),
            wide: east > north,
        }
    }

    fn halves(&self, cell: &Box2) -> [Box2; 2] {
        let (mut low, mut high) = (*cell, *cell);
        if self.wide {
            (low.max[0], high.min[0]) = (self.centre.x, self.centre.x);
        } else {
            (low.max[1], high.min[1]) = (self.centre.y, self.centre.y);
        }
        [low, high]
    }
}

impl Disagree {
    fn add(&mut self, o: Disagree) {
        self.cells += o.cells;
        if self.at.is_none() || o.worst > self.worst {
            (self.worst, self.at) = (o.worst, o.at);
        }
    }
}

impl Swept {
    fn add(&mut self, o: Swept) {
        self.cells += o.cells;
        for (mine, its) in [
            (&mut self.too_much, o.too_much),
            (&mut self.missing, o.missing),
        ] {
            if its.cells > 0 {
                mine.add(its);
            }
        }
    }
}
