//! What a page is told: one document of JSON, which its scripts read. Numbers that the program prints elsewhere are texts here, so
//! that they keep their digits.

use super::exact::Outline;
use super::field::{Field, Grid};
use super::outline::Map;
use super::plane::Plane;
use crate::overlap::profile::Profile;
use crate::report::model::{OverlapRow, StripFacts};
use crate::units::Metres;
use serde::{Serialize, Serializer};
use std::ops::Sub;

/// All of a page.
#[derive(Debug, Serialize)]
pub struct Page {
    pub title: String,
    /// Program and version.
    pub program: String,
    /// Where territories and line come from, one for each source.
    pub sources: Vec<String>,
    /// How a line's edges are read.
    pub edges: &'static str,
    pub plane: Centre,
    pub grid: Grid,
    /// The computed widths, ascending.
    pub widths: Vec<Mark>,
    pub maps: Vec<Map>,
    pub claims: Option<ClaimsHead>,
    pub scenarios: Vec<Scenario>,
}

/// Centre of the projection, degrees.
#[derive(Debug, Serialize)]
pub struct Centre {
    pub lon: f64,
    pub lat: f64,
}

impl From<Plane> for Centre {
    fn from(plane: Plane) -> Self {
        Centre {
            lon: plane.centre.x,
            lat: plane.centre.y,
        }
    }
}

/// A computed width.
#[derive(Debug, Serialize)]
pub struct Mark {
    pub metres: f64,
    /// As the user wrote it.
    pub text: String,
}

/// Where claims come from.
#[derive(Debug, Serialize)]
pub struct ClaimsHead {
    pub title: String,
    pub source: String,
    pub note: String,
    /// Name of their file.
    pub file: String,
}

/// One line under one worldview on one day.
#[derive(Debug, Serialize)]
pub struct Scenario {
    /// `contact`, `outer` or `every`; empty for a line that has no reading.
    pub reading: String,
    pub worldview: String,
    /// What the worldview is, in words; empty where unknown.
    pub meaning: String,
    /// ISO 8601; `None` for a user's line.
    pub as_of: Option<String>,
    /// What the line is, as in every output.
    pub description: String,
    /// Names of the two groups; empty where there is none.
    pub groups: [String; 2],
    /// Index of the map.
    pub map: usize,
    /// Parts of the line, as [`super::outline::line`] has them.
    pub line: Vec<Vec<i32>>,
    pub field: Field,
    pub territories: Vec<Covered>,
    /// For each computed width the program's own rows.
    pub rows: Vec<Vec<Row>>,
    /// For each computed width.
    pub strips: Vec<StripFacts>,
    /// For each computed width; empty where they would make the page too large.
    pub outlines: Vec<Outline>,
    /// Positional accuracy of the data, m.
    pub accuracy_m: Option<f64>,
    pub claims: Vec<Verdict>,
}

/// A territory that some width meets.
#[derive(Debug, Serialize)]
pub struct Covered {
    /// Index in the map's territories.
    pub shape: usize,
    /// `A`, `B`, `both` or empty.
    pub group: &'static str,
    /// km², as in tables.
    pub area: String,
    /// Width in metres and millionths of the territory by turns: each less what the one before has.
    pub profile: Vec<i64>,
}

/// A row of the overlap table: index in the scenario's territories, then overlap, share, error and data error as in tables.
#[derive(Debug)]
pub struct Row {
    pub territory: usize,
    pub row: OverlapRow,
}

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let row = &self.row;
        let data_error = row.data_error_km2.map_or(String::new(), |d| d.to_string());
        (
            self.territory,
            row.overlap_km2.to_string(),
            row.overlap_share.to_string(),
            row.error_km2.to_string(),
            data_error,
        )
            .serialize(serializer)
    }
}

/// A claim under a scenario's line.
#[derive(Debug, Serialize)]
pub struct Verdict {
    pub wording: String,
    pub of: String,
    /// The shares that are claimed, in words; empty for the conjunction.
    pub shares: String,
    pub note: String,
    pub verdict: String,
    /// Widths for which it certainly holds, m; `None`: for none.
    pub holds: Option<[f64; 2]>,
    /// The row that says when all hold.
    pub all: bool,
}

/// A profile as [`Covered::profile`] has it.
pub fn profile(profile: &Profile) -> Vec<i64> {
    let whole = |[width, share]: &[f64; 2]| [width.round() as i64, (share * 1e6).round() as i64];
    differences(profile.points.iter().map(whole)).collect()
}

/// Two numbers by turns, each less the one of its kind before, from 0: small numbers make a small page.
pub fn differences<N: Copy + Default + Sub<Output = N>>(
    pairs: impl IntoIterator<Item = [N; 2]>,
) -> impl Iterator<Item = N> {
    let mut last = [N::default(); 2];
    pairs.into_iter().flat_map(move |pair| {
        let from = std::mem::replace(&mut last, pair);
        [pair[0] - from[0], pair[1] - from[1]]
    })
}

/// A mark of a width.
pub fn mark(metres: Metres, text: &str) -> Mark {
    Mark {
        metres: metres.0,
        text: text.to_owned(),
    }
}
