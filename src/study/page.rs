//! A page with a map, a slider of the width, curves, claims and a table, of scenarios that have their widths in common: what
//! `standoff report` shows.

use super::desk::Study;
use super::inputs::{Inputs, groups};
use super::request::strip;
use super::strips::{in_order, narrow, some};
use super::tolerance::{self, Tolerance};
use super::verdicts::Listed;
use crate::border::worldview::DE_FACTO;
use crate::border::worldview::table::WorldviewTable;
use crate::error::Error;
use crate::overlap::overlaps;
use crate::overlap::profile::profiles;
use crate::report::model::{Labels, StripFacts, area, rows_with_overlaps};
use crate::report::page::exact::Collected;
use crate::report::page::field::{Field, Grid};
use crate::report::page::html;
use crate::report::page::model::{self, Covered, Page, Row, Verdict};
use crate::report::page::outline::{self, Map};
use crate::report::page::plane::{Frame, Plane};
use crate::scenario::value::Scenario;
use crate::strip::PreparedLine;
use crate::units::{Metres, Width};
use crate::zone::Zone;
use std::collections::BTreeMap;

/// Values of the grid of distances: of one scenario at most, and of a page in all. They are about a byte each.
const SAMPLES: usize = 400_000;
const ALL_SAMPLES: usize = 1_400_000;
/// A map's lines are thinned to this part of the grid's step.
const THIN: f64 = 0.2;

/// What a page shows.
pub struct Asked<'a> {
    /// One for each switch, all with the same widths.
    pub scenarios: &'a [Scenario],
    /// The heading; what the first line is, where it is `None`.
    pub title: Option<String>,
    /// The claims that are judged under each.
    pub claims: Option<Listed>,
}

impl Study<'_> {
    /// The page, as HTML that needs nothing else.
    ///
    /// # Errors
    /// Those of reading, of deriving lines, of strips and claims; no scenario, or no width.
    pub fn page(&self, asked: Asked) -> Result<Vec<u8>, Error> {
        let study = self;
        let (choices, judged) = (asked.scenarios, asked.claims);
        let own = choices
            .first()
            .ok_or_else(|| Error::usage("a page of no scenario has nothing to show"))?;
        let widths = in_order(&own.width, study)?;
        some(&widths, own)?;
        let tolerance = Tolerance::of_scenario(own);
        for width in &widths {
            tolerance.check(width.metres)?;
        }
        tolerance.tell(&widths, study);
        let widest = widths.last().map_or(Metres(0.0), |w| w.metres);
        let mut lines = Vec::new();
        for choice in choices {
            lines.push(Prepared::read(choice, study)?);
        }
        if let Some(warning) = (lines.iter())
            .filter_map(|l| l.inputs.accuracy)
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .and_then(|accuracy| narrow(&widths, &[], accuracy))
        {
            study.warn(warning)?;
        }
        if let Some(first) = lines.first() {
            let metres: Vec<Metres> = widths.iter().map(|w| w.metres).collect();
            let finest = tolerance.finest(&metres);
            (first.inputs).tell_readings(&first.choice, &metres, finest, study)?;
        }
        for line in &lines {
            let plain = Zone::plain(line.inputs.territories.len());
            let (inputs, line) = (&line.inputs, &line.line);
            inputs.tell_defects(&inputs.territories, line, &plain, &[widest], study)?;
        }
        let all = || lines.iter().map(|l| &l.inputs.lines);
        let plane = Plane::of(all());
        let frame = plane.frame(all(), widest);
        let samples = SAMPLES.min(ALL_SAMPLES / choices.len());
        let sheet = Sheet {
            plane,
            frame,
            grid: Grid::new(frame, samples, widest),
            widths: &widths,
            widest,
            tolerance,
        };
        let (maps, map_of) = sheet.maps(&lines);
        study.stage("maps simplified");
        let mut scenarios = Vec::new();
        let mut outlines = Collected::default();
        for (line, map) in lines.iter().zip(map_of) {
            outlines.begin();
            let judged = judged.as_ref();
            scenarios.push(sheet.scenario(line, map, &maps[map], judged, &mut outlines, study)?);
        }
        let prepared: Vec<&PreparedLine> = lines.iter().map(|l| &l.line).collect();
        let metres: Vec<Metres> = widths.iter().map(|w| w.metres).collect();
        let finest = tolerance.finest(&metres);
        let outlines = outlines.finish(&prepared, &metres, finest)?;
        for (scenario, outlines) in scenarios.iter_mut().zip(outlines) {
            scenario.outlines = outlines;
        }
        let claims = judged.and_then(|judged| judged.head(&scenarios, widest));
        if claims.is_none() {
            scenarios.iter_mut().for_each(|s| s.claims.clear());
        }
        let mut sources: Vec<String> = lines.iter().map(|l| l.inputs.source.clone()).collect();
        sources.dedup();
        let facts = lines.first().map(|l| l.inputs.facts(&l.choice, finest));
        let page = Page {
            title: asked
                .title
                .or_else(|| facts.as_ref().map(|f| sentence(&f.line)))
                .unwrap_or_default(),
            program: facts.as_ref().map_or(String::new(), |f| f.program.clone()),
            edges: facts.as_ref().map_or("", |f| f.edges_text()),
            sources,
            plane: plane.into(),
            grid: sheet.grid,
            widths: (widths.iter())
                .map(|w| model::mark(w.metres, &w.text))
                .collect(),
            maps,
            claims,
            scenarios,
        };
        let mut text = Vec::new();
        html::write(&page, &mut text)
            .map_err(|error| Error::work(format!("the page cannot be made: {error}")))?;
        Ok(text)
    }
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}

