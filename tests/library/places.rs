//! Which territory holds a point: the grid against every polygon asked in turn.

use geo::{BoundingRect, Contains, Coord, Intersects, Point};
use standoff::border::worldview::{Worldview, shipped_territories};
use standoff::sites::locate::Locator;

#[test]
fn the_grid_answers_as_every_polygon_asked_in_turn_does() {
    let territories = shipped_territories(&Worldview::default()).expect("shipped");
    let locator = Locator::new(territories.iter().map(|t| &t.polygons));
    let boxes: Vec<_> = (territories.iter().enumerate())
        .flat_map(|(i, t)| t.polygons.iter().map(move |p| (i, p, p.bounding_rect())))
        .collect();
    let (mut seed, mut land) = (11u64, 0);
    for _ in 0..20_000 {
        let mut random = || {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 11) as f64 / (1u64 << 53) as f64
        };
        let at = Coord {
            x: 360.0 * random() - 180.0,
            y: 170.0 * random() - 85.0,
        };
        let point = Point(at);
        let holder = (boxes.iter())
            .filter(|(_, _, b)| b.is_some_and(|b| b.intersects(&point)))
            .find(|(_, polygon, _)| polygon.contains(&point))
            .map(|(i, _, _)| *i);
        assert_eq!(locator.owner(at), holder, "{at:?}");
        land += usize::from(holder.is_some());
    }
    assert!(land > 5_000, "{land}");
}

#[test]
fn places_in_holes_on_islands_and_at_the_antimeridian_have_their_territory() {
    let territories = shipped_territories(&Worldview::default()).expect("shipped");
    let locator = Locator::new(territories.iter().map(|t| &t.polygons));
    let code = |x: f64, y: f64| {
        let owner = locator.owner(Coord { x, y });
        owner.map_or("", |i| territories[i].code.as_str())
    };
    for (place, lon, lat, holder) in [
        ("Maseru, in a hole of South Africa", 27.48, -29.31, "LSO"),
        ("San Marino", 12.45, 43.94, "SMR"),
        ("Kaliningrad", 20.51, 54.71, "RUS"),
        ("Nakhchivan", 45.41, 39.21, "AZE"),
        ("Gotland", 18.5, 57.5, "SWE"),
        ("Wrangel Island, east of 180", -179.0, 71.2, "RUS"),
        ("Wrangel Island, west of 180", 179.5, 71.2, "RUS"),
        ("the North Pole", 0.0, 90.0, ""),
        ("the South Pole", 0.0, -89.9, "ATA"),
        ("the middle of the Baltic", 19.5, 56.0, ""),
    ] {
        assert_eq!(code(lon, lat), holder, "{place}");
    }
}
