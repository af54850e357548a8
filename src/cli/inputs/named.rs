//! What single arguments name: a worldview, territories, alliances, a user's own lines, the choice of a derived one.

use super::super::args::{LineArgs, Reading, TerritoryArgs};
use super::super::messages::Messages;
use super::super::progress::Bar;
use super::{Defects, Inputs};
use crate::border::alliance::AllianceTable;
use crate::border::group::MemberChange;
use crate::border::line::{self, LineChoice, Whose};
use crate::border::territory::Territory;
use crate::border::worldview::{self, Assignment, DE_FACTO, Layout, Worldview};
use crate::error::Error;
use crate::load::reading::Reading as Files;
use crate::load::source::Source;
use crate::load::{geojson, shipped};
use geo::MultiLineString;
use jiff::civil::Date;

/// The worldview that the arguments name, on a day.
pub(super) fn worldview(args: &TerritoryArgs, day: Date) -> Result<Worldview, Error> {
    let assignments =
        (args.assign.iter().map(|text| Assignment::parse(text))).collect::<Result<Vec<_>, _>>()?;
    let name = args.worldview.as_deref().unwrap_or(DE_FACTO);
    Worldview::named(name, day, &assignments)
}

/// The worldview of the shipped territories; `None` where the territories are the user's own.
///
/// # Errors
/// As [`Worldview::named`].
pub fn shipped_worldview(args: &TerritoryArgs, day: Date) -> Result<Option<Worldview>, Error> {
    (args.territories.is_none())
        .then(|| worldview(args, day))
        .transpose()
}

/// Refuses groups and changes that name a shipped unit without a territory of its own.
pub fn refuse_parts(args: &TerritoryArgs, choice: &LineChoice, day: Date) -> Result<(), Error> {
    if args.territories.is_some() {
        return Ok(());
    }
    let worldview = worldview(args, day)?;
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

/// The membership table that the arguments name.
pub fn alliances(args: &LineArgs) -> Result<AllianceTable, Error> {
    let Some(name) = &args.alliances else {
        return AllianceTable::shipped();
    };
    let text = std::fs::read_to_string(name).map_err(|error| {
        let place = crate::error::Place {
            file: Some(name.clone()),
            ..Default::default()
        };
        Error::usage(format!("the table of alliances cannot be read: {error}"))
            .at(place)
            .remedy("check the name and that it is UTF-8 text")
    })?;
    AllianceTable::parse(&text, name)
}

/// A user's line inside the box of --within, and the words that say so.
pub(super) fn within(
    args: &LineArgs,
    lines: MultiLineString<f64>,
) -> Result<(MultiLineString<f64>, String), Error> {
    let Some(within) = &args.within else {
        return Ok((lines, String::new()));
    };
    let lines = within.clip(&lines, args.edges());
    if lines.0.is_empty() {
        return Err(
            Error::usage(format!("no part of the line is within {within}"))
                .remedy("check --within: WEST,SOUTH,EAST,NORTH in degrees"),
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

/// The territories that the arguments name.
pub fn territories(
    args: &TerritoryArgs,
    day: Date,
    reading: &Files,
    messages: &Messages,
) -> Result<Found, Error> {
    match &args.territories {
        None => {
            let worldview = worldview(args, day)?;
            let layout = Layout {
                disputed_rows: args.disputed_rows,
                metropolitan: args.metropolitan,
            };
            let territories = worldview::shipped_territories_as(&worldview, layout)?;
            Ok(Found {
                territories,
                worldview: worldview.name().to_owned(),
                source: shipped::SOURCE.to_owned(),
                defects: Defects::default(),
            })
        }
        Some(name) => {
            let source = Source::from_argument(name);
            let (loaded, defects) = geojson::territories_with_defects(
                &source,
                args.code_field.as_deref(),
                args.name_field.as_deref(),
                reading,
                &Bar::of(name, messages),
            )?;
            messages.warn_all(loaded.warnings)?;
            let defects = Defects::new(defects, messages)?;
            let file = Inputs::told(name);
            messages.understood(&[format!(
                "territories: those of {file} in place of the shipped ones; to keep these and have rows for your own polygons beside them, use --tabulate"
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
    names: &[String],
    reading: &Files,
    messages: &Messages,
) -> Result<MultiLineString<f64>, Error> {
    let mut lines = Vec::new();
    for name in names {
        let watch = Bar::of(name, messages);
        let loaded = geojson::lines_watched(&Source::from_argument(name), reading, &watch)?;
        drop(watch);
        messages.warn_all(loaded.warnings)?;
        lines.extend(loaded.value.0);
    }
    Ok(MultiLineString(lines))
}

/// What line the arguments ask for on a day.
pub fn choice(args: &LineArgs, day: Date) -> Result<LineChoice, Error> {
    let default = LineChoice::default();
    let whose = match (&args.around, args.between.as_deref()) {
        (Some(a), _) => Whose::Around { a: a.clone() },
        (None, Some([a, b])) => Whose::Between {
            a: a.clone(),
            b: b.clone(),
            reading: reading(args.reading()?),
        },
        (None, _) => match default.whose {
            Whose::Between { a, b, .. } => Whose::Between {
                a,
                b,
                reading: reading(args.reading()?),
            },
            around => around,
        },
    };
    let changes = (args.member.iter().map(|text| (text, true)))
        .chain(args.not_member.iter().map(|text| (text, false)))
        .map(|(text, joins)| MemberChange::parse(text, joins))
        .collect::<Result<_, _>>()?;
    Ok(LineChoice {
        whose,
        as_of: day,
        coast: args.coast,
        changes,
        within: args.within,
        edges: args.edges(),
        snap: args.snap,
    })
}

fn reading(reading: Option<Reading>) -> line::Reading {
    match reading {
        None => line::Reading::default(),
        Some(Reading::Contact) => line::Reading::Contact,
        Some(Reading::Outer) => line::Reading::Outer,
        Some(Reading::Every) => line::Reading::Every,
    }
}

pub(super) fn named(files: &[String]) -> String {
    let names: Vec<_> = files.iter().map(|f| Inputs::told(f)).collect();
    format!("line of {}", names.join(", "))
}
