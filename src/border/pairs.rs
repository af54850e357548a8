//! The table of pairs: how much of a line each two neighbours share.
//!
//! In: as for [`line::derive`](super::line::derive), from the same edges. Out: one row for each pair of holders, and one for each
//! holder's coast where the line has it. The lengths add up to the line's: tests, to 1e-9 of it.

use std::collections::BTreeMap;

use super::alliance::AllianceTable;
use super::line::{LineChoice, request};
use super::territory::Territory;
use super::topology::{A, NOBODY};
use crate::error::{Error, Warning};
use crate::geodesy::area::Sum;
use crate::geodesy::edges::Edges;
use crate::geodesy::length::{geodesic_edge, planar_edge};
use crate::units::Metres;
use geo::{Coord, MultiLineString};

/// Two neighbours and the length of what they share.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// Code of the one that belongs to group A, else B, else comes first in the alphabet.
    pub a: String,
    pub a_name: String,
    /// Code of the other; empty for a coast.
    pub b: String,
    pub b_name: String,
    pub length: Metres,
}

/// The pairs of a line.
#[derive(Clone, Debug)]
pub struct Pairs {
    /// In the order of the codes.
    pub rows: Vec<Pair>,
    /// As for the line.
    pub description: String,
    pub warnings: Vec<Warning>,
}

/// Length of an edge between positions in degrees, m, as the line's edges are read.
pub fn edge_length(a: Coord<f64>, b: Coord<f64>, edges: Edges) -> f64 {
    match edges {
        Edges::Planar => planar_edge(a, b),
        Edges::Geodesic => geodesic_edge(a, b),
    }
}

/// Length of a line, positions in degrees, as its edges are read.
///
/// # Accuracy
/// That of [`planar_edge`] or [`geodesic_edge`]; the sum is compensated.
pub fn length(lines: &MultiLineString<f64>, edges: Edges) -> Metres {
    let mut sum = Sum::default();
    for pair in lines.iter().flat_map(|line| line.0.windows(2)) {
        sum.add(edge_length(pair[0], pair[1], edges));
    }
    Metres(sum.value())
}

/// The pairs of the line that `choice` asks for. Where more than two holders have an edge (overlapping territories of a user), it
/// counts for the first two.
///
/// # Errors
/// As [`line::derive`](super::line::derive).
pub fn pairs(
    choice: &LineChoice,
    territories: &[Territory],
    alliances: &AllianceTable,
) -> Result<Pairs, Error> {
    let request = request(choice, territories, alliances)?;
    let order = |holder: u32| {
        let sides = request.sides[holder as usize];
        let rank = match sides {
            0 => 2,
            sides if sides & A != 0 => 0,
            _ => 1,
        };
        (rank, holder)
    };
    let mut sums: BTreeMap<(u32, u32), Sum> = BTreeMap::new();
    let (edges, matches) = request.chosen(choice, territories)?;
    for edge in edges {
        let [mut a, mut b] = edge.holders;
        if b != NOBODY && order(b) < order(a) {
            (a, b) = (b, a);
        }
        let [p, q] = edge.ends;
        let sum = match &choice.within {
            None => edge_length(p, q, choice.edges),
            Some(within) => {
                let pieces = within.pieces(p, q, choice.edges);
                if pieces.is_empty() {
                    continue;
                }
                pieces
                    .iter()
                    .map(|[p, q]| edge_length(*p, *q, choice.edges))
                    .sum()
            }
        };
        sums.entry((a, b)).or_default().add(sum);
    }
    if sums.is_empty() {
        return Err(request.nothing(choice));
    }
    let told = |holder: u32| {
        // The name is that of the row with the holder's code, where there is one.
        let first = territories.get(holder as usize);
        first.map_or_else(Default::default, |first| {
            let own = territories.iter().find(|t| t.code == first.holder);
            (first.holder.clone(), own.unwrap_or(first).name.clone())
        })
    };
    let mut rows: Vec<Pair> = (sums.into_iter())
        .map(|((a, b), sum)| {
            let ((a, a_name), (b, b_name)) = (told(a), told(b));
            Pair {
                a,
                a_name,
                b,
                b_name,
                length: Metres(sum.value()),
            }
        })
        .collect();
    rows.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
    Ok(Pairs {
        rows,
        description: request.description(choice),
        warnings: request.warnings(choice, alliances, &matches),
    })
}
