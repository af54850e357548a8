//! Worldviews, parts with rows of their own, and the table of pairs, on the shipped data.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use geo::LineString;
use jiff::civil::{Date, date};
use standoff::border::alliance::AllianceTable;
use standoff::border::disputed;
use standoff::border::line::{DRAFT_DATE, DerivedLine, LineChoice, Reading, Whose, derive};
use standoff::border::pairs::{Pair, length, pairs};
use standoff::border::territory::Territory;
use standoff::border::worldview::table::WorldviewTable;
use standoff::border::worldview::{
    Assignment, Layout, Worldview, shipped_territories, shipped_territories_as,
};
use standoff::error::{Error, Kind};
use standoff::geodesy::area::multi_polygon_area;
use standoff::load::shipped;
use standoff::overlap::{Overlaps, overlaps};
use standoff::strip::{Edges, PreparedLine, StripOptions};
use standoff::units::Metres;

fn alliances() -> AllianceTable {
    AllianceTable::shipped().expect("shipped")
}

fn view(name: &str, day: Date, assign: &[&str]) -> Result<Worldview, Error> {
    let assignments: Result<Vec<_>, _> = assign.iter().map(|a| Assignment::parse(a)).collect();
    Worldview::named(name, day, &assignments?)
}

fn world(name: &str, day: Date, assign: &[&str], layout: Layout) -> Vec<Territory> {
    let view = view(name, day, assign).expect("a worldview");
    shipped_territories_as(&view, layout).expect("shipped")
}

fn plain() -> &'static [Territory] {
    static WORLD: OnceLock<Vec<Territory>> = OnceLock::new();
    WORLD.get_or_init(|| shipped_territories(&Worldview::default()).expect("shipped"))
}

fn choice(a: &str, b: &str, reading: Reading) -> LineChoice {
    LineChoice {
        whose: Whose::Between {
            a: a.into(),
            b: b.into(),
            reading,
        },
        ..LineChoice::default()
    }
}

fn line(choice: &LineChoice, territories: &[Territory]) -> DerivedLine {
    derive(choice, territories, &alliances()).expect("a line")
}

fn strip(line: &DerivedLine, km: f64, territories: &[Territory]) -> (f64, Overlaps) {
    let prepared = PreparedLine::new(&line.lines, Edges::Planar).expect("a line");
    let strip = prepared
        .strip(&StripOptions::new(Metres(km * 1e3)).tolerance(Metres(20.0)))
        .expect("a strip");
    let found = overlaps(&prepared, &strip, territories).unwrap();
    (strip.unresolved_area().0, found)
}

fn holder<'a>(territories: &'a [Territory], code: &str) -> Option<&'a str> {
    let found = territories.iter().find(|t| t.code == code);
    found.map(|t| t.holder.as_str())
}

// ---- worldviews --------------------------------------------------------------------------------------------------

#[test]
fn the_units_do_not_overlap_so_no_territory_has_doubtful_area() {
    assert!(plain().iter().all(|t| t.doubtful.0 == 0.0));
}

#[test]
fn in_every_worldview_the_territories_make_up_the_whole_land_once() {
    let sum = |territories: &[Territory]| -> f64 {
        territories
            .iter()
            .map(|t| multi_polygon_area(&t.polygons).0)
            .sum()
    };
    let (whole, parts) = (sum(plain()), polygons(plain()));
    let both = Layout {
        disputed_rows: true,
        metropolitan: true,
    };
    for name in WorldviewTable::shipped().expect("shipped").names() {
        for day in [date(1990, 1, 1), DRAFT_DATE, date(2024, 1, 1)] {
            for layout in [Layout::default(), both] {
                let territories = world(name, day, &[], layout);
                assert_eq!(polygons(&territories), parts, "{name} {day}");
                let found = sum(&territories);
                assert!((found - whole).abs() < 1.0, "{name} {day}: {found} {whole}");
                let codes: BTreeSet<_> = territories.iter().map(|t| &t.code).collect();
                assert_eq!(codes.len(), territories.len(), "{name} {day}");
            }
        }
    }
}

