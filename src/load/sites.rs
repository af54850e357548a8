//! Users' sites from all formats that are read (`formats`). The content tells which: text that begins with `{` is GeoJSON, one
//! object a line if the first line is a whole feature; with a record separator before each it is a text sequence (RFC 8142); all other
//! text is CSV with a header line.
//!
//! CSV and GeoJSON of one feature a line come in batches, so that a file of any length takes little room. What a row means is
//! read by [`Batch::site`], which threads may call side by side.
//!
//! # Errors
//! Data errors with file, line or feature, and what to do about it.

mod batch;
mod columns;
mod given;

pub use given::{Column, Given, Own, Sort};

use super::document::{self, Feature};
use super::formats::{self, Content};
use super::notes::{Note, Notes, Spot};
use super::reading::Reading;
use super::source::{Source, Watch};
use super::text::Text;
use crate::crs::Transformation;
use crate::error::{Error, Place, Warning};
use crate::likeness::nearest_of;
use crate::sites::Shape;
use columns::{At, Columns};
use csv::ByteRecord;
use serde_json::{Map, Value};
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::sync::Arc;

/// Rows in a batch.
pub(super) const BATCH: usize = 1 << 16;
/// Stands before each object of a text sequence (RFC 8142).
const SEPARATOR: u8 = 0x1e;
/// Lines that decide on the operation from another coordinate reference system.
const SAMPLE: usize = 256;

/// The names of columns or properties; `None`: the usual ones.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    pub id: Option<String>,
    pub name: Option<String>,
    pub lon: Option<String>,
    pub lat: Option<String>,
    /// Further ones whose values are wanted.
    pub wanted: Vec<String>,
    /// Whether the input's own columns are wanted, all of them.
    pub own: bool,
    /// Whether a site without an id has its number in the input as one.
    pub numbered: bool,
}

/// One site as it was given.
#[derive(Clone, Debug)]
pub struct Site<'a> {
    /// Empty where there is none.
    pub id: String,
    pub name: String,
    pub shape: Shape,
    /// The wanted values, in the order of [`Fields::wanted`].
    pub values: Vec<Option<String>>,
    /// What stands in the columns of [`Sites::own_columns`].
    pub own: Own<'a>,
}

/// What was noted of some sites, to be told once all are read.
#[derive(Default)]
pub struct Remarks {
    notes: Notes,
    /// Which of the wanted names some site had.
    seen: Vec<bool>,
}

impl Remarks {
    /// Joins the remarks on later sites.
    pub fn join(&mut self, later: Remarks) {
        self.notes.merge(later.notes);
        self.see(later.seen.into_iter());
    }

    fn see(&mut self, had: impl Iterator<Item = bool>) {
        for (i, had) in had.enumerate() {
            match self.seen.get_mut(i) {
                Some(seen) => *seen |= had,
                None => self.seen.push(had),
            }
        }
    }
}

/// Sites in the order of the input.
pub struct Sites<'r> {
    file: String,
    fields: Fields,
    input: Input<'r>,
    /// Names of properties of the first sites, to tell the nearest to one that there is not.
    known: Vec<String>,
    /// The input's own columns, where they are wanted.
    own: Vec<Column>,
    /// What stands for ids where nothing is named so.
    likely: Option<String>,
    /// Read already, for the names in it.
    ahead: Option<Items>,
    /// Lines or records read so far.
    number: u64,
    reading: &'r Reading,
    /// The way to WGS84 of rows and lines that are in another system; the first batch decides which.
    way: Option<Arc<Transformation>>,
}

enum Input<'r> {
    Rows(Box<csv::Reader<Box<dyn BufRead + 'r>>>, Columns),
    /// One object a line, or after each record separator.
    Lines(Box<dyn BufRead + 'r>, u8),
    /// `None` once they were given.
    Document(Option<Box<(Vec<Feature>, Notes)>>),
}

/// Some sites, not yet read for their meaning.
pub struct Batch<'a> {
    file: &'a str,
    fields: &'a Fields,
    own: &'a [Column],
    likely: Option<&'a str>,
    items: Items,
    way: Option<Arc<Transformation>>,
}

