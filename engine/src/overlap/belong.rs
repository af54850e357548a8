//! Whether strips, zone and territories belong together: a figure of what does not would be wrong, whatever its bound says.

use super::measure::Measured;
use crate::error::Error;
use crate::zone::Zone;

/// Refuses strips of several lines, of another side or with other caps than the zone's, and a zone of another list of territories.
pub(super) fn together(strips: &[Measured], zone: &Zone, territories: usize) -> Result<(), Error> {
    if zone.soil.len() != territories {
        return Err(Error::usage(format!(
            "the zone was made for {} territories, and {territories} are given",
            zone.soil.len()
        ))
        .remedy("make it for the same list"));
    }
    for strip in strips {
        strip.halt().check()?;
        let origin = strip.strip().origin();
        if (origin.side, origin.cap) != (zone.side, zone.cap) {
            return Err(Error::usage(format!(
                "a strip of side {:?} with caps {:?} is not one of a zone of side {:?} with caps {:?}",
                origin.side, origin.cap, zone.side, zone.cap
            ))
            .remedy("make the strip with the zone's side and caps"));
        }
        if origin.line != strips[0].strip().origin().line {
            return Err(Error::usage("the strips are of several lines")
                .remedy("make all of them from one line"));
        }
    }
    Ok(())
}