fn polygons(territories: &[Territory]) -> usize {
    territories.iter().map(|t| t.polygons.0.len()).sum()
}

#[test]
fn no_area_counts_twice_in_any_worldview_under_any_reading() {
    // Coarse on purpose: what counts is the balance within the bounds, and there are 51 strips.
    let table = WorldviewTable::shipped().expect("shipped");
    for name in table.names() {
        let territories = world(
            name,
            date(2024, 1, 1),
            &[],
            Layout {
                disputed_rows: true,
                metropolitan: false,
            },
        );
        for reading in [Reading::Contact, Reading::Outer, Reading::Every] {
            let line = line(&choice("RUS,BLR,ARM", "NATO", reading), &territories);
            let (unresolved, found) = strip(&line, 200.0, &territories);
            let bound: f64 = found.rows.iter().map(|r| r.error.0).sum::<f64>()
                + found.sea_error.0
                + found.strip_error.0
                + unresolved;
            assert!(
                found.residual.0.abs() <= bound,
                "{name} {}: {} m² left over, bound {bound}",
                reading.name(),
                found.residual.0
            );
            for row in &found.rows {
                assert!(
                    row.share <= 1.0,
                    "{name}: {}",
                    territories[row.territory].code
                );
            }
        }
    }
}

#[test]
fn rows_of_disputed_areas_add_up_to_the_rows_they_are_folded_in() {
    let apart = world(
        "de-facto",
        DRAFT_DATE,
        &[],
        Layout {
            disputed_rows: true,
            metropolitan: false,
        },
    );
    let contact = choice("RUS", "UKR", Reading::Contact);
    let (line, same) = (line(&contact, plain()), line(&contact, &apart));
    assert_eq!(line.lines, same.lines);
    let (_, folded) = strip(&line, 100.0, plain());
    let (_, rows) = strip(&same, 100.0, &apart);
    let mut by_holder: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for row in &rows.rows {
        let sum = by_holder.entry(&apart[row.territory].holder).or_default();
        sum.0 += row.area.0;
        sum.1 += row.error.0;
    }
    for row in &folded.rows {
        let (area, error) = by_holder[plain()[row.territory].code.as_str()];
        assert!((area - row.area.0).abs() <= error + row.error.0);
        // Far inside the bounds: the same chords, cut at other places.
        assert!(
            (area - row.area.0).abs() < 1e-6 * area,
            "{area} {}",
            row.area.0
        );
    }
    let crimea = (rows.rows.iter()).find(|r| apart[r.territory].code == "UKR-43");
    assert!(crimea.is_some_and(|r| r.area.km2() > 1000.0));
}

#[test]
fn every_disputed_unit_has_one_row_with_its_holder() {
    let layout = Layout {
        disputed_rows: true,
        metropolitan: false,
    };
    for (name, unit, expected) in [
        ("de-facto", "UKR-43", "RUS"),
        ("un", "UKR-43", "UKR"),
        ("un", "CYN", "CYP"),
        ("un", "MAR-WS", "SAH"),
        ("un", "FRA-YT", "COM"),
        ("de-facto", "CYN", "CYN"),
        ("IND", "KAS", "IND"),
    ] {
        let territories = world(name, DRAFT_DATE, &[], layout);
        assert_eq!(holder(&territories, unit), Some(expected), "{name} {unit}");
    }
    let territories = world("de-facto", DRAFT_DATE, &[], layout);
    for unit in disputed::shipped().expect("shipped") {
        assert!(territories.iter().any(|t| t.code == unit.unit), "{unit:?}");
    }
}

