//! The configuration for questions about all widths: what it means territory by territory.

use super::inputs::Inputs;
use super::zone;
use crate::border::territory::Territory;
use crate::error::Error;
use crate::scenario::value::Scenario;
use crate::study::Study;
use crate::units::Metres;
use crate::zone::{Soil, Zone};

/// Of the strips of territories with a width of their own.
pub const TOLERANCE: Metres = Metres(1.0);

/// The configuration over `territories`, some of those of `inputs`.
///
/// # Errors
/// As [`zone::read`]; of kind usage for what cannot be said territory by territory.
pub fn read(
    scenario: &Scenario,
    territories: &[Territory],
    inputs: &Inputs,
    study: &Study,
) -> Result<Zone, Error> {
    refuse_shapes(scenario)?;
    let zone = zone::read(scenario, inputs, study)?;
    inputs.reading.check_all_used()?;
    let soil = territories.iter().map(|territory| {
        let place = (inputs.territories.iter()).position(|t| t.code == territory.code);
        place.map_or(Soil::default(), |i| zone.soil[i])
    });
    Ok(Zone {
        soil: soil.collect(),
        ..zone
    })
}

/// Places and districts cut through territories.
fn refuse_shapes(scenario: &Scenario) -> Result<(), Error> {
    let flags = [
        ("‹except›", !scenario.except.is_empty()),
        ("‹except_circle›", !scenario.except_circle.is_empty()),
        ("‹snap_to›", scenario.snap_to.is_some()),
    ];
    let Some((flag, _)) = flags.iter().find(|(_, given)| *given) else {
        return Ok(());
    };
    Err(Error::usage(format!(
        "{flag} is not known here: all widths are measured at once, territory by territory, and no strip is made from which a place could be cut or of which a district could be taken"
    ))
    .remedy(format!(
        "give {flag} to `standoff strip` with several widths (‹width› 10km..300km:10km), or to `standoff sweep`"
    )))
}
