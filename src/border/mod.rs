//! From territories and groups to one line.
pub mod territory;
