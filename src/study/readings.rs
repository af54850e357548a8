//! The readings under which claims are judged: those of the file with what the user chooses, or the user's own line.
//!
//! What the user chooses takes the place of the reading's; what adds something (`member`, `assign`) adds to it. What all readings of a file
//! say of the land (`metropolitan = true`) belongs to its claims, and is kept under the user's own line too. What does not go together is
//! refused.

use crate::claims::{Claims, Reading};
use crate::error::{Error, Place};
use crate::scenario::field::{About, Part};
use crate::scenario::value::{Scenario, WHOSE};

/// Fields that say whose land; `coast` and the like belong to one reading.
const LAND: [&str; 4] = ["metropolitan", "worldview", "assign", "disputed_rows"];
/// Fields of which each value adds something.
const ADDING: [&str; 4] = ["member", "not_member", "assign", "crs"];
/// Of the line, and not of a reading.
const NOT_OF_READING: [&str; 2] = ["of", "data_accuracy"];

/// The readings to judge under, with their names: the user's own line where there is one, else the file's, else Article 7's default.
///
/// # Errors
/// Of kind usage: what a reading cannot choose, what does not go together.
pub fn of(own: &Scenario, claims: &Claims, file: &str) -> Result<Vec<(String, Scenario)>, Error> {
    if claims.readings.is_empty() || WHOSE.iter().any(|name| own.has(name)) {
        let scenario = on(land(claims), own);
        return Ok(vec![(String::new(), checked(scenario, file, None)?)]);
    }
    let merged = |reading: &Reading| {
        let scenario = on(reading.scenario.clone(), own);
        let scenario = checked(scenario, file, Some(&reading.name))?;
        Ok((reading.name.clone(), scenario))
    };
    claims.readings.iter().map(merged).collect()
}

/// The scenario with what the claims say of the land; `None` where they say nothing that is not there.
///
/// # Errors
/// As [`of`].
pub fn on_land_of(own: &Scenario, claims: &Claims, file: &str) -> Result<Option<Scenario>, Error> {
    let scenario = on(land(claims), own);
    (scenario != *own)
        .then(|| checked(scenario, file, None))
        .transpose()
}

/// Whether a field says whose line, or whose land.
pub fn is_of_reading(about: &About) -> bool {
    about.name == "preset" || about.part == Part::Line && !NOT_OF_READING.contains(&about.name)
}

/// What all readings say of the land.
pub fn land(claims: &Claims) -> Scenario {
    let Some((first, others)) = claims.readings.split_first() else {
        return Scenario::default();
    };
    let said = first.scenario.values();
    let everywhere = |about: &About| {
        let value = said.get(about.name);
        let same = |other: &Reading| other.scenario.values().get(about.name) == value;
        LAND.contains(&about.name) && others.iter().all(same)
    };
    first.scenario.clone().only(&everywhere)
}

fn on(base: Scenario, own: &Scenario) -> Scenario {
    base.with(own.clone(), &|name| ADDING.contains(&name))
}

/// `reading`: whose choices they are; `None` for the user's own line.
fn checked(scenario: Scenario, file: &str, reading: Option<&str>) -> Result<Scenario, Error> {
    let place = || Place {
        file: Some(match reading {
            Some(name) => format!("{file}, reading {name:?}"),
            None => file.to_owned(),
        }),
        ..Place::default()
    };
    let chosen = scenario.chosen();
    if let Some((about, _)) = chosen.iter().find(|(about, _)| !is_of_reading(about)) {
        let name = about.name.replace('_', "-");
        return Err(Error::usage(format!("a reading has no flag {name:?}"))
            .at(place())
            .remedy("use the flags of `standoff border` that say whose line"));
    }
    if let Some(clash) = scenario.clash() {
        let field = |name: &str| format!("‹{name}›");
        return Err(clash.error(&field).at(place()).remedy(
            "flags given hold under every reading of the claims; leave out the one that does not go with this, or give your own line (‹between›, ‹around›, ‹border›) in place of the readings",
        ));
    }
    Ok(scenario)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::file::SHIPPED;
    use serde_json::{Value, json};

    fn own(values: Value) -> Scenario {
        serde_json::from_value(values).expect("a scenario")
    }

    fn shipped() -> Claims {
        Claims::parse(SHIPPED.1, SHIPPED.0).expect("shipped")
    }

    #[test]
    fn choices_hold_under_every_reading_or_are_refused() {
        let claims = shipped();
        let all = of(&own(json!({"as_of": "2024-06-01"})), &claims, "f").expect("goes together");
        assert_eq!(all.len(), 7);
        for (name, reading) in &all {
            let day = reading.as_of.expect("a day");
            assert_eq!(day.to_string(), "2024-06-01", "{name}");
            assert!(reading.metropolitan, "{name}");
        }
        let error = of(&own(json!({"territories": "x"})), &claims, "f").expect_err("no overseas");
        let text = error.to_string();
        assert!(
            text.contains("`metropolitan`") && text.contains("reading"),
            "{text}"
        );
        let error = of(&own(json!({"reading": "outer"})), &claims, "f").expect_err("around");
        assert!(
            error.to_string().contains("outer land border of Russia"),
            "{error}"
        );
        let error = of(&own(json!({"exclude": "POL"})), &claims, "f").expect_err("no reading's");
        assert!(error.to_string().contains("exclude"), "{error}");
    }

    #[test]
    fn the_claims_own_land_is_kept_under_a_line_of_the_user_s() {
        let claims = shipped();
        let line = of(&own(json!({"between": ["RUS", "NATO"]})), &claims, "f").expect("a line");
        assert_eq!(line.len(), 1);
        assert!(line[0].1.metropolitan);
        let said = own(json!({"metropolitan": true}));
        assert!(on_land_of(&said, &claims, "f").expect("fine").is_none());
    }

    #[test]
    fn what_adds_adds_to_the_reading_s_own() {
        let base = own(json!({"member": "NATO=UKR", "snap": "100m"}));
        let both = on(base, &own(json!({"member": "NATO=GEO", "snap": "200m"})));
        assert_eq!(both.member, ["NATO=UKR", "NATO=GEO"]);
        assert_eq!(both.values()["snap"], "200m");
    }
}
