//! `standoff strip`: strips of a line, what they cover, and the files.

use super::args::side::SideOfLine;
use super::args::zone::WidthIn;
use super::args::{Format, StripArgs};
use super::choices;
use super::inputs::{Inputs, reach};
use super::messages::Messages;
use super::outputs::{Outputs, Rows, print};
use super::pictures;
use super::scenario::{Request, all_widths, strip};
use super::tabulate;
use super::target::Target;
use super::tolerance::Tolerance;
use crate::districts::Cut;
use crate::error::{Error, Warning};
use crate::geodesy::densify::as_straight;
use crate::overlap::{Measured, Overlap, Overlaps, zone_overlaps};
use crate::report::features::{Layers, StripLayer};
use crate::report::files::Files;
use crate::report::model::{Facts, Labels, OverlapRow, StripFacts, rows};
use crate::report::picture::SideWords;
use crate::report::{csv, json, table};
use crate::strip::{PreparedLine, Strip};
use crate::territory::Territory;
use crate::units::{Metres, Width, Widths};
use crate::zone::Zone;

/// A width below this many times the data's accuracy is warned of.
pub const NARROW: f64 = 20.0;

pub fn run(args: &StripArgs, messages: &Messages) -> Result<(), Error> {
    let force = args.output.force;
    let outputs = Outputs::check_drawn(&args.out, &args.output.table, force)?
        .with_style(args.files.style, force)?;
    threads(args.threads.threads)?;
    let ballpark = args.line.coordinates.allow_ballpark;
    let target = Target::check(args.files.out_crs.as_deref(), ballpark, &outputs, messages)?;
    let request = Request::new(args, messages)?;
    let typed = args;
    let (args, widths) = (&request.args, &request.widths);
    let side = side(args);
    let look = pictures::look(&args.files.picture, &args.line, side, &outputs)?;
    let line = request.line(messages)?;
    let inputs = &line.inputs;
    let (zone, scenario) = request.zone(&line, messages)?;
    let widest = reach(&zone, &widths.iter().map(|w| w.metres).collect::<Vec<_>>());
    let districts = tabulate::read(&args.tabulate, inputs, &line.prepared, widest, messages)?;
    let strips = strips(&line.prepared, &zone, widths, request.tolerance, messages)?;
    let made: Vec<Metres> = strips.iter().map(|strip| strip.width()).collect();
    let tolerance = request.tolerance.finest(&made);
    let mut results = covered(
        &line.prepared,
        &zone,
        widths,
        &strips,
        &inputs.territories,
        messages,
    )?;
    // Codes tell districts apart, names tell of them.
    let taken: Vec<(Metres, Vec<String>)> = (results.iter_mut())
        .map(|(strip, overlaps)| {
            let codes = overlaps.districts.clone();
            tabulate::name_taken(overlaps, &zone, strip.width(), messages);
            (strip.width(), codes)
        })
        .collect();
    let tabulated: Vec<Vec<Overlap>> = match &districts {
        None => vec![Vec::new(); taken.len()],
        Some(districts) => {
            let own = own_polygons(&line.prepared, &zone, &strips, inputs, districts, &taken)?;
            messages.stage("own polygons tabulated");
            own
        }
    };
    let mut facts = Facts {
        strips: (results.iter())
            .map(|(strip, overlaps)| StripFacts::new(strip, overlaps))
            .collect(),
        line: scenario.clone(),
        ..inputs.facts(&args.line, tolerance)
    };
    let group = |code: &str| inputs.group(code);
    let labels = Labels {
        scenario: &scenario,
        worldview: &inputs.worldview,
        group: &group,
    };
    let by_width: Vec<_> = results.iter().map(|(s, o)| (s.width(), o)).collect();
    let mut rows = rows(&by_width, &inputs.territories, &labels);
    if let Some(districts) = &districts {
        let own = (taken.iter().zip(&tabulated)).map(|((width, _), overlaps)| (*width, overlaps));
        rows = tabulate::beside(rows, own, districts, &labels);
    }
    tabulate::snapped(&mut rows, &taken, &zone, &inputs.territories);
    let mut files = Files::new(force);
    if !outputs.geometry.is_empty() || look.is_some() {
        let border = as_straight(&inputs.lines, facts.edges, tolerance.0);
        let strips: Vec<_> = (results.iter().zip(&tabulated))
            .map(|((strip, overlaps), tabulated)| StripLayer {
                strip,
                overlaps,
                tabulated,
            })
            .collect();
        let layers = Layers {
            strips: &strips,
            territories: &inputs.territories,
            districts: districts.as_deref(),
            hidden: &[],
            labels: &labels,
            border: &border,
        };
        facts.choices = Some(choices::of_strip(typed, tolerance, inputs)?);
        pictures::write_all(
            &outputs,
            &target,
            look.as_ref(),
            &layers,
            &mut facts,
            &mut files,
            messages,
        )?;
    }
    for (path, kind) in &outputs.tables {
        files.write(path, |to| write_rows(*kind, &rows, to))?;
    }
    files.appear()?;
    show(args.output.format, &rows, &facts)?;
    messages.stage("table written");
    Ok(())
}

/// What a picture's title says of the widths.
fn side(args: &StripArgs) -> SideWords {
    match args.side.of_line() {
        _ if args.of.is_some() => SideWords::Reach,
        SideOfLine::Both => SideWords::Both,
        SideOfLine::Left => SideWords::Left,
        SideOfLine::Right => SideWords::Right,
    }
}

