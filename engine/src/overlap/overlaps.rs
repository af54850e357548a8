//! How much of each territory a strip or zone covers, with a bound on the error.
//!
//! Each territory is clipped with the strip of the width on its soil, and measured by [`super::measure`]. The part over no
//! territory is found on its own, by a difference, so that the residual `strip - overlaps - sea` checks the whole. The bound of a row
//! is the measure's, and the territory's doubtful area.

use super::belong;
use super::clip::{self, GridPolygons, Rings};
use super::measure::{Measured, Part, bordered};
use super::pieces::Pieces;
use crate::error::Error;
use crate::geodesy::area::{self, Sum};
use crate::halt::Halt;
use crate::par::{self, *};
use crate::strip::{PreparedLine, Strip};
use crate::territory::Territory;
use crate::units::{Metres, SquareMetres};
use crate::zone::{Soil, Zone};
use geo::MultiPolygon;
use std::cmp::Ordering;

/// One territory's part of a zone.
#[derive(Clone, Debug)]
pub struct Overlap {
    /// Index in the slice of territories that was asked about.
    pub territory: usize,
    pub area: SquareMetres,
    /// Part of the territory that lies in the zone, 0..=1.
    pub share: f64,
    pub territory_area: SquareMetres,
    /// Bound on the error of `area`.
    pub error: SquareMetres,
    /// What positional accuracy makes uncertain: the line's x the outline in the territory, and where the line is not made of the
    /// territories, theirs x the length of their own outline in the strip. `None` where the line's is unknown.
    pub data_error: Option<SquareMetres>,
    /// Length of the strip's outline inside the territory.
    pub outline: Metres,
    /// The covered part, longitude and latitude in degrees.
    pub polygons: MultiPolygon<f64>,
}

/// What a zone covers.
#[derive(Clone, Debug)]
pub struct Overlaps {
    /// Territories that the zone meets, largest overlap first, then by code.
    pub rows: Vec<Overlap>,
    /// The zone's own area, its chords corrected.
    pub strip: SquareMetres,
    /// Bound on the error of `strip`.
    pub strip_error: SquareMetres,
    /// The part over no territory, found by a difference of its own.
    pub sea: SquareMetres,
    /// Bound on the error of `sea`.
    pub sea_error: SquareMetres,
    /// Zone less overlaps less sea: within the sum of the bounds, unless territories overlap each other.
    pub residual: SquareMetres,
    /// The zone's polygons where it is not the strip itself.
    pub polygons: Option<MultiPolygon<f64>>,
    /// Codes of the districts that were taken, in the order of the zone's list.
    pub districts: Vec<String>,
}

/// Overlaps of a strip of `line`, on whatever side, with each territory; territories that it does not meet have no row.
/// Uses rayon's current pool; the result does not depend on the number of threads.
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) if it is a strip of another line; that of [`Halt::check`].
pub fn overlaps(
    line: &PreparedLine,
    strip: &Strip,
    territories: &[Territory],
) -> Result<Overlaps, Error> {
    let measured = Measured::of(line, strip)?;
    let zone = Zone::plain(territories.len());
    let pieces = Pieces::plain(&measured, &zone, territories);
    of_pieces(&pieces, &zone, territories)
}

/// Overlaps of a zone named by `width` with each territory.
///
/// `strips`: one for `width` and one for each other width on some soil, in any order.
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) if one of these widths has no strip, if a strip is of another line than the rest or has not the
/// zone's side and caps, or if the zone was made for another number of territories; that of [`Halt::check`].
pub fn zone_overlaps(
    strips: &[Measured],
    zone: &Zone,
    width: Metres,
    territories: &[Territory],
) -> Result<Overlaps, Error> {
    belong::together(strips, zone, territories.len())?;
    let pieces = Pieces::new(strips, zone, width, territories)?;
    of_pieces(&pieces, zone, territories)
}

