//! Outlines and lines of the globe as pixels: cut where the plane is torn, bent where the projection bends them, thinned to what a
//! reader can see.
//!
//! An outline comes as runs: one is drawn, the next – a cut along the antimeridian, over a pole, at the rim of the world – is not; the
//! fill has both.

use super::clip;
use super::projection::Projection;
use super::window::{Window, apart};
use crate::geodesy::ellipsoid::{aux_of_lonlat, lonlat_of_aux};
use crate::geodesy::vector::v3;
use crate::overlap::clip::{Subject, rings, to_polygons};
use crate::strip::polygon::polygons;
use crate::thin;
use geo::{Contains, Coord, LineString, MultiPolygon, Point, Polygon};

/// Lines may stand so far from the truth, pixels.
const TOLERANCE: f64 = 0.35;
/// Outside the panel the tolerance grows by this part of the distance.
const OUTSIDE: f64 = 0.05;
/// An edge longer than this, degrees, is looked at for bends whatever its ends say.
const LONG: f64 = 3.0;
/// Halvings of an edge at most.
const DEEPEST: u32 = 12;
/// Room on both sides of a tear, degrees: a centimetre.
const SLIT: f64 = 1e-7;
/// Positions of a cap's outline.
const CAP: usize = 720;

/// A run of an outline.
#[derive(Clone, Debug)]
pub struct Run {
    pub points: Vec<Coord<f64>>,
    /// Whether it is an outline, not a cut.
    pub drawn: bool,
}

/// What of the globe a projection shows, and where it is torn.
pub struct World {
    seam: Option<f64>,
    cap: Option<Cap>,
}

struct Cap {
    centre: Coord<f64>,
    radius: f64,
    /// The point opposite the centre.
    antipode: Coord<f64>,
    subject: Subject,
}

impl World {
    pub fn of(projection: &Projection) -> Self {
        World {
            seam: projection.seam().filter(|lon| lon.abs() < 180.0),
            cap: projection
                .cap()
                .and_then(|(centre, radius)| Cap::new(centre, radius)),
        }
    }

    /// A polygon as the parts that the projection can show in one piece; `None` where it can as it is.
    pub fn parts(&self, polygon: &Polygon<f64>) -> Option<Vec<Polygon<f64>>> {
        let capped = self.cap.as_ref().and_then(|cap| cap.cut(polygon));
        let Some(lon) = self.seam else {
            return capped;
        };
        let crosses = |p: &Polygon<f64>| {
            let (mut west, mut east) = (false, false);
            for c in &p.exterior().0 {
                west |= c.x < lon + SLIT;
                east |= c.x > lon - SLIT;
            }
            west && east
        };
        let all = capped.as_deref().unwrap_or(std::slice::from_ref(polygon));
        if !all.iter().any(crosses) {
            return capped;
        }
        let half = |polygon: &Polygon<f64>, sign: f64| {
            let cut = |ring: &LineString<f64>| {
                let open = &ring.0[..ring.0.len().saturating_sub(1)];
                let mut kept = clip::half(open, |c| sign * (c.x - lon) - SLIT);
                kept.extend(kept.first().copied());
                LineString(kept)
            };
            let outer = cut(polygon.exterior());
            let holes = polygon
                .interiors()
                .iter()
                .map(cut)
                .filter(|r| r.0.len() > 3);
            (outer.0.len() > 3).then(|| Polygon::new(outer, holes.collect()))
        };
        Some(
            all.iter()
                .flat_map(|p| {
                    if crosses(p) {
                        vec![half(p, -1.0), half(p, 1.0)]
                    } else {
                        vec![Some(p.clone())]
                    }
                })
                .flatten()
                .collect(),
        )
    }

