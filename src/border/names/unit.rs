//! What `--assign` and `--worldview` call units, holders and worldviews.

use super::meaning::Told;
use super::table::{Kind, NameTable};
use crate::border::worldview::table::WorldviewTable;
use crate::error::Error;
use crate::load::shipped;

/// Puts codes in place of the names of an assignment, `Crimea=Ukraine`: one text for each unit that the name means. What is no
/// assignment, and a name that nobody has, stays as it is, for whoever uses it to refuse.
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) for a name that means no units: a group, a word of several meanings.
pub fn assignment(text: &str) -> Result<(Vec<String>, Vec<String>), Error> {
    let Some((unit, holder)) = text.split_once('=').map(|(u, h)| (u.trim(), h.trim())) else {
        return Ok((vec![text.to_owned()], Vec::new()));
    };
    let mut notes = Vec::new();
    let units = units(unit)?;
    let holders = units_of_holder(holder, unit, &units)?;
    for (name, codes) in [(unit, &units), (holder, &holders)] {
        // A place that is its own holder is told once.
        let again = name == unit && !notes.is_empty();
        if codes[..] != [name] && !again {
            notes.push(format!("{name}: {}", codes.join(",")));
        }
    }
    let texts = units.iter().map(|unit| format!("{unit}={}", holders[0]));
    Ok((texts.collect(), notes))
}

/// A place of several units that is to be its own holder goes to the first of them.
fn units_of_holder(name: &str, unit: &str, own: &[String]) -> Result<Vec<String>, Error> {
    if name == unit {
        return Ok(own[..1].to_vec());
    }
    let mut codes = units(name)?;
    codes.truncate(1);
    Ok(codes)
}

fn units(name: &str) -> Result<Vec<String>, Error> {
    let heads = shipped::heads()?;
    let exact = heads.iter().find(|head| head.code == name);
    let same = || {
        heads
            .iter()
            .find(|head| head.code.eq_ignore_ascii_case(name))
    };
    if let Some(head) = exact.or_else(same) {
        return Ok(vec![head.code.to_owned()]);
    }
    let Some(row) = NameTable::shipped()?.find(name).next() else {
        return Ok(vec![name.to_owned()]);
    };
    match row.kind {
        Kind::Name | Kind::Code | Kind::Unit => Ok(row.codes.clone()),
        _ => Err(Error::usage(format!(
            "{name} is no one unit or territory: {}",
            row.codes.join(", ")
        ))
        .remedy("name each by its code, as in ‹assign› UKR-43=UKR; `standoff data territories` lists the units")),
    }
}

/// The worldview that a name stands for, with what is to be told; a name that nobody has stays as it is.
///
/// # Errors
/// Where the program's own tables are damaged.
pub fn worldview(name: &str) -> Result<Told, Error> {
    let table = WorldviewTable::shipped()?;
    let known = table.names();
    let same = |found: &&&str| found.eq_ignore_ascii_case(name);
    let mut told = Told::default();
    let mut meaning = name;
    let row;
    if !known.contains(&name) {
        row = NameTable::shipped()?.find(name).next();
        let code = row.and_then(|row| match row.codes.as_slice() {
            [one] => known.iter().find(|known| known.eq_ignore_ascii_case(one)),
            _ => None,
        });
        if let Some(found) = known.iter().find(same).or(code) {
            meaning = found;
        }
    }
    told.push(name, meaning);
    Ok(told)
}
