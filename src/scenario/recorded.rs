//! What was chosen, as files keep it: a scenario with the program that it was made by, version 1 (docs/zone-file.md).
//!
//! Defaults are in it, since a default may change and a file must not; nothing is in it that only says where results go. A file stands by
//! its base name and its checksum, never by a path: what a zone names is compared, not opened.

use super::value::Scenario;
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
    pub choices: Scenario,
}

/// Checksums of what the program ships, SHA-256 in hexadecimal.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Data {
    pub boundaries_sha256: String,
    pub alliances_sha256: String,
    pub worldviews_sha256: String,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;
    use crate::scenario::field::FileChoice;
    use serde_json::json;

    fn recorded() -> Recorded {
        Recorded {
            version: VERSION,
            program: "standoff 0.1.0".into(),
            command: "strip".into(),
            data: Data::default(),
            choices: Scenario {
                width: vec!["300km".parse().expect("a width")],
                border: vec![FileChoice {
                    name: "line.json".into(),
                    sha256: Some("00ff".into()),
                    ..FileChoice::default()
                }],
                coast: true,
                ..Scenario::default()
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
        refused(&form, "did you mean width?");
        form["version"] = json!(2);
        refused(&form, "form 2");
        form["version"] = Value::Null;
        refused(&form, "version");
    }
}
