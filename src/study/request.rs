//! One scenario's work, in steps that scenarios can share.
//!
//! [`Request`] (the scenario, checked) → [`Line`] (territories and the prepared line) → [`Request::zone`] (the configuration) →
//! [`Request::strip`] (one strip a width).

use super::inputs::Inputs;
use super::strips::{in_order, narrow};
use super::tolerance::Tolerance;
use super::zone;
use crate::error::Error;
use crate::overlap::overlaps::widths_of;
use crate::scenario::value::Scenario;
use crate::strip::{PreparedLine, Strip, StripOptions};
use crate::study::Study;
use crate::units::{Metres, Width};
use crate::zone::Zone;

/// A scenario, checked as far as it can be without reading anything.
pub struct Request {
    /// With `reach` told in the other fields' words.
    pub scenario: Scenario,
    /// Ascending, each once.
    pub widths: Vec<Width>,
    pub tolerance: Tolerance,
}

/// Territories and a line that is ready for strips.
pub struct Line {
    pub inputs: Inputs,
    pub prepared: PreparedLine,
}

impl Request {
    /// Checks a scenario.
    ///
    /// # Errors
    /// Of kind usage: no width, one that cannot be, standard input named twice, choices that do not go together; where warnings are errors
    /// also a width given twice.
    pub fn new(scenario: &Scenario, study: &Study) -> Result<Self, Error> {
        scenario.check()?;
        let scenario = scenario.clone().reach_told()?;
        let widths = in_order(&scenario.width, study)?;
        if widths.is_empty() {
            let what = match &scenario.preset {
                Some(preset) => format!("the preset {preset} has no width: none was published"),
                None => "the scenario has no width".to_owned(),
            };
            return Err(Error::usage(what).remedy("give one with ‹width›, such as ‹width› 300km"));
        }
        let tolerance = Tolerance::of_scenario(&scenario);
        for width in &widths {
            tolerance.check(width.metres)?;
        }
        one_reader_of_standard_input(&scenario)?;
        zone::side(&scenario, !scenario.border.is_empty())?;
        tolerance.tell(&widths, study);
        Ok(Request {
            scenario,
            widths,
            tolerance,
        })
    }

    /// Reads territories and line.
    ///
    /// # Errors
    /// As [`Inputs::read`] and [`PreparedLine::new`].
    pub fn line(&self, study: &Study) -> Result<Line, Error> {
        let scenario = &self.scenario;
        let inputs = Inputs::read(scenario, study)?;
        let widths: Vec<Metres> = self.widths.iter().map(|w| w.metres).collect();
        let tolerance = self.tolerance.finest(&widths);
        inputs.tell_readings(scenario, &widths, tolerance, study)?;
        let prepared = study.line(&inputs, scenario)?;
        study.stage("line prepared");
        Ok(Line { inputs, prepared })
    }

    /// The configuration over the territories, and what the scenario is in words.
    ///
    /// # Errors
    /// As [`zone::read`] and [`Inputs::tell_defects`]; with `--strict` also narrow widths.
    pub fn zone(&self, line: &Line, study: &Study) -> Result<(Zone, String), Error> {
        let (scenario, inputs) = (&self.scenario, &line.inputs);
        let zone = zone::read(scenario, inputs, study)?;
        inputs.reading.check_all_used()?;
        let text = inputs.configured(scenario, &zone.text);
        if let Some(warning) = (inputs.accuracy)
            .and_then(|accuracy| narrow(&self.widths, &scenario.width_in, accuracy))
        {
            study.warn(warning)?;
        }
        let widths: Vec<Metres> = self.widths.iter().map(|w| w.metres).collect();
        inputs.tell_defects(&inputs.territories, &line.prepared, &zone, &widths, study)?;
        Ok((zone, text))
    }

    /// The strip of one width, on the zone's side and with its caps.
    ///
    /// # Errors
    /// As [`strip()`].
    pub fn strip(&self, line: &Line, zone: &Zone, width: Metres) -> Result<Strip, Error> {
        strip(&line.prepared, zone, width, self.tolerance)
    }

    /// As [`all_widths`].
    pub fn all_widths(&self, zone: &Zone) -> Vec<Metres> {
        all_widths(&self.widths, zone)
    }
}

/// The strip of one width, on the zone's side and with its caps.
///
/// # Errors
/// As [`PreparedLine::strip`]; as [`Tolerance::keep`].
pub fn strip(
    line: &PreparedLine,
    zone: &Zone,
    width: Metres,
    tolerance: Tolerance,
) -> Result<Strip, Error> {
    let made = |tolerance: Metres| {
        let options = StripOptions::new(width).tolerance(tolerance);
        line.strip(&options.side(zone.side).cap(zone.cap))
    };
    let strip = made(tolerance.of(width))?;
    tolerance.keep(&strip, &made)?;
    Ok(strip)
}

/// The widths that are named or count on some soil, ascending, each once.
pub fn all_widths(widths: &[Width], zone: &Zone) -> Vec<Metres> {
    let mut all: Vec<Metres> = (widths.iter())
        .flat_map(|width| widths_of(zone, width.metres))
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    all.dedup();
    all
}

fn one_reader_of_standard_input(scenario: &Scenario) -> Result<(), Error> {
    let files = (scenario.border.iter())
        .chain(&scenario.territories)
        .chain(&scenario.except)
        .chain(&scenario.snap_to)
        .chain(&scenario.tabulate);
    Inputs::one_reader_of_standard_input(files)
}
