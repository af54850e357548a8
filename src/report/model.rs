//! The overlap table's rows and the facts that every output carries. Values are rounded here, once, so that each has
//! the same digits in every format.

use super::number::Decimal;
use crate::border::territory::Territory;
use crate::overlap::{Overlap, Overlaps};
use crate::strip::{Edges, Strip};
use crate::units::{Metres, SquareMetres};
use serde::{Serialize, Serializer};

/// Places of a square kilometre: 1 m².
const AREA_PLACES: u8 = 6;
/// Places of a share.
const SHARE_PLACES: u8 = 9;
/// Places of a width in kilometres: 1 µm, so that a mile is exact; zeros at the end go.
const WIDTH_PLACES: u8 = 9;
/// Places of what the data's accuracy makes uncertain: an estimate, 1000 m².
const DATA_ERROR_PLACES: u8 = 3;
/// Places of a kilometre in bounds on a width: 1 mm.
const MILLIMETRE_PLACES: u8 = 6;
/// Places of a degree: 0.1 m.
const DEGREE_PLACES: u8 = 6;
/// Places of a metre.
const METRE_PLACES: u8 = 6;

/// Columns of the overlap table, in order.
pub const COLUMNS: [&str; 11] = [
    "scenario",
    "worldview",
    "width_km",
    "territory",
    "name",
    "group",
    "overlap_km2",
    "overlap_share",
    "territory_km2",
    "error_km2",
    "data_error_km2",
];

/// Which of the two groups a territory belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Group {
    A,
    B,
    Both,
    #[default]
    Neither,
}

impl Group {
    /// As the table has it: `A`, `B`, `both` or empty.
    pub fn text(self) -> &'static str {
        match self {
            Group::A => "A",
            Group::B => "B",
            Group::Both => "both",
            Group::Neither => "",
        }
    }
}

impl Serialize for Group {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text())
    }
}

/// One row of the overlap table: one territory at one width.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OverlapRow {
    pub scenario: String,
    pub worldview: String,
    /// How far the strip reaches on each side of the line, km.
    pub width_km: Decimal,
    /// The territory's code.
    pub territory: String,
    pub name: String,
    pub group: Group,
    pub overlap_km2: Decimal,
    /// Part of the territory inside the strip, 0 to 1.
    pub overlap_share: Decimal,
    pub territory_km2: Decimal,
    /// Bound on the error of `overlap_km2` as it stands here, its rounding included.
    pub error_km2: Decimal,
    /// What the border data's own accuracy makes uncertain; `None` where unknown.
    pub data_error_km2: Option<Decimal>,
    /// With `--tabulate`: `overlap` for a territory, `tabulate` for a district of the user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer: Option<&'static str>,
    /// With `--snap-to`: the names of the districts that were taken on this soil.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub districts: Option<String>,
}

/// A cell of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    Text(&'a str),
    Number(Decimal),
    Empty,
}

impl OverlapRow {
    /// The cells in the order of [`COLUMNS`].
    pub fn values(&self) -> [Value<'_>; 11] {
        use Value::{Empty, Number, Text};
        [
            Text(&self.scenario),
            Text(&self.worldview),
            Number(self.width_km),
            Text(&self.territory),
            Text(&self.name),
            Text(self.group.text()),
            Number(self.overlap_km2),
            Number(self.overlap_share),
            Number(self.territory_km2),
            Number(self.error_km2),
            self.data_error_km2.map_or(Empty, Number),
        ]
    }
}

impl OverlapRow {
    /// The columns after [`COLUMNS`] that some runs have, with their cells: the same ones in all rows of a run.
    pub fn more(&self) -> Vec<(&str, Value<'_>)> {
        let texts = [
            ("layer", self.layer),
            ("districts", self.districts.as_deref()),
        ];
        let there = |(name, text): (_, Option<_>)| Some((name, Value::Text(text?)));
        texts.into_iter().filter_map(there).collect()
    }
}

/// What a row says beside the numbers.
pub struct Labels<'a> {
    pub scenario: &'a str,
    pub worldview: &'a str,
    /// The group of a territory by its holder's code.
    pub group: &'a dyn Fn(&str) -> Group,
}

