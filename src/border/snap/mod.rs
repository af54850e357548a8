//! Borders of neighbours that do not share their positions: matched within a distance, with no position moved.
//!
//! Also known as: border matching, approximate shared arcs. In: territories, their sides, and a distance *D*. Out: the line
//! that [`topology::line`](super::topology::line) would find if the neighbours shared their edges, and for each pair of neighbours how far apart they are.
//!
//! The definition, before any construction:
//! 1. Edges that two territories have exactly are shared, as in [`topology`](super::topology). Edges that occur once are *open*.
//! 2. A point of an open edge of one territory belongs to the border with that other territory whose open edges are nearest to it, if
//!    they are within *D*.
//! 3. A stretch of such points counts from the first to the last place where the two borders *face* each other, that is, run
//!    against each other within 60°. So a border does not run on round the corner into the coast. Where a stretch goes on
//!    from edges that the same two share exactly, it counts from there.
//! 4. Each border is taken once, on the positions of the territory that `topology` takes it from: of A first, then of B, the
//!    one that stands earlier in the list.
//!
//! Not promised: that the line of one territory meets that of the next (they end within *D* of each other); that an inlet
//! narrower than *D* between two neighbours stays coast; matches within one territory, between polygons of its own.
//!
//! In reading order: [`outline`] (the nearest point), [`cubes`] (a sieve), [`walk`] (along the edges), [`report`] (what is told).

pub mod cubes;
pub mod outline;
pub mod report;
pub mod walk;

use crate::par::*;
use geo::{Coord, MultiLineString};
use rustc_hash::FxHashMap;

use self::cubes::{Crowded, Cubes};
use self::outline::{Box3, Outlines};
use self::report::{Match, Tally};
use self::walk::{Step, Surroundings};
use super::territory::Territory;
use super::topology::{A, B, Edge, Key, Land, Pick, Sides, chain, holders, key};
use crate::error::Error;
use crate::geodesy::ellipsoid::space_of_lonlat;
use crate::units::Metres;

/// Greatest distance for matching: farther apart are two lines, not one.
pub const WIDEST: Metres = Metres(50_000.0);

/// A line from matched borders.
#[derive(Clone, Debug)]
pub struct Snapped {
    /// As [`topology::line`](super::topology::line).
    pub lines: MultiLineString<f64>,
    /// What was matched on the line, one for each pair of neighbours, in the order of the territories.
    pub matches: Vec<Match>,
}

/// The line from the edges of `chosen`.
///
/// # Errors
/// As there.
pub fn line(
    territories: &[Territory],
    sides: &[Sides],
    pick: Pick,
    distance: Metres,
) -> Result<Snapped, Error> {
    let (edges, matches) = chosen(territories, sides, pick, distance)?;
    let ends: Vec<_> = edges.into_iter().map(|edge| edge.ends).collect();
    Ok(Snapped {
        lines: chain(&ends),
        matches,
    })
}

/// The chosen edges, where borders within `distance` of each other count as shared, and what was matched.
///
/// # Units
/// Degrees of longitude and latitude, as in the territories. Positions are the territories' own; where a match begins or ends
/// inside an edge the cut is a position on that edge.
///
/// # Accuracy
/// Where a match begins and ends along the line: a sixteenth of `distance`. A border that leaves `distance` for less than a
/// sixteenth of it may be matched throughout. Distances to 5 cm (edges are followed by chords of 500 m).
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) for a distance that is not above 0, is above [`WIDEST`], or is half the size of a
/// territory of A or B.
pub(super) fn chosen(
    territories: &[Territory],
    sides: &[Sides],
    pick: Pick,
    distance: Metres,
) -> Result<(Vec<Edge>, Vec<Match>), Error> {
    let holders = holders(territories);
    check(territories, sides, distance)?;
    let order = order(territories.len(), sides);
    let coverage = Coverage::new(territories, sides, &holders, &order);
    let contact = pick.land == Land::Contact && !pick.coast;
    let open = Open::new(&coverage, sides, contact, distance.0);
    let rank = {
        let mut rank = vec![0usize; territories.len()];
        order.iter().enumerate().for_each(|(k, &i)| rank[i] = k);
        rank
    };
    let mine = |i: usize| sides.get(i).copied().unwrap_or(0);
    let brings = |i: usize| {
        let side = if contact { mine(i) & A } else { mine(i) };
        side != 0 && !territories[i].off_line
    };
    let rings: Vec<&Ring> = (coverage.rings.iter())
        .filter(|ring| brings(ring.territory))
        .collect();
    let walked: Vec<Vec<Step>> = rings
        .par_iter()
        .map(|ring| open.walk(&coverage, ring, distance.0))
        .collect();
    let mut taken = vec![false; coverage.known.len()];
    let mut chosen = Vec::new();
    let mut tally = Tally::default();
    for (ring, steps) in rings.iter().zip(&walked) {
        let i = ring.territory;
        let mut steps = steps.as_slice();
        for (number, &(ends, at)) in ring.edges.iter().enumerate() {
            let known = &coverage.known[at as usize];
            if !known.is_open() {
                if !taken[at as usize] && !known.edge.off && known.edge.is_land(pick.land) {
                    chosen.push(known.edge.with_ends(ends));
                }
                taken[at as usize] = true;
                continue;
            }
            let n = steps.partition_point(|s| s.edge as usize <= number);
            let (here, after) = steps.split_at(n);
            steps = after;
            for piece in here.chunk_by(|a, b| a.territory() == b.territory()) {
                let Some(ends) = ends_of(piece) else { continue };
                let mut edge = Edge::new(ends, holders[i], mine(i));
                edge.seen(holders[i], mine(i), territories[i].off_line);
                let Some(other) = piece.first().and_then(Step::territory) else {
                    if pick.coast && edge.is_coast() {
                        chosen.push(edge);
                    }
                    continue;
                };
                let other = other as usize;
                edge.seen(holders[other], mine(other), territories[other].off_line);
                let first = !brings(other) || rank[i] < rank[other];
                if first && !edge.off && edge.is_land(pick.land) {
                    chosen.push(edge);
                    tally.add(i, other, piece);
                }
            }
        }
    }
    Ok((chosen, tally.matches(territories)))
}

