//! `standoff sites` as a user meets it.

use super::bench::*;
use geographiclib_rs::{Geodesic, InverseGeodesic};
use std::fs;

const CSV: &str = "id,name,lon,lat,echelon,men\n\
a,Alpha,0.05,0.5,brigade,3000\n\
b,Bravo,-0.05,0.5,company,120\n\
c,\"Charlie, old\",0.9,0.9,division,12000\n\
d,Delta,5,5,regiment,900\n";

const OWN: &str = "--territories states.json --between WES EAS --format csv --quiet";

fn bench() -> Bench {
    let bench = Bench::new();
    fs::write(bench.path().join("units.csv"), CSV).expect("a file");
    bench
}

/// Distance to the meridian 0 from the equator to 1°, by geographiclib alone: over 20,001 points of it.
fn brute(lon: f64, lat: f64) -> f64 {
    let geodesic = Geodesic::wgs84();
    let to = |at: f64| -> f64 { geodesic.inverse(lat, lon, at, 0.0) };
    (0..=20_000)
        .map(|k| to(f64::from(k) / 20_000.0))
        .fold(f64::INFINITY, f64::min)
        / 1e3
}

#[test]
fn distance_nearest_point_side_territory_and_widths_of_points_are_right() {
    let run = bench()
        .run(&format!("sites units.csv --width 10km,80km {OWN}"))
        .done();
    assert_eq!(
        run.out.lines().next(),
        Some(
            "id,name,territory,distance_km,nearest_lon,nearest_lat,side,in_10km,in_80km,farthest_km,input_id,input_name,lon,lat,echelon,men"
        )
    );
    let rows = run.rows();
    assert_eq!(rows.len(), 4);
    // A lies to the left of its border: WES, which is A.
    let expected = [
        ("a", "Alpha", "EAS", 0.05, 0.5, "right", "true", "true"),
        ("b", "Bravo", "WES", -0.05, 0.5, "left", "true", "true"),
        (
            "c",
            "Charlie, old",
            "EAS",
            0.9,
            0.9,
            "right",
            "false",
            "false",
        ),
        ("d", "Delta", "", 5.0, 5.0, "right", "false", "false"),
    ];
    for (row, (id, name, territory, lon, lat, side, near, far)) in rows.iter().zip(expected) {
        assert_eq!([&row[0], &row[1], &row[2]], [id, name, territory]);
        assert!((number(&row[3]) - brute(lon, lat)).abs() < 0.001, "{row:?}");
        assert_eq!(number(&row[4]), 0.0);
        let geodesic = Geodesic::wgs84();
        let back: f64 = geodesic.inverse(lat, lon, number(&row[5]), 0.0);
        assert!((back / 1e3 - number(&row[3])).abs() < 0.001, "{row:?}");
        assert_eq!([&row[6], &row[7], &row[8], &row[9]], [side, near, far, ""]);
    }
}

#[test]
fn csv_geojson_and_one_feature_a_line_give_the_same_rows() {
    let bench = bench();
    let features: Vec<String> = CSV
        .lines()
        .skip(1)
        .map(|line| {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes());
            let r = reader.records().next().expect("a row").expect("a row");
            format!(
                r#"{{"type":"Feature","properties":{{"id":"{}","name":"{}"}},"geometry":{{"type":"Point","coordinates":[{},{}]}}}}"#,
                &r[0], &r[1], &r[2], &r[3]
            )
        })
        .collect();
    fs::write(bench.path().join("units.ndjson"), features.join("\n")).expect("a file");
    let whole = format!(
        r#"{{"type":"FeatureCollection","features":[{}]}}"#,
        features.join(",")
    );
    fs::write(bench.path().join("units.geojson"), whole).expect("a file");
    let of = |file: &str| {
        bench
            .run(&format!("sites {file} --width 10km {OWN}"))
            .done()
            .out
    };
    let csv = of("units.csv");
    let lines = of("units.ndjson");
    assert_eq!(lines, of("units.geojson"));
    // A table has more columns of its own.
    let ours = |text: &str| -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(text.as_bytes());
        let rows = reader.records().map(|r| r.expect("a row"));
        rows.map(|r| r.iter().take(11).map(str::to_owned).collect())
            .collect()
    };
    assert_eq!(ours(&csv), ours(&lines));
    let piped = bench
        .run_with(&format!("sites - --width 10km {OWN}"), CSV)
        .done();
    assert_eq!(csv, piped.out);
    let table = bench
        .run(&format!("sites units.csv --width 10km --table t.csv {OWN}"))
        .done();
    assert_eq!(
        fs::read_to_string(bench.path().join("t.csv")).expect("a file"),
        table.out
    );
}

