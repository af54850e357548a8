//! A finished strip: its polygons, the bound of its error, and what it is a strip of.
//!
//! Its fields are private, so that a bound is always the one that was computed for these polygons; what it was made from travels with
//! it, so that it is measured against its own line only.

use super::sides::{Cap, Side};
use super::{Engine, PreparedLine};
use crate::error::Error;
use crate::fingerprint::Fingerprint;
use crate::units::{Metres, SquareMetres};
use geo::MultiPolygon;

/// What a strip is a strip of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The line, by [`PreparedLine::fingerprint`].
    pub line: Fingerprint,
    /// The side on which the strip lies.
    pub side: Side,
    /// How it closes at the line's free ends.
    pub cap: Cap,
}

/// A strip: all points within a width of a line. Made by [`PreparedLine::strip`] alone:
///
/// ```compile_fail,E0451
/// use standoff_engine::strip::{Edges, PreparedLine, StripOptions, Strip};
/// use standoff_engine::units::Metres;
/// let line = geo::wkt!(MULTILINESTRING((20. 50.,24. 51.)));
/// let line = PreparedLine::new(&line, Edges::Planar)?;
/// let strip = line.strip(&StripOptions::new(Metres(50e3)))?;
/// let certain = Strip { max_error: Metres(0.0), ..strip };
/// # Ok::<(), standoff_engine::error::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Strip {
    pub(super) origin: Origin,
    pub(super) engine: Engine,
    pub(super) fell_back: bool,
    pub(super) width: Metres,
    pub(super) tolerance: Metres,
    pub(super) polygons: MultiPolygon<f64>,
    pub(super) max_error: Metres,
    pub(super) vertices: usize,
    pub(super) unresolved: usize,
    pub(super) unresolved_area: SquareMetres,
    pub(super) inner_error: SquareMetres,
}

impl Strip {
    /// The line, side and caps.
    pub fn origin(&self) -> Origin {
        self.origin
    }

    /// The engine that made it.
    #[doc(hidden)]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Whether offset curves came first and could not be certified.
    pub fn fell_back(&self) -> bool {
        self.fell_back
    }

    /// How far the strip reaches from the line on each side.
    pub fn width(&self) -> Metres {
        self.width
    }

    /// The tolerance that was asked for.
    pub fn tolerance(&self) -> Metres {
        self.tolerance
    }

    /// RFC 7946 polygons: cut at the antimeridian, exterior rings counter-clockwise, longitudes in [-180, 180].
    pub fn polygons(&self) -> &MultiPolygon<f64> {
        &self.polygons
    }

    /// The same, without a copy.
    pub fn into_polygons(self) -> MultiPolygon<f64> {
        self.polygons
    }

    /// Every point of the outline stands at `width ± max_error` from the line; computed, not assumed.
    pub fn max_error(&self) -> Metres {
        self.max_error
    }

    /// Vertices of the outline before it is cut at the antimeridian.
    pub fn vertices(&self) -> usize {
        self.vertices
    }

    /// Number of cells, each smaller than the tolerance, in which the outline's topology was not resolved.
    pub fn unresolved(&self) -> usize {
        self.unresolved
    }

    /// Their area in all: islands and holes narrower than the tolerance may be missing in them.
    pub fn unresolved_area(&self) -> SquareMetres {
        self.unresolved_area
    }

    /// Area that the boundary inside the strip can be wrong by: 0 unless it is one side or has flat caps
    /// ([`sides`](super::sides)).
    pub fn inner_error(&self) -> SquareMetres {
        self.inner_error
    }

    /// A strip that no engine made, for tests of what is measured of one.
    #[cfg(test)]
    pub(crate) fn by_hand(
        line: &PreparedLine,
        polygons: MultiPolygon<f64>,
        width: Metres,
        max_error: Metres,
    ) -> Self {
        Strip {
            origin: line.whole(),
            engine: Engine::Cells,
            fell_back: false,
            width,
            tolerance: max_error,
            vertices: super::count(&polygons),
            polygons,
            max_error,
            unresolved: 0,
            unresolved_area: SquareMetres(0.0),
            inner_error: SquareMetres(0.0),
        }
    }

    /// Refuses a strip of another line.
    pub(crate) fn is_of(&self, line: &PreparedLine) -> Result<(), Error> {
        if self.origin.line == line.fingerprint() {
            return Ok(());
        }
        Err(Error::usage(format!(
            "the strip of {} km is not one of this line",
            self.width.km()
        ))
        .remedy("make it from this line, by `strip`"))
    }
}
