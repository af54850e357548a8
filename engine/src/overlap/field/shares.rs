//! How the area of elements is shared out among widths: for each width the area within it, a bound on its error, and its
//! derivative.
//!
//! An element is a polygon of the plane with an affine distance u and a band: the true distance is from u - below to
//! u + above everywhere in it. So the area nearer than w lies between the areas of {u ≤ w - above} and {u ≤ w + below},
//! which are closed forms. Areas of elements that lie wholly within a width are kept as steps and summed once at the end.

use geo::Coord;

/// Sums over the widths, of one territory or of a part of it.
#[derive(Clone, Debug)]
pub struct Shares {
    /// Area that lies within this width and all wider ones, but not within the one before.
    step: Vec<f64>,
    /// Area of crossed elements within the width, m².
    part: Vec<f64>,
    /// By how much it may be too small, and too large.
    more: Vec<f64>,
    less: Vec<f64>,
    /// Derivative of the area by the width, m.
    slope: Vec<f64>,
}

/// How far the true distance may be below and above an element's, m.
#[derive(Clone, Copy, Debug)]
pub struct Band {
    pub below: f64,
    pub above: f64,
}

impl Band {
    /// The same on both sides.
    pub fn even(e: f64) -> Self {
        Band { below: e, above: e }
    }

    /// Wider by `e` on both sides.
    pub fn wider(self, e: f64) -> Self {
        Band {
            below: self.below + e,
            above: self.above + e,
        }
    }
}

/// The sums at one width.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Share {
    pub area: f64,
    pub error: f64,
    pub slope: f64,
}

impl Shares {
    pub fn new(widths: usize) -> Self {
        Shares {
            step: vec![0.0; widths + 1],
            part: vec![0.0; widths],
            more: vec![0.0; widths],
            less: vec![0.0; widths],
            slope: vec![0.0; widths],
        }
    }

    pub fn merge(&mut self, other: &Shares) {
        let add = |a: &mut Vec<f64>, b: &Vec<f64>| a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        add(&mut self.step, &other.step);
        add(&mut self.part, &other.part);
        add(&mut self.more, &other.more);
        add(&mut self.less, &other.less);
        add(&mut self.slope, &other.slope);
    }

    /// What it comes to at each width.
    pub fn finish(&self) -> Vec<Share> {
        let mut whole = 0.0;
        (0..self.part.len())
            .map(|k| {
                whole += self.step[k];
                let (more, less) = (self.more[k].max(0.0), self.less[k].max(0.0));
                Share {
                    area: whole + self.part[k],
                    error: more.max(less),
                    slope: self.slope[k].max(0.0),
                }
            })
            .collect()
    }

    /// An area wholly between two widths: it counts from width number `k` on.
    #[inline]
    pub fn whole(&mut self, k: usize, area: f64) {
        self.step[k] += area;
    }

    /// A triangle of distances `u` at its corners.
    pub fn triangle(&mut self, widths: &[f64], mut u: [f64; 3], area: f64, band: Band) {
        if u[0] > u[1] {
            u.swap(0, 1);
        }
        if u[1] > u[2] {
            u.swap(1, 2);
        }
        if u[0] > u[1] {
            u.swap(0, 1);
        }
        let first = first_at_least(widths, u[0] - band.below);
        let end = first + first_at_least(&widths[first..], u[2] + band.above);
        self.step[end] += area;
        if first == end {
            return;
        }
        let (ab, bc, ac) = (u[1] - u[0], u[2] - u[1], u[2] - u[0]);
        let low = if ab > 0.0 { area / (ab * ac) } else { 0.0 };
        let high = if bc > 0.0 { area / (bc * ac) } else { 0.0 };
        let within = |w: f64| {
            if w <= u[0] {
                0.0
            } else if w >= u[2] {
                area
            } else if w < u[1] {
                low * (w - u[0]) * (w - u[0])
            } else {
                area - high * (u[2] - w) * (u[2] - w)
            }
        };
        for (k, &w) in widths.iter().enumerate().take(end).skip(first) {
            let at = within(w);
            self.part[k] += at;
            self.more[k] += within(w + band.below) - at;
            self.less[k] += at - within(w - band.above);
            if w > u[0] && w < u[2] {
                self.slope[k] += 2.0
                    * if w < u[1] {
                        low * (w - u[0])
                    } else {
                        high * (u[2] - w)
                    };
            }
        }
    }

