//! What single choices name: a worldview, territories, alliances, a user's own lines, the choice of a derived one.

use super::{Defects, edges};
use crate::border::alliance::AllianceTable;
use crate::border::group::MemberChange;
use crate::border::line::{LineChoice, Whose};
use crate::border::territory::Territory;
use crate::border::worldview::{self, Assignment, DE_FACTO, Layout, Worldview};
use crate::error::{Error, Place};
use crate::load::reading::Reading as Files;
use crate::load::{geojson, shipped};
use crate::scenario::field::FileChoice;
use crate::scenario::value::Scenario;
use crate::study::Study;
use geo::MultiLineString;
use jiff::civil::Date;

/// The two groups where no line is chosen: Article 7's.
pub const DEFAULT: [&str; 2] = ["CSTO", "NATO"];

/// The worldview that the scenario names, on a day.
pub(super) fn worldview(scenario: &Scenario, day: Date) -> Result<Worldview, Error> {
    let assignments = (scenario.assign.iter().map(|text| Assignment::parse(text)))
        .collect::<Result<Vec<_>, _>>()?;
    let name = scenario.worldview.as_deref().unwrap_or(DE_FACTO);
    Worldview::named(name, day, &assignments)
}

/// The worldview of the shipped territories; `None` where the territories are the user's own.
///
/// # Errors
/// As [`Worldview::named`].
pub fn shipped_worldview(scenario: &Scenario, day: Date) -> Result<Option<Worldview>, Error> {
    (scenario.territories.is_none())
        .then(|| worldview(scenario, day))
        .transpose()
}

/// Refuses groups and changes that name a shipped unit without a territory of its own.
pub fn refuse_parts(scenario: &Scenario, choice: &LineChoice, day: Date) -> Result<(), Error> {
    if scenario.territories.is_some() {
        return Ok(());
    }
    let worldview = worldview(scenario, day)?;
    let (a, b) = match &choice.whose {
        Whose::Between { a, b, .. } => (a, b.as_str()),
        Whose::Around { a } => (a, ""),
    };
    worldview.refuse_parts(a)?;
    worldview.refuse_parts(b)?;
    choice
        .changes
        .iter()
        .try_for_each(|change| worldview.refuse_parts(&change.codes.join(",")))
}

/// The membership table that the scenario name.
pub fn alliances(scenario: &Scenario, study: &Study) -> Result<AllianceTable, Error> {
    let Some(file) = &scenario.alliances else {
        return AllianceTable::shipped();
    };
    let name = &file.name;
    let wrong = |why: &str| {
        let place = Place {
            file: Some(name.clone()),
            ..Place::default()
        };
        Error::usage(format!("the table of alliances cannot be read: {why}"))
            .at(place)
            .remedy("check the name and that it is UTF-8 text")
    };
    let bytes = (study.open.source(name).read()).map_err(|error| wrong(&error.what))?;
    let text = String::from_utf8(bytes).map_err(|error| wrong(&error.to_string()))?;
    AllianceTable::parse(&text, name)
}

/// A user's line inside the box of --within, and the words that say so.
pub(super) fn within(
    scenario: &Scenario,
    lines: MultiLineString<f64>,
) -> Result<(MultiLineString<f64>, String), Error> {
    let Some(within) = &scenario.within else {
        return Ok((lines, String::new()));
    };
    let lines = within.clip(&lines, edges(scenario));
    if lines.0.is_empty() {
        return Err(
            Error::usage(format!("no part of the line is within {within}"))
                .remedy("check ‹within›: WEST,SOUTH,EAST,NORTH in degrees"),
        );
    }
    Ok((lines, format!("; within {within}")))
}

/// Territories, and what is known of them.
pub struct Found {
    pub territories: Vec<Territory>,
    pub worldview: String,
    pub source: String,
    /// What is wrong with the user's own.
    pub defects: Defects,
}

/// The territories that the scenario name.
pub fn territories(
    scenario: &Scenario,
    day: Date,
    reading: &Files,
    study: &Study,
) -> Result<Found, Error> {
    match &scenario.territories {
        None => {
            let worldview = worldview(scenario, day)?;
            let layout = Layout {
                disputed_rows: scenario.disputed_rows,
                metropolitan: scenario.metropolitan,
            };
            let territories = worldview::shipped_territories_as(&worldview, layout)?;
            Ok(Found {
                territories,
                worldview: worldview.name().to_owned(),
                source: shipped::SOURCE.to_owned(),
                defects: Defects::default(),
            })
        }
        Some(file) => {
            let name = &file.name;
            let source = study.open.source(name);
            let (loaded, defects) = geojson::territories_with_defects(
                &source,
                scenario.code_field.as_deref(),
                scenario.name_field.as_deref(),
                reading,
                &*study.watch(name),
            )?;
            study.warn_all(loaded.warnings)?;
            let defects = Defects::new(defects, study)?;
            let file = study.told(name);
            study.understood(&[format!(
                "territories: those of {file} in place of the shipped ones; to keep these and have rows for your own polygons beside them, use ‹tabulate›"
            )]);
            Ok(Found {
                territories: loaded.value,
                worldview: file.clone(),
                source: file,
                defects,
            })
        }
    }
}

pub(super) fn borders(
    files: &[FileChoice],
    reading: &Files,
    study: &Study,
) -> Result<MultiLineString<f64>, Error> {
    let mut lines = Vec::new();
    for file in files {
        let watch = study.watch(&file.name);
        let source = study.open.source(&file.name);
        let loaded = geojson::lines_watched(&source, reading, &*watch)?;
        drop(watch);
        study.warn_all(loaded.warnings)?;
        lines.extend(loaded.value.0);
    }
    Ok(MultiLineString(lines))
}

/// What line the scenario ask for on a day.
pub fn choice(scenario: &Scenario, day: Date) -> Result<LineChoice, Error> {
    let default = LineChoice::default();
    let reading = scenario.reading.unwrap_or_default();
    let whose = match (&scenario.around, &scenario.between) {
        (Some(a), _) => Whose::Around { a: a.clone() },
        (None, Some([a, b])) => Whose::Between {
            a: a.clone(),
            b: b.clone(),
            reading,
        },
        (None, None) => match default.whose {
            Whose::Between { a, b, .. } => Whose::Between { a, b, reading },
            around => around,
        },
    };
    let changes = (scenario.member.iter().map(|text| (text, true)))
        .chain(scenario.not_member.iter().map(|text| (text, false)))
        .map(|(text, joins)| MemberChange::parse(text, joins))
        .collect::<Result<_, _>>()?;
    Ok(LineChoice {
        whose,
        as_of: day,
        coast: scenario.coast,
        changes,
        within: scenario.within,
        edges: edges(scenario),
        snap: scenario.snap.map(|snap| snap.0),
    })
}

/// What the two groups of a scenario are called; empty where the line is the user's own.
pub fn groups(scenario: &Scenario) -> [String; 2] {
    match (&scenario.around, &scenario.between) {
        _ if !scenario.border.is_empty() => Default::default(),
        (Some(a), _) => [a.clone(), String::new()],
        (None, Some(both)) => both.clone(),
        (None, None) => DEFAULT.map(str::to_owned),
    }
}

pub(super) fn named(files: &[FileChoice], study: &Study) -> String {
    let names: Vec<_> = files.iter().map(|f| study.told(&f.name)).collect();
    format!("line of {}", names.join(", "))
}
