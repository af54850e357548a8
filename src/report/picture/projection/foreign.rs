//! A projection of PROJ's.

use super::turn;
use crate::crs::Transformation;
use geo::Coord;

/// Samples round the globe in which a tear is looked for.
const SAMPLES: usize = 360;
/// A step of so many times the usual one is a tear.
const TEAR: f64 = 12.0;

#[derive(Debug)]
pub struct Foreign<'a> {
    way: &'a Transformation,
    /// For one without a name of its own.
    text: &'a str,
    /// A meridian along which the plane is torn.
    pub seam: Option<f64>,
    /// What is drawn: within so many degrees of a centre.
    pub cap: (Coord<f64>, f64),
}

impl<'a> Foreign<'a> {
    pub fn new(way: &'a Transformation, text: &'a str, centre: Coord<f64>, radius: f64) -> Self {
        let mut foreign = Foreign {
            way,
            text,
            seam: None,
            cap: (centre, radius),
        };
        foreign.seam = foreign.find_seam(centre);
        foreign
    }

    pub fn name(&self) -> String {
        let about = &self.way.about;
        if about.crs == "unknown" {
            self.text.to_owned()
        } else if about.crs == about.crs_name {
            about.crs.clone()
        } else {
            format!("{} ({})", about.crs, about.crs_name)
        }
    }

    pub fn forward(&self, positions: &[Coord<f64>]) -> Vec<Coord<f64>> {
        let mut all: Vec<[f64; 2]> = positions.iter().map(|p| [p.x, p.y]).collect();
        self.way.from_wgs84(&mut all);
        all.into_iter().map(|[x, y]| Coord { x, y }).collect()
    }

    pub fn inverse(&self, at: Coord<f64>) -> Coord<f64> {
        let mut all = [[at.x, at.y]];
        self.way.to_wgs84(&mut all);
        Coord {
            x: all[0][0],
            y: all[0][1],
        }
    }

    /// Where the plane is torn along a meridian: PROJ does not tell.
    fn find_seam(&self, centre: Coord<f64>) -> Option<f64> {
        let lat = centre.y.clamp(-80.0, 80.0);
        let lon = |k: usize| centre.x - 180.0 + 0.123 + k as f64;
        let at: Vec<_> = (0..=SAMPLES).map(|k| Coord { x: lon(k), y: lat }).collect();
        let at = self.forward(&at);
        let step = |a: Coord<f64>, b: Coord<f64>| (a.x - b.x).hypot(a.y - b.y);
        let steps: Vec<f64> = at.windows(2).map(|w| step(w[0], w[1])).collect();
        let mut sorted: Vec<f64> = steps.iter().copied().filter(|s| s.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        let usual = *sorted.get(sorted.len() / 2)?;
        let (k, _) = (steps.iter().enumerate())
            .filter(|(_, s)| s.is_finite() && **s > TEAR * usual)
            .max_by(|a, b| a.1.total_cmp(b.1))?;
        let (mut west, mut east) = (lon(k), lon(k + 1));
        for _ in 0..40 {
            let middle = 0.5 * (west + east);
            let at = self.forward(&[west, middle, east].map(|x| Coord { x, y: lat }));
            if step(at[0], at[1]) > step(at[1], at[2]) {
                east = middle;
            } else {
                west = middle;
            }
        }
        Some(turn(0.5 * (west + east)))
    }
}
