//! The scale bar: a round length on the ground at the map's centre.

use super::window::Window;
use crate::geodesy::distance::distance;
use crate::geodesy::ellipsoid::aux_of_lonlat;
use geo::Coord;

/// A scale bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Length on the ground, m.
    pub metres: f64,
    pub pixels: f64,
    /// Where it holds, degrees.
    pub at: Coord<f64>,
}

impl Bar {
    /// The longest bar of a round length that is no wider than `room` pixels; `None` where the centre shows no place of the world.
    ///
    /// # Accuracy
    /// The geodesic between the ends of the bar, laid level over the centre, has the stated length to a millionth.
    pub fn new(window: &Window, room: f64) -> Option<Self> {
        let panel = window.panel;
        let middle = Coord {
            x: panel.x + 0.5 * panel.width,
            y: panel.y + 0.5 * panel.height,
        };
        let at = window.position(middle)?;
        let metres = |pixels: f64| -> Option<f64> {
            let end = |side: f64| {
                window.position(Coord {
                    x: middle.x + side * 0.5 * pixels,
                    y: middle.y,
                })
            };
            Some(distance(
                aux_of_lonlat(end(-1.0)?),
                aux_of_lonlat(end(1.0)?),
            ))
        };
        let most = metres(room)?;
        let power = 10f64.powi(most.log10().floor() as i32);
        let length = [5.0, 2.0, 1.0]
            .map(|k| k * power)
            .into_iter()
            .find(|l| *l <= most)?;
        let mut pixels = room * length / most;
        for _ in 0..20 {
            pixels *= length / metres(pixels)?;
        }
        (pixels <= room).then_some(Bar {
            metres: length,
            pixels,
            at,
        })
    }

    /// `500 km`.
    pub fn text(&self) -> String {
        let plain = |v: f64| {
            let v = (v * 1e6).round() / 1e6;
            format!("{v}")
        };
        if self.metres >= 1000.0 {
            format!("{} km", plain(self.metres / 1000.0))
        } else {
            format!("{} m", plain(self.metres))
        }
    }
}
