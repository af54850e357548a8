//! The strip: all points within a width of a line, as polygons with a certified error.
//!
//! In reading order: `options` (what is asked for), `made` (what is given); [`piece`] (the line in space), `tree` (which part of it can be near), `nearest` and `far` (the distance),
//! `candidates` (what can be nearest in a ball), `grid` and `cells` (where the outline runs), `trace` (its vertices), `stitch` (its rings), `outline` (all of
//! that), [`polygon`] (RFC 7946); then `nodes` and [`place`] (on which side of the line a position stands), [`sides`] (strips of one
//! side, flat caps). The method and its error budget are described in docs/method.md.

pub(crate) mod bends;
pub(crate) mod between;
mod boxes;
pub(crate) mod candidates;
pub(crate) mod cells;
pub(crate) mod certificate;
pub(crate) mod far;
#[cfg(feature = "geojson")]
mod feature;
pub(crate) mod grid;
pub(crate) mod made;
mod meeting;
pub(crate) mod mend;
pub(crate) mod nearest;
pub(crate) mod nodes;
pub(crate) mod offset;
pub(crate) mod options;
pub(crate) mod outline;
pub mod piece;
pub mod place;
mod planar;
pub mod polygon;
pub(crate) mod regroup;
mod segments;
pub mod sides;
pub(crate) mod stitch;
pub(crate) mod trace;
pub(crate) mod tree;
pub mod validity;

use crate::error::Error;
use crate::fingerprint::Fingerprint;
pub use crate::geodesy::edges::Edges;
use crate::geodesy::ellipsoid::aux_of_lonlat;
use crate::halt::{Halt, apart};
use crate::units::{Metres, SquareMetres};
use certificate::Errors;
use geo::{Coord, MultiLineString, MultiPolygon};
pub use made::{Origin, Strip};
use nearest::Search;
use nodes::Nodes;
pub use options::{DEFAULT_TOLERANCE, StripOptions};
use outline::outline;
use rustc_hash::FxHashMap;
use sides::{Cap, Side};
use std::cell::RefCell;
use std::sync::OnceLock;
use tree::Tree;

/// Least and greatest tolerance, m.
pub const TOLERANCE_RANGE: (f64, f64) = (0.01, 10_000.0);
/// Greatest width for which the error bounds are tested, m. Wider strips are refused: they would hold half the earth.
pub const WIDEST: f64 = 10_000_000.0;

/// A line made ready for distance questions and strips of any width: built once, used for every width.
pub struct PreparedLine {
    tree: Tree,
    parts: Vec<Vec<Coord<f64>>>,
    edges: Edges,
    /// Made when sides are first asked for.
    nodes: OnceLock<Nodes>,
    /// Made when the first strip is.
    print: OnceLock<Fingerprint>,
}

/// The two ways to a strip, to be chosen by tests that check one by the other. They give the same strip within the tolerance; which is faster depends on the width.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The level set of the distance, found by cells ([`outline`]): its cost falls with the width.
    Cells,
    /// The overlay of offset curves ([`offset`]): its cost rises with the width over the length of the edges.
    Offsets,
}

/// Offset curves are taken while a piece of the line has on average at most so many others about it, see
/// [`PreparedLine::crowding`] (measured: `make bench`).
const CROWD: f64 = 7.0;

/// Where rings that cross lie too far over each other, a strip is made finer, down to this part of the tolerance.
const FINEST: f64 = 1.0 / 16.0;

