//! Territories of which the geometry is wrong: they matter where a run reaches them.

use super::bench::*;

/// Rings that cannot be read: unclosed, with a latitude that is none, with a position that is none; 1° wide, 40° east.
const UNREAD: [(&str, &str); 3] = [
    ("[[[40,0],[41,0],[41,1],[40,1]]]", "unclosed ring"),
    ("[[[40,0],[41,0],[41,95],[40,1],[40,0]]]", "beyond ±90"),
    (
        "[[[40,0],[41,0],[null,null],[40,1],[40,0]]]",
        "not a finite number",
    ),
];

const STRIP: &str = "strip --territories bad.json --border line.json --format csv";

#[test]
fn a_defect_far_away_answers_the_question_and_strict_refuses_it() {
    // A bow tie of two equal halves, not near the line.
    let states = states_and("BOW", "Polygon", "[[[40,0],[42,2],[42,0],[40,2],[40,0]]]");
    let bench = Bench::with("bow.json", states);
    let clean = bench
        .run("strip --territories states.json --border line.json --width 10km --format csv")
        .done();
    let command = "strip --territories bow.json --border line.json --width 10km --format csv";
    let answered = bench.run(command).done();
    assert_eq!(answered.out.replace("bow.json", "states.json"), clean.out);
    assert_eq!(answered.err.matches("warning: ").count(), 1);
    let told = "what is wrong with territory BOW changes nothing here, since the question does not reach it";
    assert!(answered.err.contains(told), "{}", answered.err);
    bench
        .run(&format!("{command} --strict"))
        .fails(DATA, &["territory BOW", "in doubt"]);
    // Where the strip reaches it, its doubt is in the bound: one of its two triangles, each half of the whole.
    let reached = bench
        .run("strip --territories bow.json --border line.json --width 5000km --format csv")
        .done();
    let told = "territory BOW: rings cross";
    assert!(reached.err.contains(told), "{}", reached.err);
    let rows = reached.rows();
    let row = rows.iter().find(|row| row[3] == "BOW").expect("a row");
    let [overlap, share, whole, error] = [6, 7, 8, 9].map(|column| number(&row[column]));
    assert!(
        (overlap / whole - 1.0).abs() < 1e-6 && (share - 1.0).abs() < 1e-6,
        "{row:?}"
    );
    assert!((error / whole - 0.5).abs() < 0.01, "{row:?}");
}

#[test]
fn a_ring_that_cannot_be_read_is_of_no_matter_where_no_strip_reaches_it() {
    for (ring, why) in UNREAD {
        let bench = Bench::with("bad.json", states_and("BAD", "Polygon", ring));
        let clean = bench
            .run("strip --territories states.json --border line.json --format csv --width 10km")
            .done();
        let answered = bench.run(&format!("{STRIP} --width 10km")).done();
        assert_eq!(answered.out.replace("bad.json", "states.json"), clean.out);
        let warnings: Vec<&str> = (answered.err.lines())
            .filter(|line| line.starts_with("warning: "))
            .collect();
        assert_eq!(warnings.len(), 1, "{}", answered.err);
        for word in [
            "territory BAD",
            "the question does not reach",
            why,
            "feature 4",
        ] {
            assert!(warnings[0].contains(word), "{word}: {}", warnings[0]);
        }
        bench
            .run(&format!("{STRIP} --width 10km --strict"))
            .fails(DATA, &[why, "feature 4"]);
    }
}

#[test]
fn a_ring_that_cannot_be_read_is_refused_with_its_place_where_the_widest_strip_reaches_it() {
    for (ring, why) in UNREAD {
        let bench = Bench::with("bad.json", states_and("BAD", "Polygon", ring));
        bench
            .run(&format!("{STRIP} --width 10km,5000km"))
            .fails(DATA, &[why, "bad.json", "feature 4", "part 1", "; "]);
        // A lost position may lie as far off as the others lie apart: 39° east is within that of 40° east.
        bench
            .run(&format!("{STRIP} --width 4400km"))
            .fails(DATA, &[why]);
        bench.run(&format!("{STRIP} --width 3500km")).done();
    }
    // Another part of the territory is reached: its row would lack what is missing.
    let parts = "[[[[0.02,0.4],[0.03,0.4],[0.03,0.6],[0.02,0.4]]],[[[40,0],[41,0],[41,1],[40,1]]]]";
    let bench = Bench::with("bad.json", states_and("BAD", "MultiPolygon", parts));
    bench
        .run(&format!("{STRIP} --width 10km"))
        .fails(DATA, &["unclosed ring", "part 2"]);
}

