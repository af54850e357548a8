//! Who holds which unit: the viewpoint that turns boundary units into territories.
//!
//! In reading order: [`table`] has the named worldviews with their sources; [`Worldview`] is one of them on a day, with what the
//! user assigns otherwise; [`territories`] makes one territory for each holder, and for each part that is to have a row of its own.

pub mod table;

use std::collections::BTreeMap;

use geo::MultiPolygon;
use jiff::civil::Date;

use super::disputed;
use super::names::suggest;
use super::territory::Territory;
use crate::error::{Cause, Error};
use crate::likeness::nearest_of;
use crate::load::shipped::{self, Unit, UnitKind};
use table::WorldviewTable;

/// The name of the default worldview, which takes every unit as [`Unit::defacto`] has it.
pub const DE_FACTO: &str = "de-facto";

/// A viewpoint on which borders hold: the holder of each unit. It travels with every result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Worldview {
    label: String,
    /// Unit and holder, where it is not the default map's.
    held: BTreeMap<String, String>,
}

impl Default for Worldview {
    /// Who holds the ground on Natural Earth's default map, 2014 to February 2022: Crimea and Sevastopol with RUS; Donbas with
    /// UKR, Abkhazia and South Ossetia with GEO, Transnistria with MDA.
    fn default() -> Self {
        Worldview {
            label: DE_FACTO.to_owned(),
            held: BTreeMap::new(),
        }
    }
}

/// A holder that the user gives a unit: `UKR-43=UKR`; the unit's own code as holder makes it a territory of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    pub unit: String,
    pub holder: String,
}

impl Assignment {
    /// Reads `UNIT=CODE`.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) where the text has not that form.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let parts = text.split_once('=').map(|(u, h)| (u.trim(), h.trim()));
        match parts {
            Some((unit, holder)) if !unit.is_empty() && !holder.is_empty() => Ok(Assignment {
                unit: unit.to_owned(),
                holder: holder.to_owned(),
            }),
            _ => Err(
                Error::usage(format!("the assignment {text} is not understood"))
                    .remedy("write ‹assign› UKR-43=UKR"),
            ),
        }
    }
}

impl Worldview {
    /// A shipped worldview on a day, with what the user assigns otherwise.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) for an unknown worldview, unit or holder (with the nearest known ones), for a unit
    /// that is assigned twice differently, and for a holder that is itself held by another.
    pub fn named(name: &str, day: Date, assignments: &[Assignment]) -> Result<Self, Error> {
        let table = WorldviewTable::shipped()?;
        if table.meaning(name).is_none() {
            let known = table.names();
            // Those named by their holder's code are also found by its name.
            let heads = shipped::heads()?;
            let names = (heads.iter())
                .filter(|h| known.contains(&h.code))
                .map(|h| (h.name, h.code.to_owned()));
            // Those of no one's code; a code is never guessed.
            let own = known
                .iter()
                .filter(|n| !heads.iter().any(|h| h.code == **n));
            let near = suggest::told(name, names)
                .or_else(|| nearest_of(name, own.copied()).map(str::to_owned))
                .map_or(String::new(), |n| format!("did you mean {n}? "));
            return Err(Error::usage(format!("unknown worldview '{name}'"))
                .remedy(format!("{near}there are {}", known.join(", "))));
        }
        let heads = shipped::heads()?;
        let check = |code: &str, sort: &str| {
            if heads.iter().any(|h| h.code == code) {
                return Ok(());
            }
            let names = heads.iter().map(|h| (h.name, h.code.to_owned()));
            let near = suggest::told(code, names).map(|near| format!("did you mean {near}?"));
            let cause = Cause::UnknownName {
                name: code.to_owned(),
                near: Vec::new(),
            };
            let error = Error::usage(format!("there is no {sort} '{code}'")).because(cause);
            Err(error.remedy(
                near.unwrap_or_else(|| "`standoff data territories` lists the units".to_owned()),
            ))
        };
        let mut held: BTreeMap<String, String> = (table.on(name, day).into_iter())
            .map(|(unit, holder)| (unit.to_owned(), holder.to_owned()))
            .collect();
        let mut label = name.to_owned();
        for (i, of) in assignments.iter().enumerate() {
            check(&of.unit, "unit")?;
            check(&of.holder, "territory")?;
            let before = assignments[..i].iter().find(|a| a.unit == of.unit);
            if let Some(before) = before {
                if before.holder == of.holder {
                    continue;
                }
                return Err(Error::usage(format!(
                    "{} is assigned twice, to {} and to {}",
                    of.unit, before.holder, of.holder
                ))
                .remedy("assign each unit once"));
            }
            held.insert(of.unit.clone(), of.holder.clone());
            label += &format!("; {}={}", of.unit, of.holder);
        }
        held.retain(|unit, holder| !heads.iter().any(|h| h.code == unit && h.defacto == holder));
        let world = Worldview { label, held };
        for (unit, holder) in &world.held {
            let of = heads.iter().find(|h| h.code == holder);
            let above = of.map_or(holder.as_str(), |h| world.holder(h.code, h.defacto));
            if above != holder {
                return Err(Error::usage(format!(
                    "{unit} cannot be held by {holder}, which is held by {above}"
                ))
                .remedy(format!(
                    "assign it to {above}, or make {holder} a territory of its own: ‹assign› {holder}={holder}"
                )));
            }
        }
        Ok(world)
    }

