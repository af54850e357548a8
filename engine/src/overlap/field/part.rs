//! A cell that the territory's outline crosses, shared out by one plane of distances.

use super::super::halves::Rings;
use super::cell::Sides;
use super::descent::{Job, Judged, Room};
use super::plane::y_of_latitude;
use super::shares::{Band, Shares};
use super::triangle::{About, Bounds, Node, Shape, fall};
use geo::Coord;

/// Squared enclosing radius of the triangle on a side of half length `a` with the apex `b` above its middle.
fn enclosing(a: f64, b: f64) -> f64 {
    if a >= b {
        a * a
    } else {
        let c = (a * a + b * b) / (2.0 * b);
        c * c
    }
}

impl Job<'_> {
    /// Shares out a cell by the plane that fits the distances at its corners best, if it is good enough.
    pub fn part(
        &self,
        judged: &Judged,
        rings: &Rings,
        room: &mut Room,
        shares: &mut Shares,
    ) -> bool {
        let Judged {
            cell, about, aim, ..
        } = judged;
        let (least, most) = cell.extent.latitudes();
        let y = y_of_latitude(cell.extent.middle().y);
        let half = Sides::of(
            0.5 * (cell.high.x - cell.low.x),
            (cell.high.y - y).max(y - cell.low.y),
            (least, most),
        );
        let (across, along) = (enclosing(half.x, half.y), enclosing(half.y, half.x));
        let greatest_rho2 = across.max(along);
        // The band is at least so wide, whatever the corners.
        let widest = About {
            least: about.most,
            ..*about
        };
        if 0.5 * fall(widest) * greatest_rho2 > *aim {
            return false;
        }
        let corners = cell
            .extent
            .corners()
            .map(|p| self.node(p, &judged.own, room));
        let nearest = corners.iter().fold(judged.middle.d, |d, n| d.min(n.d));
        let about = About {
            least: about.least.max(nearest - greatest_rho2.sqrt()),
            ..*about
        };
        if about.least <= 0.0 || 0.5 * fall(about) * greatest_rho2 > *aim {
            return false;
        }
        let leg2 = half.x * half.x + half.y * half.y;
        let mut bounds = [Bounds::default(); 4];
        for (i, bounds) in bounds.iter_mut().enumerate() {
            let (rho2, base) = if i % 2 == 0 {
                (across, half.x)
            } else {
                (along, half.y)
            };
            let nodes = [&judged.middle, &corners[i], &corners[(i + 1) % 4]];
            let shape = Shape {
                rho2,
                edges2: [leg2, 4.0 * base * base, leg2],
            };
            *bounds = Bounds::of(self.tree, nodes, &shape, about, 2.0 * aim);
        }
        self.plane(judged, &corners, &bounds, rings, shares)
    }

    /// Shares out the rings by a plane, given what is known of the distance about the interpolation.
    fn plane(
        &self,
        judged: &Judged,
        corners: &[Node; 4],
        bounds: &[Bounds; 4],
        rings: &Rings,
        shares: &mut Shares,
    ) -> bool {
        let cell = &judged.cell;
        let (dx, dy) = (cell.high.x - cell.low.x, cell.high.y - cell.low.y);
        let centre = (cell.low + cell.high) * 0.5;
        let [sw, se, ne, nw] = corners.each_ref().map(|n| n.d);
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
            judged.middle.d - at(0.0, y - centre.y),
        ];
        let greatest = |v: &[f64]| v.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let top = greatest(&miss) + greatest(&bounds.map(|b| b.above));
        let bottom = -greatest(&miss.map(|m| -m)) - greatest(&bounds.map(|b| b.below));
        if top - bottom > 2.0 * judged.aim {
            return false;
        }
        // The mean of the interpolation, and what it is likely to miss.
        let likely = (miss[..4].iter().sum::<f64>() / 6.0
            + miss[4] / 3.0
            + bounds.iter().map(|b| b.likely).sum::<f64>() / 4.0)
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
}
