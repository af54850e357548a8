//! Features to lines: every part unwrapped, so that no longitude jumps.

use super::document::{Feature, Geometry, Sink};
use super::notes::{Note, Notes, Spot};
use super::position::{Shape, point, read};
use super::rings::turned;
use crate::error::Error;
use crate::geodesy::antimeridian::Walk;
use geo::{Coord, LineString, MultiLineString};

/// Builds the lines of a document, feature by feature; polygons give their outlines.
pub(crate) struct Lines<'a> {
    file: &'a str,
    parts: Vec<LineString<f64>>,
    /// Some geometry is no points.
    any: bool,
    /// The first points: refused where there is nothing else.
    points: Option<Error>,
}

impl<'a> Lines<'a> {
    pub fn of(file: &'a str) -> Self {
        Lines {
            file,
            parts: Vec::new(),
            any: false,
            points: None,
        }
    }

    /// # Errors
    /// Points alone; no line left.
    pub fn finish(mut self) -> Result<MultiLineString<f64>, Error> {
        if let Some(error) = self.points.filter(|_| !self.any) {
            return Err(error);
        }
        if self.parts.is_empty() {
            return Err(Error::data(
                "no line is left: all its edges lie on the antimeridian or a pole",
            )
            .at(Spot {
                file: self.file,
                feature: None,
                part: 0,
            }
            .place())
            .remedy("give the line as a LineString"));
        }
        self.parts.shrink_to_fit();
        Ok(MultiLineString(self.parts))
    }
}

