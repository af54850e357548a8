//! Names of WGS84 longitude and latitude itself, which need no PROJ.

/// Whether a text names WGS84 longitude and latitude: `EPSG:4326`, `OGC:CRS84`, their URNs and addresses, and the WKT that Esri's
/// programs write into a `.prj`. The order of axes is not asked: files have longitude first whatever EPSG says.
pub fn is_wgs84(text: &str) -> bool {
    let text = text.trim().to_ascii_uppercase();
    if text.contains('[') {
        return is_wkt(&text);
    }
    let named = |code: &str| {
        text == code
            || [":", "/"].iter().any(|mark| {
                text.strip_suffix(code).is_some_and(|rest| {
                    rest.ends_with(mark) && (rest.contains("OGC") || rest.contains("EPSG"))
                })
            })
    };
    named("CRS84") || named("CRS84H") || named("4326") && text != "4326" || text == "WGS84"
}

/// A geographic system on WGS84's datum in degrees from Greenwich, with nothing round it.
fn is_wkt(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let datum = [
        "DATUM[\"D_WGS_1984\"",
        "DATUM[\"WGS_1984\"",
        "DATUM[\"WORLDGEODETICSYSTEM1984\"",
        "DATUM[\"WORLDGEODETICSYSTEM1984[EPSGID6326]\"",
    ];
    let unit = ["DEGREE", "DECIMAL_DEGREE"].map(|name| format!("UNIT[\"{name}\",0.01745329251"));
    plain.starts_with("GEOGCS[")
        && datum.iter().any(|d| plain.contains(d))
        && plain.contains("PRIMEM[\"GREENWICH\",0")
        && unit.iter().any(|u| plain.contains(u.as_str()))
        && !plain.contains("TOWGS84[")
}

