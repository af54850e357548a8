//! Which operation leads from a system to WGS84: the first of PROJ's list (by area of use, then accuracy) that is made for all the
//! positions, needs no grid that is not there, and is no guess.

use super::Where;
use super::native::{Area, Context, Object, Pipeline, Search};
use super::{About, Refusal};
use proj_sys::{
    PJ_TYPE_PJ_TYPE_BOUND_CRS as BOUND, PJ_TYPE_PJ_TYPE_COMPOUND_CRS as COMPOUND,
    PJ_TYPE_PJ_TYPE_CONVERSION as CONVERSION,
    PJ_TYPE_PJ_TYPE_DERIVED_PROJECTED_CRS as DERIVED_PROJECTED,
    PJ_TYPE_PJ_TYPE_ENGINEERING_CRS as ENGINEERING, PJ_TYPE_PJ_TYPE_GEOCENTRIC_CRS as GEOCENTRIC,
    PJ_TYPE_PJ_TYPE_GEOGRAPHIC_2D_CRS as GEOGRAPHIC_2D,
    PJ_TYPE_PJ_TYPE_GEOGRAPHIC_3D_CRS as GEOGRAPHIC_3D,
    PJ_TYPE_PJ_TYPE_GEOGRAPHIC_CRS as GEOGRAPHIC, PJ_TYPE_PJ_TYPE_PROJECTED_CRS as PROJECTED,
    PJ_TYPE_PJ_TYPE_TEMPORAL_CRS as TEMPORAL, PJ_TYPE_PJ_TYPE_VERTICAL_CRS as VERTICAL,
};

/// The database's own system is taken for one that is described in full from this confidence on, percent, as GDAL does.
const CONFIDENT: i32 = 90;

/// The operation, and what there is to say of it.
pub(super) fn choose(
    text: &str,
    positions: Where,
    ballpark: bool,
) -> Result<(About, Pipeline), Refusal> {
    let context = Context::new().ok_or(Refusal::NoOperation)?;
    let mut outcome = Err(Refusal::NoOperation);
    let pipeline = context.pipeline(|context| match find(context, text, positions, ballpark) {
        Ok((about, operation)) => {
            outcome = Ok(about);
            Some(operation.release())
        }
        Err(refusal) => {
            outcome = Err(refusal);
            None
        }
    });
    let about = outcome?;
    Ok((about, pipeline.ok_or(Refusal::NoOperation)?))
}

fn find<'c>(
    context: &'c Context,
    text: &str,
    positions: Where,
    ballpark: bool,
) -> Result<(About, Object<'c>), Refusal> {
    let stated = context.create(text).ok_or(Refusal::Unknown)?;
    if !stated.is_crs() {
        return Err(Refusal::Unknown);
    }
    let crs = horizontal(stated)?;
    let crs = known(crs);
    let target = context.create("EPSG:4326").ok_or(Refusal::NoOperation)?;
    let geographic = is_geographic(&crs);
    let area = match positions {
        Where::At(positions) => area(positions),
        Where::In(positions) => degrees(context, &crs, positions).and_then(|p| area(&p)),
    };
    let of = |search| context.operations(&crs, &target, area, search);
    let within = |operation: &Object| match (area, operation.area_of_use()) {
        (Some(data), Some(made_for)) => contains(made_for, data),
        _ => true,
    };
    let best = |mut all: Vec<Object<'c>>| {
        all.retain(Object::is_runnable);
        let first = all.iter().position(within);
        let covers = first.is_some();
        (!all.is_empty()).then(|| (all.swap_remove(first.unwrap_or(0)), covers))
    };
    // A ballpark operation can be asked for, and comes even so after all others.
    let found = best(of(Search::Sound)).filter(|(operation, _)| !operation.is_ballpark());
    let grids = || {
        let all = of(Search::WithGrids);
        let better = all.into_iter().filter(|o| !o.is_ballpark() && within(o));
        let with = better.filter_map(|o| Some((o.grid()?, o.accuracy()?)));
        with.min_by(|a, b| a.1.total_cmp(&b.1))
    };
    let (operation, covers) = match found {
        Some(found) => found,
        None => {
            let guess = best(of(Search::WithBallpark)).ok_or(Refusal::NoOperation)?;
            if !ballpark {
                let grid = grids().map(|(grid, _)| grid);
                return Err(Refusal::Ballpark { grid, area });
            }
            guess
        }
    };
    let accuracy = match operation.accuracy() {
        // A conversion shifts no datum.
        None if operation.kind() == CONVERSION => Some(0.0),
        accuracy => accuracy,
    };
    let guess = operation.is_ballpark();
    let better = match accuracy {
        Some(own) if own <= super::POOR && !guess => None,
        own => grids().filter(|(_, accuracy)| guess || own.is_none_or(|own| *accuracy < own)),
    };
    let normalized = operation.normalized().ok_or(Refusal::NoOperation)?;
    let in_use = match (area, crs.area_of_use()) {
        (Some(data), Some(made_for)) => meets(made_for, data),
        _ => true,
    };
    let about = About {
        crs: crs.code().unwrap_or_else(|| crs.name()),
        crs_name: crs.name(),
        wkt: crs.wkt().unwrap_or_default(),
        operation: operation.name(),
        accuracy,
        ballpark: guess,
        covers,
        in_use,
        better,
        geographic,
        identity: normalized.recipe().is_some_and(|r| r == "+proj=noop"),
    };
    Ok((about, normalized))
}

