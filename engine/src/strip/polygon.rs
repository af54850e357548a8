//! Rings on the globe become RFC 7946 polygons: cut at the antimeridian, closed over the poles, holes assigned.
//!
//! The world in longitude and latitude is a box. A ring that crosses ±180° is broken there into chains that end on the
//! box's walls; a chain that arrives is continued along the walls, counter-clockwise, to the next one that departs,
//! and so over a pole where the strip holds one. Nothing else of a ring is touched.

use crate::error::Error;
use crate::halt::Halt;
use geo::{Coord, LineString, MultiPolygon, Polygon};

/// Position on the box's walls, counter-clockwise: 0 to 180 up the east wall, 180 to 360 down the west wall.
fn wall(lon_sign: f64, lat: f64) -> f64 {
    if lon_sign > 0.0 {
        lat + 90.0
    } else {
        270.0 - lat
    }
}

/// All rings of polygons, each exterior before its holes.
pub fn rings(polygons: &MultiPolygon<f64>) -> impl Iterator<Item = &LineString<f64>> + Clone {
    (polygons.0.iter()).flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
}

/// Makes polygons of rings.
///
/// `rings`: positions in degrees, first not repeated, inside on the left, each edge taking the short way in longitude.
/// `whole_antimeridian`: whether ±180° lies inside where no ring crosses it.
pub fn polygons(
    rings: Vec<Vec<Coord<f64>>>,
    whole_antimeridian: bool,
) -> Result<MultiPolygon<f64>, Error> {
    polygons_until(rings, whole_antimeridian, &Halt::default())
}

/// The same, to be stopped.
pub(super) fn polygons_until(
    rings: Vec<Vec<Coord<f64>>>,
    whole_antimeridian: bool,
    halt: &Halt,
) -> Result<MultiPolygon<f64>, Error> {
    let mut closed = Vec::with_capacity(rings.len());
    let mut chains = Vec::new();
    for ring in rings {
        halt.check()?;
        cut(ring, &mut closed, &mut chains);
    }
    if chains.is_empty() && whole_antimeridian {
        closed.push(vec![
            Coord {
                x: -180.0,
                y: -90.0,
            },
            Coord { x: 180.0, y: -90.0 },
            Coord { x: 180.0, y: 90.0 },
            Coord { x: -180.0, y: 90.0 },
        ]);
    }
    join(chains, &mut closed)?;
    assemble(closed, halt)
}

/// Breaks a ring where it crosses ±180°.
fn cut(
    ring: Vec<Coord<f64>>,
    closed: &mut Vec<Vec<Coord<f64>>>,
    chains: &mut Vec<Vec<Coord<f64>>>,
) {
    let n = ring.len();
    let crosses = |k: usize| (ring[(k + 1) % n].x - ring[k].x).abs() > 180.0;
    let Some(first) = (0..n).find(|&k| crosses(k)) else {
        closed.push(ring);
        return;
    };
    let mut chain: Vec<Coord<f64>> = Vec::new();
    let mut began = false;
    for step in 0..=n {
        let k = (first + step) % n;
        let (a, b) = (ring[k], ring[(k + 1) % n]);
        if step > 0 {
            push(&mut chain, a);
        }
        if crosses(k) && (step == 0 || step < n || began) {
            let side = if a.x > b.x { 180.0 } else { -180.0 };
            let t = (side - a.x) / (b.x + 2.0 * side - a.x);
            let lat = a.y + t * (b.y - a.y);
            if step > 0 {
                push(&mut chain, Coord { x: side, y: lat });
                chains.push(std::mem::take(&mut chain));
            }
            if step < n {
                chain.push(Coord { x: -side, y: lat });
                began = true;
            }
        }
    }
}

fn push(chain: &mut Vec<Coord<f64>>, c: Coord<f64>) {
    if chain.last() != Some(&c) {
        chain.push(c);
    }
}

