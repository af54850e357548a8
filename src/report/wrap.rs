//! A line whose longitudes may run on beyond ±180°, cut at the antimeridian into parts within [-180, 180].

use geo::Coord;

/// Cuts a line, longitude and latitude in degrees, where its straight edges meet the antimeridian. Each cut ends one part
/// and begins the next, at the same latitude on the other side. An edge along the antimeridian stays with the part before it.
pub fn wrapped(line: &[Coord<f64>]) -> Vec<Vec<Coord<f64>>> {
    let Some(&first) = line.first() else {
        return Vec::new();
    };
    let mut parts: Vec<Vec<Coord<f64>>> = Vec::new();
    let mut turn: Option<f64> = None;
    let mut add = |from: Coord<f64>, to: Coord<f64>| {
        let seam = |x: f64| (x - 180.0).rem_euclid(360.0) == 0.0;
        let own = match turn {
            Some(turn) if seam(from.x) && from.x == to.x => turn,
            _ => (((from.x + to.x) / 2.0 + 180.0) / 360.0).floor(),
        };
        let place = |c: Coord<f64>| Coord {
            x: (c.x - 360.0 * own).clamp(-180.0, 180.0),
            y: c.y,
        };
        match parts.last_mut() {
            Some(part) if turn == Some(own) => part.push(place(to)),
            _ => parts.push(vec![place(from), place(to)]),
        }
        turn = Some(own);
    };
    if line.len() == 1 {
        add(first, first);
    }
    for edge in line.windows(2) {
        let (a, b) = (edge[0], edge[1]);
        let mut from = a;
        for x in seams(a.x, b.x) {
            let y = a.y + (b.y - a.y) * ((x - a.x) / (b.x - a.x));
            let at = Coord { x, y };
            add(from, at);
            from = at;
        }
        add(from, b);
    }
    parts
}

/// The antimeridian's longitudes strictly between two longitudes, in the order in which they are met.
fn seams(from: f64, to: f64) -> Vec<f64> {
    let (west, east) = (from.min(to), from.max(to));
    let first = ((west - 180.0) / 360.0).floor() as i64 + 1;
    let mut found: Vec<f64> = (first..)
        .map(|k| 180.0 + 360.0 * k as f64)
        .take_while(|&x| x < east)
        .collect();
    if from > to {
        found.reverse();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &[(f64, f64)], expected: &[&[(f64, f64)]]) {
        let line: Vec<_> = line.iter().map(|&c| Coord::from(c)).collect();
        let parts: Vec<Vec<(f64, f64)>> = wrapped(&line)
            .iter()
            .map(|p| p.iter().map(|c| (c.x, c.y)).collect())
            .collect();
        assert_eq!(parts, expected);
    }

    #[test]
    fn a_line_is_cut_where_its_edge_meets_the_antimeridian() {
        check(
            &[(170.0, 0.0), (190.0, 10.0), (200.0, 10.0)],
            &[
                &[(170.0, 0.0), (180.0, 5.0)],
                &[(-180.0, 5.0), (-170.0, 10.0), (-160.0, 10.0)],
            ],
        );
        check(
            &[(-170.0, 0.0), (-190.0, 10.0)],
            &[
                &[(-170.0, 0.0), (-180.0, 5.0)],
                &[(180.0, 5.0), (170.0, 10.0)],
            ],
        );
    }

    #[test]
    fn a_line_that_only_touches_the_antimeridian_stays_whole() {
        check(
            &[(170.0, 0.0), (180.0, 5.0), (180.0, 6.0), (170.0, 10.0)],
            &[&[(170.0, 0.0), (180.0, 5.0), (180.0, 6.0), (170.0, 10.0)]],
        );
        check(
            &[(-180.0, 0.0), (180.0, 0.0)],
            &[&[(-180.0, 0.0), (180.0, 0.0)]],
        );
    }

    #[test]
    fn a_line_may_go_round_more_than_once() {
        check(
            &[(0.0, 0.0), (720.0, 8.0)],
            &[
                &[(0.0, 0.0), (180.0, 2.0)],
                &[(-180.0, 2.0), (180.0, 6.0)],
                &[(-180.0, 6.0), (0.0, 8.0)],
            ],
        );
    }

    #[test]
    fn a_vertex_on_the_antimeridian_is_the_cut() {
        check(
            &[(170.0, 0.0), (180.0, 5.0), (190.0, 5.0)],
            &[
                &[(170.0, 0.0), (180.0, 5.0)],
                &[(-180.0, 5.0), (-170.0, 5.0)],
            ],
        );
    }

    #[test]
    fn one_position_gives_a_part_of_two() {
        check(&[(190.0, 5.0)], &[&[(-170.0, 5.0), (-170.0, 5.0)]]);
        check(&[], &[]);
    }
}
