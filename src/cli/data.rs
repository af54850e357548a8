//! `standoff data`: what is shipped inside the program.

use super::args::{DataArgs, DataCommand};
use super::find;
use super::list::List;
use super::outputs::print;
use crate::border::alliance::{AllianceTable, Day, Membership, Status};
use crate::border::disputed;
use crate::border::worldview::table::WorldviewTable;
use crate::border::worldview::{self, Layout, Worldview};
use crate::error::Error;
use crate::geodesy::area::multi_polygon_area;
use crate::load::shipped;
use jiff::civil::Date;

pub fn run(args: &DataArgs) -> Result<(), Error> {
    let (list, format) = match &args.what {
        DataCommand::Find(f) => (find::found(&f.words)?, f.format.format),
        DataCommand::Territories(f) => (territories()?, f.format),
        DataCommand::Alliances(f) => (alliances(f.as_of)?, f.format.format),
        DataCommand::Worldviews(f) => (worldviews()?, f.format),
        DataCommand::Presets(f) => (presets()?, f.format),
        DataCommand::Disputed(f) => (disputed()?, f.format),
        DataCommand::Sources(f) => (sources(), f.format),
    };
    print(list.written(format)?.as_bytes())
}

fn territories() -> Result<List, Error> {
    let units = shipped::units()?;
    let worldview = Worldview::default();
    let rows = worldview::territories(&units, &worldview, Layout::default())?
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

/// All memberships, or those in force on a day: of two rows of a member the later one.
fn alliances(day: Option<Date>) -> Result<List, Error> {
    let table = AllianceTable::shipped()?;
    let in_force = |row: &&Membership| {
        day.is_none_or(|day| table.status(&row.alliance, &row.code, day) == Some(row))
    };
    let rows = table.rows().iter().filter(in_force).map(|row| {
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

/// A row for what each worldview means, and one for each unit that it speaks of.
fn worldviews() -> Result<List, Error> {
    let table = WorldviewTable::shipped()?;
    let mut rows = Vec::new();
    for name in table.names() {
        let meaning = table.meaning(name).unwrap_or_default();
        rows.push(vec![
            name.into(),
            "".into(),
            "".into(),
            "".into(),
            meaning.into(),
        ]);
        rows.extend(table.rows(name).map(|row| {
            vec![
                name.into(),
                row.unit.as_str().into(),
                row.holder.as_str().into(),
                row.from.map_or(String::new(), |d| d.to_string()).into(),
                row.source.as_str().into(),
            ]
        }));
    }
    Ok(List {
        columns: vec!["worldview", "unit", "holder", "from", "meaning_or_source"],
        rows,
    })
}

fn disputed() -> Result<List, Error> {
    let rows = disputed::shipped()?.into_iter().map(|row| {
        vec![
            row.unit.into(),
            row.name.into(),
            row.administered_by.into(),
            row.claimed_by.into(),
            row.as_of.to_string().into(),
            row.note.into(),
            row.source.into(),
        ]
    });
    Ok(List {
        columns: vec![
            "unit",
            "name",
            "administered_by",
            "claimed_by",
            "as_of",
            "note",
            "source",
        ],
        rows: rows.collect(),
    })
}

fn presets() -> Result<List, Error> {
    let rows = crate::scenario::presets::all()?.into_iter().map(|preset| {
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
        ("boundaries_licence", shipped::LICENCE.to_owned()),
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
        (
            "names",
            "Natural Earth, Unicode CLDR 46 and own, a source for each row: standoff data find WORD"
                .to_owned(),
        ),
        (
            "names_licence",
            "public domain; Unicode-3.0; MIT OR Apache-2.0".to_owned(),
        ),
    ];
    List {
        columns: vec!["what", "value"],
        rows: (rows.into_iter())
            .map(|(what, value)| vec![what.into(), value.into()])
            .collect(),
    }
}
