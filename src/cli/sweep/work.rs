//! Scenarios that share a strip, computed together: the line is derived once for all its scenarios, a strip made and measured once for all
//! its configurations, and a territory clipped once where they do not differ.

use super::scenarios::keys;
use super::shelf::{Made, Shelf, StripKey};
use super::sink::Rows;
use crate::cli::messages::{Echo, Messages, flag};
use crate::error::{Error, Warning};
use crate::fingerprint::Fingerprint;
use crate::overlap::measure::Kept;
use crate::overlap::rows::{KnownRows, SharedRows, Told};
use crate::overlap::{Measured, Overlap};
use crate::report::model::{Labels, OverlapRow, overlap_rows};
use crate::scenario::journal::Finished;
use crate::scenario::plan::{Plan, Planned};
use crate::study::request::{Line, Request};
use crate::units::Metres;
use crate::zone::Zone;
use serde_json::{Map, Value};
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The most scenarios that are computed together: what is lost when a run is cut off.
const TOGETHER: usize = 16;

/// A finished scenario with what is to be told of it.
pub struct Answer {
    pub name: String,
    pub warnings: Vec<Warning>,
    pub finished: Finished,
}

/// What workers share.
pub struct Bench<'a> {
    pub plan: &'a Plan,
    /// The scenario file's name.
    pub file: &'a str,
    strict: bool,
    /// What names were understood as is told once for all.
    echo: Arc<Echo>,
    /// The lines last used, the latest at the end.
    lines: Mutex<Vec<(String, Shared)>>,
    /// How many of them are kept: each has the world's territories with it, some nine megabytes.
    kept: usize,
    /// What scenarios of other flags, but the same line, can use.
    shelf: Shelf,
}

type Shared = Arc<OnceLock<Result<(Known, Vec<Warning>), Error>>>;

/// A line and its territories, with what they are known again by.
struct Known {
    line: Line,
    print: Fingerprint,
    territories: Vec<Fingerprint>,
}

impl Known {
    fn new(line: Line) -> Self {
        Known {
            print: line.prepared.fingerprint(),
            territories: (line.inputs.territories.iter())
                .map(Fingerprint::of_territory)
                .collect(),
            line,
        }
    }

    fn told(&self) -> Told<'_> {
        Told {
            territories: &self.line.inputs.territories,
            prints: &self.territories,
        }
    }
}

/// A scenario on its way.
struct Asked {
    index: usize,
    planned: Planned,
    messages: Messages,
    request: Result<Request, Error>,
}

impl<'a> Bench<'a> {
    /// `threads`: how many may work at once.
    pub fn new(
        plan: &'a Plan,
        file: &'a str,
        strict: bool,
        echo: Arc<Echo>,
        threads: usize,
    ) -> Self {
        Bench {
            plan,
            file,
            strict,
            echo,
            lines: Mutex::default(),
            kept: threads + 1,
            shelf: Shelf::default(),
        }
    }

    /// The scenarios from `first` on, in runs that share their strips.
    pub fn units(&self, first: usize) -> Vec<Range<usize>> {
        let mut units: Vec<Range<usize>> = Vec::new();
        let mut last = String::new();
        for index in first..self.plan.len() {
            let scenario = self.plan.scenario(index);
            let key = scenario
                .map(|planned| keys(&planned, self.file)[1].clone())
                .unwrap_or_default();
            match units.last_mut() {
                Some(unit) if key == last && unit.len() < TOGETHER => unit.end = index + 1,
                _ => units.push(index..index + 1),
            }
            last = key;
        }
        units
    }

    /// Computes a run of scenarios.
    pub fn unit(&self, range: Range<usize>, format: Rows) -> Vec<Answer> {
        let asked: Vec<Asked> = range.filter_map(|index| self.asked(index)).collect();
        let Some(line) = asked
            .iter()
            .find_map(|a| Some(self.line(&a.planned, a.request.as_ref().ok()?)))
        else {
            return asked.into_iter().map(|a| a.failed(format)).collect();
        };
        match line.get() {
            Some(Ok((line, warnings))) => {
                // With `--strict` they are the error that took the line's place.
                let mut answers = self.together(asked, line, format);
                for answer in &mut answers {
                    answer.warnings.splice(0..0, warnings.iter().cloned());
                }
                answers
            }
            other => {
                let why = match other {
                    Some(Err(error)) => error.clone(),
                    _ => Error::work("the line was not made"),
                };
                asked
                    .into_iter()
                    .map(|a| a.with(why.clone()).failed(format))
                    .collect()
            }
        }
    }

