//! Strips, overlaps, the line and the territories as features of named layers: one walk for every format of geometry.
//!
//! [`schema`] says what layers there are and what their columns mean, [`walk`] gives the features one after another to a writer
//! ([`Features`]). Coordinates are rounded here, once, so that every format holds the same positions.

use super::columns::{Column, column, columns};
use super::grid::{decimals, on_grid};
use super::model::{
    COLUMNS, Facts, Group, Labels, StripFacts, Value, metres, overlap_rows, rows_with_overlaps,
};
use super::number::Decimal;
use super::rows::Cell;
use super::wrap::wrapped;
use crate::geodesy::area::multi_polygon_area;
use crate::overlap::clip::{GridPoint, GridPolygons};
use crate::overlap::{Overlap, Overlaps};
use crate::par::*;
use crate::strip::Strip;
use crate::territory::Territory;
use crate::units::Metres;
use geo::MultiLineString;
use std::collections::BTreeSet;
use std::io;

/// A strip and what it covers.
pub struct StripLayer<'a> {
    pub strip: &'a Strip,
    pub overlaps: &'a Overlaps,
    /// What it covers of the user's districts.
    pub tabulated: &'a [Overlap],
}

/// What the file holds.
pub struct Layers<'a> {
    /// One a width; written in order of width.
    pub strips: &'a [StripLayer<'a>],
    /// The slice that the overlaps were asked about.
    pub territories: &'a [Territory],
    /// The user's own districts, where there are any.
    pub districts: Option<&'a [Territory]>,
    /// Which of them the layer `territories` leaves out, because the file's coordinate system cannot show them; by index, ascending.
    pub hidden: &'a [usize],
    pub labels: &'a Labels<'a>,
    /// Longitude, latitude in degrees; longitudes may run on beyond ±180. Edges are cut at the antimeridian as straight in longitude
    /// and latitude; a line of geodesic edges must be densified before.
    pub border: &'a MultiLineString<f64>,
}

/// What a layer's geometries are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GeometryKind {
    MultiPolygon,
    MultiLineString,
    Point,
    MultiPoint,
    /// Points, lines and polygons in one.
    Collection,
    /// Each feature's is its own.
    Any,
}

/// The kinds of geometry of the features that came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen(BTreeSet<GeometryKind>);

impl Seen {
    pub fn add(&mut self, kind: GeometryKind) {
        self.0.insert(kind);
    }
    /// In a fixed order, each once.
    pub fn kinds(&self) -> impl Iterator<Item = GeometryKind> {
        self.0.iter().copied()
    }
    /// The kind of all of them; `declared` where there are several, or none.
    pub fn narrowed(&self, declared: GeometryKind) -> GeometryKind {
        match (declared, self.0.len(), self.0.first()) {
            (GeometryKind::Any, 1, Some(only)) => *only,
            _ => declared,
        }
    }
}

/// A layer: its name, what it is, and its columns.
#[derive(Clone, Debug)]
pub struct Layer {
    pub name: &'static str,
    pub about: &'static str,
    pub geometry: GeometryKind,
    pub columns: Vec<Column>,
}

/// A geometry on the grid of so many decimals of a degree ([`Grid`]). Rings are open: the first position is not repeated.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Smaller than the rounding: no geometry.
    Empty,
    Polygons(GridPolygons),
    Lines(Vec<Vec<GridPoint>>),
    Point(GridPoint),
    Points(Vec<GridPoint>),
    Collection {
        points: Vec<GridPoint>,
        lines: Vec<Vec<GridPoint>>,
        polygons: GridPolygons,
    },
}

impl Shape {
    /// `None` where there is no geometry.
    pub fn kind(&self) -> Option<GeometryKind> {
        Some(match self {
            Shape::Empty => return None,
            Shape::Polygons(_) => GeometryKind::MultiPolygon,
            Shape::Lines(_) => GeometryKind::MultiLineString,
            Shape::Point(_) => GeometryKind::Point,
            Shape::Points(_) => GeometryKind::MultiPoint,
            Shape::Collection { .. } => GeometryKind::Collection,
        })
    }
}

/// The grid of a file's coordinates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    pub decimals: u8,
}

