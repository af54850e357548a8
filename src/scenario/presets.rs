//! Published zones with their line and widths as scenarios, each with its source and published figures.

use super::value::{Scenario, WHOSE};
use crate::error::{Cause, Error, Place};
use crate::likeness::few;
use serde::Deserialize;

macro_rules! shipped {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../data/presets/", $name, ".toml")),
        )
    };
}

/// The files, by name; a test checks that none is forgotten.
const FILES: [(&str, &str); 13] = [
    shipped!("article-7"),
    shipped!("brazil-1979"),
    shipped!("china-1997"),
    shipped!("india-bsf-2021"),
    shipped!("iraq-kuwait-1991"),
    shipped!("kaliningrad-lbt"),
    shipped!("korea-1953"),
    shipped!("korea-2018"),
    shipped!("kosovo-1999-air"),
    shipped!("kosovo-1999-ground"),
    shipped!("sudan-2012"),
    shipped!("thrace-1923"),
    shipped!("us-100-mile"),
];

/// A published zone.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    #[serde(skip)]
    pub name: String,
    pub title: String,
    pub source: String,
    /// The published text that the flags stand for.
    pub wording: String,
    /// What a reader of the result must know.
    pub note: String,
    /// What it chooses.
    #[serde(rename = "flags")]
    pub scenario: Scenario,
    #[serde(default)]
    pub published: Vec<Published>,
}

/// A published figure, and how far the program's may be from it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    pub figure: String,
    pub measure: Measure,
    /// Codes of the territories, together.
    pub of: Vec<String>,
    /// The width, where the preset has several.
    pub width_km: Option<f64>,
    /// km² or percent.
    pub value: f64,
    /// Greatest difference that `why` explains, km² or points.
    pub within: f64,
    pub why: String,
}

/// What a published figure measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Measure {
    /// km².
    Area,
    /// Percent of the territory.
    Share,
}

/// The presets' names, sorted.
pub fn names() -> Vec<&'static str> {
    FILES.iter().map(|(name, _)| *name).collect()
}

/// All presets, sorted by name.
///
/// # Errors
/// [`Kind::Data`](crate::error::Kind::Data) where the program's own copy is wrong.
pub fn all() -> Result<Vec<Preset>, Error> {
    FILES.iter().map(|(name, text)| read(name, text)).collect()
}

/// One preset.
///
/// # Errors
/// [`Kind::Usage`](crate::error::Kind::Usage) for an unknown name, with those most like it.
pub fn preset(name: &str) -> Result<Preset, Error> {
    if let Some((name, text)) = FILES.iter().find(|(known, _)| *known == name) {
        return read(name, text);
    }
    let near = few(name, names(), 3);
    let error = Error::usage(format!("there is no preset {name:?}")).because(Cause::UnknownName {
        name: name.to_owned(),
        near: near.iter().map(|&near| near.to_owned()).collect(),
    });
    Err(if near.is_empty() {
        error.remedy(format!("there are {}", names().join(", ")))
    } else {
        error.remedy(format!(
            "did you mean {}? `standoff data presets` lists all",
            near.join(" or ")
        ))
    })
}

/// What belongs to a line and goes with it.
const OF_LINE: [&str; 7] = [
    "border", "between", "around", "reach", "reading", "coast", "as_of",
];

/// The scenario on the published zone that it names: what is chosen takes the place of the zone's, whose line that of all its line.
///
/// # Errors
/// As [`preset`].
pub fn laid_under(scenario: Scenario) -> Result<Scenario, Error> {
    let Some(name) = &scenario.preset else {
        return Ok(scenario);
    };
    let base = preset(name)?.scenario;
    let own_line = WHOSE.iter().any(|name| scenario.has(name));
    let base = match own_line {
        true => base.only(&|about| !OF_LINE.contains(&about.name)),
        false => base,
    };
    Ok(base.with(scenario, &|_| false))
}

fn read(name: &str, text: &str) -> Result<Preset, Error> {
    let mut preset: Preset = toml::from_str(text).map_err(|error| {
        Error::data(format!("a preset cannot be read: {}", error.message())).at(Place {
            file: Some(format!("data/presets/{name}.toml")),
            ..Place::default()
        })
    })?;
    preset.name = name.to_owned();
    Ok(preset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    #[test]
    fn every_file_of_the_folder_is_shipped_and_can_be_read() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/data/presets");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        files.sort();
        let shipped: Vec<String> = names().iter().map(|n| format!("{n}.toml")).collect();
        assert_eq!(shipped, files);
        assert_eq!(all().expect("presets").len(), files.len());
    }

    #[test]
    fn an_unknown_preset_is_refused_with_those_like_it() {
        let error = preset("brasil").expect_err("unknown");
        assert_eq!(error.kind, Kind::Usage);
        assert!(error.remedy.contains("brazil-1979"), "{error}");
        assert!(
            preset("zzz")
                .expect_err("unknown")
                .remedy
                .contains("article-7")
        );
    }
}
