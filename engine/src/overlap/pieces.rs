//! What of a zone lies on one territory, as polygons on the grid with their measured area.
//!
//! On a territory T with the strip S of the width that counts there: (S ∩ T) less excepted places and all districts, and
//! (the districts that were taken ∩ T) less excepted places; the two do not overlap. A whole territory is T less excepted places.

use super::clip::{self, GridPolygons, Rings, Subject};
use super::measure::{Measured, Part, bordered};
use crate::error::Error;
use crate::geodesy::area::multi_polygon_area_until;
use crate::halt::Halt;
use crate::par::*;
use crate::territory::Territory;
use crate::units::Metres;
use crate::zone::{Districts, Soil, Zone};
use geo::MultiPolygon;

pub struct Pieces<'a> {
    strips: &'a [Measured<'a>],
    zone: &'a Zone,
    territories: &'a [Territory],
    /// Place of the named width's strip.
    named: usize,
    /// For each territory the place of its strip, and its rings as far as they matter to it.
    strip_of: Vec<Option<usize>>,
    clips: Vec<Rings>,
    except: Rings,
    /// What takes from the strip: excepted places and all districts.
    takes: Rings,
    /// Districts that were taken.
    taken: Option<Taken>,
    /// Once stopped all answers are anything.
    halt: Halt,
}

struct Taken {
    codes: Vec<String>,
    polygons: MultiPolygon<f64>,
}

fn place(strips: &[Measured], width: Metres) -> Result<usize, Error> {
    let found = strips.iter().position(|m| m.strip().width() == width);
    found.ok_or_else(|| {
        Error::usage(format!("no strip of the width {} m is given", width.0))
            .remedy("give one for each of `widths_of`")
    })
}

