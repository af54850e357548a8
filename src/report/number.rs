//! Decimal numbers with a fixed number of places: plain, dot-decimal, without exponent, the same digits in every format.

use serde::{Serialize, Serializer};
use std::fmt;

const POWERS: [i64; 16] = {
    let mut powers = [1; 16];
    let mut i = 1;
    while i < 16 {
        powers[i] = powers[i - 1] * 10;
        i += 1;
    }
    powers
};

/// A rounded number: `units` / 10^`places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    units: i64,
    places: u8,
}

impl Decimal {
    /// Rounded to nearest. `places` from 0 to 15; |value| × 10^places below 9.2e18, else the nearest that fits.
    pub fn nearest(value: f64, places: u8) -> Self {
        let places = places.min(15);
        Decimal {
            units: (value * POWERS[places as usize] as f64).round() as i64,
            places,
        }
    }
    /// Rounded up, so that a bound stays a bound: as `f64` the result is never below `value`.
    pub fn up(value: f64, places: u8) -> Self {
        let places = places.min(15);
        let scale = POWERS[places as usize] as f64;
        let mut units = (value * scale).ceil() as i64;
        // The product may have been rounded down onto a whole number.
        if (units as f64) / scale < value {
            units = units.saturating_add(1);
        }
        Decimal { units, places }
    }
    /// Rounded down: as `f64` the result is never above `value`.
    pub fn down(value: f64, places: u8) -> Self {
        let up = Self::up(-value, places);
        Decimal {
            units: -up.units,
            ..up
        }
    }
    /// Without zeros at the end.
    pub fn trimmed(mut self) -> Self {
        while self.places > 0 && self.units % 10 == 0 {
            self.units /= 10;
            self.places -= 1;
        }
        self
    }
    /// With at most `places`, rounded to nearest (a half away from zero).
    pub fn rounded(self, places: u8) -> Self {
        self.cut(places, |units, unit| {
            (units + units.signum() * unit / 2) / unit
        })
    }
    /// With at most `places`, rounded up.
    pub fn rounded_up(self, places: u8) -> Self {
        self.cut(places, |units, unit| {
            units.div_euclid(unit) + i64::from(units.rem_euclid(unit) > 0)
        })
    }
    fn cut(self, places: u8, round: impl Fn(i64, i64) -> i64) -> Self {
        match self.places.checked_sub(places) {
            Some(less) if less > 0 => Decimal {
                units: round(self.units, POWERS[less as usize]),
                places,
            },
            _ => self,
        }
    }
    /// A hundred times as much, in the same digits; needs two places at least, else zeros join.
    pub fn percent(self) -> Self {
        match self.places.checked_sub(2) {
            Some(places) => Decimal { places, ..self },
            None => Decimal {
                units: self.units.saturating_mul(POWERS[2 - self.places as usize]),
                places: 0,
            },
        }
    }
    /// The nearest `f64`.
    pub fn value(self) -> f64 {
        self.units as f64 / POWERS[self.places as usize] as f64
    }
    /// Adds the digits to a text.
    pub fn push(self, out: &mut Vec<u8>) {
        push_fixed(out, self.units, self.places, false);
    }
    /// For people: thousands set apart by commas.
    pub fn grouped(self) -> String {
        let plain = self.to_string();
        let (whole, fraction) = match plain.find('.') {
            Some(dot) => plain.split_at(dot),
            None => (plain.as_str(), ""),
        };
        let (sign, digits) = match whole.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", whole),
        };
        let mut out = String::from(sign);
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i) % 3 == 0 {
                out.push(',');
            }
            out.push(digit);
        }
        out + fraction
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = Vec::with_capacity(24);
        push_fixed(&mut text, self.units, self.places, false);
        f.write_str(&String::from_utf8_lossy(&text))
    }
}

/// As the nearest `f64`; the writers of this folder write the digits themselves.
impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.value())
    }
}

/// Writes `units` / 10^`places` (`places` from 0 to 15), without zeros at the end if `trim`. Integer arithmetic only, because a
/// file of millions of positions spends its time here.
pub fn push_fixed(out: &mut Vec<u8>, units: i64, places: u8, trim: bool) {
    let places = places.min(15);
    let (mut units, mut places) = (units, places);
    if trim {
        while places > 0 && units % 10 == 0 {
            units /= 10;
            places -= 1;
        }
    }
    if units < 0 {
        out.push(b'-');
    }
    let mut rest = units.unsigned_abs();
    let mut digits = [0u8; 24];
    let mut at = digits.len();
    let mut written = 0;
    while written <= places || rest > 0 {
        if written == places && places > 0 {
            at -= 1;
            digits[at] = b'.';
        }
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        written += 1;
    }
    out.extend_from_slice(&digits[at..]);
}

/// The same to so many places, 1 or 2.
pub(super) fn percent_to(share: Decimal, places: u8) -> String {
    let exact = share.percent();
    let (most, least) = if places == 1 {
        (">99.9%", "<0.1%")
    } else {
        (">99.99%", "<0.01%")
    };
    match exact.rounded(places).value() {
        100.0 if exact.value() < 100.0 => most.to_owned(),
        0.0 if exact.value() > 0.0 => least.to_owned(),
        _ => format!("{}%", exact.rounded(places)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain_whatever_their_size() {
        for (value, places, text) in [
            (1e-6, 6, "0.000001"),
            (0.0, 6, "0.000000"),
            (-0.5, 1, "-0.5"),
            (-0.04, 2, "-0.04"),
            (17_098_242.123_456, 6, "17098242.123456"),
            (510_065_621.724_088, 6, "510065621.724088"),
            (1e-9, 9, "0.000000001"),
            (1.0, 15, "1.000000000000000"),
            (123.0, 0, "123"),
        ] {
            assert_eq!(Decimal::nearest(value, places).to_string(), text);
        }
    }

    #[test]
    fn the_longest_number_fits() {
        let mut text = Vec::new();
        push_fixed(&mut text, i64::MIN, 15, false);
        assert_eq!(text, b"-9223.372036854775808");
    }

    #[test]
    fn a_bound_is_never_rounded_down() {
        assert_eq!(Decimal::up(1e-12, 6).to_string(), "0.000001");
        assert_eq!(Decimal::up(0.5, 6).to_string(), "0.500000");
        assert_eq!(Decimal::up(0.0, 6).to_string(), "0.000000");
        let mut x = 1e-7;
        while x < 1e8 {
            let up = Decimal::up(x, 6).value();
            assert!(up >= x && up <= x + 1.000_001e-6 + 1e-15 * x, "{x} {up}");
            x *= 1.000_37;
        }
    }

    #[test]
    fn zeros_at_the_end_go_and_thousands_are_set_apart() {
        assert_eq!(Decimal::nearest(300.0, 6).trimmed().to_string(), "300");
        assert_eq!(
            Decimal::nearest(1.609_344, 9).trimmed().to_string(),
            "1.609344"
        );
        assert_eq!(Decimal::nearest(-1_234_567.5, 1).grouped(), "-1,234,567.5");
        assert_eq!(Decimal::nearest(123.0, 0).grouped(), "123");
        assert_eq!(
            Decimal::nearest(0.123_456_789, 9).percent().to_string(),
            "12.3456789"
        );
        let mut text = Vec::new();
        push_fixed(&mut text, -1_800_000_000, 7, true);
        text.push(b' ');
        push_fixed(&mut text, 5, 7, true);
        assert_eq!(text, b"-180 0.0000005");
    }
}
