//! Which points of a line are needed (Ramer 1972; Douglas and Peucker 1973), whatever a point's distance from a chord is.

/// For each of `count` points whether it is kept: the first and the last are, and between two that are kept the one that is farthest
/// off their chord, while it is off by more than 1. `off(k, from, to)`: of point `k` from the chord of two points, as a part of what is
/// allowed.
pub(crate) fn needed(count: usize, off: impl Fn(usize, usize, usize) -> f64) -> Vec<bool> {
    let mut kept = vec![false; count];
    let mut open: Vec<(usize, usize)> = count
        .checked_sub(1)
        .map(|last| (0, last))
        .into_iter()
        .collect();
    while let Some((from, to)) = open.pop() {
        kept[from] = true;
        kept[to] = true;
        let mut farthest = (1.0, None);
        for k in from + 1..to {
            let o = off(k, from, to);
            if o > farthest.0 {
                farthest = (o, Some(k));
            }
        }
        if let Some(k) = farthest.1 {
            open.extend([(from, k), (k, to)]);
        }
    }
    kept
}
