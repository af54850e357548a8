//! The distance to the line on a grid of the map's plane: what a page needs to draw the strip of any width.
//!
//! Values are whole numbers of a small unit. They are written row by row, each as what it has more than its left and upper
//! neighbours make likely (left + upper - upper left): nearly all fit one byte.

use super::base64;
use super::plane::{Frame, Plane};
use crate::par::*;
use crate::strip::PreparedLine;
use crate::units::Metres;
use geo::Coord;
use serde::Serialize;

/// Values up to here are distances; beyond the widest width they are cut to this.
const MOST: u16 = 60_000;
/// Every so many cells, in both directions, the grid is compared with the line itself.
const CHECK: usize = 3;

/// The grid, the same for all scenarios of a page.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Grid {
    /// Place of the first value, km.
    pub x: f64,
    pub y: f64,
    /// Kilometres between neighbours.
    pub step: f64,
    pub columns: usize,
    pub rows: usize,
    /// Metres that a value of 1 stands for.
    pub unit_m: f64,
}

/// The distances of one line.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// Differences as zigzag numbers of 7 bits a byte, least first, in base64.
    pub values: String,
    /// Greatest difference between the distance that the grid gives between its points and the true one, of the places
    /// compared, km.
    pub greatest_difference_km: f64,
    pub compared: usize,
}

impl Grid {
    /// Of about `samples` values over a frame, for widths up to `widest`.
    pub fn new(frame: Frame, samples: usize, widest: Metres) -> Self {
        let step = (frame.width() * frame.height() / samples as f64).sqrt();
        Grid {
            x: frame.min.x,
            y: frame.min.y,
            step,
            columns: (frame.width() / step).ceil() as usize + 1,
            rows: (frame.height() / step).ceil() as usize + 1,
            // Two steps more than the widest width, so that its outline has values on both sides.
            unit_m: (widest.0 + 2.0 * 1.5 * step * 1e3) / f64::from(MOST),
        }
    }

    fn place(&self, column: f64, row: f64) -> Coord<f64> {
        Coord {
            x: self.x + self.step * column,
            y: self.y + self.step * row,
        }
    }
}

impl Field {
    /// Measures the distances to a line. Uses rayon's current pool; the result does not depend on the number of threads.
    pub fn measure(line: &PreparedLine, plane: &Plane, grid: &Grid) -> Self {
        let distance = |column: f64, row: f64| {
            let at = plane.position(grid.place(column, row))?;
            Some(line.distance(at).0)
        };
        let values: Vec<u16> = (0..grid.rows * grid.columns)
            .into_par_iter()
            .map(|k| {
                let d = distance((k % grid.columns) as f64, (k / grid.columns) as f64);
                d.map_or(MOST, |d| {
                    (d / grid.unit_m).round().min(f64::from(MOST)) as u16
                })
            })
            .collect();
        let at = |c: usize, r: usize| f64::from(values[r * grid.columns + c]);
        let differences: Vec<f64> = (0..(grid.rows - 1) / CHECK)
            .into_par_iter()
            .flat_map_iter(|r| (0..(grid.columns - 1) / CHECK).map(move |c| (c * CHECK, r * CHECK)))
            .filter_map(|(c, r)| {
                let corners = [at(c, r), at(c + 1, r), at(c, r + 1), at(c + 1, r + 1)];
                if corners.iter().any(|&v| v >= f64::from(MOST)) {
                    return None;
                }
                let middle = 0.25 * grid.unit_m * corners.iter().sum::<f64>();
                Some((distance(c as f64 + 0.5, r as f64 + 0.5)? - middle).abs())
            })
            .collect();
        Field {
            values: base64::encode(&packed(&values, grid.columns)),
            greatest_difference_km: differences.iter().copied().fold(0.0, f64::max) / 1e3,
            compared: differences.len(),
        }
    }
}

fn packed(values: &[u16], columns: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(values.len() + values.len() / 8);
    let value = |k: Option<usize>| k.map_or(0, |k| i32::from(values[k]));
    for k in 0..values.len() {
        let left = (!k.is_multiple_of(columns)).then(|| k - 1);
        let upper = k.checked_sub(columns);
        let corner = left.and(upper).map(|u| u - 1);
        let rest = value(Some(k)) - (value(left) + value(upper) - value(corner));
        let mut bits = ((rest << 1) ^ (rest >> 31)) as u32;
        while bits >= 128 {
            out.push((bits & 127) as u8 | 128);
            bits >>= 7;
        }
        out.push(bits as u8);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plane_of_values_packs_to_one_byte_each_but_for_its_edges() {
        let values: Vec<u16> = (0..100)
            .map(|k| 1000 + 30 * (k % 10) + 7 * (k / 10))
            .collect();
        let bytes = packed(&values, 10);
        assert_eq!(bytes.len(), 101);
        assert_eq!(&bytes[..3], [0xd0, 0x0f, 60]);
        assert!(bytes[12..21].iter().all(|&b| b == 0));
    }
}