fn ends_of(piece: &[Step]) -> Option<[Coord<f64>; 2]> {
    Some([piece.first()?.ends[0], piece.last()?.ends[1]])
}

fn check(territories: &[Territory], sides: &[Sides], distance: Metres) -> Result<(), Error> {
    let metres = distance.0;
    if !(metres > 0.0 && metres <= WIDEST.0) {
        return Err(Error::usage(format!(
            "borders cannot be matched within {metres} m"
        ))
        .remedy(format!(
            "give a distance above 0 and up to {} km, about as far as neighbours' outlines are apart",
            WIDEST.km()
        )));
    }
    for (territory, _) in territories
        .iter()
        .zip(sides)
        .filter(|(_, side)| **side != 0)
    {
        let size = size(territory);
        if 2.0 * metres >= size {
            return Err(Error::usage(format!(
                "a matching distance of {metres} m is too large for {}, which is {size:.0} m across",
                territory.code
            ))
            .remedy("give a smaller ‹snap›, about as far as neighbours' outlines are apart"));
        }
    }
    Ok(())
}

/// Diagonal of the box round a territory's largest polygon, m.
fn size(territory: &Territory) -> f64 {
    let of = |polygon: &geo::Polygon<f64>| {
        let positions = polygon.exterior().0.iter();
        positions
            .fold(Box3::EMPTY, |b, c| b.with(space_of_lonlat(*c)))
            .diagonal()
    };
    territory.polygons.iter().map(of).fold(0.0, f64::max)
}

/// Territories of A, then those of B alone, then all others: the order in which edges are taken.
fn order(n: usize, sides: &[Sides]) -> Vec<usize> {
    let mine = |i: usize| sides.get(i).copied().unwrap_or(0);
    let class = |i: usize| match mine(i) {
        s if s & A != 0 => 0,
        B => 1,
        _ => 2,
    };
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by_key(|&i| class(i));
    order
}

/// An edge of the coverage with its owners.
struct Known {
    edge: Edge,
    /// The first two territories that have it; the same twice where it is one's alone.
    owners: [u32; 2],
}

impl Known {
    /// Nobody else has it, and it is no cut of the map.
    fn is_open(&self) -> bool {
        self.edge.is_coast()
    }
}

struct Ring {
    territory: usize,
    /// Edges with a length, in order, each with its index among the known ones.
    edges: Vec<([Coord<f64>; 2], u32)>,
}

/// All edges of all territories.
struct Coverage {
    known: Vec<Known>,
    rings: Vec<Ring>,
}

impl Coverage {
    fn new(territories: &[Territory], sides: &[Sides], holders: &[u32], order: &[usize]) -> Self {
        let mut index: FxHashMap<Key, u32> = FxHashMap::default();
        let mut known: Vec<Known> = Vec::new();
        let mut rings = Vec::new();
        for &i in order {
            let side = sides.get(i).copied().unwrap_or(0);
            let polygons = territories[i].polygons.iter();
            for ring in polygons.flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())) {
                let mut edges = Vec::with_capacity(ring.0.len());
                for pair in ring.0.windows(2).filter(|pair| pair[0] != pair[1]) {
                    let ends = [pair[0], pair[1]];
                    let at = *index.entry(key(ends[0], ends[1])).or_insert_with(|| {
                        known.push(Known {
                            edge: Edge::new(ends, holders[i], side),
                            owners: [i as u32; 2],
                        });
                        known.len() as u32 - 1
                    });
                    let edge = &mut known[at as usize];
                    edge.edge.seen(holders[i], side, territories[i].off_line);
                    if edge.owners[0] == edge.owners[1] {
                        edge.owners[1] = i as u32;
                    }
                    edges.push((ends, at));
                }
                rings.push(Ring {
                    territory: i,
                    edges,
                });
            }
        }
        Coverage { known, rings }
    }

    fn is_open(&self, edge: u32) -> bool {
        self.known[edge as usize].is_open()
    }
}

