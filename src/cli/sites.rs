//! `standoff sites`: sites in, one row each out, as a stream.

mod sink;

use super::args::sites::Only;
use super::args::{Format, SitesArgs};
use super::inputs::Inputs;
use super::messages::Messages;
use super::outputs::{Outputs, Rows, print};
use super::progress::Bar;
use super::{strip, zone};
use crate::error::Error;
use crate::load::sites::{Batch, Fields, Remarks, Site, Sites};
use crate::load::source::Source;
use crate::report::file;
use crate::report::model::{Value, degrees};
use crate::report::number::Decimal;
use crate::report::records::Records;
use crate::report::rows::{Cell, Form, push_header, push_row};
use crate::sites::{Answer, Condition, In, Judge};
use crate::strip::PreparedLine;
use crate::strip::place::Hand;
use crate::units::{Metres, Width};
use rayon::prelude::*;
use sink::{Piece, Sink, unwritable};
use std::io::{self, Write};
use std::path::PathBuf;

const PLACES: &str = include_str!("../../data/places.csv");
/// The column of the shipped places with their population.
const POPULATION: &str = "pop_max";
/// Sites that one thread takes at a time.
const PIECE: usize = 1024;
/// Rows of the table for people.
const SHOWN: usize = 100;
/// Decimal places of distances in km: a metre.
const PLACES_KM: u8 = 3;

/// Columns before those of the widths.
pub const COLUMNS: [&str; 7] = [
    "id",
    "name",
    "territory",
    "distance_km",
    "nearest_lon",
    "nearest_lat",
    "side",
];

pub fn run(args: &SitesArgs, messages: &Messages) -> Result<(), Error> {
    let outputs = Outputs::check(&[], &args.output.table, args.output.force)?;
    strip::threads(args.threads.threads)?;
    let widths = strip::in_order(&args.width, messages)?;
    if args.only.is_some() && widths.is_empty() {
        return Err(
            Error::usage("--only asks what is in or out, but no width is given")
                .remedy("give one with --width, such as --width 300km"),
        );
    }
    let files = (args.file.iter())
        .chain(&args.line.border)
        .chain(&args.territories.territories)
        .chain(&args.zone.except)
        .chain(&args.zone.snap_to);
    Inputs::one_reader_of_standard_input(files)?;
    args.side.side(!args.line.border.is_empty())?;
    let inputs = Inputs::read(&args.line, &args.territories, None, messages)?;
    let zone = zone::read(&args.zone, &args.side, &inputs, messages)?;
    let description = inputs.configured(args.preset.as_deref(), None, &zone.text);
    if let Some(accuracy) = inputs.accuracy
        && let Some(warning) = strip::narrow(&widths, &args.zone.width_in, accuracy)
    {
        messages.warn(warning)?;
    }
    let line = PreparedLine::new(&inputs.lines, args.line.edges.into())?;
    messages.stage("line prepared");
    let metres: Vec<Metres> = widths.iter().map(|w| w.metres).collect();
    let judge = Judge::new(&line, &zone, &metres, &inputs.territories)?;
    messages.stage("territories prepared");
    let run = Run {
        args,
        inputs: &inputs,
        description,
        judge: &judge,
        columns: columns(&widths, args.places),
        conditions: conditions(args)?,
    };
    run.all(&outputs, messages)
}

fn columns(widths: &[Width], places: bool) -> Vec<String> {
    let mut columns: Vec<String> = COLUMNS.map(str::to_owned).to_vec();
    columns.extend(widths.iter().map(|w| format!("in_{}", w.text)));
    columns.push("farthest_km".to_owned());
    if places {
        columns.push("population".to_owned());
    }
    columns
}

/// The user's, and the least population.
fn conditions(args: &SitesArgs) -> Result<Vec<Condition>, Error> {
    let mut conditions = args.conditions.clone();
    if args.places {
        // What the output calls population.
        for condition in &mut conditions {
            if condition.key == "population" {
                condition.key = POPULATION.to_owned();
            }
        }
        if let Some(least) = args.min_population {
            conditions.push(format!("{POPULATION}>={least}").parse()?);
        }
    }
    Ok(conditions)
}

struct Run<'a> {
    args: &'a SitesArgs,
    inputs: &'a Inputs,
    /// Line and zone in words.
    description: String,
    judge: &'a Judge<'a>,
    columns: Vec<String>,
    conditions: Vec<Condition>,
}