/// A system whose datum has no name on the ellipsoid of WGS84 or GRS80, with WGS84 as its datum: both ellipsoids are the same to 0.1 mm,
/// and programs that lose the name of a datum (PROJ's `+ellps=GRS80`) keep that. `None` where the datum is named, or another.
pub fn on_wgs84(text: &str) -> Option<String> {
    if text.contains('[') {
        return wkt_on_wgs84(text);
    }
    // EPSG's "unknown datum" on each of the two.
    if ["EPSG:4019", "EPSG:4030"].contains(&text.trim().to_ascii_uppercase().as_str()) {
        return Some("EPSG:4326".to_owned());
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let named = ["+datum=", "+towgs84=", "+nadgrids="];
    if !text.trim_start().starts_with('+')
        || words
            .iter()
            .any(|word| named.iter().any(|name| word.starts_with(name)))
    {
        return None;
    }
    let ellipsoid = |word: &&str| ["+ellps=WGS84", "+ellps=GRS80"].contains(word);
    words.iter().find(|word| ellipsoid(word))?;
    let changed = words.iter().map(|word| {
        if ellipsoid(word) {
            "+datum=WGS84"
        } else {
            word
        }
    });
    Some(changed.collect::<Vec<_>>().join(" "))
}

fn wkt_on_wgs84(text: &str) -> Option<String> {
    let upper = text.to_ascii_uppercase();
    let datum = upper.find("DATUM[")?;
    if upper.contains("TOWGS84[") || upper.contains("BOUNDCRS[") {
        return None;
    }
    let (name, name_from, name_to) = quoted(text, datum)?;
    let nameless = [
        "unknown",
        "unnamed",
        "undefined",
        "not_specified",
        "not specified",
    ];
    let lower = name.to_ascii_lowercase();
    if !name.trim().is_empty() && !nameless.iter().any(|word| lower.contains(word)) {
        return None;
    }
    let ellipsoid = ["SPHEROID[", "ELLIPSOID["]
        .iter()
        .find_map(|word| upper[name_to..].find(word))?
        + name_to;
    let (_, from, to) = quoted(text, ellipsoid)?;
    let mut numbers = text[to + 1..]
        .split([',', ']', '['])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map_while(|part| part.parse::<f64>().ok());
    let (a, flattening) = (numbers.next()?, numbers.next()?);
    let alike = [298.257_223_563, 298.257_222_101]
        .iter()
        .any(|known| (flattening - known).abs() < 1e-8);
    if a != 6_378_137.0 || !alike {
        return None;
    }
    // The ellipsoid's own identifier goes with it.
    let end = closed(text, ellipsoid)?;
    Some(format!(
        "{}WGS_1984{}WGS 84\",6378137,298.257223563{}",
        &text[..name_from],
        &text[name_to..from],
        &text[end..],
    ))
}

/// Where the bracket is that ends what opens from some place on.
fn closed(text: &str, from: usize) -> Option<usize> {
    let (mut depth, mut inside) = (0, false);
    for (at, byte) in text.bytes().enumerate().skip(from) {
        match byte {
            b'"' => inside = !inside,
            b'[' if !inside => depth += 1,
            b']' if !inside && depth == 1 => return Some(at),
            b']' if !inside => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The first quoted text from some place on: it, and where it begins and ends.
fn quoted(text: &str, from: usize) -> Option<(&str, usize, usize)> {
    let begin = text[from..].find('"')? + from + 1;
    let end = text[begin..].find('"')? + begin;
    Some((&text[begin..end], begin, end))
}

#[cfg(test)]
mod tests {
    use super::{is_wgs84, on_wgs84};

    #[test]
    fn a_datum_without_a_name_on_the_ellipsoid_of_wgs84_or_grs80_is_wgs84() {
        for text in [
            "GEOGCS[\"unknown\",DATUM[\"unknown\",SPHEROID[\"WGS84\",6378137,298.257223563]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]",
            "GEOGCS[\"Unknown datum based upon the GRS 1980 ellipsoid\",DATUM[\"Not_specified_based_on_GRS_1980_ellipsoid\",SPHEROID[\"GRS 1980\",6378137,298.257222101,AUTHORITY[\"EPSG\",\"7019\"]],AUTHORITY[\"EPSG\",\"6019\"]],PRIMEM[\"Greenwich\",0,AUTHORITY[\"EPSG\",\"8901\"]],UNIT[\"degree\",0.0174532925199433,AUTHORITY[\"EPSG\",\"9122\"]],AUTHORITY[\"EPSG\",\"4019\"]]",
            "GEOGCS[\"GCS_unknown\",DATUM[\"D_Unknown_based_on_GRS80_ellipsoid\",SPHEROID[\"GRS_1980\",6378137.0,298.257222101]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]",
        ] {
            assert!(!is_wgs84(text), "{text}");
            let read = on_wgs84(text).expect(text);
            assert!(is_wgs84(&read), "{read}");
        }
        assert_eq!(
            on_wgs84("+proj=longlat +ellps=GRS80 +no_defs +type=crs").as_deref(),
            Some("+proj=longlat +datum=WGS84 +no_defs +type=crs")
        );
    }

    #[test]
    fn a_datum_with_a_name_or_another_ellipsoid_stays_what_it_is() {
        for text in [
            "EPSG:3301",
            "+proj=longlat +datum=NAD27 +type=crs",
            "+proj=longlat +ellps=krass +type=crs",
            "+proj=longlat +ellps=GRS80 +towgs84=1,2,3 +type=crs",
            "GEOGCS[\"x\",DATUM[\"unknown\",SPHEROID[\"Krassowsky 1940\",6378245,298.3]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]",
            "GEOGCS[\"x\",DATUM[\"European_Terrestrial_Reference_System_1989\",SPHEROID[\"GRS 1980\",6378137,298.257222101]],PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]]",
            "GEOGCS[\"x\",DATUM[\"unknown",
        ] {
            assert_eq!(on_wgs84(text), None, "{text}");
        }
    }

    #[test]
    fn names_of_wgs84_are_known_without_proj() {
        for name in [
            "EPSG:4326",
            "epsg:4326",
            "OGC:CRS84",
            "CRS84",
            "urn:ogc:def:crs:OGC:1.3:CRS84",
            "urn:ogc:def:crs:OGC::CRS84",
            "urn:ogc:def:crs:EPSG::4326",
            "http://www.opengis.net/def/crs/EPSG/0/4326",
            "http://www.opengis.net/def/crs/OGC/1.3/CRS84",
            "WGS84",
            "GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]",
        ] {
            assert!(is_wgs84(name), "{name}");
        }
    }

    #[test]
    fn other_systems_are_not_taken_for_wgs84() {
        for name in [
            "EPSG:3857",
            "EPSG:14326",
            "ESRI:4326",
            "4326",
            "",
            "PROJCS[\"WGS_1984_UTM_Zone_35N\",GEOGCS[\"GCS_WGS_1984\",DATUM[\"D_WGS_1984\",SPHEROID[\"WGS_1984\",6378137.0,298.257223563]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],UNIT[\"Meter\",1.0]]",
            "GEOGCS[\"GCS_Pulkovo_1942\",DATUM[\"D_Pulkovo_1942\",SPHEROID[\"Krasovsky_1940\",6378245.0,298.3]],PRIMEM[\"Greenwich\",0.0],UNIT[\"Degree\",0.0174532925199433]]",
        ] {
            assert!(!is_wgs84(name), "{name}");
        }
    }
}
