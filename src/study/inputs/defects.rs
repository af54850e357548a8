//! What is wrong with the user's own territories: told, or refused, where a run reaches them.

use super::Inputs;
use crate::border::group::Context;
use crate::border::line::{LineChoice, Reading, Whose};
use crate::border::territory::Territory;
use crate::error::Error;
use crate::load::defects::{Defect, beyond_reach, that_matter};
use crate::overlap::extreme::nearest;
use crate::overlap::overlaps::widths_of;
use crate::strip::PreparedLine;
use crate::study::Study;
use crate::units::Metres;
use crate::zone::{Soil, Zone};
use geo::{BoundingRect, Intersects, MultiPolygon, Rect};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// A strip reaches this much farther than its width at most: its tolerance is a tenth of that.
const REACH: f64 = 1.1;
/// How well the distance of a territory is wanted.
const DISTANCE: Metres = Metres(1.0);

/// What is wrong with some territories.
#[derive(Debug, Default)]
pub struct Defects {
    all: Vec<Defect>,
    /// Of each, how far it is from the line at least, m: found when first asked for, since many scenarios have the same line.
    distances: OnceLock<Vec<f64>>,
}

impl Defects {
    /// Where nothing is to be let pass all of them are told, or refused, at once.
    ///
    /// # Errors
    /// With `--strict`.
    pub fn new(all: Vec<Defect>, study: &Study) -> Result<Self, Error> {
        let defects = Defects {
            all,
            ..Defects::default()
        };
        if study.is_strict() {
            defects.tell_all(study)?;
        }
        Ok(defects)
    }

    /// Tells all, for a command that has no reach.
    ///
    /// # Errors
    /// A polygon that could not be read; with `--strict` any.
    pub fn tell_all(&self, study: &Study) -> Result<(), Error> {
        let all: Vec<&Defect> = self.all.iter().collect();
        study.warn_all(that_matter(&all)?)
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Tells those that matter, by how far off the line they are at least; of the others how many they are. `territories`: all of the file,
    /// in every call.
    ///
    /// # Errors
    /// A polygon that could not be read and matters; with `--strict` any.
    pub fn tell(
        &self,
        territories: &[Territory],
        line: &PreparedLine,
        matters: &dyn Fn(&Defect, Metres) -> bool,
        study: &Study,
    ) -> Result<(), Error> {
        let (near, far) = self.sorted(territories, line, matters);
        study.warn_all(that_matter(&near)?)?;
        study.warn_all(beyond_reach(&far))
    }

    /// The error alone of [`Defects::tell`], before any work is done.
    ///
    /// # Errors
    /// As there.
    pub fn refuse(
        &self,
        territories: &[Territory],
        line: &PreparedLine,
        matters: &dyn Fn(&Defect, Metres) -> bool,
    ) -> Result<(), Error> {
        that_matter(&self.sorted(territories, line, matters).0).map(|_| ())
    }

    fn sorted(
        &self,
        territories: &[Territory],
        line: &PreparedLine,
        matters: &dyn Fn(&Defect, Metres) -> bool,
    ) -> (Vec<&Defect>, Vec<&Defect>) {
        let distances = self.distances.get_or_init(|| {
            let mut known = BTreeMap::new();
            let distance = |defect| distance(defect, territories, line, &mut known);
            self.all.iter().map(distance).collect()
        });
        let (mut near, mut far) = (Vec::new(), Vec::new());
        for (defect, distance) in self.all.iter().zip(distances) {
            if matters(defect, Metres(*distance)) {
                near.push(defect);
            } else {
                far.push(defect);
            }
        }
        (near, far)
    }

    /// Refuses a shape that may lie where a polygon is missing. `meets`: whether it meets a place.
    ///
    /// # Errors
    /// That polygon's.
    pub fn refuse_at(&self, meets: &dyn Fn(&MultiPolygon<f64>) -> bool) -> Result<(), Error> {
        let holds = |defect: &&Defect| defect.missing().is_some_and(meets);
        let missing = self.all.iter().find(holds);
        (missing.and_then(Defect::error)).map_or(Ok(()), |error| Err(error.clone()))
    }

    /// Refuses a line of territories' edges from which some may be missing: borders of the first group, with the second where the line is
    /// between the two.
    pub(super) fn refuse_borders(
        &self,
        choice: &LineChoice,
        context: &Context,
    ) -> Result<(), Error> {
        if self.all.iter().all(|defect| defect.no_borders().is_none()) {
            return Ok(());
        }
        let (a, b) = match &choice.whose {
            Whose::Around { a } => (a, None),
            Whose::Between { a, b, reading } => {
                let contact = *reading == Reading::Contact && !choice.coast;
                (a, Some(b).filter(|_| contact))
            }
        };
        // What is wrong with a group is told where the line is derived.
        let group = |text: &String| context.group(text).map(|group| group.codes);
        let Ok(a) = group(a) else { return Ok(()) };
        let Ok(b) = b.map(group).transpose() else {
            return Ok(());
        };
        let territories = context.territories;
        for defect in &self.all {
            let Some(error) = defect.no_borders() else {
                continue;
            };
            let lost = match defect.missing() {
                Some(about) => boxes(about),
                None => of_code(territories, &defect.codes[0]).map_or(Vec::new(), boxes),
            };
            let touches = |group: &Vec<String>| {
                group.contains(&defect.codes[0])
                    || (territories.iter().filter(|t| group.contains(&t.holder)))
                        .flat_map(|t| boxes(&t.polygons))
                        .any(|own| lost.iter().any(|lost| lost.intersects(&own)))
            };
            if touches(&a) && b.as_ref().is_none_or(touches) {
                return Err(error);
            }
        }
        Ok(())
    }
}

impl Inputs {
    /// Tells what is wrong with territories that the widest strip reaches. `asked`: those that have rows; of `zone`, which each has its
    /// soil in, `widths` name the strips. Whole territories are reached wherever they are.
    ///
    /// # Errors
    /// As [`Defects::tell`].
    pub fn tell_defects(
        &self,
        asked: &[Territory],
        line: &PreparedLine,
        zone: &Zone,
        widths: &[Metres],
        study: &Study,
    ) -> Result<(), Error> {
        if self.defects.is_empty() {
            return Ok(());
        }
        let matters = within(asked, zone, widths);
        (self.defects).tell(&self.territories, line, &matters, study)
    }

