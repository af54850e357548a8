//! Single values of a scenario, as users write them: read with one message where they are none, and told so that they come back as they
//! were.

use crate::border::line::{DRAFT_DATE, Reading};
use crate::border::snap::WIDEST;
use crate::border::within::Within;
use crate::error::Error;
use crate::likeness::nearest_of;
use crate::strip::sides::{Cap, Side};
use crate::strip::{Edges, TOLERANCE_RANGE};
use crate::units::{Metres, Share, Width, Widths};
use crate::zone::ThirdStates;
use geo::Coord;
use jiff::civil::Date;
use std::str::FromStr;

/// A value that stands in a text.
pub trait Term: Sized {
    /// Whether one text may stand for many of them.
    const RANGES: bool = false;

    /// # Errors
    /// Of kind usage: what the text is not, and what could be written.
    fn read(text: &str) -> Result<Self, Error>;

    /// All that one text stands for, of values that may stand together: `10km..30km:10km`.
    ///
    /// # Errors
    /// As [`Term::read`].
    fn read_all(text: &str) -> Result<Vec<Self>, Error> {
        Ok(vec![Self::read(text)?])
    }

    /// The text that [`Term::read`] makes the same of.
    fn told(&self) -> String;
}

impl Term for String {
    fn read(text: &str) -> Result<Self, Error> {
        Ok(text.to_owned())
    }

    fn told(&self) -> String {
        self.clone()
    }
}

impl Term for Width {
    const RANGES: bool = true;

    fn read(text: &str) -> Result<Self, Error> {
        text.parse()
    }

    fn read_all(text: &str) -> Result<Vec<Self>, Error> {
        text.parse().map(|widths: Widths| widths.0)
    }

    fn told(&self) -> String {
        self.text.clone()
    }
}

impl Term for Share {
    fn read(text: &str) -> Result<Self, Error> {
        text.parse()
    }

    fn told(&self) -> String {
        self.text.clone()
    }
}

impl Term for Within {
    fn read(text: &str) -> Result<Self, Error> {
        text.parse()
    }

    fn told(&self) -> String {
        self.to_string()
    }
}

impl Term for Date {
    fn read(text: &str) -> Result<Self, Error> {
        text.parse().map_err(|_| {
            Error::usage(format!("{text:?} is not a date"))
                .remedy(format!("write year, month and day as in {DRAFT_DATE}"))
        })
    }

    fn told(&self) -> String {
        self.to_string()
    }
}

/// A length above 0: how good data is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Accuracy(pub Metres);

/// How far a strip's outline may stand from the exact width, within [`TOLERANCE_RANGE`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StripTolerance(pub Metres);

/// How far two drawings of one border may be apart, at most [`WIDEST`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Snap(pub Metres);

impl Term for Accuracy {
    fn read(text: &str) -> Result<Self, Error> {
        let metres: Metres = text.parse()?;
        if metres.0 > 0.0 {
            return Ok(Accuracy(metres));
        }
        Err(Error::usage(format!("{text} is not above 0")).remedy("give a length such as 800m"))
    }

    fn told(&self) -> String {
        length(self.0)
    }
}

impl Term for StripTolerance {
    fn read(text: &str) -> Result<Self, Error> {
        within(TOLERANCE_RANGE, text).map(StripTolerance)
    }

    fn told(&self) -> String {
        length(self.0)
    }
}

/// A tolerance in a range, m.
///
/// # Errors
/// Of kind usage, with the range.
pub fn within((least, greatest): (f64, f64), text: &str) -> Result<Metres, Error> {
    let metres: Metres = text.parse()?;
    if (least..=greatest).contains(&metres.0) {
        return Ok(metres);
    }
    Err(
        Error::usage(format!("a tolerance of {text} cannot be kept"))
            .remedy(format!("give one from {least}m to {greatest}m")),
    )
}

impl Term for Snap {
    fn read(text: &str) -> Result<Self, Error> {
        let Accuracy(distance) = Accuracy::read(text)?;
        if distance.0 <= WIDEST.0 {
            return Ok(Snap(distance));
        }
        Err(Error::usage(format!(
            "{text} is no distance between two drawings of one border"
        ))
        .remedy(format!(
            "give one up to {}km, about as far as neighbours' outlines are apart",
            WIDEST.km()
        )))
    }

    fn told(&self) -> String {
        length(self.0)
    }
}

/// The fewest digits that make the same length.
fn length(metres: Metres) -> String {
    format!("{}m", metres.0)
}

