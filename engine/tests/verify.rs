//! The judge on zones whose faults are known: each is found, by how much and where.

use geo::{Coord, LineString, MultiLineString, MultiPolygon, Polygon, polygon};
use standoff_engine::strip::sides::{Cap, Side};
use standoff_engine::strip::{Edges, PreparedLine, StripOptions};
use standoff_engine::territory::Territory;
use standoff_engine::units::Metres;
use standoff_engine::verify::{Check, Claim, Findings, Grounds, Judge, findings};
use standoff_engine::zone::{Soil, Zone};

const WIDTH: Metres = Metres(20e3);

fn line() -> MultiLineString<f64> {
    let bent = vec![(178.5, 66.0), (179.5, 66.4), (180.5, 65.8), (181.0, 66.3)];
    MultiLineString(vec![LineString::from(bent)])
}

fn strip(side: Side, cap: Cap) -> MultiPolygon<f64> {
    let line = PreparedLine::new(&line(), Edges::Planar).expect("a line");
    let strip = line
        .strip(&StripOptions::new(WIDTH).tolerance(Metres(1.0)))
        .expect("a strip");
    line.one_sided(strip, side, cap)
        .expect("a side")
        .into_polygons()
}

fn judged(zone: &MultiPolygon<f64>, claim: Claim) -> Findings {
    let judge = Judge::new(&line(), Edges::Planar);
    findings(&judge, std::slice::from_ref(zone), claim, &|_| true).expect("not cancelled")
}

fn plain(width: f64) -> Claim<'static> {
    Claim::plain(Metres(width), Metres(1.0))
}

fn both() -> MultiPolygon<f64> {
    strip(Side::Both, Cap::Round)
}

/// Checks that fail.
fn failing(found: &Findings) -> Vec<Check> {
    (found.checks.iter())
        .filter(|off| off.failed > 0)
        .map(|off| off.check)
        .collect()
}

#[test]
fn a_strip_passes_across_the_antimeridian_with_a_bound_for_all_of_its_outline() {
    let found = judged(&both(), plain(WIDTH.0));
    assert!(found.passes(), "{found:?}");
    let bound = found.bound.expect("a bound").0;
    assert!((0.1..1.02).contains(&bound), "{bound}");
    assert_eq!(found.spacing, Metres(1000.0));
    assert_eq!(found.of(Check::RingNested).check, Check::RingNested);
}

#[test]
fn a_zone_that_is_too_wide_or_too_narrow_fails_in_that_way_by_that_much() {
    let found = judged(&both(), plain(20_005.0));
    // What lies within the width and outside the zone is seen by the cells too.
    assert_eq!(failing(&found)[0], Check::OutlineShort);
    assert_eq!(found.of(Check::OutlineBeyond).failed, 0);
    let short = found.of(Check::OutlineShort);
    assert_eq!(short.failed, short.samples);
    assert!((short.worst.0 - 5.0).abs() < 1.1, "{short:?}");
    let found = judged(&both(), plain(19_990.0));
    let beyond = found.of(Check::OutlineBeyond);
    assert_eq!(beyond.failed, beyond.samples);
    assert!((beyond.worst.0 - 10.0).abs() < 1.1, "{beyond:?}");
    assert_eq!(found.of(Check::OutlineShort).failed, 0);
    assert_eq!(found.bound, None);
}

#[test]
fn a_half_a_hole_and_an_island_are_found_with_their_place() {
    let mut half = both();
    half.0.pop();
    let found = judged(&half, plain(WIDTH.0));
    let cut = found.of(Check::CutMissing);
    assert!(cut.failed > 0 && cut.worst.0 > 15e3, "{found:?}");
    assert!(found.of(Check::OutsideWithin).failed > 100);
    let ((x, y), r) = ((179.0, 66.2), 0.01);
    let hole = LineString::from(vec![(x, y), (x, y + r), (x + r, y), (x, y)]);
    let mut with_hole = both();
    let home = (with_hole.0.iter_mut()).find(|p| p.exterior().0[0].x > 0.0);
    home.expect("the western half").interiors_push(hole.clone());
    let short = *judged(&with_hole, plain(WIDTH.0)).of(Check::OutlineShort);
    let at = short.at.expect("a place");
    assert!((at.x - x).abs() < 0.02 && (at.y - y).abs() < 0.02 && short.worst.0 > 19e3);
    let mut with_island = both();
    let island = LineString::from(vec![
        (100.0, 0.0),
        (100.001, 0.0),
        (100.0, 0.001),
        (100.0, 0.0),
    ]);
    with_island.0.push(Polygon::new(island, vec![]));
    let found = judged(&with_island, plain(WIDTH.0));
    assert!(found.of(Check::OutlineBeyond).worst.0 > 8e6, "{found:?}");
}