#[test]
fn worldviews_change_with_the_day() {
    for (day, crimea, kherson, abkhazia) in [
        (date(2008, 1, 1), "UKR", "UKR", "GEO"),
        (date(2009, 1, 1), "UKR", "UKR", "GEO-AB"),
        (date(2021, 12, 17), "RUS", "UKR", "GEO-AB"),
        (date(2022, 9, 30), "RUS", "RUS", "GEO-AB"),
    ] {
        let view = view("RUS", day, &[]).expect("RUS");
        let owner = |code: &str| {
            let unit = shipped::units_where(|h| h.code == code).expect("shipped");
            view.owner(&unit[0]).to_owned()
        };
        assert_eq!(
            [owner("UKR-43"), owner("UKR-65"), owner("GEO-AB")],
            [crimea, kherson, abkhazia],
            "{day}"
        );
    }
    // Between the two decrees of 2022 the Donetsk republic is one territory of two units.
    let spring = world("RUS", date(2022, 3, 1), &[], Layout::default());
    let donetsk = spring.iter().find(|t| t.code == "UKR-14").expect("a state");
    assert_eq!(donetsk.name, "Donetsk Oblast");
    assert!((multi_polygon_area(&donetsk.polygons).km2() - 26_599.0).abs() < 2.0);
}

#[test]
fn an_assignment_moves_a_unit_and_is_told_in_the_name() {
    let moved = view("de-facto", DRAFT_DATE, &["UKR-43=UKR", "UKR-40=UKR"]).expect("known");
    assert_eq!(moved.name(), "de-facto; UKR-43=UKR; UKR-40=UKR");
    let contact = choice("RUS", "UKR", Reading::Contact);
    let by_hand = shipped_territories(&moved).expect("shipped");
    let un = world("un", DRAFT_DATE, &[], Layout::default());
    assert_eq!(line(&contact, &by_hand).lines, line(&contact, &un).lines);
    assert_ne!(line(&contact, &un).lines, line(&contact, plain()).lines);
}

#[test]
fn a_unit_assigned_to_itself_is_a_territory_that_groups_can_name() {
    let split = world(
        "de-facto",
        DRAFT_DATE,
        &["RUS-KGD=RUS-KGD"],
        Layout::default(),
    );
    let found = line(&choice("RUS-KGD", "NATO", Reading::Contact), &split);
    assert_eq!(found.a, ["RUS-KGD"]);
    // data.md: 206.2 km with Poland and 200.5 km with Lithuania.
    let km = length(&found.lines, Edges::Planar).km();
    assert!((km - 406.7).abs() < 0.3, "{km}");
    let rest = line(&choice("RUS", "POL", Reading::Every), &split);
    assert!(
        derive(
            &choice("RUS", "POL", Reading::Contact),
            &split,
            &alliances()
        )
        .is_err()
    );
    assert!(!rest.lines.0.is_empty());
}

#[test]
fn unknown_names_and_impossible_assignments_are_refused_with_what_is_near() {
    for (name, assign, what, near) in [
        (
            "unn",
            &[][..],
            "unknown worldview 'unn'",
            "did you mean un?",
        ),
        ("ukr", &[], "unknown worldview 'ukr'", "UKR"),
        ("un", &["CRIMEA=UKR"], "no unit 'CRIMEA'", "UKR-43 (Crimea)"),
        (
            "un",
            &["UKR-34=UKR"],
            "no unit 'UKR-34'",
            "data territories",
        ),
        (
            "un",
            &["UKR-43=UKX"],
            "no territory 'UKX'",
            "data territories",
        ),
        (
            "un",
            &["UKR-43=UKR", "UKR-43=RUS"],
            "UKR-43 is assigned twice",
            "once",
        ),
        (
            "de-facto",
            &["UKR-40=UKR-43"],
            "cannot be held by UKR-43, which is held by RUS",
            "`assign` UKR-43=UKR-43",
        ),
        ("un", &["UKR-43"], "not understood", "`assign` UKR-43=UKR"),
        ("un", &["=UKR"], "not understood", "`assign` UKR-43=UKR"),
    ] {
        let error = view(name, DRAFT_DATE, assign).expect_err(what);
        assert_eq!(error.kind, Kind::Usage);
        let text = error.to_string();
        assert!(text.contains(what) && text.contains(near), "{text}");
    }
    let same = view("un", DRAFT_DATE, &["UKR-43=UKR", "UKR-43=UKR"]).expect("the same twice");
    assert_eq!(same.name(), "un; UKR-43=UKR");
}

