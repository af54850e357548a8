//! A length as typed: an exact decimal with its unit.

use super::Metres;
use crate::error::Error;

/// The units, each with its name and its length in thousandths of a metre.
const UNITS: [(&str, i128); 5] = [
    ("m", 1_000),
    ("km", 1_000_000),
    ("mi", 1_609_344),
    ("nmi", 1_852_000),
    ("cm", 10),
];

/// An exact decimal length: `thousandths` × 10^-`scale` thousandths of a metre.
#[derive(Clone, Copy, Debug)]
pub(super) struct Length {
    pub thousandths: i128,
    pub scale: u32,
    pub unit: usize,
}

impl Length {
    /// Longest number taken; keeps every product far inside 128 bits.
    const MAX_CHARACTERS: usize = 20;

    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let split = text
            .find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '+'))
            .unwrap_or(text.len());
        let (number, unit) = (&text[..split], text[split..].trim());
        let wrong = |what: String| {
            Error::usage(what)
                .remedy("write a number and a unit (cm, m, km, mi, nmi), such as 300km or 2.5nmi")
        };
        if text.is_empty() {
            return Err(wrong("a length is empty".into()));
        }
        let decimal = Self::decimal(number);
        if unit.is_empty() && decimal.is_some() {
            return Err(Error::usage(format!("{text} has no unit"))
                .remedy(format!("write {number}km or {number}m")));
        }
        let Some((digits, scale)) = decimal else {
            return Err(wrong(format!("{text:?} is not a length")));
        };
        let Some(unit) = UNITS.iter().position(|(name, _)| *name == unit) else {
            let near = UNITS
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(unit));
            return Err(match near {
                Some((name, _)) => Error::usage(format!("{text:?} has an unknown unit {unit:?}"))
                    .remedy(format!("write {number}{name}")),
                None => wrong(format!("{text:?} has an unknown unit {unit:?}")),
            });
        };
        Ok(Length {
            thousandths: digits * UNITS[unit].1,
            scale,
            unit,
        })
    }

    /// Digits and the number of them behind the point.
    fn decimal(number: &str) -> Option<(i128, u32)> {
        let bare = number.strip_prefix(['-', '+']).unwrap_or(number);
        let (whole, part) = bare.split_once('.').unwrap_or((bare, ""));
        let digits = format!("{whole}{part}");
        if digits.is_empty()
            || bare.len() > Self::MAX_CHARACTERS
            || !digits.bytes().all(|b| b.is_ascii_digit())
        {
            return None;
        }
        let value: i128 = digits.parse().ok()?;
        let sign = if number.starts_with('-') { -1 } else { 1 };
        Some((sign * value, part.len() as u32))
    }

    /// Its thousandths × 10^`scale`; `scale` is at least its own.
    pub fn at_scale(&self, scale: u32) -> Result<i128, Error> {
        10i128
            .checked_pow(scale - self.scale)
            .and_then(|factor| self.thousandths.checked_mul(factor))
            .ok_or_else(|| {
                Error::usage("a range mixes numbers too large and too fine")
                    .remedy("use fewer digits")
            })
    }

    /// The float nearest to the exact length: the standard library's decimal parser rounds once.
    pub fn metres(&self) -> Result<Metres, Error> {
        format!("{}e-{}", self.thousandths, self.scale + 3)
            .parse()
            .map(Metres)
            .map_err(|_| Error::usage("a length is not a number").remedy("write one such as 300km"))
    }

    /// The length in its unit, as a user would type it: no trailing zeros.
    pub fn text(&self) -> String {
        let (name, size) = UNITS[self.unit];
        // Not every sum of other units is a whole decimal of this one (1 m in miles): then metres are the honest text.
        for (name, size) in [(name, size), UNITS[0]] {
            for extra in 0..=6u32 {
                let Some(scaled) = self.thousandths.checked_mul(10i128.pow(extra)) else {
                    break;
                };
                if scaled % size == 0 {
                    return format!("{}{name}", plain(scaled / size, self.scale + extra));
                }
            }
        }
        format!("{}m", plain(self.thousandths, self.scale + 3))
    }
}

/// `digits` × 10^-`scale` without trailing zeros.
fn plain(digits: i128, scale: u32) -> String {
    let scale = scale as usize;
    let sign = if digits < 0 { "-" } else { "" };
    let all = format!("{:0>width$}", digits.unsigned_abs(), width = scale + 1);
    let (whole, part) = all.split_at(all.len() - scale);
    let part = part.trim_end_matches('0');
    let point = if part.is_empty() { "" } else { "." };
    format!("{sign}{whole}{point}{part}")
}
