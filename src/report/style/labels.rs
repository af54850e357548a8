//! What is written at features, as QGIS's labels.

use super::super::features::{Layer, OVERLAP, SITES, TABULATE};
use super::symbols::{Colour, text};
use super::xml::escaped;
use super::{Look, sites};
use std::fmt::Write;

/// Where a label goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    BesidePoint,
    AlongLine,
    InPolygon,
}

/// What is written at features of a layer.
pub struct Label {
    /// Which of the layer's features: an expression of QGIS; empty: all.
    pub filter: &'static str,
    /// An expression of QGIS.
    pub text: String,
    /// Points.
    pub size: f64,
    pub colour: Colour,
    pub bold: bool,
    /// 0 to 10: which stays where two would overlap.
    pub priority: u8,
    pub placement: Placement,
    /// At most so many on a map; `None`: all that fit.
    pub most: Option<u32>,
}

/// The labels of a layer.
pub fn labels(layer: &Layer, look: &Look) -> Vec<Label> {
    match layer.name {
        OVERLAP | TABULATE => vec![overlaps(look)],
        SITES => sites::labels(look),
        _ => Vec::new(),
    }
}

/// Name, share and area.
fn overlaps(look: &Look) -> Label {
    let width = if look.widths > 1 {
        " || '\\n' || \"width_km\" || ' km'"
    } else {
        ""
    };
    Label {
        filter: "",
        // Shares below a tenth of a percent are told as such; "0.0 %" would say none.
        text: format!(
            "\"name\"{width} || '\\n' || CASE WHEN \"overlap_share\" < 0.001 THEN '< 0.1' ELSE format_number(100 * \"overlap_share\", 1) END || ' %\\n' || format_number(\"overlap_km2\", 0) || ' km²'"
        ),
        size: 8.0,
        colour: [34, 34, 34, 255],
        bold: true,
        priority: 8,
        placement: Placement::InPolygon,
        most: None,
    }
}

/// Adds a label's settings.
pub fn settings(out: &mut String, label: &Label) {
    let weight = if label.bold { 75 } else { 50 };
    let placement = match label.placement {
        Placement::BesidePoint => 6,
        Placement::AlongLine => 2,
        // Horizontal inside it.
        Placement::InPolygon => 4,
    };
    let limit = u8::from(label.most.is_some());
    let most = label.most.unwrap_or(2000);
    let _ = write!(
        out,
        "<settings calloutType=\"simple\">\
         <text-style fieldName=\"{}\" isExpression=\"1\" fontFamily=\"Open Sans\" namedStyle=\"{}\" fontSize=\"{}\" fontSizeUnit=\"Point\" fontWeight=\"{weight}\" textColor=\"{}\" textOpacity=\"1\" multilineHeight=\"1\" allowHtml=\"0\" useSubstitutions=\"0\" blendMode=\"0\">\
         <text-buffer bufferDraw=\"1\" bufferSize=\"0.8\" bufferSizeUnits=\"MM\" bufferColor=\"255,255,255,255\" bufferOpacity=\"0.8\" bufferJoinStyle=\"128\" bufferNoFill=\"1\" bufferBlendMode=\"0\"/>\
         </text-style>\
         <text-format multilineAlign=\"1\" wrapChar=\"\" autoWrapLength=\"0\" formatNumbers=\"0\"/>\
         <placement placement=\"{placement}\" priority=\"{}\" dist=\"1\" distUnits=\"MM\" centroidInside=\"1\" centroidWhole=\"0\" fitInPolygonOnly=\"0\" polygonPlacementFlags=\"2\" predefinedPositionOrder=\"TR,TL,BR,BL,R,L,TSR,BSR\" maxCurvedCharAngleIn=\"25\" maxCurvedCharAngleOut=\"-25\"/>\
         <rendering drawLabels=\"1\" obstacle=\"0\" mergeLines=\"0\" displayAll=\"0\" labelPerPart=\"0\" minFeatureSize=\"0\" limitNumLabels=\"{limit}\" maxNumLabels=\"{most}\" scaleVisibility=\"0\" upsidedownLabels=\"0\" zIndex=\"0\"/>\
         </settings>",
        escaped(&label.text),
        if label.bold { "Bold" } else { "Regular" },
        label.size,
        text(label.colour),
        label.priority,
    );
}
