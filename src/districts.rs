//! What a zone covers of polygons that are no territories: a user's own districts, tabulated beside them.
//!
//! Whose soil a point lies on decides what the zone has there, and a district may lie on several. So it is cut by the territories on
//! whose soil something else than the strip of the named width counts, and by the districts of `--snap-to`; the parts are measured as
//! territories are, and summed. In the plain zone nothing is cut.
//!
//! # Accuracy
//! A cut moves a part's vertices to the overlay's grid: `CUT` bounds what that changes, beside the bounds of the measure.

use crate::error::Error;
use crate::geodesy::area::multi_polygon_area;
use crate::overlap::clip::{GRID, Rings, Subject, to_polygons};
use crate::overlap::field::courses;
use crate::overlap::fixed::{depends_on_width, fixed};
use crate::overlap::{Measured, Overlap, zone_overlaps};
use crate::strip::PreparedLine;
use crate::territory::Territory;
use crate::units::{Metres, SquareMetres};
use crate::zone::{Soil, Zone};
use geo::MultiPolygon;
use std::cmp::Ordering;

/// How far a vertex of a cut may stand from its place, m: a step of the grid in both directions, a degree being 111.7 km at most.
const CUT: f64 = 2.0 * DEGREE / GRID;
/// The greatest length of a degree, m.
const DEGREE: f64 = 111_700.0;

/// Districts cut so that one rule counts on each part.
pub struct Cut<'a> {
    districts: &'a [Territory],
    parts: Vec<Territory>,
    soil: Vec<Soil>,
    /// The district that a part belongs to.
    of: Vec<usize>,
}

impl<'a> Cut<'a> {
    /// `taken`: codes of the zone's districts that are in.
    pub fn new(
        districts: &'a [Territory],
        zone: &Zone,
        territories: &[Territory],
        taken: &[String],
    ) -> Self {
        let mut rules: Vec<(&MultiPolygon<f64>, Soil)> = Vec::new();
        let special = (zone.soil.iter().zip(territories)).filter(|(s, _)| **s != Soil::default());
        rules.extend(special.map(|(soil, territory)| (&territory.polygons, *soil)));
        let mut cut = Cut {
            districts,
            parts: Vec::new(),
            soil: Vec::new(),
            of: Vec::new(),
        };
        for (index, district) in districts.iter().enumerate() {
            let mut begun = vec![(None, Soil::default())];
            split(district, &mut begun, &rules);
            if let Some(snapped) = &zone.districts {
                let is_in = |shape: &Territory| taken.contains(&shape.code);
                // Those that are in first, where some overlap.
                let mut shapes: Vec<_> = snapped.shapes.iter().collect();
                shapes.sort_by_key(|shape| !is_in(shape));
                let rules: Vec<_> = (shapes.iter())
                    .map(|shape| {
                        let soil = if is_in(shape) {
                            Soil::Whole
                        } else {
                            Soil::Nothing
                        };
                        (&shape.polygons, soil)
                    })
                    .collect();
                let mut all = Vec::new();
                for (polygons, soil) in begun {
                    let mut own = vec![(polygons, soil)];
                    // Whole soil and none stay what they are.
                    if matches!(soil, Soil::Within(_)) {
                        split(district, &mut own, &rules);
                    }
                    all.append(&mut own);
                }
                begun = all;
            }
            for (polygons, soil) in begun {
                cut.push(index, polygons, soil);
            }
        }
        cut
    }

    fn push(&mut self, of: usize, polygons: Option<MultiPolygon<f64>>, soil: Soil) {
        let district = &self.districts[of];
        if soil == Soil::Nothing || polygons.as_ref().is_some_and(|p| p.0.is_empty()) {
            return;
        }
        let mut part = Territory::new(self.parts.len().to_string(), "", MultiPolygon(Vec::new()));
        part.accuracy = district.accuracy;
        part.doubtful = district.doubtful;
        part.polygons = match polygons {
            None => district.polygons.clone(),
            Some(polygons) => {
                part.doubtful.0 += CUT * outline(&polygons);
                polygons
            }
        };
        self.parts.push(part);
        self.soil.push(soil);
        self.of.push(of);
    }

    /// What the zone covers of each district that it meets, largest first, then by code. `strips` and `zone` as for
    /// [`zone_overlaps`].
    ///
    /// # Errors
    /// As there.
    pub fn overlaps(
        &self,
        strips: &[Measured],
        zone: &Zone,
        width: Metres,
    ) -> Result<Vec<Overlap>, Error> {
        let zone = Zone {
            soil: self.soil.clone(),
            districts: None,
            ..zone.clone()
        };
        Ok(self.joined(zone_overlaps(strips, &zone, width, &self.parts)?.rows))
    }