impl<'a> Pieces<'a> {
    pub fn new(
        strips: &'a [Measured<'a>],
        zone: &'a Zone,
        width: Metres,
        territories: &'a [Territory],
    ) -> Result<Self, Error> {
        let place = |width: Metres| place(strips, width);
        let strip_of: Vec<Option<usize>> = (zone.soil.iter())
            .map(|soil| soil.width(width).map(place).transpose())
            .collect::<Result<_, _>>()?;
        Ok(Self::placed(
            strips,
            place(width)?,
            strip_of,
            zone,
            territories,
        ))
    }

    /// Of the territories whose part does not depend on the named width; `strips`: those of the widths that some of them have.
    pub fn fixed(
        strips: &'a [Measured<'a>],
        zone: &'a Zone,
        territories: &'a [Territory],
    ) -> Result<Self, Error> {
        let strip_of: Vec<Option<usize>> = (zone.soil.iter())
            .map(|soil| match soil {
                Soil::Within(Some(own)) => place(strips, *own).map(Some),
                _ => Ok(None),
            })
            .collect::<Result<_, _>>()?;
        Ok(Self::placed(strips, 0, strip_of, zone, territories))
    }

    /// The plain zone of one strip.
    pub fn plain(strip: &'a Measured<'a>, zone: &'a Zone, territories: &'a [Territory]) -> Self {
        let strip_of = vec![Some(0); territories.len()];
        Self::placed(std::slice::from_ref(strip), 0, strip_of, zone, territories)
    }

    /// The same on one territory alone: what is asked of others is nothing.
    pub fn plain_on(
        strip: &'a Measured<'a>,
        zone: &'a Zone,
        territories: &'a [Territory],
        index: usize,
    ) -> Self {
        let mut strip_of = vec![None; territories.len()];
        strip_of[index] = Some(0);
        Self::placed(std::slice::from_ref(strip), 0, strip_of, zone, territories)
    }

    fn placed(
        strips: &'a [Measured<'a>],
        named: usize,
        strip_of: Vec<Option<usize>>,
        zone: &'a Zone,
        territories: &'a [Territory],
    ) -> Self {
        // All strips are of one line; without any there is nothing to be clipped.
        let halt = strips.first().map(|m| m.halt().clone());
        let clips = (territories.par_iter().zip(&strip_of))
            .map(|(t, strip)| match strip {
                Some(i) => strips[*i].subject.relevant(&t.polygons),
                None => Vec::new(),
            })
            .collect();
        let except = clip::rings(&zone.except);
        let mut pieces = Pieces {
            strips,
            zone,
            territories,
            named,
            strip_of,
            clips,
            takes: except.clone(),
            except,
            taken: None,
            halt: halt.unwrap_or_default(),
        };
        if let Some(districts) = &zone.districts {
            pieces.taken = Some(pieces.choose(districts));
            for district in &districts.shapes {
                pieces.takes.extend(clip::rings(&district.polygons));
            }
        }
        pieces
    }

    fn union(&self, shapes: GridPolygons, more: GridPolygons) -> GridPolygons {
        let all = shapes.into_iter().chain(more).flatten().collect();
        clip::union_until(&all, &self.halt)
    }

    /// What stops the work on the line.
    pub fn halt(&self) -> &Halt {
        &self.halt
    }

    pub fn named(&self) -> &Measured<'a> {
        &self.strips[self.named]
    }

    pub fn districts(&self) -> Vec<String> {
        self.taken.as_ref().map_or(Vec::new(), |t| t.codes.clone())
    }

    /// The part on territory `index`; `None` where there is none.
    pub fn of(&self, index: usize) -> Option<(GridPolygons, Part)> {
        if self.halt.is_stopped() {
            return None;
        }
        let territory = &self.territories[index].polygons;
        match (self.zone.soil[index], self.strip_of[index]) {
            (Soil::Whole, _) => {
                let shapes =
                    clip::difference_until(&clip::rings(territory), &self.except, &self.halt);
                let part = bordered(&shapes, &self.halt);
                Some((shapes, part))
            }
            (Soil::Within(_), Some(strip)) => {
                let (mut shapes, mut part) = self.strip_part(strip, index);
                if let Some(taken) = &self.taken {
                    let whole = Subject::new(territory);
                    let more =
                        whole.intersection_until(&whole.relevant(&taken.polygons), &self.halt);
                    let more = clip::difference_until(&clip::flat(&more), &self.except, &self.halt);
                    part = part.and(bordered(&more, &self.halt));
                    shapes = self.union(shapes, more);
                }
                Some((shapes, part))
            }
            _ => None,
        }
        .filter(|(shapes, _)| !shapes.is_empty())
    }

    /// (S ∩ T) less what takes.
    fn strip_part(&self, strip: usize, index: usize) -> (GridPolygons, Part) {
        let measured = &self.strips[strip];
        let clip = &self.clips[index];
        let mut shapes = measured.subject.intersection_until(clip, &self.halt);
        if !shapes.is_empty() && !self.takes.is_empty() {
            shapes = clip::difference_until(&clip::flat(&shapes), &self.takes, &self.halt);
        }
        let part = if shapes.is_empty() {
            Part::default()
        } else {
            measured.part(&shapes, &[clip, &self.takes])
        };
        (shapes, part)
    }

    /// The part on no territory.
    pub fn sea(&self) -> (GridPolygons, Part) {
        let measured = self.named();
        let everything: Rings = if self.zone.is_plain() {
            self.clips.iter().flatten().cloned().collect()
        } else {
            // Every territory as far as it matters to the named strip, whichever is its own.
            (self.territories.par_iter())
                .flat_map(|t| measured.subject.relevant(&t.polygons))
                .collect()
        };
        let mut shapes = measured.subject.difference_until(&everything, &self.halt);
        if !self.takes.is_empty() {
            shapes = clip::difference_until(&clip::flat(&shapes), &self.takes, &self.halt);
        }
        let mut part = measured.part(&shapes, &[&everything, &self.takes]);
        if let Some(taken) = &self.taken {
            let districts = Subject::new(&taken.polygons);
            let land: Rings = (self.territories.par_iter())
                .flat_map(|t| districts.relevant(&t.polygons))
                .collect();
            let more = districts.difference_until(&land, &self.halt);
            let more = clip::difference_until(&clip::flat(&more), &self.except, &self.halt);
            part = part.and(bordered(&more, &self.halt));
            shapes = self.union(shapes, more);
        }
        (shapes, part)
    }

    /// The districts that the zone, without regard to districts, touches or covers by their share.
    fn choose(&self, districts: &Districts) -> Taken {
        let reach: Vec<(usize, Subject)> = (0..self.territories.len())
            .into_par_iter()
            .filter_map(|i| {
                let strip = self.strip_of[i].filter(|_| self.zone.soil[i] != Soil::Whole)?;
                let (shapes, _) = self.strip_part(strip, i);
                (!shapes.is_empty()).then(|| (i, Subject::new(&clip::to_polygons(&shapes))))
            })
            .collect();
        let chosen: Vec<bool> = (districts.shapes.par_iter())
            .map(|district| {
                let mut covered = Part::default();
                for (i, subject) in &reach {
                    let near = subject.relevant(&district.polygons);
                    let shapes = subject.intersection_until(&near, &self.halt);
                    if let (false, Some(strip)) = (shapes.is_empty(), self.strip_of[*i]) {
                        let border = clip::rings(&district.polygons);
                        let part = self.strips[strip].part(&shapes, &[&self.clips[*i], &border]);
                        covered = covered.and(part);
                    }
                }
                let whole = multi_polygon_area_until(&district.polygons, &self.halt);
                // Touching is being covered by more than the rounding.
                covered.area > covered.overlay_error && covered.area >= districts.share * whole
            })
            .collect();
        let taken = districts.shapes.iter().zip(chosen).filter(|(_, c)| *c);
        let (codes, polygons): (Vec<String>, Vec<_>) = taken
            .map(|(d, _)| (d.code.clone(), d.polygons.0.clone()))
            .unzip();
        Taken {
            codes,
            polygons: MultiPolygon(polygons.into_iter().flatten().collect()),
        }
    }
}
