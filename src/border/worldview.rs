//! Who holds which unit: the viewpoint that turns boundary units into territories.

use std::collections::BTreeMap;

use geo::MultiPolygon;

use super::territory::Territory;
use crate::error::Error;
use crate::load::shipped::{self, Unit};
use crate::units::SquareMetres;

/// A named viewpoint on which borders hold. It travels with every result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Worldview {
    /// Who holds the ground on Natural Earth's default map, 2014 to February 2022: Crimea and Sevastopol with RUS;
    /// Donbas with UKR, Abkhazia and South Ossetia with GEO, Transnistria with MDA.
    #[default]
    DeFacto,
}

impl Worldview {
    /// The name on the command line and in tables.
    pub fn name(self) -> &'static str {
        match self {
            Worldview::DeFacto => "de-facto",
        }
    }

    /// Code of the territory that holds the unit.
    pub fn owner(self, unit: &Unit) -> &str {
        match self {
            Worldview::DeFacto => &unit.defacto,
        }
    }
}

/// One territory for each owner, in the order of the codes, with the polygons of its units one after the other.
///
/// Units of one owner that touch are not dissolved: both keep the edge between them, so that no position moves.
/// The territory's name is that of the unit with its code, else that of its first unit.
///
/// # Accuracy
/// That of the shipped boundaries, [`shipped::ACCURACY`].
pub fn territories(units: &[Unit], worldview: Worldview) -> Vec<Territory> {
    into_territories(units.to_vec(), worldview)
}

/// The shipped territories of the whole world under a worldview.
///
/// # Errors
/// As [`shipped::units`].
pub fn shipped_territories(worldview: Worldview) -> Result<Vec<Territory>, Error> {
    Ok(into_territories(shipped::units()?, worldview))
}

/// Where units of the source overlap each other, m², rounded up (found by overlaying all pairs): by code of the territory. The area
/// is in doubt and joins every `error_km2`. GEO: Abkhazia and its neighbour near 42.485 N 41.717 E.
const OVERLAPPING_UNITS: [(&str, f64); 5] = [
    ("GEO", 614_000.0),
    ("ITA", 94.0),
    ("SVN", 94.0),
    ("UKR", 23.0),
    ("MDA", 23.0),
];

/// As [`territories`]; the polygons of the whole world are nine megabytes, here moved and not copied.
fn into_territories(units: Vec<Unit>, worldview: Worldview) -> Vec<Territory> {
    let mut by_owner: BTreeMap<String, Territory> = BTreeMap::new();
    for unit in units {
        let owner = worldview.owner(&unit).to_owned();
        let territory = by_owner.entry(owner).or_insert_with_key(|owner| Territory {
            accuracy: Some(shipped::ACCURACY),
            ..Territory::new(owner, &unit.name, MultiPolygon(Vec::new()))
        });
        if unit.code == territory.code {
            territory.name = unit.name;
        }
        territory.polygons.0.extend(unit.polygons);
    }
    for (code, area) in OVERLAPPING_UNITS {
        if let Some(territory) = by_owner.get_mut(code) {
            territory.doubtful = SquareMetres(area);
        }
    }
    by_owner.into_values().collect()
}
