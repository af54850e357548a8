//! Strips of a zone's widths, and what they cover.

use super::inputs::Inputs;
use super::request::{all_widths, strip};
use super::tolerance::Tolerance;
use crate::districts::Cut;
use crate::error::{Error, Warning};
use crate::overlap::{Measured, Overlap, Overlaps, zone_overlaps};
use crate::scenario::term::WidthIn;
use crate::scenario::value::Scenario;
use crate::strip::{PreparedLine, Strip};
use crate::study::Study;
use crate::territory::Territory;
use crate::units::{Metres, Width};
use crate::zone::Zone;

/// A width below this many times the data's accuracy is warned of.
pub const NARROW: f64 = 20.0;

/// One strip for each width that is named or counts on some soil, ascending.
pub fn strips(
    line: &PreparedLine,
    zone: &Zone,
    widths: &[Width],
    tolerance: Tolerance,
    study: &Study,
) -> Result<Vec<Strip>, Error> {
    let mut strips = Vec::new();
    for width in all_widths(widths, zone) {
        strips.push(strip(line, zone, width, tolerance)?);
        study.stage(&format!("strip of {}", label(widths, width)));
    }
    study.warn_all(tolerance.short(strips.iter()))?;
    Ok(strips)
}

/// What the zone covers at each width, in their order, with that width's strip.
pub fn covered<'s>(
    line: &PreparedLine,
    zone: &Zone,
    widths: &[Width],
    strips: &'s [Strip],
    territories: &[Territory],
    study: &Study,
) -> Result<Vec<(&'s Strip, Overlaps)>, Error> {
    let measured = (strips.iter())
        .map(|strip| Measured::of(line, strip))
        .collect::<Result<Vec<_>, _>>()?;
    let mut results = Vec::with_capacity(widths.len());
    for width in widths {
        let overlaps = zone_overlaps(&measured, zone, width.metres, territories)?;
        study.stage(&format!("overlaps at {}", width.text));
        let named = strips.iter().find(|s| s.width() == width.metres);
        let strip = named.ok_or_else(|| Error::work(format!("no strip of {}", width.text)))?;
        tell(strip, &overlaps, study);
        results.push((strip, overlaps));
    }
    Ok(results)
}

/// What the zone covers of the user's own polygons at each width; `taken`: the districts that it took there.
pub fn own_polygons(
    line: &PreparedLine,
    zone: &Zone,
    strips: &[Strip],
    inputs: &Inputs,
    districts: &[Territory],
    taken: &[(Metres, Vec<String>)],
) -> Result<Vec<Vec<Overlap>>, Error> {
    let measured = (strips.iter())
        .map(|strip| Measured::of(line, strip))
        .collect::<Result<Vec<_>, _>>()?;
    (taken.iter())
        .map(|(width, codes)| {
            Cut::new(districts, zone, &inputs.territories, codes).overlaps(&measured, zone, *width)
        })
        .collect()
}

fn label(widths: &[Width], width: Metres) -> String {
    let typed = widths.iter().find(|w| w.metres == width);
    typed.map_or_else(|| format!("{}km", width.km()), |w| w.text.clone())
}

/// Refuses a published zone that has no width, where none is given.
///
/// # Errors
/// Of kind usage.
pub fn some(widths: &[Width], scenario: &Scenario) -> Result<(), Error> {
    match &scenario.preset {
        Some(preset) if widths.is_empty() => Err(Error::usage(format!(
            "the preset {preset} has no width: none was published"
        ))
        .remedy("give your own, such as 300km")),
        _ => Ok(()),
    }
}

/// Ascending, each once.
///
/// # Errors
/// Where warnings are errors, for a width given twice.
pub fn in_order(given: &[Width], study: &Study) -> Result<Vec<Width>, Error> {
    let mut widths = given.to_vec();
    widths.sort_by(|a, b| a.metres.0.total_cmp(&b.metres.0));
    let mut twice = Vec::new();
    widths.dedup_by(|later, kept| {
        let same = later.metres == kept.metres;
        if same {
            twice.push(later.text.clone());
        }
        same
    });
    if !twice.is_empty() {
        study.warn(Warning {
            what: format!("a width given twice makes one strip: {}", twice.join(", ")),
            place: Default::default(),
            remedy: "give each width once".to_owned(),
        })?;
    }
    Ok(widths)
}

/// The border data cannot carry a strip that is not much wider than its own error.
pub fn narrow(widths: &[Width], own: &[WidthIn], accuracy: Metres) -> Option<Warning> {
    let least = NARROW * accuracy.0;
    let own = own.iter().map(|w| &w.width);
    let mut widths: Vec<&Width> = widths.iter().chain(own).collect();
    widths.sort_by(|a, b| a.metres.0.total_cmp(&b.metres.0));
    widths.dedup_by_key(|w| w.metres.0);
    let narrow: Vec<_> = widths
        .iter()
        .filter(|w| w.metres.0 < least)
        .map(|w| w.text.as_str())
        .collect();
    let (first, last) = (narrow.first()?, narrow.last()?);
    let widths = if narrow.len() == 1 {
        format!("the width {first} is")
    } else {
        format!("{} widths from {first} to {last} are", narrow.len())
    };
    Some(Warning {
        what: format!(
            "{widths} below {NARROW} times the accuracy of the border data ({} m): data_error_km2 is a large part of the overlap",
            accuracy.0
        ),
        place: Default::default(),
        remedy: format!(
            "use widths from {:.1}km up, or a finer line: ‹borders› osm (make data-osm builds it), or your own by ‹border› or ‹territories› with ‹data_accuracy›",
            least / 1e3
        ),
    })
}

/// The bounds reached and the sum check, for `--verbose`.
fn tell(strip: &Strip, overlaps: &Overlaps, study: &Study) {
    let covered: f64 = overlaps.rows.iter().map(|row| row.area.km2()).sum();
    let bound: f64 =
        overlaps.rows.iter().map(|row| row.error.km2()).sum::<f64>() + overlaps.sea_error.km2();
    study.detail(&format!(
        "strip of {} km: {} vertices, every point of its outline within {:.3} m of the width; {} cells below the tolerance not resolved",
        strip.width().km(), strip.vertices(), strip.max_error().0, strip.unresolved()
    ));
    if strip.fell_back() {
        study.detail(
            "it is made by cells: by offset curves, which are faster at this width, it could not be certified to the tolerance",
        );
    }
    study.detail(&format!(
        "sum check: overlaps {covered:.6} km², over no territory {:.6} km², left over {:.3e} km² (bounds add up to {bound:.3e} km²)",
        overlaps.sea.km2(), overlaps.residual.km2()
    ));
}
