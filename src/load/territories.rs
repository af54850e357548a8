//! Features to territories: rings oriented, cut at the antimeridian, checked for area in doubt.

use super::defects::{AS_IT_IS, Bounds, Defect};
use super::document::{Feature, Geometry, Sink};
use super::doubt::{self, Doubt, NOTHING, amount};
use super::names::{Named, Naming};
use super::neighbours::{self, Unit};
use super::notes::{Note, Notes, Spot};
use super::rings::polygons_or;
use super::seam;
use crate::error::{Error, Place, Warning};
use crate::geodesy::edge_tree::Edges;
use crate::territory::Territory;
use geo::MultiPolygon;
use rustc_hash::FxHashMap;

/// Builds the territories of a document, feature by feature, in the order in which their codes first come.
pub(crate) struct Territories<'a> {
    file: &'a str,
    naming: Naming<'a>,
    territories: Vec<Territory>,
    by_code: FxHashMap<String, usize>,
    units: Vec<Unit>,
    merged: Vec<(usize, Place)>,
    /// Some geometry is a polygon.
    any: bool,
    /// The first feature that has none, and what it has: refused where there is nothing else.
    other: Option<(String, &'static str)>,
    /// The first feature without a code: refused where no other has one.
    nameless: Option<Error>,
    defects: Vec<Defect>,
    /// The first polygon of which nothing is certain: refused where all are such.
    hopeless: Option<Error>,
    /// Some polygon is another.
    sure: bool,
}

impl<'a> Territories<'a> {
    pub fn of(file: &'a str, naming: Naming<'a>) -> Self {
        Territories {
            file,
            naming,
            territories: Vec::new(),
            by_code: FxHashMap::default(),
            units: Vec::new(),
            merged: Vec::new(),
            any: false,
            other: None,
            nameless: None,
            defects: Vec::new(),
            hopeless: None,
            sure: false,
        }
    }

    /// Looks for overlaps of what came. A territory of which nothing could be read has no polygons.
    ///
    /// # Errors
    /// No area at all; no feature with a code; no polygon that could be read.
    pub fn finish(self, notes: &mut Notes) -> Result<(Vec<Territory>, Vec<Defect>), Error> {
        let Territories {
            file,
            mut territories,
            units,
            merged,
            any,
            other,
            nameless,
            mut defects,
            hopeless,
            sure,
            ..
        } = self;
        if let Some((_, place)) = merged.first() {
            let mut codes: Vec<&str> = merged
                .iter()
                .map(|(owner, _)| territories[*owner].code.as_str())
                .collect();
            codes.dedup();
            let shown = codes.iter().take(5).copied().collect::<Vec<_>>().join(", ");
            let more = if codes.len() > 5 { ", …" } else { "" };
            notes.single.push(Warning {
            what: format!(
                "several features have one code and are merged into one territory: {shown}{more}"
            ),
            place: place.clone(),
            remedy: "name another property with ‹code_field› to keep them apart".into(),
        });
        }
        let closed = seam::look(&mut territories, file, notes);
        let polygons: Vec<_> = (units.iter())
            .map(|u| &territories[u.owner].polygons.0[u.polygon])
            .collect();
        let mut shared = Vec::new();
        for overlap in neighbours::overlaps(&polygons) {
            let (a, b) = (&units[overlap.a], &units[overlap.b]);
            let place = Place {
                at: Some(overlap.at),
                ..a.place.clone()
            };
            if a.owner == b.owner {
                let t = &mut territories[a.owner];
                t.doubtful.0 += overlap.area;
                let what = "two of its polygons overlap";
                defects.push(Defect::doubtful(
                    &t.code,
                    what,
                    overlap.area,
                    place,
                    AS_IT_IS,
                ));
                continue;
            }
            let codes = [a, b].map(|unit| territories[unit.owner].code.clone());
            shared.push(Defect::shared(codes, overlap.area, place));
        }
        if let Some(error) = hopeless.filter(|_| !sure) {
            return Err(error);
        }
        defects.extend(shared);
        defects.extend(closed);
        let read = |t: &Territory| !t.polygons.0.is_empty();
        if !territories.iter().any(read)
            && let Some(error) = defects.iter().find_map(Defect::error)
        {
            return Err(error.clone());
        }
        let missing = |t: &Territory| {
            let own = |d: &Defect| d.missing().is_some() && d.codes[0] == t.code;
            defects.iter().any(own)
        };
        territories.retain(|t| read(t) || missing(t));
        if let Some((label, kind)) = other.filter(|_| territories.is_empty() && !any) {
            let spot = Spot {
                file,
                feature: Some(&label),
                part: 0,
            };
            return Err(Error::data(format!("wrong type: a {kind} is no territory"))
                .at(spot.place())
                .remedy("territories are Polygon or MultiPolygon; give lines with ‹border›"));
        }
        if let Some(error) = nameless.filter(|_| territories.is_empty()) {
            return Err(error);
        }
        if territories.is_empty() {
            return Err(Error::data("no territory has any area")
                .at(Spot {
                    file,
                    feature: None,
                    part: 0,
                }
                .place())
                .remedy("give polygons with an area"));
        }
        Ok((territories, defects))
    }
}