/// One scenario's line.
pub struct Prepared {
    /// With one reading, worldview and day at most.
    pub choice: Scenario,
    pub inputs: Inputs,
    pub line: PreparedLine,
}

impl Prepared {
    fn read(choice: &Scenario, study: &Study) -> Result<Self, Error> {
        let inputs = Inputs::read(choice, study)?;
        inputs.reading.check_all_used()?;
        let line = study.line(&inputs, choice)?;
        Ok(Prepared {
            choice: choice.clone(),
            inputs,
            line,
        })
    }

    /// What groups are called.
    fn groups(&self) -> [String; 2] {
        groups(&self.choice)
    }

    fn reading(&self) -> String {
        if self.inputs.is_given() || self.choice.around.is_some() {
            return String::new();
        }
        self.choice.reading.unwrap_or_default().name().to_owned()
    }

    fn meaning(&self) -> Result<String, Error> {
        if self.choice.territories.is_some() {
            return Ok(String::new());
        }
        let name = self.choice.worldview.as_deref().unwrap_or(DE_FACTO);
        Ok(WorldviewTable::shipped()?
            .meaning(name)
            .unwrap_or_default()
            .to_owned())
    }
}

/// What the scenarios of a page have in common.
struct Sheet<'a> {
    plane: Plane,
    frame: Frame,
    grid: Grid,
    widths: &'a [Width],
    widest: Metres,
    tolerance: Tolerance,
}

impl Sheet<'_> {
    /// A map for each worldview and day, and which of them each scenario has.
    fn maps(&self, lines: &[Prepared]) -> (Vec<Map>, Vec<usize>) {
        let mut known: BTreeMap<(&str, jiff::civil::Date), usize> = BTreeMap::new();
        let mut maps = Vec::new();
        let mut of = Vec::new();
        for line in lines {
            let key = (line.inputs.worldview.as_str(), line.inputs.day);
            of.push(*known.entry(key).or_insert_with(|| {
                let territories = &line.inputs.territories;
                maps.push(Map::new(
                    territories,
                    &self.plane,
                    &self.frame,
                    THIN * self.grid.step,
                ));
                maps.len() - 1
            }));
        }
        (maps, of)
    }

    fn scenario(
        &self,
        line: &Prepared,
        map: usize,
        shapes: &Map,
        judged: Option<&Listed>,
        outlines: &mut Collected,
        study: &Study,
    ) -> Result<model::Scenario, Error> {
        let inputs = &line.inputs;
        let profiles = profiles(&line.line, self.widest, &inputs.territories)?;
        study.stage("shares at all widths");
        let labels = Labels {
            scenario: &inputs.description,
            worldview: &inputs.worldview,
            group: &|code| inputs.group(code),
        };
        let mut territories = Vec::new();
        let mut at: BTreeMap<usize, usize> = BTreeMap::new();
        for profile in &profiles {
            let found = (shapes.territories.iter()).position(|s| s.territory == profile.territory);
            let shape = found.ok_or_else(|| {
                let code = &inputs.territories[profile.territory].code;
                Error::work(format!("the map of the page has no place for {code}"))
                    .remedy("give a smaller greatest width, or a shorter line")
            })?;
            let territory = &inputs.territories[profile.territory];
            at.insert(profile.territory, territories.len());
            territories.push(Covered {
                shape,
                group: inputs.group(&territory.holder).text(),
                area: area(profile.territory_area).to_string(),
                profile: model::profile(profile),
            });
        }
        let mut rows = Vec::new();
        let mut strips = Vec::new();
        let plain = Zone::plain(inputs.territories.len());
        let tolerance = self.tolerance;
        let mut short = Vec::new();
        for width in self.widths {
            let strip = strip(&line.line, &plain, width.metres, tolerance)?;
            short.extend(tolerance::short(&strip));
            let overlaps = overlaps(&line.line, &strip, &inputs.territories)?;
            strips.push(StripFacts::new(&strip, &overlaps));
            outlines.add(&strip);
            let of_width =
                rows_with_overlaps(width.metres, &overlaps, &inputs.territories, &labels);
            let of_width = of_width.into_iter().filter_map(|(row, overlap)| {
                let territory = *at.get(&overlap.territory)?;
                Some(Row { territory, row })
            });
            rows.push(of_width.collect());
            study.stage(&format!("strip of {}", width.text));
        }
        study.warn_all(tolerance.told(short))?;
        let field = Field::measure(&line.line, &self.plane, &self.grid);
        study.stage("distances on the map's grid");
        let claims: Vec<Verdict> = match judged {
            Some(judged) => judged.verdicts(line, study)?,
            None => Vec::new(),
        };
        Ok(model::Scenario {
            reading: line.reading(),
            worldview: inputs.worldview.clone(),
            meaning: line.meaning()?,
            as_of: inputs.as_of(),
            description: inputs.description.clone(),
            groups: line.groups(),
            map,
            line: outline::line(
                &inputs.lines,
                &self.plane,
                &self.frame,
                shapes.tolerance_km,
                shapes.degrees,
            ),
            field,
            territories,
            rows,
            strips,
            outlines: Vec::new(),
            accuracy_m: inputs.accuracy.map(|a| a.0),
            claims,
        })
    }
}