    fn asked(&self, index: usize) -> Option<Asked> {
        let planned = self.plan.scenario(index)?;
        let messages = Messages::kept(self.strict, &self.echo);
        let request = (planned.scenario(self.file))
            .and_then(|scenario| Request::new(&scenario, &messages.study()));
        Some(Asked {
            index,
            planned,
            messages,
            request,
        })
    }

    /// The line of a scenario, derived by whoever needs it first.
    fn line(&self, planned: &Planned, request: &Request) -> Shared {
        let [key, _] = keys(planned, self.file);
        let shared = {
            let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            let found = lines.iter().position(|(known, _)| *known == key);
            let entry = match found {
                Some(place) => lines.remove(place),
                None => (key, Shared::default()),
            };
            let shared = Arc::clone(&entry.1);
            lines.push(entry);
            let over = lines.len().saturating_sub(self.kept);
            lines.drain(..over);
            shared
        };
        shared.get_or_init(|| {
            let messages = Messages::kept(self.strict, &self.echo);
            let line = Known::new(request.line(&messages.study())?);
            Ok((line, messages.into_warnings()))
        });
        shared
    }
}

impl Asked {
    fn with(mut self, error: Error) -> Self {
        if self.request.is_ok() {
            self.request = Err(error);
        }
        self
    }

    fn failed(self, format: Rows) -> Answer {
        let why = self
            .request
            .err()
            .map_or_else(String::new, |error| error.told(&flag));
        let about = about(&self.planned);
        Answer {
            name: self.planned.name,
            warnings: self.messages.into_warnings(),
            finished: Finished {
                bytes: format.bytes(self.index, &[]),
                rows: 0,
                failed: Some(why),
                about: Value::Object(about),
            },
        }
    }
}

/// Where a scenario's rows come from.
enum Found {
    /// All of them were known.
    Known(Vec<Vec<Overlap>>),
    Computed,
}

impl Bench<'_> {
    /// Scenarios of one line whose strips, where they have the same width, are the same.
    fn together(&self, asked: Vec<Asked>, known: &Known, format: Rows) -> Vec<Answer> {
        let line = &known.line;
        let inputs = &line.inputs;
        let zones: Vec<Option<Result<(Zone, String), Error>>> = (asked.iter())
            .map(|a| Some(a.request.as_ref().ok()?.zone(line, &a.messages.study())))
            .collect();
        let mut found: Vec<Found> = Vec::with_capacity(asked.len());
        let mut strips: Vec<(Metres, Result<Arc<Made>, Error>)> = Vec::new();
        for (asked, zone) in asked.iter().zip(&zones) {
            let (Ok(request), Some(Ok((zone, _)))) = (&asked.request, zone) else {
                found.push(Found::Computed);
                continue;
            };
            if let Some(rows) = self.known(request, zone, known) {
                found.push(Found::Known(rows));
                continue;
            }
            found.push(Found::Computed);
            for width in request.all_widths(zone) {
                if !strips.iter().any(|(known, _)| *known == width) {
                    let strip = self.strip(request, zone, width, known).and_then(|made| {
                        let short = request.tolerance.short(std::iter::once(made.kept.strip()));
                        asked.messages.warn_all(short)?;
                        Ok(made)
                    });
                    strips.push((width, strip));
                }
            }
        }
        let made: Vec<&Made> = (strips.iter())
            .filter_map(|(_, strip)| Some(strip.as_ref().ok()?.as_ref()))
            .collect();
        let measured: Result<Vec<Measured>, Error> = (made.iter())
            .map(|made| Measured::again(&line.prepared, &made.kept))
            .collect();
        let measured = match measured {
            Ok(measured) => measured,
            // Not to be met: the shelf knows lines by the same fingerprints.
            Err(error) => {
                let failed = |asked: Asked| asked.with(error.clone()).failed(format);
                return asked.into_iter().map(failed).collect();
            }
        };
        let so_far: Vec<Arc<KnownRows>> = made.iter().map(|m| Arc::clone(&m.rows)).collect();
        let plain = Zone::plain(inputs.territories.len());
        let shared = SharedRows::new(&measured, &plain, known.told(), &so_far);
        (asked.into_iter().zip(zones).zip(found))
            .map(|((asked, zone), found)| {
                let answer = match (&asked.request, zone) {
                    (Ok(request), Some(Ok((zone, text)))) => {
                        computed(request, &zone, found, &strips, &shared)
                            .map(|found| (rows(&asked.planned, request, line, &found), text))
                    }
                    (_, Some(Err(error))) => Err(error),
                    (Err(error), _) => Err(error.clone()),
                    (Ok(_), None) => Err(Error::work("the zone was not made")),
                };
                match answer {
                    Ok((rows, text)) => done(asked, line, &rows, text, format),
                    Err(error) => asked.with(error).failed(format),
                }
            })
            .collect()
    }

    /// The overlaps for each of a scenario's widths, if every one is known.
    fn known(&self, request: &Request, zone: &Zone, known: &Known) -> Option<Vec<Vec<Overlap>>> {
        let strips: Vec<(Metres, Arc<KnownRows>)> = (request.all_widths(zone).into_iter())
            .map(|width| {
                let rows = self.shelf.known(&key(request, zone, width, known))?;
                Some((width, rows))
            })
            .collect::<Option<_>>()?;
        let strip = |width: Metres| {
            let found = strips.iter().find(|(known, _)| *known == width);
            found.map(|(_, rows)| Arc::clone(rows))
        };
        (request.widths.iter())
            .map(|width| known.told().known(zone, width.metres, &strip))
            .collect()
    }

    fn strip(
        &self,
        request: &Request,
        zone: &Zone,
        width: Metres,
        known: &Known,
    ) -> Result<Arc<Made>, Error> {
        let line = &known.line;
        self.shelf.strip(key(request, zone, width, known), || {
            Kept::of(&line.prepared, request.strip(line, zone, width)?)
        })
    }
}

