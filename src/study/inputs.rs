//! From a scenario to territories and a line, with all warnings told: what every question about a line starts with.

mod defects;
mod edges;
mod named;

pub use defects::{Defects, reach, within};
pub use named::{
    DEFAULT, Found, alliances, choice, groups, refuse_parts, shipped_worldview, territories,
};

use super::borders::Borders;
use super::understood;
use crate::border::alliance::AllianceTable;
use crate::border::group::{Context, MemberChange};
use crate::border::line::{self, DRAFT_DATE};
use crate::border::names::Words;
use crate::border::snap::report;
use crate::border::territory::Territory;
use crate::border::worldview::Worldview;
use crate::error::Error;
use crate::load::reading::{Reading as Files, Used};
use crate::load::shipped;
use crate::report::model::{Facts, Group};
use crate::scenario::field::FileChoice;
use crate::scenario::value::Scenario;
use crate::strip::Edges;
use crate::study::Study;
use crate::units::Metres;
use geo::{Intersects, MultiLineString};
use jiff::civil::Date;

/// How the files of a scenario are read.
///
/// # Errors
/// As [`Files::new`].
pub fn reading(scenario: &Scenario) -> Result<Files, Error> {
    Files::new(&scenario.crs, scenario.allow_ballpark)
}

/// The day of a scenario.
pub fn day(scenario: &Scenario) -> Date {
    scenario.as_of.unwrap_or(DRAFT_DATE)
}

/// How the edges of a scenario's line run.
pub fn edges(scenario: &Scenario) -> Edges {
    scenario.edges.unwrap_or_default()
}

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
    /// Reads what the scenario names.
    ///
    /// # Errors
    /// Those of reading and of deriving; where warnings are errors also any of these.
    pub fn read(scenario: &Scenario, study: &Study) -> Result<Self, Error> {
        Self::read_by(reading(scenario)?, scenario, study)
    }

    /// The same, by a reading that other files may have been read by.
    ///
    /// # Errors
    /// As [`Inputs::read`].
    pub fn read_by(reading: Files, scenario: &Scenario, study: &Study) -> Result<Self, Error> {
        Self::one_reader_of_standard_input(scenario.border.iter().chain(&scenario.territories))?;
        let day = day(scenario);
        let scenario = &understood::territory(scenario, study)?;
        let geodesic = edges(scenario) == Edges::Geodesic;
        let reading = reading.of_geodesics(geodesic);
        let Found {
            mut territories,
            worldview,
            source,
            defects,
        } = territories(scenario, day, &reading, study)?;
        study.stage("territories read");
        let shipped = scenario.territories.is_none();
        let alliances = alliances(scenario, study)?;
        let world = shipped_worldview(scenario, day)?;
        let words = Words {
            territories: &territories,
            alliances: &alliances,
            worldview: world.as_ref(),
        };
        let scenario = &understood::line(scenario, &words, study)?;
        let mut choice = choice(scenario, day)?;
        if scenario.borders.is_some() && scenario.metropolitan {
            return Err(Error::usage(
                "‹metropolitan› knows the overseas pieces of the shipped borders only, not those of ‹borders›",
            )
            .remedy("cut the line by ‹within› WEST,SOUTH,EAST,NORTH instead"));
        }
        let finer = (scenario.borders.as_ref())
            .map(|file| {
                let worldview = named::worldview(scenario, day)?;
                Borders::read(&file.name, &worldview, scenario.coast, &reading, study)
            })
            .transpose()?;
        let (lines, description, groups) = if scenario.border.is_empty() {
            refuse_parts(scenario, &choice, day)?;
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
                finer.leave_out_the_sea(&mut derived, &territories, scenario.coast, study)?;
            }
            study.warn_all(derived.warnings)?;
            if !derived.matches.is_empty() {
                report::table(&derived.matches)
                    .iter()
                    .for_each(|row| study.detail(row));
            }
            (derived.lines, derived.description, [derived.a, derived.b])
        } else {
            let lines = named::borders(&scenario.border, &reading, study)?;
            let (lines, told) = named::within(scenario, lines)?;
            (
                lines,
                named::named(&scenario.border, study) + &told,
                [Vec::new(), Vec::new()],
            )
        };
        let description = if scenario.metropolitan {
            format!("{description}, overseas pieces left out")
        } else {
            description
        };
        study.stage("line made");
        // What makes an overlap uncertain is where the line stands. The shipped figure says nothing about a user's line.
        let known = (scenario.border.is_empty() && shipped).then_some(shipped::ACCURACY);
        let said = scenario.data_accuracy.map(|said| said.0);
        let mut accuracy = match &finer {
            Some(finer) => said.or(finer.provenance.accuracy),
            None => said.or(known),
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
            own_edges: !scenario.border.is_empty()
                || !shipped
                || scenario.borders.as_ref().is_some_and(|b| b.name != "osm"),
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
    pub fn understood(&self, text: &str, study: &Study) -> Result<String, Error> {
        Ok(understood::said(self.words().understand(text)?, study))
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
    pub fn facts(&self, scenario: &Scenario, tolerance: Metres) -> Facts {
        Facts {
            program: format!("standoff {}", env!("CARGO_PKG_VERSION")),
            line: self.description.clone(),
            as_of: self.as_of(),
            worldview: self.worldview.clone(),
            source: self.source.clone(),
            edges: edges(scenario),
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
        files: impl Iterator<Item = &'a FileChoice>,
    ) -> Result<(), Error> {
        if files.filter(|file| file.name == "-").count() > 1 {
            return Err(
                Error::usage("standard input (-) is named twice; it can be read once")
                    .remedy("put one of the two into a file"),
            );
        }
        Ok(())
    }

    /// What outputs call the scenario: the line with the zone's configuration.
    pub fn configured(&self, scenario: &Scenario, zone: &str) -> String {
        let mut text = self.description.clone();
        if let Some(group) = &scenario.of {
            text = format!("reach of the territory of {group}: {text}");
        }
        if !zone.is_empty() {
            text = format!("{text}; {zone}");
        }
        if let Some(preset) = &scenario.preset {
            text = format!("{preset}: {text}");
        }
        text
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
