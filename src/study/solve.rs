//! The smallest width for a share: what `standoff solve` answers.

use super::desk::Study;
use super::inputs::Inputs;
use super::{select, soil};
use crate::error::Error;
use crate::overlap::fixed::{depends_on_width, fixed};
use crate::overlap::solve::{Solution, solve};
use crate::overlap::solve_beside::{Beside, solve_beside};
use crate::scenario::value::Scenario;
use crate::territory::Territory;
use crate::units::{Metres, Share};

/// What is asked of a scenario, whose own widths do not matter.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Comma lists of codes, names and alliances.
    pub territory: Vec<String>,
    pub share: Vec<Share>,
    /// One answer for each territory in place of one for all together.
    pub each: bool,
    /// How wide the interval of an answer may be.
    pub tolerance: Metres,
}

/// The width at which a share is reached.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Codes, with commas.
    pub territories: String,
    pub share: f64,
    pub solution: Solution,
}

/// All answers, and what they rest on.
#[derive(Clone, Debug)]
pub struct Answers {
    /// The scenario in words.
    pub scenario: String,
    pub worldview: String,
    /// How the line's edges are read, where that has to be said.
    pub edges: String,
    pub answers: Vec<Answer>,
}

impl Study<'_> {
    /// The smallest width on each side at which the zone covers each share of the territories, to `tolerance`, proven by exact strips.
    ///
    /// # Errors
    /// Those of reading and deriving; a territory that there is not; a configuration that cannot be said territory by territory.
    pub fn solve(&self, scenario: &Scenario, asked: &Asked) -> Result<Answers, Error> {
        let inputs = Inputs::read(scenario, self)?;
        let territories = select::territories(&asked.territory, &inputs, self)?;
        let zone = soil::read(scenario, &territories, &inputs, self)?;
        let line = self.line(&inputs, scenario)?;
        self.stage("line prepared");
        let same_at_all_widths = fixed(&line, &zone, &territories, soil::TOLERANCE)?;
        let all: Vec<usize> = (0..territories.len()).collect();
        let groups = all.chunks(if asked.each { 1 } else { all.len().max(1) });
        let mut answers = Vec::new();
        let mut widths = Vec::new();
        for group in groups {
            let codes = group.iter().map(|&i| territories[i].code.as_str());
            let codes = codes.collect::<Vec<_>>().join(",");
            let (moving, others): (Vec<usize>, Vec<usize>) =
                group.iter().partition(|&&i| depends_on_width(zone.soil[i]));
            let rows = others.iter().map(|&i| {
                let row = same_at_all_widths.iter().find(|row| row.territory == i);
                (&territories[i], row)
            });
            let beside = (!others.is_empty()).then(|| Beside::of(rows));
            let moving = moving.iter().map(|&i| territories[i].clone());
            let moving: Vec<Territory> = moving.collect();
            for share in &asked.share {
                let (share_of, tolerance) = (share.value, asked.tolerance);
                let solution = match &beside {
                    None => solve(&line, &moving, share_of, tolerance)?,
                    Some(beside) => solve_beside(&line, &moving, *beside, share_of, tolerance)?,
                };
                if let Solution::Reached { low, .. } = solution {
                    widths.push(low);
                }
                self.stage(&format!("{} of {codes}", share.text));
                answers.push(Answer {
                    territories: codes.clone(),
                    share: share_of,
                    solution,
                });
            }
        }
        inputs.tell_readings(scenario, &widths, asked.tolerance, self)?;
        inputs.tell_defects_of(&territories, &line, self)?;
        Ok(Answers {
            scenario: inputs.configured(scenario, &zone.text),
            edges: inputs.edges_told(scenario),
            worldview: inputs.worldview,
            answers,
        })
    }
}