    /// The same at many widths from one pass: at each, in their order, with a bound of `tolerance` of each part's area; `fixed`: that of
    /// the strips of soil whose part does not depend on the width.
    ///
    /// # Errors
    /// As [`courses`] and [`mod@fixed`](crate::overlap::fixed).
    pub fn curves(
        &self,
        line: &PreparedLine,
        zone: &Zone,
        widths: &[Metres],
        tolerance: f64,
        fixed: Metres,
    ) -> Result<Vec<Vec<Overlap>>, Error> {
        let mut order: Vec<usize> = (0..self.parts.len()).collect();
        order.sort_by_key(|&i| !depends_on_width(self.soil[i]));
        let parts: Vec<Territory> = order.iter().map(|&i| self.parts[i].clone()).collect();
        let zone = Zone {
            soil: order.iter().map(|&i| self.soil[i]).collect(),
            ..zone.clone()
        };
        let moving = (zone.soil.iter()).filter(|s| depends_on_width(**s)).count();
        let courses = courses(line, widths, &parts[..moving], tolerance)?;
        let same = self::fixed(line, &zone, &parts, fixed)?;
        let rows = (0..widths.len()).map(|k| {
            let rows = (courses.iter())
                .filter(|c| c.covers[k].area.0 > 0.0)
                .map(|c| c.overlap(k, parts[c.territory].accuracy))
                .chain(same.iter().cloned())
                .map(|row| Overlap {
                    territory: order[row.territory],
                    ..row
                });
            self.joined(rows.collect())
        });
        Ok(rows.collect())
    }

    /// Rows of parts as rows of districts, largest first, then by code.
    fn joined(&self, parts: Vec<Overlap>) -> Vec<Overlap> {
        let mut rows: Vec<Overlap> = Vec::new();
        for part in parts {
            let of = self.of[part.territory];
            match rows.iter_mut().find(|row| row.territory == of) {
                Some(row) => join(row, part),
                None => rows.push(Overlap {
                    territory: of,
                    ..part
                }),
            }
        }
        for row in &mut rows {
            let whole = multi_polygon_area(&self.districts[row.territory].polygons);
            row.territory_area = whole;
            // An excess inside the bound is rounding.
            if row.area.0 > whole.0 && row.area.0 - whole.0 <= row.error.0 {
                row.area = whole;
            }
            row.share = if whole.0 > 0.0 {
                row.area.0 / whole.0
            } else {
                0.0
            };
        }
        rows.sort_by(|a, b| {
            let code = |row: &Overlap| &self.districts[row.territory].code;
            (b.area.0.partial_cmp(&a.area.0).unwrap_or(Ordering::Equal))
                .then_with(|| code(a).cmp(code(b)))
        });
        rows
    }
}

fn join(row: &mut Overlap, part: Overlap) {
    row.area.0 += part.area.0;
    row.error.0 += part.error.0;
    row.outline.0 += part.outline.0;
    row.data_error = match (row.data_error, part.data_error) {
        (Some(a), Some(b)) => Some(SquareMetres(a.0 + b.0)),
        _ => None,
    };
    row.polygons.0.extend(part.polygons.0);
}

/// Splits the last part: what lies on the polygons of a rule gets its soil, the first rule counts. `None` is the district as it stands.
fn split(
    district: &Territory,
    parts: &mut Vec<(Option<MultiPolygon<f64>>, Soil)>,
    rules: &[(&MultiPolygon<f64>, Soil)],
) {
    let Some((given, rest)) = parts.pop() else {
        return;
    };
    let mut left = given;
    for (polygons, soil) in rules {
        let whole = Subject::new(left.as_ref().unwrap_or(&district.polygons));
        let clip: Rings = whole.relevant(polygons);
        let inside = whole.intersection(&clip);
        if inside.is_empty() {
            continue;
        }
        parts.push((Some(to_polygons(&inside)), *soil));
        left = Some(to_polygons(&whole.difference(&clip)));
    }
    parts.push((left, rest));
}

/// A bound from above on the length of all rings, m.
fn outline(polygons: &MultiPolygon<f64>) -> f64 {
    let length = |ring: &geo::LineString<f64>| -> f64 {
        let edge = |e: geo::Line<f64>| (e.dx().abs() + e.dy().abs()) * DEGREE;
        ring.lines().map(edge).sum()
    };
    (polygons.iter())
        .map(|p| length(p.exterior()) + p.interiors().iter().map(length).sum::<f64>())
        .sum()
}
