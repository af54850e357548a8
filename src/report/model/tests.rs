//! Tests of `report::model`.

use super::super::fixtures::*;
use super::*;

#[test]
fn rows_are_sorted_by_width_then_overlap_then_code() {
    let territories = [
        territory("NOR", "Norway"),
        territory("FIN", "Finland"),
        territory("RUS", "Russia"),
    ];
    let wide = overlaps(vec![
        overlap(0, 5e9, 1.0),
        overlap(1, 5e9, 1.0),
        overlap(2, 7e9, 1.0),
    ]);
    let narrow = overlaps(vec![overlap(0, 1e9, 1.0)]);
    let rows = rows(
        &[(Metres(300e3), &wide), (Metres(50e3), &narrow)],
        &territories,
        &labels(),
    );
    let order: Vec<_> = rows
        .iter()
        .map(|r| (r.width_km.to_string(), r.territory.as_str(), r.group))
        .collect();
    let expected = [
        ("50", "NOR", Group::B),
        ("300", "RUS", Group::A),
        ("300", "FIN", Group::Neither),
        ("300", "NOR", Group::B),
    ];
    assert_eq!(order, expected.map(|(w, t, g)| (w.to_owned(), t, g)));
}

#[test]
fn the_error_counts_the_rounding_of_the_area_and_is_rounded_up() {
    // 0.4 m² is lost by rounding, 0.3 m² is the computation's: together a whole unit.
    let (area, error) = area_and_error(1.000_000_4, 0.000_000_3);
    assert_eq!(
        (area.to_string(), error.to_string()),
        ("1.000000".into(), "0.000001".into())
    );
    let (area, error) = area_and_error(0.000_000_4, 0.000_000_7);
    assert_eq!(
        (area.to_string(), error.to_string()),
        ("0.000000".into(), "0.000002".into())
    );
}

#[test]
fn the_struct_serializes_in_the_order_of_the_columns() {
    let mut o = overlap(0, 1.5e6, 2.0);
    o.data_error = Some(SquareMetres(1_234_567.8));
    let rows = rows(
        &[(Metres(1609.344), &overlaps(vec![o]))],
        &[territory("NOR", "Norway")],
        &labels(),
    );
    let json = serde_json::to_value(&rows[0]).expect("a row is JSON");
    let keys: Vec<_> = json
        .as_object()
        .expect("an object")
        .keys()
        .cloned()
        .collect();
    assert_eq!(keys, COLUMNS);
    assert_eq!(rows[0].width_km.to_string(), "1.609344");
    assert_eq!(
        rows[0].data_error_km2.map(|d| d.to_string()).as_deref(),
        Some("1.235")
    );
}
