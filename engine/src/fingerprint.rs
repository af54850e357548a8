//! What a line or a territory is, in 32 bytes: equal ones are equal to the last bit, whatever flags they came from.
//!
//! SHA-256, so that two different ones are not taken for each other.

use crate::geodesy::edges::Edges;
use crate::territory::Territory;
use geo::Coord;
use sha2::{Digest, Sha256};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// Of all that the distance to a line and its strips depend on.
    pub(crate) fn of_line(parts: &[Vec<Coord<f64>>], edges: Edges) -> Self {
        let mut sum = Sum::default();
        sum.bytes.push(u8::from(edges == Edges::Geodesic));
        parts.iter().for_each(|part| sum.line(part));
        sum.end()
    }

    /// Of all that a territory's row depends on, but for its names.
    pub fn of_territory(territory: &Territory) -> Self {
        let mut sum = Sum::default();
        sum.number(territory.doubtful.0);
        for accuracy in [territory.accuracy, territory.outline_accuracy] {
            sum.bytes.push(u8::from(accuracy.is_some()));
            sum.number(accuracy.map_or(0.0, |accuracy| accuracy.0));
        }
        for polygon in &territory.polygons {
            sum.count(polygon.interiors().len());
            sum.line(&polygon.exterior().0);
            polygon
                .interiors()
                .iter()
                .for_each(|hole| sum.line(&hole.0));
        }
        sum.end()
    }
}

/// Numbers on their way into the sum, gathered because it takes long runs faster.
#[derive(Default)]
struct Sum {
    sum: Sha256,
    bytes: Vec<u8>,
}

impl Sum {
    fn number(&mut self, number: f64) {
        self.bytes.extend(number.to_bits().to_le_bytes());
    }

    fn count(&mut self, count: usize) {
        self.bytes.extend((count as u64).to_le_bytes());
    }

    fn line(&mut self, line: &[Coord<f64>]) {
        self.count(line.len());
        for position in line {
            self.number(position.x);
            self.number(position.y);
        }
        self.sum.update(&self.bytes);
        self.bytes.clear();
    }

    fn end(mut self) -> Fingerprint {
        self.sum.update(&self.bytes);
        Fingerprint(self.sum.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Metres;
    use geo::{MultiPolygon, polygon};

    #[test]
    fn lines_are_told_apart_by_a_bit_by_their_parts_and_by_their_edges() {
        let line = |parts: &[&[(f64, f64)]]| {
            (parts.iter())
                .map(|part| part.iter().map(|&(x, y)| Coord { x, y }).collect())
                .collect::<Vec<Vec<Coord<f64>>>>()
        };
        let one = Fingerprint::of_line(&line(&[&[(1.0, 2.0), (3.0, 4.0)]]), Edges::Planar);
        let near = f64::from_bits(4.0f64.to_bits() + 1);
        let others = [
            (line(&[&[(1.0, 2.0), (3.0, near)]]), Edges::Planar),
            (line(&[&[(1.0, 2.0)], &[(3.0, 4.0)]]), Edges::Planar),
            (line(&[&[(1.0, 2.0), (3.0, 4.0)]]), Edges::Geodesic),
        ];
        for (lines, edges) in others {
            assert_ne!(Fingerprint::of_line(&lines, edges), one, "{lines:?}");
        }
        let again = line(&[&[(1.0, 2.0), (3.0, 4.0)]]);
        assert_eq!(Fingerprint::of_line(&again, Edges::Planar), one);
    }

    #[test]
    fn territories_are_told_apart_by_land_and_accuracy_and_not_by_names() {
        let land = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0)];
        let here = Territory::new("AAA", "Here", MultiPolygon(vec![land.clone()]));
        let there = Territory::new("BBB", "There", MultiPolygon(vec![land.clone()]));
        let print = Fingerprint::of_territory(&here);
        assert_eq!(Fingerprint::of_territory(&there), print);
        let twice = Territory::new("AAA", "Here", MultiPolygon(vec![land.clone(), land]));
        assert_ne!(Fingerprint::of_territory(&twice), print);
        let known = Territory {
            accuracy: Some(Metres(0.0)),
            ..here
        };
        assert_ne!(Fingerprint::of_territory(&known), print);
    }
}
