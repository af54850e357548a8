//! Rows of many zones over the same strips: what a territory has of a plain strip is found once, whatever else the zones say.
//!
//! The rows are those of [`super::zone_overlaps`], to the last digit; the sea and the residual, which no row needs, are left out,
//! and the rows' polygons are empty.

use super::belong;
use super::measure::Measured;
use super::overlaps::{Overlap, row};
use super::pieces::Pieces;
use crate::error::Error;
use crate::fingerprint::Fingerprint;
use crate::halt::Halt;
use crate::par::*;
use crate::territory::Territory;
use crate::units::Metres;
use crate::zone::{Soil, Zone};
use geo::MultiPolygon;
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

/// What territories have of one plain strip, as far as it was asked; tens of kilobytes where the whole world was.
#[derive(Default)]
pub struct KnownRows(Mutex<FxHashMap<Fingerprint, Option<Overlap>>>);

impl KnownRows {
    /// `None`: not asked yet; `Some(None)`: the territory has nothing of the strip. The row's index of the territory is another list's.
    fn get(&self, territory: &Fingerprint) -> Option<Option<Overlap>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(territory).cloned()
    }

    /// Whoever asks at the same time finds the same, so that none waits for another. What is found once stopped is not kept.
    fn get_or(
        &self,
        territory: &Fingerprint,
        halt: &Halt,
        find: impl FnOnce() -> Option<Overlap>,
    ) -> Option<Overlap> {
        self.get(territory).unwrap_or_else(|| {
            let found = find();
            if halt.is_stopped() {
                return found;
            }
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            known.insert(*territory, found.clone());
            found
        })
    }
}

/// Territories, and for each what its rows depend on.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    pub territories: &'a [Territory],
    /// [`Fingerprint::of_territory`] of each.
    pub prints: &'a [Fingerprint],
}

impl Told<'_> {
    /// The rows that [`SharedRows::rows`] would give, if all of them are known; `strip`: what is known of the strip of a width.
    pub fn known(
        self,
        zone: &Zone,
        width: Metres,
        strip: &dyn Fn(Metres) -> Option<Arc<KnownRows>>,
    ) -> Option<Vec<Overlap>> {
        if !is_simple(zone) {
            return None;
        }
        let mut rows = Vec::new();
        for (territory, soil) in zone.soil.iter().enumerate() {
            if let Some(width) = soil.width(width) {
                let row = strip(width)?.get(&self.prints[territory])?;
                rows.extend(row.map(|row| Overlap { territory, ..row }));
            }
        }
        self.sort(&mut rows);
        Some(rows)
    }

    /// Largest first, then by code.
    fn sort(self, rows: &mut [Overlap]) {
        rows.sort_by(|a, b| {
            let code = |row: &Overlap| &self.territories[row.territory].code;
            (b.area.0.partial_cmp(&a.area.0).unwrap_or(Ordering::Equal))
                .then_with(|| code(a).cmp(code(b)))
        });
    }
}

/// Whether each territory's row is that of a plain strip.
fn is_simple(zone: &Zone) -> bool {
    zone.districts.is_none() && zone.except.0.is_empty() && !zone.soil.contains(&Soil::Whole)
}

/// Strips and territories, with what is known of them so far.
pub struct SharedRows<'a> {
    strips: &'a [Measured<'a>],
    plain: &'a Zone,
    told: Told<'a>,
    /// For each strip what is known of it.
    known: &'a [Arc<KnownRows>],
}

impl<'a> SharedRows<'a> {
    /// `plain`: [`Zone::plain`] over as many territories; `known`: one for each strip.
    pub fn new(
        strips: &'a [Measured<'a>],
        plain: &'a Zone,
        told: Told<'a>,
        known: &'a [Arc<KnownRows>],
    ) -> Self {
        SharedRows {
            strips,
            plain,
            told,
            known,
        }
    }

    /// What a zone named by `width` has of each territory, largest first, then by code.
    ///
    /// # Errors
    /// As [`super::zone_overlaps`].
    pub fn rows(&self, zone: &Zone, width: Metres) -> Result<Vec<Overlap>, Error> {
        belong::together(self.strips, zone, self.told.territories.len())?;
        let mut rows: Vec<Overlap> = if is_simple(zone) {
            let strips = (zone.soil.iter())
                .map(|soil| soil.width(width).map(|width| self.strip(width)).transpose())
                .collect::<Result<Vec<_>, _>>()?;
            (strips.into_par_iter().enumerate())
                .filter_map(|(i, strip)| self.plain_row(strip?, i))
                .collect()
        } else {
            let territories = self.told.territories;
            let pieces = Pieces::new(self.strips, zone, width, territories)?;
            (territories.par_iter().enumerate())
                .filter_map(|(i, territory)| bare(&pieces, i, territory))
                .collect()
        };
        for strip in self.strips {
            strip.halt().check()?;
        }
        self.told.sort(&mut rows);
        Ok(rows)
    }

    fn plain_row(&self, strip: usize, index: usize) -> Option<Overlap> {
        let Told {
            territories,
            prints,
        } = self.told;
        let found = self.known[strip].get_or(&prints[index], self.strips[strip].halt(), || {
            let pieces = Pieces::plain_on(&self.strips[strip], self.plain, territories, index);
            bare(&pieces, index, &territories[index])
        });
        found.map(|row| Overlap {
            territory: index,
            ..row
        })
    }

    fn strip(&self, width: Metres) -> Result<usize, Error> {
        let found = self.strips.iter().position(|m| m.strip().width() == width);
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
