//! Warnings while reading: one of a sort, with its first place and the count, not a thousand lines.

use super::recorded::Recorded;
use crate::error::{Place, Warning};

/// Sorts of warnings, in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Note {
    Height,
    NoGeometry,
    NoCoordinates,
    LonePosition,
    Points,
    NoPolygon,
    OtherLayer,
    Wrapped,
    Jump,
    CutEdge,
    Polar,
    NoArea,
    NoCode,
    NotUtf8,
    LateProperty,
}

/// The `crs` member of the draft of GeoJSON, where a document has one that is not WGS84's.
#[derive(Clone, Debug, Default)]
pub(crate) struct Crs {
    /// Whether it is taken down, in place of an error.
    pub accept: bool,
    pub name: Option<String>,
}

#[derive(Default)]
pub(crate) struct Notes {
    pub crs: Crs,
    /// Longitudes come from a map's plane, where the antimeridian is a line like others: crossing it is nothing to tell of.
    pub projected: bool,
    /// What the document says it was made with.
    pub recorded: Option<Recorded>,
    /// Edges of lines are geodesics: one of exactly 180° of longitude is one way only, over a pole.
    pub geodesic: bool,
    tallies: Vec<(Note, Place, usize)>,
    /// Rings that are slivers across the antimeridian or else nearly go round the globe: the first's square degrees and place, and
    /// how many.
    narrow: Option<(f64, Place, usize)>,
    /// Warnings that stand for themselves.
    pub single: Vec<Warning>,
}

impl Notes {
    /// None yet, on a document of which as much is known.
    pub fn like(other: &Notes) -> Self {
        Notes {
            crs: other.crs.clone(),
            geodesic: other.geodesic,
            ..Notes::default()
        }
    }

    /// Counts a ring that is a sliver across the antimeridian, of so many square degrees.
    pub fn narrow(&mut self, area: f64, place: impl FnOnce() -> Place) {
        match &mut self.narrow {
            Some((.., count)) => *count += 1,
            None => self.narrow = Some((area, place(), 1)),
        }
    }

    /// Counts one more of a sort; the place is made only for the first.
    pub fn add(&mut self, note: Note, place: impl FnOnce() -> Place) {
        if self.projected && note == Note::Jump {
            return;
        }
        match self.tallies.iter_mut().find(|t| t.0 == note) {
            Some(tally) => tally.2 += 1,
            None => self.tallies.push((note, place(), 1)),
        }
    }

    /// Joins notes on what comes later.
    pub fn merge(&mut self, later: Notes) {
        for (note, place, count) in later.tallies {
            match self.tallies.iter_mut().find(|t| t.0 == note) {
                Some(tally) => tally.2 += count,
                None => self.tallies.push((note, place, count)),
            }
        }
        match (&mut self.narrow, later.narrow) {
            (Some(known), Some(more)) => known.2 += more.2,
            (known @ None, more) => *known = more,
            _ => {}
        }
        self.single.extend(later.single);
        self.projected |= later.projected;
        self.crs.name = self.crs.name.take().or(later.crs.name);
        self.recorded = later.recorded.or(self.recorded.take());
    }

    pub fn into_warnings(mut self) -> Vec<Warning> {
        self.tallies.sort_by_key(|t| t.0 as usize);
        let told = self.tallies.into_iter().map(|(note, place, count)| {
            let (what, remedy) = note.words(count);
            Warning {
                what,
                place,
                remedy: remedy.to_owned(),
            }
        });
        let narrow = self.narrow.map(|(area, place, count)| {
            let s = if count == 1 { "" } else { "s" };
            Warning {
                what: format!(
                    "{count} ring{s} jump{} nearly round the globe both ways and {} read as crossing the antimeridian: the first has {area:.4} square degrees",
                    if count == 1 { "s" } else { "" },
                    if count == 1 { "is" } else { "are" }
                ),
                place,
                remedy: "if a band round the globe is meant, lead it from -180 to 180, or add positions between".to_owned(),
            }
        });
        told.chain(narrow).chain(self.single).collect()
    }
}