impl Run<'_> {
    fn all(&self, outputs: &Outputs, messages: &Messages) -> Result<(), Error> {
        let mut shown = Shown::default();
        let rows = match self.args.output.format {
            Format::Table => None,
            Format::Csv => Some(Rows::Csv),
            Format::Json => Some(Rows::Json),
            Format::NdJson => Some(Rows::NdJson),
        };
        let mut stdout = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
        let mut sinks = Vec::new();
        if let Some(rows) = rows {
            sinks.push(Sink {
                to: &mut stdout,
                rows,
            });
        }
        self.with_files(&outputs.tables, sinks, &mut shown, messages)?;
        // A reader that has closed its end has what it wants.
        if let Err(error) = stdout.flush()
            && error.kind() != io::ErrorKind::BrokenPipe
        {
            return Err(unwritable(&error));
        }
        drop(stdout);
        messages.stage("sites judged");
        if rows.is_none() {
            print(&self.table(&shown)?)?;
        }
        Ok(())
    }

    /// Opens the files one inside the other, so that none appears unless all is written.
    fn with_files(
        &self,
        files: &[(PathBuf, Rows)],
        sinks: Vec<Sink>,
        shown: &mut Shown,
        messages: &Messages,
    ) -> Result<(), Error> {
        let Some(((path, rows), rest)) = files.split_first() else {
            return self.stream(sinks, shown, messages);
        };
        let mut failed = None;
        let written = file::write_file(path, self.args.output.force, |to| {
            let mut all: Vec<Sink> = (sinks.into_iter())
                .map(|s| Sink {
                    to: s.to,
                    rows: s.rows,
                })
                .collect();
            all.push(Sink { to, rows: *rows });
            (self.with_files(rest, all, shown, messages)).map_err(|error| {
                failed = Some(error);
                io::Error::other("the sites could not be read")
            })
        });
        match failed {
            Some(error) => Err(error),
            None => written,
        }
    }

    fn stream(
        &self,
        mut sinks: Vec<Sink>,
        shown: &mut Shown,
        messages: &Messages,
    ) -> Result<(), Error> {
        let mut fields = Fields {
            id: self.args.id_field.clone(),
            name: self.args.site_name_field.clone(),
            lon: self.args.lon_field.clone(),
            lat: self.args.lat_field.clone(),
            wanted: self.conditions.iter().map(|c| c.key.clone()).collect(),
        };
        let source = match &self.args.file {
            Some(file) => Source::from_argument(file),
            None => {
                fields.wanted.push(POPULATION.to_owned());
                Source::Bytes {
                    name: "shipped places".to_owned(),
                    bytes: PLACES.as_bytes().to_vec(),
                }
            }
        };
        let watch = Bar::beside(&source.name(), messages);
        let mut sites = Sites::open(&source, fields, &self.inputs.reading, &watch)?;
        let mut head = Vec::new();
        push_header(&mut head, &self.columns);
        let mut remarks = Remarks::default();
        let mut begun = false;
        let wants = |form| {
            sinks
                .iter()
                .any(|s| (s.rows == Rows::Csv) == (form == Form::Csv))
        };
        let forms = [wants(Form::Csv), wants(Form::Object)];
        while let Some(batch) = sites.batch(&mut remarks)? {
            let starts: Vec<usize> = (0..batch.len()).step_by(PIECE).collect();
            let pieces: Vec<Result<Piece, Error>> = (starts.into_par_iter())
                .map(|start| self.piece(&batch, start, forms))
                .collect();
            for piece in pieces {
                let piece = piece?;
                if !begun {
                    sinks.iter_mut().try_for_each(|s| s.begin(&head))?;
                    begun = true;
                }
                for sink in &mut sinks {
                    sink.add(&piece, shown.count == 0)?;
                }
                shown.count += piece.count;
                let room = SHOWN.saturating_sub(shown.rows.len());
                shown.rows.extend(piece.rows.into_iter().take(room));
                remarks.join(piece.remarks);
            }
        }
        let warnings = sites.finished(remarks)?;
        drop(watch);
        messages.warn_all(warnings)?;
        for sink in &mut sinks {
            if !begun {
                sink.begin(&head)?;
            }
            sink.end(shown.count)?;
        }
        Ok(())
    }

    fn piece(&self, batch: &Batch, start: usize, forms: [bool; 2]) -> Result<Piece, Error> {
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
            let cells = self.cells(&site, &answer);
            if forms[0] {
                push_row(
                    &mut piece.csv,
                    Form::Csv,
                    &self.columns,
                    cells.iter().copied(),
                );
            }
            if forms[1] {
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
                piece.rows.push(cells.iter().map(plain).collect());
            }
            piece.count += 1;
        }
        Ok(piece)
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

    fn cells<'s>(&'s self, site: &'s Site, answer: &Answer) -> Vec<Cell<'s>> {
        let mut cells = Vec::with_capacity(self.columns.len());
        let km = |d: Metres| Value::Number(Decimal::nearest(d.km(), PLACES_KM));
        let text = |t: &'s str| {
            if t.is_empty() {
                Value::Empty
            } else {
                Value::Text(t)
            }
        };
        let place = &answer.place;
        let territory = (answer.territory).map_or("", |i| &self.inputs.territories[i].code);
        let side = match place.side {
            Hand::Left => "left",
            Hand::Right => "right",
            Hand::On => "on",
        };
        let values = [
            text(&site.id),
            text(&site.name),
            text(territory),
            km(place.distance),
            Value::Number(degrees(place.nearest.x)),
            Value::Number(degrees(place.nearest.y)),
            Value::Text(side),
        ];
        cells.extend(values.map(Cell::Value));
        cells.extend(answer.within.iter().map(|within| match within {
            In::Yes => Cell::Truth(true),
            In::No => Cell::Truth(false),
            In::Part => Cell::Value(Value::Text("part")),
        }));
        cells.push(Cell::Value(answer.farthest.map_or(Value::Empty, km)));
        if self.args.places {
            let population = site.values.last().and_then(|v| v.as_deref());
            let number = population.and_then(|p| p.parse::<f64>().ok());
            cells.push(Cell::Value(
                number.map_or(Value::Empty, |n| Value::Number(Decimal::nearest(n, 0))),
            ));
        }
        cells
    }

    fn table(&self, shown: &Shown) -> Result<Vec<u8>, Error> {
        let columns: Vec<&str> = self.columns.iter().map(String::as_str).collect();
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

/// What the table for people shows, and how many sites there are.
#[derive(Default)]
struct Shown {
    rows: Vec<Vec<String>>,
    count: usize,
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Value(Value::Text(text)) => (*text).to_owned(),
        Cell::Value(Value::Number(number)) => number.to_string(),
        Cell::Value(Value::Empty) => String::new(),
        Cell::Truth(truth) => truth.to_string(),
    }
}
