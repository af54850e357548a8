//! Geodesic edges as edges that are straight in longitude and latitude, for formats that know only those.

use super::edges::Edges;
use geo::{Coord, LineString, MultiLineString};
use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};
use std::borrow::Cow;

/// Metres in a degree, at most (a meridian degree at the pole).
const METRES_PER_DEGREE: f64 = 111_700.0;

/// Adds positions until every edge, read as straight in longitude and latitude, is within `tolerance` (m) of the geodesic.
///
/// Longitude and latitude in degrees; longitudes run on, so that no edge jumps. The given positions stay as they are.
///
/// # Accuracy
/// An edge is halved while its middle strays by more than half the tolerance: the greatest distance of so flat a curve from
/// its chord is near the middle.
pub fn geodesic_edges(lines: &MultiLineString<f64>, tolerance: f64) -> MultiLineString<f64> {
    let dense = |line: &LineString<f64>| {
        let mut out = Vec::with_capacity(line.0.len());
        for w in line.0.windows(2) {
            out.push(w[0]);
            halve(w[0], w[1], tolerance, 0, &mut out);
        }
        out.extend(line.0.last().copied());
        LineString(out)
    };
    MultiLineString(lines.0.iter().map(dense).collect())
}

/// Lines as they are drawn: those of geodesic edges by [`geodesic_edges`], others as they are.
pub fn as_straight(
    lines: &MultiLineString<f64>,
    edges: Edges,
    tolerance: f64,
) -> Cow<'_, MultiLineString<f64>> {
    match edges {
        Edges::Planar => Cow::Borrowed(lines),
        Edges::Geodesic => Cow::Owned(geodesic_edges(lines, tolerance)),
    }
}

fn halve(a: Coord<f64>, b: Coord<f64>, tolerance: f64, depth: u32, out: &mut Vec<Coord<f64>>) {
    let g = Geodesic::wgs84();
    let (length, azimuth, _, _): (f64, f64, f64, f64) = g.inverse(a.y, a.x, b.y, b.x);
    let (lat, lon): (f64, f64) = g.direct(a.y, a.x, azimuth, 0.5 * length);
    let straight = (a + b) * 0.5;
    // The same turn of longitude as the edge.
    let lon = lon + 360.0 * ((straight.x - lon) / 360.0).round();
    let east = (lon - straight.x) * lat.to_radians().cos();
    let miss = METRES_PER_DEGREE * east.hypot(lat - straight.y);
    if miss <= 0.5 * tolerance || depth >= 40 {
        return;
    }
    let middle = Coord { x: lon, y: lat };
    halve(a, middle, tolerance, depth + 1, out);
    out.push(middle);
    halve(middle, b, tolerance, depth + 1, out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_parallel_is_followed_along_its_geodesic() {
        let line = MultiLineString(vec![LineString::from(vec![(170.0, 60.0), (190.0, 60.0)])]);
        let dense = geodesic_edges(&line, 1.0);
        let positions = &dense.0[0].0;
        assert_eq!(
            (positions[0], positions[positions.len() - 1]),
            (line.0[0].0[0], line.0[0].0[1])
        );
        let top = positions.iter().map(|c| c.y).fold(0.0, f64::max);
        // geographiclib: the geodesic's middle is at 60.3797 degrees north.
        assert!((top - 60.379_7).abs() < 1e-3, "{top}");
        assert!(positions.windows(2).all(|w| w[0].x < w[1].x));
    }
}