/// One strip for each width that is named or counts on some soil, ascending.
pub(super) fn strips(
    line: &PreparedLine,
    zone: &Zone,
    widths: &[Width],
    tolerance: Tolerance,
    messages: &Messages,
) -> Result<Vec<Strip>, Error> {
    let mut strips = Vec::new();
    for width in all_widths(widths, zone) {
        strips.push(strip(line, zone, width, tolerance)?);
        messages.stage(&format!("strip of {}", label(widths, width)));
    }
    messages.warn_all(tolerance.short(strips.iter()))?;
    Ok(strips)
}

/// What the zone covers at each width, in their order, with that width's strip.
pub(super) fn covered<'s>(
    line: &PreparedLine,
    zone: &Zone,
    widths: &[Width],
    strips: &'s [Strip],
    territories: &[Territory],
    messages: &Messages,
) -> Result<Vec<(&'s Strip, Overlaps)>, Error> {
    let measured = (strips.iter())
        .map(|strip| Measured::of(line, strip))
        .collect::<Result<Vec<_>, _>>()?;
    let mut results = Vec::with_capacity(widths.len());
    for width in widths {
        let overlaps = zone_overlaps(&measured, zone, width.metres, territories)?;
        messages.stage(&format!("overlaps at {}", width.text));
        let named = strips.iter().find(|s| s.width() == width.metres);
        let strip = named.ok_or_else(|| Error::work(format!("no strip of {}", width.text)))?;
        tell(strip, &overlaps, messages);
        results.push((strip, overlaps));
    }
    Ok(results)
}

/// What the zone covers of the user's own polygons at each width; `taken`: the districts that it took there.
fn own_polygons(
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

pub(super) fn write_rows(
    kind: Rows,
    rows: &[OverlapRow],
    to: &mut dyn std::io::Write,
) -> std::io::Result<()> {
    match kind {
        Rows::Csv => csv::write(rows, to),
        Rows::Json => json::write(rows, to),
        Rows::NdJson => json::write_lines(rows, to),
    }
}

/// The table on standard output.
fn show(format: Format, rows: &[OverlapRow], facts: &Facts) -> Result<(), Error> {
    let mut text = Vec::new();
    let written = match format {
        Format::Table => table::table(rows, facts, &mut text),
        Format::Csv => write_rows(Rows::Csv, rows, &mut text),
        Format::Json => write_rows(Rows::Json, rows, &mut text),
        Format::NdJson => write_rows(Rows::NdJson, rows, &mut text),
    };
    written.map_err(|error| Error::work(format!("the table cannot be made: {error}")))?;
    print(&text)
}

/// Uses `threads` threads, or one for each core.
pub(super) fn threads(threads: Option<std::num::NonZeroUsize>) -> Result<(), Error> {
    let Some(threads) = threads else {
        return Ok(());
    };
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads.get())
        .build_global()
        .map_err(|error| {
            Error::work(format!("{threads} threads cannot be started: {error}"))
                .remedy("give a smaller --threads")
        })
}

/// Ascending, each once.
pub(super) fn some(widths: &[Width], preset: Option<&str>) -> Result<(), Error> {
    match preset {
        Some(preset) if widths.is_empty() => Err(Error::usage(format!(
            "the preset {preset} has no width: none was published"
        ))
        .remedy("give your own, such as 300km")),
        _ => Ok(()),
    }
}

pub(super) fn in_order(given: &[Widths], messages: &Messages) -> Result<Vec<Width>, Error> {
    let mut widths: Vec<Width> = given
        .iter()
        .flat_map(|list| list.0.iter().cloned())
        .collect();
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
        messages.warn(Warning {
            what: format!("a width given twice makes one strip: {}", twice.join(", ")),
            place: Default::default(),
            remedy: "give each width once".to_owned(),
        })?;
    }
    Ok(widths)
}

/// The border data cannot carry a strip that is not much wider than its own error.
pub(super) fn narrow(widths: &[Width], own: &[WidthIn], accuracy: Metres) -> Option<Warning> {
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
            "use widths from {:.1}km up, or a finer line: --borders osm (make data-osm builds it), or your own by --border or --territories with --data-accuracy",
            least / 1e3
        ),
    })
}

/// The bounds reached and the sum check, for `--verbose`.
fn tell(strip: &Strip, overlaps: &Overlaps, messages: &Messages) {
    let covered: f64 = overlaps.rows.iter().map(|row| row.area.km2()).sum();
    let bound: f64 =
        overlaps.rows.iter().map(|row| row.error.km2()).sum::<f64>() + overlaps.sea_error.km2();
    messages.detail(&format!(
        "strip of {} km: {} vertices, every point of its outline within {:.3} m of the width; {} cells below the tolerance not resolved",
        strip.width().km(), strip.vertices(), strip.max_error().0, strip.unresolved()
    ));
    if strip.fell_back() {
        messages.detail(
            "it is made by cells: by offset curves, which are faster at this width, it could not be certified to the tolerance",
        );
    }
    messages.detail(&format!(
        "sum check: overlaps {covered:.6} km², over no territory {:.6} km², left over {:.3e} km² (bounds add up to {bound:.3e} km²)",
        overlaps.sea.km2(), overlaps.residual.km2()
    ));
}
