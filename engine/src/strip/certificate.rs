//! The certificate after the fact: how far any point of a finished outline can stand from the width, whichever engine made it.
//!
//! Input: rings as they are written (degrees, edges straight in them), the line, the width. For each edge P–Q the distance d to the line
//! is computed at both ends by a search of its own, and bounded along the whole edge:
//!
//! - *From below.* d is a minimum of distances to points, so d″ ≤ K = [`point_most`] + the edge's own bend; d stands above the parabola
//!   through d(P) and d(Q) with that second derivative, whatever the line does between. Where that is too little (long edges beside long
//!   straight stretches of the line), no piece of the line may come nearer to the straight segment P–Q than the bound allows.
//! - *From above.* Any part of the line bounds d. Tried in turn: the one input position that both ends are nearest to (its distance is convex);
//!   the stretch of one input edge between their nearest points, where it is smooth (not beyond its focus, see [`bends`](super::bends));
//!   the two nearest points themselves.
//! - Where neither does, the edge is halved, and d is computed at its middle; at last |d(x) - d(P)| ≤ |x - P| decides.
//!
//! So nothing is assumed of how the outline was made. What is assumed: the distance itself, within [`distance_error`](super::piece::distance_error).
//! That no part of the outline is missing is shown elsewhere ([`cells`](super::cells), [`offset`](super::offset)).
//!
//! Edges of the cut at ±180° and along the poles are no outline and pass.

use super::bends::{lonlat_bend, point_most};
use super::between::{Vertex, above, sagging};
use super::candidates::{drop_dominated, narrow_below};
use super::nearest::Search;
use super::offset::dissolve::Speck;
use super::polygon::rings;
use super::segments::Beside;
use super::tree::{Bound, Ref, Tree};
use crate::geodesy::ellipsoid::{R_MAX, R_MIN, aux_of_lonlat, aux_of_space, space_of_aux};
use crate::geodesy::vector::V3;
use crate::par::*;
use geo::{Coord, MultiPolygon};

/// Vertices that share a list of candidate runs, at most.
const BATCH: usize = 48;
/// ... and lie within this part of the width of their middle, at least and at most within so many metres.
const BATCH_REACH: (f64, f64, f64) = (0.1, 3_000.0, 50_000.0);
/// Edges that are looked at together.
const CHUNK: usize = 1024;
/// Edges so short, in parts of the limit, are decided by the Lipschitz constant.
const SHORT: f64 = 0.02;
/// Halvings of an edge at most.
const DEEPEST: u32 = 40;
/// Whole segments are compared with the line up to this width, m: beyond, chords of equal geodesics differ by more than centimetres.
const SEGMENTS_TO: f64 = 60_000.0;

/// How far the outline stands outside and inside of the width, m.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Errors {
    pub outward: f64,
    pub inward: f64,
}

impl Errors {
    pub fn merge(self, o: Errors) -> Errors {
        Errors {
            outward: self.outward.max(o.outward),
            inward: self.inward.max(o.inward),
        }
    }
    pub fn greatest(self) -> f64 {
        self.outward.max(self.inward)
    }
}

/// A place on the outline, degrees, and what is nearest to it.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    pub at: Coord<f64>,
    pub vertex: Vertex,
}

impl Seen {
    fn distance(&self) -> f64 {
        self.vertex.near.distance
    }
}

/// Where an edge breaks the limit: a place on it that stands too far outside or inside.
pub struct Broken {
    pub at: Seen,
}

/// Looks at outlines of one line at one width.
pub struct Certifier<'a> {
    tree: &'a Tree,
    width: f64,
    /// What a place may stand outside or inside of the width, m: the tolerance less what the distance and rounding may err by.
    limit: f64,
    /// Greatest second derivative of the distance, 1/m, at any place that an edge within the limit can come to.
    most: f64,
    search: Search,
    /// The runs that can be nearest within `reach` of `centre`.
    runs: Vec<Ref>,
    centre: V3,
    reach: f64,
    /// The auxiliary vectors of the batch.
    ahead: Vec<V3>,
    /// The nearest point last found.
    last: Option<V3>,
    work: Vec<Ref>,
    bounds: Vec<Bound>,
    /// The pieces of `runs`.
    beside: Beside,
}

impl<'a> Certifier<'a> {
    pub fn new(tree: &'a Tree, width: f64, limit: f64) -> Self {
        Certifier {
            tree,
            width,
            limit,
            most: point_most(width - limit),
            search: Search::default(),
            runs: vec![tree.root()],
            centre: V3::default(),
            reach: f64::INFINITY,
            ahead: Vec::new(),
            last: None,
            work: Vec::new(),
            bounds: Vec::new(),
            beside: Beside::default(),
        }
    }

