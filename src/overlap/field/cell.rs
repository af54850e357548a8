//! Cells over one territory, halved until the distance is known in each to the aim.
//!
//! A cell is a box of longitude and latitude with the territory's part in it. Its middle alone often decides: a cell whose
//! distances, `d(middle) ± radius`, lie between two of the asked widths belongs to the wider one as a whole. Otherwise
//! the distances at its corners and its middle make it four triangles with an affine distance each (one plane where the
//! territory's outline crosses the cell), and the true distance lies in a band about it that follows from two facts:
//!
//! * from below: d is semi-concave. Its second derivative along a way straight in the plane is at most `1/d + turn`, so it
//!   falls short of an interpolation over a triangle of enclosing radius ρ by at most `ρ²/2 (1/d + turn)`;
//! * from above: d is at most the distance to one piece of the line, which is convex up to the turn and the piece's own
//!   curvature. So it exceeds the interpolation by at most the greatest excess of that distance at the triangle's corners
//!   over d there, plus `ρ²/2 (turn + curvature)`.
//!
//! Neither asks which pieces are nearest in between: no ridge can hide. The estimate lies in the band where
//! the distance is likely to be; what is left of the band on either side is the bound.

use super::super::halves::{Along, Extent, Rings, planar_area};
use super::plane::{TURN, stretch, x_of_longitude, y_of_latitude};
use super::shares::{Band, Shares, first_at_least};
use crate::geodesy::ellipsoid::{A, aux_of_lonlat, space_of_aux};
use crate::geodesy::vector::V3;
use crate::overlap::extreme::CONVEX_TO;
use crate::strip::nearest::{Search, chord_margin};
use crate::strip::piece::{NONE, distance_error};
use crate::strip::tree::{Ref, Tree, is_piece};
use geo::Coord;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Latitude beyond which the plane is too much stretched, and slope 1 alone bounds, degrees.
const POLAR: f64 = 89.99;
/// Cells of a smaller radius are not divided, m.
const SMALLEST: f64 = 0.01;

/// The distance at a position.
#[derive(Clone, Copy)]
struct Node {
    aux: V3,
    d: f64,
    piece: u32,
    /// Whether the nearest point is a position of the line: about it the distance is curved.
    vertex: bool,
}

/// A box with a territory's part in it.
#[derive(Clone)]
pub struct Cell {
    extent: Extent,
    /// The box in the plane.
    low: Coord<f64>,
    high: Coord<f64>,
    /// `None`: all of the box.
    rings: Option<Rings>,
}

impl Cell {
    /// `rings` in the plane; `extent` in degrees holds them all.
    pub fn new(extent: Extent, rings: Rings) -> Self {
        let place = |p: Coord<f64>| Coord {
            x: x_of_longitude(p.x),
            y: y_of_latitude(p.y),
        };
        Cell {
            extent,
            low: place(extent.min),
            high: place(extent.max),
            rings: Some(rings),
        }
    }

    fn area(&self) -> f64 {
        match &self.rings {
            None => (self.high.x - self.low.x) * (self.high.y - self.low.y),
            Some(rings) => rings.iter().map(|r| 0.5 * planar_area(r)).sum(),
        }
    }
}

/// What one territory's cells are judged by.
pub struct Job<'a> {
    pub tree: &'a Tree,
    /// Ascending, m.
    pub widths: &'a [f64],
    /// Greatest half band that is wanted at each width, m.
    pub aim: &'a [f64],
}

/// Where results go.
struct Out<'a> {
    shares: &'a mut Shares,
    rest: &'a mut Vec<Cell>,
}

/// Buffers that the recursion shares: the runs of the line that can be nearest, of all cells above, one after the other.
#[derive(Default)]
struct Room {
    runs: Vec<Ref>,
    work: Vec<Ref>,
    bounds: Vec<(f64, Ref)>,
    search: Search,
    nodes: FxHashMap<(u64, u64), Node>,
}

