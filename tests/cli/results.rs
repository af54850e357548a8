//! What the command answers: lines, territories, widths, alliances.

use super::bench::*;
use std::fs;

#[test]
fn the_default_command_answers_from_any_folder_with_nothing_on_standard_error_but_words() {
    let bench = Bench::new();
    let run = bench.run("strip --width 300km").done();
    for word in ["Poland", "CSTO", "NATO", "2021-12-17", "de-facto"] {
        assert!(run.out.contains(word), "{word} is not in {}", run.out);
    }
    assert_eq!(bench.names(), ["line.json", "states.json"]);
    assert!(
        bench
            .run("strip --width 300km --quiet")
            .done()
            .err
            .is_empty()
    );
}

#[test]
fn the_columns_are_those_of_the_contract() {
    let run = Bench::new().run(&format!("{OWN} --width 10km")).done();
    assert_eq!(
        run.out.lines().next(),
        Some(
            "scenario,worldview,width_km,territory,name,group,overlap_km2,overlap_share,territory_km2,error_km2,data_error_km2"
        )
    );
}

/// Along a meridian of 1° (110.574 km) a strip covers 10 km × 110.574 km of each side at most, less at its ends.
#[test]
fn the_strip_of_a_shared_border_covers_as_much_of_both_neighbours() {
    let rows = Bench::new()
        .run(&format!("{OWN} --width 10km"))
        .done()
        .rows();
    assert_eq!(rows.len(), 2);
    for row in &rows {
        assert!((number(&row[6]) - 1105.7).abs() < 1.0, "{row:?}");
        assert!(number(&row[9]) > 0.0 && number(&row[9]) < 0.5, "{row:?}");
        assert_eq!(row[10], "", "the accuracy of a user's data is unknown");
    }
    let groups: Vec<_> = rows
        .iter()
        .map(|r| (r[3].as_str(), r[5].as_str()))
        .collect();
    assert!(groups.contains(&("WES", "A")) && groups.contains(&("EAS", "B")));
    assert!((number(&rows[0][6]) - number(&rows[1][6])).abs() <= number(&rows[0][9]));
}

#[test]
fn a_users_line_makes_a_strip_over_a_users_territories() {
    let rows = Bench::new()
        .run("strip --border line.json --territories states.json --width 5km --format csv")
        .done()
        .rows();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|r| r[5].is_empty()), "no groups: {rows:?}");
}

#[test]
fn a_line_is_read_from_standard_input_and_once_only() {
    let bench = Bench::new();
    let piped = bench.run_with(
        "strip --border - --territories states.json --width 5km --format csv",
        LINE,
    );
    let read =
        bench.run("strip --border line.json --territories states.json --width 5km --format csv");
    // All but the line's name, which is the file's.
    let numbers = |run: Run| -> Vec<Vec<String>> {
        let rows = run.done().rows();
        rows.into_iter().map(|r| r[1..].to_vec()).collect()
    };
    assert_eq!(numbers(piped), numbers(read));
    bench
        .run_with("strip --border - --territories - --width 5km", LINE)
        .fails(USAGE, &["standard input", "twice"]);
}

#[test]
fn several_borders_make_one_line() {
    let bench = Bench::new();
    fs::write(
        bench.path().join("far.json"),
        r#"{"type":"LineString","coordinates":[[10.5,0.4],[10.5,0.6]]}"#,
    )
    .expect("a file");
    let rows = bench
        .run("strip --border line.json --border far.json --territories states.json --width 5km --format csv")
        .done()
        .rows();
    let mut codes: Vec<_> = rows.iter().map(|r| r[3].as_str()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["EAS", "FAR", "WES"]);
}

#[test]
fn several_widths_give_rows_sorted_by_width() {
    let bench = Bench::new();
    let run = bench
        .run(
            &format!("{OWN} --width 20km,5km --width 10km..30km:10km --verbose")
                .replace(" --quiet", ""),
        )
        .done();
    let widths: Vec<_> = run.rows().iter().map(|r| number(&r[2])).collect();
    assert_eq!(widths, [5.0, 5.0, 10.0, 10.0, 20.0, 20.0, 30.0, 30.0]);
    assert!(
        run.err.contains("20km") && run.err.contains("given twice"),
        "{}",
        run.err
    );
}

