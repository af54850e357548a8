//! From a zone and what is claimed of it to findings: the one place that calls the judge.

mod near;

use super::desk::Study;
use super::inputs::{Inputs, edges};
use super::zone;
use crate::border::territory::Territory;
use crate::error::{Cause, Error};
use crate::scenario::value::Scenario;
use crate::units::Metres;
use crate::verify::{Claim, Findings, Grounds, Judge, findings};
use crate::zone::{Districts, Zone};
use geo::{Contains, InteriorPoint, MultiPolygon};
use near::near;

/// What all widths of a file have in common.
pub struct Bench<'a> {
    pub judge: &'a Judge,
    pub zone: &'a Zone,
    pub territories: &'a [Territory],
    pub spacing: Option<Metres>,
}

impl Bench<'_> {
    /// Judges one width; `parts`: the polygons of its features.
    ///
    /// # Errors
    /// Of kind work, where the judging ends without a verdict.
    pub fn judged(
        &self,
        parts: &[MultiPolygon<f64>],
        width: Metres,
        tolerance: Metres,
        study: &Study,
    ) -> Result<Findings, Error> {
        let districts = self.zone.districts.as_ref();
        let taken = districts.map_or(Vec::new(), |districts| taken(districts, parts));
        let (zone, territories) = near(self.judge, self.zone, self.territories, width);
        let claim = Claim {
            side: self.zone.side,
            cap: self.zone.cap,
            spacing: self.spacing,
            grounds: (!self.zone.is_plain()).then_some(Grounds {
                zone: &zone,
                territories: &territories,
                taken: &taken,
            }),
            ..Claim::plain(width, tolerance)
        };
        let work = study.work(&format!("judging {} km", width.km()));
        let halt = study.halt();
        let go_on = |part: f64| work.go_on(part) && !halt.is_stopped();
        findings(self.judge, parts, claim, &go_on).ok_or_else(|| {
            Error::work("the judging was stopped: there is no verdict").because(Cause::Stopped)
        })
    }

    /// What cannot be judged by places and distances, in words.
    pub fn not_judged(&self) -> Option<&'static str> {
        self.zone.districts.is_some().then_some(
            "which districts are touched, or covered by the share: each is taken as the zone has it",
        )
    }
}

impl Study<'_> {
    /// Judges a published zone of one width against a scenario's line and configuration, by means of its own. `parts`: the polygons of its
    /// features; `tolerance`: how far off they may be; `spacing`: how far apart places are looked at, a twentieth of the width and 5 km at
    /// most where it is `None`.
    ///
    /// # Errors
    /// Those of reading and deriving; of kind work, where the judging is stopped.
    pub fn verify(
        &self,
        scenario: &Scenario,
        parts: &[MultiPolygon<f64>],
        width: Metres,
        tolerance: Metres,
        spacing: Option<Metres>,
    ) -> Result<Findings, Error> {
        scenario.check()?;
        let scenario = &scenario.clone().reach_told()?;
        let inputs = Inputs::read(scenario, self)?;
        let zone = zone::read(scenario, &inputs, self)?;
        inputs.reading.check_all_used()?;
        let bench = Bench {
            judge: &Judge::new(&inputs.lines, edges(scenario)),
            zone: &zone,
            territories: &inputs.territories,
            spacing,
        };
        bench.judged(parts, width, tolerance, self)
    }
}

/// Which districts a zone has: those in which it holds a point well inside.
fn taken(districts: &Districts, parts: &[MultiPolygon<f64>]) -> Vec<bool> {
    let held = |shape: &Territory| {
        let inside = shape.polygons.interior_point();
        inside.is_some_and(|at| parts.iter().any(|part| part.contains(&at)))
    };
    districts.shapes.iter().map(held).collect()
}