impl Room {
    /// Adds the runs among those of `parent` that can be nearest to a point within `r` of `x`.
    fn narrow(&mut self, tree: &Tree, parent: Range<usize>, x: V3, r: f64) {
        let open_above = 0.25 * r;
        self.work.clear();
        self.work.extend_from_slice(&self.runs[parent]);
        self.bounds.clear();
        let (mut best, mut slack) = (f64::INFINITY, f64::INFINITY);
        while let Some(run) = self.work.pop() {
            let b = tree.bound(run, x);
            if b.lower() > best + slack {
                continue;
            }
            if b.upper() < best {
                best = b.upper();
                slack = 2.0 * r + chord_margin(best + 2.0 * r);
            }
            if b.radius > open_above && !is_piece(run) {
                self.work.extend_from_slice(&tree.node(run).children);
            } else {
                self.bounds.push((b.lower(), run));
            }
        }
        let near = self.bounds.iter().filter(|b| b.0 <= best + slack);
        self.runs.extend(near.map(|b| b.1));
    }
}

/// The sizes of a cell's triangles.
struct Shape {
    /// Half sides, m.
    hx: f64,
    hy: f64,
    /// Squared enclosing radius of those on a parallel, and of those on a meridian, m².
    across: f64,
    along: f64,
    /// Turning of the plane's straight lines, 1/m.
    turn: f64,
}

impl Shape {
    /// Mean of distance less interpolation over a triangle on a parallel or a meridian, if the nearest point is a
    /// vertex: a quadratic of second derivative 1/d across its slope misses by the sum over the edges of their squared
    /// lengths across it, over 24 d.
    fn mean_miss(&self, nodes: [&Node; 3], on_parallel: bool) -> f64 {
        let base = if on_parallel { self.hx } else { self.hy };
        let leg2 = self.hx * self.hx + self.hy * self.hy;
        let [a, b, apex] = nodes;
        let across = |length2: f64, p: &Node, q: &Node| (length2 - (p.d - q.d).powi(2)).max(0.0);
        let sum = across(4.0 * base * base, a, b) + across(leg2, b, apex) + across(leg2, apex, a);
        let curved = nodes.iter().filter(|n| n.vertex).count() as f64 / 3.0;
        -curved * sum / (24.0 * apex.d)
    }
}

/// What bounds the distance in a cell by its five nodes.
struct Element {
    middle: Node,
    corners: [Node; 4],
    /// For each triangle (south, east, north, west): how far the distance may fall below the interpolation, and exceed it.
    below: [f64; 4],
    above: [f64; 4],
    /// By how much the distance is likely to be above the interpolation, on average.
    likely: [f64; 4],
}

