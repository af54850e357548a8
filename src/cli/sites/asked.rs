//! What the flags of `standoff sites` ask about.

use super::PLACES;
use super::rows::POPULATION;
use crate::cli::args::SitesArgs;
use crate::cli::args::choose::{scenario, widths};
use crate::cli::args::sites::Only;
use crate::error::Error;
use crate::load::sites::Fields;
use crate::load::source::Source;
use crate::scenario::field::Sites;
use crate::scenario::value::Scenario;
use crate::sites::Condition;
use crate::study::inputs::Inputs;
use crate::study::record;
use clap::ValueEnum;

/// What the flags choose.
pub fn chosen(args: &SitesArgs) -> Result<Scenario, Error> {
    let flags = scenario(&[
        &args.published,
        &args.line,
        &args.zone,
        &args.side,
        &args.territories,
    ])?;
    Ok(Scenario {
        width: widths(&args.width),
        out_crs: args.out_crs.clone(),
        ..flags
    })
}

/// The scenario with what was asked about sites.
pub fn with_sites(own: Scenario, args: &SitesArgs, inputs: &Inputs) -> Result<Scenario, Error> {
    let name = |only: Only| only.to_possible_value().map(|v| v.get_name().to_owned());
    let file = args.file.as_deref();
    let asked = Sites {
        file: file.map(|f| record::file(f, &inputs.reading)).transpose()?,
        places: args.places,
        min_population: args.min_population,
        only: args.only.and_then(name),
        conditions: args.conditions.iter().map(ToString::to_string).collect(),
        id_field: args.id_field.clone(),
        site_name_field: args.site_name_field.clone(),
        lon_field: args.lon_field.clone(),
        lat_field: args.lat_field.clone(),
    };
    Ok(Scenario {
        sites: Some(asked),
        ..own
    })
}

/// The sites to be read, and what of them. `written`: rows or features of them, not the table for people alone.
pub fn asked(args: &SitesArgs, conditions: &[Condition], written: bool) -> (Source, Fields) {
    let mut fields = Fields {
        id: args.id_field.clone(),
        name: args.site_name_field.clone(),
        lon: args.lon_field.clone(),
        lat: args.lat_field.clone(),
        wanted: conditions.iter().map(|c| c.key.clone()).collect(),
        own: written && !args.places,
        numbered: !args.places,
    };
    let source = match &args.file {
        Some(file) => Source::from_argument(file),
        None => {
            fields.wanted.push(POPULATION.to_owned());
            Source::Bytes {
                name: "shipped places".to_owned(),
                bytes: PLACES.as_bytes().to_vec(),
            }
        }
    };
    (source, fields)
}
