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
    ];
    plain.starts_with("GEOGCS[")
        && datum.iter().any(|d| plain.contains(d))
        && plain.contains("PRIMEM[\"GREENWICH\",0")
        && plain.contains("UNIT[\"DEGREE\",0.01745329251")
        && !plain.contains("TOWGS84[")
}

#[cfg(test)]
mod tests {
    use super::is_wgs84;

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
