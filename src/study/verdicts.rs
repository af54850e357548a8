//! Claims on a report's page: each judged under each of the page's lines.

use super::claims::verdict;
use super::desk::{Study, Voice};
use super::page::Prepared;
use crate::claims::{Claim, Claims, Span, judge, together};
use crate::error::{Error, Warning};
use crate::report::page::model::{ClaimsHead, Scenario, Verdict};
use crate::strip::PreparedLine;
use crate::study::inputs::Inputs;
use crate::study::readings;
use crate::units::Metres;

/// How near the ends of the intervals are found: the default of `standoff claims`.
pub const TOLERANCE: Metres = Metres(10.0);

/// A list of claims, as a page judges it.
pub struct Listed {
    pub claims: Claims,
    /// The list's name.
    pub file: String,
    /// Whether the user named it: what cannot be judged of the shipped one is left out.
    pub given: bool,
}

/// Says again nothing that was told of the page's own line, but what is understood.
struct Muted<'a>(&'a Study<'a>);

impl Voice for Muted<'_> {
    fn warn(&self, warning: Warning) -> Result<(), Error> {
        match self.0.is_strict() {
            true => self.0.warn(warning),
            false => Ok(()),
        }
    }

    fn is_strict(&self) -> bool {
        self.0.is_strict()
    }

    fn understood(&self, notes: &[String]) {
        self.0.understood(notes);
    }
}

impl Listed {
    /// The verdicts under one line; none where the shipped list is of territories that are not there.
    ///
    /// # Errors
    /// Those of judging; for a user's list also a group that is not known.
    pub fn verdicts(&self, line: &Prepared, study: &Study) -> Result<Vec<Verdict>, Error> {
        let own = match self.on_own_land(line, study) {
            Err(error) if !self.given => {
                study.note(&format!(
                    "the shipped claims are not judged: {}",
                    error.told(&|field| format!("‹{field}›"))
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
            let territories = match study.territories_of(claim, inputs) {
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
        study.stage("claims judged");
        Ok(verdicts)
    }

    /// The line with what the list itself says of the land, as `standoff claims` judges it; `None` where that is the page's own. Warnings
    /// are those of the page's line, told already.
    fn on_own_land(
        &self,
        line: &Prepared,
        study: &Study,
    ) -> Result<Option<(Inputs, PreparedLine)>, Error> {
        // The widths and the data's accuracy are the page's, not the line's.
        let own = line.choice.clone().only(&readings::is_of_reading);
        let Some(own) = readings::on_land_of(&own, &self.claims, &self.file)? else {
            return Ok(None);
        };
        let muted = Muted(study);
        let muted = Study::new(study.open, &muted);
        let inputs = Inputs::read(&own, &muted)?;
        let line = muted.line(&inputs, &own)?;
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
