//! Parsed GeoJSON to features: structure, types and `crs`; not yet the positions' meaning.

use super::json::{Item, Members, Object, Root, syntax};
use super::notes::{Crs, Note, Notes, Spot};
use super::recorded::Recorded;
use super::source::{Source, Watch};
use super::text::Text;
use crate::crs::is_wgs84;
use crate::error::{Error, Place};
use serde_json::{Map, Value};

pub(crate) use super::json::Path;

pub(crate) struct Feature {
    /// Number from 1, with the name where there is one.
    pub label: String,
    pub geometries: Vec<Geometry>,
    pub properties: Map<String, Value>,
    pub id: Option<Value>,
}

#[derive(Debug)]
pub(crate) enum Geometry {
    /// `Point` or `MultiPoint`.
    Points(&'static str, Path),
    Lines(Vec<Path>),
    Polygons(Vec<Vec<Path>>),
}

/// Takes features one by one, in the order of the input: no feature need live twice, or with all others.
pub(crate) trait Sink {
    /// # Errors
    /// Of what the feature is to become; no more features come then.
    fn feature(&mut self, feature: Feature, notes: &mut Notes) -> Result<(), Error>;
    /// Forgets all that came: the input says only now that it does not count.
    fn clear(&mut self);
}

/// Keeps them all.
impl Sink for Vec<Feature> {
    fn feature(&mut self, feature: Feature, _: &mut Notes) -> Result<(), Error> {
        self.push(feature);
        Ok(())
    }
    fn clear(&mut self) {
        Vec::clear(self);
    }
}

/// Parses the text into features; a bare geometry is one feature.
pub(crate) fn parse(file: &str, bytes: &[u8], notes: &mut Notes) -> Result<Vec<Feature>, Error> {
    let mut features = Vec::new();
    stream(file, Text::of(bytes), notes, &mut features)?;
    Ok(features)
}

/// Reads a source as a stream and hands its features over.
///
/// # Errors
/// Those of reading; of the text, wherever in it; of a `crs` member; and the first of a feature or of what it is to become.
pub(crate) fn read(
    source: &Source,
    watch: &dyn Watch,
    notes: &mut Notes,
    sink: &mut dyn Sink,
) -> Result<(), Error> {
    let text = Text::new(source.open(watch)?);
    stream(&source.name(), text, notes, sink)
}

/// Reads a text and hands its features over.
///
/// # Errors
/// As [`read`].
pub(crate) fn stream(
    file: &str,
    mut text: Text,
    notes: &mut Notes,
    sink: &mut dyn Sink,
) -> Result<(), Error> {
    let root = root(file);
    let mut collection = Collection {
        file,
        sink,
        notes: Notes::like(notes),
        count: 0,
        located: false,
        failed: None,
    };
    let found = syntax(&mut text, &mut collection).map_err(|e| {
        let place = Place {
            file: Some(file.to_owned()),
            ..e.place.clone()
        };
        e.at(place)
    })?;
    let mut recorded = None;
    if let Root::One(mut object) = found {
        recorded = object.standoff.take().map(Recorded::Form);
        collection.one(*object, notes)?;
    }
    if let Some(error) = collection.failed {
        return Err(error);
    }
    if !collection.located {
        let what = if collection.count == 0 {
            "an empty FeatureCollection: no features in it"
        } else {
            "no geometry has any positions"
        };
        return Err(Error::data(what)
            .at(root.place())
            .remedy("check the program that wrote the file"));
    }
    notes.merge(collection.notes);
    notes.recorded = recorded;
    Ok(())
}

/// Members of a collection on their way to the sink.
///
/// After the first error none goes there, but the text is read to its end: that it is cut off, or in another coordinate reference system,
/// explains more than a position that looks wrong.
struct Collection<'a> {
    file: &'a str,
    sink: &'a mut dyn Sink,
    notes: Notes,
    count: usize,
    /// Some feature has positions.
    located: bool,
    failed: Option<Error>,
}

