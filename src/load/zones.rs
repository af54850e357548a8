//! Published zones to be judged: polygons, with the width that the file says they have.

use super::Loaded;
use super::document::{Feature, Sink};
use super::notes::{Notes, Spot};
use super::reading::Reading;
use super::source::Source;
use super::territories::polygons;
use crate::error::Error;
use crate::units::Metres;
use geo::MultiPolygon;

/// Zones of a file.
#[derive(Clone, Debug, Default)]
pub struct Zones {
    /// In the order of the file.
    pub zones: Vec<PublishedZone>,
    /// Features of other layers than `strip`, which are no zones: overlaps and the line.
    pub others: usize,
}

/// A feature that is a zone, or a part of one.
#[derive(Clone, Debug)]
pub struct PublishedZone {
    /// What a property `width_km` says.
    pub width: Option<Metres>,
    /// Cut at the antimeridian, closed over poles.
    pub polygons: MultiPolygon<f64>,
}

/// Reads zones: one a feature. In a file with a property `layer`, as this program writes it, those of the layer `strip` only.
///
/// # Errors
/// As [`territories`](super::geojson::territories), but for codes; and no zone at all.
pub fn zones(source: &Source, reading: &Reading) -> Result<Loaded<Zones>, Error> {
    let mut notes = Notes::default();
    let file = source.name();
    let mut taken = Taken {
        file: &file,
        zones: Zones::default(),
    };
    reading.read(source, &(), &mut notes, &mut taken)?;
    let zones = taken.zones;
    if zones.zones.is_empty() {
        let place = Spot {
            file: &file,
            feature: None,
            part: 0,
        };
        return Err(
            Error::data("no zone in the file: no polygon, or none in the layer `strip`")
                .at(place.place())
                .remedy("give the zone as Polygon or MultiPolygon"),
        );
    }
    Ok(Loaded {
        value: zones,
        warnings: notes.into_warnings(),
    })
}

struct Taken<'a> {
    file: &'a str,
    zones: Zones,
}

impl Sink for Taken<'_> {
    fn feature(&mut self, feature: Feature, notes: &mut Notes) -> Result<(), Error> {
        let layer = feature.properties.get("layer").and_then(|v| v.as_str());
        if layer.is_some_and(|layer| layer != "strip") {
            self.zones.others += 1;
            return Ok(());
        }
        let whole = Spot {
            file: self.file,
            feature: Some(&feature.label),
            part: 0,
        };
        if feature.geometries.is_empty() {
            return Ok(()); // noted while parsing
        }
        let width = feature.properties.get("width_km").and_then(|v| v.as_f64());
        let pieces = polygons(feature.geometries, &whole, notes)?;
        self.zones.zones.push(PublishedZone {
            width: width.map(|km| Metres(1e3 * km)),
            polygons: pieces.into_iter().map(|(polygon, _)| polygon).collect(),
        });
        Ok(())
    }

    fn clear(&mut self) {
        self.zones = Zones::default();
    }
}
