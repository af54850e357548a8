//! Cells: squares on the faces of a cube round the earth, halved again and again.
//!
//! Corners have integer coordinates on the cube, so that two cells that meet, also across an edge of the cube, name
//! their common corners and edges by equal numbers. A cube point stands for the auxiliary vector in its direction; cell
//! edges are great circles of the auxiliary sphere.

use crate::geodesy::ellipsoid::space_of_aux;
use crate::geodesy::vector::{V3, v3};

/// Half the cube's edge. A cell of size 1 would measure 0.7 mm.
pub const HALF: i64 = 1 << 33;

/// A point of the cube's surface.
pub type Corner = [i64; 3];

/// Auxiliary vector of a cube point.
pub fn aux_of_corner(c: Corner) -> V3 {
    v3(c[0] as f64, c[1] as f64, c[2] as f64).unit()
}

/// Number of a corner, unique over the globe; distinct from that of any edge.
pub fn corner_key(c: Corner) -> u128 {
    pack([2 * c[0], 2 * c[1], 2 * c[2]])
}

/// Number of the edge between two corners of a cell, the same from either side.
pub fn edge_key(a: Corner, b: Corner) -> u128 {
    pack([a[0] + b[0], a[1] + b[1], a[2] + b[2]])
}

fn pack(c: [i64; 3]) -> u128 {
    const SHIFT: i64 = 1 << 35;
    c.iter().fold(0, |key, &v| key << 36 | (v + SHIFT) as u128)
}

/// Middle of an edge.
pub fn middle(a: Corner, b: Corner) -> Corner {
    [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2]
}

/// A cell of the grid.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    face: u8,
    i: i64,
    j: i64,
    size: i64,
}

impl Cell {
    /// The six faces of the cube, which cover the earth.
    pub fn faces() -> [Cell; 6] {
        std::array::from_fn(|face| Cell {
            face: face as u8,
            i: -HALF,
            j: -HALF,
            size: 2 * HALF,
        })
    }

    fn place(&self, a: i64, b: i64) -> Corner {
        match self.face {
            0 => [HALF, a, b],
            1 => [-a, HALF, b],
            2 => [-HALF, -a, b],
            3 => [a, -HALF, b],
            4 => [-b, a, HALF],
            _ => [b, a, -HALF],
        }
    }

    /// Counter-clockwise, seen from outside.
    pub fn corners(&self) -> [Corner; 4] {
        let (i, j, s) = (self.i, self.j, self.size);
        [
            self.place(i, j),
            self.place(i + s, j),
            self.place(i + s, j + s),
            self.place(i, j + s),
        ]
    }

    /// The four quarters.
    pub fn children(&self) -> [Cell; 4] {
        let s = self.size / 2;
        [(0, 0), (s, 0), (s, s), (0, s)].map(|(a, b)| Cell {
            i: self.i + a,
            j: self.j + b,
            size: s,
            ..*self
        })
    }

    /// Auxiliary vector and position in space of the centre, and the greatest distance in space of any point of the cell
    /// from it, m.
    pub fn ball(&self) -> (V3, V3, f64) {
        let s = self.size / 2;
        let aux = aux_of_corner(self.place(self.i + s, self.j + s));
        let centre = space_of_aux(aux);
        let mut r2 = 0f64;
        for c in self.corners() {
            r2 = r2.max((space_of_aux(aux_of_corner(c)) - centre).norm2());
        }
        (aux, centre, r2.sqrt() * (1.0 + 1e-9))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_meet_in_equal_corners() {
        let mut count = std::collections::HashMap::new();
        for f in Cell::faces() {
            for c in f.corners() {
                *count.entry(corner_key(c)).or_insert(0) += 1;
            }
        }
        assert_eq!(count.len(), 8);
        assert!(count.values().all(|&n| n == 3));
    }

    #[test]
    fn corners_run_counter_clockwise_seen_from_outside() {
        for f in Cell::faces() {
            let [a, b, c, _] = f.corners().map(aux_of_corner);
            assert!((b - a).cross(c - b).dot(f.ball().0) > 0.0);
        }
    }
}
