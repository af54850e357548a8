//! What strips of all widths cover, from one pass, and the widths at which territories are first touched and wholly covered: what
//! `standoff curve` answers.

use super::desk::Study;
use super::inputs::{Inputs, reach};
use super::strips::{in_order, narrow, some};
use super::tolerance::DEFAULT;
use super::{select, soil, tabulate};
use crate::districts::Cut;
use crate::error::Error;
use crate::overlap::Overlap;
use crate::overlap::extreme::{Extreme, farthest, nearest};
use crate::overlap::field::{self, Course, courses};
use crate::overlap::fixed::{depends_on_width, fixed};
use crate::par::*;
use crate::report::model::{Labels, OverlapRow, overlap_rows};
use crate::scenario::value::Scenario;
use crate::strip::PreparedLine;
use crate::territory::Territory;
use crate::units::Metres;
use crate::zone::{Soil, Zone};

/// How well the widths of events are wanted.
const EVENT_TOLERANCE: Metres = Metres(0.1);

/// What is asked of a scenario.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Comma lists of codes, names and alliances; all territories where there is none.
    pub territory: Vec<String>,
    /// Bound wanted on the error of each area, as a part of the territory's.
    pub tolerance: f64,
}

/// A territory with the widths that first touch it and wholly cover it.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// By index in [`Curve::territories`].
    pub territory: usize,
    pub touch: Extreme,
    pub whole: Extreme,
}

/// A scenario at all its widths.
pub struct Curve {
    pub inputs: Inputs,
    /// The scenario in words.
    pub scenario: String,
    /// How the line's edges are read, where that has to be said.
    pub edges: String,
    /// Those that were asked about; first those whose part depends on the width.
    pub territories: Vec<Territory>,
    pub widths: Vec<Metres>,
    zone: Zone,
    line: PreparedLine,
    districts: Option<Vec<Territory>>,
}

/// The covered area of each territory at each width.
pub struct Courses {
    /// Of territories whose part depends on the width.
    pub courses: Vec<Course>,
    /// Of the others, the same at every width.
    pub fixed: Vec<Overlap>,
}

