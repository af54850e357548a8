//! Calls that were answered with a wrong figure or a panic: each is refused or right.

use geo::{MultiLineString, MultiPolygon, wkt};
use standoff_engine::error::Kind;
use standoff_engine::overlap::{Measured, overlaps, zone_overlaps};
use standoff_engine::strip::sides::{Cap, Side};
use standoff_engine::strip::{Edges, PreparedLine, Strip, StripOptions};
use standoff_engine::territory::Territory;
use standoff_engine::units::Metres;
use standoff_engine::zone::Zone;

const WIDTH: Metres = Metres(50e3);

fn line(from: (f64, f64)) -> PreparedLine {
    let part = vec![from, (from.0 + 4.0, from.1 + 1.0)];
    PreparedLine::new(&MultiLineString(vec![part.into()]), Edges::Planar).expect("a line")
}

fn strip(line: &PreparedLine, side: Side) -> Strip {
    let options = StripOptions::new(WIDTH).side(side);
    line.strip(&options).expect("a strip")
}

fn land() -> [Territory; 1] {
    let land = wkt!(POLYGON((15. 45.,30. 45.,30. 56.,15. 56.,15. 45.)));
    [Territory::new("LND", "Land", MultiPolygon(vec![land]))]
}

fn zone(side: Side, territories: usize) -> Zone {
    Zone {
        side,
        ..Zone::plain(territories)
    }
}

#[test]
fn a_zone_of_one_side_over_strips_of_both_is_refused_and_over_its_own_is_right() {
    let line = line((20.0, 50.0));
    let (both, left) = (strip(&line, Side::Both), strip(&line, Side::Left));
    let zone = zone(Side::Left, 1);
    let measured = [Measured::of(&line, &both).expect("its own")];
    let refused = zone_overlaps(&measured, &zone, WIDTH, &land()).expect_err("another side");
    assert_eq!(refused.kind, Kind::Usage);
    assert!(refused.what.contains("side"), "{refused}");

    let area = |strip: &Strip, zone: &Zone| {
        let measured = [Measured::of(&line, strip).expect("its own")];
        let found = zone_overlaps(&measured, zone, WIDTH, &land()).expect("overlaps");
        (found.rows[0].area.0, found.rows[0].error.0)
    };
    let (whole, right) = (strip_area(&line, Side::Both), strip(&line, Side::Right));
    let sides = [
        area(&left, &zone),
        area(
            &right,
            &Zone {
                side: Side::Right,
                ..zone.clone()
            },
        ),
    ];
    let sum = sides[0].0 + sides[1].0;
    assert!(
        (sum - whole).abs() < sides[0].1 + sides[1].1,
        "{sum} {whole}"
    );
    assert!(sides[0].0 < 0.51 * whole);
}

fn strip_area(line: &PreparedLine, side: Side) -> f64 {
    let found = overlaps(line, &strip(line, side), &land()).expect("overlaps");
    found.rows[0].area.0
}

#[test]
fn one_side_of_another_line_s_strip_is_refused() {
    let (here, there) = (line((20.0, 50.0)), line((40.0, 50.0)));
    let refused = here.one_sided(strip(&there, Side::Both), Side::Left, Cap::Round);
    assert_eq!(refused.expect_err("another line's").kind, Kind::Usage);
    let refused = here.one_sided(strip(&here, Side::Left), Side::Right, Cap::Round);
    assert_eq!(refused.expect_err("not whole").kind, Kind::Usage);
    // An equal line is the same one.
    let again = line((20.0, 50.0)).one_sided(strip(&here, Side::Both), Side::Left, Cap::Round);
    assert_eq!(
        again.expect("a side").polygons(),
        strip(&here, Side::Left).polygons()
    );
}

#[test]
fn a_strip_is_measured_by_its_own_line_only() {
    let (here, there) = (line((20.0, 50.0)), line((40.0, 50.0)));
    let strip = strip(&there, Side::Both);
    assert!(Measured::of(&here, &strip).is_err());
    assert!(overlaps(&here, &strip, &land()).is_err());
}

#[test]
fn strips_of_several_lines_are_no_zone() {
    let (here, there) = (line((20.0, 50.0)), line((40.0, 50.0)));
    let strips = [strip(&here, Side::Both), strip(&there, Side::Both)];
    let measured = [
        Measured::of(&here, &strips[0]).expect("its own"),
        Measured::of(&there, &strips[1]).expect("its own"),
    ];
    let refused = zone_overlaps(&measured, &zone(Side::Both, 1), WIDTH, &land());
    assert!(
        refused
            .expect_err("two lines")
            .what
            .contains("several lines")
    );
}

#[test]
fn a_zone_of_another_number_of_territories_is_refused() {
    let line = line((20.0, 50.0));
    let strip = strip(&line, Side::Both);
    let measured = [Measured::of(&line, &strip).expect("its own")];
    for count in [0, 2] {
        let refused = zone_overlaps(&measured, &zone(Side::Both, count), WIDTH, &land());
        let refused = refused.expect_err("another list");
        assert!(refused.what.contains("1 are given"), "{refused}");
    }
    let other = zone_overlaps(&measured, &zone(Side::Both, 1), Metres(60e3), &land());
    assert!(other.expect_err("no such strip").what.contains("60000 m"));
}
