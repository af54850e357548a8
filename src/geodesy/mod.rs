//! Points, distances and areas on the WGS84 ellipsoid: nothing about borders.
pub mod antimeridian;
pub mod area;
pub mod crs;
pub mod densify;
pub mod direct;
pub mod distance;
pub mod edges;
pub mod ellipsoid;
pub mod length;
pub mod vector;
