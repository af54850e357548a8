//! The strips of a scenario and what they cover: everything that `standoff strip` says.

use super::desk::Study;
use super::inputs::{edges, reach};
use super::request::{Line, Request};
use super::strips::{covered, own_polygons, strips};
use super::tabulate;
use crate::error::Error;
use crate::geodesy::densify::as_straight;
use crate::overlap::{Overlap, Overlaps};
use crate::report::features::{Layers, StripLayer};
use crate::report::model::{Facts, Group, Labels, OverlapRow, StripFacts, rows};
use crate::scenario::value::Scenario;
use crate::strip::Strip;
use crate::territory::Territory;
use crate::units::Metres;
use crate::zone::Zone;

/// The strips of a scenario, one for each width that is named or counts on some soil, ascending.
pub struct Strips {
    pub request: Request,
    /// Territories and the prepared line.
    pub line: Line,
    pub zone: Zone,
    /// The scenario in words.
    pub text: String,
    /// The user's own polygons, where there are any.
    pub districts: Option<Vec<Territory>>,
    pub strips: Vec<Strip>,
}

impl Study<'_> {
    /// Makes the strips of a scenario.
    ///
    /// # Errors
    /// Those of reading, of deriving the line and of making strips; choices that do not go together; where warnings are errors any of
    /// these.
    pub fn strips(&self, scenario: &Scenario) -> Result<Strips, Error> {
        let request = Request::new(scenario, self)?;
        let line = request.line(self)?;
        let (zone, text) = request.zone(&line, self)?;
        let widths = &request.widths;
        let widest = reach(&zone, &widths.iter().map(|w| w.metres).collect::<Vec<_>>());
        let districts = tabulate::read(
            &request.scenario,
            &line.inputs,
            &line.prepared,
            widest,
            self,
        )?;
        let strips = strips(&line.prepared, &zone, widths, request.tolerance, self)?;
        Ok(Strips {
            request,
            line,
            zone,
            text,
            districts,
            strips,
        })
    }

    /// What the zone of some strips covers.
    ///
    /// # Errors
    /// As [`crate::overlap::zone_overlaps`].
    pub fn covered<'s>(&self, of: &'s Strips) -> Result<Covered<'s>, Error> {
        let inputs = &of.line.inputs;
        let line = &of.line.prepared;
        let widths = &of.request.widths;
        let mut results = covered(
            line,
            &of.zone,
            widths,
            &of.strips,
            &inputs.territories,
            self,
        )?;
        // Codes tell districts apart, names tell of them.
        let taken: Vec<(Metres, Vec<String>)> = (results.iter_mut())
            .map(|(strip, overlaps)| {
                let codes = overlaps.districts.clone();
                tabulate::name_taken(overlaps, &of.zone, strip.width(), self);
                (strip.width(), codes)
            })
            .collect();
        let tabulated = match &of.districts {
            None => vec![Vec::new(); taken.len()],
            Some(districts) => {
                let own = own_polygons(line, &of.zone, &of.strips, inputs, districts, &taken)?;
                self.stage("own polygons tabulated");
                own
            }
        };
        Ok(Covered {
            of,
            results,
            taken,
            tabulated,
        })
    }
}

/// What the zone of a scenario covers, width by width.
pub struct Covered<'s> {
    of: &'s Strips,
    /// In the order of the widths that are named.
    pub results: Vec<(&'s Strip, Overlaps)>,
    /// Codes of the districts that the zone took at each width.
    taken: Vec<(Metres, Vec<String>)>,
    /// What is covered of the user's own polygons at each width.
    tabulated: Vec<Vec<Overlap>>,
}

impl Covered<'_> {
    /// The finest tolerance of the strips: what coordinates are rounded by.
    pub fn tolerance(&self) -> Metres {
        let made: Vec<Metres> = self.of.strips.iter().map(Strip::width).collect();
        self.of.request.tolerance.finest(&made)
    }

    /// What every output says of the run but its record.
    pub fn facts(&self) -> Facts {
        let facts = (self.of.line.inputs).facts(&self.of.request.scenario, self.tolerance());
        Facts {
            strips: (self.results.iter())
                .map(|(strip, overlaps)| StripFacts::new(strip, overlaps))
                .collect(),
            line: self.of.text.clone(),
            ..facts
        }
    }

    /// The rows of the table: by width, territories, then the user's own polygons.
    pub fn rows(&self) -> Vec<OverlapRow> {
        let inputs = &self.of.line.inputs;
        self.labelled(|labels| {
            let by_width: Vec<_> = self.results.iter().map(|(s, o)| (s.width(), o)).collect();
            let mut rows = rows(&by_width, &inputs.territories, labels);
            if let Some(districts) = &self.of.districts {
                let own = self.taken.iter().zip(&self.tabulated);
                let own = own.map(|((width, _), overlaps)| (*width, overlaps));
                rows = tabulate::beside(rows, own, districts, labels);
            }
            tabulate::snapped(&mut rows, &self.taken, &self.of.zone, &inputs.territories);
            rows
        })
    }

    /// What files of geometry hold, for `with` to write.
    pub fn layers<R>(&self, with: impl FnOnce(&Layers) -> R) -> R {
        let inputs = &self.of.line.inputs;
        let edges = edges(&self.of.request.scenario);
        let border = as_straight(&inputs.lines, edges, self.tolerance().0);
        let strips: Vec<_> = (self.results.iter().zip(&self.tabulated))
            .map(|((strip, overlaps), tabulated)| StripLayer {
                strip,
                overlaps,
                tabulated,
            })
            .collect();
        self.labelled(|labels| {
            with(&Layers {
                strips: &strips,
                territories: &inputs.territories,
                districts: self.of.districts.as_deref(),
                hidden: &[],
                labels,
                border: &border,
            })
        })
    }

    fn labelled<R>(&self, with: impl FnOnce(&Labels) -> R) -> R {
        let inputs = &self.of.line.inputs;
        let group = |code: &str| -> Group { inputs.group(code) };
        with(&Labels {
            scenario: &self.of.text,
            worldview: &inputs.worldview,
            group: &group,
        })
    }
}