impl Sink for Territories<'_> {
    fn feature(&mut self, feature: Feature, notes: &mut Notes) -> Result<(), Error> {
        let whole = Spot {
            file: self.file,
            feature: Some(&feature.label),
            part: 0,
        };
        if feature.geometries.is_empty() {
            return Ok(()); // noted while parsing
        }
        if self.naming == Naming::Numbers && of_ours(&feature) {
            notes.add(Note::OtherLayer, || whole.place());
            return Ok(());
        }
        let area = |g: &Geometry| matches!(g, Geometry::Polygons(_));
        if !feature.geometries.iter().any(area) {
            let kind = match feature.geometries[0] {
                Geometry::Points(kind, _) => kind,
                _ => "line",
            };
            notes.add(Note::NoPolygon, || whole.place());
            self.other
                .get_or_insert_with(|| (feature.label.clone(), kind));
            return Ok(());
        }
        self.any = true;
        let (code, name) = match self.naming.of(&feature, &whole)? {
            Named::As(code, name) => (code, name),
            Named::Not(error) => {
                notes.add(Note::NoCode, || whole.place());
                self.nameless.get_or_insert(error);
                return Ok(());
            }
        };
        let owner = *self
            .by_code
            .entry(code.clone())
            .or_insert(self.territories.len());
        if owner == self.territories.len() {
            self.territories
                .push(Territory::new(code, name, MultiPolygon(vec![])));
        } else {
            self.merged.push((owner, whole.place()));
        }
        let (defects, code) = (&mut self.defects, &self.territories[owner].code);
        let mut failed = |error: Error, bounds: Option<Bounds>| match bounds {
            Some(bounds) => {
                defects.push(Defect::unread(code, error, bounds));
                Ok(())
            }
            None => Err(error),
        };
        let found = polygons_or(feature.geometries, &whole, notes, &mut failed)?;
        for (polygon, place) in found {
            let edges = Edges::of(&polygon);
            let mut pieces = vec![polygon];
            let mut known = true;
            if let Some(doubt) = doubt::find(&pieces[0], &edges) {
                let place = Place {
                    at: Some(doubt.at),
                    ..place.clone()
                };
                let t = &mut self.territories[owner];
                let own = doubt::area(&vec![doubt::contours(&pieces[0])]);
                known = doubt.area < own;
                let what = if known || doubt.misplaced {
                    doubt.what
                } else {
                    HOPELESS
                };
                let mut defect =
                    Defect::doubtful(&t.code, what, doubt.area, place.clone(), AS_IT_IS);
                if !known {
                    let error = hopeless(&t.code, &doubt).at(place);
                    self.hopeless.get_or_insert(error);
                }
                if !known || doubt.misplaced {
                    pieces = doubt::even_odd(&pieces[0]);
                    defect = defect.moved();
                }
                t.doubtful.0 += doubt.area;
                if doubt.area >= NOTHING {
                    self.defects.push(defect);
                }
            }
            self.sure |= known;
            for piece in pieces {
                self.territories[owner].polygons.0.push(piece);
                self.units.push(Unit {
                    owner,
                    polygon: self.territories[owner].polygons.0.len() - 1,
                    place: place.clone(),
                });
            }
        }
        Ok(())
    }

    fn clear(&mut self) {
        *self = Territories::of(self.file, self.naming);
    }
}

/// Whether a feature of a file that this program wrote is none of its strips: overlaps are parts of them, and the border is no polygon.
fn of_ours(feature: &Feature) -> bool {
    let text = |key: &str| feature.properties.get(key).and_then(|v| v.as_str());
    match text("layer") {
        Some("overlap" | "tabulate") => feature.properties.contains_key("overlap_km2"),
        Some("border") => text("program").is_some_and(|p| p.starts_with("standoff ")),
        _ => false,
    }
}

/// Signed areas of lobes that are wound against each other would cancel out.
const HOPELESS: &str =
    "rings cross so that as much is in doubt as they enclose, which is read by the even-odd rule";

/// What a polygon encloses cannot be told where as much is in doubt as it has.
fn hopeless(code: &str, doubt: &Doubt) -> Error {
    Error::data(format!(
        "territory {code}: {}; area in doubt {}, no less than the polygon has",
        doubt.what,
        amount(doubt.area)
    ))
    .remedy("mend the rings there, as with GIS tools that fix geometries")
}