    /// What the edges of a closed ring come to (its last position is its first again) or of a stretch of one. Edges that break the limit are
    /// measured: what is answered then is above it.
    pub fn ring(&mut self, ring: &[Coord<f64>]) -> Errors {
        let mut errors = Errors::default();
        let mut from = 0;
        let mut last = None;
        while from + 1 < ring.len() && !self.tree.halt.is_stopped() {
            let to = self.batch(ring, from);
            let mut a = last.unwrap_or_else(|| self.seen(ring[from]));
            for (k, &at) in ring[from..=to].iter().enumerate().skip(1) {
                let b = self.ahead(k, at);
                if !is_cut(a.at, b.at) {
                    errors = errors.merge(match self.edge(&a, &b) {
                        Ok(e) => e,
                        Err(_) => self.measured(&a, &b),
                    });
                }
                a = b;
            }
            last = Some(a);
            from = to;
        }
        errors
    }

    /// Makes a list of candidates for positions from `from` on; the last of them.
    pub fn batch(&mut self, ring: &[Coord<f64>], from: usize) -> usize {
        let widest = (BATCH_REACH.0 * self.width).clamp(BATCH_REACH.1, BATCH_REACH.2);
        self.ahead.clear();
        let mut place = |at: Coord<f64>| {
            let aux = aux_of_lonlat(at);
            self.ahead.push(aux);
            space_of_aux(aux)
        };
        let first = place(ring[from]);
        let (mut lo, mut hi) = (first, first);
        let mut to = from;
        while to + 1 < ring.len() && to - from < BATCH {
            let x = place(ring[to + 1]);
            let l = V3 {
                x: lo.x.min(x.x),
                y: lo.y.min(x.y),
                z: lo.z.min(x.z),
            };
            let h = V3 {
                x: hi.x.max(x.x),
                y: hi.y.max(x.y),
                z: hi.z.max(x.z),
            };
            if to > from && (h - l).norm() > 2.0 * widest {
                break;
            }
            (lo, hi) = (l, h);
            to += 1;
        }
        // An edge rises above its chord by its sagitta: far less than this.
        let radius = 0.51 * (hi - lo).norm() + 1.0;
        self.gather((lo + hi) * 0.5, radius);
        to
    }

    /// The candidates within `reach` of `centre`.
    fn gather(&mut self, centre: V3, reach: f64) {
        (self.centre, self.reach) = (centre, reach);
        self.work.clear();
        self.work.push(self.tree.root());
        // The point last found is one of the line, and this batch begins where that ended.
        let best = match self.last {
            Some(foot) => (foot - centre).norm(),
            None => {
                let all = [self.tree.root()];
                let near = self.search.nearest(self.tree, &all, aux_of_space(centre));
                (near.foot - centre).norm()
            }
        };
        narrow_below(
            self.tree,
            centre,
            reach,
            reach,
            best,
            &mut self.work,
            &mut self.bounds,
        );
        drop_dominated(reach, &mut self.bounds);
        self.runs.clear();
        self.runs.extend(self.bounds.iter().map(|b| b.run));
        if self.width <= SEGMENTS_TO {
            self.beside.gather(self.tree, &self.runs);
        }
    }

    /// A place with its nearest point of the whole line.
    pub fn seen(&mut self, at: Coord<f64>) -> Seen {
        self.seen_at(at, aux_of_lonlat(at))
    }

    /// The position `k` places after the first of the present batch.
    pub fn ahead(&mut self, k: usize, at: Coord<f64>) -> Seen {
        self.seen_at(at, self.ahead[k])
    }

    fn seen_at(&mut self, at: Coord<f64>, aux: V3) -> Seen {
        let x = space_of_aux(aux);
        let near = if (x - self.centre).norm2() <= self.reach * self.reach {
            self.search.nearest(self.tree, &self.runs, aux)
        } else {
            self.search.nearest(self.tree, &[self.tree.root()], aux)
        };
        self.last = Some(near.foot);
        Seen {
            at,
            vertex: Vertex { aux, x, near },
        }
    }

    /// Whether a place stands within the limit.
    pub fn holds(&self, place: &Seen) -> bool {
        (place.distance() - self.width).abs() <= self.limit
    }

    /// The bound for an edge; the place where it breaks the limit.
    ///
    /// # Errors
    /// [`Broken`], with a place outside the limit, or with a middle where the edge cannot be decided.
    pub fn edge(&mut self, a: &Seen, b: &Seen) -> Result<Errors, Broken> {
        for end in [a, b] {
            if !self.holds(end) {
                return Err(Broken { at: *end });
            }
        }
        self.step(a, b, 0)
    }

