//! Zones that are right, of many classes, and zones that are wrong in many ways: what a judge is measured by. All from seeds.

use geo::{Coord, LineString, MultiLineString, MultiPolygon, Polygon};
use standoff_engine::strip::sides::{Cap, Side};
use standoff_engine::strip::{Edges, PreparedLine, StripOptions};
use standoff_engine::units::Metres;
use standoff_engine::verify::{Claim, Findings, Judge, default_spacing, findings};

/// Numbers that look random (splitmix64).
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    /// Evenly between two numbers.
    pub fn within(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
    pub fn below(&mut self, count: usize) -> usize {
        (self.next() % count as u64) as usize
    }
}

pub const CLASSES: [&str; 10] = [
    "wandering",
    "polar",
    "antimeridian",
    "one side",
    "flat caps",
    "self-crossing",
    "small",
    "wide",
    "ring",
    "points",
];

/// A zone with what is claimed of it.
pub struct Case {
    pub class: &'static str,
    pub line: MultiLineString<f64>,
    pub edges: Edges,
    pub width: f64,
    pub tolerance: f64,
    pub side: Side,
    pub cap: Cap,
    pub zone: MultiPolygon<f64>,
}

impl Case {
    pub fn judged(&self) -> Findings {
        let judge = Judge::new(&self.line, self.edges);
        let claim = Claim {
            side: self.side,
            cap: self.cap,
            ..Claim::plain(Metres(self.width), Metres(self.tolerance))
        };
        findings(&judge, std::slice::from_ref(&self.zone), claim, &|_| true).expect("not cancelled")
    }

    fn with(&self, zone: MultiPolygon<f64>) -> Case {
        Case {
            line: self.line.clone(),
            zone,
            ..*self
        }
    }
}

/// Degrees of so many metres, north.
const DEGREE: f64 = 111_200.0;

fn wander(from: (f64, f64), step: f64, count: usize, bend: f64, r: &mut Random) -> LineString<f64> {
    let (mut x, mut y, mut heading) = (from.0, from.1, r.within(0.0, std::f64::consts::TAU));
    let mut out = vec![(x, y)];
    for _ in 1..count {
        heading += r.within(-bend, bend);
        y = (y + step * heading.cos() / DEGREE).clamp(-89.0, 89.0);
        x += step * heading.sin() / DEGREE / y.to_radians().cos();
        out.push((x, y));
    }
    LineString::from(out)
}

fn round(centre: (f64, f64), radius: f64, count: usize, r: &mut Random) -> LineString<f64> {
    let stretch = centre.1.to_radians().cos();
    let mut out: Vec<(f64, f64)> = (0..count)
        .map(|k| {
            let (sin, cos) = (std::f64::consts::TAU * k as f64 / count as f64).sin_cos();
            let radius = radius * r.within(0.9, 1.1) / DEGREE;
            (centre.0 + radius * sin / stretch, centre.1 + radius * cos)
        })
        .collect();
    out.push(out[0]);
    LineString::from(out)
}

/// A right zone of a class; none where the line's sides cannot be made.
pub fn right(seed: u64, class: usize) -> Option<Case> {
    let mut r = Random(seed);
    let r = &mut r;
    let at = (r.within(-170.0, 170.0), r.within(-65.0, 65.0));
    let mut width = 10f64.powf(r.within(3.7, 5.7));
    let (mut side, mut cap) = (Side::Both, Cap::Round);
    let count = 3 + r.below(25);
    let step = width * r.within(0.1, 2.0);
    let line = match CLASSES[class] {
        "polar" => {
            let y = if r.below(2) == 0 { 88.0 } else { -88.0 };
            vec![wander((at.0, y), step.min(2e5), count, 1.0, r)]
        }
        "antimeridian" => vec![wander((179.9, at.1), step.min(2e5), count, 1.0, r)],
        "one side" => {
            width = width.min(6e4);
            side = if r.below(2) == 0 {
                Side::Left
            } else {
                Side::Right
            };
            vec![wander(
                at,
                width * r.within(0.3, 2.0),
                3 + r.below(8),
                0.8,
                r,
            )]
        }
        "flat caps" => {
            width = width.min(6e4);
            cap = Cap::Flat;
            vec![wander(
                at,
                width * r.within(0.3, 2.0),
                3 + r.below(8),
                0.8,
                r,
            )]
        }
        "self-crossing" => vec![wander(at, step.min(3e5), 40, 2.5, r)],
        "small" => {
            width = r.within(50.0, 2000.0);
            vec![wander(at, width * r.within(0.2, 5.0), count, 1.0, r)]
        }
        "wide" => {
            width = r.within(6e5, 4e6);
            vec![wander(at, 1.5e5, 5 + r.below(10), 0.8, r)]
        }
        "ring" => vec![round(at, width * r.within(1.3, 3.0), 12 + r.below(20), r)],
        "points" => (0..3 + r.below(5))
            .map(|_| {
                let y: f64 = at.1 + r.within(-4.0, 4.0) * width / DEGREE;
                let x = at.0 + r.within(-4.0, 4.0) * width / DEGREE / y.to_radians().cos().max(0.1);
                LineString::from(vec![(x, y.clamp(-89.0, 89.0))])
            })
            .collect(),
        _ => vec![
            wander(at, step.min(4e5), count, 1.0, r),
            wander((at.0 + 8.0, at.1), step.min(4e5), count, 1.0, r),
        ],
    };
    let line = MultiLineString(line);
    let edges = if r.below(3) == 0 {
        Edges::Geodesic
    } else {
        Edges::Planar
    };
    let tolerance = (width * 10f64.powf(r.within(-4.5, -3.6))).max(0.05);
    let prepared = PreparedLine::new(&line, edges).ok()?;
    let strip = prepared
        .strip(&StripOptions::new(Metres(width)).tolerance(Metres(tolerance)))
        .ok()?;
    let zone = prepared.one_sided(strip, side, cap).ok()?.into_polygons();
    Some(Case {
        class: CLASSES[class],
        line,
        edges,
        width,
        tolerance,
        side,
        cap,
        zone,
    })
}