#[test]
fn many_defects_out_of_reach_are_one_warning_with_the_count() {
    let bad = states_and("BAD", "Polygon", UNREAD[0].0);
    let more = r#",{"type":"Feature","properties":{"code":"BOW"},"geometry":{"type":"Polygon","coordinates":[[[60,0],[62,2],[62,0],[60,2],[60,0]]]}}]}"#;
    let bench = Bench::with("bad.json", bad.trim_end_matches("]}").to_owned() + more);
    let run = bench.run(&format!("{STRIP} --width 10km")).done();
    assert_eq!(run.err.matches("warning: ").count(), 1, "{}", run.err);
    let told = "what is wrong with 2 territories changes nothing here";
    assert!(run.err.contains(told), "{}", run.err);
    assert!(
        run.err
            .contains("the worst is territory BAD: an unclosed ring")
    );
}

#[test]
fn a_file_of_which_no_position_could_be_one_is_refused_as_a_whole() {
    // Metres without a system: what is wrong is no single ring.
    let metres = "[[[4400000,0],[4500000,0],[4500000,100000],[4400000,0]]]";
    let bench = Bench::with("bad.json", states_and("BAD", "Polygon", metres));
    bench
        .run(&format!("{STRIP} --width 10km"))
        .fails(DATA, &["longitude 4400000", "--crs"]);
    // Swapped: positions that could be some are read as they stand.
    let swapped = "[[[10,100],[11,100],[11,101],[10,100]]]";
    let bench = Bench::with("bad.json", states_and("BAD", "Polygon", swapped));
    bench
        .run(&format!("{STRIP} --width 10km"))
        .fails(DATA, &["latitude 100", "swapped"]);
}

#[test]
fn every_command_asks_only_about_what_it_reaches() {
    let bench = Bench::with("bad.json", states_and("BAD", "Polygon", UNREAD[0].0));
    bench.write("near.csv", "id,lon,lat\na,0.5,0.5\n");
    bench.write("in.csv", "id,lon,lat\na,0.5,0.5\nb,40.5,0.5\n");
    bench.write("beside.json", LINE.replace("[0,", "[39.5,"));
    bench.write(
        "c.toml",
        "[[claim]]\nname = \"c\"\nwording = \"half\"\nof = [\"EAS\"]\nfrom = \"50%\"\n",
    );
    bench.write(
        "bad.toml",
        "[[claim]]\nname = \"c\"\nwording = \"half\"\nof = [\"BAD\"]\nfrom = \"50%\"\n",
    );
    let own = "--territories bad.json --border line.json";
    for (answered, refused) in [
        ("curve --widths 10km", "curve --widths 10km,5000km"),
        (
            "curve --widths 5000km --territory EAS",
            "curve --widths 10km --territory BAD",
        ),
        (
            "solve --territory EAS --share 1/2",
            "solve --territory BAD --share 1/2",
        ),
        ("claims c.toml", "claims bad.toml"),
        ("sites near.csv --width 10km", "sites in.csv --width 10km"),
        (
            "report --widths 40km --out a.html",
            "report --widths 40km,5000km --out b.html",
        ),
        ("border", "border --border beside.json"),
    ] {
        let run = bench.run(&format!("{answered} {own}")).done();
        assert!(
            run.err.contains("the question does not reach"),
            "{}: {}",
            run.command,
            run.err
        );
        // A line beside it in place of the one far off.
        let own = if refused.contains("--border") {
            "--territories bad.json"
        } else {
            own
        };
        let run = bench.run(&format!("{refused} {own}"));
        assert_eq!(run.code, Some(DATA), "{}: {}", run.command, run.err);
        assert!(run.err.contains("error: an unclosed ring"), "{}", run.err);
    }
    bench
        .run(&format!("strip {own} --width 10km --out z.gpkg"))
        .done();
    bench
        .run("verify z.gpkg --territories bad.json --border line.json")
        .done();
    // Whole territories are in a zone wherever they are.
    bench
        .run(&format!("{STRIP} --width 10km --blanket BAD"))
        .fails(DATA, &["unclosed ring"]);
}

