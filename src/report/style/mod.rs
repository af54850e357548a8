//! How layers look in QGIS (3.16 and later): one source of QML, for a GeoPackage's layers and for the file beside a GeoJSON or
//! FlatGeobuf, which holds all layers in one.
//!
//! `rules` says once for each layer what is drawn and `labels` what is written (both for sites in `sites`); [`qml`] makes a document of one layer's,
//! [`mixed`] one of all, with each rule under the condition that the feature is of that layer. Lines, fills and points can stand
//! in one document: QGIS draws a feature by the symbols of its own kind only.
//!
//! Colours are those of the README's picture: red A, blue B, violet both, grey neither.

mod labels;
mod page;
mod rules;
mod sites;
mod symbols;
pub mod xml;

use super::features::{BORDER, Layer, OVERLAP, SITES, STRIP, Seen, TABULATE, TERRITORIES};
use page::Page;

/// What the style must know of the run.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// How many widths there are: where more than one, labels say which.
    pub widths: usize,
    /// What geometries the sites have, where there are any.
    pub seen: Seen,
}

/// From the ground up: which layer is drawn before which, where all are in one.
const ORDER: [&str; 6] = [TERRITORIES, STRIP, OVERLAP, TABULATE, BORDER, SITES];

/// Layers with the one that is drawn last first.
pub fn from_top(mut schema: Vec<Layer>) -> Vec<Layer> {
    schema.sort_by_key(|layer| std::cmp::Reverse(ORDER.iter().position(|n| *n == layer.name)));
    schema
}

/// The style of one layer, as a QML document.
pub fn qml(layer: &Layer, look: &Look) -> String {
    let mut page = Page::default();
    page.rules(layer, "", look);
    page.labels(layer, "", look);
    // Wide strips below narrow ones.
    let order = match layer.name {
        STRIP | OVERLAP | TABULATE => Some("-\"width_km\""),
        _ => None,
    };
    page.document(order)
}

/// The style of all layers in one, told apart by the column `layer`.
pub fn mixed(schema: &[Layer], look: &Look) -> String {
    let mut page = Page::default();
    let mut drawn: Vec<(usize, &Layer)> = (schema.iter())
        .filter_map(|layer| Some((ORDER.iter().position(|n| *n == layer.name)?, layer)))
        .collect();
    drawn.sort_by_key(|(rank, _)| *rank);
    let mut cases = String::new();
    for (i, (_, layer)) in drawn.iter().enumerate() {
        let own = format!("\"layer\" = '{}'", layer.name);
        page.rules(layer, &own, look);
        page.labels(layer, &own, look);
        cases.push_str(&format!(" WHEN '{}' THEN {i}", layer.name));
    }
    if drawn.len() < 2 {
        return page.document(None);
    }
    // A layer at a time, and within each wide strips below narrow ones: no width comes near the factor.
    let order = match schema.iter().any(|l| l.name == STRIP) {
        true => format!("CASE \"layer\"{cases} END * 1000000 - coalesce(\"width_km\", 0)"),
        false => format!("CASE \"layer\"{cases} END"),
    };
    page.document(Some(&order))
}
