//! A box of longitude and latitude with a territory's part in it, and its halves.

use super::super::halves::{Along, Extent, Rings, planar_area};
use super::plane::{stretch, x_of_longitude, y_of_latitude};
use geo::Coord;

/// A box with a territory's part in it.
#[derive(Clone)]
pub struct Cell {
    pub extent: Extent,
    /// The box in the plane.
    pub low: Coord<f64>,
    pub high: Coord<f64>,
    /// `None`: all of the box.
    pub rings: Option<Rings>,
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

    pub fn area(&self) -> f64 {
        match &self.rings {
            None => (self.high.x - self.low.x) * (self.high.y - self.low.y),
            Some(rings) => rings.iter().map(|r| 0.5 * planar_area(r)).sum(),
        }
    }

    /// The two halves of a cell, across its longer side; those without a part of the territory are left out.
    pub fn halves(self) -> [Option<Cell>; 2] {
        let Cell {
            extent,
            low,
            high,
            rings,
        } = self;
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

/// A box of the plane on the ground.
#[derive(Clone, Copy)]
pub struct Sides {
    /// Upper bounds, m.
    pub x: f64,
    pub y: f64,
}

impl Sides {
    /// Of a box in the plane between two latitudes, both without sign: the one nearest to the equator first.
    pub fn of(dx: f64, dy: f64, (least, most): (f64, f64)) -> Self {
        Sides {
            x: dx * stretch(least),
            y: dy / stretch(most),
        }
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