    /// The name in tables: that of the worldview, with what the user assigned.
    pub fn name(&self) -> &str {
        &self.label
    }

    /// Code of the territory that holds the unit.
    pub fn owner<'a>(&'a self, unit: &'a Unit) -> &'a str {
        self.holder(&unit.code, &unit.defacto)
    }

    /// The same of a unit known by its code, `defacto` being its holder on the default map.
    pub fn holder<'a>(&'a self, unit: &str, defacto: &'a str) -> &'a str {
        self.held.get(unit).map_or(defacto, String::as_str)
    }

    /// Refuses a list of names, as groups are written, that has the code of a unit without a territory of its own.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage), with the assignment that makes it one.
    pub fn refuse_parts(&self, group: &str) -> Result<(), Error> {
        let heads = shipped::heads()?;
        for name in group.split(',').map(str::trim) {
            let Some(head) = heads.iter().find(|h| h.code == name) else {
                continue;
            };
            let owner = self.holder(head.code, head.defacto);
            if owner != name {
                return Err(Error::usage(format!(
                    "{name} ({}) is a part of {owner}, no territory of its own",
                    head.name
                ))
                .remedy(format!("make it one: ‹assign› {name}={name}")));
            }
        }
        Ok(())
    }
}

/// Which parts of a holder's land are territories of their own, so that tables have a row for each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Each disputed unit.
    pub disputed_rows: bool,
    /// Each overseas unit; their edges make no derived line.
    pub metropolitan: bool,
}

/// One territory for each holder, and one for each part that `layout` sets apart, in the order of the codes, with the polygons of its
/// units one after the other. No area stands in two.
///
/// Units of one holder that touch are not dissolved: both keep the edge between them, so that no position moves.
/// The territory's name is that of the unit with its code, else that of its first unit.
///
/// # Accuracy
/// That of the shipped boundaries, [`shipped::ACCURACY`].
///
/// # Errors
/// [`Kind::Data`](crate::error::Kind::Data) where the program's own table of disputed areas is damaged.
pub fn territories(
    units: &[Unit],
    worldview: &Worldview,
    layout: Layout,
) -> Result<Vec<Territory>, Error> {
    into_territories(units.to_vec(), worldview, layout)
}

/// The shipped territories of the whole world under a worldview, one for each holder.
///
/// # Errors
/// As [`shipped::units`].
pub fn shipped_territories(worldview: &Worldview) -> Result<Vec<Territory>, Error> {
    shipped_territories_as(worldview, Layout::default())
}

/// The shipped territories of the whole world under a worldview, with rows of their own for some parts.
///
/// # Errors
/// As [`shipped::units`].
pub fn shipped_territories_as(
    worldview: &Worldview,
    layout: Layout,
) -> Result<Vec<Territory>, Error> {
    into_territories(shipped::units()?, worldview, layout)
}

/// As [`territories`]; the polygons of the whole world are nine megabytes, here moved and not copied.
fn into_territories(
    units: Vec<Unit>,
    worldview: &Worldview,
    layout: Layout,
) -> Result<Vec<Territory>, Error> {
    let disputed = if layout.disputed_rows {
        disputed::shipped()?
    } else {
        Vec::new()
    };
    let mut by_code: BTreeMap<String, Territory> = BTreeMap::new();
    for unit in units {
        let holder = worldview.owner(&unit).to_owned();
        let off_line =
            layout.metropolitan && unit.kind == UnitKind::Overseas && holder != unit.code;
        let apart = off_line || disputed.iter().any(|d| d.unit == unit.code);
        let code = if apart { &unit.code } else { &holder }.clone();
        let territory = by_code.entry(code).or_insert_with_key(|code| Territory {
            accuracy: Some(shipped::ACCURACY),
            ..Territory::new(code, &unit.name, MultiPolygon(Vec::new()))
        });
        if unit.code == territory.code {
            territory.name = unit.name;
            territory.holder = holder;
            territory.off_line = off_line;
        }
        territory.polygons.0.extend(unit.polygons);
    }
    Ok(by_code.into_values().collect())
}
