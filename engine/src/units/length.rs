//! A length as typed: an exact decimal with its unit.

use super::Metres;
use crate::error::Error;

/// The units, each with its name and its length in ten-thousandths of a metre: the foot is the international one of 1959.
const UNITS: [(&str, i128); 7] = [
    ("m", 10_000),
    ("km", 10_000_000),
    ("mi", 16_093_440),
    ("nmi", 18_520_000),
    ("cm", 100),
    ("ft", 3_048),
    ("yd", 9_144),
];
/// Digits of a metre that the whole numbers above hold.
const DIGITS: u32 = 4;

/// Other words for them, whatever their case.
const WORDS: [(&str, &str); 35] = [
    ("metre", "m"),
    ("metres", "m"),
    ("meter", "m"),
    ("meters", "m"),
    ("mtr", "m"),
    ("mtrs", "m"),
    ("kms", "km"),
    ("kilometre", "km"),
    ("kilometres", "km"),
    ("kilometer", "km"),
    ("kilometers", "km"),
    ("mile", "mi"),
    ("miles", "mi"),
    ("statute mile", "mi"),
    ("statute miles", "mi"),
    ("nautical mile", "nmi"),
    ("nautical miles", "nmi"),
    ("nautical-mile", "nmi"),
    ("nautical-miles", "nmi"),
    ("naut mi", "nmi"),
    ("nmile", "nmi"),
    ("nmiles", "nmi"),
    ("n mile", "nmi"),
    ("n miles", "nmi"),
    ("n.m.", "nmi"),
    ("n. mi.", "nmi"),
    ("centimetre", "cm"),
    ("centimetres", "cm"),
    ("centimeter", "cm"),
    ("centimeters", "cm"),
    ("foot", "ft"),
    ("feet", "ft"),
    ("yard", "yd"),
    ("yards", "yd"),
    ("yds", "yd"),
];

/// The place of a unit in [`UNITS`]: its name or a word for it, in either case.
///
/// # Errors
/// The spellings of the two units that the word may be.
fn unit_of(word: &str) -> Option<Result<usize, [&'static str; 2]>> {
    let of = |name: &str| UNITS.iter().position(|(known, _)| *known == name);
    match word {
        // M is the sea mile's symbol and the metre in capitals; nm is the nanometre's, and what many write for the sea mile.
        "M" | "nm" | "Nm" | "nM" => return Some(Err(["nmi", "m"])),
        // The sea mile's symbol in capitals has no other reading at this size.
        "NM" => return of("nmi").map(Ok),
        _ => {}
    }
    let word = word.to_lowercase();
    let listed = WORDS.iter().find(|(known, _)| *known == word);
    of(listed.map_or(word.as_str(), |(_, name)| name)).map(Ok)
}

/// An exact decimal length: `parts` × 10^-`scale` ten-thousandths of a metre.
#[derive(Clone, Copy, Debug)]
pub(super) struct Length {
    pub parts: i128,
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
        let (power, behind) = power_of_ten(&text[split..]);
        let (number, unit) = (&text[..split], behind.trim());
        let wrong = |what: String| {
            Error::usage(what).remedy(
                "write a number and a unit (cm, m, km, ft, yd, mi, nmi), such as 300km or 2.5nmi",
            )
        };
        if text.is_empty() {
            return Err(wrong("a length is empty".into()));
        }
        let decimal = Self::decimal(number).and_then(|of| raised(of, power));
        if unit.is_empty() && decimal.is_some() {
            return Err(Error::usage(format!("{text} has no unit"))
                .remedy(format!("write {number}km or {number}m")));
        }
        let Some((digits, scale)) = decimal else {
            if let Some(pointed) = pointed(text) {
                return Err(pointed);
            }
            return Err(wrong(format!("{text:?} is not a length")));
        };
        let unit = match unit_of(unit) {
            Some(Ok(unit)) => unit,
            Some(Err([one, other])) => {
                return Err(Error::usage(format!(
                    "{text:?} may be {number} nautical miles or {number} metres"
                ))
                .remedy(format!("write {number}{one} or {number}{other}")));
            }
            None => {
                if let Some(pointed) = pointed(text) {
                    return Err(pointed);
                }
                return Err(wrong(format!("{text:?} has an unknown unit {unit:?}")));
            }
        };
        Ok(Length {
            parts: digits * UNITS[unit].1,
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

    /// Its parts × 10^`scale`; `scale` is at least its own.
    pub fn at_scale(&self, scale: u32) -> Result<i128, Error> {
        10i128
            .checked_pow(scale - self.scale)
            .and_then(|factor| self.parts.checked_mul(factor))
            .ok_or_else(|| {
                Error::usage("a range mixes numbers too large and too fine")
                    .remedy("use fewer digits")
            })
    }

    /// The float nearest to the exact length: the standard library's decimal parser rounds once.
    pub fn metres(&self) -> Result<Metres, Error> {
        format!("{}e-{}", self.parts, self.scale + DIGITS)
            .parse()
            .map(Metres)
            .map_err(|_| Error::usage("a length is not a number").remedy("write one such as 300km"))
    }

    /// The length in its unit, as a user would type it: no trailing zeros.
    pub fn text(&self) -> String {
        let (name, size) = UNITS[self.unit];
        // Not every sum of other units is a whole decimal of this one (1 m in miles): then metres are the honest text.
        for (name, size) in [(name, size), UNITS[0]] {
            for extra in 0..=8u32 {
                let Some(scaled) = self.parts.checked_mul(10i128.pow(extra)) else {
                    break;
                };
                if scaled % size == 0 {
                    return format!("{}{name}", plain(scaled / size, self.scale + extra));
                }
            }
        }
        format!("{}m", plain(self.parts, self.scale + DIGITS))
    }
}

/// The power of ten of `1e3m` and what stands behind it; 0 where there is none.
fn power_of_ten(text: &str) -> (i32, &str) {
    let Some(rest) = text.strip_prefix(['e', 'E']) else {
        return (0, text);
    };
    let digits = rest.strip_prefix(['+', '-']).unwrap_or(rest);
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    let (power, behind) = rest.split_at(rest.len() - digits.len() + end);
    power.parse().map_or((0, text), |power| (power, behind))
}

/// A decimal times a power of ten; `None` for one that no length needs.
fn raised((digits, scale): (i128, u32), power: i32) -> Option<(i128, u32)> {
    const MOST: u32 = 9;
    let by = power.unsigned_abs();
    if by > MOST {
        return None;
    }
    if power < 0 {
        return Some((digits, scale + by));
    }
    let whole = by.saturating_sub(scale);
    Some((
        digits.checked_mul(10i128.pow(whole))?,
        scale.saturating_sub(by),
    ))
}

/// That a length has a comma, `2,5km`, with how it is to be written; `None` for what would be no length with a point either.
fn pointed(text: &str) -> Option<Error> {
    let (whole, part) = text.split_once(',')?;
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    let decimals = part.find(|c: char| !c.is_ascii_digit())?;
    let (decimals, unit) = part.split_at(decimals);
    if !digits(whole) || !digits(decimals) || unit_of(unit.trim()).is_none() {
        return None;
    }
    let unit = unit.trim();
    let mut remedy = format!("decimals have a point: {whole}.{decimals}{unit}");
    // Three digits may be thousands as well.
    if decimals.len() == 3 {
        remedy += &format!("; thousands have no mark: {whole}{decimals}{unit}");
    }
    Some(Error::usage(format!("{text:?} has a comma")).remedy(remedy))
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
