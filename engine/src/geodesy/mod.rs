//! Points, distances and areas on the WGS84 ellipsoid: nothing about borders.
pub mod antimeridian;
pub mod area;
pub mod densify;
pub(crate) mod direct;
pub mod distance;
pub mod edge_tree;
pub mod edges;
pub mod ellipsoid;
pub(crate) mod lattice;
pub mod length;
pub mod vector;