#[test]
fn the_whole_globe_less_the_zone_is_not_the_zone() {
    let globe = polygon![(x: -180.0, y: -90.0), (x: 180.0, y: -90.0), (x: 180.0, y: 90.0), (x: -180.0, y: 90.0)];
    let found = judged(&MultiPolygon(vec![globe]), plain(WIDTH.0));
    // All of its outline is the map's own edge: only the cells can tell.
    assert_eq!(failing(&found), [Check::InsideTooFar]);
    let nothing = judged(&MultiPolygon(vec![]), plain(WIDTH.0));
    assert_eq!(failing(&nothing), [Check::OutsideWithin]);
}

#[test]
fn each_side_and_flat_caps_pass_for_what_they_are_and_fail_for_the_others() {
    let kinds = [
        (Side::Left, Cap::Round),
        (Side::Right, Cap::Round),
        (Side::Both, Cap::Flat),
        (Side::Both, Cap::Round),
    ];
    for made in kinds {
        let zone = strip(made.0, made.1);
        for claimed in kinds {
            let claim = Claim {
                side: claimed.0,
                cap: claimed.1,
                ..plain(WIDTH.0)
            };
            let found = judged(&zone, claim);
            assert_eq!(
                found.passes(),
                made == claimed,
                "{made:?} {claimed:?} {found:?}"
            );
        }
    }
}

#[test]
fn other_rules_on_some_soil_are_walls_of_the_zone() {
    // A territory across the strip from which it is left out whole: what is cut there has its outline on that border.
    let wall = Polygon::new(
        LineString::from(vec![
            (170.0, 60.0),
            (179.0, 60.0),
            (179.0, 70.0),
            (170.0, 70.0),
            (170.0, 60.0),
        ]),
        vec![],
    );
    let land = [Territory::new("LND", "Land", MultiPolygon(vec![wall]))];
    let zone = Zone {
        soil: vec![Soil::Nothing],
        ..Zone::plain(1)
    };
    let claim = Claim {
        grounds: Some(Grounds {
            zone: &zone,
            territories: &land,
            taken: &[],
        }),
        ..plain(WIDTH.0)
    };
    let whole = both();
    assert!(!judged(&whole, claim).passes());
    let cut: MultiPolygon<f64> = (whole.0.iter()).filter_map(east_of_179).collect();
    let found = judged(&cut, claim);
    assert!(found.passes(), "{found:?}");
    assert!(!judged(&cut, plain(WIDTH.0)).passes());
}

/// The part of a polygon without holes east of 179° (and all of one in the west), where its outline crosses that twice.
fn east_of_179(p: &Polygon<f64>) -> Option<Polygon<f64>> {
    const X: f64 = 179.0;
    if p.exterior().0[0].x < 0.0 {
        return Some(p.clone());
    }
    let mut out: Vec<Coord<f64>> = Vec::new();
    for w in p.exterior().0.windows(2) {
        if w[0].x >= X {
            out.push(w[0]);
        }
        if (w[0].x > X) != (w[1].x > X) {
            let part = (X - w[0].x) / (w[1].x - w[0].x);
            out.push(Coord {
                x: X,
                y: w[0].y + part * (w[1].y - w[0].y),
            });
        }
    }
    out.push(*out.first()?);
    Some(Polygon::new(LineString(out), vec![]))
}

#[test]
fn a_judgement_can_be_ended() {
    let judge = Judge::new(&line(), Edges::Planar);
    assert!(findings(&judge, &[both()], plain(WIDTH.0), &|_| false).is_none());
}
