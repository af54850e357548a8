//! A cell that is all territory, shared out as a grid of triangles.
//!
//! What costs in a cell is to find which runs of the line can be near; so many triangles share one list. The grid is as fine as the
//! aim asks where no ridge crosses; where one does, its boxes are cells of their own.

use super::super::halves::Extent;
use super::cell::{Cell, Sides};
use super::descent::{Job, Judged, Out, Room};
use super::plane::{x_of_longitude, y_of_latitude};
use super::shares::Shares;
use super::triangle::{About, Bounds, Node, Shape, fall};
use crate::geodesy::ellipsoid::{meridian, on_parallel, parallel};
use geo::Coord;

/// Boxes a side, at most: more would test runs that are near to few of them.
const MOST: f64 = 8.0;
/// A block may reach so near to the line, as a part of its radius: nearer, halves fit the distance better.
const NEAREST: f64 = 1.5;
/// Of fewer widths a block is not made finer than this a side: most of its boxes would lie between two.
const FEW: usize = 4;
const MOST_OF_FEW: f64 = 2.0;
/// How much wider than the aim a band may be where a ridge makes it so. Smooth bands narrow with the square of a box's size, ridges'
/// with the size only, and a contour crosses few of them: so the same error costs fewest boxes.
const RIDGE: f64 = 4.0;

/// The lines of a grid: longitudes or latitudes, and their places in the plane.
struct Lines {
    degrees: Vec<f64>,
    place: Vec<f64>,
}

impl Lines {
    /// `count` equal steps from `from` to `to` degrees, the ends at `low` and `high`.
    fn new(
        count: usize,
        (from, to): (f64, f64),
        (low, high): (f64, f64),
        place: fn(f64) -> f64,
    ) -> Self {
        let step = (to - from) / count as f64;
        let mut degrees: Vec<f64> = (0..=count).map(|i| from + step * i as f64).collect();
        degrees[count] = to;
        let mut place: Vec<f64> = degrees.iter().map(|&d| place(d)).collect();
        (place[0], place[count]) = (low, high);
        Lines { degrees, place }
    }
}

