//! Rows of many zones over the same strips: what a territory has of a plain strip is found once, whatever else the zones say.
//!
//! The rows are those of [`super::zone_overlaps`], to the last digit; the sea and the residual, which no row needs, are left out,
//! and the rows' polygons are empty.

use super::measure::Measured;
use super::overlaps::{Overlap, row};
use super::pieces::Pieces;
use crate::border::territory::Territory;
use crate::error::Error;
use crate::units::Metres;
use crate::zone::{Soil, Zone};
use geo::MultiPolygon;
use rayon::prelude::*;
use std::cmp::Ordering;
use std::sync::OnceLock;

/// Strips and territories, with what is known of them so far.
pub struct SharedRows<'a> {
    strips: &'a [Measured<'a>],
    plain: &'a Zone,
    territories: &'a [Territory],
    pieces: Vec<OnceLock<Pieces<'a>>>,
    /// For each strip and territory, its part of the plain strip.
    found: Vec<Vec<OnceLock<Option<Overlap>>>>,
}

impl<'a> SharedRows<'a> {
    /// `plain`: [`Zone::plain`] over as many territories.
    pub fn new(strips: &'a [Measured<'a>], plain: &'a Zone, territories: &'a [Territory]) -> Self {
        let cells = || territories.iter().map(|_| OnceLock::new()).collect();
        SharedRows {
            strips,
            plain,
            territories,
            pieces: strips.iter().map(|_| OnceLock::new()).collect(),
            found: strips.iter().map(|_| cells()).collect(),
        }
    }

    /// What a zone named by `width` has of each territory, largest first, then by code.
    ///
    /// # Errors
    /// As [`super::zone_overlaps`].
    pub fn rows(&self, zone: &Zone, width: Metres) -> Result<Vec<Overlap>, Error> {
        let simple = zone.districts.is_none()
            && zone.except.0.is_empty()
            && !zone.soil.contains(&Soil::Whole);
        let mut rows: Vec<Overlap> = if simple {
            let strips = (zone.soil.iter())
                .map(|soil| soil.width(width).map(|width| self.strip(width)).transpose())
                .collect::<Result<Vec<_>, _>>()?;
            (strips.into_par_iter().enumerate())
                .filter_map(|(i, strip)| self.plain_row(strip?, i))
                .collect()
        } else {
            let pieces = Pieces::new(self.strips, zone, width, self.territories)?;
            (self.territories.par_iter().enumerate())
                .filter_map(|(i, territory)| bare(&pieces, i, territory))
                .collect()
        };
        rows.sort_by(|a, b| {
            let code = |row: &Overlap| &self.territories[row.territory].code;
            (b.area.0.partial_cmp(&a.area.0).unwrap_or(Ordering::Equal))
                .then_with(|| code(a).cmp(code(b)))
        });
        Ok(rows)
    }

    fn plain_row(&self, strip: usize, index: usize) -> Option<Overlap> {
        let found = self.found[strip][index].get_or_init(|| {
            let pieces = self.pieces[strip]
                .get_or_init(|| Pieces::plain(&self.strips[strip], self.plain, self.territories));
            bare(pieces, index, &self.territories[index])
        });
        found.clone()
    }

    fn strip(&self, width: Metres) -> Result<usize, Error> {
        let found = self.strips.iter().position(|m| m.strip.width == width);
        found.ok_or_else(|| {
            Error::usage(format!("no strip of the width {} m is given", width.0))
                .remedy("give one for each of `widths_of`")
        })
    }
}

fn bare(pieces: &Pieces, index: usize, territory: &Territory) -> Option<Overlap> {
    let (overlap, _) = row(pieces, index, territory)?;
    Some(Overlap {
        polygons: MultiPolygon(Vec::new()),
        ..overlap
    })
}
