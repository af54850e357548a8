//! Rows, lines and features of a batch, each to the site that it means.

use super::given::{self, Own};
use super::{At, Batch, Columns, Items, Remarks, SAMPLE, Site};
use crate::error::{Error, Place};
use crate::load::document::{self, Feature, Geometry, text_of};
use crate::load::formats::wkt;
use crate::load::notes::{Notes, Spot};
use crate::load::position::{self, Shape as PathShape};
use crate::load::table::degrees::{Axis, decimal, degrees};
use crate::load::{lines, project, rings};
use crate::sites::Shape;
use csv::ByteRecord;
use geo::{MultiLineString, MultiPolygon};
use serde_json::{Map, Value};
use std::borrow::Cow;

impl Batch<'_> {
    /// Positions that decide on the operation to WGS84. What cannot be read is left to the reading.
    pub(super) fn sample(&self) -> Vec<[f64; 2]> {
        match &self.items {
            Items::Rows(rows, columns) => {
                let cell = |row: &'_ ByteRecord, column: usize| {
                    let text = std::str::from_utf8(row.get(column)?).ok()?;
                    Some(text.trim().to_owned())
                };
                match columns.at {
                    At::Degrees { lon, lat } => {
                        let at =
                            |row| Some([decimal(&cell(row, lon)?)?, decimal(&cell(row, lat)?)?]);
                        rows.iter().filter_map(at).collect()
                    }
                    At::Wkt(column) => {
                        let read = |row| wkt::one(&cell(row, column)?).ok();
                        let shapes = rows.iter().take(SAMPLE).filter_map(read);
                        let features: Vec<Feature> = shapes
                            .map(|(shape, _)| bare(String::new(), shape.geometries))
                            .collect();
                        project::sample(&features, SAMPLE)
                    }
                }
            }
            Items::Lines(_, rows) => {
                let mut notes = Notes::default();
                notes.crs.accept = true;
                let lines = rows.iter().take(SAMPLE);
                let mut read =
                    |line: &str| document::parse(self.file, line.as_bytes(), &mut notes).ok();
                let features: Vec<Feature> =
                    lines.filter_map(|(_, line)| read(line)).flatten().collect();
                project::sample(&features, SAMPLE)
            }
            Items::Features(_) => Vec::new(),
        }
    }

    pub fn len(&self) -> usize {
        match &self.items {
            Items::Rows(rows, _) => rows.len(),
            Items::Lines(_, rows) => rows.len(),
            Items::Features(features) => features.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One of them, by its number from 0.
    ///
    /// # Errors
    /// As the module says, with the place.
    pub fn site(&self, index: usize, remarks: &mut Remarks) -> Result<Site<'_>, Error> {
        match &self.items {
            Items::Rows(rows, columns) => self.row(&rows[index], columns, remarks),
            Items::Lines(word, rows) => {
                let (number, line) = &rows[index];
                let label = &format!("in {word} {number}");
                remarks.notes.crs.accept = self.way.is_some();
                let mut features = document::parse(self.file, line.as_bytes(), &mut remarks.notes)
                    .map_err(|mut e| {
                        e.place.feature = Some(label.clone());
                        e
                    })?;
                if let Some(way) = &self.way {
                    features.iter_mut().for_each(|f| f.label.clone_from(label));
                    project::to_wgs84(self.file, &mut features, way)?;
                }
                match <[Feature; 1]>::try_from(features) {
                    Ok([feature]) => {
                        let mut site = self.feature(*number, &feature, label, remarks)?;
                        if self.fields.own {
                            let spot = self.spot(label);
                            site.own = given::of_line(feature, self.own, &spot, remarks);
                        }
                        Ok(site)
                    }
                    Err(_) => Err(Error::data("a line with several features")
                        .at(self.place(label.clone()))
                        .remedy("give one feature a line, or one FeatureCollection")),
                }
            }
            Items::Features(features) => {
                let (number, feature) = &features[index];
                let mut site = self.feature(*number, feature, &feature.label, remarks)?;
                if self.fields.own {
                    site.own = Own::Properties(Cow::Borrowed(&feature.properties));
                }
                Ok(site)
            }
        }
    }

    fn place(&self, feature: String) -> Place {
        Place {
            file: Some(self.file.to_owned()),
            feature: Some(feature),
            ..Place::default()
        }
    }

    fn spot<'l>(&'l self, label: &'l str) -> Spot<'l> {
        Spot {
            file: self.file,
            feature: Some(label),
            part: 0,
        }
    }

    /// An id that a site has, or its number where it is to have one.
    fn id(&self, id: String, number: u64) -> String {
        if id.is_empty() && self.fields.numbered {
            return number.to_string();
        }
        id
    }

    fn row<'a>(
        &self,
        row: &'a ByteRecord,
        columns: &Columns,
        remarks: &mut Remarks,
    ) -> Result<Site<'a>, Error> {
        let mut site = self.row_alone(row, columns, remarks)?;
        if self.fields.own {
            let place = || self.place(label_of(row));
            site.own = given::of_row(row, place, remarks);
        }
        Ok(site)
    }

    /// Without its own columns.
    fn row_alone<'a>(
        &self,
        row: &'a ByteRecord,
        columns: &Columns,
        remarks: &mut Remarks,
    ) -> Result<Site<'a>, Error> {
        let label = || label_of(row);
        let cell = |column: usize| {
            std::str::from_utf8(row.get(column).unwrap_or_default())
                .map(str::trim)
                .map_err(|_| {
                    Error::data("text that is not UTF-8")
                        .at(self.place(label()))
                        .remedy("save the file as UTF-8")
                })
        };
        let text = |column: Option<usize>| match column {
            Some(column) => cell(column).map(str::to_owned),
            None => Ok(String::new()),
        };
        let site = |shape: Shape| {
            let wanted = (columns.wanted.iter()).map(|c| Ok(Some(cell(*c)?.to_owned())));
            Ok(Site {
                id: self.id(
                    text(columns.id)?,
                    row.position().map_or(0, csv::Position::record),
                ),
                name: text(columns.name)?,
                shape,
                values: wanted.collect::<Result<_, Error>>()?,
                own: Own::Nothing,
            })
        };
        let (lon, lat) = match columns.at {
            At::Degrees { lon, lat } => (lon, lat),
            At::Wkt(column) => {
                let label = label();
                let read = self.wkt(cell(column)?).map_err(|e| {
                    let place = self.place(label.clone());
                    e.at(place)
                })?;
                let mut features = [bare(label, read)];
                if let Some(way) = &self.way {
                    project::to_wgs84(self.file, &mut features, way)?;
                }
                let shape = self.shape(&features[0], &features[0].label, &mut remarks.notes)?;
                return site(shape);
            }
        };
        let degrees = |column: usize, axis: Axis| {
            let text = cell(column)?;
            // Metres of another system have no hemisphere.
            let number = match self.way {
                Some(_) => decimal(text),
                None => degrees(text, axis),
            };
            number.ok_or_else(|| {
                let what = match axis {
                    Axis::Longitude => "longitude",
                    Axis::Latitude => "latitude",
                };
                Error::data(format!("{what} {text:?} is no number"))
                    .at(self.place(label()))
                    .remedy("write degrees with a decimal point, such as 33.182, or as 33°10'55\"N; west and south are negative")
            })
        };
        let mut at = [
            degrees(lon, Axis::Longitude)?,
            degrees(lat, Axis::Latitude)?,
        ];
        if let Some(way) = &self.way {
            let [x, y] = at;
            way.to_wgs84(std::slice::from_mut(&mut at));
            if !(at[0].is_finite() && at[1].is_finite()) {
                return Err(Error::data(format!(
                    "x {x}, y {y} cannot be transformed from {} to WGS84",
                    way.about.crs
                ))
                .at(self.place(label()))
                .remedy("mend or remove that row, or name the file's true system with ‹crs›"));
            }
        }
        // The label costs more than the check.
        let usual = at[0].abs() <= 180.0 && at[1].abs() <= 90.0;
        let label = if usual { String::new() } else { label() };
        let spot = Spot {
            file: self.file,
            feature: Some(&label),
            part: 0,
        };
        let at = position::point(at, 0, &spot, &mut remarks.notes)?;
        site(Shape::Point(at))
    }

    /// The geometry of a cell.
    fn wkt(&self, text: &str) -> Result<Vec<Geometry>, Error> {
        let (shape, system) = wkt::one(text)?;
        let wgs84 = matches!(system, None | Some(0 | 4326));
        if !wgs84 && self.way.is_none() {
            let code = system.unwrap_or_default();
            return Err(Error::data(format!(
                "the geometry is in EPSG:{code}, and the table is read as WGS84"
            ))
            .remedy(format!("say it with ‹crs› EPSG:{code}")));
        }
        if shape.geometries.is_empty() {
            return Err(Error::data("an empty geometry").remedy("leave its cell empty"));
        }
        Ok(shape.geometries)
    }

    fn feature(
        &self,
        number: u64,
        feature: &Feature,
        label: &str,
        remarks: &mut Remarks,
    ) -> Result<Site<'static>, Error> {
        let shape = self.shape(feature, label, &mut remarks.notes)?;
        let property = |name: &str| feature.properties.get(name);
        let id = match &self.fields.id {
            Some(name) => property(name),
            None => (property("id").or(feature.id.as_ref())).or_else(|| property(self.likely?)),
        };
        let values: Vec<_> = (self.fields.wanted.iter())
            .map(|name| property(name).and_then(text))
            .collect();
        let had = self.fields.wanted.iter().map(|n| property(n).is_some());
        remarks.see(had);
        let name = self.fields.name.as_deref().unwrap_or("name");
        Ok(Site {
            id: self.id(id.and_then(text_of).unwrap_or_default(), number),
            name: property(name).and_then(text_of).unwrap_or_default(),
            shape,
            values,
            own: Own::Nothing,
        })
    }

    fn shape(&self, feature: &Feature, label: &str, notes: &mut Notes) -> Result<Shape, Error> {
        let mut spot = Spot {
            file: self.file,
            feature: Some(label),
            part: 0,
        };
        if let [Geometry::Points("Point", at)] = &feature.geometries[..] {
            return Ok(Shape::Point(position::point(at[0], 0, &spot, notes)?));
        }
        let (mut points, mut parts, mut polygons) = (Vec::new(), Vec::new(), Vec::new());
        for geometry in &feature.geometries {
            match geometry {
                Geometry::Points(_, path) => {
                    for (index, at) in path.iter().enumerate() {
                        points.push(position::point(*at, index, &spot, notes)?);
                    }
                }
                Geometry::Lines(paths) => {
                    for path in paths {
                        spot.part += 1;
                        let walk = position::read(path.clone(), PathShape::Line, &spot, notes)?;
                        parts.push(lines::walked(walk));
                    }
                }
                Geometry::Polygons(groups) => {
                    let mut part = spot.part;
                    rings::pieces(groups.clone(), &mut part, &spot, notes, &mut polygons)?;
                    spot.part = part;
                }
            }
        }
        if points.is_empty() && parts.is_empty() && polygons.is_empty() {
            return Err(Error::data("a polygon without area")
                .at(self.place(label.to_owned()))
                .remedy("give it as a Point or a LineString"));
        }
        Ok(Shape::Shape {
            points,
            lines: MultiLineString(parts),
            polygons: MultiPolygon(polygons.into_iter().map(|(p, _)| p).collect()),
        })
    }
}

/// Where a row stands.
fn label_of(row: &ByteRecord) -> String {
    let at = row.position().map(|at| (at.record(), at.line()));
    let (number, line) = at.unwrap_or_default();
    format!("{number} in line {line}")
}

fn bare(label: String, geometries: Vec<Geometry>) -> Feature {
    Feature {
        label,
        geometries,
        properties: Map::new(),
        id: None,
    }
}

/// A property's value as conditions read it.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Bool(truth) => Some(truth.to_string()),
        other => text_of(other),
    }
}
