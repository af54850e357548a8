//! The readings under which claims are judged: those of the file with the flags that the user typed, or the user's own line.
//!
//! A typed flag takes the place of the reading's; those that add something (`--member`, `--assign`) add to it. What all readings of a file
//! say of the land (`metropolitan = true`) belongs to its claims, and is kept under the user's own line too. What does not go together is
//! refused, by the command's own definitions.

use super::args::claims::{ReadingArgs, ReadingFlags};
use super::args::typed::Typed;
use super::flags;
use crate::claims::{Claims, Reading};
use crate::error::{Error, Place};
use crate::load::shipped::presets::Flag;
use clap::{CommandFactory, Parser};
use std::collections::BTreeMap;

/// Long names of flags with their values.
pub type Flags = BTreeMap<String, Flag>;

/// Flags that say whose line: one of the user's takes the place of the file's readings.
const OWN_LINE: [&str; 3] = ["border", "between", "around"];
/// Flags that say whose land; `coast` and the like belong to one reading.
const LAND: [&str; 4] = ["metropolitan", "worldview", "assign", "disputed-rows"];
/// Flags that may come many times, each adding something.
const ADDING: [&str; 4] = ["member", "not-member", "assign", "crs"];

/// The readings to judge under, with their names: the user's own line where the command line has one, else the file's, else Article 7's
/// default.
///
/// # Errors
/// Of kind usage: a flag that a reading cannot have, flags that do not go together.
pub fn of(
    typed: &ReadingArgs,
    claims: &Claims,
    file: &str,
) -> Result<Vec<(String, ReadingArgs)>, Error> {
    let typed = &typed.typed.0;
    if claims.readings.is_empty() || OWN_LINE.iter().any(|flag| typed.contains_key(*flag)) {
        let flags = merged(&land(claims), typed);
        return Ok(vec![(String::new(), parsed(&flags, file, None)?)]);
    }
    let merged = |reading: &Reading| {
        let flags = merged(&reading.flags, typed);
        let args = parsed(&flags, file, Some(&reading.name))?;
        Ok((reading.name.clone(), args))
    };
    claims.readings.iter().map(merged).collect()
}

/// The arguments with what the claims say of the land; `None` where they say nothing that is not there.
///
/// # Errors
/// As [`of`].
pub fn on_land_of(
    Typed(typed): &Typed,
    claims: &Claims,
    file: &str,
) -> Result<Option<ReadingArgs>, Error> {
    let flags = merged(&land(claims), typed);
    (flags != *typed)
        .then(|| parsed(&flags, file, None))
        .transpose()
}

/// What all readings say of the land.
pub fn land(claims: &Claims) -> Flags {
    let Some((first, others)) = claims.readings.split_first() else {
        return Flags::new();
    };
    let everywhere = |flag: &str, value: &Flag| {
        LAND.contains(&flag) && others.iter().all(|o| o.flags.get(flag) == Some(value))
    };
    (first.flags.iter())
        .filter(|(flag, value)| everywhere(flag, value))
        .map(|(flag, value)| (flag.clone(), value.clone()))
        .collect()
}

fn merged(own: &Flags, typed: &Flags) -> Flags {
    let mut all = own.clone();
    for (flag, value) in typed {
        let value = match (all.get(flag), value) {
            (Some(own), Flag::Many(more)) if ADDING.contains(&flag.as_str()) => {
                let mut values = match own {
                    Flag::Many(values) => values.clone(),
                    Flag::One(value) => vec![value.clone()],
                    Flag::Switch(_) => Vec::new(),
                };
                values.extend(more.iter().cloned());
                Flag::Many(values)
            }
            _ => value.clone(),
        };
        all.insert(flag.clone(), value);
    }
    all
}

