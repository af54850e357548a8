//! Well-known binary, as OGC and ISO write it and as GeoPackage holds it: bytes to geometries, x and y only.

use super::super::document::{Geometry, Path};
use super::curve;
use crate::error::Error;

/// The geometries of a feature, collections taken apart.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    pub geometries: Vec<Geometry>,
    /// Z or M was there.
    pub height: bool,
}

/// Collections in collections go no deeper.
const DEEPEST: usize = 32;

/// Reads one geometry.
///
/// # Errors
/// Data errors without a place: bytes that end too early, an unknown type, a curve.
pub(crate) fn read(bytes: &[u8]) -> Result<Shape, Error> {
    let mut shape = Shape::default();
    let mut reader = Reader {
        bytes,
        little: true,
    };
    reader.geometry(&mut shape, 0)?;
    Ok(shape)
}

struct Reader<'a> {
    bytes: &'a [u8],
    little: bool,
}

fn broken(what: &str) -> Error {
    Error::data(format!("a broken geometry: {what}"))
        .remedy("the file is damaged or was written wrongly; export it again")
}

impl Reader<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (head, rest) = (self.bytes.split_first_chunk::<N>())
            .ok_or_else(|| broken("its bytes end too early"))?;
        self.bytes = rest;
        Ok(*head)
    }

    fn u32(&mut self) -> Result<u32, Error> {
        let bytes = self.take()?;
        Ok(if self.little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        })
    }

    fn f64(&mut self) -> Result<f64, Error> {
        let bytes = self.take()?;
        Ok(if self.little {
            f64::from_le_bytes(bytes)
        } else {
            f64::from_be_bytes(bytes)
        })
    }

    /// A count of things of at least `size` bytes, so that a wrong one allocates nothing.
    fn count(&mut self, size: usize) -> Result<usize, Error> {
        let count = self.u32()? as usize;
        if count > self.bytes.len() / size {
            return Err(broken("it counts more positions than it has"));
        }
        Ok(count)
    }

    /// Byte order and type: the flat type, and how many numbers a position has.
    fn head(&mut self) -> Result<(u32, usize), Error> {
        self.little = match self.take::<1>()? {
            [0] => false,
            [1] => true,
            _ => return Err(broken("no byte order")),
        };
        let code = self.u32()?;
        // PostGIS marks Z, M and a system's number by high bits, ISO Z and M by thousands.
        if code & 0x2000_0000 != 0 {
            self.u32()?;
        }
        let plain = code & 0x0fff_ffff;
        let (z, m) = match plain / 1000 {
            0 => (code & 0x8000_0000 != 0, code & 0x4000_0000 != 0),
            1 => (true, false),
            2 => (false, true),
            3 => (true, true),
            _ => return Err(broken(&format!("the unknown type {code}"))),
        };
        Ok((plain % 1000, 2 + usize::from(z) + usize::from(m)))
    }

    fn position(&mut self, numbers: usize) -> Result<[f64; 2], Error> {
        let at = [self.f64()?, self.f64()?];
        for _ in 2..numbers {
            self.f64()?;
        }
        Ok(at)
    }

    fn path(&mut self, numbers: usize) -> Result<Path, Error> {
        let count = self.count(8 * numbers)?;
        (0..count).map(|_| self.position(numbers)).collect()
    }

    fn rings(&mut self, numbers: usize) -> Result<Vec<Path>, Error> {
        let count = self.count(4)?;
        (0..count).map(|_| self.path(numbers)).collect()
    }

    fn geometry(&mut self, shape: &mut Shape, depth: usize) -> Result<(), Error> {
        if depth > DEEPEST {
            return Err(broken("collections nested too deep"));
        }
        let (kind, numbers) = self.head()?;
        shape.height |= numbers > 2;
        let all = &mut shape.geometries;
        match kind {
            1 => {
                // An empty point is written as one without numbers.
                let at = self.position(numbers)?;
                if !(at[0].is_nan() && at[1].is_nan()) {
                    all.push(Geometry::Points("Point", vec![at]));
                }
            }
            2 => {
                let path = self.path(numbers)?;
                if !path.is_empty() {
                    all.push(Geometry::Lines(vec![path]));
                }
            }
            3 => {
                let rings = self.rings(numbers)?;
                if !rings.is_empty() {
                    all.push(Geometry::Polygons(vec![rings]));
                }
            }
            4..=7 | 11 | 12 => {
                let count = self.count(5)?;
                let mut parts = Shape::default();
                for _ in 0..count {
                    self.geometry(&mut parts, depth + 1)?;
                }
                shape.height |= parts.height;
                join(kind, parts.geometries, &mut shape.geometries);
            }
            8 => return Err(curve("CircularString")),
            9 => return Err(curve("CompoundCurve")),
            10 => return Err(curve("CurvePolygon")),
            13 => return Err(curve("Curve")),
            14 => return Err(curve("Surface")),
            15 => return Err(curve("PolyhedralSurface")),
            16 => return Err(curve("TIN")),
            17 => return Err(curve("Triangle")),
            _ => return Err(broken(&format!("the unknown type {kind}"))),
        }
        Ok(())
    }
}