impl Grid {
    /// That which a tolerance needs.
    pub fn of(tolerance: Metres) -> Self {
        Grid {
            decimals: decimals(tolerance),
        }
    }
    /// Longitude, latitude in degrees: the doubles that the decimals read as.
    pub fn degrees(self, point: &GridPoint) -> [f64; 2] {
        let scale = 10f64.powi(self.decimals.into());
        [point.x as f64 / scale, point.y as f64 / scale]
    }
    /// The nearest position of the grid.
    pub fn nearest(self, at: geo::Coord<f64>) -> GridPoint {
        let scale = 10f64.powi(self.decimals.into());
        let round = |v: f64| (v * scale).round() as i64;
        GridPoint::new(round(at.x), round(at.y))
    }
}

/// What writes features: one a format.
pub trait Features {
    /// Adds a feature to a layer of the schema by its index; `cells` in the order of its columns.
    ///
    /// # Errors
    /// What the medium gives.
    fn add(&mut self, layer: usize, cells: &[Cell], shape: &Shape) -> io::Result<()>;
}

pub const STRIP: &str = "strip";
pub const OVERLAP: &str = "overlap";
/// What the strip covers of the user's own districts.
pub const TABULATE: &str = "tabulate";
pub const BORDER: &str = "border";
pub const TERRITORIES: &str = "territories";
pub const SITES: &str = "sites";

/// Columns of a strip before the facts.
const STRIP_COLUMNS: [&str; 5] = [
    "width_km",
    "tolerance_m",
    "max_error_m",
    "area_km2",
    "error_km2",
];
/// Where zones are made of whole districts: the column with the names of those that were taken.
const DISTRICTS: &str = "districts";
const TERRITORY_COLUMNS: [&str; 5] = ["worldview", "territory", "name", "group", "territory_km2"];

/// The layers of a run, in order: strips and overlaps where there are any, the border, and `territories` where the format
/// has room for what is no result.
pub fn schema(layers: &Layers, facts: &Facts, territories: bool) -> Vec<Layer> {
    let facts: Vec<Column> = (facts.values().iter()).map(|(n, _)| column(n)).collect();
    let mut all = Vec::new();
    if !layers.strips.is_empty() {
        all.push(Layer {
            name: STRIP,
            about: "All points within the width of the line: one feature a width",
            geometry: GeometryKind::MultiPolygon,
            columns: columns(&STRIP_COLUMNS)
                .into_iter()
                .chain(snapped(layers).then(|| column(DISTRICTS)))
                .chain(facts.clone())
                .collect(),
        });
        all.push(Layer {
            name: OVERLAP,
            about: "What the strip covers of each territory: one feature a width and territory, the table's rows",
            geometry: GeometryKind::MultiPolygon,
            columns: columns(&COLUMNS),
        });
    }
    if layers.districts.is_some() && !layers.strips.is_empty() {
        all.push(Layer {
            name: TABULATE,
            about: "What the strip covers of the polygons to tabulate: one feature a width and polygon",
            geometry: GeometryKind::MultiPolygon,
            columns: columns(&COLUMNS),
        });
    }
    all.push(Layer {
        name: BORDER,
        about: "The line whose strip it is",
        geometry: GeometryKind::MultiLineString,
        columns: facts,
    });
    if territories {
        all.push(Layer {
            name: TERRITORIES,
            about: "All territories of the worldview, whole; the extent that the file states is that of the result",
            geometry: GeometryKind::MultiPolygon,
            columns: columns(&TERRITORY_COLUMNS),
        });
    }
    all
}

