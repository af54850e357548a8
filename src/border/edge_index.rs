//! Edges found by their ends, whichever way they run.
//!
//! The map holds hashes, and the edges themselves are compared: a third of the memory of a map of ends, which is what its time goes
//! into (the whole world's pairs: 0.38 s with a map of ends, 0.17 s so). Edges of one hash stand under hashes that follow each other.

use std::hash::BuildHasher;

use geo::Coord;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::topology::{Edge, key};

/// Edges, each once, in the order in which they were added.
#[derive(Default)]
pub(super) struct EdgeIndex {
    edges: Vec<Edge>,
    places: FxHashMap<u64, u32>,
}

impl EdgeIndex {
    pub fn with_capacity(edges: usize) -> Self {
        EdgeIndex {
            edges: Vec::with_capacity(edges),
            places: FxHashMap::with_capacity_and_hasher(edges, FxBuildHasher),
        }
    }

    /// The place of an edge, or the hash under which [`EdgeIndex::add`] may put it.
    pub fn find(&self, p: Coord<f64>, q: Coord<f64>) -> Result<usize, u64> {
        let wanted = key(p, q);
        let mut hash = FxBuildHasher.hash_one(wanted);
        while let Some(&at) = self.places.get(&hash) {
            let [u, v] = self.edges[at as usize].ends;
            if key(u, v) == wanted {
                return Ok(at as usize);
            }
            hash = hash.wrapping_add(1);
        }
        Err(hash)
    }

    /// Adds an edge under the hash that [`EdgeIndex::find`] gave for it; its place.
    pub fn add(&mut self, hash: u64, edge: Edge) -> usize {
        let at = self.edges.len();
        self.edges.push(edge);
        self.places.insert(hash, at as u32);
        at
    }

    /// The edge at a place that [`EdgeIndex::find`] or [`EdgeIndex::add`] gave.
    pub fn at(&mut self, place: usize) -> &mut Edge {
        &mut self.edges[place]
    }

    pub fn into_edges(self) -> Vec<Edge> {
        self.edges
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_of_one_hash_are_told_apart_and_both_directions_are_one() {
        let c = |x: f64| Coord { x, y: 0.5 };
        let mut index = EdgeIndex::default();
        let hash = index.find(c(0.0), c(1.0)).expect_err("empty");
        let first = index.add(hash, Edge::new([c(0.0), c(1.0)], 0, 1));
        // Put where the next edge of the same hash would go: what a collision makes.
        let other = Edge::new([c(2.0), c(3.0)], 0, 1);
        let wanted = index.find(c(4.0), c(5.0)).expect_err("not there");
        let second = index.add(wanted, other);
        assert_eq!(index.find(c(1.0), c(0.0)), Ok(first));
        assert_eq!(index.find(c(-0.0), c(1.0)), Ok(first));
        assert_eq!(index.find(c(4.0), c(5.0)), Err(wanted.wrapping_add(1)));
        let third = index.add(wanted.wrapping_add(1), Edge::new([c(4.0), c(5.0)], 0, 1));
        assert_eq!(index.find(c(5.0), c(4.0)), Ok(third));
        assert_eq!(
            (first, second, third, index.into_edges().len()),
            (0, 1, 2, 3)
        );
    }
}