#[test]
fn a_part_named_in_a_group_is_refused_with_the_assignment_that_makes_it_a_territory() {
    let error = Worldview::default()
        .refuse_parts("POL,RUS-KGD")
        .expect_err("a part");
    assert!(
        error.to_string().contains("`assign` RUS-KGD=RUS-KGD"),
        "{error}"
    );
    let layout = Layout {
        disputed_rows: true,
        metropolitan: false,
    };
    let rows = world("de-facto", DRAFT_DATE, &[], layout);
    let error = derive(
        &choice("UKR-43", "UKR", Reading::Contact),
        &rows,
        &alliances(),
    )
    .expect_err("a row is no group");
    assert!(
        error.to_string().contains("`assign` UKR-43=UKR-43"),
        "{error}"
    );
}

// ---- overseas pieces ---------------------------------------------------------------------------------------------

#[test]
fn metropolitan_leaves_overseas_pieces_out_of_the_line_and_keeps_their_land_in_the_table() {
    let home = world(
        "de-facto",
        DRAFT_DATE,
        &[],
        Layout {
            disputed_rows: false,
            metropolitan: true,
        },
    );
    assert_eq!(holder(&home, "FRA-GF"), Some("FRA"));
    let outer = |territories: &[Territory], b: &str| {
        derive(
            &choice("FRA", b, Reading::Contact),
            territories,
            &alliances(),
        )
    };
    assert!(outer(plain(), "BRA").is_ok() && outer(&home, "BRA").is_err());
    assert!(outer(&home, "BEL").is_ok());
    let spain = LineChoice {
        whose: Whose::Around { a: "ESP".into() },
        ..LineChoice::default()
    };
    let south = |territories: &[Territory]| {
        let lines = line(&spain, territories).lines;
        (lines.iter().flat_map(|l| l.0.clone()))
            .filter(|c| c.y < 35.96)
            .count()
    };
    assert!(south(plain()) > 0);
    assert_eq!(south(&home), 0);
    // The other side of Ceuta's border is no border of Morocco's either.
    let morocco = LineChoice {
        whose: Whose::Around { a: "MAR".into() },
        ..LineChoice::default()
    };
    let edges = |territories: &[Territory]| -> usize {
        let lines = line(&morocco, territories).lines;
        lines.iter().map(|l: &LineString<f64>| l.0.len() - 1).sum()
    };
    assert!(edges(&home) < edges(plain()));
}

#[test]
fn kaliningrad_is_not_overseas() {
    let home = world(
        "de-facto",
        DRAFT_DATE,
        &[],
        Layout {
            disputed_rows: false,
            metropolitan: true,
        },
    );
    assert_eq!(holder(&home, "RUS-KGD"), None);
    let contact = choice("CSTO", "NATO", Reading::Contact);
    assert_eq!(line(&contact, &home).lines, line(&contact, plain()).lines);
}

// ---- pairs -------------------------------------------------------------------------------------------------------

fn rows(choice: &LineChoice, territories: &[Territory]) -> Vec<Pair> {
    pairs(choice, territories, &alliances())
        .expect("pairs")
        .rows
}

fn on(day: Date) -> LineChoice {
    LineChoice {
        as_of: day,
        ..LineChoice::default()
    }
}