/// The rows of several widths, sorted by width, then by overlap, largest first, then by code.
/// `territories` is the slice that `overlaps` was asked about.
pub fn rows(
    results: &[(Metres, &Overlaps)],
    territories: &[Territory],
    labels: &Labels,
) -> Vec<OverlapRow> {
    let mut results = results.to_vec();
    results.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
    results
        .iter()
        .flat_map(|(width, overlaps)| rows_with_overlaps(*width, overlaps, territories, labels))
        .map(|(row, _)| row)
        .collect()
}

/// The sorted rows of one width, each with the overlap that it stands for.
pub fn rows_with_overlaps<'a>(
    width: Metres,
    overlaps: &'a Overlaps,
    territories: &[Territory],
    labels: &Labels,
) -> Vec<(OverlapRow, &'a Overlap)> {
    overlap_rows(width, &overlaps.rows, territories, labels)
}

/// The same from the overlaps alone.
pub fn overlap_rows<'a>(
    width: Metres,
    overlaps: &'a [Overlap],
    territories: &[Territory],
    labels: &Labels,
) -> Vec<(OverlapRow, &'a Overlap)> {
    let mut rows: Vec<_> = (overlaps.iter())
        .map(|o| (row(width, o, &territories[o.territory], labels), o))
        .collect();
    // By the rounded area, so that the order is the one that a reader of the table expects.
    rows.sort_by(|(a, _), (b, _)| {
        (b.overlap_km2.value().total_cmp(&a.overlap_km2.value()))
            .then_with(|| a.territory.cmp(&b.territory))
    });
    rows
}

fn row(width: Metres, overlap: &Overlap, territory: &Territory, labels: &Labels) -> OverlapRow {
    let (overlap_km2, error_km2) = area_and_error(overlap.area.km2(), overlap.error.km2());
    OverlapRow {
        scenario: labels.scenario.to_owned(),
        worldview: labels.worldview.to_owned(),
        width_km: width_km(width),
        territory: territory.code.clone(),
        name: territory.name.clone(),
        group: (labels.group)(&territory.holder),
        overlap_km2,
        overlap_share: Decimal::nearest(overlap.share, SHARE_PLACES),
        territory_km2: area_km2(overlap.territory_area.km2()),
        error_km2,
        data_error_km2: (overlap.data_error).map(|e| Decimal::up(e.km2(), DATA_ERROR_PLACES)),
        layer: None,
        districts: None,
    }
}

/// A rounded area, and a bound on its error that counts the rounding too.
fn area_and_error(area: f64, error: f64) -> (Decimal, Decimal) {
    let rounded = Decimal::nearest(area, AREA_PLACES);
    let rounding = (rounded.value() - area).abs() + f64::EPSILON * area.abs();
    (rounded, Decimal::up(error + rounding, AREA_PLACES))
}

/// An area as tables have it, km² to 1 m².
pub fn area(area: SquareMetres) -> Decimal {
    area_km2(area.km2())
}

/// The same of an area in km².
pub fn area_km2(area: f64) -> Decimal {
    Decimal::nearest(area, AREA_PLACES)
}

/// A width as tables have it.
pub fn width_km(width: Metres) -> Decimal {
    Decimal::nearest(width.km(), WIDTH_PLACES).trimmed()
}

/// A bound from above on a width, km, rounded up to a millimetre.
pub fn width_at_most(width: Metres) -> Decimal {
    Decimal::up(width.km(), MILLIMETRE_PLACES)
}

/// A bound from below on a width, km, rounded down to a millimetre.
pub fn width_at_least(width: Metres) -> Decimal {
    Decimal::down(width.km(), MILLIMETRE_PLACES)
}

/// A coordinate in degrees, to 0.1 m.
pub fn degrees(value: f64) -> Decimal {
    Decimal::nearest(value, DEGREE_PLACES)
}

/// A share, 0 to 1.
pub fn share(value: f64) -> Decimal {
    Decimal::nearest(value, SHARE_PLACES)
}

/// A derivative of an area by a width: m² a metre, as km² a km.
pub fn slope(outline: Metres) -> Decimal {
    Decimal::nearest(outline.km(), DATA_ERROR_PLACES)
}

/// A length in metres, rounded up.
pub fn metres(length: Metres) -> Decimal {
    Decimal::up(length.0, METRE_PLACES).trimmed()
}