    /// The edge of the world, where the projection has one.
    pub fn outline(&self) -> Vec<Vec<Coord<f64>>> {
        if let Some(cap) = &self.cap {
            return circle(cap.centre, cap.radius)
                .into_iter()
                .map(|mut ring| {
                    ring.extend(ring.first().copied());
                    // On and on, so that no edge jumps.
                    for k in 1..ring.len() {
                        let turn = ((ring[k - 1].x - ring[k].x) / 360.0).round();
                        ring[k].x += 360.0 * turn;
                    }
                    ring
                })
                .collect();
        }
        let west = self.seam.unwrap_or(-180.0) + SLIT;
        let east = west + 360.0 - 2.0 * SLIT;
        let at = |x: f64, y: f64| Coord { x, y };
        let up = (0..=90).map(|k| at(west, f64::from(k) * 2.0 - 90.0));
        let over = (0..=90).map(|k| at(west + (east - west) * f64::from(k) / 90.0, 90.0));
        let down = (0..=90).map(|k| at(east, 90.0 - f64::from(k) * 2.0));
        let back = (0..=90).map(|k| at(east - (east - west) * f64::from(k) / 90.0, -90.0));
        vec![up.chain(over).chain(down).chain(back).collect()]
    }

    /// Whether a position lies where the map of the world is cut: on the antimeridian, at a pole, on a tear or the rim.
    pub fn on_cut(&self, p: Coord<f64>) -> bool {
        p.x.abs() == 180.0
            || p.y.abs() == 90.0
            || self.seam.is_some_and(|lon| (p.x - lon).abs() < 2.0 * SLIT)
            || (self.cap.as_ref()).is_some_and(|c| apart(c.centre, p) > c.radius - 0.01)
    }

    /// Whether an edge is a cut, no outline.
    fn is_cut(&self, a: Coord<f64>, b: Coord<f64>) -> bool {
        self.on_cut(a) && self.on_cut(b)
    }

    /// Whether a line must not be drawn from one position to the other.
    fn is_torn(&self, a: Coord<f64>, b: Coord<f64>) -> bool {
        let beyond =
            |p: Coord<f64>| (self.cap.as_ref()).is_some_and(|c| apart(c.centre, p) > c.radius);
        // East of the tear, 0 to 360.
        let crosses = |lon: f64| {
            let east = |x: f64| (x - lon).rem_euclid(360.0);
            (east(a.x) - east(b.x)).abs() > 180.0
        };
        beyond(a) || beyond(b) || self.seam.is_some_and(crosses)
    }
}

impl Cap {
    fn new(centre: Coord<f64>, radius: f64) -> Option<Self> {
        if radius >= 179.9 {
            return None;
        }
        let ring = circle(centre, radius);
        let antipode = Coord {
            x: if centre.x > 0.0 {
                centre.x - 180.0
            } else {
                centre.x + 180.0
            },
            y: -centre.y,
        };
        // A circle that never meets the antimeridian leaves it outside where it is less than a hemisphere.
        let polygons = polygons(ring, radius > 90.0).ok()?;
        Some(Cap {
            centre,
            radius,
            antipode,
            subject: Subject::new(&polygons),
        })
    }

    /// What of a polygon is in the cap; `None` where all of it is.
    fn cut(&self, polygon: &Polygon<f64>) -> Option<Vec<Polygon<f64>>> {
        let c = aux_of_lonlat(self.centre);
        let cosine = self.radius.to_radians().cos();
        let near = |p: &Coord<f64>| aux_of_lonlat(*p).dot(c) > cosine;
        if polygon.exterior().0.iter().all(near) && !polygon.contains(&Point::from(self.antipode)) {
            return None;
        }
        let clip = rings(&MultiPolygon(vec![polygon.clone()]));
        Some(to_polygons(&self.subject.intersection(&clip)).0)
    }
}

/// A circle round a centre, counter-clockwise.
fn circle(centre: Coord<f64>, radius: f64) -> Vec<Vec<Coord<f64>>> {
    let axis = aux_of_lonlat(centre);
    let other = if axis.z.abs() < 0.9 {
        v3(0.0, 0.0, 1.0)
    } else {
        v3(1.0, 0.0, 0.0)
    };
    let u = other.cross(axis).unit();
    let v = axis.cross(u);
    let (sin, cos) = radius.to_radians().sin_cos();
    let at = |k: usize| {
        let (s, c) = (std::f64::consts::TAU * (k as f64 + 0.5) / CAP as f64).sin_cos();
        lonlat_of_aux(axis * cos + u * (sin * c) + v * (sin * s))
    };
    vec![(0..CAP).map(at).collect()]
}