    /// The same for what is asked of some territories at any width.
    ///
    /// # Errors
    /// As there.
    pub fn tell_defects_of(
        &self,
        asked: &[Territory],
        line: &PreparedLine,
        study: &Study,
    ) -> Result<(), Error> {
        if self.defects.is_empty() {
            return Ok(());
        }
        let matters = |defect: &Defect, _| defect.codes.iter().all(|code| has(asked, code));
        (self.defects).tell(&self.territories, line, &matters, study)
    }

    /// Refuses territories of which a polygon could not be read: a share of the rest says nothing.
    ///
    /// # Errors
    /// That polygon's.
    pub fn refuse_unread(&self, asked: &[Territory]) -> Result<(), Error> {
        let all = self.defects.all.iter();
        let missing = |defect: &&Defect| defect.missing().is_some() && has(asked, &defect.codes[0]);
        let error = all.filter(missing).find_map(Defect::error);
        error.map_or(Ok(()), |error| Err(error.clone()))
    }
}

/// Whether the strips of a zone reach what a defect is of.
pub fn within<'a>(
    asked: &'a [Territory],
    zone: &'a Zone,
    widths: &[Metres],
) -> impl Fn(&Defect, Metres) -> bool + use<'a> {
    let reach = REACH * reach(zone, widths).0;
    move |defect, distance| {
        let whole = |code: &String| {
            (asked.iter().zip(&zone.soil)).any(|(t, soil)| *soil == Soil::Whole && t.code == *code)
        };
        defect.codes.iter().all(|code| has(asked, code))
            && (distance.0 <= reach || defect.codes.iter().all(whole))
    }
}

fn has(territories: &[Territory], code: &str) -> bool {
    territories.iter().any(|t| t.code == code)
}

/// The greatest width that counts on any soil.
pub fn reach(zone: &Zone, widths: &[Metres]) -> Metres {
    let all = widths.iter().flat_map(|width| widths_of(zone, *width));
    Metres(all.map(|width| width.0).fold(0.0, f64::max))
}

/// How far off a defect's territory is; both, where two overlap each other. `known`: of some codes already, since messy files have many
/// overlaps of the same.
fn distance<'d>(
    defect: &'d Defect,
    territories: &[Territory],
    line: &PreparedLine,
    known: &mut BTreeMap<&'d str, f64>,
) -> f64 {
    let to = |polygons: &MultiPolygon<f64>| {
        nearest(line, polygons, DISTANCE).map_or(f64::INFINITY, |found| found.low.0)
    };
    let mut of = |code: &'d String| {
        let find = || of_code(territories, code).map_or(f64::INFINITY, to);
        *known.entry(code).or_insert_with(find)
    };
    let own = defect.codes.iter().map(&mut of).fold(0.0, f64::max);
    defect.missing().map_or(own, |about| own.min(to(about)))
}

fn of_code<'t>(territories: &'t [Territory], code: &str) -> Option<&'t MultiPolygon<f64>> {
    let found = territories.iter().find(|t| t.code == code)?;
    Some(&found.polygons)
}

fn boxes(polygons: &MultiPolygon<f64>) -> Vec<Rect<f64>> {
    (polygons.iter())
        .filter_map(BoundingRect::bounding_rect)
        .collect()
}
