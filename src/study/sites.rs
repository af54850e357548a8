//! Points, lines and polygons about the line of a scenario: where each is, and whether it is in at each width.

use super::desk::Study;
use super::inputs::Inputs;
use super::strips::in_order;
use super::zone;
use crate::error::Error;
use crate::scenario::value::Scenario;
use crate::sites::{Answer, Judge, Shape};
use crate::territory::Territory;
use crate::units::Metres;

/// Answers about shapes, and what they refer to.
pub struct About {
    /// One for each shape.
    pub answers: Vec<Answer>,
    /// The scenario in words.
    pub scenario: String,
    /// The widths that `within` of an answer is about, ascending.
    pub widths: Vec<Metres>,
    /// The territories that an answer names by index.
    pub territories: Vec<Territory>,
}

impl Study<'_> {
    /// Where each shape is. Longitude, latitude in degrees on WGS84.
    ///
    /// # Errors
    /// Those of reading and deriving; a zone of whole districts; a shape with a position that is none.
    pub fn sites(&self, scenario: &Scenario, shapes: &[Shape]) -> Result<About, Error> {
        scenario.check()?;
        let scenario = &scenario.clone().reach_told()?;
        let widths = in_order(&scenario.width, self)?;
        let widths: Vec<Metres> = widths.iter().map(|width| width.metres).collect();
        zone::side(scenario, !scenario.border.is_empty())?;
        let inputs = Inputs::read(scenario, self)?;
        let zone = zone::read(scenario, &inputs, self)?;
        inputs.reading.check_all_used()?;
        let line = self.line(&inputs, scenario)?;
        inputs.tell_defects(&inputs.territories, &line, &zone, &widths, self)?;
        let judge = Judge::new(&line, &zone, &widths, &inputs.territories)?;
        let mut worker = judge.worker();
        let answers = shapes
            .iter()
            .map(|shape| worker.answer(shape))
            .collect::<Result<_, _>>()?;
        Ok(About {
            answers,
            scenario: inputs.configured(scenario, &zone.text),
            widths,
            territories: inputs.territories,
        })
    }
}
