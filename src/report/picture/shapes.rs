//! The results of a run as pixels: strips, what they cover, the line.

use super::clip;
use super::projection::Projection;
use super::trace::{self, World};
use super::window::{Extent, Rect, Window};
use crate::error::Error;
use crate::par::*;
use crate::report::features::{Layers, StripLayer};
use crate::report::model::{OverlapRow, rows_with_overlaps};
use crate::report::wrap::wrapped;
use crate::units::Metres;
use geo::{Coord, LineString, MultiLineString, MultiPolygon, Polygon};

/// Positions of a PROJ system come back as they were within this, degrees.
const SAME: f64 = 1e-4;

/// One strip.
pub struct StripShape {
    pub width: Metres,
    pub rings: Vec<Vec<Coord<f64>>>,
    pub outline: Vec<Vec<Coord<f64>>>,
    /// In the order of the table.
    pub covered: Vec<Covered>,
}

/// What a strip covers of a territory.
pub struct Covered {
    pub territory: usize,
    pub row: OverlapRow,
    pub rings: Vec<Vec<Coord<f64>>>,
}

/// The strips, ascending by width.
pub fn sorted<'a>(layers: &'a Layers) -> Vec<&'a StripLayer<'a>> {
    let mut strips: Vec<&StripLayer> = layers.strips.iter().collect();
    strips.sort_by(|a, b| a.strip.width().0.total_cmp(&b.strip.width().0));
    strips
}

/// A zone's polygons, or the strip's where they are the same.
pub fn zone<'a>(layer: &'a StripLayer) -> &'a MultiPolygon<f64> {
    (layer.overlaps.polygons.as_ref()).unwrap_or(layer.strip.polygons())
}

fn rings(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

/// The positions that a picture is about: of the strips, or of the line where there are none; longitudes within ±180.
pub fn positions(layers: &Layers) -> Vec<Coord<f64>> {
    let strips = layers.strips.iter().flat_map(|s| &zone(s).0);
    let mut all: Vec<Coord<f64>> = strips
        .flat_map(|p| p.exterior().0.iter().copied())
        .collect();
    if all.is_empty() {
        let lines = layers.border.0.iter().flat_map(|l| wrapped(&l.0));
        all = lines.flatten().collect();
    }
    all
}

/// The extent of the results in the plane.
///
/// # Errors
/// Of kind usage, where a projection of the user's cannot show them all.
pub fn extent(layers: &Layers, world: &World, projection: &Projection) -> Result<Extent, Error> {
    let mut all: Vec<Coord<f64>> = Vec::new();
    for polygon in layers.strips.iter().flat_map(|s| &zone(s).0) {
        match world.parts(polygon) {
            None => all.extend(&polygon.exterior().0),
            Some(parts) => all.extend(parts.iter().flat_map(|p| &p.exterior().0)),
        }
    }
    let lines = layers.border.0.iter().flat_map(|l| wrapped(&l.0));
    all.extend(lines.flatten());
    let places = projection.forward_all(&all);
    let lost = |at: Coord<f64>| {
        Error::usage(format!(
            "the projection {} cannot show lon {}, lat {}, which belongs to the result",
            projection.name(),
            at.x,
            at.y
        ))
        .remedy("give ‹projection› auto, or one that is made for the region")
    };
    for (at, place) in all.iter().zip(&places) {
        if !(place.x.is_finite() && place.y.is_finite()) {
            return Err(lost(*at));
        }
        if projection.is_foreign() {
            let back = projection.inverse(*place).ok_or_else(|| lost(*at))?;
            let turn = 360.0 * ((back.x - at.x) / 360.0).round();
            let east = (back.x - at.x - turn) * at.y.to_radians().cos();
            if east.hypot(back.y - at.y) > SAME {
                return Err(lost(*at));
            }
        }
    }
    Extent::of(places.into_iter())
        .ok_or_else(|| Error::work("there is nothing to draw").remedy("give a wider strip"))
}

/// The strips of a run, the narrowest first.
pub fn strips(layers: &Layers, world: &World, window: &Window, room: &Rect) -> Vec<StripShape> {
    (sorted(layers).into_iter())
        .map(|layer| {
            let (rings, outline) = shape(zone(layer), world, window, room);
            let width = layer.strip.width();
            let rows = rows_with_overlaps(width, layer.overlaps, layers.territories, layers.labels);
            let shapes: Vec<_> = (rows.par_iter())
                .map(|(_, overlap)| shape(&overlap.polygons, world, window, room).0)
                .collect();
            let covered = (rows.into_iter().zip(shapes))
                .map(|((row, overlap), rings)| Covered {
                    territory: overlap.territory,
                    row,
                    rings,
                })
                .collect();
            StripShape {
                width,
                rings,
                outline,
                covered,
            }
        })
        .collect()
}

/// Lines and parts of outlines.
type Paths = Vec<Vec<Coord<f64>>>;

/// Rings to fill, and outlines to draw.
fn shape(
    polygons: &MultiPolygon<f64>,
    world: &World,
    window: &Window,
    room: &Rect,
) -> (Paths, Paths) {
    let (mut fill, mut outline) = (Vec::new(), Vec::new());
    let mut add = |polygon: &Polygon<f64>| {
        for ring in rings(polygon) {
            let runs = trace::ring(&ring.0, world, window);
            let mut points: Vec<Coord<f64>> = Vec::new();
            for run in &runs {
                points.extend(&run.points[..run.points.len().saturating_sub(1)]);
                if run.drawn {
                    outline.extend(clip::line(&run.points, room));
                }
            }
            let shown = clip::ring(&points, room);
            if shown.len() > 2 {
                fill.push(shown);
            }
        }
    };
    for polygon in polygons {
        match world.parts(polygon) {
            None => add(polygon),
            Some(parts) => parts.iter().for_each(&mut add),
        }
    }
    (fill, outline)
}

/// The line.
pub fn line(border: &MultiLineString<f64>, world: &World, window: &Window, room: &Rect) -> Paths {
    let parts = border.0.iter().flat_map(|l| wrapped(&l.0));
    parts
        .flat_map(|part| trace::line(&part, world, window))
        .flat_map(|path| clip::line(&path, room))
        .collect()
}
