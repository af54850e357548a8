//! Where names go: greedily, the largest overlap first, never one on another.
//!
//! The panel is cut into cells that say what lies there: a territory's soil, its part of the strip, the line, an outline. A name goes
//! where most of its box lies on its own part of the strip, then on its own soil, least on the line and on others' soil. One that has
//! no such place stands beside, at the end of a leader; one that has none there either is left out and counted.

use super::clip;
use super::window::Rect;
use geo::Coord;

/// A text to place.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Which territory's, as [`Cells`] number them.
    pub of: usize,
    /// Of its box, pixels.
    pub width: f64,
    pub height: f64,
    /// Whether it may stand beside, at the end of a leader.
    pub leader: bool,
    /// A place in its part of the strip, for one that is smaller than a cell.
    pub part: Option<Coord<f64>>,
}

/// A place for a text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    pub rect: Rect,
    /// Where the leader ends, if there is one.
    pub anchor: Option<Coord<f64>>,
}

/// What is taken already.
#[derive(Debug, Default)]
pub struct Taken {
    rects: Vec<Rect>,
    leaders: Vec<[Coord<f64>; 2]>,
}

impl Taken {
    /// `room`: about the end of a leader, pixels.
    pub fn add(&mut self, placed: &Placed, room: f64) {
        if let Some(leader) = placed.leader() {
            let end = Rect {
                x: leader[1].x,
                y: leader[1].y,
                width: 0.0,
                height: 0.0,
            };
            self.rects.push(end.grown(room));
            self.leaders.push(leader);
        }
        self.rects.push(placed.rect);
    }

    /// Whether a text with its leader would lie on another, or cross a leader.
    fn holds(&self, placed: &Placed) -> bool {
        let through = |rect: &Rect, [a, b]: [Coord<f64>; 2]| clip::segment(a, b, rect).is_some();
        if self.rects.iter().any(|t| t.meets(&placed.rect))
            || self.leaders.iter().any(|l| through(&placed.rect, *l))
        {
            return true;
        }
        placed.leader().is_some_and(|own| {
            self.rects.iter().any(|t| through(t, own))
                || self.leaders.iter().any(|l| cross(*l, own))
        })
    }
}

/// Whether two segments cross.
fn cross([a, b]: [Coord<f64>; 2], [c, d]: [Coord<f64>; 2]) -> bool {
    let side = |p: Coord<f64>, q: Coord<f64>, r: Coord<f64>| {
        (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x) > 0.0
    };
    side(a, b, c) != side(a, b, d) && side(c, d, a) != side(c, d, b)
}

impl Placed {
    /// From the text to the place that it names.
    pub fn leader(&self) -> Option<[Coord<f64>; 2]> {
        let anchor = self.anchor?;
        let near = Coord {
            x: anchor.x.clamp(self.rect.x, self.rect.right()),
            y: anchor.y.clamp(self.rect.y, self.rect.bottom()),
        };
        Some([near, anchor])
    }
}

/// What lies where.
pub struct Cells {
    panel: Rect,
    size: f64,
    across: usize,
    down: usize,
    /// Number of the territory on whose soil a cell is, plus 1; 0 for none.
    soil: Vec<u16>,
    /// The same for the part of the strip.
    covered: Vec<u16>,
    line: Sums,
    outline: Sums,
    land: Sums,
    strip: Sums,
}

/// Sums over rectangles of cells, in no time.
struct Sums {
    across: usize,
    sums: Vec<f64>,
}

impl Sums {
    fn of(across: usize, down: usize, value: impl Fn(usize) -> f64) -> Self {
        let mut sums = vec![0.0; (across + 1) * (down + 1)];
        for j in 0..down {
            let mut row = 0.0;
            for i in 0..across {
                row += value(j * across + i);
                sums[(j + 1) * (across + 1) + i + 1] = row + sums[j * (across + 1) + i + 1];
            }
        }
        Sums { across, sums }
    }

    fn within(&self, [i, j, k, l]: [usize; 4]) -> f64 {
        let at = |i: usize, j: usize| self.sums[j * (self.across + 1) + i];
        at(k, l) - at(i, l) - at(k, j) + at(i, j)
    }
}

/// Shares of a box below which a name is not where it belongs.
const HOME: f64 = 0.62;
/// A leader is no longer than this part of the panel.
const LEADER: f64 = 0.1;
/// A text may hide this part of its box of the line.
const ON_LINE: f64 = 0.02;