#[test]
fn a_site_on_a_territory_in_doubt_has_that_told_in_detail() {
    let bow = states_and("BOW", "Polygon", "[[[40,0],[42,2],[42,0],[40,2],[40,0]]]");
    let bench = Bench::with("bad.json", bow);
    bench.write("near.csv", "id,lon,lat\na,0.5,0.5\n");
    bench.write("in.csv", "id,lon,lat\na,0.5,0.5\nb,41.8,1\n");
    let own = "--width 10km --territories bad.json --border line.json";
    let near = bench.run(&format!("sites near.csv {own}")).done();
    assert!(
        near.err.contains("the question does not reach"),
        "{}",
        near.err
    );
    let met = bench.run(&format!("sites in.csv {own}")).done();
    assert!(
        met.err.contains("territory BOW: rings cross"),
        "{}",
        met.err
    );
}

#[test]
fn a_line_is_not_made_of_borders_from_which_some_may_be_missing() {
    // A neighbour of Eastland and Westland: their own border is there, their borders with it are not.
    let north = "[[[-1,1],[0,1],[1,1],[1,2],[-1,2]]]";
    let bench = Bench::with("bad.json", states_and("NOR", "Polygon", north));
    let of = "--territories bad.json --width 10km --format csv";
    for whose in [
        "--between EAS NOR",
        "--around EAS",
        "--between EAS WES --coast",
    ] {
        bench
            .run(&format!("strip {whose} {of}"))
            .fails(DATA, &["unclosed ring", "feature 4"]);
    }
    // Far from both it is no border of theirs.
    let bench = Bench::with("bad.json", states_and("BAD", "Polygon", UNREAD[0].0));
    bench.run(&format!("strip --between EAS WES {of}")).done();
    // Edges of a bow tie that is read by the even-odd rule are not at the places of the file.
    let bow = "[[[1,0],[1,1],[2,0],[2,1],[1,0]]]";
    let bench = Bench::with("bad.json", states_and("BOW", "Polygon", bow));
    bench.run(&format!("strip --between EAS BOW {of}")).fails(
        DATA,
        &["territory BOW", "its borders cannot be told", "--border"],
    );
}

#[test]
fn own_polygons_to_tabulate_matter_where_they_are_reached_too() {
    let bench = Bench::with("bad.json", states_and("BAD", "Polygon", UNREAD[0].0));
    let strip = format!("{} --width", OWN.replace(" --quiet", ""));
    let run = bench
        .run(&format!("{strip} 10km --tabulate bad.json"))
        .done();
    assert!(
        run.err.contains("the question does not reach"),
        "{}",
        run.err
    );
    assert!(
        run.rows()
            .iter()
            .any(|row| row[3] == "EAS" && row[11] == "tabulate")
    );
    bench
        .run(&format!("{strip} 5000km --tabulate bad.json"))
        .fails(DATA, &["unclosed ring", "bad.json"]);
}

#[test]
fn a_hole_outside_its_ring_is_land_in_doubt_and_in_the_bound() {
    // A quarter of the ring, beside it; both within the strip.
    let ring = "[[[0.01,0.4],[0.05,0.4],[0.05,0.6],[0.01,0.6],[0.01,0.4]],[[-0.02,0.4],[-0.02,0.6],[-0.01,0.6],[-0.01,0.4],[-0.02,0.4]]]";
    let alone = format!(
        r#"{{"type":"Feature","properties":{{"code":"H"}},"geometry":{{"type":"Polygon","coordinates":{ring}}}}}"#
    );
    let bench = Bench::with("bad.json", alone);
    let run = bench.run(&format!("{STRIP} --width 30km")).done();
    assert!(
        run.err.contains("a hole lies outside its ring"),
        "{}",
        run.err
    );
    let row = &run.rows()[0];
    let [overlap, share, whole, error] = [6, 7, 8, 9].map(|column| number(&row[column]));
    assert_eq!((share, overlap), (1.0, whole));
    // What the hole has: a fifth of all.
    assert!((error / whole - 0.2).abs() < 1e-3, "{row:?}");
}
