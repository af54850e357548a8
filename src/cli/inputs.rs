//! From the arguments to territories and a line, with all warnings told: what every command that needs a line starts with.

use super::args::{LineArgs, Reading, TerritoryArgs};
use super::messages::Messages;
use crate::border::alliance::AllianceTable;
use crate::border::group::{Context, MemberChange};
use crate::border::line::{self, DRAFT_DATE, LineChoice, Whose};
use crate::border::territory::Territory;
use crate::border::worldview::{self, Worldview};
use crate::error::Error;
use crate::load::source::Source;
use crate::load::{geojson, shipped};
use crate::report::model::{Facts, Group};
use crate::units::Metres;
use geo::MultiLineString;
use jiff::civil::Date;

/// A line and the territories that a strip of it may cover.
pub struct Inputs {
    pub lines: MultiLineString<f64>,
    /// What the line is, in one line for outputs.
    pub description: String,
    pub territories: Vec<Territory>,
    /// The worldview's name, or the name of the file that stands in its place.
    pub worldview: String,
    /// Where the territories come from, for outputs.
    pub source: String,
    /// Codes of the two groups; empty for a user's line.
    pub groups: [Vec<String>; 2],
    /// Positional accuracy of the line, where known.
    pub accuracy: Option<Metres>,
    /// Who belongs to which alliance, and the user's changes: what names of groups are read by.
    alliances: AllianceTable,
    as_of: Date,
    changes: Vec<MemberChange>,
}

impl Inputs {
    /// Reads what the arguments name. `accuracy`: what the user says of the line's positional accuracy.
    ///
    /// # Errors
    /// Those of reading and of deriving; with `--strict` also any warning.
    pub fn read(
        line: &LineArgs,
        territory: &TerritoryArgs,
        accuracy: Option<Metres>,
        messages: &Messages,
    ) -> Result<Self, Error> {
        Self::one_reader_of_standard_input(line.border.iter().chain(&territory.territories))?;
        let (mut territories, worldview, source) = territories(territory, messages)?;
        messages.stage("territories read");
        let shipped = territory.territories.is_none();
        let alliances = AllianceTable::shipped()?;
        let choice = choice(line)?;
        let (lines, description, groups) = if line.border.is_empty() {
            let derived = line::derive(&choice, &territories, &alliances)?;
            messages.warn_all(derived.warnings)?;
            (derived.lines, derived.description, [derived.a, derived.b])
        } else {
            let lines = borders(&line.border, messages)?;
            (lines, named(&line.border), [Vec::new(), Vec::new()])
        };
        messages.stage("line made");
        // What makes an overlap uncertain is where the line stands. The shipped figure says nothing about a user's line.
        let known = (line.border.is_empty() && shipped).then_some(shipped::ACCURACY);
        let accuracy = accuracy.or(known);
        for territory in &mut territories {
            territory.accuracy = accuracy;
        }
        Ok(Inputs {
            lines,
            description,
            territories,
            worldview,
            source,
            groups,
            accuracy,
            alliances,
            as_of: choice.as_of,
            changes: choice.changes,
        })
    }

    /// Codes of the holders that a comma list of codes and alliances stands for.
    ///
    /// # Errors
    /// As [`Context::group`].
    pub fn members(&self, text: &str) -> Result<Vec<String>, Error> {
        let context = Context {
            territories: &self.territories,
            alliances: &self.alliances,
            as_of: self.as_of,
            changes: &self.changes,
        };
        Ok(context.group(text)?.codes)
    }

    /// What every output says of the run; the strips' own facts are the caller's.
    pub fn facts(&self, line: &LineArgs, tolerance: Metres) -> Facts {
        let derived = line.border.is_empty();
        Facts {
            program: format!("standoff {}", env!("CARGO_PKG_VERSION")),
            line: self.description.clone(),
            as_of: derived.then(|| line.as_of.unwrap_or(DRAFT_DATE).to_string()),
            worldview: self.worldview.clone(),
            source: self.source.clone(),
            edges: line.edges.into(),
            tolerance,
            strips: Vec::new(),
        }
    }

    /// Refuses to read standard input (`-`) more than once.
    ///
    /// # Errors
    /// Of kind usage.
    pub fn one_reader_of_standard_input<'a>(
        files: impl Iterator<Item = &'a String>,
    ) -> Result<(), Error> {
        if files.filter(|name| *name == "-").count() > 1 {
            return Err(
                Error::usage("standard input (-) is named twice; it can be read once")
                    .remedy("put one of the two into a file"),
            );
        }
        Ok(())
    }

    /// What outputs call the scenario: the line with the zone's configuration; `preset`: the published zone; `of`: whose reach it is.
    pub fn configured(&self, preset: Option<&str>, of: Option<&str>, zone: &str) -> String {
        let mut text = self.description.clone();
        if let Some(group) = of {
            text = format!("reach of the territory of {group}: {text}");
        }
        if !zone.is_empty() {
            text = format!("{text}; {zone}");
        }
        if let Some(preset) = preset {
            text = format!("{preset}: {text}");
        }
        text
    }

    /// How outputs name a file.
    pub fn told(name: &str) -> String {
        if name == "-" {
            "standard input".to_owned()
        } else {
            name.to_owned()
        }
    }

    /// The group that a holder belongs to.
    pub fn group(&self, code: &str) -> Group {
        let holds = |codes: &Vec<String>| codes.iter().any(|c| c == code);
        match (holds(&self.groups[0]), holds(&self.groups[1])) {
            (true, true) => Group::Both,
            (true, false) => Group::A,
            (false, true) => Group::B,
            (false, false) => Group::Neither,
        }
    }
}

fn territories(
    args: &TerritoryArgs,
    messages: &Messages,
) -> Result<(Vec<Territory>, String, String), Error> {
    match &args.territories {
        None => {
            let worldview = Worldview::default();
            let territories = worldview::shipped_territories(worldview)?;
            Ok((
                territories,
                worldview.name().to_owned(),
                shipped::SOURCE.to_owned(),
            ))
        }
        Some(name) => {
            let source = Source::from_argument(name);
            let loaded = geojson::territories(
                &source,
                args.code_field.as_deref(),
                args.name_field.as_deref(),
            )?;
            messages.warn_all(loaded.warnings)?;
            let file = Inputs::told(name);
            Ok((loaded.value, file.clone(), file))
        }
    }
}

fn borders(names: &[String], messages: &Messages) -> Result<MultiLineString<f64>, Error> {
    let mut lines = Vec::new();
    for name in names {
        let loaded = geojson::lines(&Source::from_argument(name))?;
        messages.warn_all(loaded.warnings)?;
        lines.extend(loaded.value.0);
    }
    Ok(MultiLineString(lines))
}

fn choice(args: &LineArgs) -> Result<LineChoice, Error> {
    let default = LineChoice::default();
    let whose = match (&args.around, args.between.as_deref()) {
        (Some(a), _) => Whose::Around { a: a.clone() },
        (None, Some([a, b])) => Whose::Between {
            a: a.clone(),
            b: b.clone(),
            reading: reading(args.reading),
        },
        (None, _) => match default.whose {
            Whose::Between { a, b, .. } => Whose::Between {
                a,
                b,
                reading: reading(args.reading),
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
        as_of: args.as_of.unwrap_or(DRAFT_DATE),
        coast: args.coast,
        changes,
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

fn named(files: &[String]) -> String {
    let names: Vec<_> = files.iter().map(|f| Inputs::told(f)).collect();
    format!("line of {}", names.join(", "))
}
