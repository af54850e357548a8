//! Points, distances and areas on the WGS84 ellipsoid: nothing about borders.
pub mod antimeridian;
pub mod distance;
pub mod area;
pub mod ellipsoid;
pub mod vector;
