//! From the arguments to territories and a line, with all warnings told: what every command that needs a line starts with.

use super::args::{LineArgs, Reading, TerritoryArgs};
use super::borders::Borders;
use super::messages::Messages;
use super::progress::Bar;
use super::understood;
use crate::border::alliance::AllianceTable;
use crate::border::group::{Context, MemberChange};
use crate::border::line::{self, LineChoice, Whose};
use crate::border::names::Words;
use crate::border::readings;
use crate::border::snap::report;
use crate::border::territory::Territory;
use crate::border::worldview::{self, Assignment, DE_FACTO, Layout, Worldview};
use crate::error::{Error, Warning};
use crate::load::reading::{Reading as Files, Used};
use crate::load::source::Source;
use crate::load::{geojson, shipped};
use crate::report::model::{Facts, Group};
use crate::strip;
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
    /// Positional accuracy of the line, where known; of the territories, where the line is not made of them and theirs is coarser.
    pub accuracy: Option<Metres>,
    /// The day that picks the members of alliances and the rows of a worldview.
    pub day: Date,
    /// How files are read, and which were in another coordinate reference system.
    pub reading: Files,
    /// Who belongs to which alliance, and the user's changes: what names of groups are read by.
    alliances: AllianceTable,
    /// Of the shipped territories.
    world: Option<Worldview>,
    changes: Vec<MemberChange>,
    /// Whether the line's edges are out of a file of the user's.
    own_edges: bool,
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
        let reading = line.coordinates.reading()?;
        Self::read_by(reading, line, territory, accuracy, messages)
    }

    /// The same, by a reading that other files may have been read by.
    ///
    /// # Errors
    /// As [`Inputs::read`].
    pub fn read_by(
        reading: Files,
        line: &LineArgs,
        territory: &TerritoryArgs,
        accuracy: Option<Metres>,
        messages: &Messages,
    ) -> Result<Self, Error> {
        Self::one_reader_of_standard_input(line.border.iter().chain(&territory.territories))?;
        let day = line.day()?;
        let territory = &understood::territory(territory, messages)?;
        let geodesic = line.edges() == strip::Edges::Geodesic;
        let reading = reading.of_geodesics(geodesic);
        let (mut territories, worldview, source) = territories(territory, day, &reading, messages)?;
        messages.stage("territories read");
        let shipped = territory.territories.is_none();
        let alliances = alliances(line)?;
        let world = shipped_worldview(territory, day)?;
        let words = Words {
            territories: &territories,
            alliances: &alliances,
            worldview: world.as_ref(),
        };
        let line = &understood::line(line, &words, messages)?;
        let mut choice = choice(line, day)?;
        if line.borders.is_some() && territory.metropolitan {
            return Err(Error::usage(
                "--metropolitan knows the overseas pieces of the shipped borders only, not those of --borders",
            )
            .remedy("cut the line by --within WEST,SOUTH,EAST,NORTH instead"));
        }
        let finer = (line.borders.as_deref())
            .map(|name| {
                Borders::read(
                    name,
                    &self::worldview(territory, day)?,
                    line.coast,
                    &reading,
                    messages,
                )
            })
            .transpose()?;
        let (lines, description, groups) = if line.border.is_empty() {
            refuse_parts(territory, &choice, day)?;
            let mut on = &territories;
            if let Some(finer) = &finer {
                choice.snap = choice.snap.or(finer.provenance.snap);
                on = &finer.territories;
            }
            let mut derived = line::derive(&choice, on, &alliances)?;
            if let Some(finer) = &finer {
                finer.leave_out_the_sea(&mut derived, &territories, line.coast, messages)?;
            }
            messages.warn_all(derived.warnings)?;
            if !derived.matches.is_empty() {
                report::table(&derived.matches)
                    .iter()
                    .for_each(|row| messages.detail(row));
            }
            (derived.lines, derived.description, [derived.a, derived.b])
        } else {
            let lines = borders(&line.border, &reading, messages)?;
            let (lines, told) = within(line, lines)?;
            (lines, named(&line.border) + &told, [Vec::new(), Vec::new()])
        };
        let description = if territory.metropolitan {
            format!("{description}, overseas pieces left out")
        } else {
            description
        };
        messages.stage("line made");
        // What makes an overlap uncertain is where the line stands. The shipped figure says nothing about a user's line.
        let known = (line.border.is_empty() && shipped).then_some(shipped::ACCURACY);
        let mut accuracy = match &finer {
            Some(finer) => accuracy.or(finer.provenance.accuracy),
            None => accuracy.or(known),
        };
        let apart = (finer.is_some() && shipped).then_some(shipped::ACCURACY);
        for territory in &mut territories {
            territory.accuracy = accuracy;
            territory.outline_accuracy = apart;
        }
        // A narrow strip is doubtful where either is coarse.
        if let (Some(line), Some(own)) = (accuracy, apart) {
            accuracy = Some(Metres(line.0.max(own.0)));
        }
        let source = match &finer {
            Some(finer) => format!("line: {}; territories: {source}", finer.source),
            None => source,
        };
        Ok(Inputs {
            lines,
            description,
            territories,
            worldview,
            source,
            groups,
            accuracy,
            day,
            reading,
            alliances,
            world,
            changes: choice.changes,
            own_edges: !line.border.is_empty()
                || !shipped
                || line.borders.as_deref().is_some_and(|b| b != "osm"),
        })
    }

    /// For heads of tables: how edges are read, where they are not those of the shipped lines.
    pub fn edges_told(&self, line: &LineArgs) -> String {
        if !self.own_edges && line.edges.is_none() {
            return String::new();
        }
        let edges = self.facts(line, Metres(0.0)).edges_text();
        format!("; edges of the line: {edges}")
    }

    /// One warning where it matters how the edges of the user's own file are read, and the user has not said it. `widths`: whose strips
    /// are made; `tolerance`: of the finest.
    ///
    /// # Errors
    /// With `--strict`.
    pub fn tell_readings(
        &self,
        line: &LineArgs,
        widths: &[Metres],
        tolerance: Metres,
        messages: &Messages,
    ) -> Result<(), Error> {
        if !self.own_edges || line.edges.is_some() {
            return Ok(());
        }
        let least = widths.iter().map(|width| width.0).filter(|w| *w > 0.0);
        let least = least.fold(f64::INFINITY, f64::min);
        let of_width = if least.is_finite() {
            least / 100.0
        } else {
            0.0
        };
        let limit = Metres(of_width.max(20.0 * tolerance.0));
        let Some(apart) = readings::apart(&self.lines, limit)? else {
            return Ok(());
        };
        let [a, b] = apart.ends;
        let amount = if apart.metres.0 < 1e3 {
            format!("{:.0} m", apart.metres.0)
        } else {
            format!("{:.1} km", apart.metres.km())
        };
        messages.warn(Warning {
            what: format!(
                "it matters how the line's edges are read: the one from lon {}, lat {} to lon {}, lat {} is straight in longitude and latitude here, and as a geodesic would run up to {amount} from that",
                a.x, a.y, b.x, b.y
            ),
            place: Default::default(),
            remedy: "say which is meant: --edges planar (as here; a parallel stays one) or --edges geodesic (the shortest way)".to_owned(),
        })
    }

    /// What names are read against.
    pub fn words(&self) -> Words<'_> {
        Words {
            territories: &self.territories,
            alliances: &self.alliances,
            worldview: self.world.as_ref(),
        }
    }

    /// A comma list with codes in place of its names; what was understood is told.
    ///
    /// # Errors
    /// As [`Words::understand`].
    pub fn understood(&self, text: &str, messages: &Messages) -> Result<String, Error> {
        Ok(understood::said(self.words().understand(text)?, messages))
    }

    /// Codes of the holders that a comma list of codes and alliances stands for.
    ///
    /// # Errors
    /// As [`Context::group`].
    pub fn members(&self, text: &str) -> Result<Vec<String>, Error> {
        let context = Context {
            territories: &self.territories,
            alliances: &self.alliances,
            as_of: self.day,
            changes: &self.changes,
        };
        Ok(context.group(text)?.codes)
    }

    /// The day of a derived line, ISO 8601.
    pub fn as_of(&self) -> Option<String> {
        (!self.is_given()).then(|| self.day.to_string())
    }

    /// What every output says of the run; the strips' own facts and the choices are the caller's.
    pub fn facts(&self, line: &LineArgs, tolerance: Metres) -> Facts {
        Facts {
            program: format!("standoff {}", env!("CARGO_PKG_VERSION")),
            line: self.description.clone(),
            as_of: self.as_of(),
            worldview: self.worldview.clone(),
            source: self.source.clone(),
            edges: line.edges(),
            tolerance,
            strips: Vec::new(),
            coordinates: self.coordinates(),
            licence: self.licence(),
            choices: None,
        }
    }

    /// Which files were brought to WGS84, and how.
    fn coordinates(&self) -> String {
        let used: Vec<String> = self.reading.used().iter().map(Used::to_string).collect();
        used.join("; ")
    }

    /// The shipped data's terms, where all is made of that.
    fn licence(&self) -> Option<String> {
        (!self.is_given() && self.source == shipped::SOURCE).then(|| shipped::LICENCE.to_owned())
    }

    /// Whether the line is the user's own, not derived.
    pub fn is_given(&self) -> bool {
        self.groups.iter().all(Vec::is_empty)
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
            Source::from_argument(name).name()
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

/// The worldview that the arguments name, on a day.
fn worldview(args: &TerritoryArgs, day: Date) -> Result<Worldview, Error> {
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
fn within(
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

/// Territories, their worldview's name and their source.
pub fn territories(
    args: &TerritoryArgs,
    day: Date,
    reading: &Files,
    messages: &Messages,
) -> Result<(Vec<Territory>, String, String), Error> {
    match &args.territories {
        None => {
            let worldview = worldview(args, day)?;
            let layout = Layout {
                disputed_rows: args.disputed_rows,
                metropolitan: args.metropolitan,
            };
            let territories = worldview::shipped_territories_as(&worldview, layout)?;
            Ok((
                territories,
                worldview.name().to_owned(),
                shipped::SOURCE.to_owned(),
            ))
        }
        Some(name) => {
            let source = Source::from_argument(name);
            let loaded = geojson::territories_watched(
                &source,
                args.code_field.as_deref(),
                args.name_field.as_deref(),
                reading,
                &Bar::of(name, messages),
            )?;
            messages.warn_all(loaded.warnings)?;
            let file = Inputs::told(name);
            messages.understood(&[format!(
                "territories: those of {file} in place of the shipped ones; to keep these and have rows for your own polygons beside them, use --tabulate"
            )]);
            Ok((loaded.value, file.clone(), file))
        }
    }
}

fn borders(
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

fn named(files: &[String]) -> String {
    let names: Vec<_> = files.iter().map(|f| Inputs::told(f)).collect();
    format!("line of {}", names.join(", "))
}
