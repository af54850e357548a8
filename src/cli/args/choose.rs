//! From what was typed to a [`Scenario`]: each set of flags says what it chooses, and a flag that joins a set cannot be forgotten here.

use super::coordinates::CoordinateArgs;
use super::line::{EdgeReading, LineArgs, Reading};
use super::output::{AccuracyArgs, FilesArgs};
use super::preset::PresetArgs;
use super::side::{CapOfLine, SideArgs, SideOfLine};
use super::tabulate::TabulateArgs;
use super::territory::TerritoryArgs;
use super::zone::{ThirdStatesArg, ZoneArgs};
use crate::border::line;
use crate::error::Error;
use crate::scenario::field::FileChoice;
use crate::scenario::term::Accuracy;
use crate::scenario::value::Scenario;
use crate::strip::Edges;
use crate::strip::sides::{Cap, Side};
use crate::units::{Width, Widths};
use crate::zone::ThirdStates;

/// Flags that choose something of a scenario.
pub trait Choose {
    /// # Errors
    /// Of kind usage, for several values where a scenario has one.
    fn choose(&self, scenario: &mut Scenario) -> Result<(), Error>;
}

/// The scenario that some sets of flags choose together.
///
/// # Errors
/// As [`Choose::choose`].
pub fn scenario(flags: &[&dyn Choose]) -> Result<Scenario, Error> {
    let mut scenario = Scenario::default();
    for set in flags {
        set.choose(&mut scenario)?;
    }
    Ok(scenario)
}

/// The widths of all lists, in the order in which they were typed.
pub fn widths(lists: &[Widths]) -> Vec<Width> {
    lists
        .iter()
        .flat_map(|list| list.0.iter().cloned())
        .collect()
}

/// A file by the name that was typed.
pub fn file(name: &Option<String>) -> Option<FileChoice> {
    name.as_deref().map(FileChoice::from)
}

fn files(names: &[String]) -> Vec<FileChoice> {
    names.iter().map(|name| name.as_str().into()).collect()
}

impl Choose for LineArgs {
    fn choose(&self, scenario: &mut Scenario) -> Result<(), Error> {
        let LineArgs {
            border,
            between,
            around,
            reading: _,
            coast,
            as_of: _,
            member,
            not_member,
            alliances,
            within,
            borders,
            snap,
            edges,
            coordinates:
                CoordinateArgs {
                    crs,
                    allow_ballpark,
                },
        } = self;
        scenario.border = files(border);
        scenario.between = match between.as_deref() {
            Some([a, b]) => Some([a.clone(), b.clone()]),
            _ => None,
        };
        scenario.around = around.clone();
        scenario.reading = self.reading()?.map(Into::into);
        scenario.coast = *coast;
        scenario.as_of = self.day()?;
        scenario.member = member.clone();
        scenario.not_member = not_member.clone();
        scenario.alliances = file(alliances);
        scenario.within = *within;
        scenario.borders = file(borders);
        scenario.snap = *snap;
        scenario.edges = edges.map(Into::into);
        scenario.crs = crs.clone();
        scenario.allow_ballpark = *allow_ballpark;
        Ok(())
    }
}

impl Choose for TerritoryArgs {
    fn choose(&self, scenario: &mut Scenario) -> Result<(), Error> {
        let TerritoryArgs {
            territories,
            code_field,
            name_field,
            worldview,
            assign,
            disputed_rows,
            metropolitan,
        } = self;
        scenario.territories = file(territories);
        scenario.code_field = code_field.clone();
        scenario.name_field = name_field.clone();
        scenario.worldview = worldview.clone();
        scenario.assign = assign.clone();
        scenario.disputed_rows = *disputed_rows;
        scenario.metropolitan = *metropolitan;
        Ok(())
    }
}

impl Choose for ZoneArgs {
    fn choose(&self, scenario: &mut Scenario) -> Result<(), Error> {
        let ZoneArgs {
            width_in,
            third_states,
            blanket,
            exclude,
            except,
            except_circle,
            snap_to,
            snap_share,
        } = self;
        scenario.width_in = width_in.clone();
        scenario.third_states = third_states.map(Into::into);
        scenario.blanket = blanket.clone();
        scenario.exclude = exclude.clone();
        scenario.except = files(except);
        scenario.except_circle = except_circle.clone();
        scenario.snap_to = file(snap_to);
        scenario.snap_share = snap_share.clone();
        Ok(())
    }
}

impl Choose for SideArgs {
    fn choose(&self, scenario: &mut Scenario) -> Result<(), Error> {
        let SideArgs { side, cap } = self;
        scenario.side = side.map(Into::into);
        scenario.cap = cap.map(Into::into);
        Ok(())
    }
}

impl Choose for TabulateArgs {
    fn choose(&self, scenario: &mut Scenario) -> Result<(), Error> {
        let TabulateArgs {
            tabulate,
            tabulate_field,
        } = self;
        scenario.tabulate = file(tabulate);
        scenario.tabulate_field = tabulate_field.clone();
        Ok(())
    }
}

impl Choose for AccuracyArgs {
    fn choose(&self, scenario: &mut Scenario) -> Result<(), Error> {
        let AccuracyArgs { data_accuracy } = self;
        scenario.data_accuracy = data_accuracy.map(Accuracy);
        Ok(())
    }
}

impl Choose for PresetArgs {
    fn choose(&self, scenario: &mut Scenario) -> Result<(), Error> {
        let PresetArgs { preset } = self;
        scenario.preset = preset.clone();
        Ok(())
    }
}

impl Choose for FilesArgs {
    fn choose(&self, scenario: &mut Scenario) -> Result<(), Error> {
        scenario.out_crs = self.out_crs.clone();
        Ok(())
    }
}

impl From<Reading> for line::Reading {
    fn from(reading: Reading) -> Self {
        match reading {
            Reading::Contact => line::Reading::Contact,
            Reading::Outer => line::Reading::Outer,
            Reading::Every => line::Reading::Every,
        }
    }
}

impl From<EdgeReading> for Edges {
    fn from(edges: EdgeReading) -> Self {
        match edges {
            EdgeReading::Planar => Edges::Planar,
            EdgeReading::Geodesic => Edges::Geodesic,
        }
    }
}

impl From<ThirdStatesArg> for ThirdStates {
    fn from(how: ThirdStatesArg) -> Self {
        match how {
            ThirdStatesArg::Keep => ThirdStates::Keep,
            ThirdStatesArg::Clip => ThirdStates::Clip,
        }
    }
}

impl From<SideOfLine> for Side {
    fn from(side: SideOfLine) -> Self {
        match side {
            SideOfLine::Both => Side::Both,
            SideOfLine::Left => Side::Left,
            SideOfLine::Right => Side::Right,
        }
    }
}

impl From<CapOfLine> for Cap {
    fn from(cap: CapOfLine) -> Self {
        match cap {
            CapOfLine::Round => Cap::Round,
            CapOfLine::Flat => Cap::Flat,
        }
    }
}