/// The part of a system that says where on a map, without heights.
fn horizontal(crs: Object) -> Result<Object, Refusal> {
    Err(Refusal::NotHorizontal(match crs.kind() {
        PROJECTED | DERIVED_PROJECTED | GEOGRAPHIC | GEOGRAPHIC_2D => return Ok(crs),
        GEOGRAPHIC_3D => return crs.flat().ok_or(Refusal::NoOperation),
        COMPOUND => return horizontal(crs.part(0).ok_or(Refusal::NoOperation)?),
        // WKT with TOWGS84: its own shift counts, where what it shifts is horizontal.
        BOUND => return horizontal(crs.source().ok_or(Refusal::NoOperation)?).map(|_| crs),
        GEOCENTRIC => "a geocentric",
        VERTICAL => "a vertical",
        ENGINEERING => "an engineering",
        TEMPORAL => "a temporal",
        _ => "no horizontal",
    }))
}

/// The database's system that a description without a code stands for: an Esri `.prj` names none, and operations are listed by code.
fn known(crs: Object) -> Object {
    if crs.code().is_some() || crs.kind() == BOUND {
        return crs;
    }
    let mut found = crs.identified();
    found.retain(|(_, confidence)| *confidence >= CONFIDENT);
    // PROJ gives the likeliest first.
    match found.into_iter().next() {
        Some((known, _)) => known,
        None => crs,
    }
}

fn is_geographic(crs: &Object) -> bool {
    match crs.kind() {
        GEOGRAPHIC | GEOGRAPHIC_2D | GEOGRAPHIC_3D => true,
        BOUND => crs.source().is_some_and(|inner| is_geographic(&inner)),
        _ => false,
    }
}

/// Positions as degrees of the system's own datum: near enough to say where they lie, and without a choice.
fn degrees(context: &Context, crs: &Object, positions: &[[f64; 2]]) -> Option<Vec<[f64; 2]>> {
    let geodetic = crs.geodetic()?;
    let all = context.operations(crs, &geodetic, None, Search::WithBallpark);
    let mut positions = positions.to_vec();
    all.first()?.normalized()?.run(&mut positions);
    Some(positions)
}

/// The box round finite positions, across the antimeridian where that is the shorter way round.
fn area(positions: &[[f64; 2]]) -> Option<Area> {
    let bounds = |turned: bool| {
        let mut b = [
            f64::INFINITY,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NEG_INFINITY,
        ];
        for [lon, lat] in positions
            .iter()
            .filter(|p| p[0].is_finite() && p[1].is_finite())
        {
            let lon = if turned && *lon < 0.0 {
                lon + 360.0
            } else {
                *lon
            };
            b = [b[0].min(lon), b[1].min(*lat), b[2].max(lon), b[3].max(*lat)];
        }
        b
    };
    let (plain, turned) = (bounds(false), bounds(true));
    let [west, south, east, north] = if turned[2] - turned[0] < plain[2] - plain[0] {
        turned
    } else {
        plain
    };
    let turn = |lon: f64| if lon > 180.0 { lon - 360.0 } else { lon };
    (west <= east).then(|| {
        let lat = |l: f64| l.clamp(-90.0, 90.0);
        if east - west >= 360.0 {
            [-180.0, lat(south), 180.0, lat(north)]
        } else {
            [turn(west), lat(south), turn(east), lat(north)]
        }
    })
}

/// East as a number above west.
fn unrolled([west, south, east, north]: Area) -> Area {
    [
        west,
        south,
        if east < west { east + 360.0 } else { east },
        north,
    ]
}

fn contains(outer: Area, inner: Area) -> bool {
    let (o, i) = (unrolled(outer), unrolled(inner));
    let lon = [-360.0, 0.0, 360.0]
        .iter()
        .any(|turn| o[0] <= i[0] + turn && i[2] + turn <= o[2]);
    (lon || o[2] - o[0] >= 360.0) && o[1] <= i[1] && i[3] <= o[3]
}

fn meets(a: Area, b: Area) -> bool {
    let (a, b) = (unrolled(a), unrolled(b));
    let lon = [-360.0, 0.0, 360.0]
        .iter()
        .any(|turn| a[0] <= b[2] + turn && b[0] + turn <= a[2]);
    lon && a[1] <= b[3] && b[1] <= a[3]
}