/// What the cells are made of, in pixels: rings of territories by number, of their parts of the strip, lines, outlines.
pub struct Scene<'a> {
    pub soil: &'a [(usize, &'a [Vec<Coord<f64>>])],
    pub covered: &'a [(usize, &'a [Vec<Coord<f64>>])],
    pub strip: &'a [Vec<Coord<f64>>],
    pub lines: &'a [Vec<Coord<f64>>],
    pub outlines: &'a [Vec<Coord<f64>>],
}

impl Cells {
    pub fn new(panel: Rect, size: f64, scene: &Scene) -> Self {
        let across = (panel.width / size).ceil() as usize;
        let down = (panel.height / size).ceil() as usize;
        let mut cells = Cells {
            panel,
            size,
            across,
            down,
            soil: vec![0; across * down],
            covered: vec![0; across * down],
            line: Sums::of(0, 0, |_| 0.0),
            outline: Sums::of(0, 0, |_| 0.0),
            land: Sums::of(0, 0, |_| 0.0),
            strip: Sums::of(0, 0, |_| 0.0),
        };
        for (number, rings) in scene.soil {
            for k in cells.inside(rings) {
                cells.soil[k] = *number as u16 + 1;
            }
        }
        for (number, rings) in scene.covered {
            for k in cells.inside(rings) {
                cells.covered[k] = *number as u16 + 1;
            }
        }
        let drawn = |lines: &[Vec<Coord<f64>>]| {
            let mut hit = vec![0.0; across * down];
            for k in lines.iter().flat_map(|l| cells.along(l)) {
                hit[k] = 1.0;
            }
            Sums::of(across, down, |k| hit[k])
        };
        let (line, outline) = (drawn(scene.lines), drawn(scene.outlines));
        let mut inside = vec![0.0; across * down];
        for k in cells.inside(scene.strip) {
            inside[k] = 1.0;
        }
        cells.strip = Sums::of(across, down, |k| inside[k]);
        cells.land = Sums::of(across, down, |k| f64::from(cells.soil[k].min(1)));
        (cells.line, cells.outline) = (line, outline);
        cells
    }

    fn count(&self) -> f64 {
        (self.across * self.down) as f64
    }

    /// Cells whose middle is inside rings, by the even-odd rule.
    fn inside(&self, rings: &[Vec<Coord<f64>>]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut meets: Vec<Vec<f64>> = vec![Vec::new(); self.down];
        for ring in rings {
            for (k, &b) in ring.iter().enumerate() {
                let a = ring[(k + ring.len() - 1) % ring.len()];
                let (top, low) = if a.y < b.y { (a, b) } else { (b, a) };
                let row = |y: f64| ((y - self.panel.y) / self.size - 0.5).ceil().max(0.0) as usize;
                for (j, meets) in meets
                    .iter_mut()
                    .enumerate()
                    .take(row(low.y))
                    .skip(row(top.y))
                {
                    let y = self.panel.y + (j as f64 + 0.5) * self.size;
                    let t = (y - top.y) / (low.y - top.y);
                    meets.push(top.x + t * (low.x - top.x));
                }
            }
        }
        for (j, row) in meets.iter_mut().enumerate() {
            row.sort_by(f64::total_cmp);
            for pair in row.chunks_exact(2) {
                let column = |x: f64| {
                    (((x - self.panel.x) / self.size - 0.5).ceil().max(0.0) as usize)
                        .min(self.across)
                };
                found.extend((column(pair[0])..column(pair[1])).map(|i| j * self.across + i));
            }
        }
        found
    }

    fn along(&self, line: &[Coord<f64>]) -> Vec<usize> {
        let mut found = Vec::new();
        for edge in line.windows(2) {
            let length = (edge[1].x - edge[0].x).hypot(edge[1].y - edge[0].y);
            let steps = (2.0 * length / self.size).ceil().max(1.0) as usize;
            for s in 0..=steps {
                let p = edge[0] + (edge[1] - edge[0]) * (s as f64 / steps as f64);
                let (i, j) = (
                    ((p.x - self.panel.x) / self.size).floor(),
                    ((p.y - self.panel.y) / self.size).floor(),
                );
                if i >= 0.0 && j >= 0.0 && i < self.across as f64 && j < self.down as f64 {
                    found.push(j as usize * self.across + i as usize);
                }
            }
        }
        found
    }

    /// How many cells of the panel are a territory's soil.
    pub fn seen(&self, of: usize) -> usize {
        self.soil.iter().filter(|c| **c == of as u16 + 1).count()
    }

