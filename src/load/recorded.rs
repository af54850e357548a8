//! What a file of this program says it was made with, as it stands in the file; what it means is [`crate::scenario::recorded`]'s part.
//!
//! GeoJSON has a member `standoff` of its collection, GeoPackage and FlatGeobuf have an item of that name in their metadata. Files of
//! older versions have an item for each flag there, `choice_width`.

use serde_json::{Map, Value};

/// The name of the form, in every format.
pub const NAME: &str = "standoff";
/// Before the name of a flag in older files.
const WORD: &str = "choice_";

/// What stands in the file.
#[derive(Clone, Debug, PartialEq)]
pub enum Recorded {
    /// The form, with its version.
    Form(Value),
    /// Flags of older files by their long names, values with spaces between.
    Words(Vec<(String, String)>),
}

impl Recorded {
    /// Out of the metadata of a file; `None` where it says nothing of the kind.
    pub(crate) fn of_metadata(mut metadata: Map<String, Value>) -> Option<Self> {
        match metadata.remove(NAME) {
            // Metadata are texts in most formats.
            Some(Value::String(text)) => {
                let form = serde_json::from_str(&text).unwrap_or(Value::String(text));
                return Some(Recorded::Form(form));
            }
            Some(form) => return Some(Recorded::Form(form)),
            None => {}
        }
        let words: Vec<(String, String)> = (metadata.into_iter())
            .filter_map(|(name, value)| {
                let flag = name.strip_prefix(WORD)?.to_owned();
                Some((flag, value.as_str()?.to_owned()))
            })
            .collect();
        (!words.is_empty()).then_some(Recorded::Words(words))
    }
}

/// The items of GDAL's XML form of metadata, `<MDI key="line">...</MDI>`.
pub(crate) fn items(xml: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = xml;
    while let Some((_, after)) = rest.split_once("<MDI ") {
        let Some((head, body)) = after.split_once('>') else {
            break;
        };
        let Some((value, after)) = body.split_once("</MDI>") else {
            break;
        };
        rest = after;
        let key = (head.split_once("key=\"")).and_then(|(_, key)| key.split_once('"'));
        if let Some((key, _)) = key {
            found.push((plain(key), plain(value)));
        }
    }
    found
}

/// Text of XML without its entities.
fn plain(xml: &str) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let known = after.split_once(';').and_then(|(name, after)| {
            let c = match name {
                "amp" => '&',
                "lt" => '<',
                "gt" => '>',
                "quot" => '"',
                "apos" => '\'',
                number => {
                    let number = number.strip_prefix('#')?;
                    let code = match number.strip_prefix('x') {
                        Some(digits) => u32::from_str_radix(digits, 16),
                        None => number.parse(),
                    };
                    char::from_u32(code.ok()?)?
                }
            };
            Some((c, after))
        });
        match known {
            Some((c, after)) => {
                out.push(c);
                rest = after;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_out_of_xml_as_they_went_in() {
        let xml = "<GDALMultiDomainMetadata>\n<Metadata>\n<MDI key=\"line\">A &amp; B &lt;c&gt;&#10;&#x41; &odd;</MDI>\n<MDI key=\"standoff\">{&quot;version&quot;:1}</MDI></Metadata>";
        let found = items(xml);
        assert_eq!(found[0], ("line".into(), "A & B <c>\nA &odd;".into()));
        let metadata = found.into_iter().map(|(k, v)| (k, v.into())).collect();
        let form = Recorded::of_metadata(metadata);
        assert_eq!(
            form,
            Some(Recorded::Form(serde_json::json!({"version": 1})))
        );
    }

    #[test]
    fn words_of_older_files_are_found_and_other_metadata_is_nothing() {
        let words: Map<String, Value> = [("choice_width", "5km"), ("line", "x")]
            .map(|(k, v)| (k.to_owned(), v.into()))
            .into_iter()
            .collect();
        let expected = Recorded::Words(vec![("width".into(), "5km".into())]);
        assert_eq!(Recorded::of_metadata(words), Some(expected));
        assert_eq!(Recorded::of_metadata(Map::new()), None);
    }
}
