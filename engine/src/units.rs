//! Quantities with their unit in the type, and how users write them (`300km`, `2.5nmi`, `10km..1000km:10km`).
//!
//! What is typed is kept as an exact decimal until the last step, so that a range has no drift and `2.3km` is the float
//! nearest to 2300 m.

mod length;
mod share;

use crate::error::Error;
use length::Length;
pub use share::Share;
use std::str::FromStr;

/// A length or distance in metres. Any finite value; functions state their own range.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Metres(pub f64);

/// An area on the ellipsoid in square metres. Signed where a function says so.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct SquareMetres(pub f64);

/// The most widths that one range may stand for.
pub const MAX_WIDTHS: i128 = 100_000;

/// Half the circumference: no two points are farther apart than half a meridian, m.
pub const HALF_CIRCUMFERENCE: f64 = 20_003_931.0;

/// A strip's width: how far it reaches from the line on each of its sides. Above 0, at most [`HALF_CIRCUMFERENCE`].
#[derive(Clone, Debug, PartialEq)]
pub struct Width {
    pub metres: Metres,
    /// As the user typed it; in a range, in the unit of the range's start.
    pub text: String,
}

/// One or more widths as users write them: a width, a list `50km,100km`, a range `10km..1000km:10km`, or a list of these.
#[derive(Clone, Debug, PartialEq)]
pub struct Widths(pub Vec<Width>);

impl Metres {
    /// The length in kilometres.
    pub fn km(self) -> f64 {
        self.0 / 1e3
    }
}

impl SquareMetres {
    /// The area in square kilometres.
    pub fn km2(self) -> f64 {
        self.0 / 1e6
    }
}

/// Metres, from `cm`, `m`, `km`, `ft` (0.3048 m), `yd` (0.9144 m), `mi` (1609.344 m) or `nmi` (1852 m), or a common word for one of
/// them (`NM`, `miles`, `KM`); any sign. `M` and `nm` are refused, since both the sea mile and the metre are meant by them.
///
/// # Errors
/// Of kind usage, with the spelling that was probably meant.
///
/// # Examples
/// ```
/// use standoff_engine::units::Metres;
/// assert_eq!("2.5nmi".parse::<Metres>()?, Metres(4630.0));
/// assert!("300".parse::<Metres>().unwrap_err().to_string().contains("300km"));
/// # Ok::<(), standoff_engine::error::Error>(())
/// ```
impl FromStr for Metres {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        Length::parse(text)?.metres()
    }
}

impl FromStr for Width {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        Width::checked(&Length::parse(text)?, text.trim())
    }
}

impl Width {
    fn checked(length: &Length, text: &str) -> Result<Self, Error> {
        let metres = length.metres()?;
        if metres.0 <= 0.0 {
            return Err(
                Error::usage(format!("a width of {text} is not above 0")).remedy(
                    "give how far the strip reaches from the line on each side, such as 300km",
                ),
            );
        }
        if metres.0 > HALF_CIRCUMFERENCE {
            return Err(Error::usage(format!(
                "a width of {text} is beyond half the circumference of the earth ({:.0} km)",
                HALF_CIRCUMFERENCE / 1e3
            ))
            .remedy("give a smaller width; was another unit meant?"));
        }
        Ok(Width {
            metres,
            text: text.to_owned(),
        })
    }
}

impl FromStr for Widths {
    type Err = Error;
    fn from_str(text: &str) -> Result<Self, Error> {
        let mut widths = Vec::new();
        for item in text.split(',') {
            match item.split_once("..") {
                Some((start, rest)) => range(item.trim(), start, rest, &mut widths)?,
                None => widths.push(item.parse().map_err(|error| comma(error, text))?),
            }
        }
        Ok(Widths(widths))
    }
}

/// A comma for a decimal point or between thousands leaves a number without its unit.
fn comma(error: Error, text: &str) -> Error {
    let bare = |item: &str| item.ends_with(|c: char| c.is_ascii_digit());
    let items: Vec<&str> = text.split(',').collect();
    if items.len() > 1 && items.iter().any(|item| bare(item)) {
        return error.remedy(
            "the comma stands between widths, each with its unit: 50km,100km; decimals have a point (2.5km), thousands no mark",
        );
    }
    error
}

