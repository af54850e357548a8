//! Which open edges have another territory's open edge about them at all: a coarse sieve, so that coasts cost nothing.
//!
//! Space is cut into cubes; an edge stands in the cubes of samples along it. Two points within the reach of each other lie in
//! cubes that are the same or touch.

use geo::Coord;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::geodesy::area::edge_length;
use crate::geodesy::ellipsoid::space_of_lonlat;
use crate::geodesy::vector::V3;

/// Least side of a cube, m.
const LEAST_SIDE: f64 = 10_000.0;
/// Samples stand closer than this part of a side, so that an edge never leaves the neighbourhood of its cubes.
const STEP: f64 = 0.25;
/// Stands for more than one territory.
const SEVERAL: u32 = u32::MAX;

type Cube = [i32; 3];

/// The cubes of all open edges, with the territory in each.
pub struct Cubes {
    side: f64,
    held: FxHashMap<Cube, u32>,
}

/// The cubes about which more than one territory stands.
pub struct Crowded {
    side: f64,
    cubes: FxHashSet<Cube>,
    /// The same with all that touch them.
    about: FxHashSet<Cube>,
}

impl Cubes {
    /// For matches within `reach`, m.
    pub fn new(reach: f64) -> Self {
        Cubes {
            // reach + 2 x STEP x side / 2 must stay below one side.
            side: LEAST_SIDE.max(2.0 * reach),
            held: FxHashMap::default(),
        }
    }

    pub fn add(&mut self, territory: u32, [p, q]: [Coord<f64>; 2]) {
        for cube in cubes(self.side, p, q) {
            let held = self.held.entry(cube).or_insert(territory);
            if *held != territory {
                *held = SEVERAL;
            }
        }
    }

    pub fn crowded(&self) -> Crowded {
        let crowded = self.held.iter().filter(|(cube, held)| {
            around(cube).any(|c| {
                self.held
                    .get(&c)
                    .is_some_and(|o| *o == SEVERAL || o != *held)
            })
        });
        let cubes: FxHashSet<Cube> = crowded.map(|(cube, _)| *cube).collect();
        Crowded {
            side: self.side,
            about: cubes.iter().flat_map(around).collect(),
            cubes,
        }
    }
}

impl Crowded {
    /// Whether another territory's open edge may be within reach of this one.
    pub fn has(&self, [p, q]: [Coord<f64>; 2]) -> bool {
        cubes(self.side, p, q).any(|cube| self.cubes.contains(&cube))
    }

    /// Whether this edge, anyone's, may be within reach of an edge for which [`has`](Crowded::has) says yes.
    pub fn touches(&self, [p, q]: [Coord<f64>; 2]) -> bool {
        cubes(self.side, p, q).any(|cube| self.about.contains(&cube))
    }
}

fn around([x, y, z]: &Cube) -> impl Iterator<Item = Cube> + use<> {
    let (x, y, z) = (*x, *y, *z);
    let near = -1..=1;
    near.clone().flat_map(move |i| {
        let near = near.clone();
        near.clone()
            .flat_map(move |j| near.clone().map(move |k| [x + i, y + j, z + k]))
    })
}

fn cubes(side: f64, p: Coord<f64>, q: Coord<f64>) -> impl Iterator<Item = Cube> {
    let n = (edge_length(p, q) / (STEP * side)).ceil().max(1.0) as u32;
    let mut last = None;
    (0..=n).filter_map(move |k| {
        let cube = cube(
            side,
            space_of_lonlat(p + (q - p) * (f64::from(k) / f64::from(n))),
        );
        (last.replace(cube) != Some(cube)).then_some(cube)
    })
}

fn cube(side: f64, p: V3) -> Cube {
    [p.x, p.y, p.z].map(|v| (v / side).floor() as i32)
}