impl Members for Collection<'_> {
    fn begin(&mut self) {
        if self.count > 0 {
            self.sink.clear();
        }
        (self.notes, self.failed) = (Notes::like(&self.notes), None);
        (self.count, self.located) = (0, false);
    }

    fn member(&mut self, object: Object) {
        if self.failed.is_some() {
            return;
        }
        let label = label(
            self.count + 1,
            object.properties.as_ref(),
            object.id.as_ref(),
        );
        if object.kind.as_deref() != Some("Feature") {
            let found = object.kind.as_deref().unwrap_or("nothing");
            let spot = Spot {
                file: self.file,
                feature: Some(&label),
                part: 0,
            };
            self.failed = Some(
                Error::data(format!(
                    "wrong type: a member of `features` is `{found}`, not `Feature`"
                ))
                .at(spot.place())
                .remedy("wrap the geometry in a Feature"),
            );
            return;
        }
        self.hand_over(label, object);
    }
}

fn root(file: &str) -> Spot<'_> {
    Spot {
        file,
        feature: None,
        part: 0,
    }
}

impl Collection<'_> {
    /// What the text's only object is, its features handed over if it has some. `notes` learn of a refused `crs`.
    fn one(&mut self, object: Object, notes: &mut Notes) -> Result<(), Error> {
        let root = root(self.file);
        check_crs(&object, &root, &mut self.notes.crs)
            .inspect_err(|_| notes.crs = self.notes.crs.clone())?;
        match object.kind.as_deref() {
            Some("FeatureCollection") if !object.features => {
                return Err(Error::data("a FeatureCollection without `features`")
                    .at(root.place())
                    .remedy("give it an array `features`"));
            }
            Some("FeatureCollection") => {}
            Some("Feature") => {
                self.begin();
                let label = label(1, object.properties.as_ref(), object.id.as_ref());
                self.hand_over(label, object);
            }
            _ => {
                self.begin();
                let mut geometries = Vec::new();
                flatten(object, &root, &mut self.notes, &mut geometries)?;
                self.take(Feature {
                    label: "1".into(),
                    geometries,
                    properties: Map::new(),
                    id: None,
                });
            }
        }
        Ok(())
    }

    fn hand_over(&mut self, label: String, object: Object) {
        match feature(label, object, self.file, &mut self.notes) {
            Ok(feature) => self.take(feature),
            Err(error) => self.failed = Some(error),
        }
    }

    fn take(&mut self, feature: Feature) {
        self.count += 1;
        self.located |= !feature.geometries.is_empty();
        self.failed = self.sink.feature(feature, &mut self.notes).err();
    }
}

/// What messages call a feature: its number from 1, with the name where there is one.
pub(super) fn label(
    number: usize,
    properties: Option<&Map<String, Value>>,
    id: Option<&Value>,
) -> String {
    let known = ["name", "NAME", "code", "iso_a3", "ISO_A3", "ADM0_A3", "id"];
    let name = known
        .iter()
        .filter_map(|key| properties.and_then(|p| p.get(*key)))
        .chain(id)
        .find_map(text_of);
    match name {
        Some(name) => format!("{number} \"{name}\""),
        None => number.to_string(),
    }
}

/// Greatest number up to which every whole one has a double.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// A string or number as text, if there is any. A whole number in a column of decimals is whole: it is a code more often than a measure.
pub(crate) fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(s) if !s.trim().is_empty() => Some(s.trim().to_owned()),
        Value::Number(n) => Some(match n.as_f64() {
            Some(x) if n.is_f64() && x.fract() == 0.0 && x.abs() < WHOLE => format!("{x:.0}"),
            _ => n.to_string(),
        }),
        _ => None,
    }
}

fn feature(label: String, object: Object, file: &str, notes: &mut Notes) -> Result<Feature, Error> {
    let spot = Spot {
        file,
        feature: Some(&label),
        part: 0,
    };
    check_crs(&object, &spot, &mut notes.crs)?;
    let mut geometries = Vec::new();
    match object.geometry {
        Some(geometry) => flatten(*geometry, &spot, notes, &mut geometries)?,
        // RFC 7946 3.2 calls this an unlocated feature, so it is legal: told of, not refused.
        None => notes.add(Note::NoGeometry, || spot.place()),
    }
    Ok(Feature {
        geometries,
        properties: object.properties.unwrap_or_default(),
        id: object.id,
        label,
    })
}

