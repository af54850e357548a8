//! What was matched: for each pair of neighbours how long, how far apart, and how much area lies between the two borders.

use std::collections::BTreeMap;

use super::outline::geodesic;
use super::walk::Step;
use crate::border::territory::Territory;
use crate::error::{Place, Warning};
use crate::geodesy::area::edge_length;
use crate::geodesy::ellipsoid::{normal_at, space_of_lonlat};
use crate::units::{Metres, SquareMetres};

/// The matched border of two neighbours; edges that they share exactly are not in it.
///
/// # Accuracy
/// Lengths 1e-4; distances 5 cm at the places that were looked at, an eighth of the matching distance apart or closer. Areas are
/// those between the border that was taken and the nearest points of the other; bays of the other that no point is nearest to
/// are not in them.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Codes: whose positions the line has, and the neighbour.
    pub taken: String,
    pub other: String,
    /// Length of the matched border.
    pub length: Metres,
    pub greatest: Metres,
    /// Where the distance is greatest: longitude, latitude in degrees.
    pub greatest_at: [f64; 2],
    /// Mean along the matched border.
    pub mean: Metres,
    /// Between the two borders, where neither territory is.
    pub gaps: SquareMetres,
    /// Between the two borders, where both are.
    pub overlaps: SquareMetres,
}

/// Sums of one pair.
#[derive(Clone, Copy, Default)]
struct Sums {
    length: f64,
    /// Distance times length.
    moment: f64,
    greatest: f64,
    greatest_at: [f64; 2],
    gaps: f64,
    overlaps: f64,
}

/// Adds up matched pieces by pair.
#[derive(Default)]
pub struct Tally(BTreeMap<(usize, usize), Sums>);

impl Tally {
    /// Counts steps of territory `i` that are matched with `other`.
    pub fn add(&mut self, i: usize, other: usize, steps: &[Step]) {
        let sums = self.0.entry((i, other)).or_default();
        for step in steps {
            let Some(partner) = step.partner else {
                continue;
            };
            let length = edge_length(step.ends[0], step.ends[1]);
            let [d0, d1] = partner.feet.map(|foot| geodesic(foot.distance));
            sums.length += length;
            sums.moment += length * 0.5 * (d0 + d1);
            for (d, at) in [d0, d1].into_iter().zip(step.ends) {
                if d > sums.greatest {
                    (sums.greatest, sums.greatest_at) = (d, [at.x, at.y]);
                }
            }
            // The quadrangle of the step and the nearest points to its ends: to the left of the step, where the
            // territory itself is, both are; to the right neither is.
            let [a, b] = step.ends.map(space_of_lonlat);
            let [p, q] = partner.feet.map(|foot| foot.at);
            let area = 0.5 * normal_at(a).dot((q - a).cross(p - b));
            if area > 0.0 {
                sums.overlaps += area;
            } else {
                sums.gaps -= area;
            }
        }
    }

    pub fn matches(self, territories: &[Territory]) -> Vec<Match> {
        let of = |((i, j), s): ((usize, usize), Sums)| {
            Some(Match {
                taken: territories.get(i)?.code.clone(),
                other: territories.get(j)?.code.clone(),
                length: Metres(s.length),
                greatest: Metres(s.greatest),
                greatest_at: s.greatest_at,
                mean: Metres(if s.length > 0.0 {
                    s.moment / s.length
                } else {
                    0.0
                }),
                gaps: SquareMetres(s.gaps),
                overlaps: SquareMetres(s.overlaps),
            })
        };
        self.0.into_iter().filter_map(of).collect()
    }
}

/// One warning for all matches; `None` where nothing was matched.
pub fn warning(matches: &[Match], distance: Metres) -> Option<Warning> {
    let worst = matches
        .iter()
        .reduce(|a, b| if b.greatest.0 > a.greatest.0 { b } else { a })?;
    let length: f64 = matches.iter().map(|m| m.length.0).sum();
    let moment: f64 = matches.iter().map(|m| m.mean.0 * m.length.0).sum();
    let gaps: f64 = matches.iter().map(|m| m.gaps.km2()).sum();
    let overlaps: f64 = matches.iter().map(|m| m.overlaps.km2()).sum();
    Some(Warning {
        what: format!(
            "{:.1} km of the line are borders that {} of neighbours draw with different positions, matched within {} m: mean distance {:.1} m, \
             greatest {:.1} m ({} and {}), gaps {gaps:.3} km², overlaps {overlaps:.3} km²",
            length / 1e3,
            if matches.len() == 1 {
                "1 pair".to_owned()
            } else {
                format!("{} pairs", matches.len())
            },
            distance.0,
            if length > 0.0 { moment / length } else { 0.0 },
            worst.greatest.0,
            worst.taken,
            worst.other,
        ),
        place: Place {
            at: Some(worst.greatest_at),
            ..Place::default()
        },
        remedy: "‹verbose› lists the pairs; gaps and overlaps stay in the territories' areas"
            .to_owned(),
    })
}

/// A table of the pairs, for people.
pub fn table(matches: &[Match]) -> Vec<String> {
    let head = format!(
        "{:<9} {:<9} {:>12} {:>10} {:>10} {:>10} {:>12}",
        "taken", "neighbour", "matched km", "mean m", "greatest m", "gaps km²", "overlaps km²"
    );
    let row = |m: &Match| {
        format!(
            "{:<9} {:<9} {:>12.3} {:>10.1} {:>10.1} {:>10.3} {:>12.3}",
            m.taken,
            m.other,
            m.length.km(),
            m.mean.0,
            m.greatest.0,
            m.gaps.km2(),
            m.overlaps.km2()
        )
    };
    std::iter::once(head)
        .chain(matches.iter().map(row))
        .collect()
}