/// Joins chains along the walls.
fn join(chains: Vec<Vec<Coord<f64>>>, closed: &mut Vec<Vec<Coord<f64>>>) -> Result<(), Error> {
    let place = |c: &Coord<f64>| wall(c.x, c.y);
    let mut starts: Vec<(f64, usize)> = chains
        .iter()
        .enumerate()
        .map(|(k, c)| (place(&c[0]), k))
        .collect();
    starts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut used = vec![false; chains.len()];
    for k in 0..chains.len() {
        if used[k] {
            continue;
        }
        let mut ring = Vec::new();
        let mut current = k;
        loop {
            if used[current] {
                return Err(Error::work(
                    "the outline's crossings of the antimeridian do not alternate",
                )
                .remedy(
                    "this is a defect of the program: please report it with the line and the width",
                ));
            }
            used[current] = true;
            ring.extend(chains[current].iter().copied());
            let arrival = place(&chains[current][chains[current].len() - 1]);
            let at = starts.partition_point(|s| s.0 < arrival);
            let next = starts[at % starts.len()];
            walk_walls(arrival, next.0, &mut ring);
            current = next.1;
            if current == k {
                break;
            }
        }
        closed.push(ring);
    }
    Ok(())
}

/// Appends the corners of the box between two places on its walls.
fn walk_walls(from: f64, to: f64, ring: &mut Vec<Coord<f64>>) {
    let to = if to < from { to + 360.0 } else { to };
    let (north, south) = (
        [(180.0, 90.0), (-180.0, 90.0)],
        [(-180.0, -90.0), (180.0, -90.0)],
    );
    for (place, corners) in [(180.0, north), (360.0, south), (540.0, north)] {
        if from < place && place < to {
            for (x, y) in corners {
                push(ring, Coord { x, y });
            }
        }
    }
}

/// Twice the signed area in the plane of longitude and latitude; positive counter-clockwise.
fn doubled_area(ring: &[Coord<f64>]) -> f64 {
    let o = ring[0];
    (0..ring.len())
        .map(|k| {
            let (a, b) = (ring[k] - o, ring[(k + 1) % ring.len()] - o);
            a.x * b.y - a.y * b.x
        })
        .sum()
}

struct Shell {
    ring: Vec<Coord<f64>>,
    area: f64,
    lo: Coord<f64>,
    hi: Coord<f64>,
    holes: Vec<LineString<f64>>,
}

/// Gives each clockwise ring to the smallest counter-clockwise one that holds it.
fn assemble(rings: Vec<Vec<Coord<f64>>>, halt: &Halt) -> Result<MultiPolygon<f64>, Error> {
    let mut shells = Vec::new();
    let mut holes = Vec::new();
    for ring in rings {
        let area = doubled_area(&ring);
        if ring.len() < 3 || area == 0.0 {
            continue; // no area: nothing is lost
        }
        if area > 0.0 {
            let (mut lo, mut hi) = (ring[0], ring[0]);
            for c in &ring {
                lo = Coord {
                    x: lo.x.min(c.x),
                    y: lo.y.min(c.y),
                };
                hi = Coord {
                    x: hi.x.max(c.x),
                    y: hi.y.max(c.y),
                };
            }
            shells.push(Shell {
                ring,
                area,
                lo,
                hi,
                holes: Vec::new(),
            });
        } else {
            holes.push(ring);
        }
    }
    shells.sort_by(|a, b| a.area.total_cmp(&b.area));
    for hole in holes {
        halt.check()?;
        // A vertex off the walls: on a wall it may be a vertex of the shell too.
        let p = hole
            .iter()
            .find(|c| c.x.abs() < 180.0 && c.y.abs() < 90.0)
            .copied()
            .unwrap_or(hole[0]);
        let owner = shells.iter_mut().find(|s| {
            s.lo.x <= p.x && p.x <= s.hi.x && s.lo.y <= p.y && p.y <= s.hi.y && contains(&s.ring, p)
        });
        match owner {
            Some(s) => s.holes.push(close(hole)),
            // A strip that reaches round the globe but for this hole, without crossing ±180°: cannot be, see `polygons`.
            None => debug_assert!(false, "a hole outside every shell"),
        }
    }
    // Largest first, as readers expect.
    shells.reverse();
    Ok(shells
        .into_iter()
        .map(|s| Polygon::new(close(s.ring), s.holes))
        .collect())
}

