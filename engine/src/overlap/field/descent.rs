//! Cells over one territory, halved until the distance is known in each to the aim.
//!
//! A cell's middle alone often decides: a cell whose distances, `d(middle) ± radius`, lie between two of the asked widths belongs to
//! the wider one as a whole. Otherwise a cell that is all territory becomes a grid of triangles ([`block`](super::block)) as soon as
//! that is not too fine, and one that the territory's outline crosses a plane ([`part`](super::part)) as soon as that is good enough.

use super::cell::Cell;
use super::plane::TURN;
use super::shares::{Band, Shares, first_at_least};
use super::triangle::{About, Node};
use crate::geodesy::ellipsoid::{A, aux_of_lonlat, space_of_aux};
use crate::geodesy::vector::V3;
use crate::overlap::extreme::CONVEX_TO;
use crate::strip::candidates::narrow;
use crate::strip::nearest::Search;
use crate::strip::piece::distance_error;
use crate::strip::tree::{Bound, Ref, Tree};
use geo::Coord;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Latitude beyond which the plane is too much stretched, and slope 1 alone bounds, degrees.
const POLAR: f64 = 89.99;
/// Cells of a smaller radius are not divided, m.
const SMALLEST: f64 = 0.01;

/// What one territory's cells are judged by.
pub struct Job<'a> {
    pub tree: &'a Tree,
    /// Ascending, m.
    pub widths: &'a [f64],
    /// Greatest half band that is wanted at each width, m.
    pub aim: &'a [f64],
    /// By slope 1 alone, spread evenly: for a first look.
    pub crude: bool,
}

/// Where results go.
pub struct Out<'a> {
    pub shares: &'a mut Shares,
    rest: &'a mut Vec<Cell>,
}

/// Buffers that the recursion shares: the runs of the line that can be nearest, of all cells above, one after the other.
#[derive(Default)]
pub struct Room {
    pub runs: Vec<Ref>,
    work: Vec<Ref>,
    bounds: Vec<Bound>,
    pub search: Search,
    nodes: FxHashMap<(u64, u64), Node>,
}

impl Room {
    /// Adds the runs among those of `parent` that can be nearest to a point within `r` of `x`.
    fn narrow(&mut self, tree: &Tree, parent: Range<usize>, x: V3, r: f64) {
        self.work.extend_from_slice(&self.runs[parent]);
        narrow(tree, x, r, 0.25 * r, &mut self.work, &mut self.bounds);
        self.runs.extend(self.bounds.iter().map(|b| b.run));
    }
}

/// A cell that is to be shared out by triangles.
pub struct Judged {
    pub cell: Cell,
    pub middle: Node,
    /// Its runs of the line.
    pub own: Range<usize>,
    pub about: About,
    /// Greatest half band wanted, m.
    pub aim: f64,
    /// Whether a block has refused it as it is.
    pub tried: bool,
}

impl Job<'_> {
    /// Shares out a cell. Cells that need division at `levels` 0 go to `rest`.
    pub fn share_out(&self, cell: Cell, levels: u32, shares: &mut Shares, rest: &mut Vec<Cell>) {
        let mut room = Room {
            runs: vec![self.tree.root()],
            ..Room::default()
        };
        let mut out = Out { shares, rest };
        self.visit(cell, false, levels, 0..1, &mut room, &mut out);
    }

    /// Shares out a cell whose runs of the line are among those of `parent`; `tried`: as in [`Judged`].
    pub fn visit(
        &self,
        cell: Cell,
        tried: bool,
        levels: u32,
        parent: Range<usize>,
        room: &mut Room,
        out: &mut Out,
    ) {
        let start = room.runs.len();
        self.judge(cell, tried, levels, parent, room, out);
        room.runs.truncate(start);
    }

    fn judge(
        &self,
        cell: Cell,
        tried: bool,
        levels: u32,
        parent: Range<usize>,
        room: &mut Room,
        out: &mut Out,
    ) {
        if self.tree.halt.is_stopped() {
            return;
        }
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
            let spread = if self.crude { r } else { 0.0 };
            let u = [middle.d - spread, middle.d, middle.d + spread];
            (out.shares).triangle(self.widths, u, cell.area(), Band::even(r));
            return;
        }
        if levels == 0 {
            out.rest.push(cell);
            return;
        }
        let most_latitude = cell.extent.latitudes().1;
        let cell = if self.crude || most_latitude > POLAR || middle.d + r > CONVEX_TO {
            cell
        } else {
            let about = About {
                least: middle.d - r,
                most: middle.d + r,
                turn: TURN * most_latitude.to_radians().tan() / A,
            };
            let judged = Judged {
                cell,
                middle,
                own: own.clone(),
                about,
                aim,
                tried,
            };
            let done = match &judged.cell.rings {
                None => self.block(&judged, end - first, levels, room, out),
                Some(rings) => self.part(&judged, rings, room, out.shares),
            };
            if done {
                return;
            }
            judged.cell
        };
        for half in cell.halves().into_iter().flatten() {
            self.visit(half, false, levels - 1, own.clone(), room, out);
        }
    }

    /// The distance at a position, asked for once: neighbouring cells share corners, and a middle becomes a corner.
    pub fn node(&self, at: Coord<f64>, own: &Range<usize>, room: &mut Room) -> Node {
        let key = (at.x.to_bits(), at.y.to_bits());
        if let Some(node) = room.nodes.get(&key) {
            return *node;
        }
        let among = &room.runs[own.clone()];
        let node = Node::find(self.tree, &mut room.search, among, aux_of_lonlat(at));
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
}
