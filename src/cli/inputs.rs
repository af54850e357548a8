//! From the arguments to territories and a line, with all warnings told: what every command that needs a line starts with.

mod defects;
mod edges;
mod named;

pub use defects::{Defects, reach, within};
pub use named::{Found, alliances, choice, refuse_parts, shipped_worldview, territories};

use super::args::{LineArgs, TerritoryArgs};
use super::borders::Borders;
use super::messages::Messages;
use super::understood;
use crate::border::alliance::AllianceTable;
use crate::border::group::{Context, MemberChange};
use crate::border::line;
use crate::border::names::Words;
use crate::border::snap::report;
use crate::border::territory::Territory;
use crate::border::worldview::Worldview;
use crate::error::Error;
use crate::load::reading::{Reading as Files, Used};
use crate::load::shipped;
use crate::load::source::Source;
use crate::report::model::{Facts, Group};
use crate::strip;
use crate::units::Metres;
use geo::{Intersects, MultiLineString};
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
    /// What is wrong with the territories.
    pub defects: Defects,
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
        let Found {
            mut territories,
            worldview,
            source,
            defects,
        } = territories(territory, day, &reading, messages)?;
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
                    &named::worldview(territory, day)?,
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
            if finer.is_none() {
                let context = Context {
                    territories: &territories,
                    alliances: &alliances,
                    as_of: day,
                    changes: &choice.changes,
                };
                defects.refuse_borders(&choice, &context)?;
            }
            let mut derived = line::derive(&choice, on, &alliances)?;
            if let Some(finer) = &finer {
                // What is missing would be sea.
                defects.refuse_at(&|about| about.intersects(&derived.lines))?;
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
            let lines = named::borders(&line.border, &reading, messages)?;
            let (lines, told) = named::within(line, lines)?;
            (
                lines,
                named::named(&line.border) + &told,
                [Vec::new(), Vec::new()],
            )
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
            defects,
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
