//! Tables of text (CSV): the delimiter, the columns that say where, and what stands for nothing.

pub(super) mod degrees;

/// Columns of longitude and latitude by their usual names, small letters without spaces and marks, the likeliest first.
pub(super) const LON: [&str; 6] = ["lon", "longitude", "lng", "long", "decimallongitude", "x"];
pub(super) const LAT: [&str; 4] = ["lat", "latitude", "decimallatitude", "y"];
/// Columns of well-known text.
pub(super) const WKT: [&str; 8] = [
    "wkt",
    "geometry",
    "geom",
    "thegeom",
    "wktgeom",
    "geomwkt",
    "geometrywkt",
    "footprintwkt",
];

/// The column of one of some names, the first of them that is there.
pub(super) fn column<S: AsRef<str>>(columns: &[S], names: &[&str]) -> Option<usize> {
    let plain: Vec<String> = columns.iter().map(|c| bare(c.as_ref())).collect();
    names
        .iter()
        .find_map(|name| plain.iter().position(|column| column == name))
}

fn bare(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The delimiter that a first line `sep=;` states, as Excel writes and reads it.
pub(super) fn stated(line: &str) -> Option<u8> {
    let line = line.trim_matches(['\r', '\n', '"', ' ']);
    let rest = line
        .get(..4)
        .filter(|head| head.eq_ignore_ascii_case("sep="))
        .map(|_| &line[4..])?;
    match rest.as_bytes() {
        [one] => Some(*one),
        // A tab is trimmed by some programs that save the file again.
        [] => Some(b'\t'),
        _ => None,
    }
}

/// The delimiter of a header line: what divides it most often outside of quotes, the comma first.
pub(super) fn delimiter(header: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut quoted = false;
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        if let Some((_, count)) = (counts.iter_mut()).find(|(mark, _)| !quoted && *mark == byte) {
            *count += 1;
        }
    }
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
    let found = counts.iter().find(|(_, count)| *count == most);
    found.map_or(b',', |(mark, _)| *mark)
}

/// Whether a text begins with a header line that names columns of coordinates.
pub(super) fn begins(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let Some(mut header) = lines.next() else {
        return false;
    };
    let stated = stated(header);
    if stated.is_some() {
        let Some(next) = lines.next() else {
            return false;
        };
        header = next;
    }
    let delimiter = stated.unwrap_or_else(|| delimiter(header));
    let names: Vec<&str> = header.split(char::from(delimiter)).collect();
    column(&names, &WKT).is_some()
        || names.len() > 1 && column(&names, &LON).is_some() && column(&names, &LAT).is_some()
}

/// Whether a cell stands for no value: programs write it in several ways.
pub(super) fn nothing(cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    let words: [&[u8]; 7] = [b"na", b"n/a", b"nan", b"null", b"none", b"-", b"\\n"];
    cell.is_empty() || words.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_are_what_divides_most_outside_of_quotes() {
        assert_eq!(delimiter("a,b,c"), b',');
        assert_eq!(delimiter("a;b,c;d"), b';');
        assert_eq!(delimiter("\"a,b,c\";d"), b';');
        assert_eq!(delimiter("a\tb"), b'\t');
        assert_eq!(delimiter("a"), b',');
        assert_eq!(stated("sep=;\r\n"), Some(b';'));
        assert_eq!(stated("SEP=|"), Some(b'|'));
        assert_eq!(stated("separate,b"), None);
    }

    #[test]
    fn columns_are_known_by_their_usual_names() {
        let lon = |names: &[&str]| column(names, &LON);
        assert_eq!(lon(&["id", "Lng"]), Some(1));
        assert_eq!(lon(&["decimalLongitude"]), Some(0));
        assert_eq!(lon(&["x", "LONGITUDE"]), Some(1));
        assert_eq!(lon(&["\u{a0}decimal_longitude "]), Some(0));
        assert_eq!(lon(&["along", "length"]), None);
        assert_eq!(column(&["the_geom"], &WKT), Some(0));
    }
}
