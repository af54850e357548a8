//! `standoff curve` and `standoff solve`.

use super::bench::*;

const OWN_LINE: &str = "--border line.json --territories states.json --format csv";

#[test]
fn a_curve_has_the_columns_and_areas_of_the_strips() {
    let bench = Bench::new();
    let curve = bench
        .run(&format!(
            "curve {OWN_LINE} --widths 10km..30km:10km --tolerance 0.00001"
        ))
        .done();
    let strips = bench
        .run(&format!("strip {OWN_LINE} --width 10km,20km,30km"))
        .done();
    assert_eq!(curve.out.lines().next(), strips.out.lines().next());
    let (a, b) = (curve.rows(), strips.rows());
    assert_eq!(a.len(), b.len());
    for b in &b {
        let a = a
            .iter()
            .find(|a| a[2..4] == b[2..4])
            .expect("the same territory and width");
        let difference = (number(&a[6]) - number(&b[6])).abs();
        assert!(difference <= number(&a[9]) + number(&b[9]), "{a:?} {b:?}");
    }
}

#[test]
fn events_tell_the_widths_of_first_touch_and_of_whole_cover() {
    let rows = Bench::new()
        .run(&format!(
            "curve {OWN_LINE} --widths 10km,2000km --show events"
        ))
        .done()
        .rows();
    assert_eq!(rows.len(), 3);
    let far = rows.iter().find(|r| r[2] == "FAR").expect("a row");
    // From (0, 0.4…0.6) to the meridian 10, and to the corner (11, 0) or (11, 1).
    assert!((number(&far[6]) - 1113.16).abs() < 0.1, "{far:?}");
    assert!((number(&far[10]) - 1225.4).abs() < 1.0, "{far:?}");
    assert_eq!(far[7], "10.000000");
    let near = rows.iter().find(|r| r[2] == "EAS").expect("a row");
    assert_eq!(near[5], "0.000000");
}

#[test]
fn slopes_are_the_lengths_of_the_outlines() {
    let rows = Bench::new()
        .run(&format!("curve {OWN_LINE} --widths 20km --show slopes"))
        .done()
        .rows();
    // Half a circle round either end, and half of twice the line's 22.1 km, on each side.
    let expected = std::f64::consts::PI * 20.0 + 22.115;
    assert_eq!(rows.len(), 2);
    for row in rows {
        assert!((number(&row[6]) / expected - 1.0).abs() < 0.01, "{row:?}");
    }
}

#[test]
fn solve_has_the_columns_of_the_contract_and_an_interval_that_holds() {
    let bench = Bench::new();
    let run = bench
        .run(&format!(
            "solve {OWN_LINE} --territory WES,EAS --share 1/4 --share 100%"
        ))
        .done();
    assert_eq!(
        run.out.lines().next(),
        Some("scenario,worldview,territory,share,width_km,width_low_km,at_lon,at_lat,reached")
    );
    let rows = run.rows();
    assert_eq!(rows.len(), 2);
    for row in &rows {
        assert_eq!((row[2].as_str(), row[8].as_str()), ("WES,EAS", "true"));
        let (high, low) = (number(&row[4]), number(&row[5]));
        assert!(low < high && high - low <= 0.0011, "{row:?}");
    }
    assert_eq!(rows[0][6], "");
    assert_eq!(number(&rows[1][6]).abs(), 1.0);
}

#[test]
fn each_gives_one_answer_for_each_territory() {
    let rows = Bench::new()
        .run(&format!(
            "solve {OWN_LINE} --territory FAR,EAS --share 50% --each"
        ))
        .done()
        .rows();
    let codes: Vec<_> = rows.iter().map(|r| r[2].as_str()).collect();
    assert_eq!(codes, ["FAR", "EAS"]);
    assert!(number(&rows[0][4]) > 1100.0 && number(&rows[1][4]) < 111.0);
}

#[test]
fn wrong_shares_widths_and_codes_are_refused_with_what_to_do() {
    let bench = Bench::new();
    for (arguments, words) in [
        ("solve --territory POL --share 50", "50%"),
        ("solve --territory XYZ --share 50%", "XYZ"),
        ("solve --territory POL --share 1/2 --tolerance 1mm", "mm"),
        ("curve --widths 10km..5km:1km", "backwards"),
        ("curve --widths 10km --tolerance 0.5", "0.0000001"),
        ("curve --widths 15000km", "10000"),
        ("curve", "--widths"),
    ] {
        let run = bench.run(arguments);
        assert_eq!(run.code, Some(USAGE), "{arguments}: {}", run.err);
        assert!(run.err.contains(words), "{arguments}: {}", run.err);
        assert!(run.out.is_empty());
    }
}