impl Note {
    fn words(self, n: usize) -> (String, &'static str) {
        let first = if n > 1 {
            ", the first of them here"
        } else {
            ""
        };
        let s = if n == 1 { "" } else { "s" };
        match self {
            Note::Height => (
                format!(
                    "heights: the third number of the positions of {n} part{s} is ignored{first}"
                ),
                "distances are taken on the ellipsoid, at height 0",
            ),
            Note::NoGeometry => (
                format!(
                    "{n} feature{s} or geometr{} without positions add{} nothing{first}",
                    if n == 1 { "y" } else { "ies" },
                    if n == 1 { "s" } else { "" }
                ),
                "remove them, or give them a geometry",
            ),
            Note::NoCoordinates => (
                format!(
                    "{n} row{s} of the table without coordinates {} left out{first}",
                    if n == 1 { "is" } else { "are" }
                ),
                "give them coordinates, or remove them to silence this",
            ),
            Note::LonePosition => (
                format!(
                    "{n} route{s} or track segment{s} of one position {} left out{first}",
                    if n == 1 { "is" } else { "are" }
                ),
                "a line has two positions or more; give a point as a waypoint",
            ),
            Note::Points => (
                format!(
                    "{n} point{s} among the lines {} left out{first}",
                    if n == 1 { "is" } else { "are" }
                ),
                "give a point as a LineString of two equal positions if it belongs to the line",
            ),
            Note::NoPolygon => (
                format!(
                    "{n} point{s} or line{s} among the polygons {} left out{first}",
                    if n == 1 { "is" } else { "are" }
                ),
                "only Polygon and MultiPolygon have area; give lines with ‹border›",
            ),
            Note::OtherLayer => (
                format!(
                    "{n} feature{s} of other layers than `strip` in a file of this program {} left out{first}",
                    if n == 1 { "is" } else { "are" }
                ),
                "the zone is what the layer `strip` holds",
            ),
            Note::Wrapped => (
                format!("{n} longitude{s} beyond ±180 wrapped by 360°{first}"),
                "write longitudes from -180 to 180 to silence this",
            ),
            Note::Jump => (
                format!(
                    "{n} edge{s} jump{} more than 180° of longitude and {} read as crossing the antimeridian, the short way{first}",
                    if n == 1 { "s" } else { "" },
                    if n == 1 { "is" } else { "are" }
                ),
                "cut such edges at ±180, or add positions between if the long way is meant",
            ),
            Note::CutEdge => (
                format!(
                    "{n} edge{s} of outlines on the antimeridian or a pole {} dropped: a cut there is no border{first}",
                    if n == 1 { "is" } else { "are" }
                ),
                "give the outline as a LineString if they are a border",
            ),
            Note::Polar => (
                format!(
                    "{n} ring{s} go{} once round the globe and {} closed through the nearer pole{first}",
                    if n == 1 { "es" } else { "" },
                    if n == 1 { "is" } else { "are" }
                ),
                "cut the ring at ±180 and lead it along the pole if the other side is meant",
            ),
            Note::NoArea => (
                format!("{n} ring{s} without area left out{first}"),
                "remove them from the file",
            ),
            Note::NotUtf8 => (
                format!(
                    "text that is not UTF-8 in {n} row{s}: what cannot be read stands as \u{fffd}{first}"
                ),
                "save the file as UTF-8",
            ),
            Note::LateProperty => (
                format!(
                    "{n} feature{s} {} properties that none of the first {} has: they are not kept{first}",
                    if n == 1 { "has" } else { "have" },
                    super::sites::BATCH
                ),
                "put a feature with all properties first, or give one FeatureCollection",
            ),
            Note::NoCode => (
                format!(
                    "{n} feature{s} without a code {} left out{first}",
                    if n == 1 { "is" } else { "are" }
                ),
                "name a property that all have with ‹code_field› if they count",
            ),
        }
    }
}

/// Where in a document the reader stands: makes [`Place`]s.
#[derive(Clone, Debug)]
pub(crate) struct Spot<'a> {
    pub file: &'a str,
    pub feature: Option<&'a str>,
    /// Part within the feature, from 1; 0 for the feature as a whole.
    pub part: usize,
}

impl Spot<'_> {
    pub fn place(&self) -> Place {
        Place {
            file: Some(self.file.to_owned()),
            feature: self.feature.map(str::to_owned),
            ring: (self.part > 0).then_some(self.part),
            ..Place::default()
        }
    }

    /// `index` counts from 0, as slices do.
    pub fn position(&self, index: usize, at: [f64; 2]) -> Place {
        Place {
            position: Some(index + 1),
            at: Some(at),
            ..self.place()
        }
    }
}