impl PreparedLine {
    /// Prepares a line.
    ///
    /// # Units
    /// `lines`: longitude and latitude in degrees. Longitudes may run on beyond ±180°, so that no edge jumps: an edge from
    /// 170 to 190 crosses the antimeridian, an edge from 170 to -170 goes the long way round.
    ///
    /// # Errors
    /// [`Kind::Data`](crate::error::Kind::Data) if there is no position, or one is not finite or beyond ±90° of latitude.
    pub fn new(lines: &MultiLineString<f64>, edges: Edges) -> Result<Self, Error> {
        let mut pieces = Vec::new();
        let mut parts = Vec::new();
        let mut vertex = 0usize;
        for part in lines.0.iter().filter(|l| !l.0.is_empty()) {
            if let Some(c) = part
                .0
                .iter()
                .find(|c| !(c.x.is_finite() && c.y.abs() <= 90.0))
            {
                return Err(Error::data(format!(
                    "a position of the line is no place on earth: longitude {}, latitude {}",
                    c.x, c.y
                ))
                .remedy("give finite longitudes and latitudes from -90 to 90 degrees"));
            }
            let start = pieces.len();
            piece::cut(&part.0, edges, vertex as u32, &mut pieces);
            parts.push(start..pieces.len());
            vertex += part.0.len();
        }
        if pieces.is_empty() {
            return Err(
                Error::data("the line is empty").remedy("give at least one line of one position")
            );
        }
        if pieces.len().max(vertex) >= (1 << 31) {
            return Err(Error::data(format!(
                "the line has {vertex} positions, more than 2147483648 pieces"
            ))
            .remedy("split or thin it"));
        }
        Ok(PreparedLine {
            tree: Tree::new(pieces, &parts),
            parts: lines
                .0
                .iter()
                .filter(|l| !l.0.is_empty())
                .map(|l| l.0.clone())
                .collect(),
            edges,
            nodes: OnceLock::new(),
            print: OnceLock::new(),
        })
    }

    /// With a sign by which another thread can stop what is made of this line: strips, overlaps, curves, extremes, answers to sites. They end
    /// within a tenth of a second, with the error of [`Halt::check`]; but what waits for its turn in a pool of rayon that other work keeps busy ends at
    /// its turn, so that several pieces of work that are to be stopped each want a pool of their own (`ThreadPool::install`). It is no part of what
    /// the line is.
    ///
    /// # Examples
    /// ```
    /// use standoff_engine::halt::Halt;
    /// use standoff_engine::strip::{Edges, PreparedLine, StripOptions};
    /// use standoff_engine::units::Metres;
    /// let halt = Halt::default();
    /// let line = geo::wkt!(MULTILINESTRING((20. 50.,24. 51.)));
    /// let line = PreparedLine::new(&line, Edges::Planar)?.with_halt(&halt);
    /// halt.stop(); // Wherever, whenever.
    /// assert_eq!(line.strip(&StripOptions::new(Metres(50e3))).err(), halt.check().err());
    /// # Ok::<(), standoff_engine::error::Error>(())
    /// ```
    #[must_use]
    pub fn with_halt(mut self, halt: &Halt) -> Self {
        self.tree.halt = halt.clone();
        self
    }

    /// What stops it; never stopped unless given by [`PreparedLine::with_halt`] or stopped here.
    pub fn halt(&self) -> &Halt {
        &self.tree.halt
    }

    fn nodes(&self) -> &Nodes {
        (self.nodes).get_or_init(|| Nodes::new(&self.parts, &self.tree.pieces))
    }

    /// WGS84 geodesic distance from `at` (longitude, latitude, degrees) to the nearest point of the line.
    ///
    /// # Accuracy
    /// [`piece::distance_error`], anywhere on the globe: 0.3 mm at 500 km, 0.6 mm at 2,000 km, 3.3 mm at the antipode. Each call takes
    /// about a microsecond up to 2,990 km, several beyond, more within 1,500 km of the antipode.
    pub fn distance(&self, at: Coord<f64>) -> Metres {
        thread_local! {
            /// Questions come along an outline: the piece last found is near the next one.
            static SEARCH: RefCell<Search> = RefCell::default();
        }
        let nearest = |search: &mut Search| {
            search.nearest(&self.tree, &[self.tree.root()], aux_of_lonlat(at))
        };
        Metres(SEARCH.with_borrow_mut(nearest).distance)
    }