/// The runs of a closed ring; empty where the projection has no place for a part of it.
pub fn ring(points: &[Coord<f64>], world: &World, window: &Window) -> Vec<Run> {
    let n = points.len().saturating_sub(1);
    if n < 3 {
        return Vec::new();
    }
    let cut = |k: usize| world.is_cut(points[k % n], points[(k + 1) % n]);
    // Start where a run starts.
    let start = (0..n).find(|&k| cut(k) != cut(k + n - 1)).unwrap_or(0);
    let mut runs = Vec::new();
    let mut from = start;
    while from < start + n {
        let drawn = !cut(from);
        let mut to = from + 1;
        while to < start + n && cut(to) != drawn {
            to += 1;
        }
        let run: Vec<Coord<f64>> = (from..=to).map(|k| points[k % n]).collect();
        let Some(points) = path(&run, window) else {
            return Vec::new();
        };
        runs.push(Run { points, drawn });
        from = to;
    }
    runs
}

/// A path's pixels, bent and thinned; `None` where the projection has no place for one of its positions.
pub fn path(points: &[Coord<f64>], window: &Window) -> Option<Vec<Coord<f64>>> {
    let pixels = window.pixels(points);
    if pixels.iter().any(|p| !(p.x.is_finite() && p.y.is_finite())) {
        return None;
    }
    let mut bent = Vec::with_capacity(pixels.len());
    for k in 0..points.len() {
        bent.push(pixels[k]);
        if k + 1 < points.len() {
            bend(
                [points[k], points[k + 1]],
                [pixels[k], pixels[k + 1]],
                0,
                window,
                &mut bent,
            );
        }
    }
    Some(thinned(&bent, window))
}

/// The parts of a line that the projection shows, in pixels.
pub fn line(points: &[Coord<f64>], world: &World, window: &Window) -> Vec<Vec<Coord<f64>>> {
    let mut parts = Vec::new();
    let mut from = 0;
    for k in 1..=points.len() {
        if k == points.len() || world.is_torn(points[k - 1], points[k]) {
            if k - from > 1 {
                parts.extend(path(&points[from..k], window));
            }
            from = k;
        }
    }
    parts
}

/// Puts points into an edge where the projection bends it.
fn bend(
    edge: [Coord<f64>; 2],
    pixels: [Coord<f64>; 2],
    depth: u32,
    window: &Window,
    out: &mut Vec<Coord<f64>>,
) {
    let length = (pixels[1].x - pixels[0].x).hypot(pixels[1].y - pixels[0].y);
    let wide = (edge[1].x - edge[0].x)
        .abs()
        .max((edge[1].y - edge[0].y).abs());
    if depth >= DEEPEST || (length < 4.0 && wide < LONG) {
        return;
    }
    let middle = (edge[0] + edge[1]) * 0.5;
    let Some(at) = window.projection.forward(middle) else {
        return;
    };
    let at = window.pixel(at);
    let chord = (pixels[0] + pixels[1]) * 0.5;
    let off = (at.x - chord.x).hypot(at.y - chord.y);
    let allowed = 0.5 * TOLERANCE + OUTSIDE * window.panel.outside(at);
    if off <= allowed && wide < LONG {
        return;
    }
    bend([edge[0], middle], [pixels[0], at], depth + 1, window, out);
    out.push(at);
    bend([middle, edge[1]], [at, pixels[1]], depth + 1, window, out);
}

/// The points that a reader can tell apart.
fn thinned(points: &[Coord<f64>], window: &Window) -> Vec<Coord<f64>> {
    thin::thinned(points, points, |p| {
        TOLERANCE + OUTSIDE * window.panel.outside(p)
    })
}
