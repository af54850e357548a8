//! Tests of `scenario::plan`.

use super::super::schema::{parse, texts};
use super::*;

fn plan(text: &str) -> Result<Plan, Error> {
    Plan::new(&parse(text, "t.toml")?, "t.toml", false)
}

fn told(plan: &Plan) -> Vec<String> {
    let all = (0..plan.len()).filter_map(|i| plan.scenario(i));
    all.map(|s| {
        let flags: Vec<String> = (s.flags.iter())
            .map(|f| match &f.value {
                Value::Bool(_) => f.flag.clone(),
                value => format!("{}={}", f.flag, texts(value).join("+")),
            })
            .collect();
        format!("{}: {}", s.name, flags.join(" "))
    })
    .collect()
}

#[track_caller]
fn refused(text: &str, words: &[&str]) {
    let error = plan(text).expect_err(text);
    assert_eq!(error.kind, crate::error::Kind::Usage);
    for word in words {
        assert!(error.to_string().contains(word), "{error} lacks {word:?}");
    }
}

#[test]
fn axes_multiply_and_a_later_flag_takes_the_place_of_an_earlier_one() {
    let plan = plan(
        "[defaults]\ntolerance = \"1m\"\nbetween = [\"CSTO\", \"NATO\"]\ncoast = true\n\
         [grid]\nwidth = [\"1km..2km:1km\", \"5km\"]\n\
         line = [{ name = \"c\" }, { around = \"RUS\", coast = false }]\n\
         [[scenario]]\nname = \"own\"\ntolerance = \"2m\"\nas-of = 2024-03-07\n",
    )
    .expect("a plan");
    let expected = [
        "1km / c: between=CSTO+NATO coast tolerance=1m width=1km",
        "1km / RUS no coast: around=RUS tolerance=1m width=1km",
        "2km / c: between=CSTO+NATO coast tolerance=1m width=2km",
        "2km / RUS no coast: around=RUS tolerance=1m width=2km",
        "5km / c: between=CSTO+NATO coast tolerance=1m width=5km",
        "5km / RUS no coast: around=RUS tolerance=1m width=5km",
        "own: as-of=2024-03-07 between=CSTO+NATO coast tolerance=2m",
    ];
    assert_eq!(told(&plan), expected);
    let by_line = plan.grouped(&|s| [s.flags[0].flag.clone()]);
    let order: Vec<String> = told(&by_line)
        .iter()
        .map(|s| s.split(':').next().unwrap_or_default().to_owned())
        .collect();
    let expected = [
        "1km / c",
        "2km / c",
        "5km / c",
        "1km / RUS no coast",
        "2km / RUS no coast",
        "5km / RUS no coast",
        "own",
    ];
    assert_eq!(order, expected);
}

#[test]
fn names_follow_a_template_and_pairs_and_lists_are_values() {
    let plan = plan(
        "name = \"{between} at {width}\"\n[grid]\nbetween = [[\"RUS\", \"NATO\"], [\"RUS,BLR\", \"NATO\"]]\nwidth = \"1km\"\n\
         member = [[\"NATO=UKR\", \"NATO=GEO\"]]\n",
    )
    .expect("a plan");
    let expected = [
        "RUS NATO at 1km: between=RUS+NATO member=NATO=UKR+NATO=GEO width=1km",
        "RUS,BLR NATO at 1km: between=RUS,BLR+NATO member=NATO=UKR+NATO=GEO width=1km",
    ];
    assert_eq!(told(&plan), expected);
}

#[test]
fn what_is_wrong_is_said_with_line_and_column() {
    refused(
        "[grid]\nwidht = [\"1km\"]\n",
        &[
            "unknown key widht",
            "did you mean width?",
            "t.toml, line 2, column 1",
        ],
    );
    refused(
        "[default]\n",
        &["did you mean defaults?", "line 1, column 2"],
    );
    refused(
        "[grid]\nwidth = [\"1km\",\n  \"1km..\"]\n",
        &["range", "line 3, column 3"],
    );
    refused(
        "[grid]\nwidth = \"9km..1km:1km\"\n",
        &["runs backwards", "line 2, column 9"],
    );
    refused("[grid]\nwidth = \"1km..9km:0km\"\n", &["not above 0"]);
    refused(
        "[grid]\nwidth = \"1km..9km:3km\"\n",
        &["does not land on its end"],
    );
    refused("[grid]\nwidth = [\n", &["no TOML", "line "]);
    refused(
        "[grid]\nwidth = []\n",
        &["has no values: the grid is empty", "line 2, column 9"],
    );
    refused("[grid]\n", &["the grid is empty"]);
    refused("[defaults]\ncoast = true\n", &["no scenarios"]);
    refused(
        "[defaults]\ncoast = \"yes\"\n",
        &["coast is a switch", "line 2, column 9"],
    );
    refused(
        "[defaults]\nas-of = [\"a\", \"b\"]\n",
        &["takes one value", "under [grid]"],
    );
    refused(
        "[grid]\nbetween = [\"CSTO\", \"NATO\"]\n",
        &["takes two values", "a list of such pairs"],
    );
    refused(
        "[[scenario]]\nwidth = \"1km\"\n",
        &["has no name", "line 1"],
    );
    refused(
        "name = \"{widht}\"\n[grid]\nwidth = [\"1km\"]\n",
        &["{widht}, which is no axis", "{width}"],
    );
    refused(
        "[grid]\na = [{ coast = true }]\nb = [{ coast = false }]\n",
        &["both set coast"],
    );
    refused(
        "[[scenario]]\nname = \"x\"\n[[scenario]]\nname = \"x\"\n",
        &[
            "two scenarios have the name \"x\"",
            "line 3",
            "line 1, column 1",
        ],
    );
}

#[test]
fn a_plan_beyond_the_limit_is_refused_with_its_size() {
    let text = "[grid]\nwidth = \"1m..400m:1m\"\nother = [OTHER]\n";
    let other: Vec<String> = (0..300).map(|i| format!("{{ name = \"{i}\" }}")).collect();
    let text = text.replace("OTHER", &other.join(", "));
    refused(&text, &["120000 scenarios, more than 100000", "`yes`"]);
    let file = parse(&text, "t.toml").expect("a file");
    assert_eq!(
        Plan::new(&file, "t.toml", true).expect("told so").len(),
        120_000
    );
}