/// Another width on the soil of a territory or group: `CODE=W`.
#[derive(Clone, Debug, PartialEq)]
pub struct WidthIn {
    pub who: String,
    pub width: Width,
}

impl FromStr for WidthIn {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let form = || {
            Error::usage(format!("{text:?} is not CODE=WIDTH"))
                .remedy("write a territory or group and its width, as in RUS=100km")
        };
        let (who, width) = text.split_once('=').ok_or_else(form)?;
        if who.trim().is_empty() {
            return Err(form());
        }
        let width = width.parse().map_err(|error: Error| {
            if width.trim().starts_with('0') {
                error.remedy(format!(
                    "to leave a territory out use ‹exclude› {}",
                    who.trim()
                ))
            } else {
                error
            }
        })?;
        Ok(WidthIn {
            who: who.trim().to_owned(),
            width,
        })
    }
}

impl Term for WidthIn {
    fn read(text: &str) -> Result<Self, Error> {
        text.parse()
    }

    fn told(&self) -> String {
        format!("{}={}", self.who, self.width.text)
    }
}

/// A geodesic circle: `LON,LAT,RADIUS`.
#[derive(Clone, Debug, PartialEq)]
pub struct Circle {
    /// Degrees.
    pub centre: Coord<f64>,
    pub radius: Metres,
    pub text: String,
}

impl FromStr for Circle {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let form = || {
            Error::usage(format!("{text:?} is no circle"))
                .remedy("write longitude, latitude and radius, as in 27.22,41.74,5km")
        };
        let [lon, lat, radius] = text.split(',').collect::<Vec<_>>()[..] else {
            return Err(form());
        };
        let degrees = |t: &str, most: f64| {
            (t.trim().parse::<f64>().ok()).filter(|v| v.is_finite() && v.abs() <= most)
        };
        let (Some(x), Some(y)) = (degrees(lon, 180.0), degrees(lat, 90.0)) else {
            return Err(form());
        };
        Ok(Circle {
            centre: Coord { x, y },
            radius: radius.parse::<Width>()?.metres,
            text: text.to_owned(),
        })
    }
}

impl Term for Circle {
    fn read(text: &str) -> Result<Self, Error> {
        text.parse()
    }

    fn told(&self) -> String {
        self.text.clone()
    }
}

/// Values that have names.
macro_rules! named {
    ($type:ty, $what:literal, $($name:literal => $value:expr),+ $(,)?) => {
        impl Term for $type {
            fn read(text: &str) -> Result<Self, Error> {
                match text {
                    $($name => Ok($value),)+
                    _ => Err(unknown($what, text, &[$($name),+])),
                }
            }

            fn told(&self) -> String {
                let known = [$(($name, $value)),+];
                let own = known.into_iter().find(|(_, value)| value == self);
                own.map_or_else(String::new, |(name, _)| name.to_owned())
            }
        }
    };
}

named!(Reading, "reading", "contact" => Reading::Contact, "outer" => Reading::Outer, "every" => Reading::Every);
named!(Edges, "way of edges", "planar" => Edges::Planar, "geodesic" => Edges::Geodesic);
named!(ThirdStates, "way with third states", "keep" => ThirdStates::Keep, "clip" => ThirdStates::Clip);
named!(Side, "side", "both" => Side::Both, "left" => Side::Left, "right" => Side::Right);
named!(Cap, "cap", "round" => Cap::Round, "flat" => Cap::Flat);

fn unknown(what: &str, text: &str, known: &[&str]) -> Error {
    let error = Error::usage(format!("{text:?} is no {what}"));
    match nearest_of(text, known.iter().copied()) {
        Some(near) => error.remedy(format!("did you mean {near}?")),
        None => error.remedy(format!("give one of {}", known.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_and_others_are_refused_with_the_nearest() {
        for name in ["contact", "outer", "every"] {
            assert_eq!(Reading::read(name).expect(name).told(), name);
        }
        assert_eq!(Side::read("left").expect("a side").told(), "left");
        let error = Cap::read("flatt").expect_err("no cap");
        assert!(error.to_string().contains("did you mean flat?"), "{error}");
    }

    #[test]
    fn lengths_come_back_to_the_last_bit() {
        for text in [
            "1m",
            "0.07m",
            "0.2km",
            "1ft",
            "0.123456789m",
            "33.333333333333336m",
        ] {
            let own = Accuracy::read(text).expect(text);
            assert_eq!(Accuracy::read(&own.told()).expect(text), own, "{text}");
        }
        assert_eq!(Snap::read("0.2km").expect("a length").told(), "200m");
    }
}