/// Adds the widths of `START..END:STEP`, both ends in it.
fn range(item: &str, start: &str, rest: &str, widths: &mut Vec<Width>) -> Result<(), Error> {
    let (end, step) = rest.split_once(':').ok_or_else(|| {
        Error::usage(format!("the range {item} has no step"))
            .remedy(format!("write START..END:STEP, such as {item}:10km"))
    })?;
    let [start, end, step] = [
        Length::parse(start)?,
        Length::parse(end)?,
        Length::parse(step)?,
    ];
    let scale = start.scale.max(end.scale).max(step.scale);
    let [from, to, by] = [
        start.at_scale(scale)?,
        end.at_scale(scale)?,
        step.at_scale(scale)?,
    ];
    if by <= 0 {
        return Err(
            Error::usage(format!("the step of the range {item} is not above 0"))
                .remedy("give a step such as 10km"),
        );
    }
    if to < from {
        return Err(Error::usage(format!("the range {item} runs backwards"))
            .remedy("put the smaller width first"));
    }
    let last = (to - from) / by;
    if (to - from) % by != 0 {
        let landed = Length {
            parts: from + last * by,
            scale,
            unit: start.unit,
        };
        return Err(
            Error::usage(format!("the range {item} does not land on its end")).remedy(format!(
                "its last step below the end is {}; change the end or the step",
                landed.text()
            )),
        );
    }
    if last >= MAX_WIDTHS {
        return Err(
            Error::usage(format!("the range {item} stands for {} widths", last + 1)).remedy(
                format!("at most {MAX_WIDTHS} are taken; give a larger step"),
            ),
        );
    }
    for i in 0..=last {
        let length = Length {
            parts: from + i * by,
            scale,
            unit: start.unit,
        };
        widths.push(Width::checked(&length, &length.text())?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metres(text: &str) -> f64 {
        text.parse::<Metres>().expect(text).0
    }

    fn texts(text: &str) -> Vec<String> {
        let widths = text.parse::<Widths>().expect(text);
        widths.0.into_iter().map(|w| w.text).collect()
    }

    #[track_caller]
    fn refused(text: &str, words: &[&str]) {
        let error = text.parse::<Widths>().expect_err(text);
        assert_eq!(error.kind, crate::error::Kind::Usage);
        assert!(!error.remedy.is_empty(), "{error} has no remedy");
        for word in words {
            assert!(error.to_string().contains(word), "{error:?} lacks {word:?}");
        }
    }

    #[test]
    fn every_unit_is_read_exactly() {
        assert_eq!(metres("300km"), 300_000.0);
        assert_eq!(metres("2.5nmi"), 4630.0);
        assert_eq!(metres("1cm"), 0.01);
        assert_eq!(metres("1mi"), 1609.344);
        assert_eq!(metres(".5 m"), 0.5);
        assert_eq!(metres("2.3km"), 2300.0);
        assert_eq!(metres("0.1mi"), 160.9344);
    }

    #[test]
    fn a_bare_number_is_refused_with_the_two_likely_spellings() {
        refused("300", &["300 has no unit", "300km or 300m"]);
        refused("10..1000km:10km", &["10km or 10m"]);
    }

    #[test]
    fn what_is_no_length_is_refused() {
        for text in [
            "",
            "km",
            "NaNkm",
            "infkm",
            "nan",
            "1.2.3km",
            "1em",
            "1e99m",
            "e3m",
            "--5km",
            "5-km",
            "1,,2km",
            "9999999999999999999999km",
        ] {
            refused(text, &[]);
        }
        refused("300miels", &["unknown unit \"miels\"", "ft, yd, mi, nmi"]);
    }

    #[test]
    fn words_for_units_and_capitals_are_read_as_what_they_are() {
        for (text, m) in [
            ("500ft", 152.4),
            ("1 foot", 0.3048),
            ("3 Feet", 0.9144),
            ("100yd", 91.44),
            ("100 yards", 91.44),
            ("12NM", 22_224.0),
            ("12 nautical miles", 22_224.0),
            ("100miles", 160_934.4),
            ("1MILE", 1609.344),
            ("300KM", 300_000.0),
            ("300kms", 300_000.0),
            ("5 kilometres", 5_000.0),
            ("5 meters", 5.0),
            ("0.1ft", 0.03048),
            ("1e3m", 1_000.0),
            ("1.5E2km", 150_000.0),
            ("25e-1km", 2_500.0),
        ] {
            assert_eq!(metres(text), m, "{text}");
        }
        assert_eq!(texts("500ft..1000ft:250ft"), ["500ft", "750ft", "1000ft"]);
        assert_eq!(texts("3ft..2yd:1ft"), ["3ft", "4ft", "5ft", "6ft"]);
    }

    #[test]
    fn a_unit_that_may_be_the_sea_mile_or_the_metre_is_refused_with_both() {
        for text in ["12M", "12nm", "12 Nm", "12nM"] {
            refused(text, &["12nmi or 12m"]);
        }
        refused("10nm..20nm:5nm", &["10nmi or 10m"]);
    }

    #[test]
    fn a_comma_in_a_length_is_told_with_a_point() {
        refused("2,5km", &["2.5km"]);
        let error = "2,5km".parse::<Metres>().expect_err("a comma");
        assert!(error.remedy.contains("2.5km"), "{error}");
        let error = "300,000m".parse::<Metres>().expect_err("a comma");
        assert!(error.remedy.contains("300000m"), "{error}");
        assert!("2,5xx".parse::<Metres>().is_err());
    }

    #[test]
    fn a_width_is_above_zero_and_at_most_half_the_circumference() {
        refused("0km", &["not above 0"]);
        refused("-5km", &["not above 0"]);
        refused("20003932m", &["half the circumference", "20004 km"]);
        assert_eq!(texts("20003931m"), ["20003931m"]);
    }

    #[test]
    fn half_the_circumference_is_the_meridian_from_pole_to_pole_in_whole_metres() {
        use geographiclib_rs::{Geodesic, InverseGeodesic};
        let length: f64 = Geodesic::wgs84().inverse(-90.0, 0.0, 90.0, 0.0);
        assert_eq!(
            length.floor(),
            HALF_CIRCUMFERENCE,
            "whole metres, rounded down"
        );
    }

    #[test]
    fn a_range_has_both_ends_and_does_not_drift() {
        assert_eq!(texts("10km..30km:10km"), ["10km", "20km", "30km"]);
        let widths = "0.1km..100km:0.1km".parse::<Widths>().expect("a range").0;
        assert_eq!(widths.len(), 1000);
        for (i, width) in widths.iter().enumerate() {
            assert_eq!(width.metres.0, 100.0 * (i + 1) as f64);
        }
        assert_eq!(widths[2].text, "0.3km");
        assert_eq!(texts("5km..5km:1km"), ["5km"]);
    }

    #[test]
    fn a_range_may_mix_units_and_stand_in_a_list() {
        assert_eq!(
            texts("500m..1km:250m, 2nmi"),
            ["500m", "750m", "1000m", "2nmi"]
        );
        assert_eq!(texts("1mi..2mi:804.672m"), ["1mi", "1.5mi", "2mi"]);
    }

    #[test]
    fn a_range_that_makes_no_sense_is_refused() {
        refused("10km..5km:1km", &["backwards"]);
        refused("10km..50km:0km", &["step", "not above 0"]);
        refused("10km..50km:-10km", &["step"]);
        refused("10km..55km:10km", &["does not land on its end", "50km"]);
        refused("10km..50km", &["no step"]);
        refused("0km..50km:10km", &["not above 0"]);
        refused("1m..1000km:1m", &["1000000 widths", "100000"]);
    }
}
