//! Codes and names of territories from features' properties.

use super::document::{Feature, text_of};
use super::notes::Spot;
use crate::error::Error;

/// Properties tried for the code, in this order; the feature's own id comes last.
pub(crate) const CODE_FIELDS: [&str; 6] = ["code", "iso_a3", "ISO_A3", "ADM0_A3", "A3", "id"];
/// Properties tried for the name, in this order; the code stands in where there is none.
pub(crate) const NAME_FIELDS: [&str; 3] = ["name", "NAME", "NAME_EN"];

/// Natural Earth writes this where there is no code.
const NO_CODE: &str = "-99";

/// Where codes and names come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Naming<'a> {
    /// From properties: those that the user names, else the common ones. A feature without a code is none.
    Fields {
        code: Option<&'a str>,
        name: Option<&'a str>,
    },
    /// Shapes that need no code: each feature's number stands for it, so that none are merged.
    Numbers,
    /// A code where there is one, in the property that the user names or in a common one; else the feature's number.
    Districts { code: Option<&'a str> },
}

/// What a feature is called.
pub(crate) enum Named {
    /// Its code and its name.
    As(String, String),
    /// It has no code: what to say if none has.
    Not(Error),
}

impl Naming<'_> {
    /// # Errors
    /// A feature without the property that the user names for the name.
    pub(crate) fn of(self, feature: &Feature, spot: &Spot) -> Result<Named, Error> {
        match self {
            Naming::Fields { code, name } => of(feature, code, name, spot),
            Naming::Numbers => {
                let name = NAME_FIELDS.iter().find_map(|field| get(feature, field));
                let named = name.unwrap_or_else(|| feature.label.clone());
                Ok(Named::As(feature.label.clone(), named))
            }
            Naming::Districts { code: Some(code) } => {
                Ok(match of(feature, Some(code), None, spot)? {
                    Named::Not(error) => {
                        let remedy = error.remedy.replace("‹code_field›", "‹tabulate_field›");
                        Named::Not(error.remedy(remedy))
                    }
                    named => named,
                })
            }
            Naming::Districts { code: None } => {
                let number = feature.label.split(' ').next().unwrap_or_default();
                let named = NAME_FIELDS.iter().find_map(|field| get(feature, field));
                let id = feature.id.as_ref().and_then(text_of);
                let code = (CODE_FIELDS.iter().filter_map(|field| get(feature, field)))
                    .chain(id)
                    .find(|value| value != NO_CODE)
                    .unwrap_or_else(|| number.to_owned());
                Ok(Named::As(code.clone(), named.unwrap_or(code)))
            }
        }
    }
}

fn get(feature: &Feature, field: &str) -> Option<String> {
    feature.properties.get(field).and_then(text_of)
}

/// The code and name of a feature. A field that the user names must be there; the name may be absent in some features.
fn of(
    feature: &Feature,
    code: Option<&str>,
    name: Option<&str>,
    spot: &Spot,
) -> Result<Named, Error> {
    let get = |field: &str| get(feature, field);
    let id = || feature.id.as_ref().and_then(text_of);
    let found = match code {
        Some("id") => get("id").or_else(id),
        Some(field) => get(field),
        None => CODE_FIELDS
            .iter()
            .filter_map(|field| get(field))
            .chain(id())
            .find(|value| value != NO_CODE),
    };
    let there = || {
        let keys: Vec<_> = feature.properties.keys().map(String::as_str).collect();
        if keys.is_empty() {
            "the feature has no properties".to_owned()
        } else {
            format!("its properties are {}", keys.join(", "))
        }
    };
    let Some(found) = found else {
        let what = match code {
            Some(field) => format!("no code: the property `{field}` is missing or empty"),
            None => format!(
                "no code: none of the properties {} and no feature id",
                CODE_FIELDS.join(", ")
            ),
        };
        let error = Error::data(what)
            .at(spot.place())
            .remedy(format!("name the property with ‹code_field›; {}", there()));
        return Ok(Named::Not(error));
    };
    if let Some(field) = name.filter(|field| !feature.properties.contains_key(*field)) {
        return Err(
            Error::data(format!("no name: the property `{field}` is missing"))
                .at(spot.place())
                .remedy(format!(
                    "name another property with ‹name_field›; {}",
                    there()
                )),
        );
    }
    let named = match name {
        Some(field) => get(field),
        None => NAME_FIELDS.iter().find_map(|field| get(field)),
    };
    let named = named.unwrap_or_else(|| found.clone());
    Ok(Named::As(found, named))
}
