//! The outline of a strip as rings of vertices on the ellipsoid: cells, tracing, stitching, thinning.

use super::cells::cover;
use super::piece::distance_error;
use super::stitch::stitch;
use super::trace::{Errors, Tracer, Vertex};
use super::tree::Tree;
use crate::error::Error;
use rayon::prelude::*;

/// What tracing, roots and rounding of coordinates may use of the tolerance, and the share of the last two.
const TRACED: f64 = 0.95;
const ROUNDING: f64 = 0.03;

/// Rings with the strip on their left, and what is known of their errors.
pub struct Outline {
    pub rings: Vec<Vec<Vertex>>,
    pub errors: Errors,
    /// Cells of a fraction of the tolerance in which the outline's topology is not resolved.
    pub unresolved: usize,
    pub leaves: usize,
    pub visited: usize,
}

/// The outline at `width` (m) of the line under `tree`.
pub fn outline(tree: &Tree, width: f64, tolerance: f64) -> Result<Outline, Error> {
    // What the distance itself may err by is taken from the tolerance, so that the sum keeps it.
    let own = distance_error(width);
    let inner = tolerance.min((tolerance - own) / TRACED);
    if inner < 0.2 * tolerance {
        return Err(Error::usage(format!(
            "a tolerance of {tolerance} m cannot be kept at a width of {} km, where distances are certain to {own:.4} m",
            width / 1e3
        ))
        .remedy("give a coarser --tolerance"));
    }
    let tracer = Tracer::new(tree, width, inner);
    let cover = cover(tree, tracer.level, inner);
    let found = stitch(&tracer, &cover)?;
    let thinned: Vec<(Vec<Vertex>, Errors)> = found
        .rings
        .into_par_iter()
        .map(|r| thin(&tracer, r))
        .collect();
    let mut errors = found.errors;
    let mut rings = Vec::with_capacity(thinned.len());
    for (ring, e) in thinned {
        errors = errors.merge(e);
        if extent(&ring) >= tolerance {
            rings.push(ring);
        }
    }
    let own = own + ROUNDING * inner;
    errors.outward += own;
    errors.inward += own;
    Ok(Outline {
        rings,
        errors,
        unresolved: cover.groups.iter().map(|g| g.unresolved).sum(),
        leaves: cover.groups.iter().map(|g| g.leaves.len()).sum(),
        visited: cover.groups.iter().map(|g| g.visited).sum(),
    })
}

/// Greatest distance from a ring's first vertex, m.
fn extent(ring: &[Vertex]) -> f64 {
    ring.iter()
        .map(|v| (v.x - ring[0].x).norm2())
        .fold(0.0, f64::max)
        .sqrt()
}

/// Drops vertices that the tolerance does not need, mostly those where the outline crosses from cell to cell. Never two
/// neighbours at once.
fn thin(tracer: &Tracer, ring: Vec<Vertex>) -> (Vec<Vertex>, Errors) {
    let mut errors = Errors::default();
    let n = ring.len();
    if n < 5 {
        return (ring, errors);
    }
    let mut kept = Vec::with_capacity(n);
    kept.push(ring[0]);
    let mut k = 1;
    while k < n {
        let (a, b, c) = (
            kept.last().unwrap_or(&ring[0]),
            &ring[k],
            &ring[(k + 1) % n],
        );
        if let Some(e) = tracer.is_redundant(a, b, c)
            && k + 1 < n
        {
            errors = errors.merge(e);
            kept.push(*c);
            k += 2;
        } else {
            kept.push(*b);
            k += 1;
        }
    }
    (kept, errors)
}
