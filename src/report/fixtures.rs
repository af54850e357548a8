//! Rows, labels and facts for the tests of this folder.

use super::model::{Facts, Group, Labels};
use crate::border::territory::Territory;
use crate::overlap::{Overlap, Overlaps};
use crate::strip::Edges;
use crate::units::{Metres, SquareMetres};
use geo::MultiPolygon;

pub fn territory(code: &str, name: &str) -> Territory {
    Territory::new(code, name, MultiPolygon(vec![]))
}

pub fn overlap(territory: usize, area: f64, error: f64) -> Overlap {
    Overlap {
        territory,
        area: SquareMetres(area),
        share: area / 4e12,
        territory_area: SquareMetres(4e12),
        error: SquareMetres(error),
        data_error: None,
        outline: Metres(0.0),
        polygons: MultiPolygon(vec![]),
    }
}

pub fn overlaps(rows: Vec<Overlap>) -> Overlaps {
    Overlaps {
        rows,
        strip: SquareMetres(3e12),
        strip_error: SquareMetres(4.2),
        sea: SquareMetres(1e12),
        sea_error: SquareMetres(0.2),
        residual: SquareMetres(0.0),
        polygons: None,
        districts: vec![],
    }
}

pub fn labels() -> Labels<'static> {
    Labels {
        scenario: "",
        worldview: "de-facto",
        group: &|code| match code {
            "RUS" => Group::A,
            "NOR" => Group::B,
            _ => Group::Neither,
        },
    }
}

pub fn facts() -> Facts {
    Facts {
        program: "standoff 0.1.0".into(),
        line: "the border that CSTO shares with NATO".into(),
        as_of: Some("2021-12-17".into()),
        worldview: "de-facto".into(),
        source: "a test's own data".into(),
        edges: Edges::Planar,
        tolerance: Metres(1.0),
        coordinates: String::new(),
        strips: vec![],
        licence: Some("public domain".into()),
        choices: None,
    }
}