#[test]
fn pairs_on_the_day_of_the_founding_act_are_those_of_facts() {
    let found = rows(&on(date(1997, 5, 27)), plain());
    let told: Vec<_> = (found.iter())
        .map(|p| (p.a.as_str(), p.b.as_str(), p.length.km().round()))
        .collect();
    assert_eq!(
        told,
        [
            ("ARM", "TUR", 259.0),
            ("AZE", "TUR", 8.0),
            ("GEO", "TUR", 236.0),
            ("RUS", "NOR", 165.0)
        ]
    );
    let sum: f64 = found.iter().map(|p| p.length.km()).sum();
    assert!((sum - 667.0).abs() <= 1.0, "{sum}");
}

#[test]
fn the_baseline_of_1997_is_a_group_of_its_own() {
    let mut contact = choice("RUS", "NATO-1997", Reading::Contact);
    contact.as_of = date(2021, 12, 17);
    let found = rows(&contact, plain());
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].a.as_str(), found[0].b.as_str()), ("RUS", "NOR"));
}

#[test]
fn pair_lengths_add_up_to_the_line() {
    let all = |coast| LineChoice {
        coast,
        ..choice("ALL", "ALL", Reading::Every)
    };
    for choice in [
        LineChoice::default(),
        on(date(2024, 1, 1)),
        choice("CSTO", "NATO", Reading::Outer),
        choice("CSTO", "NATO", Reading::Every),
        LineChoice {
            edges: Edges::Geodesic,
            ..choice("RUS", "NATO", Reading::Every)
        },
        LineChoice {
            within: "20,50,30,60".parse().ok(),
            ..LineChoice::default()
        },
        all(false),
        all(true),
    ] {
        let found = line(&choice, plain());
        let whole = length(&found.lines, choice.edges).0;
        let sum: f64 = rows(&choice, plain()).iter().map(|p| p.length.0).sum();
        assert!(
            (sum - whole).abs() <= 1e-9 * whole,
            "{}: {sum} in pairs, {whole} in all",
            found.description
        );
    }
}

#[test]
fn all_with_all_gives_every_land_border_of_the_world_once() {
    let found = rows(&choice("ALL", "ALL", Reading::Every), plain());
    let pairs: BTreeSet<_> = found.iter().map(|p| [&p.a, &p.b]).collect();
    assert_eq!(pairs.len(), found.len());
    assert!(found.iter().all(|p| p.a < p.b), "codes in order, no coast");
    let km = |a: &str, b: &str| {
        let row = found.iter().find(|p| p.a == a && p.b == b);
        row.map(|p| p.length.km().round())
    };
    assert_eq!(km("FIN", "RUS"), Some(1226.0));
    assert_eq!(km("ARM", "TUR"), Some(259.0));
    assert_eq!(km("POL", "RUS"), Some(206.0));
    assert!(km("BRA", "FRA").is_some());
}

#[test]
fn the_coast_is_a_row_without_a_neighbour() {
    let around = LineChoice {
        whose: Whose::Around { a: "LVA".into() },
        coast: true,
        ..LineChoice::default()
    };
    let found = rows(&around, plain());
    let neighbours: Vec<_> = found.iter().map(|p| p.b.as_str()).collect();
    assert_eq!(neighbours, ["", "BLR", "EST", "LTU", "RUS"]);
    assert!(found.iter().all(|p| p.a == "LVA" && p.a_name == "Latvia"));
    assert_eq!(found[0].b_name, "");
}

#[test]
fn a_box_keeps_the_part_of_the_line_inside_it_and_is_told() {
    let boxed = LineChoice {
        within: "-180,34,60,90".parse().ok(),
        ..choice("NATO", "NATO", Reading::Outer)
    };
    let found = line(&boxed, plain());
    assert!(found.description.ends_with("; within -180,34,60,90"));
    let lows = found.lines.iter().flat_map(|l| &l.0).map(|c| c.y);
    assert!(lows.fold(90.0, f64::min) >= 34.0);
    let nowhere = LineChoice {
        within: "0,-50,10,-40".parse().ok(),
        ..LineChoice::default()
    };
    let error = derive(&nowhere, plain(), &alliances()).expect_err("nothing there");
    assert!(error.to_string().contains("within 0,-50,10,-40"), "{error}");
}