fn close(mut ring: Vec<Coord<f64>>) -> LineString<f64> {
    ring.dedup();
    if ring.first() != ring.last() {
        ring.push(ring[0]);
    }
    LineString(ring)
}

fn contains(ring: &[Coord<f64>], p: Coord<f64>) -> bool {
    let mut inside = false;
    let mut a = ring[ring.len() - 1];
    for &b in ring {
        if (a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x) {
            inside = !inside;
        }
        a = b;
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(f64, f64)]) -> Vec<Coord<f64>> {
        points.iter().map(|&(x, y)| Coord { x, y }).collect()
    }

    fn plane_area(m: &MultiPolygon<f64>) -> f64 {
        let area = |r: &LineString<f64>| 0.5 * doubled_area(&r.0[..r.0.len() - 1]);
        m.0.iter()
            .map(|p| area(p.exterior()) + p.interiors().iter().map(area).sum::<f64>())
            .sum()
    }

    #[test]
    fn a_square_across_the_antimeridian_becomes_two() {
        let m = polygons(
            vec![ring(&[
                (170.0, 0.0),
                (-170.0, 0.0),
                (-170.0, 10.0),
                (170.0, 10.0),
            ])],
            false,
        )
        .unwrap();
        assert_eq!(m.0.len(), 2);
        assert!((plane_area(&m) - 200.0).abs() < 1e-9);
    }

    #[test]
    fn a_ring_round_the_north_pole_is_closed_over_it() {
        let m = polygons(
            vec![ring(&[
                (0.0, 80.0),
                (90.0, 80.0),
                (-179.0, 80.0),
                (-90.0, 80.0),
            ])],
            false,
        )
        .unwrap();
        assert_eq!(m.0.len(), 1);
        assert!((plane_area(&m) - 3600.0).abs() < 1e-9);
    }

    #[test]
    fn a_clockwise_ring_round_the_north_pole_holds_the_rest_of_the_world() {
        let m = polygons(
            vec![ring(&[
                (-90.0, 80.0),
                (-179.0, 80.0),
                (90.0, 80.0),
                (0.0, 80.0),
            ])],
            true,
        )
        .unwrap();
        assert!((plane_area(&m) - (64800.0 - 3600.0)).abs() < 1e-9);
    }

    #[test]
    fn a_hole_across_the_antimeridian_cuts_both_walls() {
        let world_but = ring(&[(170.0, 10.0), (-170.0, 10.0), (-170.0, 0.0), (170.0, 0.0)]);
        let m = polygons(vec![world_but], true).unwrap();
        assert!((plane_area(&m) - (64800.0 - 200.0)).abs() < 1e-9);
        assert_eq!(m.0.len(), 1);
    }

    #[test]
    fn holes_go_to_the_smallest_shell_round_them() {
        let outer = ring(&[(0.0, 0.0), (50.0, 0.0), (50.0, 50.0), (0.0, 50.0)]);
        let hole = ring(&[(10.0, 10.0), (10.0, 40.0), (40.0, 40.0), (40.0, 10.0)]);
        let island = ring(&[(20.0, 20.0), (30.0, 20.0), (30.0, 30.0), (20.0, 30.0)]);
        let pond = ring(&[(24.0, 24.0), (24.0, 26.0), (26.0, 26.0), (26.0, 24.0)]);
        let m = polygons(vec![pond, island, hole, outer], false).unwrap();
        assert_eq!(
            m.0.iter().map(|p| p.interiors().len()).collect::<Vec<_>>(),
            vec![1, 1]
        );
        assert!((plane_area(&m) - (2500.0 - 900.0 + 100.0 - 4.0)).abs() < 1e-9);
    }
}