enum Items {
    Rows(Vec<ByteRecord>, Columns),
    /// Each with its number; what such a text is called.
    Lines(&'static str, Vec<(u64, String)>),
    /// Each with its number.
    Features(Vec<(u64, Feature)>),
}

impl<'r> Sites<'r> {
    /// Opens a source and reads what names its columns; `watch` is told how far the reading comes.
    ///
    /// # Errors
    /// A file that cannot be read; GeoJSON that is none; a column that there is not.
    pub fn open(
        source: &'r Source,
        fields: Fields,
        reading: &'r Reading,
        watch: &'r dyn Watch,
    ) -> Result<Self, Error> {
        let file = source.name();
        let mut sites = Sites {
            file: file.clone(),
            fields,
            input: Input::Document(None),
            known: Vec::new(),
            own: Vec::new(),
            likely: None,
            ahead: None,
            number: 0,
            reading,
            way: None,
        };
        if !matches!(formats::content(source)?, Content::Text | Content::Table) {
            let (mut features, mut notes) = (Vec::new(), Notes::default());
            reading.read(source, watch, &mut notes, &mut features)?;
            return sites.document(features, notes);
        }
        let place = || Place {
            file: Some(file.clone()),
            ..Place::default()
        };
        let opened = source.open(watch)?;
        let mut reader: Box<dyn BufRead + 'r> = Box::new(BufReader::with_capacity(1 << 18, opened));
        let mut first = String::new();
        let failed = |error: std::io::Error| unreadable(&error).at(place());
        // Empty lines may come first.
        while first.trim().is_empty() {
            if reader.read_line(&mut first).map_err(failed)? == 0 {
                return Err(Error::data("the file is empty")
                    .at(place())
                    .remedy("give GeoJSON, or CSV with a header line"));
            }
        }
        let text = first.trim_start_matches('\u{feff}').to_owned();
        if text.trim_start().starts_with(char::from(SEPARATOR)) {
            let line = std::io::Cursor::new(text.into_bytes());
            sites.input = Input::Lines(Box::new(BufReader::new(line.chain(reader))), SEPARATOR);
            return sites.looked_ahead();
        }
        if !text.trim_start().starts_with(['{', '[']) {
            sites.input = sites.columns(&text, &mut reader)?;
            if sites.fields.own {
                sites.own = given::of_header(&sites.known);
            }
            return Ok(sites);
        }
        let whole = serde_json::from_str::<Map<String, Value>>(&text).ok();
        let collection = |object: &Map<String, Value>| {
            object.get("type").and_then(Value::as_str) == Some("FeatureCollection")
        };
        if let Some(object) = whole.filter(|object| !collection(object)) {
            let properties = object.get("properties").and_then(Value::as_object);
            sites.known = properties.map_or_else(Vec::new, |p| p.keys().cloned().collect());
            let line = std::io::Cursor::new(text.into_bytes());
            let all = BufReader::with_capacity(1 << 18, line.chain(reader));
            sites.input = Input::Lines(Box::new(all), b'\n');
            return sites.looked_ahead();
        }
        let mut notes = Notes::default();
        let mut features: Vec<Feature> = Vec::new();
        let all = Text::new(std::io::Cursor::new(text.into_bytes()).chain(reader));
        notes.crs.accept = true;
        document::stream(&file, all, &mut notes, &mut features)?;
        sites.reading.document(&file, &mut features, &mut notes)?;
        sites.document(features, notes)
    }

    /// The features of a document as sites.
    fn document(mut self, features: Vec<Feature>, notes: Notes) -> Result<Self, Error> {
        let sites = &mut self;
        for key in features.iter().flat_map(|f| f.properties.keys()) {
            if !sites.known.contains(key) {
                sites.known.push(key.clone());
            }
        }
        for wanted in &sites.fields.wanted {
            if !sites.known.contains(wanted) {
                return Err(sites.unknown(wanted));
            }
        }
        if sites.fields.own {
            sites.own = given::of_properties(features.iter().map(|f| &f.properties), true);
        }
        if sites.fields.id.is_none() && features.iter().all(|f| f.id.is_none()) {
            sites.likely = given::likely_id(&sites.known).map(str::to_owned);
        }
        sites.input = Input::Document(Some(Box::new((features, notes))));
        Ok(self)
    }

    /// With the first lines read, where the names of properties are wanted: rows that show ids want them as much as files.
    fn looked_ahead(mut self) -> Result<Self, Error> {
        if self.fields.numbered {
            let items = self.lines()?;
            let all = matches!(&items, Items::Lines(_, rows) if rows.len() < BATCH);
            self.own = given::of_lines(&items, all);
            let names: Vec<&str> = self.own.iter().map(|column| column.name.as_str()).collect();
            if self.fields.id.is_none() {
                self.likely = given::likely_id(&names).map(str::to_owned);
            }
            if !self.fields.own {
                self.own.clear();
            }
            self.ahead = Some(items);
        }
        Ok(self)
    }

    /// The column or property that stands for ids, where none is named `id` and the user names none.
    pub fn likely_id(&self) -> Option<&str> {
        self.likely.as_deref()
    }

    /// The input's own columns: all of a table; those of all features, or of the first 65,536 where they come one a line.
    pub fn own_columns(&self) -> &[Column] {
        &self.own
    }