    /// Finds a place that is free of `taken`.
    pub fn place(&self, wanted: &Wanted, taken: &Taken) -> Option<Placed> {
        let own = wanted.of as u16 + 1;
        let soil = Sums::of(self.across, self.down, |k| {
            f64::from(u8::from(self.soil[k] == own))
        });
        let covered = Sums::of(self.across, self.down, |k| {
            f64::from(u8::from(self.covered[k] == own))
        });
        let all = [0, 0, self.across, self.down];
        let (has_soil, has_part) = (soil.within(all) > 0.0, covered.within(all) > 0.0);
        let small = wanted.part.filter(|p| !has_part && self.panel.holds(*p));
        let anchor = match small {
            Some(part) => part,
            None if has_part => self.deepest(&self.covered, own)?,
            None if has_soil => self.deepest(&self.soil, own)?,
            None => return None,
        };
        let (w, h) = (
            (wanted.width / self.size).ceil() as usize,
            (wanted.height / self.size).ceil() as usize,
        );
        if w + 2 > self.across || h + 2 > self.down {
            return None;
        }
        let cells = (w * h) as f64;
        let mut best: Option<(f64, Placed)> = None;
        let mut beside: Option<(f64, Placed)> = None;
        for j in 1..self.down - h {
            for i in 1..self.across - w {
                let area = [i, j, i + w, j + h];
                let near = [
                    i - 1,
                    j - 1,
                    (i + w + 1).min(self.across),
                    (j + h + 1).min(self.down),
                ];
                let on_line = self.line.within(near) / cells;
                if on_line > ON_LINE {
                    continue;
                }
                let rect = Rect {
                    x: self.panel.x + i as f64 * self.size,
                    y: self.panel.y + j as f64 * self.size,
                    width: w as f64 * self.size,
                    height: h as f64 * self.size,
                };
                let part = covered.within(area) / cells;
                let home = soil.within(area) / cells;
                let foreign = self.land.within(area) / cells - home;
                let outline = self.outline.within(area) / cells;
                let middle = Coord {
                    x: rect.x + 0.5 * rect.width,
                    y: rect.y + 0.5 * rect.height,
                };
                let far = (middle.x - anchor.x).hypot(middle.y - anchor.y) / self.panel.width;
                let mine = home.max(part);
                if mine >= HOME && small.is_none() {
                    let score = 2.0 * part + mine - 1.5 * foreign - 2.5 * outline - 1.5 * far;
                    let placed = Placed { rect, anchor: None };
                    if best.as_ref().is_none_or(|b| score > b.0) && !taken.holds(&placed) {
                        best = Some((score, placed));
                    }
                } else if wanted.leader
                    && best.is_none()
                    && rect.outside(anchor) <= LEADER * self.panel.width
                    && !rect.holds(anchor)
                {
                    let strip = self.strip.within(area) / cells;
                    let score = -4.0 * far - 0.6 * foreign - 0.8 * outline - 0.7 * strip;
                    let placed = Placed {
                        rect,
                        anchor: Some(anchor),
                    };
                    if beside.as_ref().is_none_or(|b| score > b.0) && !taken.holds(&placed) {
                        beside = Some((score, placed));
                    }
                }
            }
        }
        best.or(beside).map(|(_, placed)| placed)
    }

    /// The middle of the largest square of a territory's cells.
    fn deepest(&self, cells: &[u16], own: u16) -> Option<Coord<f64>> {
        debug_assert!(cells.len() as f64 == self.count());
        let mut sides = vec![0u32; cells.len()];
        let mut best = (0, 0);
        for j in 0..self.down {
            for i in 0..self.across {
                let k = j * self.across + i;
                if cells[k] != own {
                    continue;
                }
                let before = |k: Option<usize>| k.map_or(0, |k| sides[k]);
                let left = (i > 0).then(|| k - 1);
                let up = (j > 0).then(|| k - self.across);
                let corner = (i > 0 && j > 0).then(|| k - self.across - 1);
                sides[k] = 1 + before(left).min(before(up)).min(before(corner));
                if sides[k] > best.0 {
                    best = (sides[k], k);
                }
            }
        }
        let (side, k) = best;
        if side == 0 {
            return None;
        }
        let (i, j) = ((k % self.across) as f64, (k / self.across) as f64);
        let half = 0.5 * f64::from(side);
        Some(Coord {
            x: self.panel.x + (i + 1.0 - half) * self.size,
            y: self.panel.y + (j + 1.0 - half) * self.size,
        })
    }
}