/// Gives every feature of the schema's layers to a writer, coordinates on the grid; those of `sites` come from elsewhere, as a stream.
///
/// A polygon that is smaller than the rounding is [`Shape::Empty`], its values stay.
///
/// # Errors
/// What the writer gives.
pub fn walk(
    layers: &Layers,
    facts: &Facts,
    schema: &[Layer],
    grid: Grid,
    to: &mut dyn Features,
) -> io::Result<()> {
    let mut strips: Vec<&StripLayer> = layers.strips.iter().collect();
    strips.sort_by(|a, b| a.strip.width().0.total_cmp(&b.strip.width().0));
    for (index, layer) in schema.iter().enumerate() {
        match layer.name {
            STRIP => {
                for strip in &strips {
                    let polygons =
                        (strip.overlaps.polygons.as_ref()).unwrap_or(strip.strip.polygons());
                    let shape = polygons_on(polygons, grid);
                    let names = snapped(layers).then(|| strip.overlaps.districts.join("; "));
                    let cells = strip_cells(strip, names.as_deref(), facts);
                    to.add(index, &cells, &shape)?;
                }
            }
            OVERLAP => {
                for strip in &strips {
                    let rows = rows_with_overlaps(
                        strip.strip.width(),
                        strip.overlaps,
                        layers.territories,
                        layers.labels,
                    );
                    for (row, overlap) in rows {
                        let cells = row.values().map(Cell::Value);
                        to.add(index, &cells, &polygons_on(&overlap.polygons, grid))?;
                    }
                }
            }
            TABULATE => {
                let labels = Labels {
                    group: &|_| Group::Neither,
                    ..*layers.labels
                };
                let districts = layers.districts.unwrap_or_default();
                for strip in &strips {
                    let width = strip.strip.width();
                    for (row, overlap) in overlap_rows(width, strip.tabulated, districts, &labels) {
                        let cells = row.values().map(Cell::Value);
                        to.add(index, &cells, &polygons_on(&overlap.polygons, grid))?;
                    }
                }
            }
            BORDER => {
                let cells: Vec<Cell> = facts.values().iter().map(|v| Cell::Value(v.1)).collect();
                to.add(index, &cells, &lines_on(layers.border, grid))?;
            }
            TERRITORIES => territories(layers, index, grid, to)?,
            SITES => {}
            other => return Err(io::Error::other(format!("no features for layer {other}"))),
        }
    }
    Ok(())
}

/// Whether the zones are made of whole districts.
fn snapped(layers: &Layers) -> bool {
    (layers.strips.iter()).any(|strip| !strip.overlaps.districts.is_empty())
}

fn strip_cells<'f>(
    layer: &StripLayer,
    districts: Option<&'f str>,
    facts: &'f Facts,
) -> Vec<Cell<'f>> {
    let own = StripFacts::new(layer.strip, layer.overlaps);
    let numbers = [
        own.width_km,
        metres(layer.strip.tolerance()),
        own.max_error_m,
        own.area_km2,
        own.error_km2,
    ];
    let facts = facts.values();
    (numbers.into_iter().map(Value::Number))
        .chain(districts.map(Value::Text))
        .chain(facts.into_iter().map(|(_, value)| value))
        .map(Cell::Value)
        .collect()
}

/// Territories in their own order, units of one dissolved.
fn territories(layers: &Layers, index: usize, grid: Grid, to: &mut dyn Features) -> io::Result<()> {
    let shown: Vec<&Territory> = (layers.territories.iter().enumerate())
        .filter(|(index, _)| layers.hidden.binary_search(index).is_err())
        .map(|(_, territory)| territory)
        .collect();
    let measured: Vec<(Decimal, Shape)> = (shown.par_iter())
        .map(|territory| {
            let area = multi_polygon_area(&territory.polygons).km2();
            let area = super::model::area_km2(area);
            (area, polygons_on(&territory.polygons, grid))
        })
        .collect();
    for (territory, (area, shape)) in shown.iter().zip(&measured) {
        let cells = [
            Value::Text(layers.labels.worldview),
            Value::Text(&territory.code),
            Value::Text(&territory.name),
            Value::Text((layers.labels.group)(&territory.holder).text()),
            Value::Number(*area),
        ];
        to.add(index, &cells.map(Cell::Value), shape)?;
    }
    Ok(())
}

pub(super) fn polygons_on(polygons: &geo::MultiPolygon<f64>, grid: Grid) -> Shape {
    let shapes = on_grid(polygons, grid.decimals);
    if shapes.is_empty() {
        return Shape::Empty;
    }
    Shape::Polygons(shapes)
}

pub(super) fn lines_on(lines: &MultiLineString<f64>, grid: Grid) -> Shape {
    let mut parts: Vec<Vec<GridPoint>> = Vec::new();
    for line in lines {
        let before = parts.len();
        let mut point = None;
        for part in wrapped(&line.0) {
            let mut positions: Vec<GridPoint> = part.iter().map(|c| grid.nearest(*c)).collect();
            positions.dedup();
            match positions.len() {
                0 => {}
                1 => point = point.or(Some(positions[0])),
                _ => parts.push(positions),
            }
        }
        // A line as short as a point is one still; a part that a cut left so short is not.
        if let (Some(point), true) = (point, parts.len() == before) {
            parts.push(vec![point, point]);
        }
    }
    if parts.is_empty() {
        return Shape::Empty;
    }
    Shape::Lines(parts)
}
