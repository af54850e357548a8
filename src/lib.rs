//! What lies inside a strip of agreed width along a border, on the WGS84 ellipsoid.
pub mod border;
pub mod cli;
pub mod error;
pub mod geodesy;
pub mod load;
pub mod overlap;
pub mod report;
pub mod strip;
pub mod units;
