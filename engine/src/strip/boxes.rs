//! A tree of boxes in the plane, to find those that hold a point.

use crate::geodesy::edge_tree::Box2;

/// Boxes a leaf.
const LEAF: usize = 6;

/// The boxes by halves, again and again: `order[low..high]` belong to a node.
#[derive(Default)]
pub struct Boxes {
    all: Vec<Box2>,
    order: Vec<u32>,
    /// The box round each node: the root first, the halves of node k at 2k + 1 and 2k + 2.
    round: Vec<Option<Box2>>,
}

impl Boxes {
    pub fn new(all: Vec<Box2>) -> Boxes {
        let mut boxes = Boxes {
            order: (0..all.len() as u32).collect(),
            all,
            round: Vec::new(),
        };
        boxes.split(0, 0, boxes.order.len());
        boxes
    }

    fn split(&mut self, node: usize, low: usize, high: usize) {
        let round = (self.order[low..high].iter())
            .map(|&k| self.all[k as usize])
            .reduce(Box2::join);
        if self.round.len() <= node {
            self.round.resize(node + 1, None);
        }
        self.round[node] = round;
        let (Some(round), true) = (round, high - low > LEAF) else {
            return;
        };
        let axis = usize::from(round.max[1] - round.min[1] > round.max[0] - round.min[0]);
        let all = &self.all;
        let middle = |k: &u32| all[*k as usize].min[axis] + all[*k as usize].max[axis];
        let half = (high - low) / 2;
        self.order[low..high].select_nth_unstable_by(half, |a, b| middle(a).total_cmp(&middle(b)));
        self.split(2 * node + 1, low, low + half);
        self.split(2 * node + 2, low + half, high);
    }

    /// Calls `found` with the number of each box that holds a point.
    pub fn holding(&self, p: [f64; 2], found: &mut impl FnMut(usize)) {
        let mut stack = vec![(0usize, 0usize, self.order.len())];
        while let Some((node, low, high)) = stack.pop() {
            if !(self.round.get(node).copied().flatten()).is_some_and(|b| b.holds(p)) {
                continue;
            }
            if high - low > LEAF {
                let half = low + (high - low) / 2;
                stack.extend([(2 * node + 1, low, half), (2 * node + 2, half, high)]);
                continue;
            }
            for &k in &self.order[low..high] {
                if self.all[k as usize].holds(p) {
                    found(k as usize);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_is_in_the_boxes_that_hold_it() {
        let square = |k: usize| {
            let (x, y, s) = ((k * 7 % 50) as f64, (k * 13 % 40) as f64, (k % 9) as f64);
            Box2 {
                min: [x, y],
                max: [x + s, y + s],
            }
        };
        for count in [0, 1, 6, 7, 200] {
            let all: Vec<Box2> = (0..count).map(square).collect();
            let boxes = Boxes::new(all.clone());
            for p in [[10.0, 10.0], [25.5, 20.5], [49.0, 3.0], [-1.0, 0.0]] {
                let mut found = Vec::new();
                boxes.holding(p, &mut |k| found.push(k));
                found.sort_unstable();
                let expected: Vec<usize> = (0..count).filter(|&k| all[k].holds(p)).collect();
                assert_eq!(found, expected);
            }
        }
    }
}
