//! A strip cut into faces by lines, and the faces that belong, joined.

use super::squares::degrees;
use super::{METRES_PER_DEGREE, Membership, defect};
use crate::error::Error;
use crate::geodesy::edge_tree;
use crate::geodesy::ellipsoid::aux_of_lonlat;
use crate::geodesy::lattice::{GRID, GridPoint, to_grid};
use crate::halt::{Halt, apart};
use crate::par::*;
use crate::strip::place::Placer;
use crate::strip::planar::{Drawing, Faces, Rings, Spot};
use crate::strip::polygon::rings;
use crate::strip::{PreparedLine, Strip};
use geo::{Coord, LineString, MultiLineString, MultiPolygon, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::IntOverlayOptions;
use i_overlay::string::overlay::StringOverlay;
use i_overlay::string::rule::StringRule;

/// Heights at which a face is asked, as parts of its extent.
const HEIGHTS: [f64; 7] = [0.4927, 0.2611, 0.7389, 0.1153, 0.8847, 0.031, 0.969];
/// At each height the widest intervals are asked, so many.
const INTERVALS: usize = 4;
/// Points of one face nearer to its outline than this, in tolerances, may disagree.
const CLEAR: f64 = 2.0;

/// The faces of `strip`, cut by `lines` (degrees, running on) and `chains`, whose points are members, joined.
pub(super) fn choose(
    line: &PreparedLine,
    member: Membership,
    strip: &Strip,
    lines: &MultiLineString<f64>,
    chains: &[Vec<GridPoint>],
) -> Result<MultiPolygon<f64>, Error> {
    let halt = line.halt();
    let (drawing, faces, inside) = cut(strip, lines, chains, halt)?;
    let wanted: Vec<bool> = faces
        .rings
        .par_iter()
        .map_init(
            || line.placer(),
            |placer, face| {
                halt.check()?;
                belongs(face, &inside, member, strip.tolerance.0, placer)
            },
        )
        .collect::<Result<_, _>>()?;
    let joined = apart(halt, strip.vertices, move || drawing.join(&faces, &wanted))?;
    Ok((joined.into_iter())
        .filter_map(|rings| {
            // Slips of the smallest rectangles are no islands and no holes.
            let tolerance = strip.tolerance.0;
            let mut rings = rings.iter().map(|ring| closed(ring));
            let outer = rings.next().filter(|r| !is_narrow(&r.0, tolerance))?;
            Some(Polygon::new(
                outer,
                rings.filter(|r| !is_narrow(&r.0, tolerance)).collect(),
            ))
        })
        .collect())
}

fn closed(ring: &[Spot]) -> LineString<f64> {
    let mut points: Vec<Coord<f64>> = ring.iter().map(|&s| place(s)).collect();
    points.extend(points.first().copied());
    LineString(points)
}

/// Degrees, exact.
fn place(s: Spot) -> Coord<f64> {
    degrees((s[0], s[1]))
}

/// Whether a ring is narrower than a width in some direction, m. What lies within a ring that is narrow is narrow as well, so that no
/// island stays in a hole that is left out.
fn is_narrow(ring: &[Coord<f64>], width: f64) -> bool {
    let (mut low, mut high) = (ring[0], ring[0]);
    for c in ring {
        low = Coord {
            x: low.x.min(c.x),
            y: low.y.min(c.y),
        };
        high = Coord {
            x: high.x.max(c.x),
            y: high.y.max(c.y),
        };
    }
    let equatorward = if low.y <= 0.0 && high.y >= 0.0 {
        0.0
    } else {
        low.y.abs().min(high.y.abs())
    };
    let size = high - low;
    let diagonal = (size.x * equatorward.to_radians().cos()).hypot(size.y) * METRES_PER_DEGREE;
    diagonal < std::f64::consts::SQRT_2 * width
}

/// The edges of a strip and of what cuts it, within the strip; their faces, and a tree of the strip's own edges.
///
/// # Errors
/// As [`Halt::check`].
fn cut(
    strip: &Strip,
    lines: &MultiLineString<f64>,
    chains: &[Vec<GridPoint>],
    halt: &Halt,
) -> Result<(Drawing, Faces, edge_tree::Edges), Error> {
    let options = IntOverlayOptions {
        preserve_input_collinear: true,
        preserve_output_collinear: true,
        ogc: true,
        ..Default::default()
    };
    let mut overlay = StringOverlay::<i64>::with_options(1024, options);
    for ring in rings(&strip.polygons) {
        let mut points: Vec<GridPoint> = ring.0.iter().map(|&c| to_grid(c)).collect();
        points.pop();
        overlay.add_shape_contour(&points);
    }
    for part in lines {
        for w in part.0.windows(2) {
            // The edge by whole turns, wherever it meets the world.
            let (west, east) = (w[0].x.min(w[1].x), w[0].x.max(w[1].x));
            let first = ((-180.0 - east) / 360.0).ceil() as i64;
            let last = ((180.0 - west) / 360.0).floor() as i64;
            for turns in first..=last {
                let shift = Coord {
                    x: 360.0 * turns as f64,
                    y: 0.0,
                };
                overlay.add_string_line([to_grid(w[0] + shift), to_grid(w[1] + shift)]);
            }
        }
    }
    for chain in chains {
        overlay.add_string_path(chain);
    }
    // Only the edges are taken: which ring is a hole in which other one, the drawing works out.
    let own = strip.polygons.clone();
    apart(halt, strip.vertices, move || {
        let slices: Vec<Vec<GridPoint>> = (overlay.build_graph_view(FillRule::NonZero))
            .map(|graph| graph.extract_shapes_custom(StringRule::Slice, options))
            .unwrap_or_default()
            .into_iter()
            .flatten()
            .collect();
        let drawing = Drawing::new(slices.iter().flat_map(|ring| {
            let ends = ring.iter().zip(ring.iter().cycle().skip(1));
            ends.map(|(a, b)| [[a.x, a.y], [b.x, b.y]])
        }));
        let faces = drawing.faces();
        (drawing, faces, edge_tree::Edges::rings(rings(&own)))
    })
}

/// Whether a face belongs; all its points that are well inside must say the same. `inside`: the strip's rings; where faces are cut out
/// of it, it has holes.
fn belongs(
    face: &Rings,
    inside: &edge_tree::Edges,
    member: Membership,
    tolerance: f64,
    placer: &mut Placer,
) -> Result<bool, Error> {
    let mut asked: Vec<(f64, Coord<f64>, bool)> = Vec::new();
    for at in HEIGHTS {
        for (width, p) in intervals(face, at) {
            let aux = aux_of_lonlat(p);
            let near = placer.near(aux);
            asked.push((width, p, member.holds(placer.standing(aux, &near))));
        }
    }
    let Some(widest) = asked.iter().max_by(|a, b| a.0.total_cmp(&b.0)).copied() else {
        return Ok(false); // no inner point on the grid: no area
    };
    if !inside.inside([widest.1.x, widest.1.y]) {
        return Ok(false);
    }
    if asked.iter().all(|a| a.2 == widest.2) {
        return Ok(widest.2);
    }
    let mut clear = [0.0f64; 2];
    for a in &asked {
        let c = clearance(face, a.1);
        let best = &mut clear[usize::from(a.2)];
        *best = best.max(c);
    }
    if clear[0].min(clear[1]) > CLEAR * tolerance {
        return Err(defect("a part of the strip lies on both sides", widest.1));
    }
    Ok(clear[1] > clear[0])
}

/// The middles of the widest inner intervals of a face at a height, with their widths in metres.
fn intervals(face: &Rings, at: f64) -> Vec<(f64, Coord<f64>)> {
    let ys = face.iter().flatten().map(|p| p[1]);
    let (Some(low), Some(high)) = (ys.clone().min(), ys.max()) else {
        return Vec::new();
    };
    let y = (low as f64 + at * (high - low) as f64).floor() + 0.5;
    let mut crossings: Vec<f64> = Vec::new();
    for ring in face {
        let Some(mut a) = ring.last() else { continue };
        for b in ring {
            let (ay, by) = (a[1] as f64, b[1] as f64);
            if (ay > y) != (by > y) {
                crossings.push(a[0] as f64 + (y - ay) / (by - ay) * (b[0] - a[0]) as f64);
            }
            a = b;
        }
    }
    crossings.sort_by(f64::total_cmp);
    let cos = (y / GRID).to_radians().cos().abs();
    let mut found: Vec<(f64, Coord<f64>)> = crossings
        .chunks_exact(2)
        .map(|w| {
            let middle = Coord {
                x: 0.5 * (w[0] + w[1]) / GRID,
                y: y / GRID,
            };
            ((w[1] - w[0]) / GRID * cos * METRES_PER_DEGREE, middle)
        })
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.truncate(INTERVALS);
    found
}

/// Distance of an inner point to a face's outline, m.
fn clearance(face: &Rings, p: Coord<f64>) -> f64 {
    let cos = p.y.to_radians().cos().abs();
    let local = |q: Spot| {
        let c = place(q);
        (
            (c.x - p.x) * cos * METRES_PER_DEGREE,
            (c.y - p.y) * METRES_PER_DEGREE,
        )
    };
    let mut least = f64::INFINITY;
    for ring in face {
        let Some(&last) = ring.last() else { continue };
        let mut a = local(last);
        for &q in ring {
            let b = local(q);
            let (ex, ey) = (b.0 - a.0, b.1 - a.1);
            let l2 = ex * ex + ey * ey;
            let t = if l2 > 0.0 {
                (-(a.0 * ex + a.1 * ey) / l2).clamp(0.0, 1.0)
            } else {
                0.0
            };
            least = least.min((a.0 + t * ex).hypot(a.1 + t * ey));
            a = b;
        }
    }
    least
}