/// Parts of a multi-geometry become one geometry, as in GeoJSON; those of a collection stay apart.
fn join(kind: u32, parts: Vec<Geometry>, out: &mut Vec<Geometry>) {
    if kind == 7 {
        out.extend(parts);
        return;
    }
    let (mut points, mut lines, mut polygons) = (Vec::new(), Vec::new(), Vec::new());
    for part in parts {
        match part {
            Geometry::Points(_, path) => points.extend(path),
            Geometry::Lines(paths) => lines.extend(paths),
            Geometry::Polygons(groups) => polygons.extend(groups),
        }
    }
    if !points.is_empty() {
        out.push(Geometry::Points("MultiPoint", points));
    }
    if !lines.is_empty() {
        out.push(Geometry::Lines(lines));
    }
    if !polygons.is_empty() {
        out.push(Geometry::Polygons(polygons));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        let hex: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
        (hex.chunks(2))
            .map(|c| u8::from_str_radix(std::str::from_utf8(c).unwrap(), 16).unwrap())
            .collect()
    }

    /// LINESTRING Z (1 2 3, 4 5 6), as PostGIS (extended) and as ISO writes it, and big-endian.
    #[test]
    fn a_line_with_heights_is_read_in_every_dialect() {
        let body = "02000000 000000000000f03f 0000000000000040 0000000000000840 0000000000001040 0000000000001440 0000000000001840";
        for head in ["01 02000080", "01 ea030000", "01 020000a0 e6100000"] {
            let shape = read(&bytes(&format!("{head}{body}"))).expect("a line");
            assert!(shape.height);
            let [Geometry::Lines(lines)] = &shape.geometries[..] else {
                panic!("a line")
            };
            assert_eq!(lines[..], [vec![[1.0, 2.0], [4.0, 5.0]]]);
        }
        let shape = read(&bytes(
            "00 00000002 00000001 3ff0000000000000 4000000000000000",
        ))
        .expect("a line");
        let [Geometry::Lines(lines)] = &shape.geometries[..] else {
            panic!("a line")
        };
        assert_eq!(lines[..], [vec![[1.0, 2.0]]]);
    }

    #[test]
    fn curves_and_broken_bytes_are_refused() {
        for (hex, word) in [
            ("01 08000000 00000000", "CircularString"),
            ("01 0a000000 00000000", "CurvePolygon"),
            ("01 02000000 ffffffff", "more positions than it has"),
            ("01 02000000", "end too early"),
            ("07", "byte order"),
            ("01 63000000", "unknown type"),
            ("", "end too early"),
        ] {
            let error = read(&bytes(hex)).expect_err(hex);
            assert!(error.to_string().contains(word), "{error}");
            assert!(!error.remedy.is_empty());
        }
    }
}