    fn step(&mut self, a: &Seen, b: &Seen, depth: u32) -> Result<Errors, Broken> {
        if self.tree.halt.is_stopped() {
            return Ok(Errors::default());
        }
        let d = b.vertex.x - a.vertex.x;
        let chord = d.norm();
        let (least, most) = min_max(a.distance(), b.distance());
        if chord <= SHORT * self.limit {
            return Ok(Errors {
                outward: most + chord - self.width,
                inward: self.width - least + chord,
            });
        }
        if let Some(bend) = lonlat_bend(a.vertex.x, b.vertex.x, d, chord) {
            let bend_and_globe = bend + 1.0 / R_MIN;
            let length = chord * (1.0 + (bend_and_globe * chord).powi(2) / 20.0);
            let below = self.below(a, b, length, bend);
            if below <= self.limit {
                let top = self.width + self.limit;
                let outward = above(
                    self.tree,
                    &a.vertex,
                    &b.vertex,
                    length,
                    bend,
                    top,
                    2.0 * self.limit,
                ) - self.width;
                if outward <= self.limit {
                    return Ok(Errors {
                        outward,
                        inward: below,
                    });
                }
            }
        }
        let middle = self.seen(half_way(a.at, b.at));
        if depth >= DEEPEST || !self.holds(&middle) {
            return Err(Broken { at: middle });
        }
        let first = self.step(a, &middle, depth + 1)?;
        Ok(first.merge(self.step(&middle, b, depth + 1)?))
    }

    /// How far inside of the width the edge comes at most, m.
    fn below(&mut self, a: &Seen, b: &Seen, length: f64, bend: f64) -> f64 {
        let (da, db) = (a.distance(), b.distance());
        let sag = 0.125 * length * length * (self.most + bend);
        let free = self.width - sagging(da, db, sag);
        if free <= self.limit || self.width > SEGMENTS_TO {
            return free;
        }
        // The edge bends away from its chord sideways, too.
        let dip = 0.125 * length * length / R_MIN;
        let from_ends = [a, b].map(|v| (v.vertex.near.foot - v.vertex.x).norm());
        let at_most = from_ends[0].min(from_ends[1]);
        let [p, q] = [a.vertex.x, b.vertex.x];
        let chord = (self.beside).at_least(self.tree, &self.runs, [p, q], dip, at_most);
        let chord = chord - 0.125 * length * length * bend - 1e-6;
        // Back from a straight way to the geodesic, at the least of their differences.
        let at_least = chord + chord.powi(3) / (24.0 * R_MAX * R_MAX);
        free.min(self.width - at_least)
    }

    /// The errors of an edge that breaks the limit or can't be decided: the distance changes along it by no more than the way.
    pub fn measured(&mut self, a: &Seen, b: &Seen) -> Errors {
        let length = 1.01 * (b.vertex.x - a.vertex.x).norm();
        let n = (4.0 * length / self.limit).ceil().clamp(1.0, 4096.0);
        let half = 0.5 * length / n;
        let mut errors = Errors::default();
        for k in 0..=n as u32 {
            let d = self.seen(along(a.at, b.at, f64::from(k) / n)).distance();
            errors = errors.merge(Errors {
                outward: d - self.width + half,
                inward: self.width - d + half,
            });
        }
        errors
    }
}

/// What all edges of polygons come to, as they are written.
pub fn of_polygons(tree: &Tree, polygons: &MultiPolygon<f64>, width: f64, limit: f64) -> Errors {
    let rings: Vec<&[Coord<f64>]> = rings(polygons)
        .flat_map(|r| {
            let last = r.0.len().saturating_sub(1);
            (0..last)
                .step_by(CHUNK)
                .map(move |from| &r.0[from..=(from + CHUNK).min(last)])
        })
        .collect();
    rings
        .into_par_iter()
        .map(|r| Certifier::new(tree, width, limit).ring(r))
        .collect::<Vec<Errors>>()
        .into_iter()
        .fold(Errors::default(), Errors::merge)
}

/// What the places inside of rings that were left out come to: none is farther from its ring than the speck's radius.
pub fn of_specks(tree: &Tree, specks: &[Speck], width: f64, limit: f64) -> Errors {
    (specks.par_iter())
        .map(|speck| {
            let ring = Certifier::new(tree, width, limit).ring(&speck.ring.0);
            Errors {
                outward: ring.outward + speck.radius,
                inward: ring.inward + speck.radius,
            }
        })
        .collect::<Vec<Errors>>()
        .into_iter()
        .fold(Errors::default(), Errors::merge)
}

/// Whether an edge belongs to the cut at the antimeridian or runs along a pole.
fn is_cut(a: Coord<f64>, b: Coord<f64>) -> bool {
    (a.x == b.x && a.x.abs() == 180.0) || (a.y == b.y && a.y.abs() == 90.0)
}

/// The place at a share of an edge, which takes the short way in longitude.
fn along(a: Coord<f64>, b: Coord<f64>, share: f64) -> Coord<f64> {
    let mut dx = b.x - a.x;
    if dx > 180.0 {
        dx -= 360.0;
    } else if dx < -180.0 {
        dx += 360.0;
    }
    Coord {
        x: a.x + share * dx,
        y: a.y + share * (b.y - a.y),
    }
}

fn half_way(a: Coord<f64>, b: Coord<f64>) -> Coord<f64> {
    along(a, b, 0.5)
}

fn min_max(a: f64, b: f64) -> (f64, f64) {
    (a.min(b), a.max(b))
}