    /// The runs of the line, for questions that search it themselves.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The positions of each part, degrees.
    pub fn parts(&self) -> &[Vec<Coord<f64>>] {
        &self.parts
    }

    /// Equal for lines that are equal to the last bit, with edges of the same kind.
    pub fn fingerprint(&self) -> Fingerprint {
        *(self.print).get_or_init(|| Fingerprint::of_line(&self.parts, self.edges))
    }

    /// The strip of all points within a width of the line, on the side and with the caps asked for ([`sides`]).
    ///
    /// # Accuracy
    /// Every point of the outline is at the width ± the tolerance from the line; the bound reached is in the answer. Holes
    /// and islands wider than the tolerance are kept, narrower ones may be missing.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) for a width outside 0 … [`WIDEST`] or a tolerance outside [`TOLERANCE_RANGE`]; those
    /// of [`PreparedLine::one_sided`]; that of [`Halt::check`].
    ///
    /// # Examples
    /// ```
    /// use standoff_engine::strip::{Edges, PreparedLine, StripOptions, sides::Side};
    /// use standoff_engine::units::Metres;
    /// let line = geo::wkt!(MULTILINESTRING((20. 50.,24. 51.)));
    /// let line = PreparedLine::new(&line, Edges::Planar)?;
    /// let left = line.strip(&StripOptions::new(Metres(50e3)).side(Side::Left))?;
    /// assert!(left.max_error() <= Metres(1.0));
    /// # Ok::<(), standoff_engine::error::Error>(())
    /// ```
    pub fn strip(&self, options: &StripOptions) -> Result<Strip, Error> {
        self.strip_by(self.engine_for(options.width), options)
    }

    /// The engine that is likely to be the faster one for a width.
    #[doc(hidden)]
    pub fn engine_for(&self, width: Metres) -> Engine {
        if self.crowding(width.0) <= CROWD {
            Engine::Offsets
        } else {
            Engine::Cells
        }
    }

    /// How many pieces of the line a piece shares a cube of side `width` (m) with, itself included, on average. Each
    /// offset curve crosses about so many others.
    fn crowding(&self, width: f64) -> f64 {
        let mut cubes: FxHashMap<[i32; 3], u32> = FxHashMap::default();
        for p in (self.tree.pieces.iter()).take_while(|_| !self.halt().is_stopped()) {
            let cube = [p.p0.x, p.p0.y, p.p0.z].map(|c| (c / width).floor() as i32);
            *cubes.entry(cube).or_default() += 1;
        }
        let squares: f64 = cubes.values().map(|&n| f64::from(n) * f64::from(n)).sum();
        squares / self.tree.pieces.len() as f64
    }

    /// The strip by one of the two engines; by cells where offset curves are unsuitable (near a pole, very wide). For
    /// checking one by the other, and for timing.
    ///
    /// # Errors
    /// As [`PreparedLine::strip`].
    #[doc(hidden)]
    pub fn strip_by(&self, engine: Engine, options: &StripOptions) -> Result<Strip, Error> {
        let both = self.both_sides(engine, options)?;
        self.one_sided(both, options.side, options.cap)
    }

    fn both_sides(&self, engine: Engine, options: &StripOptions) -> Result<Strip, Error> {
        options.check()?;
        self.halt().check()?;
        let (width, tolerance) = (options.width, options.tolerance);
        let mut fell_back = false;
        let own = piece::distance_error(width.0) + outline::ROUNDING;
        let limit = tolerance.0 - own;
        if engine == Engine::Offsets
            && let Some((polygons, left_out)) = self.by_offsets(width.0, tolerance.0, limit)?
        {
            let written = certificate::of_polygons(&self.tree, &polygons, width.0, limit);
            let errors = written.merge(left_out);
            let (polygons, moved) = valid(polygons, self.halt())?;
            let greatest = errors.greatest() + moved;
            // What can't be certified is left to the other engine.
            if greatest <= limit {
                return Ok(Strip {
                    origin: self.whole(),
                    engine: Engine::Offsets,
                    fell_back,
                    width,
                    tolerance,
                    vertices: count(&polygons),
                    polygons,
                    max_error: Metres(greatest + own),
                    unresolved: 0,
                    unresolved_area: SquareMetres(0.0),
                    inner_error: SquareMetres(0.0),
                });
            }
            fell_back = true;
        }
        self.strip_by_cells(width, tolerance, fell_back)
    }

