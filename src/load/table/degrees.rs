//! A number of degrees as people write it: decimal, with minutes and seconds, with a hemisphere, or packed as in aeronautical publications.

/// Which of the two coordinates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Axis {
    Longitude,
    Latitude,
}

impl Axis {
    fn letters(self) -> [char; 2] {
        match self {
            Axis::Longitude => ['E', 'W'],
            Axis::Latitude => ['N', 'S'],
        }
    }
    /// Digits of whole degrees where they are packed.
    fn digits(self) -> usize {
        match self {
            Axis::Longitude => 3,
            Axis::Latitude => 2,
        }
    }
}

/// A decimal number; a comma may stand for the point.
pub(in super::super) fn decimal(text: &str) -> Option<f64> {
    let text = text.trim();
    if let Ok(number) = text.parse::<f64>() {
        return Some(number);
    }
    let (whole, part) = text.split_once(',')?;
    let digits = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let sign = whole.strip_prefix(['-', '+', '\u{2212}']).unwrap_or(whole);
    if !digits || sign.is_empty() || !sign.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    format!("{}.{part}", whole.replace('\u{2212}', "-"))
        .parse()
        .ok()
}

/// Degrees: `33.182`, `33,182`, `33.182 N`, `33°10'55"N`, `33 10 55 S`, `331055N`, `N33:10.9`.
pub(in super::super) fn degrees(text: &str, axis: Axis) -> Option<f64> {
    if let Some(number) = decimal(text) {
        return Some(number);
    }
    let text = text.trim().to_uppercase().replace('\u{2212}', "-");
    let [plus, minus] = axis.letters();
    let letter = |c: char| c == plus || c == minus;
    let (body, side) = match (text.chars().next()?, text.chars().next_back()?) {
        (first, _) if letter(first) => (&text[1..], Some(first)),
        (_, last) if letter(last) => (&text[..text.len() - 1], Some(last)),
        _ => (text.as_str(), None),
    };
    let body = body.trim();
    let negative = body.starts_with('-');
    // A sign beside a hemisphere says it twice, or the contrary.
    if side.is_some() && body.starts_with(['-', '+']) {
        return None;
    }
    let body = body.trim_start_matches(['-', '+']);
    // 50d06m00s: seconds or south?
    if side == Some('S') && body.contains(['D', 'M']) && !body.contains('S') {
        return None;
    }
    let size = match side {
        Some(_) if body.bytes().all(|b| b.is_ascii_digit() || b == b'.') => packed(body, axis)?,
        _ => parted(body)?,
    };
    let west = negative || side == Some(minus);
    Some(if west { -size } else { size })
}

/// `500600`, `5006.5`, `0103000.25`; fewer digits are decimal degrees.
fn packed(text: &str, axis: Axis) -> Option<f64> {
    let whole = text.split('.').next()?;
    let degrees = axis.digits();
    if whole.len() <= degrees {
        return text.parse().ok();
    }
    let number = |part: &str| part.parse::<f64>().ok();
    match whole.len() - degrees {
        2 => sum([number(&text[..degrees])?, number(&text[degrees..])?, 0.0]),
        4 => sum([
            number(&text[..degrees])?,
            number(&text[degrees..degrees + 2])?,
            number(&text[degrees + 2..])?,
        ]),
        _ => None,
    }
}

/// Two or three numbers with marks or spaces between; one with a mark or a hemisphere.
fn parted(text: &str) -> Option<f64> {
    const MARKS: [char; 15] = [
        '°', 'º', '˚', '\'', '’', '′', '‘', '´', '"', '”', '″', '“', ':', 'D', 'M',
    ];
    // Minutes alone are no degrees.
    let first = text.find(|c: char| !c.is_ascii_digit() && !".,".contains(c));
    let minutes =
        |at: usize| text[at..].starts_with(&MARKS[3..12]) || text[at..].starts_with(['M', 'S']);
    if first.is_some_and(minutes) {
        return None;
    }
    let mark = |c: char| c.is_whitespace() || MARKS.contains(&c) || c == 'S';
    let mut parts = [0.0; 3];
    let mut count = 0;
    for part in text.split(mark).filter(|part| !part.is_empty()) {
        let number = decimal(part).filter(|_| part.starts_with(|c: char| c.is_ascii_digit()))?;
        *parts.get_mut(count)? = number;
        count += 1;
    }
    // Only the last number may have a fraction.
    let whole = parts[..count.saturating_sub(1)]
        .iter()
        .all(|n| n.fract() == 0.0);
    if count == 0 || !whole {
        return None;
    }
    sum(parts)
}

fn sum([degrees, minutes, seconds]: [f64; 3]) -> Option<f64> {
    let fair = |n: f64| (0.0..60.0).contains(&n);
    (fair(minutes) && fair(seconds)).then_some(degrees + minutes / 60.0 + seconds / 3600.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_in_every_usual_way() {
        for text in [
            "50.1",
            "50,1",
            " 50.1 ",
            "50.1N",
            "N 50.1",
            "50°06'00\"N",
            "50° 6′ 0″ N",
            "50 06 00",
            "50:06:00N",
            "50d06m00s N",
            "500600N",
            "500600.0N",
            "5006N",
            "50º06,0'N",
            "+50.1",
        ] {
            let found = degrees(text, Axis::Latitude);
            assert!(
                found.is_some_and(|found| (found - 50.1).abs() < 1e-12),
                "{text}: {found:?}"
            );
        }
        for text in [
            "-10.5",
            "10.5W",
            "0103000W",
            "01030W",
            "-10 30 0",
            "10°30'W",
            "\u{2212}10,5",
        ] {
            let found = degrees(text, Axis::Longitude);
            assert!(
                found.is_some_and(|found| (found + 10.5).abs() < 1e-12),
                "{text}: {found:?}"
            );
        }
        assert_eq!(degrees("50d06m36s S", Axis::Latitude), Some(-50.11));
    }

    #[test]
    fn what_could_mean_two_things_is_no_number() {
        for text in [
            "",
            "x",
            "50.1E",
            "50 60 00",
            "50.5 30",
            "-50S",
            "1 2 3 4",
            "1,234,5",
            "50 -6",
            "12345678N",
            "50d06m00s",
            "30'N",
            "-50.1S",
        ] {
            assert_eq!(degrees(text, Axis::Latitude), None, "{text}");
        }
    }
}