    /// The next sites; `None` at the end.
    ///
    /// # Errors
    /// A row with too many or too few fields, text that is not UTF-8, a failing read.
    pub fn batch(&mut self, remarks: &mut Remarks) -> Result<Option<Batch<'_>>, Error> {
        let items = match &mut self.input {
            Input::Rows(reader, columns) => {
                let file = &self.file;
                let mut rows = Vec::with_capacity(BATCH);
                let mut row = ByteRecord::new();
                while rows.len() < BATCH
                    && reader
                        .read_byte_record(&mut row)
                        .map_err(|e| broken(&e, file))?
                {
                    if columns.place(&row, file)? {
                        rows.push(row.clone());
                        continue;
                    }
                    let line = row.position().map_or(0, csv::Position::line);
                    let label = format!("in line {line}");
                    let spot = Spot {
                        file,
                        feature: Some(&label),
                        part: 0,
                    };
                    remarks.notes.add(Note::NoCoordinates, || spot.place());
                }
                Items::Rows(rows, columns.clone())
            }
            Input::Lines(..) => match self.ahead.take() {
                Some(items) => items,
                None => self.lines()?,
            },
            Input::Document(features) => match features.take() {
                None => return Ok(None),
                Some(document) => {
                    let (features, notes) = *document;
                    remarks.notes.merge(notes);
                    Items::Features(
                        (1..)
                            .zip(features)
                            .filter(|(_, f)| !f.geometries.is_empty()) // noted while parsing
                            .collect(),
                    )
                }
            },
        };
        let mut batch = Batch {
            file: &self.file,
            fields: &self.fields,
            own: &self.own,
            likely: self.likely.as_deref(),
            items,
            way: None,
        };
        if self.way.is_none()
            && !matches!(batch.items, Items::Features(..))
            && let Some(crs) = self.reading.foreign(&self.file)
        {
            let sample = batch.sample();
            self.way = Some(
                self.reading
                    .begin(crs, &self.file, &sample, &mut remarks.notes)?,
            );
        }
        batch.way.clone_from(&self.way);
        if batch.is_empty() {
            return Ok(None);
        }
        Ok(Some(batch))
    }

    /// The next texts of one feature each; none at the end.
    fn lines(&mut self) -> Result<Items, Error> {
        let Input::Lines(reader, mark) = &mut self.input else {
            return Ok(Items::Lines("line", Vec::new()));
        };
        let file = &self.file;
        let word = if *mark == SEPARATOR { "record" } else { "line" };
        let mut rows = Vec::new();
        let mut number = self.number;
        while rows.len() < BATCH {
            let mut object = Vec::new();
            let place = |number| Place {
                file: Some(file.clone()),
                feature: Some(format!("in {word} {number}")),
                ..Place::default()
            };
            let read = reader
                .read_until(*mark, &mut object)
                .map_err(|e| unreadable(&e).at(place(number + 1)))?;
            if read == 0 {
                break;
            }
            let ended = object.last() == Some(mark);
            if ended && *mark == SEPARATOR {
                object.pop();
            }
            let text = String::from_utf8(object).map_err(|_| not_utf8().at(place(number + 1)))?;
            let empty = text.trim().is_empty();
            // Nothing stands before the first separator.
            number += u64::from(*mark == b'\n' || !empty);
            if !empty {
                rows.push((number, text));
            }
        }
        self.number = number;
        Ok(Items::Lines(word, rows))
    }

    /// What there is to tell when all is read.
    ///
    /// # Errors
    /// A wanted property that no site has, with the nearest that the first has.
    pub fn finished(self, remarks: Remarks) -> Result<Vec<Warning>, Error> {
        if matches!(self.input, Input::Lines(..)) {
            let missing = (self.fields.wanted.iter().enumerate())
                .find(|(i, _)| remarks.seen.get(*i).is_some_and(|seen| !seen));
            if let Some((_, name)) = missing {
                return Err(self.unknown(name));
            }
        }
        Ok(remarks.notes.into_warnings())
    }

    fn place(&self) -> Place {
        Place {
            file: Some(self.file.clone()),
            ..Place::default()
        }
    }

    fn unknown(&self, name: &str) -> Error {
        let remedy = match nearest_of(name, self.known.iter().map(String::as_str)) {
            Some(known) => format!("did you mean {known}?"),
            None if self.known.is_empty() => "the sites have no properties".to_owned(),
            None => format!("there are {}", self.known.join(", ")),
        };
        Error::data(format!("no site has a property or column {name}"))
            .at(self.place())
            .remedy(remedy)
    }
}

fn not_utf8() -> Error {
    Error::data("text that is not UTF-8").remedy("save the file as UTF-8")
}

fn unreadable(error: &std::io::Error) -> Error {
    if error.kind() == ErrorKind::InvalidData {
        return not_utf8();
    }
    Error::work(format!("the file cannot be read: {error}")).remedy("check the disk and try again")
}

fn broken(error: &csv::Error, file: &str) -> Error {
    let line = error.position().map(csv::Position::line);
    let place = Place {
        file: Some(file.to_owned()),
        feature: line.map(|line| format!("in line {line}")),
        ..Place::default()
    };
    match error.kind() {
        csv::ErrorKind::Io(error) => unreadable(error).at(place),
        _ => Error::data(format!("no CSV: {error}"))
            .at(place)
            .remedy("give UTF-8 text with a header line"),
    }
}