    /// One edge of a polygon whose affine distance is `u`, in coordinates (u, v) of which du dv is an area; the edges of
    /// all rings of the polygon together make its share. Counter-clockwise.
    pub fn edge(&mut self, widths: &[f64], a: Coord<f64>, b: Coord<f64>, band: Band) {
        let (du, dv) = (b.x - a.x, b.y - a.y);
        if du == 0.0 {
            return;
        }
        let (low, high) = (a.x.min(b.x), a.x.max(b.x));
        let first = first_at_least(widths, low - band.below);
        let end = first + first_at_least(&widths[first..], high + band.above);
        let all = -du * 0.5 * (a.y + b.y);
        self.step[end] += all;
        // Minus the integral of v du over the part of the edge that is nearer than w.
        let sign = if du > 0.0 { -1.0 } else { 1.0 };
        let from = if du > 0.0 { a } else { b };
        let rise = dv / du;
        let within = |w: f64| {
            if w <= low {
                0.0
            } else if w >= high {
                all
            } else {
                let t = w - low;
                sign * t * (from.y + 0.5 * rise * t)
            }
        };
        for (k, &w) in widths.iter().enumerate().take(end).skip(first) {
            let at = within(w);
            self.part[k] += at;
            self.more[k] += within(w + band.below) - at;
            self.less[k] += at - within(w - band.above);
            if w > low && w < high {
                self.slope[k] += sign * (from.y + rise * (w - low));
            }
        }
    }
}

/// Index of the first width that is at least `u`.
///
/// Looked for first where it stands if the widths are evenly spaced, as they mostly are.
#[inline]
pub fn first_at_least(widths: &[f64], u: f64) -> usize {
    let (Some(&least), Some(&most)) = (widths.first(), widths.last()) else {
        return 0;
    };
    if u <= least {
        return 0;
    }
    if u > most {
        return widths.len();
    }
    let guess = ((u - least) / (most - least) * (widths.len() - 1) as f64) as usize;
    if widths[guess] < u {
        let rest = &widths[guess + 1..];
        if rest.first().is_some_and(|&w| w >= u) {
            return guess + 1;
        }
        guess + 1 + rest.partition_point(|&w| w < u)
    } else if guess > 0 && widths[guess - 1] < u {
        guess
    } else {
        widths[..guess].partition_point(|&w| w < u)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BAND: Band = Band {
        below: 0.3,
        above: 0.2,
    };

    #[test]
    fn a_triangle_by_its_distances_and_by_its_edges_is_shared_out_alike() {
        let widths: Vec<f64> = (0..20).map(|k| f64::from(k) * 0.5 + 0.1).collect();
        let corners = [(1.0, 2.0), (7.0, 3.0), (4.0, 8.0)].map(|(x, y)| Coord { x, y });
        let area = 0.5 * (6.0 * 6.0 - 3.0 * 1.0);
        let (mut by_values, mut by_edges) = (Shares::new(20), Shares::new(20));
        by_values.triangle(&widths, corners.map(|c| c.x), area, BAND);
        for i in 0..3 {
            by_edges.edge(&widths, corners[i], corners[(i + 1) % 3], BAND);
        }
        for (a, b) in by_values.finish().iter().zip(by_edges.finish()) {
            assert!((a.area - b.area).abs() < 1e-12, "{a:?} {b:?}");
            assert!((a.error - b.error).abs() < 1e-12, "{a:?} {b:?}");
            assert!((a.slope - b.slope).abs() < 1e-12, "{a:?} {b:?}");
        }
        assert!((by_values.finish()[19].area - area).abs() < 1e-12);
    }

    #[test]
    fn the_first_width_that_is_wide_enough_is_found_in_even_and_uneven_lists() {
        let lists: [Vec<f64>; 4] = [
            (1..=1000).map(f64::from).collect(),
            (0..40).map(|k| 1.3f64.powi(k)).collect(),
            vec![5.0],
            vec![],
        ];
        for widths in &lists {
            for k in -5..4100 {
                let u = f64::from(k) * 0.25;
                assert_eq!(
                    first_at_least(widths, u),
                    widths.iter().filter(|&&w| w < u).count(),
                    "{u}"
                );
            }
        }
    }
}
