//! What was chosen, as files keep it: the one form of everything that made a zone, version 1 (docs/zone-file.md).
//!
//! Names are those of the flags with `_` for `-`, values are written as users write them (`300km`, `2021-12-17`). Defaults are in it, since
//! a default may change and a file must not; nothing is in it that only says where results go. A file stands by its base name and its
//! checksum, never by a path: what a zone names is compared, not opened.
//!
//! The form is canonical: members in the order that stands here, no white space, what was not chosen left out. Equal choices are equal bytes.

use crate::error::Error;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version that is written; later ones are refused, since they may say what this program does not know.
pub const VERSION: u64 = 1;

/// The choices with what they were made by.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Recorded {
    pub version: u64,
    /// Program and version, `standoff 0.1.0`.
    pub program: String,
    /// The command that wrote the file: `strip`, `border`, `sites`.
    pub command: String,
    pub data: Data,
    pub choices: Choices,
}

/// Checksums of what the program ships, SHA-256 in hexadecimal.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    pub boundaries_sha256: String,
    pub alliances_sha256: String,
    pub worldviews_sha256: String,
}

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct FileChoice {
    /// Without its folder; `-` is standard input, `osm` the set of `make data-osm`.
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer: Option<String>,
    /// In hexadecimal; `None` where it was not kept, as in files of older versions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

macro_rules! choices {
    ($($(#[$about:meta])* $name:ident: $kind:ty = $absent:literal,)*) => {
        /// Everything that made a zone.
        #[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Choices {
            $($(#[$about])* #[serde(skip_serializing_if = $absent)] pub $name: $kind,)*
        }

        impl Choices {
            /// The names of all that can be chosen, in order.
            pub const NAMES: &[&str] = &[$(stringify!($name)),*];
        }
    };
}

choices! {
    /// The published zone that the choices began with; they are all here.
    preset: Option<String> = "Option::is_none",
    width: Vec<String> = "Vec::is_empty",
    reach: Vec<String> = "Vec::is_empty",
    of: Option<String> = "Option::is_none",
    border: Vec<FileChoice> = "Vec::is_empty",
    between: Vec<String> = "Vec::is_empty",
    around: Option<String> = "Option::is_none",
    reading: Option<String> = "Option::is_none",
    coast: bool = "is_off",
    as_of: Option<String> = "Option::is_none",
    member: Vec<String> = "Vec::is_empty",
    not_member: Vec<String> = "Vec::is_empty",
    alliances: Option<FileChoice> = "Option::is_none",
    within: Option<String> = "Option::is_none",
    borders: Option<FileChoice> = "Option::is_none",
    snap: Option<String> = "Option::is_none",
    edges: Option<String> = "Option::is_none",
    /// A system for all files, or `NAME=SYSTEM` for the one of that base name.
    crs: Vec<String> = "Vec::is_empty",
    allow_ballpark: bool = "is_off",
    width_in: Vec<String> = "Vec::is_empty",
    third_states: Option<String> = "Option::is_none",
    blanket: Vec<String> = "Vec::is_empty",
    exclude: Vec<String> = "Vec::is_empty",
    except: Vec<FileChoice> = "Vec::is_empty",
    except_circle: Vec<String> = "Vec::is_empty",
    snap_to: Option<FileChoice> = "Option::is_none",
    snap_share: Option<String> = "Option::is_none",
    side: Option<String> = "Option::is_none",
    cap: Option<String> = "Option::is_none",
    territories: Option<FileChoice> = "Option::is_none",
    code_field: Option<String> = "Option::is_none",
    name_field: Option<String> = "Option::is_none",
    worldview: Option<String> = "Option::is_none",
    assign: Vec<String> = "Vec::is_empty",
    disputed_rows: bool = "is_off",
    metropolitan: bool = "is_off",
    tolerance: Option<String> = "Option::is_none",
    data_accuracy: Option<String> = "Option::is_none",
    out_crs: Option<String> = "Option::is_none",
    /// Polygons that have rows beside the territories; they change no zone.
    tabulate: Option<FileChoice> = "Option::is_none",
    tabulate_field: Option<String> = "Option::is_none",
    /// What `standoff sites` asked about; nothing of it changes a zone.
    sites: Option<Sites> = "Option::is_none",
}

/// What `standoff sites` asked about.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sites {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<FileChoice>,
    #[serde(skip_serializing_if = "is_off")]
    pub places: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_population: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only: Option<String>,
    #[serde(rename = "where", skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site_name_field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lon_field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lat_field: Option<String>,
}

fn is_off(on: &bool) -> bool {
    !on
}

impl Recorded {
    /// The canonical text.
    ///
    /// # Errors
    /// None that a value of this type could bring about: of kind work all the same.
    pub fn text(&self) -> Result<String, Error> {
        serde_json::to_string(self)
            .map_err(|error| Error::work(format!("the choices cannot be written: {error}")))
    }

    /// Reads the form out of a file.
    ///
    /// # Errors
    /// [`Kind::Data`](crate::error::Kind::Data) for another version, an unknown name or a value of the wrong type; the place is the caller's.
    pub fn read(form: Value) -> Result<Self, Error> {
        // A later version may have other members, so it is asked for first.
        let version = form.get("version").and_then(Value::as_u64);
        match version {
            Some(VERSION) => {}
            Some(other) => {
                return Err(Error::data(format!(
                    "the choices that the file records are in form {other}; this program knows form {VERSION}"
                ))
                .remedy("use the version of standoff that wrote it, or a later one"));
            }
            None => {
                return Err(Error::data(
                    "the choices that the file records do not say their version",
                )
                .remedy("the member `standoff` was changed; write the file again"));
            }
        }
        serde_json::from_value(form).map_err(|error| {
            Error::data(format!(
                "the choices that the file records cannot be read: {error}"
            ))
            .remedy("the member `standoff` was changed; write the file again, or take the member out and give the flags")
        })
    }
}

impl Choices {
    /// By name, in order: what was not chosen is not there.
    ///
    /// # Errors
    /// As [`Recorded::text`].
    pub fn values(&self) -> Result<serde_json::Map<String, Value>, Error> {
        match serde_json::to_value(self) {
            Ok(Value::Object(values)) => Ok(values),
            Ok(_) => Ok(serde_json::Map::new()),
            Err(error) => Err(Error::work(format!("the choices cannot be told: {error}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;
    use serde_json::json;

    fn recorded() -> Recorded {
        Recorded {
            version: VERSION,
            program: "standoff 0.1.0".into(),
            command: "strip".into(),
            data: Data::default(),
            choices: Choices {
                width: vec!["300km".into()],
                border: vec![FileChoice {
                    name: "line.json".into(),
                    sha256: Some("00ff".into()),
                    ..FileChoice::default()
                }],
                coast: true,
                ..Choices::default()
            },
        }
    }

    #[test]
    fn the_text_is_canonical_and_comes_back_as_it_was() {
        let text = recorded().text().expect("text");
        assert!(
            text.ends_with(r#""choices":{"width":["300km"],"border":[{"name":"line.json","sha256":"00ff"}],"coast":true}}"#),
            "{text}"
        );
        let read = Recorded::read(serde_json::from_str(&text).expect("JSON")).expect("the form");
        assert_eq!(read, recorded());
        assert_eq!(read.text().expect("text"), text);
    }

    #[test]
    fn a_later_version_no_version_and_an_unknown_name_are_refused_by_name() {
        let mut form = serde_json::to_value(recorded()).expect("JSON");
        let refused = |form: &Value, word: &str| {
            let error = Recorded::read(form.clone()).expect_err(word);
            assert_eq!(error.kind, Kind::Data);
            assert!(error.to_string().contains(word), "{error}");
            assert!(!error.remedy.is_empty());
        };
        form["choices"]["widht"] = json!("5km");
        refused(&form, "widht");
        form["version"] = json!(2);
        refused(&form, "form 2");
        form["version"] = Value::Null;
        refused(&form, "version");
    }
}
