//! The territories behind a strip: what the window shows of them, as rings to fill and arcs to draw.

use super::clip;
use super::trace::{self, World};
use super::window::{Rect, Window};
use crate::border::territory::Territory;
use crate::geodesy::ellipsoid::aux_of_lonlat;
use crate::par::*;
use crate::report::arcs::{ArcKind, arcs};
use geo::{Contains, Coord, Point, Polygon};
use std::collections::BTreeMap;

/// An edge longer than this, degrees, may cross the window though both ends are outside.
const LONG: f64 = 3.0;

/// The background.
#[derive(Debug, Default)]
pub struct Land {
    /// Rings by index of the territory, cut at the room of the window; holes among them, wound the other way.
    pub rings: BTreeMap<usize, Vec<Vec<Coord<f64>>>>,
    pub coasts: Vec<Vec<Coord<f64>>>,
    pub borders: Vec<Vec<Coord<f64>>>,
    /// Territories of which the projection could not show a part that is near.
    pub lost: Vec<usize>,
}

impl Land {
    pub fn new(territories: &[Territory], world: &World, window: &Window, room: &Rect) -> Self {
        let Some(cap) = window.cap() else {
            return Land::default();
        };
        let all: Vec<(usize, &Polygon<f64>)> = (territories.iter().enumerate())
            .flat_map(|(i, t)| t.polygons.0.iter().map(move |p| (i, p)))
            .collect();
        let parts: Vec<Vec<(usize, std::borrow::Cow<Polygon<f64>>)>> = (all.par_iter())
            .map(|(i, polygon)| {
                if !is_near(polygon, cap) {
                    return Vec::new();
                }
                match world.parts(polygon) {
                    None => vec![(*i, std::borrow::Cow::Borrowed(*polygon))],
                    Some(parts) => (parts.into_iter())
                        .map(|p| (*i, std::borrow::Cow::Owned(p)))
                        .collect(),
                }
            })
            .collect();
        let kept: Vec<(usize, &Polygon<f64>)> = (parts.iter().flatten())
            .map(|(i, polygon)| (*i, polygon.as_ref()))
            .collect();
        let (arcs, rings) = arcs(&kept, &|p| world.on_cut(p));
        let paths: Vec<Option<Vec<Coord<f64>>>> = (arcs.par_iter())
            .map(|arc| trace::path(&arc.points, window))
            .collect();
        let mut land = Land::default();
        for (arc, path) in arcs.iter().zip(&paths) {
            let to = match arc.kind {
                ArcKind::Coast => &mut land.coasts,
                ArcKind::Border => &mut land.borders,
                ArcKind::Inner => continue,
            };
            if let Some(path) = path {
                to.extend(clip::line(path, room));
            }
        }
        for ((territory, _), of) in rings {
            let mut points: Vec<Coord<f64>> = Vec::new();
            let mut whole = true;
            for k in of {
                let arc = (if k < 0 { -1 - k } else { k }) as usize;
                let Some(path) = &paths[arc] else {
                    whole = false;
                    break;
                };
                // Each arc ends where the next begins.
                let open = path.len().saturating_sub(1);
                if k < 0 {
                    points.extend(path[path.len() - open..].iter().rev());
                } else {
                    points.extend(&path[..open]);
                }
            }
            if !whole {
                if land.lost.last() != Some(&territory) {
                    land.lost.push(territory);
                }
                continue;
            }
            let shown = clip::ring(&points, room);
            if shown.len() > 2 {
                land.rings.entry(territory).or_default().push(shown);
            }
        }
        land.lost.sort_unstable();
        land.lost.dedup();
        land
    }
}

/// Whether any of a polygon can be in a cap.
fn is_near(polygon: &Polygon<f64>, (centre, radius): (Coord<f64>, f64)) -> bool {
    let c = aux_of_lonlat(centre);
    let cosine = radius.min(180.0).to_radians().cos();
    let ring = &polygon.exterior().0;
    ring.iter().any(|p| aux_of_lonlat(*p).dot(c) >= cosine)
        || (ring.windows(2)).any(|e| (e[0].x - e[1].x).abs().max((e[0].y - e[1].y).abs()) > LONG)
        || polygon.contains(&Point::from(centre))
}
