//! JSON numbers to the nearest f64.
//!
//! Up to 15 digits, and most of 16, are one exact integer and one exact power of ten: their quotient is rounded once, so it is the
//! nearest (Clinger 1990, the fast path). All others go through the standard library, which rounds correctly too.

/// Powers of ten that an f64 holds exactly.
const TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// What stands at the front of some bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    /// A finite number and its length in bytes.
    Finite(f64, usize),
    /// Greater than any f64.
    Endless,
    /// No number: the grammar breaks at this byte.
    Broken(usize),
}

/// Reads the number at the front of `text`, by the grammar of RFC 8259, section 6. A number that reaches to the end of `text` is
/// taken as whole.
#[inline(always)]
pub(crate) fn number(text: &[u8]) -> Number {
    let digit = |at: usize| match text.get(at) {
        Some(b) => b.wrapping_sub(b'0'),
        None => u8::MAX,
    };
    let negative = text.first() == Some(&b'-');
    let mut at = usize::from(negative);
    let mut mantissa = 0u64;
    let start = at;
    while digit(at) < 10 {
        mantissa = mantissa.wrapping_mul(10).wrapping_add(digit(at).into());
        at += 1;
    }
    let mut digits = at - start;
    if digits == 0 {
        return Number::Broken(at);
    }
    if digits > 1 && text[start] == b'0' {
        return Number::Broken(start + 1);
    }
    let mut places = 0;
    if text.get(at) == Some(&b'.') {
        at += 1;
        let point = at;
        while digit(at) < 10 {
            mantissa = mantissa.wrapping_mul(10).wrapping_add(digit(at).into());
            at += 1;
        }
        places = at - point;
        digits += places;
        if places == 0 {
            return Number::Broken(at);
        }
    }
    let exponent = matches!(text.get(at), Some(b'e' | b'E'));
    if exponent {
        at += 1;
        if matches!(text.get(at), Some(b'+' | b'-')) {
            at += 1;
        }
        let power = at;
        while digit(at) < 10 {
            at += 1;
        }
        if at == power {
            return Number::Broken(at);
        }
    }
    // 19 digits fit a u64.
    if !exponent && digits <= 19 && mantissa <= 1 << 53 {
        let size = mantissa as f64 / TENS[places];
        return Number::Finite(if negative { -size } else { size }, at);
    }
    exact(&text[..at])
}

/// By the standard library, whose grammar takes all that has passed [`number`].
#[inline(never)]
fn exact(text: &[u8]) -> Number {
    let parsed = std::str::from_utf8(text).ok().and_then(|t| t.parse().ok());
    match parsed {
        Some(x) if f64::is_finite(x) => Number::Finite(x, text.len()),
        Some(_) => Number::Endless,
        None => Number::Broken(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_grammar_breaks_where_it_should() {
        for (text, at) in [
            ("-", 1),
            ("01", 1),
            ("-01", 2),
            (".5", 0),
            ("1.", 2),
            ("1.e5", 2),
            ("1e", 2),
            ("1e+", 3),
            ("+1", 0),
            ("", 0),
        ] {
            assert_eq!(number(text.as_bytes()), Number::Broken(at), "{text}");
        }
        assert_eq!(number(b"1e999"), Number::Endless);
        assert_eq!(number(b"-0]"), Number::Finite(-0.0, 2));
        assert!(matches!(number(b"-0.0,"), Number::Finite(x, 4) if x.is_sign_negative()));
        assert_eq!(number(b"1e2,"), Number::Finite(100.0, 3));
    }

    proptest! {
        /// The standard library rounds correctly: it is the oracle.
        #[test]
        fn numbers_are_the_nearest_whatever_their_spelling(text in "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,2})?") {
            let wanted: f64 = text.parse().expect("a number");
            let Number::Finite(found, length) = number(text.as_bytes()) else { panic!("{text}") };
            prop_assert_eq!((found.to_bits(), length), (wanted.to_bits(), text.len()));
        }

        #[test]
        fn coordinates_are_the_nearest(x in -180.0..180.0f64, places in 0usize..20) {
            let text = format!("{x:.places$}");
            let wanted: f64 = text.parse().expect("a number");
            prop_assert_eq!(number(text.as_bytes()), Number::Finite(wanted, text.len()));
        }
    }
}