pub const WRONGS: [&str; 10] = [
    "missing hole",
    "missing part",
    "cut-out",
    "moved vertex",
    "reversed ring",
    "half at 180 missing",
    "planar buffer",
    "0.1 % too wide",
    "extra island",
    "doubled polygon",
];

/// A zone that is wrong in one way, made of a seed; none where that seed's zone has nothing of the kind.
pub fn wrong(seed: u64, kind: usize) -> Option<Case> {
    let mut r = Random(seed ^ 0x5eed);
    let r = &mut r;
    let class = match WRONGS[kind] {
        "missing hole" => 8,
        "half at 180 missing" => 2,
        "missing part" => [0, 2, 9][r.below(3)],
        "planar buffer" => return planar(r),
        "0.1 % too wide" => [0, 1, 2, 5, 6, 7, 8, 9][r.below(8)],
        _ => r.below(CLASSES.len()),
    };
    let case = right(seed, class)?;
    let spacing = default_spacing(Metres(case.width)).0;
    let mut zone = case.zone.clone();
    match WRONGS[kind] {
        "missing hole" => {
            let mut holes: Vec<(usize, usize)> = Vec::new();
            for (i, p) in zone.iter().enumerate() {
                for (j, hole) in p.interiors().iter().enumerate() {
                    // The issue is what is larger than the spacing.
                    if extent(hole) > spacing {
                        holes.push((i, j));
                    }
                }
            }
            let &(i, j) = holes.get(r.below(holes.len().max(1)))?;
            let mut kept = zone.0[i].interiors().to_vec();
            kept.remove(j);
            zone.0[i] = Polygon::new(zone.0[i].exterior().clone(), kept);
        }
        "missing part" => {
            if zone.0.len() < 2 {
                return None;
            }
            let which = r.below(zone.0.len());
            zone.0.remove(which);
        }
        "cut-out" => {
            let size = spacing * r.within(0.2, 4.0);
            let which = r.below(zone.0.len());
            // Beside the line, so that it lies in the zone of either side at times; what is not in it is no case.
            let near = case.line.0[r.below(case.line.0.len())].0.clone();
            let c = near[r.below(near.len())];
            let c = Coord {
                x: c.x
                    + r.within(-0.6, 0.6) * case.width / DEGREE / c.y.to_radians().cos().max(0.02),
                y: c.y + r.within(-0.6, 0.6) * case.width / DEGREE,
            };
            let mut ring = triangle(c, size);
            ring.0.reverse();
            if !ring.0.iter().all(|&v| inside(&zone.0[which], v)) || !clear(&zone, &ring) {
                return None;
            }
            zone.0[which].interiors_push(ring);
        }
        "moved vertex" => {
            let which = r.below(zone.0.len());
            let count = zone.0[which].exterior().0.len() - 1;
            let k = r.below(count);
            let c = zone.0[which].exterior().0[k];
            if c.x.abs() == 180.0 || c.y.abs() > 89.0 {
                return None;
            }
            let judge = Judge::new(&case.line, case.edges);
            let foot = judge.near(c)?;
            // Away from the line or towards it, by 2.5 tolerances to a third of the width.
            let by = case.tolerance
                * 10f64.powf(r.within(0.4, (case.width / case.tolerance / 3.0).log10()));
            let by = if r.below(2) == 0 { by } else { -by };
            let part = by / foot.distance.max(case.width * 0.5);
            let turn = (c.x - foot.foot.x + 540.0).rem_euclid(360.0) - 180.0;
            let moved = Coord {
                x: c.x + turn * part,
                y: c.y + (c.y - foot.foot.y) * part,
            };
            let off = judge.distance(moved).0 - case.width;
            if off.abs() < 2.0 * case.tolerance
                || moved.x.abs() > 180.0
                || moved.y.abs() > 90.0
                || foot.distance < 0.9 * case.width
            {
                return None;
            }
            zone.0[which].exterior_mut(|ring| {
                ring.0[k] = moved;
                if k == 0 {
                    ring.0[count] = moved;
                }
            });
        }
        "reversed ring" => {
            let which = r.below(zone.0.len());
            let holes = zone.0[which].interiors().len();
            let ring = r.below(holes + 1);
            if ring == 0 {
                zone.0[which].exterior_mut(|ring| ring.0.reverse());
            } else {
                zone.0[which].interiors_mut(|rings| rings[ring - 1].0.reverse());
            }
        }
        "half at 180 missing" => {
            let touches =
                |p: &Polygon<f64>, x: f64| p.exterior().0.iter().filter(|c| c.x == x).count() > 1;
            let side = if r.below(2) == 0 { 180.0 } else { -180.0 };
            let before = zone.0.len();
            zone.0.retain(|p| !touches(p, side));
            if zone.0.len() == before || zone.0.is_empty() {
                return None;
            }
        }
        "0.1 % too wide" => {
            let line = PreparedLine::new(&case.line, case.edges).ok()?;
            let wider = Metres(1.001 * case.width);
            zone = line
                .strip(&StripOptions::new(wider).tolerance(Metres(case.tolerance)))
                .ok()?
                .into_polygons();
            if 0.001 * case.width < 2.5 * case.tolerance {
                return None;
            }
        }
        "extra island" => {
            let c = Coord {
                x: r.within(-170.0, 170.0),
                y: r.within(-80.0, 80.0),
            };
            let size = spacing * r.within(0.1, 5.0);
            if Judge::new(&case.line, case.edges).distance(c).0 < case.width + 3.0 * size {
                return None;
            }
            zone.0.push(Polygon::new(triangle(c, size), vec![]));
        }
        _ => {
            let which = r.below(zone.0.len());
            let again = zone.0[which].clone();
            zone.0.push(again);
        }
    }
    Some(case.with(zone))
}