fn of_pieces(pieces: &Pieces, zone: &Zone, territories: &[Territory]) -> Result<Overlaps, Error> {
    let halt = pieces.halt();
    let (found, sea) = par::join(
        || -> Vec<(Overlap, GridPolygons)> {
            (0..territories.len())
                .into_par_iter()
                .filter_map(|i| row(pieces, i, &territories[i]))
                .collect()
        },
        || pieces.sea(),
    );
    let (mut rows, shapes): (Vec<Overlap>, Vec<GridPolygons>) = found.into_iter().unzip();
    let (sea_shapes, sea) = sea;
    let (whole, residual, polygons) = if zone.is_plain() {
        let whole = pieces.named().whole();
        let mut residual = Sum::default();
        residual.add(whole.area);
        residual.add(-sea.area);
        for row in &rows {
            residual.add(-row.area.0);
        }
        (whole, residual.value(), None)
    } else {
        composed(&rows, &shapes, &sea_shapes, sea, halt)
    };
    rows.sort_by(|a, b| {
        (b.area.0.partial_cmp(&a.area.0).unwrap_or(Ordering::Equal)).then_with(|| {
            territories[a.territory]
                .code
                .cmp(&territories[b.territory].code)
        })
    });
    halt.check()?;
    Ok(Overlaps {
        rows,
        strip: SquareMetres(whole.area),
        strip_error: SquareMetres(whole.error),
        sea: SquareMetres(sea.area),
        sea_error: SquareMetres(sea.error),
        residual: SquareMetres(residual),
        polygons,
        districts: pieces.districts(),
    })
}

/// A zone that is put together from its parts: its area is theirs; the residual is what their union, measured for itself
/// and without corrections, has less than they have, and shows what would be counted twice.
fn composed(
    rows: &[Overlap],
    shapes: &[GridPolygons],
    sea_shapes: &GridPolygons,
    sea: Part,
    halt: &Halt,
) -> (Part, f64, Option<MultiPolygon<f64>>) {
    let (mut area, mut error) = (Sum::default(), Sum::default());
    for row in rows {
        area.add(row.area.0);
        error.add(row.error.0);
    }
    area.add(sea.area);
    error.add(sea.error);
    let all: Rings = (shapes.iter().flatten().chain(sea_shapes))
        .flatten()
        .cloned()
        .collect();
    let union = clip::union_until(&all, halt);
    let mut residual = Sum::default();
    residual.add(bordered(&union, halt).area);
    for part in shapes.iter().chain([sea_shapes]) {
        residual.add(-bordered(part, halt).area);
    }
    let whole = Part {
        area: area.value(),
        error: error.value(),
        ..Part::default()
    };
    (whole, residual.value(), Some(clip::to_polygons(&union)))
}

pub(super) fn row(
    pieces: &Pieces,
    index: usize,
    territory: &Territory,
) -> Option<(Overlap, GridPolygons)> {
    let (shapes, part) = pieces.of(index)?;
    let territory_area = area::multi_polygon_area_until(&territory.polygons, pieces.halt());
    let error = part.error + territory.doubtful.0;
    let mut covered = part.area;
    // Whole: the outline does not enter, and the two sums differ by rounding only. A correction at a grazing outline may also
    // lift the area above the territory's. Both are set to the territory's area, inside the bound; a larger excess stays.
    let rounding = part.overlay_error + area::RELATIVE_ERROR * territory_area;
    let whole = part.outline == 0.0 && (covered - territory_area).abs() <= rounding;
    if whole || (covered > territory_area && covered - territory_area <= error) {
        covered = territory_area;
    }
    let own = territory
        .outline_accuracy
        .map_or(0.0, |accuracy| accuracy.0 * part.own);
    let overlap = Overlap {
        territory: index,
        area: SquareMetres(covered),
        share: if territory_area > 0.0 {
            covered / territory_area
        } else {
            0.0
        },
        territory_area: SquareMetres(territory_area),
        error: SquareMetres(error),
        data_error: territory
            .accuracy
            .map(|accuracy| SquareMetres(accuracy.0 * part.outline + own)),
        outline: Metres(part.outline),
        polygons: clip::to_polygons(&shapes),
    };
    Some((overlap, shapes))
}

/// Widths that a zone named by `width` needs strips of, ascending, each once.
pub fn widths_of(zone: &Zone, width: Metres) -> Vec<Metres> {
    let own = zone.soil.iter().filter_map(|soil| match soil {
        Soil::Within(own) => *own,
        Soil::Whole | Soil::Nothing => None,
    });
    let mut widths: Vec<Metres> = own.chain([width]).collect();
    widths.sort_by(|a, b| a.0.total_cmp(&b.0));
    widths.dedup();
    widths
}
