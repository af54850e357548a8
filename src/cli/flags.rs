//! A scenario's choices as words of the command line.

use crate::scenario::field::Takes;
use crate::scenario::schema::texts;
use crate::scenario::value::Scenario;
use serde_json::Value;

/// The words that a choice would be typed as; `flag`: its name with `-` between words.
pub fn words(flag: &str, value: &Value) -> Vec<String> {
    let name = format!("--{flag}");
    let pair = Scenario::about(flag).is_some_and(|about| about.takes == Takes::Pair);
    let texts = texts(value).into_iter();
    match value {
        Value::Bool(true) => vec![name],
        Value::Array(_) if pair => std::iter::once(name)
            .chain(texts.map(str::to_owned))
            .collect(),
        // With the sign of equality a value may begin with a dash.
        _ => texts.map(|text| format!("{name}={text}")).collect(),
    }
}