/// Territory, width and the flags' rows of strips and of the curve agree within both bounds, and there are as many.
#[track_caller]
fn curve_agrees_with_strips(flags: &str) -> Vec<Vec<String>> {
    let bench = Bench::new();
    let curve = bench
        .run(&format!(
            "curve {OWN_LINE} --widths 10km,20km,60km --tolerance 0.00001 {flags}"
        ))
        .done();
    let strips = bench
        .run(&format!("strip {OWN_LINE} --width 10km,20km,60km {flags}"))
        .done();
    let (a, b) = (curve.rows(), strips.rows());
    assert_eq!(a.len(), b.len(), "{flags}");
    for b in &b {
        let a = (a.iter())
            .find(|a| a[2..4] == b[2..4])
            .expect("the same territory and width");
        assert_eq!(a[..2], b[..2], "{flags}");
        let difference = (number(&a[6]) - number(&b[6])).abs();
        assert!(
            difference <= number(&a[9]) + number(&b[9]),
            "{flags}: {a:?} {b:?}"
        );
    }
    a
}

#[test]
fn a_curve_knows_the_zone_of_each_territory_as_strips_do() {
    let rows = curve_agrees_with_strips("--exclude EAS");
    assert_eq!(rows.len(), 3);
    assert!(rows.iter().all(|row| row[3] == "WES"));
    let rows = curve_agrees_with_strips("--blanket FAR");
    let far: Vec<_> = rows.iter().filter(|row| row[3] == "FAR").collect();
    assert_eq!(far.len(), 3);
    assert!(far.iter().all(|row| number(&row[7]) == 1.0), "{far:?}");
    let rows = curve_agrees_with_strips("--width-in EAS=5km");
    let east: Vec<_> = rows.iter().filter(|row| row[3] == "EAS").collect();
    assert_eq!(east.len(), 3);
    assert!(east.iter().all(|row| row[6..] == east[0][6..]), "{east:?}");
    curve_agrees_with_strips("--width-in EAS=5km --blanket FAR --exclude WES");
}

#[test]
fn what_has_no_meaning_for_all_widths_is_refused_with_the_commands_that_know_it() {
    let bench = Bench::new();
    for flag in [
        "--except states.json",
        "--except-circle 0,0,5km",
        "--snap-to states.json",
    ] {
        let name = flag.split(' ').next().expect("a flag");
        for command in [
            format!("curve {OWN_LINE} --widths 10km"),
            format!("solve {OWN_LINE} --territory WES --share 10%"),
        ] {
            bench
                .run(&format!("{command} {flag}"))
                .fails(USAGE, &[name, "standoff strip", "standoff sweep"]);
        }
    }
    bench
        .run(&format!(
            "curve {OWN_LINE} --widths 10km --show events --blanket FAR"
        ))
        .fails(USAGE, &["--show events", "FAR", "--exclude"]);
}

#[test]
fn solve_answers_for_the_zone_that_strips_of_the_answers_widths_have() {
    let bench = Bench::new();
    for (flags, share) in [
        ("--width-in EAS=20km", 0.3),
        ("--exclude EAS", 0.3),
        ("--blanket EAS", 0.75),
    ] {
        let rows = bench
            .run(&format!(
                "solve {OWN_LINE} {flags} --territory WES,EAS --share {share}"
            ))
            .done()
            .rows();
        assert_eq!(rows[0][8], "true", "{flags}");
        assert!(number(&rows[0][4]) - number(&rows[0][5]) < 0.01, "{rows:?}");
        let covered = |width: &str| {
            let rows = bench
                .run(&format!("strip {OWN_LINE} {flags} --width {width}km"))
                .done()
                .rows();
            let of = |column: usize| -> f64 {
                (rows.iter().filter(|row| row[3] != "FAR"))
                    .map(|row| number(&row[column]))
                    .sum()
            };
            (of(6), of(9))
        };
        let territory = bench
            .run(&format!("strip {OWN_LINE} --width 10km"))
            .done()
            .rows();
        let total: f64 = territory.iter().map(|row| number(&row[8])).sum();
        let (high, error) = covered(&rows[0][4]);
        assert!(high + error >= share * total, "{flags}: {high} {total}");
        let (low, error) = covered(&rows[0][5]);
        assert!(low - error <= share * total, "{flags}: {low} {total}");
    }
}

#[test]
fn solve_says_what_the_zone_has_at_every_width_or_never() {
    let bench = Bench::new();
    let row = |flags: &str| {
        let command = format!("solve {OWN_LINE} --territory WES,EAS {flags}");
        bench.run(&command).done().rows().remove(0)
    };
    let enough = row("--blanket EAS --share 40%");
    assert_eq!(enough[4..6], ["0.000000", "0.000000"]);
    assert_eq!(enough[8], "true");
    let never = row("--exclude EAS --share 60%");
    assert_eq!(never[8], "false");
    assert!((number(&never[3]) - 0.5).abs() < 1e-3, "{never:?}");
    // Whole but for what the width decides: the farthest point of the other.
    let all = row("--blanket EAS --share 100%");
    let west = bench
        .run(&format!("solve {OWN_LINE} --territory WES --share 100%"))
        .done()
        .rows()
        .remove(0);
    assert_eq!(all[4..], west[4..]);
}