/// Takes geometry collections apart; the nesting is bounded by the parser's limit of 128.
fn flatten(
    object: Object,
    spot: &Spot,
    notes: &mut Notes,
    out: &mut Vec<Geometry>,
) -> Result<(), Error> {
    check_crs(&object, spot, &mut notes.crs)?;
    let fail = |what: String, remedy: &str| Err(Error::data(what).at(spot.place()).remedy(remedy));
    let Some(kind) = object.kind else {
        return fail(
            "wrong type: an object without `type`".into(),
            "is this GeoJSON? Each object names its type",
        );
    };
    if kind == "GeometryCollection" {
        let Some(list) = object.geometries else {
            return fail(
                "a GeometryCollection without `geometries`".into(),
                "give it an array `geometries`",
            );
        };
        if list.is_empty() {
            notes.add(Note::NoGeometry, || spot.place());
        }
        return list
            .into_iter()
            .try_for_each(|g| flatten(g, spot, notes, out));
    }
    const KINDS: [&str; 6] = [
        "Point",
        "MultiPoint",
        "LineString",
        "MultiLineString",
        "Polygon",
        "MultiPolygon",
    ];
    let Some(known) = KINDS.into_iter().find(|k| *k == kind) else {
        let near = KINDS.into_iter().find(|k| k.eq_ignore_ascii_case(&kind));
        let remedy = match (kind.as_str(), near) {
            ("Topology", _) => "this is TopoJSON: convert it to GeoJSON first, as with `ogr2ogr out.geojson in.topojson`".to_owned(),
            (_, Some(near)) => format!("write `{near}`"),
            _ => "lines and polygons of GeoJSON (RFC 7946) are read".to_owned(),
        };
        return fail(
            format!("wrong type: `{kind}` is no GeoJSON geometry"),
            &remedy,
        );
    };
    let Some(nested) = object.coordinates else {
        return fail(
            format!("a {kind} without `coordinates`"),
            "give it `coordinates`",
        );
    };
    if nested.height {
        notes.add(Note::Height, || spot.place());
    }
    let (depth, found) = (nested.item.depth(), known);
    let geometry = match (known, nested.item) {
        (_, Item::Empty) => None,
        ("Point", Item::Position(at)) => Some(Geometry::Points(known, vec![at])),
        ("MultiPoint", Item::Path(path)) => Some(Geometry::Points(known, path)),
        ("LineString", Item::Path(path)) => Some(Geometry::Lines(vec![path])),
        ("MultiLineString", Item::Paths(paths)) => Some(Geometry::Lines(paths)),
        ("Polygon", Item::Paths(rings)) => Some(Geometry::Polygons(vec![rings])),
        ("MultiPolygon", Item::Groups(polygons)) => Some(Geometry::Polygons(polygons)),
        _ => {
            let wanted = match found {
                "Point" => 1,
                "MultiPoint" | "LineString" => 2,
                "MultiPolygon" => 4,
                _ => 3,
            };
            let what = format!(
                "wrong type: the coordinates of a {kind} are arrays {wanted} deep, here {depth}"
            );
            return fail(what, "check the brackets, or the type");
        }
    };
    match geometry {
        Some(geometry) => out.push(geometry),
        None => notes.add(Note::NoGeometry, || spot.place()),
    }
    Ok(())
}

/// RFC 7946 has no `crs` member; the draft of 2008 had. Another system than WGS84 is taken down where it is accepted, and refused with
/// its name taken down where not.
fn check_crs(object: &Object, spot: &Spot, crs: &mut Crs) -> Result<(), Error> {
    let Some(member) = object.crs.as_ref().filter(|c| !c.is_null()) else {
        return Ok(());
    };
    let name = member.pointer("/properties/name").and_then(Value::as_str);
    if name.is_some_and(is_wgs84) {
        return Ok(());
    }
    let named = name.map_or_else(|| member.to_string(), str::to_owned);
    let other = crs.name.as_ref().filter(|other| **other != named);
    let what = match other {
        Some(other) => format!("two coordinate reference systems in one file: {other} and {named}"),
        None => format!(
            "the file is in the coordinate reference system {named}, not WGS84 longitude, latitude"
        ),
    };
    if other.is_none() {
        if name.is_some() {
            crs.name = Some(named);
        }
        if crs.accept {
            return Ok(());
        }
    }
    Err(Error::data(what)
        .at(spot.place())
        .remedy("name the system with ‹crs›, or convert the file first, as with `ogr2ogr -t_srs EPSG:4326 -lco RFC7946=YES out.geojson in.geojson`"))
}