#[cfg(test)]
mod tests {
    use super::super::{Refusal, Transformation};
    use super::*;

    #[test]
    fn boxes_go_across_the_antimeridian_where_that_is_shorter() {
        assert_eq!(
            area(&[[179.0, 60.0], [-178.0, 61.0]]),
            Some([179.0, 60.0, -178.0, 61.0])
        );
        assert_eq!(
            area(&[[-10.0, 0.0], [20.0, 1.0]]),
            Some([-10.0, 0.0, 20.0, 1.0])
        );
        assert_eq!(area(&[[f64::INFINITY, 0.0]]), None);
        assert!(contains(
            [170.0, 50.0, -170.0, 70.0],
            [-179.0, 60.0, -178.0, 61.0]
        ));
        assert!(!contains(
            [170.0, 50.0, -170.0, 70.0],
            [-179.0, 60.0, -160.0, 61.0]
        ));
        assert!(meets(
            [170.0, 50.0, -170.0, 70.0],
            [-175.0, 60.0, -160.0, 61.0]
        ));
    }

    fn found(crs: &str, at: [f64; 2], ballpark: bool) -> Result<super::super::About, Refusal> {
        Transformation::find_back(crs, &[at], ballpark).map(|t| t.about)
    }

    #[test]
    fn an_operation_is_named_with_its_accuracy() {
        let about = found("EPSG:3301", [25.0, 58.5], false).expect("EPSG:3301");
        assert_eq!(
            about.operation,
            "Inverse of Estonian National Grid + EST97 to WGS 84 (1)"
        );
        assert_eq!(
            (about.accuracy, about.ballpark, about.identity),
            (Some(1.0), false, false)
        );
        let about = found("EPSG:32635", [25.0, 58.5], false).expect("EPSG:32635");
        assert_eq!(about.accuracy_text(), "exact");
        let about = found("EPSG:28405", [28.0, 54.5], false).expect("EPSG:28405");
        assert_eq!(
            about.operation.split(" + ").last(),
            Some("Pulkovo 1942 to WGS 84 (20)")
        );
        assert_eq!(about.accuracy, Some(3.0));
        assert!(
            found("EPSG:4258", [25.0, 58.5], false)
                .expect("ETRS89")
                .identity
        );
    }

    #[test]
    fn a_ballpark_operation_is_refused_unless_asked_for() {
        let area = Some([17.0, 54.5, 17.0, 54.5]);
        assert_eq!(
            found("EPSG:28403", [17.0, 54.5], false),
            Err(Refusal::Ballpark { grid: None, area })
        );
        assert!(
            found("EPSG:28403", [17.0, 54.5], true)
                .expect("a guess")
                .ballpark
        );
        // Where a sound one is known a guess is not taken even so.
        assert!(
            !found("EPSG:28405", [28.0, 54.5], true)
                .expect("EPSG:28405")
                .ballpark
        );
    }

    #[test]
    fn a_better_operation_whose_grid_is_not_there_is_named() {
        let about = found("EPSG:31467", [9.0, 50.0], false).expect("EPSG:31467");
        assert_eq!(about.accuracy, Some(3.0));
        assert_eq!(about.better, Some(("de_adv_BETA2007.tif".to_owned(), 1.0)));
    }

    #[test]
    fn what_is_no_horizontal_system_is_refused_by_its_kind() {
        for (crs, kind) in [
            ("EPSG:4978", "a geocentric"),
            ("EPSG:5773", "a vertical"),
            ("EPSG:5800", "an engineering"),
        ] {
            assert_eq!(
                found(crs, [9.0, 50.0], false),
                Err(Refusal::NotHorizontal(kind)),
                "{crs}"
            );
        }
        for text in ["EPSG:99999", "nonsense", "", "+proj=utm +zone=35"] {
            assert_eq!(
                found(text, [9.0, 50.0], false),
                Err(Refusal::Unknown),
                "{text}"
            );
        }
        // Heights go, the plane stays.
        assert!(
            found("EPSG:9518", [9.0, 50.0], false)
                .expect("a compound system")
                .identity
        );
    }

    #[test]
    fn data_outside_the_area_of_a_system_is_seen() {
        // EPSG:28403 is for 12 to 18 degrees east, an operation of its datum for Russia.
        assert!(
            !found("EPSG:28403", [21.5, 54.7], false)
                .expect("EPSG:28403")
                .in_use
        );
        assert!(
            found("EPSG:3301", [25.0, 58.5], false)
                .expect("EPSG:3301")
                .in_use
        );
        // In France no operation for Estonia holds.
        let refusal = found("EPSG:3301", [2.0, 48.0], false);
        assert!(
            matches!(refusal, Err(Refusal::Ballpark { .. })),
            "{refusal:?}"
        );
    }
}