fn key(request: &Request, zone: &Zone, width: Metres, known: &Known) -> StripKey {
    StripKey {
        line: known.print,
        width,
        tolerance: request.tolerance.of(width),
        asked: request.tolerance.is_asked(),
        side: zone.side,
        cap: zone.cap,
    }
}

/// The overlaps for each of a scenario's widths.
fn computed(
    request: &Request,
    zone: &Zone,
    found: Found,
    strips: &[(Metres, Result<Arc<Made>, Error>)],
    shared: &SharedRows,
) -> Result<Vec<Vec<Overlap>>, Error> {
    if let Found::Known(rows) = found {
        return Ok(rows);
    }
    let widths = request.all_widths(zone);
    for (width, strip) in strips {
        if let (true, Err(error)) = (widths.contains(width), strip) {
            return Err(error.clone());
        }
    }
    (request.widths.iter())
        .map(|width| shared.rows(zone, width.metres))
        .collect()
}

fn rows(
    planned: &Planned,
    request: &Request,
    line: &Line,
    found: &[Vec<Overlap>],
) -> Vec<OverlapRow> {
    let inputs = &line.inputs;
    let labels = Labels {
        scenario: &planned.name,
        worldview: &inputs.worldview,
        group: &|code| inputs.group(code),
    };
    let mut all = Vec::new();
    for (width, overlaps) in request.widths.iter().zip(found) {
        let rows = overlap_rows(width.metres, overlaps, &inputs.territories, &labels);
        all.extend(rows.into_iter().map(|(row, _)| row));
    }
    all
}

fn done(asked: Asked, line: &Line, rows: &[OverlapRow], text: String, format: Rows) -> Answer {
    let mut about = about(&asked.planned);
    if let Ok(request) = &asked.request {
        let widths: Vec<Metres> = request.widths.iter().map(|w| w.metres).collect();
        let facts = line
            .inputs
            .facts(&request.scenario, request.tolerance.finest(&widths));
        about.insert("line".to_owned(), text.into());
        about.insert("as_of".to_owned(), facts.as_of.clone().into());
        about.insert("worldview".to_owned(), facts.worldview.clone().into());
        about.insert("source".to_owned(), facts.source.clone().into());
        about.insert("edges".to_owned(), facts.edges_text().into());
        about.insert("tolerance_m".to_owned(), facts.tolerance.0.into());
    }
    Answer {
        name: asked.planned.name,
        warnings: asked.messages.into_warnings(),
        finished: Finished {
            bytes: format.bytes(asked.index, rows),
            rows: rows.len() as u64,
            failed: None,
            about: Value::Object(about),
        },
    }
}

/// The scenario's name and its own choices.
fn about(planned: &Planned) -> Map<String, Value> {
    let settings = planned.flags.iter();
    let flags = settings.map(|setting| (setting.flag.clone(), setting.value.clone()));
    let mut about = Map::new();
    about.insert("scenario".to_owned(), planned.name.clone().into());
    about.insert("flags".to_owned(), Value::Object(flags.collect()));
    about
}
