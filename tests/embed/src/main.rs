//! Another program's ten lines: a border in, the strip and what it covers out. Without the command, PROJ, SQLite and pictures.

use geojson::FeatureCollection;
use standoff::border::worldview::{Worldview, shipped_territories};
use standoff::load::geojson::lines_of;
use standoff::overlap::overlaps;
use standoff::strip::{Edges, PreparedLine, StripOptions};
use standoff::units::Metres;
use std::io::Write;

const BORDER: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},
    "geometry":{"type":"LineString","coordinates":[[23.6,52.6],[23.9,53.2],[23.5,53.9]]}}]}"#;

/// Writes the strip's feature and one line a territory.
fn report(out: &mut dyn Write) -> Result<(), Box<dyn std::error::Error>> {
    let border = lines_of(&BORDER.parse::<FeatureCollection>()?)?.value;
    let line = PreparedLine::new(&border, Edges::Planar)?;
    let strip = line.strip(&StripOptions::new(Metres(50e3)))?;
    strip.write_geojson(&mut *out)?;
    let territories = shipped_territories(&Worldview::default())?;
    for row in &overlaps(&line, &strip, &territories)?.rows {
        let name = &territories[row.territory].name;
        writeln!(
            out,
            "{name}: {:.1} ± {:.1} km²",
            row.area.km2(),
            row.error.km2()
        )?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    report(&mut std::io::stdout().lock())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strip_is_a_feature_that_other_programs_read() {
        let mut out = Vec::new();
        report(&mut out).expect("a report");
        let text = String::from_utf8(out).expect("UTF-8");
        let (feature, rows) = text.split_once('\n').expect("lines");
        let feature: geojson::Feature = feature.parse().expect("a feature");
        let number = |name: &str| feature.property(name).and_then(serde_number).expect("it");
        assert_eq!(number("width_m"), 50e3);
        assert!(number("max_error_m") <= number("tolerance_m"));
        assert!(
            rows.contains("Poland: ") && rows.contains("Belarus: "),
            "{rows}"
        );
    }

    fn serde_number(value: &geojson::JsonValue) -> Option<f64> {
        value.as_f64()
    }

    #[test]
    fn what_has_no_lines_is_refused_with_its_place() {
        let points = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},
            "geometry":{"type":"Point","coordinates":[1,2]}}]}"#;
        let points: FeatureCollection = points.parse().expect("features");
        let refused = lines_of(&points).expect_err("points");
        assert!(refused.to_string().contains("features"), "{refused}");
    }
}