impl Sink for Lines<'_> {
    fn feature(&mut self, feature: Feature, notes: &mut Notes) -> Result<(), Error> {
        let mut spot = Spot {
            file: self.file,
            feature: Some(&feature.label),
            part: 0,
        };
        for geometry in feature.geometries {
            self.any |= !matches!(geometry, Geometry::Points(..));
            match geometry {
                Geometry::Points(kind, at) => {
                    notes.add(Note::Points, || spot.place());
                    self.points
                        .get_or_insert_with(|| only_points(kind, &at, &spot));
                }
                Geometry::Lines(lines) => {
                    for line in lines {
                        spot.part += 1;
                        let walk = read(line, Shape::Line, &spot, notes)?;
                        self.parts.push(walked(walk));
                    }
                }
                Geometry::Polygons(polygons) => {
                    for rings in polygons {
                        let first = spot.part;
                        let mut walks = Vec::with_capacity(rings.len());
                        for ring in rings {
                            spot.part += 1;
                            walks.push(read(ring, Shape::Ring, &spot, notes)?);
                        }
                        // Left is inside, however the file winds its rings.
                        let turned = turned(&walks);
                        for (index, (walk, turned)) in walks.into_iter().zip(turned).enumerate() {
                            spot.part = first + index + 1;
                            let walk = if turned { walk.reversed() } else { walk };
                            outline(walk, turned, &spot, notes, &mut self.parts);
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn clear(&mut self) {
        *self = Lines::of(self.file);
    }
}

/// Points that are no line; where one of them is no position either, that comes first.
fn only_points(kind: &str, at: &[[f64; 2]], spot: &Spot) -> Error {
    let positions = at.iter().enumerate();
    let wrong = positions.map(|(index, at)| point(*at, index, spot, &mut Notes::default()));
    match wrong.filter_map(Result::err).next() {
        Some(mut error) => {
            error.what = format!("{}; and a {kind} alone is no line", error.what);
            error.remedy += ", and give the line as a LineString";
            error
        }
        None => Error::data(format!("only points: a {kind} is no line"))
            .at(spot.place())
            .remedy("remove it, or give it as a LineString of two equal positions, which is a point-like line"),
    }
}

/// The longitudes of a walk, running on beyond ±180 where it crosses the antimeridian.
fn unwrap(walk: Walk) -> Vec<Coord<f64>> {
    let mut turns = 0i32;
    let mut points = walk.points;
    for (point, step) in points.iter_mut().skip(1).zip(walk.crossings) {
        turns += i32::from(step);
        point.x += 360.0 * f64::from(turns);
    }
    points
}

/// The outline of a ring without the edges that only a cut made; it falls apart where they are dropped.
fn outline(
    walk: Walk,
    turned: bool,
    spot: &Spot,
    notes: &mut Notes,
    parts: &mut Vec<LineString<f64>>,
) {
    // Places count as the file does.
    let count = walk.crossings.len();
    let told = |index: usize, [a, b]: [Coord<f64>; 2]| {
        if turned {
            (count - 1 - index, [b.x, b.y])
        } else {
            (index, [a.x, a.y])
        }
    };
    let cut = |index: usize| {
        let (a, b) = (walk.points[index], walk.points[index + 1]);
        a != b && (walk.on_antimeridian(index) || on_pole(a, b))
    };
    let whole = (0..walk.crossings.len())
        .all(|index| !cut(index) && walk.crossings[index] == 0 && !round(&walk, index));
    if whole {
        parts.push(LineString(walk.points));
        return;
    }
    let walk = &walk;
    let unwrapped = unwrap(walk.clone());
    let mut runs: Vec<Vec<Coord<f64>>> = Vec::new();
    let mut open = false;
    let mut dropped = false;
    for index in 0..walk.crossings.len() {
        let (a, b) = (walk.points[index], walk.points[index + 1]);
        let (u, v) = (unwrapped[index], unwrapped[index + 1]);
        if a != b && (walk.on_antimeridian(index) || on_pole(a, b)) {
            notes.add(Note::CutEdge, || {
                let (index, at) = told(index, [a, b]);
                spot.position(index, at)
            });
            (open, dropped) = (false, true);
            continue;
        }
        if !open {
            runs.push(vec![u]);
            open = true;
        }
        if let Some(run) = runs.last_mut() {
            extend(run, u, v);
        }
    }
    // The run that holds the ring's first position goes on where the last one ends.
    if dropped
        && open
        && runs.len() > 1
        && !(walk.on_antimeridian(0) || on_pole(walk.points[0], walk.points[1]))
    {
        let first = runs.remove(0);
        if let Some(last) = runs.last_mut() {
            let shift = last
                .last()
                .map_or(0.0, |end| ((end.x - first[0].x) / 360.0).round() * 360.0);
            last.extend(first.into_iter().skip(1).map(|c| Coord {
                x: c.x + shift,
                y: c.y,
            }));
        }
    }
    parts.extend(runs.into_iter().map(LineString));
}

/// Adds an edge's end. A whole parallel as one edge is quartered, so that no edge is ambiguous.
fn extend(run: &mut Vec<Coord<f64>>, u: Coord<f64>, v: Coord<f64>) {
    if (v.x - u.x).abs() >= 360.0 {
        run.extend([0.25, 0.5, 0.75].map(|t| Coord {
            x: u.x + t * (v.x - u.x),
            y: u.y + t * (v.y - u.y),
        }));
    }
    run.push(v);
}

/// A line's positions, its whole parallels quartered.
pub(crate) fn walked(walk: Walk) -> LineString<f64> {
    let points = unwrap(walk);
    if points.windows(2).all(|w| (w[1].x - w[0].x).abs() < 360.0) {
        return LineString(points);
    }
    let mut run = vec![points[0]];
    for pair in points.windows(2) {
        extend(&mut run, pair[0], pair[1]);
    }
    LineString(run)
}

/// Whether an edge goes once round the globe as it is written.
fn round(walk: &Walk, index: usize) -> bool {
    (walk.points[index + 1].x - walk.points[index].x).abs() >= 360.0
}

fn on_pole(a: Coord<f64>, b: Coord<f64>) -> bool {
    a.y.abs() == 90.0 && a.y == b.y
}
