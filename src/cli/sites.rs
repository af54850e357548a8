//! `standoff sites`: sites in, one row each out, as a stream.

mod asked;
mod files;
mod rows;
mod sink;
mod zone;

use super::args::sites::Only;
use super::args::{Format, SitesArgs};
use super::messages::Messages;
use super::outputs::{Geometry, Outputs, Rows, print};
use super::preset;
use super::progress::Bar;
use super::target::Target;
use crate::error::Error;
use crate::geodesy::densify::as_straight;
use crate::load::defects::Defect;
use crate::load::sites::{self, Batch, Remarks, Sites};
use crate::report;
use crate::report::features::{Layers, Seen, Shape, StripLayer};
use crate::report::model::{Facts, Labels, StripFacts, Value};
use crate::report::records::Records;
use crate::report::rows::{Cell, Form, push_header, push_row};
use crate::scenario::field::FileChoice;
use crate::sites::{Answer, Condition, In, Judge};
use crate::study::inputs::{Inputs, within};
use crate::study::strips::{in_order, narrow};
use crate::study::tolerance::DEFAULT;
use crate::study::{record, zone as study_zone};
use crate::units::Metres;
use asked::{asked, chosen, with_sites};
use files::Held;
use geo::MultiPolygon;
use rayon::prelude::*;
use rows::Judged;
use sink::{Piece, Sink, To, unwritable};
use std::collections::BTreeSet;
use std::io::{self, Write};

const PLACES: &str = include_str!("../../data/places.csv");
/// Sites that one thread takes at a time.
const PIECE: usize = 1024;
/// Rows of the table for people.
const SHOWN: usize = 100;
pub fn run(args: &SitesArgs, messages: &Messages) -> Result<(), Error> {
    let force = args.output.force;
    let outputs =
        Outputs::check(&args.out, &args.output.table, force)?.with_style(args.style, force)?;
    let ballpark = args.line.coordinates.allow_ballpark;
    let target = Target::check(args.out_crs.as_deref(), ballpark, &outputs, messages)?;
    let own = &preset::laid(chosen(args)?, "sites", messages)?;
    let study = &messages.study();
    let widths = in_order(&own.width, study)?;
    if args.only.is_some() && widths.is_empty() {
        return Err(
            Error::usage("--only asks what is in or out, but no width is given")
                .remedy("give one with --width, such as --width 300km"),
        );
    }
    let asked_of = args.file.as_deref().map(FileChoice::from);
    let files = (asked_of.iter())
        .chain(&own.border)
        .chain(&own.territories)
        .chain(&own.except)
        .chain(&own.snap_to);
    Inputs::one_reader_of_standard_input(files)?;
    study_zone::side(own, !own.border.is_empty())?;
    let inputs = Inputs::read(own, study)?;
    let zone = study_zone::read(own, &inputs, study)?;
    let description = inputs.configured(own, &zone.text);
    if let Some(accuracy) = inputs.accuracy
        && let Some(warning) = narrow(&widths, &own.width_in, accuracy)
    {
        messages.warn(warning)?;
    }
    let line = study.line(&inputs, own)?;
    messages.stage("line prepared");
    let metres: Vec<Metres> = widths.iter().map(|w| w.metres).collect();
    inputs.tell_readings(own, &metres, DEFAULT, study)?;
    let judge = Judge::new(&line, &zone, &metres, &inputs.territories)?;
    messages.stage("territories prepared");
    let columns = rows::columns(&widths, args.places);
    let conditions = rows::conditions(args, messages)?;
    let written = args.output.format != Format::Table
        || !(outputs.tables.is_empty() && outputs.geometry.is_empty());
    let (source, fields) = asked(args, &conditions, written);
    let watch = Bar::beside(&source.name(), messages);
    let sites = Sites::open(&source, fields, &inputs.reading, &watch)?;
    if let Some(id) = sites.likely_id() {
        messages.understood(&[format!("id: the column {id}")]);
    }
    let read = sites.own_columns().to_vec();
    let theirs = rows::own_columns(&columns, &read);
    let reached = within(&inputs.territories, &zone, &metres);
    let drawn = (outputs.geometry.iter()).any(|(_, kind)| *kind == Geometry::GeoPackage);
    let matters = |defect: &Defect, distance| drawn && reached(defect, distance);
    if !inputs.defects.is_empty() {
        (inputs.defects).refuse(&inputs.territories, &line, &matters)?;
    }
    let strips = zone::strips(
        &outputs,
        columns.len() + theirs.len(),
        &line,
        &zone,
        &widths,
        study,
    )?;
    let covered = zone::covered(&line, &zone, &widths, &strips, &inputs, study)?;
    let tolerance = zone::tolerance(&widths, &zone);
    let recorded = match outputs.geometry.is_empty() {
        true => None,
        false => {
            let asked = with_sites(own.clone(), args, &inputs)?;
            Some(record::text(
                "sites",
                &asked,
                Some(tolerance),
                &inputs,
                study.open,
            )?)
        }
    };
    let mut facts = Facts {
        strips: (covered.iter())
            .map(|(strip, overlaps)| StripFacts::new(strip, overlaps))
            .collect(),
        line: description.clone(),
        choices: recorded,
        ..inputs.facts(own, tolerance)
    };
    let border = as_straight(&inputs.lines, facts.edges, tolerance.0);
    let drawn: Vec<_> = (covered.iter())
        .map(|(strip, overlaps)| StripLayer {
            strip,
            overlaps,
            tabulated: &[],
        })
        .collect();
    let mut layers = Layers {
        strips: &drawn,
        territories: &inputs.territories,
        districts: None,
        hidden: &[],
        labels: &Labels {
            scenario: &description,
            worldview: &inputs.worldview,
            group: &|code| inputs.group(code),
        },
        border: &border,
    };
    let way = target.way(&layers, &mut facts, messages)?;
    let hidden = target.hidden(way.as_ref(), &layers, &outputs, messages);
    layers.hidden = &hidden;
    let held = Held {
        sites: report::sites::layer(&columns, &theirs),
        layers,
        facts,
        way,
    };
    let run = Run {
        args,
        inputs: &inputs,
        description: &description,
        judge: &judge,
        ours: columns.len(),
        columns: (columns.into_iter())
            .chain(theirs.into_iter().map(|column| column.name))
            .collect(),
        read: &read,
        conditions,
    };
    let met = run.all(sites, &watch, &outputs, &held, messages)?;
    if inputs.defects.is_empty() {
        return Ok(());
    }
    let holds = |code: &String| met.iter().any(|&i| inputs.territories[i].code == *code);
    let matters = |defect: &Defect, distance| {
        // A site where a polygon is missing was refused.
        let held = defect.missing().is_none() && defect.codes.iter().any(holds);
        held || matters(defect, distance)
    };
    (inputs.defects).tell(&inputs.territories, &line, &matters, study)
}

