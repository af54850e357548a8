//! What a zone has of the territories on whose soil its part does not depend on the width that it is named by: whole territories, and
//! those with a width of their own.

use super::Overlap;
use super::belong;
use super::measure::Measured;
use super::overlaps::row;
use super::pieces::Pieces;
use crate::error::Error;
use crate::par::*;
use crate::strip::{PreparedLine, StripOptions, TOLERANCE_RANGE};
use crate::territory::Territory;
use crate::units::Metres;
use crate::zone::{Soil, Zone};

/// A strip's tolerance is at most this part of its width.
const OF_WIDTH: f64 = 0.1;

/// Whether the part of a zone on such soil depends on the width.
pub fn depends_on_width(soil: Soil) -> bool {
    soil == Soil::Within(None)
}

/// The rows of such territories in their order, as [`zone_overlaps`](super::overlaps::zone_overlaps) has them at any width; those that
/// the zone does not meet have none. `tolerance`: of the strips.
///
/// # Errors
/// Those of strips; [`Kind::Usage`](crate::error::Kind::Usage) if the zone was made for another number of territories; that
/// of [`Halt::check`](crate::halt::Halt::check).
pub fn fixed(
    line: &PreparedLine,
    zone: &Zone,
    territories: &[Territory],
    tolerance: Metres,
) -> Result<Vec<Overlap>, Error> {
    line.halt().check()?;
    let mut widths: Vec<Metres> = (zone.soil.iter())
        .filter_map(|soil| match soil {
            Soil::Within(own) => *own,
            Soil::Whole | Soil::Nothing => None,
        })
        .collect();
    widths.sort_by(|a, b| a.0.total_cmp(&b.0));
    widths.dedup();
    let strips = (widths.iter())
        .map(|width| {
            let tolerance = (tolerance.0.min(OF_WIDTH * width.0)).max(TOLERANCE_RANGE.0);
            let options = StripOptions::new(*width).tolerance(Metres(tolerance));
            line.strip(&options.side(zone.side).cap(zone.cap))
        })
        .collect::<Result<Vec<_>, _>>()?;
    let measured = (strips.iter())
        .map(|strip| Measured::of(line, strip))
        .collect::<Result<Vec<_>, _>>()?;
    belong::together(&measured, zone, territories.len())?;
    let pieces = Pieces::fixed(&measured, zone, territories)?;
    let rows = (territories.par_iter().enumerate())
        .filter(|(i, _)| !depends_on_width(zone.soil[*i]))
        .filter_map(|(i, territory)| row(&pieces, i, territory))
        .map(|(overlap, _)| overlap)
        .collect();
    line.halt().check().map(|()| rows)
}
