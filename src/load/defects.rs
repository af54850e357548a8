//! What is wrong with the territories of a document, kept until it is known which of them matter.
//!
//! A territory that no strip of a run reaches has no row there, and what is wrong with it changes nothing: one warning has the count. Of
//! those that are reached each sort is one warning with the worst, and a polygon that could not be read is the error that ends the run.

use super::doubt::amount;
use crate::error::{Error, Place, Warning};
use geo::{MultiPolygon, Polygon, Rect, coord};
use std::collections::BTreeSet;

/// Something that is wrong with a territory, or with two that overlap each other.
#[derive(Clone, Debug)]
pub struct Defect {
    /// Code of the territory; of both where two overlap each other.
    pub codes: Vec<String>,
    place: Place,
    wrong: Wrong,
}

#[derive(Clone, Debug)]
enum Wrong {
    /// Used, with an area in doubt, m², which the territory's `doubtful` has.
    Doubtful {
        what: String,
        area: f64,
        remedy: &'static str,
        /// Its positions are not those of the file, so that borders are not shared any more.
        moved: bool,
    },
    /// Two territories overlap, m².
    Shared(f64),
    /// A polygon is missing: why, and where it may lie.
    Unread(Error, MultiPolygon<f64>),
}

/// What is in doubt is used all the same.
pub(crate) const AS_IT_IS: &str =
    "used as it is; the area in doubt joins error_km2 of the territories that the strip reaches";

/// A polygon of which a position is lost may reach as far beyond the others as they lie apart, and so far at least, degrees.
const LEAST_MARGIN: f64 = 1.0;

/// What the positions of a polygon that cannot be read tell of where it lies: west, south, east, north in degrees, as written.
pub(crate) type Bounds = [f64; 4];

impl Defect {
    pub(crate) fn doubtful(
        code: &str,
        what: impl Into<String>,
        area: f64,
        place: Place,
        remedy: &'static str,
    ) -> Self {
        Defect {
            codes: vec![code.to_owned()],
            place,
            wrong: Wrong::Doubtful {
                what: what.into(),
                area,
                remedy,
                moved: false,
            },
        }
    }

    /// The same, of positions that are not those of the file.
    #[must_use]
    pub(crate) fn moved(mut self) -> Self {
        if let Wrong::Doubtful { moved, .. } = &mut self.wrong {
            *moved = true;
        }
        self
    }

    pub(crate) fn shared(codes: [String; 2], area: f64, place: Place) -> Self {
        Defect {
            codes: codes.to_vec(),
            place,
            wrong: Wrong::Shared(area),
        }
    }

    pub(crate) fn unread(code: &str, error: Error, bounds: Bounds) -> Self {
        Defect {
            codes: vec![code.to_owned()],
            place: error.place.clone(),
            wrong: Wrong::Unread(error, about(bounds)),
        }
    }

    /// Where a polygon may lie that could not be read, so that its territory lacks it; `None` where all is there.
    pub fn missing(&self) -> Option<&MultiPolygon<f64>> {
        match &self.wrong {
            Wrong::Unread(_, about) => Some(about),
            _ => None,
        }
    }

    /// The error that a missing polygon is where it matters.
    pub fn error(&self) -> Option<&Error> {
        match &self.wrong {
            Wrong::Unread(error, _) => Some(error),
            _ => None,
        }
    }

    /// Why its edges cannot be borders that a line is made of: they are missing, or are not at their places.
    pub fn no_borders(&self) -> Option<Error> {
        match &self.wrong {
            Wrong::Unread(error, _) => Some(error.clone()),
            Wrong::Doubtful {
                what, moved: true, ..
            } => Some(
                Error::data(format!(
                    "territory {}: {what}, so that its borders cannot be told",
                    self.codes[0]
                ))
                .at(self.place.clone())
                .remedy("mend the rings there, as with GIS tools that fix geometries, or give the line with ‹border›"),
            ),
            _ => None,
        }
    }

    /// In words, with how bad it is beside others of any sort.
    fn told(&self) -> (String, f64) {
        match &self.wrong {
            Wrong::Doubtful { what, area, .. } => {
                (format!("{what}; area in doubt {}", amount(*area)), *area)
            }
            Wrong::Shared(area) => (
                format!("it overlaps {} by {}", self.codes[1], amount(*area)),
                *area,
            ),
            Wrong::Unread(error, _) => (error.what.clone(), f64::INFINITY),
        }
    }
}

/// What is told of the defects that matter: one warning a sort, with the worst.
///
/// # Errors
/// The first polygon that could not be read.
pub fn that_matter(defects: &[&Defect]) -> Result<Vec<Warning>, Error> {
    if let Some(error) = defects.iter().find_map(|defect| defect.error()) {
        return Err(error.clone());
    }
    let mut sorts: Vec<Sort> = Vec::new();
    let mut shared: Vec<(&Defect, f64)> = Vec::new();
    for &defect in defects {
        match &defect.wrong {
            Wrong::Doubtful {
                what, area, remedy, ..
            } => match sorts.iter_mut().find(|sort| sort.what == what) {
                Some(sort) => sort.join(defect, *area),
                None => sorts.push(Sort {
                    what,
                    remedy,
                    count: 1,
                    total: *area,
                    worst: (defect, *area),
                }),
            },
            Wrong::Shared(area) => shared.push((defect, *area)),
            Wrong::Unread(..) => {}
        }
    }
    Ok(sorts
        .into_iter()
        .map(Sort::told)
        .chain(overlapping(&shared))
        .collect())
}

