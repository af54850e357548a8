//! The outline of a strip as rings of vertices on the ellipsoid: cells, tracing, stitching, thinning, and the certificate of what came of it.

use super::between::Vertex;
use super::cells::cover;
use super::certificate::{Certifier, Errors, Seen};
use super::nearest::Search;
use super::piece::distance_error;
use super::stitch::stitch;
use super::trace::{SHIFT, Scope, Tracer};
use super::tree::Tree;
use crate::error::Error;
use crate::geodesy::ellipsoid::lonlat_of_aux;
use crate::geodesy::vector::V3;
use crate::par::*;
use geo::Coord;

/// What tracing and roots may use of the tolerance.
const TRACED: f64 = 0.95;
/// How far off the level the vertices of a ring may stand, in tolerances.
const ROOT_ROOM: f64 = 0.05;
/// Written coordinates and cuts at ±180° are rounded by less, m.
pub const ROUNDING: f64 = 1e-5;
/// Edges that are looked at together.
const CHUNK: usize = 1024;
/// How often an edge that breaks the tolerance is divided.
const MENDS: u32 = 24;

/// Rings in degrees with the strip on their left (the last position is not the first again), and what is known of their errors.
pub struct Outline {
    pub rings: Vec<Vec<Coord<f64>>>,
    /// By the [certificate](super::certificate).
    pub errors: Errors,
    /// Cells of a fraction of the tolerance in which the outline's topology is not resolved.
    pub unresolved: usize,
}

/// The outline at `width` (m) of the line under `tree`.
pub fn outline(tree: &Tree, width: f64, tolerance: f64) -> Result<Outline, Error> {
    // What the distance itself may err by is taken from the tolerance, so that the sum keeps it.
    let own = distance_error(width) + ROUNDING;
    let inner = tolerance.min((tolerance - own) / TRACED);
    if inner < 0.2 * tolerance {
        let enough = two_digits_up(own / 0.8);
        return Err(Error::work(format!(
            "a tolerance of {tolerance} m cannot be kept at a width of {} km, where distances are certain to {own:.4} m",
            width / 1e3
        ))
        .remedy(format!("give ‹tolerance› {enough}m, or a coarser one")));
    }
    let tracer = Tracer::new(tree, width, inner);
    let cover = cover(tree, tracer.level, inner);
    tree.halt.check()?;
    let rings: Vec<Vec<Vertex>> = stitch(&tracer, &cover)?
        .into_par_iter()
        .map(|r| thin(&tracer, r))
        .collect();
    let limit = tolerance - own;
    let (rings, left_out) = without_specks(rings, inner, limit);
    let rings = (rings.into_par_iter())
        .map(|r| r.into_iter().map(|v| lonlat_of_aux(v.aux)).collect())
        .collect();
    let (rings, errors) = certified(&tracer, rings, limit);
    let mut errors = errors.merge(left_out);
    errors.outward += own;
    errors.inward += own;
    Ok(Outline {
        rings,
        errors,
        unresolved: cover.groups.iter().map(|g| g.unresolved).sum(),
    })
}

/// The next number up with two digits.
fn two_digits_up(x: f64) -> f64 {
    let unit = 10f64.powi(x.log10().floor() as i32 - 1);
    (x / unit).ceil() * unit
}

/// The rings with their certificate; edges that break the limit (m) are divided at the outline.
fn certified(
    tracer: &Tracer,
    rings: Vec<Vec<Coord<f64>>>,
    limit: f64,
) -> (Vec<Vec<Coord<f64>>>, Errors) {
    let chunks: Vec<(usize, usize)> = (rings.iter().enumerate())
        .flat_map(|(k, r)| (0..r.len()).step_by(CHUNK).map(move |from| (k, from)))
        .collect();
    let held: Vec<(Vec<Coord<f64>>, Errors)> = (chunks.par_iter())
        .map(|&(k, from)| {
            let ring = &rings[k];
            let to = (from + CHUNK).min(ring.len());
            let mut stretch = ring[from..to].to_vec();
            stretch.push(ring[to % ring.len()]);
            hold(tracer, &stretch, limit)
        })
        .collect();
    let mut out = vec![Vec::new(); rings.len()];
    let mut errors = Errors::default();
    for ((k, _), (stretch, e)) in chunks.into_iter().zip(held) {
        out[k].extend(stretch);
        errors = errors.merge(e);
    }
    (out, errors)
}

