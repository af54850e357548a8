//! Scenario files that are wrong: exit code 2, with line and column, before anything is computed.

use crate::bench::Bench;

#[track_caller]
fn refused(text: &str, words: &[&str]) {
    let bench = Bench::new(text);
    let run = bench.run("sweep s.toml --out r.csv").fails(2, words);
    assert_eq!(run.err.matches("error: ").count(), 1, "{}", run.err);
    assert_eq!(bench.names(), ["s.toml", "states.json"]);
}

#[test]
fn a_wrong_value_is_refused_by_its_flags_own_parser_at_its_place() {
    refused(
        "[grid]\nwidth = \"10km..5km:1km\"\n",
        &["runs backwards", "s.toml, line 2, column 9"],
    );
    refused(
        "[defaults]\nwidth = \"300\"\n[grid]\nreading = [\"contact\"]\n",
        &[
            "300 has no unit",
            "300km or 300m",
            "s.toml, line 2, column 9",
        ],
    );
    refused(
        "[grid]\nwidth = \"1km\"\nreading = [\"contact\",\n  \"outr\"]\n",
        &[
            "\"outr\" is no reading",
            "did you mean outer?",
            "line 4, column 3",
        ],
    );
    refused(
        "[grid]\nwidth = \"1km\"\nas-of = [\"2021-13-01\"]\n",
        &["is not a date", "line 3, column 10"],
    );
    refused(
        "[grid]\nwidth = \"1km\"\naround = [\"RUS\"]\nreading = [\"outer\"]\n",
        &["cannot be used with", "line "],
    );
    refused(
        "[grid]\nreading = [\"contact\"]\n",
        &["has no width", "line 2, column 1"],
    );
    refused(
        "[grid]\nwidth = \"1km\"\nborder = [\"-\"]\n",
        &["standard input", "line 3"],
    );
    refused(
        "[grid]\nwidth = \"1km\"\npreset = [\"artcle-7\"]\n",
        &["there is no preset", "article-7", "line 3"],
    );
    refused(
        "[grid]\nwidht = \"1km\"\n",
        &["did you mean width?", "line 2, column 1"],
    );
    refused("[grid]\nwidth = \"1km\n", &["no TOML", "line 2"]);
}

#[test]
fn outputs_and_sizes_are_checked_before_the_work() {
    let bench = Bench::new("[grid]\nwidth = \"1m..400m:1m\"\ntolerance = [\"1cm\"]\n");
    bench
        .run("sweep s.toml --out r.xlsx")
        .fails(2, &[".csv or .ndjson"]);
    bench
        .run("sweep s.toml --out no/r.csv")
        .fails(1, &["folder does not exist"]);
    bench
        .run("sweep none.toml")
        .fails(2, &["does not exist", "none.toml"]);
    bench.run("sweep s.toml --restart").fails(2, &["--out"]);
    let values: Vec<String> = (0..300).map(|i| format!("{{ name = \"{i}\" }}")).collect();
    bench.write(
        "s.toml",
        &format!(
            "[grid]\nwidth = \"1m..400m:1m\"\nx = [{}]\n",
            values.join(",")
        ),
    );
    bench
        .run("sweep s.toml --dry-run")
        .fails(2, &["120000 scenarios, more than 100000", "--yes"]);
}
