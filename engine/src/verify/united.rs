//! Parts of one zone that its file has as features of their own: what they share is no outline.

use crate::overlap::clip::{rings, to_polygons, union};
use geo::MultiPolygon;

/// One zone of all parts. A single part stays as it is; several are united on the grid of the overlays, which moves no position
/// by more than 10 nm.
pub fn united(parts: Vec<MultiPolygon<f64>>) -> MultiPolygon<f64> {
    let count = parts.len();
    let all: MultiPolygon<f64> = parts.into_iter().flatten().collect();
    if count == 1 {
        return all;
    }
    to_polygons(&union(&rings(&all)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::polygon;

    #[test]
    fn an_edge_that_two_parts_share_is_gone() {
        let left = polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 1.0, y: 1.0), (x: 0.0, y: 1.0)];
        let right =
            polygon![(x: 1.0, y: 0.0), (x: 2.0, y: 0.0), (x: 2.0, y: 1.0), (x: 1.0, y: 1.0)];
        let parts = [left, right].map(|p| MultiPolygon(vec![p]));
        let one = united(parts.to_vec());
        assert_eq!(one.0.len(), 1);
        assert!(
            one.0[0]
                .exterior()
                .0
                .iter()
                .all(|c| (c.x - 1.0).abs() > 0.5 || c.y.fract() == 0.0)
        );
        let alone = vec![parts[0].clone()];
        assert_eq!(united(alone), parts[0]);
    }
}
