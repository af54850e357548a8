//! A site's row: its columns, and what its cells say.

use super::super::args::SitesArgs;
use super::super::messages::Messages;
use crate::error::Error;
use crate::load::sites::{self, Given, Own, Sort};
use crate::report::columns::{Column, Kind};
use crate::report::features::Shape;
use crate::report::model::{Value, degrees};
use crate::report::number::Decimal;
use crate::report::rows::Cell;
use crate::sites::{Answer, Condition, In};
use crate::strip::place::Hand;
use crate::study::conditions as conditions_understood;
use crate::units::{Metres, Width};
use std::collections::BTreeSet;

/// The column of the shipped places with their population.
pub const POPULATION: &str = "pop_max";
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

/// The columns of a run; `places`: of the shipped ones.
pub fn columns(widths: &[Width], places: bool) -> Vec<String> {
    let mut columns: Vec<String> = COLUMNS.map(str::to_owned).to_vec();
    columns.extend(widths.iter().map(|w| format!("in_{}", w.text)));
    columns.push("farthest_km".to_owned());
    if places {
        columns.push("population".to_owned());
    }
    columns
}

/// Names that files of geometry give to columns of their own.
const TAKEN: [&str; 3] = ["layer", "fid", "geom"];

/// The input's own columns as they stand after `ours`: a name that is taken, in whatever case, begins with `input_`; one that is empty is
/// told by its number.
pub fn own_columns(ours: &[String], own: &[sites::Column]) -> Vec<Column> {
    let lower = |name: &str| name.to_lowercase();
    let mut taken: BTreeSet<String> = (ours.iter().map(|name| lower(name)))
        .chain(TAKEN.map(str::to_owned))
        .collect();
    let column = |(number, column): (usize, &sites::Column)| {
        let mut name = match column.name.trim() {
            "" => format!("column_{number}"),
            name => name.to_owned(),
        };
        while !taken.insert(lower(&name)) {
            name.insert_str(0, "input_");
        }
        Column {
            about: format!("{}, as the input has it", column.name),
            name,
            kind: match column.sort {
                Sort::Text => Kind::Text,
                Sort::Number => Kind::Number,
                Sort::Whole => Kind::Whole,
            },
        }
    };
    (1..).zip(own).map(column).collect()
}

/// The user's conditions, and the least population.
pub fn conditions(args: &SitesArgs, messages: &Messages) -> Result<Vec<Condition>, Error> {
    let mut conditions = args.conditions.clone();
    conditions_understood(&mut conditions, &messages.study())?;
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

/// A site that is asked for, with what is said of it.
pub struct Judged<'a> {
    pub id: String,
    pub name: String,
    /// Of the shipped places.
    pub population: Option<String>,
    pub answer: Answer,
    /// What the input has of it.
    pub own: Own<'a>,
    /// For files of geometry.
    pub shape: Shape,
}

impl Judged<'_> {
    /// The cells of the input's own columns.
    pub fn own_cells<'s>(&'s self, columns: &'s [sites::Column]) -> impl Iterator<Item = Cell<'s>> {
        let cell = |(place, column)| match self.own.value(place, column) {
            Given::Nothing => Cell::Value(Value::Empty),
            Given::Text(text) => Cell::Value(Value::Text(text)),
            Given::Json(value) => Cell::Given(value),
        };
        columns.iter().enumerate().map(cell)
    }

    /// The cells in the order of [`columns`]; `code`: of a territory by its place in the list.
    pub fn cells<'s>(&'s self, places: bool, code: &dyn Fn(usize) -> &'s str) -> Vec<Cell<'s>> {
        let answer = &self.answer;
        let mut cells = Vec::with_capacity(COLUMNS.len() + answer.within.len() + 2);
        let km = |d: Metres| Value::Number(Decimal::nearest(d.km(), PLACES_KM));
        let text = |t: &'s str| {
            if t.is_empty() {
                Value::Empty
            } else {
                Value::Text(t)
            }
        };
        let place = &answer.place;
        let side = match place.side {
            Hand::Left => "left",
            Hand::Right => "right",
            Hand::On => "on",
        };
        let values = [
            text(&self.id),
            text(&self.name),
            text(answer.territory.map_or("", code)),
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
        if places {
            let population = self.population.as_deref();
            let number = population.and_then(|p| p.parse::<f64>().ok());
            cells.push(Cell::Value(
                number.map_or(Value::Empty, |n| Value::Number(Decimal::nearest(n, 0))),
            ));
        }
        cells
    }
}