#[test]
fn lines_and_polygons_are_in_out_or_partly_in() {
    let bench = bench();
    let feature = |id: &str, geometry: &str| {
        format!(r#"{{"type":"Feature","properties":{{"id":"{id}"}},"geometry":{geometry}}}"#)
    };
    let square = |w: f64, size: f64| {
        let (s, e, n) = (0.4, w + size, 0.4 + size);
        format!(
            r#"{{"type":"Polygon","coordinates":[[[{w},{s}],[{e},{s}],[{e},{n}],[{w},{n}],[{w},{s}]]]}}"#
        )
    };
    let features = [
        feature("near", &square(0.01, 0.02)),
        feature("across", &square(-0.1, 0.2)),
        feature("partly", &square(0.05, 0.1)),
        feature("far", &square(0.5, 0.1)),
        feature(
            "road",
            r#"{"type":"LineString","coordinates":[[0.05,0.5],[0.3,0.5]]}"#,
        ),
    ];
    fs::write(bench.path().join("s.ndjson"), features.join("\n")).expect("a file");
    let rows = bench
        .run(&format!("sites s.ndjson --width 10km {OWN}"))
        .done()
        .rows();
    let found: Vec<_> = rows
        .iter()
        .map(|r| (r[0].as_str(), r[7].as_str()))
        .collect();
    let expected = [
        ("near", "true"),
        ("across", "part"),
        ("partly", "part"),
        ("far", "false"),
        ("road", "part"),
    ];
    assert_eq!(found, expected);
    let (across, road) = (&rows[1], &rows[4]);
    assert_eq!((number(&across[3]), across[6].as_str()), (0.0, "on"));
    assert!(
        (number(&across[8]) - brute(0.1, 0.5)).abs() < 0.01,
        "{across:?}"
    );
    assert!((number(&road[3]) - brute(0.05, 0.5)).abs() < 0.001);
    assert!((number(&road[8]) - brute(0.3, 0.5)).abs() < 0.001);
    let only = |which: &str| {
        let run = bench
            .run(&format!("sites s.ndjson --width 10km --only {which} {OWN}"))
            .done();
        run.rows().iter().map(|r| r[0].clone()).collect::<Vec<_>>()
    };
    assert_eq!(only("part"), ["across", "partly", "road"]);
    assert_eq!(only("in"), ["near", "across", "partly", "road"]);
    assert_eq!(only("out"), ["far"]);
}

#[test]
fn conditions_compare_numbers_texts_and_echelons() {
    let bench = bench();
    let of = |condition: &str| {
        let mut command = assert_cmd::Command::cargo_bin("standoff").expect("the program");
        let output = command
            .args(["sites", "units.csv", "--where", condition])
            .args(OWN.split(' '))
            .current_dir(bench.path())
            .output()
            .expect("a run");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let rows = csv::Reader::from_reader(&output.stdout[..])
            .records()
            .map(|r| r.expect("a row")[0].to_owned())
            .collect::<Vec<_>>();
        rows.join("")
    };
    assert_eq!(of("echelon>=brigade"), "ac");
    assert_eq!(of("echelon<regiment"), "b");
    assert_eq!(of("men>=900"), "acd");
    assert_eq!(of("name~old"), "c");
    assert_eq!(of("name!=Alpha"), "bcd");
}

#[test]
fn the_zones_configuration_decides_what_is_in() {
    let bench = bench();
    let ins = |flags: &str| {
        let run = bench
            .run(&format!("sites units.csv --width 10km {flags} {OWN}"))
            .done();
        run.rows()
            .iter()
            .map(|r| r[7].clone())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(ins(""), "true true false false");
    assert_eq!(ins("--width-in EAS=200km"), "true true true false");
    assert_eq!(ins("--exclude WES"), "true false false false");
    assert_eq!(ins("--blanket EAS"), "true true true false");
    assert_eq!(
        ins("--except-circle 0.05,0.5,1km"),
        "false true false false"
    );
    bench
        .run(&format!(
            "sites units.csv --width 10km --snap-to states.json {OWN}"
        ))
        .fails(USAGE, &["districts", "--snap-to"]);
}

/// Published distances of Yelnya, each to a kilometre.
#[test]
fn yelnya_is_as_far_from_each_neighbour_as_was_published() {
    let bench = Bench::new();
    fs::write(
        bench.path().join("y.csv"),
        "name,lon,lat\nYelnya,33.182,54.575\n",
    )
    .expect("a file");
    for (line, km) in [
        ("--between RUS UKR", 245.5),
        ("--around BLR", 105.8),
        ("--around LVA", 363.5),
        ("--around EST", 489.6),
        ("--around POL", 630.8),
    ] {
        let rows = bench
            .run(&format!("sites y.csv {line} --width 250km --format csv"))
            .done()
            .rows();
        assert_eq!(rows[0][2], "RUS");
        assert!(
            (number(&rows[0][3]) - km).abs() < 1.0,
            "{line}: {:?}",
            rows[0]
        );
        assert_eq!(rows[0][7], (km < 250.0).to_string());
    }
}

#[test]
fn the_towns_in_the_zone_are_listed_with_their_population() {
    let bench = Bench::new();
    let run = bench
        .run("sites --places --width 100km --only in --format csv")
        .done();
    let rows = run.rows();
    assert!(run.out.starts_with(
        "id,name,territory,distance_km,nearest_lon,nearest_lat,side,in_100km,farthest_km,population"
    ));
    let town = |name: &str| {
        rows.iter()
            .find(|r| r[1] == name)
            .unwrap_or_else(|| panic!("{name}"))
    };
    assert_eq!(town("Kaliningrad")[2], "RUS");
    assert_eq!(town("Vilnius")[2], "LTU");
    assert!(number(&town("Vilnius")[9]) > 400_000.0);
    assert!(!rows.iter().any(|r| r[1] == "Moscow"));
    let large = bench
        .run("sites --places --min-population 400000 --width 100km --only in --format csv")
        .done()
        .rows();
    assert!(large.len() < rows.len() && large.iter().all(|r| number(&r[9]) >= 400_000.0));
    let brazil = bench
        .run("sites --places --preset brazil-1979 --only in --format csv")
        .done()
        .rows();
    assert!(
        !brazil.is_empty() && brazil.iter().all(|r| r[2] == "BRA"),
        "{brazil:?}"
    );
}

#[test]
fn the_number_of_threads_changes_no_byte_of_the_sites() {
    let bench = Bench::new();
    let of = |threads: usize| {
        bench
            .run(&format!(
                "sites --places --width 300km --format csv --threads {threads}"
            ))
            .done()
            .out
    };
    let one = of(1);
    assert_eq!(one.lines().count(), 7315);
    assert!(one == of(2));
}

#[test]
fn bad_sites_are_refused_with_their_place() {
    let bench = bench();
    for (name, text, words) in [
        ("lat.csv", "id,lon,lat\na,1,95\n", vec!["lat.csv", "95"]),
        ("word.csv", "id,lon,lat\na,one,5\n", vec!["word.csv", "one"]),
        (
            "none.csv",
            "id,east,north\na,1,5\n",
            vec!["none.csv", "lon"],
        ),
        (
            "cut.ndjson",
            "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[1]}}\n",
            vec!["cut.ndjson"],
        ),
    ] {
        fs::write(bench.path().join(name), text).expect("a file");
        bench
            .run(&format!("sites {name} --width 10km {OWN} --table t.csv"))
            .fails(DATA, &words);
        assert!(!bench.path().join("t.csv").exists());
    }
    bench
        .run(&format!("sites units.csv --where echelom=brigade {OWN}"))
        .fails(DATA, &["echelom", "echelon"]);
    bench
        .run(&format!("sites units.csv --where echelon {OWN}"))
        .fails(USAGE, &["echelon"]);
    bench
        .run(&format!("sites none.json {OWN}"))
        .fails(USAGE, &["none.json", "does not exist"]);
    bench
        .run(&format!("sites units.csv --only in {OWN}"))
        .fails(USAGE, &["--width"]);
    bench.run("sites --width 5km").fails(USAGE, &["FILE"]);
}