impl Job<'_> {
    /// Whether the cell was fit for a grid; then it is shared out. `between`: how many widths its distances may meet.
    pub fn block(
        &self,
        judged: &Judged,
        between: usize,
        levels: u32,
        room: &mut Room,
        out: &mut Out,
    ) -> bool {
        let Judged {
            cell,
            about,
            aim,
            tried,
            ..
        } = judged;
        let radius = 0.5 * (about.most - about.least);
        if judged.middle.d < NEAREST * radius {
            return false;
        }
        let near = About {
            least: about.least.max(0.5 * judged.middle.d),
            ..*about
        };
        // Twice the fall: bounds on both sides; the enclosing radius of half a box is half its diagonal.
        let rho2 = 2.0 * aim / (fall(near) + 0.5 * about.turn);
        let whole = Sides::of(
            cell.high.x - cell.low.x,
            cell.high.y - cell.low.y,
            cell.extent.latitudes(),
        );
        let side = (2.0 * rho2).sqrt();
        let (nx, ny) = ((whole.x / side).ceil(), (whole.y / side).ceil());
        let most = if between < FEW { MOST_OF_FEW } else { MOST };
        if nx.max(ny) > most {
            return false;
        }
        let (nx, ny) = match (nx as usize, ny as usize) {
            (0 | 1, 0 | 1) if *tried => (2, 2),
            (nx, ny) => (nx.max(1), ny.max(1)),
        };
        let xs = Lines::new(
            nx,
            (cell.extent.min.x, cell.extent.max.x),
            (cell.low.x, cell.high.x),
            x_of_longitude,
        );
        let ys = Lines::new(
            ny,
            (cell.extent.min.y, cell.extent.max.y),
            (cell.low.y, cell.high.y),
            y_of_latitude,
        );
        let nodes = self.nodes(&xs, &ys, judged, room);
        let mut rest = Vec::new();
        for j in 0..ny {
            for i in 0..nx {
                let box_ = Cell {
                    extent: Extent {
                        min: Coord {
                            x: xs.degrees[i],
                            y: ys.degrees[j],
                        },
                        max: Coord {
                            x: xs.degrees[i + 1],
                            y: ys.degrees[j + 1],
                        },
                    },
                    low: Coord {
                        x: xs.place[i],
                        y: ys.place[j],
                    },
                    high: Coord {
                        x: xs.place[i + 1],
                        y: ys.place[j + 1],
                    },
                    rings: None,
                };
                let at = j * (nx + 1) + i;
                let corners = [at, at + 1, at + nx + 2, at + nx + 1].map(|k| &nodes[k]);
                if !self.two_triangles(&box_, corners, judged, out.shares) {
                    rest.push(box_);
                }
            }
        }
        for box_ in rest {
            self.visit(box_, true, levels - 1, judged.own.clone(), room, out);
        }
        true
    }

    /// The distances where the lines cross, row by row.
    fn nodes(&self, xs: &Lines, ys: &Lines, judged: &Judged, room: &mut Room) -> Vec<Node> {
        let meridians: Vec<_> = xs.degrees.iter().map(|&x| meridian(x)).collect();
        let last = [xs.degrees.len() - 1, ys.degrees.len() - 1];
        let mut nodes = Vec::with_capacity(xs.degrees.len() * ys.degrees.len());
        for (j, &y) in ys.degrees.iter().enumerate() {
            let parallel = parallel(y);
            for (i, (&x, &m)) in xs.degrees.iter().zip(&meridians).enumerate() {
                let corner = (i == 0 || i == last[0]) && (j == 0 || j == last[1]);
                nodes.push(if corner {
                    // Neighbours have it too.
                    self.node(Coord { x, y }, &judged.own, room)
                } else {
                    let among = &room.runs[judged.own.clone()];
                    Node::find(self.tree, &mut room.search, among, on_parallel(parallel, m))
                });
            }
        }
        nodes
    }

    /// Shares out a box as two triangles, if the bounds on both are good enough. Corners: south-west, then counter-clockwise.
    fn two_triangles(
        &self,
        cell: &Cell,
        corners: [&Node; 4],
        judged: &Judged,
        shares: &mut Shares,
    ) -> bool {
        let (dx, dy) = (cell.high.x - cell.low.x, cell.high.y - cell.low.y);
        let sides = Sides::of(dx, dy, cell.extent.latitudes());
        let (x2, y2) = (sides.x * sides.x, sides.y * sides.y);
        let rho2 = 0.25 * (x2 + y2);
        let least = corners.iter().fold(f64::INFINITY, |d, n| d.min(n.d)) - rho2.sqrt();
        let about = About {
            least: judged.about.least.max(least),
            ..judged.about
        };
        if about.least <= 0.0 {
            return false;
        }
        let enough = 2.0 * judged.aim;
        if fall(about) * rho2 > enough {
            return false;
        }
        // Split along the slope, where the distance is straighter.
        let [sw, se, ne, nw] = corners;
        let rising = (ne.d - sw.d).abs() >= (se.d - nw.d).abs();
        let diagonal = x2 + y2;
        // Each: the two corners of its side along a parallel, then the third; edges in this order.
        let halves = if rising {
            [
                ([sw, se, ne], [x2, y2, diagonal]),
                ([ne, nw, sw], [x2, y2, diagonal]),
            ]
        } else {
            [
                ([nw, sw, se], [y2, x2, diagonal]),
                ([se, ne, nw], [y2, x2, diagonal]),
            ]
        };
        let bounds = halves.each_ref().map(|(nodes, edges2)| {
            let shape = Shape {
                rho2,
                edges2: *edges2,
            };
            Bounds::of(self.tree, *nodes, &shape, about, enough)
        });
        if bounds.iter().any(|b| b.below + b.above > RIDGE * enough) {
            return false;
        }
        for ((nodes, _), bounds) in halves.iter().zip(bounds) {
            let u = nodes.map(|n| n.d + bounds.likely);
            shares.triangle(self.widths, u, 0.5 * dx * dy, bounds.band());
        }
        true
    }
}
