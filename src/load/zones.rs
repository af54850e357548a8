//! Published zones to be judged: polygons, with the width that the file says they have.

use super::Loaded;
use super::document::{Feature, Geometry, Path as Ring, Sink};
use super::formats::{self, Content, Located};
use super::notes::{Notes, Spot};
use super::reading::Reading;
use super::recorded::Recorded;
use super::rings::polygons;
use super::source::Source;
use crate::error::Error;
use crate::units::Metres;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use std::path::Path;

/// The layer of zones in this program's files.
const STRIP: &str = "strip";

/// Zones of a file.
#[derive(Clone, Debug, Default)]
pub struct Zones {
    /// In the order of the file.
    pub zones: Vec<PublishedZone>,
    /// Features of other layers than `strip`, which are no zones: overlaps and the line.
    pub others: usize,
    /// What the file says it was made with; `None` for one of another program.
    pub recorded: Option<Recorded>,
}

/// A feature that is a zone, or a part of one.
#[derive(Clone, Debug)]
pub struct PublishedZone {
    /// What a property `width_km` says.
    pub width: Option<Metres>,
    /// The bound that a property `max_error_m` states.
    pub max_error: Option<Metres>,
    /// The tolerance that a property `tolerance_m` states.
    pub tolerance: Option<Metres>,
    /// Cut at the antimeridian, closed over poles. Where the file has them so, and its format says how rings run, they run as in the file;
    /// else exteriors counter-clockwise.
    pub polygons: MultiPolygon<f64>,
}

/// Reads zones: one a feature. In a file with a property `layer`, as this program writes it, those of the layer `strip` only; of a
/// GeoPackage with several layers, where none is named, that of the same name.
///
/// # Errors
/// As [`territories`](super::geojson::territories), but for codes; and no zone at all.
pub fn zones(source: &Source, reading: &Reading) -> Result<Loaded<Zones>, Error> {
    let source = &layer_of(source);
    let content = formats::content(source)?;
    let mut notes = Notes::default();
    let file = source.name();
    let mut taken = Taken {
        file: &file,
        zones: Zones::default(),
        written: Vec::new(),
    };
    reading.read(source, &(), &mut notes, &mut taken)?;
    let mut zones = taken.zones;
    zones.recorded = notes.recorded.take();
    // RFC 7946 says how rings run. Elsewhere only this program's own files are bound to it: a shapefile's run the other way.
    if content == Content::Text || content != Content::Shapefile && zones.recorded.is_some() {
        for (zone, written) in zones.zones.iter_mut().zip(taken.written) {
            if let Some(written) = written {
                zone.polygons = written;
            }
        }
    }
    if zones.zones.iter().all(|z| z.polygons.0.is_empty()) {
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

/// The layer `strip` of a GeoPackage of several, where none is named.
fn layer_of(source: &Source) -> Source {
    let Source::Path(path) = source else {
        return source.clone();
    };
    // What cannot be read is told of by the reading itself.
    let strip = |path: &Path| {
        let package = formats::content(source).ok()? == Content::GeoPackage;
        let named = Located::of(path).layer.is_some();
        let layers = (package && !named).then(|| formats::layers_of(path).ok())??;
        (layers.len() > 1 && layers.iter().any(|layer| layer == STRIP)).then_some(())
    };
    match strip(path) {
        None => source.clone(),
        Some(()) => Source::from_argument(&format!("{}:{STRIP}", path.display())),
    }
}

/// Polygons with the rings of the file; `None` where they go across the antimeridian or beyond ±180.
fn as_written(geometries: &[Geometry]) -> Option<MultiPolygon<f64>> {
    let ring = |path: &Ring| -> Option<LineString<f64>> {
        let pole = |a: [f64; 2], b: [f64; 2]| a[1].abs() == 90.0 && a[1] == b[1];
        let crosses =
            (path.windows(2)).any(|w| (w[0][0] - w[1][0]).abs() > 180.0 && !pole(w[0], w[1]));
        let beyond = path.iter().any(|p| p[0].abs() > 180.0);
        let coords = path.iter().map(|&[x, y]| Coord { x, y });
        // Not `Polygon`'s own closing: the reading refuses rings that are open.
        (!crosses && !beyond).then(|| coords.collect())
    };
    let mut all = Vec::new();
    for geometry in geometries {
        let Geometry::Polygons(polygons) = geometry else {
            return None;
        };
        for rings in polygons {
            let mut rings = rings
                .iter()
                .map(ring)
                .collect::<Option<Vec<_>>>()?
                .into_iter();
            all.push(Polygon::new(rings.next()?, rings.collect()));
        }
    }
    Some(MultiPolygon(all))
}

struct Taken<'a> {
    file: &'a str,
    zones: Zones,
    /// The same polygons as they are written, in order, where they need no cut.
    written: Vec<Option<MultiPolygon<f64>>>,
}

impl Sink for Taken<'_> {
    fn feature(&mut self, feature: Feature, notes: &mut Notes) -> Result<(), Error> {
        let layer = feature.properties.get("layer").and_then(|v| v.as_str());
        if layer.is_some_and(|layer| layer != STRIP) {
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
        let stated = |name: &str| feature.properties.get(name).and_then(|v| v.as_f64());
        let width = stated("width_km").map(|km| Metres(1e3 * km));
        let max_error = stated("max_error_m").map(Metres);
        let written = as_written(&feature.geometries);
        let pieces = polygons(feature.geometries, &whole, notes)?;
        self.zones.zones.push(PublishedZone {
            width,
            max_error,
            tolerance: stated("tolerance_m").map(Metres),
            polygons: pieces.into_iter().map(|(polygon, _)| polygon).collect(),
        });
        self.written.push(written);
        Ok(())
    }

    fn clear(&mut self) {
        self.zones = Zones::default();
        self.written.clear();
    }
}
