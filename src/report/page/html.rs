//! The page itself: a template with style, scripts and data put in. Nothing in it asks the network for anything, and its own
//! content security policy forbids it: only the scripts and the style whose checksums it names run.

use super::base64;
use super::model::Page;
use sha2::{Digest, Sha256};
use std::io::{self, Write};

const TEMPLATE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
/// d3-geo, d3-selection and d3-zoom: see vendor/README.md.
const VENDOR: &str = include_str!("vendor/d3.js");
const LICENCES: &str = include_str!("vendor/LICENCES.txt");
/// The page's own scripts, in the order in which they run; they share one scope.
const SCRIPTS: [&str; 11] = [
    include_str!("js/data.js"),
    include_str!("js/numbers.js"),
    include_str!("js/contour.js"),
    include_str!("js/state.js"),
    include_str!("js/map.js"),
    include_str!("js/labels.js"),
    include_str!("js/table.js"),
    include_str!("js/curves.js"),
    include_str!("js/claims.js"),
    include_str!("js/download.js"),
    include_str!("js/main.js"),
];

/// Writes the page.
///
/// # Errors
/// Those of writing.
pub fn write(page: &Page, to: &mut dyn Write) -> io::Result<()> {
    let script = format!(
        "\"use strict\";\n{VENDOR}\n(() => {{\n{}\n}})();\n",
        SCRIPTS.join("\n")
    );
    let data = embedded(&serde_json::to_string(page)?);
    let policy = format!(
        "default-src 'none'; script-src '{}'; style-src '{}'; img-src data: blob:; base-uri 'none'; form-action 'none'",
        checksum(&script),
        checksum(STYLE)
    );
    let parts = [
        ("title", escaped(&page.title)),
        ("policy", escaped(&policy)),
        ("style", STYLE.to_owned()),
        ("licences", escaped(LICENCES)),
        ("data", data),
        ("script", script),
    ];
    // Piece by piece, so that what is put in is never searched for places itself.
    let mut rest = TEMPLATE;
    while let Some((before, after)) = rest.split_once("{{") {
        to.write_all(before.as_bytes())?;
        let (name, after) = after.split_once("}}").unwrap_or((after, ""));
        let part = parts.iter().find(|(n, _)| *n == name);
        to.write_all(part.map_or("", |(_, text)| text).as_bytes())?;
        rest = after;
    }
    to.write_all(rest.as_bytes())
}

/// JSON that can stand in a script element: no text in it can end that, or begin a comment.
fn embedded(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn checksum(text: &str) -> String {
    format!(
        "sha256-{}",
        base64::encode(&Sha256::digest(text.as_bytes()))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_leave_its_place() {
        let json = serde_json::to_string("</script><!--<img onerror=alert(1)>").expect("JSON");
        let text = embedded(&json);
        assert!(!text.contains('<') && !text.contains('>'));
        let back: String = serde_json::from_str(&text).expect("still JSON");
        assert_eq!(back, "</script><!--<img onerror=alert(1)>");
        assert_eq!(
            escaped("<a href=\"x\">&"),
            "&lt;a href=&quot;x&quot;&gt;&amp;"
        );
    }

    #[test]
    fn no_script_or_style_ends_its_own_element_or_names_an_address() {
        for text in SCRIPTS.iter().chain([&VENDOR, &STYLE]) {
            assert!(!text.contains("</script") && !text.contains("</style"));
            assert!(!text.contains("url(") && !text.contains("@import"));
        }
        for name in ["title", "policy", "style", "licences", "data", "script"] {
            assert!(TEMPLATE.contains(&format!("{{{{{name}}}}}")), "{name}");
        }
        assert!(!TEMPLATE.contains("src=") && !TEMPLATE.contains("<link"));
    }
}
