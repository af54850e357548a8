//! Zones built as polygons, held against the definition point by point, and against sums.

use geo::{Contains, Coord, LineString, MultiPolygon, Point, Polygon};
use standoff::border::alliance::AllianceTable;
use standoff::border::line::{LineChoice, Reading, Whose, derive};
use standoff::border::territory::Territory;
use standoff::border::worldview::{Worldview, shipped_territories};
use standoff::error::Error;
use standoff::overlap::overlaps::widths_of;
use standoff::overlap::{Measured, Overlaps, overlaps, zone_overlaps};
use standoff::strip::{Edges, PreparedLine, Strip, StripOptions};
use standoff::units::{Metres, Width};
use standoff::zone::membership::Standing;
use standoff::zone::{Choice, Districts, Parties, Soil, ThirdStates, Zone};

const TOLERANCE: Metres = Metres(1.0);

struct Case {
    territories: Vec<Territory>,
    line: PreparedLine,
    groups: [Vec<String>; 2],
}

impl Case {
    fn between(a: &str, b: &str) -> Self {
        let territories = shipped_territories(&Worldview::default()).expect("shipped");
        let choice = LineChoice {
            whose: Whose::Between {
                a: a.into(),
                b: b.into(),
                reading: Reading::Contact,
            },
            ..LineChoice::default()
        };
        let alliances = AllianceTable::shipped().expect("shipped");
        let derived = derive(&choice, &territories, &alliances).expect("a line");
        Case {
            line: PreparedLine::new(&derived.lines, Edges::Planar).expect("a line"),
            groups: [derived.a, derived.b],
            territories,
        }
    }

    fn zone(&self, choice: &Choice) -> Zone {
        let parties = Parties {
            groups: [&self.groups[0], &self.groups[1]],
            read: &|name| Err(Error::usage(format!("no {name}"))),
        };
        choice.resolve(&self.territories, &parties).expect("a zone")
    }

    fn overlaps(&self, zone: &Zone, width: Metres) -> Overlaps {
        let strips: Vec<Strip> = (widths_of(zone, width).into_iter())
            .map(|w| {
                self.line
                    .strip(&StripOptions::new(w).tolerance(TOLERANCE))
                    .expect("a strip")
            })
            .collect();
        let measured: Vec<Measured> = (strips.iter())
            .map(|s| Measured::of(&self.line, s).expect("its own line"))
            .collect();
        zone_overlaps(&measured, zone, width, &self.territories).expect("overlaps")
    }

    fn index(&self, code: &str) -> usize {
        let found = self.territories.iter().position(|t| t.code == code);
        found.expect(code)
    }

    /// Every point of a sample over `bounds` is in the built polygons where the definition says so. Not judged: points
    /// within the tolerance of an outline, and what is smaller than the spacing of the points.
    #[track_caller]
    fn agrees(&self, zone: &Zone, width: Metres, bounds: [f64; 4], least: usize) {
        let found = self.overlaps(zone, width);
        let polygons = found.polygons.as_ref().expect("a zone of its own");
        let near = Polygon::new(
            LineString::from(vec![
                (bounds[0], bounds[1]),
                (bounds[2], bounds[1]),
                (bounds[2], bounds[3]),
                (bounds[0], bounds[3]),
            ]),
            vec![],
        );
        let close: Vec<(usize, &Territory)> = (self.territories.iter().enumerate())
            .filter(|(_, t)| geo::Intersects::intersects(&t.polygons, &near))
            .collect();
        let (mut inside, mut outside, mut seed) = (0, 0, 7u64);
        for _ in 0..4000 {
            let mut random = || {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                (seed >> 11) as f64 / (1u64 << 53) as f64
            };
            let at = Coord {
                x: bounds[0] + random() * (bounds[2] - bounds[0]),
                y: bounds[1] + random() * (bounds[3] - bounds[1]),
            };
            let place = self.line.place(at);
            let distance = place.distance;
            let widths = widths_of(zone, width);
            if widths
                .iter()
                .any(|w| (w.0 - distance.0).abs() < 2.0 * TOLERANCE.0)
            {
                continue;
            }
            let district = zone.districts.as_ref().and_then(|districts| {
                let own = districts
                    .shapes
                    .iter()
                    .find(|d| d.polygons.contains(&Point(at)))?;
                Some(found.districts.contains(&own.code))
            });
            let standing = Standing {
                place,
                territory: (close.iter())
                    .find(|(_, t)| t.polygons.contains(&Point(at)))
                    .map(|(i, _)| *i),
                excepted: zone.except.contains(&Point(at)),
                district,
            };
            let belongs = zone.holds(standing, width);
            assert_eq!(
                polygons.contains(&Point(at)),
                belongs,
                "{at:?} {standing:?}"
            );
            *(if belongs { &mut inside } else { &mut outside }) += 1;
        }
        assert!(
            inside >= least && outside >= least,
            "{inside} in, {outside} out"
        );
        let rows: f64 = found.rows.iter().map(|r| r.area.0).sum();
        let bound: f64 = found.rows.iter().map(|r| r.error.0).sum::<f64>() + found.sea_error.0;
        assert!(
            found.residual.0.abs() <= bound,
            "{} {bound}",
            found.residual.0
        );
        assert!((rows + found.sea.0 - found.strip.0).abs() < 1e-6 * found.strip.0);
        assert!(found.rows.iter().all(|r| r.share <= 1.0));
    }
}

