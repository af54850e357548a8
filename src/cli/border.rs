//! `standoff border`: the line itself, derived or read, as one GeoJSON feature; or its table of pairs.

use super::args::BorderArgs;
use super::choices;
use super::inputs::Inputs;
use super::messages::Messages;
use super::outputs::{Outputs, print};
use super::pairs;
use super::pictures;
use super::target::Target;
use crate::error::Error;
use crate::geodesy::densify::as_straight;
use crate::report::features::Layers;
use crate::report::files::Files;
use crate::report::geojson;
use crate::report::model::{Facts, Labels};
use crate::report::picture::SideWords;
use crate::strip::{PreparedLine, TOLERANCE_RANGE};
use crate::units::Metres;
use crate::zone::Zone;

pub fn run(args: &BorderArgs, messages: &Messages) -> Result<(), Error> {
    if pairs::asked(args) {
        return pairs::run(args, messages);
    }
    let outputs = Outputs::check_drawn(&args.out, &[], args.force)?
        .with_style(args.files.style, args.force)?;
    let look = pictures::look(&args.files.picture, &args.line, SideWords::Both, &outputs)?;
    let ballpark = args.line.coordinates.allow_ballpark;
    let target = Target::check(args.files.out_crs.as_deref(), ballpark, &outputs, messages)?;
    let inputs = Inputs::read(&args.line, &args.territories, None, messages)?;
    inputs.reading.check_all_used()?;
    if !inputs.defects.is_empty() {
        // No strip: what the line touches is reached.
        let line = PreparedLine::new(&inputs.lines, args.line.edges())?;
        let plain = Zone::plain(inputs.territories.len());
        inputs.tell_defects(&inputs.territories, &line, &plain, &[], messages)?;
    }
    let mut facts = Facts {
        choices: Some(choices::of_border(args, &inputs)?),
        strips: Vec::new(),
        // No strip's tolerance to round by: as fine as the finest.
        ..inputs.facts(&args.line, Metres(TOLERANCE_RANGE.0))
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
