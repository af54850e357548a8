//! A case and what came of it as GeoJSON, to look at.

use crate::case::Case;
use crate::run::{Answer, Outcome};
use geo::Coord;

/// A feature collection: the line, each engine's outline, the worst places and the faults.
pub fn collection(case: &Case, outcomes: &[Outcome]) -> String {
    let parts: Vec<String> = case.parts.iter().map(|p| positions(p)).collect();
    let asked = format!(
        r#""edges":"{:?}","width":{},"tolerance":{},"side":"{:?}","cap":"{:?}""#,
        case.edges, case.width, case.tolerance, case.side, case.cap
    );
    let geometry =
        |kind: &str, inner: &str| format!(r#"{{"type":"{kind}","coordinates":[{inner}]}}"#);
    let mut features = vec![feature(
        &asked,
        &geometry("MultiLineString", &parts.join(",")),
    )];
    for o in outcomes {
        let Answer::Judged {
            verdict,
            bound,
            polygons,
        } = &o.answer
        else {
            continue;
        };
        let polygons: Vec<String> = (polygons.iter())
            .map(|p| {
                let rings = std::iter::once(p.exterior()).chain(p.interiors());
                let rings: Vec<String> = rings.map(|r| positions(&r.0)).collect();
                format!("[{}]", rings.join(","))
            })
            .collect();
        let told = format!(r#""engine":"{}","bound":{bound}"#, o.engine);
        features.push(feature(
            &told,
            &geometry("MultiPolygon", &polygons.join(",")),
        ));
        let point = |at: Coord<f64>, what: &str| {
            let place = format!(r#"{{"type":"Point","coordinates":[{},{}]}}"#, at.x, at.y);
            feature(
                &format!(r#""engine":"{}","what":"{what}""#, o.engine),
                &place,
            )
        };
        let worst = format!("ratio {:.4}, d - w = {} m", verdict.ratio, verdict.off);
        features.push(point(verdict.worst, &worst));
        features.extend(
            verdict
                .faults
                .iter()
                .take(50)
                .map(|(what, at)| point(*at, what)),
        );
    }
    format!(
        "{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n",
        features.join(",\n")
    )
}

fn feature(properties: &str, geometry: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{{{properties}}},"geometry":{geometry}}}"#)
}

fn positions(list: &[Coord<f64>]) -> String {
    let list: Vec<String> = list.iter().map(|c| format!("[{},{}]", c.x, c.y)).collect();
    format!("[{}]", list.join(","))
}