/// `reading`: whose flags they are; `None` for the user's own line.
fn parsed(all: &Flags, file: &str, reading: Option<&str>) -> Result<ReadingArgs, Error> {
    let command = ReadingFlags::command();
    let place = || Place {
        file: Some(match reading {
            Some(name) => format!("{file}, reading {name:?}"),
            None => file.to_owned(),
        }),
        ..Place::default()
    };
    let mut words = Vec::new();
    for (flag, value) in all {
        let own = flags::words_of(flag, value, &command).ok_or_else(|| {
            let error = Error::usage(format!("a reading has no flag {flag:?}")).at(place());
            match flags::nearest(flag, &command) {
                Some(near) => error.remedy(format!("did you mean {near}?")),
                None => error.remedy("use the flags of `standoff border` that say whose line"),
            }
        })?;
        words.extend(own);
    }
    let parsed = ReadingFlags::try_parse_from(words).map_err(|error| {
        let text = error.render().to_string();
        let first = text.lines().next().unwrap_or_default();
        Error::usage(first.trim_start_matches("error: "))
            .at(place())
            .remedy("flags given hold under every reading of the claims; leave out the one that does not go with this, or give your own line (--between, --around, --border) in place of the readings")
    })?;
    Ok(parsed.reading)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::file::SHIPPED;

    fn typed(words: &[&str]) -> ReadingArgs {
        ReadingFlags::try_parse_from(words).expect("flags").reading
    }

    #[test]
    fn every_flag_of_a_reading_comes_back_as_it_was_typed() {
        let command = ReadingFlags::command();
        let value = |flag: &str| match flag {
            "as-of" => "2024-06-01",
            "within" => "1,2,3,4",
            "snap" => "200m",
            "edges" => "geodesic",
            "reading" => "outer",
            _ => "x",
        };
        for argument in command.get_arguments() {
            let flag = argument.get_long().expect("a name");
            let takes = argument.get_action().takes_values();
            let values = if takes {
                vec![value(flag); argument.get_num_args().map_or(1, |n| n.min_values())]
            } else {
                vec![]
            };
            let mut words = vec![format!("--{flag}")];
            words.extend(values.iter().map(|v| (*v).to_owned()));
            if flag.ends_with("-field") {
                words.push("--territories=x".to_owned());
            }
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let args = typed(&words);
            let again = parsed(&args.typed.0, "f", None).expect("the same");
            assert!(args.typed.0.contains_key(flag), "{flag} is lost");
            assert_eq!(again.typed, args.typed);
        }
    }

    #[test]
    fn flags_hold_under_every_reading_or_are_refused() {
        let claims = Claims::parse(SHIPPED.1, SHIPPED.0).expect("shipped");
        let all = of(&typed(&["--as-of", "2024-06-01"]), &claims, "f").expect("goes together");
        assert_eq!(all.len(), 7);
        for (name, reading) in &all {
            assert_eq!(
                reading.line.day().expect("one").to_string(),
                "2024-06-01",
                "{name}"
            );
            assert!(reading.territories.metropolitan, "{name}");
        }
        let error = of(&typed(&["--territories", "x"]), &claims, "f").expect_err("no overseas");
        let text = error.to_string();
        assert!(
            text.contains("--metropolitan") && text.contains("reading"),
            "{text}"
        );
        let error = of(&typed(&["--reading", "outer"]), &claims, "f").expect_err("around");
        assert!(
            error.to_string().contains("outer land border of Russia"),
            "{error}"
        );
    }

    #[test]
    fn the_claims_own_land_is_kept_under_a_line_of_the_user_s() {
        let claims = Claims::parse(SHIPPED.1, SHIPPED.0).expect("shipped");
        let own = of(&typed(&["--between", "RUS", "NATO"]), &claims, "f").expect("a line");
        assert_eq!(own.len(), 1);
        assert!(own[0].1.territories.metropolitan);
        assert!(
            on_land_of(&typed(&["--metropolitan"]).typed, &claims, "f")
                .expect("fine")
                .is_none()
        );
    }
}
