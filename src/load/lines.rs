//! Features to lines: every part unwrapped, so that no longitude jumps.

use super::document::{Feature, Geometry};
use super::notes::{Note, Notes, Spot};
use super::position::{Shape, read};
use crate::error::Error;
use crate::geodesy::antimeridian::Walk;
use geo::{Coord, LineString, MultiLineString};

/// Builds the lines of a document; polygons give their outlines.
pub(crate) fn build(
    file: &str,
    features: &[Feature],
    notes: &mut Notes,
) -> Result<MultiLineString<f64>, Error> {
    refuse_points(file, features)?;
    let mut parts = Vec::new();
    for feature in features {
        let mut spot = Spot {
            file,
            feature: Some(&feature.label),
            part: 0,
        };
        for geometry in &feature.geometries {
            match geometry {
                Geometry::Points(..) => {}
                Geometry::Lines(lines) => {
                    for line in lines {
                        spot.part += 1;
                        parts.push(LineString(unwrap(&read(line, Shape::Line, &spot, notes)?)));
                    }
                }
                Geometry::Polygons(polygons) => {
                    for ring in polygons.iter().flatten() {
                        spot.part += 1;
                        let walk = read(ring, Shape::Ring, &spot, notes)?;
                        outline(&walk, &spot, notes, &mut parts);
                    }
                }
            }
        }
    }
    if parts.is_empty() {
        return Err(Error::data(
            "no line is left: all its edges lie on the antimeridian or a pole",
        )
        .at(Spot {
            file,
            feature: None,
            part: 0,
        }
        .place())
        .remedy("give the line as a LineString"));
    }
    Ok(MultiLineString(parts))
}

fn refuse_points(file: &str, features: &[Feature]) -> Result<(), Error> {
    let all = || {
        features
            .iter()
            .flat_map(|f| f.geometries.iter().map(move |g| (f, g)))
    };
    let Some((feature, kind)) = all().find_map(|(f, g)| match g {
        Geometry::Points(kind, _) => Some((f, *kind)),
        _ => None,
    }) else {
        return Ok(());
    };
    let only = all().all(|(_, g)| matches!(g, Geometry::Points(..)));
    let what = if only {
        format!("only points: a {kind} is no line")
    } else {
        format!("a {kind} among the lines")
    };
    Err(Error::data(what)
        .at(Spot { file, feature: Some(&feature.label), part: 0 }.place())
        .remedy("remove it, or give it as a LineString of two equal positions, which is a point-like line"))
}

/// The longitudes of a walk, running on beyond ±180 where it crosses the antimeridian.
pub(crate) fn unwrap(walk: &Walk) -> Vec<Coord<f64>> {
    let mut turns = 0i32;
    let mut out = Vec::with_capacity(walk.points.len());
    for (index, point) in walk.points.iter().enumerate() {
        if index > 0 {
            turns += i32::from(walk.crossings[index - 1]);
        }
        out.push(Coord {
            x: point.x + 360.0 * f64::from(turns),
            y: point.y,
        });
    }
    out
}

/// The outline of a ring without the edges that only a cut made; it falls apart where they are dropped.
fn outline(walk: &Walk, spot: &Spot, notes: &mut Notes, parts: &mut Vec<LineString<f64>>) {
    let unwrapped = unwrap(walk);
    let mut runs: Vec<Vec<Coord<f64>>> = Vec::new();
    let mut open = false;
    let mut dropped = false;
    for index in 0..walk.crossings.len() {
        let (a, b) = (walk.points[index], walk.points[index + 1]);
        let (u, v) = (unwrapped[index], unwrapped[index + 1]);
        if a != b && (walk.on_antimeridian(index) || on_pole(a, b)) {
            notes.add(Note::CutEdge, || spot.position(index, [a.x, a.y]));
            (open, dropped) = (false, true);
            continue;
        }
        if !open {
            runs.push(vec![u]);
            open = true;
        }
        if let Some(run) = runs.last_mut() {
            // A whole parallel as one edge, of a box round the globe: quarter it, so that no edge is ambiguous.
            if (v.x - u.x).abs() >= 360.0 {
                run.extend([0.25, 0.5, 0.75].map(|t| Coord {
                    x: u.x + t * (v.x - u.x),
                    y: u.y + t * (v.y - u.y),
                }));
            }
            run.push(v);
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

fn on_pole(a: Coord<f64>, b: Coord<f64>) -> bool {
    a.y.abs() == 90.0 && a.y == b.y
}
