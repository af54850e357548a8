//! Claims on a report's page: each judged under each of the page's lines.

use super::args::ReportArgs;
use super::claims::{read, verdict};
use super::messages::{Messages, flag};
use super::report::Prepared;
use crate::claims::{Claim, Claims, Span, judge, together};
use crate::error::Error;
use crate::report::page::model::{ClaimsHead, Scenario, Verdict};
use crate::scenario::value::Scenario as Own;
use crate::strip::PreparedLine;
use crate::study::inputs::{Inputs, edges};
use crate::study::readings;
use crate::units::Metres;

/// How near the ends of the intervals are found: the default of `standoff claims`.
const TOLERANCE: Metres = Metres(10.0);

/// A list of claims.
pub struct Judged {
    claims: Claims,
    file: String,
    /// Whether the user named it.
    given: bool,
}

/// The user's list; else the shipped one, where the line is derived from the shipped territories.
///
/// # Errors
/// Those of reading.
pub fn chosen(args: &ReportArgs, own: &Own, messages: &Messages) -> Result<Option<Judged>, Error> {
    let derived = own.border.is_empty() && own.territories.is_none();
    let given = args.claims.is_some();
    if !(given || derived) {
        return Ok(None);
    }
    let (claims, file) = read(args.claims.as_deref(), messages)?;
    Ok(Some(Judged {
        claims,
        file,
        given,
    }))
}

impl Judged {
    /// The verdicts under one line; none where the shipped list is of territories that are not there.
    ///
    /// # Errors
    /// Those of judging; for a user's list also a group that is not known.
    pub fn verdicts(&self, line: &Prepared, messages: &Messages) -> Result<Vec<Verdict>, Error> {
        let own = match self.on_own_land(line, messages) {
            Err(error) if !self.given => {
                messages.note(&format!(
                    "the shipped claims are not judged: {}",
                    error.told(&flag)
                ));
                return Ok(Vec::new());
            }
            own => own?,
        };
        let (inputs, line) = match &own {
            Some((inputs, line)) => (inputs, line),
            None => (&line.inputs, &line.line),
        };
        let (mut verdicts, mut spans) = (Vec::new(), Vec::new());
        for claim in &self.claims.claims {
            let territories = match messages.study().territories_of(claim, inputs) {
                Err(_) if !self.given => return Ok(Vec::new()),
                found => found?,
            };
            let shares = (claim.from.value, claim.to.value);
            let span = judge(line, &territories, claim.each, shares, TOLERANCE)?;
            verdicts.push(told(claim, span));
            if !claim.alone {
                spans.push(span);
            }
        }
        if spans.len() > 1 {
            let span = together(spans);
            verdicts.push(Verdict {
                wording: "all of these at one width".to_owned(),
                of: String::new(),
                shares: String::new(),
                note: String::new(),
                all: true,
                ..judged(span)
            });
        }
        messages.stage("claims judged");
        Ok(verdicts)
    }

    /// The line with what the list itself says of the land, as `standoff claims` judges it; `None` where that is the page's own. Warnings
    /// are those of the page's line, told already.
    fn on_own_land(
        &self,
        line: &Prepared,
        messages: &Messages,
    ) -> Result<Option<(Inputs, PreparedLine)>, Error> {
        // The widths and the data's accuracy are the page's, not the line's.
        let own = line.choice.clone().only(&readings::is_of_reading);
        let Some(own) = readings::on_land_of(&own, &self.claims, &self.file)? else {
            return Ok(None);
        };
        let kept = Messages::kept(messages.is_strict(), &messages.echo());
        let inputs = Inputs::read(&own, &kept.study())?;
        let line = PreparedLine::new(&inputs.lines, edges(&own))?;
        Ok(Some((inputs, line)))
    }

    /// What the page says of the list; `None` for the shipped one where it is of no matter: none of it comes true at a width of the page.
    pub fn head(self, scenarios: &[Scenario], widest: Metres) -> Option<ClaimsHead> {
        let matters = (scenarios.iter())
            .flat_map(|s| &s.claims)
            .any(|verdict| verdict.holds.is_some_and(|[from, _]| from <= widest.0));
        let metropolitan = readings::land(&self.claims).metropolitan;
        let mut note = self.claims.note;
        if metropolitan {
            let space = if note.is_empty() { "" } else { " " };
            note += space;
            note +=
                "Overseas pieces make no line and are not counted here, as in `standoff claims`.";
        }
        (self.given || matters).then_some(ClaimsHead {
            title: self.claims.title,
            source: self.claims.source,
            note,
            file: self.file,
        })
    }
}

fn told(claim: &Claim, span: Span) -> Verdict {
    let each = if claim.each && claim.of.len() > 1 {
        "each of "
    } else {
        ""
    };
    let to = if claim.to.value < 1.0 {
        format!(" to {}", claim.to.text)
    } else {
        " or more".to_owned()
    };
    Verdict {
        wording: claim.wording.clone(),
        of: format!("{each}{}", claim.of.join(", ")),
        shares: format!("{}{to}", claim.from.text),
        note: claim.note.clone(),
        ..judged(span)
    }
}

fn judged(span: Span) -> Verdict {
    let open = span.to == Span::ALL.to;
    Verdict {
        wording: String::new(),
        of: String::new(),
        shares: String::new(),
        note: String::new(),
        verdict: verdict(span, open),
        holds: (!span.is_empty()).then_some([span.from.0, span.to.0]),
        all: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::claims::DEFAULT_TOLERANCE;

    #[test]
    fn a_page_judges_claims_to_the_default_of_standoff_claims() {
        assert_eq!(
            DEFAULT_TOLERANCE.parse::<Metres>().expect("a length"),
            TOLERANCE
        );
    }
}
