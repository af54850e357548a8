//! From a zone and what is claimed of it to findings: the one place that calls the judge.

use super::soil::near;
use crate::border::territory::Territory;
use crate::cli::messages::Messages;
use crate::cli::progress::Work;
use crate::error::Error;
use crate::units::Metres;
use crate::verify::{Claim, Findings, Grounds, Judge, findings};
use crate::zone::{Districts, Zone};
use geo::{Contains, InteriorPoint, MultiPolygon};

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
        messages: &Messages,
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
        let bar = Work::of(&format!("judging {} km", width.km()), messages);
        let go_on = |part: f64| {
            bar.done(part);
            true
        };
        findings(self.judge, parts, claim, &go_on)
            .ok_or_else(|| Error::work("the judging was stopped: there is no verdict"))
    }

    /// What cannot be judged by places and distances, in words.
    pub fn not_judged(&self) -> Option<&'static str> {
        self.zone.districts.is_some().then_some(
            "which districts are touched, or covered by the share: each is taken as the zone has it",
        )
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