/// A buffer in Mercator's plane, scaled to the middle latitude.
fn planar(r: &mut Random) -> Option<Case> {
    let width = r.within(1e5, 6e5);
    let (x, y) = (r.within(-120.0, 120.0), r.within(-60.0, 60.0));
    let long = r.within(0.0, 10.0);
    let line = MultiLineString(vec![LineString::from(vec![(x, y), (x + long, y)])]);
    let radius = width / 6_371_000.0 / f64::to_radians(y).cos();
    let north = |lat: f64| lat.to_radians().tan().asinh();
    let lat = |v: f64| v.sinh().atan().to_degrees();
    let mut ring: Vec<(f64, f64)> = (0..720)
        .map(|k| {
            let (sin, cos) = (f64::from(k) / 360.0 * std::f64::consts::PI).sin_cos();
            let end = if (180..540).contains(&k) { x } else { x + long };
            (
                end + (radius * cos).to_degrees(),
                lat(north(y) + radius * sin),
            )
        })
        .collect();
    ring.push(ring[0]);
    Some(Case {
        class: "planar",
        line,
        edges: Edges::Planar,
        width,
        tolerance: 1e-4 * width,
        side: Side::Both,
        cap: Cap::Round,
        zone: MultiPolygon(vec![Polygon::new(LineString::from(ring), vec![])]),
    })
}

/// A small ring of that size, m.
fn triangle(c: Coord<f64>, size: f64) -> LineString<f64> {
    let h = size / DEGREE / 2.0;
    let w = h / c.y.to_radians().cos().max(0.02);
    LineString::from(vec![
        (c.x - w, c.y - h),
        (c.x + w, c.y - h),
        (c.x, c.y + h),
        (c.x - w, c.y - h),
    ])
}

/// The lesser side of a ring's box, m.
fn extent(ring: &LineString<f64>) -> f64 {
    let span = |f: fn(&Coord<f64>) -> f64| {
        let (low, high) =
            (ring.0.iter().map(f)).fold((f64::MAX, f64::MIN), |(a, b), v| (a.min(v), b.max(v)));
        high - low
    };
    let y = ring.0[0].y.to_radians().cos();
    (span(|c| c.x) * y).min(span(|c| c.y)) * DEGREE
}

fn inside(p: &Polygon<f64>, v: Coord<f64>) -> bool {
    standoff_engine::geodesy::edge_tree::Edges::of(p).inside([v.x, v.y])
}

/// Whether no edge of a zone is near a ring.
fn clear(zone: &MultiPolygon<f64>, ring: &LineString<f64>) -> bool {
    use standoff_engine::geodesy::edge_tree::{Box2, Edges as Tree};
    let cell = (ring.0.iter()).fold(
        Box2 {
            min: [f64::MAX; 2],
            max: [f64::MIN; 2],
        },
        |b, c| {
            b.join(Box2 {
                min: [c.x, c.y],
                max: [c.x, c.y],
            })
        },
    );
    zone.iter().all(|p| !Tree::of(p).enter(&cell))
}
