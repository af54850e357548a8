//! Conditions on the properties of sites: `population >= 100000`, `echelon >= brigade`, `country = RUS`.
//!
//! - If the value typed is a military echelon and the operator orders, echelons are compared by rank.
//! - Else if it is a number and the site's value is one, they are compared as numbers.
//! - Else they are compared as text, letter by letter; `~` asks whether the text contains it, in either case.
//!
//! A site that lacks the property meets no condition on it, `!=` included.

use crate::error::Error;
use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// From the smallest; by their rank, whatever they are called in a given army.
pub const ECHELONS: [&str; 12] = [
    "team",
    "squad",
    "section",
    "platoon",
    "company",
    "battalion",
    "regiment",
    "brigade",
    "division",
    "corps",
    "army",
    "army-group",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
    Contains,
}

/// `KEY OP VALUE`.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    pub key: String,
    pub operator: Operator,
    pub value: String,
    /// Other spellings of the value, which `=` and `!=` take for the same: `RU` and `Russia` beside `RUS`.
    pub also: Vec<String>,
    number: Option<f64>,
    rank: Option<usize>,
}

/// The longer ones first.
const OPERATORS: [(&str, Operator); 7] = [
    ("!=", Operator::Unequal),
    ("<=", Operator::AtMost),
    (">=", Operator::AtLeast),
    ("=", Operator::Equal),
    ("<", Operator::Less),
    (">", Operator::More),
    ("~", Operator::Contains),
];

impl FromStr for Condition {
    type Err = Error;
    /// # Errors
    /// Of kind usage, for a text that is no condition.
    fn from_str(text: &str) -> Result<Self, Error> {
        let form = || {
            Error::usage(format!("{text:?} is no condition")).remedy(
                "write KEY OP VALUE with one of = != < <= > >= ~, as in 'population>=100000' or 'echelon>=brigade'",
            )
        };
        let at = text.find(['!', '<', '>', '=', '~']).ok_or_else(form)?;
        let (key, rest) = text.split_at(at);
        let (sign, operator) = (OPERATORS.into_iter())
            .find(|(sign, _)| rest.starts_with(sign))
            .ok_or_else(form)?;
        let (key, value) = (key.trim(), rest[sign.len()..].trim());
        if key.is_empty() || value.is_empty() || value.starts_with(['=', '<', '>']) {
            return Err(form());
        }
        Ok(Condition {
            key: key.to_owned(),
            operator,
            also: Vec::new(),
            number: number(value),
            rank: rank(value),
            value: value.to_owned(),
        })
    }
}

/// As it may be typed.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = OPERATORS.iter().find(|(_, known)| *known == self.operator);
        let sign = sign.map_or("=", |(sign, _)| sign);
        write!(f, "{}{sign}{}", self.key, self.value)
    }
}

impl Condition {
    /// Whether a site's value meets it.
    pub fn met(&self, value: Option<&str>) -> bool {
        let Some(value) = value.map(str::trim).filter(|v| !v.is_empty()) else {
            return false;
        };
        if self.operator == Operator::Contains {
            return value.to_lowercase().contains(&self.value.to_lowercase());
        }
        let same = |other: &String| other.to_lowercase() == value.to_lowercase();
        match self.operator {
            Operator::Equal if self.also.iter().any(same) => return true,
            Operator::Unequal if self.also.iter().any(same) => return false,
            _ => {}
        }
        let order = match (self.rank, self.number) {
            (Some(own), _) => match rank(value) {
                Some(rank) => rank.partial_cmp(&own),
                // No echelon is neither above nor below one.
                None if self.operator == Operator::Unequal => return true,
                None => return false,
            },
            (None, Some(own)) => match number(value) {
                Some(number) => number.partial_cmp(&own),
                None => Some(value.cmp(&self.value)),
            },
            _ => Some(value.cmp(&self.value)),
        };
        match self.operator {
            Operator::Equal => order == Some(Ordering::Equal),
            Operator::Unequal => order != Some(Ordering::Equal),
            Operator::Less => order == Some(Ordering::Less),
            Operator::AtMost => matches!(order, Some(Ordering::Less | Ordering::Equal)),
            Operator::More => order == Some(Ordering::Greater),
            Operator::AtLeast => matches!(order, Some(Ordering::Greater | Ordering::Equal)),
            Operator::Contains => false,
        }
    }
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|n: &f64| n.is_finite())
}

fn rank(text: &str) -> Option<usize> {
    let plain = text.trim().to_lowercase().replace([' ', '_'], "-");
    ECHELONS.iter().position(|e| *e == plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(condition: &str, value: &str) -> bool {
        let condition: Condition = condition.parse().expect(condition);
        condition.met(Some(value))
    }

    #[test]
    fn numbers_are_compared_as_numbers_and_text_as_text() {
        assert!(met("pop >= 100000", "1e5") && met("pop<9", "8.5") && !met("pop<9", "10"));
        assert!(met("pop=100", "100.0") && met("pop!=100", "99"));
        assert!(met("country = RUS", "RUS") && !met("country=RUS", "BLR"));
        assert!(met("name ~ berg", "Sankt-PeterBERG") && !met("name~burg", "Berg"));
        assert!(met("name>A", "B"));
    }

    #[test]
    fn echelons_are_compared_by_rank() {
        assert!(met("echelon>=brigade", "Division") && met("echelon>=brigade", "brigade"));
        assert!(!met("echelon>=brigade", "regiment") && met("echelon<army", "corps"));
        assert!(met("echelon>army", "Army Group") && !met("echelon>=team", "depot"));
        assert!(met("echelon!=team", "depot"));
    }

    #[test]
    fn a_site_without_the_property_meets_nothing() {
        let condition: Condition = "pop!=5".parse().expect("a condition");
        assert!(!condition.met(None) && !condition.met(Some(" ")));
    }

    #[test]
    fn what_is_no_condition_is_refused_with_the_form() {
        for text in ["pop", "=5", "pop=", "pop == 5", "pop ! 5", ""] {
            let error = text.parse::<Condition>().expect_err(text);
            assert!(error.to_string().contains("KEY OP VALUE"), "{error}");
        }
    }
}
