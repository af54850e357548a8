//! A QML document under construction.

use super::super::features::Layer;
use super::symbols::symbol;
use super::xml::escaped;
use super::{Look, labels, rules};
use std::fmt::Write;

/// A document under construction.
#[derive(Default)]
pub struct Page {
    rules: String,
    symbols: String,
    count: usize,
    labels: String,
}

impl Page {
    /// A layer's rules; in a group of their own where they hold `under` a condition.
    pub fn rules(&mut self, layer: &Layer, under: &str, look: &Look) {
        let rules = rules::rules(layer, look);
        let layer = layer.name;
        let nested = !under.is_empty();
        if nested {
            let _ = write!(
                self.rules,
                "<rule key=\"{{{layer}}}\" label=\"{layer}\" filter=\"{}\">",
                escaped(under)
            );
        }
        for (i, rule) in rules.iter().enumerate() {
            let filter = filter(&rule.filter);
            let _ = write!(
                self.rules,
                "<rule key=\"{{{layer}-{i}}}\" symbol=\"{}\" label=\"{}\"{filter}/>",
                self.count,
                escaped(&rule.label)
            );
            symbol(&mut self.symbols, self.count, &rule.symbol);
            self.count += 1;
        }
        if nested {
            self.rules.push_str("</rule>");
        }
    }

    /// A layer's labels, under the same condition.
    pub fn labels(&mut self, layer: &Layer, under: &str, look: &Look) {
        for (i, label) in labels::labels(layer, look).iter().enumerate() {
            let all: Vec<&str> = [under, label.filter]
                .into_iter()
                .filter(|f| !f.is_empty())
                .collect();
            let _ = write!(
                self.labels,
                "<rule key=\"{{label-{0}-{i}}}\" description=\"{0}\"{1}>",
                layer.name,
                filter(&all.join(" AND "))
            );
            labels::settings(&mut self.labels, label);
            self.labels.push_str("</rule>");
        }
    }

    /// The whole; `order`: an expression by which features are drawn, the least first.
    pub fn document(&self, order: Option<&str>) -> String {
        let (enabled, order) = match order {
            Some(order) => (
                1,
                format!(
                    "<orderby><orderByClause asc=\"1\" nullsFirst=\"1\">{}</orderByClause></orderby>",
                    escaped(order)
                ),
            ),
            None => (0, String::new()),
        };
        let labels = match self.labels.is_empty() {
            true => String::new(),
            false => format!(
                "<labeling type=\"rule-based\"><rules key=\"{{labels}}\">{}</rules></labeling>",
                self.labels
            ),
        };
        let labelled = u8::from(!self.labels.is_empty());
        format!(
            "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n\
             <qgis version=\"3.22.0\" styleCategories=\"Symbology|Labeling\" labelsEnabled=\"{labelled}\">\
             <renderer-v2 type=\"RuleRenderer\" symbollevels=\"0\" forceraster=\"0\" enableorderby=\"{enabled}\">\
             <rules key=\"{{rules}}\">{}</rules><symbols>{}</symbols>{order}</renderer-v2>\
             {labels}<blendMode>0</blendMode><featureBlendMode>0</featureBlendMode></qgis>\n",
            self.rules, self.symbols
        )
    }
}

/// A rule's attribute; none where all are meant.
fn filter(expression: &str) -> String {
    match expression {
        "" => String::new(),
        some => format!(" filter=\"{}\"", escaped(some)),
    }
}
