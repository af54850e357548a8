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

#[cfg(test)]
mod tests {
    use super::super::projection::Projection;
    use super::super::window::{Extent, Rect};
    use super::*;
    use geographiclib_rs::{Geodesic, InverseGeodesic};

    #[test]
    fn the_bar_is_as_long_as_the_geodesic_at_the_centre_of_the_map() {
        let at = |x: f64, y: f64| Coord { x, y };
        let panel = Rect {
            x: 50.0,
            y: 80.0,
            width: 1100.0,
            height: 900.0,
        };
        for (projection, size) in [
            (Projection::laea(at(27.0, 55.3)), 2e6),
            (Projection::laea(at(127.5, 38.2)), 9e3),
            (Projection::albers(100.0, [47.0, 72.0]), 5e6),
            (Projection::equal_earth(-67.0), 9e6),
        ] {
            let extent = Extent {
                min: at(-size, -0.8 * size),
                max: at(size, 0.8 * size),
            };
            let window = Window::new(&projection, extent, panel);
            let bar = Bar::new(&window, 200.0).expect("a bar");
            assert!(bar.pixels <= 200.0 && bar.pixels > 78.0, "{bar:?}");
            let end = |side: f64| {
                window
                    .position(at(600.0 + side * 0.5 * bar.pixels, 530.0))
                    .expect("a position")
            };
            let (a, b) = (end(-1.0), end(1.0));
            let truth: f64 = Geodesic::wgs84().inverse(a.y, a.x, b.y, b.x);
            assert!((truth / bar.metres - 1.0).abs() < 1e-5, "{bar:?}: {truth}");
        }
        let text = |metres: f64| {
            let at = at(0.0, 0.0);
            Bar {
                metres,
                pixels: 1.0,
                at,
            }
            .text()
        };
        assert_eq!([text(5e5), text(200.0)], ["500 km", "200 m"]);
    }
}
