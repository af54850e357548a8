//! What territories are called on the map, and which names find room.

use super::labels::{Cells, Placed, Scene, Taken, Wanted};
use super::land::Land;
use super::pens::Pens;
use super::shapes::StripShape;
use super::window::Rect;
use crate::report::features::Layers;
use crate::report::number::percent_to;
use geo::Coord;
use std::collections::{BTreeMap, BTreeSet};

/// Names of each kind that a place is looked for, at most: no page has room for more.
const MOST: usize = 150;
/// Side of a cell in which labels are placed, pixels of a page of ordinary size.
const CELL: f64 = 4.0;

/// What territories are called on the map, by index: the name, or the code where the font cannot write it.
pub struct Names {
    pub all: Vec<String>,
    /// Names that could not be written.
    pub missing: BTreeSet<String>,
}

impl Names {
    pub fn new(layers: &Layers, strips: &[StripShape], land: &Land, pens: &Pens) -> Self {
        let mut missing = BTreeSet::new();
        let used: BTreeSet<usize> = (strips.iter())
            .flat_map(|s| s.covered.iter().map(|c| c.territory))
            .chain(land.rings.keys().copied())
            .collect();
        let all = (layers.territories.iter().enumerate())
            .map(|(index, territory)| {
                let (name, lacks) = pens.bold.readable(&territory.name);
                if !lacks {
                    return name;
                }
                if used.contains(&index) {
                    missing.insert(territory.name.clone());
                }
                pens.bold.readable(&territory.code).0
            })
            .collect();
        Names { all, missing }
    }
}

/// A text at its place.
pub struct Label {
    pub placed: Placed,
    pub lines: Vec<String>,
    pub covered: bool,
}

pub struct Labels {
    pub placed: Vec<Label>,
    /// How many of what the strip covers, and is shown, have no name on the map.
    pub left_out: usize,
}

pub const NAME: f64 = 13.5;
pub const FAINT: f64 = 11.5;

/// Places the names: what is covered first, then the neighbours.
pub fn labels(
    strips: &[StripShape],
    land: &Land,
    lines: &[Vec<Coord<f64>>],
    names: &Names,
    panel: &Rect,
    pens: &Pens,
) -> Labels {
    let soil: Vec<(usize, &[Vec<Coord<f64>>])> = land
        .rings
        .iter()
        .map(|(t, rings)| (*t, rings.as_slice()))
        .collect();
    let widest = strips.last();
    let covered: Vec<(usize, &[Vec<Coord<f64>>])> = (widest.iter())
        .flat_map(|s| s.covered.iter().map(|c| (c.territory, c.rings.as_slice())))
        .collect();
    let covered_rings: BTreeMap<usize, &[Vec<Coord<f64>>]> = covered.iter().copied().collect();
    let outlines: Vec<Vec<Coord<f64>>> = strips.iter().flat_map(|s| s.outline.clone()).collect();
    let nothing = Vec::new();
    let cell = CELL * pens.u.max(0.5);
    let cells = Cells::new(
        *panel,
        cell,
        &Scene {
            soil: &soil,
            covered: &covered,
            strip: widest.map_or(&nothing, |s| &s.rings),
            lines,
            outlines: &outlines,
        },
    );
    let mut placed: Vec<Label> = Vec::new();
    let mut taken = Taken::default();
    let mut left_out = 0;
    let mut add = |of: usize, lines: Vec<String>, covered: bool| -> bool {
        let (size, face) = if covered {
            (NAME * pens.u, &pens.bold)
        } else {
            (FAINT * pens.u, &pens.regular)
        };
        let wide = lines
            .iter()
            .map(|l| face.width(l, size))
            .fold(0.0, f64::max);
        let wanted = Wanted {
            of,
            width: wide + 0.5 * size,
            height: (1.18 * lines.len() as f64 + 0.12) * size,
            leader: covered,
            part: covered_rings.get(&of).and_then(|rings| middle_of(rings)),
        };
        let Some(place) = cells.place(&wanted, &taken) else {
            return false;
        };
        taken.add(&place, 4.0 * pens.u);
        placed.push(Label {
            placed: place,
            lines,
            covered,
        });
        true
    };
    let mut named = BTreeSet::new();
    let mut tried = 0;
    for of in widest.iter().flat_map(|s| &s.covered) {
        named.insert(of.territory);
        if of.rings.is_empty() {
            continue;
        }
        let share = percent_to(of.row.overlap_share, 1);
        let lines = vec![names.all[of.territory].clone(), share];
        tried += 1;
        if tried > MOST || !add(of.territory, lines, true) {
            left_out += 1;
        }
    }
    let least = 1500.0 * pens.u * pens.u / (cell * cell);
    let mut others: Vec<(usize, usize)> = (cells.seen().into_iter())
        .filter(|(of, seen)| !named.contains(of) && *seen as f64 > least)
        .collect();
    others.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    for (of, _) in others.into_iter().take(MOST) {
        add(of, vec![names.all[of].clone()], false);
    }
    Labels { placed, left_out }
}

/// The middle of the ring with the most points: of parts too small for a cell.
fn middle_of(rings: &[Vec<Coord<f64>>]) -> Option<Coord<f64>> {
    let ring = rings.iter().max_by_key(|r| r.len())?;
    let sum = ring
        .iter()
        .fold(Coord { x: 0.0, y: 0.0 }, |sum, p| sum + *p);
    Some(sum / ring.len() as f64)
}
