//! `standoff data find`: everything shipped that some words fit.

use super::list::List;
use crate::border::alliance::AllianceTable;
use crate::border::names::fold::fold;
use crate::border::names::suggest;
use crate::border::names::table::{Kind, NameTable};
use crate::border::worldview::Worldview;
use crate::border::worldview::table::WorldviewTable;
use crate::error::Error;
use crate::load::shipped;
use serde_json::Value;

/// What is found: what it is, what to write for it, its name, and what is to be known of it.
struct Found {
    kind: &'static str,
    code: String,
    name: String,
    about: String,
}

/// The list of what the words fit: those that are a code or name in full first.
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) where nothing does, with the names that are near.
pub fn found(words: &[String]) -> Result<List, Error> {
    let text = words.join(" ");
    let wanted = fold(&text);
    let mut all = everything()?;
    all.retain(|of| {
        let own = format!("{} {}", fold(&of.name), fold(&of.code));
        let fits = |word: &str| own.split(' ').any(|own| own.starts_with(word));
        !wanted.is_empty() && wanted.split(' ').all(fits)
    });
    if all.is_empty() {
        let names = NameTable::shipped()?.entries().iter();
        let names = names.map(|row| (row.name.as_str(), row.codes.join(" ")));
        let error = Error::usage(format!("nothing shipped is called {text:?}"));
        return Err(match suggest::told(&text, names) {
            Some(near) => error.remedy(format!("did you mean {near}?")),
            None => {
                error.remedy("`standoff data territories` and `standoff data alliances` list all")
            }
        });
    }
    all.sort_by_key(|of| fold(&of.name) != wanted && fold(&of.code) != wanted);
    let rows = all.into_iter().map(|of| {
        let cells = [of.kind.to_owned(), of.code, of.name, of.about];
        cells.into_iter().map(Value::from).collect()
    });
    Ok(List {
        columns: vec!["kind", "code", "name", "about"],
        rows: rows.collect(),
    })
}

fn everything() -> Result<Vec<Found>, Error> {
    let mut all = names()?;
    let alliances = AllianceTable::shipped()?;
    for name in alliances.names() {
        let rows = || alliances.rows().iter().filter(|row| row.alliance == name);
        let first = rows().map(|row| row.start).min();
        all.push(Found {
            kind: "alliance",
            code: name.to_owned(),
            name: name.to_owned(),
            about: format!(
                "{} memberships, the first on {}",
                rows().count(),
                first.map_or(String::new(), |day| day.to_string())
            ),
        });
    }
    all.extend(
        crate::scenario::presets::all()?
            .into_iter()
            .map(|preset| Found {
                kind: "preset",
                code: preset.name,
                name: preset.title,
                about: preset.wording,
            }),
    );
    let worldviews = WorldviewTable::shipped()?;
    all.extend(worldviews.names().into_iter().map(|name| Found {
        kind: "worldview",
        code: name.to_owned(),
        name: name.to_owned(),
        about: worldviews.meaning(name).unwrap_or_default().to_owned(),
    }));
    Ok(all)
}

/// The table of names; units say who holds them.
fn names() -> Result<Vec<Found>, Error> {
    let world = Worldview::default();
    let heads = shipped::heads()?;
    let held = |code: &String| {
        let head = heads.iter().find(|head| head.code == code)?;
        Some(world.holder(head.code, head.defacto).to_owned())
    };
    let rows = NameTable::shipped()?.entries().iter().map(|row| {
        let mut about = match row.kind {
            Kind::Unit => {
                let mut holders: Vec<String> = row.codes.iter().filter_map(held).collect();
                holders.dedup();
                format!("held by {} in {}; ", holders.join(", "), world.name())
            }
            Kind::Choice => "one of these is meant; ".to_owned(),
            Kind::Within => "lies in it; ".to_owned(),
            Kind::Former => "its territories today; ".to_owned(),
            _ => String::new(),
        };
        about += &row.source;
        if !row.since.is_empty() {
            about += &format!("; since {}", row.since);
        }
        Found {
            kind: match row.kind {
                Kind::Name => "territory",
                Kind::Code => "code",
                Kind::Unit => "unit",
                Kind::Group => "group",
                Kind::Alliance => "alliance",
                Kind::Choice => "choice",
                Kind::Within => "within",
                Kind::Former => "former",
            },
            code: row.codes.join(" "),
            name: row.name.clone(),
            about,
        }
    });
    Ok(rows.collect())
}