fn width(text: &str) -> Width {
    text.parse().expect("a width")
}

fn square(x: f64, y: f64, size: f64) -> MultiPolygon<f64> {
    let corners = vec![
        (x, y),
        (x + size, y),
        (x + size, y + size),
        (x, y + size),
        (x, y),
    ];
    MultiPolygon(vec![Polygon::new(LineString::from(corners), vec![])])
}

const BALTIC: [f64; 4] = [20.0, 53.0, 33.0, 60.0];

#[test]
fn widths_by_territory_with_exceptions_and_blankets_are_as_defined() {
    let case = Case::between("RUS,BLR", "POL,LTU,LVA,EST");
    let zone = case.zone(&Choice {
        width_in: vec![
            ("RUS".into(), width("40km")),
            ("POL".into(), width("180km")),
        ],
        blanket: vec!["EST".into()],
        exclude: vec!["LVA".into()],
        except: square(24.0, 53.0, 1.5),
        ..Choice::default()
    });
    case.agrees(&zone, Metres(90e3), BALTIC, 500);
}

#[test]
fn third_states_are_left_out_and_the_sea_is_not() {
    let case = Case::between("RUS,BLR", "POL,LTU,LVA");
    let choice = Choice {
        third_states: ThirdStates::Clip,
        ..Choice::default()
    };
    let zone = case.zone(&choice);
    case.agrees(&zone, Metres(200e3), BALTIC, 500);
    let found = case.overlaps(&zone, Metres(200e3));
    let codes: Vec<_> = (found.rows.iter())
        .map(|r| case.territories[r.territory].code.as_str())
        .collect();
    for (code, there) in [("UKR", false), ("EST", false), ("RUS", true), ("LVA", true)] {
        assert_eq!(codes.contains(&code), there, "{code}");
    }
    assert!(found.sea.km2() > 10_000.0);
    // On the soil of the parties nothing changes.
    let strip = case
        .line
        .strip(&StripOptions::new(Metres(200e3)).tolerance(TOLERANCE))
        .expect("a strip");
    let plain = overlaps(&case.line, &strip, &case.territories).unwrap();
    for row in &found.rows {
        let same = plain.rows.iter().find(|r| r.territory == row.territory);
        assert_eq!(same.expect("a row").area, row.area);
    }
    assert!((found.sea.0 - plain.sea.0).abs() <= plain.sea_error.0);
}

#[test]
fn districts_are_in_whole_or_not_at_all() {
    let case = Case::between("RUS,BLR", "POL,LTU,LVA");
    let shapes: Vec<Territory> = (0..60)
        .map(|k| {
            let (x, y) = (
                20.0 + 0.5 * f64::from(k % 10),
                53.5 + 0.5 * f64::from(k / 10),
            );
            Territory::new(k.to_string(), "", square(x, y, 0.5))
        })
        .collect();
    let taken = |share: f64| {
        let districts = Some(Districts {
            shapes: shapes.clone(),
            share,
        });
        let zone = case.zone(&Choice {
            districts,
            exclude: vec!["BLR".into()],
            ..Choice::default()
        });
        case.agrees(&zone, Metres(30e3), [20.0, 53.0, 27.0, 57.0], 200);
        case.overlaps(&zone, Metres(30e3)).districts
    };
    let (touched, half, whole) = (taken(0.0), taken(0.5), taken(1.0 - 1e-9));
    assert!(
        touched.len() > half.len() && half.len() > whole.len(),
        "{touched:?} {half:?} {whole:?}"
    );
    assert!(half.iter().all(|d| touched.contains(d)) && whole.iter().all(|d| half.contains(d)));
}

#[test]
fn a_zone_of_one_width_everywhere_is_the_strip() {
    let case = Case::between("IRQ", "KWT");
    let mut zone = Zone::plain(case.territories.len());
    zone.soil[case.index("IRQ")] = Soil::Within(Some(Metres(10e3)));
    let found = case.overlaps(&zone, Metres(10e3));
    let strip = case
        .line
        .strip(&StripOptions::new(Metres(10e3)).tolerance(TOLERANCE))
        .expect("a strip");
    let plain = overlaps(&case.line, &strip, &case.territories).unwrap();
    assert_eq!(found.rows.len(), plain.rows.len());
    assert!((found.strip.0 - plain.strip.0).abs() < plain.strip_error.0);
    for (a, b) in found.rows.iter().zip(&plain.rows) {
        assert_eq!((a.territory, a.area), (b.territory, b.area));
    }
}
