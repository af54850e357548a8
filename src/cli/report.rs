//! `standoff report`: one page with a map, a slider of the width, curves, claims and a table.

use super::args::choose::{scenario, widths};
use super::args::{LineArgs, ReportArgs, TerritoryArgs};
use super::claims::read;
use super::messages::Messages;
use super::outputs;
use super::preset;
use crate::error::{Error, Warning};
use crate::report::files::write_file;
use crate::scenario::term::StripTolerance;
use crate::scenario::value::Scenario;
use crate::study::{Listed, PageAsked};

/// Rows of a page grow with the widths times the scenarios: at most so many strips, and as many readings.
const STRIPS: usize = 1000;
const SCENARIOS: usize = 24;
/// What a page is to be smaller than, bytes.
const PAGE: u64 = 5_000_000;

pub fn run(args: &ReportArgs, messages: &Messages) -> Result<(), Error> {
    outputs::page(&args.out, args.force)?;
    let own = &preset::laid(chosen(args)?, "report", messages)?;
    let study = messages.study();
    let asked = PageAsked {
        scenarios: &choices(args, own)?,
        title: args.title.clone(),
        claims: listed(args, own, messages)?,
    };
    let text = study.page(asked)?;
    if text.len() as u64 >= PAGE {
        messages.warn(Warning {
            what: format!("the page is large: {:.1} MB", text.len() as f64 / 1e6),
            place: Default::default(),
            remedy: "give fewer widths, readings or worldviews".to_owned(),
        })?;
    }
    write_file(&args.out, args.force, |to| to.write_all(&text))?;
    messages.stage("page written");
    messages.note(&format!(
        "wrote {} ({:.1} MB)",
        args.out.display(),
        text.len() as f64 / 1e6
    ));
    Ok(())
}

/// What the flags choose but for those that may have several values.
fn chosen(args: &ReportArgs) -> Result<Scenario, Error> {
    let line = LineArgs {
        reading: Vec::new(),
        as_of: Vec::new(),
        ..args.line.clone()
    };
    let territories = TerritoryArgs {
        worldview: None,
        ..args.territories.clone()
    };
    let flags = scenario(&[&args.published, &line, &territories, &args.accuracy])?;
    Ok(Scenario {
        width: widths(&args.widths),
        tolerance: args.tolerance.map(StripTolerance),
        ..flags
    })
}

/// Each scenario: every reading with every worldview on every day, in the order of the command line.
fn choices(args: &ReportArgs, own: &Scenario) -> Result<Vec<Scenario>, Error> {
    let widths = &own.width;
    let readings = or_default(args.line.reading.iter().map(|r| (*r).into()).collect());
    let named = args.territories.worldview.iter().flat_map(|w| w.split(','));
    let worldviews = or_default(named.map(|w| w.trim().to_owned()).collect());
    let days = or_default(args.line.as_of.clone());
    once(&readings, "--reading")?;
    once(&worldviews, "--worldview")?;
    once(&days, "--as-of")?;
    let mut choices = Vec::new();
    for reading in &readings {
        for worldview in &worldviews {
            for day in &days {
                // A published zone's own are kept where the user names none.
                choices.push(Scenario {
                    reading: reading.or(own.reading),
                    worldview: worldview.clone().or_else(|| own.worldview.clone()),
                    as_of: day.or(own.as_of),
                    ..own.clone()
                });
            }
        }
    }
    let many = |what: String, remedy: String| Err(Error::usage(what).remedy(remedy));
    if choices.len() > SCENARIOS {
        return many(
            format!(
                "{} readings, worldviews and days in combination are too many for a page",
                choices.len()
            ),
            format!("give at most {SCENARIOS}; `standoff sweep` runs any number"),
        );
    }
    if choices.len() * widths.len() > STRIPS {
        return many(
            format!(
                "{} widths under {} readings are too many strips for a page",
                widths.len(),
                choices.len()
            ),
            format!(
                "give a larger step: at most {STRIPS} in all; the slider shows the widths between too"
            ),
        );
    }
    Ok(choices)
}

/// The values, or none where the flag is not given.
fn or_default<T>(values: Vec<T>) -> Vec<Option<T>> {
    if values.is_empty() {
        return vec![None];
    }
    values.into_iter().map(Some).collect()
}

fn once<T: PartialEq>(values: &[T], flag: &str) -> Result<(), Error> {
    let twice = (values.iter().enumerate()).any(|(k, v)| values[..k].contains(v));
    if twice {
        return Err(Error::usage(format!("{flag} names a value twice")).remedy("name each once"));
    }
    Ok(())
}

/// The claims of the user's list; else the shipped ones, where the line is derived from the shipped territories.
fn listed(args: &ReportArgs, own: &Scenario, messages: &Messages) -> Result<Option<Listed>, Error> {
    let derived = own.border.is_empty() && own.territories.is_none();
    let given = args.claims.is_some();
    if !(given || derived) {
        return Ok(None);
    }
    let (claims, file) = read(args.claims.as_deref(), messages)?;
    Ok(Some(Listed {
        claims,
        file,
        given,
    }))
}

#[cfg(test)]
mod tests {
    use crate::cli::args::claims::DEFAULT_TOLERANCE;
    use crate::study::TOLERANCE_OF_PAGE;
    use crate::units::Metres;

    #[test]
    fn a_page_judges_claims_to_the_default_of_standoff_claims() {
        let own: Metres = DEFAULT_TOLERANCE.parse().expect("a length");
        assert_eq!(own, TOLERANCE_OF_PAGE);
    }
}
