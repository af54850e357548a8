//! Points, distances and areas on the WGS84 ellipsoid: nothing about borders.
pub mod ellipsoid;
