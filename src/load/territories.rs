//! Features to territories: rings oriented, cut at the antimeridian, checked for area in doubt.

use super::document::{Feature, Geometry, Path, Sink};
use super::doubt;
use super::names::Naming;
use super::neighbours::{self, Unit};
use super::notes::{Note, Notes, Spot};
use super::position::{Shape, read};
use crate::error::{Error, Place, Warning};
use crate::geodesy::antimeridian::{Walk, cut};
use crate::geodesy::edge_tree::{Edges, turn};
use crate::territory::Territory;
use geo::{MultiPolygon, Polygon};
use rustc_hash::FxHashMap;

/// A territory with more of its area in doubt is refused, m².
pub(crate) const GREATEST_DOUBT: f64 = 1e6;

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
        }
    }

    /// Looks for overlaps of what came.
    ///
    /// # Errors
    /// An area in doubt above 1 km², no area at all.
    pub fn finish(self, notes: &mut Notes) -> Result<Vec<Territory>, Error> {
        let Territories {
            file,
            mut territories,
            units,
            merged,
            any,
            other,
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
            remedy: "name another property with --code-field to keep them apart".into(),
        });
        }
        let polygons: Vec<_> = (units.iter())
            .map(|u| &territories[u.owner].polygons.0[u.polygon])
            .collect();
        for overlap in neighbours::overlaps(&polygons) {
            let (a, b) = (&units[overlap.a], &units[overlap.b]);
            let place = Place {
                at: Some(overlap.at),
                ..a.place.clone()
            };
            if a.owner == b.owner {
                doubtful(
                    &mut territories[a.owner],
                    "two of its polygons overlap",
                    overlap.area,
                    place,
                    notes,
                )?;
                continue;
            }
            let (p, q) = (&territories[a.owner].code, &territories[b.owner].code);
            notes.single.push(Warning {
                what: format!(
                    "the territories {p} and {q} overlap by {}",
                    amount(overlap.area)
                ),
                place,
                remedy: "that area counts for both; mend the file if it should not".into(),
            });
        }
        territories.retain(|t| !t.polygons.0.is_empty());
        if let Some((label, kind)) = other.filter(|_| territories.is_empty() && !any) {
            let spot = Spot {
                file,
                feature: Some(&label),
                part: 0,
            };
            return Err(Error::data(format!("wrong type: a {kind} is no territory"))
                .at(spot.place())
                .remedy("territories are Polygon or MultiPolygon; give lines with --border"));
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
        Ok(territories)
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
        let (code, name) = self.naming.of(&feature, &whole)?;
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
        for (polygon, place) in polygons(feature.geometries, &whole, notes)? {
            let edges = Edges::of(&polygon);
            if let Some(doubt) = doubt::find(&polygon, &edges) {
                let place = Place {
                    at: Some(doubt.at),
                    ..place.clone()
                };
                doubtful(
                    &mut self.territories[owner],
                    doubt.what,
                    doubt.area,
                    place,
                    notes,
                )?;
            }
            self.territories[owner].polygons.0.push(polygon);
            self.units.push(Unit {
                owner,
                polygon: self.territories[owner].polygons.0.len() - 1,
                place,
            });
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

fn doubtful(
    t: &mut Territory,
    what: &str,
    area: f64,
    place: Place,
    notes: &mut Notes,
) -> Result<(), Error> {
    t.doubtful.0 += area;
    let what = format!(
        "territory {}: {what}; area in doubt {}",
        t.code,
        amount(area)
    );
    if t.doubtful.0 > GREATEST_DOUBT {
        let what = format!("{what}, in all more than {} km²", GREATEST_DOUBT / 1e6);
        return Err(Error::data(what)
            .at(place)
            .remedy("mend the rings there, as with GIS tools that fix geometries"));
    }
    let remedy = "used as it is; the area in doubt joins error_km2".into();
    notes.single.push(Warning {
        what,
        place,
        remedy,
    });
    Ok(())
}

fn amount(m2: f64) -> String {
    if m2 >= 1e5 {
        format!("{:.3} km²", m2 / 1e6)
    } else {
        format!("{m2:.3} m²")
    }
}

/// The polygons of a feature, cut and oriented, each with the place of its exterior ring. Points and lines are noted and left out.
pub(crate) fn polygons(
    geometries: Vec<Geometry>,
    whole: &Spot,
    notes: &mut Notes,
) -> Result<Vec<(Polygon<f64>, Place)>, Error> {
    let mut out = Vec::new();
    let mut part = 0;
    for geometry in geometries {
        let Geometry::Polygons(polygons) = geometry else {
            notes.add(Note::NoPolygon, || whole.place());
            continue;
        };
        pieces(polygons, &mut part, whole, notes, &mut out)?;
    }
    Ok(out)
}

/// Adds the pieces of some polygons, cut and oriented, each with the place of its exterior ring; `part` counts rings.
pub(crate) fn pieces(
    polygons: Vec<Vec<Path>>,
    part: &mut usize,
    whole: &Spot,
    notes: &mut Notes,
    out: &mut Vec<(Polygon<f64>, Place)>,
) -> Result<(), Error> {
    for rings in polygons {
        let first = Spot {
            part: *part + 1,
            ..whole.clone()
        };
        let rings = oriented(rings, part, whole, notes)?;
        if rings.is_empty() {
            continue;
        }
        let pieces = cut(rings).ok_or_else(|| {
            Error::data("a ring crosses itself at the antimeridian and cannot be cut there")
                .at(first.place())
                .remedy("mend the ring, or cut it at ±180 yourself")
        })?;
        out.extend(pieces.into_iter().map(|p| (p, first.place())));
    }
    Ok(())
}

/// Rings with the polygon on their left, exterior first; nothing where the exterior has no area.
fn oriented(
    rings: Vec<Path>,
    part: &mut usize,
    whole: &Spot,
    notes: &mut Notes,
) -> Result<Vec<Walk>, Error> {
    let mut out: Vec<Walk> = Vec::with_capacity(rings.len());
    let mut empty = false;
    for (index, ring) in rings.into_iter().enumerate() {
        *part += 1;
        let spot = Spot {
            part: *part,
            ..whole.clone()
        };
        let mut walk = read(ring, Shape::Ring, &spot, notes)?;
        drop_repeated(&mut walk);
        let way = match walk.winding() {
            0 => walk.plane_area(),
            1 | -1 => {
                notes.add(Note::Polar, || spot.place());
                // Going east, the north pole is on the left: right if the ring leans north, that is if the cap there is smaller.
                // `lean` carries the sign of the direction: east and north, or west and south, both have their pole left.
                walk.lean()
            }
            n => {
                return Err(
                    Error::data(format!("a ring goes {} times round the globe", n.abs()))
                        .at(spot.place())
                        .remedy("check its longitudes"),
                );
            }
        };
        // A bow tie may have a signed area of zero and still cover ground: only a ring all on one line has none.
        if way == 0.0 && flat(&walk) {
            notes.add(Note::NoArea, || spot.place());
            empty |= index == 0;
            continue;
        }
        out.push(if (way > 0.0) == (index == 0) {
            walk
        } else {
            walk.reversed()
        });
    }
    Ok(if empty { vec![] } else { out })
}

/// Whether all positions lie on one straight line.
fn flat(walk: &Walk) -> bool {
    if walk.crossings.iter().any(|c| *c != 0) {
        return walk.points.iter().all(|p| p.y == walk.points[0].y);
    }
    let at = |i: usize| [walk.points[i].x, walk.points[i].y];
    walk.points.len() < 3 || (2..walk.points.len()).all(|i| turn(at(0), at(1), at(i)) == 0.0)
}

/// Repeated positions have no length; without them every edge has a direction.
fn drop_repeated(walk: &mut Walk) {
    let keep: Vec<bool> = walk.points.windows(2).map(|w| w[0] != w[1]).collect();
    if keep.iter().all(|k| *k) {
        return;
    }
    let mut index = 0;
    walk.crossings.retain(|_| {
        index += 1;
        keep[index - 1]
    });
    walk.points.dedup();
}
