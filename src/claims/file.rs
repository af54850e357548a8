//! A list of claims in TOML: the statements, and the readings of the line under which each is judged.

use crate::error::{Error, Place};
use crate::scenario::value::Scenario;
use crate::units::Share;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeSet;

/// The shipped list: what commentators expected in January 2022.
pub const SHIPPED: (&str, &str) = (
    "data/claims/article-7-2022.toml",
    include_str!("../../data/claims/article-7-2022.toml"),
);

/// A list of claims.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claims {
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub note: String,
    #[serde(default, rename = "reading")]
    pub readings: Vec<Reading>,
    #[serde(rename = "claim")]
    pub claims: Vec<Claim>,
}

/// A way to read whose line is meant.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    pub name: String,
    /// What it chooses.
    #[serde(rename = "flags")]
    pub scenario: Scenario,
}

/// One statement.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    pub name: String,
    /// The words that were said.
    pub wording: String,
    /// Codes of territories, or groups.
    pub of: Vec<String>,
    /// Whether every one of them must hold for itself; else they count together.
    #[serde(default)]
    pub each: bool,
    /// Least and greatest share.
    #[serde(deserialize_with = "share")]
    pub from: Share,
    #[serde(default = "whole", deserialize_with = "share")]
    pub to: Share,
    /// Whether the claim is left out of the conjunction.
    #[serde(default)]
    pub alone: bool,
    #[serde(default)]
    pub note: String,
}

fn whole() -> Share {
    Share {
        value: 1.0,
        text: "100%".to_owned(),
    }
}

/// A share as it may stand in a file: `"1/3"`, `"50%"`, `0.5`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Typed {
    Whole(i64),
    Number(f64),
    Text(String),
}

fn share<'de, D: Deserializer<'de>>(from: D) -> Result<Share, D::Error> {
    let text = match Typed::deserialize(from)? {
        Typed::Text(text) => text,
        Typed::Whole(number) => number.to_string(),
        Typed::Number(number) => number.to_string(),
    };
    text.parse()
        .map_err(|error: Error| serde::de::Error::custom(error))
}

impl Claims {
    /// Reads a list; `file` is its name for messages.
    ///
    /// # Errors
    /// [`Kind::Usage`](crate::error::Kind::Usage) with line and column: what is no TOML, an unknown key, a share that is none, a
    /// list without claims, a name that comes twice, a claim of nobody, a share that runs backwards.
    pub fn parse(text: &str, file: &str) -> Result<Self, Error> {
        let at = |offset: Option<usize>| {
            let before = &text[..offset.unwrap_or(0).min(text.len())];
            let line = before.matches('\n').count() + 1;
            let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
            Place {
                file: Some(match offset {
                    Some(_) => format!("{file}, line {line}, column {column}"),
                    None => file.to_owned(),
                }),
                ..Place::default()
            }
        };
        let claims: Claims = toml::from_str(text).map_err(|error| {
            Error::usage(format!("the claims cannot be read: {}", error.message()))
                .at(at(error.span().map(|span| span.start)))
                .remedy("data/claims/article-7-2022.toml is an example of the form")
        })?;
        let wrong =
            |what: String, remedy: &str| Err(Error::usage(what).at(at(None)).remedy(remedy));
        if claims.claims.is_empty() {
            return wrong("there is no claim".into(), "write at least one [[claim]]");
        }
        let mut names = BTreeSet::new();
        let all =
            (claims.claims.iter().map(|c| &c.name)).chain(claims.readings.iter().map(|r| &r.name));
        for name in all {
            if !names.insert(name) {
                let what = format!("the name {name:?} comes twice");
                return wrong(what, "give each claim and each reading its own");
            }
        }
        for claim in &claims.claims {
            if claim.of.is_empty() {
                let what = format!("the claim {:?} is of no territory", claim.name);
                return wrong(what, "write of = [\"POL\"]");
            }
            if claim.from.value > claim.to.value {
                let what = format!(
                    "the claim {:?} goes from {} to {}, which is less",
                    claim.name, claim.from.text, claim.to.text
                );
                return wrong(what, "swap the two shares");
            }
        }
        Ok(claims)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    #[test]
    fn the_shipped_list_can_be_read() {
        let claims = Claims::parse(SHIPPED.1, SHIPPED.0).expect("shipped");
        assert_eq!((claims.claims.len(), claims.readings.len()), (5, 7));
        assert_eq!(claims.claims[1].to.value, 0.37);
        assert_eq!(claims.claims[0].to.value, 1.0);
    }

    #[test]
    fn a_share_may_be_a_number() {
        let text =
            "[[claim]]\nname = \"a\"\nwording = \"w\"\nof = [\"POL\"]\nfrom = 0.25\nto = 1\n";
        let claims = Claims::parse(text, "c.toml").expect("a list");
        let claim = &claims.claims[0];
        assert_eq!((claim.from.value, claim.from.text.as_str()), (0.25, "0.25"));
        assert_eq!(claim.to.value, 1.0);
        let error = Claims::parse(&text.replace("0.25", "25"), "c.toml").expect_err("no share");
        assert!(error.to_string().contains("25%"), "{error}");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let claim = "[[claim]]\nname = \"a\"\nwording = \"w\"\nof = [\"POL\"]\n";
        for (text, word) in [
            (format!("{claim}from = \"50\"\n"), "line 5"),
            (format!("{claim}from = \"1/2\"\nform = \"1/3\"\n"), "form"),
            (
                format!("{claim}from = \"1/2\"\n{claim}from = \"1/3\"\n"),
                "comes twice",
            ),
            (
                format!("{claim}from = \"1/2\"\nto = \"1/3\"\n"),
                "which is less",
            ),
            ("title = \"x\"\n".to_owned(), "claim"),
            ("x".to_owned(), "line 1"),
        ] {
            let error = Claims::parse(&text, "c.toml").expect_err(&text);
            assert_eq!(error.kind, Kind::Usage);
            assert!(error.to_string().contains(word), "{error}");
        }
    }
}
