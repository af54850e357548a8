//! XML of KML and GPX: bytes to a tree, with limits. Document types, and with them all entities but XML's own five, are refused.

use crate::error::Error;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use roxmltree::{Document, Node, ParsingOptions};

/// A larger text is not read, bytes: its tree would take several times that.
pub(super) const LARGEST: u64 = 256 << 20;
/// Elements and texts of a tree; one takes about 70 bytes.
const MOST_NODES: u32 = 20_000_000;

/// The beginning of a text that looks like XML, decoded as far as it goes.
pub(super) fn head(bytes: &[u8]) -> Option<String> {
    let (encoding, skip) = encoding(bytes);
    let text = encoding.decode_without_bom_handling(&bytes[skip..]).0;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let marked = text.strip_prefix('<').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || "?!".contains(c))
    });
    marked.then(|| text.to_owned())
}

/// The encoding by the mark at the beginning or by the declaration, and the length of the mark.
fn encoding(bytes: &[u8]) -> (&'static Encoding, usize) {
    if let Some(known) = Encoding::for_bom(bytes) {
        return known;
    }
    if bytes.starts_with(b"<\0") {
        return (UTF_16LE, 0);
    }
    if bytes.starts_with(b"\0<") {
        return (UTF_16BE, 0);
    }
    let first = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]);
    let declared = first
        .split_once("?>")
        .filter(|_| first.starts_with("<?xml"))
        .and_then(|(declaration, _)| declaration.split_once("encoding"))
        .and_then(|(_, rest)| {
            rest.trim_start_matches([' ', '='])
                .split(['"', '\''])
                .nth(1)
        })
        .and_then(|label| Encoding::for_label(label.as_bytes()));
    (declared.unwrap_or(UTF_8), 0)
}

/// The text, decoded.
///
/// # Errors
/// Bytes that are not of the encoding that the file says.
pub(super) fn decode(bytes: &[u8]) -> Result<String, Error> {
    let (encoding, skip) = encoding(bytes);
    let (text, broken) = encoding.decode_without_bom_handling(&bytes[skip..]);
    if broken {
        return Err(Error::data(format!("text that is not {}", encoding.name()))
            .remedy("save the file as UTF-8"));
    }
    Ok(text.into_owned())
}

/// # Errors
/// No XML, with line and column; a document type; too many elements.
pub(super) fn parse(text: &str) -> Result<Document<'_>, Error> {
    let options = ParsingOptions {
        nodes_limit: MOST_NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(text, options).map_err(|error| {
        let remedy = match error {
            roxmltree::Error::DtdDetected => {
                "remove the document type (<!DOCTYPE …>) with its entities, which are not read"
            }
            roxmltree::Error::NodesLimitReached => {
                "it is too large for its format; convert it first, as with `ogr2ogr out.gpkg in.kml`"
            }
            _ => "it was cut off or is damaged; export it again, or try `ogr2ogr out.gpkg in.kml`",
        };
        Error::data(format!("broken XML: {error}")).remedy(remedy)
    })
}

/// The element's name without its prefix; empty for what is no element.
pub(super) fn name<'a>(node: &Node<'a, '_>) -> &'a str {
    if node.is_element() {
        node.tag_name().name()
    } else {
        ""
    }
}

/// The text of the first child of that name, trimmed; `None` where there is none or it is empty.
pub(super) fn child<'a>(node: &Node<'a, '_>, wanted: &str) -> Option<&'a str> {
    let found = node.children().find(|child| name(child) == wanted)?;
    found.text().map(str::trim).filter(|text| !text.is_empty())
}

/// What is wrong at a node, with its line.
pub(super) fn wrong(node: &Node, what: &str) -> Error {
    let at = node.document().text_pos_at(node.range().start);
    Error::data(format!("{what}, in <{}> in line {}", name(node), at.row))
        .remedy("mend it there, or export the file again")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_by_mark_and_declaration() {
        let latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xe9</a>";
        assert!(decode(latin).expect("Latin 1").contains("<a>é</a>"));
        assert!(decode(b"<a>\xe9</a>").is_err());
        let wide: Vec<u8> = "<a>é</a>"
            .encode_utf16()
            .flat_map(u16::to_be_bytes)
            .collect();
        assert_eq!(decode(&wide).expect("UTF-16"), "<a>é</a>");
    }

    #[test]
    fn entities_are_not_expanded_and_depth_does_not_end_the_program() {
        let bomb = "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>";
        let error = parse(bomb).expect_err("a document type");
        assert!(error.remedy.contains("DOCTYPE"), "{error}");
        let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
        assert!(parse(outside).is_err());
        let deep = "<a>".repeat(200_000);
        assert!(parse(&deep).is_err());
        let closed = format!("{}{}", "<a>".repeat(200_000), "</a>".repeat(200_000));
        let _ = parse(&closed);
    }
}
