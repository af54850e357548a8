//! For which widths statements about coverage hold: what `standoff claims` answers.

use super::desk::Study;
use super::inputs::Inputs;
use super::readings;
use crate::claims::{Claim, Claims, Span, judge, together};
use crate::error::Error;
use crate::report::number::Decimal;
use crate::scenario::value::Scenario;
use crate::territory::Territory;
use crate::units::Metres;

/// The claims under one reading.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The reading's name; empty for the line of the scenario.
    pub reading: String,
    /// Where each claim holds, in the order of the list.
    pub spans: Vec<Span>,
    /// Where all that count together hold at one width.
    pub all: Span,
}

/// The claims under all readings.
pub type Verdicts = Vec<Judged>;

impl Study<'_> {
    /// Judges claims under their readings, or under the scenario's own line; ends of intervals are certain to `tolerance`. `file`: the
    /// list's name.
    ///
    /// # Errors
    /// As [`readings::of`]; those of reading, deriving and judging.
    pub fn claims(
        &self,
        scenario: &Scenario,
        claims: &Claims,
        file: &str,
        tolerance: Metres,
    ) -> Result<Verdicts, Error> {
        let mut verdicts = Vec::new();
        for (name, reading) in &readings::of(scenario, claims, file)? {
            let inputs = Inputs::read(reading, self)?;
            inputs.reading.check_all_used()?;
            let line = self.line(&inputs, reading)?;
            let (mut spans, mut counted) = (Vec::new(), Vec::new());
            let (mut widths, mut asked) = (Vec::new(), Vec::new());
            for claim in &claims.claims {
                let territories = self.territories_of(claim, &inputs)?;
                let shares = (claim.from.value, claim.to.value);
                let span = judge(&line, &territories, claim.each, shares, tolerance)?;
                asked.extend(territories);
                self.stage(&format!("{name}: {}", claim.name));
                widths.extend((!span.is_empty()).then_some(span.from));
                if !claim.alone {
                    counted.push(span);
                }
                spans.push(span);
            }
            verdicts.push(Judged {
                reading: name.clone(),
                spans,
                all: together(counted),
            });
            inputs.tell_readings(reading, &widths, tolerance, self)?;
            inputs.tell_defects_of(&asked, &line, self)?;
        }
        Ok(verdicts)
    }

    /// The territories of a claim, in the order of the inputs.
    ///
    /// # Errors
    /// A name that there is not; a territory of which a polygon could not be read.
    pub fn territories_of(&self, claim: &Claim, inputs: &Inputs) -> Result<Vec<Territory>, Error> {
        let codes = inputs.understood(&claim.of.join(","), self);
        let holders = codes
            .and_then(|codes| inputs.members(&codes))
            .map_err(|error| {
                let what = format!("claim {:?}: {}", claim.name, error.what);
                error.saying(what)
            })?;
        let territories: Vec<Territory> = (inputs.territories.iter())
            .filter(|t| holders.contains(&t.holder) && !t.off_line)
            .cloned()
            .collect();
        inputs.refuse_unread(&territories)?;
        Ok(territories)
    }
}

/// Where a claim holds, in words that can be quoted; `open`: at every width above too.
pub fn verdict(span: Span, open: bool) -> String {
    let km = |width: Metres, up: bool| {
        let shown = if up {
            Decimal::up(width.km(), 1)
        } else {
            Decimal::down(width.km(), 1)
        };
        shown.to_string()
    };
    match span.greatest {
        Some(share) => format!("never: at most {:.1} % at any width", 100.0 * share),
        None if span.from > span.to => "never at one width".to_owned(),
        None if open => format!("from {} km up", km(span.from, true)),
        None => format!("from {} to {} km", km(span.from, true), km(span.to, false)),
    }
}