/// A stretch without its last position, mended where an edge breaks the limit.
fn hold(tracer: &Tracer, stretch: &[Coord<f64>], limit: f64) -> (Vec<Coord<f64>>, Errors) {
    let width = tracer.level - SHIFT * tracer.tolerance;
    let mut held = Hold {
        tracer,
        certifier: Certifier::new(tracer.tree, width, limit),
        search: Search::default(),
        out: Vec::with_capacity(stretch.len()),
        errors: Errors::default(),
    };
    let mut from = 0;
    let mut last = None;
    while from + 1 < stretch.len() && !tracer.tree.halt.is_stopped() {
        let to = held.certifier.batch(stretch, from);
        let mut a = last.unwrap_or_else(|| held.vertex(0, stretch[from]));
        for (k, &at) in stretch[from..=to].iter().enumerate().skip(1) {
            let b = held.vertex(k, at);
            held.edge(&a, &b, MENDS);
            a = b;
        }
        last = Some(a);
        from = to;
    }
    (held.out, held.errors)
}

struct Hold<'a> {
    tracer: &'a Tracer<'a>,
    certifier: Certifier<'a>,
    search: Search,
    out: Vec<Coord<f64>>,
    errors: Errors,
}

impl Hold<'_> {
    /// A vertex of the outline; brought to it where it stands off.
    fn vertex(&mut self, k: usize, at: Coord<f64>) -> Seen {
        let seen = self.certifier.ahead(k, at);
        if self.certifier.holds(&seen) {
            seen
        } else {
            self.projected(&seen)
        }
    }

    fn projected(&mut self, from: &Seen) -> Seen {
        let all = [self.tracer.tree.root()];
        let scope = Scope {
            candidates: &all,
            all: &all,
            centre: from.vertex.x,
            reach: f64::INFINITY,
        };
        let m = self
            .tracer
            .project(&mut self.search, &scope, from.vertex.aux);
        self.certifier.seen(lonlat_of_aux(m.aux))
    }

    /// Appends the edge without its end.
    fn edge(&mut self, a: &Seen, b: &Seen, mends: u32) {
        if self.tracer.tree.halt.is_stopped() {
            return;
        }
        match self.certifier.edge(a, b) {
            Ok(errors) => self.errors = self.errors.merge(errors),
            Err(broken) => {
                let m = self.projected(&broken.at);
                let room = 0.1 * self.tracer.tolerance;
                let apart = |v: &Seen| (v.vertex.x - m.vertex.x).norm() > room;
                if mends > 0 && apart(a) && apart(b) {
                    self.edge(a, &m, mends - 1);
                    self.edge(&m, b, mends - 1);
                    return;
                }
                let measured = self.certifier.measured(a, b);
                self.errors = self.errors.merge(measured);
            }
        }
        self.out.push(a.at);
    }
}

/// The rings without those that the limit (m) lets go, and what places within these come to.
///
/// Every place x in the hull of a ring's vertices has one of them within the radius R of a ball that holds them all: with weights λ that
/// make x of the vertices v, Σλ|v - x|² = Σλ|v - c|² - |x - c|² ≤ R². At the vertices the distance is the level, and it changes by
/// no more than the way.
fn without_specks(rings: Vec<Vec<Vertex>>, inner: f64, limit: f64) -> (Vec<Vec<Vertex>>, Errors) {
    let shift = SHIFT * inner;
    let mut errors = Errors::default();
    let kept = (rings.into_iter())
        .filter(|r| {
            let within = radius(r) + ROOT_ROOM * inner;
            let is_small = shift + within <= limit;
            if is_small {
                errors = errors.merge(Errors {
                    outward: shift + within,
                    inward: within - shift,
                });
            }
            !is_small
        })
        .collect();
    (kept, errors)
}

/// Radius of a ball that holds a ring's vertices, m.
fn radius(ring: &[Vertex]) -> f64 {
    let sum = ring.iter().fold(V3::default(), |s, v| s + v.x);
    let middle = sum * (1.0 / ring.len().max(1) as f64);
    ring.iter()
        .map(|v| (v.x - middle).norm2())
        .fold(0.0, f64::max)
        .sqrt()
}

/// Drops vertices that the tolerance does not need, mostly those where the outline crosses from cell to cell. Never two
/// neighbours at once.
fn thin(tracer: &Tracer, ring: Vec<Vertex>) -> Vec<Vertex> {
    let n = ring.len();
    if n < 5 {
        return ring;
    }
    let mut kept = Vec::with_capacity(n);
    kept.push(ring[0]);
    let mut k = 1;
    while k < n && !tracer.tree.halt.is_stopped() {
        let (a, b, c) = (
            kept.last().unwrap_or(&ring[0]),
            &ring[k],
            &ring[(k + 1) % n],
        );
        if k + 1 < n && tracer.is_redundant(a, b, c) {
            kept.push(*c);
            k += 2;
        } else {
            kept.push(*b);
            k += 1;
        }
    }
    kept
}
