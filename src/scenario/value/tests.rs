//! Tests of `scenario::value`.

use super::*;
use crate::error::Kind;
use crate::scenario::field::Takes;
use proptest::prelude::*;
use serde_json::json;

/// Values of every field, as users write them.
fn value_of(about: &'static About) -> BoxedStrategy<Value> {
    let texts: Vec<String> = match about.name {
        "width" | "reach" => {
            words("300km 0.1m 2.5nmi 33.333333333333336m 10km..30km:10km 50km,100km")
        }
        "reading" => words("contact outer every"),
        "as_of" => words("2021-12-17 1997-04-24"),
        "within" => words("-11,34,45,72 170.5,-10,-170.25,0.1"),
        "snap" => words("200m 0.3km 1ft 12.345678912345m"),
        "edges" => words("planar geodesic"),
        "width_in" => words("KWT=5km NATO=50nmi"),
        "third_states" => words("keep clip"),
        "except_circle" => words("27.22,41.74,5km -0.5,-89.9,800m"),
        "snap_share" => words("0.5 50% 1/3"),
        "side" => words("both left right"),
        "cap" => words("round flat"),
        "tolerance" => words("1m 1cm 0.07m"),
        "data_accuracy" => words("800m 0.1km"),
        _ => words("RUS NATO=UKR,GEO Крым a/b.gpkg:roads - EPSG:3301"),
    };
    let text = prop::sample::select(texts).prop_map(Value::from).boxed();
    if about.name == "sites" {
        return Just(json!({"file": {"name": "s.csv", "sha256": "00ff"}, "where": ["a=b"], "min_population": 5}))
            .boxed();
    }
    let file = (text.clone(), any::<bool>()).prop_map(|(name, summed)| match summed {
        true => json!({"name": name, "layer": "l", "sha256": "00ff"}),
        false => name,
    });
    let one = if about.file {
        file.boxed()
    } else {
        text.clone()
    };
    match about.takes {
        Takes::Nothing => Just(Value::Bool(true)).boxed(),
        Takes::One => one,
        Takes::Pair => prop::collection::vec(text, 2).prop_map(Value::from).boxed(),
        Takes::Many => prop::collection::vec(one, 1..3)
            .prop_map(Value::from)
            .boxed(),
    }
}

fn words(all: &str) -> Vec<String> {
    all.split(' ').map(str::to_owned).collect()
}

/// Any fields with any values; whether they go together is not asked.
fn scenario() -> impl Strategy<Value = Scenario> {
    let fields: Vec<_> = (Scenario::FIELDS.iter())
        .map(|about| prop::option::weighted(0.3, value_of(about)))
        .collect();
    fields.prop_map(|values| {
        let mut scenario = Scenario::default();
        for (about, value) in Scenario::FIELDS.iter().zip(values) {
            if let Some(value) = value {
                scenario.set(about.name, &value).expect("a value");
            }
        }
        scenario
    })
}

proptest! {
    #[test]
    fn a_scenario_comes_back_from_its_text_and_the_text_is_canonical(own in scenario()) {
        let text = serde_json::to_string(&own).expect("a text");
        let again: Scenario = serde_json::from_str(&text).expect("a scenario");
        prop_assert_eq!(&again, &own);
        prop_assert_eq!(serde_json::to_string(&again).expect("a text"), text);
    }

    #[test]
    fn what_is_laid_over_wins_and_the_rest_stays(under in scenario(), over in scenario()) {
        let both = under.clone().with(over.clone(), &|_| false).values();
        let (under, over) = (under.values(), over.values());
        for about in Scenario::FIELDS {
            let expected = over.get(about.name).or_else(|| under.get(about.name));
            prop_assert_eq!(both.get(about.name), expected);
        }
    }

    #[test]
    fn keys_are_of_a_part_and_those_before_it(own in scenario()) {
        let line = own.clone().only(&|about| about.part == Part::Line);
        let strip = own.clone().only(&|about| about.part <= Part::Strip);
        prop_assert_eq!(own.key(Part::Line), serde_json::to_string(&line).expect("a text"));
        prop_assert_eq!(own.key(Part::Strip), serde_json::to_string(&strip).expect("a text"));
    }
}

#[test]
fn an_unknown_key_is_refused_with_the_nearest_one_as_the_user_writes_it() {
    for (name, near) in [
        ("widht", "width?"),
        ("as-off", "as-of?"),
        ("third_state", "third_states?"),
    ] {
        let error = Scenario::default().set(name, &json!("x")).expect_err(name);
        assert_eq!(error.kind, Kind::Usage);
        assert!(error.remedy.ends_with(near), "{error}");
    }
}

#[test]
fn a_value_of_another_form_or_none_is_refused_by_its_field() {
    for (name, value, word) in [
        ("coast", json!("yes"), "coast is a switch"),
        ("between", json!(["RUS"]), "between takes two values"),
        ("around", json!(["RUS", "BLR"]), "around takes one value"),
        (
            "tolerance",
            json!("200km"),
            "tolerance: a tolerance of 200km cannot be kept",
        ),
        ("width", json!(["5"]), "width: "),
        ("border", json!(true), "border needs a value"),
        (
            "as-of",
            json!("2021-13-01"),
            "as-of: \"2021-13-01\" is not a date",
        ),
    ] {
        let error = Scenario::default().set(name, &value).expect_err(name);
        assert!(error.to_string().contains(word), "{error} lacks {word:?}");
    }
}

#[test]
fn what_does_not_go_together_is_told_by_both_names() {
    let of = |values: Value| -> Scenario { serde_json::from_value(values).expect("values") };
    let apart = of(json!({"border": ["l.json"], "between": ["A", "B"]}));
    assert_eq!(apart.clash(), Some(Clash::Apart("border", "between")));
    let alone = of(json!({"snap_share": "1/2"}));
    assert_eq!(alone.clash(), Some(Clash::Needs("snap_share", "snap_to")));
    assert!(of(json!({"around": "RUS", "coast": true})).check().is_ok());
    let error = apart.check().expect_err("apart");
    assert!(
        error
            .to_string()
            .contains("`border` cannot be used with `between`"),
        "{error}"
    );
}