struct Run<'a> {
    args: &'a SitesArgs,
    inputs: &'a Inputs,
    /// Line and zone in words.
    description: &'a str,
    judge: &'a Judge<'a>,
    /// Ours, then those of the input.
    columns: Vec<String>,
    /// How many are ours.
    ours: usize,
    /// The input's as it names them.
    read: &'a [sites::Column],
    conditions: Vec<Condition>,
}

impl Run<'_> {
    /// The territories that sites lie on, where something is wrong with some.
    fn all(
        &self,
        sites: Sites,
        watch: &Bar,
        outputs: &Outputs,
        held: &Held,
        messages: &Messages,
    ) -> Result<BTreeSet<usize>, Error> {
        let mut shown = Shown::default();
        let rows = match self.args.output.format {
            Format::Table => None,
            Format::Csv => Some(Rows::Csv),
            Format::Json => Some(Rows::Json),
            Format::NdJson => Some(Rows::NdJson),
        };
        let mut stdout = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
        let first = rows.map(|rows| (&mut stdout as &mut dyn Write, rows));
        let force = self.args.output.force;
        files::write(outputs, held, force, first, |sinks| {
            let seen = self.stream(sites, watch, sinks, &mut shown, messages)?;
            Ok((shown.count, seen))
        })?;
        // A reader that has closed its end has what it wants.
        if let Err(error) = stdout.flush()
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            return Err(unwritable(None, &error));
        }
        drop(stdout);
        messages.stage("sites judged");
        if rows.is_none() {
            print(&self.table(&shown)?)?;
        }
        Ok(shown.met)
    }

    fn stream(
        &self,
        mut sites: Sites,
        watch: &Bar,
        sinks: &mut [Sink],
        shown: &mut Shown,
        messages: &Messages,
    ) -> Result<Seen, Error> {
        let mut head = Vec::new();
        push_header(&mut head, &self.columns);
        let mut remarks = Remarks::default();
        let mut seen = Seen::default();
        let mut begun = false;
        let wants = Wants {
            csv: sinks.iter().any(|s| matches!(s.to, To::Rows(_, Rows::Csv))),
            objects: (sinks.iter()).any(|s| matches!(s.to, To::Rows(_, Rows::Json | Rows::NdJson))),
            shapes: sinks.iter().any(|s| !matches!(s.to, To::Rows(..))),
        };
        while let Some(batch) = sites.batch(&mut remarks)? {
            let starts: Vec<usize> = (0..batch.len()).step_by(PIECE).collect();
            let pieces: Vec<Result<Piece<'_>, Error>> = (starts.into_par_iter())
                .map(|start| self.piece(&batch, start, wants))
                .collect();
            for piece in pieces {
                let piece = piece?;
                if !begun {
                    sinks.iter_mut().try_for_each(|s| s.begin(&head))?;
                    begun = true;
                }
                for sink in &mut *sinks {
                    sink.rows(&piece, shown.count == 0)?;
                }
                for site in &piece.sites {
                    let cells = self.cells(site);
                    (sinks.iter_mut()).try_for_each(|s| s.site(&cells, &site.shape))?;
                    site.shape
                        .kind()
                        .into_iter()
                        .for_each(|kind| seen.add(kind));
                }
                shown.count += piece.count;
                shown.met.extend(piece.met);
                let room = SHOWN.saturating_sub(shown.rows.len());
                shown.rows.extend(piece.rows.into_iter().take(room));
                remarks.join(piece.remarks);
            }
        }
        let warnings = sites.finished(remarks)?;
        self.inputs.reading.check_all_used()?;
        watch.done();
        messages.warn_all(warnings)?;
        if !begun {
            sinks.iter_mut().try_for_each(|s| s.begin(&head))?;
        }
        Ok(seen)
    }

    fn piece<'b>(&self, batch: &'b Batch, start: usize, wants: Wants) -> Result<Piece<'b>, Error> {
        let mut piece = Piece::default();
        let mut worker = self.judge.worker();
        for index in start..(start + PIECE).min(batch.len()) {
            let site = batch.site(index, &mut piece.remarks)?;
            let mut values = self.conditions.iter().zip(&site.values);
            if !values.all(|(c, v)| c.met(v.as_deref())) {
                continue;
            }
            let answer = worker.answer(&site.shape).map_err(|mut error| {
                if !site.name.is_empty() {
                    error.what = format!("{}: {}", site.name, error.what);
                }
                error
            })?;
            if !self.asked(&answer) {
                continue;
            }
            if !self.inputs.defects.is_empty() {
                let meets = |place: &MultiPolygon<f64>| site.shape.may_meet(place);
                self.inputs.defects.refuse_at(&meets)?;
                piece.met.extend(answer.territory);
            }
            let site = Judged {
                shape: if wants.shapes {
                    report::sites::shape(&site.shape)
                } else {
                    Shape::Empty
                },
                id: site.id,
                name: site.name,
                population: site.values.into_iter().next_back().flatten(),
                answer,
                own: site.own,
            };
            let cells = self.cells(&site);
            if wants.csv {
                push_row(
                    &mut piece.csv,
                    Form::Csv,
                    &self.columns,
                    cells.iter().copied(),
                );
            }
            if wants.objects {
                if !piece.objects.is_empty() {
                    piece.objects.push(b'\n');
                }
                push_row(
                    &mut piece.objects,
                    Form::Object,
                    &self.columns,
                    cells.iter().copied(),
                );
            }
            if self.args.output.format == Format::Table && piece.rows.len() < SHOWN {
                let ours = cells[..self.ours].iter();
                piece.rows.push(
                    ours.map(|cell| cell.text().unwrap_or_default().into_owned())
                        .collect(),
                );
            }
            piece.count += 1;
            if wants.shapes {
                piece.sites.push(site);
            }
        }
        Ok(piece)
    }

    fn cells<'s>(&'s self, site: &'s Judged) -> Vec<Cell<'s>> {
        let mut cells = site.cells(self.args.places, &|i| &self.inputs.territories[i].code);
        cells.extend(site.own_cells(self.read));
        cells
    }

    fn asked(&self, answer: &Answer) -> bool {
        let mut within = answer.within.iter();
        match self.args.only {
            None => true,
            Some(Only::In) => within.any(|w| *w != In::No),
            Some(Only::Out) => within.all(|w| *w == In::No),
            Some(Only::Part) => within.any(|w| *w == In::Part),
        }
    }

    fn table(&self, shown: &Shown) -> Result<Vec<u8>, Error> {
        let ours = &self.columns[..self.ours];
        let columns: Vec<&str> = ours.iter().map(String::as_str).collect();
        let rows = shown.rows.iter();
        let records = Records {
            columns: &columns,
            rows: rows
                .map(|row| row.iter().map(|cell| Value::Text(cell)).collect())
                .collect(),
        };
        let mut text = format!(
            "{}\nworldview {}; a derived line has its first group on its left\n\n",
            self.description, self.inputs.worldview
        )
        .into_bytes();
        records
            .table(&mut text)
            .map_err(|error| Error::work(format!("the table cannot be made: {error}")))?;
        if shown.count > shown.rows.len() {
            let more = format!(
                "\n… and {} more sites; --format csv or --table FILE gives all\n",
                shown.count - shown.rows.len()
            );
            text.extend_from_slice(more.as_bytes());
        }
        Ok(text)
    }
}

/// What the sinks of a run need of each piece.
#[derive(Clone, Copy)]
struct Wants {
    csv: bool,
    objects: bool,
    shapes: bool,
}

/// What the table for people shows, and how many sites there are.
#[derive(Default)]
struct Shown {
    rows: Vec<Vec<String>>,
    count: usize,
    /// Territories with sites, where something is wrong with some.
    met: BTreeSet<usize>,
}
