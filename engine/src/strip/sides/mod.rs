//! One side of a line, and flat ends: which points belong, and the polygons of them.
//!
//! # Definition
//! A position belongs to the *left* strip of a width if it belongs to the strip on both sides and its [`Place`](super::place) is not
//! on the right; to the *right* one, if it is not on the left. So the two together are the whole strip, and they have only
//! the line, the curves equally far from stretches that see them from different sides, and the surroundings of isolated points in
//! common. A strip with *flat* caps leaves out what is beyond a free end. Sharp bends need no rule of their own: beyond a bend the
//! outer side goes round in an arc, on the inner side the stretches cut each other short.
//!
//! # How it is built
//! The strip on both sides is cut by the line itself and by the [`divide`]; each face belongs whole or not at all, as an inner
//! point of it says by the definition; the faces that belong are joined ([`faces`]).
//!
//! # Accuracy
//! The outline at the width is the strip's own. The line is copied exactly (geodesic edges: within a quarter of the tolerance). The
//! divide is within the tolerance: measured, see [`divide`]. [`Strip::inner_error`] bounds the area that this can move.

pub mod crossings;
pub mod divide;
pub mod faces;
pub mod squares;
pub mod trace;

use super::place::{Hand, Standing};
use super::{Edges, Origin, PreparedLine, Strip};
use crate::error::{Error, Place};
use crate::geodesy::densify::geodesic_edges;
use crate::units::SquareMetres;
use geo::{Coord, LineString, MultiLineString};
use rustc_hash::FxHashSet;

/// Metres in a degree, at most.
const METRES_PER_DEGREE: f64 = 111_700.0;
/// Greatest width for which sides and flat caps are made, m: beyond, geodesics from one end draw together again.
pub const WIDEST: f64 = 3_000_000.0;
/// Geodesic edges are followed within this part of the tolerance.
const DENSE: f64 = 0.25;

/// The sides of a line, in the direction in which it is digitised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Side {
    #[default]
    Both,
    Left,
    Right,
}

/// How a strip closes at the free ends of the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Cap {
    /// Within the width of the end.
    #[default]
    Round,
    /// At the perpendicular through the end.
    Flat,
}

/// Which positions of the strip belong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Membership {
    side: Side,
    cap: Cap,
}

impl Membership {
    fn holds(self, s: Standing) -> bool {
        let side = match self.side {
            Side::Both => true,
            Side::Left => s.side != Hand::Right,
            Side::Right => s.side != Hand::Left,
        };
        side && !(self.cap == Cap::Flat && s.beyond_end)
    }
}

impl super::place::Place {
    /// Whether the strip on that side and with those caps holds the position, if it is near enough.
    pub fn is_on(&self, side: Side, cap: Cap) -> bool {
        Membership { side, cap }.holds(Standing {
            side: self.side,
            beyond_end: self.beyond_end,
        })
    }
}

impl PreparedLine {
    /// The part of `strip`, a strip of this line on both sides with round ends, on one side and with the caps asked for: what
    /// [`PreparedLine::strip`] does of its own; for several from one.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) if the strip is of another line or has less than is asked for, if the width is above [`WIDEST`], if nothing is left (flat caps of isolated points), or if the line runs over or
    /// beside itself nearer than the tolerance so long that its sides cannot be told apart; that of [`Halt::check`](crate::halt::Halt::check).
    pub fn one_sided(&self, strip: Strip, side: Side, cap: Cap) -> Result<Strip, Error> {
        strip.is_of(self)?;
        let origin = Origin {
            side,
            cap,
            ..strip.origin
        };
        if strip.origin == origin {
            return Ok(strip);
        }
        if (strip.origin.side, strip.origin.cap) != (Side::Both, Cap::Round) {
            return Err(Error::usage(
                "another side or other caps are asked of a strip that is not whole itself",
            )
            .remedy("give the strip on both sides with round caps"));
        }
        if strip.width.0 > WIDEST {
            return Err(Error::usage(format!(
                "one side of a line and flat caps are not made at a width of {} km: beyond {} km they are not tested",
                strip.width.km(),
                WIDEST / 1e3
            ))
            .remedy("give a smaller width, or both sides with round caps"));
        }
        let edges_once;
        let line = match self.with_edges_once() {
            Some(parts) => {
                edges_once = PreparedLine::new(&parts, self.edges)?.with_halt(self.halt());
                &edges_once
            }
            None => self,
        };
        let member = Membership { side, cap };
        let tolerance = strip.tolerance.0;
        let divide = divide::find(line, member, strip.width.0, tolerance)?;
        let (lines, copied) = match self.edges {
            Edges::Planar => (line.lines(), 0.0),
            Edges::Geodesic => {
                let dense = geodesic_edges(&line.lines(), DENSE * tolerance);
                let length: f64 = dense
                    .0
                    .iter()
                    .flat_map(|l| l.0.windows(2))
                    .map(|w| crate::geodesy::area::edge_length(w[0], w[1]))
                    .sum();
                (dense, DENSE * length)
            }
        };
        let polygons = faces::choose(line, member, &strip, &lines, &divide.chains)?;
        if polygons.0.is_empty() {
            return Err(Error::usage(
                "nothing is left of the strip with flat caps: the line has isolated points only",
            )
            .remedy("give ‹cap› round"));
        }
        let vertices = (polygons.iter())
            .map(|p| p.exterior().0.len() + p.interiors().iter().map(|r| r.0.len()).sum::<usize>())
            .sum();
        let inner =
            (divide.length + copied) * tolerance + divide.smallest as f64 * tolerance * tolerance;
        Ok(Strip {
            origin,
            polygons,
            vertices,
            inner_error: SquareMetres(inner),
            ..strip
        })
    }

    fn lines(&self) -> MultiLineString<f64> {
        self.parts.iter().map(|p| LineString(p.clone())).collect()
    }

    /// The parts without edges that are there already, if there are such.
    fn with_edges_once(&self) -> Option<MultiLineString<f64>> {
        let nodes = self.nodes();
        let mut known: FxHashSet<(u32, u32, i64)> = FxHashSet::default();
        let mut out: Vec<Vec<Coord<f64>>> = Vec::new();
        let mut any = false;
        let mut vertex = 0u32;
        for part in &self.parts {
            let mut run: Vec<Coord<f64>> = vec![part[0]];
            for (k, w) in part.windows(2).enumerate() {
                let (a, b) = (
                    nodes.node(vertex + k as u32),
                    nodes.node(vertex + k as u32 + 1),
                );
                let step = (w[1].x - w[0].x).round() as i64;
                let key = if a <= b { (a, b, step) } else { (b, a, -step) };
                if a == b || known.insert(key) {
                    run.push(w[1]);
                } else {
                    any = true;
                    if run.len() > 1 {
                        out.push(std::mem::take(&mut run));
                    }
                    run = vec![w[1]];
                }
            }
            vertex += part.len() as u32;
            // A lone position is an isolated point only where the input has it so.
            if run.len() > 1 || part.len() == 1 {
                out.push(run);
            }
        }
        any.then(|| out.into_iter().map(LineString).collect())
    }
}

fn defect(what: &str, at: Coord<f64>) -> Error {
    Error::work(format!("the sides of the line were not found: {what}"))
        .at(Place {
            at: Some([at.x, at.y]),
            ..Place::default()
        })
        .remedy("this is a defect of the program: please report it with the line and the width")
}