/// Doubts of one sort.
struct Sort<'d> {
    what: &'d str,
    remedy: &'static str,
    count: usize,
    total: f64,
    worst: (&'d Defect, f64),
}

impl<'d> Sort<'d> {
    fn join(&mut self, defect: &'d Defect, area: f64) {
        self.count += 1;
        self.total += area;
        if area > self.worst.1 {
            self.worst = (defect, area);
        }
    }

    fn told(self) -> Warning {
        let (code, what) = (&self.worst.0.codes[0], self.what);
        let worst = amount(self.worst.1);
        let what = match self.count {
            1 => format!("territory {code}: {what}; area in doubt {worst}"),
            n => format!(
                "{n} places where a territory is in doubt: {what}; area in doubt {} in all, the most in {code}: {worst}",
                amount(self.total)
            ),
        };
        Warning {
            what,
            place: self.worst.0.place.clone(),
            remedy: self.remedy.to_owned(),
        }
    }
}

/// Territories that overlap each other: told once, with the worst.
fn overlapping(shared: &[(&Defect, f64)]) -> Option<Warning> {
    let (worst, area) = (shared.iter()).reduce(|a, b| if b.1 > a.1 { b } else { a })?;
    let pairs: BTreeSet<&[String]> = shared.iter().map(|(d, _)| &d.codes[..]).collect();
    let (p, q, amount) = (&worst.codes[0], &worst.codes[1], amount(*area));
    let what = match pairs.len() {
        1 => format!("the territories {p} and {q} overlap by {amount}"),
        n => format!(
            "{n} pairs of territories overlap, the most {p} and {q} in one place, by {amount}"
        ),
    };
    Some(Warning {
        what,
        place: worst.place.clone(),
        remedy: "that area counts for both; mend the file if it should not".into(),
    })
}

/// The one warning of defects that do not matter, with the worst.
pub fn beyond_reach(defects: &[&Defect]) -> Option<Warning> {
    let told = defects.iter().map(|defect| (defect, defect.told()));
    let (worst, (what, _)) = told.reduce(|a, b| if b.1.1 > a.1.1 { b } else { a })?;
    let codes: BTreeSet<&String> = defects.iter().flat_map(|d| &d.codes).collect();
    let code = &worst.codes[0];
    let what = match codes.len() {
        1 => format!(
            "what is wrong with territory {code} changes nothing here, since the question does not reach it: {what}"
        ),
        n => format!(
            "what is wrong with {n} territories changes nothing here, since the question does not reach them; the worst is territory {code}: {what}"
        ),
    };
    Some(Warning {
        what,
        place: worst.place.clone(),
        remedy: "mend the file to silence this".to_owned(),
    })
}

/// Where a polygon may lie.
fn about([west, south, east, north]: Bounds) -> MultiPolygon<f64> {
    let margin = (east - west).max(north - south).max(LEAST_MARGIN);
    let (south, north) = ((south - margin).max(-90.0), (north + margin).min(90.0));
    let span = east - west + 2.0 * margin;
    let boxed = |west: f64, east: f64| {
        let corner = |x, y| coord! { x: x, y: y };
        Rect::new(corner(west, south), corner(east, north)).to_polygon()
    };
    let boxes: Vec<Polygon<f64>> = if span >= 360.0 {
        vec![boxed(-180.0, 0.0), boxed(0.0, 180.0)]
    } else {
        let west = (west - margin + 180.0).rem_euclid(360.0) - 180.0;
        match west + span {
            east if east <= 180.0 => vec![boxed(west, east)],
            east => vec![boxed(west, 180.0), boxed(-180.0, east - 360.0)],
        }
    };
    MultiPolygon(boxes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::BoundingRect;

    #[test]
    fn a_polygon_that_cannot_be_read_may_lie_as_far_off_as_it_is_large() {
        let bounds = |of: Bounds| -> Vec<[f64; 4]> {
            (about(of).0.iter())
                .filter_map(BoundingRect::bounding_rect)
                .map(|r| [r.min().x, r.min().y, r.max().x, r.max().y])
                .collect()
        };
        assert_eq!(bounds([10.0, 50.0, 14.0, 53.0]), [[6.0, 46.0, 18.0, 57.0]]);
        // A speck has a degree; a pole and the antimeridian end a box.
        assert_eq!(
            bounds([179.5, 89.5, 179.5, 89.5]),
            [[178.5, 88.5, 180.0, 90.0], [-180.0, 88.5, -179.5, 90.0]]
        );
        assert_eq!(
            bounds([190.0, 0.0, 191.0, 1.0]),
            [[-171.0, -1.0, -168.0, 2.0]]
        );
        // Which part of the globe it may miss is not known.
        assert_eq!(
            bounds([-170.0, 0.0, 170.0, 1.0]),
            [[-180.0, -90.0, 0.0, 90.0], [0.0, -90.0, 180.0, 90.0]]
        );
    }
}
