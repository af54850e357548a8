//! How a question is read: flags under the readings of claims, edges of a line, files of which a part is wrong.

use super::bench::*;

/// The verdict of a claim under a reading.
fn verdict(table: &Run, reading: &str, claim: &str) -> String {
    let rows = table.rows();
    let row = rows.iter().find(|row| row[0] == reading && row[1] == claim);
    row.expect("the claim")[8].clone()
}

#[test]
fn flags_given_hold_under_every_reading_of_the_claims() {
    let file = "[[reading]]\nname = \"r\"\n[reading.flags]\naround = \"LUX\"\n\n[[reading]]\nname = \"s\"\n[reading.flags]\naround = \"BEL\"\n\n\
        [[claim]]\nname = \"c\"\nwording = \"half\"\nof = [\"LUX\"]\nfrom = \"50%\"\n";
    let bench = Bench::with("c.toml", file);
    let plain = bench.run("claims c.toml --format csv").done();
    // Only the western border counts: half of the land is farther from that.
    let west = bench
        .run("claims c.toml --within 5.7,49.4,6.1,50.2 --format csv")
        .done();
    assert_ne!(verdict(&plain, "r", "c"), verdict(&west, "r", "c"));
    assert_eq!(west.rows().len(), 4);
    bench.run("claims c.toml --reading outer").fails(
        USAGE,
        &[
            "--around",
            "--reading",
            "reading \"r\"",
            "under every reading",
        ],
    );
    bench
        .run("claims --territories states.json")
        .fails(USAGE, &["--metropolitan", "--territories"]);
}

#[test]
fn claims_and_report_give_the_same_figures_for_the_same_line() {
    let bench = Bench::new();
    let own = bench
        .run("claims --between RUS NATO --format csv --quiet")
        .done();
    let shipped = bench.run("claims --format csv --quiet").done();
    let reading = "contact line of Russia and NATO";
    bench
        .run("report --between RUS NATO --widths 700km --out r.html --quiet")
        .done();
    let page = bench.text("r.html");
    for claim in ["baltic-states", "poland", "scandinavia"] {
        let wanted = verdict(&shipped, reading, claim);
        assert_eq!(verdict(&own, "", claim), wanted);
        assert!(
            page.contains(&format!("\"verdict\":\"{wanted}\"")),
            "{claim}: {wanted}"
        );
    }
    assert_eq!(verdict(&own, "", "scandinavia"), "from 535.3 km up");
    // The same warning under several readings is one.
    let later = bench.run("claims --as-of 2024-06-01 --format csv").done();
    assert_ne!(later.out, shipped.out);
    assert_eq!(later.err.matches("whether SWE").count(), 1, "{}", later.err);
}

#[test]
fn long_edges_of_the_user_s_own_line_are_told_once_and_not_where_the_reading_is_said() {
    let long = r#"{"type":"LineString","coordinates":[[0,60],[80,60]]}"#;
    let bench = Bench::with("long.json", long);
    let told = |command: &str| {
        bench
            .run(command)
            .done()
            .err
            .matches("edges are read")
            .count()
    };
    let strip = "strip --border long.json --width 50km,60km --format csv";
    assert_eq!(told(strip), 1);
    assert_eq!(told(&format!("{strip} --edges planar")), 0);
    assert_eq!(told(&format!("{strip} --edges geodesic")), 0);
    assert_eq!(
        told("curve --border long.json --widths 50km,60km --format csv"),
        1
    );
    assert_eq!(
        told("solve --border long.json --territory FIN --share 1/2"),
        1
    );
    // Short edges, and a width beside which the difference is nothing.
    assert_eq!(
        told("strip --border line.json --width 10km --format csv"),
        0
    );
    let short = r#"{"type":"LineString","coordinates":[[0,60],[1,60]]}"#;
    bench.write("short.json", short);
    // 106 m apart: more than 1 % of 5 km, less than that of 50 km.
    assert_eq!(
        told("strip --border short.json --width 5km --format csv"),
        1
    );
    assert_eq!(
        told("strip --border short.json --width 50km --format csv"),
        0
    );
    // Shipped lines: never.
    assert_eq!(told("strip --around LUX --width 100m --format csv"), 0);
    bench
        .run("strip --border long.json --width 50km --strict")
        .fails(DATA, &["edges are read", "--edges geodesic"]);
}