/// The open edges that have others about them, by territory.
struct Open {
    /// Where it is worth walking.
    crowded: Crowded,
    outlines: Outlines,
}

impl Open {
    /// `contact`: whether only borders of A with B count.
    fn new(coverage: &Coverage, sides: &[Sides], contact: bool, distance: f64) -> Self {
        let open = |ring: &Ring| -> Vec<[Coord<f64>; 2]> {
            let edges = ring.edges.iter();
            edges
                .filter(|(_, at)| coverage.is_open(*at))
                .map(|(ends, _)| *ends)
                .collect()
        };
        // For a contact line A and B are one each, and all others nobody: what else is near does not make a line.
        let mut cubes = Cubes::new(distance);
        for ring in &coverage.rings {
            let owner = match sides.get(ring.territory) {
                _ if !contact => ring.territory as u32,
                Some(&side) if side != 0 => u32::from(side),
                _ => continue,
            };
            open(ring)
                .into_iter()
                .for_each(|ends| cubes.add(owner, ends));
        }
        let crowded = cubes.crowded();
        // All others still count for the question who is nearest.
        let mut near = Vec::new();
        for ring in &coverage.rings {
            let edges = open(ring).into_iter().filter(|ends| crowded.touches(*ends));
            near.extend(edges.map(|ends| (ring.territory as u32, ends)));
        }
        let outlines = Outlines::new(near);
        Open { crowded, outlines }
    }

    /// The steps along all open edges of a ring, in their order, settled by point 3 of the definition.
    fn walk(&self, coverage: &Coverage, ring: &Ring, distance: f64) -> Vec<Step> {
        let around = Surroundings::new(
            &self.outlines,
            &self.crowded,
            ring.territory as u32,
            distance,
        );
        let n = ring.edges.len();
        let is_open = |k: usize| coverage.is_open(ring.edges[k % n].1);
        let numbered = |k: usize| ((k % n) as u32, ring.edges[k % n].0);
        let Some(start) = (0..n).find(|&k| !is_open(k)) else {
            let mut steps = around.walk((0..n).map(numbered));
            close(&mut steps);
            settle(&around, &mut steps, [None, None], true);
            return in_order(steps);
        };
        let mut steps = Vec::new();
        let mut at = start;
        while at < start + n {
            let end = (at..start + n).find(|&k| !is_open(k)).unwrap_or(start + n);
            if end > at {
                let mut run = around.walk((at..end).map(numbered));
                let owners = |k: usize| Some(coverage.known[ring.edges[k % n].1 as usize].owners);
                settle(&around, &mut run, [owners(at + n - 1), owners(end)], false);
                steps.append(&mut run);
            }
            at = end + 1;
        }
        in_order(steps)
    }
}

fn in_order(mut steps: Vec<Step>) -> Vec<Step> {
    steps.sort_by(|a, b| a.edge.cmp(&b.edge).then(a.from.total_cmp(&b.from)));
    steps
}

/// Of a closed ring: makes it begin where the partner changes, if it changes at all.
fn close(steps: &mut [Step]) {
    let Some(first) = steps.first().map(Step::territory) else {
        return;
    };
    let tail = steps
        .iter()
        .rev()
        .take_while(|s| s.territory() == first)
        .count();
    if tail < steps.len() {
        steps.rotate_right(tail);
    }
}

/// Takes the partner from steps before the first and after the last of a stretch that faces it. `beside`: the owners of the
/// exactly shared edges before and after the run.
fn settle(around: &Surroundings, steps: &mut [Step], beside: [Option<[u32; 2]>; 2], closed: bool) {
    let all = steps.len();
    let mut done = 0;
    for stretch in steps.chunk_by_mut(|a, b| a.territory() == b.territory()) {
        let (start, n) = (done, stretch.len());
        done += n;
        let Some(partner) = stretch.first().and_then(Step::territory) else {
            continue;
        };
        let goes_on = |owners: Option<[u32; 2]>| owners.is_some_and(|o| o.contains(&partner));
        let first = if start == 0 && goes_on(beside[0]) {
            Some(0)
        } else {
            stretch.iter().position(|s| around.faces(s))
        };
        let last = if done == all && goes_on(beside[1]) {
            Some(n - 1)
        } else {
            stretch.iter().rposition(|s| around.faces(s))
        };
        let keep = match (first, last) {
            // One neighbour all round.
            (Some(_), Some(_)) if closed && n == all => 0..n,
            (Some(first), Some(last)) => first..last + 1,
            _ => 0..0,
        };
        for (k, step) in stretch.iter_mut().enumerate() {
            if !keep.contains(&k) {
                step.partner = None;
            }
        }
    }
}
