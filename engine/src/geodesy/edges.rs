//! How an edge between two positions runs.

/// How the edge between two positions of a line is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Edges {
    /// Straight in longitude and latitude, as RFC 7946 says.
    #[default]
    Planar,
    /// The geodesic between the two positions.
    Geodesic,
}