    /// Of strips on both sides with round caps.
    fn whole(&self) -> Origin {
        Origin {
            line: self.fingerprint(),
            side: Side::Both,
            cap: Cap::Round,
        }
    }

    /// Polygons by offset curves, and what the places of the small rings that they leave out come to.
    fn by_offsets(
        &self,
        width: f64,
        tolerance: f64,
        limit: f64,
    ) -> Result<Option<(MultiPolygon<f64>, Errors)>, Error> {
        let (parts, edges, halt) = (&self.parts, self.edges, self.halt());
        let made =
            |thinnest| offset::strip_by_offsets(parts, edges, width, tolerance, thinnest, halt);
        let Some(found) = made(offset::THINNEST)? else {
            return Ok(None);
        };
        let left_out = certificate::of_specks(&self.tree, &found.specks, width, limit);
        if left_out.greatest() <= limit {
            return Ok(Some((found.polygons, left_out)));
        }
        // They are no specks then: all are kept.
        Ok(made(0.0)?.map(|found| (found.polygons, Errors::default())))
    }

    fn strip_by_cells(
        &self,
        width: Metres,
        tolerance: Metres,
        fell_back: bool,
    ) -> Result<Strip, Error> {
        let mut finer = tolerance.0;
        let mut coarser = None;
        loop {
            let found = outline(&self.tree, width.0, finer);
            self.halt().check()?;
            let found = match found {
                Ok(found) => found,
                // Finer than distances are certain.
                Err(e) => return coarser.ok_or(e),
            };
            let level = width.0 + trace::SHIFT * finer;
            let antimeridian = self.distance(Coord { x: 180.0, y: 0.0 }).0 <= level;
            let vertices = found.rings.iter().map(Vec::len).sum();
            let polygons = polygon::polygons_until(found.rings, antimeridian, self.halt())?;
            let (polygons, moved) = valid(polygons, self.halt())?;
            let strip = Strip {
                origin: self.whole(),
                engine: Engine::Cells,
                fell_back,
                width,
                tolerance,
                vertices,
                polygons,
                max_error: Metres(found.errors.greatest() + moved),
                unresolved: found.unresolved,
                unresolved_area: SquareMetres(found.unresolved as f64 * finer * finer),
                inner_error: SquareMetres(0.0),
            };
            if moved == 0.0 || strip.max_error <= tolerance || finer <= tolerance.0 * FINEST {
                return Ok(strip);
            }
            coarser = Some(strip);
            finer *= 0.5;
        }
    }
}

/// The polygons, mended where they are not valid; what that adds to the bound, m.
fn valid(polygons: MultiPolygon<f64>, halt: &Halt) -> Result<(MultiPolygon<f64>, f64), Error> {
    let (own, size) = (halt.clone(), count(&polygons));
    let mend = move || {
        if !meeting::any(&polygons, &own)
            || own.is_stopped()
            || validity::defects(&polygons).is_empty()
        {
            return (polygons, 0.0);
        }
        let mended = mend::mended(&polygons);
        (mended.polygons, mended.moved)
    };
    let found = apart(halt, size, mend)?;
    halt.check().map(|()| found)
}

/// Positions of all rings.
fn count(polygons: &MultiPolygon<f64>) -> usize {
    polygon::rings(polygons).map(|r| r.0.len()).sum()
}
