//! A share as typed: `0.5`, `50%` or `1/3`.

use crate::error::Error;
use std::str::FromStr;

/// Part of a whole, 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The float nearest to what was typed.
    pub value: f64,
    /// As the user typed it.
    pub text: String,
}

impl FromStr for Share {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let number = |t: &str| t.trim().parse::<f64>().ok().filter(|v| v.is_finite());
        let value = if let Some(percent) = text.strip_suffix('%') {
            number(percent).map(|v| v / 100.0)
        } else if let Some((over, under)) = text.split_once('/') {
            number(over).zip(number(under)).map(|(a, b)| a / b)
        } else {
            number(text)
        };
        match value {
            Some(value) if (0.0..=1.0).contains(&value) => Ok(Share {
                value,
                text: text.to_owned(),
            }),
            Some(value) if (1.0..=100.0).contains(&value) && !text.contains(['/', '%']) => {
                Err(Error::usage(format!("{text} is no share from 0 to 1"))
                    .remedy(format!("did you mean {text}%?")))
            }
            _ => Err(Error::usage(format!("{text:?} is no share from 0 to 1"))
                .remedy("write it as 0.5, 50% or 1/3")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_percents_and_fractions_are_shares() {
        for (text, value) in [
            ("0.5", 0.5),
            ("50%", 0.5),
            ("1/3", 1.0 / 3.0),
            ("0", 0.0),
            ("100%", 1.0),
        ] {
            assert_eq!(text.parse::<Share>().expect(text).value, value);
        }
    }

    #[test]
    fn what_is_no_share_is_refused_with_what_was_meant() {
        for (text, word) in [
            ("50", "50%"),
            ("1/0", "1/3"),
            ("-1", "0.5"),
            ("4/3", "1/3"),
            ("x", "50%"),
            ("300%", "1/3"),
        ] {
            let error = text.parse::<Share>().expect_err(text);
            assert!(error.to_string().contains(word), "{error}");
        }
    }
}