impl Job<'_> {
    /// Shares out a cell. Cells that need division at `levels` 0 go to `rest`.
    pub fn share_out(&self, cell: Cell, levels: u32, shares: &mut Shares, rest: &mut Vec<Cell>) {
        let mut room = Room {
            runs: vec![self.tree.root()],
            ..Room::default()
        };
        let mut out = Out { shares, rest };
        self.visit(cell, levels, 0..1, &mut room, &mut out);
    }

    fn visit(&self, cell: Cell, levels: u32, parent: Range<usize>, room: &mut Room, out: &mut Out) {
        let start = room.runs.len();
        self.judge(cell, levels, parent, room, out);
        room.runs.truncate(start);
    }

    fn judge(&self, cell: Cell, levels: u32, parent: Range<usize>, room: &mut Room, out: &mut Out) {
        let aux = aux_of_lonlat(cell.extent.middle());
        let start = room.runs.len();
        room.narrow(self.tree, parent, space_of_aux(aux), cell.extent.radius());
        let own = start..room.runs.len();
        let middle = self.node(cell.extent.middle(), &own, room);
        let r = cell.extent.radius() + distance_error(middle.d);
        let first = first_at_least(self.widths, middle.d - r);
        if first == self.widths.len() {
            return;
        }
        let end = first + first_at_least(&self.widths[first..], middle.d + r);
        if first == end {
            out.shares.whole(first, cell.area());
            return;
        }
        let aim = self.aim_over(first, end);
        if r <= aim || r < SMALLEST {
            out.shares
                .triangle(self.widths, [middle.d; 3], cell.area(), Band::even(r));
            return;
        }
        if levels == 0 {
            out.rest.push(cell);
            return;
        }
        if let Some(shape) = self.shape(&cell, middle, r, aim) {
            let corners = cell.extent.corners().map(|p| self.node(p, &own, room));
            if let Some(element) = self.element(&shape, middle, corners, r, aim)
                && self.accept(&cell, &element, aim, out.shares)
            {
                return;
            }
        }
        for half in self.halves(cell).into_iter().flatten() {
            self.visit(half, levels - 1, own.clone(), room, out);
        }
    }

    /// The distance at a position, asked for once: neighbouring cells share corners, and a middle becomes a corner.
    fn node(&self, at: Coord<f64>, own: &Range<usize>, room: &mut Room) -> Node {
        let key = (at.x.to_bits(), at.y.to_bits());
        if let Some(node) = room.nodes.get(&key) {
            return *node;
        }
        let aux = aux_of_lonlat(at);
        let near = room.search.nearest(self.tree, &room.runs[own.clone()], aux);
        let node = Node {
            aux,
            d: near.distance,
            piece: near.piece,
            vertex: near.vertex != NONE,
        };
        room.nodes.insert(key, node);
        node
    }

    /// The least aim of the widths `first..end`, looked at in steps where they are many.
    fn aim_over(&self, first: usize, end: usize) -> f64 {
        let step = ((end - first) / 8).max(1);
        (first..end)
            .step_by(step)
            .map(|k| self.aim[k])
            .fold(f64::INFINITY, f64::min)
    }

    /// The cell's triangles, unless it is too near to the line or to a pole, or too large for the aim.
    fn shape(&self, cell: &Cell, middle: Node, r: f64, aim: f64) -> Option<Shape> {
        let (least, most) = cell.extent.latitudes();
        if most > POLAR || middle.d + r > CONVEX_TO {
            return None;
        }
        let (k_most, k_least) = (stretch(least), stretch(most));
        let y = y_of_latitude(cell.extent.middle().y);
        // Upper bounds on the half sides, m.
        let hx = 0.5 * (cell.high.x - cell.low.x) * k_most;
        let hy = (cell.high.y - y).max(y - cell.low.y) / k_least;
        // Squared enclosing radii of the triangles on a side of half length a, with the apex b above it.
        let enclosing = |a: f64, b: f64| {
            if a >= b {
                a * a
            } else {
                let c = (a * a + b * b) / (2.0 * b);
                c * c
            }
        };
        let shape = Shape {
            hx,
            hy,
            across: enclosing(hx, hy),
            along: enclosing(hy, hx),
            turn: TURN * most.to_radians().tan() / A,
        };
        // The band is at least so wide, whatever the corners.
        let fall = 0.5 * (1.0 / (middle.d + r) + shape.turn);
        (0.5 * fall * shape.across.max(shape.along) <= aim).then_some(shape)
    }

    /// The bounds on a cell, unless it is too near to the line.
    fn element(
        &self,
        shape: &Shape,
        middle: Node,
        corners: [Node; 4],
        r: f64,
        aim: f64,
    ) -> Option<Element> {
        let &Shape {
            across,
            along,
            turn,
            ..
        } = shape;
        let least_node = corners.iter().fold(middle.d, |d, n| d.min(n.d));
        let least = (middle.d - r).max(least_node - across.max(along).sqrt());
        if least <= 0.0 {
            return None;
        }
        let fall = 0.5 * (1.0 / least + turn);
        let mut element = Element {
            middle,
            corners,
            below: [across, along, across, along].map(|rho2| rho2 * fall),
            above: [0.0; 4],
            likely: [0.0; 4],
        };
        if element.below.iter().any(|b| 0.5 * b > aim) {
            return None;
        }
        // One piece for all four triangles, or the best for each.
        let by_middle = corners.map(|c| self.excess(middle.piece, &c));
        for i in 0..4 {
            let (a, b) = (i, (i + 1) % 4);
            let rho2 = if i % 2 == 0 { across } else { along };
            let mut excess = by_middle[a].max(by_middle[b]);
            let mut rise = self.rise(middle.piece, turn, middle.d + r) * rho2;
            if excess + rise + element.below[i] > 2.0 * aim {
                for (own, other) in [(a, b), (b, a)] {
                    let piece = corners[own].piece;
                    if piece == middle.piece {
                        continue;
                    }
                    let e = self
                        .excess(piece, &middle)
                        .max(self.excess(piece, &corners[other]));
                    let s = self.rise(piece, turn, middle.d + r) * rho2;
                    if e + s < excess + rise {
                        (excess, rise) = (e, s);
                    }
                }
            }
            element.above[i] = excess + rise;
            element.likely[i] = (shape.mean_miss([&corners[a], &corners[b], &middle], i % 2 == 0)
                + excess / 3.0)
                .clamp(-element.below[i], element.above[i]);
        }
        Some(element)
    }

    /// By how much a piece is farther from a node than the line is, m.
    fn excess(&self, piece: u32, node: &Node) -> f64 {
        if node.piece == piece {
            return 0.0;
        }
        let piece = &self.tree.pieces[piece as usize];
        let (t, _) = piece.nearest(space_of_aux(node.aux));
        (piece.distance(node.aux, t) - node.d).max(0.0)
    }

    /// Half the second derivative by which the distance to a piece may fail to be convex at distances up to `d`, 1/m.
    fn rise(&self, piece: u32, turn: f64, d: f64) -> f64 {
        let curvature = self.tree.pieces[piece as usize].curvature;
        let focus = 1.0 - curvature * d;
        if focus < 0.1 {
            return f64::INFINITY;
        }
        0.5 * (turn + curvature / focus)
    }

    /// Shares out a cell by its bounds, if they are good enough.
    fn accept(&self, cell: &Cell, element: &Element, aim: f64, shares: &mut Shares) -> bool {
        match &cell.rings {
            None => self.accept_whole(cell, element, aim, shares),
            Some(rings) => self.accept_part(cell, element, rings, aim, shares),
        }
    }

    fn accept_whole(&self, cell: &Cell, element: &Element, aim: f64, shares: &mut Shares) -> bool {
        if (0..4).any(|i| element.below[i] + element.above[i] > 2.0 * aim) {
            return false;
        }
        let (dx, dy) = (cell.high.x - cell.low.x, cell.high.y - cell.low.y);
        let y = y_of_latitude(cell.extent.middle().y);
        let areas = [
            0.5 * dx * (y - cell.low.y),
            0.25 * dx * dy,
            0.5 * dx * (cell.high.y - y),
            0.25 * dx * dy,
        ];
        for (i, area) in areas.into_iter().enumerate() {
            let shift = element.likely[i];
            let band = Band {
                below: element.below[i] + shift,
                above: element.above[i] - shift,
            };
            let u = [
                element.corners[i].d,
                element.corners[(i + 1) % 4].d,
                element.middle.d,
            ];
            shares.triangle(self.widths, u.map(|d| d + shift), area, band);
        }
        true
    }

    fn accept_part(
        &self,
        cell: &Cell,
        element: &Element,
        rings: &Rings,
        aim: f64,
        shares: &mut Shares,
    ) -> bool {
        let (dx, dy) = (cell.high.x - cell.low.x, cell.high.y - cell.low.y);
        let centre = (cell.low + cell.high) * 0.5;
        let [sw, se, ne, nw] = element.corners.map(|n| n.d);
        let g = Coord {
            x: (se + ne - sw - nw) / (2.0 * dx),
            y: (nw + ne - sw - se) / (2.0 * dy),
        };
        let mean = 0.25 * (sw + se + ne + nw);
        let y = y_of_latitude(cell.extent.middle().y);
        // What the plane misses at the nodes; between them it misses no more.
        let at = |x: f64, y: f64| mean + g.x * x + g.y * y;
        let (hx, hy) = (0.5 * dx, 0.5 * dy);
        let miss = [
            sw - at(-hx, -hy),
            se - at(hx, -hy),
            ne - at(hx, hy),
            nw - at(-hx, hy),
            element.middle.d - at(0.0, y - centre.y),
        ];
        let greatest = |v: &[f64]| v.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let top = greatest(&miss) + greatest(&element.above);
        let bottom = -greatest(&miss.map(|m| -m)) - greatest(&element.below);
        if top - bottom > 2.0 * aim {
            return false;
        }
        // The mean of the interpolation, and what it is likely to miss.
        let likely = (miss[..4].iter().sum::<f64>() / 6.0
            + miss[4] / 3.0
            + element.likely.iter().sum::<f64>() / 4.0)
            .clamp(bottom, top);
        let base = mean + likely;
        let band = Band {
            below: likely - bottom,
            above: top - likely,
        };
        let slope2 = g.x * g.x + g.y * g.y;
        let spread = g.x.abs() * hx + g.y.abs() * hy;
        if spread < 1e-3 {
            // As good as level: no direction to measure along.
            shares.triangle(self.widths, [base; 3], cell.area(), band.wider(spread));
            return true;
        }
        let turned = |p: Coord<f64>| {
            let q = p - centre;
            Coord {
                x: base + g.x * q.x + g.y * q.y,
                y: (g.x * q.y - g.y * q.x) / slope2,
            }
        };
        for ring in rings.iter() {
            let Some(last) = ring.last() else { continue };
            let mut from = turned(last.at);
            for corner in ring {
                let to = turned(corner.at);
                shares.edge(self.widths, from, to, band);
                from = to;
            }
        }
        true
    }

    /// The two halves of a cell, across its longer side; those without a part of the territory are left out.
    fn halves(&self, cell: Cell) -> [Option<Cell>; 2] {
        let Cell {
            extent,
            low,
            high,
            rings,
        } = cell;
        let (size, middle) = (extent.max - extent.min, extent.middle());
        let along = if size.x * middle.y.to_radians().cos() > size.y {
            Along::Meridian
        } else {
            Along::Parallel
        };
        let (boxes, cut) = match along {
            Along::Meridian => (
                [
                    (
                        extent.min,
                        Coord {
                            x: middle.x,
                            ..extent.max
                        },
                    ),
                    (
                        Coord {
                            x: middle.x,
                            ..extent.min
                        },
                        extent.max,
                    ),
                ],
                x_of_longitude(middle.x),
            ),
            Along::Parallel => (
                [
                    (
                        extent.min,
                        Coord {
                            y: middle.y,
                            ..extent.max
                        },
                    ),
                    (
                        Coord {
                            y: middle.y,
                            ..extent.min
                        },
                        extent.max,
                    ),
                ],
                y_of_latitude(middle.y),
            ),
        };
        let rings = match rings {
            None => [None, None],
            Some(rings) => rings.halves(along, cut).map(Some),
        };
        let (mut below, mut above) = (high, low);
        match along {
            Along::Meridian => (below.x, above.x) = (cut, cut),
            Along::Parallel => (below.y, above.y) = (cut, cut),
        }
        let plane = [(low, below), (above, high)];
        let [first, second] = rings;
        let half = |i: usize, rings: Option<Rings>| {
            let (low, high) = plane[i];
            let rings = match rings {
                Some(rings) if rings.is_empty() => return None,
                Some(rings) if fills(&rings, low, high) => None,
                rings => rings,
            };
            let (min, max) = boxes[i];
            Some(Cell {
                extent: Extent { min, max },
                low,
                high,
                rings,
            })
        };
        [half(0, first), half(1, second)]
    }
}

/// Whether a part is the whole box.
fn fills(rings: &Rings, low: Coord<f64>, high: Coord<f64>) -> bool {
    let at_edge = |c: Coord<f64>| c.x == low.x || c.x == high.x || c.y == low.y || c.y == high.y;
    if rings.corners().len() > 12 || !rings.corners().iter().all(|c| at_edge(c.at)) {
        return false;
    }
    let own: f64 = rings.iter().map(|r| 0.5 * planar_area(r)).sum();
    let all = (high.x - low.x) * (high.y - low.y);
    (own - all).abs() <= 1e-12 * all
}