/// What is known of one strip as a whole.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StripFacts {
    /// How far the strip reaches on each side of the line, km.
    pub width_km: Decimal,
    /// What was asked for; a page says it with its outlines.
    #[serde(skip)]
    pub tolerance_m: Decimal,
    /// Every point of the outline stands at the width ± this, m.
    pub max_error_m: Decimal,
    pub area_km2: Decimal,
    /// Bound on the error of `area_km2`.
    pub error_km2: Decimal,
    /// The part over no territory.
    pub sea_km2: Decimal,
    /// Bound on the error of `sea_km2`.
    pub sea_error_km2: Decimal,
}

impl StripFacts {
    pub fn new(strip: &Strip, overlaps: &Overlaps) -> Self {
        let (area_km2, error_km2) =
            area_and_error(overlaps.strip.km2(), overlaps.strip_error.km2());
        let (sea_km2, sea_error_km2) = area_and_error(overlaps.sea.km2(), overlaps.sea_error.km2());
        StripFacts {
            width_km: width_km(strip.width()),
            tolerance_m: metres(strip.tolerance()),
            max_error_m: metres(strip.max_error()),
            area_km2,
            error_km2,
            sea_km2,
            sea_error_km2,
        }
    }
}

/// What a reader must know to use the numbers.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Program and version.
    pub program: String,
    /// Whose line it is, in words.
    pub line: String,
    /// The date that picks the members of alliances, ISO 8601; `None` for a user's line.
    pub as_of: Option<String>,
    pub worldview: String,
    /// Where the territories and the line come from.
    pub source: String,
    pub edges: Edges,
    pub tolerance: Metres,
    /// The files that were in another coordinate reference system: which operation, how accurate, in words; empty where all is WGS84.
    pub coordinates: String,
    /// One for each width.
    pub strips: Vec<StripFacts>,
    /// Under which terms the data may be used; `None` where only the user knows.
    pub licence: Option<String>,
    /// Everything that was chosen, defaults included, in the form of [`crate::scenario::recorded`].
    pub choices: Option<String>,
}

/// The name of the choices in every format.
pub const CHOICES: &str = crate::load::recorded::NAME;

/// Says what a width is.
pub const WIDTH_IS: &str =
    "per side: how far the strip reaches on each side of the line, not the total across";

impl Facts {
    /// How edges are read, in words.
    pub fn edges_text(&self) -> &'static str {
        match self.edges {
            Edges::Planar => "straight in longitude and latitude (RFC 7946)",
            Edges::Geodesic => "geodesics",
        }
    }
    /// The facts that do not depend on the width, by name.
    pub fn values(&self) -> Vec<(&'static str, Value<'_>)> {
        let mut values = vec![
            ("program", Value::Text(&self.program)),
            ("line", Value::Text(&self.line)),
            (
                "as_of",
                self.as_of.as_deref().map_or(Value::Empty, Value::Text),
            ),
            ("worldview", Value::Text(&self.worldview)),
            ("source", Value::Text(&self.source)),
            ("edges", Value::Text(self.edges_text())),
            ("width_is", Value::Text(WIDTH_IS)),
        ];
        // Where all is WGS84 there is nothing to say.
        if !self.coordinates.is_empty() {
            values.push(("coordinates", Value::Text(&self.coordinates)));
        }
        values
    }
    /// All that is known of the run, by name, for a file's metadata.
    pub fn metadata(&self) -> Vec<(String, String)> {
        let mut all: Vec<(String, String)> = (self.values().into_iter())
            .filter_map(|(name, value)| match value {
                Value::Text(text) => Some((name.to_owned(), text.to_owned())),
                Value::Number(number) => Some((name.to_owned(), number.to_string())),
                Value::Empty => None,
            })
            .collect();
        if let Some(licence) = &self.licence {
            all.push(("licence".to_owned(), licence.clone()));
        }
        all.push(("tolerance_m".to_owned(), metres(self.tolerance).to_string()));
        if let Some(choices) = &self.choices {
            all.push((CHOICES.to_owned(), choices.clone()));
        }
        for strip in &self.strips {
            let numbers = [
                ("max_error_m", strip.max_error_m),
                ("area_km2", strip.area_km2),
                ("error_km2", strip.error_km2),
                ("sea_km2", strip.sea_km2),
                ("sea_error_km2", strip.sea_error_km2),
            ];
            let width = strip.width_km;
            all.extend(numbers.map(|(name, n)| (format!("strip_{width}km_{name}"), n.to_string())));
        }
        all
    }
}

#[cfg(test)]
mod tests;
