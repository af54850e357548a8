//! `standoff border`: the line itself, derived or read, as one GeoJSON feature; or its table of pairs.

use super::args::choose::scenario;
use super::args::{BorderArgs, LineArgs};
use super::messages::Messages;
use super::outputs::{Outputs, print};
use super::pairs;
use super::pictures;
use super::preset;
use super::target::Target;
use crate::error::Error;
use crate::geodesy::densify::as_straight;
use crate::report::features::Layers;
use crate::report::files::Files;
use crate::report::geojson;
use crate::report::model::{Facts, Labels};
use crate::report::picture::SideWords;
use crate::scenario::value::Scenario;
use crate::strip::TOLERANCE_RANGE;
use crate::study::inputs::{Inputs, groups};
use crate::study::record;
use crate::units::Metres;
use crate::zone::Zone;

pub fn run(args: &BorderArgs, messages: &Messages) -> Result<(), Error> {
    if pairs::asked(args) {
        return pairs::run(args, messages);
    }
    let own = &preset::laid(chosen(args, &args.line)?, "border", messages)?;
    let study = &messages.study();
    let outputs = Outputs::check_drawn(&args.out, &[], args.force)?
        .with_style(args.files.style, args.force)?;
    let look = pictures::look(&args.files.picture, groups(own), SideWords::Both, &outputs)?;
    let ballpark = args.line.coordinates.allow_ballpark;
    let target = Target::check(args.files.out_crs.as_deref(), ballpark, &outputs, messages)?;
    let inputs = Inputs::read(own, study)?;
    inputs.reading.check_all_used()?;
    if !inputs.defects.is_empty() {
        // No strip: what the line touches is reached.
        let line = study.line(&inputs, own)?;
        let plain = Zone::plain(inputs.territories.len());
        inputs.tell_defects(&inputs.territories, &line, &plain, &[], study)?;
    }
    let mut facts = Facts {
        choices: Some(record::text("border", own, None, &inputs, study.open)?),
        strips: Vec::new(),
        // No strip's tolerance to round by: as fine as the finest.
        ..inputs.facts(own, Metres(TOLERANCE_RANGE.0))
    };
    let border = as_straight(&inputs.lines, facts.edges, facts.tolerance.0);
    let layers = Layers {
        strips: &[],
        territories: &inputs.territories,
        districts: None,
        hidden: &[],
        labels: &Labels {
            scenario: &inputs.description,
            worldview: &inputs.worldview,
            group: &|code| inputs.group(code),
        },
        border: &border,
    };
    let mut files = Files::new(args.force);
    pictures::write_all(
        &outputs,
        &target,
        look.as_ref(),
        &layers,
        &mut facts,
        &mut files,
        messages,
    )?;
    files.appear()?;
    if look.is_none() && outputs.geometry.is_empty() {
        let mut text = Vec::new();
        geojson::write(&layers, &facts, &mut text)
            .map_err(|error| Error::work(format!("the line cannot be written: {error}")))?;
        print(&text)?;
    }
    messages.stage("line written");
    Ok(())
}

/// What the flags choose, with `line` for those of the line.
pub(super) fn chosen(args: &BorderArgs, line: &LineArgs) -> Result<Scenario, Error> {
    let flags = scenario(&[line, &args.territories, &args.files])?;
    Ok(Scenario {
        preset: args.preset.clone(),
        ..flags
    })
}
