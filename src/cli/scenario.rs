//! One scenario's work apart from printing, in steps that scenarios can share: `strip` does them once, `sweep` many times.
//!
//! [`Request`] (the arguments, checked) → [`Line`] (territories and the prepared line) → [`Request::zone`] (the configuration) →
//! [`Request::strip`] (one strip a width).

use super::args::StripArgs;
use super::inputs::Inputs;
use super::messages::Messages;
use super::strip::{in_order, narrow};
use super::tolerance::Tolerance;
use super::zone;
use crate::error::Error;
use crate::overlap::overlaps::widths_of;
use crate::strip::{PreparedLine, Strip, StripOptions};
use crate::units::{Metres, Width};
use crate::zone::Zone;

/// The arguments of a strip, checked as far as they can be without reading anything.
pub struct Request {
    /// With `--reach` told in the other flags' words.
    pub args: StripArgs,
    /// Ascending, each once.
    pub widths: Vec<Width>,
    pub tolerance: Tolerance,
}

/// Territories and a line that is ready for strips.
pub struct Line {
    pub inputs: Inputs,
    pub prepared: PreparedLine,
}

impl Request {
    /// Checks the arguments.
    ///
    /// # Errors
    /// Of kind usage: no width, one that cannot be, standard input named twice; with `--strict` also a width given twice.
    pub fn new(args: &StripArgs, messages: &Messages) -> Result<Self, Error> {
        let args = reach(args)?;
        let widths = in_order(&args.width, messages)?;
        if let (true, Some(preset)) = (widths.is_empty(), &args.published.preset) {
            return Err(Error::usage(format!(
                "the preset {preset} has no width: none was published"
            ))
            .remedy("give one with --width, such as --width 300km"));
        }
        let tolerance = Tolerance(args.tolerance);
        for width in &widths {
            tolerance.check(width.metres)?;
        }
        one_reader_of_standard_input(&args)?;
        args.side.side(!args.line.border.is_empty())?;
        tolerance.tell(&widths, messages);
        Ok(Request {
            args,
            widths,
            tolerance,
        })
    }

    /// Reads territories and line.
    ///
    /// # Errors
    /// As [`Inputs::read`] and [`PreparedLine::new`].
    pub fn line(&self, messages: &Messages) -> Result<Line, Error> {
        let args = &self.args;
        let inputs = Inputs::read(
            &args.line,
            &args.territories,
            args.accuracy.data_accuracy,
            messages,
        )?;
        let widths: Vec<Metres> = self.widths.iter().map(|w| w.metres).collect();
        let tolerance = self.tolerance.finest(&widths);
        inputs.tell_readings(&args.line, &widths, tolerance, messages)?;
        let prepared = PreparedLine::new(&inputs.lines, args.line.edges())?;
        messages.stage("line prepared");
        Ok(Line { inputs, prepared })
    }

    /// The configuration over the territories, and what the scenario is in words.
    ///
    /// # Errors
    /// As [`zone::read`] and [`Inputs::tell_defects`]; with `--strict` also narrow widths.
    pub fn zone(&self, line: &Line, messages: &Messages) -> Result<(Zone, String), Error> {
        let (args, inputs) = (&self.args, &line.inputs);
        let zone = zone::read(&args.zone, &args.side, inputs, messages)?;
        inputs.reading.check_all_used()?;
        let text = inputs.configured(
            args.published.preset.as_deref(),
            args.of.as_deref(),
            &zone.text,
        );
        if let Some(warning) = (inputs.accuracy)
            .and_then(|accuracy| narrow(&self.widths, &args.zone.width_in, accuracy))
        {
            messages.warn(warning)?;
        }
        let widths: Vec<Metres> = self.widths.iter().map(|w| w.metres).collect();
        inputs.tell_defects(
            &inputs.territories,
            &line.prepared,
            &zone,
            &widths,
            messages,
        )?;
        Ok((zone, text))
    }

    /// The strip of one width, on the zone's side and with its caps.
    ///
    /// # Errors
    /// As [`strip()`].
    pub fn strip(&self, line: &Line, zone: &Zone, width: Metres) -> Result<Strip, Error> {
        strip(&line.prepared, zone, width, self.tolerance)
    }

    /// As [`all_widths`].
    pub fn all_widths(&self, zone: &Zone) -> Vec<Metres> {
        all_widths(&self.widths, zone)
    }
}

/// The strip of one width, on the zone's side and with its caps.
///
/// # Errors
/// As [`PreparedLine::strip`]; as [`Tolerance::keep`].
pub fn strip(
    line: &PreparedLine,
    zone: &Zone,
    width: Metres,
    tolerance: Tolerance,
) -> Result<Strip, Error> {
    let made = |tolerance: Metres| {
        let options = StripOptions::new(width).tolerance(tolerance);
        line.strip(&options.side(zone.side).cap(zone.cap))
    };
    let strip = made(tolerance.of(width))?;
    tolerance.keep(&strip, &made)?;
    Ok(strip)
}

/// The widths that are named or count on some soil, ascending, each once.
pub fn all_widths(widths: &[Width], zone: &Zone) -> Vec<Metres> {
    let mut all: Vec<Metres> = (widths.iter())
        .flat_map(|width| widths_of(zone, width.metres))
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    all.dedup();
    all
}

/// `--reach D --of GROUP` in the other flags' words: the outline of the group, with its whole territory.
///
/// # Errors
/// Of kind usage, for a group without a reach.
pub fn reach(args: &StripArgs) -> Result<StripArgs, Error> {
    let mut args = args.clone();
    if let Some(group) = &args.of {
        // The parser lets this pass where --width is there too.
        if args.reach.is_empty() {
            return Err(
                Error::usage("--of says whose reach is meant, but no --reach is given")
                    .remedy(format!("write --reach 500km --of {group}")),
            );
        }
        args.width = std::mem::take(&mut args.reach);
        args.line.around = Some(group.clone());
        args.line.coast = true;
        args.zone.blanket.push(group.clone());
    }
    Ok(args)
}

fn one_reader_of_standard_input(args: &StripArgs) -> Result<(), Error> {
    let files = (args.line.border.iter())
        .chain(&args.territories.territories)
        .chain(&args.zone.except)
        .chain(&args.zone.snap_to)
        .chain(&args.tabulate.tabulate);
    Inputs::one_reader_of_standard_input(files)
}