#[test]
fn a_reading_and_a_group_change_the_line() {
    let bench = Bench::new();
    let far = |run: Run| run.done().rows().iter().any(|r| r[3] == "FAR");
    assert!(!far(bench.run(&format!("{OWN} --width 10km"))));
    // FAR has no land border, so only its coast can bring it in.
    let outer = OWN
        .replace("EAS", "FAR")
        .replace("--between", "--reading outer --coast --between");
    assert!(far(bench.run(&format!("{outer} --width 10km"))));
    let around = OWN.replace("--between WES EAS", "--around WES");
    assert_eq!(
        bench
            .run(&format!("{around} --width 10km"))
            .done()
            .rows()
            .len(),
        2
    );
    let every = OWN.replace("--between", "--reading every --between");
    assert_eq!(
        bench
            .run(&format!("{every} --width 10km"))
            .done()
            .rows()
            .len(),
        2
    );
}

#[test]
fn alliances_are_taken_by_date_and_as_changed() {
    let bench = Bench::new();
    let covered = |code: &str, arguments: &str| -> f64 {
        let run = bench.run(&format!(
            "strip --width 20km --format csv --quiet {arguments}"
        ));
        let rows = run.done().rows();
        rows.iter()
            .find(|r| r[3] == code)
            .map_or(0.0, |r| number(&r[6]))
    };
    // In 2021 a corner of Finland by the Norwegian border; later its whole border, 1,225 km long in this data.
    assert!(covered("FIN", "") < 20.0 * 20.0 * 3.0);
    assert!(covered("FIN", "--as-of 2024-06-01") > 1225.0 * 20.0 * 0.7);
    assert_eq!(
        covered("UKR", "--not-member CSTO=BLR --not-member CSTO=RUS"),
        0.0
    );
    assert!(covered("UKR", "--member NATO=UKR") > 1670.0 * 20.0 * 0.7);
    assert!(covered("ARM", "") > 0.0);
    assert_eq!(covered("ARM", "--not-member CSTO=ARM"), 0.0);
}

#[test]
fn code_and_name_come_from_the_named_fields() {
    let bench = Bench::new();
    fs::write(
        bench.path().join("own.json"),
        STATES.replace("code", "kod").replace("name", "nimi"),
    )
    .expect("a file");
    let run = bench.run("strip --territories own.json --code-field kod --name-field nimi --between WES EAS --width 10km --format csv");
    assert!(
        run.done()
            .rows()
            .iter()
            .any(|r| r[3] == "WES" && r[4] == "Westland")
    );
    bench
        .run("strip --territories own.json --code-field cod --between WES EAS --width 10km")
        .fails(DATA, &["cod", "kod"]);
    bench
        .run("strip --code-field kod --width 10km")
        .fails(USAGE, &["--territories"]);
}

#[test]
fn geodesic_edges_move_the_line_of_a_long_edge() {
    let bench = Bench::new();
    fs::write(
        bench.path().join("long.json"),
        r#"{"type":"LineString","coordinates":[[20,60],[60,60]]}"#,
    )
    .expect("a file");
    fs::write(
        bench.path().join("box.json"),
        r#"{"type":"Feature","properties":{"code":"BOX","name":"Box"},
        "geometry":{"type":"Polygon","coordinates":[[[15,55],[65,55],[65,70],[15,70],[15,55]]]}}"#,
    )
    .expect("a file");
    let area = |edges: &str| -> f64 {
        let run = bench.run(&format!(
            "strip --border long.json --territories box.json --edges {edges} --width 50km --format csv --quiet"
        ));
        run.done().rows().iter().map(|r| number(&r[6])).sum()
    };
    // 40° of the 60th parallel are 2,232.000 km, the geodesic between its ends 2,197.750 km (PROJ 9.5.1). A tube's area is
    // its length times its breadth, whatever its bends, and both tubes end in the same half discs.
    let more = area("planar") - area("geodesic");
    assert!(
        (more - 100.0 * (2232.000 - 2197.750)).abs() < 1.0,
        "{more} km²"
    );
    bench
        .run("strip --edges round --width 5km")
        .fails(USAGE, &["planar", "geodesic"]);
}

#[test]
fn data_accuracy_fills_its_column_and_warns_of_narrow_widths() {
    let bench = Bench::new();
    let own = OWN.replace(" --quiet", "");
    let run = bench
        .run(&format!("{own} --width 10km,100km --data-accuracy 1km"))
        .done();
    assert!(run.rows().iter().all(|r| number(&r[10]) > 0.0));
    assert!(
        run.err.contains("warning: the width 10km") && run.err.contains("20.0km"),
        "{}",
        run.err
    );
    let run = bench.run("strip --width 10km").done();
    assert!(run.err.contains("16.2km"), "{}", run.err);
    assert!(
        !bench
            .run("strip --width 17km")
            .done()
            .err
            .contains("warning")
    );
    bench
        .run("strip --width 17km --data-accuracy 0m")
        .fails(USAGE, &["not above 0"]);
}
