//! A site's row: its columns, and what its cells say.

use super::super::args::SitesArgs;
use super::super::messages::Messages;
use super::super::understood;
use crate::error::Error;
use crate::report::features::Shape;
use crate::report::model::{Value, degrees};
use crate::report::number::Decimal;
use crate::report::rows::Cell;
use crate::sites::{Answer, Condition, In};
use crate::strip::place::Hand;
use crate::units::{Metres, Width};

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

/// The user's conditions, and the least population.
pub fn conditions(args: &SitesArgs, messages: &Messages) -> Result<Vec<Condition>, Error> {
    let mut conditions = args.conditions.clone();
    understood::conditions(&mut conditions, messages)?;
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
pub struct Judged {
    pub id: String,
    pub name: String,
    /// Of the shipped places.
    pub population: Option<String>,
    pub answer: Answer,
    /// For files of geometry.
    pub shape: Shape,
}

impl Judged {
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
