//! Choices of files that were written before there was a form: flags by their long names, values with spaces between.

use crate::border::line::DRAFT_DATE;
use crate::error::Error;
use crate::scenario::field::{Part, Takes};
use crate::scenario::value::Scenario;
use crate::study::record::{base, completed};
use serde_json::json;

/// The choices that such words stand for. Paths become base names, without a checksum.
///
/// # Errors
/// [`Kind::Data`](crate::error::Kind::Data) for values that no version has written.
pub fn choices_of(words: Vec<(String, String)>) -> Result<Scenario, Error> {
    let mut scenario = Scenario::default();
    for (flag, value) in words {
        // What only other commands have changes no zone.
        let Some(about) = Scenario::about(&flag).filter(|about| about.part != Part::Beside) else {
            continue;
        };
        let one = |text: &str| match about.file {
            true => json!({ "name": base(text) }),
            false => json!(text),
        };
        let value = match about.takes {
            Takes::Nothing => json!(true),
            Takes::One => one(&value),
            Takes::Pair | Takes::Many => value.split(' ').map(one).collect(),
        };
        scenario.set(about.name, &value).map_err(|error| {
            Error::data(format!(
                "the choices in the file's metadata cannot be read: {error}"
            ))
            .remedy("the metadata was changed; write the file again")
        })?;
    }
    Ok(completed(scenario, DRAFT_DATE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_an_older_file_become_choices() {
        let words = [
            ("command", "strip"),
            ("width", "5km,10km 20km"),
            ("between", "WES EAS"),
            ("coast", "true"),
            ("as-of", "2021-12-17"),
            ("territories", "folder/states.json"),
            ("style", "true"),
            ("only", "in"),
        ];
        let words = words.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let choices = choices_of(words.into()).expect("choices");
        assert_eq!(choices.values()["width"], json!(["5km", "10km", "20km"]));
        assert_eq!(choices.values()["between"], json!(["WES", "EAS"]));
        assert!(choices.coast);
        assert_eq!(choices.values()["as_of"], "2021-12-17");
        let territories = choices.territories.expect("a file");
        assert_eq!(
            (territories.name.as_str(), territories.sha256),
            ("states.json", None)
        );
    }
}
