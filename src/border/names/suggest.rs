//! What a name that nobody has may have been: names that differ by a slip of the finger, all of them, never codes.
//!
//! A slip of the finger leads from one code to any other (GER is as near to PER as to DEU), so codes are never guessed, and no name
//! of three letters.

use super::fold::fold;
use super::table::{Kind, NameTable};
use crate::border::alliance::AllianceTable;
use crate::border::territory::Territory;
use strsim::damerau_levenshtein;

/// Shortest name that is compared, letters.
const SHORTEST: usize = 4;
/// From so many letters on two slips are allowed.
const LONG: usize = 8;
/// Most names that are told.
const MOST: usize = 5;

/// `BLR (Belarus) or …`; `None` where no name is near.
pub fn near(name: &str, territories: &[Territory], alliances: &AllianceTable) -> Option<String> {
    let own = territories
        .iter()
        .map(|t| (t.name.as_str(), t.code.clone()));
    let has = |code: &String| {
        territories
            .iter()
            .any(|t| t.code == *code || t.holder == *code)
    };
    let entries = NameTable::shipped().map_or(&[][..], NameTable::entries);
    let known = entries.iter().filter(|row| match row.kind {
        Kind::Name | Kind::Group => row.codes.iter().all(has),
        _ => false,
    });
    let known = known.map(|row| (row.name.as_str(), row.codes.join(",")));
    let blocs = alliances.names();
    let blocs = blocs.iter().map(|name| (*name, (*name).to_owned()));
    told(name, own.chain(known).chain(blocs))
}

/// The same among names that stand for something, the nearest first.
pub fn told<'a>(name: &str, known: impl Iterator<Item = (&'a str, String)>) -> Option<String> {
    let name = fold(name);
    let mut found: Vec<(usize, &str, String)> = Vec::new();
    for (known, code) in known {
        let Some(slips) = slips(&name, &fold(known)) else {
            continue;
        };
        match found.iter_mut().find(|(_, _, of)| *of == code) {
            Some(held) if held.0 > slips => *held = (slips, known, code),
            Some(_) => {}
            None => found.push((slips, known, code)),
        }
    }
    found.sort_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)));
    let told: Vec<String> = (found.into_iter().take(MOST))
        .map(|(_, known, code)| {
            if known == code {
                code
            } else {
                format!("{code} ({known})")
            }
        })
        .collect();
    (!told.is_empty()).then(|| told.join(" or "))
}

/// How many slips of the finger apart two names are; `None` where too many, or where they are too short to tell.
fn slips(a: &str, b: &str) -> Option<usize> {
    let letters = a.chars().count().min(b.chars().count());
    if letters < SHORTEST {
        return None;
    }
    let most = if letters < LONG { 1 } else { 2 };
    let slips = damerau_levenshtein(a, b);
    (slips <= most).then_some(slips)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::border::worldview::{Worldview, shipped_territories};

    #[test]
    fn near_names_are_all_told_and_codes_never_guessed() {
        let territories = shipped_territories(&Worldview::default()).expect("shipped");
        let alliances = AllianceTable::shipped().expect("shipped");
        let near = |name: &str| near(name, &territories, &alliances);
        assert_eq!(near("Belorus").as_deref(), Some("BLR (Belarus)"));
        assert_eq!(near("Polnad").as_deref(), Some("POL (Poland)"));
        assert_eq!(near("NATOO").as_deref(), Some("NATO"));
        let two = near("Nigera").expect("two states");
        assert!(two.contains("NGA") && two.contains("NER"), "{two}");
        for name in ["RSU", "GRE", "QQ", "Xanadu", "", "PO"] {
            assert_eq!(near(name), None, "{name}");
        }
    }
}