impl Study<'_> {
    /// Reads what a curve is of.
    ///
    /// # Errors
    /// Those of reading and deriving; no width; a configuration that cannot be said territory by territory.
    pub fn curve(&self, scenario: &Scenario, asked: &Asked) -> Result<Curve, Error> {
        let widths = in_order(&scenario.width, self)?;
        some(&widths, scenario)?;
        let metres: Vec<Metres> = widths.iter().map(|w| w.metres).collect();
        field::check(&metres, asked.tolerance)?;
        let inputs = Inputs::read(scenario, self)?;
        inputs.tell_readings(scenario, &metres, DEFAULT, self)?;
        let accuracy = inputs.accuracy;
        let warning = accuracy.and_then(|own| narrow(&widths, &scenario.width_in, own));
        if let Some(warning) = warning {
            self.warn(warning)?;
        }
        let mut territories = if asked.territory.is_empty() {
            inputs.territories.clone()
        } else {
            select::territories(&asked.territory, &inputs, self)?
        };
        let mut zone = soil::read(scenario, &territories, &inputs, self)?;
        let line = self.line(&inputs, scenario)?;
        self.stage("line prepared");
        inputs.tell_defects(&territories, &line, &zone, &metres, self)?;
        let widest = reach(&zone, &metres);
        let districts = tabulate::read(scenario, &inputs, &line, widest, self)?;
        sort(&mut territories, &mut zone);
        Ok(Curve {
            scenario: inputs.configured(scenario, &zone.text),
            edges: inputs.edges_told(scenario),
            territories,
            widths: metres,
            zone,
            line,
            districts,
            inputs,
        })
    }

    /// The areas of a curve.
    ///
    /// # Errors
    /// As [`courses`].
    pub fn courses(&self, curve: &Curve, tolerance: f64) -> Result<Courses, Error> {
        let (line, territories) = (&curve.line, &curve.territories);
        let moving = &territories[..curve.moving()];
        let courses = courses(line, &curve.widths, moving, tolerance)?;
        let fixed = fixed(line, &curve.zone, territories, soil::TOLERANCE)?;
        self.stage("overlaps at all widths");
        Ok(Courses { courses, fixed })
    }

    /// The rows of a curve: at each width territories, then the user's own polygons. `scenario`, `tolerance`: as the curve was asked for.
    ///
    /// # Errors
    /// As [`courses`].
    pub fn rows_of_curve(
        &self,
        curve: &Curve,
        scenario: &Scenario,
        tolerance: f64,
    ) -> Result<Vec<OverlapRow>, Error> {
        let all = self.courses(curve, tolerance)?;
        let inputs = &curve.inputs;
        let labels = Labels {
            scenario: &curve.scenario,
            worldview: &inputs.worldview,
            group: &|code| inputs.group(code),
        };
        let territories = &curve.territories;
        let mut rows: Vec<OverlapRow> = (curve.widths.iter().enumerate())
            .flat_map(|(k, &width)| {
                let overlaps: Vec<Overlap> = (all.courses.iter())
                    .filter(|c| c.covers[k].area.0 > 0.0)
                    .map(|c| c.overlap(k, territories[c.territory].accuracy))
                    .chain(all.fixed.iter().cloned())
                    .collect();
                let rows = overlap_rows(width, &overlaps, territories, &labels);
                rows.into_iter().map(|(row, _)| row).collect::<Vec<_>>()
            })
            .collect();
        if let Some(districts) = &curve.districts {
            let whole = soil::read(scenario, &inputs.territories, inputs, self)?;
            let cut = Cut::new(districts, &whole, &inputs.territories, &[]);
            let (line, widths) = (&curve.line, &curve.widths);
            let own = cut.curves(line, &whole, widths, tolerance, soil::TOLERANCE)?;
            self.stage("own polygons at all widths");
            let own = widths.iter().copied().zip(&own);
            rows = tabulate::beside(rows, own, districts, &labels);
        }
        Ok(rows)
    }

    /// The territories that the widest strip touches, in the order in which wider strips do.
    ///
    /// # Errors
    /// Of kind usage, for a territory whose part does not depend on the width.
    pub fn events(&self, curve: &Curve) -> Result<Vec<Event>, Error> {
        if let Some(fixed) = curve.territories.get(curve.moving()) {
            return Err(Error::usage(format!(
                "‹show› events asks from which width on, but what the zone has of {} does not depend on the width",
                fixed.code
            ))
            .remedy("leave it out with ‹exclude›, or take it out of ‹blanket› and ‹width_in›"));
        }
        let widest = curve.widths.last().map_or(0.0, |w| w.0);
        let line = &curve.line;
        let numbered: Vec<(usize, &Territory)> = curve.territories.iter().enumerate().collect();
        let found: Vec<Option<Event>> = (numbered.par_iter())
            .map(|(territory, t)| {
                let touch = nearest(line, &t.polygons, EVENT_TOLERANCE)?;
                if touch.low.0 > widest {
                    return None;
                }
                let whole = farthest(line, &t.polygons, EVENT_TOLERANCE)?;
                Some(Event {
                    territory: *territory,
                    touch,
                    whole,
                })
            })
            .collect();
        // What is stopped finds nothing.
        line.halt().check()?;
        let mut events: Vec<Event> = found.into_iter().flatten().collect();
        events.sort_by(|a, b| {
            (a.touch.high.0.total_cmp(&b.touch.high.0))
                .then(a.whole.high.0.total_cmp(&b.whole.high.0))
                .then(a.territory.cmp(&b.territory))
        });
        self.stage("nearest and farthest points");
        Ok(events)
    }
}

impl Curve {
    /// How many territories there are whose part depends on the width.
    fn moving(&self) -> usize {
        let soil = self.zone.soil.iter();
        soil.filter(|soil| depends_on_width(**soil)).count()
    }
}

/// Keeps the territories that the zone may meet, and puts those first whose part depends on the width; the zone's soil goes with them.
fn sort(territories: &mut Vec<Territory>, zone: &mut Zone) {
    if zone.is_plain() {
        return;
    }
    let mut places: Vec<usize> = (0..territories.len())
        .filter(|&i| zone.soil[i] != Soil::Nothing)
        .collect();
    places.sort_by_key(|&i| !depends_on_width(zone.soil[i]));
    zone.soil = places.iter().map(|&i| zone.soil[i]).collect();
    *territories = places.iter().map(|&i| territories[i].clone()).collect();
}
